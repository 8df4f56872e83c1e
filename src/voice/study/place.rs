//! Where an exposure stands, in a sentence.

use super::attempt::attempt;
use super::trigger::{exposure_more_or_own, exposure_name_or_own, ratio_text};
use crate::study::line::{Lack, Line, Place};
use crate::study::person::Study;
use crate::voice::phrase::{Language, Phrase};

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Found,
    Withdrawn,
    Undecided,
    Companion,
    Early,
    RuledOut,
    Open,
    Untested,
}

impl Section {
    /// Every part, in order.
    pub(super) const ALL: &'static [Section] = &[
        Section::Found,
        Section::Withdrawn,
        Section::Undecided,
        Section::Companion,
        Section::Early,
        Section::RuledOut,
        Section::Open,
        Section::Untested,
    ];

    /// Where a line belongs.
    pub(super) fn of(line: &Line) -> Section {
        match line.place {
            Place::Found { .. } => Section::Found,
            Place::Withdrawn { .. } => Section::Withdrawn,
            Place::Undecided { .. } => Section::Undecided,
            Place::Companion { .. } => Section::Companion,
            Place::Early { .. } => Section::Early,
            Place::RuledOut => Section::RuledOut,
            Place::Open => Section::Open,
            Place::Untested { .. } => Section::Untested,
        }
    }

    pub(super) fn title(self, language: Language) -> &'static str {
        match self {
            Section::Found => Phrase {
                en: "Goes before your tingling (seen together, not proven to cause it)",
                de: "Geht Ihrem Kribbeln voraus (zusammen gesehen, nicht als Ursache bewiesen)",
            },
            Section::Withdrawn => {
                Phrase { en: "Taken back by later episodes", de: "Durch spätere Episoden zurückgenommen" }
            }
            Section::Undecided => Phrase { en: "Cannot be told apart yet", de: "Noch nicht auseinanderzuhalten" },
            Section::Companion => {
                Phrase { en: "Moves together with what was found", de: "Geht mit dem Gefundenen einher" }
            }
            Section::Early => Phrase {
                en: "Worth watching (one in three of these turns out to be chance or a stand-in)",
                de: "Beobachtenswert (eines von dreien ist Zufall oder ein Stellvertreter)",
            },
            Section::RuledOut => Phrase { en: "Not this", de: "Das nicht" },
            Section::Open => Phrase { en: "Open", de: "Offen" },
            Section::Untested => Phrase { en: "Could not be tested yet", de: "Noch nicht prüfbar" },
        }
        .text(language)
    }
}

