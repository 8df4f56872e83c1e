//! FIT files: what is read of each session, and what is refused.

use super::write::*;
use crate::csv_help::{Ask, Got, line, read_all, reject_line};
use tingled::record::Wrong;
use tingled::wire::csv::Who;

fn read(fit: &Fit) -> Got {
    read_all(&fit.bytes(), &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)))
}

fn lines(fit: &Fit) -> Vec<String> {
    read(fit).records.iter().map(line).collect()
}

fn refused(bytes: &[u8]) -> Wrong {
    read_all(bytes, &Ask::default()).err().expect("it was read").wrong
}

/// What a file is refused for, in the words that follow "a broken FIT file".
fn broken(bytes: &[u8]) -> String {
    match refused(bytes) {
        Wrong::Broken { format: "FIT", because } => because,
        other => panic!("{other:?}"),
    }
}

/// The file as the library itself decodes it: what the tests write is FIT also by somebody else's reading.
#[test]
fn what_the_tests_write_is_what_the_library_decodes() {
    let bytes = plain_run().bytes();
    let fit = rustyfit::Decoder::new().decode(bytes.as_slice()).unwrap().unwrap();
    let numbers: Vec<u16> = fit.messages.iter().map(|message| message.num.0).collect();
    assert_eq!(numbers, [FILE_ID, SESSION, ACTIVITY]);
    let session = rustyfit::profile::mesgdef::Session::from(&fit.messages[1]);
    assert_eq!(session.total_timer_time_scaled(), Some(3600.0));
    assert_eq!(session.sport.to_string(), "running");
    assert_eq!(session.workout_rpe, 60);
    assert_eq!(session.training_load_peak_scaled(), Some(150.0));
    assert_eq!(crc(&bytes), 0, "the sum over a file with its sum is 0");
}

#[test]
fn a_session_is_read_with_all_its_sums() {
    let got = read(&plain_run());
    assert_eq!(
        got.records.iter().map(line).collect::<Vec<_>>(),
        ["1 workout 2026-07-01T05:10:00Z id=3900000001-1151817000 duration_min=60 elapsed_min=62.008 sport=run \
          sport_text=running, trail distance_m=10500 hr_avg_bpm=148 hr_max_bpm=171 rpe_cr10=6 energy_kcal=640 \
          device_load=150 device_load_name=training load ascent_m=85 temp_c=19 sweat_loss_ml=950"]
    );
    let origin = &got.records[0].origin;
    assert_eq!((&*origin.source.0, &*origin.parser), ("garmin-fit", "fit/1"));
    assert_eq!(origin.time.text, "2026-07-01T07:10:00+02:00");
    assert_eq!((got.summary.title.as_str(), got.unused.len(), got.rejects.len()), ("FIT activity", 0, 0));
}

#[test]
fn what_the_watch_marks_as_invalid_or_leaves_out_is_not_known() {
    let fields = [
        short(254, 0),
        long(2, time("2026-07-01T05:10:00Z")),
        byte(5, ENUM, 0xff),
        long(7, u32::MAX),
        long(8, 1_800_000),
        long(9, u32::MAX),
        short(11, u16::MAX),
        byte(16, UINT8, 0xff),
        byte(17, UINT8, 0),
        short(22, u16::MAX),
        byte(57, SINT8, 0x7f),
    ];
    let fit = Fit::garmin().message(SESSION, &fields);
    assert_eq!(lines(&fit), ["1 workout 2026-07-01T05:10:00Z id=3900000001-1151817000 duration_min=30"]);
    // Flat and freezing are answers.
    let fit = Fit::garmin().message(SESSION, &with(fields.to_vec(), &[short(22, 0), byte(57, SINT8, 0)]));
    assert!(lines(&fit)[0].ends_with("duration_min=30 ascent_m=0 temp_c=0"), "{:?}", lines(&fit));
}

#[test]
fn the_maker_names_the_source() {
    for (maker, source) in [
        (1, "garmin-fit"),
        (23, "suunto-fit"),
        (32, "wahoo-fit"),
        (123, "polar-fit"),
        (294, "coros-fit"),
        (255, "fit"),
    ] {
        let got = read(&Fit::of(4, maker, 7).message(SESSION, &run()));
        assert_eq!(got.summary.source, source, "{maker}");
        assert_eq!(&*got.records[0].origin.source.0, source);
    }
}

