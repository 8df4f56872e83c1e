//! The kind of exercise of a row.

use std::collections::BTreeMap;

use super::cell::misfit;
use super::instant::Bad;
use crate::record::words::{Sport, Vocabulary};
use crate::record::{Body, Kind, Misfit, Value};
use crate::wire::dialect::{Answers, Dialect, Makes, Target};
use crate::wire::literal;

/// The most words that are remembered.
const MOST: usize = 1000;

/// The words that rows told so far, each looked up once.
#[derive(Debug, Default)]
pub(super) struct Sports {
    known: BTreeMap<Vec<u8>, Option<Sport>>,
}

impl Sports {
    /// Fills the kind of exercise, and the source's word for it where it is not ours.
    pub(super) fn fill(
        &mut self,
        dialect: &Dialect,
        answers: &mut Answers,
        value: Value,
        at: usize,
    ) -> Result<Option<Sport>, Bad> {
        let Value::Text(text) = value else { return Ok(None) };
        let known = match self.known.get(text.as_bytes()) {
            Some(known) => *known,
            None => {
                let known = dialect.sport(&text);
                // A column that is no sport at all must not fill the memory.
                if self.known.len() < MOST {
                    self.known.insert(text.as_bytes().to_vec(), known);
                }
                known
            }
        };
        let sport = known.unwrap_or(Sport::Other);
        let Answers::Body(Body::Workout(workout)) = answers else { return Ok(None) };
        workout.sport = Some(sport);
        if text != sport.name()
            && let Some(target) = Target::find(Makes::Record(Kind::Workout), "sport_text")
        {
            let wrong = |_: Misfit| Bad::at(at, misfit(&target));
            let text = literal::items(&text).map_or(text, |items| items.join(", "));
            target.set(answers, Value::Text(text)).map_err(wrong)?;
        }
        Ok(Some(sport))
    }
}
