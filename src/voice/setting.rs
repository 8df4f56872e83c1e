//! The sentences for what is wrong in the configuration.

use super::diagnostic::Diagnostic;

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file is not TOML.
    NotToml {
        /// What the parser says.
        because: String,
    },
    /// No setting has that name; maybe meant is another.
    UnknownKey {
        /// The nearest name.
        meant: Option<String>,
    },
    /// The value has another type or lies out of its bounds.
    BadValue {
        /// What is taken, with its bounds: `a whole number from 10 to 3600`.
        wanted: String,
        /// The nearest word, when words are taken.
        meant: Option<String>,
    },
    /// A setting that must be there.
    Missing {
        /// What is taken.
        wanted: String,
    },
    /// No zone has that name.
    UnknownZone {
        /// Names that are near.
        near: Vec<String>,
    },
    /// A name that cannot stand in topics and folders.
    BadPersonName,
    /// Nobody is named at all.
    NoPerson,
    /// A secret written into the file or the environment.
    SecretInTheOpen,
    /// Name and password over a connection that everyone on the way can read.
    PlainPassword,
    /// A setting that needs another one.
    Needs {
        /// The other setting.
        other: &'static str,
    },
    /// A setting that does nothing with this address.
    NeedsTls,
    /// A broker inside a program that was built without one.
    NeedsDemoBuild,
    /// A red flag cannot be turned off.
    RedFlagOff,
    /// A highest value that is not above its lowest.
    NotAbove {
        /// The other setting.
        other: &'static str,
    },
    /// Answered both yes and no.
    YesAndNo {
        /// The condition.
        word: String,
    },
}

/// The sentences for a fault of the setting `key`.
#[expect(clippy::too_many_lines, reason = "one table, a row for each fault")]
pub fn sentence(key: &str, fault: &Fault) -> Diagnostic {
    let own = str::to_owned;
    let did_you_mean = |meant: &Option<String>, otherwise: &str| match meant {
        Some(meant) => format!("did you mean {meant}?"),
        None => otherwise.to_owned(),
    };
    let (code, what, wanted, help) = match fault {
        Fault::NotToml { because } => (
            "E0201",
            format!("not TOML: {because}"),
            "wanted lines like  scan_s = 30".to_owned(),
            "texts need quotes, names of tables stand in [brackets]".to_owned(),
        ),
        Fault::UnknownKey { meant } => (
            "E0202",
            format!("no setting is called {key}"),
            did_you_mean(meant, "not a setting"),
            "the shipped tingled.toml names every setting".to_owned(),
        ),
        Fault::BadValue { wanted, meant } => (
            "E0203",
            format!("{key} cannot be that"),
            format!("wanted {wanted}"),
            did_you_mean(meant, "change the value, or leave the line out"),
        ),
        Fault::Missing { wanted } => (
            "E0204",
            format!("{key} is missing"),
            format!("wanted {wanted}"),
            "add the line; it has no default".to_owned(),
        ),
        Fault::UnknownZone { near } => (
            "E0205",
            format!("{key} is no time zone"),
            "wanted a name of the IANA list, like Europe/Berlin".to_owned(),
            match near.as_slice() {
                [] => "names are Continent/City; abbreviations such as CET stand for several zones".to_owned(),
                near => format!("near are: {}", near.join(", ")),
            },
        ),
        Fault::BadPersonName => (
            "E0206",
            format!("{key} cannot be the name of a person here"),
            "wanted 1 to 32 of the characters a-z, 0-9 and -".to_owned(),
            "the name stands in topics and folders; set  name = \"…\"  for the one that is shown".to_owned(),
        ),
        Fault::NoPerson => (
            "E0207",
            own("nobody is named"),
            own("wanted at least one [person.NAME]"),
            own("add  [person.ana]  with  timezone = \"Europe/Berlin\""),
        ),
        Fault::SecretInTheOpen => (
            "E0208",
            format!("{key} would stand in the open"),
            own("wanted the password in a file of its own"),
            own("write it to a file only tingled can read and set password_file, \
                 or give systemd the credential mqtt-password"),
        ),
        Fault::PlainPassword => (
            "E0209",
            format!("{key} would send the password for everyone on the way to read"),
            own("wanted mqtts://, or a broker on this machine"),
            own("use mqtts://; in a network you trust, set  allow_plaintext = true"),
        ),
        Fault::Needs { other } => (
            "E0210",
            format!("{key} needs {other}"),
            format!("wanted {other} as well"),
            format!("set {other}, or leave {key} out"),
        ),
        Fault::NeedsTls => (
            "E0211",
            format!("{key} does nothing without TLS"),
            own("wanted an address that begins with mqtts://"),
            format!("change mqtt.url to mqtts://, or leave {key} out"),
        ),
        Fault::NeedsDemoBuild => (
            "E0212",
            format!("{key} asks for the broker inside, which this program was built without"),
            own("wanted mqtt://host:1883 or mqtts://host:8883"),
            own("install Mosquitto, or build with  --features demo"),
        ),
        Fault::RedFlagOff => (
            "E0213",
            format!("{key}: a red flag cannot be turned off"),
            own("wanted no such line"),
            own("red flags can be made stricter, never quieter"),
        ),
        Fault::NotAbove { other } => (
            "E0214",
            format!("{key} is not above {other}"),
            format!("wanted more than {other}"),
            own("check both numbers"),
        ),
        Fault::YesAndNo { word } => (
            "E0215",
            format!("{word} is answered yes and no"),
            own("wanted it in history or in history_no"),
            own("keep one; leave it out of both when it is not known"),
        ),
    };
    Diagnostic { what, wanted, help, code }
}
