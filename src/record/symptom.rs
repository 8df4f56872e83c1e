//! A report of tingling, or of none.

use super::field::fields;
use super::words::*;
use crate::units::{Minutes, PercentChange, Score5, Score10};

fields! {
    /// A report by the person at the time of its record. "No tingling" is a report too, just as valuable.
    Symptom, table "symptom" {
        /// Whether there was tingling; not answered counts as yes.
        tingling: bool,
        /// Where, each with its side.
        sites: Sites,
        /// When it began, relative to exercise.
        onset: OneWord<Onset>,
        /// Minutes of exercise before it began.
        onset_min: Minutes,
        /// How long it lasted, so far if it is still there.
        duration_min: Minutes,
        /// Whether it is still there.
        ongoing: bool,
        /// How bad, 0 to 10.
        severity: Score10,
        /// How it feels.
        quality: Ticked<Quality>,
        /// Other signs beside it.
        signs: Ticked<Sign>,
        /// What eases it.
        relieved_by: Ticked<Reliever>,
        /// What makes it worse.
        worsened_by: Ticked<Worsener>,
        /// What it is tied to.
        association: OneWord<Association>,
        /// Whether tight gear was taken off.
        gear_removed: OneWord<YesNoNa>,
        /// Whether it stayed after that.
        persists_after_removal: OneWord<YesNoNa>,
        /// How much of daily life it touches.
        daily_impact: OneWord<DailyImpact>,
        /// Minutes of rest until it eased.
        relief_min: Minutes,
        /// Change of body mass over the session.
        weight_change_pct: PercentChange,
        /// Whether weakness is growing.
        progressive: bool,
        /// Whether a sign is new within 14 days.
        new_within_14d: bool,
        /// Fatigue, 1 to 5.
        fatigue: Score5,
        /// Pain before or during the session, 0 to 10.
        pain_before_or_during: Score10,
        /// Minutes since exercise stopped; derived from the session when not given.
        minutes_since_stop: Minutes,
        /// The id of the session it belongs to; else the most recent one before it.
        session_id: String,
    }
}
