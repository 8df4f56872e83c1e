//! The one list of settings: the checks, the suggestions and the shipped manual are derived from it.

use crate::record::words::Condition;
use crate::record::{Shape, Vocabulary};
use crate::voice::Language;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Takes {
    /// A text of at most so many characters, without control characters.
    Text {
        /// The most characters.
        longest: usize,
    },
    /// A path of a file or folder.
    Path,
    /// true or false.
    Flag,
    /// A whole number.
    Whole {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// A number.
    Number {
        /// Its unit, in words.
        unit: &'static str,
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// One of these words.
    Word(&'static [&'static str]),
    /// A list of these words.
    Words(&'static [&'static str]),
    /// The name of a time zone.
    Zone,
    /// The address of a broker.
    Broker,
    /// The first levels of a topic.
    Topic,
}

/// A setting.
pub struct Key {
    /// Its place: `mqtt.url`; `*` stands for a name the user chooses.
    pub path: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Its default as TOML; `None` when there is none.
    pub default: Option<&'static str>,
    /// An example as TOML, for the manual of a setting without default.
    pub example: &'static str,
    /// Its meaning, for the manual.
    pub doc: &'static str,
}

/// A table of settings.
pub struct Table {
    /// Its name: `person.*`.
    pub path: &'static str,
    /// The name as the manual shows it.
    pub example: &'static str,
    /// Its meaning, for the manual.
    pub doc: &'static str,
}

/// All tables, in the order of the manual.
pub const TABLES: &[Table] = &[
    Table {
        path: "person.*",
        example: "person.ana",
        doc: "Each person has a table of their own. Its name stands in topics and folders: a to z, 0 to 9 and -, at\n\
              most 32 characters. Only timezone must be there. What is left out counts as not answered, never\n\
              as no. The same answers can be sent on the topic <person>/in/profile; those written here win.",
    },
    Table { path: "data", example: "data", doc: "Where tingled keeps its database." },
    Table { path: "inbox", example: "inbox", doc: "CSV exports that are put into <inbox>/<person>/ are read." },
    Table {
        path: "mqtt",
        example: "mqtt",
        doc: "The MQTT broker. Without url tingled works from files and the command line alone.\n\
              A password never stands here: write it to a file of its own (password_file), or give it to systemd as\n\
              the credential mqtt-password.",
    },
    Table {
        path: "source.*",
        example: "source.garmin",
        doc: "How one app writes its exports, where the file itself does not say. `tingled sources` lists the names.",
    },
    Table {
        path: "rule.*",
        example: "rule.fluid_deficit",
        doc: "Risks and triggers that should stay quiet. Everything that the study finds: [rule.trigger];\n\
              one exposure of it: [rule.\"trigger.tight_fit\"]. Red flags (rf01, rf02, …) cannot be turned off.",
    },
    Table { path: "delivery", example: "delivery", doc: "How alerts are worded and sent." },
    Table { path: "log", example: "log", doc: "What goes to the journal. It never holds health data." },
];

const fn key(path: &'static str, takes: Takes, default: &'static str, doc: &'static str) -> Key {
    Key { path, takes, default: Some(default), example: default, doc }
}

const fn free(path: &'static str, takes: Takes, example: &'static str, doc: &'static str) -> Key {
    Key { path, takes, default: None, example, doc }
}

/// What a profile field takes, from its own list.
const fn number(unit: &'static str, shape: Shape) -> Takes {
    match shape {
        Shape::Number { low, high, .. } => Takes::Number { unit, low, high },
        _ => Takes::Flag,
    }
}

const fn shape<F: crate::record::field::FieldValue>() -> Shape {
    F::SHAPE
}

const CONDITIONS: Takes = Takes::Words(Condition::NAMES);

