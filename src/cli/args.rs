//! Every flag of every command. What they mean is said in the commands' own files.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use demarche::model::Date;
use std::path::PathBuf;

/// Reads news and builds a cited graph of who supports, denies, speaks to and opposes whom.
#[derive(Debug, Parser)]
#[command(name = "demarche", version, max_term_width = 100, propagate_version = true)]
#[command(after_help = "\
A first graph:
  demarche build articles/ -o graph.json
  demarche paths graph.json Putin Syria
  demarche claims graph.json --kind denial

Exit codes: 0 found or done, 1 nothing found, 2 wrong use or input.")]
pub struct Cli {
    /// When to colour what is printed; NO_COLOR in the environment turns `auto` off
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, display_order = 100)]
    pub color: Color,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose", display_order = 101)]
    pub quiet: bool,
    /// Print more
    #[arg(short, long, global = true, display_order = 102)]
    pub verbose: bool,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Build(Build),
    Export(Export),
    View(ViewPage),
    Merge(Merge),
    Paths(Paths),
    Claims(Claims),
    #[command(subcommand)]
    Chart(ChartCommand),
    Explain(Explain),
    Parse(Parse),
    #[command(subcommand)]
    Actors(ActorsCommand),
    #[command(subcommand)]
    Frames(FramesCommand),
    Eval(Eval),
    #[cfg(feature = "train")]
    Train(Train),
    #[cfg(feature = "train")]
    TrainCoreference(TrainCoreference),
    Completions(Completions),
}

/// Build the graph of articles
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche build articles/ -o graph.json
  demarche build 'news/*.html' notes.md -o graph.svg
  demarche build archive.jsonl.gz --field text=body --field published=date -o graph.json
  curl -s https://example.org/article | demarche build - -o graph.json

An input that cannot be read is named on standard error with the reason, and the rest goes on. Exit code 0 if \
something was read, 2 if nothing could be.")]
pub struct Build {
    /// Files, folders, globs; - for standard input. Text, Markdown, HTML, JSON and JSONL, also as .gz or .zst
    #[arg(required = true, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub paths: Vec<String>,
    #[command(flatten)]
    pub output: GraphOutput,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub resources: Resources,
    #[command(flatten)]
    pub identities: Identities,
    /// How many documents to read at once; 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
}

/// What is known beforehand.
#[derive(Debug, Args)]
pub struct Resources {
    /// A table of further actors, or of changes to known ones, in the format of docs/knowledge.md. Repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub actors: Vec<PathBuf>,
    /// A folder of further kinds of claims (*.toml); a file that is called like a built-in one replaces it
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub kinds: Option<PathBuf>,
}

/// Which languages are read.
#[derive(Debug, Args)]
pub struct Models {
    /// Read everything as this language instead of telling it from the text
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// A folder of further languages (`<code>/model.bin` and the tokeniser's files), or of other models for known ones
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub models: Option<PathBuf>,
}

/// How inputs are read.
#[derive(Debug, Args)]
pub struct Reading {
    #[command(flatten)]
    pub languages: Models,
    /// The name that records use for a field: id, text, title, published, publisher, url, language. Repeatable
    #[arg(long = "field", value_name = "OURS=THEIRS", value_parser = field_name)]
    pub fields: Vec<(String, String)>,
    /// The most bytes that one article may have, after decompression; larger ones are passed over [default: 20000000]
    #[arg(long, value_name = "N", value_parser = positive)]
    pub max_bytes: Option<usize>,
}

/// Where a graph goes, and as what.
#[derive(Debug, Args)]
pub struct GraphOutput {
    /// The file to write, replaced only by a whole new one; standard output without it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// The format, where the file's ending does not say it; JSON where neither does
    #[arg(short, long, value_name = "FORMAT", value_parser = export_formats(), ignore_case = true)]
    pub format: Option<String>,
    #[command(flatten)]
    pub edges: Edges,
}

