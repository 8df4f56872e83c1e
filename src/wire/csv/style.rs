//! The style of a file's numbers and its system of units, found out from all its rows.

use crate::record::words::Sport;
use crate::wire::duration;
use crate::wire::number::{self, Evidence, Style};

/// Kilometres and degrees Celsius, or miles, feet and degrees Fahrenheit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Kilometres, metres, degrees Celsius.
    Metric,
    /// Miles, yards, feet, degrees Fahrenheit.
    Imperial,
}

impl System {
    /// Its name in settings and reports.
    pub fn name(self) -> &'static str {
        match self {
            System::Metric => "metric",
            System::Imperial => "imperial",
        }
    }
}

/// What the caller says about the system of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitsWish {
    /// It is this one.
    Is(System),
    /// The rows decide; where they cannot, it is this one, and the report says so.
    Otherwise(System),
    /// The rows decide; where they cannot, numbers with two readings are refused.
    Ask,
}

/// How the system of units is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UnitsKnown {
    /// No column of the dialect depends on it.
    NotNeeded,
    /// The caller said so; `against` when the rows say otherwise.
    Told {
        /// The rows disagree.
        against: bool,
    },
    /// Body masses and their indices made a plausible height in this many rows.
    FromHeight {
        /// How many rows.
        rows: usize,
    },
    /// Steps times their length gave the distance in this many rows.
    FromSteps {
        /// How many rows.
        rows: usize,
    },
    /// The temperatures of this many rows would be no weather in degrees Celsius.
    FromDegrees {
        /// How many rows.
        rows: usize,
    },
    /// The rows do not tell; the caller's second choice.
    Assumed,
    /// Nothing tells: numbers that depend on it are refused.
    Unknown,
}

/// The style of the numbers of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberStyle {
    /// Given by the dialect or the caller.
    Given(Style),
    /// Every number that tells is written so.
    Found(Style),
    /// Some columns are written in one style, some in the other.
    ByColumn,
    /// No number tells.
    Unknown,
}

/// What the cells of one column say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    point: u64,
    comma: u64,
}

impl Tally {
    /// Takes a cell in.
    pub(super) fn cell(&mut self, text: &[u8], is_duration: bool) {
        let style = if is_duration {
            duration::evidence(text)
        } else if let Evidence::For(style) = number::evidence(text) {
            Some(style)
        } else if text.contains(&b':') {
            duration::evidence(text)
        } else {
            None
        };
        match style {
            Some(Style::Point) => self.point = self.point.saturating_add(1),
            Some(Style::Comma) => self.comma = self.comma.saturating_add(1),
            None => {}
        }
    }
}

/// The style of each column, and of the file as a whole: as the caller tells it, or as the app usually writes.
pub(super) fn decide(
    tallies: &[Tally],
    told: Option<Style>,
    usual: Option<Style>,
) -> (Vec<Option<Style>>, NumberStyle) {
    let point = tallies.iter().any(|tally| tally.point > 0);
    let comma = tallies.iter().any(|tally| tally.comma > 0);
    // What the app usually writes is not what a spreadsheet made of it, where every number that tells says so.
    let usual = usual.filter(|style| match style {
        Style::Point => point || !comma,
        Style::Comma => comma || !point,
    });
    if let Some(style) = told.or(usual) {
        return (vec![Some(style); tallies.len()], NumberStyle::Given(style));
    }
    let (whole, summary) = match (point, comma) {
        (true, false) => (Some(Style::Point), NumberStyle::Found(Style::Point)),
        (false, true) => (Some(Style::Comma), NumberStyle::Found(Style::Comma)),
        (true, true) => (None, NumberStyle::ByColumn),
        (false, false) => (None, NumberStyle::Unknown),
    };
    let column = |tally: &Tally| match (tally.point > 0, tally.comma > 0) {
        (true, false) => Some(Style::Point),
        (false, true) => Some(Style::Comma),
        // A column in both styles tells nothing about a cell that could be either.
        (true, true) => None,
        (false, false) => whole,
    };
    (tallies.iter().map(column).collect(), summary)
}

