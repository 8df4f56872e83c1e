//! Bytes on their way out.

/// What a letter is for; decides how it is queued and when it stops being worth sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The retained content of an alert topic; a newer letter to the same topic makes it void.
    Standing,
    /// One event of an alert; must be delivered once.
    Event,
    /// The retained summary of a person; a newer letter to the same topic makes it void.
    State,
    /// What was refused.
    Rejected,
    /// The answer to a command.
    Reply,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: &'static [Purpose] =
        &[Purpose::Standing, Purpose::Event, Purpose::State, Purpose::Rejected, Purpose::Reply];

    /// The name used in the database.
    pub fn name(self) -> &'static str {
        match self {
            Purpose::Standing => "standing",
            Purpose::Event => "event",
            Purpose::State => "state",
            Purpose::Rejected => "rejected",
            Purpose::Reply => "reply",
        }
    }

    /// The purpose of that name.
    pub fn from_name(name: &str) -> Option<Purpose> {
        Self::ALL.iter().copied().find(|purpose| purpose.name() == name)
    }

    /// Whether the broker keeps it for those who come later.
    pub fn is_retained(self) -> bool {
        matches!(self, Purpose::Standing | Purpose::State)
    }
}

/// Bytes on their way out, addressed below the base topic: `ana/out/alert/rf01`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The topic without the base.
    pub topic: String,
    /// The bytes; empty clears a retained topic.
    pub payload: Vec<u8>,
    /// What it is for.
    pub purpose: Purpose,
}
