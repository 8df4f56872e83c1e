//! What is asked of each parser, whatever the bytes: it never panics, and what it gives makes sense.
//!
//! The fuzzer runs these on bytes of its own (`fuzz/run.sh`), the tests on the bytes that it found worth keeping.
#![allow(dead_code, reason = "a target runs one of them")]

use std::sync::LazyLock;

use jiff::tz::TimeZone;
use tingled::person::PersonId;
use tingled::record::Shape;
use tingled::time::Timestamp;
use tingled::wire::csv::{Failed, Settings, UnitsWish, Who};
use tingled::wire::date::{self, Form};
use tingled::wire::dialect::Dialects;
use tingled::wire::json::{self, JsonSettings};
use tingled::wire::number::{self, Style};
use tingled::wire::{cell, duration, feeling, file, literal, plan_text, when};

static DIALECTS: LazyLock<Dialects> = LazyLock::new(|| Dialects::load(&[]).expect("the shipped dialects are sound"));
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get("Europe/Berlin").expect("a zone that is bundled"));

fn now() -> Timestamp {
    "2026-11-23T06:00:00Z".parse().expect("a time")
}

/// A file of any format, as import and inbox read one: every row is accepted or refused, and every reject names its place.
pub(crate) fn file(bytes: &[u8]) {
    let who = PersonId::new("ana").expect("a name");
    let zone = |_: &PersonId| Some(ZONE.clone());
    let settings = Settings {
        who: Who::Is(who),
        zone: &zone,
        now: now(),
        written: None,
        units: UnitsWish::Ask,
        numbers: None,
        order: None,
        dialect: None,
        file: "fuzz.csv".into(),
    };
    let survey = match file::survey(bytes, &DIALECTS, &settings) {
        Ok(survey) => survey,
        Err(Failed::Refused(reject)) => return says(&reject),
        Err(Failed::Io(error)) => panic!("memory was read: {error}"),
    };
    let summary = file::read(bytes, survey, &settings, &mut |batch| {
        batch.parsed.rejects.iter().for_each(says);
    });
    let summary = summary.expect("memory can be read");
    assert_eq!(summary.rows, summary.accepted + summary.rejected, "rows that are neither accepted nor refused");
}

/// What stands in a FIT file between its header and the sum over it, both of which are right: changed bytes would get no
/// further than the sum.
pub(crate) fn fit(data: &[u8]) {
    let mut bytes = vec![14, 0x10, 0x43, 0x08];
    bytes.extend(u32::try_from(data.len()).unwrap_or(0).to_le_bytes());
    bytes.extend(b".FIT");
    bytes.extend(sum(&bytes).to_le_bytes());
    bytes.extend(data);
    bytes.extend(sum(&bytes).to_le_bytes());
    file(&bytes);
}

/// The sum over bytes that FIT has: CRC-16 with the polynomial 0x8005, least bit first, from 0.
fn sum(bytes: &[u8]) -> u16 {
    let step = |sum: u16, _| if sum & 1 == 1 { (sum >> 1) ^ 0xa001 } else { sum >> 1 };
    bytes.iter().fold(0, |sum, byte| (0..8).fold(sum ^ u16::from(*byte), step))
}

/// A reject can be said, in one line and not too long.
fn says(reject: &tingled::record::Reject) {
    let said = tingled::voice::reject::sentence(reject);
    assert!(!said.what.is_empty() && !said.wanted.is_empty() && !said.help.is_empty());
    assert!(!reject.found.contains('\n') && reject.found.chars().count() <= 121, "{:?}", reject.found);
}

/// A number, in both styles and in none.
pub(crate) fn number(bytes: &[u8]) {
    let _ = number::evidence(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for style in [Some(Style::Point), Some(Style::Comma), None] {
        if let Ok(number) = number::read(text, style) {
            assert!(number.is_finite(), "{text:?} is {number}");
        }
        let _ = number::is_whole(text, style);
    }
    if let Some(number) = cell::number(text) {
        assert!(number.is_finite(), "{text:?} is {number}");
    }
    let _ = cell::read(Shape::Number { unit: "ml", low: 0.0, high: 30_000.0 }, text);
    let _ = literal::items(text);
    let _ = feeling::read(text);
}

/// A duration, and a plan, which holds some.
pub(crate) fn duration(bytes: &[u8]) {
    let _ = duration::evidence(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(minutes) = duration::read(text) {
        assert!(minutes.is_finite() && minutes >= 0.0, "{text:?} is {minutes} min");
    }
    let _ = plan_text::read(text);
}

/// A time, in every form that a dialect uses, and a form itself.
pub(crate) fn date(bytes: &[u8]) {
    const FORMS: &[&str] = &[
        "iso",
        "unix",
        "DD.MM.YYYY hh:mm:ss",
        "MMM DD, YYYY, HH:mm:ss AP",
        "WWW, DD MMM YYYY hh:mm",
        "Do MMM YYYY",
        "AA/BB/YYYY HH:mm AP",
        "* YYYYMMDD",
        "YYYY-MM-DD hh:mm:ss.f ZZ",
    ];
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = (date::fold(text), date::read_offset(text), date::read_unix(text));
    for form in FORMS {
        let _ = Form::new(form).expect("a form").read(text);
    }
    // The first line as a form for the second.
    if let Some((form, text)) = text.split_once('\n') {
        let _ = Form::new(form).map(|form| form.read(text));
    }
    if let Ok(time) = when::read(text, &ZONE) {
        assert_eq!(when::read(&time.text, &ZONE).map(|again| again.at), Ok(time.at), "{text:?}");
    }
    let _ = when::read_day(text, &ZONE);
}

/// A message: its topic is the first line.
pub(crate) fn json(bytes: &[u8]) {
    let split = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (topic, payload) = bytes.split_at(split);
    let Ok(topic) = std::str::from_utf8(topic) else { return };
    let people = [(PersonId::new("ana").expect("a name"), ZONE.clone())].into();
    let settings = JsonSettings { people: &people, now: now(), payload_most: 1 << 20 };
    let message = json::parse_message(topic, payload.get(1..).unwrap_or_default(), &settings);
    message.parsed.rejects.iter().chain(&message.parsed.unused).for_each(says);
}

/// A parser that is wrong about large numbers below zero: whoever looks for mistakes must find this one.
pub(crate) fn planted(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let is_wrong = number::read(text, Some(Style::Comma)).is_ok_and(|number| number < -100.0);
    assert!(!is_wrong, "the planted mistake");
}
