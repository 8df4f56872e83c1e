//! Units that apps write, and how they become the unit of a field.

use std::sync::LazyLock;

/// A conversion by a straight line: `value * factor + shift`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear {
    /// What to multiply by.
    pub factor: f64,
    /// What to add then.
    pub shift: f64,
}

impl Linear {
    /// No conversion.
    pub const SAME: Linear = Linear { factor: 1.0, shift: 0.0 };

    /// The converted value; unchanged to the last bit when there is nothing to convert.
    pub fn apply(self, value: f64) -> f64 {
        if self == Linear::SAME { value } else { value * self.factor + self.shift }
    }
}

/// Units of one dimension: the names people write (lower case, without dots), and the size in the first one.
type Dimension = &'static [(&'static [&'static str], f64)];

const LENGTH: Dimension = &[
    (&["m", "metre", "metres", "meter", "meters"], 1.0),
    (&["km", "kilometre", "kilometres", "kilometer", "kilometers"], 1000.0),
    (&["cm"], 0.01),
    (&["mm"], 0.001),
    (&["mi", "mile", "miles"], 1609.344),
    (&["yd", "yard", "yards"], 0.9144),
    (&["ft", "foot", "feet"], 0.3048),
];
/// An ounce of a drink is a US fluid ounce, a cup is a US cup.
const VOLUME: Dimension = &[
    (&["ml", "millilitre", "millilitres", "milliliter", "milliliters", "cc", "cm3"], 1.0),
    (&["l", "litre", "litres", "liter", "liters", "lt", "litro", "litros"], 1000.0),
    (&["cl"], 10.0),
    (&["dl"], 100.0),
    (
        &[
            "fl oz",
            "oz",
            "floz",
            "fl_oz",
            "ounce",
            "ounces",
            "fluid ounce",
            "fluid ounces",
            "us fl oz",
            "fl_oz_us",
            "fl oz us",
        ],
        29.573_529_562_5,
    ),
    (&["cup", "cups", "cup_us"], 236.588_236_5),
    (&["pint", "pints", "pt", "pt_us"], 473.176_473),
    // The imperial ones only where they are named so.
    (&["fl_oz_imp"], 28.413_062_5),
    (&["cup_imp"], 284.130_625),
    (&["pt_imp"], 568.261_25),
    (&["gal", "gallon", "gallons"], 3_785.411_784),
    // Foods are weighed: a gram of water is a millilitre.
    (&["g of water"], 1.0),
];
const MASS: Dimension = &[
    (&["mg", "milligram", "milligrams"], 1.0),
    (&["g", "gram", "grams"], 1000.0),
    (&["kg", "kgs", "kilogram", "kilograms"], 1e6),
    (&["lb", "lbs", "pound", "pounds"], 453_592.37),
    (&["st", "stone"], 6_350_293.18),
    (&["oz", "ounce", "ounces"], 28_349.523_125),
    (&["mcg", "µg", "ug"], 0.001),
];
const TIME: Dimension = &[
    (&["min", "mins", "minute", "minutes"], 60_000.0),
    (&["ms", "millisecond", "milliseconds"], 1.0),
    (&["s", "sec", "second", "seconds"], 1000.0),
    (&["h", "hr", "hour", "hours"], 3_600_000.0),
    (&["d", "day", "days"], 86_400_000.0),
];
const ENERGY: Dimension = &[(&["kcal", "calories"], 1.0), (&["cal"], 0.001), (&["kj"], 1.0 / 4.184)];
const SHARE: Dimension = &[(&["pct", "%", "percent"], 1.0), (&["fraction"], 100.0)];
const RATE: Dimension = &[(&["bpm", "count/min", "beats/min"], 1.0)];
const DIMENSIONS: &[Dimension] = &[LENGTH, VOLUME, MASS, TIME, ENERGY, SHARE, RATE];

/// One name of each unit that becomes `to`.
pub fn known(to: &str) -> &'static [&'static str] {
    static KNOWN: LazyLock<Vec<Vec<&str>>> = LazyLock::new(|| {
        let names =
            |dimension: &&Dimension| dimension.iter().filter_map(|(names, _)| names.first().copied()).collect();
        DIMENSIONS.iter().map(|dimension| names(&dimension)).collect()
    });
    if to == "c" {
        return &["c", "f"];
    }
    let at = DIMENSIONS.iter().position(|dimension| size(dimension, to).is_some());
    at.and_then(|at| KNOWN.get(at)).map_or(&[], Vec::as_slice)
}