const COUNTS: Phrase = Phrase {
    en: "{exposure}: in {exposed} of your {tingled} tingling sessions, in {quiet_there} of {quiet} others",
    de: "{exposure}: in {exposed} von {tingled} Einheiten mit Kribbeln, in {quiet_there} von {quiet} anderen",
};
const ABOVE: Phrase = Phrase {
    en: "{exposure}, above your middle: in {exposed} of your {tingled} tingling sessions, in {quiet_there} of {quiet} others",
    de: "{exposure}, über Ihrer Mitte: in {exposed} von {tingled} Einheiten mit Kribbeln, in {quiet_there} von {quiet} anderen",
};
const AT_LEAST: Phrase = Phrase {
    en: "; odds at least about {low} times as high (95 % interval {low} to {high}). {attempt}, and see.",
    de: "; Chancenverhältnis mindestens etwa {low} (95-%-Intervall {low} bis {high}). {attempt}, und sehen Sie.",
};
const AT_LEAST_A_STEP: Phrase = Phrase {
    en: "; for one usual step up the odds are at least about {low} times as high (95 % interval {low} to {high}). \
         {attempt}, and see.",
    de: "; je übliche Stufe nach oben ein Chancenverhältnis von mindestens etwa {low} (95-%-Intervall {low} bis {high}). \
         {attempt}, und sehen Sie.",
};
const BETWEEN: Phrase = Phrase {
    en: "; odds ratio with a 95 % interval of {low} to {high}. {attempt}, and see.",
    de: "; Chancenverhältnis mit 95-%-Intervall {low} bis {high}. {attempt}, und sehen Sie.",
};
const AT_EVENT: Phrase = Phrase { en: "{exposure}: since episode {event}", de: "{exposure}: seit Episode {event}" };
const OR: Phrase = Phrase {
    en: "{exposure}, or: {others}. More episodes in which only one of them is there would tell.",
    de: "{exposure} oder: {others}. Weitere Episoden, in denen nur eines davon da ist, würden es zeigen.",
};
const TOGETHER: Phrase = Phrase {
    en: "{exposure}: moves together with {others}, and says nothing beyond that",
    de: "{exposure}: geht einher mit {others} und sagt darüber hinaus nichts",
};
const RULED_OUT: Phrase = Phrase {
    en: "{exposure}: more than {high} times the odds is ruled out (95 % interval)",
    de: "{exposure}: mehr als das {high}-Fache der Chancen ist ausgeschlossen (95-%-Intervall)",
};
const MORE: Phrase = Phrase {
    en: "{exposure}: about {count} more episodes would show it, were it a cause",
    de: "{exposure}: etwa {count} weitere Episoden würden es zeigen, wäre es eine Ursache",
};
const ANY_TIME: Phrase = Phrase {
    en: "{exposure}: there are episodes enough to have shown a strong cause; a weak one stays possible",
    de: "{exposure}: es gibt Episoden genug, um eine starke Ursache zu zeigen; eine schwache bleibt möglich",
};
const NEVER: Phrase = Phrase {
    en: "{exposure}: too rare, or too usual, to be told apart in reasonable time",
    de: "{exposure}: zu selten oder zu üblich, um es in absehbarer Zeit zu unterscheiden",
};
const LACKS: Phrase = Phrase { en: "{exposure}: {lack}", de: "{exposure}: {lack}" };

/// The sentence of a line.
pub(super) fn sentence(study: &Study, line: &Line, language: Language) -> String {
    let name = exposure_name_or_own(&line.exposure, language);
    let names = |others: &[String]| -> String {
        let names: Vec<String> = others.iter().map(|other| exposure_name_or_own(other, language)).collect();
        names.join(", ")
    };
    let exposure: (&str, &str) = ("exposure", &name);
    match &line.place {
        Place::Found { .. } => format!("{}{}", counts(line, language), strength(line, language)),
        Place::Withdrawn { at_event } | Place::Early { at_event } => {
            AT_EVENT.with(language, &[exposure, ("event", &at_event.to_string())])
        }
        Place::Undecided { rivals } => OR.with(language, &[exposure, ("others", &names(rivals))]),
        Place::Companion { of } => TOGETHER.with(language, &[exposure, ("others", &names(of))]),
        Place::RuledOut => {
            let high = line.odds.map_or(String::new(), |odds| ratio_text(odds.high, language));
            RULED_OUT.with(language, &[exposure, ("high", &high)])
        }
        Place::Open => match line.still_needed {
            Some(0) => ANY_TIME.with(language, &[exposure]),
            Some(count) => MORE.with(language, &[exposure, ("count", &count.to_string())]),
            None => NEVER.with(language, &[exposure]),
        },
        Place::Untested { because } => {
            LACKS.with(language, &[exposure, ("lack", &lack(*because, study.gates.answered, language))])
        }
    }
}

fn counts(line: &Line, language: Language) -> String {
    let counts = &line.counts;
    let phrase = if line.is_binary { COUNTS } else { ABOVE };
    let called = match line.is_binary {
        true => exposure_more_or_own(&line.exposure, language),
        false => exposure_name_or_own(&line.exposure, language),
    };
    phrase.with(
        language,
        &[
            ("exposure", &called),
            ("exposed", &counts.exposed_tingled.to_string()),
            ("tingled", &counts.tingled().to_string()),
            ("quiet_there", &counts.exposed_quiet.to_string()),
            ("quiet", &counts.sessions().saturating_sub(counts.tingled()).to_string()),
        ],
    )
}

fn strength(line: &Line, language: Language) -> String {
    let Some(odds) = line.odds else { return String::new() };
    let phrase = match (odds.low > 1.0, line.is_binary) {
        (true, true) => AT_LEAST,
        (true, false) => AT_LEAST_A_STEP,
        (false, _) => BETWEEN,
    };
    let [low, high] = [odds.low, odds.high].map(|end| ratio_text(end, language));
    phrase.with(language, &[("low", &low), ("high", &high), ("attempt", attempt(&line.exposure, language))])
}

