//! What the person thinks of an alert. It changes no finding; a rule that is marked as false again and again is shown
//! quietly, when the person wants that.

use std::collections::{BTreeMap, BTreeSet};

use crate::assess::RuleId;
use crate::assess::rules::{self, Family};
use crate::study::counted::Counted;
use crate::study::trigger::is_trigger;
use crate::time::{Timestamp, days_between};

use super::alert::AlertId;
use super::policy::Policy;

/// Whether an alert helped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// It helped.
    Useful,
    /// There was nothing.
    False,
    /// It was right and came too late.
    Late,
}

impl Mark {
    /// The names of all, as in JSON, in the database and on the command line.
    pub const NAMES: &'static [&'static str] = &["useful", "false", "late"];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Useful => "useful",
            Mark::False => "false",
            Mark::Late => "late",
        }
    }

    /// The mark of that name.
    pub fn from_name(name: &str) -> Option<Mark> {
        [Mark::Useful, Mark::False, Mark::Late].into_iter().find(|mark| mark.name() == name)
    }
}

/// A mark that the person gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// The alert.
    pub alert: AlertId,
    /// The revision that was read.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
    /// What the person thinks of it.
    pub mark: Mark,
}

/// A mark with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The rule of the alert.
    pub rule: RuleId,
    /// The revision that was last told when the mark was given; 0 when none was: an alert that is told again is
    /// marked again.
    pub told: u32,
    /// The mark.
    pub feedback: Feedback,
}

/// What was told of one rule, by its last mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that helped.
    pub useful: usize,
    /// Those about nothing.
    pub wrong: usize,
    /// Those that were right and came too late.
    pub late: usize,
}

impl Tally {
    /// Those that were right, of all that were marked. What came too late was right.
    pub fn right(self) -> Counted {
        let yes = self.useful.saturating_add(self.late);
        Counted { yes, of: yes.saturating_add(self.wrong) }
    }
}

/// The last mark of everything that a person was told: whoever changes their mind means the last word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    last: BTreeMap<(AlertId, u32), (RuleId, Mark, Timestamp)>,
}

/// A mark counts for so many days, so that a rule comes back by itself.
pub const MARKS_DAYS: f64 = 365.0;

/// A rule is judged by no fewer marks.
pub const MARKS_LEAST: usize = 5;

impl Marks {
    /// These marks, in the order in which they were given.
    pub fn of(given: impl IntoIterator<Item = Given>) -> Marks {
        let mut marks = Marks::default();
        given.into_iter().for_each(|given| marks.take(given));
        marks
    }

    /// Takes in a mark.
    pub fn take(&mut self, given: Given) {
        let Given { rule, told, feedback } = given;
        self.last.insert((feedback.alert, told), (rule, feedback.mark, feedback.at));
    }

    /// The rules of which any alert was marked.
    pub fn rules(&self) -> BTreeSet<RuleId> {
        self.last.values().map(|(rule, ..)| rule.clone()).collect()
    }

    /// What was told of a rule by its last mark, of the last [`MARKS_DAYS`].
    pub fn tally(&self, rule: &RuleId, now: Timestamp) -> Tally {
        let mut tally = Tally::default();
        let own = self.last.values().filter(|(marked, ..)| marked == rule);
        for (_, mark, _) in own.filter(|(.., at)| days_between(*at, now) <= MARKS_DAYS) {
            let count = match mark {
                Mark::Useful => &mut tally.useful,
                Mark::False => &mut tally.wrong,
                Mark::Late => &mut tally.late,
            };
            *count = count.saturating_add(1);
        }
        tally
    }
}

impl Policy {
    /// The marks because of which the advice of a rule is shown quietly; `None` when it is not.
    ///
    /// Never for a red flag or an answer that could not be read; and only when even the upper end of the exact 95 %
    /// interval of its share of right alerts lies below the floor: a few marks prove little.
    pub fn demotes(&self, rule: &RuleId, marks: &Marks, now: Timestamp) -> Option<Tally> {
        let family = rules::rule(rule.as_str()).map(|rule| rule.family);
        let may = match family {
            Some(family) => !matches!(family, Family::RedFlag | Family::Reading),
            None => is_trigger(rule),
        };
        if self.precision_floor <= 0.0 || !may {
            return None;
        }
        let tally = marks.tally(rule, now);
        let [_, high] = tally.right().interval().filter(|_| tally.right().of >= MARKS_LEAST)?;
        (high < self.precision_floor).then_some(tally)
    }
}