/// All settings, in the order of the manual.
pub const KEYS: &[Key] = &[
    free(
        "person.*.timezone",
        Takes::Zone,
        "\"Europe/Berlin\"",
        "Where the person's wall clock is; times without an offset are read in it. A name of the IANA list.",
    ),
    free("person.*.name", Takes::Text { longest: 64 }, "\"Ana\"", "The name that alerts show; else the table's."),
    key(
        "person.*.language",
        Takes::Word(Language::CODES),
        "\"en\"",
        "The language of alerts: en for English, de for German.",
    ),
    free(
        "person.*.sex",
        Takes::Word(crate::record::words::Sex::NAMES),
        "\"f\"",
        "f or m, for the formulas that differ by it.",
    ),
    free("person.*.birth_year", number("a year", shape::<crate::units::Year>()), "1990", "Year of birth."),
    free(
        "person.*.body_mass_kg",
        number("kilograms", shape::<crate::units::Kilograms>()),
        "61.5",
        "Usual body mass.",
    ),
    free(
        "person.*.hr_rest_bpm",
        number("beats per minute", shape::<crate::units::BeatsPerMinute>()),
        "52",
        "Heart rate at rest.",
    ),
    free(
        "person.*.hr_max_bpm",
        number("beats per minute", shape::<crate::units::BeatsPerMinute>()),
        "186",
        "Highest heart rate.",
    ),
    free(
        "person.*.history",
        CONDITIONS,
        "[\"diabetes\"]",
        "Conditions and medicines answered \"yes\": diabetes, cancer, anticoagulant, pregnancy, kidney_disease,\n\
         heart_failure, blood_pressure_medicine, potassium_medicine, b12_deficiency, alcohol (much, for years),\n\
         smoker, food_allergy (nuts or other food), prescribed_compression (worn on medical advice).",
    ),
    free(
        "person.*.history_no",
        CONDITIONS,
        "[\"kidney_disease\", \"heart_failure\"]",
        "Conditions and medicines answered \"no\". One that is in neither list is not answered: tips that it could\n\
         make harmful are held back.",
    ),
    key(
        "data.dir",
        Takes::Path,
        "\"/var/lib/tingled\"",
        "The folder of the database, on a disk of this machine; network mounts are refused.",
    ),
    free(
        "inbox.dir",
        Takes::Path,
        "\"/var/spool/tingled\"",
        "The folder with one folder for each person. Default: the folder inbox within data.dir.",
    ),
    key(
        "inbox.scan_s",
        Takes::Whole { low: 1, high: 3600 },
        "30",
        "Seconds between two full looks; a change that the system reports is looked at sooner.",
    ),
    key(
        "inbox.after",
        Takes::Word(&["keep", "move"]),
        "\"keep\"",
        "What becomes of a file that was read: keep it where it is (it is not read twice), or move it to done/.",
    ),
    free(
        "mqtt.url",
        Takes::Broker,
        "\"mqtt://localhost:1883\"",
        "The broker: mqtt://host:1883, or mqtts://host:8883 with TLS. In a demo build also \"embedded\".",
    ),
    key("mqtt.base", Takes::Topic, "\"tingled\"", "The first level (or levels) of all topics."),
    free("mqtt.username", Takes::Text { longest: 128 }, "\"tingled\"", "The name to log in with."),
    free(
        "mqtt.password_file",
        Takes::Path,
        "\"/etc/tingled/mqtt-password\"",
        "A file that holds the password and nothing else, readable by tingled only.",
    ),
    free(
        "mqtt.ca_file",
        Takes::Path,
        "\"/etc/tingled/ca.pem\"",
        "The certificate authority (PEM) that vouches for the broker; no other is trusted then.",
    ),
    free(
        "mqtt.cert_file",
        Takes::Path,
        "\"/etc/tingled/client.pem\"",
        "A certificate (PEM) to log in with, and its key.",
    ),
    free("mqtt.key_file", Takes::Path, "\"/etc/tingled/client.key\"", "The key of cert_file (PEM)."),
    key(
        "mqtt.keep_alive_s",
        Takes::Whole { low: 5, high: 3600 },
        "30",
        "Seconds of silence after which the connection is tested.",
    ),
    key(
        "mqtt.max_packet_kib",
        Takes::Whole { low: 16, high: 16_384 },
        "4096",
        "The largest message that is taken, in KiB.",
    ),
    key(
        "mqtt.allow_plaintext",
        Takes::Flag,
        "false",
        "Send a password to another machine without TLS. Everyone on the way can read it, and the health data.",
    ),
    free(
        "source.*.units",
        Takes::Word(&["metric", "imperial"]),
        "\"metric\"",
        "Kilometres and kilograms, or miles and pounds.",
    ),
    free(
        "source.*.dates",
        Takes::Word(&["day first", "month first"]),
        "\"day first\"",
        "Which number of 3/4/2026 is the day, where the dates of a file do not show it.",
    ),
    free("source.*.decimal", Takes::Word(&[".", ","]), "\",\"", "What stands between 12 and 4 in twelve point four."),
    free(
        "source.*.timezone",
        Takes::Zone,
        "\"Europe/Berlin\"",
        "The zone of its times, when it is not the person's.",
    ),
    free("rule.*.off", Takes::Flag, "true", "Keep this rule quiet."),
    key(
        "delivery.private_titles",
        Takes::Flag,
        "true",
        "Neutral titles (\"Note for Ana\"), because lock screens show them; false puts the matter into the title.",
    ),
    key(
        "delivery.precision_floor",
        Takes::Number { unit: "a share", low: 0.0, high: 1.0 },
        "0.0",
        "Show the advice of a rule quietly (in status only) when at least 5 of its alerts of a year were marked\n\
         (tingled alerts feedback) and, with 95 % confidence, a smaller share of them than this was right. 0 turns\n\
         it off; 0.5 wants 6 of 6 or 8 of 9 marked as false. Never for a sign that needs a doctor.",
    ),
    key(
        "log.level",
        Takes::Word(&["error", "warn", "info", "debug"]),
        "\"info\"",
        "error: someone must act; warn: nothing is lost; info; debug.",
    ),
];

impl Key {
    /// Whether this is the setting at that path.
    pub fn is_at(&self, path: &[&str]) -> bool {
        let mut levels = self.path.split('.');
        path.iter().all(|level| levels.next().is_some_and(|known| known == "*" || known == *level))
            && levels.next().is_none()
    }

    /// Its own name, without its table: `url`.
    pub fn leaf(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    /// Its table: `person.*`.
    pub fn table(&self) -> &'static str {
        self.path.rsplit_once('.').map_or("", |(table, _)| table)
    }
}

/// The setting at that path.
pub fn at(path: &[&str]) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.is_at(path))
}
