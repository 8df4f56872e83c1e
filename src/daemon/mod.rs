//! Events in, actions out: the turn of the program, without tokio and without a clock.

mod commands;
pub mod explain;
pub mod explained;
pub mod keeping;
pub mod letters;
pub mod look;
pub mod memory;
pub mod people;
pub mod rejected;
pub mod replay;
pub mod state;
pub mod study;
pub mod told;
pub mod trial;
pub mod turn;
pub mod twins;
mod wake;

use std::collections::BTreeSet;

use crate::decide::{Alert, AlertId, Policy, Seen, Utterance};
use crate::person::PersonId;
use crate::record::{Edits, Place, Reject};
use crate::store::{FileMark, Store, StoreError, Turn};
use crate::time::{Timestamp, add_minutes};
use crate::wire::json::{self, Command, JsonSettings};
use crate::wire::{Letter, Parsed};

pub use people::{People, Person};
pub use told::told_json;
pub use turn::{Arrival, Fate, Told};

use memory::Memory;
use turn::Desk;

/// One message from the broker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The topic below the base.
    pub topic: String,
    /// The bytes.
    pub payload: Vec<u8>,
    /// Where an answer is wanted, below the base.
    pub reply_to: Option<String>,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Messages came in; the broker is told after [`Daemon::handle`] returned without an error.
    Messages(Vec<Message>),
    /// Somebody told something on the command line, as a message would tell it.
    Log(Message),
    /// Somebody has seen an alert.
    Acknowledge(AlertId),
    /// A person asks something about an alert.
    Command(PersonId, Command),
    /// A person begins or ends a trial.
    Trial(PersonId, trial::Deed),
    /// The broker took these letters.
    Delivered(Vec<i64>),
    /// The broker did not take this letter.
    Refused {
        /// Its row.
        id: i64,
        /// Its reason.
        why: String,
    },
    /// A connection to the broker stands: everything that stands is sent again.
    Connected,
    /// A study is done.
    Studied(Box<study::Studied>),
    /// Time passed.
    Tick,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Publish this; report its fate under this number.
    Publish(i64, Letter),
}

/// What handling an event gave.
#[derive(Debug, Default)]
pub struct Handled {
    /// What to do now.
    pub actions: Vec<Action>,
    /// What became of each message, log entry or stretch.
    pub told: Vec<Told>,
    /// The alert that was acknowledged, as it now stands.
    pub acknowledged: Option<Alert>,
    /// The answer to a command, `tingled.reply/1`, or to what was done with a trial.
    pub reply: Option<serde_json::Value>,
}

/// How long a letter that the broker refused waits, in minutes.
const REFUSED_PAUSE_MIN: f64 = 5.0;

/// The most letters that wait for the broker's answer at once.
const IN_FLIGHT_MOST: usize = 200;

/// The whole program but for the world around it.
#[derive(Debug)]
pub struct Daemon {
    store: Store,
    people: People,
    policy: Policy,
    memory: Memory,
    /// Whether there is a broker to write letters to.
    writes_letters: bool,
    in_flight: BTreeSet<i64>,
    payload_most: usize,
}

impl Daemon {
    /// A program over this store.
    pub fn new(store: Store, people: People, policy: Policy, writes_letters: bool) -> Daemon {
        let mut memory = Memory::default();
        // After a start everyone is looked at once: time went on without us.
        memory.awake = people.ids().cloned().collect();
        Daemon {
            store,
            people,
            policy,
            memory,
            writes_letters,
            in_flight: BTreeSet::new(),
            payload_most: PAYLOAD_MOST,
        }
    }

    /// Moves the wall clocks of persons and sources whose zone was corrected since they were read. To be called
    /// after a start and after [`Daemon::reconfigure`], before anything else comes in.
    pub fn mend_zones(&mut self) -> Result<u64, StoreError> {
        let mut moved = 0_u64;
        for person in self.people.ids() {
            for (source, used) in self.store.zones(person)? {
                let Some(zone) = self.people.zone_of(person, &source) else { continue };
                if zone.iana_name().is_some_and(|name| name != used) {
                    moved = moved.saturating_add(self.store.rezone(person, &source, zone)?);
                }
            }
        }
        self.memory.drop_all();
        Ok(moved)
    }

