//! The only place with words a person reads.

pub mod advice;
pub mod alert;
pub mod fluid;
pub mod red_flags;

pub use alert::{Reader, Words, compose};
