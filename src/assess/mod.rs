//! One list of rules over a person's history: red flags, risks and patterns. Pure: the same records and the same
//! time give the same findings, in whatever order they arrived.

pub mod advice;
pub mod answer;
pub mod context;
pub mod finding;
pub mod fluid;
pub mod follows;
pub mod patterns;
pub mod red_flags;
pub mod risks;
pub mod rules;
pub mod unread;

/// The version of the rules, named in every alert; it changes when a rule changes what it finds.
pub const RULES_VERSION: &str = "2026.1";

pub use finding::{Because, Change, Finding, Level, RuleId, Verdict, Withheld};
pub use rules::{Subject, assess, rules, subjects_touched};
