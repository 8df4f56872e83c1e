//! What happened, and where we read it: the five kinds of records.

pub mod field;
pub mod history;
pub mod identity;
pub mod intake;
pub mod measure;
pub mod origin;
pub mod reject;
pub mod resolve;
pub mod symptom;
pub mod tag;
pub mod twins;
pub mod words;
pub mod workout;

pub use field::{Field, Fields, Misfit, Shape, Value};
pub use history::{History, Timeline};
pub use identity::Key;
pub use intake::Intake;
pub use measure::Measure;
pub use origin::{Origin, Place, Source};
pub use reject::{Reject, Wrong};
pub use resolve::{Change, Edits, Known, Outcome, Stored, resolve};
pub use symptom::Symptom;
pub use tag::Tag;
pub use twins::Apart;
pub use words::Vocabulary;
pub use workout::Workout;

pub(crate) use field::fields;

use crate::person::PersonId;
use crate::time::Timestamp;

/// The kinds of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A session of exercise.
    Workout,
    /// Something drunk or taken.
    Intake,
    /// A report of tingling, or of none.
    Symptom,
    /// A measured number.
    Measure,
    /// Anything the person wants to test.
    Tag,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[Kind::Workout, Kind::Intake, Kind::Symptom, Kind::Measure, Kind::Tag];

    /// Its name: of its table, its topic and its schema.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Workout => Workout::TABLE,
            Kind::Intake => Intake::TABLE,
            Kind::Symptom => Symptom::TABLE,
            Kind::Measure => Measure::TABLE,
            Kind::Tag => Tag::TABLE,
        }
    }

    /// Other names people use for it.
    pub fn aliases(self) -> &'static [&'static str] {
        match self {
            Kind::Workout => &["session", "activity"],
            Kind::Intake => &["hydration", "drink"],
            Kind::Symptom => &["tingling", "report"],
            Kind::Measure => &["measurement"],
            Kind::Tag => &["note"],
        }
    }

    /// The kind of that name or alias.
    pub fn from_name(name: &str) -> Option<Kind> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name || kind.aliases().contains(&name))
    }
}

/// What happened. The kinds with many fields are boxed, so that a record is cheap to hand on.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A session of exercise.
    Workout(Box<Workout>),
    /// Something drunk or taken.
    Intake(Intake),
    /// A report of tingling, or of none.
    Symptom(Box<Symptom>),
    /// A measured number.
    Measure(Measure),
    /// Anything the person wants to test.
    Tag(Tag),
}

/// Runs one expression on whichever kind a body is.
macro_rules! each_kind {
    ($body:expr, $record:ident => $then:expr) => {
        match $body {
            Body::Workout($record) => $then,
            Body::Intake($record) => $then,
            Body::Symptom($record) => $then,
            Body::Measure($record) => $then,
            Body::Tag($record) => $then,
        }
    };
}

impl Body {
    /// An unanswered record of a kind.
    pub fn empty(kind: Kind) -> Body {
        match kind {
            Kind::Workout => Body::Workout(Box::default()),
            Kind::Intake => Body::Intake(Intake::default()),
            Kind::Symptom => Body::Symptom(Box::default()),
            Kind::Measure => Body::Measure(Measure::default()),
            Kind::Tag => Body::Tag(Tag::default()),
        }
    }

