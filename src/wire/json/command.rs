//! What a person can ask about an alert: `ack`, `explain`, `snooze`, `feedback`.

use super::element::{Members, Read};
use super::sheet::Fault;
use super::tree::Node;
use crate::decide::AlertId;
use crate::decide::feedback::Mark;
use crate::decide::snooze::SNOOZE_USUAL_H;
use crate::person::PersonId;
use crate::record::Wrong;
use crate::wire::cell;

/// A wish about one alert.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// What to do.
    pub action: Action,
    /// The alert.
    pub alert: AlertId,
    /// The last level of the topic of the answer; `None` when the sender wants none or names it elsewhere.
    pub correlation: Option<String>,
}

/// What to do with an alert.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The person has seen it.
    Ack,
    /// Send its evidence.
    Explain,
    /// Be quiet about it; never hides an emergency.
    Snooze {
        /// For how long, 0.25 to 24 hours.
        hours: f64,
    },
    /// Whether it helped.
    Feedback {
        /// What the person thinks of it.
        mark: Mark,
    },
}

/// The names of the commands, as in their topics.
pub const NAMES: &[&str] = &["ack", "explain", "snooze", "feedback"];

/// The shortest and the longest snooze, in hours.
pub const SNOOZE_H: (f64, f64) = (0.25, 24.0);

/// The longest id of an alert or an answer.
const ID_LONGEST: usize = 64;

/// Reads a command of a known name.
pub(super) fn command(name: &str, node: Node, person: &PersonId) -> Result<Read<Command>, Fault> {
    let mut members = Members::of(node)?;
    members.check_envelope(&format!("tingled.{name}/1"), person)?;
    let named = match id(&mut members, "alert")? {
        Some(alert) => Some(alert),
        None => id(&mut members, "id")?,
    };
    let alert = AlertId(named.ok_or_else(|| Fault::missing("alert"))?);
    let correlation = id(&mut members, "correlation")?;
    let action = match name {
        "ack" => Action::Ack,
        "explain" => Action::Explain,
        "snooze" => Action::Snooze { hours: hours(&mut members)? },
        _ => Action::Feedback { mark: mark(&mut members)? },
    };
    let known = ["schema", "person", "alert", "id", "correlation", "hours", "mark"];
    let unused = members.0.iter().map(|(name, node)| {
        let meant = crate::voice::nearest(name, known.into_iter()).map(str::to_owned);
        Fault::at(name, node, Wrong::UnusedField { meant })
    });
    Ok(Read { unused: unused.collect(), value: Command { action, alert, correlation } })
}

/// An id that can stand in a topic.
fn id(members: &mut Members, name: &str) -> Result<Option<String>, Fault> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    match members.take_text(name, ID_LONGEST)? {
        Some(text) if !text.chars().all(plain) => {
            Err(Fault::at(name, &Node::Text(text), Wrong::BadText { longest: ID_LONGEST }))
        }
        other => Ok(other),
    }
}

fn hours(members: &mut Members) -> Result<f64, Fault> {
    let Some(node) = members.take("hours") else { return Ok(SNOOZE_USUAL_H) };
    let number = cell::number(&node.to_string()).ok_or(Wrong::NotANumber { unit: "h" });
    let (low, high) = SNOOZE_H;
    let within = number.and_then(|hours| {
        let fits = (low..=high).contains(&hours);
        if fits { Ok(hours) } else { Err(Wrong::OutOfRange { unit: "h", low, high }) }
    });
    within.map_err(|wrong| Fault::at("hours", &node, wrong))
}

fn mark(members: &mut Members) -> Result<Mark, Fault> {
    let node = members.take("mark").ok_or_else(|| Fault::missing("mark"))?;
    let found = match &node {
        Node::Text(name) => Mark::from_name(name),
        // Unquoted it is a flag to JSON, and means the same.
        Node::Flag(false) => Some(Mark::False),
        _ => None,
    };
    found.ok_or_else(|| Fault::at("mark", &node, Wrong::UnknownWord { known: Mark::NAMES }))
}
