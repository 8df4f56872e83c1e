//! What a replay of a person's past says of each rule, in words.

use super::phrase::{Language, Phrase};
use crate::decide::feedback::Tally;
use crate::study::counted::Counted;

/// The columns of the table of rules.
pub const COLUMNS: [Phrase; 9] = [
    Phrase { en: "rule", de: "Regel" },
    Phrase { en: "told", de: "mitgeteilt" },
    Phrase { en: "a week", de: "je Woche" },
    Phrase { en: "only shown", de: "nur gezeigt" },
    Phrase { en: "tingling followed", de: "Kribbeln folgte" },
    Phrase { en: "usual", de: "sonst" },
    Phrase { en: "missed", de: "verpasst" },
    Phrase { en: "ahead by", de: "vorher um" },
    Phrase { en: "your marks", de: "Ihre Marken" },
];

const HEADING: Phrase = Phrase {
    en: "{name}: {from} to {to}, {weeks} weeks, lived again by these rules. Nothing was changed.",
    de: "{name}: {from} bis {to}, {weeks} Wochen, nach diesen Regeln noch einmal durchlebt. Nichts wurde geändert.",
};

/// What stands above: whose past, from when to when, and for how long.
pub fn heading(name: &str, from: &str, to: &str, weeks: f64, language: Language) -> String {
    let weeks = language.number(weeks, 1);
    HEADING.with(language, &[("name", name), ("from", from), ("to", to), ("weeks", &weeks)])
}

const LIVED: Phrase = Phrase {
    en: "Each record counts from when it could be known: a session from its end, the sum of a day from that day's end.",
    de: "Jeder Datensatz zählt, sobald er bekannt sein konnte: eine Einheit ab ihrem Ende, eine Tagessumme ab dem \
         Ende des Tages.",
};
const ARRIVED: Phrase = Phrase {
    en: "Each record counts from when it came in.",
    de: "Jeder Datensatz zählt, sobald er eingegangen war.",
};
const UNDATED: Phrase = Phrase {
    en: "Of {count} records it was not kept when they came in; they count from when they could be known.",
    de: "Bei {count} Datensätzen ist nicht festgehalten, wann sie eingingen; sie zählen, sobald sie bekannt sein \
         konnten.",
};

/// From when the records counted.
pub fn order(has_arrived: bool, undated: usize, language: Language) -> String {
    let order = if has_arrived { ARRIVED } else { LIVED }.text(language).to_owned();
    match undated {
        0 => order,
        count => format!("{order} {}", UNDATED.with(language, &[("count", &count.to_string())])),
    }
}

const SHARE: Phrase =
    Phrase { en: "{yes} of {of}: {share} % ({low} to {high})", de: "{yes} von {of}: {share} % ({low} bis {high})" };

/// So many of so many, with the exact 95 % interval; nothing of nothing.
pub fn share(share: Counted, language: Language) -> String {
    let (Some(value), Some([low, high])) = (share.share(), share.interval()) else { return String::new() };
    let percent = |value: f64| language.number(value * 100.0, 0);
    let (yes, of) = (share.yes.to_string(), share.of.to_string());
    let gaps = [("yes", &*yes), ("of", &of), ("share", &percent(value)), ("low", &percent(low))];
    let gaps: Vec<(&str, &str)> = gaps.into_iter().collect();
    let high = percent(high);
    SHARE.with(language, &[gaps.as_slice(), &[("high", &high)]].concat())
}

const PERCENT: Phrase = Phrase { en: "{share} %", de: "{share} %" };

/// A share without its interval; nothing of nothing.
pub fn percent(share: Counted, language: Language) -> String {
    let value = share.share().map(|value| language.number(value * 100.0, 0));
    value.map(|value| PERCENT.with(language, &[("share", &value)])).unwrap_or_default()
}

const OF: Phrase = Phrase { en: "{yes} of {of}", de: "{yes} von {of}" };

/// So many of so many; nothing of nothing.
pub fn part(share: Counted, language: Language) -> String {
    let (yes, of) = (share.yes.to_string(), share.of.to_string());
    if share.of == 0 { String::new() } else { OF.with(language, &[("yes", &yes), ("of", &of)]) }
}

const MINUTES: Phrase = Phrase { en: "{count} min", de: "{count} min" };
const HOURS: Phrase = Phrase { en: "{count} h", de: "{count} h" };
const DAYS: Phrase = Phrase { en: "{count} days", de: "{count} Tage" };

/// How long before: minutes up to two hours, hours up to two days, then days.
pub fn lead(minutes: f64, language: Language) -> String {
    let (phrase, unit) = match minutes {
        _ if minutes < 120.0 => (MINUTES, 1.0),
        _ if minutes < 2880.0 => (HOURS, 60.0),
        _ => (DAYS, 1440.0),
    };
    phrase.with(language, &[("count", &language.number(minutes / unit, 0))])
}

const MARKED: Phrase = Phrase { en: "{right} of {all} right", de: "{right} von {all} richtig" };
const LATE: Phrase = Phrase { en: ", {late} too late", de: ", {late} zu spät" };

/// The marks of a rule in short; nothing without any.
pub fn marks(tally: Tally, language: Language) -> String {
    let right = tally.right();
    if right.of == 0 {
        return String::new();
    }
    let (yes, of) = (right.yes.to_string(), right.of.to_string());
    let mut text = MARKED.with(language, &[("right", &yes), ("all", &of)]);
    if tally.late > 0 {
        text.push_str(&LATE.with(language, &[("late", &tally.late.to_string())]));
    }
    text
}

const DEMOTED: Phrase = Phrase {
    en: "you marked {wrong} of {all} as false; shown quietly",
    de: "von {all} markierten Sie {wrong} als falsch; wird still gezeigt",
};

