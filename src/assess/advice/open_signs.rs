//! The red flags that are open now: found in a recent report, and not answered otherwise by a newer one.
//!
//! A function of the records and the time, never of what was said about them.

use std::collections::BTreeMap;

use crate::assess::finding::{Level, RuleId, Verdict};
use crate::record::Key;
use crate::time::Timestamp;

/// A sign is open for so many days after the report that told of it.
pub const OPEN_DAYS: f64 = 14.0;

/// What the red flags say of one report.
pub type Looked<'a> = (Timestamp, Key, &'a BTreeMap<RuleId, Verdict>);

/// Signs that are open: rules of red flags, each with its highest level.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenSigns {
    levels: BTreeMap<RuleId, Level>,
}

impl OpenSigns {
    /// The signs of one report alone.
    pub fn of(flags: &BTreeMap<RuleId, Verdict>) -> OpenSigns {
        let found = flags.iter().filter_map(|(rule, verdict)| Some((rule.clone(), verdict.found()?.level)));
        OpenSigns { levels: found.collect() }
    }

    /// The signs that are open after these reports, in whatever order they come. Only a newer report that answers
    /// everything the rule needs closes a sign; of one moment the sign counts.
    pub fn after<'a>(reports: impl IntoIterator<Item = Looked<'a>>) -> OpenSigns {
        let mut reports: Vec<Looked<'a>> = reports.into_iter().collect();
        reports.sort_by_key(|(at, key, _)| (*at, *key));
        let mut since: BTreeMap<&RuleId, (Timestamp, Level)> = BTreeMap::new();
        for (at, _, flags) in reports {
            for (rule, verdict) in flags {
                match verdict {
                    Verdict::Found(finding) => {
                        let known = since.get(rule).map_or(finding.level, |(_, level)| *level);
                        since.insert(rule, (at, known.max(finding.level)));
                    }
                    Verdict::Clear => {
                        if since.get(rule).is_some_and(|(found, _)| *found < at) {
                            since.remove(rule);
                        }
                    }
                    Verdict::Unknown { .. } => {}
                }
            }
        }
        OpenSigns { levels: since.into_iter().map(|(rule, (_, level))| (rule.clone(), level)).collect() }
    }

    /// Whether a sign of these rules (of any, when none is named) is open, at that level or above.
    pub fn holds(&self, rules: &[&str], least: Level) -> bool {
        let named = |rule: &RuleId| rules.is_empty() || rules.contains(&rule.as_str());
        self.levels.iter().any(|(rule, level)| named(rule) && *level >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Finding;

    fn found(rule: &'static str, level: Level) -> Verdict {
        Verdict::Found(Box::new(Finding {
            rule: RuleId::of(rule),
            subject: Key::LEAST,
            at: "2026-06-01T00:00:00Z".parse().unwrap(),
            level,
            evidence: Vec::new(),
            against: Vec::new(),
            unknown: Vec::new(),
            change: Vec::new(),
            advice: Vec::new(),
            withheld: Vec::new(),
        }))
    }

    fn after(reports: &[(&str, Verdict)]) -> OpenSigns {
        let told: Vec<(Timestamp, BTreeMap<RuleId, Verdict>)> = reports
            .iter()
            .map(|(at, verdict)| (at.parse().unwrap(), BTreeMap::from([(RuleId::of("rf11"), verdict.clone())])))
            .collect();
        OpenSigns::after(told.iter().map(|(at, flags)| (*at, Key::LEAST, flags)))
    }

    #[test]
    fn only_a_newer_answer_closes_a_sign() {
        let (first, second) = ("2026-06-01T08:00:00Z", "2026-06-02T08:00:00Z");
        let sign = || found("rf11", Level::Urgent);
        let unknown = || Verdict::Unknown { missing: Vec::new() };
        let is_open = |reports: &[(&str, Verdict)]| after(reports).holds(&[], Level::Urgent);
        assert!(is_open(&[(first, sign())]));
        assert!(is_open(&[(first, sign()), (second, unknown())]), "silence closes nothing");
        assert!(is_open(&[(second, sign()), (first, Verdict::Clear)]), "nor does an older answer");
        assert!(is_open(&[(first, Verdict::Clear), (first, sign())]), "nor one of the same moment");
        assert!(!is_open(&[(second, Verdict::Clear), (first, sign())]));
        assert!(!is_open(&[]));
    }

    #[test]
    fn signs_are_asked_for_by_rule_and_level() {
        let open = after(&[("2026-06-01T08:00:00Z", found("rf11", Level::Consult))]);
        assert!(open.holds(&["rf11"], Level::Note) && open.holds(&[], Level::Consult));
        assert!(!open.holds(&["rf12"], Level::Note) && !open.holds(&[], Level::Urgent));
    }
}
