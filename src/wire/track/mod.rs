//! Files of single activities, as watches and portals write them: FIT, TCX and GPX. Of each session its start and its
//! sums are read; the points of its track are added up and not kept.
//!
//! The source of a record is the app and the format (`garmin-fit`, `strava-gpx`), or the format alone where nothing
//! names the app: a session that also stands in the app's CSV is told by two sources, and counts once.

mod app;
mod fit;
mod formats;
mod gpx;
mod session;
mod sheet;
mod tcx;
mod way;
mod xml;

use std::io::Read;

pub use formats::{FORMATS, TrackFormat};

use crate::record::{Place, Reject, Wrong};
use crate::wire::csv::{Failed, Settings};
use crate::wire::date;
use crate::wire::file::{Whole, refused};
use session::Start;
use sheet::Sheet;
use xml::{Step, Xml};

/// The formats of this folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Fit,
    Tcx,
    Gpx,
}

impl Kind {
    /// The format's name: as a dialect, and at the end of sources.
    fn name(self) -> &'static str {
        match self {
            Kind::Fit => "fit",
            Kind::Tcx => "tcx",
            Kind::Gpx => "gpx",
        }
    }

    /// What a file of it is called in a report.
    fn title(self) -> &'static str {
        FORMATS.iter().find(|format| format.name == self.name()).map_or("", |format| format.title)
    }
}

/// Reads a FIT file.
///
/// # Errors
/// [`Failed::Refused`] for a file that is broken or holds no activity.
pub fn read_fit<R: Read>(input: R, settings: &Settings<'_>) -> Result<Whole, Failed> {
    let mut sheet = Sheet::new(settings, Kind::Fit)?;
    let mut bytes = Vec::new();
    input.take(fit::LONGEST.saturating_add(1)).read_to_end(&mut bytes)?;
    fit::read(&bytes, &mut sheet).map_err(|wrong| refused(settings, wrong))?;
    sheet.whole()
}

/// Reads an XML file: TCX or GPX, as its first element says.
///
/// # Errors
/// [`Failed::Refused`] for a file that is broken, is something else or holds no activity.
pub fn read_xml<R: Read>(input: R, settings: &Settings<'_>) -> Result<Whole, Failed> {
    let mut xml = Xml::new(input)?;
    let at = |line: u64, wrong: Wrong| {
        let place = Place { of: settings.file.clone(), line };
        Failed::Refused(Box::new(Reject { place, column: None, field: None, found: String::new(), wrong }))
    };
    let kind = match xml.next() {
        Ok(Step::Open) => match xml.path().first().map(String::as_str) {
            Some("TrainingCenterDatabase") => Kind::Tcx,
            Some("gpx") => Kind::Gpx,
            Some("html" | "HTML") => {
                return Err(at(xml.line(), Wrong::NoSessions { kind: "an HTML page".to_owned() }));
            }
            other => {
                let kind = format!("XML of <{}>", Reject::excerpt(other.unwrap_or_default()));
                return Err(at(xml.line(), Wrong::NoSessions { kind }));
            }
        },
        Ok(_) => return Err(at(1, Wrong::Empty { header_only: false })),
        Err(wrong) => return Err(at(xml.line(), wrong)),
    };
    let mut sheet = Sheet::new(settings, kind)?;
    sheet.encoding(xml.encoding());
    let read = match kind {
        Kind::Gpx => gpx::read(&mut xml, &mut sheet),
        Kind::Tcx | Kind::Fit => tcx::read(&mut xml, &mut sheet),
    };
    read.map_err(|wrong| at(xml.line(), wrong))?;
    sheet.whole()
}

/// When this text says it was; `None` for a day without a time of day, and for anything else.
fn written(text: &str) -> Option<Start> {
    let text = text.trim();
    let read = date::read_iso(text).filter(|read| !read.is_day)?;
    match read.offset_s {
        Some(offset) => {
            let at = date::offset_of(offset)?.to_timestamp(read.wall).ok()?;
            Some(Start::At(at, text.to_owned()))
        }
        None => Some(Start::Wall(read.wall, text.to_owned())),
    }
}