/// Rows in which distance and steps can be compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Steps {
    ratios: Vec<f64>,
}

impl Steps {
    /// So many rows are enough.
    const MOST: usize = 2000;

    /// Whether enough rows are known.
    pub(super) fn is_full(&self) -> bool {
        self.ratios.len() >= Self::MOST
    }

    /// Takes a row in: the number in the distance column, the length of a step, steps per minute, minutes.
    pub(super) fn row(&mut self, sport: Option<Sport>, distance: f64, step_m: f64, per_min: f64, minutes: f64) {
        let on_foot = matches!(sport, Some(Sport::Run | Sport::Walk | Sport::Hike));
        let way_m = step_m * per_min * minutes;
        if on_foot && !self.is_full() && way_m > 200.0 && distance > 0.1 {
            self.ratios.push(distance * 1000.0 / way_m);
        }
    }

    /// The system of units, when the rows tell: steps make about 1 km or 1.609 km per unit of distance.
    pub(super) fn decide(&mut self) -> Option<(System, usize)> {
        let rows = self.ratios.len();
        self.ratios.sort_by(f64::total_cmp);
        let middle = *self.ratios.get(rows / 2)?;
        // With a single row or two the fit must be close; a crowd may scatter.
        let slack = if rows < 3 { 0.08 } else { 0.14 };
        let near = |wanted: f64| (middle / wanted).ln().abs() < slack;
        if near(1.0) {
            Some((System::Metric, rows))
        } else if near(0.621_371) {
            Some((System::Imperial, rows))
        } else {
            None
        }
    }
}

/// Rows in which a body mass and its index tell how tall somebody is.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    squares: Vec<f64>,
}

impl Heights {
    /// Takes a row in: the number in the column of the mass, and the index in kg/m2.
    pub(super) fn row(&mut self, mass: f64, bmi: f64) {
        if self.squares.len() < Steps::MOST && mass > 0.0 && bmi > 0.0 {
            self.squares.push(mass / bmi);
        }
    }

    /// The system of units, when the rows tell: pounds taken for kilograms make people half as tall again.
    pub(super) fn decide(&mut self) -> Option<(System, usize)> {
        let rows = self.squares.len();
        self.squares.sort_by(f64::total_cmp);
        let height_m = self.squares.get(rows / 2)?.sqrt();
        // Between them it could be somebody of 2 m in kilograms or of 1.35 m in pounds.
        if (1.3..1.93).contains(&height_m) {
            Some((System::Metric, rows))
        } else if (2.15..3.2).contains(&height_m) {
            Some((System::Imperial, rows))
        } else {
            None
        }
    }
}

/// Temperatures of the air around a device, in degrees Celsius or Fahrenheit.
#[derive(Clone, Debug, Default)]
pub(super) struct Degrees {
    all: Vec<f64>,
}

impl Degrees {
    /// The warmest that is still weather, in degrees Celsius: a device that lies in the sun shows more now and then,
    /// but not in half of its rows.
    const WEATHER_C: f64 = 45.0;
    /// The same for a few rows, which may all have been in the sun.
    const IN_THE_SUN_C: f64 = 60.0;

    /// Takes the temperature of a row in; 0 is what is written where nothing was measured.
    pub(super) fn row(&mut self, degrees: f64) {
        if self.all.len() < Steps::MOST && degrees != 0.0 {
            self.all.push(degrees);
        }
    }

