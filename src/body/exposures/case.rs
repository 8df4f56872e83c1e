//! One session with what was known of it and of the time before.

use super::answer::Answer;
use super::near::Near;
use crate::body::session::Session;
use crate::record::History;

/// One session with what was known of it and of the time before: what exposures are found from.
#[derive(Clone, Debug)]
pub struct Case<'h> {
    /// The history it stands in.
    pub history: &'h History,
    /// The session.
    pub session: Session<'h>,
    /// What was recorded on its day up to its end.
    pub near: Near<'h>,
    /// Minutes of exercise.
    pub minutes: Answer,
    /// Effort (CR10): rated, else from the heart rate, else the median of earlier ratings.
    pub effort: Answer,
    /// Minutes times effort, in arbitrary units.
    pub load: Answer,
    /// The duration over the longest of the 30 days before this day.
    pub spike_ratio: Answer,
    /// Short over long exponential mean of daily load.
    pub short_over_long: Answer,
    /// Monotony of the seven days that end with this session.
    pub monotony: Answer,
    /// Sweat of the session, litres.
    pub sweat_l: Answer,
    /// The person's usual body mass, kg.
    pub mass_kg: Answer,
    /// Drunk during the session, litres.
    pub drunk_l: Answer,
}
