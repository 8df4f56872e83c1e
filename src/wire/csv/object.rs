//! What stands inside a cell that holds a JSON object: where its simple values are, without copying them.
#![expect(clippy::arithmetic_side_effects, reason = "offsets within one cell of at most a MiB")]

use std::ops::Range;

/// A cell that holds an object, and the keys that are columns of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// The cell.
    pub(super) cell: usize,
    /// The keys, as the object writes them.
    pub(super) keys: Vec<String>,
}

/// Hands out the key and the place of every simple value of an object: texts without their quotes, numbers,
/// `true`, `false`; what is `null`, an object or a list is passed over. `doubled`: quotes are written twice,
/// as inside a quoted cell. `false` when the bytes are no object; nothing at all is an empty one.
pub(super) fn members(bytes: &[u8], doubled: bool, mut found: impl FnMut(&[u8], Range<usize>)) -> bool {
    let mut scan = Scan { bytes, at: 0, quote: if doubled { 2 } else { 1 } };
    scan.blanks();
    if scan.at == bytes.len() {
        return true;
    }
    scan.object(&mut found).is_some() && {
        scan.blanks();
        scan.at == bytes.len()
    }
}

struct Scan<'b> {
    bytes: &'b [u8],
    at: usize,
    /// How many quotes stand for one.
    quote: usize,
}

impl Scan<'_> {
    fn blanks(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn take(&mut self, wanted: u8) -> Option<()> {
        self.blanks();
        (self.bytes.get(self.at) == Some(&wanted)).then(|| self.at += 1)
    }

    fn object(&mut self, found: &mut impl FnMut(&[u8], Range<usize>)) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let key = self.text()?;
            self.take(b':')?;
            self.blanks();
            if let Some(value) = self.value()? {
                found(self.bytes.get(key).unwrap_or_default(), value);
            }
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    fn is_quote(&self) -> bool {
        let quotes = self.bytes.get(self.at..self.at + self.quote);
        quotes.is_some_and(|quotes| quotes.iter().all(|byte| *byte == b'"'))
    }

    /// A text in quotes; a quote behind a backslash does not end it.
    fn text(&mut self) -> Option<Range<usize>> {
        if !self.is_quote() {
            return None;
        }
        self.at += self.quote;
        let start = self.at;
        loop {
            if self.is_quote() {
                let end = self.at;
                self.at += self.quote;
                return Some(start..end);
            }
            if *self.bytes.get(self.at)? == b'\\' {
                self.at += 1;
                self.at += if self.is_quote() { self.quote } else { 1 };
            } else {
                self.at += 1;
            }
        }
    }

    /// The place of a simple value; nothing for one that is passed over.
    fn value(&mut self) -> Option<Option<Range<usize>>> {
        if self.is_quote() {
            return self.text().map(Some);
        }
        if matches!(self.bytes.get(self.at), Some(b'{' | b'[')) {
            return self.pass().map(|()| None);
        }
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at)?;
        (!word.is_empty()).then(|| (word != b"null").then_some(start..self.at))
    }

    /// Passes over an object or a list and all that is in it.
    fn pass(&mut self) -> Option<()> {
        let mut open = 0_usize;
        loop {
            if self.is_quote() {
                self.text()?;
                continue;
            }
            match self.bytes.get(self.at)? {
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, doubled: bool) -> Option<String> {
        let mut seen = Vec::new();
        let is_object = members(text.as_bytes(), doubled, |key, value| {
            seen.push(format!("{}={}", String::from_utf8_lossy(key), &text[value]));
        });
        is_object.then(|| seen.join(" "))
    }

    #[test]
    fn simple_values_are_found_and_the_rest_is_passed_over() {
        for (text, doubled, wanted) in [
            (r#"{""a"":12,""b"":-0.5e-3,""c"":""x"",""d"":true}"#, true, "a=12 b=-0.5e-3 c=x d=true"),
            (r#" { "a" : 12 , "b" : null , "c" : [1,{"d":"]"}] , "e" : 0 } "#, false, "a=12 e=0"),
            (r#"{""a"":""say \""x\"" now"",""b"":1}"#, true, r#"a=say \""x\"" now b=1"#),
            ("{}", true, ""),
            ("", false, ""),
        ] {
            assert_eq!(read(text, doubled).as_deref(), Some(wanted), "{text}");
        }
        for bad in ["x", "[1]", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1} x", "{\"a\":[1}", "{a:1}", "{\"a\":1,}"]
        {
            assert_eq!(read(bad, false), None, "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(
            bytes in proptest::collection::vec(proptest::sample::select(b"{}[]\":,\\ 1a\xff".to_vec()), 0..40),
            doubled in proptest::prelude::any::<bool>(),
        ) {
            members(&bytes, doubled, |_, value| assert!(value.end <= bytes.len()));
        }
    }
}
