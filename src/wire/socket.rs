//! What the verbs and a running daemon say to each other over the Unix socket: one JSON object a line.
//!
//! A client sends one request line, for `import` followed by exactly `size` raw bytes, and reads lines until
//! one that is not `progress`. Both sides bound what they read.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::person::PersonId;
use crate::record::{Kind, Reject};

/// The longest request line, in bytes with its line break.
pub const REQUEST_LONGEST: usize = 256 * 1024;

/// The longest response line, in bytes with its line break; a report on a large import names every reject.
pub const RESPONSE_LONGEST: usize = 64 * 1024 * 1024;

/// The longest id or name in a request, in characters.
pub const NAME_LONGEST: usize = 200;

/// What a verb asks of the daemon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verb", rename_all = "snake_case", deny_unknown_fields)]
pub enum Request {
    /// Whether a daemon answers here.
    Ping {},
    /// A record of the person, as in the JSON of topic `in/<kind>`.
    Log {
        /// Whose.
        person: String,
        /// Which kind, or an alias of it.
        kind: String,
        /// One JSON object.
        record: Value,
        /// Whether to tell only what would be done.
        #[serde(default)]
        dry_run: bool,
    },
    /// A file, whose bytes follow the line.
    Import {
        /// Whose.
        person: String,
        /// The file's name, for reports.
        name: String,
        /// How many bytes follow.
        size: u64,
        /// How it is to be read.
        #[serde(default)]
        options: ImportOptions,
    },
    /// A person begins a trial (`start`) or ends the one that runs (`end`).
    Trial {
        /// Whose.
        person: String,
        /// What is done.
        deed: TrialDeed,
    },
    /// What is stored of a person goes, or some of it.
    Forget {
        /// Whose.
        person: String,
        /// What of it.
        #[serde(default)]
        what: Forgetting,
    },
    /// A record of a session is one of its own, or may be joined with others again.
    Apart {
        /// Whose.
        person: String,
        /// The key of the record.
        record: String,
        /// Whether it may be joined again.
        #[serde(default)]
        joins: bool,
    },
    /// A copy, whose bytes follow the line, takes the place of everything that is stored.
    Restore {
        /// How many bytes follow.
        size: u64,
        /// Whether records that are stored may go for it.
        #[serde(default)]
        replace: bool,
    },
    /// A command of the person, as in the JSON of topic `cmd/<name>`: `ack`, `snooze`, `feedback`, `explain`.
    Command {
        /// Whose.
        person: String,
        /// Which.
        name: String,
        /// One JSON object.
        payload: Value,
    },
}

/// What is done with a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum TrialDeed {
    /// It begins.
    Start {
        /// The exposure that it is about.
        exposure: String,
        /// What its order is drawn from.
        seed: u32,
        /// How many sessions it has.
        sessions: usize,
    },
    /// It ends.
    End {
        /// Why, by name.
        why: String,
    },
}

/// What of a person is to be forgotten; without any bound it is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forgetting {
    /// Only records of this moment or later, in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_ms: Option<i64>,
    /// Only records of this moment or earlier, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_ms: Option<i64>,
    /// Only records of this source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Only what the file of this number brought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<u64>,
    /// Whether to tell only what would go.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportOptions {
    /// Whether to tell only what would be done.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// Whether nothing of the file is kept unless all of it can be read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// The dialect to read it with; found by its header when not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// The column that names the person of each row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_column: Option<String>,
    /// The zone its local times are read in, when it is not the person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timezone: Option<String>,
    /// When the file was last changed, in milliseconds since 1970, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_ms: Option<i64>,
}

/// One line of the daemon's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// Still at it; also sent when nothing moved, so that the client sees that the daemon lives.
    Progress {
        /// How much is done.
        done: u64,
        /// Of how much; 0 when that is not known.
        of: u64,
    },
    /// The answer.
    Done(Value),
    /// Not done.
    Refused(Refusal),
}

impl Response {
    /// Whether it is the last line of an answer.
    pub fn is_last(&self) -> bool {
        !matches!(self, Response::Progress { .. })
    }

    /// The line, with its line break.
    pub fn line(&self) -> Vec<u8> {
        line(self)
    }

