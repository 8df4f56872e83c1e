//! The `tingled` program.
fn main() {}
