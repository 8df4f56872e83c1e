//! The red-flag rules as functions, against cases, laws and planted faults.

pub mod laws;
pub mod limits;
pub mod mutants;
pub mod stories;

pub use crate::cases::{Given, Told, at, fixtures, hits, key, load, random};
