//! The command line. Parses, calls, prints the error, sets the exit code; nothing else.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
