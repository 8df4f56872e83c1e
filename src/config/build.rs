//! Checked values to the configuration; what concerns more than one setting is checked here.

use std::path::PathBuf;
use std::time::Duration;

use super::check::{self, Setting};
use super::gather::Gathered;
use super::problem::Place;
use super::{After, Broker, Config, Inbox, LogLevel, Mqtt, Person, SourceStyle};
use crate::person::{PersonId, Profile};
use crate::record::{Fields, Value};
use crate::voice::Language;
use crate::voice::setting::Fault;

/// Builds the configuration; `None` when a value that it needs was refused (and reported).
pub(super) fn build(from: &mut Gathered<'_>) -> Option<Config> {
    // All parts are built before the first `?`, so that the problems of all parts are found.
    let people =
        from.names("person").into_iter().map(|(name, place)| person(from, &name, &place)).collect::<Vec<_>>();
    let mqtt = mqtt(from);
    let sources = from.names("source").into_iter().map(|(name, _)| (source(from, &name), name));
    let sources = sources.map(|(style, name)| (name, style)).collect();
    let quiet = |(rule, _): (String, Place)| (flag(from, &format!("rule.{rule}.off")) == Some(true)).then_some(rule);
    let quiet_rules = from.names("rule").into_iter().filter_map(quiet).collect();
    let data_dir = path(from, "data.dir")?;
    Some(Config {
        inbox: Inbox {
            dir: path(from, "inbox.dir").unwrap_or_else(|| data_dir.join("inbox")),
            scan: seconds(from, "inbox.scan_s")?,
            after: if text(from, "inbox.after")? == "move" { After::Move } else { After::Keep },
        },
        data_dir,
        mqtt,
        people: people.into_iter().collect::<Option<_>>()?,
        sources,
        quiet_rules,
        precision_floor: number(from, "delivery.precision_floor")?,
        has_private_titles: flag(from, "delivery.private_titles")?,
        log_level: match text(from, "log.level")?.as_str() {
            "error" => LogLevel::Error,
            "warn" => LogLevel::Warn,
            "debug" => LogLevel::Debug,
            _ => LogLevel::Info,
        },
    })
}

fn text(from: &Gathered<'_>, at: &str) -> Option<String> {
    match from.value(at)? {
        Setting::Text(text) => Some(text),
        _ => None,
    }
}

fn path(from: &Gathered<'_>, at: &str) -> Option<PathBuf> {
    text(from, at).map(PathBuf::from)
}

fn flag(from: &Gathered<'_>, at: &str) -> Option<bool> {
    match from.value(at)? {
        Setting::Flag(flag) => Some(flag),
        _ => None,
    }
}

fn whole(from: &Gathered<'_>, at: &str) -> Option<u64> {
    match from.value(at)? {
        Setting::Whole(number) => u64::try_from(number).ok(),
        _ => None,
    }
}

fn number(from: &Gathered<'_>, at: &str) -> Option<f64> {
    match from.value(at)? {
        Setting::Number(number) => Some(number),
        _ => None,
    }
}

fn seconds(from: &Gathered<'_>, at: &str) -> Option<Duration> {
    whole(from, at).map(Duration::from_secs)
}

fn source(from: &Gathered<'_>, name: &str) -> SourceStyle {
    SourceStyle {
        is_imperial: text(from, &format!("source.{name}.units")).map(|units| units == "imperial"),
        has_decimal_comma: text(from, &format!("source.{name}.decimal")).map(|mark| mark == ","),
        is_month_first: text(from, &format!("source.{name}.dates")).map(|first| first == "month first"),
        zone: text(from, &format!("source.{name}.timezone")).and_then(|zone| check::zone(&zone).ok()),
    }
}

