//! One column per field: values into statements and out of rows.

use rusqlite::types::{ToSql, ToSqlOutput, Value as Cell, ValueRef};
use rusqlite::{Row, Statement};

use super::error::Trouble;
use crate::record::{Field, Fields, Shape, Value};
use crate::time::Timestamp;

/// The names of the columns of a kind, each after a comma.
pub(super) fn names<R: Fields>() -> String {
    R::FIELDS.iter().map(|field| format!(", {}", field.name)).collect()
}

/// `?1, ?2, …`: as many markers as there are columns, after `before` others.
pub(super) fn markers(before: usize, columns: usize) -> String {
    let marker = |number: usize| format!("?{}", before.saturating_add(number));
    (1..=columns).map(marker).collect::<Vec<_>>().join(", ")
}

/// Binds the answered fields of a record from the marker `first` on; the others must be bound to nothing.
pub(super) fn bind<R: Fields>(statement: &mut Statement<'_>, first: usize, record: &R) -> Result<(), Trouble> {
    for (marker, field) in (first..).zip(R::FIELDS) {
        if let Some(value) = (field.get)(record) {
            statement.raw_bind_parameter(marker, Shown(value))?;
        }
    }
    Ok(())
}

/// Reads the fields of a record from the column `first` on.
pub(super) fn read<R: Fields + Default>(row: &Row<'_>, first: usize) -> Result<R, Trouble> {
    let mut record = R::default();
    for (column, field) in (first..).zip(R::FIELDS) {
        if let Some(value) = value(row.get_ref(column)?, field)? {
            (field.set)(&mut record, value).map_err(|_| unreadable(field))?;
        }
    }
    Ok(record)
}

/// A value on its way into a column.
struct Shown(Value);

impl ToSql for Shown {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match &self.0 {
            Value::Number(number) => ToSqlOutput::Owned(Cell::Real(*number)),
            Value::Flag(flag) => ToSqlOutput::Owned(Cell::Integer(i64::from(*flag))),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::List(words) => ToSqlOutput::Owned(Cell::Text(join(words))),
        })
    }
}

fn value<R>(cell: ValueRef<'_>, field: &Field<R>) -> Result<Option<Value>, Trouble> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).map_err(|_| unreadable(field));
    Ok(Some(match (cell, field.shape) {
        (ValueRef::Null, _) => return Ok(None),
        (ValueRef::Real(number), Shape::Number { .. }) => Value::Number(number),
        (ValueRef::Integer(flag), Shape::Flag) => Value::Flag(flag != 0),
        (ValueRef::Text(bytes), Shape::Text { .. } | Shape::Word(_)) => Value::Text(text(bytes)?),
        (ValueRef::Text(bytes), Shape::Words(_) | Shape::Sites(_)) => Value::List(split(&text(bytes)?)),
        _ => return Err(unreadable(field)),
    }))
}

fn unreadable<R>(field: &Field<R>) -> Trouble {
    Trouble::Damaged(format!("a value of {} does not fit", field.name))
}

/// Joins words by `;`. A `;` or `\` within a word gets a `\` before it, an empty word is `\e`.
fn join(words: &[String]) -> String {
    let mut text = String::new();
    for (number, word) in words.iter().enumerate() {
        if number > 0 {
            text.push(';');
        }
        if word.is_empty() {
            text.push_str("\\e");
        }
        for letter in word.chars() {
            if matches!(letter, ';' | '\\') {
                text.push('\\');
            }
            text.push(letter);
        }
    }
    text
}

/// Takes apart what [`join`] joined.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => words.push(std::mem::take(&mut word)),
            '\\' => word.extend(letters.next().filter(|letter| *letter != 'e')),
            letter => word.push(letter),
        }
    }
    if !text.is_empty() {
        words.push(word);
    }
    words
}

/// The instant of a column of milliseconds.
pub(super) fn instant(milliseconds: i64) -> Result<Timestamp, Trouble> {
    Timestamp::from_millisecond(milliseconds)
        .map_err(|_| Trouble::Damaged(format!("{milliseconds} ms is no time on any calendar")))
}

/// The instant of a column of milliseconds that may be empty.
pub(super) fn maybe_instant(milliseconds: Option<i64>) -> Result<Option<Timestamp>, Trouble> {
    milliseconds.map(instant).transpose()
}

/// A count of a row; a negative one is damage.
pub(super) fn count(number: i64) -> Result<u64, Trouble> {
    u64::try_from(number).map_err(|_| Trouble::Damaged(format!("a count of {number}")))
}

/// A count as a column takes it, held at the largest.
pub(super) fn whole(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_can_be_read_by_a_person() {
        assert_eq!(join(&["calf:left".into(), "foot:both".into()]), "calf:left;foot:both");
        assert_eq!(split(""), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn lists_read_back(words in prop::collection::vec("[a-e;\\\\]{0,4}", 0..5)) {
            prop_assert_eq!(split(&join(&words)), words);
        }
    }
}
