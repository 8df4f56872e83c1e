//! Which names in the inbox are taken, passed over in silence, or refused.

/// The endings that are taken, without regard to case.
pub const TAKEN: &[&str] = &[".csv"];

/// The folder that read files are moved to, when that is configured; never looked into.
pub const DONE_FOLDER: &str = "done";

/// What a name says about its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// To be read.
    Taken,
    /// Passed over in silence: hidden, unfinished, a lock or a sync tool's own.
    Ignored,
    /// A compressed file of this kind.
    Compressed(&'static str),
    /// Anything else.
    Other,
}

/// Endings of files that another program is still writing.
const UNFINISHED: &[&str] = &[".tmp", ".part", ".partial", ".crdownload", "~"];

/// Endings of compressed files and what to call them.
const COMPRESSED: &[(&str, &str)] =
    &[(".gz", "gzip"), (".zip", "zip"), (".bz2", "bzip2"), (".xz", "xz"), (".zst", "zstd"), (".7z", "7-Zip")];

/// First bytes of compressed files and what to call them.
const MAGIC: &[(&[u8], &str)] = &[
    (&[0x1f, 0x8b], "gzip"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"BZh", "bzip2"),
    (&[0xfd, b'7', b'z', b'X', b'Z'], "xz"),
    (&[0x28, 0xb5, 0x2f, 0xfd], "zstd"),
    (&[b'7', b'z', 0xbc, 0xaf], "7-Zip"),
];

/// What the bytes of a file's name say about it; a name need not be UTF-8.
pub(super) fn look(name: &[u8]) -> Name {
    let lower = name.to_ascii_lowercase();
    // Hidden files cover the marks of sync tools (.stfolder, .syncthing.*) and office locks (.~lock*).
    if lower.first() == Some(&b'.') || UNFINISHED.iter().any(|end| lower.ends_with(end.as_bytes())) {
        return Name::Ignored;
    }
    if TAKEN.iter().any(|end| lower.ends_with(end.as_bytes())) {
        return Name::Taken;
    }
    match COMPRESSED.iter().find(|(end, _)| lower.ends_with(end.as_bytes())) {
        Some((_, kind)) => Name::Compressed(kind),
        None => Name::Other,
    }
}

/// The kind of compression that the first bytes of a file show, whatever its name says.
pub(super) fn compression(first: &[u8]) -> Option<&'static str> {
    MAGIC.iter().find(|(magic, _)| first.starts_with(magic)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_name() {
        for (name, expected) in [
            ("run.csv", Name::Taken),
            ("RUN.CSV", Name::Taken),
            ("Aktivit\u{e4}ten (1).csv", Name::Taken),
            (".csv", Name::Ignored),
            (".stfolder", Name::Ignored),
            (".syncthing.run.csv.tmp", Name::Ignored),
            (".~lock.run.csv#", Name::Ignored),
            ("run.csv.part", Name::Ignored),
            ("run.csv.TMP", Name::Ignored),
            ("run.csv~", Name::Ignored),
            ("run.csv.crdownload", Name::Ignored),
            ("export.zip", Name::Compressed("zip")),
            ("run.csv.gz", Name::Compressed("gzip")),
            ("run.fit", Name::Other),
            ("csv", Name::Other),
        ] {
            assert_eq!(look(name.as_bytes()), expected, "{name}");
        }
        assert_eq!(look(b"l\xe4ufe.csv"), Name::Taken);
    }

    #[test]
    fn compression_is_told_by_the_bytes() {
        assert_eq!(compression(&[0x1f, 0x8b, 8, 0]), Some("gzip"));
        assert_eq!(compression(b"PK\x03\x04rest"), Some("zip"));
        assert_eq!(compression(b"time,volume_ml\n"), None);
        assert_eq!(compression(b""), None);
    }
}
