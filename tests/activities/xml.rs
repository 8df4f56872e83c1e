//! TCX and GPX texts: what is read of each activity, and what is refused.

use std::io::Read;
use std::path::Path;

use tingled::person::PersonId;
use tingled::record::Wrong;
use tingled::wire::csv::{Encoding, Failed, Settings, UnitsWish, Who};
use tingled::wire::dialect::Dialects;
use tingled::wire::file::survey;

use super::write::Fit;
use crate::csv_help::{Ask, line, read_all, reject_line};

const HEAD: &str = "<?xml version=\"1.0\"?>\n<gpx creator=\"Garmin Connect\"><trk><trkseg>";
const TAIL: &str = "</trkseg></trk></gpx>";

/// A track of two points an hour apart, with something between them.
fn gpx(between: &str) -> String {
    let point =
        |hour: u8| format!("<trkpt lat=\"47.{hour}\" lon=\"8\"><time>2026-07-01T0{hour}:00:00Z</time></trkpt>");
    format!("{HEAD}{}{between}{}{TAIL}", point(5), point(6))
}

fn refused(bytes: &[u8]) -> Wrong {
    read_all(bytes, &Ask::default()).err().expect("it was read").wrong
}

fn broken(text: &str) -> String {
    match refused(text.as_bytes()) {
        Wrong::Broken { format: "XML", because } => because,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_fixtures_are_read_as_expected() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire");
    let mut cases = 0;
    for format in ["tcx", "gpx"] {
        for entry in std::fs::read_dir(root.join(format)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != format) {
                continue;
            }
            cases += 1;
            let bytes = std::fs::read(&path).unwrap();
            let got = read_all(&bytes, &Ask::default())
                .unwrap_or_else(|reject| panic!("{}: {}", path.display(), reject_line(&reject)));
            assert_eq!(got.summary.dialect, format, "{}", path.display());
            let mut lines: Vec<String> = got.records.iter().map(line).collect();
            lines.extend(got.rejects.iter().map(|reject| format!("! {}", reject_line(reject))));
            let wanted = std::fs::read_to_string(path.with_extension("expected")).unwrap();
            assert_eq!(lines, wanted.lines().collect::<Vec<_>>(), "{}", path.display());
        }
    }
    assert_eq!(cases, 4);
}

#[test]
fn the_app_names_the_source() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire");
    for (file, source) in [
        ("tcx/two-laps.tcx", "garmin-tcx"),
        ("tcx/multisport-and-odd-ones.tcx", "tcx"),
        ("gpx/heart-and-pause.gpx", "strava-gpx"),
        ("gpx/other-prefix.gpx", "gpx"),
    ] {
        let got = read_all(&std::fs::read(root.join(file)).unwrap(), &Ask::default()).ok().unwrap();
        assert_eq!((got.summary.source.as_str(), &*got.records[0].origin.source.0), (source, source), "{file}");
    }
}

#[test]
fn a_time_without_offset_is_the_persons_in_tcx_and_utc_in_gpx() {
    let tcx = "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Id>2026-07-01T07:00:00</Id>\
        <Lap StartTime=\"2026-07-01T07:00:00\"><TotalTimeSeconds>600</TotalTimeSeconds></Lap></Activity></Activities>\
        </TrainingCenterDatabase>";
    let got = read_all(tcx.as_bytes(), &Ask::default()).ok().unwrap();
    assert_eq!(got.records[0].at.to_string(), "2026-07-01T05:00:00Z");
    assert_eq!(got.records[0].origin.time.clock, tingled::time::Clock::Local);
    let got = read_all(gpx("").replace("00Z", "00").as_bytes(), &Ask::default()).ok().unwrap();
    assert_eq!(got.records[0].at.to_string(), "2026-07-01T05:00:00Z");
}

#[test]
fn points_without_a_place_or_in_any_order_cost_nothing() {
    let odd = "<trkpt lat=\"91\" lon=\"8\"/><trkpt lat=\"NaN\" lon=\"8\"/><trkpt/>\
        <trkpt lat=\"47.5\" lon=\"8\"><time>2026-07-01T04:30:00Z</time></trkpt>";
    let got = read_all(gpx(odd).as_bytes(), &Ask::default()).ok().unwrap();
    let got = line(&got.records[0]);
    assert!(got.contains(" 2026-07-01T04:30:00Z ") && got.contains("elapsed_min=90"), "{got}");
    assert!(got.contains("distance_m=11119.5"), "{got}");
}

