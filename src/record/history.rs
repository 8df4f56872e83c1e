//! What a rule may look at: one person's records in order of time.

use std::collections::{BTreeMap, BTreeSet};

use super::twins::{self, Apart, Trace};
use crate::person::Profile;
use crate::record::{Body, Change, Intake, Key, Measure, Outcome, Record, Symptom, Tag, Workout};
use crate::time::Timestamp;

/// One person's records of one kind, in order of time and then of key.
pub type Timeline<T> = BTreeMap<(Timestamp, Key), T>;

/// One person's recent records and profile.
///
/// Invariant: every record stands once, under the time and key it has now; the records of one session, by several
/// sources, stand together under the place of one of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// What the person told about themselves.
    pub profile: Profile,
    /// When the person's first report of all was, also when it lies before this window.
    pub diary_since: Option<Timestamp>,
    /// The lower bounds of the person's own odds ratios, by the name that the patterns give an exposure: what the study
    /// found. Empty while it found nothing, or was not asked.
    pub own_odds: BTreeMap<String, f64>,
    /// Which records are of two sessions, whatever they look like.
    apart: Apart,
    workouts: Timeline<Workout>,
    intakes: Timeline<Intake>,
    symptoms: Timeline<Symptom>,
    measures: Timeline<Measure>,
    tags: Timeline<Tag>,
    /// The sessions as each source recorded them.
    traces: Timeline<Trace>,
    /// Of each record that is one of several of a session: where the session stands.
    joined: BTreeMap<Key, (Timestamp, Key)>,
    /// The sources' own ids of sessions, by which a report may name its session.
    session_ids: BTreeSet<(String, Timestamp, Key)>,
    /// The same, by session.
    session_names: BTreeMap<(Timestamp, Key), String>,
}

impl History {
    /// A history of these records.
    pub fn of(profile: Profile, records: impl IntoIterator<Item = Record>) -> History {
        History::with(profile, Apart::default(), records)
    }

    /// A history of these records, of which the person said that some are not of one session.
    pub fn with(profile: Profile, apart: Apart, records: impl IntoIterator<Item = Record>) -> History {
        let mut history = History { profile, apart, ..History::default() };
        for record in records {
            history.take(record);
        }
        history
    }

    /// Takes a record in, with the id its source gave it.
    pub fn take(&mut self, record: Record) {
        if let (Body::Workout(_), Some(id)) = (&record.body, &record.origin.native_id) {
            self.name_session(record.at, record.key, id);
        }
        match record.body {
            Body::Workout(workout) => {
                let (at, key, source) = (record.at, record.key, record.origin.source);
                self.trace(Trace { at, key, source, workout: *workout });
            }
            body => self.insert(record.at, record.key, body),
        }
    }

    /// Takes a source's record of a session in, and finds out anew which records around it tell of one session.
    fn trace(&mut self, trace: Trace) {
        let place = (trace.at, trace.key);
        self.traces.insert(place, trace);
        let around = self.connected(place);
        self.join(&around);
    }

    /// The records that may be of one session with this one, or with one that may be, and so on.
    fn connected(&self, place: (Timestamp, Key)) -> BTreeSet<(Timestamp, Key)> {
        let mut found = BTreeSet::from([place]);
        let mut ahead = vec![place];
        while let Some(place) = ahead.pop() {
            let Some(trace) = self.traces.get(&place) else { continue };
            let reach = |sign: i64| {
                let ms = trace.at.as_millisecond().saturating_add(twins::REACH_MS.saturating_mul(sign));
                Timestamp::from_millisecond(ms).unwrap_or(trace.at)
            };
            let near = self.traces.range((reach(-1), Key::LEAST)..=(reach(1), Key::GREATEST));
            for (other_place, other) in near {
                if !found.contains(other_place) && twins::unlike(trace, other).is_some() {
                    found.insert(*other_place);
                    ahead.push(*other_place);
                }
            }
        }
        found
    }

    /// Puts the sessions of these records up, each once.
    fn join(&mut self, places: &BTreeSet<(Timestamp, Key)>) {
        for place in places {
            self.workouts.remove(place);
            self.joined.remove(&place.1);
        }
        let traces: Vec<Trace> = places.iter().filter_map(|place| self.traces.get(place)).cloned().collect();
        for group in twins::groups(&traces, &self.apart) {
            let group: Vec<&Trace> = group.iter().filter_map(|index| traces.get(*index)).collect();
            let Some((place, workout)) = twins::together(&group) else { continue };
            if group.len() > 1 {
                self.joined.extend(group.iter().map(|trace| (trace.key, place)));
            }
            self.workouts.insert(place, workout);
        }
    }

