//! The command line. Parses, calls, prints the error chain, sets the exit code; nothing else.
fn main() {}