#[test]
fn encodings_are_found_by_mark_and_by_declaration() {
    let text = gpx("<trkpt lat=\"47.5\" lon=\"8\"><name>Zürich</name></trkpt>");
    let plain = read_all(text.as_bytes(), &Ask::default()).ok().unwrap();
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let mut utf16_be = vec![0xfe, 0xff];
    utf16_be.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    let latin = text.replace("version=\"1.0\"", "version=\"1.0\" encoding='ISO-8859-1'");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    for (bytes, encoding) in [
        (utf16, Encoding::Utf16Le),
        (utf16_be, Encoding::Utf16Be),
        (latin, Encoding::Windows1252),
        (format!("\u{feff}{text}").into_bytes(), Encoding::Utf8),
    ] {
        let got = read_all(&bytes, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)));
        assert_eq!((got.summary.encoding, &got.records), (Some(encoding), &plain.records));
    }
    let wrong: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap()).collect();
    assert_eq!(refused(&wrong), Wrong::BadEncoding { encoding: "UTF-8" });
}

#[test]
fn what_is_no_activity_says_what_it_is() {
    let kind = |text: &str| match refused(text.as_bytes()) {
        Wrong::NoSessions { kind } => kind,
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(kind("<!DOCTYPE html>\n<html><body>Sign in</body></html>"), "an HTML page");
    assert_eq!(kind("<HTML><body>Sign in</body></HTML>"), "an HTML page");
    assert_eq!(kind("<?xml version=\"1.0\"?><kml><Document/></kml>"), "XML of <kml>");
    let route = "<gpx><rte><rtept lat=\"47\" lon=\"8\"/></rte><wpt lat=\"47\" lon=\"8\"/></gpx>";
    assert_eq!(kind(route), "GPX tracks without an activity");
    let course =
        "<TrainingCenterDatabase><Courses><Course><Name>Lake</Name></Course></Courses></TrainingCenterDatabase>";
    assert_eq!(kind(course), "TCX activities without an activity");
    assert_eq!(refused(b"<!-- nothing -->"), Wrong::Empty { header_only: false });
}

#[test]
fn hostile_xml_is_refused_with_bounded_work() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE gpx [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><gpx>&b;</gpx>";
    assert!(broken(bomb).contains("DOCTYPE"));
    let outside = "<!DOCTYPE gpx SYSTEM \"file:///etc/passwd\"><gpx/>";
    assert!(broken(outside).contains("DOCTYPE"));
    assert!(broken(&gpx("<name>&passwd;</name>")).contains("an entity that nothing explains"));
    assert!(broken(&gpx(&"<a>".repeat(100_000))).contains("deeper than 64"));
    assert!(broken(&gpx("</trkseg>")).contains("trkseg"), "{}", broken(&gpx("</trkseg>")));
    let whole = gpx("");
    assert_eq!(broken(&whole[..whole.len() - 6]), "it ends in the middle");
    let huge = gpx(&format!("<trkpt lat=\"{}\"/>", "4".repeat(3 << 20)));
    assert_eq!(broken(&huge), "a tag or a text longer than 1 MiB");
    let comment = gpx(&format!("<!-- {} -->", "x".repeat(3 << 20)));
    assert_eq!(broken(&comment), "a tag or a text longer than 1 MiB");
    // Many short pieces in one element are read, and no more than a beginning of them is kept.
    let pieces = gpx(&format!("<name>{}</name>", "<![CDATA[xxxx]]>&amp;".repeat(200_000)));
    assert_eq!(read_all(pieces.as_bytes(), &Ask::default()).ok().unwrap().records.len(), 1);
}

#[test]
fn the_line_of_what_is_wrong_is_told() {
    let text = gpx("").replace("<trkseg>", "\n\n<trkseg>\n").replace("</trkseg></trk>", "</trk>");
    let reject = read_all(text.as_bytes(), &Ask::default()).err().unwrap();
    assert_eq!(reject.place.line, 5, "{}", reject_line(&reject));
    // The second line of the text holds the track, and so its record.
    let got = read_all(gpx("").as_bytes(), &Ask::default()).ok().unwrap();
    assert_eq!(got.records[0].origin.place.line, 2);
}

#[test]
fn a_file_without_end_is_refused_before_it_fills_the_memory() {
    let fit = Fit::garmin().bytes();
    for (head, endless) in
        [(&b"<gpx a=\""[..], b'x'), (b"<gpx>", b' '), (b"<gpx><!--", b'x'), (b"<a", b'a'), (&fit, 0x40)]
    {
        let zone = |_: &PersonId| Some(jiff::tz::TimeZone::UTC);
        let settings = Settings {
            who: Who::Is(PersonId::new("ana").unwrap()),
            zone: &zone,
            now: "2026-11-23T06:00:00Z".parse().unwrap(),
            written: None,
            units: UnitsWish::Ask,
            numbers: None,
            order: None,
            dialect: None,
            file: "endless".into(),
        };
        let dialects = Dialects::load(&[]).unwrap();
        let read = survey(head.chain(std::io::repeat(endless)), &dialects, &settings);
        let Err(Failed::Refused(reject)) = read else { panic!("{head:?}") };
        assert!(
            matches!(&reject.wrong, Wrong::Broken { because, .. } if because.contains("longer than")),
            "{reject:?}"
        );
    }
}

#[test]
fn blanks_before_the_beginning_and_the_number_of_a_sport_are_passed_over() {
    let text = format!("          {}", gpx("").replace("<trkseg>", "<type>9</type><trkseg>"));
    let got = read_all(text.as_bytes(), &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)));
    assert!(!line(&got.records[0]).contains("sport"), "{}", line(&got.records[0]));
}

