//! Hostile payloads, equal channels, and that what was shown reads back.

use proptest::prelude::*;

use super::*;
use crate::decide::feedback::Mark;
use crate::record::words::{BodySite, Side, Sign, Site};
use crate::record::{Body, Source, Value};
use crate::time::Clock;

fn people() -> BTreeMap<PersonId, TimeZone> {
    let zone = |name| TimeZone::get(name).unwrap();
    let id = |name| PersonId::new(name).unwrap();
    BTreeMap::from([(id("ana"), zone("Europe/Berlin")), (id("bo"), zone("Asia/Tokyo"))])
}

fn settings(people: &BTreeMap<PersonId, TimeZone>) -> JsonSettings<'_> {
    JsonSettings { people, now: "2026-11-23T12:00:00Z".parse().unwrap(), payload_most: 4096 }
}

fn send(topic: &str, payload: impl AsRef<[u8]>) -> Message {
    parse_message(topic, payload.as_ref(), &settings(&people()))
}

/// The one record of a message that has nothing refused and nothing unused.
fn taken(topic: &str, payload: &str) -> Record {
    let Parsed { mut records, rejects, unused, .. } = send(topic, payload).parsed;
    assert_eq!((rejects, unused), (vec![], vec![]), "{payload}");
    assert_eq!(records.len(), 1, "{payload}");
    records.remove(0)
}

/// The one reject of a message of which nothing was taken.
fn refused(topic: &str, payload: impl AsRef<[u8]>) -> (Option<String>, Wrong) {
    let message = send(topic, payload);
    let Parsed { records, profile, mut rejects, unused } = message.parsed;
    assert!(records.is_empty() && profile.is_none() && unused.is_empty() && message.command.is_none());
    assert_eq!(rejects.len(), 1);
    let reject = rejects.remove(0);
    (reject.field, reject.wrong)
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_report_is_taken_whole() {
    let record = taken(
        "ana/in/symptom",
        r#"{"schema":"tingled.symptom/1","time":"2026-11-23T07:10:00+01:00","severity":4,
            "sites":[{"site":"calf","side":"left"},"foot:both","toes"],"signs":["swelling","wobbly"],
            "onset":"during","ongoing":true,"gear_removed":true,"relieved_by":"rest","id":17}"#,
    );
    let Body::Symptom(report) = &record.body else { panic!("not a report") };
    let sites = report.sites.clone().unwrap();
    assert!(sites.places.contains(&Site { site: BodySite::Calf, side: Some(Side::Left) }));
    assert_eq!((sites.places.len(), sites.unread.len()), (3, 0));
    let signs = report.signs.clone().unwrap();
    assert!(signs.has(Sign::Swelling));
    assert_eq!(signs.unread, ["wobbly"]);
    assert_eq!(record.origin.native_id.as_deref(), Some("17"));
    assert_eq!(record.origin.source, Source::new(Source::OWN));
    assert_eq!(record.at.to_string(), "2026-11-23T06:10:00Z");
    assert_eq!(&*record.origin.parser, "tingled.symptom/1");
    assert_eq!(report.duration_min, None);
}

#[test]
fn a_byte_order_mark_before_the_object_is_passed_over() {
    let record = taken("ana/in/tingling", "\u{feff}{\"time\":\"2026-11-23 07:10\",\"severity\":3}");
    assert_eq!(record.at.to_string(), "2026-11-23T06:10:00Z");
}

