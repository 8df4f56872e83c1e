//! The closed vocabularies of the records: one list each, names as they are written in CSV and JSON.

use std::collections::BTreeSet;

use super::field::{FieldValue, Misfit, Shape, Value};

/// A closed list of words.
pub trait Vocabulary: Copy + Ord + 'static {
    /// Every word, in the order of the list.
    const ALL: &'static [Self];
    /// Every name, in the same order.
    const NAMES: &'static [&'static str];
    /// The name as written outside.
    fn name(self) -> &'static str;
    /// The word of that name.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|word| word.name() == name).copied()
    }
}

macro_rules! vocabulary {
    ($($(#[$doc:meta])* $type:ident { $($word:ident = $name:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the names are the documentation")]
        pub enum $type { $($word,)* }

        impl Vocabulary for $type {
            const ALL: &'static [Self] = &[$($type::$word,)*];
            const NAMES: &'static [&'static str] = &[$($name,)*];
            fn name(self) -> &'static str {
                match self { $($type::$word => $name,)* }
            }
        }
    )*};
}

/// Makes single words of the listed vocabularies usable as fields.
macro_rules! single_word_fields {
    ($($type:ident)*) => {$(
        impl FieldValue for $type {
            const SHAPE: Shape = Shape::Word(<$type as Vocabulary>::NAMES);
            fn read(value: Value) -> Result<Self, Misfit> {
                match value {
                    Value::Text(text) => Self::from_name(&text).ok_or(Misfit),
                    _ => Err(Misfit),
                }
            }
            fn show(&self) -> Value {
                Value::Text(self.name().to_owned())
            }
        }
    )*};
}

