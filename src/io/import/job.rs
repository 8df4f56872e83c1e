//! A file that is to be read, and who waits for the report.

use std::fs::{File, FileTimes};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::io::inbox::ReadyFile;
use crate::io::socket::{Body, Reply};
use crate::person::PersonId;
use crate::time::Timestamp;
use crate::wire::csv::Who;
use crate::wire::socket::{ImportOptions, Refusal};

/// A file that is to be read.
#[derive(Debug)]
pub struct Job {
    /// Its name, without folders.
    pub name: Arc<str>,
    /// Its bytes.
    pub file: File,
    /// How many there are.
    pub size: u64,
    /// Whose records they are.
    pub who: Who,
    /// The zone of local times, when it is not the person's.
    pub zone: Option<TimeZone>,
    /// The dialect, when the caller knows it.
    pub dialect: Option<String>,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
    /// Whether nothing of the file is kept unless all of it can be read.
    pub strict: bool,
    /// Who waits for the report.
    pub(super) end: End,
}

/// Who waits for the report of a job.
#[derive(Debug)]
pub(super) enum End {
    /// Nobody: a verb that reads the report itself.
    Caller,
    /// The inbox, which may want the file moved.
    Inbox(Box<ReadyFile>, bool),
    /// A verb behind the socket.
    Socket(Reply),
}

impl Job {
    /// A file that a verb reads for itself.
    pub fn of_caller(name: &str, file: File, size: u64, who: Who) -> Job {
        Job {
            name: Arc::from(name),
            file,
            size,
            who,
            zone: None,
            dialect: None,
            dry_run: false,
            strict: false,
            end: End::Caller,
        }
    }

    /// A file of the inbox.
    pub fn inbox(ready: ReadyFile, moves: bool) -> Option<Job> {
        let file = ready.handle.try_clone().ok()?;
        let (name, size, who) = (ready.name.clone(), ready.size, Who::Is(ready.person.clone()));
        let end = End::Inbox(Box::new(ready), moves);
        Some(Job { name, file, size, who, zone: None, dialect: None, dry_run: false, strict: false, end })
    }

    /// A file that came over the socket. An error says what is wrong with the request.
    pub fn sent(
        person: &str,
        name: &str,
        body: Body,
        options: ImportOptions,
        reply: Reply,
    ) -> Result<Job, (Reply, Refusal)> {
        let who = match (options.person_column, PersonId::new(person)) {
            (Some(column), _) => Who::Column(column),
            (None, Some(person)) => Who::Is(person),
            (None, None) => return Err((reply, Refusal::usage(format!("\"{person}\" is not a person's name")))),
        };
        let zone = match options.timezone.as_deref().map(TimeZone::get).transpose() {
            Ok(zone) => zone,
            Err(error) => return Err((reply, Refusal::usage(error.to_string()))),
        };
        let (dialect, dry_run, strict) = (options.dialect, options.dry_run, options.strict);
        if let Some(changed) = options.changed_ms.and_then(|changed| Timestamp::from_millisecond(changed).ok()) {
            // The copy is as old as the file. Where that cannot be noted it counts as written now.
            let _ = body.file.set_times(FileTimes::new().set_modified(changed.into()));
        }
        let end = End::Socket(reply);
        Ok(Job { name: Arc::from(name), file: body.file, size: body.size, who, zone, dialect, dry_run, strict, end })
    }
}
