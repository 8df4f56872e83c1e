//! Phrases that claim more than records can show: tingled repeats and points, it does not judge health.
//!
//! Source: FDA, General Wellness: Policy for Low Risk Devices (6 January 2026): no disease named as found, no
//! output called abnormal, no claim to find, watch over or heal.

/// How a phrase is looked for; case, line breaks and hyphens do not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The beginning of a word: `diagnos` finds "diagnosis".
    Stem(&'static str),
    /// Whole words.
    Words(&'static str),
    /// A stem, and later in the same sentence another.
    Both(&'static str, &'static str),
}

use Form::{Both, Stem, Words};

const ENGLISH: &[(Form, &str)] = &[
    (Stem("diagnos"), "diagnos…"),
    (Stem("detect"), "detect…"),
    (Both("monitor", "condition"), "monitor … condition"),
    (Stem("prevent"), "prevent…"),
    (Stem("treat"), "treat…"),
    (Words("cure"), "cure"),
    (Words("cures"), "cures"),
    (Words("cured"), "cured"),
    (Words("screen for"), "screen for"),
    (Words("screens for"), "screens for"),
    (Stem("screening"), "screening"),
    (Stem("abnormal"), "abnormal"),
    (Stem("patholog"), "patholog…"),
    (Stem("normal result"), "normal result"),
    (Words("all clear"), "all clear"),
    (Words("you are fine"), "you are fine"),
    (Words("you're fine"), "you are fine"),
    (Words("nothing to worry"), "nothing to worry"),
    (Words("no need to worry"), "no need to worry"),
    (Words("safe to train"), "safe to train"),
    (Words("safe to exercise"), "safe to exercise"),
    (Words("safe to continue"), "safe to continue"),
    (Words("push on"), "push on"),
    (Words("push through"), "push through"),
    (Words("medical grade"), "medical grade"),
    (Stem("clinically"), "clinically"),
    (Words("you have"), "you have"),
    (Words("you suffer"), "you suffer"),
];

/// The German ones, with `ss` for `ß`.
const GERMAN: &[(Form, &str)] = &[
    (Stem("diagnos"), "diagnos…"),
    (Stem("erkannt"), "erkannt"),
    (Words("wir erkennen"), "wir erkennen"),
    (Words("tingled erkennt"), "erkennt"),
    (Stem("nachgewiesen"), "nachgewiesen"),
    (Stem("festgestellt"), "festgestellt"),
    (Both("überwach", "zustand"), "überwacht … Zustand"),
    (Stem("verhinder"), "verhinder…"),
    (Stem("vorbeug"), "vorbeug…"),
    (Stem("beugt vor"), "vorbeug…"),
    (Stem("behandel"), "behandel…"),
    (Stem("behandlung"), "behandel…"),
    (Stem("heilt"), "heilt"),
    (Stem("heilung"), "heilt"),
    (Words("geheilt"), "heilt"),
    (Words("heilen"), "heilt"),
    (Stem("abnorm"), "abnormal"),
    (Stem("anormal"), "abnormal"),
    (Stem("krankhaft"), "krankhaft"),
    (Stem("pathologisch"), "pathologisch"),
    (Stem("normaler befund"), "normaler Befund"),
    (Stem("unauffällig"), "unauffällig"),
    (Stem("unbedenklich"), "unbedenklich"),
    (Stem("harmlos"), "harmlos"),
    (Stem("ungefährlich"), "ungefährlich"),
    (Stem("entwarnung"), "Entwarnung"),
    (Words("alles gut"), "alles gut"),
    (Words("alles ok"), "alles gut"),
    (Words("alles okay"), "alles gut"),
    (Words("alles klar"), "alles gut"),
    (Words("alles in ordnung"), "alles in Ordnung"),
    (Words("keine sorge"), "keine Sorge"),
    (Words("keine sorgen"), "keine Sorge"),
    (Words("kein grund zur sorge"), "kein Grund zur Sorge"),
    (Words("kein anlass zur sorge"), "kein Grund zur Sorge"),
    (Stem("weitertrainieren"), "weiter trainieren"),
    (Words("weiter trainieren"), "weiter trainieren"),
    (Words("trainieren sie weiter"), "weiter trainieren"),
    (Stem("weiterlaufen"), "weiter trainieren"),
    (Words("sicher trainieren"), "sicher trainieren"),
    (Stem("durchbeissen"), "durchbeißen"),
    (Stem("durchzubeissen"), "durchbeißen"),
    (Stem("durchhalten"), "durchbeißen"),
    (Words("zähne zusammen"), "durchbeißen"),
    (Stem("medizinprodukt"), "Medizinprodukt"),
    (Stem("klinisch"), "klinisch"),
    (Words("sie haben"), "Sie haben"),
    (Words("sie hatten"), "Sie haben"),
    (Words("du hast"), "Sie haben"),
    (Words("sie leiden"), "Sie leiden"),
    (Words("du leidest"), "Sie leiden"),
    (Words("sie sind krank"), "Sie sind krank"),
    (Words("sie sind gesund"), "Sie sind gesund"),
];

/// Phrases that hold a forbidden one and say the opposite, or ask.
const ALLOWED: &[&str] = &[
    "not a diagnosis",
    "never a diagnosis",
    "no diagnosis",
    "not a medical diagnosis",
    "do not push on",
    "do not push through",
    "if you have",
    "whether you have",
    "when you have",
    "once you have",
    "until you have",
    "unless you have",
    "that you have",
    "which you have",
    "do you have",
    "keine diagnose",
    "nie eine diagnose",
    "nicht weiter trainieren",
    "nicht weitertrainieren",
    "keine entwarnung",
    "ob sie haben",
    "wenn sie haben",
    "falls sie haben",
    "die sie haben",
    "das sie haben",
    "was sie haben",
];

/// The forbidden phrases in a text, each once, in the order of the list; empty for a text that may be shown.
pub fn forbidden_in(text: &str) -> Vec<&'static str> {
    let mut plain = plain(text);
    for allowed in ALLOWED {
        while let Some(at) = find(&plain, allowed, true) {
            plain.replace_range(at..at.saturating_add(allowed.len()), "…");
        }
    }
    let mut found = Vec::new();
    for (form, name) in ENGLISH.iter().chain(GERMAN) {
        let there = match form {
            Stem(stem) => find(&plain, stem, false).is_some(),
            Words(words) => find(&plain, words, true).is_some(),
            Both(first, second) => plain.split('.').any(|sentence| {
                let after = find(sentence, first, false).and_then(|at| sentence.get(at..));
                after.is_some_and(|rest| find(rest, second, false).is_some())
            }),
        };
        if there && !found.contains(name) {
            found.push(*name);
        }
    }
    found
}