    /// The response of a line; `None` when it is none.
    pub fn read(line: &[u8]) -> Option<Response> {
        serde_json::from_slice(line).ok()
    }
}

/// Why a request was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// The exit code the client ends with: 64 usage, 65 data, 69 unavailable.
    pub exit: u8,
    /// What was found and what was wanted.
    pub message: String,
    /// What to do, when there is something to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
}

impl Refusal {
    /// The request itself is not one we take.
    pub fn usage(message: impl Into<String>) -> Refusal {
        Refusal { exit: 64, message: message.into(), help: None }
    }

    /// What came with the request cannot be taken.
    pub fn data(message: impl Into<String>) -> Refusal {
        Refusal { exit: 65, message: message.into(), help: None }
    }

    /// Not now.
    pub fn unavailable(message: impl Into<String>) -> Refusal {
        Refusal { exit: 69, message: message.into(), help: None }
    }
}

impl Request {
    /// The line, with its line break.
    pub fn line(&self) -> Vec<u8> {
        line(self)
    }

    /// The request of a line, checked: the person's name is one, the kind is known, payloads are objects.
    /// Whether the person is known here is for the daemon to say.
    pub fn read(line: &[u8]) -> Result<Request, Refusal> {
        // A JSON array would fill a struct by position; it is no object.
        if line.trim_ascii_start().first() != Some(&b'{') {
            return Err(Refusal::usage("a request is one JSON object on one line"));
        }
        let request: Request = serde_json::from_slice(line).map_err(|error| Refusal::usage(not_a_request(&error)))?;
        request.check()?;
        Ok(request)
    }

    /// The person it is about; `None` for a ping and for a copy of everything.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Request::Ping {} | Request::Restore { .. } => None,
            Request::Log { person, .. }
            | Request::Forget { person, .. }
            | Request::Apart { person, .. }
            | Request::Import { person, .. }
            | Request::Trial { person, .. }
            | Request::Command { person, .. } => PersonId::new(person),
        }
    }

    /// How many raw bytes follow the line.
    pub fn body_size(&self) -> u64 {
        match self {
            Request::Import { size, .. } | Request::Restore { size, .. } => *size,
            _ => 0,
        }
    }

    /// Whether raw bytes follow the line.
    pub fn has_body(&self) -> bool {
        matches!(self, Request::Import { .. } | Request::Restore { .. })
    }

    fn check(&self) -> Result<(), Refusal> {
        match self {
            Request::Ping {} | Request::Restore { .. } => return Ok(()),
            Request::Apart { record, .. } => plain(record)?,
            Request::Forget { what, .. } => what.source.as_deref().map_or(Ok(()), plain)?,
            Request::Log { kind, record, .. } => {
                if Kind::from_name(kind).is_none() {
                    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
                    let kind = cut(kind);
                    return Err(Refusal::usage(format!(
                        "no kind of record {kind:?}; there are {}",
                        known.join(", ")
                    )));
                }
                object(record, "record")?;
            }
            Request::Import { name, options, .. } => {
                let texts = [&options.dialect, &options.person_column, &options.timezone];
                for text in texts.into_iter().flatten().chain([name]) {
                    plain(text)?;
                }
            }
            Request::Trial {
                deed: TrialDeed::Start { exposure: name, .. } | TrialDeed::End { why: name }, ..
            } => {
                plain(name)?;
            }
            Request::Command { name, payload, .. } => {
                plain(name)?;
                object(payload, "payload")?;
            }
        }
        match self.person() {
            Some(_) => Ok(()),
            None => Err(Refusal::usage("\"person\" wants 1 to 32 of a-z, 0-9 and -")),
        }
    }
}

/// The parser repeats what it found, which may hold anything.
fn not_a_request(error: &serde_json::Error) -> String {
    format!("not a request: {}", Reject::excerpt(&error.to_string()))
}

fn object(value: &Value, name: &str) -> Result<(), Refusal> {
    if value.is_object() { Ok(()) } else { Err(Refusal::usage(format!("{name:?} wants a JSON object"))) }
}

