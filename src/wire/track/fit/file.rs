//! One whole FIT file: what it is of, and the sessions in it.

use std::collections::BTreeMap;

use rustyfit::profile::mesgdef::{Activity, FileId};
use rustyfit::profile::typedef::{File, Manufacturer, MesgNum};
use rustyfit::proto::Message;
use rustyfit::{Decoder, DecoderError, DecoderEvent, StreamingIterator};

use super::super::app::app;
use super::super::sheet::{SESSIONS_MOST, Sheet};
use super::broken;
use super::message::{Definition, Fields};
use super::session::{self, Told};
use super::zones::Zones;
use crate::record::Wrong;

/// What a file told.
#[derive(Default)]
struct Contents {
    /// Whether it says what it is.
    has_id: bool,
    /// What it is, in the number of the profile.
    kind: Option<u8>,
    manufacturer: Option<u32>,
    serial: Option<u32>,
    /// How far the wall clock was ahead of UTC, in seconds.
    offset_s: Option<i32>,
    sessions: Vec<Told>,
    zones: Vec<Zones>,
}

/// Reads a file whose length is right.
pub(super) fn read(bytes: &[u8], sheet: &mut Sheet<'_>) -> Result<(), Wrong> {
    let contents = contents(bytes)?;
    let is_activity = |kind: u8| kind == File::ACTIVITY.0 || kind == File::ACTIVITY_SUMMARY.0;
    let kind = contents.kind;
    if !kind.is_none_or(is_activity) || (kind.is_none() && contents.sessions.is_empty()) {
        return Err(Wrong::NoSessions { kind: kind.map_or_else(|| "a FIT file".to_owned(), name) });
    }
    if contents.sessions.is_empty() {
        return Err(Wrong::NoSessions { kind: "a FIT activity without a session in it".to_owned() });
    }
    let maker = contents.manufacturer.and_then(|number| u16::try_from(number).ok()).map(Manufacturer);
    sheet.app(maker.and_then(|maker| app(&maker.to_string())));
    let alone = contents.sessions.len() == 1;
    for told in contents.sessions {
        let line = (sheet.count() as u64).saturating_add(1);
        if told.is_transition() {
            sheet.pass(line, "the transitions between sports");
            continue;
        }
        let of_it = |zones: &&Zones| zones.session == told.index || (alone && contents.zones.len() == 1);
        let zones = contents.zones.iter().find(of_it);
        sheet.take(told.session(line, contents.serial, contents.offset_s, zones))?;
    }
    Ok(())
}

/// What a file of another kind is called.
fn name(kind: u8) -> String {
    let name = match File(kind) {
        File::COURSE => "a planned course",
        File::WORKOUT | File::SCHEDULES => "a planned workout",
        File::DEVICE | File::SETTINGS | File::SPORT | File::EXD_CONFIGURATION => "settings of a device",
        File::MONITORING_A | File::MONITORING_B | File::MONITORING_DAILY => "daily monitoring",
        File::WEIGHT => "weights",
        File::BLOOD_PRESSURE => "blood pressures",
        File::TOTALS | File::GOALS => "totals or goals",
        File::SEGMENT | File::SEGMENT_LIST => "segments of ways",
        _ => return format!("a FIT file of kind {kind}"),
    };
    format!("a FIT file of {name}")
}

fn contents(bytes: &[u8]) -> Result<Contents, Wrong> {
    let mut decoder = Decoder::builder().checksum(false).expand_components(false).build();
    let mut stream = decoder.stream(bytes);
    // What each of the sixteen local numbers stands for at present.
    let mut definitions: BTreeMap<u8, Definition> = BTreeMap::new();
    let mut contents = Contents::default();
    while let Some(event) = stream.next() {
        match event.map_err(|error| why(&error))? {
            DecoderEvent::FileHeader(_) => {}
            DecoderEvent::MessageDefinition(definition) => {
                definitions.insert(definition.header & LOCAL, Definition::of(definition));
            }
            DecoderEvent::Message(message) => {
                let definition = definitions.get(&local(message));
                let Some(definition) = definition else {
                    return Err(broken("a message that nothing declares".to_owned()));
                };
                contents.message(message, definition)?;
            }
            DecoderEvent::Crc(_) => {}
        }
    }
    Ok(contents)
}

/// The bits of a header that hold the local number, and those of one with a compressed time.
const LOCAL: u8 = 0b0000_1111;
const COMPRESSED: u8 = 0b1000_0000;
const COMPRESSED_LOCAL: u8 = 0b0110_0000;

/// The local number of a message.
fn local(message: &Message) -> u8 {
    if message.header & COMPRESSED == 0 { message.header & LOCAL } else { (message.header & COMPRESSED_LOCAL) >> 5 }
}

fn why<E>(error: &DecoderError<E>) -> Wrong {
    broken(match error {
        DecoderError::ChecksumMismatch { .. } => {
            "the sum over its bytes is wrong: some were changed or lost".to_owned()
        }
        DecoderError::MissingMessageDefinition { .. } => "a message that nothing declares".to_owned(),
        DecoderError::Io { .. } | DecoderError::UnexpectedEof => "it ends within a message".to_owned(),
        DecoderError::NotFITFile => "no header of a FIT file".to_owned(),
    })
}

impl Contents {
    /// Takes in a message.
    fn message(&mut self, message: &Message, definition: &Definition) -> Result<(), Wrong> {
        let fields = Fields::new(message, definition);
        match message.num {
            MesgNum::FILE_ID if !self.has_id => {
                self.has_id = true;
                self.kind = fields.byte(FileId::TYPE);
                self.manufacturer = fields.code(FileId::MANUFACTURER);
                self.serial = fields.code(FileId::SERIAL_NUMBER);
            }
            MesgNum::ACTIVITY => {
                let clocks = fields.code(Activity::LOCAL_TIMESTAMP).zip(fields.code(Activity::TIMESTAMP));
                self.offset_s = self.offset_s.or(clocks.and_then(|(wall, utc)| session::offset_s(wall, utc)));
            }
            MesgNum::SESSION if self.sessions.len() < SESSIONS_MOST => self.sessions.push(Told::of(&fields)),
            MesgNum::SESSION => return Err(Wrong::TooLarge { most: SESSIONS_MOST }),
            MesgNum::TIME_IN_ZONE if self.zones.len() < SESSIONS_MOST => self.zones.extend(Zones::of(&fields)),
            _ => {}
        }
        Ok(())
    }
}