#[test]
fn kinds_of_exercise_are_ours_where_there_is_a_word() {
    for (sport, sub_sport, expected) in [
        (1, 1, "sport=run sport_text=running, treadmill"),
        (2, 6, "sport=bike sport_text=cycling, indoor cycling"),
        (21, 47, "sport=bike sport_text=e biking, e bike mountain"),
        (4, 14, "sport=row sport_text=indoor rowing, fitness equipment"),
        (10, 20, "sport=strength sport_text=strength training, training"),
        (10, 43, "sport=yoga sport_text=yoga, training"),
        (10, 0, "sport=cardio sport_text=training"),
        (5, 17, "sport=swim sport_text=swimming, lap swimming"),
        (17, 0, "sport=hike sport_text=hiking"),
        (34, 0, "sport=other sport_text=sky diving"),
        (0, 0, "duration_min=60 elapsed_min=62.008 distance_m"),
        (250, 0, "duration_min=60 elapsed_min=62.008 distance_m"),
    ] {
        let fields = with(run(), &[byte(5, ENUM, sport), byte(6, ENUM, sub_sport)]);
        let got = &lines(&Fit::garmin().message(SESSION, &fields))[0];
        assert!(got.contains(expected), "{sport}, {sub_sport}: {got}");
    }
}

#[test]
fn the_offset_of_the_wall_clock_is_taken_when_it_can_be_one() {
    let text = |ahead_s: i64| {
        let fit = Fit::garmin().message(SESSION, &run()).activity("2026-07-01T06:12:00Z", ahead_s);
        read(&fit).records[0].origin.time.text.clone()
    };
    assert_eq!(text(-12_600), "2026-07-01T01:40:00-03:30");
    assert_eq!(text(0), "2026-07-01T05:10:00+00:00");
    for nonsense in [61, 7201, 16 * 3600, -1_000_000] {
        assert_eq!(text(nonsense), "2026-07-01T05:10:00Z", "{nonsense}");
    }
}

/// Seconds in zones, and the limits of the zones.
fn zones(session: u16, times_s: &[u32], limits: &[u8]) -> Vec<Field> {
    let times = times_s.iter().flat_map(|seconds| (seconds * 1000).to_le_bytes()).collect();
    vec![short(0, SESSION), short(1, session), (2, UINT32, times), (6, UINT8, limits.to_vec())]
}

#[test]
fn minutes_in_zones_are_read_where_the_limits_stand_beside_them() {
    let limits = [95, 114, 133, 152, 171, 190];
    let of = |fields: &[Field]| {
        let got = lines(&plain_run().message(TIME_IN_ZONE, fields)).remove(0);
        let found: Vec<String> =
            got.split(' ').filter(|part| part.starts_with("hr_zone")).map(str::to_owned).collect();
        found.join(" ")
    };
    let six = of(&zones(0, &[30, 600, 1200, 900, 600, 270], &limits));
    assert_eq!(six, "hr_zone1_min=10 hr_zone2_min=20 hr_zone3_min=15 hr_zone4_min=10 hr_zone5_min=4.5");
    let above = of(&zones(0, &[30, 600, 1200, 900, 600, 240, 60], &limits));
    assert_eq!(above, "hr_zone1_min=10 hr_zone2_min=20 hr_zone3_min=15 hr_zone4_min=10 hr_zone5_min=5");
    // Nothing tells which is zone 1, or whose they are, or that there was a heart rate at all.
    for fields in [
        zones(0, &[600, 1200, 900, 600, 270], &[114, 133, 152, 171, 190]),
        zones(0, &[30, 600, 1200, 900, 600, 270], &[95, 114, 133, 152, 171]),
        zones(0, &[30, 600, 1200, 900, 600, 270], &[95, 114, 114, 152, 171, 190]),
        zones(0, &[3600, 0, 0, 0, 0, 0, 0], &limits),
        with(zones(0, &[30, 600, 1200, 900, 600, 270], &limits), &[short(0, 19)]),
        with(zones(0, &[30, 600, 1200, 900, 600, 270], &limits), &[(6, UINT8, vec![0xff; 6])]),
    ] {
        assert_eq!(of(&fields), "", "{fields:?}");
    }
}