vocabulary! {
    /// Where on the body.
    BodySite {
        Toes = "toes", Toes34 = "toes_3_4", Foot = "foot", Ankle = "ankle", Shin = "shin", Calf = "calf", KneeBack = "knee_back",
        ThighFront = "thigh_front", ThighOuter = "thigh_outer", ThighBack = "thigh_back", Buttock = "buttock",
        LowBack = "low_back", Saddle = "saddle", Hand = "hand", Arm = "arm", Face = "face",
    }

    /// On which side.
    Side { Left = "left", Right = "right", Both = "both", }

    /// When it began, relative to exercise.
    Onset {
        Before = "before", During = "during", Within1h = "within_1h", Within24h = "within_24h", Later = "later",
        AtRest = "at_rest",
    }

    /// How it feels.
    Quality {
        Tingling = "tingling", Numb = "numb", Burning = "burning", Itching = "itching", Electric = "electric",
        Heavy = "heavy", Tight = "tight", Cramp = "cramp",
    }

    /// A sign beside the tingling.
    Sign {
        Pain = "pain", SeverePain = "severe_pain", Cramp = "cramp", Swelling = "swelling",
        Discoloured = "discoloured", DiscolouredPale = "discoloured_pale", DiscolouredRed = "discoloured_red",
        Cold = "cold", Warm = "warm", Weakness = "weakness", FootDrop = "foot_drop", Balance = "balance",
        BackPain = "back_pain", ShootingOne = "shooting_one", ShootingBoth = "shooting_both", Hives = "hives",
        Breathless = "breathless", Wheeze = "wheeze", FaceSwelling = "face_swelling", Faint = "faint",
        ChestPain = "chest_pain", DarkUrine = "dark_urine", Bladder = "bladder", Bowel = "bowel",
        SaddleNumb = "saddle_numb", FaceDroop = "face_droop", Speech = "speech", Vision = "vision",
        ArmWeak = "arm_weak", Confusion = "confusion", Vomiting = "vomiting", Headache = "headache",
        SevereHeadache = "severe_headache", Seizure = "seizure", Fever = "fever",
        PerioralOrHand = "perioral_or_hand", ThroatTight = "throat_tight", TightHardMuscle = "tight_hard_muscle",
        CalfTender = "calf_tender", PuffyHands = "puffy_hands", Stiff = "stiff", Ascending = "ascending",
        RecentInfection = "recent_infection", PsisPain = "psis_pain", FastBreathing = "fast_breathing",
    }

    /// What eases it.
    Reliever {
        Rest = "rest", Sitting = "sitting", BendingForward = "bending_forward", Loosening = "loosening",
        ShoesOff = "shoes_off", Walking = "walking", DrinkSalt = "drink_salt", Nothing = "nothing",
    }

    /// What makes it worse.
    Worsener {
        Exercise = "exercise", Standing = "standing", Sitting = "sitting", BendingBack = "bending_back",
        Cough = "cough", Uphill = "uphill", Heat = "heat", TightGear = "tight_gear", Walking = "walking",
        Plantarflexion = "plantarflexion",
    }

    /// What it is tied to.
    Association {
        None = "none", SpecificStep = "specific_step", NewInjury = "new_injury", FallOrHit = "fall_or_hit",
    }

    /// Yes, no, or the question does not apply.
    YesNoNa { Yes = "yes", No = "no", NotApplicable = "na", }

    /// How much of daily life it touches.
    DailyImpact { None = "none", Some = "some", Stopped = "stopped", }

    /// The kind of exercise; a sport that no list knows is `other`, its text kept beside it.
    Sport {
        Run = "run", Walk = "walk", Hike = "hike", Bike = "bike", Swim = "swim", Row = "row",
        Strength = "strength", Cardio = "cardio", Ski = "ski", Skate = "skate", Yoga = "yoga",
        Racket = "racket", Team = "team", Climb = "climb", Paddle = "paddle", Multi = "multi", Other = "other",
    }

    /// How hard a session was, in words.
    Effort {
        Rest = "rest", VeryEasy = "very_easy", Easy = "easy", Moderate = "moderate",
        SomewhatHard = "somewhat_hard", Hard = "hard", VeryHard = "very_hard", Maximal = "maximal",
    }

    /// Sex, where a formula differs by it.
    Sex { Female = "f", Male = "m", }

    /// A condition or medicine that changes an answer.
    Condition {
        Diabetes = "diabetes", Cancer = "cancer", Anticoagulant = "anticoagulant", Pregnancy = "pregnancy",
        KidneyDisease = "kidney_disease", HeartFailure = "heart_failure",
        BloodPressureMedicine = "blood_pressure_medicine", PotassiumMedicine = "potassium_medicine",
        B12Deficiency = "b12_deficiency", Alcohol = "alcohol", Smoker = "smoker", FoodAllergy = "food_allergy",
        PrescribedCompression = "prescribed_compression",
    }
}

single_word_fields! { Onset Association YesNoNa DailyImpact Sport Effort Sex }

/// The answer of a "tick what applies" question: the known words, and those nobody could read.
///
/// An empty answer is an answer: asked, and nothing ticked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked<W> {
    /// The known words.
    pub words: BTreeSet<W>,
    /// The words that are not in the vocabulary, as written, sorted; shown to the person.
    pub unread: Vec<String>,
}

impl<W> Default for Ticked<W> {
    fn default() -> Self {
        Ticked { words: BTreeSet::new(), unread: Vec::new() }
    }
}

impl<W: Vocabulary> Ticked<W> {
    /// An answer of known words.
    pub fn of(words: &[W]) -> Self {
        Ticked { words: words.iter().copied().collect(), unread: Vec::new() }
    }

    /// Whether the word is ticked.
    pub fn has(&self, word: W) -> bool {
        self.words.contains(&word)
    }
}

/// An answer of one word: one of a list, or one that nobody could read.
#[derive(Clone, Debug, PartialEq)]
pub enum OneWord<W> {
    /// A word of the list.
    Known(W),
    /// As it was written; shown to the person. Whatever was meant is not known.
    Unread(String),
}

impl<W: Vocabulary> OneWord<W> {
    /// The word, when it could be read.
    pub fn known(&self) -> Option<W> {
        match self {
            OneWord::Known(word) => Some(*word),
            OneWord::Unread(_) => None,
        }
    }
}

