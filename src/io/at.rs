//! Reading an open file from a place of one's own, whoever else reads it.

use std::fs::File;
use std::io::{self, Read};
use std::os::unix::fs::FileExt;

use crate::time::{Timestamp, to_millisecond};

/// A reader over an open file that keeps its own position: the file's shared one is not touched.
#[derive(Debug)]
pub struct At<'f> {
    file: &'f File,
    offset: u64,
}

impl At<'_> {
    /// From the beginning.
    pub fn start(file: &File) -> At<'_> {
        At { file, offset: 0 }
    }

    /// When the file was last changed, where the file system tells.
    pub fn changed(file: &File) -> Option<Timestamp> {
        let changed = file.metadata().and_then(|data| data.modified()).ok()?;
        Timestamp::try_from(changed).ok().map(to_millisecond)
    }
}

impl Read for At<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read_at(buffer, self.offset)?;
        self.offset = self.offset.saturating_add(read as u64);
        Ok(read)
    }
}
