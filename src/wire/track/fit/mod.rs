//! FIT: the file that a watch writes. The container, the sums over its bytes and the numbers of messages and fields are
//! the library's; what is made of them is here.

mod file;
mod message;
mod session;
mod zones;

use super::sheet::Sheet;
use crate::record::Wrong;

/// The longest file that is taken; a day at one point a second is a tenth of it.
pub(super) const LONGEST: u64 = 64 << 20;

/// Reads the files that stand one behind the other in these bytes; mostly it is one.
pub(super) fn read(bytes: &[u8], sheet: &mut Sheet<'_>) -> Result<(), Wrong> {
    if bytes.len() as u64 > LONGEST {
        return Err(broken(format!("longer than {} MiB", LONGEST >> 20)));
    }
    let mut rest = bytes;
    // Zeros behind a file are room that nobody used.
    while !rest.is_empty() && (sheet.count() == 0 || rest.iter().any(|byte| *byte != 0)) {
        let read = length(rest).and_then(|length| {
            let (whole, behind) = rest.split_at_checked(length).ok_or_else(|| too_short(length, rest.len()))?;
            check_sum(whole)?;
            file::read(whole, sheet)?;
            Ok(behind)
        });
        rest = match read {
            Ok(behind) => behind,
            // What came before it is whole.
            Err(wrong) if sheet.count() > 0 => {
                let line = (sheet.count() as u64).saturating_add(1);
                sheet.refuse(line, None, "", wrong);
                return Ok(());
            }
            Err(wrong) => return Err(wrong),
        };
    }
    Ok(())
}

/// How long the file is that begins here, as its header says.
fn length(bytes: &[u8]) -> Result<usize, Wrong> {
    let header = bytes.first().copied().map_or(0, usize::from);
    let size = bytes.get(4..8).and_then(<[u8]>::first_chunk::<4>).map(|size| u32::from_le_bytes(*size));
    let (Some(size), Some(b".FIT"), 12 | 14) = (size, bytes.get(8..12), header) else {
        return Err(broken("no header of a FIT file".to_owned()));
    };
    if size == 0 {
        return Err(broken("its recording was never finished: the header tells of no data".to_owned()));
    }
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    Ok(size.saturating_add(header).saturating_add(2))
}

/// The last two bytes make the sum over everything come out as 0; or over the data alone, as the library reads it, where
/// the header has a sum of its own.
fn check_sum(whole: &[u8]) -> Result<(), Wrong> {
    let data = whole.first().and_then(|header| whole.get(usize::from(*header)..)).unwrap_or_default();
    if sum(whole) == 0 || sum(data) == 0 {
        return Ok(());
    }
    Err(broken("the sum over its bytes is wrong: some were changed or lost".to_owned()))
}

/// The sum over bytes: a cyclic redundancy check of 16 bits with the polynomial 0x8005, least bit first, from 0.
fn sum(bytes: &[u8]) -> u16 {
    let step = |sum: u16, _| if sum & 1 == 1 { (sum >> 1) ^ 0xa001 } else { sum >> 1 };
    bytes.iter().fold(0, |sum, byte| (0..8).fold(sum ^ u16::from(*byte), step))
}

fn too_short(said: usize, there: usize) -> Wrong {
    broken(format!("it ends early: {there} of {said} bytes are there"))
}

fn broken(because: String) -> Wrong {
    Wrong::Broken { format: "FIT", because }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_over_the_nine_digits_is_the_known_one_of_this_check() {
        // The check value of CRC-16/ARC over "123456789" in catalogues of such sums.
        assert_eq!(sum(b"123456789"), 0xbb3d);
    }
}
