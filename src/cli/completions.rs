//! `demarche completions`: what a shell needs to complete the commands.

use super::args::{Cli, Completions};
use super::output::Output;
use super::{End, Failure};
use clap::CommandFactory;

pub fn run(args: &Completions) -> Result<End, Failure> {
    // Written to memory first: the generator panics where its output is closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "demarche", &mut script);
    Output::Standard.write(|out| out.write_all(&script))?;
    Ok(End::Found)
}
