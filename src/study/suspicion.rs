//! How strongly each exposure is suspected before anything is known of this person.
//!
//! Settled by the tables of known causes alone, never by what was found: how common the group of causes is that the
//! exposure could set off, times how strongly it speaks for that group. Who asks 21 questions may spend more of the
//! allowed false alarms on those with a known way to tingling, and less on the others, as long as the weights are
//! fixed beforehand and 1 on average (Genovese, Roeder & Wasserman 2006, Biometrika 93:509).

use crate::assess::patterns::{self, feature};
use crate::body::exposures::{Group, exposure};

use super::matrix::Column;

/// The least and the most that a weight is, before all are made 1 on average: a known way to tingling counts for much,
/// and no exposure is shut out, whatever the tables do not know.
const LEAST: f64 = 0.4;
const MOST: f64 = 2.5;

/// The features of reports that are the presence of an exposure, by the name of the exposure.
const FEATURES: &[(&str, &str)] = &[
    ("tight_fit", "exposure=tight_fit"),
    ("na_deficit", "exposure=sodium_deficit_high"),
    ("bm_loss_gt2", "exposure=bm_loss_gt2"),
    ("spike30", "exposure=load_spike"),
    ("back_pain", "signs=back_pain"),
];

/// The group of known causes that exposures of a kind could set off; `None` where the tables know of none.
fn cause(group: Group) -> Option<patterns::Group> {
    match group {
        Group::Load | Group::WarmUp | Group::Impact => Some(patterns::Group::OveruseSij),
        Group::Hydration => Some(patterns::Group::Electrolyte),
        Group::Heat => Some(patterns::Group::Histamine),
        Group::Gear => Some(patterns::Group::Gear),
        Group::Back => Some(patterns::Group::NerveSpine),
        Group::Rest | Group::Own => None,
    }
}

/// How common the cause is, times the likelihood ratio with which the exposure speaks for it; 0 where no table tells.
fn known(name: &str) -> f64 {
    let Some(cause) = exposure(name).and_then(|exposure| cause(exposure.group)) else { return 0.0 };
    let feature = FEATURES.iter().find(|(own, _)| *own == name).and_then(|(_, name)| feature(name));
    let weights = feature.map(|feature| feature.weights).unwrap_or_default();
    let ln_lr = weights.iter().find(|weight| weight.group == cause).map_or(0.0, |weight| weight.ln_lr);
    cause.prior() * ln_lr.exp()
}

/// The weight of each column, 1 on average.
pub fn weights(columns: &[Column]) -> Vec<f64> {
    let known: Vec<f64> = columns.iter().map(|column| known(&column.name)).collect();
    let Some(middle) = mean(&known) else { return vec![1.0; columns.len()] };
    let held: Vec<f64> = known.iter().map(|known| (known / middle).clamp(LEAST, MOST)).collect();
    let middle = mean(&held).unwrap_or(1.0);
    held.iter().map(|held| held / middle).collect()
}

/// The mean; `None` of nothing, or of 0 alone.
fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    (mean > 0.0).then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::matrix::Matrix;

    fn named(name: &str) -> Column {
        Column { name: name.to_owned(), is_binary: true, values: Vec::new() }
    }

    #[test]
    fn what_the_tables_name_weighs_more_than_what_they_do_not_know() {
        let columns: Vec<Column> = Matrix::tested().map(|exposure| named(exposure.name)).collect();
        let weights = weights(&columns);
        assert!((weights.iter().sum::<f64>() / weights.len() as f64 - 1.0).abs() < 1e-12);
        let of = |name: &str| weights[columns.iter().position(|column| column.name == name).unwrap()];
        // 0.3 · e^1.1, held at 2.5, over nothing, held at 0.4.
        assert!((of("tight_fit") / of("music") - MOST / LEAST).abs() < 1e-12);
        // Both within the bounds: 0.12 · e^0.7 over 0.18.
        assert!((of("back_pain") / of("impact_min") - 0.12 * 0.7_f64.exp() / 0.18).abs() < 1e-12);
        assert_eq!(of("no_warmup"), of("no_cooldown"));
        assert_eq!(of("caffeine"), of("short_sleep"));
        // As docs/study.md says.
        for (name, weight) in [("tight_fit", 2.55), ("spike30", 1.86), ("na_deficit", 1.54), ("back_pain", 1.24)] {
            assert!((of(name) - weight).abs() < 0.005, "{name}: {}", of(name));
        }
        for (name, weight) in [("bm_loss_gt2", 1.03), ("no_warmup", 0.92), ("sitting", 0.61), ("temp", 0.51)] {
            assert!((of(name) - weight).abs() < 0.005, "{name}: {}", of(name));
        }
        for (exposure, name) in FEATURES {
            assert!(columns.iter().any(|column| column.name == *exposure), "{exposure}");
            assert!(feature(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_no_table_names_weighs_the_same() {
        assert_eq!(weights(&[named("tag.socks"), named("tag.coffee")]), [1.0, 1.0]);
        assert_eq!(weights(&[]), [0.0; 0]);
    }
}
