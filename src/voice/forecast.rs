//! What can be said of a session beside the person's usual: in words, never as a chance.

use super::alert::Reader;
use super::exposures::{exposure_less, exposure_more, exposure_name, exposure_value};
use super::phrase::{Language, Phrase};
use crate::study::base_rate::BaseRate;
use crate::study::change::{Change, Lever};
use crate::study::outlook::{Band, Gate, Short, WhyNot};
use crate::study::planned::{Beside, Driver, WhatIf};

const PLANNED: Phrase = Phrase { en: "Planned for {start}.", de: "Geplant für {start}." };
const FINISHED: Phrase = Phrase { en: "The session of {start}.", de: "Die Einheit vom {start}." };
const TOLD_YES: Phrase =
    Phrase { en: "It is answered already: tingling.", de: "Sie ist schon beantwortet: mit Kribbeln." };
const TOLD_NO: Phrase =
    Phrase { en: "It is answered already: no tingling.", de: "Sie ist schon beantwortet: ohne Kribbeln." };

const LOWER: Phrase = Phrase {
    en: "Risk of tingling: lower than your usual. Lower does not mean none.",
    de: "Risiko für Kribbeln: niedriger als für Sie üblich. Niedriger heißt nicht keines.",
};
const ABOUT: Phrase =
    Phrase { en: "Risk of tingling: about your usual.", de: "Risiko für Kribbeln: etwa wie für Sie üblich." };
const HIGHER: Phrase = Phrase {
    en: "Risk of tingling: higher than your usual.",
    de: "Risiko für Kribbeln: höher als für Sie üblich.",
};

const USUAL: Phrase = Phrase {
    en: "Your usual: {tingled} of {answered} answered sessions came with tingling, about {rate} in 100 (with so many \
         answers it can be {low} to {high} in 100).",
    de: "Üblich für Sie: {tingled} von {answered} beantworteten Einheiten gingen mit Kribbeln einher, etwa {rate} von \
         100 (bei so vielen Antworten können es {low} bis {high} von 100 sein).",
};
const NO_USUAL: Phrase = Phrase {
    en: "No session is answered yet, so there is no usual to compare with. After each session tell whether it \
         tingled; a plain answer of none counts as much ({command}).",
    de: "Noch ist keine Einheit beantwortet, also gibt es nichts Übliches zum Vergleich. Sagen Sie nach jeder Einheit, \
         ob es kribbelte; ein schlichtes Nein zählt genauso viel ({command}).",
};

/// How to say that there was none.
const NONE_TOLD: &str = "tingled log no-tingling";

const DOCTOR_FIRST: Phrase = Phrase {
    en: "A sign that asks for a doctor is open, and goes first: see tingled alerts. As long as it is open, nothing \
         is forecast and nothing is advised here.",
    de: "Ein Zeichen, das nach ärztlicher Hilfe verlangt, ist offen und geht vor: siehe tingled alerts. Solange es \
         offen ist, wird hier nichts vorhergesagt und nichts geraten.",
};
const TOO_FEW: Phrase = Phrase {
    en: "No forecast of your own yet. Still missing: {missing}.",
    de: "Noch keine eigene Vorhersage. Es fehlt noch: {missing}.",
};
const NO_SKILL: Phrase = Phrase {
    en: "No forecast of your own: over your last {count} answered sessions, forecasts were no better than your usual.",
    de: "Keine eigene Vorhersage: über Ihre letzten {count} beantworteten Einheiten waren Vorhersagen nicht besser als \
         das für Sie Übliche.",
};
const OFF_SCALE: Phrase = Phrase {
    en: "No forecast of your own: forecasts so far went too far, or not far enough.",
    de: "Keine eigene Vorhersage: bisherige Vorhersagen gingen zu weit oder nicht weit genug.",
};
const EVENTS: Phrase =
    Phrase { en: "sessions with tingling ({have} of {need})", de: "Einheiten mit Kribbeln ({have} von {need})" };
const DAYS: Phrase =
    Phrase { en: "days of answers ({have} of {need})", de: "Tage mit Antworten ({have} von {need})" };
const FORECASTS: Phrase = Phrase {
    en: "answered sessions after the fifth with tingling ({have} of {need})",
    de: "beantwortete Einheiten nach der fünften mit Kribbeln ({have} von {need})",
};

