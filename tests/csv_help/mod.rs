//! Reading CSV texts in tests.
#![allow(dead_code, reason = "not every test uses every helper")]

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use tingled::person::{PersonId, Profile};
use tingled::record::{Fields, Record, Reject, Value};
use tingled::wire::csv::{Failed, Settings, Summary, System, UnitsWish, Who};
use tingled::wire::date::Order;
use tingled::wire::dialect::Dialects;
use tingled::wire::file::{read, survey};

/// How a test reads a file.
pub(crate) struct Ask {
    pub who: Who,
    pub zone: &'static str,
    pub now: &'static str,
    pub units: UnitsWish,
    pub order: Option<Order>,
    pub dialect: Option<String>,
}

impl Default for Ask {
    fn default() -> Self {
        Ask {
            who: Who::Is(PersonId::new("ana").unwrap()),
            zone: "Europe/Berlin",
            now: "2026-11-23T06:00:00Z",
            units: UnitsWish::Ask,
            order: None,
            dialect: None,
        }
    }
}

impl Ask {
    pub(crate) fn units(system: System) -> Ask {
        Ask { units: UnitsWish::Is(system), ..Ask::default() }
    }

    pub(crate) fn person_column(name: &str) -> Ask {
        Ask { who: Who::Column(name.into()), ..Ask::default() }
    }
}

/// What a file gave.
pub(crate) struct Got {
    pub records: Vec<Record>,
    pub profile: Option<Profile>,
    pub rejects: Vec<Reject>,
    pub unused: Vec<Reject>,
    pub summary: Summary,
}

/// Reads a file both times, or says why it was refused as a whole.
pub(crate) fn read_all(bytes: &[u8], ask: &Ask) -> Result<Got, Box<Reject>> {
    static SHIPPED: LazyLock<Dialects> =
        LazyLock::new(|| Dialects::load(&[]).unwrap_or_else(|errors| panic!("{}", errors[0])));
    read_with(bytes, ask, &SHIPPED)
}

pub(crate) fn read_with(bytes: &[u8], ask: &Ask, dialects: &Dialects) -> Result<Got, Box<Reject>> {
    let zone = TimeZone::get(ask.zone).unwrap();
    let known = |person: &PersonId| (person.as_str() != "nobody").then(|| zone.clone());
    let settings = Settings {
        who: ask.who.clone(),
        zone: &known,
        now: ask.now.parse().unwrap(),
        written: None,
        units: ask.units,
        numbers: None,
        order: ask.order,
        dialect: ask.dialect.clone(),
        file: "test.csv".into(),
    };
    let found = match survey(bytes, dialects, &settings) {
        Ok(found) => found,
        Err(Failed::Refused(reject)) => return Err(reject),
        Err(Failed::Io(error)) => panic!("{error}"),
    };
    let (mut records, mut rejects, mut unused, mut profile) = (Vec::new(), Vec::new(), Vec::new(), None);
    let rows = found.rows();
    let summary = read(bytes, found, &settings, &mut |batch| {
        records.extend(batch.parsed.records);
        rejects.extend(batch.parsed.rejects);
        unused.extend(batch.parsed.unused);
        profile = batch.parsed.profile.or(profile.take());
    })
    .unwrap();
    assert_eq!(summary.rows, summary.accepted + summary.rejected, "rows read = accepted + rejected");
    assert_eq!(summary.rejected, rejects.len() as u64);
    assert_eq!(summary.rows, rows, "both passes count alike");
    assert_eq!(summary.records, records.len() as u64);
    let keys: std::collections::BTreeSet<_> =
        records.iter().filter(|record| record.origin.native_id.is_none()).map(|record| record.key).collect();
    let without_id = records.iter().filter(|record| record.origin.native_id.is_none()).count();
    assert_eq!(keys.len(), without_id, "every record without id has a key of its own");
    Ok(Got { records, profile, rejects, unused, summary })
}

fn show(value: &Value) -> String {
    match value {
        // Nine digits: conversions are exact enough, and the text stays readable.
        Value::Number(number) => format!("{}", (number * 1e6).round() / 1e6),
        Value::Flag(flag) => flag.to_string(),
        Value::Text(text) => text.clone(),
        Value::List(words) => format!("[{}]", words.join(" ")),
    }
}

/// A record as one line.
pub(crate) fn line(record: &Record) -> String {
    let mut line = format!("{} {} {}", record.origin.place.line, record.body.kind().name(), record.at);
    if let Some(id) = &record.origin.native_id {
        line.push_str(&format!(" id={id}"));
    }
    for (name, value) in record.body.answered() {
        line.push_str(&format!(" {name}={}", show(&value)));
    }
    line
}

/// A profile as one line.
pub(crate) fn profile_line(profile: &Profile) -> String {
    let answers: Vec<String> =
        profile.answered().iter().map(|(name, value)| format!("{name}={}", show(value))).collect();
    format!("profile {}", answers.join(" "))
}

/// A reject as one line.
pub(crate) fn reject_line(reject: &Reject) -> String {
    let column = reject.column.map(|column| format!(":{column}")).unwrap_or_default();
    let field = reject.field.as_deref().unwrap_or("-");
    format!("{}{column} {field} \"{}\" {:?}", reject.place.line, reject.found, reject.wrong)
}
