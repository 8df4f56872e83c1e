//! The sentences about gear.

use super::{Language, Phrase, limit, number, piece, told};
use crate::assess::Finding;

pub(super) const TIGHT: Phrase = Phrase {
    en: "Loosen or change what feels tight. Your records show that {what}{compression}. Pressure on a nerve or vessel \
         can set off tingling; how tight is too tight is in no study.",
    de: "Lockern oder wechseln Sie, was drückt. Ihre Aufzeichnungen zeigen, dass {what}{compression}. Druck auf einen \
         Nerv oder ein Gefäß kann ein Kribbeln auslösen; wie eng zu eng ist, steht in keiner Studie.",
};

const FELT: Phrase = Phrase {
    en: "shoe, sock, brace or clothing felt tight in a session",
    de: "Schuh, Socke, Bandage oder Kleidung in einer Einheit eng saß",
};

const WORSE: Phrase = Phrase {
    en: "tight gear made it worse after a session",
    de: "enge Ausrüstung es nach einer Einheit schlimmer machte",
};

const COMPRESSION: Phrase =
    Phrase { en: ", with a compression garment worn", de: ", mit einem Kompressionskleidungsstück" };

pub(super) fn tight_gear(finding: &Finding, language: Language) -> String {
    let what = if piece(finding, "tight_fit").is_some() { FELT } else { WORSE };
    let compression = piece(finding, "compression").map_or("", |_| COMPRESSION.text(language));
    TIGHT.with(language, &[("what", what.text(language)), ("compression", compression)])
}

pub(super) const NEW: Phrase = Phrase {
    en: "Give new gear short and easy sessions first. Your records show {what}. A new fit can press where the old one \
         did not; no study ties it to tingling.",
    de: "Gönnen Sie neuer Ausrüstung zuerst kurze und leichte Einheiten. Ihre Aufzeichnungen zeigen {what}. Was neu \
         sitzt, kann drücken, wo das Alte es nicht tat; keine Studie verbindet es mit Kribbeln.",
};

const SHOES: Phrase = Phrase {
    en: "shoes with {km} km before a session (the limit here is {limit} km)",
    de: "Schuhe mit {km} km vor einer Einheit (die Grenze liegt hier bei {limit} km)",
};

const FIRST_TIMES: Phrase =
    Phrase { en: "gear used for the first times", de: "Ausrüstung, die zum ersten Mal benutzt wurde" };

pub(super) fn new_gear(finding: &Finding, language: Language) -> String {
    let what = match number(finding, "shoe_km") {
        Some(_) => {
            let (km, limit) = (told(finding, "shoe_km", 1.0, 0, language), limit(finding, "shoe_km", 0, language));
            SHOES.with(language, &[("km", &km), ("limit", &limit)])
        }
        None => FIRST_TIMES.text(language).to_owned(),
    };
    NEW.with(language, &[("what", &what)])
}