const RAISES: Phrase = Phrase { en: "Raises it: {list}.", de: "Das Risiko erhöht: {list}." };
const LOWERS: Phrase = Phrase { en: "Lowers it: {list}.", de: "Das Risiko senkt: {list}." };
const NO_DRIVER: Phrase = Phrase {
    en: "Nothing in it stands out against your usual.",
    de: "Nichts daran sticht gegen das für Sie Übliche hervor.",
};
const OTHER_WAY: Phrase = Phrase {
    en: "Counted too, though in your records they go the other way than suspected, so nothing to do follows: {list}.",
    de: "Zählt auch, geht in Ihren Aufzeichnungen aber anders als vermutet, daraus folgt nichts zu tun: {list}.",
};
const DIFFERS: Phrase = Phrase {
    en: "Other than your usual, without saying what that does: {list}.",
    de: "Anders als für Sie üblich, ohne zu sagen, was das bewirkt: {list}.",
};
const VALUE: Phrase = Phrase { en: "{name} {value} (usual {usual})", de: "{name} {value} (üblich {usual})" };
const LEFT_OUT: Phrase =
    Phrase { en: "Not known, and left out: {list}.", de: "Nicht bekannt und ausgelassen: {list}." };

const WITHOUT_USUAL: Phrase = Phrase {
    en: "Left out too, because earlier sessions hardly tell of it: {list}.",
    de: "Ebenfalls ausgelassen, weil frühere Einheiten kaum davon berichten: {list}.",
};

const CHANGES: Phrase = Phrase {
    en: "One of these alone would make it lower: {list}.",
    de: "Eines davon allein würde es niedriger machen: {list}.",
};
const CHANGES_THEN: Phrase = Phrase {
    en: "Another time, one of these alone would make it lower: {list}.",
    de: "Ein anderes Mal würde eines davon allein es niedriger machen: {list}.",
};
const NO_CHANGE: Phrase = Phrase {
    en: "No single change that we would advise makes it lower.",
    de: "Keine einzelne Änderung, zu der wir raten würden, macht es niedriger.",
};
const CLOSING: Phrase = Phrase {
    en: "This compares with your own records only. It is decision support, not a diagnosis.",
    de: "Das vergleicht nur mit Ihren eigenen Aufzeichnungen. Es ist eine Entscheidungshilfe, keine Diagnose.",
};

const LOOSER: Phrase = Phrase { en: "gear without tightness", de: "Ausrüstung, die nirgends eng ist" };
const NO_COMPRESSION: Phrase = Phrase { en: "no compression wear", de: "keine Kompressionskleidung" };
const OTHER_SHOES: Phrase =
    Phrase { en: "shoes that have run {then} km or more", de: "Schuhe, die {then} km oder mehr gelaufen sind" };
const WARM_UP: Phrase = Phrase { en: "a warm-up of {then} min", de: "{then} min Aufwärmen" };
const COOL_DOWN: Phrase = Phrase { en: "a cool-down of {then} min", de: "{then} min Auslaufen" };
const SOFTER: Phrase = Phrase { en: "softer ground (hard: {then} %)", de: "weicherer Boden (hart: {then} %)" };
const COOLER: Phrase =
    Phrase { en: "a cooler hour (about {then} °C)", de: "eine kühlere Stunde (etwa {then} °C)" };
const DRINK: Phrase = Phrase {
    en: "drinking to thirst, up to {change} ml more ({then} ml in all)",
    de: "nach Durst trinken, bis zu {change} ml mehr ({then} ml im Ganzen)",
};
const SHORTER: Phrase = Phrase { en: "{change} min shorter ({then} min)", de: "{change} min kürzer ({then} min)" };

/// So many of a list are told; all stand in the JSON.
const TOLD_MOST: usize = 4;

/// Everything that is said of a session, a line each, the main thing first.
pub fn lines(asked: &WhatIf, reader: &Reader) -> Vec<String> {
    let language = reader.language;
    let start = asked.start.to_zoned(reader.zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
    let head = if asked.finished.is_some() { FINISHED } else { PLANNED };
    let mut lines = vec![head.with(language, &[("start", &start)])];
    lines.extend(asked.tingled.map(|tingled| if tingled { TOLD_YES } else { TOLD_NO }.text(language).to_owned()));
    lines.extend(asked.personal.as_ref().map(|personal| band(personal.band, language).to_owned()));
    lines.extend(asked.outlook.why_not.as_ref().map(|because| why_not(because, language)));
    lines.push(usual(asked.outlook.base.as_ref(), language));
    if asked.outlook.why_not == Some(WhyNot::DoctorFirst) {
        lines.push(CLOSING.text(language).to_owned());
        return lines;
    }
    match &asked.personal {
        Some(personal) => {
            lines.extend(drivers(&personal.drivers, language));
            let names: Vec<&str> = personal.other_way.iter().map(|name| exposure_name(name, language)).collect();
            lines.extend(filled(OTHER_WAY, &names, language));
            let changes: Vec<String> = personal.changes.iter().map(|one| change(one, language)).collect();
            let intro = if asked.finished.is_some() { CHANGES_THEN } else { CHANGES };
            match personal.band {
                Band::Higher if changes.is_empty() => lines.push(NO_CHANGE.text(language).to_owned()),
                _ => lines.extend(filled(intro, &changes, language)),
            }
        }
        None => {
            let differs: Vec<String> = asked.differs.iter().map(|what| beside(what, language)).collect();
            lines.extend(filled(DIFFERS, &differs, language));
        }
    }
    let unknown: Vec<&str> = asked.left_out.iter().map(|left| exposure_name(&left.name, language)).collect();
    lines.extend(whole(LEFT_OUT, &unknown, language));
    let new: Vec<&str> = asked.without_usual.iter().map(|name| exposure_name(name, language)).collect();
    lines.extend(whole(WITHOUT_USUAL, &new, language));
    lines.push(CLOSING.text(language).to_owned());
    lines
}

/// How a session compares with the usual.
pub fn band(band: Band, language: Language) -> &'static str {
    match band {
        Band::Lower => LOWER,
        Band::About => ABOUT,
        Band::Higher => HIGHER,
    }
    .text(language)
}

