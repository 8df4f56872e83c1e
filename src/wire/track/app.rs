//! Which app or maker wrote a file.

/// A part of what apps write about themselves, without capitals, and the name of the app as a source.
const APPS: &[(&str, &str)] = &[
    ("garmin", "garmin"),
    ("strava", "strava"),
    ("polar", "polar"),
    ("suunto", "suunto"),
    ("movescount", "suunto"),
    ("coros", "coros"),
    ("wahoo", "wahoo"),
    ("runkeeper", "runkeeper"),
    ("komoot", "komoot"),
    ("zepp", "zepp"),
    ("amazfit", "zepp"),
    ("samsung", "samsung-health"),
    ("fitbit", "fitbit"),
    ("withings", "withings"),
    ("zwift", "zwift"),
    ("concept2", "concept2"),
    ("hammerhead", "hammerhead"),
    ("bryton", "bryton"),
    ("decathlon", "decathlon"),
    ("whoop", "whoop"),
    ("peloton", "peloton"),
    ("huawei", "huawei"),
    ("runna", "runna"),
];

/// The app that this text names, when it is clear.
pub(super) fn app(text: &str) -> Option<&'static str> {
    let text: String = text.chars().take(200).collect::<String>().to_lowercase();
    APPS.iter().find(|(part, _)| text.contains(part)).map(|(_, app)| *app)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_app_is_known_by_what_it_writes_about_itself() {
        for (text, expected) in [
            ("StravaGPX iPhone", Some("strava")),
            ("Garmin Forerunner 245", Some("garmin")),
            ("http://www.wahoofitness.com", Some("wahoo")),
            ("coros_byte", Some("coros")),
            ("my own logger", None),
            ("", None),
        ] {
            assert_eq!(app(text), expected, "{text}");
        }
    }
}
