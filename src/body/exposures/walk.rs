//! One pass over the sessions of a history, in order of time: what each needs to know of those before it.

use std::collections::{BTreeSet, VecDeque};

use super::answer::Answer;
use super::case::Case;
use super::near::Near;
use super::sweat::Sweat;
use crate::body::days::{self, Calendar};
use crate::body::effort::{from_reserve, session_load};
use crate::body::heart::Heart;
use crate::body::monotony::{WEEK, last_week, monotony};
use crate::body::numbers::finite;
use crate::body::ratio::ShortOverLong;
use crate::body::session::Session;
use crate::body::spike::{SPIKE_DAYS, judged_ratio};
use crate::record::{History, Key};
use crate::units::Quantity;

/// The ratio of short to long mean says nothing in the first days.
const RATIO_DAYS_LEAST: i64 = 21;
/// Above this, monotony says no more.
const MONOTONY_MOST: f64 = 5.0;
/// Sessions so far back are named as those on which the means rest.
const MEANS_DAYS: i64 = 28;

/// What is remembered while walking.
pub(super) struct Walk<'h> {
    history: &'h History,
    calendar: Calendar,
    recorded: BTreeSet<i64>,
    /// Sessions of the last 30 days: day, minutes, key.
    recent: VecDeque<(i64, Option<f64>, Key)>,
    /// The rated efforts so far, in order of size.
    ratings: Vec<f64>,
    first_day: Option<i64>,
    /// The loads of the last days before today.
    week: VecDeque<Option<f64>>,
    means: Option<ShortOverLong>,
    today: i64,
    today_load: Option<f64>,
    sweat: Sweat,
}

