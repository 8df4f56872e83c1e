//! The configuration as a user meets it: the shipped file, files with one thing wrong, and who wins.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::fs;
use std::path::Path;
use std::time::Duration;

use tingled::config::{self, After, Broker, Config, Input, Problem, key};
use tingled::person::PersonId;
use tingled::record::words::Condition;
use tingled::voice::setting::Fault;
use tingled::voice::{diagnostic, forbidden_in};

const RULES: &[&str] = &["rf01", "fluid_deficit", "spike"];
const SMALL: &str = "[person.ana]\ntimezone = \"Europe/Berlin\"\n";

fn load(text: &str) -> Result<Config, Vec<Problem>> {
    config::load(&Input { file: Some(("tingled.toml", text)), rules: RULES, ..Input::default() })
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

/// Compares with the file, or writes it when TINGLED_BLESS is set.
fn same(file: &Path, text: &str) {
    if std::env::var_os("TINGLED_BLESS").is_some() {
        fs::write(file, text).unwrap();
    }
    let kept = fs::read_to_string(file).unwrap_or_default();
    assert_eq!(text, kept, "{} differs; TINGLED_BLESS=1 writes it anew", file.display());
}

#[test]
fn each_bad_file_is_told_what_is_wrong_where_and_what_to_do() {
    let folder = Path::new("fixtures/config");
    let mut seen = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !name.starts_with("bad-") || !name.ends_with(".toml") {
            continue;
        }
        seen += 1;
        let text = fs::read_to_string(&path).unwrap();
        let input = Input { file: Some((&name, &text)), rules: RULES, ..Input::default() };
        let problems = config::load(&input).unwrap_err();
        let notices: Vec<_> = problems.iter().map(Problem::notice).collect();
        let shown = diagnostic::text(&notices, false) + "\n";
        assert!(!shown.contains("horse"), "{name} shows a password");
        assert_eq!(forbidden_in(&shown), Vec::<&str>::new(), "{name}");
        if name != "bad-several.toml" && name != "bad-toml.toml" {
            assert_eq!(problems.len(), 1, "{name}: {shown}");
        }
        same(&path.with_extension("expected"), &shown);
    }
    assert!(seen >= 26, "only {seen}");
}

#[test]
fn all_problems_are_found_at_once_in_the_order_of_the_file() {
    let text = fs::read_to_string("fixtures/config/bad-several.toml").unwrap();
    let problems = load(&text).unwrap_err();
    let keys: Vec<&str> = problems.iter().map(|problem| problem.key.as_str()).collect();
    let wanted = [
        "person.ana.timezone",
        "person.ana.birth_year",
        "person.ana.sexx",
        "inbox.scan_s",
        "inbox.after",
        "source.garmin.decimal",
        "log.level",
    ];
    assert_eq!(keys, wanted);
}

#[test]
fn the_shipped_file_is_the_list_of_settings() {
    let manual = config::manual();
    same(Path::new("config/tingled.toml"), &manual);
    for key in key::KEYS {
        let value = key.default.unwrap_or(key.example);
        assert!(manual.contains(&format!("\n# {} = {value}\n", key.leaf())), "{}", key.path);
    }
    assert!(manual.lines().all(|line| line.chars().count() <= 118));
    assert_eq!(forbidden_in(&manual), Vec::<&str>::new());
}

#[test]
fn the_shipped_file_loads_and_changes_nothing() {
    let config = load(&config::manual()).unwrap();
    assert_eq!(config, load("").unwrap());
    assert!(config.people.is_empty() && config.mqtt.is_none());
    assert_eq!(config.nobody("tingled.toml").unwrap().fault, Fault::NoPerson);
}

#[test]
fn every_line_of_the_shipped_file_can_be_used() {
    let name_of = |line: &str| line.split_once(" = ").map(|(name, _)| name.trim_start_matches("# ").to_owned());
    let is_name = |name: String| name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let is_setting = |line: &str| line.starts_with("# [") || name_of(line).is_some_and(is_name);
    let bare = |line: &str| if is_setting(line) { line.trim_start_matches("# ").to_owned() } else { line.to_owned() };
    let text: Vec<String> = config::manual().lines().map(bare).collect();
    // The examples name a certificate; the example address is one without TLS.
    let text = text.join("\n").replace("mqtt://localhost:1883\"\n", "mqtts://localhost:8883\"\n");
    let config = load(&text).unwrap();
    let settings = text.lines().filter(|line| !line.starts_with('#') && line.contains(" = ")).count();
    assert_eq!(settings, key::KEYS.len());
    let ana = &config.people[&PersonId::new("ana").unwrap()];
    assert_eq!(ana.profile.has(Condition::Diabetes), Some(true));
    assert_eq!((ana.name.as_str(), ana.zone.iana_name()), ("Ana", Some("Europe/Berlin")));
    assert!(config.quiet_rules.contains("fluid_deficit"));
    assert_eq!(config.sources["garmin"].has_decimal_comma, Some(true));
}

#[test]
fn every_answer_of_a_profile_can_be_written_in_the_file() {
    use tingled::record::Fields;
    for field in tingled::person::Profile::FIELDS {
        assert!(key::at(&["person", "ana", field.name]).is_some(), "{}", field.name);
    }
}

