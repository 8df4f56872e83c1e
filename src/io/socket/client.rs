//! The asking side: plain and blocking, for the verbs.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::wire::socket::{REQUEST_LONGEST, RESPONSE_LONGEST, Refusal, Request, Response};

/// How long a daemon may say nothing at all; at work it says so every few seconds.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// A request got no answer.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// Nobody answers there: open the store ourselves.
    #[error("no tingled runs at {path}")]
    NoDaemon {
        /// The socket.
        path: PathBuf,
    },
    /// The socket may not be opened.
    #[error("may not speak to the running tingled at {path}: {because}; is this user in the group of that file?")]
    NotAllowed {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        because: io::Error,
    },
    /// The daemon said no.
    #[error("{0}")]
    Refused(Refusal),
    /// The connection broke, or the daemon fell silent. Whether the request was done is not known: doing it
    /// again is harmless, since what is known already is not stored twice.
    #[error("lost the running tingled at {path}: {because}; see its log, then try again")]
    Lost {
        /// The socket.
        path: PathBuf,
        /// What happened.
        because: io::Error,
    },
    /// The request, or the file to send, cannot be sent.
    #[error("could not send the request: {0}")]
    Unsendable(io::Error),
}

/// Asks the daemon at `path` and waits for its answer. `body` gives the bytes of an import; `progress` is called
/// with what is done and of how much, as the daemon says it.
pub fn call(
    path: &Path,
    request: &Request,
    body: &mut dyn Read,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Value, CallError> {
    let lost = |because| CallError::Lost { path: path.to_owned(), because };
    let line = request.line();
    if line.len() > REQUEST_LONGEST {
        let message = format!("it has {} bytes, {REQUEST_LONGEST} are taken", line.len());
        return Err(CallError::Unsendable(io::Error::new(io::ErrorKind::InvalidInput, message)));
    }
    let mut stream = connect(path)?;
    stream.set_read_timeout(Some(SILENCE_MAX)).map_err(lost)?;
    stream.set_write_timeout(Some(SILENCE_MAX)).map_err(lost)?;
    let sent = stream.write_all(&line).map_err(Sending::Broken);
    let sent = sent.and_then(|()| send_body(&mut stream, body, request.body_size()));
    match sent {
        Ok(()) => read_answer(BufReader::new(stream), progress).map_err(|error| error.at(path)),
        Err(Sending::Unreadable(error)) => Err(CallError::Unsendable(error)),
        // The daemon closes its ears when it refuses; what it said may still be read.
        Err(Sending::Broken(error)) => match read_answer(BufReader::new(stream), progress) {
            Err(Answer::Refused(refusal)) => Err(CallError::Refused(refusal)),
            _ => Err(lost(error)),
        },
    }
}

fn connect(path: &Path) -> Result<UnixStream, CallError> {
    UnixStream::connect(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => CallError::NoDaemon { path: path.to_owned() },
        io::ErrorKind::PermissionDenied => CallError::NotAllowed { path: path.to_owned(), because: error },
        _ => CallError::Lost { path: path.to_owned(), because: error },
    })
}

/// Why the bytes of a file were not sent.
enum Sending {
    /// Our side: the file.
    Unreadable(io::Error),
    /// Their side: the connection.
    Broken(io::Error),
}

fn send_body(stream: &mut UnixStream, body: &mut dyn Read, size: u64) -> Result<(), Sending> {
    let mut left = size;
    let mut buffer = vec![0_u8; 64 * 1024];
    while left > 0 {
        let want = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(space) = buffer.get_mut(..want) else { break };
        let read = body.read(space).map_err(Sending::Unreadable)?;
        match space.get(..read) {
            None | Some([]) => {
                let message = "the file became shorter while it was sent";
                return Err(Sending::Unreadable(io::Error::new(io::ErrorKind::UnexpectedEof, message)));
            }
            Some(bytes) => stream.write_all(bytes).map_err(Sending::Broken)?,
        }
        left = left.saturating_sub(u64::try_from(read).unwrap_or(u64::MAX));
    }
    Ok(())
}

/// What stood in place of an answer.
enum Answer {
    Refused(Refusal),
    Broken(io::Error),
}

impl Answer {
    fn at(self, path: &Path) -> CallError {
        match self {
            Answer::Refused(refusal) => CallError::Refused(refusal),
            Answer::Broken(because) => CallError::Lost { path: path.to_owned(), because },
        }
    }
}

fn read_answer(mut from: BufReader<UnixStream>, progress: &mut dyn FnMut(u64, u64)) -> Result<Value, Answer> {
    let most = u64::try_from(RESPONSE_LONGEST).unwrap_or(u64::MAX);
    loop {
        let mut line = Vec::new();
        from.by_ref().take(most).read_until(b'\n', &mut line).map_err(Answer::Broken)?;
        let whole = line.last() == Some(&b'\n');
        match Response::read(&line).filter(|_| whole) {
            Some(Response::Progress { done, of }) => progress(done, of),
            Some(Response::Done(answer)) => return Ok(answer),
            Some(Response::Refused(refusal)) => return Err(Answer::Refused(refusal)),
            None if line.is_empty() => return Err(Answer::Broken(io::ErrorKind::UnexpectedEof.into())),
            None => {
                return Err(Answer::Broken(io::Error::new(io::ErrorKind::InvalidData, "an answer we cannot read")));
            }
        }
    }
}
