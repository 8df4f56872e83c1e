//! What is done in a session with the change, each as a sentence without its full stop.

use crate::study::trial::change::Change;
use crate::voice::phrase::{Language, Phrase};

const fn p(en: &'static str, de: &'static str) -> Phrase {
    Phrase { en, de }
}

static CHANGES: &[(Change, Phrase)] = &[
    (
        Change::Shorter,
        p(
            "End the session after two thirds of the time you had in mind",
            "Beenden Sie die Einheit nach zwei Dritteln der vorgesehenen Zeit",
        ),
    ),
    (
        Change::Easier,
        p(
            "Go easier than you would: so that you can speak in whole sentences",
            "Machen Sie es leichter als sonst: so, dass Sie in ganzen Sätzen sprechen können",
        ),
    ),
    (
        Change::DrinkToThirst,
        p(
            "Drink before and during the session whenever you are thirsty, and not beyond your thirst",
            "Trinken Sie vor und während der Einheit, wann immer Sie Durst haben, und nicht über den Durst hinaus",
        ),
    ),
    (
        Change::ElectrolyteDrink,
        p(
            "Take a drink with electrolytes in place of the usual one, the same amount",
            "Nehmen Sie statt des üblichen Getränks eines mit Elektrolyten, gleich viel",
        ),
    ),
    (Change::CoolerHour, p("Go at a cooler hour of the day", "Gehen Sie zu einer kühleren Stunde des Tages")),
    (Change::LoosenGear, p("Loosen laces, straps and clothes", "Lockern Sie Schnürung, Riemen und Kleidung")),
    (Change::WithoutCompression, p("Leave the compression garment off", "Lassen Sie die Kompressionskleidung weg")),
    (Change::WornInShoes, p("Wear shoes that are worn in", "Tragen Sie eingelaufene Schuhe")),
    (Change::WornInGear, p("Take gear that is worn in", "Nehmen Sie Ausrüstung, die Sie länger benutzen")),
    (
        Change::LighterClothing,
        p(
            "Wear clothing that is light and lets sweat through, and still warm enough",
            "Tragen Sie leichte Kleidung, die Schweiß durchlässt und noch warm genug ist",
        ),
    ),
    (
        Change::WarmUp,
        p("Warm up gently for the first ten minutes", "Wärmen Sie sich in den ersten zehn Minuten sanft auf"),
    ),
    (
        Change::CoolDown,
        p("Let the last ten minutes be a walk", "Gehen Sie die letzten zehn Minuten nur noch langsam"),
    ),
    (Change::SofterGround, p("Choose softer ground", "Wählen Sie weicheren Boden")),
    (
        Change::SleepMore,
        p("Go to bed an hour earlier on the night before", "Gehen Sie am Abend davor eine Stunde früher schlafen"),
    ),
    (
        Change::GetUpOften,
        p(
            "Stand up and walk about every half hour on that day",
            "Stehen Sie an dem Tag jede halbe Stunde auf und gehen Sie umher",
        ),
    ),
    (
        Change::StraightBack,
        p(
            "Keep your back straight: hands on the tops of the bar, less to carry",
            "Halten Sie den Rücken gerade: Hände am Oberlenker, weniger Gepäck",
        ),
    ),
    (
        Change::WithoutCaffeine,
        p(
            "Have no caffeine before the session; drink something else, as much as you like",
            "Nehmen Sie vor der Einheit kein Koffein; trinken Sie etwas anderes, so viel Sie mögen",
        ),
    ),
    (Change::WithoutMusic, p("Leave the music off", "Lassen Sie die Musik weg")),
];

/// What is done in a session with the change.
pub fn with_the_change(change: Change, language: Language) -> &'static str {
    CHANGES.iter().find(|(known, _)| *known == change).map_or("", |(_, phrase)| phrase.text(language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::voice::forbidden_in;

    /// Fluid, salt and rest are never withheld; load, heat and tight gear never added.
    #[test]
    fn every_change_has_words_and_none_asks_for_harm() {
        let wrong = [
            ["drink less", "less fluid", "less salt", "without salt", "no fluid", "sleep less", "less sleep"],
            ["longer session", "harder", "faster", "tighter", "tighten", "warmer", "more weight"],
            ["weniger trinken", "weniger salz", "ohne salz", "weniger schlaf", "härter", "enger", "straffer"],
        ];
        for (change, name) in Change::NAMES {
            for language in Language::ALL {
                let text = with_the_change(*change, *language);
                assert!(!text.is_empty(), "{name}");
                assert_eq!(forbidden_in(text), Vec::<&str>::new(), "{text}");
                for wrong in wrong.iter().flatten() {
                    assert!(!text.to_lowercase().contains(wrong), "{text}: {wrong}");
                }
            }
        }
        assert_eq!(CHANGES.len(), Change::NAMES.len());
    }
}
