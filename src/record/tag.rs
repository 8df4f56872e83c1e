//! Anything the person wants to test.

use super::field::fields;
use super::measure::Reading;

fields! {
    /// A name with yes, no or a number, for a day or a time.
    Tag, table "tag" {
        /// Its name.
        name: String,
        /// Whether it was so; without yes or no and without a number it was.
        yes: bool,
        /// How much.
        amount: Reading,
    }
}
