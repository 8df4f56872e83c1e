//! Domain formulas, one file per subject: each with its source, its units and how far it holds.
//!
//! A formula answers `None` outside the range in which it holds, never with a number that is none. "Source not
//! re-read" marks a figure that is common knowledge of the field and was not looked up again for this program.

pub mod calibration;
pub mod days;
pub mod effort;
pub mod energy;
pub mod exposures;
pub mod fitness;
pub mod heart;
pub mod heat;
pub mod ions;
pub mod load;
pub mod monotony;
pub mod numbers;
pub mod one_scale;
pub mod ratio;
pub mod session;
pub mod spike;
pub mod standing;
pub mod sweat;
pub mod sweat_rate;
pub mod trimp;
