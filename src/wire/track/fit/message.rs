//! One message of a FIT file, and which of its fields can be trusted.

use rustyfit::profile::typedef::FitBaseType;
use rustyfit::proto::{Field, Message, MessageDefinition, Value};

/// The numbers of one value: one, or those of a list. `None` stands where the watch marked "invalid".
pub(super) type Numbers = Vec<Option<f64>>;

/// The fields of a message whose length and kind are what the profile says they are.
///
/// The library reads a field as the kind that the profile names. Where a file declares another one, or a length of
/// nothing, the number would be made up.
pub(super) struct Fields<'m> {
    message: &'m Message,
    definition: &'m Definition,
}

/// How the fields of a message are declared: number, length in bytes, kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Definition(Vec<(u8, u8, FitBaseType)>);

impl Definition {
    /// What the file declares.
    pub(super) fn of(definition: &MessageDefinition) -> Definition {
        Definition(
            definition.field_definitions.iter().map(|field| (field.num, field.size, field.base_type)).collect(),
        )
    }

    /// Whether the field is declared once, and as it was read.
    fn is_sound(&self, field: &Field) -> bool {
        let mut declared = self.0.iter().filter(|(number, ..)| *number == field.num);
        let (Some((_, size, kind)), None) = (declared.next(), declared.next()) else { return false };
        let (width, read) = (kind.size(), field.base_type.size());
        let is_float = |kind: FitBaseType| kind == FitBaseType::FLOAT32 || kind == FitBaseType::FLOAT64;
        let is_text = |kind: FitBaseType| kind == FitBaseType::STRING;
        width > 0
            && *size > 0
            && size.checked_rem(width) == Some(0)
            && width == read
            && is_float(*kind) == is_float(field.base_type)
            && is_text(*kind) == is_text(field.base_type)
    }
}

impl<'m> Fields<'m> {
    /// The fields of a message.
    pub(super) fn new(message: &'m Message, definition: &'m Definition) -> Fields<'m> {
        Fields { message, definition }
    }

    fn field(&self, number: u8) -> Option<&'m Field> {
        let field = self.message.fields.iter().find(|field| field.num == number && !field.is_expanded)?;
        self.definition.is_sound(field).then_some(field)
    }

    /// The number in a field; `None` when it is not there or invalid.
    pub(super) fn number(&self, number: u8) -> Option<f64> {
        let field = self.field(number)?;
        match numbers(field)?.as_slice() {
            [only] => *only,
            _ => None,
        }
    }

    /// The number in a field that was stored as a whole number of parts, `scale` of them in one.
    pub(super) fn scaled(&self, number: u8, scale: f64) -> Option<f64> {
        self.number(number).map(|parts| parts / scale)
    }

    /// The numbers in a field that is a list.
    pub(super) fn list(&self, number: u8) -> Option<Numbers> {
        numbers(self.field(number)?)
    }

    /// A whole number that stands for a word or a time.
    pub(super) fn code(&self, number: u8) -> Option<u32> {
        let code = self.number(number)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be whole and in range"
        )]
        (code >= 0.0 && code <= f64::from(u32::MAX) && code.fract() == 0.0).then_some(code as u32)
    }

    /// The same as a byte.
    pub(super) fn byte(&self, number: u8) -> Option<u8> {
        self.code(number).and_then(|code| u8::try_from(code).ok())
    }
}

/// The numbers of a field, each `None` where it holds the mark of "invalid" of its kind.
fn numbers(field: &Field) -> Option<Numbers> {
    // In the kinds that end in z, 0 is the mark.
    let is_z = [FitBaseType::UINT8Z, FitBaseType::UINT16Z, FitBaseType::UINT32Z].contains(&field.base_type);
    let whole = |number: u32, most: u32| {
        let invalid = if is_z { 0 } else { most };
        (number != invalid).then(|| f64::from(number))
    };
    let signed = |number: i32, most: i32| (number != most).then(|| f64::from(number));
    let real = |number: f64| number.is_finite().then_some(number);
    let (u8_most, u16_most) = (u32::from(u8::MAX), u32::from(u16::MAX));
    let (i8_most, i16_most) = (i32::from(i8::MAX), i32::from(i16::MAX));
    Some(match &field.value {
        Value::Uint8(number) => vec![whole(u32::from(*number), u8_most)],
        Value::Uint16(number) => vec![whole(u32::from(*number), u16_most)],
        Value::Uint32(number) => vec![whole(*number, u32::MAX)],
        Value::Int8(number) => vec![signed(i32::from(*number), i8_most)],
        Value::Int16(number) => vec![signed(i32::from(*number), i16_most)],
        Value::Int32(number) => vec![signed(*number, i32::MAX)],
        Value::Float32(number) => vec![real(f64::from(*number))],
        Value::Float64(number) => vec![real(*number)],
        Value::ArrayUint8(numbers) => numbers.iter().map(|number| whole(u32::from(*number), u8_most)).collect(),
        Value::ArrayUint16(numbers) => numbers.iter().map(|number| whole(u32::from(*number), u16_most)).collect(),
        Value::ArrayUint32(numbers) => numbers.iter().map(|number| whole(*number, u32::MAX)).collect(),
        _ => return None,
    })
}
