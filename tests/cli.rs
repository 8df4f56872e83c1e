//! The verbs as a user meets them: what is printed, and the exit codes.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod terminal;

use terminal::Terminal;

/// A terminal where Ana has set herself up.
fn ana() -> Terminal {
    let terminal = Terminal::new();
    let said = terminal.run("tingled init --person ana --zone Europe/Berlin");
    assert_eq!(said.code, Some(0), "{said:?}");
    terminal
}

const RUNS: &str = "Activity Type,Date,Title,Distance,Calories,Time,Avg HR,Max HR,Total Ascent,Avg Stride Length,Steps\n\
    Running,2026-03-14 07:05:09,Fields,10.02,612,01:00:30,148,171,104,1.00,\"10,020\"\n\
    Running,2026-03-12 18:30:00,Track,5.00,402,00:30:00,151,175,12,1.00,\"5,000\"\n\
    Running,2026-03-10 06:40:00,Wood,8.00,500,00:48:00,140,160,90,1.00,\"8,000\"\n";

/// Command; exit code; what the answer holds; what the complaint holds.
type Row = (&'static str, i32, &'static [&'static str], &'static [&'static str]);

const COMMANDS: &[Row] = &[
    ("tingled --version", 0, &["tingled 0."], &[]),
    ("tingled --help", 0, &["Usage: tingled", "not a diagnosis", "import", "explain"], &[]),
    ("tingled", 64, &[], &["Usage: tingled"]),
    ("tingled imprt", 64, &[], &["unrecognized subcommand 'imprt'", "'import'"]),
    ("tingled status --jsn", 64, &[], &["--jsn", "--json"]),
    ("tingled check-config", 0, &["the configuration is good: ana; no broker"], &[]),
    ("tingled -c nosuch.toml status", 78, &[], &["could not read nosuch.toml", "is the path right"]),
    ("tingled -c bad.toml status", 78, &[], &["bad.toml:2:1", "timezoen", "did you mean", "help:"]),
    ("tingled -c bad.toml check-config --json", 78, &[], &["bad.toml:2:1"]),
    ("tingled -c nobody.toml run", 78, &[], &["nobody.toml", "timezone"]),
    ("TINGLED_INBOX__SCAN_S=0 tingled status", 78, &[], &["TINGLED_INBOX__SCAN_S"]),
    ("tingled init", 69, &[], &["tingled.toml is there already and is kept as it is", "help: name another file"]),
    (
        "tingled init new.toml --person ANA --zone Europe/Berlin",
        64,
        &[],
        &["\"ANA\" is not a person's name", "a to z"],
    ),
    ("tingled init new.toml --person ana --zone Mars/Base", 64, &[], &["Mars/Base", "Europe/Berlin"]),
    ("tingled init new.toml --person ana --zone Asia/Tokyo --mqtt ftp://x", 78, &[], &["mqtt://"]),
    ("tingled sources", 0, &["garmin-activities", "Strava bulk export"], &[]),
    ("tingled paths", 0, &["database", "tingled.db", "socket"], &[]),
    ("tingled status", 0, &["not running", "ana", "none open; that speaks of what was recorded only"], &[]),
    ("tingled status --person bob", 64, &[], &["nobody is called \"bob\" here", "help: known here: ana"]),
    ("tingled status --person 'B O'", 64, &[], &["\"B O\" is not a person's name"]),
    ("tingled alerts", 0, &["No alert open. This speaks of what was recorded only"], &[]),
    ("tingled alerts --all", 0, &["No alert ever raised."], &[]),
    ("tingled explain abcdef", 64, &[], &["no alert \"abcdef\""]),
    ("tingled alerts ack abcdef", 64, &[], &["no alert \"abcdef\""]),
    ("tingled alerts feedback abcdef late", 64, &[], &["no alert \"abcdef\""]),
    ("tingled alerts feedback abcdef fine", 64, &[], &["'fine'", "useful, false, late"]),
    ("tingled import", 64, &[], &["<FILE>"]),
    ("tingled import nosuch.csv", 69, &[], &["nosuch.csv: could not open it", "is the path right"]),
    ("tingled import --person bob runs.csv", 64, &[], &["\"bob\" is not in the configuration", "help:", "--zone"]),
    ("tingled import --person bob --zone Nowhere runs.csv", 64, &[], &["Nowhere", "Europe/Berlin"]),
    ("tingled import empty", 65, &[], &["empty holds no file of a kind that is read (.csv, .json, .fit"]),
    ("tingled import odd.csv", 65, &["a header that no dialect knows", "tingled sources"], &["could not be read"]),
    ("tingled import --as nosuch runs.csv", 65, &["a dialect that is not known here", "garmin-activities"], &[]),
    ("tingled log", 64, &[], &["<KIND>"]),
    ("tingled log tinglin", 64, &[], &["\"tinglin\" cannot be told", "tingling", "drink"]),
    ("tingled log tingling severity 4", 64, &[], &["\"severity\" stands alone", "--severity 4"]),
    ("tingled log tingling --person bob --severity 4", 65, &[], &["a person who is not known here", "[person.NAME]"]),
    ("tingled log tingling --severity 11", 65, &[], &["wanted a rating from 0 to 10", "nothing was recorded"]),
    (
        "tingled log intake --volume 500",
        65,
        &[],
        &["nothing given in \"volume_ml\"", "was --volume meant as --volume_ml?"],
    ),
    ("tingled log tingling --time 2099-01-01T10:00", 65, &[], &["a time that has not come yet"]),
    ("tingled log tingling --tingling no --severty 1", 0, &["recorded"], &["severty", "was \"severity\" meant?"]),
    ("tingled log tingling --dry-run --site calf --side left", 0, &["would be recorded", "nothing was changed"], &[]),
    ("tingled log tag --name 'new shoes' --time 2026-03-01T08:00", 0, &["recorded"], &[]),
    ("tingled log tag --name 'new shoes' --time 2026-03-01T08:00", 0, &["known already: nothing changed"], &[]),
];

#[test]
fn every_command_answers_or_says_what_to_do() {
    let terminal = ana();
    terminal.write("bad.toml", "[person.ana]\ntimezoen = \"Europe/Berlin\"\n");
    terminal.write("nobody.toml", "");
    terminal.write("odd.csv", "a,b\n1,2\n");
    terminal.write("runs.csv", RUNS);
    std::fs::create_dir(terminal.path().join("empty")).unwrap();
    for (line, code, out, err) in COMMANDS {
        let said = terminal.run(line);
        assert_eq!(said.code, Some(*code), "{line}: {said:?}");
        for wanted in *out {
            assert!(said.out.contains(wanted), "{line} does not say {wanted:?}: {said:?}");
        }
        for wanted in *err {
            assert!(said.err.contains(wanted), "{line} does not complain {wanted:?}: {said:?}");
        }
        assert!(*code == 0 || !said.err.is_empty(), "{line} fails without a word");
    }
}

#[test]
fn a_json_answer_is_json_and_names_its_schema() {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    let log = terminal.run("tingled log tingling --sign swelling --json");
    assert_eq!(log.json()["schema"], "tingled.told/1");
    let id = log.json()["alerts"][0]["id"].as_str().unwrap().to_owned();
    for (line, schema) in [
        ("tingled log tingling --dry-run --severity 2 --json", "tingled.told/1"),
        ("tingled import --json --dry-run runs.csv", "tingled.import/1"),
        ("tingled import --json runs.csv", "tingled.import/1"),
        ("tingled status --json", "tingled.status/1"),
        ("tingled alerts --json", "tingled.alerts/1"),
        ("tingled alerts --all --person ana --json", "tingled.alerts/1"),
        ("tingled replay --json", "tingled.replay/1"),
        ("tingled replay --as-arrived --json --from 2026-03-01", "tingled.replay/1"),
        (&format!("tingled explain {id} --json"), "tingled.explanation/1"),
        (&format!("tingled alerts ack {id} --json"), "tingled.acknowledged/1"),
        (&format!("tingled alerts feedback {id} useful --json"), "tingled.reply/1"),
        ("tingled export --json out", "tingled.export/1"),
        ("tingled backup --json copy.db", "tingled.backup/1"),
        ("tingled restore --json --replace copy.db", "tingled.restore/1"),
        ("tingled forget --json --dry-run --person ana", "tingled.forget/1"),
        ("tingled check-config --json", "tingled.check/1"),
        ("tingled sources --json", "tingled.sources/1"),
        ("tingled paths --json", "tingled.paths/1"),
    ] {
        let said = terminal.run(line);
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{line}");
        assert_eq!(said.json()["schema"], schema, "{line}");
    }
    let failed = terminal.run("tingled import --json nosuch.csv runs.csv");
    assert_eq!(failed.code, Some(69));
    assert_eq!(failed.json()["failed"].as_array().unwrap().len(), 1);
    assert_eq!(failed.json()["files"].as_array().unwrap().len(), 1, "a bad file must not stop the next");
}

#[test]
fn a_report_says_what_was_understood_and_what_was_not() {
    let terminal = ana();
    let said = terminal.run("tingled log tingling --site Wade --side links --severity 4 --sign geschwollen");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(said.out.contains("understood: calf left, severity 4, sign swelling\n"), "{said:?}");
    assert!(said.out.contains("See a doctor today. Severe pain, swelling"), "{said:?}");
    let slip = terminal.run("tingled log tingling --sign geschwolen --site Knie --relieved-by nichts --dry-run");
    for wanted in [
        "understood: relieved by nothing\n",
        "not understood, kept as written: \"geschwolen\" (signs); was \"geschwollen\" (swelling) meant?",
        "not understood, kept as written: \"Knie\" (sites)",
    ] {
        assert!(slip.out.contains(wanted), "{wanted}: {slip:?}");
    }
    let json = terminal.run("tingled log tingling --sign swellin --site 'both feet' --json").json();
    assert_eq!(json["record"]["sites"][0]["side"], "both");
    assert_eq!(json["not_understood"][0]["word"], "swellin");
    assert_eq!(json["not_understood"][0]["means"], "swelling");
}

#[test]
fn no_tingling_today_is_told_in_one_word() {
    for line in ["tingled log no-tingling", "tingled log tingling --none", "tingled log symptom --tingling nein"] {
        let terminal = ana();
        let said = terminal.run(&format!("{line} --person ana --json"));
        assert_eq!((said.code, &said.json()["new"]), (Some(0), &1.into()), "{line}: {said:?}");
        assert_eq!(said.json()["record"]["tingling"], false, "{line}");
        let again = terminal.run(line);
        assert!(again.out.contains("understood: no tingling"), "{line}: {again:?}");
    }
    let both = ana().run("tingled log no-tingling --tingling yes");
    assert_eq!(both.code, Some(65), "{both:?}");
    // Without a terminal nothing is asked, and a report without answers is one.
    assert!(ana().run("tingled log tingling </dev/null").out.contains("understood: nothing but the time"));
}

/// The alert in the language of the person, the labels around it in English.
#[test]
fn alerts_are_told_in_the_language_of_the_person() {
    let mut terminal = ana();
    terminal.write("german.toml", "[person.ana]\ntimezone = \"Europe/Berlin\"\nlanguage = \"de\"\n");
    let log = "log tingling --sign dark_urine --json";
    let english = terminal.run(&format!("tingled {log}")).json();
    let id = english["alerts"][0]["id"].as_str().unwrap().to_owned();
    assert!(english["alerts"][0]["message"].as_str().unwrap().contains("Dark urine"), "{english}");
    for line in ["-c german.toml explain", "-c german.toml alerts", "-c german.toml status"] {
        let id = if line.ends_with("explain") { id.as_str() } else { "" };
        let said = terminal.run(&format!("tingled {line} {id}"));
        assert!(said.out.contains("Dunkler Urin") && said.out.contains("urgent"), "{line}: {said:?}");
    }
    // The environment goes before the file.
    terminal.variables.insert("TINGLED_PERSON__ANA__LANGUAGE".to_owned(), "en".to_owned());
    assert!(terminal.run(&format!("tingled -c german.toml explain {id}")).out.contains("Dark urine"));
    terminal.variables.insert("TINGLED_PERSON__ANA__LANGUAGE".to_owned(), "fr".to_owned());
    let refused = terminal.run("tingled status");
    assert_eq!(refused.code, Some(78));
    assert!(refused.err.contains("wanted \"en\" or \"de\""), "{refused:?}");
}

/// The line that begins with this word, of the report on the only file.
fn row<'a>(report: &'a str, word: &str) -> &'a str {
    let found = report.lines().find_map(|line| line.trim_start().strip_prefix(word));
    found.unwrap_or_else(|| panic!("no {word:?}: {report}")).trim()
}

#[test]
fn an_import_done_again_brings_only_what_is_new() {
    let terminal = ana();
    let read = |name: &str, text: &str| {
        terminal.write(name, text);
        let said = terminal.run(&format!("tingled import {name}"));
        assert_eq!(said.code, Some(0), "{said:?}");
        row(&said.out, "read").to_owned()
    };
    assert_eq!(read("runs.csv", RUNS), "3 rows = 3 new + 0 known + 0 left out");
    assert_eq!(read("runs.csv", RUNS), "3 rows = 0 new + 3 known + 0 left out", "again");
    assert_eq!(read("renamed.csv", RUNS), "3 rows = 0 new + 3 known + 0 left out", "renamed");
    assert_eq!(read("crlf.csv", &RUNS.replace('\n', "\r\n")), "3 rows = 0 new + 3 known + 0 left out", "CRLF");
    let mut lines: Vec<&str> = RUNS.lines().collect();
    lines[1..].reverse();
    let shuffled = lines.join("\n") + "\n";
    assert_eq!(read("shuffled.csv", &shuffled), "3 rows = 0 new + 3 known + 0 left out", "shuffled");
    let longer = format!("{shuffled}Running,2026-03-16 06:40:00,Wood,8.00,500,00:48:00,140,160,90,1.00,\"8,000\"\n");
    assert_eq!(read("longer.csv", &longer), "4 rows = 1 new + 3 known + 0 left out", "one row more");
    let status = terminal.run("tingled status --json").json();
    assert_eq!(status["persons"][0]["records"]["workout"]["count"], 4);
}

#[test]
fn a_dry_run_changes_nothing() {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    let said = terminal.run("tingled import --dry-run runs.csv");
    assert_eq!(row(&said.out, "read"), "3 rows = 3 new + 0 known + 0 left out");
    assert!(said.out.contains("a dry run: nothing was changed"), "{said:?}");
    terminal.run("tingled log tingling --dry-run --sign bladder");
    let status = terminal.run("tingled status --json").json();
    for (kind, of) in status["persons"][0]["records"].as_object().into_iter().flatten() {
        assert_eq!(of["count"], 0, "{kind}");
    }
    assert!(terminal.run("tingled alerts --all").out.contains("No alert ever raised"));
    let said = terminal.run("tingled import runs.csv");
    assert_eq!(row(&said.out, "read"), "3 rows = 3 new + 0 known + 0 left out", "the dry run must not be remembered");
}

#[test]
fn a_bad_row_is_named_and_costs_no_other() {
    let terminal = ana();
    terminal.write("runs.csv", &RUNS.replace("2026-03-12 18:30:00", "2026-02-30 18:30:00"));
    let said = terminal.run("tingled import runs.csv");
    assert_eq!(said.code, Some(0));
    assert_eq!(row(&said.out, "read"), "3 rows = 2 new + 0 known + 1 left out");
    for wanted in ["runs.csv:3", "2026-02-30 18:30:00", "help"] {
        assert!(said.out.contains(wanted), "{said:?}");
    }
}

#[test]
fn the_first_row_is_told_as_it_was_read_and_the_other_way() {
    let terminal = ana();
    terminal.write("runs.csv", RUNS);
    let said = terminal.run("tingled import runs.csv");
    assert_eq!(
        row(&said.out, "first row"),
        "\"2026-03-14 07:05:09\" is 2026-03-14 07:05 on your clock; were it UTC, it would be 2026-03-14 08:05"
    );
    assert_eq!(row(&said.out, "times"), "no offset in the file: read in Europe/Berlin");
    terminal.write("drinks.csv", "time,volume_ml\n2026-03-14T07:05:00+05:00,250\n");
    let said = terminal.run("tingled import drinks.csv");
    assert_eq!(row(&said.out, "first row"), "\"2026-03-14T07:05:00+05:00\" is 2026-03-14 03:05 on your clock");
    assert_eq!(row(&said.out, "times"), "the offset stands beside each time");
}

#[test]
fn an_alert_is_explained_down_to_file_and_line_and_acknowledged() {
    let terminal = ana();
    let now = just_now();
    terminal.write("symptoms.csv", &format!("time,tingling,signs\n{now},no,\n{now},yes,dark_urine\n"));
    let said = terminal.run("tingled import symptoms.csv");
    assert!(said.out.contains("Be seen by a doctor today"), "what an import raises is said at once: {said:?}");
    let alerts = terminal.run("tingled alerts --json").json();
    let id = alerts["alerts"][0]["id"].as_str().unwrap()[..8].to_owned();
    let explained = terminal.run(&format!("tingled explain {id}"));
    for wanted in [
        "rf07",
        "dark_urine",
        "symptoms.csv, line 3",
        "still follows from the records",
        "not a diagnosis",
        "not yet reviewed by a clinician",
    ] {
        assert!(explained.out.contains(wanted), "{wanted:?}: {explained:?}");
    }
    let json = terminal.run(&format!("tingled explain {id} --json")).json();
    assert_eq!(json["records"][0]["read_from"]["line"], 3);
    assert_eq!(json["records"][0]["read_from"]["place"], "symptoms.csv");
    let seen = terminal.run(&format!("tingled alerts ack {id}"));
    assert_eq!((seen.code, seen.out.as_str()), (Some(0), &*format!("{id} is acknowledged\n")));
    let again = terminal.run(&format!("tingled alerts ack {id}"));
    assert_eq!((again.code, again.out.as_str()), (Some(0), &*format!("{id} is acknowledged\n")));
    assert!(terminal.run("tingled alerts").out.contains("acknowledged"));
    for (hours, wanted) in [("25", "24"), ("0", "24")] {
        let refused = terminal.run(&format!("tingled alerts snooze {id} --hours {hours}"));
        assert_eq!(refused.code, Some(64));
        assert!(refused.err.contains(wanted), "{refused:?}");
    }
    let quiet = terminal.run(&format!("tingled alerts snooze {id}"));
    assert!(quiet.out.starts_with(&format!("{id} is quiet until ")), "{quiet:?}");
    assert!(terminal.run("tingled alerts").out.contains("snoozed"));
    let marked = terminal.run(&format!("tingled alerts feedback {id} late"));
    assert_eq!((marked.code, marked.out.as_str()), (Some(0), &*format!("{id} is marked as late\n")));
    assert!(terminal.run(&format!("tingled explain {id}")).out.contains("feedback late (revision 3"));
}

fn just_now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[test]
fn a_table_of_alerts_shows_words_instead_of_names_of_rules() {
    let terminal = ana();
    terminal.run("tingled log tingling --sign wobbly");
    let said = terminal.run("tingled alerts");
    assert!(said.out.contains("An answer that could not be read"), "{said:?}");
}

#[test]
fn a_folder_of_three_files_imports_as_one_person() {
    let terminal = ana();
    let project = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["profile", "sessions", "reports"] {
        let from = project.join(format!("fixtures/wire/simulator-{name}/one.csv"));
        let text = std::fs::read_to_string(from).unwrap();
        terminal.write(&format!("athlete/{name}.csv"), &text);
    }
    let said = terminal.run("tingled import --json athlete");
    assert_eq!((said.code, said.err.as_str()), (Some(0), ""));
    let told = said.json();
    let files = told["files"].as_array().unwrap();
    let names: Vec<_> = files.iter().map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(names, ["profile.csv", "sessions.csv", "reports.csv"]);
    for file in files {
        assert_eq!(file["rows"], file["rows_new"], "{file}");
        assert_ne!(file["rows"], 0);
    }
    let again = terminal.run("tingled import --json athlete").json();
    for file in again["files"].as_array().unwrap() {
        assert_eq!((&file["rows"], &file["seen_before"]), (&file["rows_known"], &true.into()), "{file}");
    }
}

#[test]
fn an_option_after_the_fields_is_no_field() {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\n[person.ben]\ntimezone = \"UTC\"\n");
    let said = terminal.run("tingled log tingling --sign bladder --dry-run --person ana");
    assert!(said.out.contains("nothing was changed"), "{said:?}");
    assert!(terminal.run("tingled alerts --all").out.contains("No alert ever raised"));
    let said = terminal.run("tingled log tingling --tingling no --person=ben --json");
    assert_eq!(said.json()["new"], 1, "{said:?}");
    let status = terminal.run("tingled status --json --person ben").json();
    assert_eq!(status["persons"][0]["records"]["symptom"]["count"], 1);
    assert_eq!(terminal.run("tingled log tingling --tingling no --data x").code, Some(64));
}

