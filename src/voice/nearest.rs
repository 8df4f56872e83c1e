//! The name that was probably meant.

/// The known name nearest to `name`, when one is near enough to be worth naming.
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name: String = name.chars().take(64).collect::<String>().to_lowercase().replace(['-', ' '], "_");
    let far = (name.chars().count() / 3).clamp(1, 3);
    let rank = |candidate: &str| {
        // `volume` for `volume_ml`: the unit was left out.
        let unit_left_out = candidate.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with('_'));
        if unit_left_out { 0 } else { strsim::damerau_levenshtein(&name, candidate) }
    };
    known.map(|candidate| (rank(candidate), candidate)).filter(|(rank, _)| *rank <= far).min().map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_named_and_a_stranger_is_not() {
        let near = |name| nearest(name, ["signs", "sites", "severity", "volume_ml"].into_iter());
        assert_eq!(near("sign"), Some("signs"));
        assert_eq!(near("severty"), Some("severity"));
        assert_eq!(near("volume"), Some("volume_ml"));
        assert_eq!(near("battery"), None);
        assert_eq!(near(""), None);
    }
}
