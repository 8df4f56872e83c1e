//! A day of exercise that is among the hardest of the person's own.

use super::effort::effort;
use super::{Beside, change, number, verdict};
use crate::assess::answer::Answer;
use crate::assess::finding::{Because, Change, Verdict};
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::days::Calendar;
use crate::body::one_scale::{Confidence, Load, OneScale};
use crate::body::session::Session;
use crate::body::spike::percentile;
use crate::record::{History, Key};
use crate::time::{add_days, add_minutes};

/// The days before a session whose active days say what is usual. With the two weeks in which a session is spoken of
/// they stay within the 90 days that are in memory, so that a day later it is judged by the same records.
pub const HIGH_LOAD_DAYS: u16 = 75;
/// From this place among the person's own active days on, in per cent. Ours: one day in twenty.
pub const HIGH_LOAD_PCT: f64 = 95.0;

/// The least that two times differ by, in minutes.
const MILLISECOND_MIN: f64 = 1.0 / 60_000.0;

/// The load of the day, up to and with this session, in the top twentieth of the person's own active days of the 75
/// days before that day, of which there must be 20. All loads on one scale, by the best basis each session has.
///
/// The place is that of the middle among equals. The limit is ours; no study ties it to tingling.
pub static HIGH_LOAD: Rule = Rule {
    id: "high_load",
    family: Family::Load,
    looks_at: LooksAt::Session,
    horizon_days: HIGH_LOAD_DAYS,
    source: "project rule: place among one's own active days, no study ties it to tingling",
    title: "high_load",
};

/// The loads that a session is held against.
struct Days {
    /// Load of the same day before this session.
    before_au: f64,
    own: Load,
    /// The loads of the earlier active days.
    active: Vec<f64>,
    /// The sessions of this day, sorted.
    records: Vec<Key>,
}

impl Days {
    fn pct(&self, own_au: f64) -> Option<f64> {
        Some(100.0 * percentile(self.before_au + own_au, &self.active)?)
    }
}

/// See [`HIGH_LOAD`].
pub fn high_load(history: &History, session: &Session<'_>) -> Verdict {
    let days = days(history, session);
    let answer = match &days {
        Err(missing) => Answer::unknown(missing),
        Ok(days) => match days.pct(days.own.au) {
            None if days.own.au <= 0.0 => Answer::No,
            None => Answer::unknown("active_days_75"),
            Some(pct) if pct >= HIGH_LOAD_PCT - super::ROUNDING => {
                Answer::Yes { because: evidence(days, pct, session), assumed: Default::default() }
            }
            Some(_) => Answer::No,
        },
    };
    verdict(&HIGH_LOAD, session, answer, || {
        let effort = effort(history, session);
        let own = days.as_ref().ok();
        Beside {
            unknown: own
                .filter(|days| days.own.confidence < Confidence::Converted)
                .map(|_| "rpe_cr10")
                .into_iter()
                .collect(),
            against: effort.and_then(|effort| effort.easy()).into_iter().collect(),
            change: own.and_then(|days| shorter(days, session)).into_iter().collect(),
        }
    })
}

fn evidence(days: &Days, pct: f64, session: &Session<'_>) -> Vec<Because> {
    let estimated = days.own.confidence < Confidence::Converted;
    let place = number("load_percentile", pct, Some(HIGH_LOAD_PCT), days.records.iter().copied());
    let load = number("load_au", days.own.au + days.before_au, None, days.own.records.iter().copied());
    let active = u32::try_from(days.active.len()).map_or(f64::INFINITY, f64::from);
    vec![
        Because { estimated, ..place },
        Because { estimated, ..load },
        number("active_days", active, None, [session.key]),
    ]
}

/// The fewest minutes less that would have kept the day below the limit at the same effort.
fn shorter(days: &Days, session: &Session<'_>) -> Option<Change> {
    let minutes = session.active_min()?;
    let is_low = |kept: f64| {
        let pct = days.pct(days.own.au * kept / minutes);
        kept >= 1.0 && pct.is_some_and(|pct| pct < HIGH_LOAD_PCT - super::ROUNDING)
    };
    // The place falls with the minutes, so that the middle says which half holds the edge.
    let (mut less, mut enough) = (0.0, minutes.ceil());
    while enough - less > 1.0 {
        let middle = ((less + enough) / 2.0_f64).floor();
        if is_low(minutes - middle) || minutes - middle < 1.0 { enough = middle } else { less = middle }
    }
    is_low(minutes - enough).then(|| change("duration_min", -enough))
}

fn days(history: &History, session: &Session<'_>) -> Result<Days, &'static str> {
    if session.active_min().is_none() {
        return Err("duration_min");
    }
    let calendar = Calendar::of(history);
    let midnight = calendar.midnight(session.start);
    // Just within the horizon: what is as old as that changes nothing.
    let since = add_minutes(add_days(session.start, -f64::from(HIGH_LOAD_DAYS)), MILLISECOND_MIN);
    let scale = OneScale::within(history, since, session.start);
    let session = Session::of(history, session.start, session.key).ok_or("sessions")?;
    let own = scale.load(&session).ok_or("rpe_cr10")?;
    let (mut before_au, mut records) = (0.0, vec![session.key]);
    // The loads of earlier days by day; not known when one of a day's sessions is not.
    let mut active: Vec<(i64, Option<f64>)> = Vec::new();
    for other in super::earlier::earlier(history, &session, f64::from(HIGH_LOAD_DAYS)) {
        let load = scale.load(&other).map(|load| load.au);
        if other.start >= midnight {
            before_au += load.ok_or("rpe_cr10")?;
            records.push(other.key);
            continue;
        }
        let day = calendar.day(other.start);
        match active.last_mut() {
            Some((last, sum)) if *last == day => *sum = sum.and_then(|sum| Some(sum + load?)),
            _ => active.push((day, load)),
        }
    }
    records.sort();
    let active = active.into_iter().filter_map(|(_, load)| load).filter(|load| *load > 0.0).collect();
    Ok(Days { before_au, own, active, records })
}
