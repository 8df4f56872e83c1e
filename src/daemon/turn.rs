//! One turn: what came in is resolved against what is known, looked at, and committed in one transaction.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::assess;
use crate::assess::rules::LooksAt;
use crate::body::session::{Session, session_of};
use crate::config;
use crate::decide::{Event, Policy, Utterance, Why};
use crate::person::{PersonId, Profile};
use crate::record::{Body, Change, Edits, History, Known, Outcome, Record, Reject, Wrong, resolve};
use crate::store::{FileMark, Refusal, Spoken, Store, StoreError, Turn, ZoneUsed};
use crate::time::{Clock, Timestamp, WrittenTime, add_days};
use crate::wire::Parsed;

use super::letters::letters;
use super::look::{Look, REPORT_DAYS, WINDOW_DAYS, Window, look};
use super::memory::Memory;
use super::people::People;

/// Records that came in together and are resolved together.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Whose they are, when all are one person's.
    pub person: Option<PersonId>,
    /// What was read.
    pub parsed: Parsed,
    /// Whether it is a file or a message.
    pub edits: Edits,
    /// Whether what was refused is also told on the person's topic.
    pub answers: bool,
}

/// What became of one record, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It was known.
    Known,
    /// It is a newer version of a known one.
    Changed,
    /// It was not known.
    New,
}

/// What became of one arrival.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Records that were not known.
    pub new: usize,
    /// Records that were known.
    pub known: usize,
    /// Records of which this was a newer version.
    pub changed: usize,
    /// What became of each record of a file, by its line.
    pub fates: Vec<(u64, Fate)>,
    /// What was refused.
    pub rejects: Vec<Reject>,
    /// Fields that were not used.
    pub unused: Vec<Reject>,
    /// What is said because of it (and of whatever came in with it).
    pub said: Vec<Utterance>,
}

/// Old history that comes in only concerns what is said when it holds or touches reports.
const OLD_DAYS: f64 = 15.0;

/// Sessions this far before a report can belong to it.
const SESSION_REACH_DAYS: f64 = 3.0;

/// Plans a turn from arrivals and a memory that takes them in; [`commit`] makes it real.
pub struct Plan {
    /// The transaction.
    pub turn: Turn,
    /// What became of each arrival, in order.
    pub told: Vec<Told>,
}

/// The arrivals of one turn and everything they need.
pub struct Desk<'a> {
    /// The store, to look things up.
    pub store: &'a mut Store,
    /// Everyone.
    pub people: &'a People,
    /// The delivery numbers.
    pub policy: &'a Policy,
    /// What is in memory.
    pub memory: &'a mut Memory,
    /// Whether there is a broker to write letters to.
    pub writes_letters: bool,
    /// Now.
    pub now: Timestamp,
}

