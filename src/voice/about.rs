//! What makes each rule speak, in words, for the documentation and for whoever asks about a rule.
//!
//! Not yet reviewed by a clinician.

use super::phrase::{Language, Phrase};
use super::risks::about::RISKS;
use super::{patterns, red_flags, study};
use crate::study::trigger::TRIGGER;

/// A rule that is no red flag, in words.
pub(super) struct Other {
    pub(super) rule: &'static str,
    pub(super) title: Phrase,
    pub(super) condition: &'static str,
    pub(super) unknown: &'static str,
}

/// The title of a rule; `None` for a name that is none.
pub fn title(rule: &str, language: Language) -> Option<&'static str> {
    let of_study = rule.starts_with(TRIGGER).then(|| study::trigger::TITLE.text(language));
    red_flags::title(rule, language).or_else(|| other(rule).map(|other| other.title.text(language))).or(of_study)
}

/// The condition of a rule in words; `None` for a name that is none.
pub fn condition(rule: &str) -> Option<&'static str> {
    let red_flag = RED_FLAGS.iter().find(|(known, _)| *known == rule).map(|(_, text)| *text);
    red_flag.or_else(|| other(rule).map(|other| other.condition))
}

/// When a rule says that it cannot know; `None` for a name that is none.
pub fn unknown(rule: &str) -> Option<&'static str> {
    let is_red_flag = red_flags::title(rule, Language::English).is_some();
    is_red_flag.then_some(NOT_ANSWERED).or_else(|| other(rule).map(|other| other.unknown))
}

fn other(rule: &str) -> Option<&'static Other> {
    others().find(|other| other.rule == rule)
}

const NOT_ANSWERED: &str = "An answer that it needs was not given, and those given do not settle it. A doubt that could hide an emergency \
     counts as the sign where the condition says \"may be\" or \"unknown\".";

fn others() -> impl Iterator<Item = &'static Other> {
    OTHERS.iter().chain(RISKS)
}

/// The rules that are neither red flags nor risks of a session.
static OTHERS: &[Other] = &[
    Other {
        rule: "unread_answer",
        title: Phrase { en: "An answer that could not be read", de: "Eine Antwort, die nicht gelesen werden konnte" },
        condition: "A word of a report is in no list: among the signs or the quality it may be one that needs a doctor, \
                    anywhere else it is noted. The word is kept as written, and what it answers is not known.",
        unknown: "Never: what was not answered holds no word.",
    },
    Other {
        rule: "pattern",
        title: patterns::PATTERN_TITLE,
        condition: "A report of tingling tells at least one thing that is asked here. The groups of known causes are \
                    put in order by what speaks for and against each, and by how common they are; see \
                    [patterns.md](patterns.md). Only the order is told, never a number.",
        unknown: "Without any answer that speaks for or against a group.",
    },
    Other {
        rule: "repeated_pattern",
        title: patterns::REPEATED_TITLE,
        condition: "In at least 3 tingling reports of 90 days (this one included), and at least 6 in 10 of them, the \
                    same leg or place, minute, distance, shoe, relief or time to relief.",
        unknown: "With at least 3 such reports, when those that did not answer could make it so.",
    },
    Other {
        rule: "old_signs",
        title: Phrase {
            en: "Signs told long after they were",
            de: "Zeichen, von denen erst lange danach berichtet wurde",
        },
        condition: "A sign that is an emergency or for the same day is told more than 14 days after it was: all such \
                    signs are summed up, once.",
        unknown: "Never: it only gathers what other rules found.",
    },
];

