//! Where a person stands now, each thing against their own usual of the last 90 days: load, fluid, salt and heat, and
//! how many sessions they answered.
//!
//! What is not told is [`Answer::Unknown`], never 0; and about one's own usual is no word on safety. A pure function
//! of the records of these days and of now, in whatever order they came.

mod coverage;
mod measures;
mod weeks;

pub use coverage::{Coverage, STRETCHES_DAYS};
pub use measures::{Area, MEASURES, Measure, Over};

use super::days::Calendar;
use super::exposures::{Answer, Case, cases};
use super::numbers::quartiles;
use super::one_scale::OneScale;
use super::session::Session;
use crate::record::words::Sport;
use crate::record::{History, Key};
use crate::time::{Timestamp, add_days, add_minutes};
use weeks::Weeks;

/// The usual is that of so many days, today included: no more than the window in memory holds.
pub const USUAL_DAYS: i64 = 90;

/// Where a person stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The newest finished session of these days.
    pub last: Option<LastSession>,
    /// Each of [`MEASURES`], in its order.
    pub readings: Vec<Reading>,
    /// How many sessions were answered, over the stretches of [`STRETCHES_DAYS`].
    pub coverage: Vec<Coverage>,
}

/// The newest finished session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSession {
    /// Its record.
    pub key: Key,
    /// When it started.
    pub start: Timestamp,
    /// The kind of exercise, when it was told.
    pub sport: Option<Sport>,
    /// How many days of the person's calendar ago: 0 is today.
    pub days_ago: i64,
}

/// One thing now, and as it usually is.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What it is.
    pub measure: &'static Measure,
    /// What it is now.
    pub value: Answer,
    /// What it usually is.
    pub usual: Usual,
}

/// What something usually is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usual {
    /// Of how many sessions or weeks before it was known.
    pub count: usize,
    /// The usual; `None` of too few, see [`Measure::least`].
    pub spread: Option<Spread>,
}

/// The middle half of what was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The lower quartile.
    pub low: f64,
    /// The median.
    pub median: f64,
    /// The upper quartile.
    pub high: f64,
}

/// A value beside the person's own usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Compared {
    /// Below the middle half.
    Lower,
    /// Within it, or too near to it to speak of a difference.
    About,
    /// Above it.
    Higher,
}

impl Compared {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Compared::Lower => "lower",
            Compared::About => "about",
            Compared::Higher => "higher",
        }
    }
}

impl Usual {
    fn of(values: &[f64], least: usize) -> Usual {
        let spread = quartiles(values).filter(|_| values.len() >= least);
        Usual { count: values.len(), spread: spread.map(|[low, median, high]| Spread { low, median, high }) }
    }
}

impl Reading {
    /// The value beside the usual; `None` when either is not known.
    pub fn compared(&self) -> Option<Compared> {
        let (value, usual, close) = (self.value.value()?, self.usual.spread?, self.measure.close);
        Some(if value < usual.low && usual.low - value >= close {
            Compared::Lower
        } else if value > usual.high && value - usual.high >= close {
            Compared::Higher
        } else {
            Compared::About
        })
    }
}

/// Where a person stands at `now`.
pub fn standing(history: &History, now: Timestamp) -> Standing {
    let calendar = Calendar::of(history);
    let today = calendar.day(now);
    let noon = add_minutes(calendar.midnight(now), 720.0);
    #[expect(clippy::cast_precision_loss, reason = "a small number of days")]
    let since = calendar.midnight(add_days(noon, -(USUAL_DAYS.saturating_sub(1) as f64)));
    // Nothing of what lies before or comes later may count, whatever is in memory.
    let own = history.within(since, now);
    let mut sessions = cases(&own);
    sessions.retain(|case| case.session.end().unwrap_or(case.session.start) <= now);
    // By the start alone: which of two sessions that began together comes last is settled by their order.
    let (last, earlier) = match sessions.split_last() {
        Some((last, earlier)) => (Some(last), earlier),
        None => (None, sessions.as_slice()),
    };
    let scale = OneScale::at(&own, now);
    let weeks = Weeks::new(&calendar, &scale, &sessions, today);
    let reading = |measure: &'static Measure| match measure.over {
        Over::Week => {
            let earlier: Vec<f64> = weeks.before().iter().filter_map(Answer::value).collect();
            Reading { measure, value: weeks.newest(), usual: Usual::of(&earlier, measure.least) }
        }
        Over::Session(of) => {
            let earlier: Vec<f64> = earlier.iter().filter_map(|case| of(case, &scale).value()).collect();
            let value = last.map_or_else(|| Answer::missing("workout"), |last| of(last, &scale));
            Reading { measure, value, usual: Usual::of(&earlier, measure.least) }
        }
    };
    Standing {
        last: last.map(|case| last_session(case, today.saturating_sub(calendar.day(case.session.start)))),
        readings: MEASURES.iter().map(reading).collect(),
        coverage: coverage::coverage(&own, &calendar, &sessions, today),
    }
}

/// Until when that stays as it is, if nothing is recorded: the next midnight of the person's calendar, or earlier when
/// a session that is going on ends, or a record told ahead of time comes to pass.
pub fn holds_until(history: &History, now: Timestamp) -> Timestamp {
    let calendar = Calendar::of(history);
    let midnight = calendar.midnight(add_minutes(calendar.midnight(now), 2160.0));
    let sessions = history.workouts().iter();
    let ends = sessions.filter_map(|((start, key), workout)| Session { key: *key, start: *start, workout }.end());
    let ahead = [
        history.workouts().keys().next_back(),
        history.intakes().keys().next_back(),
        history.symptoms().keys().next_back(),
        history.measures().keys().next_back(),
        history.tags().keys().next_back(),
    ];
    let ahead = ahead.into_iter().flatten().map(|(at, _)| *at);
    ends.chain(ahead).filter(|at| *at > now).fold(midnight, Timestamp::min)
}

fn last_session(case: &Case<'_>, days_ago: i64) -> LastSession {
    let session = &case.session;
    LastSession { key: session.key, start: session.start, sport: session.workout.sport, days_ago }
}
