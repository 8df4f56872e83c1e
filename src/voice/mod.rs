//! The only place with words a person reads.

pub mod about;
pub mod advice;
pub mod alert;
pub mod diagnostic;
pub mod explain;
pub mod exposures;
pub mod fluid;
pub mod forbidden;
pub mod forecast;
pub mod keeping;
pub mod nearest;
pub mod pattern_words;
pub mod patterns;
pub mod phrase;
pub mod plan_text;
pub mod questions;
pub mod red_flags;
pub mod reject;
pub mod replay;
pub mod report;
pub mod risks;
pub mod setting;
pub mod snooze;
pub mod sources;
pub mod standing;
pub mod study;
pub mod trial;
pub mod understood;

pub use alert::{Reader, Words, compose};
pub use diagnostic::{Diagnostic, Notice, Spot};
pub use forbidden::forbidden_in;
pub use nearest::nearest;
pub use phrase::{Language, Phrase};