fn lack(lack: Lack, answered: usize, language: Language) -> String {
    let (phrase, gaps): (Phrase, Vec<(&str, usize)>) = match lack {
        Lack::Sessions { have, need } => (
            Phrase {
                en: "told for {have} of {answered} answered sessions, {need} are needed",
                de: "bei {have} von {answered} beantworteten Einheiten genannt, nötig sind {need}",
            },
            vec![("have", have), ("need", need), ("answered", answered)],
        ),
        Lack::Episodes { have, need } => (
            Phrase {
                en: "told for {have} episodes, {need} are needed",
                de: "bei {have} Episoden genannt, nötig sind {need}",
            },
            vec![("have", have), ("need", need)],
        ),
        Lack::Contrast { with, without, need } => (
            Phrase {
                en: "{exposed} sessions with it and {unexposed} without, {need} of each are needed",
                de: "{exposed} Einheiten damit und {unexposed} ohne, nötig sind je {need}",
            },
            vec![("exposed", with), ("unexposed", without), ("need", need)],
        ),
        Lack::Constant => (Phrase { en: "the same in every session", de: "in jeder Einheit gleich" }, Vec::new()),
        Lack::NoLook => (Phrase { en: "too few episodes", de: "zu wenige Episoden" }, Vec::new()),
    };
    let texts: Vec<(&str, String)> = gaps.into_iter().map(|(name, count)| (name, count.to_string())).collect();
    let gaps: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    phrase.with(language, &gaps)
}

/// The checks that a line stood.
pub(super) fn stood(line: &Line, language: Language) -> Vec<String> {
    let checks = &line.checks;
    let mut stood: Vec<String> = Vec::new();
    let mut push = |held: Option<bool>, phrase: Phrase| {
        if held == Some(true) {
            stood.push(phrase.text(language).to_owned());
        }
    };
    push(
        checks.halves_agree,
        Phrase { en: "the same in both halves of your episodes", de: "in beiden Hälften der Episoden gleich" },
    );
    push(
        checks.stands_without_carry_over,
        Phrase {
            en: "also without the sessions within a day after tingling",
            de: "auch ohne die Einheiten am Tag nach einem Kribbeln",
        },
    );
    push(
        checks.stands_within_weeks,
        Phrase { en: "also among sessions of the same four weeks", de: "auch unter Einheiten derselben vier Wochen" },
    );
    if let Some(p) = checks.exact_p.filter(|p| *p < 0.05) {
        stood.push(EXACT.with(language, &[("p", &p_text(p, language))]));
    }
    if let Some(ratio) = line.beside_others.filter(|ratio| *ratio > 1.0) {
        stood.push(BESIDE.with(language, &[("ratio", &ratio_text(ratio, language))]));
    }
    if let Some(dose) = &checks.dose {
        let shares: Vec<String> =
            dose.thirds.iter().map(|third| format!("{}/{}", third.tingled, third.sessions)).collect();
        stood.push(DOSE.with(language, &[("thirds", &shares.join(", "))]));
    }
    stood
}

/// A p as it is told: to two digits, and not below a thousandth.
fn p_text(p: f64, language: Language) -> String {
    if p < 0.001 { format!("< {}", language.number(0.001, 3)) } else { format!("= {}", language.number(p, 3)) }
}

const EXACT: Phrase = Phrase {
    en: "the counts alone, by Fisher's exact test (p {p})",
    de: "die Zahlen allein, nach Fishers exaktem Test (p {p})",
};
const BESIDE: Phrase = Phrase {
    en: "beside what else was found (odds ratio about {ratio})",
    de: "auch neben dem anderen Gefundenen (Chancenverhältnis etwa {ratio})",
};
const DOSE: Phrase = Phrase {
    en: "tingling in the lower, middle and upper third of your sessions: {thirds}",
    de: "Kribbeln im unteren, mittleren und oberen Drittel Ihrer Einheiten: {thirds}",
};