    /// Which records the person said are of two sessions.
    pub fn apart(&self) -> &Apart {
        &self.apart
    }

    /// Where the session stands that this record tells of, when others tell of it too.
    pub fn session_with(&self, key: Key) -> Option<(Timestamp, Key)> {
        self.joined.get(&key).copied()
    }

    /// The sessions that several records tell of, by where they stand.
    pub fn told_twice(&self) -> BTreeMap<(Timestamp, Key), BTreeSet<Key>> {
        let mut sessions: BTreeMap<(Timestamp, Key), BTreeSet<Key>> = BTreeMap::new();
        for (key, place) in &self.joined {
            sessions.entry(*place).or_default().insert(*key);
        }
        sessions
    }

    /// Takes in what became of a record: a new one joins, a newer version takes the place of the older.
    pub fn change(&mut self, change: &Change) {
        match change.outcome {
            Outcome::New => {}
            Outcome::Update { at } => self.remove(at, change.record.key),
            Outcome::Known | Outcome::Confirmed { .. } | Outcome::TooMany => return,
        }
        self.take(change.record.clone());
    }

    /// Remembers the source's own id of a session, by which a report may name it.
    pub fn name_session(&mut self, at: Timestamp, key: Key, id: &str) {
        self.forget_name(at, key);
        self.session_ids.insert((id.to_owned(), at, key));
        self.session_names.insert((at, key), id.to_owned());
    }

    fn forget_name(&mut self, at: Timestamp, key: Key) {
        if let Some(id) = self.session_names.remove(&(at, key)) {
            self.session_ids.remove(&(id, at, key));
        }
    }

    /// The newest session that bears this id of its source.
    pub fn session_named(&self, id: &str) -> Option<(Timestamp, Key)> {
        let named = self.session_ids.range((id.to_owned(), Timestamp::MIN, Key::LEAST)..);
        let last = named.take_while(|(name, ..)| name == id).last();
        last.map(|(_, at, key)| self.session_with(*key).unwrap_or((*at, *key)))
    }

    /// The id its source gave a session.
    pub fn session_name(&self, at: Timestamp, key: Key) -> Option<&str> {
        self.session_names.get(&(at, key)).map(String::as_str)
    }

    /// Takes a record in; one that stands under the same time and key is replaced.
    pub fn insert(&mut self, at: Timestamp, key: Key, body: Body) {
        match body {
            Body::Workout(workout) => {
                self.remove(at, key);
                self.workouts.insert((at, key), *workout);
            }
            Body::Intake(intake) => drop(self.intakes.insert((at, key), intake)),
            Body::Symptom(symptom) => {
                self.diary_since = Some(self.diary_since.map_or(at, |since| since.min(at)));
                self.symptoms.insert((at, key), *symptom);
            }
            Body::Measure(measure) => drop(self.measures.insert((at, key), measure)),
            Body::Tag(tag) => drop(self.tags.insert((at, key), tag)),
        }
    }

    /// Takes the record of that time and key out, of whatever kind.
    pub fn remove(&mut self, at: Timestamp, key: Key) {
        let place = (at, key);
        if self.traces.contains_key(&place) {
            let around = self.connected(place);
            self.traces.remove(&place);
            self.join(&around);
        }
        self.workouts.remove(&place);
        self.forget_name(at, key);
        self.intakes.remove(&(at, key));
        if self.symptoms.remove(&(at, key)).is_some() && self.diary_since == Some(at) {
            self.diary_since = self.symptoms.keys().next().map(|(at, _)| *at);
        }
        self.measures.remove(&(at, key));
        self.tags.remove(&(at, key));
    }

    /// The sessions, by start.
    pub fn workouts(&self) -> &Timeline<Workout> {
        &self.workouts
    }

    /// What was drunk or taken.
    pub fn intakes(&self) -> &Timeline<Intake> {
        &self.intakes
    }

    /// The reports, also those that say "no tingling".
    pub fn symptoms(&self) -> &Timeline<Symptom> {
        &self.symptoms
    }

    /// The measured numbers.
    pub fn measures(&self) -> &Timeline<Measure> {
        &self.measures
    }

    /// The tags.
    pub fn tags(&self) -> &Timeline<Tag> {
        &self.tags
    }

