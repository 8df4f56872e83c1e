//! Where things lie: as a service below `/var` and `/run`, else in the user's own folders (XDG).

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::socket::SOCKET_NAME;

/// The configuration of the service.
pub const SYSTEM_CONFIG: &str = "/etc/tingled/tingled.toml";

/// The socket of the service; members of its group may use it.
pub const SYSTEM_SOCKET: &str = "/run/tingled/tingled.sock";

/// The inbox of the service.
pub const SYSTEM_INBOX: &str = "/var/spool/tingled";

/// The data of the service.
const SYSTEM_DATA: &str = "/var/lib/tingled";

/// What the places follow from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Whether root runs us.
    pub is_root: bool,
    /// `STATE_DIRECTORY`, set by systemd for a service.
    pub state_directory: Option<OsString>,
    /// `RUNTIME_DIRECTORY`, set by systemd for a service.
    pub runtime_directory: Option<OsString>,
    /// `HOME`.
    pub home: Option<OsString>,
    /// `XDG_CONFIG_HOME`.
    pub config_home: Option<OsString>,
    /// `XDG_DATA_HOME`.
    pub data_home: Option<OsString>,
    /// `XDG_RUNTIME_DIR`.
    pub runtime_dir: Option<OsString>,
}

impl Surroundings {
    /// Those of this process.
    pub fn of_this_process() -> Surroundings {
        Surroundings {
            is_root: rustix::process::geteuid().is_root(),
            state_directory: std::env::var_os("STATE_DIRECTORY"),
            runtime_directory: std::env::var_os("RUNTIME_DIRECTORY"),
            home: std::env::var_os("HOME"),
            config_home: std::env::var_os("XDG_CONFIG_HOME"),
            data_home: std::env::var_os("XDG_DATA_HOME"),
            runtime_dir: std::env::var_os("XDG_RUNTIME_DIR"),
        }
    }
}

/// There is no place to put things.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "HOME is not set to an absolute path, so there is no place for the data; set HOME, or give the configuration with -c and its data folder in it"
)]
pub struct NoHome;

/// Where things lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The configuration.
    pub config: PathBuf,
    /// Dialects of one's own, beside the built-in ones.
    pub dialects: PathBuf,
    /// The folder of everything that is kept.
    pub data: PathBuf,
    /// The folder that exports are dropped into, one folder per person.
    pub inbox: PathBuf,
    /// The socket of a running daemon.
    pub socket: PathBuf,
}

impl Paths {
    /// The usual places.
    pub fn find(around: &Surroundings) -> Result<Paths, NoHome> {
        if around.state_directory.is_some() || around.is_root {
            return Ok(Paths::of_service(around));
        }
        let config_home = folder(&around.config_home, &around.home, ".config")?;
        let data = folder(&around.data_home, &around.home, ".local/share")?.join("tingled");
        let config = config_home.join("tingled/tingled.toml");
        let runtime = around.runtime_dir.as_ref().and_then(absolute).unwrap_or_else(|| data.clone());
        let dialects = beside(&config);
        Ok(Paths { config, dialects, inbox: data.join("inbox"), socket: runtime.join(SOCKET_NAME), data })
    }

    /// The places of the service, whoever asks.
    pub fn of_service(around: &Surroundings) -> Paths {
        let given = |value: &Option<OsString>| value.as_ref().and_then(first_absolute);
        let runtime = given(&around.runtime_directory).map(|folder| folder.join(SOCKET_NAME));
        Paths {
            config: PathBuf::from(SYSTEM_CONFIG),
            dialects: beside(Path::new(SYSTEM_CONFIG)),
            data: given(&around.state_directory).unwrap_or_else(|| PathBuf::from(SYSTEM_DATA)),
            inbox: PathBuf::from(SYSTEM_INBOX),
            socket: runtime.unwrap_or_else(|| PathBuf::from(SYSTEM_SOCKET)),
        }
    }

    /// The same with a configuration somewhere else.
    pub fn with_config(self, config: PathBuf) -> Paths {
        Paths { dialects: beside(&config), config, ..self }
    }

    /// The same with the data somewhere else, and with it the inbox and the socket that belong to it.
    pub fn with_data(self, data: PathBuf) -> Paths {
        Paths { inbox: data.join("inbox"), socket: data.join(SOCKET_NAME), data, ..self }
    }

    /// The same with the inbox somewhere else.
    pub fn with_inbox(self, inbox: PathBuf) -> Paths {
        Paths { inbox, ..self }
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.data.join("tingled.db")
    }

    /// The file that whoever writes the database holds locked.
    pub fn lock(&self) -> PathBuf {
        self.data.join("tingled.lock")
    }

