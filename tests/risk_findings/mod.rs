//! Findings of every risk whose words depend on what was found.

use tingled::assess::Finding;
use tingled::assess::finding::Withheld;
use tingled::record::Value;

use crate::{because, finding};

type Piece = (&'static str, f64, Option<f64>);

fn told(name: &str, rule: &str, evidence: &[Piece]) -> (String, Finding) {
    let piece = |(what, value, limit): &Piece| {
        let mut piece = because(what, Value::Number(*value));
        piece.limit = *limit;
        piece
    };
    let found =
        Finding { evidence: evidence.iter().map(piece).collect(), ..finding(rule, tingled::assess::Level::Advice) };
    (format!("{rule}, {name}"), found)
}

/// The same with what speaks against it.
fn against((name, mut found): (String, Finding), pieces: &[&'static str]) -> (String, Finding) {
    found.against = pieces.iter().map(|what| because(what, Value::Number(1.0))).collect();
    (name, found)
}

pub(crate) fn risk_findings() -> Vec<(String, Finding)> {
    let spike = |ratio: f64| [("spike_ratio", ratio, Some(1.1))];
    let distance =
        [("spike_ratio", 1.104, Some(1.1)), ("distance_m", 11_040.0, None), ("most_30_days_m", 10_000.0, None)];
    let minutes = [("spike_ratio", 1.5, Some(1.1)), ("duration_min", 90.0, None), ("most_30_days_min", 60.0, None)];
    let load = [("load_percentile", 97.5, Some(95.0)), ("load_au", 640.0, None), ("active_days", 41.0, None)];
    let salt = [("sodium_deficit_mmol", 93.4, Some(80.0)), ("sweat_loss_ml", 2600.0, None)];
    let mut withheld = told("salt withheld", "sodium_deficit", &salt);
    withheld.1.withheld.push(Withheld { tip: "mineral_foods".into(), reason: "kidney_heart_medicine".into() });
    let long = [("wbgt_c", 25.6, Some(23.0)), ("duration_min", 90.0, Some(60.0)), ("rpe_cr10", 6.0, Some(3.0))];
    let short = [("rest_h", 2.5, Some(8.0)), ("sleep_h", 4.25, Some(6.0)), ("fatigue", 5.0, Some(4.0))];
    let mut tight = told("with compression", "tight_gear", &[]);
    tight.1.evidence = ["tight_fit", "compression"].map(|what| because(what, Value::Flag(true))).to_vec();
    let mut worse = told("as a report says", "tight_gear", &[]);
    worse.1.evidence = vec![because("worsened_by", Value::List(vec!["tight_gear".into()]))];
    let mut new = told("told as new", "new_gear", &[]);
    new.1.evidence = vec![because("new_gear", Value::Flag(true))];
    vec![
        told("the ratio alone", "spike", &spike(2.4)),
        told("by distance", "spike", &distance),
        against(told("by minutes, easy", "spike", &minutes), &["rpe_cr10"]),
        told("all known", "high_load", &load),
        told("of the session", "through_pain", &[("pain_before_or_during", 6.0, Some(5.0))]),
        told("of the back", "through_pain", &[("back_pain", 7.0, Some(5.0)), ("rpe_cr10", 6.0, Some(3.0))]),
        told("sore", "through_pain", &[("soreness", 7.0, Some(5.0)), ("rpe_cr10", 6.0, Some(3.0))]),
        against(
            told("very high", "heat", &[("wbgt_c", 32.58, Some(28.0))]),
            &["effort", "duration_min", "mass_loss_pct", "light_clothing"],
        ),
        told("high and long", "heat", &long),
        against(told("every condition answered no", "sodium_deficit", &salt), &["sodium_mg"]),
        withheld,
        tight,
        worse,
        told("shoes", "new_gear", &[("shoe_km", 12.0, Some(80.0))]),
        new,
        told("all three", "short_rest", &short),
        told("none", "no_warmup", &[("warmup_min", 0.0, Some(5.0))]),
        told("short", "no_cooldown", &[("cooldown_min", 3.0, Some(5.0))]),
    ]
}
