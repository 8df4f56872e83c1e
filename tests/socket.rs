//! The socket between the verbs and a running daemon, over real sockets in a folder of the test's own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs,
    reason = "a test may panic"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::Shutdown;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tingled::io::socket::{CallError, SOCKET_NAME, Server, SocketError, SocketRequest, call};
use tingled::wire::socket::{ImportOptions, REQUEST_LONGEST, Refusal, Request, Response};
use tokio::sync::mpsc;

/// A daemon whose core answers as the test says.
struct Setting {
    home: TempDir,
    _runtime: tokio::runtime::Runtime,
}

impl Setting {
    /// The core gets each request in turn.
    fn new(mut core: impl FnMut(SocketRequest) + Send + 'static) -> Setting {
        let home = TempDir::new().unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (sender, mut receiver) = mpsc::channel(4);
        let server = {
            let _inside = runtime.enter();
            Server::open(&home.path().join(SOCKET_NAME), home.path()).unwrap()
        };
        runtime.spawn(server.run(sender));
        std::thread::spawn(move || {
            while let Some(request) = receiver.blocking_recv() {
                core(request);
            }
        });
        Setting { home, _runtime: runtime }
    }

    fn path(&self) -> PathBuf {
        self.home.path().join(SOCKET_NAME)
    }

    fn call(&self, request: &Request) -> Result<Value, CallError> {
        call(&self.path(), request, &mut std::io::empty(), &mut |_, _| {})
    }

