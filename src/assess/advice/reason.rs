//! Why a tip is kept back, and when each reason holds.

use super::around::Around;
use crate::assess::finding::Level;
use crate::assess::red_flags::Report;
use crate::record::words::{Condition, OneWord, Sign, YesNoNa};
use crate::units::Quantity;

/// Air below this is cold for light clothing, in degrees Celsius. Project rule.
pub const COLD_BELOW_C: f64 = 10.0;

/// Why a tip is kept back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// A sign for the emergency number or for a doctor today is open.
    DoctorFirst,
    /// Body mass rose over the session, however little.
    GainSeen,
    /// The session lasted at least [`TIPS_LONG_H`](crate::assess::fluid::TIPS_LONG_H) (or nobody knows) and the
    /// change of body mass is not known.
    MassChangeUnknown,
    /// At least [`DRINK_MOST_ML_PER_H`](crate::assess::fluid::DRINK_MOST_ML_PER_H) was drunk already.
    DrinkingMuch,
    /// Headache, vomiting or confusion is ticked in a report of the session.
    HeadacheVomitingConfusion,
    /// A report of the session did not answer which signs there were, or holds one that nobody could read.
    SignsUnread,
    /// What was drunk is neither measured nor reported.
    IntakeUnknown,
    /// Kidney disease or heart failure is answered "yes": how much to drink is for a doctor to say.
    KidneyOrHeart,
    /// The session lasted more than [`LONG_H`](crate::assess::fluid::LONG_H).
    LongSession,
    /// Drinking as much as would clear the finding would pass
    /// [`DRINK_MOST_ML_PER_H`](crate::assess::fluid::DRINK_MOST_ML_PER_H).
    WouldPassLimit,
    /// Kidney disease, heart failure, and medicines for blood pressure or with potassium are not all answered "no".
    KidneyHeartMedicine,
    /// An allergy to nuts or other food is not answered "no".
    FoodAllergy,
    /// An anticoagulant is not answered "no".
    Anticoagulant,
    /// The gear is off and the tingling stayed.
    GearIsOff,
    /// Prescribed compression is not answered "no".
    CompressionPrescribed,
    /// The air was colder than [`COLD_BELOW_C`].
    ColdWeather,
    /// How warm the air was is not known.
    TemperatureUnknown,
    /// A new injury, pain during exercise, severe pain, swelling or a change of colour is open.
    PainOrInjury,
    /// Chest pain, fainting or severe pain is ticked: then stopping at once is right.
    StopAtOnce,
    /// A sign of the nerves of the back is open.
    NerveSign,
}

use Reason::*;

/// The signs of too little salt in the blood.
pub const LOW_SODIUM_SIGNS: &[Sign] = &[Sign::Headache, Sign::SevereHeadache, Sign::Vomiting, Sign::Confusion];

/// The signs after which nobody fades out slowly.
const STOP_SIGNS: &[Sign] = &[Sign::ChestPain, Sign::Faint, Sign::SeverePain];

/// Conditions and medicines with which more salt or potassium can harm.
pub const SALT_CONDITIONS: &[Condition] = &[
    Condition::KidneyDisease,
    Condition::HeartFailure,
    Condition::BloodPressureMedicine,
    Condition::PotassiumMedicine,
];

impl Reason {
    /// Every reason, in the order of the documentation.
    pub const ALL: &'static [Reason] = &[
        DoctorFirst,
        GainSeen,
        MassChangeUnknown,
        DrinkingMuch,
        HeadacheVomitingConfusion,
        SignsUnread,
        IntakeUnknown,
        KidneyOrHeart,
        LongSession,
        WouldPassLimit,
        KidneyHeartMedicine,
        FoodAllergy,
        Anticoagulant,
        GearIsOff,
        CompressionPrescribed,
        ColdWeather,
        TemperatureUnknown,
        PainOrInjury,
        StopAtOnce,
        NerveSign,
    ];

    /// Its name in findings and alerts.
    pub fn name(self) -> &'static str {
        match self {
            DoctorFirst => "doctor_first",
            GainSeen => "gain_seen",
            MassChangeUnknown => "mass_change_unknown",
            DrinkingMuch => "drinking_much",
            HeadacheVomitingConfusion => "headache_vomiting_confusion",
            SignsUnread => "signs_unread",
            IntakeUnknown => "intake_unknown",
            KidneyOrHeart => "kidney_or_heart",
            LongSession => "long_session",
            WouldPassLimit => "would_pass_limit",
            KidneyHeartMedicine => "kidney_heart_medicine",
            FoodAllergy => "food_allergy",
            Anticoagulant => "anticoagulant",
            GearIsOff => "gear_is_off",
            CompressionPrescribed => "compression_prescribed",
            ColdWeather => "cold_weather",
            TemperatureUnknown => "temperature_unknown",
            PainOrInjury => "pain_or_injury",
            StopAtOnce => "stop_at_once",
            NerveSign => "nerve_sign",
        }
    }
}

/// Whether a reason holds for what is around a finding.
pub fn holds(reason: Reason, around: &Around<'_>) -> bool {
    match reason {
        DoctorFirst => around.has_open(&[], Level::Urgent),
        GainSeen
        | MassChangeUnknown
        | DrinkingMuch
        | HeadacheVomitingConfusion
        | SignsUnread
        | IntakeUnknown
        | KidneyOrHeart
        | LongSession => around.drink_tips_withheld().contains(&reason),
        // Only the rule that reckons the amount knows; it names the reason itself.
        WouldPassLimit => false,
        KidneyHeartMedicine => SALT_CONDITIONS.iter().any(|condition| !around.answered_no(*condition)),
        FoodAllergy => !around.answered_no(Condition::FoodAllergy),
        Anticoagulant => !around.answered_no(Condition::Anticoagulant),
        GearIsOff => {
            let stays = |told: &Report<'_>| {
                told.said.persists_after_removal.as_ref().and_then(OneWord::known) == Some(YesNoNa::Yes)
            };
            around.has_open(&["rf18"], Level::Note) || around.reports().iter().any(stays)
        }
        CompressionPrescribed => !around.answered_no(Condition::PrescribedCompression),
        ColdWeather => around.temp_c().is_some_and(|degrees| degrees < COLD_BELOW_C),
        TemperatureUnknown => around.temp_c().is_none(),
        PainOrInjury => around.has_open(&["rf11", "rf19", "rf21"], Level::Note),
        StopAtOnce => around.reports().iter().any(|told| told.sign(STOP_SIGNS).is_yes()),
        NerveSign => around.has_open(&["rf01", "rf02", "rf13", "rf15"], Level::Note),
    }
}

/// Whether a report leaves open which signs there were: the question was not answered, or a word could not be read.
/// A report of no tingling that names no signs has none.
pub fn signs_unread(told: &Report<'_>) -> bool {
    match &told.said.signs {
        Some(signs) => !signs.unread.is_empty(),
        None => told.said.tingling != Some(false),
    }
}

impl Around<'_> {
    /// The air temperature of the session.
    fn temp_c(&self) -> Option<f64> {
        Some(self.session?.workout.temp_c?.get())
    }

    fn answered_no(&self, condition: Condition) -> bool {
        self.history.profile.has(condition) == Some(false)
    }
}