impl Desk<'_> {
    /// Resolves, looks, commits. When the commit fails nothing was accepted and the memory is dropped.
    pub fn turn(&mut self, arrivals: Vec<Arrival>, file: Option<FileMark>) -> Result<Vec<Told>, StoreError> {
        let outcome = self.plan(arrivals).and_then(|mut plan| {
            plan.turn.file = file;
            self.store.commit(&plan.turn)?;
            for person in by_person(&plan.turn.records).into_keys().chain(plan.turn.profiles.iter().map(|(id, _)| id))
            {
                self.memory.changed(person);
            }
            Ok(plan.told)
        });
        if outcome.is_err() {
            self.memory.drop_all();
        }
        outcome
    }

    /// What would become of an arrival; nothing is changed.
    pub fn preview(&mut self, arrival: Arrival) -> Result<Told, StoreError> {
        let mut known = self.store.lookup(&arrival.parsed.records)?;
        let Arrival { parsed, edits, .. } = arrival;
        let mut told = Told { rejects: parsed.rejects, unused: parsed.unused, ..Told::default() };
        for change in resolve(parsed.records, &mut known, edits) {
            count(&mut told, &change, edits);
        }
        Ok(told)
    }

    /// Looks at everyone for whom time alone can change something.
    pub fn tick(&mut self) -> Result<Vec<Utterance>, StoreError> {
        let mut turn = Turn { at: self.now, ..Turn::default() };
        let mut said = Vec::new();
        for person in self.memory.awake.clone() {
            said.extend(self.look_at(&person, &[], &mut turn)?);
        }
        self.touch_the_overdue();
        turn.letters.extend(self.states()?);
        if said.is_empty() && turn.letters.is_empty() {
            return Ok(said);
        }
        let committed = self.store.commit(&turn);
        if committed.is_err() {
            self.memory.drop_all();
        }
        committed.map(|()| said)
    }

    /// Looks at one person after the study, and says what comes of it.
    pub fn after_the_study(&mut self, person: &PersonId) -> Result<Vec<Utterance>, StoreError> {
        let mut turn = Turn { at: self.now, ..Turn::default() };
        let outcome = self.look_at(person, &[], &mut turn).and_then(|said| {
            turn.letters.extend(self.states()?);
            if !said.is_empty() || !turn.letters.is_empty() {
                self.store.commit(&turn)?;
            }
            Ok(said)
        });
        if outcome.is_err() {
            self.memory.drop_all();
        }
        outcome
    }

    /// Puts something the person did (an acknowledgement) into words and into the store.
    pub fn say(&mut self, utterance: Utterance) -> Result<(), StoreError> {
        let mut turn = Turn { at: self.now, ..Turn::default() };
        let person = utterance.alert.person.clone();
        self.memory.window(self.store, self.people, &person, self.now)?.speak(&utterance);
        self.write(&utterance, &mut turn);
        let committed = self.store.commit(&turn);
        if committed.is_err() {
            self.memory.drop_all();
        }
        committed
    }

    fn plan(&mut self, mut arrivals: Vec<Arrival>) -> Result<Plan, StoreError> {
        for arrival in &mut arrivals {
            arrival.parsed.records.iter_mut().for_each(|record| in_zone_of_source(record, self.people));
        }
        let mut turn = Turn { at: self.now, ..Turn::default() };
        let mut told = Vec::new();
        let mut profiled = BTreeSet::new();
        let mut changes = Vec::new();
        let mut known = Known::new();
        for arrival in &arrivals {
            known.extend(self.store.lookup(&arrival.parsed.records)?);
        }
        for arrival in arrivals {
            let Arrival { person, parsed, edits, answers } = arrival;
            if answers && self.writes_letters {
                turn.letters.extend(super::rejected::letters(person.as_ref(), &parsed));
            }
            let mut one = Told { rejects: parsed.rejects, unused: parsed.unused, ..Told::default() };
            let resolved = resolve(parsed.records, &mut known, edits);
            resolved.iter().for_each(|change| count(&mut one, change, edits));
            for run in resolved.chunk_by(|one, other| is_one_source(&one.record, &other.record)) {
                self.note_zone(run, &mut turn);
            }
            changes.extend(resolved);
            if let (Some(person), Some(profile)) = (&person, parsed.profile) {
                match self.answer_profile(person, &profile, &mut turn)? {
                    Fate::New => one.new = one.new.saturating_add(1),
                    Fate::Changed => one.changed = one.changed.saturating_add(1),
                    Fate::Known => one.known = one.known.saturating_add(1),
                }
                profiled.insert(person.clone());
            }
            turn.rejects.extend(one.rejects.iter().map(|reject| refusal(person.as_ref(), reject)));
            told.push(one);
        }
        let said = self.weigh(&changes, &profiled, &mut turn)?;
        if let Some(one) = told.last_mut() {
            one.said.extend(said);
        }
        turn.records = changes;
        turn.letters.extend(self.states()?);
        Ok(Plan { turn, told })
    }

    /// Takes in what is new, looks at everyone whom it concerns, and writes down what is said.
    pub(super) fn weigh(
        &mut self,
        changes: &[Change],
        profiled: &BTreeSet<PersonId>,
        turn: &mut Turn,
    ) -> Result<Vec<Utterance>, StoreError> {
        let mut batches = by_person(changes);
        for person in profiled {
            batches.entry(person).or_default();
        }
        let mut said = Vec::new();
        for (person, batch) in batches {
            self.take_in(person, &batch)?;
            said.extend(self.look_at(person, &batch, turn)?);
        }
        Ok(said)
    }

    /// Remembers in which zone the wall clocks of one person and source were read, so that a corrected zone
    /// moves the records later.
    fn note_zone(&self, run: &[Change], turn: &mut Turn) {
        let Some(change) = run.iter().find(|change| change.record.origin.time.clock != Clock::Stated) else { return };
        let (record, origin) = (&change.record, &change.record.origin);
        let Some(zone) = self.people.zone_of(&record.person, &origin.source).and_then(|zone| zone.iana_name()) else {
            return;
        };
        let used = ZoneUsed { person: record.person.clone(), source: origin.source.clone(), zone: zone.to_owned() };
        if !turn.zones.contains(&used) {
            turn.zones.push(used);
        }
    }

    /// Takes the records of a batch into the window, under the times they have now.
    fn take_in(&mut self, person: &PersonId, batch: &[&Change]) -> Result<(), StoreError> {
        let horizon = add_days(self.now, -WINDOW_DAYS);
        let stays = |change: &Change| change.record.at >= horizon || is_report(&change.record);
        let leaves = |change: &Change| match change.outcome {
            Outcome::Update { at } => (at >= horizon || is_report(&change.record)).then_some(at),
            _ => None,
        };
        if !batch.iter().any(|change| stays(change) || leaves(change).is_some()) {
            // Old history of a person nobody asked about yet: their window stays unread.
            return Ok(());
        }
        let window = self.memory.window(self.store, self.people, person, self.now)?;
        apply(&mut window.history, batch, stays);
        Ok(())
    }

    /// Takes the answers of a profile in, and says whether they are news.
    fn answer_profile(&mut self, person: &PersonId, profile: &Profile, turn: &mut Turn) -> Result<Fate, StoreError> {
        let before = self.store.profile(person)?;
        let stored = config::merged(profile, &before.clone().unwrap_or_default());
        let fate = match before {
            None => Fate::New,
            Some(before) if before == stored => Fate::Known,
            Some(_) => Fate::Changed,
        };
        let merged = self.people.profile(person, &stored);
        self.memory.window(self.store, self.people, person, self.now)?.history.profile = merged;
        turn.profiles.push((person.clone(), stored));
        Ok(fate)
    }

    /// Looks at a person and writes down what is said.
    fn look_at(
        &mut self,
        person: &PersonId,
        batch: &[&Change],
        turn: &mut Turn,
    ) -> Result<Vec<Utterance>, StoreError> {
        // Old sessions raise nothing, and are part of what is usual.
        let usual = add_days(self.now, -WINDOW_DAYS);
        if batch.iter().any(|change| change.record.at >= usual) {
            self.memory.touched.insert(person.clone());
        }
        if !batch.is_empty() && !self.concerns(person, batch)? {
            return Ok(Vec::new());
        }
        let look = self.look(person, batch)?;
        let said: Vec<Utterance> = look.utterances().cloned().collect();
        let window = self.memory.window(self.store, self.people, person, self.now)?;
        for utterance in &said {
            window.speak(utterance);
        }
        window.forget(self.now);
        let awake = look.waits || window.is_awake();
        self.memory.touched.insert(person.clone());
        if awake {
            self.memory.awake.insert(person.clone());
        } else {
            self.memory.awake.remove(person);
        }
        for utterance in &said {
            self.write(utterance, turn);
        }
        Ok(said)
    }

    fn write(&self, utterance: &Utterance, turn: &mut Turn) {
        if self.writes_letters {
            turn.letters.extend(letters(utterance, &self.people.reader(&utterance.alert.person)));
        }
        let alert = &utterance.alert;
        turn.alerts.push(alert.clone());
        turn.spoken.push(Spoken {
            alert: alert.id.clone(),
            revision: alert.revision,
            level: alert.level,
            at: self.now,
            what: Cow::Borrowed(if utterance.push { Spoken::PUSHED } else { utterance.event.name() }),
            why: Cow::Borrowed(if utterance.event == Event::Repeated { Why::Repeat } else { alert.why }.name()),
        });
    }

    /// Whether a batch can change what is said: records can that are recent, or were before they moved in time, and
    /// old ones that are or touch reports.
    fn concerns(&self, person: &PersonId, batch: &[&Change]) -> Result<bool, StoreError> {
        let old = add_days(self.now, -OLD_DAYS);
        let moved = |change: &Change| matches!(change.outcome, Outcome::Update { at } if at >= old);
        if batch.iter().any(|change| change.record.at >= old || moved(change) || is_report(&change.record)) {
            return Ok(true);
        }
        let times = batch.iter().map(|change| change.record.at);
        let (Some(first), Some(last)) = (times.clone().min(), times.max()) else { return Ok(false) };
        self.store.reports_between(person, first, add_days(last, SESSION_REACH_DAYS))
    }

    /// A look over the window in memory, or, for old records, over the stretch of history they lie in.
    fn look(&mut self, person: &PersonId, changes: &[&Change]) -> Result<Look, StoreError> {
        let batch: Vec<Record> = changes.iter().map(|change| change.record.clone()).collect();
        let oldest = batch.iter().map(|record| record.at).min().unwrap_or(self.now);
        let reach = add_days(self.now, SESSION_REACH_DAYS - WINDOW_DAYS);
        if oldest >= reach {
            let window = self.memory.window(self.store, self.people, person, self.now)?;
            return Ok(look(person, window, &batch, self.policy, self.now));
        }
        let (since, recent) = (add_days(oldest, -SESSION_REACH_DAYS), add_days(self.now, -WINDOW_DAYS));
        let reports_since = add_days(oldest, -REPORT_DAYS);
        let records = self.store.window_with_drinks(person, since, reports_since, since.max(recent))?;
        let window = self.memory.window(self.store, self.people, person, self.now)?;
        let mut history = History::with(window.history.profile.clone(), window.history.apart().clone(), records);
        apply(&mut history, changes, |_| true);
        for (from, to) in session_spans(&history, &batch, self.now) {
            self.store.drinks(person, from, to)?.into_iter().for_each(|drink| history.take(drink));
        }
        // What the batch takes away must not come back with them.
        apply(&mut history, changes, |_| true);
        let earlier = [history.diary_since, window.history.diary_since];
        history.diary_since = earlier.into_iter().flatten().min();
        history.own_odds.clone_from(&window.history.own_odds);
        let (said, advice_pushed, marks) = (window.said.clone(), window.advice_pushed.clone(), window.marks.clone());
        let wide = Window { history, said, advice_pushed, found: None, marks };
        Ok(look(person, &wide, &batch, self.policy, self.now))
    }
}

