//! Reading a file beside everything live: a thread reads and parses, the core stores one stretch at a time.

mod job;
mod reader;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

use jiff::tz::TimeZone;
use tokio::sync::mpsc;
use tracing::{error, info, warn};

use crate::config::SourceStyle;
use crate::daemon::People;
use crate::daemon::twins::also_told;
use crate::person::PersonId;
use crate::record::{Place, Reject, Wrong};
use crate::store::FileState;
use crate::time::Timestamp;
use crate::voice::report::ImportReport;
use crate::wire::csv::{Batch, Summary, Who};
use crate::wire::dialect::Late;
use crate::wire::socket::Refusal;

use super::core::{Back, Core, Heard};
use super::handling::Way;
use super::tally::Tally;
use reader::{Refused, Sender, Surveyed, Task, Word};

use job::End;
pub use job::Job;

/// How exports are read where they do not say.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The styles of sources, from the configuration.
    pub sources: Arc<BTreeMap<String, SourceStyle>>,
    /// The exports that can be read.
    pub dialects: Arc<Late>,
}

/// How many stretches wait for the core at most.
const STRETCHES_WAITING: usize = 12;

/// A file that is being read.
#[derive(Debug)]
pub struct Import {
    job: Job,
    reading: Reading,
    words: Receiver<Word>,
    go: SyncSender<bool>,
    digest: String,
    tally: Tally,
    tries: u32,
    /// Whether this very file was read before.
    is_known: bool,
    /// Whether this pass only looks whether all of the file can be read.
    is_trial: bool,
}

/// How an import stands after a step.
#[derive(Debug)]
pub enum Step {
    /// Nothing to do until the thread has more.
    Wait,
    /// There is more.
    More,
    /// It is over; the report, or why the file could not be read.
    Done(Box<Result<ImportReport, String>>),
}

impl Import {
    /// Starts the reading thread. `nudge` is called whenever it has something.
    pub fn start(
        job: Job,
        reading: Reading,
        people: &People,
        now: Timestamp,
        nudge: Option<mpsc::Sender<Heard>>,
    ) -> Import {
        let (to_core, words) = sync_channel(STRETCHES_WAITING);
        let (go, may_go) = sync_channel(1);
        let (tally, is_trial) = (Tally::new(&job.name, job.dry_run), job.strict);
        let import =
            Import { job, reading, words, go, digest: String::new(), tally, tries: 0, is_known: false, is_trial };
        if let Ok(file) = import.job.file.try_clone() {
            let task = Task {
                file,
                who: import.job.who.clone(),
                name: Arc::clone(&import.job.name),
                zones: import.zones(people),
                zone: import.job.zone.clone(),
                dialect: import.job.dialect.clone(),
                reading: import.reading.clone(),
                now,
                to_core: Sender { words: to_core, nudge },
            };
            // A thread that cannot be made drops its end of the channel: the import ends with that.
            let _ = std::thread::Builder::new().name("reader".to_owned()).spawn(move || task.run(&may_go));
        }
        import
    }

    fn zones(&self, people: &People) -> BTreeMap<PersonId, TimeZone> {
        people.zones().clone()
    }

    /// How much of the file's rows is done, of how many.
    pub fn progress(&self) -> (u64, u64) {
        self.tally.progress()
    }

    /// Takes what the thread has, and stores it. Waits for it when `waits`.
    pub fn step(&mut self, core: &mut Core, waits: bool) -> Step {
        let word =
            if waits { self.words.recv().map_err(|_| TryRecvError::Disconnected) } else { self.words.try_recv() };
        match word {
            Err(TryRecvError::Empty) => Step::Wait,
            Err(TryRecvError::Disconnected) => Step::Done(Box::new(Err("the reading was cut off".to_owned()))),
            Ok(Word::Hashed(digest)) => self.look_up(core, digest),
            Ok(Word::Begun(surveyed)) => self.begin(core, surveyed),
            Ok(Word::Stretch(batch)) => self.stretch(core, batch),
            Ok(Word::Ended(summary)) => self.end(core, summary),
        }
    }

    /// A file of the inbox that ended the program each time it was read is not looked at again.
    fn look_up(&mut self, core: &mut Core, digest: String) -> Step {
        self.digest = digest;
        let (End::Inbox(_, moves), Who::Is(person)) = (&mut self.job.end, &self.job.who) else {
            let _ = self.go.send(true);
            return Step::More;
        };
        let Way::SetAside { attempts } = core.handling.begin_file(&self.digest) else {
            let _ = self.go.send(true);
            return Step::More;
        };
        let _ = self.go.send(false);
        // It stays where its owner put it.
        *moves = false;
        let place = Place { of: Arc::clone(&self.job.name), line: 0 };
        let wrong = Wrong::Quarantined { attempts };
        let reject = Reject { place, column: None, field: None, found: String::new(), wrong };
        error!(attempts, "a file is set aside: the program ended each time it was read");
        self.tally.refused(&reject, None);
        core.refused(Some(person.clone()), reject);
        Step::Done(Box::new(Ok(self.tally.report())))
    }