    /// The newest time of any record.
    pub fn newest(&self) -> Option<Timestamp> {
        let last = |at: Option<(Timestamp, Key)>| at.map(|(at, _)| at);
        [
            last(self.workouts.keys().next_back().copied()),
            last(self.intakes.keys().next_back().copied()),
            last(self.symptoms.keys().next_back().copied()),
            last(self.measures.keys().next_back().copied()),
            last(self.tags.keys().next_back().copied()),
        ]
        .into_iter()
        .flatten()
        .max()
    }

    /// The same with nothing but what happened from `from` to `until`, both included.
    #[must_use]
    pub fn within(&self, from: Timestamp, until: Timestamp) -> History {
        fn cut<T: Clone>(all: &Timeline<T>, from: Timestamp, until: Timestamp) -> Timeline<T> {
            if from > until {
                return Timeline::new();
            }
            let window = (from, Key::LEAST)..=(until, Key::GREATEST);
            all.range(window).map(|(place, record)| (*place, record.clone())).collect()
        }
        let is_in = |at: &Timestamp| (from..=until).contains(at);
        History {
            profile: self.profile.clone(),
            diary_since: self.diary_since,
            own_odds: self.own_odds.clone(),
            apart: self.apart.clone(),
            workouts: cut(&self.workouts, from, until),
            traces: cut(&self.traces, from, until),
            joined: self.joined.iter().filter(|(_, (at, _))| is_in(at)).map(|(key, place)| (*key, *place)).collect(),
            intakes: cut(&self.intakes, from, until),
            symptoms: cut(&self.symptoms, from, until),
            measures: cut(&self.measures, from, until),
            tags: cut(&self.tags, from, until),
            session_ids: self.session_ids.iter().filter(|(_, at, _)| is_in(at)).cloned().collect(),
            session_names: {
                let names = self.session_names.iter().filter(|((at, _), _)| is_in(at));
                names.map(|(place, name)| (*place, name.clone())).collect()
            },
        }
    }

    /// Drops what lies before `from`; reports are kept from `reports_from` on.
    pub fn forget_before(&mut self, from: Timestamp, reports_from: Timestamp) {
        self.workouts.retain(|(at, _), _| *at >= from);
        self.traces.retain(|(at, _), _| *at >= from);
        self.joined.retain(|_, (at, _)| *at >= from);
        self.intakes.retain(|(at, _), _| *at >= from);
        self.measures.retain(|(at, _), _| *at >= from);
        self.tags.retain(|(at, _), _| *at >= from);
        self.symptoms.retain(|(at, _), _| *at >= reports_from);
        self.session_ids.retain(|(_, at, _)| *at >= from);
        self.session_names.retain(|(at, _), _| *at >= from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_report_that_was_moved_left_the_diary_as_old_as_before() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (old, new) = (at("2026-06-01T12:00:00Z"), at("2026-09-01T12:00:00Z"));
        let mut history = History::default();
        history.insert(old, Key::LEAST, Body::Symptom(Box::default()));
        history.remove(old, Key::LEAST);
        history.insert(new, Key::LEAST, Body::Symptom(Box::default()));
        assert_eq!(history.diary_since, Some(new));
    }

    #[test]
    fn a_session_is_found_by_the_newest_that_bears_its_name() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let (old, new) = (at("2026-06-01T12:00:00Z"), at("2026-06-02T12:00:00Z"));
        let key = Key::LEAST;
        let mut history = History::default();
        for start in [new, old] {
            history.insert(start, key, Body::Workout(Box::default()));
            history.name_session(start, key, "w");
        }
        history.name_session(old, key, "v");
        history.name_session(old, key, "w");
        assert_eq!(history.session_named("v"), None);
        assert_eq!(history.session_named("w"), Some((new, key)));
        history.remove(new, key);
        assert_eq!(history.session_named("w"), Some((old, key)));
        history.name_session(new, key, "x");
        let (all, none) = (history.within(old, new), history.within(new, old));
        assert_eq!((all.session_named("w"), all.session_named("x")), (Some((old, key)), Some((new, key))));
        assert_eq!((none.session_named("w"), none.workouts().len()), (None, 0));
        assert_eq!(history.within(old, old).workouts().len(), 1);
        history.remove(new, key);
        history.forget_before(new, new);
        assert_eq!(history.session_named("w"), None);
        assert_eq!(history, History::default());
    }
}
