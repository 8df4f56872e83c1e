//! Every command of README.md is run, in its order, in a scratch folder, and what it prints is what stands there.
//!
//! `[..]` stands for anything within a line, `[...]` on a line of its own for any lines. Eight hexadecimal digits
//! are an id: the first time any, from then on the same one. What is adapted, and how:
//! - `cargo run … -- demo` is `tingled demo --check`, with the feature `demo` only;
//! - `tests/all.sh`, `cargo install` and `cargo build` are not started by a test that they start; the files that
//!   they need are looked for;
//! - `sudo install` and `sudo cp` write below the scratch folder, without owner and group, and the service's
//!   files found there must fit each other; the program that `cargo build --release` makes is the one under test;
//! - `systemd-sysusers` and `systemd-tmpfiles` are run below the scratch folder (by root only; tests/systemd.rs
//!   does more); `apt`, `mosquitto_passwd`, `chown`, `usermod` and `systemctl` are not run;
//! - `tingled run` goes on in the background; the broker is one of the test's own on a free port without users
//!   (tests/mosquitto.rs runs the drop-in with them).
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::disallowed_methods,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod common;
mod support;
mod terminal;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use common::mosquitto::{Mosquitto, PATIENCE};
use support::{project, tool};
use terminal::Terminal;

/// A command and the lines under it.
#[derive(Debug)]
struct Step {
    line: usize,
    command: String,
    wanted: Vec<String>,
}

/// The blocks of a language in a page, each with the number of its first line.
fn blocks(page: &str, language: &str) -> Vec<(usize, Vec<String>)> {
    let mut blocks: Vec<(usize, Vec<String>)> = Vec::new();
    let mut inside = false;
    for (number, line) in (1..).zip(page.lines()) {
        match line.strip_prefix("```") {
            Some(name) if !inside && name == language => {
                blocks.push((number + 1, Vec::new()));
                inside = true;
            }
            Some(_) => inside = false,
            None if inside => blocks.last_mut().unwrap().1.push(line.to_owned()),
            None => {}
        }
    }
    blocks
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (first, lines) in blocks(page, "console") {
        for (line, text) in (first..).zip(lines) {
            match text.strip_prefix("$ ") {
                Some(command) => steps.push(Step { line, command: command.to_owned(), wanted: Vec::new() }),
                None => steps.last_mut().unwrap().wanted.push(text),
            }
        }
    }
    steps
}

/// Ids of the page, and what they are this time.
type Ids = BTreeMap<String, String>;

/// The id at the start of a text, when one stands there as a word.
fn id_at(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let word = &text[..end];
    (word.len() == 8 && word.chars().all(|c| c.is_ascii_hexdigit())).then_some(word)
}

fn line_fits(wanted: &str, said: &str, ids: &mut Ids, at_word: bool) -> bool {
    if let Some(rest) = wanted.strip_prefix("[..]") {
        return said.char_indices().map(|(at, _)| at).chain([said.len()]).any(|at| {
            let mut tried = ids.clone();
            let fits = line_fits(rest, &said[at..], &mut tried, true);
            if fits {
                *ids = tried;
            }
            fits
        });
    }
    if let (true, Some(id)) = (at_word, id_at(wanted)) {
        let Some(found) = id_at(said) else { return false };
        let known = ids.entry(id.to_owned()).or_insert_with(|| found.to_owned());
        return known == found && line_fits(&wanted[8..], &said[8..], ids, false);
    }
    match (wanted.chars().next(), said.chars().next()) {
        (None, None) => true,
        (Some(one), Some(other)) if one == other => {
            line_fits(&wanted[one.len_utf8()..], &said[one.len_utf8()..], ids, !one.is_alphanumeric())
        }
        _ => false,
    }
}

/// Whether these lines are what was wanted; what does not fit first is named.
fn fits(wanted: &[String], said: &[&str], ids: &mut Ids) -> Result<(), String> {
    match wanted.split_first() {
        None if said.is_empty() => Ok(()),
        None => Err(format!("more was said: {:?}", said[0])),
        Some((first, rest)) if first == "[...]" => {
            for skipped in 0..=said.len() {
                let mut tried = ids.clone();
                if fits(rest, &said[skipped..], &mut tried).is_ok() {
                    *ids = tried;
                    return Ok(());
                }
            }
            Err(format!("not said after [...]: {rest:?}"))
        }
        Some((first, rest)) => match said.split_first() {
            Some((line, more)) if line_fits(first, line, ids, true) => fits(rest, more, ids),
            Some((line, _)) => Err(format!("wanted {first:?}\n  said {line:?}")),
            None => Err(format!("not said: {first:?}")),
        },
    }
}

#[test]
fn the_matcher_sees_a_difference() {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let check =
        |wanted: &str, said: &str| fits(&lines(wanted), &said.lines().collect::<Vec<_>>(), &mut Ids::new()).is_ok();
    assert!(check("a [..] b\n[...]\nend", "a 1 2 b\nx\ny\nend"));
    assert!(check("id a95d6c88\nack a95d6c88", "id 00112233\nack 00112233"));
    assert!(!check("id a95d6c88\nack a95d6c88", "id 00112233\nack 99112233"));
    assert!(!check("a", "a\nb"));
    assert!(!check("a\nb", "a"));
    assert!(!check("a [..] b", "a 1 c"));
    assert!(!check("[...]\nend", "x"));
}

