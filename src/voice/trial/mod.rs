//! A trial on oneself in words: what it asks for, how it goes, and what it showed.

pub mod change;
mod refused;

use super::alert::Reader;
use super::phrase::{Language, Phrase};
use super::study::trigger::exposure_name_or_own;
use crate::study::line::Place;
use crate::study::trial::Arm;
use crate::study::trial::course::{Course, Trial};
use crate::study::trial::proposal::Proposal;
use crate::study::trial::stop::{Ending, Standing};
use crate::study::trial::verdict::Verdict;
use change::with_the_change;
pub use refused::{Refused, no_trial, none_yet};

const TRY: Phrase =
    Phrase { en: "A trial that could tell: {exposure}.", de: "Ein Versuch, der es zeigen könnte: {exposure}." };
const UNDECIDED: Phrase = Phrase {
    en: "Why: your records cannot tell it apart from {others}.",
    de: "Warum: Ihre Aufzeichnungen können es nicht unterscheiden von: {others}.",
};
const EARLY: Phrase = Phrase {
    en: "Why: it is worth watching, and one in three of these turns out to be chance or a stand-in.",
    de: "Warum: Es ist beobachtenswert, und eines von dreien davon ist Zufall oder ein Stellvertreter.",
};
const COMPANION: Phrase = Phrase {
    en: "Why: it moves together with {others}, and records alone cannot say which of them matters.",
    de: "Warum: Es geht einher mit {others}, und Aufzeichnungen allein sagen nicht, worauf es ankommt.",
};
const FOUND: Phrase = Phrase {
    en: "Why: it goes before your tingling in your records, which does not prove that it is the cause.",
    de: "Warum: Es geht dem Kribbeln in Ihren Aufzeichnungen voraus; das beweist nicht, dass es die Ursache ist.",
};
const OPEN: Phrase = Phrase {
    en: "Why: your records neither show it nor rule it out.",
    de: "Warum: Ihre Aufzeichnungen zeigen es weder, noch schließen sie es aus.",
};
const WITH: Phrase = Phrase { en: "With the change: {change}.", de: "Mit der Änderung: {change}." };
const AS_USUAL: Phrase = Phrase {
    en: "As usual: do what you would do anyway, and nothing on top of it.",
    de: "Wie immer: Machen Sie, was Sie ohnehin täten, und nichts darüber hinaus.",
};
const SESSIONS: Phrase = Phrase {
    en: "How long: {sessions} sessions in pairs, one of each, in an order drawn by lot. In 8 of 10 trials that is enough, \
         if sessions with the change become like your sessions without it (tingling in about {changed} of 100 instead of \
         {usual} of 100).",
    de: "Wie lange: {sessions} Einheiten in Paaren, je eine von beiden, in ausgeloster Reihenfolge. In 8 von 10 \
         Versuchen genügt das, wenn Einheiten mit der Änderung so werden wie Ihre Einheiten ohne das (Kribbeln in etwa \
         {changed} von 100 statt {usual} von 100).",
};
const STOP: Phrase = Phrase {
    en: "It ends: after the last session; at once when an alert says to see a doctor today or to call the emergency \
         number; when no outcome could show a help any more; and whenever you want. Drink, eat and rest as you need in \
         every session, and leave a session out when you are not well.",
    de: "Es endet: nach der letzten Einheit; sofort, wenn eine Warnung rät, heute in die Praxis zu gehen oder den Notruf \
         zu wählen; wenn kein Ausgang mehr eine Hilfe zeigen könnte; und wann immer Sie wollen. Trinken, essen und \
         ruhen Sie in jeder Einheit, wie Sie es brauchen, und lassen Sie eine Einheit aus, wenn es Ihnen nicht gut geht.",
};
const NO_ADVICE: Phrase = Phrase {
    en: "This is no medical advice and not a diagnosis. Ask your doctor first when you are not sure.",
    de: "Dies ist kein ärztlicher Rat und keine Diagnose. Fragen Sie in der Praxis nach, wenn Sie nicht sicher sind.",
};
const BEGIN: Phrase = Phrase {
    en: "To begin: tingled experiment start --exposure {name}",
    de: "So fängt es an: tingled experiment start --exposure {name}",
};