/// Lower case, one space between words, no hyphens or underscores, straight apostrophes, `ss` for `ß`.
fn plain(text: &str) -> String {
    let straight = |c: char| match c {
        '-' | '_' | '\u{2010}' | '\u{2011}' => ' ',
        '\u{2019}' => '\'',
        c => c,
    };
    let lower: String = text.to_lowercase().replace('ß', "ss").chars().map(straight).collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where `phrase` stands at the beginning of a word (and, when asked, at the end of one).
fn find(text: &str, phrase: &str, whole: bool) -> Option<usize> {
    text.match_indices(phrase).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).and_then(|head| head.chars().next_back());
        let after = text.get(at.saturating_add(phrase.len())..).and_then(|tail| tail.chars().next());
        let starts = !before.is_some_and(char::is_alphanumeric);
        starts && !(whole && after.is_some_and(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_found_in_any_spelling() {
        for (text, name) in [
            ("Tingled DETECTED a clot", "detect…"),
            ("a diag\u{6e}osis of sciatica", "diagnos…"),
            ("this is\n  all\n clear", "all clear"),
            ("all-clear", "all clear"),
            ("monitors your heart condition", "monitor … condition"),
            ("it is safe to train.", "safe to train"),
            ("You\u{2019}re fine", "you are fine"),
            ("You have sciatica", "you have"),
            ("a medical-grade sensor", "medical grade"),
            ("Sie haben Ischias", "Sie haben"),
            ("Eine Thrombose wurde\n erkannt", "erkannt"),
            ("Das ist UNBEDENKLICH.", "unbedenklich"),
            ("Alles in Ordnung", "alles in Ordnung"),
            ("alles gut!", "alles gut"),
            ("Weiter-trainieren", "weiter trainieren"),
            ("Durchbeißen", "durchbeißen"),
            ("durchbeissen", "durchbeißen"),
            ("Die Diagnose steht", "diagnos…"),
        ] {
            assert_eq!(forbidden_in(text), [name], "{text}");
        }
    }

    #[test]
    fn words_that_only_look_alike_pass() {
        for text in [
            "This is not a diagnosis.",
            "secure the retreat of the lock screen",
            "If you have kidney disease, ask your doctor.",
            "your records show a long run; monitor the disk. The condition of the road is unknown.",
            "undetected",
            "Do not push on.",
            "Das ist keine Diagnose.",
            "Davon haben Sie berichtet, falls Sie Herzprobleme haben.",
            "Unbekannt ist, ob es ein Herzproblem sein kann.",
            "",
        ] {
            assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn an_allowed_phrase_does_not_excuse_the_next_one() {
        assert_eq!(forbidden_in("not a diagnosis, but a diagnosis"), ["diagnos…"]);
        assert_eq!(forbidden_in("if you have pain you have gout"), ["you have"]);
        assert_eq!(forbidden_in("keine Diagnose, doch eine Diagnose"), ["diagnos…"]);
    }
}
