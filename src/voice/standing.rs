//! Where a person stands, in sentences: each thing beside their own usual, and what is not known named.

use super::phrase::{Language, Phrase};
use crate::body::exposures::Answer;
use crate::body::standing::{Compared, Coverage, LastSession, Over, Reading, Usual};
use crate::time::{Timestamp, minutes_between};

/// A measure in words.
struct Words {
    /// Its name in the code.
    name: &'static str,
    /// What it is called.
    label: Phrase,
    /// What it is called below 0, where the number is then told without its sign.
    below: Option<Phrase>,
    /// A number is told in steps of this: more would promise more than is known.
    step: f64,
}

/// Every measure.
static WORDS: &[Words] = &[
    Words {
        name: "load_7d_au",
        label: Phrase { en: "load of the last 7 days", de: "Belastung der letzten 7 Tage" },
        below: None,
        step: 10.0,
    },
    Words {
        name: "load_session_au",
        label: Phrase { en: "load of the last session", de: "Belastung der letzten Einheit" },
        below: None,
        step: 10.0,
    },
    Words {
        name: "mass_loss_pct",
        label: Phrase { en: "body mass lost", de: "Körpermasse verloren" },
        below: Some(Phrase { en: "body mass gained", de: "Körpermasse gewonnen" }),
        step: 0.1,
    },
    Words { name: "sweat_rate_l_h", label: Phrase { en: "sweat", de: "Schweiß" }, below: None, step: 0.1 },
    Words { name: "drunk_ml_h", label: Phrase { en: "drunk", de: "getrunken" }, below: None, step: 10.0 },
    Words {
        name: "sodium_deficit_mg",
        label: Phrase { en: "sodium, more lost than taken", de: "Natrium, mehr verloren als aufgenommen" },
        below: Some(Phrase { en: "sodium, more taken than lost", de: "Natrium, mehr aufgenommen als verloren" }),
        step: 10.0,
    },
    Words {
        name: "wbgt_c",
        label: Phrase { en: "heat with humidity (WBGT)", de: "Wärme mit Feuchte (WBGT)" },
        below: None,
        step: 1.0,
    },
    Words { name: "temp_c", label: Phrase { en: "air temperature", de: "Lufttemperatur" }, below: None, step: 1.0 },
];

/// What is missing, by name.
static MISSING: &[(&str, Phrase)] = &[
    ("workout", Phrase { en: "a finished session in these days", de: "eine beendete Einheit in diesen Tagen" }),
    ("records", Phrase { en: "records of all these days", de: "Aufzeichnungen aller dieser Tage" }),
    ("duration_min", Phrase { en: "the duration", de: "die Dauer" }),
    ("rpe_cr10", Phrase { en: "how hard it was", de: "wie hart es war" }),
    ("mass_after_kg", Phrase { en: "a weighing", de: "eine Wägung" }),
    ("body_mass", Phrase { en: "a body mass", de: "eine Körpermasse" }),
    ("fluid_ml", Phrase { en: "what was drunk", de: "was getrunken wurde" }),
    ("sodium_mg", Phrase { en: "the sodium taken", de: "das aufgenommene Natrium" }),
    ("sweat_loss_ml", Phrase { en: "the sweat", de: "der Schweiß" }),
    ("temp_c", Phrase { en: "the air temperature", de: "die Lufttemperatur" }),
    ("humidity_pct", Phrase { en: "the humidity", de: "die Luftfeuchte" }),
    (
        "plausible_mass_change",
        Phrase { en: "body masses that a session can explain", de: "Körpermassen, die eine Einheit erklären kann" },
    ),
    (
        "plausible_sweat_rate",
        Phrase { en: "weighings that a body can explain", de: "Wägungen, die ein Körper erklären kann" },
    ),
];

const KNOWN: Phrase =
    Phrase { en: "{label}: {value} {unit}{reckoned}; {usual}", de: "{label}: {value} {unit}{reckoned}; {usual}" };
const UNKNOWN: Phrase =
    Phrase { en: "{label}: not known; missing: {missing}", de: "{label}: nicht bekannt; es fehlt: {missing}" };
const RECKONED: Phrase = Phrase { en: ", reckoned", de: ", berechnet" };
const AT_LEAST: Phrase = Phrase { en: "at least {value}", de: "mindestens {value}" };

const LOWER: Phrase = Phrase {
    en: "lower than your usual {median} ({half})",
    de: "weniger als die für Sie üblichen {median} ({half})",
};
const ABOUT: Phrase =
    Phrase { en: "about your usual {median} ({half})", de: "etwa die für Sie üblichen {median} ({half})" };
