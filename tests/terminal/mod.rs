//! A user's terminal in a scratch folder: the built program first in PATH, everything of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A scratch folder that is home, working folder and place of the data.
pub(crate) struct Terminal {
    pub folder: TempDir,
    /// More variables of the environment.
    pub variables: BTreeMap<String, String>,
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Terminal {
    pub(crate) fn new() -> Terminal {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("bin");
        std::fs::create_dir(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_tingled"), bin.join("tingled")).unwrap();
        Terminal { folder, variables: BTreeMap::new() }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The data of the program: in the home also when root runs the test.
    pub(crate) fn data(&self) -> PathBuf {
        self.path().join(".local/share/tingled")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// A command of the shell, not yet started.
    #[allow(clippy::disallowed_methods, reason = "the programs of this machine are found by its PATH")]
    pub(crate) fn command(&self, line: &str) -> Command {
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(self.path()).env_clear();
        command.env("PATH", format!("{}:{path}:/usr/sbin:/sbin", self.path().join("bin").display()));
        command.env("HOME", self.path()).env("TINGLED_DATA__DIR", self.data()).env("LANG", "C.UTF-8");
        command.envs(&self.variables);
        command
    }

    pub(crate) fn run(&self, line: &str) -> Said {
        let Output { status, stdout, stderr } = self.command(line).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let said = Said { code: status.code(), out: text(stdout), err: text(stderr) };
        said.check(line);
        said
    }
}

impl Said {
    /// What everything printed must keep to.
    fn check(&self, line: &str) {
        for text in [&self.out, &self.err] {
            let about_code = line.contains("completions") || line.contains(" man");
            assert_eq!(tingled::voice::forbidden_in(text), Vec::<&str>::new(), "{line}\n{text}");
            assert!(!text.contains("panicked at"), "{line}\n{text}");
            assert!(!text.contains("RUST_BACKTRACE"), "{line}\n{text}");
            assert!(about_code || !text.contains('\u{1b}'), "colour without a terminal: {line}\n{text}");
            assert!(!text.contains("(os error"), "{line}\n{text}");
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}", self.out))
    }

    pub(crate) fn both(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}
