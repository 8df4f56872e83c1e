//! Whatever the bytes are: no panic, and everything is accounted for (`read_all` checks that).

use proptest::prelude::*;

use super::write::*;
use crate::csv_help::{Ask, read_all};

/// Reads bytes and looks only at whether that ends well.
fn survives(bytes: &[u8]) {
    let _ = read_all(bytes, &Ask::default());
}

#[test]
fn a_file_cut_anywhere_is_refused_or_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/wire");
    let fit = plain_run().bytes();
    for length in 0..fit.len() {
        assert!(read_all(&fit[..length], &Ask::default()).is_err(), "{length} bytes of {} were read", fit.len());
    }
    for name in ["tcx/multisport-and-odd-ones.tcx", "gpx/heart-and-pause.gpx"] {
        let text = std::fs::read(root.join(name)).unwrap();
        let end = text.trim_ascii_end().len();
        for length in 0..end {
            assert!(read_all(&text[..length], &Ask::default()).is_err(), "{name}: {length} bytes were read");
        }
    }
}

#[test]
fn a_file_with_one_byte_changed_anywhere_is_refused_or_read() {
    let whole = plain_run().bytes();
    for at in 0..whole.len() {
        for change in [1, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            survives(&bytes);
            // With the right sum over it, the change itself is read.
            let end = bytes.len() - 2;
            let sum = crc(&bytes[..end]).to_le_bytes();
            bytes[end..].copy_from_slice(&sum);
            survives(&bytes);
        }
    }
}

/// Anything that is a FIT file from outside: its length and its sum are right, whatever lies between.
fn fit_of(data: &[u8]) -> Vec<u8> {
    Fit::default().raw(data).bytes()
}

fn field() -> impl Strategy<Value = Field> {
    let kind = prop_oneof![
        Just(ENUM),
        Just(SINT8),
        Just(UINT8),
        Just(UINT16),
        Just(UINT32),
        Just(UINT32Z),
        Just(0x07),
        Just(0x88),
        Just(0x8f),
        any::<u8>()
    ];
    (any::<u8>(), kind, proptest::collection::vec(any::<u8>(), 0..40))
}

fn message() -> impl Strategy<Value = (u16, Vec<Field>)> {
    let number =
        prop_oneof![Just(FILE_ID), Just(SESSION), Just(ACTIVITY), Just(TIME_IN_ZONE), Just(206), any::<u16>()];
    (number, proptest::collection::vec(field(), 0..12))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_behind_a_right_header_are_refused_or_read(data in proptest::collection::vec(any::<u8>(), 1..600)) {
        survives(&fit_of(&data));
    }

    #[test]
    fn any_messages_are_refused_or_read(messages in proptest::collection::vec(message(), 1..8)) {
        let fit = messages.iter().fold(Fit::default(), |fit, (number, fields)| fit.message(*number, fields));
        survives(&fit.bytes());
    }

    #[test]
    fn an_activity_of_any_numbers_is_refused_or_read(fields in proptest::collection::vec(field(), 0..12)) {
        survives(&Fit::garmin().message(SESSION, &with(run(), &fields)).bytes());
    }

    #[test]
    fn any_xml_is_refused_or_read(pieces in proptest::collection::vec(piece(), 0..40)) {
        survives(format!("<gpx>{}", pieces.concat()).as_bytes());
        survives(format!("<TrainingCenterDatabase>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn any_bytes_that_begin_like_xml_are_refused_or_read(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        for head in [&b"<gpx>"[..], b"<?xml version=\"1.0\" encoding=\"", b"\xff\xfe<\0", b"<!"] {
            survives(&[head, &bytes].concat());
        }
    }
}

/// Pieces of the two formats, in any order.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "<trk>",
        "</trk>",
        "<trkseg>",
        "</trkseg>",
        "<trkpt lat=\"47\" lon=\"8\">",
        "</trkpt>",
        "<time>",
        "</time>",
        "2026-07-01T05:00:00Z",
        "<Activities>",
        "</Activities>",
        "<Activity Sport=\"Running\">",
        "</Activity>",
        "<Id>",
        "</Id>",
        "<Lap StartTime=\"2026-07-01T05:00:00Z\">",
        "</Lap>",
        "<TotalTimeSeconds>",
        "</TotalTimeSeconds>",
        "1e308",
        "-5",
        "NaN",
        "<DistanceMeters>",
        "</DistanceMeters>",
        "<Track>",
        "</Track>",
        "<Trackpoint>",
        "</Trackpoint>",
        "<HeartRateBpm>",
        "<Value>",
        "</Value>",
        "</HeartRateBpm>",
        "<extensions>",
        "<hr>",
        "</hr>",
        "</extensions>",
        "&amp;",
        "&#0;",
        "&#xd800;",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<?",
        "?>",
        "</gpx>",
        "</TrainingCenterDatabase>",
        "<a b='",
        "'",
        "\"",
        "\u{0}",
    ]);
    prop_oneof![8 => known.prop_map(str::to_owned), 1 => "\\PC{0,8}"]
}