const HIGHER: Phrase = Phrase {
    en: "higher than your usual {median} ({half})",
    de: "mehr als die für Sie üblichen {median} ({half})",
};
const HALF: Phrase = Phrase { en: "half of {seen}: {low} to {high}", de: "die Hälfte von {seen}: {low} bis {high}" };
const TOO_FEW: Phrase = Phrase {
    en: "no usual yet, known of {seen} and {least} are needed",
    de: "noch nichts Übliches, bekannt von {seen}, nötig sind {least}",
};
const OTHER_WAY: Phrase = Phrase {
    en: "your usual is {label} {median} (of {seen})",
    de: "üblich ist für Sie {label} {median} (von {seen})",
};
const WEEKS: Phrase = Phrase { en: "{count} earlier weeks", de: "{count} früheren Wochen" };
const SESSIONS: Phrase = Phrase { en: "{count} earlier sessions", de: "{count} früheren Einheiten" };

/// A reading as a line: `load of the last 7 days: 620 AU; higher than your usual 410 (half of 11 earlier weeks: 350
/// to 480)`.
pub fn reading(reading: &Reading, language: Language) -> String {
    let measure = reading.measure;
    let Some(words) = WORDS.iter().find(|words| words.name == measure.name) else { return measure.name.to_owned() };
    match &reading.value {
        Answer::Unknown { missing } => {
            let missing: Vec<&str> = missing.iter().map(|name| missing_word(name, language)).collect();
            let gaps = [("label", words.label.text(language)), ("missing", &missing.join(", "))];
            UNKNOWN.with(language, &gaps)
        }
        Answer::Known { value, estimated, .. } => {
            let label = words.label_of(*value).text(language);
            let number = words.number(*value, *value, language);
            // Logged drinks are the least that was drunk; everything else was reckoned by a rule of thumb.
            let is_least = measure.name == "drunk_ml_h" && *estimated;
            let number = if is_least { AT_LEAST.with(language, &[("value", &number)]) } else { number };
            let reckoned = if *estimated && !is_least { RECKONED.text(language) } else { "" };
            let usual = usual(reading, words, language);
            let gaps = [
                ("label", label),
                ("value", &number),
                ("unit", measure.unit),
                ("reckoned", reckoned),
                ("usual", &usual),
            ];
            KNOWN.with(language, &gaps)
        }
    }
}

/// Names of what is missing, in words.
pub fn missing_word(name: &str, language: Language) -> &str {
    MISSING.iter().find(|(known, _)| *known == name).map_or(name, |(_, phrase)| phrase.text(language))
}

impl Words {
    /// What a value is called: below 0 many are something else.
    fn label_of(&self, value: f64) -> &Phrase {
        self.below.as_ref().filter(|_| value < 0.0).unwrap_or(&self.label)
    }

    /// A number as it is told under the label of `value`.
    fn number(&self, number: f64, value: f64, language: Language) -> String {
        let is_turned = self.below.is_some() && value < 0.0;
        let told = if is_turned { -number } else { number };
        let decimals = if self.step < 1.0 { 1 } else { 0 };
        language.number((told / self.step).round() * self.step, decimals)
    }
}

fn usual(reading: &Reading, words: &Words, language: Language) -> String {
    let Usual { count, spread } = reading.usual;
    let seen = match reading.measure.over {
        Over::Week => WEEKS,
        Over::Session(_) => SESSIONS,
    };
    let seen = seen.with(language, &[("count", &count.to_string())]);
    let (Some(spread), Some(compared), Some(value)) = (spread, reading.compared(), reading.value.value()) else {
        return TOO_FEW.with(language, &[("seen", &seen), ("least", &reading.measure.least.to_string())]);
    };
    let label = words.label_of(spread.median);
    if label != words.label_of(value) {
        let median = words.number(spread.median, spread.median, language);
        let gaps = [("label", label.text(language)), ("median", &median), ("seen", &seen)];
        return OTHER_WAY.with(language, &gaps);
    }
    // Under a turned label less is more.
    let is_turned = *label != words.label;
    let (low, high) = if is_turned { (spread.high, spread.low) } else { (spread.low, spread.high) };
    let number = |number: f64| words.number(number, value, language);
    let half = HALF.with(language, &[("seen", &seen), ("low", &number(low)), ("high", &number(high))]);
    let phrase = match (compared, is_turned) {
        (Compared::About, _) => ABOUT,
        (Compared::Lower, false) | (Compared::Higher, true) => LOWER,
        (Compared::Higher, false) | (Compared::Lower, true) => HIGHER,
    };
    phrase.with(language, &[("median", &number(spread.median)), ("half", &half)])
}

const LAST: Phrase = Phrase { en: "last session {date}, {ago}", de: "letzte Einheit {date}, {ago}" };
const NO_SESSION: Phrase = Phrase {
    en: "no finished session recorded in the last {days} days",
    de: "keine beendete Einheit in den letzten {days} Tagen aufgezeichnet",
};
const TODAY: Phrase = Phrase { en: "today", de: "heute" };
const YESTERDAY: Phrase = Phrase { en: "yesterday", de: "gestern" };
const DAYS_AGO: Phrase = Phrase { en: "{count} days ago", de: "vor {count} Tagen" };

