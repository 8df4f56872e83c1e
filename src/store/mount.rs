//! File systems on which a write-ahead log breaks: there, shared memory or locks do not hold.

use std::path::Path;

use super::error::{StoreError, folder};

/// The magic numbers of file systems that are not local, from the kernel's `magic.h` and the projects' own.
const NETWORK: &[(u32, &str)] = &[
    (0x6969, "a network mount (NFS)"),
    (0x517b, "a network mount (SMB)"),
    (0xff53_4d42, "a network mount (CIFS)"),
    (0xfe53_4d42, "a network mount (SMB)"),
    (0x0102_1997, "a folder shared by another system (9p)"),
    (0x6573_5546, "a file system in user space (FUSE)"),
    (0x786f_4256, "a folder shared by another system (VirtualBox)"),
    (0x5346_414f, "a network mount (AFS)"),
    (0x00c3_6400, "a network mount (Ceph)"),
    (0x7375_7245, "a network mount (Coda)"),
];

/// What is wrong with a file system of this magic number, if anything.
fn network_kind(magic: u32) -> Option<&'static str> {
    NETWORK.iter().find(|(known, _)| *known == magic).map(|(_, kind)| *kind)
}

/// Refuses a database on a network mount. A file system that does not answer is let through.
pub(super) fn refuse_network(place: &Path) -> Result<(), StoreError> {
    let Ok(disk) = rustix::fs::statfs(folder(place)) else { return Ok(()) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a magic number has 32 bits")]
    let magic = disk.f_type as u32;
    match network_kind(magic) {
        Some(kind) => Err(StoreError::NetworkMount { place: place.to_owned(), kind }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_mounts_are_known_and_local_disks_pass() {
        assert_eq!(network_kind(0x6969), Some("a network mount (NFS)"));
        assert_eq!(network_kind(0x6573_5546), Some("a file system in user space (FUSE)"));
        // ext4, btrfs, xfs, tmpfs, overlay, zfs
        for local in [0xef53, 0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630, 0x2fc1_2fc1] {
            assert_eq!(network_kind(local), None);
        }
        assert!(refuse_network(Path::new("/tingled.db")).is_ok());
    }
}