#[test]
fn a_multisport_file_is_a_record_for_each_sport_and_its_transitions_are_named() {
    let session = |index: u16, start: &str, sport: u8, minutes: u32| {
        [short(254, index), long(2, time(start)), byte(5, ENUM, sport), byte(6, ENUM, 0), long(8, minutes * 60_000)]
    };
    let limits = [95, 114, 133, 152, 171, 190];
    let fit = Fit::garmin()
        .message(SESSION, &session(0, "2026-07-01T05:00:00Z", 5, 30))
        .message(SESSION, &session(1, "2026-07-01T05:30:00Z", 3, 3))
        .message(SESSION, &session(2, "2026-07-01T05:33:00Z", 2, 60))
        .message(SESSION, &session(3, "2026-07-01T06:33:00Z", 3, 2))
        .message(SESSION, &session(4, "2026-07-01T06:35:00Z", 1, 25))
        .message(TIME_IN_ZONE, &zones(2, &[0, 60, 120, 180, 240, 300], &limits));
    let got = read(&fit);
    let lines: Vec<String> = got.records.iter().map(line).collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].contains("id=3900000001-1151816400 duration_min=30 sport=swim"), "{lines:?}");
    assert!(lines[1].contains("sport=bike") && lines[1].ends_with("hr_zone5_min=5"), "{lines:?}");
    assert!(lines[2].contains("sport=run") && !lines[2].contains("hr_zone"), "{lines:?}");
    let named: Vec<&str> = got.summary.unused.iter().map(|unused| unused.column.as_str()).collect();
    assert_eq!(named, ["the transitions between sports"]);
}

#[test]
fn a_number_out_of_range_is_named_and_the_session_stays() {
    let fields = with(run(), &[long(9, 3_000_000_000)]);
    let got = read(&Fit::garmin().message(SESSION, &fields));
    assert!(!line(&got.records[0]).contains("distance_m"));
    assert_eq!(reject_line(&got.unused[0]).split(" Out").next(), Some("1 total_distance \"30000000\""));
}

#[test]
fn a_session_without_a_clock_or_a_length_is_refused_alone() {
    let unset = with(run(), &[long(2, 5000)]);
    let endless = with(run(), &[long(2, time("2026-07-02T05:10:00Z")), long(7, u32::MAX), long(8, u32::MAX)]);
    let ahead = with(run(), &[long(2, time("2026-12-24T05:10:00Z"))]);
    let fit = Fit::garmin().message(SESSION, &unset).message(SESSION, &run());
    let got = read(&fit.message(SESSION, &endless).message(SESSION, &ahead));
    assert_eq!(got.records.len(), 1);
    let rejects: Vec<String> = got.rejects.iter().map(reject_line).collect();
    assert_eq!(
        rejects,
        [
            "1 start_time \"5000 s since the watch was switched on\" NotATime { wanted: \"a start by a clock that is \
             set\" }",
            "3 - \"\" NoDuration",
            "4 start \"2026-12-24T05:10:00Z\" InTheFuture",
        ]
    );
}

#[test]
fn a_fit_file_of_something_else_says_what_it_is() {
    for (kind, what) in [
        (2, "settings of a device"),
        (5, "a planned workout"),
        (6, "a planned course"),
        (9, "weights"),
        (32, "daily monitoring"),
        (99, "kind 99"),
    ] {
        let bytes = Fit::of(kind, 1, 7).message(RECORD, &[long(253, 1_151_817_000)]).bytes();
        let Wrong::NoSessions { kind: said } = refused(&bytes) else { panic!("{kind}") };
        assert!(said.starts_with("a FIT file of ") && said.ends_with(what), "{said}");
    }
    let empty = Fit::garmin().message(RECORD, &[long(253, 1_151_817_000)]).bytes();
    assert_eq!(refused(&empty), Wrong::NoSessions { kind: "a FIT activity without a session in it".to_owned() });
}

