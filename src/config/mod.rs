//! To be written.

use crate::person::Profile;
/// placeholder
pub fn merged(_configured: &Profile, stored: &Profile) -> Profile {
    stored.clone()
}