    /// The store, for reading.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Everyone.
    pub fn people(&self) -> &People {
        &self.people
    }

    /// What every rule says about every report and finished session of a person's recent history, in order of time.
    pub fn findings(&mut self, person: &PersonId, now: Timestamp) -> Result<Vec<Seen>, StoreError> {
        let window = self.memory.window(&self.store, &self.people, person, now)?;
        Ok(look::everything(window, now))
    }

    /// Takes over persons and numbers of a new configuration.
    pub fn reconfigure(&mut self, people: People, policy: Policy, writes_letters: bool) {
        self.people = people;
        self.writes_letters = writes_letters;
        self.policy = policy;
        self.memory.drop_all();
        self.memory.awake = self.people.ids().cloned().collect();
    }

    /// Handles one event. After an error nothing of it was accepted; [`Daemon::recover`] comes next, and then
    /// the same event again.
    pub fn handle(&mut self, event: &Event, now: Timestamp) -> Result<Handled, StoreError> {
        let mut handled = Handled::default();
        match event {
            Event::Messages(messages) => handled.told = self.messages(messages, None, now)?,
            Event::Log(message) => {
                handled.told = self.messages(std::slice::from_ref(message), Some(Place::COMMAND_LINE), now)?;
            }
            Event::Acknowledge(id) => handled.acknowledged = self.acknowledge(id, now)?,
            Event::Command(person, command) => handled.reply = Some(self.answer(person, command, now)?),
            Event::Trial(person, deed) => handled.reply = Some(self.trial(person, deed, now)?),
            Event::Delivered(ids) => {
                for id in ids {
                    self.in_flight.remove(id);
                }
                self.store.delivered(ids, now)?;
            }
            Event::Refused { id, why } => {
                self.in_flight.remove(id);
                self.store.refused(*id, why, add_minutes(now, REFUSED_PAUSE_MIN))?;
            }
            Event::Connected => self.put_back(now)?,
            Event::Studied(studied) => drop(self.studied(studied, now)?),
            Event::Tick => drop(self.desk(now).tick()?),
        }
        handled.actions = self.letters_out(now)?;
        Ok(handled)
    }

    /// Takes in a stretch of a file; with the last one comes the file as it is remembered. After an error
    /// nothing of the stretch was accepted, and the file is to be read again from its beginning.
    pub fn rows(
        &mut self,
        person: Option<PersonId>,
        parsed: Parsed,
        file: Option<FileMark>,
        now: Timestamp,
    ) -> Result<Handled, StoreError> {
        let arrival = Arrival { person, parsed, edits: Edits::Files, answers: false };
        let told = self.desk(now).turn(vec![arrival], file)?;
        Ok(Handled { told, actions: self.letters_out(now)?, ..Handled::default() })
    }

    /// What a message of an export holds; nothing is stored.
    pub fn read_export(&self, message: &Message, now: Timestamp) -> json::Message {
        let settings = JsonSettings { people: self.people.zones(), now, payload_most: self.payload_most };
        json::parse_message(&message.topic, &message.payload, &settings)
    }

    /// Takes in a stretch of an export that came as a message. After an error nothing of the stretch was accepted.
    pub fn stretch(
        &mut self,
        person: Option<PersonId>,
        parsed: Parsed,
        now: Timestamp,
    ) -> Result<Handled, StoreError> {
        let arrival = Arrival { person, parsed, edits: Edits::Files, answers: true };
        let told = self.desk(now).turn(vec![arrival], None)?;
        Ok(Handled { told, actions: self.letters_out(now)?, ..Handled::default() })
    }

    /// Keeps what is refused as a whole, and tells its person when there is one.
    pub fn refuse(
        &mut self,
        person: Option<PersonId>,
        reject: Reject,
        now: Timestamp,
    ) -> Result<Handled, StoreError> {
        let parsed = Parsed { rejects: vec![reject], ..Parsed::default() };
        let arrival = Arrival { person, parsed, edits: Edits::Messages, answers: true };
        let told = self.desk(now).turn(vec![arrival], None)?;
        Ok(Handled { told, actions: self.letters_out(now)?, ..Handled::default() })
    }

