//! Writes small FIT files, byte by byte, for tests: header, definitions, messages, and the sum over all of it.
#![allow(dead_code, reason = "not every test uses every helper")]

/// Seconds from 1970 to the beginning of FIT's count.
pub(crate) const EPOCH_S: i64 = 631_065_600;

/// Kinds of numbers, as a definition names them.
pub(crate) const ENUM: u8 = 0x00;
pub(crate) const SINT8: u8 = 0x01;
pub(crate) const UINT8: u8 = 0x02;
pub(crate) const UINT16: u8 = 0x84;
pub(crate) const UINT32: u8 = 0x86;
pub(crate) const UINT32Z: u8 = 0x8c;

/// Numbers of messages.
pub(crate) const FILE_ID: u16 = 0;
pub(crate) const SESSION: u16 = 18;
pub(crate) const RECORD: u16 = 20;
pub(crate) const ACTIVITY: u16 = 34;
pub(crate) const TIME_IN_ZONE: u16 = 216;

/// A field: its number, its kind and its bytes.
pub(crate) type Field = (u8, u8, Vec<u8>);

pub(crate) fn byte(number: u8, kind: u8, value: u8) -> Field {
    (number, kind, vec![value])
}

pub(crate) fn short(number: u8, value: u16) -> Field {
    (number, UINT16, value.to_le_bytes().to_vec())
}

pub(crate) fn long(number: u8, value: u32) -> Field {
    (number, UINT32, value.to_le_bytes().to_vec())
}

/// The time in FIT's count of an instant.
pub(crate) fn time(text: &str) -> u32 {
    let at: tingled::time::Timestamp = text.parse().unwrap();
    u32::try_from(at.as_second() - EPOCH_S).unwrap()
}

/// A file that is being written.
#[derive(Clone, Default)]
pub(crate) struct Fit {
    data: Vec<u8>,
}

impl Fit {
    /// A file of this kind, by this maker, with this serial number.
    pub(crate) fn of(kind: u8, maker: u16, serial: u32) -> Fit {
        Fit::default().message(
            FILE_ID,
            &[
                byte(0, ENUM, kind),
                short(1, maker),
                (3, UINT32Z, serial.to_le_bytes().to_vec()),
                long(4, time("2026-07-01T05:10:00Z")),
            ],
        )
    }

    /// An activity of a Garmin watch.
    pub(crate) fn garmin() -> Fit {
        Fit::of(4, 1, 3_900_000_001)
    }

    /// Adds a message with its definition.
    pub(crate) fn message(mut self, number: u16, fields: &[Field]) -> Fit {
        self.data.extend([0x40, 0, 0]);
        self.data.extend(number.to_le_bytes());
        self.data.push(u8::try_from(fields.len()).unwrap());
        for (field, kind, bytes) in fields {
            self.data.extend([*field, u8::try_from(bytes.len()).unwrap(), *kind]);
        }
        self.data.push(0);
        fields.iter().for_each(|(_, _, bytes)| self.data.extend(bytes));
        self
    }

    /// Adds bytes as they are.
    pub(crate) fn raw(mut self, bytes: &[u8]) -> Fit {
        self.data.extend(bytes);
        self
    }

    /// Says how the wall clock stood at the end.
    pub(crate) fn activity(self, end: &str, ahead_s: i64) -> Fit {
        let utc = time(end);
        let wall = u32::try_from(i64::from(utc) + ahead_s).unwrap();
        self.message(ACTIVITY, &[long(253, utc), long(5, wall)])
    }

    /// The whole file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![14, 0x10, 0x43, 0x08];
        bytes.extend(u32::try_from(self.data.len()).unwrap().to_le_bytes());
        bytes.extend(b".FIT");
        bytes.extend(crc(&bytes).to_le_bytes());
        bytes.extend(&self.data);
        bytes.extend(crc(&bytes).to_le_bytes());
        bytes
    }
}

/// A run of an hour with everything in it, from 05:10 UTC on 1 July 2026.
pub(crate) fn run() -> Vec<Field> {
    vec![
        short(254, 0),
        long(2, time("2026-07-01T05:10:00Z")),
        byte(5, ENUM, 1),
        byte(6, ENUM, 3),
        long(7, 3_720_500),
        long(8, 3_600_000),
        long(9, 1_050_000),
        short(11, 640),
        byte(16, UINT8, 148),
        byte(17, UINT8, 171),
        short(22, 85),
        byte(57, SINT8, 19),
        long(168, 150 * 65_536),
        short(178, 950),
        byte(193, UINT8, 60),
    ]
}

/// A run of an hour, told with the least that is needed, and how the clock stood.
pub(crate) fn plain_run() -> Fit {
    Fit::garmin().message(SESSION, &run()).activity("2026-07-01T06:12:00Z", 7200)
}

/// The same fields with others in place of those of the same number.
pub(crate) fn with(mut fields: Vec<Field>, others: &[Field]) -> Vec<Field> {
    fields.retain(|(number, ..)| !others.iter().any(|(other, ..)| other == number));
    fields.extend(others.iter().cloned());
    fields
}

/// The sum over bytes: CRC-16 with the polynomial 0x8005, least bit first, from 0.
pub(crate) fn crc(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0, |sum, byte| {
        (0..8).fold(sum ^ u16::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xa001 } else { sum >> 1 })
    })
}