#[test]
fn more_than_a_thousand_tracks_are_too_many() {
    let track = "<trk><trkseg><trkpt><time>2026-07-01T05:00:00Z</time></trkpt></trkseg></trk>";
    let text = format!("<gpx>{}</gpx>", track.repeat(1001));
    assert_eq!(refused(text.as_bytes()), Wrong::TooLarge { most: 1000 });
}

#[test]
fn the_way_is_that_of_the_points_where_no_lap_tells_it_and_they_count_from_the_beginning() {
    let point = |minute: u8, metres: u32| {
        format!(
            "<Trackpoint><Time>2026-07-01T05:{minute:02}:00Z</Time><DistanceMeters>{metres}</DistanceMeters></Trackpoint>"
        )
    };
    let file = |laps: &str| {
        format!(
            "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Id>2026-07-01T05:00:00Z</Id>{laps}\
             </Activity></Activities></TrainingCenterDatabase>"
        )
    };
    let lap = |within: &str| format!("<Lap StartTime=\"2026-07-01T05:00:00Z\">{within}</Lap>");
    let track = |points: &str| lap(&format!("<Track>{points}</Track>"));
    let told = "<DistanceMeters>900</DistanceMeters>";
    for (laps, wanted) in [
        (track(&format!("{}{}", point(0, 0), point(20, 4000))), "distance_m=4000 "),
        (track(&format!("{}{}", point(0, 0), point(10, 2000))) + &track(&point(20, 4000)), "distance_m=4000 "),
        (lap(&format!("{told}<Track>{}{}</Track>", point(0, 0), point(20, 1000))), "distance_m=900 "),
        // Each lap from 0: the sum is not known.
        (track(&format!("{}{}", point(0, 0), point(10, 2000))) + &track(&point(20, 1000)), "elapsed_min=20"),
    ] {
        let got = read_all(file(&laps).as_bytes(), &Ask::default()).ok().unwrap();
        let got = line(&got.records[0]) + " ";
        assert!(got.contains(wanted), "{got}");
        assert_eq!(got.contains("distance_m"), wanted.contains("distance_m"), "{got}");
    }
}

#[test]
fn a_point_from_before_there_were_satellites_made_a_session_of_fifty_years() {
    let odd = "<trkpt lat=\"47.5\" lon=\"8\"><time>1970-01-01T00:00:00Z</time></trkpt>";
    let got = read_all(gpx(odd).as_bytes(), &Ask::default()).ok().unwrap();
    let got = line(&got.records[0]);
    assert!(got.contains(" 2026-07-01T05:00:00Z ") && got.contains("elapsed_min=60"), "{got}");
}
