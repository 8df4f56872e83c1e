//! File events, as a hint that a scan is worth while. They get lost (full queues, network mounts), so nothing
//! rests on them.

use std::path::Path;
use std::sync::Arc;

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, Event, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::Notify;

/// Wakes the scan when something happens in the inbox, for as long as it lives.
pub struct Wake {
    _watcher: RecommendedWatcher,
}

impl Wake {
    /// Watches the inbox and its folders. Where that is not possible the scans by the clock must do.
    pub fn new(root: &Path, bell: Arc<Notify>) -> notify::Result<Wake> {
        let config = Config::default().with_follow_symlinks(false);
        let ring = move |event: notify::Result<Event>| {
            if event.as_ref().map_or(true, is_worth_a_look) {
                bell.notify_one();
            }
        };
        let mut watcher = RecommendedWatcher::new(ring, config)?;
        watcher.watch(root, RecursiveMode::Recursive)?;
        Ok(Wake { _watcher: watcher })
    }
}

/// Whether an event may mean a new or changed file. Our own reading also makes events: waking on them would
/// never end. An event that says others were lost (it names no path) always counts.
fn is_worth_a_look(event: &Event) -> bool {
    match event.kind {
        _ if event.need_rescan() => true,
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) | EventKind::Remove(_) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, Flag, ModifyKind, RenameMode};

    #[test]
    fn an_overflow_without_paths_wakes_the_scan() {
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        assert!(lost.paths.is_empty());
        assert!(is_worth_a_look(&lost));
        assert!(is_worth_a_look(&Event::new(EventKind::Access(AccessKind::Any)).set_flag(Flag::Rescan)));
    }

    #[test]
    fn our_own_reading_does_not_wake_the_scan() {
        for kind in [AccessKind::Open(AccessMode::Any), AccessKind::Read, AccessKind::Close(AccessMode::Read)] {
            assert!(!is_worth_a_look(&Event::new(EventKind::Access(kind))));
        }
        for kind in [
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            EventKind::Modify(ModifyKind::Name(RenameMode::To)),
            EventKind::Create(CreateKind::File),
        ] {
            assert!(is_worth_a_look(&Event::new(kind)));
        }
    }
}