impl<'h> Walk<'h> {
    /// Before the first session.
    pub(super) fn new(history: &'h History) -> Walk<'h> {
        let calendar = Calendar::of(history);
        Walk {
            history,
            recorded: calendar.recorded(history),
            calendar,
            recent: VecDeque::new(),
            ratings: Vec::new(),
            first_day: None,
            week: VecDeque::new(),
            means: ShortOverLong::new(),
            today: 0,
            today_load: None,
            sweat: Sweat::default(),
        }
    }

    /// The next session, in order of time.
    pub(super) fn step(&mut self, session: Session<'h>) -> Case<'h> {
        let near = Near::new(self.history, &session, self.calendar.midnight(session.start));
        let day = self.calendar.day(session.start);
        let minutes = Answer::told(session.active_min(), &[session.key], "duration_min");
        let heart = Heart::at(self.history, session.start);
        let effort = self.effort(&session, heart.as_ref());
        let load = minutes.clone().with(effort.clone(), session_load, "rpe_cr10");
        let spike_ratio = self.spike(day, &session, &minutes);
        self.close_days(day);
        self.today_load = self.today_load.and_then(|so_far| Some(so_far + load.value()?));
        let first = *self.first_day.get_or_insert(day);
        let short_over_long = self.short_over_long(day.saturating_sub(first), &session, &load);
        let monotony = self.monotony(&session, &load);
        self.recent.push_back((day, minutes.value(), session.key));
        let (mass_kg, drunk_l) = (mass(self.history, &session), drunk(self.history, &session));
        let sweat_l = self.sweat.of(&session, heart.as_ref(), &mass_kg, &drunk_l);
        Case {
            history: self.history,
            session,
            near,
            minutes,
            effort,
            load,
            spike_ratio,
            short_over_long,
            monotony,
            sweat_l,
            mass_kg,
            drunk_l,
        }
    }

    /// Rated, else from the heart rate, else the median of earlier ratings.
    fn effort(&mut self, session: &Session<'_>, heart: Option<&Heart>) -> Answer {
        let own = [session.key];
        if let Some(rated) = session.workout.rpe_cr10.map(Quantity::get) {
            let usual = Answer::told(Some(rated), &own, "rpe_cr10");
            let place = self.ratings.partition_point(|rating| *rating < rated);
            self.ratings.insert(place, rated);
            return usual;
        }
        let of_heart = heart.zip(session.workout.hr_avg_bpm).and_then(|(heart, mean)| heart.reserve(mean));
        let about_heart = heart.map(|heart| heart.records.clone()).unwrap_or_default();
        Answer::told(of_heart.and_then(from_reserve), &own, "rpe_cr10")
            .resting_on(about_heart)
            .or_else(|| Answer::told(self.usual_effort(), &own, "rpe_cr10"))
            .estimated()
    }

    /// The median of the ratings so far, which stand in order.
    fn usual_effort(&self) -> Option<f64> {
        let half = self.ratings.len() / 2;
        let upper = *self.ratings.get(half)?;
        let is_even = self.ratings.len().is_multiple_of(2);
        let lower = if is_even { *self.ratings.get(half.checked_sub(1)?)? } else { upper };
        finite((lower + upper) / 2.0)
    }

    /// This session's minutes over the most of the 30 days before this day.
    fn spike(&mut self, day: i64, session: &Session<'_>, minutes: &Answer) -> Answer {
        while self.recent.front().is_some_and(|(other, ..)| *other < day.saturating_sub(SPIKE_DAYS)) {
            self.recent.pop_front();
        }
        let before = || self.recent.iter().filter(|(other, ..)| *other < day);
        let lengths: Vec<f64> = before().filter_map(|(_, minutes, _)| *minutes).collect();
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        let longest_key = before().find(|(_, minutes, _)| *minutes == Some(longest)).map(|(.., key)| *key);
        let ratio = |minutes| judged_ratio(minutes, &lengths);
        minutes.clone().and(ratio, "sessions").resting_on(longest_key).resting_on([session.key])
    }

    /// Brings the days before `day` into the means.
    fn close_days(&mut self, day: i64) {
        if self.first_day.is_some() && self.today != day {
            let mut closed = vec![self.today_load];
            closed.extend(days::between(self.today, day, &self.recorded));
            for load in closed {
                self.means = self.means.map(|means| means.after(load));
                self.week.push_back(load);
                if self.week.len() >= WEEK {
                    self.week.pop_front();
                }
            }
        }
        if self.first_day.is_none() || self.today != day {
            self.today = day;
            self.today_load = Some(0.0);
        }
    }

    fn short_over_long(&self, days: i64, session: &Session<'_>, load: &Answer) -> Answer {
        let ratio = self.means.and_then(|means| means.after(self.today_load).ratio());
        let enough = ratio.filter(|_| days >= RATIO_DAYS_LEAST);
        let missing = if days < RATIO_DAYS_LEAST { "sessions" } else { "rpe_cr10" };
        self.of_days(enough, missing, MEANS_DAYS, session, load)
    }

    fn monotony(&self, session: &Session<'_>, load: &Answer) -> Answer {
        let days: Vec<Option<f64>> = self.week.iter().copied().chain([self.today_load]).collect();
        let missing = if days.len() < WEEK { "sessions" } else { "rpe_cr10" };
        let monotony = last_week(&days).and_then(monotony).map(|monotony| monotony.min(MONOTONY_MOST));
        self.of_days(monotony, missing, 7, session, load)
    }

    /// An answer that rests on the sessions of the last `days` days, this one included.
    fn of_days(
        &self,
        value: Option<f64>,
        missing: &'static str,
        days: i64,
        session: &Session<'_>,
        load: &Answer,
    ) -> Answer {
        let since = self.today.saturating_sub(days);
        let sessions = self.recent.iter().filter(|(day, ..)| *day > since).map(|(.., key)| *key);
        let answer = Answer::told(value, &[session.key], missing).resting_on(sessions);
        if matches!(load, Answer::Known { estimated: true, .. }) { answer.estimated() } else { answer }
    }
}

/// The usual mass of the profile, else the one measured nearest before the end of the session.
fn mass(history: &History, session: &Session<'_>) -> Answer {
    if let Some(usual) = history.profile.body_mass_kg {
        return Answer::told(Some(usual.get()), &[], "body_mass");
    }
    match session.body_mass(history) {
        Some(mass) => Answer::told(Some(mass.kg.get()), &mass.records, "body_mass"),
        None => Answer::missing("body_mass"),
    }
}

fn drunk(history: &History, session: &Session<'_>) -> Answer {
    match session.fluid(history) {
        Some(fluid) => {
            let drunk = Answer::told(Some(fluid.ml / 1000.0), &fluid.records, "fluid_ml");
            if fluid.is_lower_bound { drunk.estimated() } else { drunk }
        }
        None => Answer::missing("fluid_ml"),
    }
}
