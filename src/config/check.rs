//! One value against what its setting takes.

use jiff::tz::TimeZone;

use super::broker::Broker;
use super::key::Takes;
use crate::voice::nearest;
use crate::voice::setting::Fault;

/// A value as it was written, before its type is checked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Written {
    Text(String),
    Whole(i64),
    Number(f64),
    Flag(bool),
    List(Vec<Written>),
    /// From the environment or the command line: a text that may stand for any type.
    Untyped(String),
    /// A table whose settings follow.
    Table,
    /// A date, a number too large: nothing that a setting takes.
    Other,
}

/// A checked value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Setting {
    Text(String),
    Whole(i64),
    Number(f64),
    Flag(bool),
    Words(Vec<String>),
}

/// The value, when the setting takes it.
pub(super) fn check(takes: Takes, written: &Written) -> Result<Setting, Fault> {
    let refused = || Fault::BadValue { wanted: wanted(takes), meant: None };
    match takes {
        Takes::Flag => flag(written).map(Setting::Flag).ok_or_else(refused),
        Takes::Whole { low, high } => {
            let whole = match written {
                Written::Whole(whole) => Some(*whole),
                Written::Untyped(text) => text.trim().parse().ok(),
                _ => None,
            };
            whole.filter(|whole| (low..=high).contains(whole)).map(Setting::Whole).ok_or_else(refused)
        }
        Takes::Number { low, high, .. } => {
            let number = match written {
                #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 every range refuses it anyway")]
                Written::Whole(whole) => Some(*whole as f64),
                Written::Number(number) => Some(*number),
                Written::Untyped(text) => text.trim().parse().ok(),
                _ => None,
            };
            number.filter(|number| (low..=high).contains(number)).map(Setting::Number).ok_or_else(refused)
        }
        Takes::Words(known) => words(takes, known, written),
        Takes::Text { .. } | Takes::Path | Takes::Word(_) | Takes::Zone | Takes::Broker | Takes::Topic => {
            let text = text(written).ok_or_else(refused)?;
            check_text(takes, text).map(|()| Setting::Text(text.to_owned()))
        }
    }
}

fn text(written: &Written) -> Option<&str> {
    match written {
        Written::Text(text) | Written::Untyped(text) => Some(text),
        _ => None,
    }
}

