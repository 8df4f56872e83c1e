//! Which way imports point: only upwards in the list of layers.

use crate::source::{Source, is_word, line_at};

/// The layers from the first that may use nothing to the last that may use all; one line is one layer.
pub(crate) const LAYERS: &[&[&str]] = &[
    &["time"],
    &["units"],
    &["person", "record"],
    &["body"],
    &["assess"],
    &["study"],
    &["decide"],
    &["voice"],
    &["config"],
    &["wire"],
    &["store"],
    &["daemon"],
    &["io"],
    &["cli"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// The module of lib.rs a file belongs to, and how deep it lies; `None` for lib.rs and main.rs.
fn module_of(path: &str) -> Option<(&str, usize)> {
    let inside = path.strip_prefix("src/")?.strip_suffix(".rs")?;
    let inside = inside.strip_suffix("/mod").unwrap_or(inside);
    let top = inside.split('/').next()?;
    (top != "lib" && top != "main").then(|| (top, inside.split('/').count()))
}

/// Imports that point downwards, and modules that no layer knows.
pub(crate) fn check(source: &Source) -> Vec<String> {
    if !source.is_program() {
        return Vec::new();
    }
    let Some((own, depth)) = module_of(&source.path) else { return modules_of_lib(source) };
    let Some(own_layer) = layer(own) else {
        return vec![format!("{}: imports: no layer knows module {own:?}", source.path)];
    };
    let code = source.code(false);
    let mut problems = Vec::new();
    for (position, module) in used(&code, depth) {
        let line = line_at(&code, position);
        match layer(&module) {
            Some(other) if other <= own_layer => {}
            Some(_) => problems.push(format!("{}:{line}: imports: {own} must not use {module:?}", source.path)),
            None => problems.push(format!("{}:{line}: imports: no layer knows module {module:?}", source.path)),
        }
    }
    problems
}

/// The modules declared in lib.rs that no layer knows.
fn modules_of_lib(source: &Source) -> Vec<String> {
    if source.path != "src/lib.rs" {
        return Vec::new();
    }
    let code = source.code(false);
    let declared = code.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    let unknown = declared.filter(|module| layer(module).is_none());
    unknown.map(|module| format!("{}: imports: no layer knows module {module:?}", source.path)).collect()
}

/// The modules of lib.rs that code at this depth names, with the position of each.
fn used(code: &str, depth: usize) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let up = "super::".repeat(depth);
    for root in ["crate::", "tingled::", up.as_str()] {
        for (position, _) in code.match_indices(root) {
            let before = &code[..position];
            if before.ends_with(is_word) || before.ends_with("super::") || before.ends_with("pub(in ") {
                continue;
            }
            let after = position + root.len();
            for (offset, name) in first_names(&code[after..]) {
                found.push((after + offset, name));
            }
        }
    }
    // Constants and macros of lib.rs itself are written in capitals or called; modules are neither.
    found.retain(|(_, name)| name.chars().next().is_some_and(char::is_lowercase));
    found
}

/// The first name of a path, or the first names of all paths of a group.
fn first_names(path: &str) -> Vec<(usize, String)> {
    let name_at = |from: usize| path[from..].chars().take_while(|c| is_word(*c)).collect::<String>();
    if !path.starts_with('{') {
        let name = name_at(0);
        let is_macro = path[name.len()..].starts_with('!');
        return if name.is_empty() || is_macro { Vec::new() } else { vec![(0, name)] };
    }
    let (mut depth, mut names, mut expected) = (0, Vec::new(), false);
    for (position, c) in path.char_indices() {
        match c {
            '{' => (depth, expected) = (depth + 1, depth == 0),
            '}' => depth -= 1,
            ',' if depth == 1 => expected = true,
            c if expected && is_word(c) => {
                names.push((position, name_at(position)));
                expected = false;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    names
}

#[test]
fn planted_imports_are_seen() {
    for (path, text, expected) in [
        ("src/assess/load.rs", "use crate::io;", r#"src/assess/load.rs:1: imports: assess must not use "io""#),
        (
            "src/voice/mod.rs",
            "use crate::{time, units::{self, Metres}, wire::Letter};",
            r#"src/voice/mod.rs:1: imports: voice must not use "wire""#,
        ),
        ("src/time.rs", "\nuse super::units;", r#"src/time.rs:2: imports: time must not use "units""#),
        ("src/wire/a.rs", "fn f() { super::super::io::go() }", r#"src/wire/a.rs:1: imports: wire must not use "io""#),
        (
            "src/decide/a.rs",
            "use crate::nowhere::X;",
            r#"src/decide/a.rs:1: imports: no layer knows module "nowhere""#,
        ),
        ("src/helpers.rs", "", r#"src/helpers.rs: imports: no layer knows module "helpers""#),
        ("src/lib.rs", "pub mod time;\npub mod util;", r#"src/lib.rs: imports: no layer knows module "util""#),
    ] {
        assert_eq!(check(&Source::new(path, text)), [expected]);
    }
}

#[test]
fn good_imports_are_left_alone() {
    for (path, text) in [
        ("src/io/mod.rs", "use crate::{time::Timestamp, wire, store};"),
        ("src/person.rs", "use crate::record::fields;"),
        ("src/record/mod.rs", "use crate::person::PersonId; use super::time;"),
        ("src/wire/socket.rs", "use super::letter::Letter; // crate::io is below\nconst A: &str = \"crate::io\";"),
        ("src/time.rs", "#[cfg(test)]\nmod tests { use crate::wire; use super::*; }"),
        ("src/main.rs", "use tingled::cli;"),
    ] {
        assert_eq!(check(&Source::new(path, text)), [""; 0], "{path}");
    }
}
