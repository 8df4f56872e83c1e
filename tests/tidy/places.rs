//! What may be touched only in certain places: the clock, chance, files, sockets, the database.

use crate::source::{Source, is_word, line_at};

/// One kind of thing, and where it may be named.
struct Rule {
    name: &'static str,
    patterns: &'static [&'static str],
    allowed: &'static [&'static str],
}

/// The places of files and sockets.
const OUTSIDE: &[&str] = &["src/store/", "src/io/", "src/cli/", "src/main.rs"];

/// Paths in code; a name in a `use` group counts as if it were written out.
const CODE: &[Rule] = &[
    Rule {
        name: "clock",
        patterns: &["SystemTime", "Instant", "Timestamp::now", "Zoned::now", "jiff::Zoned::now"],
        allowed: &["src/io/", "src/main.rs"],
    },
    Rule {
        name: "chance",
        patterns: &["rand", "getrandom", "fastrand", "RandomState", "thread_rng"],
        allowed: &["src/io/", "src/main.rs"],
    },
    Rule { name: "files", patterns: &["std::fs", "rustix", "tempfile", "File::open", "notify"], allowed: OUTSIDE },
    // Addresses (std::net::IpAddr) are words like others; only what opens a connection counts.
    Rule {
        name: "sockets",
        patterns: &["TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs", "std::os::unix::net"],
        allowed: OUTSIDE,
    },
    Rule {
        name: "environment",
        patterns: &["std::env", "env::var", "env::var_os"],
        allowed: &["src/io/", "src/cli/", "src/main.rs"],
    },
    Rule { name: "tokio", patterns: &["tokio"], allowed: &["src/io/"] },
    Rule { name: "mqtt client", patterns: &["rumqttc", "mqtt5"], allowed: &["src/io/"] },
    Rule { name: "database", patterns: &["rusqlite"], allowed: &["src/store/"] },
];

/// Words in strings.
const STRINGS: &[Rule] = &[Rule {
    name: "SQL",
    patterns: &["SELECT ", "INSERT INTO", "INSERT OR", "DELETE FROM", "CREATE TABLE", "CREATE INDEX", "PRAGMA "],
    allowed: &["src/store/"],
}];