/// What becomes an edge of the output.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which edges")]
pub struct Edges {
    /// One edge for each claim: usual but in pictures
    #[arg(long, conflicts_with = "fold")]
    pub every_claim: bool,
    /// One edge, with a weight, for all claims of one kind and polarity between two actors: usual in pictures
    #[arg(long)]
    pub fold: bool,
    /// Also standing relations: leads, part of, speaks for
    #[arg(long)]
    pub affiliations: bool,
    /// Also who reports whom
    #[arg(long)]
    pub attributions: bool,
    /// Who draws SVG pictures
    #[arg(long, value_name = "ENGINE", default_value = "auto", help_heading = None)]
    pub engine: Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Engine {
    /// Graphviz where it is installed, else demarche itself
    Auto,
    /// Graphviz
    Graphviz,
    /// demarche itself
    Builtin,
}

/// Which actors count as one.
#[derive(Debug, Args)]
pub struct Folding {
    /// Fold people and organs into the states that they act for on the day of each claim
    #[arg(long, value_name = "LEVEL")]
    pub rollup: Option<RollupLevel>,
    /// With --rollup: a table of further actors, or of changes to known ones, whose offices count. Repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "rollup")]
    pub actors: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RollupLevel {
    State,
}

/// Write a graph, or a part of it, in another format
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche export --format list
  demarche export graph.json -o graph.html
  demarche export graph.json --rollup state -o states.svg
  demarche export graph.json --around Turkey --hops 2 --since 2020-05-01 -o turkey.gexf
  demarche export graph.json -o tables/ --format csv
  demarche export graph.json --format dot | dot -Tpdf > graph.pdf

A format of several files (csv, neo4j, parquet) writes them into a folder (-o tables/) or beside each other (-o graph.csv gives \
graph-actors.csv and graph-claims.csv). Exit code 1 where no claim is left to write; the file is written all the same.")]
pub struct Export {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: Option<PathBuf>,
    #[command(flatten)]
    pub output: GraphOutput,
    #[command(flatten)]
    pub slice: Slice,
}

/// Look into a graph in the browser
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche view graph.json
  demarche view graph.json --around Turkey --hops 2
  demarche view graph.json --no-open -o graph.html

Writes the page that `demarche export graph.json -o graph.html` writes, for as long as temporary files are kept, and opens it. \
The page asks the network nothing. On a machine without a browser, as over SSH, write it with -o graph.html --no-open, copy it to \
yours and open it there.")]
pub struct ViewPage {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// Write the page here, to keep it
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: Option<PathBuf>,
    /// Do not open a browser; print where the page is
    #[arg(long)]
    pub no_open: bool,
    #[command(flatten)]
    pub slice: Slice,
}

/// Which part of a graph, and how far folded.
#[derive(Debug, Args)]
pub struct Slice {
    #[command(flatten)]
    pub part: Part,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub folding: Folding,
}

/// Which part of the graph.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which actors")]
pub struct Part {
    /// Only this actor and those linked to it by claims. Repeatable
    #[arg(long, value_name = "ACTOR")]
    pub around: Vec<String>,
    /// With --around: how many claims away
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    pub hops: u16,
    /// Only the N actors with most claims
    #[arg(long, value_name = "N", value_parser = positive)]
    pub top: Option<usize>,
}

/// Join graphs: the same bytes as one build of all their articles
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche merge may.json june.json -o summer.json
  demarche merge may.json june.json --same-as same.tsv -o summer.json")]
pub struct Merge {
    /// Graphs, as `demarche build` writes them
    #[arg(required = true, value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graphs: Vec<PathBuf>,
    #[command(flatten)]
    pub output: GraphOutput,
    #[command(flatten)]
    pub identities: Identities,
}

/// Who is who across articles.
#[derive(Debug, Args)]
pub struct Identities {
    /// A table of decisions on which actors of several articles are one, as `demarche actors same` writes it
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub same_as: Option<PathBuf>,
}

/// Which claims count, by their ends and all else.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which claims")]
pub struct Selection {
    /// Only claims in which this actor acts
    #[arg(long, value_name = "ACTOR")]
    pub source: Option<String>,
    /// Only claims in which this actor is acted on
    #[arg(long, value_name = "ACTOR")]
    pub target: Option<String>,
    /// Only claims with this actor at either end
    #[arg(long, value_name = "ACTOR")]
    pub actor: Option<String>,
    #[command(flatten)]
    pub filters: Filters,
}

/// Which claims count.
#[derive(Debug, Args)]
#[command(next_help_heading = "Which claims")]
pub struct Filters {
    /// Only claims of this kind: support, denial, communication, opposition. Repeatable
    #[arg(long = "kind", value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<String>,
    /// Only claims of this PLOVER event: SUPPORT, REJECT, CONSULT … Repeatable
    #[arg(long = "event", value_name = "EVENT", value_delimiter = ',')]
    pub events: Vec<String>,
    /// Only what is said to happen, or not to
    #[arg(long, value_name = "POLARITY")]
    pub polarity: Option<Polarity>,
    /// Only claims as sure as this. Repeatable
    #[arg(long = "factuality", value_name = "FACTUALITY", value_delimiter = ',')]
    pub factualities: Vec<Factuality>,
    /// Only what this actor is reported as saying. Repeatable
    #[arg(long = "speaker", value_name = "ACTOR")]
    pub speakers: Vec<String>,
    /// Only claims of this day or later
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub since: Option<Date>,
    /// Only claims of this day or earlier
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub until: Option<Date>,
    /// Only claims that are at least this sure, in [0, 1]
    #[arg(long, value_name = "P", default_value_t = 0.0, value_parser = probability, hide_default_value = true)]
    pub min_confidence: f64,
    /// Only claims printed by this outlet, or by one whose name holds these words
    #[arg(long, value_name = "NAME")]
    pub publisher: Option<String>,
    /// Only claims of documents in this language
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Only claims of this document: its name, its path or the start of its id
    #[arg(long, value_name = "NAME")]
    pub document: Option<String>,
    /// Only claims whose sentence holds these words
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Polarity {
    Affirmed,
    Negated,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Factuality {
    Actual,
    Future,
    Possible,
}

/// Show how two actors are linked, through whom, with the sentences
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche paths graph.json Putin Turkey
  demarche paths graph.json RUS SYR -k 5 --kind support --polarity affirmed
  demarche paths graph.json Putin Assad --affiliations --since 2020-05-01

Names are matched as they are typed: case, accents, other names and codes do not matter (putin, RUS, Rusia). \
Exit code 1 where no path is found.")]
pub struct Paths {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// Where the paths begin
    pub from: String,
    /// Where they end
    pub to: String,
    /// How many paths to show, the best first
    #[arg(short, long, value_name = "K", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    pub k: u16,
    /// The most claims that one path may take
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..))]
    pub max_hops: u16,
    /// Follow claims from their source to their target only
    #[arg(long)]
    pub directed: bool,
    /// Also follow standing relations: leads, part of, speaks for
    #[arg(long)]
    pub affiliations: bool,
    /// Also follow who reports whom
    #[arg(long)]
    pub attributions: bool,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub folding: Folding,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// List claims
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche claims graph.json --kind denial --source Russia --since 2020-05-01
  demarche claims graph.json --actor Turkey --polarity negated --json

Exit code 1 where no claim is found.")]
pub struct Claims {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    #[command(flatten)]
    pub selection: Selection,
    #[command(flatten)]
    pub folding: Folding,
    /// Print one line per claim, with its quote, instead of a table
    #[arg(long, conflicts_with = "json")]
    pub lines: bool,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Draw the timeline of two actors, or the matrix of states
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  demarche chart timeline graph.json Kenya Somalia -o timeline.svg
  demarche chart matrix graph.json -o matrix.svg")]
pub enum ChartCommand {
    Timeline(ChartTimeline),
    Matrix(ChartMatrix),
}

/// Show how support and opposition between two actors come and go
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche chart timeline graph.json Kenya Somalia
  demarche chart timeline graph.json RUS TUR --rollup state --by month -o timeline.svg
  demarche chart timeline graph.json Putin Assad --kind support,communication -o timeline.csv

Each direction has a strip of its own, and so have agreements, meetings and cooperation, which run both ways. Support points \
up, opposition down; what is negated is hatched. Without -o the chart is shown here. Exit code 1 where no claim with a date \
is found; no file is written then. A claim has a date where its article names or bears one.")]
pub struct ChartTimeline {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// The one actor
    pub from: String,
    /// The other
    pub to: String,
    /// The file to write: .svg or .csv
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub output: Option<PathBuf>,
    /// The length of a period, where the time between the first and the last claim is not to decide it
    #[arg(long, value_name = "PERIOD")]
    pub by: Option<Period>,
    #[command(flatten)]
    pub filters: Filters,
    #[command(flatten)]
    pub folding: Folding,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Period {
    Day,
    Month,
    Year,
}

/// Show which states support and which oppose which, on balance
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche chart matrix graph.json
  demarche chart matrix graph.json --top 30 --since 2020-01-01 -o matrix.svg
  demarche chart matrix graph.json -o matrix.csv

People and organs count for the states that they act for, as with --rollup state. A cell holds the claims of support less those \
of opposition that a row is said to do to a column; agreements, meetings and cooperation count both ways. States that \
support each other stand side by side. Without -o the chart is shown here. Exit code 1 where no claim is found; no file is \
written then.")]
pub struct ChartMatrix {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// The file to write: .svg or .csv
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "json")]
    pub output: Option<PathBuf>,
    /// The most states to show, those with most claims
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = positive)]
    pub top: usize,
    /// A table of further actors, or of changes to known ones, whose offices count. Repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub actors: Vec<PathBuf>,
    #[command(flatten)]
    pub filters: Filters,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Show one claim: its sentence with the words that it was read off, who says it, the frame that found it, the tree
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche explain graph.json c-1a2b
  demarche explain graph.json c-1a2b --tree

The start of a key is enough where only one claim's key begins so. In the sentence the cue, source, target, speakers, what \
negates or hedges it, and its date are coloured, or named in brackets where there are no colours.")]
pub struct Explain {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    /// The claim's key, or the start of it
    #[arg(value_name = "CLAIM")]
    pub key: String,
    /// Also draw the dependency tree of the sentence, read anew, with those words marked
    #[arg(long)]
    pub tree: bool,
    /// The folder of frames that the graph was built with, to show a frame that is not built in
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub kinds: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Show the linguistic analysis of an article: CoNLL-U, or a tree on a terminal
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche parse article.txt > article.conllu
  echo 'Moscow denied the report.' | demarche parse - --language en --tree")]
pub struct Parse {
    /// The article; - for standard input
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: String,
    #[command(flatten)]
    pub reading: Reading,
    /// Draw trees, also where the output is no terminal
    #[arg(long, conflicts_with = "conllu")]
    pub tree: bool,
    /// Print CoNLL-U, also on a terminal
    #[arg(long)]
    pub conllu: bool,
    /// Bring the trees to the conventions that claims are read from, which differ a little from the treebanks'
    #[arg(long)]
    pub harmonised: bool,
    /// What FILE holds: `conllu` keeps its sentences and tokens and analyses those anew (needs --language)
    #[arg(long, value_name = "FORMAT", requires = "language")]
    pub from: Option<ParseInput>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ParseInput {
    Conllu,
}

/// Look into the knowledge base of actors, and check tables of your own
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  demarche actors search solana
  demarche actors show Syria --on 2020-05-11
  demarche actors check my.tsv")]
pub enum ActorsCommand {
    Search(ActorsSearch),
    Show(ActorsShow),
    Check(ActorsCheck),
    Same(ActorsSame),
}

/// List who was taken to be one across articles, as a table to edit for --same-as
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche actors same graph.json > same.tsv
  demarche build articles/ --same-as same.tsv -o graph.json
  demarche actors same graph.json --same-as same.tsv > more.tsv

Lists the actors of a graph that the knowledge base does not know. A line says who an actor is (same_as) in one document, \
or everywhere where the cell is empty; an empty same_as makes it an actor of its own there. Lines behind # are pairs that \
were kept apart and may be one: take the # away to join them. With --same-as, the decisions of that table come first: give it \
where the graph was built with one. The ids hold from build to build.")]
pub struct ActorsSame {
    /// The graph, as `demarche build` writes it; - for standard input
    #[arg(value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: PathBuf,
    #[command(flatten)]
    pub identities: Identities,
    /// A table of actors that was used for the build: those in it are known. Repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub actors: Vec<PathBuf>,
}

/// Where actors are looked up, and how the answer is printed.
#[derive(Debug, Args)]
pub struct Look {
    /// A table of further actors, or of changes to known ones. Repeatable
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub actors: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Find actors by their names, or parts of them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche actors search 'foreign ministry' --state FRA
  demarche actors search kirchner --kind person --json

Names in any language, with or without accents; where nothing is called so, the names most like it. Exit code 1 where \
nothing is found.")]
pub struct ActorsSearch {
    /// A name, the start of one, or words in it; an id or a code
    pub name: String,
    /// Only actors of this kind
    #[arg(long, value_name = "KIND", value_parser = actor_kinds())]
    pub kind: Option<String>,
    /// Only actors of this state, by its ISO 3166-1 alpha-3 code
    #[arg(long, value_name = "CODE")]
    pub state: Option<String>,
    /// The most actors to list
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    #[command(flatten)]
    pub look: Look,
}

/// Show all that is known of one actor: names, relations, offices with dates
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche actors show Putin
  demarche actors show ESP --on 2004-03-14")]
pub struct ActorsShow {
    /// A name in any language, an id or a code
    pub name: String,
    /// Of a state or organisation: who held its offices on this day, instead of who holds them last
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    #[command(flatten)]
    pub look: Look,
}

/// Check tables of actors; without a table, the built-in ones
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche actors check my.tsv
  demarche actors check --json

Mistakes for which a table is refused (unknown columns, kinds, states and roles, ids that stand twice, bad dates, actors \
that are part of themselves) are named by file and line. What could be read but is doubtful: names that several actors \
share without dates, offices for one person that two hold at a time, actors without a name in one of the languages, \
terms without dates. Exit code 0 where nothing is found, 1 where something is doubtful, 2 where a table is refused.")]
pub struct ActorsCheck {
    /// Tables in the format of docs/knowledge.md, read on top of the built-in ones in this order
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub tables: Vec<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Check, test and look up frames: the words that carry claims
#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  demarche frames check my-kinds/
  demarche frames test --kinds my-kinds/ --lang es
  demarche frames show 'stand by'
  demarche frames show 'Moscow refused to back Syria.' --lang en")]
pub enum FramesCommand {
    Check(FramesCheck),
    Test(FramesTest),
    Show(FramesShow),
}

/// Check files of frames: every mistake and every doubt, with file, line and a hint
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche frames check
  demarche frames check my-kinds/ --json

Mistakes for which a file is refused: unknown keys, missing ones, values that are none of the choices, examples without an \
event. What could be read but is doubtful: cues that stand twice, for two roots or in two kinds with the same slots; unknown \
roots, slots and CAMEO codes, codes that do not fit their root; cues in capitals or that are no lemmas; examples that name \
nobody who is known; a language without frames. Exit code 0 where nothing is found, 1 where something is doubtful, 2 where a \
file would be refused.")]
pub struct FramesCheck {
    /// A folder of frames to check with the built-in ones, as for --kinds; without it, the built-in ones alone
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath, conflicts_with = "kinds")]
    pub folder: Option<PathBuf>,
    #[command(flatten)]
    pub resources: Resources,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Run the frames' own examples and counter-examples
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche frames test
  demarche frames test --kinds my-kinds/ --lang es --kind support

Each example is read from raw text through every stage and must give the claims that it names; a counter-example must give \
no claim of its file's kind with both ends. Prints each that fails, with what was read instead and by which line. Exit code 1 \
where one fails.")]
pub struct FramesTest {
    /// Only examples in this language
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// Only examples of this kind
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    #[command(flatten)]
    pub resources: Resources,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Show the frames of a word, or how a sentence is read and by which line
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche frames show condemn
  demarche frames show 'apoyo' --lang es
  demarche frames show 'Moscow did not abandon Syria, a source said.'

A word, or the words of a cue: every frame that carries it, with its root, CAMEO code, slots, confidence, place and the \
examples that use it. A sentence: its claims, each with the line that gave it, and every cue in it with what became of it: read, or why \
not. Exit code 1 where no frame has the word, or nothing is read.")]
pub struct FramesShow {
    /// A word, the words of a cue, or a sentence
    #[arg(value_name = "WORD|SENTENCE")]
    pub text: String,
    /// The language; of a sentence, told from its words without this
    #[arg(long, value_name = "CODE")]
    pub lang: Option<String>,
    /// The day on which the sentence was written, for its dates and for who held which office
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub on: Option<Date>,
    #[command(flatten)]
    pub resources: Resources,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Measure: claims against labelled articles or event records, or the linguistic analysis against a treebank
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche eval gold/
  demarche eval gold/article.json --verbose
  demarche eval gold/ --graph graph.json
  demarche eval events.jsonl --json
  demarche eval gold/ --without coreference
  demarche eval en_ewt-ud-test.conllu --language en
  demarche eval en_gum-ud-test.conllu --trees
  demarche eval en_gum-ud-test.conllu --coreference

A folder holds <name>.txt, the article, beside <name>.json, its labelled claims. Prints precision, recall and F1 over \
all articles: by actor (both ends carry an accepted name) and by state (both ends carry the right state code). \
--verbose adds what was missed and what is spurious.

A file of event records holds one JSON object a line: {\"id\", \"text\", \"events\": [{\"event\", \"event_text\", \"source\":
[{\"text\", \"code\"}], \"target\": […]}]}. Prints precision, recall and F1 by PLOVER root, by source and target, and by all \
three; predicted events per sentence; how many sentences without an event are left silent; which root is taken for which.

Both also print why labels are missed, as far as a program can tell, and how often claims are right at each tenth of \
confidence. --without measures what a part is worth by leaving it out.

--trees reads claims off a treebank's own trees, and off the program's trees of the same words, and compares the two: it \
measures what parsing costs. There are no labelled claims in a treebank, so agreement is all that is measured.

--coreference scores chains of mentions of persons, organisations and places: the mean F1 of MUC, B³ and CEAFe. Mentions \
are predicted and must have the labelled words; sentences and words are the treebank's, tags and trees the program's own. \
Chains of one mention do not count, but in the second line; `least spans` asks for the words that the treebank calls \
indispensable; the last line takes the treebank's trees.")]
pub struct Eval {
    /// A folder of labelled articles, one such article, a .jsonl file of event records, or a .conllu file
    #[arg(value_name = "GOLD", value_hint = ValueHint::AnyPath)]
    pub gold: PathBuf,
    /// Score this graph instead of building one
    #[arg(long, value_name = "GRAPH", value_hint = ValueHint::FilePath)]
    pub graph: Option<PathBuf>,
    /// Score who is who: chains of mentions against the entities (`Entity=`) of a .conllu file
    #[arg(long, conflicts_with_all = ["graph", "trees"])]
    pub coreference: bool,
    /// Compare the claims on the trees of a .conllu file with those on predicted trees
    #[arg(long, conflicts_with = "graph")]
    pub trees: bool,
    /// Leave a part out: `coreference` reads names alone as actors, `nouns` leaves out the frames of nouns. Repeatable
    #[arg(long, value_name = "PART", value_delimiter = ',', conflicts_with = "graph")]
    pub without: Vec<EvalPart>,
    #[command(flatten)]
    pub resources: Resources,
    #[command(flatten)]
    pub languages: Models,
    /// How many documents to read at once; 0 for one per core
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub threads: usize,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalPart {
    Coreference,
    Nouns,
}

/// Train the models of a language from Universal Dependencies treebanks
#[cfg(feature = "train")]
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche train es treebanks/ -o src/language/es
  demarche train tests/languages/pt treebanks/ -o models/pt")]
pub struct Train {
    /// A built-in language's code, or a folder called like a language's code with its treebanks.tsv and tokeniser's files
    pub language: String,
    /// The folder that holds the treebanks (.conllu) which the language's treebanks.tsv names
    #[arg(value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub corpora: PathBuf,
    /// The folder that model.bin is written to
    #[arg(short, long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub output: PathBuf,
    /// Passes over the data
    #[arg(long, value_name = "N", default_value_t = demarche::language::train::Settings::default().epochs)]
    pub passes: usize,
    /// A model that has made these passes on the same treebanks: only the last ones, on the main treebank, are made
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub from: Option<PathBuf>,
    /// The seed of all chance
    #[arg(long, value_name = "N", default_value_t = demarche::language::train::Settings::default().seed)]
    pub seed: u64,
}

/// Train chains of mentions from a treebank with entities
#[cfg(feature = "train")]
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  demarche train-coreference en en_gum-train.conllu --watch en_gum-dev.conllu -o src/entities/chains/en/chains.bin")]
pub struct TrainCoreference {
    /// A built-in language's code
    pub language: String,
    /// The treebank to learn from, with `Entity=` in its last column
    #[arg(value_name = "TREEBANK", value_hint = ValueHint::FilePath)]
    pub treebank: PathBuf,
    /// A treebank that is scored after each pass
    #[arg(long, value_name = "TREEBANK", value_hint = ValueHint::FilePath)]
    pub watch: Option<PathBuf>,
    /// The file that the model is written to
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub output: PathBuf,
    /// Passes over the documents
    #[arg(long, value_name = "N", default_value_t = demarche::entities::chains::train::Settings::default().passes)]
    pub passes: usize,
    /// The seed of all chance
    #[arg(long, value_name = "N", default_value_t = demarche::entities::chains::train::Settings::default().seed)]
    pub seed: u64,
}

/// Print the completions of a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  demarche completions bash > ~/.local/share/bash-completion/completions/demarche
  demarche completions zsh > \"${fpath[1]}/_demarche\"")]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}

fn field_name(text: &str) -> Result<(String, String), String> {
    const OURS: [&str; 7] = ["id", "text", "title", "published", "publisher", "url", "language"];
    let (ours, theirs) = text.split_once('=').ok_or("write OURS=THEIRS, for example text=body")?;
    if !OURS.contains(&ours) {
        return Err(format!("{ours} is not a field; the fields are {}", OURS.join(", ")));
    }
    if theirs.is_empty() {
        return Err(format!("which name do the records use for {ours}?"));
    }
    Ok((ours.to_owned(), theirs.to_owned()))
}

/// The registry of export formats, with what each is.
/// What stands in the place of a format to have them listed.
pub const LIST: &str = "list";

fn export_formats() -> PossibleValuesParser {
    let formats = demarche::export::FORMATS.iter();
    let formats = formats.map(|format| {
        let endings = format.endings().iter().filter(|ending| **ending != format.name());
        PossibleValue::new(format.name()).aliases(endings.copied()).help(format.describe())
    });
    let list = PossibleValue::new(LIST).help("print the formats with what each leaves out");
    formats.chain([list]).collect::<Vec<_>>().into()
}

/// The kinds of actors.
fn actor_kinds() -> PossibleValuesParser {
    demarche::model::ActorKind::ALL.iter().map(|(_, name)| PossibleValue::new(*name)).collect::<Vec<_>>().into()
}

fn probability(text: &str) -> Result<f64, String> {
    let wanted = text.parse().ok().filter(|value| (0.0..=1.0).contains(value));
    wanted.ok_or_else(|| "write a number between 0 and 1".to_owned())
}

fn positive(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&number| number > 0).ok_or_else(|| "write a whole number, at least 1".to_owned())
}