#[test]
fn a_locked_database_is_said_with_who_holds_it() {
    let terminal = ana();
    terminal.run("tingled log tingling --tingling no");
    let lock = std::fs::File::open(terminal.data().join("tingled.lock")).unwrap();
    rustix::fs::flock(&lock, rustix::fs::FlockOperation::LockExclusive).unwrap();
    let said = terminal.run("tingled log tingling --severity 3");
    assert_eq!(said.code, Some(69), "{said:?}");
    assert!(said.err.contains("stop it, or let it do the work"), "{said:?}");
    // Reading needs no lock.
    assert_eq!(terminal.run("tingled status").code, Some(0));
    assert_eq!(terminal.run("tingled alerts").code, Some(0));
    drop(lock);
    assert_eq!(terminal.run("tingled log tingling --severity 3").code, Some(0));
}

#[test]
fn with_two_persons_the_one_who_tells_must_be_named() {
    let terminal = Terminal::new();
    terminal.write("tingled.toml", "[person.ana]\ntimezone = \"UTC\"\n[person.ben]\ntimezone = \"UTC\"\n");
    for line in ["tingled log tingling --severity 3", "tingled import x.csv"] {
        let said = terminal.run(line);
        assert_eq!(said.code, Some(64), "{said:?}");
        assert!(said.err.contains("--person NAME, one of: ana, ben"), "{said:?}");
    }
    assert_eq!(terminal.run("tingled log tingling --person ben --tingling no").code, Some(0));
}