    /// Whether nothing is stored in this pass.
    fn is_dry(&self) -> bool {
        self.job.dry_run || self.is_trial
    }

    fn begin(&mut self, core: &mut Core, surveyed: Result<Surveyed, Refused>) -> Step {
        let surveyed = match surveyed {
            Ok(surveyed) => surveyed,
            Err(refused) => {
                let Refused { reject, draft } = refused;
                self.tally.refused(&reject, draft);
                return self.store_mark(core, FileState::Refused, vec![reject]);
            }
        };
        let Surveyed { rows, counted, makes_several, is_private } = surveyed;
        self.tally.surveyed((rows, counted), makes_several, is_private);
        self.is_known = match &self.job.who {
            Who::Is(person) => self.is_known(core, person),
            Who::Column(_) => false,
        };
        // What somebody asks for is read again: a setting may have changed since, or its records may be gone.
        let go = !self.is_known || !matches!(self.job.end, End::Inbox(..));
        let _ = self.go.send(go);
        if go {
            return Step::More;
        }
        self.tally.seen_before(rows);
        Step::Done(Box::new(Ok(self.tally.report())))
    }

    /// Whether this very file was read for the person. One that was refused is read once a dialect knows it.
    fn is_known(&self, core: &Core, person: &PersonId) -> bool {
        let mark = core.daemon.store().file(&self.digest, person).ok().flatten();
        mark.is_some_and(|mark| mark.state == FileState::Done)
    }

    fn stretch(&mut self, core: &mut Core, batch: Batch) -> Step {
        let mut parsed = batch;
        // What is there already joins the same transaction: fewer, larger ones are faster.
        while parsed.parsed.records.len() < RECORDS_PER_COMMIT {
            match self.words.try_recv() {
                Ok(Word::Stretch(more)) if more.profile_of.is_none() => {
                    parsed.parsed.records.extend(more.parsed.records);
                    parsed.parsed.rejects.extend(more.parsed.rejects);
                    parsed.parsed.unused.extend(more.parsed.unused);
                }
                Ok(Word::Stretch(more)) => {
                    return self.store(core, parsed).unwrap_or_else(|| self.stretch_now(core, more));
                }
                Ok(Word::Ended(summary)) => {
                    return self.store(core, parsed).unwrap_or_else(|| self.end(core, summary));
                }
                _ => break,
            }
        }
        self.stretch_now(core, parsed)
    }

    fn stretch_now(&mut self, core: &mut Core, batch: Batch) -> Step {
        self.store(core, batch).unwrap_or(Step::More)
    }

    /// Stores a stretch; something else than `None` is a step that ends this one.
    fn store(&mut self, core: &mut Core, mut batch: Batch) -> Option<Step> {
        self.tally.rejects(&batch.parsed.rejects, &self.job.file);
        if self.is_known {
            // They were counted when the file was read first.
            batch.parsed.rejects.clear();
        }
        let person = batch.profile_of.or(match &self.job.who {
            Who::Is(person) => Some(person.clone()),
            Who::Column(_) => None,
        });
        if self.is_dry() {
            let told = core.daemon.preview(batch.parsed, (core.clock)());
            return match told {
                Ok(told) => {
                    self.tally.told(&told, core.daemon.people());
                    None
                }
                Err(because) => Some(Step::Done(Box::new(Err(because.to_string())))),
            };
        }
        match core.daemon.rows(person, batch.parsed, None, (core.clock)()) {
            Ok(handled) => {
                core.perform(&handled.actions);
                for told in &handled.told {
                    self.tally.told(told, core.daemon.people());
                }
                if handled.told.iter().any(|told| told.new > 0) {
                    // Whatever ended the program before, this time the file came further.
                    core.over(std::slice::from_ref(&self.digest));
                }
                if let End::Socket(reply) = &self.job.end {
                    let (done, of) = self.tally.progress();
                    reply.progress(done, of);
                }
                None
            }
            Err(because) => Some(self.start_over(core, &because)),
        }
    }

    /// The storage did not take a stretch: once it works again the file is read from its beginning, and what
    /// was stored of it already is known.
    fn start_over(&mut self, core: &mut Core, because: &crate::store::StoreError) -> Step {
        let hopeless = !because.may_pass() && self.tries > 1;
        if hopeless || matches!(self.job.end, End::Caller) {
            return Step::Done(Box::new(Err(because.to_string())));
        }
        core.wait_for_storage(because, self.tries);
        let tries = self.tries.saturating_add(1);
        self.again(core, self.job.strict, &because.to_string(), tries)
    }

