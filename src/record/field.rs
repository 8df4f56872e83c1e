//! One list of fields per kind of record; CSV columns, JSON keys, database columns, dialect targets and docs
//! are all derived from it.

use crate::units::Quantity;

/// What a field holds, seen from outside: the common coin of CSV, JSON and the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number in the unit that ends the field's name.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// One word or a text.
    Text(String),
    /// Several words, in the order of their list; in CSV joined by `;`.
    List(Vec<String>),
}

/// What a field takes.
#[expect(missing_docs, reason = "the variants' sentences say what their fields are")]
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// A number of this unit within a closed range.
    Number { unit: &'static str, low: f64, high: f64 },
    /// Yes or no.
    Flag,
    /// Free text of at most so many characters.
    Text { longest: usize },
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any of these words; others are kept as they are and shown.
    Words(&'static [&'static str]),
    /// Any of these places, each with a side: `calf:left`; others are kept and shown.
    Sites(&'static [&'static str]),
}

/// The value does not fit the [`Shape`] of its field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misfit;

/// A type that can stand in a field.
pub trait FieldValue: Sized {
    /// What it takes.
    const SHAPE: Shape;
    /// The typed value.
    fn read(value: Value) -> Result<Self, Misfit>;
    /// The value as seen from outside.
    fn show(&self) -> Value;
}

/// One field of a kind of record.
pub struct Field<R> {
    /// Its name outside, unit last: `distance_m`.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// One sentence on its meaning.
    pub doc: &'static str,
    /// The value in a record; `None` is "not answered".
    pub get: fn(&R) -> Option<Value>,
    /// Puts a value in; on a misfit the record is unchanged.
    pub set: fn(&mut R, Value) -> Result<(), Misfit>,
}

/// A kind of record with a list of fields.
pub trait Fields: Sized + 'static {
    /// Its table, and the name of its kind.
    const TABLE: &'static str;
    /// Its fields, in the order of the documentation.
    const FIELDS: &'static [Field<Self>];

    /// The field of that name.
    fn field(name: &str) -> Option<&'static Field<Self>> {
        Self::FIELDS.iter().find(|field| field.name == name)
    }

    /// The names of its fields, in order.
    fn names(&self) -> Vec<&'static str> {
        Self::FIELDS.iter().map(|field| field.name).collect()
    }

    /// What the field of that name takes; `None` when there is none.
    fn shape_of(&self, name: &str) -> Option<Shape> {
        Self::field(name).map(|field| field.shape)
    }

    /// Puts a value into the field of that name; `None` when there is none.
    fn put(&mut self, name: &str, value: Value) -> Option<Result<(), Misfit>> {
        Self::field(name).map(|field| (field.set)(self, value))
    }

    /// The answered fields with their values, in order.
    fn answers(&self) -> impl Iterator<Item = (&'static str, Value)> {
        Self::FIELDS.iter().filter_map(|field| Some((field.name, (field.get)(self)?)))
    }

    /// The answered fields with their values, in order, as a list.
    fn answered(&self) -> Vec<(&'static str, Value)> {
        self.answers().collect()
    }
}

/// Writes a struct of optional fields together with its list of [`Field`]s.
///
/// The first doc line of a field is its documentation everywhere.
macro_rules! fields {
    ($(#[doc = $doc:literal])* $name:ident, table $table:literal {
        $(#[doc = $first:literal] $(#[doc = $more:literal])* $field:ident: $type:ty,)*
    }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(#[doc = $first] $(#[doc = $more])* pub $field: Option<$type>,)*
        }

        impl $crate::record::field::Fields for $name {
            const TABLE: &'static str = $table;
            const FIELDS: &'static [$crate::record::field::Field<Self>] = &[$(
                $crate::record::field::Field {
                    name: stringify!($field),
                    shape: <$type as $crate::record::field::FieldValue>::SHAPE,
                    doc: $first.trim_ascii(),
                    get: |record| record.$field.as_ref().map($crate::record::field::FieldValue::show),
                    set: |record, value| {
                        record.$field = Some(<$type as $crate::record::field::FieldValue>::read(value)?);
                        Ok(())
                    },
                },
            )*];
        }
    };
}
pub(crate) use fields;

impl<Q: Quantity> FieldValue for Q {
    const SHAPE: Shape = Shape::Number { unit: Q::UNIT, low: Q::LOW, high: Q::HIGH };
    fn read(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Number(number) => Q::new(number).ok_or(Misfit),
            _ => Err(Misfit),
        }
    }
    fn show(&self) -> Value {
        Value::Number(self.get())
    }
}

impl FieldValue for bool {
    const SHAPE: Shape = Shape::Flag;
    fn read(value: Value) -> Result<Self, Misfit> {
        match value {
            Value::Flag(flag) => Ok(flag),
            _ => Err(Misfit),
        }
    }
    fn show(&self) -> Value {
        Value::Flag(*self)
    }
}

/// The longest text that a field keeps, in characters.
pub const TEXT_LONGEST: usize = 200;

impl FieldValue for String {
    const SHAPE: Shape = Shape::Text { longest: TEXT_LONGEST };
    fn read(value: Value) -> Result<Self, Misfit> {
        match value {
            // Control characters would reach logs, terminals and other stores.
            Value::Text(text) if text.chars().count() <= TEXT_LONGEST && !text.chars().any(char::is_control) => {
                Ok(text)
            }
            _ => Err(Misfit),
        }
    }
    fn show(&self) -> Value {
        Value::Text(self.clone())
    }
}
