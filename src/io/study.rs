//! The thread on which a study is made, with a reader of the database of its own.

use std::path::Path;
use std::time::Instant;

use tokio::sync::mpsc;
use tracing::{debug, warn};

use super::core::Heard;
use crate::daemon::study::{Studied, Wanted, carry_out};
use crate::store::Store;

/// Makes a study on a thread of its own; what it found is heard later. Without a thread, or when the database cannot
/// be read, nothing is heard but that it is over.
pub fn start(database: &Path, wanted: Wanted, mouth: mpsc::Sender<Heard>) {
    let database = database.to_owned();
    let ending = mouth.clone();
    let work = move || {
        let (outcome, took_min) =
            timed(|| Store::open_read_only(&database).and_then(|store| carry_out(&store, wanted)));
        let heard = match outcome {
            Ok(studied) => {
                let studied = Studied { took_min, ..studied };
                debug!(answered = studied.gates.answered, found = studied.found.len(), "a study is done");
                Heard::Studied(Some(Box::new(studied)))
            }
            Err(because) => {
                warn!(%because, "a study could not be made; it is tried again later");
                Heard::Studied(None)
            }
        };
        // Nobody listens any more when we are stopping.
        let _ = mouth.blocking_send(heard);
    };
    if std::thread::Builder::new().name("study".to_owned()).spawn(work).is_err() {
        let _ = ending.try_send(Heard::Studied(None));
    }
}

/// What some work gave, and how many minutes it took.
#[expect(clippy::disallowed_methods, reason = "how long a study takes decides how often one is made")]
fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let outcome = work();
    (outcome, begun.elapsed().as_secs_f64() / 60.0)
}