/// When the last session was: `last session 22 November 2026, 3 days ago`.
pub fn last_session(last: Option<&LastSession>, date: impl Fn(Timestamp) -> String, language: Language) -> String {
    let Some(last) = last else {
        let days = crate::body::standing::USUAL_DAYS.to_string();
        return NO_SESSION.with(language, &[("days", &days)]);
    };
    let ago = match last.days_ago {
        ..=0 => TODAY.text(language).to_owned(),
        1 => YESTERDAY.text(language).to_owned(),
        days => DAYS_AGO.with(language, &[("count", &days.to_string())]),
    };
    LAST.with(language, &[("date", &date(last.start)), ("ago", &ago)])
}

const ANSWERED: Phrase = Phrase {
    en: "{answered} of {sessions} sessions answered in {days} days",
    de: "{answered} von {sessions} Einheiten in {days} Tagen beantwortet",
};
const NONE_TO_ANSWER: Phrase =
    Phrase { en: "no session to answer in {days} days", de: "keine Einheit zu beantworten in {days} Tagen" };

/// How many sessions were answered: `17 of 21 sessions answered in 28 days`.
pub fn coverage(coverage: &Coverage, language: Language) -> String {
    let gaps = [
        ("answered", &*coverage.answered.to_string()),
        ("sessions", &coverage.sessions.to_string()),
        ("days", &coverage.days.to_string()),
    ];
    if coverage.sessions == 0 { NONE_TO_ANSWER.with(language, &gaps) } else { ANSWERED.with(language, &gaps) }
}

const HEADING: Phrase = Phrase {
    en: "Where you stand by your records, which reach to {date} ({age}):",
    de: "Wo Sie nach Ihren Aufzeichnungen stehen; sie reichen bis {date} ({age}):",
};
const NO_RECORDS: Phrase = Phrase {
    en: "Where you stand is not known: nothing is recorded yet.",
    de: "Wo Sie stehen, ist nicht bekannt: Noch ist nichts aufgezeichnet.",
};

/// What stands above the readings: how far the records reach.
pub fn heading(newest: Option<(String, Timestamp)>, now: Timestamp, language: Language) -> String {
    match newest {
        Some((date, at)) => HEADING.with(language, &[("date", &date), ("age", &age(at, now, language))]),
        None => NO_RECORDS.text(language).to_owned(),
    }
}

const NOW: Phrase = Phrase { en: "just now", de: "gerade eben" };
const MINUTES_AGO: Phrase = Phrase { en: "{count} min ago", de: "vor {count} min" };
const HOURS_AGO: Phrase = Phrase { en: "{count} h ago", de: "vor {count} h" };
const MONTHS_AGO: Phrase = Phrase { en: "{count} months ago", de: "vor {count} Monaten" };
const YEARS_AGO: Phrase = Phrase { en: "{count} years ago", de: "vor {count} Jahren" };

/// How long ago something was: `3 h ago`, `12 days ago`.
pub fn age(at: Timestamp, now: Timestamp, language: Language) -> String {
    const HOUR: f64 = 60.0;
    const DAY: f64 = 24.0 * HOUR;
    const MONTH: f64 = 365.25 / 12.0 * DAY;
    let minutes = minutes_between(at, now);
    let (phrase, unit) = match minutes {
        _ if minutes < 1.0 => return NOW.text(language).to_owned(),
        _ if minutes < HOUR => (MINUTES_AGO, 1.0),
        _ if minutes < 2.0 * DAY => (HOURS_AGO, HOUR),
        _ if minutes < 2.0 * MONTH => (DAYS_AGO, DAY),
        _ if minutes < 24.0 * MONTH => (MONTHS_AGO, MONTH),
        _ => (YEARS_AGO, 12.0 * MONTH),
    };
    phrase.with(language, &[("count", &language.number((minutes / unit).floor(), 0))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::body::standing::MEASURES;

    #[test]
    fn every_measure_has_words_and_no_words_are_left_over() {
        let named: Vec<&str> = WORDS.iter().map(|words| words.name).collect();
        let measures: Vec<&str> = MEASURES.iter().map(|measure| measure.name).collect();
        assert_eq!(named, measures);
    }

    #[test]
    fn an_age_is_told_in_whole_units_and_never_in_one_day() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-23T12:00:00Z");
        let told = |text: &str| age(at(text), now, Language::English);
        assert_eq!(told("2026-11-23T12:04:00Z"), "just now");
        assert_eq!(told("2026-11-23T11:58:30Z"), "1 min ago");
        assert_eq!(told("2026-11-23T11:00:00Z"), "1 h ago");
        assert_eq!(told("2026-11-21T12:00:01Z"), "47 h ago");
        assert_eq!(told("2026-11-21T12:00:00Z"), "2 days ago");
        assert_eq!(told("2026-01-23T12:00:00Z"), "9 months ago");
        assert_eq!(told("2020-10-23T12:00:00Z"), "6 years ago");
        assert_eq!(age(at("2026-11-21T12:00:00Z"), now, Language::German), "vor 2 Tagen");
    }
}
