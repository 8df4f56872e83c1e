//! Lists inside a cell, as programs write them: `['run', 'track']`, `["run"]`, `[]`.

/// The items of a list in square brackets, without their quotes; `None` when the text is no such list.
pub fn items(text: &str) -> Option<Vec<String>> {
    let inside = text.trim().strip_prefix('[')?.strip_suffix(']')?;
    let (mut items, mut item, mut quote) = (Vec::new(), String::new(), None);
    for c in inside.chars() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (Some(_), c) => item.push(c),
            (None, '\'' | '"') => quote = Some(c),
            (None, ',') => items.push(std::mem::take(&mut item)),
            (None, c) => item.push(c),
        }
    }
    items.push(item);
    let filled = items.iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty());
    quote.is_none().then(|| filled.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_square_brackets_and_nothing_else() {
        assert_eq!(items("['individual', 'running']").unwrap(), ["individual", "running"]);
        assert_eq!(items(r#"["a, b", "c's"]"#).unwrap(), ["a, b", "c's"]);
        assert_eq!(items("[12921003]").unwrap(), ["12921003"]);
        assert_eq!(items("[]").unwrap(), [""; 0]);
        for text in ["running", "{'a': 'b'}", "['a", "['a]", ""] {
            assert_eq!(items(text), None, "{text}");
        }
    }
}
