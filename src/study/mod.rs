//! Which exposures go before the person's tingling: each asked for with a test whose false alarms are counted.
//!
//! The sequential screen ([`screen`]) looks at every event, with Firth's regression ([`firth`]), an allowance for
//! sessions that are alike because they are near each other ([`inflation`]), and for the number of exposures asked
//! for ([`many`]). Pure functions of a [`matrix::Matrix`].

pub mod firth;
pub mod hindsight;
pub mod inflation;
pub mod many;
pub mod matrix;
pub mod profile;
pub mod scale;
pub mod screen;
pub mod share;
