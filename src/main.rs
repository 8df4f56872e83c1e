//! The `tingled` program: its arguments and environment, handed to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Names or values that are no text cannot be settings of ours.
    let environment: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    tingled::cli::main(std::env::args_os().collect(), &environment)
}
