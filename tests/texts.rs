//! The texts of alerts: every language beside the other, nothing forbidden, and all of them in one file to review.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    missing_docs,
    reason = "a test may panic"
)]

mod risk_findings;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use tingled::assess::advice::{Reason, TIPS, Tip, tip};
use tingled::assess::red_flags::{RED_FLAGS, levels_of};
use tingled::assess::{Because, Change, Finding, Level, RuleId, Withheld};
use tingled::decide::{Alert, AlertId, State, Why};
use tingled::person::PersonId;
use tingled::record::{Key, Value};
use tingled::time::Timestamp;
use tingled::voice::{Language, Reader, compose, forbidden_in};

// ------------------------------------------------------------ the table

/// One `Phrase { en: "…", de: "…" }` of the source.
struct Found {
    place: String,
    en: String,
    de: String,
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// The literal that begins at the next quote, as the program sees it, and what stands after it.
fn literal(text: &str) -> Option<(String, &str)> {
    let (before, rest) = text.split_once('"')?;
    if before.contains('}') {
        return None;
    }
    let mut out = String::new();
    let mut chars = rest.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &rest[at + 1..])),
            '\\' => match chars.next()?.1 {
                '\n' => {
                    let after = chars.as_str().trim_start();
                    let blanks = chars.as_str().len() - after.len();
                    if let Some(last) = blanks.checked_sub(1) {
                        chars.nth(last);
                    }
                }
                other => out.push(other),
            },
            c => out.push(c),
        }
    }
    None
}

fn phrases_in(place: &str, text: &str) -> Vec<Found> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    for (at, _) in code.match_indices("Phrase {") {
        let before = code[..at].trim_end();
        if ["struct", "impl", "->"].iter().any(|word| before.ends_with(word)) {
            continue;
        }
        let place = format!("{place}:{}", line_of(code, at));
        let rest = &code[at..];
        if rest.starts_with("Phrase { en, de }") {
            // The short form of a long table; its calls are read below.
            continue;
        }
        let parts = rest.split_once("en:").and_then(|(_, rest)| literal(rest)).and_then(|(en, rest)| {
            let (de, _) = literal(rest.split_once("de:")?.1)?;
            Some((en, de))
        });
        let (en, de) = parts.unwrap_or_else(|| panic!("{place}: a phrase that is no pair of literals"));
        found.push(Found { place, en, de });
    }
    if code.contains("Phrase { en, de }") {
        found.extend(short_forms(place, code));
    }
    found
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// The texts of `p(en, de)` and `w(name, en, de)`.
fn short_forms(place: &str, code: &str) -> Vec<Found> {
    let mut found = Vec::new();
    for (call, others) in [("p(", 0), ("w(", 1)] {
        for (at, _) in code.match_indices(call) {
            let is_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let mut rest = &code[at + call.len()..];
            if is_word || code[..at].ends_with("fn ") || !rest.trim_start().starts_with('"') {
                continue;
            }
            let mut texts = Vec::new();
            while let (Some((text, after)), true) = (literal(rest), texts.len() < others + 2) {
                texts.push(text);
                rest = after;
            }
            let place = format!("{place}:{}", line_of(code, at));
            let [en, de] = &texts[others..] else { panic!("{place}: a phrase that is no pair of literals") };
            found.push(Found { place, en: en.clone(), de: de.clone() });
        }
    }
    found
}

fn phrases() -> Vec<Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    let read = |path: &PathBuf| {
        let place = path.strip_prefix(root).unwrap().display().to_string();
        phrases_in(&place, &std::fs::read_to_string(path).unwrap())
    };
    files.iter().flat_map(read).collect()
}

/// What is wrong with a pair of texts.
fn problems(phrase: &Found) -> Vec<String> {
    let mut problems = Vec::new();
    let (en, de) = (phrase.en.as_str(), phrase.de.as_str());
    if en.trim().is_empty() || de.trim().is_empty() {
        problems.push("a language is missing".to_owned());
    }
    if gaps(en) != gaps(de) {
        problems.push(format!("other gaps: {:?} and {:?}", gaps(en), gaps(de)));
    }
    let spaces = |text: &str| (text.starts_with(' '), text.ends_with(' '));
    if spaces(en) != spaces(de) || en.contains("  ") || de.contains("  ") {
        problems.push("other spaces at the ends, or doubled ones".to_owned());
    }
    let left: Vec<String> = words(de).filter(|word| ENGLISH_ONLY.contains(&word.as_str())).collect();
    if !left.is_empty() {
        problems.push(format!("English in German: {left:?}"));
    }
    let left: Vec<String> = words(en).filter(|word| GERMAN_ONLY.contains(&word.as_str())).collect();
    if !left.is_empty() {
        problems.push(format!("German in English: {left:?}"));
    }
    for text in [en, de] {
        problems.extend(forbidden_in(text).into_iter().map(|phrase| format!("forbidden: {phrase}")));
    }
    problems
}