/// A wall clock of a source with a zone of its own stands there, also when a file of ours brought it back, whose rows
/// name their sources.
fn in_zone_of_source(record: &mut Record, people: &People) {
    let time = &record.origin.time;
    if !record.origin.parser.starts_with("own-") {
        return;
    }
    let (Some(wall), Some(zone)) = (time.wall, people.own_zone_of(&record.origin.source)) else { return };
    if let Some(time) = WrittenTime::local(wall, zone, &time.text) {
        record.at = time.at;
        record.origin.time = time;
    }
}

/// From start to end of the sessions that this batch touches; drinks of other times say nothing of old reports.
fn session_spans(history: &History, batch: &[Record], now: Timestamp) -> BTreeSet<(Timestamp, Timestamp)> {
    let subjects = assess::subjects_touched(history, batch, now);
    let sessions = subjects.into_iter().filter_map(|subject| match subject.kind {
        LooksAt::Session => Session::of(history, subject.at, subject.key),
        LooksAt::Report => session_of(history, subject.at, history.symptoms().get(&(subject.at, subject.key))?),
    });
    sessions.filter_map(|session| Some((session.start, session.end()?))).collect()
}

/// Takes changes into a history, one after the other: one record may come twice in a turn, each time at another time.
fn apply(history: &mut History, changes: &[&Change], stays: impl Fn(&Change) -> bool) {
    for change in changes {
        if let Outcome::Update { at } = change.outcome {
            history.remove(at, change.record.key);
        }
        if stays(change) {
            history.take(change.record.clone());
        }
    }
}

