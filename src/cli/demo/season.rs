//! A season with a hidden trigger: ten months of sessions in which one thing, and nothing else, goes before tingling.
//!
//! The season is put together by counting and not by throwing dice for each session: so many of the sessions with the
//! trigger tingle, so many of the others, and everything else is shared out alike. So the truth is known exactly, and the
//! interval that is found must lie over it.

use jiff::tz::TimeZone;

use super::life::{Chance, Expected, Export, Life};
use crate::assess::Level;
use crate::time::{Timestamp, add_days, add_minutes};

/// Who lives it.
pub(super) const NOA: &str = "noa";

/// Sessions, and those that are exposed to anything.
const SESSIONS: usize = 150;
const EXPOSED: usize = 30;
/// Sessions that tingle: with the trigger, and without.
const TINGLED_WITH: usize = 12;
const TINGLED_WITHOUT: usize = 6;

/// What may be hidden: an exposure of the study, its rule, and what it is called.
pub(super) struct Hidden {
    /// The exposure.
    pub(super) exposure: &'static str,
    /// The rule of its alert.
    pub(super) rule: &'static str,
    /// In words.
    pub(super) told: &'static str,
}

/// Everything that is told of a session and could be the trigger.
const ALL: &[Hidden] = &[
    Hidden { exposure: "compression", rule: "trigger.compression", told: "a compression garment" },
    Hidden { exposure: "no_electrolyte", rule: "trigger.no_electrolyte", told: "a drink without electrolytes" },
    Hidden { exposure: "tag.socks", rule: "trigger.tag.socks", told: "a tag of her own, \"socks\"" },
];

/// The odds ratio that was hidden.
pub(super) fn odds_ratio() -> f64 {
    let odds = |tingled: usize, of: usize| tingled as f64 / (of.saturating_sub(tingled)) as f64;
    odds(TINGLED_WITH, EXPOSED) / odds(TINGLED_WITHOUT, SESSIONS.saturating_sub(EXPOSED))
}

/// Adds the season to a life; what was hidden, when anything was.
pub(super) fn season(
    life: &mut Life,
    chance: &mut Chance,
    has_cause: bool,
    now: Timestamp,
) -> Option<&'static Hidden> {
    let hidden = chance.one_of(ALL)?;
    let places = |chance: &mut Chance, of: &[usize], count: usize| {
        let mut all = of.to_vec();
        let mut taken = vec![false; SESSIONS];
        for _ in 0..count.min(all.len()) {
            let place = (chance.share() * all.len() as f64) as usize;
            let session = all.swap_remove(place.min(all.len().saturating_sub(1)));
            if let Some(taken) = taken.get_mut(session) {
                *taken = true;
            }
        }
        taken
    };
    let is = |marks: &[bool], session: usize| marks.get(session).copied().unwrap_or(false);
    let every: Vec<usize> = (0..SESSIONS).collect();
    let triggered = places(chance, &every, EXPOSED);
    let (with, without): (Vec<usize>, Vec<usize>) = every.iter().partition(|session| is(&triggered, **session));
    let mut tingled = places(chance, &with, TINGLED_WITH);
    for (mark, other) in tingled.iter_mut().zip(places(chance, &without, TINGLED_WITHOUT)) {
        *mark |= other;
    }
    let (episodes, quiet): (Vec<usize>, Vec<usize>) = every.iter().partition(|session| is(&tingled, **session));
    // What is not the trigger is as frequent among episodes as among the others.
    let share = |of: usize| of.saturating_mul(EXPOSED) / SESSIONS;
    let mut columns: Vec<Vec<bool>> = Vec::new();
    for other in ALL {
        if has_cause && other.exposure == hidden.exposure {
            columns.push(triggered.clone());
            continue;
        }
        let mut marks = places(chance, &episodes, share(episodes.len()));
        let more = places(chance, &quiet, share(quiet.len()));
        marks.iter_mut().zip(more).for_each(|(mark, other)| *mark |= other);
        columns.push(marks);
    }
    write(life, chance, &columns, &tingled, now);
    if has_cause {
        life.expected.push(Expected { person: NOA, rule: hidden.rule, level: Level::Advice });
    }
    has_cause.then_some(hidden)
}

/// The three files: sessions, reports, tags. The newest episode is yesterday's session.
fn write(life: &mut Life, chance: &mut Chance, columns: &[Vec<bool>], tingled: &[bool], now: Timestamp) {
    let is = |marks: Option<&Vec<bool>>, session: usize| marks.and_then(|marks| marks.get(session)) == Some(&true);
    let newest = tingled.iter().rposition(|tingled| *tingled).unwrap_or(0);
    let mut sessions = String::from("id,start,duration_min,sport,compression,electrolyte_drink\n");
    let mut reports = String::from("time,tingling,session_id\n");
    let mut tags = String::from("time,name,yes\n");
    for session in 0..SESSIONS {
        // Turned so that the newest episode comes last.
        let place = session.saturating_add(newest).saturating_add(1) % SESSIONS;
        let back = 2.0 * SESSIONS.saturating_sub(session).saturating_sub(1) as f64 + 1.0;
        let start = add_minutes(add_days(now, -back), -chance.between(0.0, 200.0));
        let start = start.to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ");
        let minutes = if back < 10.0 { 30.0 } else { chance.between(30.0, 50.0).round() };
        let (compression, plain) = (is(columns.first(), place), is(columns.get(1), place));
        let yes = |so: bool| if so { "yes" } else { "no" };
        sessions.push_str(&format!("n{session},{start},{minutes:.0},run,{},{}\n", yes(compression), yes(!plain)));
        tags.push_str(&format!("{start},socks,{}\n", yes(is(columns.get(2), place))));
        let told = tingled.get(place) == Some(&true);
        let report = add_minutes(add_days(now, -back), 90.0).to_zoned(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%SZ");
        reports.push_str(&format!("{report},{},n{session}\n", yes(told)));
    }
    let mut drop = |name: &'static str, text: String, told: &str| {
        life.exports.push(Export { person: NOA, name, text, told: told.to_owned() });
    };
    drop("workouts.csv", sessions, "150 sessions of ten months");
    drop("tags.csv", tags, "a tag of her own for each");
    drop("symptoms.csv", reports, "whether each tingled: 18 did");
}
