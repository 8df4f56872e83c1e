//! A three-valued answer with its reasons: yes, no, or not to be known from what was told.
//!
//! Kleene's logic: "no" settles an `and`, "yes" settles an `or`, whatever else was not told. So a "yes" never
//! rests on a guess, and silence never turns into a "no".

use std::collections::BTreeSet;

use super::finding::Because;

/// Names of fields that were not answered.
pub type Missing = BTreeSet<&'static str>;

/// The answer to one question about the records.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is so.
    Yes {
        /// What speaks for it.
        because: Vec<Because>,
        /// What was not answered and was taken for the worse, as the rule says; an answer could clear it.
        assumed: Missing,
    },
    /// It is not so, whatever else may be answered.
    No,
    /// It is not so by what is known, and could be if these were answered.
    Unknown {
        /// The unanswered fields.
        missing: Missing,
    },
}

impl Answer {
    /// Yes, with nothing worth citing.
    pub fn yes() -> Answer {
        Answer::Yes { because: Vec::new(), assumed: Missing::new() }
    }

    /// Yes, because of this.
    pub fn because(because: Because) -> Answer {
        Answer::Yes { because: vec![because], assumed: Missing::new() }
    }

    /// Not to be known without this field.
    pub fn unknown(field: &'static str) -> Answer {
        Answer::Unknown { missing: Missing::from([field]) }
    }

    /// Yes or no of something that is always known.
    pub fn of(fact: bool) -> Answer {
        if fact { Answer::yes() } else { Answer::No }
    }

    /// Whether it is so by what is known.
    pub fn is_yes(&self) -> bool {
        matches!(self, Answer::Yes { .. })
    }

    /// Whether it is so; not known counts as no.
    pub fn known(self) -> bool {
        self.is_yes()
    }

    /// Both.
    #[must_use]
    pub fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Unknown { mut missing }, Answer::Unknown { missing: more }) => {
                missing.extend(more);
                Answer::Unknown { missing }
            }
            (Answer::Unknown { missing }, Answer::Yes { .. }) | (Answer::Yes { .. }, Answer::Unknown { missing }) => {
                Answer::Unknown { missing }
            }
            (Answer::Yes { mut because, mut assumed }, Answer::Yes { because: more, assumed: others }) => {
                because.extend(more);
                assumed.extend(others);
                Answer::Yes { because, assumed }
            }
        }
    }

    /// Both; the second is not asked when the first is a no.
    #[must_use]
    pub fn and_then(self, next: impl FnOnce() -> Answer) -> Answer {
        match self {
            Answer::No => Answer::No,
            first => first.and(next()),
        }
    }

    /// At least one.
    #[must_use]
    pub fn or(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::Yes { mut because, mut assumed }, Answer::Yes { because: more, assumed: others }) => {
                because.extend(more);
                // One of them alone would do: when either rests on no assumption, the whole does not.
                if assumed.is_empty() || others.is_empty() {
                    assumed.clear();
                } else {
                    assumed.extend(others);
                }
                Answer::Yes { because, assumed }
            }
            (yes @ Answer::Yes { .. }, _) | (_, yes @ Answer::Yes { .. }) => yes,
            (Answer::Unknown { mut missing }, Answer::Unknown { missing: more }) => {
                missing.extend(more);
                Answer::Unknown { missing }
            }
            (unknown @ Answer::Unknown { .. }, Answer::No) | (Answer::No, unknown @ Answer::Unknown { .. }) => {
                unknown
            }
            (Answer::No, Answer::No) => Answer::No,
        }
    }

    /// At least one of all these.
    pub fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
        answers.into_iter().fold(Answer::No, Answer::or)
    }

    /// The opposite; what is not known stays so.
    #[must_use]
    pub fn negated(self) -> Answer {
        match self {
            Answer::Yes { .. } => Answer::No,
            Answer::No => Answer::yes(),
            unknown => unknown,
        }
    }

    /// Yes unless this is known to be so. What was not answered is named as assumed.
    #[must_use]
    pub fn unless_known(self) -> Answer {
        match self {
            Answer::Yes { .. } => Answer::No,
            Answer::No => Answer::yes(),
            unknown => unknown.or_assumed(),
        }
    }

    /// The same, with silence read as yes. What was not answered is named as assumed.
    #[must_use]
    pub fn or_assumed(self) -> Answer {
        match self {
            Answer::Unknown { missing } => Answer::Yes { because: Vec::new(), assumed: missing },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Value;

    fn seen(what: &'static str) -> Answer {
        let value = Value::Flag(true);
        Answer::because(Because { what: what.into(), value, limit: None, estimated: false, records: vec![] })
    }

    /// Yes, no, not known.
    fn three() -> [Answer; 3] {
        [seen("a"), Answer::No, Answer::unknown("b")]
    }

    /// The answer as +1, -1 or 0; Kleene's `and` is the lesser, `or` the greater.
    fn rank(answer: &Answer) -> i32 {
        match answer {
            Answer::Yes { .. } => 1,
            Answer::No => -1,
            Answer::Unknown { .. } => 0,
        }
    }

    #[test]
    fn and_is_the_lesser_and_or_the_greater_of_two_answers() {
        for left in three() {
            for right in three() {
                let (l, r) = (rank(&left), rank(&right));
                assert_eq!(rank(&left.clone().and(right.clone())), l.min(r), "{left:?} and {right:?}");
                assert_eq!(rank(&left.clone().and_then(|| right.clone())), l.min(r));
                assert_eq!(rank(&left.clone().or(right.clone())), l.max(r), "{left:?} or {right:?}");
            }
        }
    }

    #[test]
    fn the_missing_fields_of_both_sides_are_named() {
        let both = Answer::unknown("a").and(Answer::unknown("b"));
        assert_eq!(both, Answer::unknown("b").or(Answer::unknown("a")));
        assert_eq!(both, Answer::Unknown { missing: Missing::from(["a", "b"]) });
    }

    #[test]
    fn a_yes_that_needs_no_assumption_frees_the_whole_of_it() {
        let assumed = Answer::unknown("ongoing").or_assumed();
        assert_eq!(assumed.clone().or(seen("a")), seen("a"));
        match assumed.and(seen("a")) {
            Answer::Yes { assumed, .. } => assert_eq!(assumed, Missing::from(["ongoing"])),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn unless_known_is_a_yes_for_all_but_a_known_yes() {
        assert_eq!(three().map(|answer| rank(&answer.unless_known())), [-1, 1, 1]);
        assert_eq!(three().map(|answer| rank(&answer.negated())), [-1, 1, 0]);
        assert_eq!(three().map(Answer::known), [true, false, false]);
    }
}
