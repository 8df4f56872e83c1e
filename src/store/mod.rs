//! The one owner of the database: the only place with SQL. A method is a whole transaction.
//!
//! Everything is written by [`Store::commit`], one [`Turn`] at a time, or by a method that says so. After a
//! failed write the connection is gone, because after a failed sync nobody knows what the kernel kept;
//! [`Store::reopen`] reads again what is really there.

mod alerts;
mod apart;
mod backup;
mod columns;
mod counts;
mod deeds;
mod error;
mod feedback;
mod forget;
mod ledger;
mod lock;
mod lookup;
mod mount;
mod open;
mod outbox;
mod people;
mod records;
mod rejects;
mod rezone;
mod schema;
mod trials;
mod turn;
mod write;

pub use backup::Copied;
pub use counts::Counts;
pub use deeds::Handled;
pub use error::StoreError;
pub use forget::{Going, Which};
pub use ledger::{FileMark, FileState};
pub use lock::LOCK_FILE;
pub use open::Store;
pub use rejects::Refused;
pub use turn::{Refusal, Spoken, Turn, ZoneUsed};
