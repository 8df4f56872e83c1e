//! The sessions of a file, taken in one by one, and what is made of them.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::Kind;
use super::session::{Dropped, Session, Start};
use crate::person::PersonId;
use crate::record::{Body, Origin, Place, Record, Reject, Source, Wrong};
use crate::time::{Clock, SignedDuration, Timestamp, WrittenTime};
use crate::wire::Parsed;
use crate::wire::csv::{Batch, Counted, Encoding, Failed, Settings, Summary, UnitsKnown, Unused, Who};
use crate::wire::dialect::Zone;
use crate::wire::file::{Whole, refused};

/// The most sessions of one file; a watch writes one, a portal a few.
pub(super) const SESSIONS_MOST: usize = 1000;

/// How far ahead of the clock an instant may be, and a wall clock whose watch nobody knows.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);
const WALL_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// The sessions of one file.
pub(super) struct Sheet<'s> {
    settings: &'s Settings<'s>,
    kind: Kind,
    person: PersonId,
    zone: TimeZone,
    /// The app that wrote the file, when it is known.
    app: Option<&'static str>,
    encoding: Option<Encoding>,
    taken: Vec<(Session, WrittenTime)>,
    rejects: Vec<Reject>,
    unused: Vec<Reject>,
    passed: Vec<Unused>,
}

