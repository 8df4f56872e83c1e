//! Reading Rust just well enough to tell code from comments, strings and tests.

/// A text file of the project.
pub(crate) struct Source {
    /// Its path from the project's folder, with `/`.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Source {
        Source { path: path.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Whether it is part of the program: Rust in src, and no file of tests there.
    pub(crate) fn is_program(&self) -> bool {
        self.is_rust() && self.path.starts_with("src/") && !self.path.ends_with("/tests.rs")
    }

    /// The code without comments and test modules, with or without what stands in its strings. Every line and
    /// column stays where it was.
    pub(crate) fn code(&self, keep_strings: bool) -> String {
        let bare = blank(&self.text, false);
        let mut code = if keep_strings { blank(&self.text, true) } else { bare.clone() };
        for (from, to) in test_modules(&bare) {
            let hidden: String = code[from..to].chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
            code.replace_range(from..to, &hidden);
        }
        code
    }
}

/// The line of a position, from 1.
pub(crate) fn line_at(text: &str, position: usize) -> usize {
    text[..position].matches('\n').count() + 1
}

/// Whether a character can stand within a name.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Replaces comments, and strings unless they are kept, by spaces, byte for byte.
fn blank(text: &str, keep_strings: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let (end, hide) = match next_token(bytes, at) {
            Token::Comment(end) => (end, true),
            Token::Text(end) => (end, !keep_strings),
            Token::Code(end) => (end, false),
        };
        if hide {
            for byte in &mut out[at..end] {
                *byte = if *byte == b'\n' { b'\n' } else { b' ' };
            }
        }
        at = end;
    }
    String::from_utf8(out).expect("only whole tokens are replaced")
}

/// What begins at a position, and where it ends.
enum Token {
    Comment(usize),
    Text(usize),
    Code(usize),
}

fn next_token(bytes: &[u8], at: usize) -> Token {
    let rest = &bytes[at..];
    let after_word = at > 0 && is_word(bytes[at - 1] as char);
    match rest {
        [b'/', b'/', ..] => Token::Comment(find(bytes, at, b"\n").unwrap_or(bytes.len())),
        [b'/', b'*', ..] => Token::Comment(end_of_block_comment(bytes, at)),
        [b'"', ..] => Token::Text(end_of_string(bytes, at + 1, b'"')),
        [b'r', b'"' | b'#', ..] if !after_word || bytes[at - 1] == b'b' => end_of_raw_string(bytes, at),
        [b'\'', b'\\', ..] => Token::Text(end_of_string(bytes, at + 1, b'\'')),
        [b'\'', ..] if !after_word => end_of_character(bytes, at),
        _ => Token::Code(at + 1),
    }
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    bytes[from..].windows(what.len()).position(|window| window == what).map(|offset| from + offset)
}

fn end_of_block_comment(bytes: &[u8], at: usize) -> usize {
    let (mut depth, mut end) = (0, at);
    while end < bytes.len() {
        match &bytes[end..] {
            [b'/', b'*', ..] => (depth, end) = (depth + 1, end + 2),
            [b'*', b'/', ..] => (depth, end) = (depth - 1, end + 2),
            _ => end += 1,
        }
        if depth == 0 {
            break;
        }
    }
    end.min(bytes.len())
}

fn end_of_string(bytes: &[u8], mut at: usize, quote: u8) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn end_of_raw_string(bytes: &[u8], at: usize) -> Token {
    let hashes = bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
    if bytes.get(at + 1 + hashes) != Some(&b'"') {
        // A raw name such as r#type.
        return Token::Code(at + 1);
    }
    let mut close = vec![b'"'];
    close.resize(1 + hashes, b'#');
    Token::Text(find(bytes, at + 2 + hashes, &close).map_or(bytes.len(), |start| start + close.len()))
}

/// A character in quotes, or a lifetime.
fn end_of_character(bytes: &[u8], at: usize) -> Token {
    let width =
        std::str::from_utf8(&bytes[at + 1..]).ok().and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    match bytes.get(at + 1 + width) {
        Some(b'\'') => Token::Text(at + 2 + width),
        _ => Token::Code(at + 1),
    }
}

/// Where the test modules of blanked code stand.
fn test_modules(bare: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = bare[from..].find("#[cfg(test)]") {
        let start = from + offset;
        let body = start + "#[cfg(test)]".len();
        from = body;
        if !bare[body..].trim_start().trim_start_matches("pub(crate) ").starts_with("mod ") {
            continue;
        }
        let mut depth = 0;
        for (position, c) in bare[body..].char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ';' if depth == 0 => break,
                _ => {}
            }
            if c == '}' && depth == 0 {
                from = body + position + 1;
                found.push((start, from));
                break;
            }
        }
    }
    found
}

#[test]
fn code_is_told_from_comments_strings_and_tests() {
    let text = r####"
fn a<'x>(b: &'x str) -> char { /* one /* two */ SystemTime */ '"' } // SystemTime
const C: &str = "SystemTime \" still"; const D: char = '\''; const E: &str = r#"a " SystemTime"#;
fn f() { g(b"SystemTime"); Instant }
#[cfg(test)]
mod tests { fn h() { SystemTime; "}" } }
fn after() {}
"####;
    let source = Source::new("src/x.rs", text);
    let code = source.code(false);
    assert!(!code.contains("SystemTime"), "{code}");
    assert!(code.contains("Instant") && code.contains("fn after()") && code.contains("<'x>"), "{code}");
    assert_eq!(code.lines().count(), text.lines().count());
    let kept = source.code(true);
    assert_eq!(kept.matches("SystemTime").count(), 3, "{kept}");
}
