//! What holds for whatever a person tells, in whatever order, batches and ways it comes: through the whole core.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stderr,
    missing_docs,
    unreachable_pub,
    reason = "a test may panic and print"
)]

mod cases;
mod days;

use std::collections::{BTreeMap, BTreeSet};

use cases::Given;
use cases::lives::{AIMS, life, targets};
use cases::random::Random;
use cases::told::{Diary, Row};
use days::Days;
use jiff::tz::TimeZone;
use tingled::assess::Level;
use tingled::daemon::{Event, People, Person};
use tingled::decide::{Alert, Seen};
use tingled::person::{PersonId, Profile};
use tingled::record::{Kind, Value, Vocabulary};
use tingled::time::{Timestamp, add_days, add_minutes};
use tingled::voice::Language;
use tingled::wire::dialect::Dialects;

const FIRED_LEAST: usize = 50;

fn noon() -> Timestamp {
    "2026-11-02T12:00:00Z".parse().unwrap()
}

/// How many diaries a property is tried on.
const DIARIES: usize = 85;

/// The rules that a diary is steered towards: each in turn.
fn aims(number: usize) -> Vec<&'static str> {
    targets().into_iter().cycle().skip(number * AIMS).take(AIMS).collect()
}

/// Diaries that are all told at noon.
fn diaries(seed: u64) -> Vec<Diary> {
    let (mut random, fixtures) = (Random(seed), cases::fixtures());
    (0..DIARIES).map(|n| life(&mut random, &fixtures, &aims(n), &format!("p{n}"), noon())).collect()
}

fn people<'a>(diaries: impl IntoIterator<Item = &'a Diary>) -> People {
    let person = |diary: &Diary| {
        let (name, zone) = (diary.person.clone(), TimeZone::UTC);
        (
            PersonId::new(&diary.person).unwrap(),
            Person { name, zone, language: Language::English, profile: Profile::default() },
        )
    };
    People::new(diaries.into_iter().map(person).collect())
}

fn world(diaries: &[Diary], writes_letters: bool) -> Days {
    let mut days = Days::of(people(diaries), writes_letters);
    days.now = noon();
    days
}

fn send(days: &mut Days, messages: &[(String, String)]) {
    let messages: Vec<(&str, &str)> = messages.iter().map(|(topic, text)| (topic.as_str(), text.as_str())).collect();
    for told in days.sends_all(&messages) {
        assert!(told.rejects.is_empty(), "{told:?} {messages:#?}");
    }
}

fn findings(days: &mut Days, diary: &Diary) -> Vec<Seen> {
    days.seen(&diary.person)
}

fn alerts(days: &mut Days, diary: &Diary) -> Vec<Alert> {
    let mut alerts = days.daemon().store().alerts(&PersonId::new(&diary.person).unwrap(), 1000).unwrap();
    alerts.sort_by(|a, b| a.id.cmp(&b.id));
    let standing = || alerts.iter().filter(|alert| alert.is_standing());
    let rules: BTreeSet<_> = standing().map(|alert| alert.rule.clone()).collect();
    assert_eq!(rules.len(), standing().count(), "one topic holds one alert: {} {}", brief(diary), lines(&alerts));
    alerts
}

/// What was told, a line for each record.
fn brief(diary: &Diary) -> String {
    let row = |row: &Row| format!("  {} {} {} {:?}", row.at, row.kind.name(), row.id, row.answers);
    let rows: Vec<String> = diary.rows.iter().map(row).collect();
    format!("{} {:?}\n{}", diary.person, diary.profile, rows.join("\n"))
}

/// What was said, a line for each alert.
fn lines(alerts: &[Alert]) -> String {
    let line = |alert: &Alert| {
        let Alert { id, revision, rule, level, state, finding, why, .. } = alert;
        format!(
            "  {rule} {id} {revision} {} {} {} {} about {}\n",
            level.name(),
            state.name(),
            why.name(),
            finding.at,
            finding.subject
        )
    };
    alerts.iter().map(line).collect()
}

/// The findings are equal, to the last record cited.
fn same(left: &[Seen], right: &[Seen], diary: &Diary) {
    for pair in left.iter().zip(right) {
        assert_eq!(pair.0, pair.1, "{}", brief(diary));
    }
    assert_eq!(left.len(), right.len(), "{}", brief(diary));
}

/// How often every rule fired.
#[derive(Default)]
struct Fired(BTreeMap<String, usize>);

impl Fired {
    fn count(&mut self, seen: &[Seen]) {
        for seen in seen.iter().filter(|seen| seen.verdict.found().is_some()) {
            *self.0.entry(seen.rule.to_string()).or_default() += 1;
        }
    }

