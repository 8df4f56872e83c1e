//! Why a verb could not do its work, and the exit code that says so.

use std::process::ExitCode;

use crate::voice::Notice;

/// Why a verb could not do its work.
#[derive(Debug)]
pub enum Failure {
    /// The verb was called in a way that cannot work: exit 64.
    Usage(String),
    /// The data given cannot be used: exit 65.
    Data(String),
    /// Something that is needed is not there: exit 69.
    Unavailable(String),
    /// The configuration is wrong, each problem with its place: exit 78.
    Config(Vec<Notice>),
    /// The configuration cannot be read at all: exit 78.
    NoConfig(String),
    /// A check of the demo failed: exit 1.
    Check(String),
}

impl Failure {
    /// The exit code.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Check(_) => 1,
            Failure::Usage(_) => 64,
            Failure::Data(_) => 65,
            Failure::Unavailable(_) => 69,
            Failure::Config(_) | Failure::NoConfig(_) => 78,
        })
    }
}

/// What the system said, without the number that only it knows.
pub fn plainly(text: &str) -> String {
    let mut plain = text.to_owned();
    while let Some(at) = plain.find(" (os error ") {
        let Some(end) = plain.get(at..).and_then(|rest| rest.find(')')) else { break };
        plain.replace_range(at..=at.saturating_add(end), "");
    }
    plain
}

impl From<crate::store::StoreError> for Failure {
    fn from(error: crate::store::StoreError) -> Failure {
        Failure::Unavailable(error.to_string())
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Config(notices) => {
                let texts: Vec<String> = notices.iter().map(|notice| notice.text(false)).collect();
                f.write_str(&texts.join("\n"))
            }
            Failure::Usage(text)
            | Failure::Data(text)
            | Failure::Unavailable(text)
            | Failure::NoConfig(text)
            | Failure::Check(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_system_are_left_out() {
        assert_eq!(plainly("a: not there (os error 2); b: no room (os error 28)."), "a: not there; b: no room.");
        assert_eq!(plainly("open (os error"), "open (os error");
    }
}
