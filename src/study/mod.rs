//! Which exposures go before the person's tingling: each asked for with a test whose false alarms are counted.
//!
//! The sequential screen ([`screen`]) looks at every event, with Firth's regression ([`firth`]), an allowance for
//! sessions that are alike because they are near each other ([`inflation`]), and for the number of exposures asked
//! for ([`many`]). Pure functions of a [`matrix::Matrix`].

pub mod checks;
pub mod diary;
pub mod firth;
pub mod inflation;
pub mod line;
pub mod many;
pub mod matrix;
pub mod needed;
pub mod person;
pub mod profile;
pub mod rank;
pub mod scale;
pub mod screen;
pub mod sight;
pub mod trigger;
