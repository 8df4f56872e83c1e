//! JSON text to a tree that keeps doubled keys; depth and bracket structure are checked before any recursion.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};

use crate::record::{Reject, Wrong};

/// The deepest nesting that is taken.
pub(crate) const DEEPEST: usize = 32;

/// A JSON value; unlike `serde_json::Value` it keeps every key of an object, also one that comes twice.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    Null,
    Flag(bool),
    Whole(i128),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// What a payload holds, before its content is read.
#[derive(Debug, PartialEq)]
pub(super) enum Outline {
    Object,
    /// An array, with the stretch of text of each element.
    Array(Vec<Range<usize>>),
    /// Something else, in a word.
    Other(&'static str),
}

/// Finds the brackets, without recursion; a flood of brackets costs one pass.
pub(super) fn outline(text: &str) -> Result<Outline, Wrong> {
    let first = text.bytes().find(|byte| !is_space(*byte));
    match first {
        Some(b'{') => brackets(text).map(|_| Outline::Object),
        Some(b'[') => brackets(text).map(Outline::Array),
        Some(b'"') => Ok(Outline::Other("a text")),
        Some(b'0'..=b'9' | b'-') => Ok(Outline::Other("a number")),
        Some(b't' | b'f') => Ok(Outline::Other("true or false")),
        Some(b'n') => Ok(Outline::Other("null")),
        None => Ok(Outline::Other("nothing")),
        Some(_) => Ok(Outline::Other("something else")),
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Checks depth and pairing of all brackets; gives the stretches between the commas of the outermost pair.
fn brackets(text: &str) -> Result<Vec<Range<usize>>, Wrong> {
    let broken = |because: &str| Wrong::NotJson { because: because.to_owned() };
    let mut open: Vec<u8> = Vec::new();
    let mut elements = Vec::new();
    let (mut start, mut ended, mut in_text, mut escaped) = (0, false, false, false);
    for (position, byte) in text.bytes().enumerate() {
        if in_text {
            in_text = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        if ended && !is_space(byte) {
            return Err(broken("more text after its end"));
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                open.push(if byte == b'{' { b'}' } else { b']' });
                if open.len() > DEEPEST {
                    return Err(Wrong::TooDeep { deepest: DEEPEST });
                }
                if open.len() == 1 {
                    start = position.saturating_add(1);
                }
            }
            b'}' | b']' => {
                if open.pop() != Some(byte) {
                    return Err(broken("brackets do not pair"));
                }
                ended = open.is_empty();
                if ended && (!elements.is_empty() || !blank(text, &(start..position))) {
                    elements.push(start..position);
                }
            }
            b',' if open.len() == 1 => {
                elements.push(start..position);
                start = position.saturating_add(1);
            }
            _ => {}
        }
    }
    if ended { Ok(elements) } else { Err(broken("it ends before its brackets close")) }
}

/// The texts of the elements of an array; `None` when it is none.
pub(super) fn elements(text: &str) -> Option<Vec<&str>> {
    let stretches = text.trim_start().starts_with('[').then(|| brackets(text).ok()).flatten()?;
    Some(stretches.into_iter().filter_map(|stretch| text.get(stretch)).map(str::trim).collect())
}

/// The names of the members of an object, and the texts of their values; `None` when it is none, or broken.
pub(super) fn members(text: &str) -> Option<Vec<(String, &str)>> {
    let stretches = text.trim_start().starts_with('{').then(|| brackets(text).ok()).flatten()?;
    stretches.into_iter().map(|stretch| member(text.get(stretch)?)).collect()
}

/// One member: the text of its name, a colon, the text of its value.
fn member(text: &str) -> Option<(String, &str)> {
    let text = text.trim();
    let mut escaped = false;
    let end = text.bytes().enumerate().skip(1).find_map(|(at, byte)| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes.then_some(at)
    })?;
    let (name, rest) = text.split_at_checked(end.checked_add(1)?)?;
    let value = rest.trim_start().strip_prefix(':')?.trim();
    Some((serde_json::from_str(name).ok()?, value))
}

/// Whether a text is JSON; nothing is kept of it.
pub(super) fn check(text: &str) -> Result<(), Wrong> {
    let checked = serde_json::from_str::<serde::de::IgnoredAny>(text);
    checked.map(drop).map_err(|error| Wrong::NotJson { because: Reject::excerpt(&error.to_string()) })
}

fn blank(text: &str, stretch: &Range<usize>) -> bool {
    text.get(stretch.clone()).is_none_or(|inner| inner.bytes().all(is_space))
}

/// Reads JSON whose depth was checked.
pub(super) fn parse(text: &str) -> Result<Node, Wrong> {
    serde_json::from_str(text).map_err(|error| Wrong::NotJson { because: Reject::excerpt(&error.to_string()) })
}

/// A key that comes twice in one object, at any depth.
pub(super) fn doubled(node: &Node) -> Option<&str> {
    match node {
        Node::List(items) => items.iter().find_map(doubled),
        Node::Object(pairs) => {
            let mut seen = BTreeSet::new();
            let twice = pairs.iter().find(|(key, _)| !seen.insert(key.as_str())).map(|(key, _)| key.as_str());
            twice.or_else(|| pairs.iter().find_map(|(_, value)| doubled(value)))
        }
        _ => None,
    }
}

/// The value as text, for showing: a text as it is, others as JSON.
impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let joined = |f: &mut fmt::Formatter<'_>, items: &[Node]| {
            for (index, item) in items.iter().enumerate() {
                write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
            }
            Ok(())
        };
        match self {
            Node::Null => f.write_str("null"),
            Node::Flag(flag) => write!(f, "{flag}"),
            Node::Whole(number) => write!(f, "{number}"),
            Node::Number(number) if number.abs() >= 1e15 => write!(f, "{number:e}"),
            Node::Number(number) => write!(f, "{number}"),
            Node::Text(text) => f.write_str(text),
            Node::List(items) => {
                f.write_str("[")?;
                joined(f, items)?;
                f.write_str("]")
            }
            Node::Object(pairs) => {
                f.write_str("{")?;
                for (index, (key, value)) in pairs.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Node, D::Error> {
        from.deserialize_any(Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Whole(number.into()))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Node, E> {
        Ok(Node::Whole(number.into()))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Node, E> {
        Ok(Node::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Node::Object(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_thousand_brackets_are_too_deep_and_nothing_worse() {
        let flood = format!("{{\"a\":{}", "[".repeat(100_000));
        assert_eq!(outline(&flood), Err(Wrong::TooDeep { deepest: DEEPEST }));
    }

    #[test]
    fn brackets_and_commas_in_texts_do_not_count() {
        let text = r#"[{"a":"],[\"}"},{"b":[1,2]}]"#;
        let Ok(Outline::Array(elements)) = outline(text) else { panic!("no array") };
        let parts: Vec<&str> = elements.into_iter().map(|part| &text[part]).collect();
        assert_eq!(parts, [r#"{"a":"],[\"}"}"#, r#"{"b":[1,2]}"#]);
    }

    #[test]
    fn members_and_elements_are_found_without_reading_them() {
        let text = r#" {"a\"b" : [1, {"x":",]"}] , "\u0063":null,"d":"\\"} "#;
        let found = members(text).unwrap();
        let shown: Vec<_> = found.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(shown, [("a\"b", r#"[1, {"x":",]"}]"#), ("c", "null"), ("d", r#""\\""#)]);
        assert_eq!(elements(found[0].1).unwrap(), ["1", r#"{"x":",]"}"#]);
        assert_eq!(
            (elements("{}"), members("[]"), members("{}"), elements(" [ ] ")),
            (None, None, Some(vec![]), Some(vec![]))
        );
    }

    #[test]
    fn brackets_must_pair() {
        for text in ["[{]}", "{", "[1", "{}}", "[] x", "{\"a\":\"}"] {
            assert!(outline(text).is_err(), "{text}");
        }
        assert_eq!(outline(" [ ] "), Ok(Outline::Array(vec![])));
    }

    #[test]
    fn a_doubled_key_is_seen_at_any_depth() {
        assert_eq!(doubled(&parse(r#"{"a":[{"b":1,"c":2,"b":3}]}"#).unwrap()), Some("b"));
        assert_eq!(doubled(&parse(r#"{"a":{"a":1}}"#).unwrap()), None);
    }
}
