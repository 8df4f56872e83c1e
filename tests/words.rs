//! The words of a report in nine languages: nothing missing, nothing that means two things, and one record on
//! every channel.
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

use std::collections::{BTreeMap, BTreeSet};

use tingled::record::Vocabulary;
use tingled::record::words::{BodySite, Quality, Reliever, Side, Sign, Worsener};
use tingled::wire::words::{LANGUAGES, List, Word, flag, is_none, lists, place, read, side};

fn said(list: &List) -> impl Iterator<Item = (&Word, &str, &str)> {
    list.words.iter().flat_map(|word| {
        word.said
            .iter()
            .flat_map(move |(language, said)| said.iter().map(move |said| (word, language.as_str(), said.as_str())))
    })
}

fn reads_as(list: &List, text: &str) -> Option<String> {
    match list.name {
        "sites" => place(text),
        _ => read(list.known, text).map(str::to_owned),
    }
}

#[test]
fn every_word_of_a_report_is_said_in_every_language() {
    for list in lists() {
        let named: BTreeSet<&str> = list.words.iter().map(|word| word.name.as_str()).collect();
        for known in list.known {
            assert!(named.contains(known), "{}: {known} has no words", list.name);
        }
        for word in &list.words {
            let site = word.name.split(':').next().unwrap();
            assert!(list.known.contains(&site), "{}: {} is no word of the records", list.name, word.name);
            let languages: Vec<&str> = word.said.keys().map(String::as_str).collect();
            let mut wanted = LANGUAGES.map(|(code, _)| code);
            wanted.sort_unstable();
            assert_eq!(languages, wanted, "{}: {}", list.name, word.name);
            for (language, said) in &word.said {
                assert!(
                    !said.is_empty() && said.iter().all(|said| !said.trim().is_empty()),
                    "{}: {language}",
                    word.name
                );
            }
        }
    }
    assert!(lists().iter().flat_map(said).count() > 2500, "the lists were not read");
}

/// A word that two words of the records claimed would be read as the first of them.
#[test]
fn no_word_means_two_things_of_one_list() {
    for list in lists() {
        let mut wrong: BTreeMap<String, String> = BTreeMap::new();
        for (word, language, said) in said(list) {
            let read = reads_as(list, said);
            if read.as_deref() != Some(word.name.as_str()) {
                wrong.insert(format!("{} {language} {said}", word.name), format!("{read:?}"));
            }
        }
        assert_eq!(wrong, BTreeMap::new(), "{}", list.name);
    }
}

#[test]
fn the_words_of_the_records_read_as_themselves() {
    for list in lists() {
        for known in list.known {
            assert_eq!(reads_as(list, known).as_deref(), Some(*known), "{}", list.name);
            assert_eq!(reads_as(list, &known.to_uppercase().replace('_', " ")).as_deref(), Some(*known));
        }
    }
    for site in BodySite::ALL {
        for side in Side::ALL {
            let text = format!("{}:{}", site.name(), side.name());
            assert_eq!(place(&text), Some(text));
        }
    }
}

/// Every word for a side beside every word for a place.
#[test]
fn every_side_can_stand_beside_every_place() {
    let (sites, sides) = (&lists()[0], &lists()[1]);
    let mut pairs = 0;
    for (site, language, at) in said(sites) {
        for (side, _, on) in said(sides).filter(|(_, of, _)| *of == language) {
            let wanted = format!("{}:{}", site.name.split(':').next().unwrap(), side.name);
            for text in [format!("{on} {at}"), format!("{at} {on}"), format!("{at}:{on}"), format!("{at}, {on}")] {
                assert_eq!(place(&text).as_deref(), Some(wanted.as_str()), "{text}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 10_000);
}

/// Pairs of a milder and a graver thing that must never be taken for each other.
#[test]
fn nothing_mild_is_read_as_something_grave_nor_the_other_way_round() {
    let quality = |text| read(Quality::NAMES, text);
    let sign = |text| read(Sign::NAMES, text);
    for (text, wanted) in [
        ("taub", Some("numb")),
        ("Kribbeln", Some("tingling")),
        ("Ameisenlaufen", Some("tingling")),
        ("engourdissement", Some("numb")),
        ("fourmillements", Some("tingling")),
        ("hormigueo", Some("tingling")),
        ("entumecimiento", Some("numb")),
        ("formicolio", Some("tingling")),
        ("mrowienie", Some("tingling")),
        ("eingeschlafen", None),
        ("asleep", None),
    ] {
        assert_eq!(quality(text), wanted, "{text}");
    }
    for (text, wanted) in [
        ("Schwäche", Some("weakness")),
        ("geschwollen", Some("swelling")),
        ("dunkler Urin", Some("dark_urine")),
        ("Blase", Some("bladder")),
        ("Krampf", Some("cramp")),
        ("Krampfanfall", Some("seizure")),
        ("kramp", Some("cramp")),
        ("krampanfall", Some("seizure")),
        ("Kopfschmerzen", Some("headache")),
        ("starke Kopfschmerzen", Some("severe_headache")),
        ("ból głowy", Some("headache")),
        ("silny ból głowy", Some("severe_headache")),
        ("Schmerzen", Some("pain")),
        ("starke Schmerzen", Some("severe_pain")),
        ("fuerte dolor", Some("severe_pain")),
        ("visage gonflé", Some("face_swelling")),
        ("schwacher Arm", Some("arm_weak")),
        ("Blasen", None),
        ("blister", None),
        ("Schwindel", None),
        ("dizzy", None),
        ("Übelkeit", None),
        ("nausea", None),
        ("rash", None),
        ("shooting pain", None),
        ("Urin", None),
        ("no pain", None),
        ("kein Schmerz", None),
        ("keine Schwäche", None),
    ] {
        assert_eq!(sign(text), wanted, "{text}");
    }
    assert_eq!(read(Reliever::NAMES, "nichts"), Some("nothing"));
    assert_eq!(read(Worsener::NAMES, "bergauf"), Some("uphill"));
}

#[test]
fn yes_no_and_none_are_read_in_every_language() {
    for (text, wanted) in [
        ("yes", Some(true)),
        ("JA", Some(true)),
        ("oui", Some(true)),
        ("Sí", Some(true)),
        ("sim", Some(true)),
        ("tak", Some(true)),
        ("1.0", Some(true)),
        ("Nein", Some(false)),
        ("não", Some(false)),
        ("nee", Some(false)),
        ("nej", Some(false)),
        ("nie", Some(false)),
        ("0", Some(false)),
        ("10", None),
        ("na", None),
        ("", None),
        ("maybe", None),
    ] {
        assert_eq!(flag(text), wanted, "{text}");
    }
    assert!(
        ["none", "keine", "aucun", "ninguno", "nessuno", "nenhum", "geen", "inga", "brak"].into_iter().all(is_none)
    );
    assert!(!is_none("pain") && !is_none(""));
    assert_eq!((side("beidseits"), side("middle")), (Some("both"), None));
}