impl<'s> Sheet<'s> {
    /// Nothing taken yet.
    ///
    /// # Errors
    /// For a file whose person is not known, or should stand in a column.
    pub(super) fn new(settings: &'s Settings<'s>, kind: Kind) -> Result<Sheet<'s>, Failed> {
        if settings.dialect.as_deref().is_some_and(|asked| asked != kind.name()) {
            return Err(refused(settings, Wrong::UnknownDialect { known: kind.name().to_owned() }));
        }
        let person = match &settings.who {
            Who::Is(person) => person.clone(),
            Who::Column(name) => {
                let mut failed = refused(settings, Wrong::Missing);
                if let Failed::Refused(reject) = &mut failed {
                    reject.field = Some(name.clone());
                }
                return Err(failed);
            }
        };
        let Some(zone) = (settings.zone)(&person) else { return Err(refused(settings, Wrong::UnknownPerson)) };
        Ok(Sheet {
            settings,
            kind,
            person,
            zone,
            app: None,
            encoding: None,
            taken: Vec::new(),
            rejects: Vec::new(),
            unused: Vec::new(),
            passed: Vec::new(),
        })
    }

    /// How its bytes became text.
    pub(super) fn encoding(&mut self, encoding: Encoding) {
        self.encoding = Some(encoding);
    }

    /// The app that wrote the file; the first that is known stays.
    pub(super) fn app(&mut self, app: Option<&'static str>) {
        self.app = self.app.or(app);
    }

    /// How many sessions were taken or refused.
    pub(super) fn count(&self) -> usize {
        self.taken.len().saturating_add(self.rejects.len())
    }

    /// Takes a session in, or refuses it alone.
    ///
    /// # Errors
    /// When there are too many.
    pub(super) fn take(&mut self, mut session: Session) -> Result<(), Wrong> {
        if self.count() >= SESSIONS_MOST {
            return Err(Wrong::TooLarge { most: SESSIONS_MOST });
        }
        let now = self.settings.now;
        let bad = |text: &str, wrong: Wrong| Err(Dropped::new("start", text, wrong));
        let written = match session.start.clone() {
            Err(dropped) => Err(dropped),
            Ok(Start::At(at, text)) if at.duration_since(now) > AHEAD => bad(&text, Wrong::InTheFuture),
            Ok(Start::At(at, text)) => Ok(WrittenTime::stated(at, text)),
            Ok(Start::Wall(wall, text)) => match WrittenTime::local(wall, &self.zone, text.as_str()) {
                Some(written) if written.at.duration_since(now) > WALL_AHEAD => bad(&text, Wrong::InTheFuture),
                Some(written) => Ok(written),
                None => bad(&text, Wrong::NotATime { wanted: "a time between the years 1 and 9999" }),
            },
        };
        // An id is kept whole or not at all.
        let is_plain = |id: &String| !id.is_empty() && id.len() <= 200 && !id.chars().any(char::is_control);
        session.id = session.id.filter(is_plain);
        match written {
            Err(Dropped { field, found, wrong }) => self.refuse(session.line, Some(&field), &found, wrong),
            Ok(_) if !session.has_length() => self.refuse(session.line, None, "", Wrong::NoDuration),
            Ok(written) => self.taken.push((session, written)),
        }
        Ok(())
    }

    /// Refuses one session.
    pub(super) fn refuse(&mut self, line: u64, field: Option<&str>, found: &str, wrong: Wrong) {
        let place = Place { of: Arc::clone(&self.settings.file), line };
        let field = field.map(str::to_owned);
        self.rejects.push(Reject { place, column: None, field, found: Reject::excerpt(found), wrong });
    }

    /// Names a part of the file that is no session.
    pub(super) fn pass(&mut self, line: u64, what: &str) {
        if self.passed.len() < SESSIONS_MOST && !self.passed.iter().any(|known| known.column == what) {
            self.passed.push(Unused { line, column: what.to_owned(), meant: None });
        }
    }

    /// The source of the records: the app and the format, so that the same session from the app's CSV is another
    /// source's, and counts once.
    fn source(&self) -> String {
        match self.app {
            Some(app) => format!("{app}-{}", self.kind.name()),
            None => self.kind.name().to_owned(),
        }
    }

    /// What was read.
    ///
    /// # Errors
    /// When there was nothing.
    pub(super) fn whole(mut self) -> Result<Whole, Failed> {
        if self.count() == 0 {
            let kind = format!("{} without an activity", self.kind.title());
            return Err(refused(self.settings, Wrong::NoSessions { kind }));
        }
        let (source, parser) = (self.source(), Arc::from(format!("{}/1", self.kind.name())));
        // Nothing in a file says that it was edited in a portal, or when: of two versions the file changed later counts.
        let latest = self.taken.iter().map(|(_, written)| written.at).max();
        let newest = self.settings.written.map(|changed| changed.min(self.settings.now)).or(latest);
        let mut summary = self.summary(&source);
        let mut records = Vec::new();
        for (session, written) in std::mem::take(&mut self.taken) {
            let place = Place { of: Arc::clone(&self.settings.file), line: session.line };
            for dropped in session.dropped {
                let (field, found, wrong) = (Some(dropped.field), dropped.found, dropped.wrong);
                self.unused.push(Reject { place: place.clone(), column: None, field, found, wrong });
            }
            let moved = matches!(written.clock, Clock::LocalGap | Clock::LocalFold);
            summary.clock_changes = summary.clock_changes.saturating_add(u64::from(moved));
            let origin = Origin {
                source: Source::new(&source),
                native_id: session.id,
                place,
                time: written,
                newest,
                parser: Arc::clone(&parser),
            };
            records.push(Record::new(self.person.clone(), Body::Workout(Box::new(session.workout)), origin));
        }
        let parsed = Parsed { records, profile: None, rejects: self.rejects, unused: self.unused };
        Ok(Whole {
            batch: Batch { parsed, profile_of: None },
            summary,
            makes_several: false,
            // Bytes are no lines; a line of XML shows nothing that helps.
            is_private: true,
        })
    }

    fn summary(&self, source: &str) -> Summary {
        let times = || self.taken.iter().map(|(_, written)| written);
        let is_local = times().any(|written| written.clock != Clock::Stated);
        let (accepted, rejected) = (self.taken.len() as u64, self.rejects.len() as u64);
        let at = |written: &WrittenTime| -> Timestamp { written.at };
        Summary {
            dialect: self.kind.name().to_owned(),
            title: self.kind.title().to_owned(),
            source: source.to_owned(),
            counted: Counted::Sessions,
            encoding: self.encoding,
            delimiter: None,
            numbers: None,
            units: None,
            units_known: UnitsKnown::NotNeeded,
            two_ways: None,
            zone: Some(if is_local { Zone::Local } else { Zone::Stated }),
            zone_name: self.zone.iana_name().map(str::to_owned),
            first: times().map(at).min(),
            last: times().map(at).max(),
            first_row: None,
            rows: accepted.saturating_add(rejected),
            accepted,
            empty: 0,
            rejected,
            records: accepted,
            blank: 0,
            passed: 0,
            further_rows: std::collections::BTreeMap::new(),
            clock_changes: 0,
            unused: self.passed.clone(),
        }
    }
}
