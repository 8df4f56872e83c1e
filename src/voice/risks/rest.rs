//! The sentences about rest, warm-up and cool-down.

use super::{Language, Phrase, limit, number, told};
use crate::assess::Finding;

pub(super) const REST: Phrase = Phrase {
    en: "Rest first, and let the next session be easy. Your records show a session that was more than easy after \
         {reasons}. These limits come from advice on sleep and recovery, not from studies of tingling.",
    de: "Ruhen Sie sich zuerst aus und halten Sie die nächste Einheit leicht. Ihre Aufzeichnungen zeigen eine Einheit, \
         die mehr als leicht war, nach {reasons}. Diese Grenzen stammen aus Ratschlägen zu Schlaf und Erholung, nicht \
         aus Studien über Kribbeln.",
};

/// What a rest was short by: the name of the evidence, its words, and how many decimals.
const REASONS: &[(&str, Phrase, usize)] = &[
    (
        "rest_h",
        Phrase {
            en: "{value} h since the one before (the limit here is {limit} h)",
            de: "{value} h seit der vorigen (die Grenze liegt hier bei {limit} h)",
        },
        1,
    ),
    (
        "sleep_h",
        Phrase {
            en: "{value} h of sleep (the limit here is {limit} h)",
            de: "{value} h Schlaf (die Grenze liegt hier bei {limit} h)",
        },
        1,
    ),
    (
        "fatigue",
        Phrase {
            en: "a fatigue of {value} of 5 (the limit here is {limit})",
            de: "einer Müdigkeit von {value} von 5 (die Grenze liegt hier bei {limit})",
        },
        0,
    ),
];

pub(super) fn short_rest(finding: &Finding, language: Language) -> String {
    let reason = |(name, phrase, decimals): &(&str, Phrase, usize)| {
        number(finding, name)?;
        let (value, limit) = (told(finding, name, 1.0, *decimals, language), limit(finding, name, 0, language));
        Some(phrase.with(language, &[("value", &value), ("limit", &limit)]))
    };
    let reasons: Vec<String> = REASONS.iter().filter_map(reason).collect();
    REST.with(language, &[("reasons", &reasons.join(", "))])
}

pub(super) const WARMUP: Phrase = Phrase {
    en: "Begin the next session with at least {limit} easy minutes. Your records show a warm-up of {minutes} min; the \
         limit here is {limit} min. It is a habit that many advise; no study ties it to tingling.",
    de: "Beginnen Sie die nächste Einheit mit mindestens {limit} leichten Minuten. Ihre Aufzeichnungen zeigen ein \
         Aufwärmen von {minutes} min; die Grenze liegt hier bei {limit} min. Es ist eine Gewohnheit, zu der viele \
         raten; keine Studie verbindet sie mit Kribbeln.",
};

pub(super) const COOLDOWN: Phrase = Phrase {
    en: "End the next session with at least {limit} easy minutes. Your records show a cool-down of {minutes} min; the \
         limit here is {limit} min. It is a habit that many advise; no study ties it to tingling.",
    de: "Beenden Sie die nächste Einheit mit mindestens {limit} leichten Minuten. Ihre Aufzeichnungen zeigen ein \
         Auslaufen von {minutes} min; die Grenze liegt hier bei {limit} min. Es ist eine Gewohnheit, zu der viele \
         raten; keine Studie verbindet sie mit Kribbeln.",
};

pub(super) fn no_warmup(finding: &Finding, language: Language) -> String {
    left_out(WARMUP, "warmup_min", finding, language)
}

pub(super) fn no_cooldown(finding: &Finding, language: Language) -> String {
    left_out(COOLDOWN, "cooldown_min", finding, language)
}

fn left_out(phrase: Phrase, field: &str, finding: &Finding, language: Language) -> String {
    let (minutes, limit) = (told(finding, field, 1.0, 0, language), limit(finding, field, 0, language));
    phrase.with(language, &[("minutes", &minutes), ("limit", &limit)])
}