fn gaps(text: &str) -> Vec<&str> {
    let mut gaps: Vec<&str> = text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    gaps.sort_unstable();
    gaps
}

/// The words of a text; the name of a gap is none.
fn words(text: &str) -> impl Iterator<Item = String> {
    let outside = text.split('{').enumerate().map(|(at, part)| match part.split_once('}') {
        Some((_, rest)) if at > 0 => rest,
        _ => part,
    });
    outside.flat_map(|part| part.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase))
}

/// Words of English that are none of German.
const ENGLISH_ONLY: &[&str] = &[
    "the", "and", "of", "to", "with", "is", "your", "you", "or", "be", "can", "it", "this", "that", "for", "from",
    "by", "not", "no", "if", "when", "after", "now", "call", "doctor", "leg", "legs", "which", "than", "are",
];

/// Words of German that are none of English.
const GERMAN_ONLY: &[&str] = &[
    "der", "und", "oder", "mit", "ist", "sie", "ihre", "ein", "eine", "kann", "können", "nicht", "von", "zu", "bei",
    "nach", "das", "den", "dem", "des",
];

#[test]
fn every_text_stands_in_every_language() {
    let phrases = phrases();
    assert!(phrases.len() > 100, "only {} phrases were found", phrases.len());
    let problems: Vec<String> = phrases
        .iter()
        .flat_map(|phrase| problems(phrase).into_iter().map(|problem| format!("{}: {problem}", phrase.place)))
        .collect();
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn planted_faults_are_seen() {
    let pair = |en: &str, de: &str| {
        let text = format!("const A: Phrase = Phrase {{\n    en: \"{en}\",\n    de: \"{de}\",\n}};");
        let mut found = phrases_in("a.rs", &text);
        assert_eq!(found.len(), 1);
        problems(&found.remove(0))
    };
    assert_eq!(pair("about {ml} ml", "etwa {ml} \\\n         ml"), Vec::<String>::new());
    assert_eq!(pair("about {ml} ml", "etwa {l} ml").len(), 1);
    assert_eq!(pair("about", "").len(), 1);
    assert_eq!(pair("Weakness", "Weakness of the leg").len(), 1);
    assert_eq!(pair("Schwäche und", "Schwäche").len(), 1);
    assert_eq!(pair(" more", "mehr").len(), 1);
    assert_eq!(pair("{from} to {to}", "{from} bis {to}"), Vec::<String>::new());
    assert_eq!(pair("{from} to {to}", "{from} to {to}").len(), 1);
    assert_eq!(pair("fine", "alles in Ordnung").len(), 1);
}

// ------------------------------------------------------------ what is composed of it

fn because(what: &'static str, value: Value) -> Because {
    Because { what: what.into(), value, limit: None, estimated: false, records: Vec::new() }
}

fn finding(rule: &str, level: Level) -> Finding {
    Finding {
        rule: RuleId(rule.to_owned().into()),
        subject: Key::LEAST,
        at: "2026-11-02T10:00:00Z".parse().unwrap(),
        level,
        evidence: Vec::new(),
        against: Vec::new(),
        unknown: Vec::new(),
        change: Vec::new(),
        advice: Vec::new(),
        withheld: Vec::new(),
    }
}

/// One finding of every rule at each of its levels, and of those whose words depend on more, several.
fn findings() -> Vec<(String, Finding)> {
    let mut all = Vec::new();
    for rule in RED_FLAGS {
        let mut levels: Vec<Level> = levels_of(rule).into_iter().collect();
        levels.sort_by_key(|level| std::cmp::Reverse(*level));
        let each = levels.into_iter().map(|level| (rule.id.to_owned(), finding(rule.id, level)));
        all.extend(each);
    }
    let unread = because("signs", Value::List(vec!["wobbly".into(), "<b>".into()]));
    all.push((
        "unread_answer".into(),
        Finding { evidence: vec![unread], ..finding("unread_answer", Level::Consult) },
    ));
    let mild = because("onset", Value::List(vec!["at dawn".into()]));
    all.push((
        "unread_answer, a note".into(),
        Finding { evidence: vec![mild], ..finding("unread_answer", Level::Note) },
    ));
    let sign = |at: &str| because("sign", Value::Text(format!("rf07 {at}")));
    let mut signs = vec![because("sign", Value::Text("rf01 2026-01-02T03:04:05Z".into()))];
    signs.extend((1..8).map(|day| sign(&format!("2026-03-0{day}T08:00:00Z"))));
    all.push(("old_signs".into(), Finding { evidence: signs, ..finding("old_signs", Level::Consult) }));
    all.extend(fluid());
    all.extend(risk_findings::risk_findings());
    all.extend(tips());
    all.push(("of another version".into(), finding("gone", Level::Advice)));
    all
}

fn fluid() -> Vec<(String, Finding)> {
    let loss = Because { estimated: true, ..because("mass_loss_pct", Value::Number(2.64)) };
    let told = [
        because("duration_min", Value::Number(95.4)),
        because("temp_c", Value::Number(27.6)),
        because("sweat_loss_ml", Value::Number(1910.0)),
        because("fluid_ml", Value::Number(400.0)),
    ];
    let base = Finding { evidence: vec![loss.clone()], ..finding("fluid_deficit", Level::Advice) };
    let full = Finding {
        advice: vec!["drink_to_thirst".into()],
        against: told.to_vec(),
        change: vec![Change { what: "drink_ml".into(), by: 380.0 }],
        ..base.clone()
    };
    let hot = Finding { advice: full.advice.clone(), against: vec![told[1].clone()], ..base.clone() };
    let gain = Finding {
        advice: vec!["drink_less".into(), "low_sodium_signs".into()],
        evidence: vec![because("mass_gain_pct", Value::Number(0.62))],
        ..finding("fluid_gain", Level::Advice)
    };
    let mut all = vec![
        ("fluid_deficit, all known".to_owned(), full),
        ("fluid_deficit, only the loss and the temperature known".to_owned(), hot),
        ("fluid_gain".to_owned(), gain),
    ];
    let reasons = tip("drink_to_thirst").unwrap().withheld.iter().map(|reason| reason.name());
    let kept = |reason: &'static str| Withheld { tip: "drink_to_thirst".into(), reason: reason.into() };
    let held = Finding { withheld: reasons.chain(["of another version"]).map(kept).collect(), ..base };
    all.push(("fluid_deficit, withheld".to_owned(), held));
    all
}

/// Every tip, and each with every reason that keeps it back.
fn tips() -> Vec<(String, Finding)> {
    let one = |tip: &'static Tip| {
        let kept = |reason: &Reason| Withheld { tip: tip.id.into(), reason: reason.name().into() };
        let withheld = tip.withheld.iter().map(kept).collect();
        let found = Finding { advice: vec![tip.id.into()], withheld, ..finding("rf20", Level::Advice) };
        (format!("with the tip {}", tip.id), found)
    };
    TIPS.iter().map(one).collect()
}

