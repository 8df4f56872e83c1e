//! A person's records read straight from a folder of CSV files, without a store.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::failure::{Failure, plainly};
use super::import::files;
use crate::config::merged;
use crate::io::at::At;
use crate::person::{PersonId, Profile};
use crate::record::{Edits, History, Known, resolve};
use crate::time::Timestamp;
use crate::voice::reject::sentence;
use crate::wire::csv::{Failed, Settings, System, UnitsWish, Who};
use crate::wire::dialect::Dialects;
use crate::wire::file;

/// What a folder told.
pub struct Folder {
    /// The records.
    pub history: History,
    /// Rows that were left out; `tingled import --dry-run` says why.
    pub left_out: u64,
    /// Files that could not be read as a whole, each with the reason.
    pub refused: Vec<String>,
}

/// Reads a folder of one person: our own CSV, or exports that say everything themselves. Wall clocks are read in
/// this zone.
pub fn read(place: &Path, dialects: &Dialects, zone: &TimeZone, now: Timestamp) -> Result<Folder, Failure> {
    // Whose they are is nobody's business here; the records never leave this call under that name.
    let person = PersonId::new("folder").ok_or_else(|| Failure::Usage("no person".to_owned()))?;
    let (mut known, mut history, mut left_out) = (Known::new(), History::default(), 0_u64);
    let (mut refused, mut read) = (Vec::new(), 0_usize);
    let mut profile = Profile::default();
    for path in files(&[place.to_owned()])? {
        let unreadable = |because: String| Failure::Data(format!("{}: {}", path.display(), plainly(&because)));
        let file = File::open(&path).map_err(|error| Failure::Unavailable(format!("{}: {error}", path.display())))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let zone_of = |_: &PersonId| Some(zone.clone());
        let settings = Settings {
            who: Who::Is(person.clone()),
            zone: &zone_of,
            now,
            written: At::changed(&file),
            units: UnitsWish::Otherwise(System::Metric),
            numbers: None,
            order: None,
            dialect: None,
            file: Arc::from(name.as_str()),
        };
        let survey = match file::survey(At::start(&file), dialects, &settings) {
            Ok(survey) => survey,
            Err(Failed::Refused(reject)) => {
                refused.push(format!("{}: {}", path.display(), sentence(&reject).what));
                continue;
            }
            Err(Failed::Io(error)) => return Err(unreadable(error.to_string())),
        };
        file::read(At::start(&file), survey, &settings, &mut |batch| {
            left_out = left_out.saturating_add(u64::try_from(batch.parsed.rejects.len()).unwrap_or(u64::MAX));
            if let Some(told) = batch.parsed.profile {
                profile = merged(&told, &profile);
            }
            for change in resolve(batch.parsed.records, &mut known, Edits::Files) {
                history.change(&change);
            }
        })
        .map_err(|error| unreadable(error.to_string()))?;
        read = read.saturating_add(1);
    }
    if read == 0 {
        return Err(Failure::Data(refused.join("\n")));
    }
    history.profile = profile;
    Ok(Folder { history, left_out, refused })
}