#[test]
fn the_stronger_layer_wins() {
    let mqtt = "[mqtt]\nurl = \"mqtt://file\"\nbase = \"file\"\nkeep_alive_s = 11\n";
    let text = format!("{SMALL}{mqtt}[inbox]\nscan_s = 60\n");
    let environment = pairs(&[
        ("TINGLED_MQTT__URL", "mqtt://environment"),
        ("TINGLED_MQTT__BASE", "environment"),
        ("TINGLED_PERSON__BO_2__TIMEZONE", "Asia/Tokyo"),
        ("TINGLED_CONFIG", "/etc/tingled/tingled.toml"),
        ("HOME", "/root"),
    ]);
    let flags = pairs(&[("mqtt.url", "mqtt://flag"), ("inbox.after", "move")]);
    let defaults = pairs(&[("data.dir", "/home/ana/.local/share/tingled"), ("inbox.scan_s", "5")]);
    let input = Input {
        defaults: &defaults,
        file: Some(("tingled.toml", &text)),
        environment: &environment,
        flags: &flags,
        ..Input::default()
    };
    let config = config::load(&input).unwrap();
    let mqtt = config.mqtt.clone().unwrap();
    assert_eq!(mqtt.broker, Broker::parse("mqtt://flag").unwrap());
    assert_eq!((mqtt.base.as_str(), mqtt.keep_alive), ("environment", Duration::from_secs(11)));
    assert_eq!((config.inbox.scan, config.inbox.after), (Duration::from_secs(60), After::Move));
    assert_eq!(config.inbox.dir, Path::new("/home/ana/.local/share/tingled/inbox"));
    assert!(config.people.contains_key(&PersonId::new("bo-2").unwrap()));
    assert_eq!(config.zones().len(), 2);
}

#[test]
fn a_bad_variable_is_named() {
    for (name, text, key) in [
        ("TINGLED_MQTT__URLL", "x", "mqtt.urll"),
        ("TINGLED_MQTT_URL", "mqtt://x", "mqtt_url"),
        ("TINGLED_INBOX__SCAN_S", "often", "inbox.scan_s"),
        ("TINGLED_MQTT__PASSWORD", "correct horse", "mqtt.password"),
    ] {
        let environment = pairs(&[(name, text)]);
        let input = Input { environment: &environment, ..Input::default() };
        let problems = config::load(&input).unwrap_err();
        assert_eq!((problems.len(), problems[0].key.as_str()), (1, key));
        let shown = problems[0].notice().text(false);
        assert!(shown.contains(name) && !shown.contains("horse"), "{shown}");
    }
}

#[test]
fn a_password_may_cross_the_network_only_when_that_is_said() {
    let text = |url: &str, more: &str| {
        format!("{SMALL}[mqtt]\nurl = \"{url}\"\nusername = \"t\"\npassword_file = \"/p\"\n{more}")
    };
    assert!(load(&text("mqtt://broker.example", "")).is_err());
    assert!(load(&text("mqtt://broker.example", "allow_plaintext = true")).is_ok());
    assert!(load(&text("mqtts://broker.example", "")).is_ok());
    for here in ["localhost", "127.0.0.1", "[::1]"] {
        assert!(load(&text(&format!("mqtt://{here}"), "")).is_ok(), "{here}");
    }
}

#[test]
fn a_demo_build_takes_the_broker_inside() {
    let text = format!("{SMALL}[mqtt]\nurl = \"embedded\"\n");
    let input = Input { file: Some(("tingled.toml", &text)), has_broker_inside: true, ..Input::default() };
    assert_eq!(config::load(&input).unwrap().mqtt.unwrap().broker, Broker::Embedded);
}

#[test]
fn odd_files_give_problems_and_never_a_panic() {
    for text in [
        "a",
        "[",
        "]",
        "=",
        "a=",
        "[[person]]",
        "person = []",
        "[person]\nana = 5",
        "[\"\"]",
        "\0",
        "mqtt.url = 1979-05-27",
        "[inbox]\nscan_s = 99999999999999999999",
        "[person.\"ä\"]",
        "\"\u{1b}\" = 1",
        "\"\\u001b\" = 1",
        "[person.ana]\ntimezone = \"\\u001b\"",
        "# \u{1b}[2J\n[inbox]\nscan_s = 0 # \u{9b}",
        "[person.ana]\ntimezone = \"\"",
        "[rule.\"a b\"]\noff = true",
        "x = '''",
        "[a.b.c.d]\ne = 1",
    ] {
        let problems = load(text).unwrap_err();
        for problem in &problems {
            assert!(!problem.notice().text(false).contains('\u{1b}'));
        }
    }
}

#[test]
fn a_file_from_windows_is_read_and_its_columns_are_right() {
    let text = "\u{feff}[person.ana]\r\ntimezone = \"Europe/Berlin\"\r\n[inbox]\r\nscan_s = 0\r\n";
    let problems = load(text).unwrap_err();
    let spot = &problems[0].spot;
    assert_eq!((problems.len(), spot.line, spot.column), (1, 4, Some(10)));
    assert_eq!(spot.source.as_deref(), Some("scan_s = 0"));
    assert!(load(&text.replace("= 0", "= 9")).is_ok());
}