    /// Its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Body::Workout(_) => Kind::Workout,
            Body::Intake(_) => Kind::Intake,
            Body::Symptom(_) => Kind::Symptom,
            Body::Measure(_) => Kind::Measure,
            Body::Tag(_) => Kind::Tag,
        }
    }

    /// The answered fields with their values, in the order of the kind's list.
    pub fn answered(&self) -> Vec<(&'static str, Value)> {
        each_kind!(self, record => record.answered())
    }

    /// What a field takes; `None` when the kind has no such field.
    pub fn shape(&self, field: &str) -> Option<Shape> {
        each_kind!(self, record => record.shape_of(field))
    }

    /// Puts a value into a field; `None` when the kind has no such field.
    pub fn set(&mut self, field: &str, value: Value) -> Option<Result<(), Misfit>> {
        each_kind!(self, record => record.put(field, value))
    }

    /// The names of all fields of a kind, in order.
    pub fn field_names(kind: Kind) -> Vec<&'static str> {
        each_kind!(Body::empty(kind), record => record.names())
    }

    /// What tells records of one time apart: the sport, the drink, the measure's or the tag's name.
    pub fn what(&self) -> String {
        let text = match self {
            Body::Workout(workout) => match workout.sport {
                Some(words::Sport::Other) | None => workout.sport_text.clone(),
                Some(sport) => Some(sport.name().to_owned()),
            },
            Body::Intake(intake) => intake.what.clone(),
            Body::Symptom(_) => None,
            Body::Measure(measure) => measure.what.clone(),
            Body::Tag(tag) => tag.name.clone(),
        };
        text.unwrap_or_default()
    }
}

/// Something that happened to a person, and where we read it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Whose it is.
    pub person: PersonId,
    /// What identifies it.
    pub key: Key,
    /// When it happened; of a workout the start.
    pub at: Timestamp,
    /// What happened.
    pub body: Body,
    /// Where we read it.
    pub origin: Origin,
}

impl Record {
    /// A record whose time and key follow from its origin.
    pub fn new(person: PersonId, body: Body, origin: Origin) -> Record {
        let key = Key::of(&person, &body, &origin);
        Record { person, key, at: origin.time.at, body, origin }
    }

    /// A digest of what it says (time and answers, not where it was read): equal records have equal content.
    pub fn content(&self) -> u64 {
        self.rank().content
    }

    /// How many fields are answered.
    pub fn filled(&self) -> usize {
        each_kind!(&self.body, record => record.answers().count())
    }

    /// What decides between two versions of one record, greatest wins: the newer file, more answers that are sure, then
    /// the content itself; never which came last.
    pub fn rank(&self) -> Rank {
        let mut said = Vec::with_capacity(256);
        match self.origin.time.wall {
            Some(_) => said.extend_from_slice(self.origin.time.identity().as_bytes()),
            None => said.extend_from_slice(&self.at.as_millisecond().to_be_bytes()),
        }
        let assumes_units = self.origin.assumes_units();
        let mut filled = 0_usize;
        each_kind!(&self.body, record => for answer in record.answers() {
            // Read with the right units, the same answers must win.
            let is_sure = !(assumes_units && OF_A_SYSTEM.iter().any(|unit| answer.0.ends_with(unit)));
            filled = filled.saturating_add(usize::from(is_sure));
            say(answer, &mut said);
        });
        let short = identity::digest_of(&said);
        // One bit less, so that databases can keep it in a signed number.
        let content = short.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes) >> 1);
        Rank { newest: self.origin.newest, filled, content }
    }
}

/// How the names of fields end whose units differ between metric and imperial files.
const OF_A_SYSTEM: &[&str] = &["_m", "_kg", "_c"];

/// Writes an answer so that no two different lists of answers have the same bytes: names and texts hold no
/// control characters, and each kind of value has its own mark.
fn say((name, value): (&'static str, Value), said: &mut Vec<u8>) {
    said.push(0x1f);
    said.extend_from_slice(name.as_bytes());
    match value {
        Value::Number(number) => {
            said.push(0x01);
            said.extend_from_slice(&number.to_bits().to_be_bytes());
        }
        Value::Flag(flag) => said.push(if flag { 0x03 } else { 0x02 }),
        Value::Text(text) => {
            said.push(0x04);
            said.extend_from_slice(text.as_bytes());
        }
        Value::List(words) => {
            said.push(0x05);
            for word in words {
                said.push(0x1d);
                said.extend_from_slice(word.as_bytes());
            }
        }
    }
}

/// What decides between two versions of one record; see [`Record::rank`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    /// The newest time of its file.
    pub newest: Option<Timestamp>,
    /// How many fields are answered, but for those whose unit was assumed.
    pub filled: usize,
    /// The digest of what it says.
    pub content: u64,
}