#[test]
fn a_time_is_all_a_report_needs() {
    let record = taken("ana/in/tingling", r#"{"time":"2026-11-23 07:10"}"#);
    assert!(record.body.answered().is_empty());
    assert_eq!((record.origin.time.clock, record.at.to_string().as_str()), (Clock::Local, "2026-11-23T06:10:00Z"));
    let there = taken("bo/in/report", r#"{"time":"2026-11-23 07:10"}"#);
    assert_eq!(there.at.to_string(), "2026-11-22T22:10:00Z");
}

#[test]
fn hostile_values_are_refused_by_field() {
    let drink = |member: &str| refused("ana/in/drink", format!(r#"{{"time":1763878200,{member}}}"#));
    let volume = |wrong| (Some("volume_ml".to_owned()), wrong);
    let range = Wrong::OutOfRange { unit: "ml", low: 0.0, high: 30000.0 };
    assert_eq!(drink(r#""volume_ml":-5"#), volume(range.clone()));
    assert_eq!(drink(r#""volume_ml":1e308"#), volume(range.clone()));
    assert_eq!(drink(r#""volume_ml":18446744073709551615"#), volume(range));
    for text in [r#""a lot""#, "true", "[1]", "{}", r#""1e3""#, r#""""#, r#""1,5""#] {
        let wrong = Wrong::NotANumber { unit: "ml" };
        assert_eq!(drink(&format!(r#""volume_ml":{text}"#)), volume(wrong), "{text}");
    }
    assert_eq!(drink(r#""what":"a\u0000b""#), (Some("what".into()), Wrong::BadText { longest: 200 }));
    assert_eq!(drink(r#""volume_ml":250,"source":"../x""#).0.as_deref(), Some("source"));
    assert_eq!(drink(r#""volume_ml":250,"id":"a\nb""#).0.as_deref(), Some("id"));
    assert_eq!(drink(r#""volume_ml":250,"volume_ml":0"#), volume(Wrong::DuplicateKey));
    assert_eq!(drink(r#""volume_ml":250,"x":{"y":1,"y":2}"#), (Some("y".into()), Wrong::DuplicateKey));
    assert_eq!(drink(r#""volume_ml":250,"person":"bo""#), (Some("person".into()), Wrong::OtherPerson));
    assert_eq!(drink(r#""volume_ml":null"#), volume(Wrong::Missing));
    let schema = Wrong::UnknownSchema { known: "tingled.intake/1".into() };
    assert_eq!(drink(r#""volume_ml":250,"schema":"tingled.intake/2""#), (Some("schema".into()), schema));
    let severity = refused("ana/in/symptom", r#"{"time":1763878200,"severity":11}"#);
    assert_eq!(severity, (Some("severity".into()), Wrong::OutOfRange { unit: "0_10", low: 0.0, high: 10.0 }));
}

#[test]
fn what_is_not_one_plain_object_is_refused() {
    let whole = |payload: &[u8]| refused("ana/in/drink", payload).1;
    assert_eq!(whole(br#"["ana",1,2]"#), Wrong::NotAnObject { found: "an array" });
    assert_eq!(whole(b""), Wrong::NotAnObject { found: "nothing" });
    assert_eq!(whole(b"null"), Wrong::NotAnObject { found: "null" });
    assert_eq!(whole(b"250"), Wrong::NotAnObject { found: "a number" });
    assert_eq!(whole(b"{}\xef\xbb\xbf"), whole(b"{}x"), "a mark at the end is no mark");
    assert_eq!(whole(b"{\"a\":\"\xff\"}"), Wrong::BadEncoding { encoding: "UTF-8" });
    assert_eq!(whole(&vec![b' '; 4097]), Wrong::TooLarge { most: 4096 });
    assert_eq!(whole("[".repeat(4000).as_bytes()), Wrong::TooDeep { deepest: 32 });
    for broken in [
        "{",
        r#"{"time":NaN}"#,
        r#"{"time":1e400}"#,
        r#"{"time":Infinity}"#,
        "{}{}",
        r#"{"a":1,}"#,
        r#"{"a":"\ud800"}"#,
    ] {
        assert!(matches!(whole(broken.as_bytes()), Wrong::NotJson { .. }), "{broken}");
    }
}

#[test]
fn a_hundred_thousand_brackets_in_an_unknown_field_do_no_harm() {
    let people = people();
    let mut settings = settings(&people);
    settings.payload_most = 1 << 20;
    let payload = format!(r#"{{"x":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let message = parse_message("ana/in/drink", payload.as_bytes(), &settings);
    assert_eq!(message.parsed.rejects[0].wrong, Wrong::TooDeep { deepest: 32 });
}

#[test]
fn a_topic_leads_to_one_person_and_one_door() {
    let payload = r#"{"time":1763878200,"volume_ml":250}"#;
    for topic in
        ["ana/in/health", "ana/in/", "ana/out/state", "ana/in/drink/x", "ana", "", "/in/drink", "ana/cmd/reboot"]
    {
        let wrong = refused(topic, payload).1;
        assert!(matches!(wrong, Wrong::UnknownTopic | Wrong::UnknownPerson), "{topic}");
    }
    assert_eq!(refused("ana/in/hae", payload), (Some("data".into()), Wrong::Missing));
    assert_eq!(refused("eve/in/drink", payload).1, Wrong::UnknownPerson);
    assert_eq!(refused("Ana/in/drink", payload).1, Wrong::UnknownPerson);
    assert_eq!(send("eve/in/drink", payload).person, None);
    for topic in ["ana/in/intake", "ana/in/drink", "ana/in/hydration"] {
        assert_eq!(taken(topic, payload).body.kind(), Kind::Intake);
    }
}

#[test]
fn times_are_checked() {
    let time = |time: &str| refused("ana/in/drink", format!(r#"{{"time":{time},"volume_ml":1}}"#)).1;
    assert_eq!(time(r#""2026-11-23T12:06:00Z""#), Wrong::InTheFuture);
    assert_eq!(time(r#""2026-11-23T07:10:00+01:07""#), Wrong::BadOffset);
    assert!(matches!(time(r#""yesterday""#), Wrong::NotATime { .. }));
    assert!(matches!(time("12.5"), Wrong::NotATime { .. }));
    assert!(matches!(time("true"), Wrong::NotATime { .. }));
    assert_eq!(refused("ana/in/drink", r#"{"volume_ml":1}"#), (Some("time".into()), Wrong::Missing));
    taken("ana/in/drink", r#"{"time":"2026-11-23T12:05:00Z","volume_ml":1}"#);
    taken("ana/in/drink", r#"{"time":1763878200123,"volume_ml":1}"#);
}

#[test]
fn a_workout_has_a_length() {
    let workout =
        |rest: &str| send("ana/in/workout", format!(r#"{{"start":"2026-11-22T07:00:00+01:00"{rest}}}"#)).parsed;
    let minutes = |rest: &str| match &workout(rest).records[0].body {
        Body::Workout(read) => (read.duration_min.map(get), read.elapsed_min.map(get)),
        _ => panic!("not a workout"),
    };
    fn get(minutes: crate::units::Minutes) -> f64 {
        crate::units::Quantity::get(minutes)
    }
    assert_eq!(workout("").rejects[0].wrong, Wrong::NoDuration);
    assert_eq!(minutes(r#","end":"2026-11-22T08:00:00+01:00""#), (Some(60.0), None));
    assert_eq!(minutes(r#","end":"2026-11-22T08:00:00+01:00","duration_min":50"#), (Some(50.0), Some(60.0)));
    assert_eq!(workout(r#","end":"2026-11-22T06:00:00+01:00""#).rejects[0].wrong, Wrong::EndBeforeStart);
    let twice = &workout(r#","time":"2026-11-22T07:00:00+01:00","duration_min":50"#).rejects[0];
    assert_eq!((twice.field.as_deref(), &twice.wrong), (Some("time"), &Wrong::DuplicateKey));
    let parkour = workout(r#","duration_min":50,"sport":"Parkour""#).records.remove(0);
    let Body::Workout(parkour) = parkour.body else { panic!("not a workout") };
    assert_eq!(
        (parkour.sport, parkour.sport_text.as_deref()),
        (Some(crate::record::words::Sport::Other), Some("Parkour"))
    );
}

#[test]
fn a_field_nobody_uses_is_named_with_the_one_that_was_meant() {
    let parsed = send("ana/in/symptom", r#"{"time":1763878200,"sign":["pain"],"battery":80}"#).parsed;
    assert_eq!((parsed.records.len(), parsed.rejects.len()), (1, 0));
    let named: Vec<_> = parsed.unused.iter().map(|reject| (reject.field.as_deref(), &reject.wrong)).collect();
    let signs = Wrong::UnusedField { meant: Some("signs".into()) };
    assert_eq!(named, [(Some("sign"), &signs), (Some("battery"), &Wrong::UnusedField { meant: None })]);
    let sites = r#"{"time":1763878200,"sites":[{"site":"calf","sid":"left"}]}"#;
    let unused = send("ana/in/symptom", sites).parsed.unused;
    assert_eq!(unused[0].field.as_deref(), Some("sites.sid"));
    assert_eq!(unused[0].wrong, Wrong::UnusedField { meant: Some("sites.side".into()) });
}

#[test]
fn one_bad_element_of_a_batch_costs_only_itself() {
    let parsed = send(
        "ana/in/batch",
        r#"[{"kind":"drink","time":1763878200,"volume_ml":250},{"kind":"drink","time":1e400},
            {"schema":"tingled.tag/1","day":"2026-11-22","name":"stress"},7,
            {"kind":"drink","time":1763878200,"volume_ml":-1},
            {"time":1763878200},{"kind":"drink","time":1763878200,"volume_ml":250}]"#,
    )
    .parsed;
    let lines: Vec<u64> = parsed.rejects.iter().map(|reject| reject.place.line).collect();
    assert_eq!(lines, [2, 4, 5, 6]);
    assert_eq!(parsed.records.len(), 3);
    let drinks: Vec<_> = parsed.records.iter().filter(|record| record.body.kind() == Kind::Intake).collect();
    assert_eq!(drinks[0].key.base(), drinks[1].key.base());
    assert_eq!((drinks[0].key.occurrence, drinks[1].key.occurrence), (0, 1));
}

#[test]
fn a_batch_has_a_most_and_a_least() {
    assert_eq!(refused("ana/in/batch", "[]").1, Wrong::Empty { header_only: false });
    assert_eq!(refused("ana/in/batch", "{}").1, Wrong::NotAList);
    assert_eq!(refused("ana/in/batch", format!("[{}1]", "1,".repeat(1000))).1, Wrong::TooLarge { most: 1000 });
    assert_eq!(send("ana/in/batch", format!("[{}1]", "1,".repeat(999))).parsed.rejects.len(), 1000);
}

#[test]
fn the_same_id_twice_in_a_batch_is_one_record_in_two_versions() {
    let element = |volume| format!(r#"{{"kind":"drink","id":"a","time":1763878200,"volume_ml":{volume}}}"#);
    let parsed = send("ana/in/batch", format!("[{},{}]", element(1), element(2))).parsed;
    assert_eq!(parsed.records[0].key, parsed.records[1].key);
}

#[test]
fn answers_about_oneself() {
    let profile =
        send("ana/in/profile", r#"{"birth_year":1990,"history":["diabetes"],"history_no":"cancer"}"#).parsed;
    let profile = profile.profile.unwrap();
    assert_eq!(profile.has(crate::record::words::Condition::Cancer), Some(false));
    assert_eq!(refused("ana/in/profile", r#"{"timezone":"Mars/Base"}"#).0.as_deref(), Some("timezone"));
    assert_eq!(refused("ana/in/profile", "{}").1, Wrong::Empty { header_only: false });
    assert_eq!(refused("ana/in/profile", r#"{"birth_year":1066}"#).0.as_deref(), Some("birth_year"));
}

#[test]
fn commands_name_their_alert() {
    let command = |name: &str, payload: &str| send(&format!("ana/cmd/{name}"), payload).command;
    let ack = command("ack", r#"{"alert":"a1b2","correlation":"7"}"#).unwrap();
    assert_eq!((ack.action, ack.alert.0.as_str(), ack.correlation.as_deref()), (Action::Ack, "a1b2", Some("7")));
    assert_eq!(command("snooze", r#"{"alert":"a","hours":8}"#).unwrap().action, Action::Snooze { hours: 8.0 });
    for (mark, read) in [(r#""late""#, Mark::Late), (r#""false""#, Mark::False), ("false", Mark::False)] {
        let thanks = command("feedback", &format!(r#"{{"id":"a","mark":{mark}}}"#)).unwrap();
        assert_eq!((thanks.alert.0.as_str(), thanks.action), ("a", Action::Feedback { mark: read }));
    }
    assert_eq!(refused("ana/cmd/ack", "{}"), (Some("alert".into()), Wrong::Missing));
    assert_eq!(refused("ana/cmd/explain", r#"{"alert":"a/#"}"#).0.as_deref(), Some("alert"));
    assert_eq!(refused("ana/cmd/explain", r#"{"alert":"a","correlation":"+/x"}"#).0.as_deref(), Some("correlation"));
    assert_eq!(refused("ana/cmd/snooze", r#"{"alert":"a","hours":500}"#).0.as_deref(), Some("hours"));
    let unknown = refused("ana/cmd/feedback", r#"{"alert":"a","mark":"fine"}"#).1;
    assert_eq!(unknown, Wrong::UnknownWord { known: &["useful", "false", "late"] });
}

#[test]
fn json_and_arguments_tell_the_same_facts() {
    let json = taken(
        "ana/in/symptom",
        r#"{"time":"2026-11-23 07:10","severity":4,"tingling":true,
            "sites":["calf:left","foot"],"signs":["pain","cramp"]}"#,
    );
    let told = [
        ("at", "07:10"),
        ("severity", "4"),
        ("tingling", "yes"),
        ("site", "calf"),
        ("side", "left"),
        ("site", "foot"),
        ("sign", "Pain;cramp"),
    ];
    let people = people();
    let (ana, settings) = (PersonId::new("ana").unwrap(), settings(&people));
    let parsed = from_pairs(Kind::Symptom, &pairs(&told), &ana, "command line", &settings);
    assert_eq!(parsed.rejects, []);
    assert_eq!((parsed.records[0].key, parsed.records[0].content()), (json.key, json.content()));

    let refused = |kind, told: &[(&str, &str)]| {
        let parsed = from_pairs(kind, &pairs(told), &ana, "command line", &settings);
        (parsed.records.len(), parsed.rejects[0].field.clone().unwrap())
    };
    assert_eq!(refused(Kind::Symptom, &[("severity", "4"), ("severity", "5")]), (0, "severity".into()));
    assert_eq!(refused(Kind::Symptom, &[("side", "left")]), (0, "site".into()));
    assert_eq!(refused(Kind::Intake, &[("volume-ml", "lots")]), (0, "volume_ml".into()));
    let evening = from_pairs(Kind::Intake, &pairs(&[("at", "18:40"), ("volume-ml", "250")]), &ana, "cli", &settings);
    assert_eq!(evening.records[0].at.to_string(), "2026-11-22T17:40:00Z");
    let now = from_pairs(Kind::Intake, &pairs(&[("volume-ml", "250")]), &ana, "cli", &settings);
    assert_eq!(now.records[0].at, settings.now);
}

/// Any value that a field of this shape takes.
fn any_value(shape: crate::record::Shape) -> BoxedStrategy<Value> {
    use crate::record::Shape;
    let words = |known: &'static [&'static str]| prop::sample::select(known).prop_map(str::to_owned);
    match shape {
        Shape::Number { low, high, .. } => (low..=high).prop_map(Value::Number).boxed(),
        Shape::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Shape::Text { .. } => "[ -~äß]{0,40}".prop_map(Value::Text).boxed(),
        Shape::Word(known) => words(known).prop_map(Value::Text).boxed(),
        Shape::Words(known) => prop::collection::vec(words(known).boxed().prop_union("[a-z;]{9}".boxed()), 0..6)
            .prop_map(Value::List)
            .boxed(),
        Shape::Sites(known) => {
            let site = (words(known), prop::sample::select(vec!["", ":left", ":right", ":both", ":top"]));
            prop::collection::vec(site.prop_map(|(site, side)| site + side), 0..4).prop_map(Value::List).boxed()
        }
    }
}

fn any_record() -> impl Strategy<Value = Record> {
    let times = prop::sample::select(vec![
        "2026-11-23T07:10:00+01:00",
        "2026-11-23 07:10",
        "1763878200",
        "2026-10-25 02:30:00",
        "2026-03-29T02:30",
    ]);
    (prop::sample::select(Kind::ALL), times, prop::option::of("[!-~]{1,20}"), any::<bool>())
        .prop_flat_map(|(kind, time, id, edited)| {
            let body = Body::empty(kind);
            let need = |name| required(kind).contains(&name) || ["duration_min", "volume_ml"].contains(&name);
            let field = |name: &'static str| {
                let value = any_value(body.shape(name).unwrap());
                let value = if need(name) { value.prop_map(Some).boxed() } else { prop::option::of(value).boxed() };
                value.prop_map(move |value| (name, value))
            };
            let fields: Vec<_> = Body::field_names(kind).into_iter().map(field).collect();
            fields.prop_map(move |fields| (kind, time, id.clone(), edited, fields))
        })
        .prop_map(|(kind, time, native_id, edited, fields)| {
            let mut body = Body::empty(kind);
            for (name, value) in fields {
                if let Some(value) = value {
                    body.set(name, value).unwrap().unwrap();
                }
            }
            let zone = TimeZone::get("Europe/Berlin").unwrap();
            let time = match time.parse() {
                Ok(unix) => crate::wire::when::read_unix(unix).unwrap(),
                Err(_) => crate::wire::when::read(time, &zone).unwrap(),
            };
            let newest = edited.then_some(time.at);
            let place = Place { of: "ana/in/batch".into(), line: 1 };
            let parser = Arc::from(element::schema(kind));
            let origin = crate::record::Origin { source: Source::new("own"), native_id, place, time, newest, parser };
            Record::new(PersonId::new("ana").unwrap(), body, origin)
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_bring_the_reader_down(bytes in prop::collection::vec(any::<u8>(), 0..300), kind in 0usize..7) {
        let topic = ["workout", "drink", "symptom", "measure", "tag", "batch", "profile"][kind];
        let parsed = send(&format!("ana/in/{topic}"), bytes).parsed;
        prop_assert!(parsed.records.is_empty() && parsed.rejects.len() == 1 || parsed.rejects.is_empty());
    }

    #[test]
    fn no_json_brings_the_reader_down(text in r#"[\[\]{}",:0-9a-z\\ .eE+-]{0,120}"#) {
        let wrapped = format!(r#"{{"time":1763878200,{text}}}"#);
        for (topic, payload) in [("ana/in/batch", &text), ("ana/in/symptom", &wrapped)] {
            let parsed = send(topic, payload).parsed;
            prop_assert!(!parsed.records.is_empty() || !parsed.rejects.is_empty());
        }
    }

    #[test]
    fn no_argument_brings_the_reader_down(
        told in prop::collection::vec(
            ("(site|side|at|time|day|sign|severity|end|id|x|\\PC{0,9})", "\\PC{0,12}"), 0..6),
        kind in prop::sample::select(Kind::ALL),
    ) {
        let people = people();
        let ana = PersonId::new("ana").unwrap();
        let parsed = from_pairs(kind, &told, &ana, "command line", &settings(&people));
        prop_assert!(parsed.records.len() == 1 && parsed.rejects.is_empty() || parsed.rejects.len() == 1);
    }

    #[test]
    fn no_topic_brings_the_reader_down(topic in "(ana|bo|eve)?/?(in|cmd|out)?/?\\PC{0,20}") {
        let message = send(&topic, r#"{"time":1763878200,"volume_ml":250}"#);
        prop_assert!(message.parsed.records.len() <= 1);
    }

    #[test]
    fn what_was_shown_reads_back(record in any_record()) {
        let people = people();
        let mut settings = settings(&people);
        settings.payload_most = 1 << 20;
        let text = format!("[{}]", record_json(&record));
        let parsed = parse_message("ana/in/batch", text.as_bytes(), &settings).parsed;
        prop_assert_eq!(&parsed.rejects, &vec![]);
        prop_assert_eq!(&parsed.unused, &vec![]);
        let read = &parsed.records[0];
        prop_assert_eq!(read.key, record.key);
        prop_assert_eq!(read.content(), record.content());
        prop_assert_eq!(read.at, record.at);
        prop_assert_eq!(&read.body, &record.body);
        prop_assert_eq!(read.origin.newest, record.origin.newest);
        prop_assert_eq!(read.origin.time.clock, record.origin.time.clock);
    }
}
