//! `demarche merge`: several graphs in one.

use super::args::Merge;
use super::graph_file::{self, Target};
use super::view::Identified;
use super::{End, Failure, Talk};
use demarche::entities::knowledge::Knowledge;
use demarche::graph::StateGraph;

pub fn run(args: &Merge, talk: Talk) -> Result<End, Failure> {
    let target = Target::new(&args.output)?;
    let identified = Identified::new(&args.identities)?;
    let mut whole = StateGraph::default();
    for path in &args.graphs {
        whole = whole.merge(graph_file::read(path)?);
    }
    target.write(&identified.apply(whole, Knowledge::builtin(), talk))?;
    target.announce(talk);
    Ok(End::Found)
}
