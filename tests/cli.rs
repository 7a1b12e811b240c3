//! The command line as a user meets it: one promise a test, the program run as a process.

/// Running the program, articles to run it on.
#[path = "cli/support.rs"]
mod support;

/// Help, version, completions, wrong use: exit codes, errors with a hint.
#[path = "cli/usage.rs"]
mod usage;

/// Each kind of bad input: one line that names it and says why, and the rest goes on.
#[path = "cli/bad_input.rs"]
mod bad_input;

/// Output files: replaced only by a whole new one; devices, links, pipes.
#[path = "cli/output.rs"]
mod output;

/// The same bytes whatever the threads, the order, the pieces; quotes are exact slices.
#[path = "cli/reproducible.rs"]
mod reproducible;

/// Asking the graph: claims, paths, explain; names as people type them; hostile text.
#[path = "cli/queries.rs"]
mod queries;

/// Parts of a graph, the list of formats, formats of several files, the page.
#[path = "cli/exports.rs"]
mod exports;

/// The knowledge base and tables of actors; roll-up; decisions on who is who.
#[path = "cli/actors.rs"]
mod actors;

/// The figures of `eval`, against the reference scorer.
#[path = "cli/eval.rs"]
mod eval;

/// Frames checked, tested and looked up.
#[path = "cli/frames.rs"]
mod frames;

/// Chains of mentions against a treebank.
#[path = "cli/coreference.rs"]
mod coreference;

/// Languages dropped in as files; models that cannot be used.
#[path = "cli/models.rs"]
mod models;

/// The linguistic analysis on standard output.
#[path = "cli/parse.rs"]
mod parse;

/// Charts, and pictures without Graphviz.
#[path = "cli/charts.rs"]
mod charts;
