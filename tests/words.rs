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

#[path = "csv_help/mod.rs"]
mod csv_help;

use std::collections::{BTreeMap, BTreeSet};

use csv_help::{Ask, read_all};
use jiff::tz::TimeZone;
use tingled::person::PersonId;
use tingled::record::words::{BodySite, Quality, Reliever, Side, Sign, Worsener};
use tingled::record::{Body, Kind, Record, Vocabulary};
use tingled::wire::json::{JsonSettings, from_pairs, parse_message, record_json};
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

// ------------------------------------------------------------ the channels

const TIME: &str = "2026-11-22T18:40:00+01:00";

/// One report on every channel: its members as JSON, its row of our own CSV, its arguments.
struct Report {
    json: &'static str,
    columns: &'static str,
    row: &'static str,
    given: &'static [(&'static str, &'static str)],
}

fn zones() -> BTreeMap<PersonId, TimeZone> {
    BTreeMap::from([(PersonId::new("ana").unwrap(), TimeZone::get("Europe/Berlin").unwrap())])
}

impl Report {
    fn by_mqtt(&self) -> Record {
        let zones = zones();
        let settings =
            JsonSettings { people: &zones, now: "2026-11-23T06:00:00Z".parse().unwrap(), payload_most: 4096 };
        let payload = format!(r#"{{"schema":"tingled.symptom/1","time":"{TIME}",{}}}"#, self.json);
        let mut parsed = parse_message("ana/in/symptom", payload.as_bytes(), &settings).parsed;
        assert_eq!((parsed.rejects.len(), parsed.unused.len()), (0, 0), "{:?}", parsed.rejects);
        parsed.records.remove(0)
    }

    fn by_csv(&self) -> Record {
        let file = format!("time,{}\n{TIME},{}\n", self.columns, self.row);
        let mut got = read_all(file.as_bytes(), &Ask::default()).unwrap_or_else(|reject| panic!("{reject:?}"));
        assert_eq!((got.rejects.len(), got.unused.len()), (0, 0), "{:?}", got.rejects);
        got.records.remove(0)
    }

    fn by_command(&self) -> Record {
        let zones = zones();
        let settings =
            JsonSettings { people: &zones, now: "2026-11-23T06:00:00Z".parse().unwrap(), payload_most: 4096 };
        let given = std::iter::once(("time", TIME)).chain(self.given.iter().copied());
        let pairs: Vec<(String, String)> = given.map(|(name, text)| (name.into(), text.into())).collect();
        let ana = PersonId::new("ana").unwrap();
        let mut parsed = from_pairs(Kind::Symptom, &pairs, &ana, "command line", &settings);
        assert_eq!((parsed.rejects.len(), parsed.unused.len()), (0, 0), "{:?}", parsed.rejects);
        parsed.records.remove(0)
    }

    /// The record, which must be the same on all three.
    fn everywhere(&self) -> Record {
        let (mqtt, csv, command) = (self.by_mqtt(), self.by_csv(), self.by_command());
        for other in [&csv, &command] {
            assert_eq!(other.body, mqtt.body);
            assert_eq!((other.key, other.at), (mqtt.key, mqtt.at));
        }
        mqtt
    }
}

const ENGLISH: Report = Report {
    json: r#""tingling":true,"sites":[{"site":"calf","side":"left"},"foot:both"],"severity":4,"quality":["numb"],
             "signs":["swelling"],"onset":"during","ongoing":true,"relieved_by":["rest"],"gear_removed":"no""#,
    columns: "tingling,sites,severity,quality,signs,onset,ongoing,relieved_by,gear_removed",
    row: "yes,calf:left;foot:both,4,numb,swelling,during,yes,rest,no",
    given: &[
        ("tingling", "yes"),
        ("site", "calf"),
        ("side", "left"),
        ("site", "foot:both"),
        ("severity", "4"),
        ("quality", "numb"),
        ("sign", "swelling"),
        ("onset", "during"),
        ("ongoing", "yes"),
        ("relieved-by", "rest"),
        ("gear-removed", "no"),
    ],
};

const GERMAN: Report = Report {
    json: r#""tingling":"ja","sites":[{"site":"Wade","side":"links"},"beide Füße"],"severity":4,"quality":["taub"],
             "signs":["geschwollen"],"onset":"während","ongoing":"ja","relieved_by":["Ruhe"],"gear_removed":"nein""#,
    columns: "tingling,sites,severity,quality,signs,onset,ongoing,relieved_by,gear_removed",
    row: "ja,Wade links;beide Füße,4,taub,geschwollen,während,ja,Ruhe,nein",
    given: &[
        ("tingling", "ja"),
        ("site", "Wade"),
        ("side", "links"),
        ("site", "beide Füße"),
        ("severity", "4"),
        ("quality", "taub"),
        ("sign", "geschwollen"),
        ("onset", "während"),
        ("ongoing", "ja"),
        ("relieved-by", "Ruhe"),
        ("gear-removed", "nein"),
    ],
};

const POLISH: Report = Report {
    json: r#""tingling":"tak","sites":["lewa łydka","obie stopy"],"severity":4,"quality":"drętwienie",
             "signs":"obrzęk","onset":"podczas","ongoing":"tak","relieved_by":"odpoczynek","gear_removed":"nie""#,
    columns: "tingling,sites,severity,quality,signs,onset,ongoing,relieved_by,gear_removed",
    row: "tak,lewa łydka;obie stopy,4,drętwienie,obrzęk,podczas,tak,odpoczynek,nie",
    given: &[
        ("tingling", "tak"),
        ("site", "lewa łydka;obie stopy"),
        ("severity", "4"),
        ("quality", "drętwienie"),
        ("sign", "obrzęk"),
        ("onset", "podczas"),
        ("ongoing", "tak"),
        ("relieved-by", "odpoczynek"),
        ("gear-removed", "nie"),
    ],
};

#[test]
fn a_report_is_one_record_in_every_language_and_on_every_channel() {
    let english = ENGLISH.everywhere();
    for other in [GERMAN, POLISH] {
        let other = other.everywhere();
        assert_eq!((&other.body, other.key), (&english.body, english.key));
    }
    let Body::Symptom(report) = &english.body else { panic!("no report") };
    assert_eq!(report.sites.as_ref().unwrap().unread, [""; 0]);
    assert_eq!(record_json(&english)["sites"][0]["site"], "foot");
}

#[test]
fn no_tingling_is_an_answer_on_every_channel() {
    let no = Report {
        json: r#""tingling":false"#,
        columns: "tingling,severity",
        row: "nein,",
        given: &[("tingling", "no")],
    };
    let record = no.everywhere();
    let Body::Symptom(report) = &record.body else { panic!("no report") };
    assert_eq!((report.tingling, record.body.answered().len()), (Some(false), 1));
}

#[test]
fn a_word_nobody_knows_is_kept_on_every_channel() {
    let strange = Report {
        json: r#""sites":["Knie"],"signs":["eingeschlafen","Fieber"],"worsened_by":["keine"]"#,
        columns: "sites,signs,worsened_by",
        row: "Knie,eingeschlafen;Fieber,keine",
        given: &[("site", "Knie"), ("sign", "eingeschlafen"), ("sign", "Fieber"), ("worsened-by", "keine")],
    };
    let record = strange.everywhere();
    let Body::Symptom(report) = &record.body else { panic!("no report") };
    assert_eq!(report.signs.as_ref().unwrap().unread, ["eingeschlafen"]);
    assert!(report.signs.as_ref().unwrap().has(Sign::Fever));
    assert_eq!(report.sites.as_ref().unwrap().unread, ["Knie"]);
    assert_eq!(report.worsened_by.as_ref().map(|list| list.unread.len()), Some(0), "asked, and nothing ticked");
}

#[test]
fn how_hard_a_session_was_is_told_in_every_language() {
    let zones = zones();
    let settings = JsonSettings { people: &zones, now: "2026-11-23T06:00:00Z".parse().unwrap(), payload_most: 4096 };
    let told = |effort: &str| {
        let payload = format!(r#"{{"start":"{TIME}","duration_min":60,"effort":"{effort}"}}"#);
        let parsed = parse_message("ana/in/workout", payload.as_bytes(), &settings).parsed;
        assert_eq!(parsed.rejects, [], "{effort}");
        record_json(&parsed.records[0])["effort"].as_str().unwrap().to_owned()
    };
    for (said, meant) in [
        ("Sehr anstrengend", "very_hard"),
        ("etwas schwer", "somewhat_hard"),
        ("très facile", "very_easy"),
        ("umiarkowany", "moderate"),
        ("all out", "maximal"),
        ("somewhat hard", "somewhat_hard"),
        ("hard", "hard"),
    ] {
        assert_eq!(told(said), meant, "{said}");
    }
}
