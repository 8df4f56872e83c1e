//! Every law, and the tests that prove it: `docs/laws.md` is written from this list.

use std::fmt::Write;
use std::path::Path;

/// A test that proves a law: its file, its name, and over how many cases.
struct Proof(&'static str, &'static str, Cases);

enum Cases {
    /// Random cases.
    Random(u32),
    /// Everything on a list in the code or in a file.
    All(&'static str),
}

struct Law {
    name: &'static str,
    says: &'static str,
    proofs: &'static [Proof],
    /// What is left out, and why.
    but: &'static str,
}

use Cases::{All, Random};

const FLAGS: &str = "tests/flags/laws.rs";
const LIMITS: &str = "tests/flags/limits.rs";
const HISTORIES: &str = "tests/laws/histories.rs";
const SPEAKING: &str = "tests/laws/speaking.rs";
const TELLING: &str = "tests/laws/telling.rs";
const CORE: &str = "tests/core_properties.rs";
const REPLAY: &str = "tests/replay.rs";
const DEMOTION: &str = "tests/demotion.rs";
const LIVED: &str = "whole lives, line by line";
const MANY: Cases = Random(10_000);

/// Every law, in the order of their numbers.
const LAWS: &[Law] = &[
    Law {
        name: "Signs",
        says: "One more sign never lowers the highest level.",
        proofs: &[
            Proof(FLAGS, "one_more_sign_quality_or_site_never_lowers_the_level", MANY),
            Proof(CORE, "one_more_sign_never_lowers_the_highest_level_of_its_report", Random(85)),
        ],
        but: "",
    },
    Law {
        name: "Severity",
        says: "A higher severity never lowers the level.",
        proofs: &[Proof(FLAGS, "worse_or_longer_never_lowers_the_level", MANY)],
        but: "",
    },
    Law {
        name: "Spread and duration",
        says: "More places, longer, newly worse or still going on never lowers the level.",
        proofs: &[
            Proof(FLAGS, "one_more_sign_quality_or_site_never_lowers_the_level", MANY),
            Proof(FLAGS, "worse_or_longer_never_lowers_the_level", MANY),
        ],
        but: "",
    },
    Law {
        name: "Order",
        says: "The order in which records come changes nothing.",
        proofs: &[
            Proof(FLAGS, "the_order_of_earlier_reports_and_later_reports_change_nothing", MANY),
            Proof(
                FLAGS,
                "a_history_gives_the_same_findings_in_whatever_order_and_however_often_its_records_come",
                Random(4_000),
            ),
            Proof(CORE, "findings_do_not_depend_on_order_batches_restarts_or_repetition", Random(85)),
        ],
        but: "Ids follow the order in which something was first spoken of; advice, what else was sent that day.",
    },
    Law {
        name: "Repetition",
        says: "A record told twice is one record, and nothing is said twice.",
        proofs: &[
            Proof(SPEAKING, "in_parts_twice_or_late_the_same_stands", MANY),
            Proof(HISTORIES, "batches_repetition_replay_and_delay_change_nothing_that_stands", Random(500)),
            Proof(CORE, "findings_do_not_depend_on_order_batches_restarts_or_repetition", Random(85)),
        ],
        but: "",
    },
    Law {
        name: "Batches",
        says: "One delivery or many parts: the same stands.",
        proofs: &[
            Proof(SPEAKING, "in_parts_twice_or_late_the_same_stands", MANY),
            Proof(HISTORIES, "batches_repetition_replay_and_delay_change_nothing_that_stands", Random(500)),
            Proof(CORE, "the_ids_of_alerts_do_not_depend_on_batches_or_the_way_they_came", Random(85)),
        ],
        but: "",
    },
    Law {
        name: "Channels",
        says: "CSV, JSON and the command line make the same records.",
        proofs: &[
            Proof(TELLING, "json_csv_and_the_command_line_say_the_same", MANY),
            Proof(
                "tests/red_flags_core.rs",
                "every_hand_made_case_is_found_alike_as_json_as_csv_and_on_the_command_line",
                All("181 hand-made cases"),
            ),
        ],
        but: "There is no page to tell something on yet.",
    },
    Law {
        name: "Late is on time",
        says: "A record that comes late leaves the same standing, but for the mark that it was late.",
        proofs: &[
            Proof(SPEAKING, "in_parts_twice_or_late_the_same_stands", MANY),
            Proof(HISTORIES, "batches_repetition_replay_and_delay_change_nothing_that_stands", Random(500)),
        ],
        but: "Doctor's visits and advice are not raised for what is older than three days, signs older than a fortnight \
              are summed up.",
    },
    Law {
        name: "Replay",
        says: "From the records alone, in the same turns, every word is the same again.",
        proofs: &[
            Proof(SPEAKING, "in_parts_twice_or_late_the_same_stands", MANY),
            Proof(CORE, "findings_do_not_depend_on_order_batches_restarts_or_repetition", Random(85)),
            Proof(REPLAY, "a_replay_says_what_the_running_service_said_at_the_same_moments", All(LIVED)),
            Proof(REPLAY, "a_replay_of_what_arrived_late_and_was_answered_says_what_was_said", All(LIVED)),
            Proof(REPLAY, "what_comes_later_changes_no_word_said_before", All(LIVED)),
        ],
        but: "",
    },
    Law {
        name: "Persons",
        says: "What another person tells changes no byte of what one hears.",
        proofs: &[
            Proof(TELLING, "a_record_is_of_the_person_of_its_topic_whatever_it_says", MANY),
            Proof(CORE, "what_another_person_tells_changes_no_byte_of_what_one_hears", Random(85)),
        ],
        but: "",
    },
    Law {
        name: "Irrelevance",
        says: "Records that have nothing to do with it change no finding.",
        proofs: &[Proof(HISTORIES, "what_has_nothing_to_do_with_it_changes_no_finding", MANY)],
        but: "Patterns look at everything, and are notes.",
    },
    Law {
        name: "Good habits",
        says: "Drinks, sleep and easy sessions never lower a sign for a doctor on the same day.",
        proofs: &[Proof(HISTORIES, "good_habits_never_excuse_a_sign", MANY)],
        but: "The session that a report belongs to is no habit: some rules ask what it was and when it ended.",
    },
    Law {
        name: "Missing is not zero",
        says: "A rule fires on no answer that was not given; leaving one out makes nothing clear.",
        proofs: &[
            Proof(FLAGS, "no_rule_fires_on_an_answer_it_did_not_ask_for", MANY),
            Proof(FLAGS, "an_answer_taken_back_never_makes_a_finding_clear", MANY),
            Proof(FLAGS, "leaving_out_what_an_emergency_does_not_rest_on_keeps_it", MANY),
        ],
        but: "",
    },
    Law {
        name: "Nothing from nothing",
        says: "Without a finding nothing is said, and every finding cites a record.",
        proofs: &[
            Proof(HISTORIES, "without_a_report_or_a_session_nothing_is_said", MANY),
            Proof(SPEAKING, "nothing_found_is_nothing_said", MANY),
            Proof(FLAGS, "every_finding_names_its_evidence_and_a_record", MANY),
        ],
        but: "",
    },
    Law {
        name: "Evidence suffices",
        says: "The cited records alone give the finding again.",
        proofs: &[Proof(FLAGS, "the_cited_records_suffice", MANY)],
        but: "",
    },
    Law {
        name: "Evidence is needed",
        says: "Without what it cites a finding is gone; a rule that counts cites exactly what it counted.",
        proofs: &[Proof(LIMITS, "what_a_finding_cites_is_needed", MANY)],
        but: "A rule about the person (age, conditions) needs no answer beside tingling.",
    },
    Law {
        name: "Emergencies",
        says: "No snooze, limit, setting or earlier word keeps an emergency from being told.",
        proofs: &[
            Proof(SPEAKING, "an_emergency_is_told_whatever_was_said_snoozed_or_limited_before", MANY),
            Proof(
                "tests/red_flag_scenarios.rs",
                "every_sign_is_found_at_its_level_whatever_life_puts_around_it",
                All("hand-made cases in eleven surroundings"),
            ),
        ],
        but: "Told again within the pause of its repeats it sounds with the next repeat.",
    },
    Law {
        name: "Marks",
        says: "No mark makes a red flag, or anything above advice, quieter.",
        proofs: &[Proof(DEMOTION, "no_mark_makes_a_red_flag_or_anything_above_advice_quieter", All(LIVED))],
        but: "",
    },
    Law {
        name: "Snoozes",
        says: "A snooze hides nothing above its level, and nothing of other rules.",
        proofs: &[Proof(SPEAKING, "a_snooze_hides_nothing_above_its_level_and_nothing_of_other_rules", MANY)],
        but: "",
    },
    Law {
        name: "Ids",
        says: "An id depends on person, rule and what was first spoken of, not on when, where or in which batch.",
        proofs: &[
            Proof(SPEAKING, "ids_do_not_depend_on_batches_delays_or_when_anyone_looked", MANY),
            Proof(CORE, "the_ids_of_alerts_do_not_depend_on_batches_or_the_way_they_came", Random(85)),
        ],
        but: "",
    },
    Law {
        name: "Revisions",
        says: "Revisions only grow, and one revision has one content for ever.",
        proofs: &[
            Proof(SPEAKING, "revisions_only_grow_and_each_keeps_its_content", MANY),
            Proof(CORE, "no_revision_has_two_contents_and_no_text_a_forbidden_phrase", Random(85)),
        ],
        but: "The language of a text may change: what was found is the same.",
    },
    Law {
        name: "Units",
        says: "The same amount is the same in every unit.",
        proofs: &[Proof(TELLING, "one_amount_is_the_same_in_every_unit", MANY)],
        but: "",
    },
    Law {
        name: "Shift in time",
        says: "All records and the time moved together: the same levels.",
        proofs: &[Proof(FLAGS, "the_same_case_at_another_time_gives_the_same_levels", MANY)],
        but: "",
    },
    Law {
        name: "Offsets",
        says: "The same moment in another offset is the same record.",
        proofs: &[
            Proof(TELLING, "one_moment_is_the_same_record_in_every_offset", MANY),
            Proof("tests/zones.rs", "a_corrected_zone_moves_the_times_and_doubles_nothing", All("one installation")),
        ],
        but: "No rule that is spoken of goes by the day of a zone.",
    },
    Law {
        name: "Clock",
        says: "A clock that is set back and forth, by up to ten years, raises nothing twice and ends nothing.",
        proofs: &[Proof(SPEAKING, "a_clock_that_is_set_back_and_forth_raises_nothing_and_ends_nothing", MANY)],
        but: "A clock set back by days brings a sign that was only summed up within reach, once.",
    },
    Law {
        name: "Erasing",
        says: "What is erased was never told: no finding rests on it.",
        proofs: &[
            Proof(HISTORIES, "what_is_erased_was_never_told", MANY),
            Proof(
                "tests/store/forgetting.rs",
                "no_byte_of_a_forgotten_person_stays_and_others_stay_whole",
                All("one database, searched byte by byte"),
            ),
        ],
        but: "There is no verb that erases a single record; `forget` erases a person.",
    },
    Law {
        name: "Limits",
        says: "Levels change at their documented limits, once, and nowhere else.",
        proofs: &[Proof(LIMITS, "levels_change_at_their_limits_alone_and_only_once", MANY)],
        but: "By how many levels is the table's matter: a numb saddle is an emergency or a doctor's visit by its minutes.",
    },
    Law {
        name: "Corrections",
        says: "A corrected record is as if told right at first.",
        proofs: &[Proof(HISTORIES, "a_corrected_record_is_as_if_told_right_at_first", MANY)],
        but: "",
    },
    Law {
        name: "Sources",
        says: "Every rule has a source, a case that fires it and one that nearly does; unknown words are shown.",
        proofs: &[
            Proof(
                "tests/flags/stories.rs",
                "no_rule_is_left_without_a_near_miss_or_a_firing_case",
                All("every rule of the table"),
            ),
            Proof("tests/flags/stories.rs", "every_rule_is_found_at_each_of_its_levels", All("every rule and level")),
            Proof(
                "tests/flags/stories.rs",
                "a_sign_nobody_could_read_leaves_every_rule_of_signs_unknown",
                All("every rule of signs"),
            ),
        ],
        but: "",
    },
];

fn page() -> String {
    let mut page = String::from(
        "# Laws\n\nWhat holds for whatever is told. Each law is a property, tried on random cases that are the same in \
         every run; the tests stand in the folder `tests`. This page is written from the list in \
         `tests/laws/table.rs`.\n\n| | law | what it says | test | cases |\n|---|---|---|---|---|\n",
    );
    for (number, law) in LAWS.iter().enumerate() {
        let says = if law.but.is_empty() { law.says.to_owned() } else { format!("{} {}", law.says, law.but) };
        for (place, Proof(file, test, cases)) in law.proofs.iter().enumerate() {
            let (number, name, says) = match place {
                0 => ((number + 1).to_string(), law.name, says.as_str()),
                _ => (String::new(), "", ""),
            };
            let file = file.trim_start_matches("tests/");
            let cases = match cases {
                Random(count) => count.to_string(),
                All(which) => (*which).to_owned(),
            };
            writeln!(page, "| {number} | {name} | {says} | `{test}` in `{file}` | {cases} |").unwrap();
        }
    }
    page
}

#[test]
fn the_page_of_laws_says_what_the_tests_prove() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(LAWS.len(), 29);
    for Law { name, proofs, .. } in LAWS {
        assert!(!proofs.is_empty(), "{name}");
        let many = proofs.iter().any(|Proof(_, _, cases)| matches!(cases, All(_) | Random(10_000)));
        assert!(many, "{name} is tried on too few cases");
        for Proof(file, test, cases) in *proofs {
            let text = std::fs::read_to_string(root.join(file)).unwrap();
            let body = text.split(&format!("fn {test}()")).nth(1).unwrap_or_else(|| panic!("no {test} in {file}"));
            assert!(text.contains(&format!("#[test]\nfn {test}()")), "{test} is no test");
            // The number of cases is the one that its runner uses.
            let runner: String = body.lines().take(4).collect();
            let Random(count) = cases else { continue };
            let wanted = match *file {
                FLAGS if runner.contains("law_of(HISTORIES") => "const HISTORIES: u32 = 4_000;".to_owned(),
                FLAGS | LIMITS => "const CASES: u32 = 10_000;".to_owned(),
                HISTORIES if runner.contains("law_of(HISTORIES") => "const HISTORIES: u32 = 500;".to_owned(),
                CORE => "const DIARIES: usize = 85;".to_owned(),
                _ => "const CASES: u32 = 10_000;".to_owned(),
            };
            let at = match *file {
                LIMITS => FLAGS,
                SPEAKING | TELLING => "tests/laws.rs",
                HISTORIES if wanted.contains("CASES") => "tests/laws.rs",
                other => other,
            };
            let at = std::fs::read_to_string(root.join(at)).unwrap();
            assert!(at.contains(&wanted), "{test}: {wanted}");
            assert!(wanted.replace('_', "").contains(&count.to_string()), "{test}: {count} is not {wanted}");
        }
    }
    let (path, page) = (root.join("docs/laws.md"), page());
    if std::env::var_os("TINGLED_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/laws.md is not what the list says: run TINGLED_WRITE_DOCS=1 cargo test --test laws"
    );
}
