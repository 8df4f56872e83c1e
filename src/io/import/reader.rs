//! The thread that reads and parses a file, so that the core only has to store.

use std::collections::BTreeMap;
use std::fs::File;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender};

use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use crate::config::SourceStyle;
use crate::io::at::At;
use crate::io::core::Heard;
use crate::io::inbox;
use crate::io::planted;
use crate::person::PersonId;
use crate::record::{Place, Reject, Wrong};
use crate::time::Timestamp;
use crate::voice::report::Draft;
use crate::wire::csv::{self, Batch, Counted, Failed, Settings, Summary, System, UnitsWish, Who};
use crate::wire::dialect;
use crate::wire::file;
use crate::wire::number::Style;

use super::Reading;

/// What the reading thread says.
pub(super) enum Word {
    /// The digest of the file; nothing of it was looked at yet.
    Hashed(String),
    /// The dialect and number of rows; nothing was handed out yet.
    Begun(Result<Surveyed, Refused>),
    /// A stretch.
    Stretch(Batch),
    /// The end.
    Ended(Result<Box<Summary>, String>),
}

/// Why a file is not read, and a dialect that would read it.
pub(super) struct Refused {
    /// Why.
    pub(super) reject: Reject,
    /// The dialect, for a header that none knows.
    pub(super) draft: Option<Draft>,
}

/// What the first pass found out.
pub(super) struct Surveyed {
    /// How many rows there are.
    pub(super) rows: u64,
    /// What they are called.
    pub(super) counted: Counted,
    /// Whether a row makes several records.
    pub(super) makes_several: bool,
    /// Whether lines of the file are never shown.
    pub(super) is_private: bool,
}

/// The work of the reading thread.
pub(super) struct Task {
    pub(super) file: File,
    pub(super) who: Who,
    pub(super) name: Arc<str>,
    pub(super) zones: BTreeMap<PersonId, TimeZone>,
    pub(super) zone: Option<TimeZone>,
    pub(super) dialect: Option<String>,
    pub(super) reading: Reading,
    pub(super) now: Timestamp,
    pub(super) to_core: Sender,
}

/// The thread's end of the channel.
pub(super) struct Sender {
    pub(super) words: SyncSender<Word>,
    pub(super) nudge: Option<mpsc::Sender<Heard>>,
}

impl Sender {
    /// Whether the core still listens.
    fn send(&self, word: Word) -> bool {
        let sent = self.words.send(word).is_ok();
        if let Some(nudge) = &self.nudge {
            // A full channel means that the core is awake anyway.
            let _ = nudge.try_send(Heard::Nudge);
        }
        sent
    }
}

impl Task {
    /// Reads the file and says what it finds, until the core listens no more.
    pub(super) fn run(self, may_go: &Receiver<bool>) {
        if let Some(last) = self.work(may_go) {
            self.to_core.send(last);
        }
    }

    /// Both passes; the last word is left to be said.
    fn work(&self, may_go: &Receiver<bool>) -> Option<Word> {
        let digest = match inbox::hash(&self.file) {
            Ok(digest) => digest.to_hex().to_string(),
            Err(error) => return Some(Word::Ended(Err(error.to_string()))),
        };
        if !self.to_core.send(Word::Hashed(digest)) || may_go.recv() != Ok(true) {
            return None;
        }
        planted::while_reading(&self.file);
        // The source is known after a first look; what the configuration says about it needs a second one.
        let usual = self.pass(None, may_go);
        match usual {
            Err(configured) => self.pass(Some(configured), may_go).ok().flatten(),
            Ok(last) => last,
        }
    }

    /// Surveys and reads the file in this style; an error is the style its source is configured to have.
    fn pass(&self, style: Option<&SourceStyle>, may_go: &Receiver<bool>) -> Result<Option<Word>, &SourceStyle> {
        let own = style.and_then(|style| style.zone.clone());
        let fixed = self.zone.clone().or(own);
        let zone_of = |person: &PersonId| fixed.clone().or_else(|| self.zones.get(person).cloned());
        let settings = Settings {
            who: self.who.clone(),
            zone: &zone_of,
            now: self.now,
            written: At::changed(&self.file),
            units: units(style),
            numbers: style.and_then(numbers),
            dialect: self.dialect.clone(),
            file: Arc::clone(&self.name),
        };
        let refused = |reject| {
            let draft = self.draft(&reject, &settings);
            Ok(Some(Word::Begun(Err(Refused { reject, draft }))))
        };
        let survey = match file::survey(At::start(&self.file), self.reading.dialects.get(), &settings) {
            Ok(survey) => survey,
            Err(Failed::Refused(reject)) => return refused(*reject),
            Err(Failed::Io(error)) => return refused(unreadable(&self.name, &error)),
        };
        if let (None, Some(configured)) = (style, self.reading.sources.get(survey.source())) {
            return Err(configured);
        }
        let (makes_several, is_private) = (survey.makes_several(), survey.is_private());
        let surveyed = Surveyed { rows: survey.rows(), counted: survey.counted(), makes_several, is_private };
        if !self.to_core.send(Word::Begun(Ok(surveyed))) || may_go.recv() != Ok(true) {
            return Ok(None);
        }
        let mut listening = true;
        let summary = file::read(At::start(&self.file), survey, &settings, &mut |batch| {
            listening = listening && self.to_core.send(Word::Stretch(batch));
        });
        Ok(Some(Word::Ended(summary.map(Box::new).map_err(|error| error.to_string()))))
    }
}

impl Task {
    /// A dialect that would read the file, when it was refused because none knows its header.
    fn draft(&self, reject: &Reject, settings: &Settings<'_>) -> Option<Draft> {
        if !matches!(reject.wrong, Wrong::UnknownHeader { .. }) || self.dialect.is_some() {
            return None;
        }
        let drafted = csv::draft(At::start(&self.file), self.reading.dialects.get(), settings).ok()??;
        let dialect::Draft { name, like, columns, of, toml } = drafted;
        Some(Draft { name, like, columns, of, toml })
    }
}

fn numbers(style: &SourceStyle) -> Option<Style> {
    style.has_decimal_comma.map(|comma| if comma { Style::Comma } else { Style::Point })
}

fn units(style: Option<&SourceStyle>) -> UnitsWish {
    match style.and_then(|style| style.is_imperial) {
        Some(true) => UnitsWish::Is(System::Imperial),
        Some(false) => UnitsWish::Is(System::Metric),
        None => UnitsWish::Otherwise(System::Metric),
    }
}

fn unreadable(name: &Arc<str>, error: &std::io::Error) -> Reject {
    let place = Place { of: Arc::clone(name), line: 0 };
    let wrong = Wrong::Unreadable { because: error.to_string() };
    Reject { place, column: None, field: None, found: String::new(), wrong }
}