fn alert(finding: Finding, late: bool) -> Alert {
    let at: Timestamp = finding.at;
    Alert {
        id: AlertId("a".to_owned()),
        revision: 1,
        person: PersonId::new("ana").unwrap(),
        rule: finding.rule.clone(),
        level: finding.level,
        state: State::Open,
        finding,
        late,
        raised_at: at,
        changed_at: at,
        data_to: at,
        spoken_since: at,
        pushed_at: None,
        pushes: 0,
        told_level: None,
        acknowledged_at: None,
        snoozed_until: None,
        why: if late { Why::Late } else { Why::First },
    }
}

fn reader(language: Language, has_private_titles: bool) -> Reader {
    Reader { name: "Ana".to_owned(), zone: TimeZone::UTC, has_private_titles, language }
}

/// Every text that an alert can carry, for whoever reviews them: the page changes when a text does.
#[test]
fn the_texts_of_all_alerts() {
    let mut page = String::new();
    for (name, finding) in findings() {
        writeln!(page, "# {name}, {}", finding.level.name()).unwrap();
        for language in Language::ALL {
            let words = compose(&alert(finding.clone(), false), &reader(*language, false));
            writeln!(page, "{}: {}\n    {}", language.code(), words.title, words.message).unwrap();
            for tip in words.advice.into_iter().chain(words.withheld) {
                writeln!(page, "    · {tip}").unwrap();
            }
        }
    }
    for level in Level::ALL {
        for language in Language::ALL {
            let words = compose(&alert(finding("rf11", *level), true), &reader(*language, true));
            writeln!(page, "# told late, {}, {}\n{}", level.name(), language.code(), words.title).unwrap();
            if *level == Level::Urgent {
                writeln!(page, "    {}", words.message).unwrap();
            }
        }
    }
    insta::assert_snapshot!(page);
}

#[test]
fn no_alert_in_any_language_holds_a_gap_or_a_forbidden_phrase() {
    for (name, finding) in findings() {
        for (language, private, late) in
            [(Language::English, true, false), (Language::German, true, true), (Language::German, false, false)]
        {
            let words = compose(&alert(finding.clone(), late), &reader(language, private));
            for text in [words.title, words.message].into_iter().chain(words.advice).chain(words.withheld) {
                assert!(!text.is_empty() && !text.contains(['{', '}']), "{name}: {text}");
                assert_eq!(forbidden_in(&text), Vec::<&str>::new(), "{name}: {text}");
            }
        }
    }
}

#[test]
fn german_alerts_hold_no_english() {
    for (name, finding) in findings() {
        let words_of = compose(&alert(finding, true), &reader(Language::German, false));
        for text in [words_of.title, words_of.message].into_iter().chain(words_of.advice).chain(words_of.withheld) {
            let left: Vec<String> = words(&text).filter(|word| ENGLISH_ONLY.contains(&word.as_str())).collect();
            assert_eq!(left, Vec::<String>::new(), "{name}: {text}");
        }
    }
}