    /// All of the file was looked at: it is read again to be stored, unless some of it cannot be read.
    fn end_trial(&mut self, core: &mut Core) -> Step {
        if self.tally.has_rejects() {
            self.tally.kept_nothing();
        }
        if self.tally.has_rejects() || self.job.dry_run {
            return Step::Done(Box::new(Ok(self.tally.report())));
        }
        self.again(core, false, "the file could not be opened again", self.tries)
    }

    /// Reads the file from its beginning.
    fn again(&mut self, core: &mut Core, strict: bool, because: &str, tries: u32) -> Step {
        let Ok(file) = self.job.file.try_clone() else { return Step::Done(Box::new(Err(because.to_owned()))) };
        let job = Job {
            name: Arc::clone(&self.job.name),
            file,
            size: self.job.size,
            who: self.job.who.clone(),
            zone: self.job.zone.clone(),
            dialect: self.job.dialect.clone(),
            dry_run: self.job.dry_run,
            strict,
            end: std::mem::replace(&mut self.job.end, End::Caller),
        };
        let reading = self.reading.clone();
        *self = Import::start(job, reading, core.daemon.people(), (core.clock)(), Some(core.mouth.clone()));
        self.tries = tries;
        Step::Wait
    }

    fn end(&mut self, core: &mut Core, summary: Result<Box<Summary>, String>) -> Step {
        let summary = match summary {
            Ok(summary) => summary,
            Err(because) => return Step::Done(Box::new(Err(because))),
        };
        let zone = match &self.job.who {
            Who::Is(person) => core.daemon.people().reader(person).zone,
            Who::Column(_) => TimeZone::UTC,
        };
        self.tally.summary(&summary, self.job.zone.as_ref().unwrap_or(&zone));
        if let (Who::Is(person), Some(first), Some(last)) = (&self.job.who, summary.first, summary.last) {
            // Only for the report: the sessions count once also where it cannot be read.
            let twice = also_told(core.daemon.store(), person, &summary.source, (first, last)).unwrap_or_default();
            self.tally.told_twice(&twice, &summary.source);
        }
        if self.is_trial {
            return self.end_trial(core);
        }
        if self.is_known && !self.is_dry() && self.tally.is_nothing_new() {
            return Step::Done(Box::new(Ok(self.tally.report())));
        }
        if let End::Inbox(ready, _) = &self.job.end
            && !ready.is_unchanged().unwrap_or(false)
        {
            // Somebody wrote to it meanwhile: what was read stays good, and the next look reads it again.
            return Step::Done(Box::new(Ok(self.tally.report())));
        }
        self.store_mark(core, FileState::Done, Vec::new())
    }

    /// Remembers the file, in one transaction with what is still to be said about it.
    fn store_mark(&mut self, core: &mut Core, state: FileState, rejects: Vec<Reject>) -> Step {
        let report = self.tally.report();
        if let (Who::Is(person), false) = (&self.job.who, self.is_dry()) {
            let mark = self.tally.mark(&self.digest, person, self.job.size, state, (core.clock)());
            let parsed = crate::wire::Parsed { rejects, ..Default::default() };
            match core.daemon.rows(Some(person.clone()), parsed, Some(mark), (core.clock)()) {
                Ok(handled) => core.perform(&handled.actions),
                Err(because) => return self.start_over(core, &because),
            }
            core.over(std::slice::from_ref(&self.digest));
        }
        Step::Done(Box::new(Ok(report)))
    }

    /// Tells whoever waits.
    pub fn tell(self, outcome: Result<ImportReport, String>, core: &mut Core) {
        if matches!(self.job.end, End::Inbox(..)) {
            core.handling.end_file();
        }
        match (&outcome, self.job.end) {
            (_, End::Caller) => {}
            (Ok(report), End::Socket(reply)) => reply.done(serde_json::to_value(report).unwrap_or_default()),
            (Err(because), End::Socket(reply)) => reply.refused(Refusal::unavailable(because.clone())),
            (Ok(report), End::Inbox(ready, moves)) => {
                info!(rows = report.rows, new = report.rows_new, left_out = report.rows_left_out, "file read");
                core.back(Back::Read(*ready, moves));
            }
            (Err(because), End::Inbox(ready, _)) => {
                warn!(%because, "a file of the inbox could not be read");
                core.back(Back::Again(*ready));
            }
        }
    }
}

/// How many records one transaction takes at most.
const RECORDS_PER_COMMIT: usize = 16_000;
