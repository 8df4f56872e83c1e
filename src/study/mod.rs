//! Which exposures go before the person's tingling: each asked for with a test whose false alarms are counted.
//!
//! The sequential screen ([`screen`]) looks at every event, with Firth's regression ([`firth`]), an allowance for
//! sessions that are alike because they are near each other ([`inflation`]), and for the number of exposures asked
//! for ([`many`]). Pure functions of a [`matrix::Matrix`]. The forecast ([`forecast`]) says how a session compares with
//! the person's usual, once it has shown that it can ([`track`], [`outlook`]).

pub mod base_rate;
pub mod change;
pub mod diary;
pub mod firth;
pub mod forecast;
pub mod inflation;
pub mod many;
pub mod matrix;
pub mod outlook;
pub mod planned;
pub mod profile;
pub mod scale;
pub mod screen;
pub mod sight;
pub mod track;
