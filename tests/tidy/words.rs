//! Words that have no place in the project: unfinished work, and how it was made.

use crate::source::{Source, is_word};

/// Words as they stand, at the borders of words. Written in two parts, since this file is looked at too.
const BANNED: &[&str] = &[
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("X", "XX"),
    concat!("dbg", "!("),
    concat!("/wo", "rk/"),
    concat!("/tm", "p/"),
    concat!("fa", "rm-"),
];

/// Words in any case.
const WORKPLACE: &[&str] = &[
    concat!("work", "tree"),
    concat!("sub", "agent"),
    concat!("cla", "ude"),
    concat!("anth", "ropic"),
    concat!("open", "ai"),
    concat!("chat", "gpt"),
    concat!("language ", "model"),
    concat!("before", "-stop"),
];

/// Banned words, with their lines.
pub(crate) fn check(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    for (number, line) in source.text.lines().enumerate() {
        let lower = line.to_lowercase();
        let found = BANNED.iter().filter(|word| has_word(line, word));
        let found = found.chain(WORKPLACE.iter().filter(|word| has_word(&lower, word))).copied();
        let numbered = names_a_ticket(&lower).then_some("a ticket's number");
        for word in found.chain(numbered) {
            problems.push(format!("{}:{}: words: {word} has no place here", source.path, number + 1));
        }
    }
    problems
}

/// Whether a word stands in a line with no letter or digit directly around it.
fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(position, _)| {
        let (before, after) = (&line[..position], &line[position + word.len()..]);
        let open = |edge: Option<char>, next: bool| !(edge.is_some_and(is_word) && next);
        open(word.chars().next(), before.ends_with(is_word)) && open(word.chars().last(), after.starts_with(is_word))
    })
}

fn names_a_ticket(lower: &str) -> bool {
    lower.match_indices(concat!("iss", "ue ")).any(|(position, word)| {
        let after = &lower[position + word.len()..];
        after.trim_start_matches('#').starts_with(|c: char| c.is_ascii_digit())
    })
}

#[test]
fn planted_words_are_seen() {
    for word in BANNED.iter().chain(WORKPLACE) {
        let problems = check(&Source::new("docs/a.md", &format!("fine\nnot {word} fine")));
        assert_eq!(problems, [format!("docs/a.md:2: words: {word} has no place here")]);
    }
    let ticket = concat!("see iss", "ue #12");
    assert_eq!(check(&Source::new("src/a.rs", ticket)), ["src/a.rs:1: words: a ticket's number has no place here"]);
}

#[test]
fn words_that_only_contain_one_are_left_alone() {
    for line in ["the mastodont", "a XXXL shirt", "fixmeup", "at /var/tmp.d or /networks/", "an issue of 12 pages"] {
        assert_eq!(check(&Source::new("docs/a.md", line)), [""; 0], "{line}");
    }
}
