//! Laws about speaking: over the decisions alone, whatever was found.

use std::collections::BTreeSet;

use tingled::assess::{Level, RuleId, Verdict};
use tingled::decide::{Decision, Policy, Utterance, Why, snooze};
use tingled::time::{add_minutes, minutes_between};

use crate::cases::random::Random;
use crate::law;
use crate::talk::{DAY, RULES, Talk};

/// Numbers of delivery as nobody would set them; what is never limited must hold for these, too.
fn any_policy(random: &mut Random) -> Policy {
    let quiet = if random.chance(30) { vec!["fluid_deficit".to_owned()] } else { Vec::new() };
    Policy {
        advice_per_day: random.below(3),
        advice_per_week: random.below(5),
        advice_waits_min: random.pick(&[0.0, 30.0, 500.0]),
        consult_again_min: random.pick(&[0.0, 14.0 * DAY]),
        rejoins_min: random.pick(&[0.0, 60.0, 3.0 * DAY, 30.0 * DAY]),
        quiet: quiet.into_iter().collect(),
        ..Policy::default()
    }
}

#[test]
fn an_emergency_is_told_whatever_was_said_snoozed_or_limited_before() {
    law(|random| {
        let mut talk = Talk::new();
        talk.policy = any_policy(random);
        for _ in 0..random.below(9) {
            talk.step(random);
        }
        let key = talk.sees(random.pick(&["rf01", "rf07"]), random.pick(&[0.0, 3.0, 200.0]), Some(Level::Emergency));
        let newest = talk.seen.last().unwrap().clone();
        let pushed = talk.looks(&[key]);
        let is_newest = talk
            .seen
            .iter()
            .all(|seen| seen.rule != newest.rule || seen.at < newest.at || seen.subject == newest.subject);
        let own = talk
            .said
            .values()
            .filter(|alert| alert.rule == newest.rule && alert.told_level == Some(Level::Emergency));
        let told = own.filter_map(|alert| alert.pushed_at).any(|at| minutes_between(at, talk.now) <= 60.0);
        let earlier = talk.heard.iter().any(|(at, said)| {
            said.push && said.alert.rule == newest.rule && said.alert.level == Level::Emergency && *at < talk.now
        });
        // Told now, or, as an emergency of the same rule, within the pause of the table.
        assert!(told || (earlier && !is_newest), "{:#?} {pushed:#?}", talk.heard);
        if is_newest {
            let open = |said: &&tingled::decide::Alert| said.rule == newest.rule && said.is_standing();
            let stands = talk.said.values().find(open).unwrap();
            assert_eq!((stands.level, stands.snoozed_until), (Level::Emergency, None));
        }
        if pushed.iter().any(|alert| alert.level == Level::Emergency) {
            assert!(talk.said.values().all(|alert| !alert.is_standing() || alert.level != Level::Advice));
        }
    });
}

#[test]
fn a_snooze_hides_nothing_above_its_level_and_nothing_of_other_rules() {
    law(|random| {
        let mut talk = Talk::new();
        for _ in 0..4 + random.below(5) {
            talk.step(random);
        }
        let standing: Vec<_> = talk.said.values().filter(|alert| alert.is_standing()).cloned().collect();
        let snoozable: Vec<_> = standing.into_iter().filter(|alert| alert.level < Level::Emergency).collect();
        if snoozable.is_empty() {
            return;
        }
        let alert = random.pick(&snoozable);
        let mut quiet = talk.clone();
        let said: Utterance = snooze(&alert, 8.0, quiet.now).unwrap();
        quiet.hears(said);
        // Something else is told: heard alike with and without the snooze.
        let (rule, levels) = random.pick(RULES);
        let level = random.pick(levels);
        let later = random.pick(&[0.0, 30.0, 200.0]);
        for talk in [&mut talk, &mut quiet] {
            talk.now = add_minutes(talk.now, later);
            talk.sees(rule, 0.0, Some(level));
        }
        let heard = |talk: &Talk| -> Vec<(RuleId, Level, bool)> {
            let spoken = talk.decisions(&[]).into_iter().filter_map(|decision| match decision {
                Decision::Speak(said) if said.alert.rule != alert.rule => {
                    Some((said.alert.rule.clone(), said.alert.level, said.push))
                }
                _ => None,
            });
            spoken.collect()
        };
        // A repeat that the snooze holds back leaves room for other advice; nothing graver may differ.
        let grave = |all: Vec<(RuleId, Level, bool)>| -> Vec<_> {
            all.into_iter().filter(|(_, level, _)| *level > Level::Advice).collect()
        };
        assert_eq!(grave(heard(&talk)), grave(heard(&quiet)));
        // The same rule, worse: told at once.
        let mut worse = quiet.clone();
        let key = worse.sees("rf07", 0.0, Some(Level::Emergency));
        if alert.rule == RuleId::of("rf07") && alert.told_level < Some(Level::Emergency) {
            let pushed = worse.looks(&[key]);
            assert!(pushed.iter().any(|said| said.id == alert.id && said.level == Level::Emergency), "{pushed:#?}");
        }
    });
}

