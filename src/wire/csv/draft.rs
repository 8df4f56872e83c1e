//! A dialect for a file whose header no dialect knows, tried on its first rows.

use std::io::{self, Read};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::sniff::SAMPLE;
use super::{Settings, UnitsWish, read, recognise, sniff, survey};
use crate::wire::csv::System;
use crate::wire::dialect::{Dialects, Draft, drafts};

/// A dialect that reads most of the first rows of this file; `None` when no known one is near enough.
///
/// # Errors
/// When the bytes cannot be fetched.
pub fn draft<R: Read>(input: R, dialects: &Dialects, settings: &Settings<'_>) -> io::Result<Option<Draft>> {
    let mut sample = Vec::new();
    sniff::sniff(input)?.plain.take(SAMPLE as u64).read_to_end(&mut sample)?;
    let Some(unknown) = recognise::unknown(&sample, &settings.file)? else { return Ok(None) };
    Ok(drafts(&unknown, dialects).into_iter().find(|draft| reads(draft, &sample, settings)))
}

/// Whether a dialect reads most of these rows.
fn reads(draft: &Draft, sample: &[u8], settings: &Settings<'_>) -> bool {
    let Ok(alone) = Dialects::only(&draft.name, &draft.toml) else { return false };
    let trial = Settings {
        who: settings.who.clone(),
        zone: &|_| Some(TimeZone::UTC),
        now: settings.now,
        written: None,
        units: UnitsWish::Otherwise(System::Metric),
        numbers: settings.numbers,
        order: settings.order,
        dialect: None,
        file: Arc::clone(&settings.file),
    };
    let Ok(found) = survey(sample, &alone, &trial) else { return false };
    let summary = read(sample, &found, &trial, &mut |_| {});
    summary.is_ok_and(|summary| summary.records > 0 && summary.rejected <= summary.accepted)
}