    /// Every place with its name, as `tingled paths` shows them.
    pub fn rows(&self) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("config", self.config.clone()),
            ("dialects", self.dialects.clone()),
            ("data", self.data.clone()),
            ("database", self.database()),
            ("lock", self.lock()),
            ("inbox", self.inbox.clone()),
            ("socket", self.socket.clone()),
        ]
    }
}

/// The folder of dialects beside a configuration.
fn beside(config: &Path) -> PathBuf {
    config.with_file_name("dialects.d")
}

/// A folder of the user: as the variable says, else below the home.
fn folder(variable: &Option<OsString>, home: &Option<OsString>, below: &str) -> Result<PathBuf, NoHome> {
    let usual = || home.as_ref().and_then(absolute).map(|home| home.join(below));
    variable.as_ref().and_then(absolute).or_else(usual).ok_or(NoHome)
}

/// A path that does not depend on where we were started; the XDG specification passes over others.
fn absolute(text: &OsString) -> Option<PathBuf> {
    Some(PathBuf::from(text)).filter(|path| path.is_absolute())
}

/// The first of several paths joined by `:`, as systemd gives them.
fn first_absolute(text: &OsString) -> Option<PathBuf> {
    std::env::split_paths(text).next().filter(|path| path.is_absolute())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user() -> Surroundings {
        Surroundings { home: Some("/home/ana".into()), ..Surroundings::default() }
    }

    fn show(around: &Surroundings) -> Vec<String> {
        let rows = Paths::find(around).unwrap().rows();
        rows.into_iter().map(|(name, path)| format!("{name} {}", path.display())).collect()
    }

    #[test]
    fn a_user_has_everything_at_home() {
        assert_eq!(
            show(&user()),
            [
                "config /home/ana/.config/tingled/tingled.toml",
                "dialects /home/ana/.config/tingled/dialects.d",
                "data /home/ana/.local/share/tingled",
                "database /home/ana/.local/share/tingled/tingled.db",
                "lock /home/ana/.local/share/tingled/tingled.lock",
                "inbox /home/ana/.local/share/tingled/inbox",
                "socket /home/ana/.local/share/tingled/tingled.sock",
            ]
        );
    }

    #[test]
    fn the_xdg_variables_move_things_unless_they_are_relative() {
        let moved = Surroundings {
            config_home: Some("/c".into()),
            data_home: Some("/d".into()),
            runtime_dir: Some("/run/user/7".into()),
            ..user()
        };
        let paths = Paths::find(&moved).unwrap();
        assert_eq!(paths.config, Path::new("/c/tingled/tingled.toml"));
        assert_eq!(paths.inbox, Path::new("/d/tingled/inbox"));
        assert_eq!(paths.socket, Path::new("/run/user/7/tingled.sock"));
        let relative = Surroundings {
            config_home: Some("c".into()),
            data_home: Some("".into()),
            runtime_dir: Some("r".into()),
            ..user()
        };
        assert_eq!(show(&relative), show(&user()));
    }

    #[test]
    fn the_service_and_root_meet_at_the_same_places() {
        let root = Surroundings { is_root: true, home: Some("/root".into()), ..Surroundings::default() };
        let service = Surroundings {
            state_directory: Some("/var/lib/tingled:/var/lib/other".into()),
            runtime_directory: Some("/run/tingled".into()),
            ..Surroundings::default()
        };
        assert_eq!(show(&root), show(&service));
        assert_eq!(
            show(&service),
            [
                "config /etc/tingled/tingled.toml",
                "dialects /etc/tingled/dialects.d",
                "data /var/lib/tingled",
                "database /var/lib/tingled/tingled.db",
                "lock /var/lib/tingled/tingled.lock",
                "inbox /var/spool/tingled",
                "socket /run/tingled/tingled.sock",
            ]
        );
    }

    #[test]
    fn another_data_folder_takes_inbox_and_socket_along() {
        let paths = Paths::find(&user()).unwrap().with_config("/x/a.toml".into()).with_data("/y".into());
        assert_eq!(paths.dialects, Path::new("/x/dialects.d"));
        assert_eq!(paths.lock(), Path::new("/y/tingled.lock"));
        assert_eq!(paths.socket, Path::new("/y/tingled.sock"));
        assert_eq!(paths.with_inbox("/z".into()).inbox, Path::new("/z"));
    }

    #[test]
    fn without_a_home_we_say_what_is_missing() {
        for home in [None, Some("ana".into())] {
            let error = Paths::find(&Surroundings { home, ..Surroundings::default() }).unwrap_err();
            assert!(error.to_string().contains("HOME"));
        }
    }
}
