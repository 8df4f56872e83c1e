//! The answering side: reads requests within bounds and hands them to the core.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream as BlockingStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::time::timeout;

use super::spool::{self, Body};
use crate::wire::socket::{REQUEST_LONGEST, RESPONSE_LONGEST, Refusal, Request, Response};

/// How many clients are served at once; more wait to be accepted.
const CLIENTS_MAX: usize = 16;

/// How long a client may take for its request line, and for each piece of its file.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a waiting client is told that we are still at it.
const STILL_AT_IT: Duration = Duration::from_secs(5);

/// How long we wait at the end for clients to take their answer.
const FAREWELL: Duration = Duration::from_secs(3);

/// How many bytes of a file are set aside at once.
const PIECE: usize = 256 * 1024;

/// The socket could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SocketError {
    /// Another daemon answers there.
    #[error("another tingled already answers at {path}; stop it first, or give this one its own data folder")]
    Taken {
        /// The socket.
        path: PathBuf,
    },
    /// Something else lies at its place.
    #[error("{path} is there and is not a socket; move it away")]
    NotASocket {
        /// The place.
        path: PathBuf,
    },
    /// The system refused.
    #[error("could not open the socket {path}: {because}; does its folder exist, and is its path under 100 bytes?")]
    Unusable {
        /// The place.
        path: PathBuf,
        /// What the system said.
        because: io::Error,
    },
}

/// A request on its way to the core, with the bytes that came with it.
#[derive(Debug)]
pub struct SocketRequest {
    /// What is asked; checked, see [`Request::read`].
    pub request: Request,
    /// The bytes of an import.
    pub body: Option<Body>,
    /// Where the answer goes.
    pub reply: Reply,
}

/// Where an answer goes. Dropped without one, the client is told that the daemon is stopping.
#[derive(Debug)]
pub struct Reply {
    progress: watch::Sender<(u64, u64)>,
    answer: oneshot::Sender<Response>,
}

impl Reply {
    /// Tells how far we are, of how much (0 when not known); never waits.
    pub fn progress(&self, done: u64, of: u64) {
        self.progress.send_replace((done, of));
    }

    /// The answer. Whether the client is still there to hear it does not matter to what was done.
    pub fn done(self, answer: Value) {
        let _gone = self.answer.send(Response::Done(answer));
    }

    /// Not done, and why.
    pub fn refused(self, refusal: Refusal) {
        let _gone = self.answer.send(Response::Refused(refusal));
    }
}

/// The open socket; its file is removed when this is dropped.
#[derive(Debug)]
pub struct Server {
    listener: UnixListener,
    path: PathBuf,
    spool: PathBuf,
}

impl Server {
    /// Opens the socket at `path` within a tokio runtime; files that clients send are set aside in the folder
    /// `spool`. A socket left by a daemon that was killed is replaced, one that answers is not.
    pub fn open(path: &Path, spool: &Path) -> Result<Server, SocketError> {
        let unusable = |because| SocketError::Unusable { path: path.to_owned(), because };
        match std::fs::symlink_metadata(path) {
            Ok(there) if !there.file_type().is_socket() => {
                return Err(SocketError::NotASocket { path: path.to_owned() });
            }
            Ok(_) if BlockingStream::connect(path).is_ok() => {
                return Err(SocketError::Taken { path: path.to_owned() });
            }
            _ => {}
        }
        // Made under another name and moved into place, so that nobody meets it with other rights.
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = PathBuf::from(new);
        match std::fs::remove_file(&new) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(unusable(error)),
            _ => {}
        }
        let listener = UnixListener::bind(&new).map_err(unusable)?;
        std::fs::set_permissions(&new, Permissions::from_mode(0o660)).map_err(unusable)?;
        std::fs::rename(&new, path).map_err(unusable)?;
        Ok(Server { listener, path: path.to_owned(), spool: spool.to_owned() })
    }

    /// Serves clients until the core hangs up (drops its receiver), and ends when those that wait for an answer
    /// have it, or have been told that there will be none.
    pub async fn run(self, core: mpsc::Sender<SocketRequest>) {
        let mut tasks = tokio::task::JoinSet::new();
        tokio::select! {
            () = self.accept(&core, &mut tasks) => {}
            () = core.closed() => {}
        }
        let finish = async { while tasks.join_next().await.is_some() {} };
        if timeout(FAREWELL, finish).await.is_err() {
            tracing::info!("clients of the socket were still there at the end");
        }
    }

    async fn accept(&self, core: &mpsc::Sender<SocketRequest>, tasks: &mut tokio::task::JoinSet<()>) {
        let clients = Arc::new(Semaphore::new(CLIENTS_MAX));
        loop {
            while tasks.try_join_next().is_some() {}
            let Ok(place) = Arc::clone(&clients).acquire_owned().await else { return };
            let accepted = self.listener.accept().await;
            match accepted {
                Ok((stream, _)) => {
                    let (core, spool) = (core.clone(), self.spool.clone());
                    tasks.spawn(async move {
                        if let Err(error) = serve(stream, &spool, core).await {
                            tracing::debug!(%error, "a client of the socket went away");
                        }
                        drop(place);
                    });
                }
                Err(error) => {
                    // Out of descriptors, most likely; others will be closed soon.
                    tracing::warn!(%error, "could not accept a client of the socket");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                }
            }
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = std::fs::remove_file(&self.path);
    }
}