/// A name that can be shown and stored.
fn plain(text: &str) -> Result<(), Refusal> {
    if text.chars().count() > NAME_LONGEST || text.chars().any(char::is_control) {
        return Err(Refusal::usage(format!(
            "a name wants at most {NAME_LONGEST} characters, none of them control characters; found {:?}",
            cut(text)
        )));
    }
    Ok(())
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A value that holds only strings, numbers and JSON always has a line; an empty one would be no answer.
fn line(value: &impl Serialize) -> Vec<u8> {
    let mut line = serde_json::to_vec(value).unwrap_or_default();
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn round_trip(request: &Request) {
        assert_eq!(Request::read(&request.line()).as_ref(), Ok(request));
    }

    #[test]
    fn what_is_written_is_read() {
        let person = || "ana".to_owned();
        round_trip(&Request::Ping {});
        let record = json!({"time": "2026-11-23T07:10:00+01:00", "tingling": true});
        round_trip(&Request::Log { person: person(), kind: "tingling".to_owned(), record, dry_run: true });
        let options = ImportOptions { dialect: Some("garmin".to_owned()), ..ImportOptions::default() };
        round_trip(&Request::Import { person: person(), name: "läufe.csv".to_owned(), size: 1 << 40, options });
        round_trip(&Request::Command { person: person(), name: "ack".to_owned(), payload: json!({"id": "x"}) });
        let what = Forgetting { from_ms: Some(-1), source: Some("garmin".to_owned()), ..Forgetting::default() };
        round_trip(&Request::Forget { person: person(), what });
        round_trip(&Request::Restore { size: 9, replace: true });
        let deed = TrialDeed::Start { exposure: "temp".to_owned(), seed: 7, sessions: 20 };
        round_trip(&Request::Trial { person: person(), deed });
        let deed = TrialDeed::End { why: "stopped".to_owned() };
        round_trip(&Request::Trial { person: person(), deed });
        for response in [
            Response::Progress { done: 1, of: 0 },
            Response::Done(json!({"accepted": 3, "note": "a\nb"})),
            Response::Refused(Refusal { exit: 65, message: "no".to_owned(), help: Some("do".to_owned()) }),
        ] {
            let line = response.line();
            assert_eq!(line.iter().filter(|byte| **byte == b'\n').count(), 1);
            assert_eq!(Response::read(&line), Some(response));
        }
    }

    #[test]
    fn an_import_needs_no_options() {
        let line = br#"{"verb":"import","person":"ana","name":"a.csv","size":3}"#;
        assert_eq!(Request::read(line).unwrap().body_size(), 3);
    }

    #[test]
    fn what_is_no_request_is_refused_with_a_reason() {
        let long = "x".repeat(NAME_LONGEST + 1);
        for (line, reason) in [
            ("", "one JSON object"),
            ("hello", "one JSON object"),
            (r#"["ping"]"#, "one JSON object"),
            ("{", "not a request"),
            (r#"{"verb":"pong"}"#, "unknown variant `pong`"),
            (r#"{"verb":"a\u001b[2J"}"#, "unknown variant"),
            (r#"{"verb":"ping","person":"ana"}"#, "unknown field `person`"),
            (r#"{"verb":"log","person":"ana","kind":"mood","record":{}}"#, "no kind of record \"mood\""),
            (r#"{"verb":"log","person":"ana","kind":"tag","record":[]}"#, "\"record\" wants a JSON object"),
            (r#"{"verb":"log","person":"Ana","kind":"tag","record":{}}"#, "\"person\" wants"),
            (r#"{"verb":"log","person":"../ben","kind":"tag","record":{}}"#, "\"person\" wants"),
            (r#"{"verb":"import","person":"ana","name":"a\u001b[2J","size":1}"#, "control characters"),
            (r#"{"verb":"import","person":"ana","name":"a","size":-1}"#, "not a request"),
            (r#"{"verb":"import","person":"ana","name":"a","size":1,"options":{"dry":true}}"#, "unknown field `dry`"),
            (&format!(r#"{{"verb":"import","person":"ana","name":"{long}","size":1}}"#), "at most 200"),
        ] {
            let refusal = Request::read(line.as_bytes()).expect_err(line);
            assert!(refusal.message.contains(reason), "{line}: {}", refusal.message);
            assert_eq!(refusal.exit, 64);
            assert!(!refusal.message.chars().any(char::is_control), "{line}");
        }
    }
}