fn person(from: &mut Gathered<'_>, name: &str, place: &Place) -> Option<(PersonId, Person)> {
    let at = |leaf: &str| format!("person.{name}.{leaf}");
    let mut profile = Profile::default();
    for field in Profile::FIELDS {
        let value = match from.value(&at(field.name)) {
            None => continue,
            Some(Setting::Text(text)) => Value::Text(text),
            Some(Setting::Number(number)) => Value::Number(number),
            Some(Setting::Flag(flag)) => Value::Flag(flag),
            Some(Setting::Words(words)) => Value::List(words),
            // A setting of the list that takes whole numbers is no profile field.
            Some(Setting::Whole(_)) => continue,
        };
        // The setting takes what the field takes: its bounds come from there.
        if (field.set)(&mut profile, value).is_err() {
            let wanted = "another value".to_owned();
            from.report(place, &at(field.name), "", Fault::BadValue { wanted, meant: None });
        }
    }
    if from.place(&at("timezone")).is_none() {
        let wanted = "the zone of the person's wall clock, like timezone = \"Europe/Berlin\"".to_owned();
        from.report(place, &at("timezone"), "", Fault::Missing { wanted });
    }
    if let (Some(rest), Some(most)) = (profile.hr_rest_bpm, profile.hr_max_bpm)
        && most <= rest
        && let Some(written) = from.place(&at("hr_max_bpm")).cloned()
    {
        let found = crate::units::Quantity::get(most).to_string();
        from.report(&written, &at("hr_max_bpm"), &found, Fault::NotAbove { other: "hr_rest_bpm" });
    }
    if let (Some(yes), Some(no)) = (&profile.history, &profile.history_no)
        && let Some(written) = from.place(&at("history_no")).cloned()
    {
        let both: Vec<_> = yes.words.intersection(&no.words).copied().collect();
        for word in both {
            let word = crate::record::Vocabulary::name(word).to_owned();
            from.report(&written, &at("history_no"), &word, Fault::YesAndNo { word: word.clone() });
        }
    }
    let zone = check::zone(&text(from, &at("timezone"))?).ok()?;
    let shown = text(from, &at("name")).unwrap_or_else(|| name.to_owned());
    let language = Language::from_code(&text(from, &at("language"))?)?;
    Some((PersonId::new(name)?, Person { zone, name: shown, language, profile }))
}

fn mqtt(from: &mut Gathered<'_>) -> Option<Mqtt> {
    let broker = Broker::parse(&text(from, "mqtt.url")?).ok()?;
    let allows_plaintext = flag(from, "mqtt.allow_plaintext")?;
    let is_open = broker.is_remote() && !broker.is_tls() && !allows_plaintext;
    let has_password = from.place("mqtt.username").is_some() || from.place("mqtt.password_file").is_some();
    if is_open && has_password {
        report_at(from, "mqtt.url", Fault::PlainPassword);
    }
    if from.place("mqtt.username").is_none() {
        report_at(from, "mqtt.password_file", Fault::Needs { other: "mqtt.username" });
    }
    for (one, other) in [("mqtt.cert_file", "mqtt.key_file"), ("mqtt.key_file", "mqtt.cert_file")] {
        if from.place(other).is_none() {
            report_at(from, one, Fault::Needs { other });
        }
    }
    if !broker.is_tls() {
        for file in ["mqtt.ca_file", "mqtt.cert_file"] {
            report_at(from, file, Fault::NeedsTls);
        }
    }
    Some(Mqtt {
        broker,
        base: text(from, "mqtt.base")?,
        username: text(from, "mqtt.username"),
        password_file: path(from, "mqtt.password_file"),
        ca_file: path(from, "mqtt.ca_file"),
        client_files: path(from, "mqtt.cert_file").zip(path(from, "mqtt.key_file")),
        keep_alive: seconds(from, "mqtt.keep_alive_s")?,
        packet_most: usize::try_from(whole(from, "mqtt.max_packet_kib")?.saturating_mul(1024)).ok()?,
        allows_plaintext,
    })
}

/// Reports a fault of a setting, when it was written at all.
fn report_at(from: &mut Gathered<'_>, key: &str, fault: Fault) {
    if let Some(place) = from.place(key).cloned() {
        let found = text(from, key).unwrap_or_default();
        from.report(&place, key, &found, fault);
    }
}