/// The usual: counts, and what can stand behind them, in whole parts of a hundred.
pub fn usual(base: Option<&BaseRate>, language: Language) -> String {
    let Some(base) = base else { return NO_USUAL.with(language, &[("command", NONE_TOLD)]) };
    let parts = |share: f64| format!("{share:.0}");
    let gaps = [
        ("tingled", &*base.tingled.to_string()),
        ("answered", &*base.answered.to_string()),
        ("rate", &*parts((100.0 * base.rate).round().max(1.0))),
        ("low", &*parts((100.0 * base.low).floor())),
        ("high", &*parts((100.0 * base.high).ceil())),
    ];
    USUAL.with(language, &gaps)
}

/// Why nothing is forecast.
pub fn why_not(because: &WhyNot, language: Language) -> String {
    match because {
        WhyNot::DoctorFirst => DOCTOR_FIRST.text(language).to_owned(),
        WhyNot::TooFew(short) => {
            let missing: Vec<String> = short.iter().map(|short| gate(short, language)).collect();
            TOO_FEW.with(language, &[("missing", &missing.join("; "))])
        }
        WhyNot::NoSkill => NO_SKILL.with(language, &[("count", &crate::study::track::JUDGED.to_string())]),
        WhyNot::OffScale => OFF_SCALE.text(language).to_owned(),
    }
}

/// What there is too little of, and how far off it is.
pub fn gate(short: &Short, language: Language) -> String {
    let phrase = match short.gate {
        Gate::Events => EVENTS,
        Gate::Days => DAYS,
        Gate::Forecasts => FORECASTS,
    };
    phrase.with(language, &[("have", &short.have.to_string()), ("need", &short.need.to_string())])
}

/// A value beside the usual one; of yes and no just what it is.
pub fn beside(what: &Beside, language: Language) -> String {
    if what.is_binary {
        let end = if what.value == 1.0 { exposure_more } else { exposure_less };
        return end(&what.name, language).to_owned();
    }
    let said = |value| exposure_value(&what.name, value, language);
    let gaps =
        [("name", exposure_name(&what.name, language)), ("value", &*said(what.value)), ("usual", &*said(what.usual))];
    VALUE.with(language, &gaps)
}

/// A change that makes it lower.
pub fn change(change: &Change, language: Language) -> String {
    let number = |value: f64| language.number(value, 0);
    let phrase = match change.lever {
        Lever::LooserGear => LOOSER,
        Lever::NoCompression => NO_COMPRESSION,
        Lever::OtherShoes => OTHER_SHOES,
        Lever::WarmUp => WARM_UP,
        Lever::CoolDown => COOL_DOWN,
        Lever::SofterGround => SOFTER,
        Lever::CoolerHour => COOLER,
        Lever::Drink => DRINK,
        Lever::Shorter => SHORTER,
    };
    phrase.with(language, &[("change", &number(change.by)), ("then", &number(change.to))])
}

fn drivers(drivers: &[Driver], language: Language) -> Vec<String> {
    let of = |raises: bool| -> Vec<String> {
        let own = drivers.iter().filter(|driver| (driver.push > 0.0) == raises);
        own.map(|driver| beside(&driver.what, language)).collect()
    };
    let lines: Vec<String> = [(RAISES, true), (LOWERS, false)]
        .iter()
        .filter_map(|(said, way)| filled(*said, &of(*way), language))
        .collect();
    if lines.is_empty() { vec![NO_DRIVER.text(language).to_owned()] } else { lines }
}

/// A line with a whole list, because what is not known is never cut short; `None` without any.
fn whole(phrase: Phrase, list: &[&str], language: Language) -> Option<String> {
    (!list.is_empty()).then(|| phrase.with(language, &[("list", &list.join("; "))]))
}

/// A line with the first of a list; `None` without any.
fn filled<T: AsRef<str>>(phrase: Phrase, list: &[T], language: Language) -> Option<String> {
    let told: Vec<&str> = list.iter().take(TOLD_MOST).map(AsRef::as_ref).collect();
    whole(phrase, &told, language)
}