#[test]
fn broken_files_are_refused_and_say_what_is_broken() {
    let whole = plain_run().bytes();
    let half = &whole[..whole.len() / 2];
    assert_eq!(broken(half), format!("it ends early: {} of {} bytes are there", half.len(), whole.len()));
    let mut changed = whole.clone();
    changed[60] ^= 1;
    assert!(broken(&changed).starts_with("the sum over its bytes is wrong"));
    let mut unfinished = whole.clone();
    unfinished[4..8].fill(0);
    assert!(broken(&unfinished).starts_with("its recording was never finished"));
    let undeclared = Fit::default().raw(&[0x05, 1, 2, 3]).bytes();
    assert_eq!(broken(&undeclared), "a message that nothing declares");
    let mut header = whole.clone();
    header[0] = 200;
    assert_eq!(broken(&header), "no header of a FIT file");
    // A message that is longer than the rest of the file.
    let cut = Fit::default().raw(&[0x40, 0, 0, 18, 0, 1, 2, 200, 2, 0, 1]).bytes();
    assert_eq!(broken(&cut), "it ends within a message");
}

#[test]
fn files_that_stand_one_behind_the_other_are_all_read_and_a_broken_one_costs_only_itself() {
    let second =
        Fit::of(4, 1, 3_900_000_001).message(SESSION, &with(run(), &[long(2, time("2026-07-02T05:10:00Z"))])).bytes();
    let mut both = plain_run().bytes();
    both.extend(&second);
    let got = read_all(&both, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)));
    assert_eq!(got.records.len(), 2);
    let mut padded = both.clone();
    padded.extend([0; 300]);
    let got = read_all(&padded, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)));
    assert_eq!((got.records.len(), got.rejects.len()), (2, 0), "zeros behind a file are nothing");
    both.truncate(both.len() - 9);
    let got = read_all(&both, &Ask::default()).unwrap_or_else(|reject| panic!("{}", reject_line(&reject)));
    assert_eq!((got.records.len(), got.rejects.len()), (1, 1));
    assert!(matches!(&got.rejects[0].wrong, Wrong::Broken { because, .. } if because.starts_with("it ends early")));
}

#[test]
fn a_field_that_is_declared_as_something_else_is_not_made_up() {
    // Of no length, of a shorter kind, twice: whatever stands there, it is not what the profile means.
    for fields in [
        vec![(22, UINT16, vec![])],
        vec![(9, UINT16, vec![1, 2])],
        vec![(9, 0x88, vec![0, 0, 0x80, 0x3f])],
        vec![short(22, 1), short(22, 2)],
    ] {
        let told = with(run(), &fields);
        let got = lines(&Fit::garmin().message(SESSION, &told)).remove(0);
        let gone = if fields[0].0 == 22 { "ascent_m" } else { "distance_m" };
        assert!(!got.contains(gone) && got.contains("duration_min=60"), "{fields:?}: {got}");
    }
}

#[test]
fn more_than_a_thousand_sessions_are_too_many() {
    let mut fit = Fit::garmin();
    for _ in 0..1001 {
        fit = fit.message(SESSION, &[long(2, 1_151_817_000), long(8, 60_000)]);
    }
    assert_eq!(refused(&fit.bytes()), Wrong::TooLarge { most: 1000 });
}

#[test]
fn a_file_of_many_persons_and_a_dialect_of_another_kind_are_refused() {
    let bytes = plain_run().bytes();
    let column = read_all(&bytes, &Ask::person_column("who")).err().unwrap();
    assert_eq!((column.wrong, column.field.as_deref()), (Wrong::Missing, Some("who")));
    let ask = Ask { dialect: Some("garmin-activities".to_owned()), ..Ask::default() };
    assert!(matches!(read_all(&bytes, &ask).err().unwrap().wrong, Wrong::UnknownDialect { .. }));
    let ask = Ask { dialect: Some("fit".to_owned()), ..Ask::default() };
    assert_eq!(read_all(&bytes, &ask).ok().unwrap().records.len(), 1);
    let nobody = Ask { who: Who::Is(tingled::person::PersonId::new("nobody").unwrap()), ..Ask::default() };
    assert_eq!(read_all(&bytes, &nobody).err().unwrap().wrong, Wrong::UnknownPerson);
}