    fn enough(&self, name: &str, diaries: usize) {
        eprintln!("{name}: {diaries} diaries; how often every rule fired: {:?}", self.0);
        for rule in tingled::assess::rules() {
            let times = self.0.get(rule.id).copied().unwrap_or(0);
            assert!(times >= FIRED_LEAST, "{name}: {} fired {times} times only", rule.id);
        }
    }
}

/// The messages in stretches of random length.
fn stretches(random: &mut Random, mut messages: Vec<(String, String)>) -> Vec<Vec<(String, String)>> {
    let mut parts = Vec::new();
    while !messages.is_empty() {
        let length = random.pick(&[1, 1, 2, 3, 5, 8, 13]).min(messages.len());
        let rest = messages.split_off(length);
        parts.push(std::mem::replace(&mut messages, rest));
    }
    parts
}

/// When a row can be told: a session once it is over.
fn told_at(row: &Row) -> Timestamp {
    let minutes = row.answers.iter().find_map(|answer| match answer {
        ("duration_min", Value::Number(minutes)) if row.kind == Kind::Workout => Some(*minutes),
        _ => None,
    });
    add_minutes(row.at, minutes.unwrap_or(0.0))
}

/// The rows in the order in which they can be told, no two reports at one moment.
fn in_order(diary: &Diary) -> Diary {
    let mut diary = diary.clone();
    diary.rows.sort_by_key(told_at);
    let mut last = Timestamp::MIN;
    for row in diary.rows.iter_mut().filter(|row| row.kind != Kind::Workout) {
        row.at = row.at.max(add_minutes(last, 1.0 / 60.0));
        last = row.at;
    }
    diary
}

#[test]
fn findings_do_not_depend_on_order_batches_restarts_or_repetition() {
    let (diaries, mut random, mut fired) = (diaries(1), Random(11), Fired::default());
    let mut once = world(&diaries, false);
    let mut shuffled = world(&diaries, false);
    let mut doubled = world(&diaries, false);
    for (n, diary) in diaries.iter().enumerate() {
        send(&mut once, &diary.messages());
        let seen = findings(&mut once, diary);
        fired.count(&seen);
        let mut messages = diary.messages();
        random.shuffle(&mut messages);
        let parts = stretches(&mut random, messages);
        for (place, part) in parts.iter().enumerate() {
            send(&mut shuffled, part);
            if n % 5 == 0 && place == parts.len() / 2 {
                shuffled.restarts();
            }
        }
        same(&findings(&mut shuffled, diary), &seen, diary);
        alerts(&mut shuffled, diary);
        let mut messages = [diary.messages(), diary.messages()].concat();
        random.shuffle(&mut messages);
        send(&mut doubled, &messages);
        send(&mut doubled, &diary.messages());
        same(&findings(&mut doubled, diary), &seen, diary);
        let (twice, said) = (alerts(&mut doubled, diary), alerts(&mut once, diary));
        assert!(twice == said, "{}\n{}{}", brief(diary), lines(&said), lines(&twice));
    }
    for days in [&mut once, &mut shuffled, &mut doubled] {
        days.restarts();
    }
    for diary in &diaries {
        let seen = findings(&mut once, diary);
        same(&findings(&mut shuffled, diary), &seen, diary);
        same(&findings(&mut doubled, diary), &seen, diary);
    }
    fired.enough("order, batches, restarts, repetition", diaries.len());
}

/// What must be the same: every alert about a sign that needs a doctor soon, and every doctor's visit that stands.
fn ids(alerts: &[Alert]) -> BTreeSet<String> {
    let counts = |alert: &&Alert| {
        alert.finding.level >= Level::Urgent || (alert.is_standing() && alert.finding.level == Level::Consult)
    };
    alerts.iter().filter(counts).map(|alert| format!("{} {}", alert.rule, alert.id)).collect()
}

fn is_risk(rule: &str) -> bool {
    tingled::assess::risks::RISKS.iter().any(|risk| risk.rule.id == rule)
}

/// The ids of advice that stands; whether a given advice stands may depend on what else was to be said that day.
fn advice(alerts: &[Alert]) -> BTreeMap<String, String> {
    let standing = alerts.iter().filter(|alert| alert.is_standing() && alert.finding.level == Level::Advice);
    standing.map(|alert| (alert.rule.to_string(), alert.id.to_string())).collect()
}

