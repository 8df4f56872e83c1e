//! What ordinary people tell of ordinary tingling: of varying places, sides and strength, with much left out.

use tingled::record::Value;

use super::Way;
use crate::cases::random::Random;

type Answers = Vec<(&'static str, Value)>;

/// How a person reports.
#[derive(Clone, Debug)]
pub struct Habit {
    /// How often a session brings tingling that is told, in per cent.
    tingles: usize,
    /// How often "no tingling" is told after a session, in per cent.
    tells_none: usize,
    /// How often a question is answered, in per cent.
    answers: usize,
    /// Where it mostly is.
    places: &'static [&'static str],
}

impl Habit {
    pub fn of(way: Way, random: &mut Random) -> Habit {
        let (tingles, tells_none, answers) = match way {
            Way::Marathoner => (15, 10, 60),
            Way::Gym => (8, 5, 40),
            Way::Commuter => (6, 0, 50),
            Way::HotClimate => (12, 10, 60),
            Way::Forgetful => (15, 0, 25),
            Way::Diarist => (20, 90, 90),
        };
        let places: &[&[&str]] = &[
            &["foot:both", "foot:both", "foot:left", "foot:right", "foot", "toes:both"],
            &["toes:both", "foot:both", "calf:both", "foot"],
            &["calf:both", "shin:both", "calf:left", "calf:right", "foot:both"],
            &["thigh_outer:both", "foot:both", "thigh_outer:left", "toes:right", "toes:left"],
        ];
        Habit { tingles: tingles / 2 + random.below(tingles), tells_none, answers, places: random.pick(places) }
    }

    /// The report after a session, when there is one.
    pub fn report(&self, random: &mut Random, sport: &str) -> Option<Answers> {
        if random.chance(self.tingles) {
            Some(self.tingling(random, sport))
        } else {
            random.chance(self.tells_none).then(|| self.quiet(random))
        }
    }

    /// The evening's "nothing".
    pub fn quiet_report(&self, random: &mut Random) -> Option<Answers> {
        Some(self.quiet(random))
    }

    fn quiet(&self, random: &mut Random) -> Answers {
        let mut answers = vec![("tingling", Value::Flag(false))];
        if random.chance(self.answers) {
            answers.push(("signs", Value::List(Vec::new())));
        }
        if random.chance(self.answers) {
            answers.push(("fatigue", Value::Number(random.pick(&[1.0, 2.0, 2.0, 3.0, 3.0, 4.0]))));
        }
        answers
    }

    fn tingling(&self, random: &mut Random, sport: &str) -> Answers {
        let word = |word: &str| Value::Text(word.to_owned());
        let list = |words: &[&str]| Value::List(words.iter().map(|word| (*word).to_owned()).collect());
        let mut places = vec![random.pick(self.places)];
        if random.chance(20) {
            places.push(random.pick(self.places));
        }
        let quality: &[&[&str]] = &[
            &["tingling"],
            &["tingling"],
            &["tingling"],
            &["burning"],
            &["itching"],
            &["tight", "tingling"],
            &["tingling"],
            &["numb", "tingling"],
        ];
        let signs: &[&[&str]] = &[&[], &[], &[], &[], &[], &["pain"], &["cramp"], &["stiff"]];
        let all: Vec<(&'static str, Value)> = vec![
            ("sites", list(&places)),
            ("onset", word(random.pick(&["during", "during", "within_1h", "within_24h"]))),
            ("duration_min", Value::Number(random.pick(&[1.0, 3.0, 5.0, 10.0, 15.0, 20.0, 40.0]))),
            ("ongoing", Value::Flag(random.chance(6))),
            ("severity", Value::Number(random.pick(&[1.0, 1.0, 2.0, 2.0, 3.0, 4.0, 5.0]))),
            ("quality", list(random.pick(quality))),
            ("signs", list(random.pick(signs))),
            (
                "relieved_by",
                list(random.pick(&[&["rest"] as &[&str], &["loosening"], &["shoes_off"], &["walking"], &[]])),
            ),
            ("worsened_by", list(random.pick(&[&["exercise"] as &[&str], &["tight_gear"], &["uphill"], &[]]))),
            ("association", word("none")),
            ("gear_removed", word(random.pick(&["yes", "no", "na"]))),
            ("persists_after_removal", word(random.pick(&["no", "no", "na"]))),
            ("daily_impact", word("none")),
            ("fatigue", Value::Number(random.pick(&[1.0, 2.0, 3.0, 3.0, 4.0]))),
        ];
        let mut answers = vec![("tingling", Value::Flag(true))];
        let bike = sport == "bike";
        for (name, value) in all {
            let share = match name {
                "sites" => 95,
                // What only one of the kinds of persons would write down.
                "ongoing" if bike => 20,
                _ => self.answers,
            };
            if random.chance(share) {
                answers.push((name, value));
            }
        }
        answers
    }
}