    /// The system of units, when the rows tell. They can only tell of degrees Fahrenheit: a file of cool days may be
    /// one of winter days.
    pub(super) fn decide(&mut self) -> Option<(System, usize)> {
        let rows = self.all.len();
        self.all.sort_by(f64::total_cmp);
        // Of an even number the lower: half of them and one are warmer.
        let middle = *self.all.get(rows.saturating_sub(1) / 2)?;
        let limit = if rows < 3 { Self::IN_THE_SUN_C } else { Self::WEATHER_C };
        (middle > limit).then_some((System::Imperial, rows))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(cells: &[&str]) -> Tally {
        let mut tally = Tally::default();
        cells.iter().for_each(|cell| tally.cell(cell.as_bytes(), false));
        tally
    }

    #[test]
    fn a_column_without_evidence_follows_the_file() {
        let (columns, whole) = decide(&[tally(&["3,40"]), tally(&["1.195"])], None, None);
        assert_eq!(columns, [Some(Style::Comma), Some(Style::Comma)]);
        assert_eq!(whole, NumberStyle::Found(Style::Comma));
    }

    #[test]
    fn columns_may_differ_and_then_a_doubtful_one_stays_so() {
        let (columns, whole) = decide(&[tally(&["2,81"]), tally(&["2810.4"]), tally(&["1.195"])], None, None);
        assert_eq!(columns, [Some(Style::Comma), Some(Style::Point), None]);
        assert_eq!(whole, NumberStyle::ByColumn);
        let (columns, _) = decide(&[tally(&["2,81", "3.25"])], None, None);
        assert_eq!(columns, [None]);
    }

    #[test]
    fn what_an_app_usually_writes_gives_way_to_a_file_that_was_saved_otherwise() {
        let style = |cells: &[&str], told, usual| decide(&[tally(cells)], told, usual).0[0];
        let (point, comma) = (Some(Style::Point), Some(Style::Comma));
        assert_eq!(style(&["1,195"], None, point), point);
        assert_eq!(style(&["1,195", "70,5"], None, point), comma);
        assert_eq!(style(&["1,195", "70,5", "70.5"], None, point), point);
        assert_eq!(style(&["1.195", "70.5"], None, comma), point);
        assert_eq!(style(&["1,195", "70,5"], point, comma), point);
    }

    #[test]
    fn a_mass_and_its_index_tell_kilograms_from_pounds() {
        for (mass, bmi, wanted) in [
            // 1.75 m: 70 kg, or 154.3 lb.
            (70.0, 22.86, Some(System::Metric)),
            (154.3, 22.86, Some(System::Imperial)),
            // 1.50 m and 2.05 m in pounds.
            (110.0, 22.18, Some(System::Imperial)),
            (200.0, 21.59, Some(System::Imperial)),
            // 11 stone.
            (11.0, 22.81, None),
        ] {
            let mut heights = Heights::default();
            heights.row(mass, bmi);
            assert_eq!(heights.decide().map(|(system, _)| system), wanted, "{mass} at {bmi}");
        }
        assert_eq!(Heights::default().decide(), None);
    }

    #[test]
    fn temperatures_tell_fahrenheit_and_never_celsius() {
        for (rows, wanted) in [
            (&[78.8, 66.2, 41.0][..], Some((System::Imperial, 3))),
            (&[84.2, 0.0], Some((System::Imperial, 1))),
            // A device in the sun of a single day.
            (&[47.0, 52.0], None),
            (&[24.0, 31.0, 48.0, 19.0], None),
            // Winter, in either.
            (&[28.0, 33.0, 25.0, 30.0, 36.0], None),
            (&[0.0, 0.0, 0.0], None),
            (&[], None),
        ] {
            let mut degrees = Degrees::default();
            rows.iter().for_each(|row| degrees.row(*row));
            assert_eq!(degrees.decide(), wanted, "{rows:?}");
        }
    }

    #[test]
    fn steps_tell_kilometres_from_miles() {
        let mut steps = Steps::default();
        // 30 min 20 s at 152 steps of 0.85 m: 3.92 km, shown as 2.42.
        steps.row(Some(Sport::Run), 2.42, 0.85, 152.0, 30.33);
        assert_eq!(steps.decide(), Some((System::Imperial, 1)));
        let mut steps = Steps::default();
        steps.row(Some(Sport::Run), 5.02, 1.14, 166.0, 26.58);
        assert_eq!(steps.decide(), Some((System::Metric, 1)));
        let mut steps = Steps::default();
        steps.row(Some(Sport::Swim), 5.02, 1.14, 166.0, 26.58);
        steps.row(Some(Sport::Run), 4.0, 1.0, 166.0, 30.0);
        assert_eq!(steps.decide(), None);
    }
}