#[test]
fn the_ids_of_alerts_do_not_depend_on_batches_or_the_way_they_came() {
    let (diaries, mut random, mut fired) = (diaries(2), Random(12), Fired::default());
    let dialects = Dialects::load(&[]).unwrap();
    let mut once = world(&diaries, false);
    let mut parted = world(&diaries, false);
    let mut files = world(&diaries, false);
    let mut compared = 0;
    for diary in diaries.iter().map(in_order) {
        send(&mut once, &diary.messages());
        let seen = findings(&mut once, &diary);
        fired.count(&seen);
        let said = alerts(&mut once, &diary);
        for part in stretches(&mut random, diary.messages()) {
            send(&mut parted, &part);
        }
        for parsed in diary.read_files(&dialects, noon()) {
            for told in files.reads(&diary.person, parsed) {
                assert!(told.rejects.is_empty(), "{told:?}");
            }
        }
        same(&findings(&mut files, &diary), &seen, &diary);
        for (way, other) in [("parts", &mut parted), ("files", &mut files)] {
            let heard = alerts(other, &diary);
            assert_eq!(ids(&heard), ids(&said), "{way} {}\n{}{}", brief(&diary), lines(&said), lines(&heard));
            let (ours, theirs) = (advice(&said), advice(&heard));
            // Of several sessions, the one whose drinks and measures are in the same file is known first.
            for (rule, id) in ours.iter().filter(|(rule, _)| way == "parts" || !is_risk(rule)) {
                assert!(theirs.get(rule).is_none_or(|other| other == id), "{way} {rule} {}", brief(&diary));
            }
            compared += ids(&said).len();
        }
    }
    eprintln!("{compared} ids compared");
    assert!(compared > 700, "{compared}");
    fired.enough("batches and ways", diaries.len());
}

#[test]
fn one_more_sign_never_lowers_the_highest_level_of_its_report() {
    let (diaries, mut random, mut fired) = (diaries(3), Random(13), Fired::default());
    let mut without = world(&diaries, false);
    let mut with = world(&diaries, false);
    let (mut raised, mut tried) = (0, 0);
    for diary in &diaries {
        let reports: Vec<usize> =
            (0..diary.rows.len()).filter(|place| is_recent_report(&diary.rows[*place])).collect();
        let place = random.pick(&reports);
        let mut more = diary.clone();
        let sign = random.pick(tingled::record::words::Sign::NAMES).to_owned();
        let answers = &mut more.rows[place].answers;
        match answers.iter_mut().find(|(name, _)| *name == "signs") {
            Some((_, Value::List(words))) => words.push(sign),
            _ => answers.push(("signs", Value::List(vec![sign]))),
        }
        send(&mut without, &diary.messages());
        send(&mut with, &more.messages());
        let (before, after) = (findings(&mut without, diary), findings(&mut with, &more));
        fired.count(&after);
        let key = diary.rows[place].key(&diary.person);
        let highest = |seen: &[Seen]| {
            let own = seen.iter().filter(|seen| seen.subject == key);
            own.filter_map(|seen| seen.verdict.found()).map(|finding| finding.level).max()
        };
        assert!(before.iter().any(|seen| seen.subject == key));
        assert!(highest(&after) >= highest(&before), "{}", brief(&more));
        raised += usize::from(highest(&after) > highest(&before));
        tried += 1;
    }
    eprintln!("{raised} of {tried} reports rose with one more sign");
    assert!(raised > 20);
    fired.enough("one more sign", diaries.len());
}

fn is_recent_report(row: &Row) -> bool {
    row.kind == Kind::Symptom && row.at > add_days(noon(), -300.0)
}

/// Everything that went out about a person, in order of time, and what stands at the end.
fn heard(days: &Days, person: &str) -> (Vec<String>, BTreeMap<String, String>) {
    let own = |topic: &str| topic.starts_with(&format!("{person}/"));
    let letters = days.letters.iter().filter(|(topic, _)| own(topic) && !topic.ends_with("/out/state"));
    let stands = days.stands().into_iter().filter(|(topic, _)| own(topic));
    (letters.map(|(topic, text)| format!("{topic} {text}")).collect(), stands.collect())
}

