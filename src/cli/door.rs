//! The way to the data: through the running daemon where there is one, else by opening the store.

use std::io::Read;
use std::path::Path;

use serde_json::Value as Json;

use crate::daemon::Daemon;
use crate::io::run::DATABASE;
use crate::io::socket::{CallError, call};
use crate::store::{Store, StoreError};
use crate::wire::socket::Request;

use super::failure::Failure;
use super::load::Loaded;

/// The way to the data, for writing.
pub enum Door {
    /// A daemon answers on its socket.
    Running,
    /// Nobody else has the store.
    Own(Box<Daemon>),
}

/// Finds the way: asks for a daemon, and without one takes the lock and opens the store.
pub fn open(loaded: &Loaded) -> Result<Door, Failure> {
    match ask(&loaded.paths.socket, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {}) {
        Ok(_) => Ok(Door::Running),
        Err(CallError::NoDaemon { .. }) => {
            let setup = loaded.setup()?;
            let store = Store::open(&setup.data.join(DATABASE))?;
            let mut daemon = Daemon::new(store, setup.people, setup.policy, setup.mqtt.is_some());
            daemon.mend_zones()?;
            Ok(Door::Own(Box::new(daemon)))
        }
        Err(error) => Err(failure(&error)),
    }
}

/// The store, for reading beside a running daemon; `None` when there is none yet.
pub fn read(loaded: &Loaded) -> Result<Option<Store>, Failure> {
    let path = loaded.paths.database();
    match path.try_exists() {
        Ok(true) => {}
        Ok(false) => return Ok(None),
        Err(error) => {
            let help = "the service's data are for its own user: sudo -u tingled tingled …";
            return Err(Failure::Unavailable(format!(
                "could not look at {}: {error}\n  help: {help}",
                path.display()
            )));
        }
    }
    Store::open_read_only(&path).map(Some).map_err(|error: StoreError| Failure::Unavailable(error.to_string()))
}

/// Asks the daemon.
pub fn ask(
    socket: &Path,
    request: &Request,
    body: &mut dyn Read,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Json, CallError> {
    call(socket, request, body, progress)
}

/// What a call that failed means for the verb.
pub fn failure(error: &CallError) -> Failure {
    match error {
        CallError::Refused(refusal) => {
            let help = refusal.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
            let text = format!("{}{help}", refusal.message);
            match refusal.exit {
                64 => Failure::Usage(text),
                65 => Failure::Data(text),
                _ => Failure::Unavailable(text),
            }
        }
        error => Failure::Unavailable(error.to_string()),
    }
}