/// The proposal, line by line.
pub fn proposed(proposal: &Proposal, language: Language) -> Vec<String> {
    let name = exposure_name_or_own(&proposal.exposure, language);
    let in_100 = |arm: Arm| language.number(100.0 * proposal.expected.chance(arm), 0);
    vec![
        TRY.with(language, &[("exposure", &name)]),
        why(&proposal.place, language),
        with_change(proposal.change, language),
        AS_USUAL.text(language).to_owned(),
        SESSIONS.with(
            language,
            &[
                ("sessions", &proposal.sessions.to_string()),
                ("changed", &in_100(Arm::Change)),
                ("usual", &in_100(Arm::Usual)),
            ],
        ),
        STOP.text(language).to_owned(),
        NO_ADVICE.text(language).to_owned(),
        BEGIN.with(language, &[("name", &proposal.exposure)]),
    ]
}

fn why(place: &Place, language: Language) -> String {
    let named = |phrase: Phrase, names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| exposure_name_or_own(name, language)).collect();
        phrase.with(language, &[("others", &names.join(", "))])
    };
    match place {
        Place::Undecided { rivals } => named(UNDECIDED, rivals),
        Place::Companion { of } => named(COMPANION, of),
        Place::Early { .. } => EARLY.text(language).to_owned(),
        Place::Found { .. } => FOUND.text(language).to_owned(),
        Place::Open | Place::Withdrawn { .. } | Place::RuledOut | Place::Untested { .. } => {
            OPEN.text(language).to_owned()
        }
    }
}

fn with_change(change: crate::study::trial::change::Change, language: Language) -> String {
    WITH.with(language, &[("change", with_the_change(change, language))])
}

const HEADING: Phrase =
    Phrase { en: "Trial of {exposure}, since {date}", de: "Versuch zu „{exposure}“ seit {date}" };
const HELD: Phrase = Phrase {
    en: "{held} of {sessions} sessions held, {answered} of them answered.",
    de: "{held} von {sessions} Einheiten gemacht, davon {answered} beantwortet.",
};
const FOLLOWED: Phrase = Phrase {
    en: "Done as drawn: {followed}; not: {skipped}; not recorded: {unknown}. Each counts as it was drawn.",
    de: "Gemacht wie ausgelost: {followed}; nicht: {skipped}; nicht aufgezeichnet: {unknown}. Jede zählt, wie sie ausgelost wurde.",
};
const NEXT_CHANGE: Phrase = Phrase {
    en: "Session {number}: with the change. {change}.",
    de: "Einheit {number}: mit der Änderung. {change}.",
};
const NEXT_USUAL: Phrase = Phrase { en: "Session {number}: as usual.", de: "Einheit {number}: wie immer." };
const SILENT: Phrase = Phrase {
    en: "Tell after each session whether it tingled. Nothing is said of the difference before the end: looking early would spoil it.",
    de: "Sagen Sie nach jeder Einheit, ob es gekribbelt hat. Über den Unterschied wird vor dem Ende nichts gesagt: Früher hinzusehen verdürbe ihn.",
};
const FURTHER: Phrase = Phrase {
    en: "{count} more follow; tingled experiment status always says which is next.",
    de: "{count} weitere folgen; tingled experiment status sagt immer, welche die nächste ist.",
};

/// So many sessions are shown when a trial begins.
const SHOWN_MOST: usize = 10;

/// What is said when it has begun: the next sessions as drawn.
pub fn started(trial: &Trial, course: &Course, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let mut lines = vec![heading(trial, reader), with_change(trial.change, language)];
    lines.push(AS_USUAL.text(language).to_owned());
    lines.extend(course.schedule.iter().take(SHOWN_MOST).enumerate().map(|(at, arm)| next(at, *arm, None, language)));
    if let Some(more) = course.schedule.len().checked_sub(SHOWN_MOST).filter(|more| *more > 0) {
        lines.push(FURTHER.with(language, &[("count", &more.to_string())]));
    }
    lines.extend([SILENT, STOP, NO_ADVICE].map(|phrase| phrase.text(language).to_owned()));
    lines
}

/// How it goes, and at the end what it showed.
pub fn status(trial: &Trial, course: &Course, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let count = |number: usize| number.to_string();
    let (followed, not, unknown) = course.followed();
    let mut lines = vec![
        heading(trial, reader),
        HELD.with(
            language,
            &[
                ("held", &count(course.held.len())),
                ("sessions", &count(trial.sessions)),
                ("answered", &count(course.answered())),
            ],
        ),
        FOLLOWED.with(
            language,
            &[("followed", &count(followed)), ("skipped", &count(not)), ("unknown", &count(unknown))],
        ),
    ];
    match course.standing {
        Standing::Going { next: arm, .. } => {
            lines.push(next(course.held.len(), arm, Some(trial), language));
            lines.push(SILENT.text(language).to_owned());
        }
        Standing::Over(why) => {
            lines.push(ended(why).text(language).to_owned());
            lines.extend(course.verdict.iter().flat_map(|verdict| showed(verdict, why, language)));
        }
    }
    lines.push(NO_ADVICE.text(language).to_owned());
    lines
}

