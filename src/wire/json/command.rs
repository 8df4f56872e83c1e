//! What a person can ask about an alert: `ack`, `explain`, `snooze`, `feedback`.

use super::element::{Members, Read};
use super::sheet::Fault;
use super::tree::Node;
use crate::decide::AlertId;
use crate::person::PersonId;
use crate::record::{Reject, Wrong};
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
        /// Whether it was useful.
        useful: bool,
        /// What the person wrote about it.
        comment: Option<String>,
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
    let alert = AlertId(id(&mut members, "alert")?.ok_or_else(|| Fault::missing("alert"))?);
    let correlation = id(&mut members, "correlation")?;
    let action = match name {
        "ack" => Action::Ack,
        "explain" => Action::Explain,
        "snooze" => Action::Snooze { hours: hours(&mut members)? },
        _ => Action::Feedback {
            useful: useful(&mut members)?,
            comment: members.take_text("comment", crate::record::field::TEXT_LONGEST)?,
        },
    };
    let known = ["schema", "person", "alert", "correlation", "hours", "useful", "comment"];
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
    let node = members.take("hours").ok_or_else(|| Fault::missing("hours"))?;
    let number = cell::number(&node.to_string()).ok_or(Wrong::NotANumber { unit: "h" });
    let (low, high) = SNOOZE_H;
    let within = number.and_then(|hours| {
        let fits = (low..=high).contains(&hours);
        if fits { Ok(hours) } else { Err(Wrong::OutOfRange { unit: "h", low, high }) }
    });
    within.map_err(|wrong| Fault::at("hours", &node, wrong))
}

fn useful(members: &mut Members) -> Result<bool, Fault> {
    let node = members.take("useful").ok_or_else(|| Fault::missing("useful"))?;
    crate::wire::words::flag(&Reject::excerpt(&node.to_string()))
        .ok_or_else(|| Fault::at("useful", &node, Wrong::NotAFlag))
}