    /// Deliveries whose handling was begun before and not finished are over now.
    pub fn finished(&mut self, digests: &[String]) -> Result<(), StoreError> {
        self.store.clear_attempts(digests)
    }

    /// What would become of a stretch of a file; nothing is changed.
    pub fn preview(&mut self, parsed: Parsed, now: Timestamp) -> Result<Told, StoreError> {
        let arrival = Arrival { person: None, parsed, edits: Edits::Files, answers: false };
        self.desk(now).preview(arrival)
    }

    fn letters_out(&mut self, now: Timestamp) -> Result<Vec<Action>, StoreError> {
        if self.writes_letters { self.due(now) } else { Ok(Vec::new()) }
    }

    /// After a failed commit: opens the database again and reads everything anew.
    pub fn recover(&mut self) -> Result<(), StoreError> {
        self.memory.drop_all();
        self.in_flight.clear();
        self.store.reopen()
    }

    fn desk(&mut self, now: Timestamp) -> Desk<'_> {
        Desk {
            store: &mut self.store,
            people: &self.people,
            policy: &self.policy,
            memory: &mut self.memory,
            writes_letters: self.writes_letters,
            now,
        }
    }

    /// Takes messages in; where their records stand is their topic, if no other place is given.
    fn messages(
        &mut self,
        messages: &[Message],
        place: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Told>, StoreError> {
        let mut arrivals = Vec::new();
        let mut commands = Vec::new();
        for message in messages {
            let settings = JsonSettings { people: self.people.zones(), now, payload_most: self.payload_most };
            let place = place.unwrap_or(&message.topic);
            let read = json::parse_from(place, &message.topic, &message.payload, &settings);
            if let (Some(person), Some(command)) = (&read.person, read.command) {
                commands.push((person.clone(), command, message.reply_to.clone()));
            }
            arrivals.push(Arrival { person: read.person, parsed: read.parsed, edits: read.edits, answers: true });
        }
        let told = self.desk(now).turn(arrivals, None)?;
        for (person, command, reply_to) in commands {
            self.command(&person, &command, reply_to, now)?;
        }
        Ok(told)
    }

    /// Everything that stands, again: a broker may have forgotten what it took.
    fn put_back(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.in_flight.clear();
        self.memory.told.clear();
        self.memory.touched = self.people.ids().cloned().collect();
        let mut letters = Vec::new();
        for alert in self.store.standing_alerts_all()? {
            if alert.pushes > 0 {
                letters.push(letters::standing(&alert, &self.people.reader(&alert.person)));
            }
        }
        letters.extend(self.desk(now).states()?);
        self.store.commit(&Turn { at: now, letters, ..Turn::default() })
    }

    /// The letters that are to be sent now.
    fn due(&mut self, now: Timestamp) -> Result<Vec<Action>, StoreError> {
        let room = IN_FLIGHT_MOST.saturating_sub(self.in_flight.len());
        let mut actions = Vec::new();
        if room == 0 {
            return Ok(actions);
        }
        for (id, letter) in self.store.due(now, IN_FLIGHT_MOST)? {
            if actions.len() < room && self.in_flight.insert(id) {
                actions.push(Action::Publish(id, letter));
            }
        }
        Ok(actions)
    }

    /// A letter could not be handed over: it is tried again at the next event.
    pub fn give_back(&mut self, id: i64) {
        self.in_flight.remove(&id);
    }
}

/// The longest payload that is read; the broker is told the same limit.
pub const PAYLOAD_MOST: usize = 4 << 20;

/// Everything that was said in these arrivals.
pub fn said(told: &[Told]) -> impl Iterator<Item = &Utterance> {
    told.iter().flat_map(|one| one.said.iter())
}

/// Everything that was refused in these arrivals.
pub fn rejects(told: &[Told]) -> impl Iterator<Item = &Reject> {
    told.iter().flat_map(|one| one.rejects.iter())
}