fn flag(written: &Written) -> Option<bool> {
    match written {
        Written::Flag(flag) => Some(*flag),
        Written::Untyped(text) => match text.trim() {
            "true" | "yes" | "1" => Some(true),
            "false" | "no" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn words(takes: Takes, known: &[&str], written: &Written) -> Result<Setting, Fault> {
    let refused = |meant| Fault::BadValue { wanted: wanted(takes), meant };
    let given: Vec<&str> = match written {
        Written::List(items) => items.iter().map(text).collect::<Option<_>>().ok_or_else(|| refused(None))?,
        Written::Untyped(text) => text.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).collect(),
        _ => return Err(refused(None)),
    };
    match given.iter().find(|word| !known.contains(word)) {
        Some(word) => Err(refused(nearest(word, known.iter().copied()).map(str::to_owned))),
        None => Ok(Setting::Words(given.into_iter().map(str::to_owned).collect())),
    }
}

fn check_text(takes: Takes, text: &str) -> Result<(), Fault> {
    let refused = |meant: Option<&str>| Fault::BadValue { wanted: wanted(takes), meant: meant.map(str::to_owned) };
    let is_plain = !text.chars().any(char::is_control);
    let fits = match takes {
        Takes::Text { longest } => is_plain && !text.is_empty() && text.chars().count() <= longest,
        Takes::Path => is_plain && !text.is_empty(),
        Takes::Word(known) if known.contains(&text) => true,
        Takes::Word(known) => return Err(refused(nearest(text, known.iter().copied()))),
        Takes::Zone => return zone(text).map(drop),
        Takes::Broker => {
            return Broker::parse(text).map(drop).map_err(|fault| fault.unwrap_or_else(|| refused(None)));
        }
        Takes::Topic => {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            text.len() <= 100 && text.split('/').all(|level| !level.is_empty() && level.chars().all(allowed))
        }
        _ => false,
    };
    if fits { Ok(()) } else { Err(refused(None)) }
}

/// The zone of that name, from the list built into the program.
pub(super) fn zone(name: &str) -> Result<TimeZone, Fault> {
    match TimeZone::get(name) {
        Ok(zone) if zone.iana_name().is_some() => Ok(zone),
        _ => Err(Fault::UnknownZone { near: near_zones(name) }),
    }
}

/// At most three names of zones that look like `name`, or whose city does.
fn near_zones(name: &str) -> Vec<String> {
    let wanted: String = name.chars().take(64).collect::<String>().to_lowercase().replace(' ', "_");
    let far = (wanted.chars().count() / 4).clamp(1, 3);
    let mut near: Vec<(usize, String)> = Vec::new();
    for zone in jiff::tz::db().available() {
        let known = zone.as_str().to_lowercase();
        let city = known.rsplit('/').next().unwrap_or(&known);
        let given_city = wanted.rsplit('/').next().unwrap_or(&wanted);
        // A slip within the whole name first; then the right city on the wrong continent, or on none.
        let distance = strsim::damerau_levenshtein(&wanted, &known)
            .min(strsim::damerau_levenshtein(given_city, city).saturating_add(1));
        if distance <= far {
            near.push((distance, zone.as_str().to_owned()));
        }
    }
    near.sort();
    near.into_iter().take(3).map(|(_, zone)| zone).collect()
}

/// What a setting takes, in words and with its bounds.
pub(super) fn wanted(takes: Takes) -> String {
    match takes {
        Takes::Text { longest } => format!("a text of 1 to {longest} characters, in quotes"),
        Takes::Path => "a path, in quotes".to_owned(),
        Takes::Flag => "true or false".to_owned(),
        Takes::Whole { low, high } => format!("a whole number from {low} to {high}"),
        Takes::Number { unit, low, high } => format!("{unit} from {low} to {high}"),
        Takes::Word(known) => {
            let quoted: Vec<String> = known.iter().map(|word| format!("\"{word}\"")).collect();
            quoted.join(" or ")
        }
        Takes::Words(known) => format!("a list of: {}", known.join(", ")),
        Takes::Zone => "a time zone, like \"Europe/Berlin\"".to_owned(),
        Takes::Broker => "an address like \"mqtt://localhost:1883\" or \"mqtts://host:8883\"".to_owned(),
        Takes::Topic => "levels of a-z, A-Z, 0-9, _ and -, joined by /".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_part_of_the_range() {
        let takes = Takes::Whole { low: 5, high: 3600 };
        assert_eq!(check(takes, &Written::Whole(5)), Ok(Setting::Whole(5)));
        assert_eq!(check(takes, &Written::Whole(3600)), Ok(Setting::Whole(3600)));
        for bad in [Written::Whole(4), Written::Whole(3601), Written::Text("30".into()), Written::Number(30.0)] {
            assert!(check(takes, &bad).is_err(), "{bad:?}");
        }
        let number = Takes::Number { unit: "kilograms", low: 2.0, high: 400.0 };
        assert!(check(number, &Written::Number(f64::NAN)).is_err());
        assert!(check(number, &Written::Untyped("inf".into())).is_err());
    }

    #[test]
    fn a_zone_is_known_and_a_slip_is_named() {
        assert!(zone("Europe/Berlin").is_ok());
        let near = |name: &str| match zone(name) {
            Err(Fault::UnknownZone { near }) => near,
            other => panic!("{other:?}"),
        };
        assert_eq!(near("Europe/Berln").first().map(String::as_str), Some("Europe/Berlin"));
        assert_eq!(near("Berlin").first().map(String::as_str), Some("Europe/Berlin"));
        assert_eq!(near("America/New York").first().map(String::as_str), Some("America/New_York"));
        assert!(near("Mars/Base").is_empty());
        assert!(near(&"x".repeat(10_000)).is_empty());
        near("");
        near("Etc/Unknown");
    }

    #[test]
    fn a_base_topic_has_plain_levels() {
        for good in ["tingled", "home/tingled-2"] {
            assert!(check_text(Takes::Topic, good).is_ok(), "{good}");
        }
        for bad in ["", "/a", "a/", "a//b", "a/#", "+", "$SYS", "a b"] {
            assert!(check_text(Takes::Topic, bad).is_err(), "{bad}");
        }
    }
}