    /// Sends raw bytes and reads the answer to its end.
    fn raw(&self, bytes: &[u8]) -> Response {
        let mut stream = UnixStream::connect(self.path()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // The daemon may stop listening within a request that is too long.
        let _sent = stream.write_all(bytes);
        stream.shutdown(Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Response::read(&answer).unwrap_or_else(|| panic!("{:?}", String::from_utf8_lossy(&answer)))
    }
}

/// A core that answers a ping, and an import with its size, its sum of bytes and how far it told.
fn answering(asked: SocketRequest) {
    match asked.request {
        Request::Import { size, .. } => {
            let mut bytes = Vec::new();
            let mut body = asked.body.expect("an import comes with its bytes");
            body.file.read_to_end(&mut bytes).unwrap();
            asked.reply.progress(size / 2, size);
            let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
            asked.reply.done(json!({"size": bytes.len(), "told": body.size, "sum": sum}));
        }
        Request::Ping {} => asked.reply.done(json!({"running": true})),
        other => asked.reply.refused(Refusal::data(format!("no such thing: {:?}", other.person()))),
    }
}

fn import(size: u64) -> Request {
    Request::Import { person: "ana".into(), name: "run.csv".into(), size, options: ImportOptions::default() }
}

fn refusal(response: Response) -> Refusal {
    match response {
        Response::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ping_is_answered_and_the_file_is_for_owner_and_group() {
    let one = Setting::new(answering);
    assert_eq!(one.call(&Request::Ping {}).unwrap(), json!({"running": true}));
    assert_eq!(fs::metadata(one.path()).unwrap().mode() & 0o777, 0o660);
}

#[test]
fn a_file_arrives_whole_and_leaves_nothing_behind() {
    let one = Setting::new(answering);
    let bytes: Vec<u8> = (0..1_500_001_u32).map(|number| (number % 251) as u8).collect();
    let sum: u64 = bytes.iter().map(|byte| u64::from(*byte)).sum();
    let answer = call(&one.path(), &import(1_500_001), &mut bytes.as_slice(), &mut |_, _| {}).unwrap();
    assert_eq!(answer, json!({"size": 1_500_001, "told": 1_500_001, "sum": sum}));
    let names: Vec<_> = fs::read_dir(one.home.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, [SOCKET_NAME]);
}

#[test]
fn an_empty_file_is_a_file_too() {
    let one = Setting::new(answering);
    let answer = one.call(&import(0)).unwrap();
    assert_eq!(answer["size"], 0);
}

#[test]
fn progress_is_heard_before_the_answer() {
    let (ready, go) = std::sync::mpsc::channel::<()>();
    let one = Setting::new(move |asked| {
        asked.reply.progress(7, 10);
        go.recv().unwrap();
        asked.reply.done(json!(null));
    });
    let mut heard = Vec::new();
    call(&one.path(), &Request::Ping {}, &mut std::io::empty(), &mut |done, of| {
        heard.push((done, of));
        ready.send(()).unwrap();
    })
    .unwrap();
    assert_eq!(heard, [(7, 10)]);
}

#[test]
fn a_no_comes_with_its_exit_code_and_reason() {
    let one = Setting::new(answering);
    let request = Request::Log { person: "ana".into(), kind: "tag".into(), record: json!({}), dry_run: false };
    match one.call(&request) {
        Err(CallError::Refused(refusal)) => {
            assert_eq!((refusal.exit, refusal.message.contains("no such thing")), (65, true));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn garbage_is_refused_and_the_next_client_is_served() {
    let one = Setting::new(answering);
    for garbage in [&b"hello\n"[..], b"\0\xff\xfe\n", b"{}\n", b"[1,2]\n", b"{\"verb\":\"ping\"", b"\n"] {
        assert_eq!(refusal(one.raw(garbage)).exit, 64, "{garbage:?}");
    }
    assert!(one.call(&Request::Ping {}).is_ok());
}

#[test]
fn a_request_that_is_too_long_is_refused_on_both_sides() {
    let one = Setting::new(answering);
    let refused = refusal(one.raw(&vec![b'x'; 4 * REQUEST_LONGEST]));
    assert!(refused.message.contains("one line of at most"), "{}", refused.message);
    let record = json!({"note": "x".repeat(REQUEST_LONGEST)});
    let request = Request::Log { person: "ana".into(), kind: "tag".into(), record, dry_run: false };
    assert!(matches!(one.call(&request), Err(CallError::Unsendable(_))));
    assert!(one.call(&Request::Ping {}).is_ok());
}

#[test]
fn a_file_that_does_not_fit_is_refused_before_it_is_sent() {
    let one = Setting::new(answering);
    let mut endless = std::io::repeat(b'x');
    match call(&one.path(), &import(1 << 60), &mut endless, &mut |_, _| {}) {
        Err(CallError::Refused(refusal)) => assert!(refusal.message.contains("does not fit"), "{refusal}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_became_shorter_while_it_was_sent_is_not_imported() {
    let one = Setting::new(|asked| {
        assert_eq!(asked.request, Request::Ping {}, "a file that is not whole must not reach the core");
        asked.reply.done(json!(null));
    });
    let result = call(&one.path(), &import(100), &mut &b"only this"[..], &mut |_, _| {});
    assert!(matches!(result, Err(CallError::Unsendable(_))), "{result:?}");
    assert!(one.call(&Request::Ping {}).is_ok());
}

#[test]
fn clients_that_send_nothing_or_go_away_do_not_hold_up_the_others() {
    let one = Setting::new(answering);
    let silent: Vec<UnixStream> = (0..8).map(|_| UnixStream::connect(one.path()).unwrap()).collect();
    for _ in 0..50 {
        let mut gone = UnixStream::connect(one.path()).unwrap();
        gone.write_all(&import(1000).line()).unwrap();
        gone.write_all(b"some of it").unwrap();
    }
    for _ in 0..50 {
        let mut deaf = UnixStream::connect(one.path()).unwrap();
        deaf.write_all(&Request::Ping {}.line()).unwrap();
    }
    assert!(one.call(&Request::Ping {}).is_ok());
    drop(silent);
}

#[test]
fn two_clients_are_served_side_by_side() {
    let (first_is_in, wait) = std::sync::mpsc::channel::<()>();
    let mut held: Option<SocketRequest> = None;
    // The first request is answered only after the second has come.
    let one = Setting::new(move |asked| match held.take() {
        None => {
            held = Some(asked);
            first_is_in.send(()).unwrap();
        }
        Some(first) => {
            asked.reply.done(json!("second"));
            first.reply.done(json!("first"));
        }
    });
    let path = one.path();
    let first = std::thread::spawn(move || call(&path, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {}));
    wait.recv().unwrap();
    assert_eq!(one.call(&Request::Ping {}).unwrap(), "second");
    assert_eq!(first.join().unwrap().unwrap(), "first");
}

#[test]
fn a_core_that_stops_is_told_to_the_client() {
    let one = Setting::new(drop);
    match one.call(&Request::Ping {}) {
        Err(CallError::Refused(refusal)) => assert_eq!(refusal.exit, 69),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_answer_given_while_the_core_goes_still_arrives() {
    let home = TempDir::new().unwrap();
    let path = home.path().join(SOCKET_NAME);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (sender, mut receiver) = mpsc::channel(4);
    let server = runtime.block_on(async { Server::open(&path, home.path()).unwrap() });
    let serving = runtime.spawn(server.run(sender));
    let asking = {
        let path = path.clone();
        std::thread::spawn(move || call(&path, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {}))
    };
    let asked = receiver.blocking_recv().unwrap();
    drop(receiver);
    // The server has seen that the core hung up before the answer is there.
    std::thread::sleep(Duration::from_millis(100));
    let long = "x".repeat(3_000_000);
    asked.reply.done(json!(long));
    assert_eq!(asking.join().unwrap().unwrap(), json!(long));
    runtime.block_on(serving).unwrap();
    assert!(!path.exists());
}

#[test]
fn without_a_daemon_the_client_knows_so() {
    let home = TempDir::new().unwrap();
    let path = home.path().join(SOCKET_NAME);
    let ask = || call(&path, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {});
    assert!(matches!(ask(), Err(CallError::NoDaemon { .. })), "no file");
    drop(UnixListener::bind(&path).unwrap());
    assert!(path.exists());
    assert!(matches!(ask(), Err(CallError::NoDaemon { .. })), "a file left behind");
}

#[test]
fn a_daemon_that_dies_without_an_answer_is_no_answer() {
    let home = TempDir::new().unwrap();
    let path = home.path().join(SOCKET_NAME);
    let listener = UnixListener::bind(&path).unwrap();
    let dying = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(b"{\"progress\":{\"done\":1,\"of\":2}}\n{\"done\":").unwrap();
    });
    let result = call(&path, &Request::Ping {}, &mut std::io::empty(), &mut |_, _| {});
    assert!(matches!(result, Err(CallError::Lost { .. })), "{result:?}");
    dying.join().unwrap();
}

#[tokio::test]
async fn a_socket_left_behind_is_replaced_one_that_answers_is_not() {
    let home = TempDir::new().unwrap();
    let path = home.path().join(SOCKET_NAME);
    drop(UnixListener::bind(&path).unwrap());
    let first = Server::open(&path, home.path()).unwrap();
    assert!(matches!(Server::open(&path, home.path()), Err(SocketError::Taken { .. })));
    drop(first);
    assert!(!path.exists(), "the file goes with the daemon");
    fs::write(&path, "precious").unwrap();
    assert!(matches!(Server::open(&path, home.path()), Err(SocketError::NotASocket { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    let deep = home.path().join("x".repeat(120));
    fs::create_dir(&deep).unwrap();
    let error = Server::open(&deep.join(SOCKET_NAME), home.path()).unwrap_err().to_string();
    assert!(error.contains("under 100 bytes"), "{error}");
}