/// What is new, or newer than what was known, by person.
fn by_person(changes: &[Change]) -> BTreeMap<&PersonId, Vec<&Change>> {
    let mut batches: BTreeMap<&PersonId, Vec<&Change>> = BTreeMap::new();
    // Records come in runs of one person.
    for run in changes.chunk_by(|one, other| one.record.person == other.record.person) {
        let news = run.iter().filter(|change| matches!(change.outcome, Outcome::New | Outcome::Update { .. }));
        let news: Vec<&Change> = news.collect();
        if let Some(first) = news.first() {
            batches.entry(&first.record.person).or_default().extend(news);
        }
    }
    batches
}

/// Whether both are of one person, out of one source.
fn is_one_source(one: &Record, other: &Record) -> bool {
    one.person == other.person && one.origin.source == other.origin.source
}

fn is_report(record: &Record) -> bool {
    matches!(record.body, Body::Symptom(_))
}

fn refusal(person: Option<&PersonId>, reject: &Reject) -> Refusal {
    let said = crate::voice::reject::sentence(reject);
    Refusal { person: person.cloned(), reject: reject.clone(), said: said.what }
}

/// Counts one change; a record for which there is no key left is refused.
fn count(told: &mut Told, change: &Change, edits: Edits) {
    let (counter, fate) = match change.outcome {
        Outcome::New => (&mut told.new, Fate::New),
        Outcome::Update { .. } => (&mut told.changed, Fate::Changed),
        Outcome::Known | Outcome::Confirmed { .. } | Outcome::TooMany => (&mut told.known, Fate::Known),
    };
    *counter = counter.saturating_add(1);
    let place = &change.record.origin.place;
    if edits == Edits::Files {
        told.fates.push((place.line, fate));
    }
    if change.outcome == Outcome::TooMany {
        let wrong = Wrong::TooLarge { most: usize::from(u16::MAX) };
        let found = change.record.origin.time.text.clone();
        told.rejects.push(Reject { place: place.clone(), column: None, field: None, found, wrong });
    }
}
