//! A person's own tags as exposures.

use std::collections::BTreeMap;

use super::Scale;
use super::answer::Answer;
use super::case::Case;
use crate::record::{History, Tag};

/// The most tags that join; the most used ones.
pub(super) const TAGS_MOST: usize = 64;

/// The tag that stands in the list of exposures already.
pub(super) const MUSIC: &str = "music";

/// A tag of the person, as an exposure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagColumn {
    /// Its name, in small letters.
    pub name: String,
    /// Numbers, when one was ever told, else yes and no.
    pub scale: Scale,
}

/// The name under which spellings of one tag come together; `None` for none.
fn folded(tag: &Tag) -> Option<String> {
    tag.name.as_deref().map(|name| name.trim().to_lowercase()).filter(|name| !name.is_empty())
}

impl TagColumn {
    /// The tags of a history by name, without those that the list of exposures already has.
    pub fn all(history: &History) -> Vec<TagColumn> {
        let mut known: BTreeMap<String, (usize, Scale)> = BTreeMap::new();
        for tag in history.tags().values() {
            let Some(name) = folded(tag) else { continue };
            let (count, scale) = known.entry(name).or_insert((0, Scale::Binary));
            *count = count.saturating_add(1);
            if tag.amount.is_some() {
                *scale = Scale::Continuous;
            }
        }
        known.retain(|name, _| name != MUSIC);
        let mut tags: Vec<_> = known.into_iter().collect();
        tags.sort_by(|(name, (count, _)), (other, (others, _))| others.cmp(count).then(name.cmp(other)));
        tags.truncate(TAGS_MOST);
        tags.sort_by(|(name, _), (other, _)| name.cmp(other));
        tags.into_iter().map(|(name, (_, scale))| TagColumn { name, scale }).collect()
    }

    /// Its value for a session: the newest of its day up to its end.
    pub fn of(&self, case: &Case<'_>) -> Answer {
        of_name(case, &self.name, self.scale)
    }
}

/// The value of the tag of that name for a session.
pub(super) fn of_name(case: &Case<'_>, name: &str, scale: Scale) -> Answer {
    case.near.tag(|tag| folded(tag).filter(|own| own == name).and_then(|_| value(tag, scale)), "tag")
}

fn value(tag: &Tag, scale: Scale) -> Option<f64> {
    match scale {
        Scale::Continuous => tag.amount.map(|amount| amount.get()),
        // Without yes or no it was so: the name alone says it.
        Scale::Binary => Some(if tag.yes.unwrap_or(true) { 1.0 } else { 0.0 }),
    }
}
