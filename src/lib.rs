//! `tingled` finds out what sets off a person's leg tingling around exercise, and warns them.
//! Decision support, never a diagnosis.
//!
//! The modules below stand in reading order, and every import points upward in this list
//! (`tests/tidy.rs` checks it). A turn of the daemon walks it once:
//!
//! ```text
//! bytes -> wire -> records + rejects -> (store looks up what is known)
//!       -> daemon::plan: assess finds, decide speaks, voice words it
//!       -> store commits records, alerts and outbox in one transaction
//!       -> io acknowledges the sources and publishes
//! ```
//!
//! What is absent on purpose: no clock, chance, file or socket above `store`; no format outside
//! `wire`; no SQL outside `store`; no tokio outside `io`; no words for a person outside `voice`.

// Words: what can be said.
pub mod person;
pub mod record;
pub mod time;
pub mod units;

// Thought: pure, cannot fail. First the formulas, then what is made of them.
pub mod body;

pub mod assess;
pub mod study;

pub mod decide;
pub mod voice;

// Translation: pure.
pub mod config;
pub mod wire;

// World.
pub mod cli;
pub mod daemon;
pub mod io;
pub mod store;