/// One client: one request, one answer.
async fn serve(stream: UnixStream, spool: &Path, core: mpsc::Sender<SocketRequest>) -> io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    let received = match receive(&mut read, spool).await? {
        Ok(received) => received,
        Err(refusal) => return refuse(read, write, refusal).await,
    };
    let (progress, watched) = watch::channel((0, 0));
    let (answer, answered) = oneshot::channel();
    let (request, body) = received;
    let asked = SocketRequest { request, body, reply: Reply { progress, answer } };
    if core.send(asked).await.is_err() {
        return refuse(read, write, stopping()).await;
    }
    wait_for_answer(&mut write, watched, answered).await
}

fn stopping() -> Refusal {
    Refusal::unavailable("the running tingled is stopping")
}

/// A request and its body; the outer error is a client that went away.
async fn receive(
    read: &mut BufReader<OwnedReadHalf>,
    spool: &Path,
) -> io::Result<Result<(Request, Option<Body>), Refusal>> {
    let line = match timeout(PATIENCE, read_line(read)).await {
        Ok(line) => line?,
        Err(_) => return Ok(Err(Refusal::usage("no request came"))),
    };
    if line.last() != Some(&b'\n') {
        let message = format!("a request is one line of at most {REQUEST_LONGEST} bytes");
        return Ok(Err(Refusal::usage(message)));
    }
    let request = match Request::read(&line) {
        Ok(request) => request,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if !request.has_body() {
        return Ok(Ok((request, None)));
    }
    let body = set_aside(read, spool, request.body_size()).await?;
    Ok(body.map(|body| (request, Some(body))))
}

async fn read_line(read: &mut BufReader<OwnedReadHalf>) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    read.take(u64::try_from(REQUEST_LONGEST).unwrap_or(u64::MAX)).read_until(b'\n', &mut line).await?;
    if line.is_empty() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line)
}

/// Sets the bytes that follow the request aside.
async fn set_aside(
    read: &mut BufReader<OwnedReadHalf>,
    folder: &Path,
    size: u64,
) -> io::Result<Result<Body, Refusal>> {
    let mut file = match spool::open(folder, size) {
        Ok(file) => file,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let mut left = size;
    while left > 0 {
        let want = left.min(u64::try_from(PIECE).unwrap_or(u64::MAX));
        let mut piece = Vec::with_capacity(PIECE);
        // A piece may be slow, a client that sends nothing is not waited for.
        while u64::try_from(piece.len()).unwrap_or(u64::MAX) < want {
            let missing = want.saturating_sub(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            let read = timeout(PATIENCE, (&mut *read).take(missing).read_buf(&mut piece)).await??;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let appended = tokio::task::spawn_blocking(move || spool::append(file, piece)).await?;
        file = match appended {
            Ok((file, _)) => file,
            Err(error) => {
                return Ok(Err(Refusal::unavailable(format!("could not set the file aside: {error}"))));
            }
        };
        left = left.saturating_sub(want);
    }
    Ok(Ok(spool::finish(file, size)?))
}

/// Tells the client why not, then reads on for a moment: closing with unread bytes would take the answer away.
async fn refuse(mut read: BufReader<OwnedReadHalf>, mut write: OwnedWriteHalf, refusal: Refusal) -> io::Result<()> {
    send(&mut write, &Response::Refused(refusal)).await?;
    write.shutdown().await?;
    let mut rest = vec![0_u8; 64 * 1024];
    let drain = async { while read.read(&mut rest).await.is_ok_and(|read| read > 0) {} };
    let _enough = timeout(Duration::from_secs(2), drain).await;
    Ok(())
}

/// Passes progress on until the answer comes.
async fn wait_for_answer(
    write: &mut OwnedWriteHalf,
    mut progress: watch::Receiver<(u64, u64)>,
    mut answered: oneshot::Receiver<Response>,
) -> io::Result<()> {
    let mut open = true;
    loop {
        let moved = tokio::select! {
            biased;
            answer = &mut answered => {
                let last = answer.unwrap_or_else(|_| Response::Refused(stopping()));
                send(write, &last).await?;
                return write.shutdown().await;
            }
            moved = progress.changed(), if open => moved.is_ok(),
            () = tokio::time::sleep(STILL_AT_IT) => true,
        };
        open = open && moved;
        let (done, of) = *progress.borrow_and_update();
        if moved {
            send(write, &Response::Progress { done, of }).await?;
        }
    }
}

async fn send(write: &mut OwnedWriteHalf, response: &Response) -> io::Result<()> {
    let mut line = response.line();
    if line.len() > RESPONSE_LONGEST {
        let message = "it is done, but the report on it is too long to send; `tingled status` shows what is stored";
        line = Response::Refused(Refusal::unavailable(message)).line();
    }
    timeout(PATIENCE, write.write_all(&line)).await?
}