/// What is named where it may not be; at most one line per rule and line of code.
pub(crate) fn check(source: &Source) -> Vec<String> {
    if !source.is_program() {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let code = source.code(false);
    let code = format!("{code}{}", written_out(&code));
    look(source, &code, CODE, true, &mut problems);
    look(source, &source.code(true), STRINGS, false, &mut problems);
    problems.sort();
    problems.dedup();
    problems
}

fn look(source: &Source, code: &str, rules: &[Rule], only_paths: bool, problems: &mut Vec<String>) {
    let lines = source.text.matches('\n').count() + 1;
    for rule in rules {
        if rule.allowed.iter().any(|place| source.path.starts_with(place)) {
            continue;
        }
        for pattern in rule.patterns {
            for (position, _) in code.match_indices(pattern) {
                let (before, after) = (&code[..position], &code[position + pattern.len()..]);
                let starts = !(before.ends_with(is_word) || (only_paths && before.ends_with('.')));
                // A path, not a variable: a crate's name alone is one only before "::" or at the end of a use.
                let bare_crate = pattern.chars().all(char::is_lowercase);
                let is_path = after.starts_with("::") || after.starts_with(';') || after.starts_with(" as ");
                let ends = !only_paths || (!after.starts_with(is_word) && (!bare_crate || is_path));
                if starts && ends {
                    let line = line_at(code, position);
                    // Groups are written out behind the text, each with its own line before it.
                    let line = if line > lines { group_line(before) } else { line };
                    let places = rule.allowed.join(", ");
                    problems.push(format!("{}:{line}: {}: belongs in {places} only", source.path, rule.name));
                }
            }
        }
    }
}

fn group_line(before: &str) -> usize {
    let own = before.rsplit('\n').next().unwrap_or_default();
    own.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

/// Every path of a `use` group in full, one a line: `12 std::fs;`.
fn written_out(code: &str) -> String {
    let mut out = String::from("\n");
    for (position, _) in code.match_indices("use ") {
        if code[..position].ends_with(is_word) {
            continue;
        }
        let statement = code[position + 4..].split(';').next().unwrap_or_default();
        if statement.contains('{') && statement.matches('{').count() == statement.matches('}').count() {
            let flat: String = statement.chars().filter(|c| !c.is_whitespace()).collect();
            for path in expand(&flat) {
                out.push_str(&format!("{} {path};\n", line_at(code, position)));
            }
        }
    }
    out
}

fn expand(path: &str) -> Vec<String> {
    let Some(open) = path.find('{') else { return vec![path.trim_end_matches("::self").to_owned()] };
    let (prefix, group) = (&path[..open], path[open + 1..].strip_suffix('}').unwrap_or(&path[open + 1..]));
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (position, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..position]);
                start = position + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.flat_map(|part| expand(&format!("{prefix}{part}"))).collect()
}

#[test]
fn planted_violations_are_seen() {
    for (path, text, expected) in [
        ("src/decide/a.rs", "let now = std::time::SystemTime::now();", "src/decide/a.rs:1: clock"),
        ("src/store/a.rs", "fn f() {\n    let now = Timestamp::now();\n}", "src/store/a.rs:2: clock"),
        ("src/daemon/a.rs", "use std::time::{Duration, Instant};", "src/daemon/a.rs:1: clock"),
        ("src/assess/a.rs", "let seed = rand::random();", "src/assess/a.rs:1: chance"),
        ("src/wire/a.rs", "\nuse std::{fs, io::{self, Read}};", "src/wire/a.rs:2: files"),
        ("src/wire/a.rs", "use std::fs::File;", "src/wire/a.rs:1: files"),
        ("src/config/a.rs", "use std::os::{unix::{net::UnixStream}};", "src/config/a.rs:1: sockets"),
        ("src/wire/a.rs", "use std::net::{IpAddr, TcpStream};", "src/wire/a.rs:1: sockets"),
        ("src/config/mod.rs", "let home = std::env::var_os(\"HOME\");", "src/config/mod.rs:1: environment"),
        ("src/daemon/mod.rs", "use tokio::sync::mpsc;", "src/daemon/mod.rs:1: tokio"),
        ("src/cli/mod.rs", "use rumqttc;", "src/cli/mod.rs:1: mqtt client"),
        ("src/io/mod.rs", "use rusqlite::Connection;", "src/io/mod.rs:1: database"),
        ("src/io/mod.rs", "run(\"SELECT 1\");", "src/io/mod.rs:1: SQL"),
    ] {
        let problems = check(&Source::new(path, text));
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
        assert!(problems[0].starts_with(expected), "{}", problems[0]);
    }
}

#[test]
fn good_code_is_left_alone() {
    for (path, text) in [
        ("src/io/a.rs", "use std::time::Instant; use std::fs; use tokio::time; let a = std::env::args();"),
        ("src/store/a.rs", "use rusqlite::params; const A: &str = \"SELECT 1\"; use std::fs;"),
        ("src/time.rs", "use jiff::Timestamp; /// never Timestamp::now\nfn now() {} let tokio = 1; x.notify();"),
        ("src/config/a.rs", "use std::net::{IpAddr, SocketAddr};"),
        ("src/assess/a.rs", "fn brand() {} let operand = 1; // std::fs"),
        ("src/wire/a.rs", "#[cfg(test)]\nmod tests { fn f() { std::fs::read(\"a\"); } }"),
        ("tests/a.rs", "use std::fs;"),
        ("src/wire/tests.rs", "use std::fs;"),
    ] {
        assert_eq!(check(&Source::new(path, text)), [""; 0], "{path}: {text}");
    }
}
