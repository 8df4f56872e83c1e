//! One odds ratio over strata, for showing: the weighted mean of Mantel & Haenszel 1959, J Natl Cancer Inst 22:719.

use super::fourfold::Fourfold;
use super::profile::normal_above;

/// The odds ratio that is common to all strata.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MantelHaenszel {
    /// `Σ a d / n` over `Σ b c / n`, 0 upward; `None` without bound, where no stratum has a discordant pair the other
    /// way.
    pub odds_ratio: Option<f64>,
    /// χ² of one degree of freedom, without a correction for continuity.
    pub chi_squared: f64,
    /// Its two-sided p.
    pub p: f64,
}

/// Over these tables, one a stratum; `None` when none of them says anything. For few events take
/// [`super::exact::exact`].
pub fn mantel_haenszel(tables: &[Fourfold]) -> Option<MantelHaenszel> {
    let (mut up, mut down, mut excess, mut variance) = (0.0, 0.0, 0.0, 0.0);
    for table in tables.iter().filter(|table| table.is_telling()) {
        let size = f64::from(table.sessions());
        let [exposed, tingled] = [table.exposed(), table.tingled()].map(f64::from);
        up += f64::from(table.exposed_tingled) * f64::from(table.unexposed_quiet) / size;
        down += f64::from(table.exposed_quiet) * f64::from(table.unexposed_tingled) / size;
        excess += f64::from(table.exposed_tingled) - exposed * tingled / size;
        variance += exposed * (size - exposed) * tingled * (size - tingled) / (size * size * (size - 1.0));
    }
    if variance == 0.0 {
        return None;
    }
    let chi_squared = excess * excess / variance;
    let p = 2.0 * normal_above(chi_squared.sqrt());
    Some(MantelHaenszel { odds_ratio: (down > 0.0).then_some(up / down), chi_squared, p })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stratum_is_the_cross_product_and_none_is_nothing() {
        let table = Fourfold { exposed_tingled: 6, exposed_quiet: 8, unexposed_tingled: 30, unexposed_quiet: 196 };
        let one = mantel_haenszel(&[table]).unwrap();
        assert!((one.odds_ratio.unwrap() - 6.0 * 196.0 / (8.0 * 30.0)).abs() < 1e-12);
        let unbounded = Fourfold { unexposed_tingled: 0, ..table };
        assert_eq!(mantel_haenszel(&[unbounded]).unwrap().odds_ratio, None);
        assert_eq!(mantel_haenszel(&[]), None);
        assert_eq!(mantel_haenszel(&[Fourfold::default()]), None);
    }
}