/// What goes on while the next commands are typed.
struct Service(Child);

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Reader {
    terminal: Terminal,
    ids: Ids,
    broker: Option<Mosquitto>,
    service: Option<Service>,
}

impl Reader {
    fn new() -> Reader {
        let terminal = Terminal::new();
        for name in ["fixtures", "systemd", "tests"] {
            std::os::unix::fs::symlink(project().join(name), terminal.path().join(name)).unwrap();
        }
        fs::create_dir_all(terminal.path().join("target/release")).unwrap();
        fs::copy(env!("CARGO_BIN_EXE_tingled"), terminal.path().join("target/release/tingled")).unwrap();
        terminal.write("mqtt-password", "secret");
        Reader { terminal, ids: Ids::new(), broker: None, service: None }
    }

    fn step(&mut self, step: &Step) {
        let mut command = step.command.clone();
        for (page, real) in &self.ids {
            command = command.replace(page, real);
        }
        let Some(command) = self.adapted(&command) else {
            assert!(step.wanted.iter().all(|line| line.is_empty()) || step.command.contains("demo"), "{step:?}");
            return;
        };
        let said = self.terminal.run(&command);
        assert_eq!(said.code, Some(0), "README.md:{}: {}\n{said:?}", step.line, step.command);
        let lines: Vec<&str> = said.out.lines().collect();
        if let Err(why) = fits(&step.wanted, &lines, &mut self.ids) {
            panic!("README.md:{}: {}\n  {why}\n\n{}", step.line, step.command, said.out);
        }
    }

