//! What is read of this app's metrics: their names, and what each becomes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::record::Kind;
use crate::record::words::{Sport, Vocabulary};
use crate::units::{BeatsPerMinute, Kilograms, Quantity};
use crate::wire::date::fold;
use crate::wire::dialect;

/// A metric that is read.
#[derive(Debug)]
pub(super) struct Metric {
    /// The names it has been sent under.
    pub(super) names: &'static [&'static str],
    /// What its rows become.
    pub(super) makes: Makes,
}

/// What the rows of a metric become.
#[derive(Debug)]
pub(super) enum Makes {
    /// Something drunk or taken.
    Intake {
        /// The field of the amount.
        field: &'static str,
        /// Its unit.
        unit: &'static str,
        /// What it is called.
        what: &'static str,
    },
    /// A measured number.
    Measure {
        /// What was measured.
        what: &'static str,
        /// Its unit.
        unit: &'static str,
        /// The least and the greatest number that is taken.
        range: (f64, f64),
    },
    /// Hours of sleep.
    Sleep,
}

impl Metric {
    /// The unit that its amounts become.
    pub(super) fn unit(&self) -> &'static str {
        match self.makes {
            Makes::Intake { unit, .. } | Makes::Measure { unit, .. } => unit,
            Makes::Sleep => "h",
        }
    }
}

const METRICS: &[Metric] = &[
    Metric {
        names: &["dietary_water", "water"],
        makes: Makes::Intake { field: "volume_ml", unit: "ml", what: "water" },
    },
    Metric {
        names: &["sodium", "dietary_sodium"],
        makes: Makes::Intake { field: "sodium_mg", unit: "mg", what: "food: sodium" },
    },
    Metric {
        names: &["potassium", "dietary_potassium"],
        makes: Makes::Intake { field: "potassium_mg", unit: "mg", what: "food: potassium" },
    },
    Metric {
        names: &["magnesium", "dietary_magnesium"],
        makes: Makes::Intake { field: "magnesium_mg", unit: "mg", what: "food: magnesium" },
    },
    Metric {
        names: &["calcium", "dietary_calcium"],
        makes: Makes::Intake { field: "calcium_mg", unit: "mg", what: "food: calcium" },
    },
    Metric {
        names: &["caffeine", "dietary_caffeine"],
        makes: Makes::Intake { field: "caffeine_mg", unit: "mg", what: "food: caffeine" },
    },
    Metric {
        names: &["weight_body_mass", "body_mass", "weight"],
        makes: Makes::Measure { what: "body_mass", unit: "kg", range: (Kilograms::LOW, Kilograms::HIGH) },
    },
    Metric {
        names: &["resting_heart_rate"],
        makes: Makes::Measure { what: "resting_hr", unit: "bpm", range: (BeatsPerMinute::LOW, BeatsPerMinute::HIGH) },
    },
    Metric { names: &["sleep_analysis"], makes: Makes::Sleep },
];

/// The metric of that name; `None` for one of which nothing is read.
pub(super) fn metric(name: &str) -> Option<&'static Metric> {
    METRICS.iter().find(|metric| metric.names.contains(&name))
}

/// Each metric that is read: its usual name, the kind of record it becomes with what that is called, and the field.
pub fn metrics() -> impl Iterator<Item = (&'static str, Kind, &'static str, &'static str)> {
    METRICS.iter().filter_map(|metric| {
        let name = metric.names.first().copied()?;
        Some(match metric.makes {
            Makes::Intake { field, what, .. } => (name, Kind::Intake, what, field),
            Makes::Measure { what, .. } => (name, Kind::Measure, what, "value"),
            Makes::Sleep => (name, Kind::Measure, "sleep", "value"),
        })
    })
}

/// The kind of exercise of a name of this app: the words of its CSV, and those of every export.
pub(super) fn sport(name: &str) -> Option<Sport> {
    static OWN: LazyLock<BTreeMap<String, Sport>> = LazyLock::new(|| {
        let text = include_str!("../../../../config/dialects/health-auto-export-workouts.toml");
        // A file that cannot be read holds nothing; tests read each of them.
        let table: toml::Table = toml::from_str(text).unwrap_or_default();
        let lists = table.get("sports").and_then(|sports| sports.as_table()).into_iter().flatten();
        let words = lists.flat_map(|(name, words)| {
            let words = words.as_array().into_iter().flatten().filter_map(|word| word.as_str());
            words.filter_map(|word| Some((fold(word), Sport::from_name(name)?)))
        });
        words.collect()
    });
    OWN.get(&fold(name.trim())).copied().or_else(|| dialect::sport(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Body;
    use crate::wire::dialect::unit;

    #[test]
    fn every_metric_becomes_something_that_records_have() {
        for metric in METRICS {
            match metric.makes {
                Makes::Intake { field, unit, .. } => {
                    let shape = Body::empty(crate::record::Kind::Intake).shape(field).unwrap();
                    let crate::record::Shape::Number { unit: of_field, .. } = shape else { panic!("{field}") };
                    assert_eq!(of_field, unit);
                    assert!(unit::known(unit).len() > 3);
                }
                Makes::Measure { unit, range, .. } => assert!(range.0 < range.1 && !unit::known(unit).is_empty()),
                Makes::Sleep => {}
            }
        }
        assert_eq!(metrics().count(), METRICS.len());
    }

    #[test]
    fn a_sport_is_known_by_the_words_of_the_csv_too() {
        for (name, wanted) in [
            ("Outdoor Run", Sport::Run),
            ("Running", Sport::Run),
            ("Traditional Strength Training", Sport::Strength),
            ("Rower", Sport::Row),
            ("Laufen", Sport::Run),
        ] {
            assert_eq!(sport(name), Some(wanted), "{name}");
        }
        assert_eq!(sport("Underwater Basket Weaving"), None);
    }
}
