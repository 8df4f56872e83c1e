//! What was understood of something told on the command line, and what was not.

use crate::record::{Body, Value};

/// What was understood: `calf left, severity 4, sign swelling`. Words that could not be read are not in it.
pub fn understood(body: &Body, unread: &[(&str, String)]) -> String {
    let read = |field: &str, word: &&String| !unread.iter().any(|(of, text)| *of == field && text == *word);
    let mut told = Vec::new();
    for (field, value) in body.answered() {
        let label = field.replace('_', " ");
        match (field, value) {
            ("tingling", Value::Flag(true)) => told.push("tingling".to_owned()),
            ("tingling", Value::Flag(false)) => told.push("no tingling".to_owned()),
            ("sites", Value::List(places)) => {
                let places = places.iter().filter(|place| read(field, place));
                told.extend(places.map(|place| place.replace([':', '_'], " ")));
            }
            (_, Value::List(words)) if words.is_empty() => told.push(format!("{label} none")),
            (_, Value::List(words)) => {
                let one = label.strip_suffix('s').unwrap_or(&label);
                let words = words.iter().filter(|word| read(field, word));
                told.extend(words.map(|word| format!("{one} {}", word.replace('_', " "))));
            }
            (_, Value::Flag(flag)) => told.push(format!("{label} {}", if flag { "yes" } else { "no" })),
            (_, Value::Number(number)) => told.push(format!("{label} {number}")),
            (_, Value::Text(text)) if !read(field, &&text) => {}
            (_, Value::Text(text)) => told.push(format!("{label} {}", text.replace('_', " "))),
        }
    }
    if told.is_empty() {
        "understood: nothing but the time".to_owned()
    } else {
        format!("understood: {}", told.join(", "))
    }
}

/// A word that was not understood; it is kept, and shown. `near` is what might have been meant, as it is said and
/// as it is recorded.
pub fn not_understood(field: &str, word: &str, near: Option<&(String, String)>) -> String {
    let meant = match near {
        Some((said, name)) if said.replace(' ', "_") == *name => format!("; was \"{name}\" meant?"),
        Some((said, name)) => format!("; was \"{said}\" ({name}) meant?"),
        None => String::new(),
    };
    format!("not understood, kept as written: \"{word}\" ({field}){meant}")
}
