//! Files of activities: FIT, TCX and GPX.

mod fit;
mod hostile;
mod imported;
mod write;
mod xml;