/// Why the advice of a rule is shown quietly.
pub fn demoted(tally: Tally, language: Language) -> String {
    let (wrong, all) = (tally.wrong.to_string(), tally.right().of.to_string());
    DEMOTED.with(language, &[("wrong", &wrong), ("all", &all)])
}

const NOTHING: Phrase = Phrase {
    en: "No rule would have spoken. That speaks of what was recorded only.",
    de: "Keine Regel hätte gesprochen. Das gilt nur für das, was aufgezeichnet war.",
};

/// What stands in place of the table when nothing was said.
pub fn nothing(language: Language) -> &'static str {
    NOTHING.text(language)
}

const FOLLOWED: Phrase = Phrase {
    en: "tingling followed: of the sessions a rule spoke of and that were answered, those with a report of tingling \
         for that session{later}, and the exact 95 % interval; usual: the same share of all answered sessions.",
    de: "Kribbeln folgte: von den beantworteten Einheiten, von denen eine Regel sprach, jene mit einem Bericht von \
         Kribbeln zu dieser Einheit{later}, und das exakte 95-%-Intervall; sonst: derselbe Anteil aller beantworteten \
         Einheiten.",
};
const LATER: Phrase = Phrase {
    en: " ({rules}: or within {days} days of its end)",
    de: " ({rules}: oder innerhalb von {days} Tagen nach ihrem Ende)",
};
const UNANSWERED: Phrase = Phrase {
    en: "Not answered, and counted neither way: {rules}.",
    de: "Nicht beantwortet und weder so noch so gezählt: {rules}.",
};
const MISSED: Phrase = Phrase {
    en: "missed: reports of tingling that the rule had said nothing of before; ahead by: the middle of the times from \
         its word to the report, where the word came first.",
    de: "verpasst: Berichte von Kribbeln, von denen die Regel vorher nichts gesagt hatte; vorher um: die Mitte der \
         Zeiten von ihrem Wort bis zum Bericht, wo das Wort zuerst kam.",
};
const REPORTS: Phrase = Phrase {
    en: "Rules about a report, the signs for a doctor among them, foretell nothing: they answer what you told, and are \
         never shown quietly because of marks.",
    de: "Regeln über einen Bericht, auch die Zeichen für einen Arztbesuch, sagen nichts voraus: Sie antworten auf das, \
         was Sie berichtet haben, und werden nie wegen Marken still gezeigt.",
};
const CAUTION: Phrase = Phrase {
    en: "Seen together is not caused by; few sessions leave wide intervals. Decision support, not a diagnosis.",
    de: "Zusammen gesehen heißt nicht verursacht; wenige Einheiten lassen weite Intervalle. Entscheidungshilfe, keine \
         Diagnose.",
};

const NO_STUDY: Phrase = Phrase {
    en: "What the study finds (trigger.…) is not part of it; with --study it is.",
    de: "Was die Studie findet (trigger.…), gehört nicht dazu; mit --study schon.",
};

/// That the study was not asked.
pub fn without_study(language: Language) -> &'static str {
    NO_STUDY.text(language)
}

/// What the columns mean. `later` are the rules that also count later days, and how many; `unanswered` the rules with
/// sessions that nobody answered, and how many.
pub fn legend(later: &[(&str, f64)], unanswered: &[(&str, usize)], language: Language) -> Vec<String> {
    let rules: Vec<&str> = later.iter().map(|(rule, _)| *rule).collect();
    let days = later.iter().map(|(_, days)| *days).fold(0.0, f64::max);
    let gaps = [("rules", &*rules.join(", ")), ("days", &*language.number(days, 0))];
    let later = if later.is_empty() { String::new() } else { LATER.with(language, &gaps) };
    let mut lines = vec![FOLLOWED.with(language, &[("later", &later)])];
    if !unanswered.is_empty() {
        let rules: Vec<String> = unanswered.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
        lines.push(UNANSWERED.with(language, &[("rules", &rules.join(", "))]));
    }
    lines.extend([MISSED, REPORTS, CAUTION].map(|phrase| phrase.text(language).to_owned()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::forbidden_in;

    #[test]
    fn every_text_is_whole_in_every_language() {
        for language in Language::ALL {
            let tally = Tally { useful: 1, wrong: 6, late: 0 };
            let shares = Counted { yes: 3, of: 8 };
            let mut texts = legend(&[("spike", 7.0)], &[("heat", 2)], *language);
            texts.extend(legend(&[], &[], *language));
            texts.push(without_study(*language).to_owned());
            texts.push(heading("Ana", "1", "2", 13.04, *language));
            texts.extend([order(true, 3, *language), order(false, 0, *language), share(shares, *language)]);
            texts.extend([marks(Tally { late: 2, ..tally }, *language), demoted(tally, *language)]);
            texts.extend([percent(shares, *language), part(shares, *language), nothing(*language).to_owned()]);
            for text in texts {
                assert!(!text.contains(['{', '}']) && !text.contains("  "), "{text}");
                assert_eq!(forbidden_in(&text), Vec::<&str>::new(), "{text}");
            }
        }
        let english = Language::English;
        assert_eq!(
            demoted(Tally { useful: 1, wrong: 6, late: 0 }, english),
            "you marked 6 of 7 as false; shown quietly"
        );
        assert_eq!(share(Counted { yes: 8, of: 20 }, english), "8 of 20: 40 % (19 to 64)");
        assert_eq!(
            (share(Counted::default(), english), marks(Tally::default(), english)),
            (String::new(), String::new())
        );
        assert_eq!(
            [20.0, 119.4, 300.0, 5000.0].map(|minutes| lead(minutes, Language::German)),
            ["20 min", "119 min", "5 h", "3 Tage"]
        );
    }
}
