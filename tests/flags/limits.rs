//! Laws about evidence and limits: what a finding rests on is needed, and levels change at documented limits alone.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use tingled::assess::Verdict;
use tingled::assess::red_flags::{RED_FLAGS, evaluate};
use tingled::record::{Key, Value};

use super::hits;
use super::laws::{changed, law};
use super::random;

/// Evidence that counts earlier reports: its number and its records.
const COUNTS: &[&str] = &["earlier_reports", "reports_of_one_leg", "reports_not_at_rest"];

/// Without what it cites a finding is gone: of a rule over one report the answers, of one that counts the reports. And
/// a rule that counts cites exactly what it counted.
#[test]
fn what_a_finding_cites_is_needed() {
    let counted: RefCell<usize> = RefCell::default();
    law("evidence is needed", |case, verdicts, _| {
        let horizon = |id: &str| RED_FLAGS.iter().find(|rule| rule.id == id).unwrap().horizon_days;
        for finding in verdicts.values().filter_map(Verdict::found) {
            let id = finding.rule.as_str();
            for because in finding.evidence.iter().filter(|because| COUNTS.contains(&because.what.as_ref())) {
                let Value::Number(number) = because.value else { panic!("{because:?}") };
                assert_eq!(because.records.len() as f64, number, "{id} {because:?}");
                *counted.borrow_mut() += 1;
            }
            let cited: BTreeSet<&str> = finding.evidence.iter().map(|because| because.what.as_ref()).collect();
            // A rule about the person alone (age, history) needs no more than a report of tingling; `rf16` rises by
            // other rules.
            let own = ["age", "history", "rules"].iter().all(|what| !cited.contains(what));
            if horizon(id) == 0 && own && id != "rf16" {
                let without = changed(case, |case| {
                    for field in &cited {
                        case.report.said = random::without(&case.report.said, field);
                    }
                });
                let after = without.verdicts();
                let level = after[&finding.rule].found().map(|after| after.level);
                assert!(level < Some(finding.level), "{id} without {cited:?}: {case:#?}");
            }
            let own_key = super::key(0);
            let earlier = finding.evidence.iter().filter(|because| COUNTS.contains(&because.what.as_ref()));
            let earlier: BTreeSet<Key> =
                earlier.flat_map(|because| because.records.iter().copied()).filter(|key| *key != own_key).collect();
            if !earlier.is_empty() && !cited.contains("age") {
                let (report, past) = case.reports();
                let kept: Vec<_> = past.into_iter().filter(|past| !earlier.contains(&past.key)).collect();
                let after = evaluate(&report, &kept, &case.context);
                let again = after[&finding.rule].found().filter(|after| after.level >= finding.level);
                // What still speaks for it must be other reports than those.
                let cites = |key: &Key| {
                    again.is_some_and(|after| after.evidence.iter().any(|because| because.records.contains(key)))
                };
                assert!(!earlier.iter().any(cites), "{id} {case:#?}");
            }
        }
    });
    let counted = counted.into_inner();
    eprintln!("{counted} counts cited exactly what they counted");
    assert!(counted > 500, "{counted}");
}

/// Where the rules over one report change by a number, and which.
const LIMITS: &[(&str, f64, &[&str])] = &[
    ("duration_min", 30.0, &["rf23"]),
    ("duration_min", 60.0, &["rf01", "rf12"]),
    ("duration_min", 120.0, &["rf16"]),
    ("duration_min", 1440.0, &["rf16"]),
    ("severity", 7.0, &["rf22"]),
    ("fatigue", 4.0, &["rf27"]),
    ("pain_before_or_during", 5.0, &["rf27"]),
    ("relief_min", 10.0, &["rf19"]),
    ("minutes_since_stop", 30.0, &["rf05"]),
    ("minutes_since_stop", 120.0, &["rf16"]),
    ("weight_change_pct", 0.0, &["rf08"]),
];

/// Rules that follow when others change: several signs together, a rise by another rule, a comparison with the
/// person's own past; `rf10` and their like have no numbers.
const FOLLOW: &[&str] = &["rf26", "rf16", "rf25", "rf01", "rf30", "rf33"];

/// Just below, at, and just above a limit: the rules named for it change once, and no other does; between limits
/// nothing changes.
#[test]
fn levels_change_at_their_limits_alone_and_only_once() {
    let seen: RefCell<BTreeMap<(String, u64), BTreeSet<String>>> = RefCell::default();
    law("limits", |case, _, random| {
        let (field, limit, rules) = random.pick(LIMITS);
        let at = |value: f64| {
            let moved = changed(case, |case| random::set(&mut case.report.said, field, Value::Number(value)));
            hits(&moved.verdicts())
        };
        let near = if field == "weight_change_pct" { 1e-6 } else { 1e-3 };
        let all = [at((limit - near).max(-20.0)), at(limit), at(limit + near)];
        let names: BTreeSet<&String> = all.iter().flatten().map(|(rule, _)| rule).collect();
        for rule in names {
            let levels = [all[0].get(rule), all[1].get(rule), all[2].get(rule)];
            let steps = levels.windows(2).filter(|pair| pair[0] != pair[1]).count();
            if FOLLOW.contains(&rule.as_str()) && !rules.contains(&rule.as_str()) {
                continue;
            }
            assert!(steps <= 1, "{rule} at {field} {limit}: {levels:?} {case:#?}");
            assert!(steps == 0 || rules.contains(&rule.as_str()), "{rule} at {field} {limit}: {levels:?} {case:#?}");
            if steps == 1 {
                seen.borrow_mut().entry((field.to_owned(), limit.to_bits())).or_default().insert(rule.clone());
            }
        }
        // Away from every limit.
        let between = match field {
            "duration_min" => random.pick(&[7.5, 45.5, 90.5, 700.5, 5000.5]),
            "minutes_since_stop" => random.pick(&[10.5, 60.5, 500.5]),
            "relief_min" => random.pick(&[3.5, 30.5]),
            "weight_change_pct" => random.pick(&[-2.5, 1.5]),
            _ => random.pick(&[1.5, 2.5]),
        };
        let (below, above) = (at(between - near), at(between + near));
        for rule in below.keys().chain(above.keys()).filter(|rule| *rule != "rf25") {
            assert_eq!(below.get(rule), above.get(rule), "{rule} at {field} {between}: {case:#?}");
        }
    });
    let seen = seen.into_inner();
    for (field, limit, rules) in LIMITS {
        let met = seen.get(&((*field).to_owned(), limit.to_bits()));
        let wanted: BTreeSet<String> = rules.iter().map(|rule| (*rule).to_owned()).collect();
        assert_eq!(met, Some(&wanted), "{field} {limit} was never crossed");
    }
}
