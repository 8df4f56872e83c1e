//! A case as its person would tell it: rows of records and profile answers, and the three ways to tell them.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json, json};
use tingled::person::{PersonId, Profile};
use tingled::record::words::Condition;
use tingled::record::{Body, Fields, Key, Kind, Origin, Place, Source, Value, Vocabulary};
use tingled::time::{Timestamp, WrittenTime, add_days, add_minutes, days_between};
use tingled::wire::csv::{self, Settings, UnitsWish, Who};
use tingled::wire::dialect::Dialects;
use tingled::wire::json::{JsonSettings, from_pairs, record_json};
use tingled::wire::{Parsed, own};

use super::Given;

/// One record, as somebody would write it.
#[derive(Clone, Debug)]
pub struct Row {
    pub kind: Kind,
    pub id: String,
    pub at: Timestamp,
    pub answers: Vec<(&'static str, Value)>,
}

/// Everything one person tells.
#[derive(Clone, Debug, Default)]
pub struct Diary {
    pub person: String,
    pub profile: Vec<(&'static str, Value)>,
    pub rows: Vec<Row>,
}

fn time_name(kind: Kind) -> &'static str {
    if kind == Kind::Workout { "start" } else { "time" }
}

fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        Value::Text(text) => text.clone(),
        Value::List(words) => own::join_list(words),
    }
}

fn as_json(name: &str, value: &Value) -> Json {
    match value {
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Text(text) => json!(text),
        Value::List(words) if name == "sites" => words
            .iter()
            .map(|place| match place.split_once(':') {
                None => json!({ "site": place }),
                Some((site, side)) => json!({ "site": site, "side": side }),
            })
            .collect(),
        Value::List(words) => json!(words),
    }
}

impl Row {
    fn json(&self) -> Json {
        let mut members = Map::new();
        members.insert(time_name(self.kind).to_owned(), self.at.to_string().into());
        members.insert("id".to_owned(), self.id.clone().into());
        for (name, value) in &self.answers {
            members.insert((*name).to_owned(), as_json(name, value));
        }
        Json::Object(members)
    }

    /// The key under which it is stored.
    pub fn key(&self, person: &str) -> Key {
        let origin = Origin {
            source: Source::new(Source::OWN),
            native_id: Some(self.id.clone()),
            place: Place { of: Arc::from("test"), line: 0 },
            time: WrittenTime::stated(self.at, ""),
            newest: None,
            parser: Arc::from("test"),
        };
        Key::of(&PersonId::new(person).unwrap(), &Body::empty(self.kind), &origin)
    }

    /// Topic and payload.
    pub fn message(&self, person: &str) -> (String, String) {
        (format!("{person}/in/{}", self.kind.name()), self.json().to_string())
    }

    /// What stands behind `tingled log KIND`: names and texts, sites with their sides apart.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = vec![("time".to_owned(), self.at.to_string()), ("id".to_owned(), self.id.clone())];
        for (name, value) in &self.answers {
            match value {
                Value::List(places) if *name == "sites" && !places.is_empty() => {
                    for place in places {
                        let (site, side) =
                            place.split_once(':').map_or((place.as_str(), None), |(a, b)| (a, Some(b)));
                        pairs.push(("site".to_owned(), site.to_owned()));
                        pairs.extend(side.map(|side| ("side".to_owned(), side.to_owned())));
                    }
                }
                // Each sign has an argument of its own, by its own name: `--sign pain --sign cramp`.
                Value::List(words) if *name == "signs" && !words.is_empty() => {
                    pairs.extend(words.iter().map(|word| ("sign".to_owned(), word.clone())));
                }
                other => pairs.push((name.replace('_', "-"), text(other))),
            }
        }
        pairs
    }

    fn cells(&self) -> Vec<String> {
        let answer = |name: &str| self.answers.iter().find(|(known, _)| *known == name).map(|(_, value)| text(value));
        let fields = Body::field_names(self.kind).into_iter().map(|name| answer(name).unwrap_or_default());
        [self.at.to_string()].into_iter().chain(fields).chain([self.id.clone(), String::new()]).collect()
    }
}

impl Diary {
    /// The messages of all rows, the profile first.
    pub fn messages(&self) -> Vec<(String, String)> {
        let answers: Map<String, Json> =
            self.profile.iter().map(|(name, value)| ((*name).to_owned(), as_json(name, value))).collect();
        let profile =
            (!answers.is_empty()).then(|| (format!("{}/in/profile", self.person), Json::Object(answers).to_string()));
        profile.into_iter().chain(self.rows.iter().map(|row| row.message(&self.person))).collect()
    }

    /// The files that our own CSV keeps them in.
    pub fn files(&self) -> Vec<(&'static str, String)> {
        let mut files = Vec::new();
        if !self.profile.is_empty() {
            let header: Vec<&str> = self.profile.iter().map(|(name, _)| *name).collect();
            let cells: Vec<String> = self.profile.iter().map(|(_, value)| text(value)).collect();
            files.push((own::PROFILE_FILE, own::line(&header) + &own::line(&cells)));
        }
        for kind in [Kind::Workout, Kind::Intake, Kind::Measure, Kind::Symptom] {
            let rows: Vec<&Row> = self.rows.iter().filter(|row| row.kind == kind).collect();
            if !rows.is_empty() {
                let lines: String = rows.iter().map(|row| own::line(&row.cells())).collect();
                files.push((own::file_name(kind), own::line(&own::header(kind)) + &lines));
            }
        }
        files
    }