/// The red flags.
static RED_FLAGS: &[(&str, &str)] = &[
    (
        "rf01",
        "A sign saddle_numb, bladder or bowel; or the site saddle with quality numb, unless it came on a bike, is \
         over, and is known to have lasted at most 60 minutes.",
    ),
    ("rf02", "A sign foot_drop; or weakness with leg sites on both sides; or weakness that is progressive."),
    (
        "rf03",
        "A sign face_droop, speech, vision, arm_weak or confusion; or the sites face and arm both marked left, or \
         both marked right.",
    ),
    (
        "rf04",
        "A sign throat_tight; or face_swelling, wheeze, breathless or faint together with itching (quality) or \
         hives (sign).",
    ),
    (
        "rf05",
        "Severe pain that is, or may be, still going on, with a tight hard muscle, weakness or numbness, at least \
         30 minutes after stopping (or that time is unknown).",
    ),
    ("rf06", "Cold or pale, together with severe pain, weakness or numbness, and it is or may be still going on."),
    (
        "rf07",
        "Dark urine: an emergency with severe_pain, pain, cramp, stiff, swelling, weakness, vomiting or \
         confusion, else the same day.",
    ),
    (
        "rf08",
        "A seizure; or confusion, vomiting, severe headache or puffy hands after any gain in weight, or after \
         drinking at least 1500 ml/h for at least 4 h. With the weight change unknown, vomiting, severe headache \
         or puffy hands after at least 3 h are for the same day.",
    ),
    ("rf09", "A sign chest_pain or faint."),
    (
        "rf10",
        "A tender calf with breathlessness; or swelling with a tender calf, warmth or redness: an emergency with \
         breathlessness or chest pain, else the same day when a leg site is marked left or right.",
    ),
    ("rf11", "Severe pain, swelling or a change of colour (discoloured, pale, red), with or without tingling."),
    (
        "rf12",
        "Numbness, cold or warmth: the same day when it is still going on and has lasted at least 60 minutes, or \
         when it is cold and a leg site is marked left or right; else see a doctor.",
    ),
    ("rf13", "Pain that shoots down both legs (shooting_both)."),
    ("rf14", "Tingling that standing worsens and sitting relieves."),
    ("rf15", "Changes in balance or coordination: the same day when new within 14 days or with weakness."),
    (
        "rf16",
        "Tingling that lasted at least 120 minutes, or is still going on at least 120 minutes after stopping. It \
         rises to the same day when it lasted at least 1440 minutes and any other rule but rf26 fires.",
    ),
    ("rf17", "Daily life is affected (some or stopped)."),
    ("rf18", "Tight gear was taken off and the tingling persists."),
    (
        "rf19",
        "Pain or cramp that began during exercise: see a doctor when this is so in at least 3 of the last 10 \
         reports (this one and the newest 9 of the last 90 days), or when a calf site eased within 10 minutes at \
         age 40 or more; else watch.",
    ),
    (
        "rf20",
        "Tingling in one leg: see a doctor when at least 4 tingling reports in 90 days, and at least 4 in 5 of \
         those that tell a leg side, were in one same leg alone and this report touches that leg; else watch when \
         a leg site is marked left or right.",
    ),
    ("rf21", "Linked with a specific step, a new injury, or a fall or hit."),
    (
        "rf22",
        "Itching that is strong (severity at least 7), comes with hives, or is in at least 3 reports within 28 \
         days (this one included).",
    ),
    (
        "rf23",
        "Began during exercise and is tight, swollen, stiff or lasted at least 30 minutes, in at least 3 reports \
         within 90 days (this one included) that share a site with this one.",
    ),
    (
        "rf24",
        "Calf or back of the knee, began during exercise, eased by rest, in at least 3 reports within 90 days \
         (this one included).",
    ),
    (
        "rf25",
        "The tingling grows, by any of: more tingling reports in the last 28 days (this one included, at least 5) \
         than in the 28 days before, exact one-sided test p < 0.01, with a diary of at least 56 days; the median \
         duration or severity at least doubled between those windows, 4 answers in each; or it is now there at \
         rest while at least 3 tingling reports of the last 365 days tell an onset and none tells at_rest.",
    ),
    (
        "rf26",
        "At least two different rules of rf14, rf15, rf16, rf17, rf18, rf21, rf22 fire within 14 days: for this \
         report, or for an earlier report of the last 14 days judged with the reports before it and no session.",
    ),
    ("rf27", "Fatigue at least 4 of 5, or pain at least 5 of 10 before or during the session."),
    (
        "rf28",
        "Tingling with diabetes, cancer, an anticoagulant or pregnancy in the profile; or at age 50 or more \
         without an earlier tingling report in the last 365 days.",
    ),
    ("rf29", "Tingling that climbs (ascending) with weakness, fever or a recent infection."),
    ("rf30", "Weakness that rf02 does not already call an emergency."),
    ("rf31", "Swelling of the face that rf04 does not already call an emergency."),
    ("rf32", "Tingling that climbs (ascending), alone."),
    (
        "rf33",
        "Frequent or long-standing tingling, counted back from this report: tingling reports in at least 8 of the \
         last 12 blocks of 7 days, or in at least 12 of the last 42 blocks of 24 hours (this one included).",
    ),
    ("rf34", "Tingling with the site low_back together with thigh or calf on both sides."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::rules::rules;
    use crate::voice::forbidden_in;

    #[test]
    fn every_rule_has_a_title_a_condition_and_says_when_it_cannot_know() {
        for rule in rules().map(|rule| rule.id).chain(["old_signs"]) {
            let source = rules().find(|known| known.id == rule).map_or("", |known| known.source);
            let titles = Language::ALL.iter().map(|language| title(rule, *language));
            for text in titles.chain([condition(rule), unknown(rule), Some(source)]) {
                let text = text.unwrap_or_else(|| panic!("{rule} lacks words"));
                assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{rule}");
                assert!(!text.contains("  "), "{rule}: {text}");
            }
        }
        assert_eq!((title("rf99", Language::German), condition("rf99"), unknown("rf99")), (None, None, None));
    }

    #[test]
    fn no_words_are_kept_for_a_rule_that_is_gone() {
        let named = RED_FLAGS.iter().map(|(rule, _)| *rule).chain(others().map(|other| other.rule));
        let known: Vec<&str> = rules().map(|rule| rule.id).chain(["old_signs"]).collect();
        assert_eq!(named.filter(|rule| !known.contains(rule)).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
