//! What kind of bytes a file holds.

use std::io::{self, Read};

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::wire::file::compression;
use crate::wire::plain::Plain;

/// How the bytes of a file become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, the fallback for bytes that are not UTF-8.
    Windows1252,
}

impl Encoding {
    /// The name for reports.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Windows1252 => "windows-1252",
        }
    }

    /// The text of a cell's bytes, as they stand in rows; `None` when they are none.
    pub(super) fn text(self, bytes: &[u8]) -> Option<std::borrow::Cow<'_, str>> {
        match self {
            // UTF-16 has become UTF-8 on the way in.
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => std::str::from_utf8(bytes).ok().map(Into::into),
            Encoding::Windows1252 => Some(WINDOWS_1252.decode_without_bom_handling(bytes).0),
        }
    }
}

/// The most bytes looked at before reading begins.
pub(super) const SAMPLE: usize = 64 * 1024;

/// What the first bytes say.
pub(super) struct Sniffed<R> {
    /// UTF-8 unless a mark says otherwise.
    pub(super) encoding: Encoding,
    /// What it is, when it is no text at all.
    pub(super) not_text: Option<&'static str>,
    /// All bytes, the first ones too.
    pub(super) plain: Plain<R>,
}

/// Looks at the first bytes.
pub(super) fn sniff<R: Read>(mut input: R) -> io::Result<Sniffed<R>> {
    let mut head = Vec::new();
    input.by_ref().take(4096).read_to_end(&mut head)?;
    let (encoding, mark) = match head.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        _ => (Encoding::Utf8, 0),
    };
    let decoder = match encoding {
        Encoding::Utf16Le => Some(UTF_16LE.new_decoder_without_bom_handling()),
        Encoding::Utf16Be => Some(UTF_16BE.new_decoder_without_bom_handling()),
        _ => None,
    };
    let not_text = if decoder.is_none() { binary(&head) } else { None };
    let rest = head.split_off(mark.min(head.len()));
    let plain = Plain::new(rest, input, decoder);
    Ok(Sniffed { encoding, not_text, plain })
}

fn binary(head: &[u8]) -> Option<&'static str> {
    let kinds: [(&[u8], &str); 3] =
        [(b"%PDF", "PDF"), (b"SQLite format 3", "SQLite database"), (b"\xd0\xcf\x11\xe0", "Excel file")];
    if let Some((_, kind)) = kinds.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(kind);
    }
    if let Some(kind) = compression(head) {
        return Some(kind);
    }
    let zeros = head.iter().filter(|byte| **byte == 0).count();
    (zeros.saturating_mul(10) > head.len()).then_some("binary file")
}

/// Counts what the bytes beyond ASCII are, row by row, to tell UTF-8 from Windows-1252.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Beyond {
    good: u64,
    bad: u64,
    strange: bool,
}

impl Beyond {
    /// Takes a row in.
    pub(super) fn row(&mut self, bytes: &[u8]) {
        if bytes.is_ascii() {
        } else if std::str::from_utf8(bytes).is_ok() {
            self.good = self.good.saturating_add(1);
        } else {
            self.bad = self.bad.saturating_add(1);
            // Letters and common signs of Windows-1252; others are broken bytes in any encoding.
            let common = |byte: &u8| {
                byte.is_ascii()
                    || matches!(byte, 0x80 | 0x84..=0x85 | 0x91..=0x97 | 0x99 | 0xa0..=0xd6 | 0xd8..=0xf6 | 0xf8..=0xfd)
            };
            self.strange = self.strange || !bytes.iter().all(common);
        }
    }

    /// Whether the file is Windows-1252: no row is UTF-8, and every row reads well in the other.
    pub(super) fn is_windows(self) -> bool {
        self.bad > 0 && self.good == 0 && !self.strange
    }
}
