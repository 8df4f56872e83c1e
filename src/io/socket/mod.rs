//! The Unix socket on which the writing verbs reach a running daemon.
//!
//! The file is 0660: whoever may open it may write for every person, as the operator decided by the group.

mod client;
mod serve;
mod spool;

pub use client::{CallError, call};
pub use serve::{Reply, Server, SocketError, SocketRequest};
pub use spool::{Body, FREE_KEPT};

/// The name of the socket in its folder.
pub const SOCKET_NAME: &str = "tingled.sock";