/// Urgent signs and their contraries over some days, told in order: each at its time, or in stretches.
#[test]
fn ids_do_not_depend_on_batches_delays_or_when_anyone_looked() {
    law(|random| {
        let rule = random.pick(&["rf01", "rf11"]);
        let level = if rule == "rf01" { Level::Emergency } else { Level::Urgent };
        let count = 2 + random.below(7);
        let mut told = Vec::new();
        let mut ago = 4.0 * DAY;
        for _ in 0..count {
            ago -= random.pick(&[10.0, 60.0, 400.0, 900.0]);
            told.push((ago, random.chance(60).then_some(level)));
        }
        let mut ids = BTreeSet::new();
        for longest in [1, 3, count] {
            let mut talk = Talk::new();
            let end = talk.now;
            let mut rest = told.as_slice();
            while !rest.is_empty() {
                let (part, left) = rest.split_at(longest.min(rest.len()));
                rest = left;
                let delay = random.pick(&[0.0, 7.0, 60.0]);
                let last = part[part.len() - 1].0;
                talk.now = add_minutes(end, delay - last).max(talk.now);
                let now = talk.now;
                for (ago, verdict) in part {
                    let since = minutes_between(add_minutes(end, -ago), now);
                    talk.sees(rule, since, *verdict);
                }
                talk.looks(&[]);
                if random.chance(30) {
                    talk.looks(&[]);
                }
            }
            ids.insert(talk.said.keys().cloned().collect::<Vec<_>>());
        }
        assert_eq!(ids.len(), 1, "{told:?} {ids:?}");
    });
}

/// Urgent signs of several rules, with contradictions between: told at once, twice, in parts, or each in its time, and
/// once more from nothing. The same stands, at the same level, about the same report.
#[test]
fn in_parts_twice_or_late_the_same_stands() {
    law(|random| {
        let mut ago = 12.0 * DAY;
        let mut told = Vec::new();
        for _ in 0..2 + random.below(7) {
            ago -= random.pick(&[10.0, 300.0, 1400.0, 2300.0]);
            let (rule, levels) = random.pick(&RULES[..3]);
            told.push((rule, ago, random.chance(65).then(|| random.pick(levels))));
        }
        let mut all = Vec::new();
        for longest in [1, 3, 99, 99] {
            let mut talk = Talk::new();
            let end = talk.now;
            for part in told.chunks(longest) {
                if longest == 1 {
                    talk.now = add_minutes(end, -part[0].1);
                }
                let now = talk.now;
                let keys: Vec<_> = part
                    .iter()
                    .map(|(rule, ago, level)| talk.sees(rule, minutes_between(add_minutes(end, -ago), now), *level))
                    .collect();
                talk.looks(&keys);
            }
            talk.now = end;
            talk.looks(&[]);
            let heard = talk.heard.len();
            talk.looks(&[]);
            assert_eq!(talk.heard.len(), heard, "told twice, said twice");
            let standing = talk.said.values().filter(|alert| alert.is_standing());
            let mut stands: Vec<_> = standing
                .map(|alert| (alert.id.clone(), alert.rule.clone(), alert.level, alert.finding.clone()))
                .collect();
            stands.sort_by(|a, b| a.0.cmp(&b.0));
            all.push((stands, talk.heard));
        }
        assert!(all[1..].iter().all(|(stands, _)| *stands == all[0].0), "{told:?} {:#?}", all[0].0);
        assert_eq!(all[2].1, all[3].1, "from nothing, every word is the same");
    });
}

