//! The schema: steps that are only ever appended, and taken in one transaction.

use rusqlite::{Connection, TransactionBehavior};

use super::error::Trouble;

/// Append only: the index of a step, from 1, is the version it leads to.
const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
];

/// `tngl`, by which `file` and we know our own databases.
const APPLICATION_ID: i64 = 0x746e_676c;

/// The newest version this program knows.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// What a database says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Made {
    /// Nothing is in it yet.
    Empty,
    /// By tingled, at this version.
    Ours(i64),
    /// By another program.
    Foreign,
}

/// Whose database it is, and of which version.
pub(super) fn made(db: &Connection) -> Result<Made, Trouble> {
    let number = |name: &str| db.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version, tables) {
        (APPLICATION_ID, version, _) => Made::Ours(version),
        (0, 0, 0) => Made::Empty,
        _ => Made::Foreign,
    })
}

/// Brings the schema from `version` to the newest, all of it or nothing.
pub(super) fn migrate(db: &mut Connection, version: i64) -> Result<(), Trouble> {
    if version >= newest() {
        return Ok(());
    }
    let change = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for step in STEPS.iter().skip(usize::try_from(version).unwrap_or(0)) {
        change.execute_batch(step)?;
    }
    change.pragma_update(None, "application_id", APPLICATION_ID)?;
    change.pragma_update(None, "user_version", newest())?;
    Ok(change.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Profile;
    use crate::record::{Fields, Intake, Measure, Shape, Symptom, Tag, Workout};

    fn fresh() -> Connection {
        let mut db = Connection::open_in_memory().unwrap();
        assert_eq!(made(&db).unwrap(), Made::Empty);
        migrate(&mut db, 0).unwrap();
        db
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut db = fresh();
        assert_eq!(made(&db).unwrap(), Made::Ours(newest()));
        migrate(&mut db, newest()).unwrap();
        assert_eq!(made(&db).unwrap(), Made::Ours(newest()));
    }

    #[test]
    fn a_database_of_another_program_is_told_apart() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE notes (text)").unwrap();
        assert_eq!(made(&db).unwrap(), Made::Foreign);
    }

    #[test]
    fn every_table_is_strict() {
        let db = fresh();
        let loose: Vec<String> = db
            .prepare(
                "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'",
            )
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(loose, Vec::<String>::new());
    }

    /// The columns that a list of fields asks for, with their fences, in order.
    fn wanted<R: Fields>() -> Vec<String> {
        let column = |name: &str, shape: Shape| match shape {
            Shape::Number { low, high, .. } => format!("{name} REAL CHECK ({name} BETWEEN {low} AND {high})"),
            Shape::Flag => format!("{name} INTEGER CHECK ({name} IN (0, 1))"),
            Shape::Text { longest } => format!("{name} TEXT CHECK (length({name}) <= {longest})"),
            Shape::Word(_) | Shape::Words(_) | Shape::Sites(_) => format!("{name} TEXT"),
        };
        R::FIELDS.iter().map(|field| column(field.name, field.shape)).collect()
    }

    fn check_columns<R: Fields>(db: &Connection, before: &str) {
        let sql: String = db
            .query_row("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", [R::TABLE], |row| {
                row.get(0)
            })
            .unwrap();
        // What a later step added stands behind the last field.
        let sql = sql.replace(", arrived_ms INTEGER", "");
        let lines = sql.lines().map(|line| line.trim().trim_end_matches(','));
        let columns = lines.skip_while(|line| !line.starts_with(before)).skip(1);
        let found: Vec<&str> =
            columns.take_while(|line| !line.starts_with("PRIMARY KEY") && *line != ") STRICT").collect();
        let found: Vec<&str> = found.into_iter().filter(|line| !line.starts_with(") STRICT")).collect();
        assert_eq!(found, wanted::<R>(), "{}", R::TABLE);
    }

    #[test]
    fn the_columns_are_the_fields() {
        let db = fresh();
        check_columns::<Workout>(&db, "content ");
        check_columns::<Intake>(&db, "content ");
        check_columns::<Symptom>(&db, "content ");
        check_columns::<Measure>(&db, "content ");
        check_columns::<Tag>(&db, "content ");
        check_columns::<Profile>(&db, "set_ms ");
    }
}
