//! The only place with words a person reads.

pub mod diagnostic;
pub mod forbidden;
pub mod nearest;
pub mod reject;
pub mod setting;

pub use diagnostic::{Diagnostic, Notice, Spot};
pub use forbidden::forbidden_in;
pub use nearest::nearest;