/// Every step of [`Talk`] checks that a revision grows by one or keeps its content to the last bit.
#[test]
fn revisions_only_grow_and_each_keeps_its_content() {
    law(|random| {
        let mut talk = Talk::new();
        for _ in 0..12 {
            talk.step(random);
        }
        let rules: BTreeSet<_> =
            talk.said.values().filter(|alert| alert.is_standing()).map(|alert| &alert.rule).collect();
        assert_eq!(rules.len(), talk.standing().len(), "one topic holds one alert");
    });
}

#[test]
fn a_clock_that_is_set_back_and_forth_raises_nothing_and_ends_nothing() {
    law(|random| {
        let mut talk = Talk::new();
        for _ in 0..random.below(7) {
            talk.step(random);
        }
        // A clock that runs ahead ends what grew old; what is due by time alone happens before.
        talk.looks(&[]);
        let (now, before) = (talk.now, talk.standing());
        let ids: BTreeSet<_> = talk.said.keys().cloned().collect();
        for _ in 0..1 + random.below(4) {
            let minutes = random.pick(&[1.0 / 60.0, 1.0, 61.0, DAY, 10.0 * DAY, 100.0 * DAY, 3650.0 * DAY]);
            talk.now = add_minutes(now, if random.chance(50) { minutes } else { -minutes });
            talk.looks(&[]);
        }
        talk.now = now;
        talk.looks(&[]);
        let after = talk.standing();
        for id in before.keys() {
            // A sign that only the clock set back brought within reach comes before advice.
            let gave_way = talk.said[id].why == Why::Emergency;
            assert!(after.contains_key(id) || gave_way, "{:#?} {:#?}", talk.said[id], talk.seen);
        }
        let raised = talk.said.keys().filter(|id| !ids.contains(*id));
        // What was not spoken of because it lay ahead, or too far back, is no second alert.
        for id in raised {
            let alert = &talk.said[id];
            assert!(before.keys().all(|other| talk.said[other].rule != alert.rule), "{alert:#?}");
        }
    });
}

#[test]
fn nothing_found_is_nothing_said() {
    law(|random| {
        let mut talk = Talk::new();
        for _ in 0..random.below(12) {
            let (rule, _) = random.pick(RULES);
            talk.sees(rule, random.pick(&[0.0, 100.0, 9000.0]), None);
            if random.chance(40) {
                talk.seen.last_mut().unwrap().verdict = Verdict::Unknown { missing: vec!["signs".into()] };
            }
            talk.now = add_minutes(talk.now, random.pick(&[1.0, 600.0]));
            talk.looks(&[]);
        }
        assert!(talk.heard.is_empty());
    });
}

/// An answer, or a corrected record, that flaps around its limit all day: one alert and one push. An emergency is
/// pushed no more often than one that stays.
#[test]
fn whatever_flaps_for_a_day_gives_one_push() {
    law(|random| {
        let (rule, levels) = random.pick(RULES);
        let level = random.pick(levels);
        let mut talk = Talk::new();
        let every = random.pick(&[1.0, 5.0, 15.0, 40.0, 80.0]);
        let (found, corrects) = (20 + random.below(60), random.chance(30));
        for _ in 0..4 + random.below(13) {
            let verdict = random.chance(found).then_some(level);
            match talk.seen.first_mut().filter(|_| corrects) {
                Some(seen) => {
                    let old = crate::talk::finding(rule, seen.subject, seen.at, level);
                    seen.verdict = verdict.map_or(Verdict::Clear, |_| Verdict::Found(Box::new(old)));
                }
                None => drop(talk.sees(rule, 0.0, verdict)),
            }
            talk.looks(&[]);
            talk.now = add_minutes(talk.now, every);
        }
        let pushes: Vec<_> = talk.heard.iter().filter(|(_, said)| said.push).map(|(at, _)| *at).collect();
        assert!(talk.said.len() <= 1, "{:#?}", talk.said);
        if level == Level::Emergency {
            for pair in pushes.windows(2) {
                assert!(minutes_between(pair[0], pair[1]) >= 10.0, "{pushes:?}");
            }
        } else {
            assert!(pushes.len() <= 1, "{level:?} {pushes:?} {:#?}", talk.heard);
        }
    });
}
