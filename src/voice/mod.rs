//! The only place with words a person reads.

pub mod red_flags;
