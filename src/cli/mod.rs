//! The command line: arguments in [`args`], one file per command. Uses the public library alone.

mod actors;
mod args;
mod build;
mod chart;
mod claims;
mod completions;
mod coreference;
mod eval;
mod explain;
mod export;
mod figures;
mod filter;
mod frames;
mod graph_file;
mod languages;
mod merge;
mod output;
mod parse;
mod paths;
mod show;
mod terminal;
#[cfg(feature = "train")]
mod train;
mod tree;
mod treebank;
mod trees;
mod view;
mod viewer;

use args::{Cli, Color, Command};
use clap::Parser;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

/// How a command ends that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Done, or found.
    Found,
    /// Nothing found.
    Nothing,
    /// No input could be read; each was named already.
    NoInput,
}

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Talk {
    /// Errors.
    Quiet,
    /// Errors, and a summary.
    Normal,
    /// More.
    Verbose,
}

/// Why a command failed: one line, and a hint where there is one.
#[derive(Debug)]
pub struct Failure {
    message: String,
    hint: Option<String>,
    is_broken_pipe: bool,
}

impl Failure {
    /// A failure with its message, which starts in lower case and has no full stop.
    pub fn new(message: impl Into<String>) -> Self {
        Failure { message: message.into(), hint: None, is_broken_pipe: false }
    }
    /// Adds what the user can do.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Failure { hint: Some(hint.into()), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Failures of standard output; other files' failures name the file, see [`output`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let is_broken_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Failure { is_broken_pipe, ..Failure::new(format!("cannot write: {}", output::plain(&error))) }
    }
}

/// Runs the command that the arguments name.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    set_colour(cli.color);
    // A mistake in one document is reported with the document's name by the pipeline, not by the thread.
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if rayon::current_thread_index().is_none() {
            usual(panic);
        }
    }));
    match dispatch(&cli) {
        Ok(End::Found) => ExitCode::SUCCESS,
        Ok(End::Nothing) => ExitCode::from(1),
        Ok(End::NoInput) => ExitCode::from(2),
        Err(failure) if failure.is_broken_pipe => ExitCode::SUCCESS, // the reader, say `head`, has seen enough
        Err(failure) => {
            report(&failure);
            ExitCode::from(2)
        }
    }
}

fn dispatch(cli: &Cli) -> Result<End, Failure> {
    let talk = match (cli.quiet, cli.verbose) {
        (true, _) => Talk::Quiet,
        (_, true) => Talk::Verbose,
        _ => Talk::Normal,
    };
    match &cli.command {
        Command::Build(args) => build::run(args, talk),
        Command::Export(args) => export::run(args, talk),
        Command::View(args) => viewer::run(args, talk),
        Command::Merge(args) => merge::run(args, talk),
        Command::Paths(args) => paths::run(args, talk),
        Command::Claims(args) => claims::run(args, talk),
        Command::Chart(command) => chart::run(command, talk),
        Command::Explain(args) => explain::run(args, talk),
        Command::Parse(args) => parse::run(args, talk),
        Command::Actors(command) => actors::run(command, talk),
        Command::Frames(command) => frames::run(command, talk),
        Command::Eval(args) => eval::run(args, talk),
        #[cfg(feature = "train")]
        Command::Train(args) => train::run(args),
        #[cfg(feature = "train")]
        Command::TrainCoreference(args) => coreference::train(args),
        Command::Completions(args) => completions::run(args),
    }
}

fn set_colour(color: Color) {
    let choice = match color {
        Color::Auto => return, // anstream looks at the terminal and at NO_COLOR
        Color::Always => anstream::ColorChoice::AlwaysAnsi,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
}

/// Prints `error: …` and its hint. Nothing can be done where standard error is closed.
fn report(failure: &Failure) {
    let (error, hint) = (terminal::ERROR, terminal::HINT);
    let mut stderr = anstream::stderr().lock();
    let _ = writeln!(stderr, "{error}error{error:#}: {}", terminal::safe(&failure.message));
    if let Some(text) = &failure.hint {
        let _ = writeln!(stderr, "{hint}hint{hint:#}: {}", terminal::safe(text));
    }
}

/// Whether somebody watches standard error.
fn is_watched(talk: Talk) -> bool {
    talk > Talk::Quiet && io::stderr().is_terminal()
}
