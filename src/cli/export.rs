//! `demarche export`: a graph in another format.

use super::args::Export;
use super::graph_file::{self, Target};
use super::{End, Failure, Talk};

pub fn run(args: &Export, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(&args.output)?;
    target.write(&graph_file::read(&args.graph)?)?;
    target.announce(talk);
    Ok(End::Found)
}
