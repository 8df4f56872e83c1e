//! The only place with words a person reads.

pub mod words;

pub use words::Words;