    /// The files as the CSV reader hands them out.
    pub fn read_files(&self, dialects: &Dialects, now: Timestamp) -> Vec<Parsed> {
        let mut stretches = Vec::new();
        for (name, text) in self.files() {
            let settings = Settings {
                who: Who::Is(PersonId::new(&self.person).unwrap()),
                zone: &|_| Some(TimeZone::UTC),
                now,
                written: None,
                units: UnitsWish::Ask,
                numbers: None,
                order: None,
                dialect: None,
                file: Arc::from(name),
            };
            let found = csv::survey(text.as_bytes(), dialects, &settings)
                .unwrap_or_else(|failed| panic!("{name}: {failed:?}\n{text}"));
            csv::read(text.as_bytes(), &found, &settings, &mut |batch| stretches.push(batch.parsed)).unwrap();
        }
        stretches
    }

    /// The rows as `tingled log` hands them on: read from its arguments, written as JSON.
    pub fn logged(&self, now: Timestamp) -> Vec<(String, String)> {
        let person = PersonId::new(&self.person).unwrap();
        let people = BTreeMap::from([(person.clone(), TimeZone::UTC)]);
        let settings = JsonSettings { people: &people, now, payload_most: 1 << 20 };
        let told = |row: &Row| {
            let mut parsed = from_pairs(row.kind, &row.pairs(), &person, "command line", &settings);
            assert!(parsed.rejects.is_empty() && parsed.unused.is_empty(), "{row:?} {parsed:?}");
            let record = parsed.records.remove(0);
            (format!("{person}/in/{}", row.kind.name()), record_json(&record).to_string())
        };
        self.rows.iter().map(told).collect()
    }

    /// The profile answers as they stand in a configuration.
    pub fn profile(&self) -> Profile {
        let mut profile = Profile::default();
        for (name, value) in &self.profile {
            (Profile::field(name).unwrap().set)(&mut profile, value.clone()).unwrap();
        }
        profile
    }
}

/// How long a session of unknown length is taken to be, and how long ago it then ended: values that no rule tells
/// from unknown ones.
const SESSION_MIN: f64 = 60.0;
const ENDED_MIN: f64 = 60.0;

/// A case told by `person` so that its report happened at `at`.
pub fn diary(case: &Given, person: &str, at: Timestamp) -> Diary {
    let context = &case.context;
    let when = |day: f64| add_days(at, day - case.report.day);
    let symptom = |id: String, at: Timestamp, said: &tingled::record::Symptom| Row {
        kind: Kind::Symptom,
        id,
        at,
        answers: said.answered(),
    };
    let mut rows = Vec::new();
    // An earlier "no tingling" makes the diary as old as the case says, when its reports do not.
    if let Some(days) = context.diary_days {
        let since = add_days(at, -days);
        if case.history.iter().all(|told| when(told.day) > since) && days > 0.0 {
            let no = tingled::record::Symptom { tingling: Some(false), ..Default::default() };
            rows.push(symptom("first".to_owned(), since, &no));
        }
    }
    for (place, told) in case.history.iter().enumerate() {
        rows.push(symptom(format!("h{place}"), when(told.day), &told.said));
    }
    rows.extend(session(case, at));
    rows.push(symptom("own".to_owned(), at, &case.report.said));
    Diary { person: person.to_owned(), profile: profile(case, at), rows }
}

fn session(case: &Given, at: Timestamp) -> Option<Row> {
    let context = &case.context;
    let rate = context.fluid.as_ref().map(|fluid| fluid.ml_per_h);
    let told = context.sport.is_some()
        || rate.is_some()
        || context.duration_h.is_some()
        || context.minutes_since_stop.is_some();
    let minutes = context.duration_h.map_or(SESSION_MIN, |hours| hours * 60.0);
    let ended = context.minutes_since_stop.unwrap_or(ENDED_MIN);
    let mut answers = vec![("duration_min", Value::Number(minutes))];
    answers.extend(context.sport.map(|sport| ("sport", Value::Text(sport.name().to_owned()))));
    answers.extend(rate.map(|rate| ("fluid_ml", Value::Number(rate * minutes / 60.0))));
    let start = add_minutes(at, -ended - minutes);
    told.then(|| Row { kind: Kind::Workout, id: "session".to_owned(), at: start, answers })
}

fn profile(case: &Given, at: Timestamp) -> Vec<(&'static str, Value)> {
    let year = f64::from(at.to_zoned(TimeZone::UTC).year());
    let mut answers = Vec::new();
    answers.extend(case.context.age.map(|age| ("birth_year", Value::Number(year - age))));
    let held = |yes: bool| -> Vec<String> {
        let told = case.context.conditions.iter().filter(|(_, held)| **held == yes);
        told.map(|(condition, _): (&Condition, _)| condition.name().to_owned()).collect()
    };
    for (name, words) in [("history", held(true)), ("history_no", held(false))] {
        if !words.is_empty() {
            answers.push((name, Value::List(words)));
        }
    }
    answers
}

/// Whole days from the first report of all to the report of the case.
pub fn diary_days(diary: &Diary, at: Timestamp) -> f64 {
    let reports = diary.rows.iter().filter(|row| row.kind == Kind::Symptom);
    let first = reports.map(|row| row.at).min().unwrap_or(at);
    days_between(first, at).floor()
}