fn size(dimension: Dimension, name: &str) -> Option<f64> {
    dimension.iter().find(|(names, _)| names.contains(&name)).map(|(_, size)| *size)
}

/// The unit of that name, as units of records are written; `None` for one that has no other.
pub fn named(name: &str) -> Option<&'static str> {
    let of = |dimension: &Dimension| dimension.iter().flat_map(|(names, _)| *names).find(|known| **known == name);
    DIMENSIONS.iter().find_map(of).copied().or((name == "c").then_some("c"))
}

/// How a number in `from` becomes one in `to`, the unit of a field; `None` when they do not fit together.
pub fn convert(from: &str, to: &str) -> Option<Linear> {
    let from = from.trim();
    // Of calories the capital letter says that they are large ones.
    let folded = if from == "Cal" { "kcal".to_owned() } else { from.to_lowercase().replace('.', "") };
    if folded == to {
        return Some(Linear::SAME);
    }
    if to == "c" {
        return match folded.trim_start_matches('°') {
            "c" | "degc" | "celsius" => Some(Linear::SAME),
            "f" | "degf" | "fahrenheit" => Some(Linear { factor: 5.0 / 9.0, shift: -160.0 / 9.0 }),
            _ => None,
        };
    }
    let dimension = DIMENSIONS.iter().find(|dimension| size(dimension, to).is_some())?;
    let (from, to) = (size(dimension, &folded)?, size(dimension, to)?);
    // Dividing keeps factors such as 1/60 as close as a double can.
    if from == to { Some(Linear::SAME) } else { Some(Linear { factor: from / to, shift: 0.0 }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_conversions() {
        for (value, from, to, wanted) in [
            (10.0, "km", "m", 10_000.0),
            (1.0, "mi", "m", 1609.344),
            (8.0, "oz", "ml", 236.588),
            (2.0, "Cups", "ml", 473.176),
            (1.5, "L", "ml", 1500.0),
            (90.0, "s", "min", 1.5),
            (1500.0, "mg", "mg", 1500.0),
            (1.2, "g", "mg", 1200.0),
            (150.0, "lbs", "kg", 68.038_855),
            (50.0, "F", "c", 10.0),
            (21.0, "°C", "c", 21.0),
            (4.184, "kJ", "kcal", 1.0),
            (500.0, "Cal", "kcal", 500.0),
            (500.0, "cal", "kcal", 0.5),
            (0.5, "fraction", "pct", 50.0),
            (8.0, "fl_oz_us", "ml", 236.588),
            (1.0, "pt_imp", "ml", 568.261),
            (20.0, "fl_oz_imp", "ml", 568.261),
            (2.0, "cup_imp", "ml", 568.261),
            (11.0, "st", "kg", 69.853),
            (61.0, "count/min", "bpm", 61.0),
        ] {
            let got = convert(from, to).unwrap_or_else(|| panic!("{from} to {to}")).apply(value);
            assert!((got - wanted).abs() < 1e-3, "{value} {from} = {got} {to}");
        }
        assert_eq!(convert("ml", "mg"), None);
        assert_eq!(convert("glass", "ml"), None);
        assert_eq!(convert("bpm", "bpm"), Some(Linear::SAME));
        assert_eq!(known("bpm"), ["bpm"]);
        assert!(known("ml").contains(&"fl oz") && known("c") == ["c", "f"] && known("0_10").is_empty());
    }
}
