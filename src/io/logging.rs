//! Where the log goes: to the journal under systemd, else to stderr.
//!
//! A log line holds ids, counts and the names of files and topics; never a payload, a measured value or a
//! message to a person. WARN = nothing is lost; ERROR = someone must act.

use std::fmt;
use std::io::IsTerminal;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use tracing_subscriber::filter::LevelFilter;

/// The longest text of one field, in characters; names from outside may be long.
pub const FIELD_LONGEST: usize = 300;

/// Where the log goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The systemd journal, with its fields.
    Journal,
    /// Stderr that systemd reads, though the journal itself could not be reached: lines with `<priority>`.
    Prefixed,
    /// Stderr, with the time of day.
    Stderr,
}

/// Starts the log of this process: our own events from `ours` on, those of libraries from WARN on.
/// Fails when a log was started before.
pub fn start(ours: LevelFilter) -> Result<Kind, TryInitError> {
    let to_journal = is_journal_stderr();
    if to_journal && let Ok(journal) = tracing_journald::layer() {
        let journal = journal.with_field_prefix(Some("TINGLED".to_owned()));
        let journal = journal.with_syslog_identifier("tingled".to_owned());
        tracing_subscriber::registry().with(journal.with_filter(levels(ours))).try_init()?;
        return Ok(Kind::Journal);
    }
    let kind = if to_journal { Kind::Prefixed } else { Kind::Stderr };
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).event_format(Lines { kind });
    tracing_subscriber::registry().with(lines.with_filter(levels(ours))).try_init()?;
    Ok(kind)
}

fn levels(ours: LevelFilter) -> tracing_subscriber::filter::Targets {
    let others = ours.min(LevelFilter::WARN);
    tracing_subscriber::filter::Targets::new().with_default(others).with_target("tingled", ours)
}

/// Whether stderr is the stream that systemd says it reads.
fn is_journal_stderr() -> bool {
    let Some(told) = std::env::var_os("JOURNAL_STREAM") else { return false };
    let Ok(stat) = rustix::fs::fstat(std::io::stderr()) else { return false };
    !std::io::stderr().is_terminal() && names_stream(&told.to_string_lossy(), stat.st_dev, stat.st_ino)
}

/// Whether `device:inode` names this stream. A child of a service inherits the variable, but seldom the stream.
fn names_stream(told: &str, device: u64, inode: u64) -> bool {
    told.split_once(':').is_some_and(|(d, i)| d.parse() == Ok(device) && i.parse() == Ok(inode))
}

/// One event = one line, whatever its fields hold.
struct Lines {
    kind: Kind,
}

impl<S, N> FormatEvent<S, N> for Lines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let level = *event.metadata().level();
        let mut text = Text::default();
        event.record(&mut text);
        match self.kind {
            Kind::Prefixed => write!(out, "<{}>", priority(level))?,
            _ => write!(out, "{} {level:>5} ", time())?,
        }
        writeln!(out, "{}{}", text.message, text.fields)
    }
}

#[expect(clippy::disallowed_methods, reason = "a log line carries the time it was written")]
fn time() -> impl fmt::Display {
    jiff::Timestamp::now().round(jiff::Unit::Millisecond).unwrap_or_default()
}

/// The priority syslog and systemd know a level by.
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

/// The message and the fields of an event.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let value = escaped(&format!("{value:?}"));
        match field.name() {
            "message" => self.message = value,
            name => {
                self.fields.push(' ');
                self.fields.push_str(name);
                self.fields.push('=');
                self.fields.push_str(&value);
            }
        }
    }
}

/// Cut to [`FIELD_LONGEST`], and with control characters (which could forge lines and command terminals) and
/// the marks that turn the direction of writing as their numbers.
pub fn escaped(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut safe = String::with_capacity(text.len());
    for (position, c) in text.chars().enumerate() {
        if position == FIELD_LONGEST {
            safe.push('…');
            break;
        }
        if c.is_control() || turns(c) { safe.extend(c.escape_unicode()) } else { safe.push(c) }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn written(kind: Kind, log: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        let lines = tracing_subscriber::fmt::layer().with_writer(move || writer.clone()).event_format(Lines { kind });
        let subscriber = tracing_subscriber::registry().with(lines.with_filter(levels(LevelFilter::INFO)));
        tracing::subscriber::with_default(subscriber, log);
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn an_event_is_one_line_whatever_its_fields_hold() {
        let name = "run\n<3>ERROR forged\u{1b}[2J\u{202e}.csv";
        let text = written(Kind::Prefixed, || tracing::warn!(file = name, rows = 3, "read {name}"));
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(text.starts_with("<4>read run\\u{a}<3>ERROR forged\\u{1b}[2J\\u{202e}.csv file="), "{text}");
        assert!(text.ends_with(" rows=3\n"), "{text}");
        assert!(!text.trim_end().chars().any(char::is_control));
    }

    #[test]
    fn a_long_field_is_cut() {
        let text = written(Kind::Prefixed, || tracing::info!(file = "ä".repeat(5000), "read"));
        assert!(text.chars().count() < FIELD_LONGEST + 40, "{text}");
    }

    #[test]
    fn libraries_are_heard_from_warn_on_and_we_from_the_asked_level_on() {
        let text = written(Kind::Stderr, || {
            tracing::debug!("ours, below");
            tracing::info!("ours");
            tracing::info!(target: "rumqttc", "theirs, below");
            tracing::warn!(target: "rumqttc", "theirs");
        });
        let lines: Vec<&str> = text.lines().map(|line| line.split_once("Z ").unwrap().1).collect();
        assert_eq!(lines, [" INFO ours", " WARN theirs"]);
    }

    #[test]
    fn the_journal_is_known_by_device_and_inode() {
        assert!(names_stream("8:1234", 8, 1234));
        for other in ["8:1235", "9:1234", "", "8", ":", "8:1234:1", "x:1234"] {
            assert!(!names_stream(other, 8, 1234), "{other}");
        }
    }
}
