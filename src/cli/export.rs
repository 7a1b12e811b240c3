//! `demarche export`: a graph in another format.

use super::args::Export;
use super::graph_file::Target;
use super::view::View;
use super::{End, Failure, Talk};

pub fn run(args: &Export, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(&args.output)?;
    target.write(View::read(&args.graph, &args.folding)?.graph())?;
    target.announce(talk);
    Ok(End::Found)
}
