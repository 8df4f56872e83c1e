//! The files for systemd are what systemd takes, and the sandbox is as tight as promised.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::print_stderr,
    missing_docs,
    reason = "a test may panic"
)]

mod support;

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Output};

use support::{project, tool};

/// The exposure that is promised, times ten.
const EXPOSURE_MAX: &str = "15";

fn text(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

/// The unit with its program replaced by one that is there, and after that these further changes.
fn unit(home: &Path, changes: &[(&str, &str)]) -> std::path::PathBuf {
    let mut unit = fs::read_to_string(project().join("systemd/tingled.service")).unwrap();
    let program = ("/usr/bin/tingled", env!("CARGO_BIN_EXE_tingled"));
    for (from, to) in [program].iter().chain(changes) {
        assert!(unit.contains(from), "the unit has no {from:?}");
        unit = unit.replace(from, to);
    }
    let path = home.join("tingled.service");
    fs::write(&path, unit).unwrap();
    path
}

fn verify(analyze: &Path, unit: &Path) -> Result<(), String> {
    let output = Command::new(analyze).args(["verify", "--man=no"]).arg(unit).output().unwrap();
    let said = text(&output);
    if output.status.success() && said.trim().is_empty() { Ok(()) } else { Err(said) }
}

#[test]
fn systemd_takes_the_unit_without_a_word() {
    let Some(analyze) = tool("systemd-analyze") else { return };
    let home = tempfile::tempdir().unwrap();
    verify(&analyze, &unit(home.path(), &[])).unwrap();
    // Planted: what systemd does not know, and a program that is not there.
    let unknown = [("NoNewPrivileges=yes", "NoNewPrivilege=yes")];
    verify(&analyze, &unit(home.path(), &unknown)).expect_err("an unknown setting must be seen");
    let missing = [("ExecReload=kill", "ExecStartPre=/nonexistent/program\nExecReload=kill")];
    verify(&analyze, &unit(home.path(), &missing)).expect_err("a missing program must be seen");
}

#[test]
fn the_drop_in_for_the_password_fits_the_unit() {
    let Some(analyze) = tool("systemd-analyze") else { return };
    let home = tempfile::tempdir().unwrap();
    let unit = unit(home.path(), &[]);
    let folder = home.path().join("tingled.service.d");
    fs::create_dir(&folder).unwrap();
    fs::copy(project().join("systemd/mqtt-password.conf"), folder.join("mqtt-password.conf")).unwrap();
    verify(&analyze, &unit).unwrap();
    fs::write(folder.join("mqtt-password.conf"), "[Service]\nLoadCredentials=x:/y\n").unwrap();
    verify(&analyze, &unit).expect_err("the drop-in must be looked at");
}

fn exposure(analyze: &Path, unit: &Path) -> (bool, String) {
    let mut command = Command::new(analyze);
    command.args(["security", "--offline=true", "--no-pager"]).arg(format!("--threshold={EXPOSURE_MAX}")).arg(unit);
    let output = command.output().unwrap();
    let said = text(&output);
    let score = said.lines().find(|line| line.contains("Overall exposure level")).unwrap_or(&said).to_owned();
    (output.status.success(), score)
}

#[test]
fn the_sandbox_is_as_tight_as_promised() {
    let Some(analyze) = tool("systemd-analyze") else { return };
    let home = tempfile::tempdir().unwrap();
    let (good, score) = exposure(&analyze, &unit(home.path(), &[]));
    println!("{score}");
    assert!(good, "{score}");
    // Planted: without its restrictions on system calls the unit is looser than promised.
    let looser = [("SystemCallFilter=", "# SystemCallFilter="), ("ProtectSystem=strict", "ProtectSystem=no")];
    let (good, score) = exposure(&analyze, &unit(home.path(), &looser));
    assert!(!good, "{score}");
}

#[test]
fn the_users_and_the_inbox_come_out_as_described() {
    let (Some(users), Some(files)) = (tool("systemd-sysusers"), tool("systemd-tmpfiles")) else { return };
    if !rustix::process::geteuid().is_root() {
        eprintln!("SKIPPED: only root can give a folder to another group");
        return;
    }
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("etc")).unwrap();
    let at = format!("--root={}", root.path().display());
    let made = Command::new(users).arg(&at).arg(project().join("systemd/tingled.sysusers.conf")).output().unwrap();
    assert!(made.status.success(), "{}", text(&made));
    let groups = fs::read_to_string(root.path().join("etc/group")).unwrap();
    let drop: Vec<&str> = groups.lines().find(|line| line.starts_with("tingled-drop:")).unwrap().split(':').collect();
    assert_eq!(drop[3], "tingled", "the daemon must be in the group that owns the inbox");
    let mut command = Command::new(files);
    command.args(["--create", &at]).arg(project().join("systemd/tingled.tmpfiles.conf"));
    let made = command.output().unwrap();
    assert!(made.status.success(), "{}", text(&made));
    let inbox = fs::metadata(root.path().join("var/spool/tingled")).unwrap();
    assert_eq!((inbox.mode() & 0o7777, inbox.gid().to_string().as_str()), (0o2770, drop[2]));
}
