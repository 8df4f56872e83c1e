//! The study in words: what was found and how sure it is, what cannot be told apart, what is ruled out, and what is
//! still needed.

pub mod attempt;
pub mod forest;
mod place;
pub mod trigger;

use super::alert::Reader;
use super::phrase::{Language, Phrase};
use crate::study::line::{Line, Place};
use crate::study::person::Study;
use place::{Section, sentence};
use trigger::reason;

const HEADING: Phrase = Phrase { en: "What goes before tingling: {name}", de: "Was dem Kribbeln vorausgeht: {name}" };
const COVERAGE: Phrase = Phrase {
    en: "{sessions} sessions in {days} days, {answered} with an answer, {events} with tingling{outside}",
    de: "{sessions} Einheiten in {days} Tagen, {answered} mit Antwort, {events} mit Kribbeln{outside}",
};
const OUTSIDE: Phrase = Phrase {
    en: "; {count} more reports of tingling belong to no session and are left out",
    de: "; {count} weitere Berichte von Kribbeln gehören zu keiner Einheit und bleiben außen vor",
};
const SILENT: Phrase = Phrase {
    en: "{count} sessions without an answer are not counted as \"no\": a short \"no tingling\" after each would tell.",
    de: "{count} Einheiten ohne Antwort zählen nicht als „nein“: ein kurzes „kein Kribbeln“ nach jeder würde helfen.",
};
const NOT_YET: Phrase = Phrase {
    en: "Too early to say anything. Still needed: {needed}.",
    de: "Noch zu früh für eine Aussage. Es fehlen: {needed}.",
};
const ANSWERS: Phrase = Phrase { en: "{count} more answered sessions", de: "{count} weitere beantwortete Einheiten" };
const EPISODES: Phrase =
    Phrase { en: "{count} more sessions with tingling", de: "{count} weitere Einheiten mit Kribbeln" };
const DAYS: Phrase = Phrase { en: "{count} more days", de: "{count} weitere Tage" };
const NOTHING: Phrase = Phrase {
    en: "Nothing that was held against your tingling goes before it more often than chance would have it.",
    de: "Nichts, was gegen das Kribbeln gehalten wurde, geht ihm häufiger voraus, als es der Zufall tut.",
};
const FOOT: Phrase = Phrase {
    en: "{tried} exposures were held against {events} episodes; the more is known of how one can lead to tingling, the \
         sooner it counts as found. In simulation, within 14 months, about 8 in 100 athletes whose tingling had no \
         such cause were told of one. This is decision support, not a diagnosis.",
    de: "{tried} Einflüsse wurden gegen {events} Episoden gehalten; je mehr darüber bekannt ist, wie einer zum Kribbeln \
         führen kann, desto eher gilt er als gefunden. In der Simulation wurde binnen 14 Monaten etwa 8 von 100 \
         Menschen ohne solche Ursache eine genannt. Dies hilft bei Entscheidungen und ist keine Diagnose.",
};
const LATER: Phrase = Phrase {
    en: "Of several findings the first is the surest; in simulation a second or third was often wrong.",
    de: "Von mehreren ist der erste Fund der sicherste; in der Simulation war ein zweiter oder dritter oft falsch.",
};
const FOREST: Phrase = Phrase {
    en: "Odds of tingling with it against without; for degrees, for one usual step up (95 % interval)",
    de: "Chancenverhältnis für Kribbeln mit gegen ohne; bei Abstufungen je übliche Stufe (95-%-Intervall)",
};
const CHECKED: Phrase = Phrase { en: "speaks for it: {reasons}", de: "dafür spricht: {reasons}" };
const AGAINST: Phrase = Phrase { en: "speaks against it: {reasons}", de: "dagegen spricht: {reasons}" };

/// The page of a person's study, line by line.
pub fn page(study: &Study, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let gates = &study.gates;
    let count = |number: usize| number.to_string();
    let outside = match gates.outside {
        0 => String::new(),
        more => OUTSIDE.with(language, &[("count", &count(more))]),
    };
    let mut lines = vec![
        HEADING.with(language, &[("name", &reader.name)]),
        COVERAGE.with(
            language,
            &[
                ("sessions", &count(gates.sessions)),
                ("days", &language.number(gates.days.floor(), 0)),
                ("answered", &count(gates.answered)),
                ("events", &count(gates.events)),
                ("outside", &outside),
            ],
        ),
    ];
    if gates.answered < gates.sessions {
        lines.push(SILENT.with(language, &[("count", &count(gates.sessions.saturating_sub(gates.answered)))]));
    }
    if !gates.are_met() {
        lines.push(NOT_YET.with(language, &[("needed", &needed(study, language).join(", "))]));
        return lines;
    }
    let mut found_any = false;
    for section in Section::ALL {
        let mut members: Vec<&Line> = study.lines.iter().filter(|line| Section::of(line) == *section).collect();
        members.sort_by(|one, other| one.p.total_cmp(&other.p));
        if members.is_empty() {
            continue;
        }
        found_any |= *section == Section::Found;
        lines.push(String::new());
        lines.push(section.title(language).to_owned());
        if *section == Section::Found && members.len() > 1 {
            lines.push(format!("  {}", LATER.text(language)));
        }
        for member in members {
            lines.push(format!("  {}", sentence(study, member, language)));
            lines.extend(checked(member, language).into_iter().map(|text| format!("      {text}")));
        }
    }
    if !found_any {
        lines.insert(2, NOTHING.text(language).to_owned());
    }
    let mut drawn: Vec<&Line> = study.lines.iter().filter(|line| line.odds.is_some()).collect();
    drawn.sort_by(|one, other| one.p.total_cmp(&other.p));
    let forest = forest::forest(&drawn, language);
    if !forest.is_empty() {
        lines.push(String::new());
        lines.push(FOREST.text(language).to_owned());
        lines.extend(forest.into_iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    let tried = count(study.lines.len());
    lines.push(FOOT.with(language, &[("tried", &tried), ("events", &count(gates.events))]));
    lines
}

/// What is still needed before the first look.
pub fn needed(study: &Study, language: Language) -> Vec<String> {
    let gates = &study.gates;
    let more = |phrase: Phrase, have: usize, need: usize| {
        let missing = need.saturating_sub(have);
        (missing > 0).then(|| phrase.with(language, &[("count", &missing.to_string())]))
    };
    let days = (gates.days_least - gates.days).ceil().max(0.0) as usize;
    [
        more(ANSWERS, gates.answered, gates.answered_least),
        more(EPISODES, gates.events, gates.events_least),
        more(DAYS, 0, days),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What speaks for and against a line beyond its test; nothing for those that are not told.
fn checked(line: &Line, language: Language) -> Vec<String> {
    if !matches!(line.place, Place::Found { .. }) {
        return Vec::new();
    }
    let mut texts = Vec::new();
    let stood = place::stood(line, language);
    if !stood.is_empty() {
        texts.push(CHECKED.with(language, &[("reasons", &stood.join("; "))]));
    }
    let against: Vec<String> = crate::study::trigger::against(line)
        .iter()
        .filter_map(|piece| reason(&piece.what, &piece.value, language))
        .collect();
    if !against.is_empty() {
        texts.push(AGAINST.with(language, &[("reasons", &against.join("; "))]));
    }
    texts
}
