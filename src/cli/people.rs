//! Who is meant by a name on the command line.

use crate::person::PersonId;
use crate::store::Store;

use super::failure::Failure;
use super::load::Loaded;

/// The person of that name, or what is wrong with it.
pub fn person_id(name: &str) -> Result<PersonId, Failure> {
    PersonId::new(name).ok_or_else(|| {
        Failure::Usage(format!("\"{name}\" is not a person's name; wanted 1 to 32 of a to z, 0 to 9 and -"))
    })
}

/// The person of that name; without a name the only one who is configured.
pub fn the_person(name: Option<&str>, loaded: &Loaded) -> Result<PersonId, Failure> {
    if let Some(name) = name {
        return person_id(name);
    }
    let mut configured = loaded.config.people.keys();
    match (configured.next(), configured.next()) {
        (Some(only), None) => Ok(only.clone()),
        (Some(_), Some(_)) => {
            Err(Failure::Usage(format!("say who it is:  --person NAME, one of: {}", names(loaded))))
        }
        (None, _) => Err(Failure::Usage(
            "say who it is:  --person NAME\n  help: nobody is configured yet; see  tingled init --help".to_owned(),
        )),
    }
}

/// The person of that name, who is configured or has records.
pub fn known_person(name: &str, loaded: &Loaded, store: Option<&Store>) -> Result<PersonId, Failure> {
    let person = person_id(name)?;
    let has_records = match store {
        Some(store) => store.persons()?.contains(&person),
        None => false,
    };
    if has_records || loaded.config.people.contains_key(&person) {
        return Ok(person);
    }
    let help = match names(loaded) {
        known if known.is_empty() => "see  tingled init --help".to_owned(),
        known => format!("known here: {known}"),
    };
    Err(Failure::Usage(format!("nobody is called \"{person}\" here\n  help: {help}")))
}

fn names(loaded: &Loaded) -> String {
    let names: Vec<&str> = loaded.config.people.keys().map(PersonId::as_str).collect();
    names.join(", ")
}
