//! Which exposures go before the person's tingling: each asked for with a test whose false alarms are counted.
//!
//! The sequential screen ([`screen`]) looks at every event, with Firth's regression ([`firth`]), an allowance for
//! sessions that are alike because they are near each other ([`inflation`]), and for the number of exposures asked
//! for ([`many`]). Pure functions of a [`matrix::Matrix`].
//!
//! Beside it stand what a finding is shown with ([`fourfold`], [`exact`], [`mantel_haenszel`], [`binomial`], [`trend`],
//! [`wilcoxon`]), what it is checked with ([`conditional`], [`logf`]), and what a forecast is judged by ([`flic`],
//! [`calibration`]). The forecast ([`forecast`]) says how a session compares with the person's usual, once it has shown
//! that it can ([`track`], [`outlook`]). What cannot be told apart is tried out ([`trial`]).

pub mod base_rate;
pub mod binomial;
pub mod calibration;
pub mod change;
pub mod checks;
pub mod conditional;
pub mod counted;
pub mod diary;
pub mod exact;
pub mod firth;
pub mod flic;
pub mod forecast;
pub mod fourfold;
pub mod hindsight;
pub mod inflation;
pub mod line;
pub mod logf;
pub mod mantel_haenszel;
pub mod many;
pub mod matrix;
pub mod needed;
mod newton;
pub mod outlook;
pub mod person;
pub mod planned;
pub mod profile;
pub mod rank;
mod root;
pub mod scale;
pub mod screen;
pub mod sight;
pub mod suspicion;
pub mod track;
pub mod trend;
pub mod trial;
pub mod trigger;
pub mod wilcoxon;
