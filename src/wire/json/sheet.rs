//! Puts the members of a JSON object into the fields of a record or profile; driven by their lists of fields.

use super::tree::Node;
use crate::person::Profile;
use crate::record::{Body, Fields, Misfit, Place, Reject, Shape, Value, Wrong};
use crate::wire::cell;

/// Something with a list of fields.
pub(super) trait Sheet {
    fn shape(&self, field: &str) -> Option<Shape>;
    fn set(&mut self, field: &str, value: Value) -> Option<Result<(), Misfit>>;
    fn names(&self) -> Vec<&'static str>;
}

impl Sheet for Body {
    fn shape(&self, field: &str) -> Option<Shape> {
        Body::shape(self, field)
    }
    fn set(&mut self, field: &str, value: Value) -> Option<Result<(), Misfit>> {
        Body::set(self, field, value)
    }
    fn names(&self) -> Vec<&'static str> {
        Body::field_names(self.kind())
    }
}

impl Sheet for Profile {
    fn shape(&self, field: &str) -> Option<Shape> {
        Profile::field(field).map(|field| field.shape)
    }
    fn set(&mut self, field: &str, value: Value) -> Option<Result<(), Misfit>> {
        Profile::field(field).map(|field| (field.set)(self, value))
    }
    fn names(&self) -> Vec<&'static str> {
        Profile::FIELDS.iter().map(|field| field.name).collect()
    }
}

/// A member that was refused or not used.
#[derive(Debug, PartialEq)]
pub(super) struct Fault {
    pub(super) field: Option<String>,
    pub(super) found: String,
    pub(super) wrong: Wrong,
}

impl Fault {
    pub(super) fn at(field: &str, found: &Node, wrong: Wrong) -> Fault {
        Fault { field: Some(Reject::excerpt(field)), found: Reject::excerpt(&found.to_string()), wrong }
    }

    /// A field that must be there and is not.
    pub(super) fn missing(field: &str) -> Fault {
        Fault { field: Some(field.to_owned()), found: String::new(), wrong: Wrong::Missing }
    }

    pub(super) fn reject(self, place: &Place) -> Reject {
        Reject { place: place.clone(), column: None, field: self.field, found: self.found, wrong: self.wrong }
    }
}

/// The most fields that are named as not used, per record.
const UNUSED_MOST: usize = 16;

/// Fills the fields; members that no field takes are given back with the field that may have been meant.
///
/// `taken` are the names that the reader of the whole object has used itself.
pub(super) fn fill(
    sheet: &mut impl Sheet,
    members: &[(String, Node)],
    taken: &[&'static str],
) -> Result<Vec<Fault>, Fault> {
    let mut unused = Vec::new();
    for (name, node) in members {
        let Some(shape) = sheet.shape(name) else {
            if unused.len() < UNUSED_MOST {
                let known = sheet.names().into_iter().chain(taken.iter().copied());
                let meant = crate::voice::nearest(name, known).map(str::to_owned);
                unused.push(Fault::at(name, node, Wrong::UnusedField { meant }));
            }
            continue;
        };
        if let Shape::Sites(_) = shape {
            unused.extend(beside_site(name, node));
        }
        // A member that is null was not answered.
        if let Some(value) = value_of(shape, node).map_err(|wrong| Fault::at(name, node, wrong))? {
            let copy = value.clone();
            if let Some(Err(Misfit)) = sheet.set(name, value) {
                return Err(Fault::at(name, node, cell::misfit(shape, &copy)));
            }
        }
    }
    Ok(unused)
}

/// The members of the places of a list that are neither `site` nor `side`: `sites.sid`.
fn beside_site(name: &str, node: &Node) -> Vec<Fault> {
    let places = match node {
        Node::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let members =
        places.iter().filter_map(|place| if let Node::Object(members) = place { Some(members) } else { None });
    let strange = members.flatten().filter(|(key, _)| key != "site" && key != "side");
    let fault = |(key, node): &(String, Node)| {
        let meant = crate::voice::nearest(key, ["site", "side"].into_iter()).map(|near| format!("{name}.{near}"));
        Fault::at(&format!("{name}.{key}"), node, Wrong::UnusedField { meant })
    };
    strange.take(UNUSED_MOST).map(fault).collect()
}

/// The value as a field of this shape takes it; `None` for null.
fn value_of(shape: Shape, node: &Node) -> Result<Option<Value>, Wrong> {
    let value = match (shape, node) {
        (_, Node::Null) => return Ok(None),
        (_, Node::Text(text)) => cell::read(shape, text)?,
        // Many senders write yes and no as true and false, or as 1 and 0.
        (Shape::Word(known), Node::Flag(flag)) if known.contains(&"yes") => {
            Value::Text(if *flag { "yes" } else { "no" }.to_owned())
        }
        (Shape::Flag, Node::Whole(0 | 1)) => Value::Flag(*node == Node::Whole(1)),
        // An id is often a number.
        (Shape::Text { .. }, Node::Whole(number)) => Value::Text(number.to_string()),
        (_, Node::Flag(flag)) => Value::Flag(*flag),
        #[expect(clippy::cast_precision_loss, reason = "far beyond 2^53 every range refuses it anyway")]
        (_, Node::Whole(number)) => Value::Number(*number as f64),
        (_, Node::Number(number)) => Value::Number(*number),
        (Shape::Words(_) | Shape::Sites(_), Node::List(items)) => words(shape, items)?,
        (Shape::Sites(_), Node::Object(_)) => words(shape, std::slice::from_ref(node))?,
        (_, Node::List(_) | Node::Object(_)) => return Err(cell::misfit(shape, &Value::Text(String::new()))),
    };
    match (shape, &value) {
        (Shape::Words(_) | Shape::Sites(_), Value::List(_)) => Ok(Some(value)),
        (Shape::Words(_) | Shape::Sites(_), _) => Err(Wrong::NotAList),
        (Shape::Number { unit, .. }, Value::Flag(_)) => Err(Wrong::NotANumber { unit }),
        _ => Ok(Some(value)),
    }
}

/// Several words or places, each a text or `{"site": …, "side": …}`.
fn words(shape: Shape, items: &[Node]) -> Result<Value, Wrong> {
    let mut texts = Vec::new();
    for item in items.iter().take(crate::record::words::WORDS_MOST.saturating_add(1)) {
        match item {
            Node::Null => {}
            Node::Text(text) => texts.push(text.clone()),
            // Kept as a word nobody could read, so that a report is not lost to it.
            Node::Whole(_) | Node::Number(_) | Node::Flag(_) => texts.push(item.to_string()),
            Node::Object(members) if matches!(shape, Shape::Sites(_)) => texts.push(place(members)?),
            Node::List(_) | Node::Object(_) => return Err(Wrong::NotAList),
        }
    }
    cell::list(shape, texts.iter().map(String::as_str))
}

/// `calf:left` of `{"site": "calf", "side": "left"}`.
fn place(members: &[(String, Node)]) -> Result<String, Wrong> {
    let text = |name: &str| match members.iter().find(|(key, _)| key == name) {
        None | Some((_, Node::Null)) => Ok(None),
        Some((_, Node::Text(text))) => Ok(Some(text.as_str())),
        Some(_) => Err(Wrong::NotAList),
    };
    match (text("site")?, text("side")?) {
        (None, _) => Err(Wrong::NotAList),
        (Some(site), None) => Ok(site.to_owned()),
        (Some(site), Some(side)) => Ok(format!("{site}:{side}")),
    }
}
