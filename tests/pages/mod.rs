//! Parts of the pages that are written from the lists in the code.
#![allow(unreachable_pub, reason = "a test's own module")]

pub mod hae;
pub mod sources;
pub mod tips;
