//! Where a dialect's values go: a field of a kind of record, or of the profile.

use crate::person::Profile;
use crate::record::{Body, Fields, Intake, Kind, Measure, Misfit, Shape, Symptom, Tag, Value, Workout, field::Field};

/// What one rule of a dialect makes out of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makes {
    /// A record of a kind.
    Record(Kind),
    /// Answers about the person.
    Profile,
}

impl Makes {
    /// What goes by that name in a dialect.
    pub fn from_name(name: &str) -> Option<Makes> {
        if name == Profile::TABLE { Some(Makes::Profile) } else { Kind::from_name(name).map(Makes::Record) }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Makes::Record(kind) => kind.name(),
            Makes::Profile => Profile::TABLE,
        }
    }

    /// Its fields with what they take, in order.
    pub fn fields(self) -> Vec<(&'static str, Shape)> {
        fn of<R: Fields>() -> Vec<(&'static str, Shape)> {
            R::FIELDS.iter().map(|field| (field.name, field.shape)).collect()
        }
        match self {
            Makes::Record(Kind::Workout) => of::<Workout>(),
            Makes::Record(Kind::Intake) => of::<Intake>(),
            Makes::Record(Kind::Symptom) => of::<Symptom>(),
            Makes::Record(Kind::Measure) => of::<Measure>(),
            Makes::Record(Kind::Tag) => of::<Tag>(),
            Makes::Profile => of::<Profile>(),
        }
    }
}

/// What a row is being turned into.
#[derive(Clone, Debug, PartialEq)]
pub enum Answers {
    /// A record.
    Body(Body),
    /// The profile.
    Profile(Box<Profile>),
}

impl Answers {
    /// Nothing answered yet.
    pub fn empty(makes: Makes) -> Answers {
        match makes {
            Makes::Record(kind) => Answers::Body(Body::empty(kind)),
            Makes::Profile => Answers::Profile(Box::default()),
        }
    }
}

/// One field, found by its name once and not for every row.
#[derive(Clone, Copy)]
pub struct Target {
    /// The field's name.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    set: Set,
}

#[derive(Clone, Copy)]
enum Set {
    Workout(fn(&mut Workout, Value) -> Result<(), Misfit>),
    Intake(fn(&mut Intake, Value) -> Result<(), Misfit>),
    Symptom(fn(&mut Symptom, Value) -> Result<(), Misfit>),
    Measure(fn(&mut Measure, Value) -> Result<(), Misfit>),
    Tag(fn(&mut Tag, Value) -> Result<(), Misfit>),
    Profile(fn(&mut Profile, Value) -> Result<(), Misfit>),
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Target {
    /// The field of that name.
    pub fn find(makes: Makes, name: &str) -> Option<Target> {
        fn of<R: Fields>(name: &str, wrap: fn(&'static Field<R>) -> Set) -> Option<Target> {
            R::field(name).map(|field| Target { name: field.name, shape: field.shape, set: wrap(field) })
        }
        match makes {
            Makes::Record(Kind::Workout) => of::<Workout>(name, |field| Set::Workout(field.set)),
            Makes::Record(Kind::Intake) => of::<Intake>(name, |field| Set::Intake(field.set)),
            Makes::Record(Kind::Symptom) => of::<Symptom>(name, |field| Set::Symptom(field.set)),
            Makes::Record(Kind::Measure) => of::<Measure>(name, |field| Set::Measure(field.set)),
            Makes::Record(Kind::Tag) => of::<Tag>(name, |field| Set::Tag(field.set)),
            Makes::Profile => of::<Profile>(name, |field| Set::Profile(field.set)),
        }
    }

    /// Puts a value in. A record of another kind is a misfit.
    ///
    /// # Errors
    /// When the value does not fit the field; the record is unchanged then.
    pub fn set(&self, answers: &mut Answers, value: Value) -> Result<(), Misfit> {
        match (self.set, answers) {
            (Set::Workout(set), Answers::Body(Body::Workout(record))) => set(record, value),
            (Set::Intake(set), Answers::Body(Body::Intake(record))) => set(record, value),
            (Set::Symptom(set), Answers::Body(Body::Symptom(record))) => set(record, value),
            (Set::Measure(set), Answers::Body(Body::Measure(record))) => set(record, value),
            (Set::Tag(set), Answers::Body(Body::Tag(record))) => set(record, value),
            (Set::Profile(set), Answers::Profile(profile)) => set(profile, value),
            _ => Err(Misfit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_kind_is_found_by_its_name() {
        for makes in Kind::ALL.iter().map(|kind| Makes::Record(*kind)).chain([Makes::Profile]) {
            for (name, shape) in makes.fields() {
                let found = Target::find(makes, name).unwrap();
                assert_eq!((found.name, found.shape), (name, shape));
            }
            assert!(Target::find(makes, "no_such_field").is_none());
        }
    }
}
