//! Sessions counted by exposure and tingling: the table that a person is shown.

/// How many sessions were exposed, and how many of them tingled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fourfold {
    /// Exposed, and it tingled.
    pub exposed_tingled: u32,
    /// Exposed, and it did not.
    pub exposed_quiet: u32,
    /// Not exposed, and it tingled.
    pub unexposed_tingled: u32,
    /// Not exposed, and it did not.
    pub unexposed_quiet: u32,
}

impl Fourfold {
    /// The counts of sessions told as (exposed, tingled).
    pub fn counted(sessions: impl IntoIterator<Item = (bool, bool)>) -> Fourfold {
        let mut table = Fourfold::default();
        for (exposed, tingled) in sessions {
            let cell = match (exposed, tingled) {
                (true, true) => &mut table.exposed_tingled,
                (true, false) => &mut table.exposed_quiet,
                (false, true) => &mut table.unexposed_tingled,
                (false, false) => &mut table.unexposed_quiet,
            };
            *cell = cell.saturating_add(1);
        }
        table
    }

    /// Sessions that were exposed.
    pub fn exposed(&self) -> u32 {
        self.exposed_tingled.saturating_add(self.exposed_quiet)
    }

    /// Sessions that were not.
    pub fn unexposed(&self) -> u32 {
        self.unexposed_tingled.saturating_add(self.unexposed_quiet)
    }

    /// Sessions that tingled.
    pub fn tingled(&self) -> u32 {
        self.exposed_tingled.saturating_add(self.unexposed_tingled)
    }

    /// Sessions in all.
    pub fn sessions(&self) -> u32 {
        self.exposed().saturating_add(self.unexposed())
    }

    /// Whether it says anything: there are exposed and unexposed sessions, some tingled, and some did not.
    pub fn is_telling(&self) -> bool {
        let quiet = self.exposed_quiet.saturating_add(self.unexposed_quiet);
        self.exposed() > 0 && self.unexposed() > 0 && self.tingled() > 0 && quiet > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_are_counted_by_exposure_and_tingling() {
        let table = Fourfold::counted([(true, true), (true, false), (true, false), (false, true), (false, false)]);
        let wanted = Fourfold { exposed_tingled: 1, exposed_quiet: 2, unexposed_tingled: 1, unexposed_quiet: 1 };
        assert_eq!(table, wanted);
        assert_eq!((table.exposed(), table.unexposed(), table.tingled(), table.sessions()), (3, 2, 2, 5));
        assert!(table.is_telling());
        assert!(!Fourfold::counted([(true, true), (true, false)]).is_telling());
        assert!(!Fourfold::counted([(true, true), (false, true)]).is_telling());
    }
}
