//! Which names in the inbox are taken, passed over in silence, or refused.

/// The endings that are taken, without regard to case.
pub const TAKEN: &[&str] = &[".csv", ".json", ".fit", ".tcx", ".gpx"];

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
const COMPRESSED: &[(&str, &str)] = &[
    (".gz", "gzip file"),
    (".zip", "zip file"),
    (".bz2", "bzip2 file"),
    (".xz", "xz file"),
    (".zst", "zstd file"),
    (".7z", "7-Zip file"),
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
            ("export.zip", Name::Compressed("zip file")),
            ("run.csv.gz", Name::Compressed("gzip file")),
            ("run.FIT", Name::Taken),
            ("HealthAutoExport-2026-11-23.json", Name::Taken),
            ("run.fit.gz", Name::Compressed("gzip file")),
            ("run.txt", Name::Other),
            ("csv", Name::Other),
        ] {
            assert_eq!(look(name.as_bytes()), expected, "{name}");
        }
        assert_eq!(look(b"l\xe4ufe.csv"), Name::Taken);
    }
}
