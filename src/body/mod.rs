//! Domain formulas, one file per subject: each with its source, its units and how far it holds.

pub mod session;
pub mod sweat;
