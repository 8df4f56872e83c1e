//! Why an alert is not kept quiet.

use crate::decide::NoSnooze;

/// The reason in words.
pub fn refusal(because: NoSnooze) -> &'static str {
    match because {
        NoSnooze::Emergency => "an emergency is never snoozed; when you have read it, acknowledge it instead",
        NoSnooze::Ended => "it is over, so there is nothing to snooze",
    }
}
