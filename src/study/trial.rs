//! A trial on oneself: one change, in sessions that chance picks, so that a plausible exposure is told from what only
//! comes together with it.
//!
//! Sessions come in blocks of two, one as usual and one with the change, in an order drawn from a seed ([`schedule`]).
//! What is compared is the order that was drawn with all that could have been drawn ([`verdict`]), so that neither a
//! season nor a bad fortnight can make a change look good. [`proposal`] names what to try, [`power`] for how long,
//! [`stop`] when it is over, and [`course`] how it goes. Only changes to the safer side exist ([`change`]); nothing here withholds fluid, salt or
//! rest, or adds load or tight gear.

pub mod change;
pub mod course;
pub mod power;
pub mod proposal;
pub mod schedule;
pub mod stop;
pub mod verdict;

/// What is done in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arm {
    /// Whatever the person does anyway.
    Usual,
    /// The change.
    Change,
}

impl Arm {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Arm::Usual => "usual",
            Arm::Change => "change",
        }
    }
}

/// One session of a trial, in the order of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// What was drawn for it.
    pub drawn: Arm,
    /// What was done, where it is known; the session counts as drawn all the same.
    pub done: Option<Arm>,
    /// How strong the tingling was, 0 (none) to 10; a yes without a number is 1. `None` when the person said nothing.
    pub tingling: Option<u8>,
}

/// A trial counts with this one-sided p.
pub const LEVEL: f64 = 0.05;
/// The strongest tingling.
pub const STRONGEST: u8 = 10;