#[test]
fn what_another_person_tells_changes_no_byte_of_what_one_hears() {
    let (diaries, mut random, mut fired) = (diaries(4), Random(14), Fired::default());
    let mut alone = world(&diaries, true);
    let mut among = world(&diaries, true);
    for pair in diaries.chunks(2) {
        let [ana, others @ ..] = pair else { panic!("two persons at least") };
        let parts = stretches(&mut random, ana.messages());
        let mut foreign: Vec<_> = others.iter().flat_map(Diary::messages).collect();
        for part in parts {
            send(&mut alone, &part);
            let take = random.below(6).min(foreign.len());
            let mut mixed = foreign.split_off(foreign.len() - take);
            // Ana's own messages keep their order; the others come between.
            for message in part {
                mixed.insert(random.below(mixed.len() + 1).max(last_of(&mixed, &ana.person)), message);
            }
            send(&mut among, &mixed);
        }
        send(&mut among, &foreign);
        fired.count(&findings(&mut alone, ana));
        for diary in others {
            fired.count(&findings(&mut among, diary));
        }
        assert_eq!(heard(&among, &ana.person), heard(&alone, &ana.person), "{}", brief(ana));
    }
    fired.enough("another person", diaries.len());
}

/// The place after the last message of a person.
fn last_of(messages: &[(String, String)], person: &str) -> usize {
    let own = |(topic, _): &(String, String)| topic.starts_with(&format!("{person}/"));
    messages.iter().rposition(own).map_or(0, |place| place + 1)
}

/// Diaries lived through: each record told soon after it happened, with pauses, acknowledgements, restarts and lost
/// connections in between. That no revision has two contents is checked wherever something is heard.
#[test]
fn no_revision_has_two_contents_and_no_text_a_forbidden_phrase() {
    let (mut random, mut fired) = (Random(15), Fired::default());
    let (mut letters, mut texts, mut revisions) = (0, BTreeSet::new(), BTreeMap::new());
    for life in diaries(5).iter().map(in_order) {
        // One installation each: after a restart everyone is looked at.
        let mut days = world(std::slice::from_ref(&life), true);
        days.now = told_at(&life.rows[0]);
        live(&mut random, &mut days, &life, &mut fired);
        letters += days.letters.len();
        texts.extend(days.letters.into_iter().map(|(_, text)| text));
        for (_, id, revision) in days.contents.into_keys() {
            revisions.entry(id).and_modify(|most: &mut u64| *most = revision.max(*most)).or_insert(revision);
        }
    }
    for text in &texts {
        assert_eq!(tingled::voice::forbidden_in(text), [""; 0], "{text}");
    }
    let most = revisions.values().max();
    eprintln!("{letters} letters, {} texts, {} alerts, up to {most:?} revisions", texts.len(), revisions.len());
    assert!(texts.len() > 2000 && revisions.len() > 500 && most > Some(&3));
    fired.enough("lived through", DIARIES);
}

fn live(random: &mut Random, days: &mut Days, life: &Diary, fired: &mut Fired) {
    let mut messages = life.messages();
    let mut rows = life.rows.iter();
    if messages.len() > life.rows.len() {
        days.now = add_minutes(told_at(&life.rows[0]), 1.0).max(days.now);
        send(days, &[messages.remove(0)]);
    }
    while rows.len() > 0 {
        let part: Vec<&Row> = rows.by_ref().take(random.pick(&[1, 3, 5, 8])).collect();
        let messages: Vec<_> = part.iter().map(|row| row.message(&life.person)).collect();
        days.now = add_minutes(told_at(part[part.len() - 1]), random.pick(&[0.0, 1.0, 40.0])).max(days.now);
        send(days, &messages);
        match random.below(12) {
            0 => days.restarts(),
            1 => days.connects(),
            2 => send(days, &messages),
            3 | 4 => days.minutes(random.pick(&[10.0, 31.0, 60.0])),
            5 | 6 => acknowledge(random, days, life),
            _ => {}
        }
    }
    for pause in [31.0, 1441.0, 1441.0] {
        days.minutes(pause);
        acknowledge(random, days, life);
    }
    fired.count(&findings(days, life));
}

fn acknowledge(random: &mut Random, days: &mut Days, life: &Diary) {
    let open: Vec<Alert> = alerts(days, life).into_iter().filter(Alert::is_standing).collect();
    if !open.is_empty() && random.chance(50) {
        days.handle(&Event::Acknowledge(random.pick(&open).id));
    }
}

/// The diaries are what they are meant to be: rich in kinds of records and rules.
#[test]
fn the_diaries_hold_every_kind_of_record_and_profile_answer() {
    let diaries = diaries(1);
    let fixtures: Vec<Given> = cases::fixtures();
    assert!(fixtures.len() > 100);
    let kinds: BTreeSet<Kind> = diaries.iter().flat_map(|diary| diary.rows.iter().map(|row| row.kind)).collect();
    assert_eq!(kinds.len(), 4);
    let answers: BTreeSet<&str> =
        diaries.iter().flat_map(|diary| diary.profile.iter().map(|(name, _)| *name)).collect();
    assert!(answers.len() >= 4, "{answers:?}");
}
