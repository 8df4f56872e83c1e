//! What a replay is fed with: records and deeds, each with the moment at which it became known.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::daemon::people::People;
use crate::decide::AlertId;
use crate::decide::feedback::Given;
use crate::person::{PersonId, Profile};
use crate::record::{Apart, Body, Record};
use crate::store::{Store, StoreError};
use crate::time::{Timestamp, add_minutes, to_millisecond};
use crate::units::Quantity;

/// In which order a past is lived again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// Each record as soon as it could be known: see [`known_at`]. So an import of years is lived day by day.
    Lived,
    /// Each record when it came in, as the service lived it.
    Arrived,
}

impl Order {
    /// The name used in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Order::Lived => "lived",
            Order::Arrived => "arrived",
        }
    }
}

/// Something that happened to the service.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// A record came in.
    Told(Box<Record>),
    /// The person acknowledged an alert.
    Seen(AlertId),
    /// The person wanted to hear nothing of an alert until then.
    Snoozed(AlertId, Timestamp),
    /// The person said whether an alert helped.
    Marked(Given),
}

impl Deed {
    /// What comes first of one moment.
    pub(super) fn place(&self) -> u8 {
        match self {
            Deed::Told(_) => 0,
            Deed::Seen(_) | Deed::Snoozed(..) | Deed::Marked(..) => 1,
        }
    }
}

/// A person's past.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// Whose.
    pub person: PersonId,
    /// What they told about themselves, as it is known now.
    pub profile: Profile,
    /// Which records are kept apart, as it is known now.
    pub apart: Apart,
    /// What happened, each at the moment at which it became known.
    pub deeds: Vec<(Timestamp, Deed)>,
    /// Records of which nobody knows when they came in: they are lived as soon as they could be known.
    pub undated: usize,
}

impl Past {
    /// The past of a person out of the store, which is only read.
    pub fn read(store: &Store, people: &People, person: &PersonId, order: Order) -> Result<Past, StoreError> {
        let zone = people.reader(person).zone;
        let profile = store.profile(person)?.unwrap_or_default();
        if order == Order::Lived {
            let mut past = Past::lived(person.clone(), profile, store.history(person)?, &zone);
            past.apart = store.apart(person)?;
            past.deeds.extend(marks(store, person)?);
            return Ok(past);
        }
        let arrivals = store.arrivals(person)?;
        let undated = arrivals.iter().filter(|(arrived, _)| arrived.is_none()).count();
        let told = |(arrived, record): (Option<Timestamp>, Record)| {
            (arrived.unwrap_or_else(|| known_at(&record, &zone)), Deed::Told(Box::new(record)))
        };
        let mut deeds: Vec<(Timestamp, Deed)> = arrivals.into_iter().map(told).collect();
        deeds.extend(store.handled_by(person)?.into_iter().map(|handled| {
            let deed = match handled.quiet_until {
                Some(until) => Deed::Snoozed(handled.alert, until),
                None => Deed::Seen(handled.alert),
            };
            (handled.at, deed)
        }));
        deeds.extend(marks(store, person)?);
        Ok(Past { person: person.clone(), profile, apart: store.apart(person)?, deeds, undated })
    }

    /// A past of these records, each as soon as it could be known.
    pub fn lived(person: PersonId, profile: Profile, records: Vec<Record>, zone: &TimeZone) -> Past {
        let told = |record: Record| (known_at(&record, zone), Deed::Told(Box::new(record)));
        let deeds = records.into_iter().map(told).collect();
        Past { person, profile, apart: Apart::default(), deeds, undated: 0 }
    }
}

/// What the person thought of alerts, each mark when it was given: in any order it was their own word.
fn marks(store: &Store, person: &PersonId) -> Result<Vec<(Timestamp, Deed)>, StoreError> {
    Ok(store.marks_given(person)?.into_iter().map(|given| (given.feedback.at, Deed::Marked(given))).collect())
}

/// The first moment at which a record could be known: a session when it was over, what is told of a whole day at the
/// end of that day in the person's zone, anything else when it happened.
pub fn known_at(record: &Record, zone: &TimeZone) -> Timestamp {
    let at = record.at;
    let is_day_total = matches!(&record.body, Body::Intake(intake) if intake.day_total == Some(true));
    if is_day_total || record.origin.time.text.parse::<Date>().is_ok() && record.origin.time.wall.is_some() {
        let day = at.to_zoned(zone.clone());
        return day.end_of_day().map_or(at, |end| to_millisecond(end.timestamp()));
    }
    match &record.body {
        Body::Workout(workout) => {
            let minutes = workout.elapsed_min.or(workout.duration_min);
            minutes.map_or(at, |minutes| add_minutes(at, minutes.get()))
        }
        Body::Intake(_) | Body::Symptom(_) | Body::Measure(_) | Body::Tag(_) => at,
    }
}
