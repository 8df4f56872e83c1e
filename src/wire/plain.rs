//! The bytes of a text as UTF-8, whatever encoding it has.

use std::io::{self, Chain, Cursor, Read};

use encoding_rs::Decoder;

/// A text on its way in: bytes of another encoding are turned into UTF-8, without a decoder they stay as they are.
pub(super) struct Plain<R> {
    input: Chain<Cursor<Vec<u8>>, R>,
    decoder: Option<Decoder>,
    text: Vec<u8>,
    given: usize,
}

impl<R: Read> Plain<R> {
    /// The text that begins with `head`, without its mark, and goes on with `rest`.
    pub(super) fn new(head: Vec<u8>, rest: R, decoder: Option<Decoder>) -> Plain<R> {
        Plain { input: Cursor::new(head).chain(rest), decoder, text: Vec::new(), given: 0 }
    }

    /// Decodes the next stretch.
    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let mut raw = vec![0; 32 * 1024];
        let count = self.input.read(&mut raw)?;
        let raw = raw.get(..count).unwrap_or_default();
        let room = decoder.max_utf8_buffer_length(count).unwrap_or(4 * 32 * 1024);
        self.text = vec![0; room];
        self.given = 0;
        // The room is the greatest that can be needed, so one call takes everything.
        let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.text, count == 0);
        self.text.truncate(written);
        if count == 0 {
            self.decoder = None;
        }
        Ok(())
    }
}

impl<R: Read> Read for Plain<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() && self.text.is_empty() {
            return self.input.read(room);
        }
        while self.given == self.text.len() && self.decoder.is_some() {
            self.decode()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let count = rest.len().min(room.len());
        for (to, from) in room.iter_mut().zip(rest) {
            *to = *from;
        }
        self.given = self.given.saturating_add(count);
        Ok(count)
    }
}
