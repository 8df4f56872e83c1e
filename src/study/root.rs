//! Where a function that rises or falls crosses a bar.

/// Halvings of a bracket; from 1e300 down to neighbouring numbers it takes about 1100, from an odds ratio's bracket 60.
const HALVINGS_MOST: usize = 200;

/// Where `below` turns from true to false between `low` (true) and `high` (false), to the nearest number.
pub(super) fn turn(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..HALVINGS_MOST {
        let middle = low + 0.5 * (high - low);
        if middle <= low || middle >= high {
            break;
        }
        if below(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + 0.5 * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_found_to_the_last_digit() {
        let root = turn(0.0, 2.0, |x| x * x < 2.0);
        assert!((root - 2.0_f64.sqrt()).abs() < 1e-15, "{root}");
    }
}
