//! A session that is far longer than those before it.

use super::earlier::earlier;
use super::effort::effort;
use super::{Beside, ROUNDING, change, number, verdict};
use crate::assess::answer::{Answer, Missing};
use crate::assess::finding::{Because, Change, Verdict};
use crate::assess::rules::{Family, LooksAt, Rule};
use crate::body::session::Session;
use crate::body::spike::{SPIKE_ABOVE, SPIKE_SESSIONS_LEAST, judged_ratio};
use crate::record::words::Sport;
use crate::record::{History, Key};
use crate::units::Quantity;

/// The days before a session in which its like is looked for.
const SPIKE_DAYS: u16 = 30;

/// More than 1.10 times the longest session of the 30 days before: by distance for runs, where at least 5 of those
/// days tell one, else by minutes over all sports (for other sports than running that is ours).
///
/// Source: Frandsen 2025, Br J Sports Med 59:1203: overuse injury of runners, **not tingling**.
pub static SPIKE: Rule = Rule {
    id: "spike",
    family: Family::Load,
    looks_at: LooksAt::Session,
    horizon_days: SPIKE_DAYS,
    source: "Frandsen 2025, Br J Sports Med 59:1203 (overuse injury of runners, not tingling)",
    title: "spike",
};

/// What sessions are held against each other by.
struct Scale {
    own: &'static str,
    most: &'static str,
    /// The change is rounded to this.
    step: f64,
    of: fn(&Session<'_>) -> Option<f64>,
}

const DISTANCE: Scale = Scale {
    own: "distance_m",
    most: "most_30_days_m",
    step: 100.0,
    of: |session| {
        let run = session.workout.sport == Some(Sport::Run);
        session.workout.distance_m.map(Quantity::get).filter(|metres| run && *metres > 0.0)
    },
};

const DURATION: Scale =
    Scale { own: "duration_min", most: "most_30_days_min", step: 1.0, of: |session| session.active_min() };

/// A session held against those before it.
struct Held {
    scale: &'static Scale,
    amount: f64,
    most: f64,
    most_key: Key,
    ratio: f64,
}

impl Held {
    fn on(scale: &'static Scale, session: &Session<'_>, before: &[Session<'_>]) -> Option<Held> {
        let amount = (scale.of)(session)?;
        let amounts: Vec<(f64, Key)> =
            before.iter().filter_map(|other| Some(((scale.of)(other)?, other.key))).collect();
        let (most, most_key) = amounts.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))?;
        let lengths: Vec<f64> = amounts.iter().map(|(amount, _)| *amount).collect();
        Some(Held { scale, amount, most, most_key, ratio: judged_ratio(amount, &lengths)? })
    }

    fn because(&self, session: &Session<'_>) -> Because {
        number("spike_ratio", self.ratio, Some(SPIKE_ABOVE), [session.key, self.most_key])
    }

    /// The least that, left out, would have made it no spike.
    fn shorter(&self) -> Change {
        let over = self.amount - SPIKE_ABOVE * self.most;
        let steps = (over / self.scale.step - ROUNDING).ceil().max(1.0);
        change(self.scale.own, -steps * self.scale.step)
    }
}

fn held(history: &History, session: &Session<'_>) -> Result<Held, &'static str> {
    let before = earlier(history, session, f64::from(SPIKE_DAYS));
    if let Some(held) = Held::on(&DISTANCE, session, &before) {
        return Ok(held);
    }
    if session.active_min().is_none() {
        return Err("duration_min");
    }
    Held::on(&DURATION, session, &before).ok_or("sessions_30_days")
}

fn judged(held: &Result<Held, &'static str>, session: &Session<'_>) -> Answer {
    match held {
        Err(missing) => Answer::unknown(missing),
        Ok(held) if held.ratio > SPIKE_ABOVE + ROUNDING => Answer::because(held.because(session)),
        Ok(_) => Answer::No,
    }
}

/// Whether a session is a spike; not known with fewer than [`SPIKE_SESSIONS_LEAST`] sessions to hold it against.
pub fn is_spike(history: &History, session: &Session<'_>) -> Answer {
    judged(&held(history, session), session)
}

/// See [`SPIKE`].
pub fn spike(history: &History, session: &Session<'_>) -> Verdict {
    let held = held(history, session);
    let mut answer = judged(&held, session);
    if let (Answer::Yes { because, .. }, Ok(held)) = (&mut answer, &held) {
        because.push(number(held.scale.own, held.amount, None, [session.key]));
        because.push(number(held.scale.most, held.most, None, [held.most_key]));
    }
    verdict(&SPIKE, session, answer, || {
        let effort = effort(history, session);
        Beside {
            unknown: effort.is_none().then_some("rpe_cr10").into_iter().collect::<Missing>(),
            against: effort.and_then(|effort| effort.easy()).into_iter().collect(),
            change: held.iter().map(Held::shorter).collect(),
        }
    })
}

const _: () = assert!(SPIKE_SESSIONS_LEAST == 5, "the documentation of the rule says so");
