//! The only place with words a person reads.

pub mod advice;
pub mod alert;
pub mod fluid;

pub use alert::{Reader, Words, compose};