#[test]
fn completions_and_the_manual_page_render() {
    let terminal = Terminal::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let said = terminal.run(&format!("tingled completions {shell}"));
        assert_eq!(said.code, Some(0), "{shell}");
        assert!(said.out.contains("check-config") && said.out.contains("person-column"), "{shell}");
    }
    assert_eq!(terminal.run("tingled completions nosuch").code, Some(64));
    terminal.write("check.sh", &terminal.run("tingled completions bash").out);
    assert_eq!(terminal.run("bash -n check.sh").code, Some(0));
    let page = terminal.run("tingled man");
    assert_eq!(page.code, Some(0));
    for wanted in [".TH tingled 1", ".SH OPTIONS", "explain", "not a diagnosis"] {
        assert!(page.out.contains(wanted), "{wanted}");
    }
}

#[test]
fn the_help_of_every_verb_is_short_and_harmless() {
    let terminal = Terminal::new();
    for verb in
        ["demo", "run", "import", "log", "status", "alerts", "explain", "check-config", "init", "sources", "paths"]
    {
        let said = terminal.run(&format!("tingled {verb} --help"));
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{verb}");
        assert!(said.out.contains("Usage: tingled"), "{verb}");
        assert!(said.out.lines().count() < 60, "{verb}: {}", said.out);
    }
}