fn heading(trial: &Trial, reader: &Reader) -> String {
    let language = reader.language;
    let day = language.date(trial.started_at.to_zoned(reader.zone.clone()).date());
    let name = exposure_name_or_own(&trial.exposure, language);
    HEADING.with(language, &[("exposure", &name), ("date", &day)])
}

/// One session of the schedule; with the trial also what to do in it.
fn next(at: usize, arm: Arm, trial: Option<&Trial>, language: Language) -> String {
    let number = at.saturating_add(1).to_string();
    match (arm, trial) {
        (Arm::Usual, _) => NEXT_USUAL.with(language, &[("number", &number)]),
        (Arm::Change, Some(trial)) => {
            NEXT_CHANGE.with(language, &[("number", &number), ("change", with_the_change(trial.change, language))])
        }
        (Arm::Change, None) => {
            let only =
                Phrase { en: "Session {number}: with the change.", de: "Einheit {number}: mit der Änderung." };
            only.with(language, &[("number", &number)])
        }
    }
}

fn ended(why: Ending) -> Phrase {
    match why {
        Ending::Alert => Phrase {
            en: "Follow the alert first: the trial has ended, because an alert says to see a doctor today or to call the emergency number.",
            de: "Folgen Sie zuerst der Warnung: Der Versuch ist zu Ende, weil eine Warnung rät, heute in die Praxis zu gehen oder den Notruf zu wählen.",
        },
        Ending::Complete => Phrase { en: "All sessions are held.", de: "Alle Einheiten sind gemacht." },
        Ending::NotPossible => Phrase {
            en: "Ended early: no outcome of the sessions that are left could show a help any more.",
            de: "Vorzeitig zu Ende: Kein Ausgang der übrigen Einheiten könnte noch eine Hilfe zeigen.",
        },
        Ending::Stopped => Phrase { en: "Ended early, by you.", de: "Vorzeitig von Ihnen beendet." },
    }
}

const COUNTS: Phrase = Phrase {
    en: "With the change {change_tingled} of {change} answered sessions tingled, as usual {usual_tingled} of {usual}.",
    de: "Mit der Änderung kribbelte es in {change_tingled} von {change} beantworteten Einheiten, wie immer in {usual_tingled} von {usual}.",
};
const CHANCE: Phrase = Phrase {
    en: "Randomisation test over {pairs} pairs: p = {p}, the share of all orders that could have been drawn which give as large a difference.",
    de: "Randomisierungstest über {pairs} Paare: p = {p}, der Anteil aller möglichen Auslosungen mit mindestens so großem Unterschied.",
};
const HELPED: Phrase = Phrase {
    en: "This fits best with a change that helps. It is one trial of one person, and no proof.",
    de: "Das passt am besten zu einer Änderung, die hilft. Es ist ein einziger Versuch an einem Menschen und kein Beweis.",
};
const NOT_SHOWN: Phrase = Phrase {
    en: "This does not show that the change helps, and does not show that it does nothing.",
    de: "Das zeigt nicht, dass die Änderung hilft, und auch nicht, dass sie nichts bewirkt.",
};
const EARLY_END: Phrase = Phrase {
    en: "It ended early, so this says less than a whole trial and settles nothing.",
    de: "Der Versuch endete vorzeitig; das sagt weniger als ein ganzer und entscheidet nichts.",
};

fn showed(verdict: &Verdict, why: Ending, language: Language) -> Vec<String> {
    let count = |number: usize| number.to_string();
    let read = match why {
        Ending::Alert | Ending::Stopped => EARLY_END,
        _ if verdict.helped() => HELPED,
        Ending::Complete | Ending::NotPossible => NOT_SHOWN,
    };
    vec![
        COUNTS.with(
            language,
            &[
                ("change_tingled", &count(verdict.change.1)),
                ("change", &count(verdict.change.0)),
                ("usual_tingled", &count(verdict.usual.1)),
                ("usual", &count(verdict.usual.0)),
            ],
        ),
        CHANCE.with(language, &[("pairs", &count(verdict.blocks)), ("p", &language.number(verdict.p, 4))]),
        read.text(language).to_owned(),
    ]
}