    /// What the test runs instead; `None` for what it cannot run (see the head of this file).
    fn adapted(&mut self, command: &str) -> Option<String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        match words.as_slice() {
            ["cargo", "run", "--release", "--features", "demo", "--", "demo"] => {
                cfg!(feature = "demo").then(|| "tingled demo --check".to_owned())
            }
            ["cargo", "install", "--path", ".", "--locked"] | ["cargo", "build", "--release", "--locked"] => {
                assert!(project().join("Cargo.lock").exists());
                None
            }
            ["tests/all.sh"] => {
                use std::os::unix::fs::PermissionsExt;
                let mode = fs::metadata(project().join("tests/all.sh")).unwrap().permissions().mode();
                assert!(mode & 0o111 != 0, "tests/all.sh cannot be run");
                None
            }
            ["sudo", "-u", "tingled", rest @ ..] => {
                self.service = None;
                Some(format!("{} > status; grep -q ana status", rest.join(" ")))
            }
            ["sudo", "install", rest @ ..] => Some(self.below(&[&["install", "-D"], rest].concat())),
            ["sudo", "cp", from, to] => Some(self.below(&["install", "-D", "-m", "644", from, to])),
            ["sudo", "systemd-sysusers"] => self.as_root("systemd-sysusers", "", "usr/lib/sysusers.d/tingled.conf"),
            ["sudo", "systemd-tmpfiles", "--create"] => {
                self.as_root("systemd-tmpfiles", "--create", "usr/lib/tmpfiles.d/tingled.conf")
            }
            ["sudo", program, ..] => {
                let left_out = ["apt", "mosquitto_passwd", "chown", "usermod", "systemctl"];
                assert!(left_out.contains(program), "not known how to run {command:?}");
                None
            }
            ["tingled", "run"] => {
                self.start();
                None
            }
            ["mosquitto_pub" | "mosquitto_sub", "-u", "ana", "-P", "secret", ..] => {
                let port = self.broker.as_ref()?.port();
                let command = command.replacen("-u ana -P secret", &format!("-V 5 -W 40 -h 127.0.0.1 -p {port}"), 1);
                Some(if command.starts_with("mosquitto_pub") { command.replacen("-W 40 ", "", 1) } else { command })
            }
            ["tingled", ..] => Some(command.to_owned()),
            _ => panic!("not known how to run {command:?}"),
        }
    }

    /// The same below the scratch folder: absolute paths there, no owner, no group.
    fn below(&self, words: &[&str]) -> String {
        let root = self.terminal.path().join("root");
        let mut kept: Vec<String> = Vec::new();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match (*word, word.strip_prefix('/')) {
                ("-g", _) => {
                    let group = words.next().unwrap();
                    let users = fs::read_to_string(project().join("systemd/tingled.sysusers.conf")).unwrap();
                    let is_made = ["g", "u"].iter().any(|kind| users.contains(&format!("\n{kind} {group} -")));
                    assert!(is_made, "nobody makes the group {group}");
                }
                (_, Some(path)) => kept.push(root.join(path).display().to_string()),
                (word, None) => kept.push(word.to_owned()),
            }
        }
        // `install -d` makes folders; -D would be another thing.
        if kept.contains(&"-d".to_owned()) {
            kept.retain(|word| word != "-D");
        }
        kept.join(" ")
    }

    fn as_root(&self, program: &str, option: &str, file: &str) -> Option<String> {
        let program = tool(program).filter(|_| rustix::process::geteuid().is_root())?;
        let root = self.terminal.path().join("root");
        fs::create_dir_all(root.join("etc")).unwrap();
        let (root, file) = (root.display(), root.join(file).display().to_string());
        // They also warn about what a scratch folder lacks.
        Some(format!("{} {option} --root={root} {file} 2>/dev/null >&2", program.display()))
    }

    /// Starts the service with the broker's address, and waits until it answers.
    fn start(&mut self) {
        self.broker = Mosquitto::start();
        let Some(broker) = &self.broker else { return };
        let url = format!("mqtt://127.0.0.1:{}", broker.port());
        let mut command = self.terminal.command("exec tingled run");
        command.env("TINGLED_MQTT__URL", url).stdout(Stdio::null()).stderr(Stdio::null());
        self.service = Some(Service(command.spawn().unwrap()));
        let mut online = broker.observe("tingled/status");
        online.until_or_seen("online", |message| message.payload == b"online");
        let started = Instant::now();
        while !self.terminal.run("tingled status").out.contains("   running") {
            assert!(started.elapsed() < PATIENCE, "it does not run");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The files that were installed fit each other.
    fn check_installed(&self) {
        let root = self.terminal.path().join("root");
        let read = |path: &str| fs::read_to_string(root.join(path)).unwrap_or_else(|_| panic!("/{path} is missing"));
        let unit = read("etc/systemd/system/tingled.service");
        assert!(unit.contains("ExecStart=/usr/bin/tingled run -c /etc/tingled/tingled.toml"));
        for path in ["usr/bin/tingled", "etc/tingled/tingled.toml", "etc/mosquitto/conf.d/tingled.conf"] {
            assert!(root.join(path).is_file(), "/{path} is missing");
        }
        let broker = read("etc/mosquitto/conf.d/tingled.conf");
        for named in ["/etc/mosquitto/tingled.acl", "/etc/mosquitto/tingled.passwd"] {
            assert!(broker.contains(named), "{named}");
        }
        let credential = read("etc/systemd/system/tingled.service.d/mqtt-password.conf");
        assert!(
            credential.contains("/etc/tingled/mqtt-password") && root.join("etc/tingled/mqtt-password").is_file()
        );
        assert!(root.join("var/spool/tingled/ana").is_dir());
    }
}

fn page() -> String {
    fs::read_to_string(project().join("README.md")).unwrap()
}

#[test]
fn every_command_of_the_readme_does_what_stands_there() {
    let mut reader = Reader::new();
    let steps = steps(&page());
    assert!(steps.len() > 30, "{}", steps.len());
    for step in &steps {
        reader.step(step);
    }
    reader.check_installed();
}

#[test]
fn the_settings_of_the_readme_are_settings() {
    let page = page();
    let blocks = blocks(&page, "toml");
    assert!(!blocks.is_empty());
    for (line, lines) in blocks {
        let text = format!("[person.ana]\ntimezone = \"Europe/Berlin\"\n{}\n", lines.join("\n"));
        let input = tingled::config::Input { file: Some(("README.md", &text)), ..tingled::config::Input::default() };
        let loaded = tingled::config::load(&input);
        assert!(loaded.is_ok(), "README.md:{line}: {:?}", loaded.err());
    }
}

#[test]
fn every_link_of_readme_and_docs_leads_somewhere() {
    let mut pages = vec!["README.md".to_owned()];
    pages.extend(
        fs::read_dir(project().join("docs"))
            .unwrap()
            .map(|entry| format!("docs/{}", entry.unwrap().file_name().into_string().unwrap())),
    );
    let mut links = 0;
    for page in pages {
        let text = fs::read_to_string(project().join(&page)).unwrap();
        for (_, rest) in text.match_indices("](").map(|(at, mark)| (at, &text[at + mark.len()..])) {
            let target = rest.split([')', '#']).next().unwrap();
            if target.is_empty() || target.starts_with("http") {
                continue;
            }
            links += 1;
            let from = Path::new(&page).parent().unwrap();
            assert!(project().join(from).join(target).exists(), "{page}: {target}");
        }
    }
    assert!(links >= 8, "{links}");
}

#[test]
fn the_readme_promises_only_verbs_that_exist() {
    let help = Terminal::new().run("tingled --help").out;
    let verbs: Vec<&str> =
        help.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    for page in [page(), fs::read_to_string(project().join("docs/cli.md")).unwrap()] {
        for (at, mark) in page.match_indices("`tingled ") {
            let word = page[at + mark.len()..].split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next();
            // VERB, FILE and the like stand for a word.
            let is_word = |word: &&str| word.starts_with(|c: char| c.is_ascii_lowercase());
            let word = word.filter(is_word);
            if let Some(word) = word {
                let hidden = ["completions", "man"];
                assert!(verbs.contains(&word) || hidden.contains(&word), "tingled {word} is no verb");
            }
        }
    }
}