impl<W: Vocabulary> FieldValue for OneWord<W> {
    const SHAPE: Shape = Shape::Word(W::NAMES);
    fn read(value: Value) -> Result<Self, Misfit> {
        let text = String::read(value)?;
        Ok(W::from_name(&text).map_or(OneWord::Unread(text), OneWord::Known))
    }
    fn show(&self) -> Value {
        Value::Text(match self {
            OneWord::Known(word) => word.name().to_owned(),
            OneWord::Unread(text) => text.clone(),
        })
    }
}

/// The most words that one answer keeps.
pub const WORDS_MOST: usize = 64;

fn list(value: Value) -> Result<Vec<String>, Misfit> {
    match value {
        Value::List(words) if words.len() <= WORDS_MOST => {
            words.into_iter().map(|word| String::read(Value::Text(word))).collect()
        }
        _ => Err(Misfit),
    }
}

impl<W: Vocabulary> FieldValue for Ticked<W> {
    const SHAPE: Shape = Shape::Words(W::NAMES);
    fn read(value: Value) -> Result<Self, Misfit> {
        let mut answer = Ticked::default();
        for word in list(value)? {
            match W::from_name(&word) {
                Some(known) => drop(answer.words.insert(known)),
                None => answer.unread.push(word),
            }
        }
        answer.unread.sort();
        Ok(answer)
    }
    fn show(&self) -> Value {
        let known = self.words.iter().map(|word| word.name().to_owned());
        Value::List(known.chain(self.unread.iter().cloned()).collect())
    }
}

/// A place on the body, with its side when that was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Site {
    /// The place.
    pub site: BodySite,
    /// Left, right or both; `None` is not answered.
    pub side: Option<Side>,
}

impl Site {
    /// Reads `calf:left` or `calf`; `None` when either word is unknown.
    pub fn parse(text: &str) -> Option<Site> {
        match text.split_once(':') {
            None => Some(Site { site: BodySite::from_name(text)?, side: None }),
            Some((site, side)) => Some(Site { site: BodySite::from_name(site)?, side: Some(Side::from_name(side)?) }),
        }
    }

    /// Writes `calf:left` or `calf`.
    pub fn text(self) -> String {
        match self.side {
            None => self.site.name().to_owned(),
            Some(side) => format!("{}:{}", self.site.name(), side.name()),
        }
    }
}

/// The places of a report, as given (left and right are not merged), and those nobody could read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sites {
    /// The known places, sorted.
    pub places: Vec<Site>,
    /// What could not be read, as written, sorted; shown to the person.
    pub unread: Vec<String>,
}

impl FieldValue for Sites {
    const SHAPE: Shape = Shape::Sites(<BodySite as Vocabulary>::NAMES);
    fn read(value: Value) -> Result<Self, Misfit> {
        let mut answer = Sites::default();
        for text in list(value)? {
            match Site::parse(&text) {
                Some(place) => answer.places.push(place),
                None => answer.unread.push(text),
            }
        }
        answer.places.sort();
        answer.unread.sort();
        Ok(answer)
    }
    fn show(&self) -> Value {
        let known = self.places.iter().map(|place| place.text());
        Value::List(known.chain(self.unread.iter().cloned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_word_is_kept_beside_the_known_ones() {
        let read = Ticked::<Sign>::read(Value::List(vec!["wobbly".into(), "swelling".into()])).unwrap();
        assert!(read.has(Sign::Swelling));
        assert_eq!(read.unread, ["wobbly"]);
        assert_eq!(read.show(), Value::List(vec!["swelling".into(), "wobbly".into()]));
    }

    #[test]
    fn a_site_may_have_no_side() {
        assert_eq!(Site::parse("calf"), Some(Site { site: BodySite::Calf, side: None }));
        assert_eq!(Site::parse("calf:left").unwrap().text(), "calf:left");
        assert_eq!(Site::parse("calf:middle"), None);
    }
}
