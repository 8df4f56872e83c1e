//! Why we speak, and why we do not.

/// Why something was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// First found.
    First,
    /// Found on a report or session that was already some days old.
    Late,
    /// The level rose.
    Rise,
    /// A newer report or session shows it again.
    Again,
    /// It is back so soon after it was told that nothing more is to be said.
    Back,
    /// The evidence changed: a record was added, corrected or taken away.
    Amended,
    /// Nobody acknowledged it yet.
    Repeat,
    /// The person acknowledged it.
    Acknowledged,
    /// The person wants to hear nothing of it for some hours.
    Snoozed,
    /// Those hours are over, and nothing was held back.
    SnoozeOver,
    /// A newer report or session says otherwise.
    Contradicted,
    /// The records no longer support it.
    Withdrawn,
    /// Its newest evidence is long past.
    GrownOld,
    /// An emergency takes its place.
    Emergency,
    /// The person turned the rule off.
    TurnedOff,
    /// The person marked so many alerts of the rule as false that it is shown quietly.
    Demoted,
}

impl Why {
    /// Every reason.
    pub const ALL: &'static [Why] = &[
        Why::First,
        Why::Late,
        Why::Rise,
        Why::Again,
        Why::Back,
        Why::Amended,
        Why::Repeat,
        Why::Acknowledged,
        Why::Snoozed,
        Why::SnoozeOver,
        Why::Contradicted,
        Why::Withdrawn,
        Why::GrownOld,
        Why::Emergency,
        Why::TurnedOff,
        Why::Demoted,
    ];

    /// The name used in JSON and in the database.
    pub fn name(self) -> &'static str {
        match self {
            Why::First => "first",
            Why::Late => "late",
            Why::Rise => "rise",
            Why::Again => "again",
            Why::Back => "back",
            Why::Amended => "amended",
            Why::Repeat => "repeat",
            Why::Acknowledged => "acknowledged",
            Why::Snoozed => "snoozed",
            Why::SnoozeOver => "snooze_over",
            Why::Contradicted => "contradicted",
            Why::Withdrawn => "withdrawn",
            Why::GrownOld => "grown_old",
            Why::Emergency => "emergency",
            Why::TurnedOff => "turned_off",
            Why::Demoted => "demoted",
        }
    }

    /// Whether a revision made for this reason is one that the person is told of at once.
    pub fn is_loud(self) -> bool {
        matches!(self, Why::First | Why::Late | Why::Rise | Why::Again | Why::Repeat)
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Why> {
        Self::ALL.iter().copied().find(|why| why.name() == name)
    }
}

/// Why nothing was said about something that was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// Everything needed is known, and the rule does not fire.
    NothingFound,
    /// An answer is missing.
    CannotKnow,
    /// It was said, and nothing changed since.
    SaidBefore,
    /// It was over before we heard of it, and it was no sign that needs a doctor soon.
    OverAlready,
    /// Too long ago to raise anything but signs that need a doctor soon.
    TooOld,
    /// Waiting for the drink log of a session that ended a moment ago.
    Waiting,
    /// Kept as a note: enough advice was sent in these days.
    Limited,
    /// Kept as a note: an emergency comes first.
    EmergencyFirst,
    /// The person turned the rule off.
    TurnedOff,
    /// Kept as a note: the person marked so many alerts of the rule as false.
    Demoted,
}

impl WhyNot {
    /// The name used in JSON and in logs.
    pub fn name(self) -> &'static str {
        match self {
            WhyNot::NothingFound => "nothing_found",
            WhyNot::CannotKnow => "cannot_know",
            WhyNot::SaidBefore => "said_before",
            WhyNot::OverAlready => "over_already",
            WhyNot::TooOld => "too_old",
            WhyNot::Waiting => "waiting",
            WhyNot::Limited => "limited",
            WhyNot::EmergencyFirst => "emergency_first",
            WhyNot::TurnedOff => "turned_off",
            WhyNot::Demoted => "demoted",
        }
    }
}
