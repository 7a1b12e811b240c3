//! A report for people, in CommonMark with GitHub's tables: strongest actors, claims by pair with their quotes, contested
//! claims side by side, articles. What the texts hold is escaped: none of it becomes markup, HTML or a link.

use super::network::period;
use super::web::is_web;
use super::{Error, Format, GENERATOR, Options};
use crate::graph::{CitedClaim, Node, StateGraph};
use crate::model::{ActorId, ClaimKey, Factuality, Polarity};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;

/// A report in Markdown.
pub struct Markdown;

/// How much of each part a report shows at most.
const ACTORS: usize = 30;
const PAIRS: usize = 60;
const CLAIMS_OF_PAIR: usize = 25;
const CONTESTED: usize = 40;
const STATEMENTS: usize = 60;
const ARTICLES: usize = 300;
/// The longest quote and name, in characters.
const QUOTE: usize = 700;
const NAME: usize = 120;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }
    fn describe(&self) -> &'static str {
        "a report for people in Markdown: strongest actors, claims by pair with quotes, speakers and links, contested claims side \
         by side, articles; every claim by itself"
    }
    fn losses(&self) -> &'static [&'static str] {
        &[
            "what is beyond the strongest 30 actors, 60 pairs with 25 claims each, 40 contested pairs, 60 claims without an \
             end and 300 articles; the report says how much",
            "affiliations and attributions",
            "paragraphs around the evidence, marks, rules, CAMEO codes, confidence",
            "quotes beyond 700 characters; marks that turn the direction of writing",
        ]
    }
    fn write(&self, graph: &StateGraph, _options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        Ok(out.write_all(Report { graph }.text().as_bytes())?)
    }
}

struct Report<'g> {
    graph: &'g StateGraph,
}

/// Two actors, the smaller id first, and the claims between them.
type Pair<'g> = ((&'g ActorId, &'g ActorId), Vec<&'g CitedClaim>);

impl<'g> Report<'g> {
    fn text(&self) -> String {
        let pairs = self.pairs();
        let mut text = self.head();
        self.actors(&mut text);
        self.claims(&mut text, &pairs);
        self.contested(&mut text, &pairs);
        self.statements(&mut text);
        self.articles(&mut text);
        text
    }

    fn head(&self) -> String {
        let (documents, claims) = (self.graph.documents().count(), self.graph.all_claims().count());
        let actors = self.graph.actors().count();
        let days: Vec<_> = self.graph.all_claims().filter_map(period).collect();
        let first = days.iter().map(|(first, _)| first).min();
        let last = days.iter().map(|(_, last)| last).max();
        let span = first.zip(last).map(|(first, last)| format!(", from {first} to {last}")).unwrap_or_default();
        format!(
            "# Who supports, denies, speaks to and opposes whom\n\n{}, {} and {}{span}. Every claim below is what an article \
             says or reports somebody as saying, in its own words; it is not checked against anything else.\n\n*Written by \
             {GENERATOR}.*\n",
            many(documents, "article"),
            many(actors, "actor"),
            many(claims, "claim"),
        )
    }

    fn actors(&self, text: &mut String) {
        let ranked = self.graph.by_strength();
        if ranked.is_empty() {
            return;
        }
        text.push_str("\n## Strongest actors\n\n| actor | kind | state | claims | mentions | also called |\n");
        text.push_str("|---|---|---|---:|---:|---|\n");
        for (node, count) in ranked.iter().take(ACTORS).filter_map(|(id, count)| Some((self.graph.actor(id)?, count))) {
            let aliases: Vec<String> = node.aliases.iter().take(3).map(|alias| escaped(alias, 40)).collect();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {count} | {} | {} |",
                name_of(node),
                node.kind.name().replace('_', " "),
                node.state.as_ref().map(|state| escaped(state.as_str(), 20)).unwrap_or_default(),
                node.mentions,
                aliases.join(", "),
            );
        }
        left_out(text, ranked.len(), ACTORS, "actor");
    }

    /// Strongest first.
    fn pairs(&self) -> Vec<Pair<'g>> {
        let mut pairs = BTreeMap::<(&ActorId, &ActorId), Vec<&CitedClaim>>::new();
        for claim in self.graph.all_claims() {
            if let Some((source, target)) = claim.ends() {
                pairs.entry((source.min(target), source.max(target))).or_default().push(claim);
            }
        }
        let mut pairs: Vec<Pair> = pairs.into_iter().collect();
        for (_, claims) in &mut pairs {
            claims.sort_by_key(|claim| (claim.date, &claim.document, claim.start, &claim.key));
        }
        pairs.sort_by_key(|(_, claims)| Reverse(claims.len()));
        pairs
    }

    fn claims(&self, text: &mut String, pairs: &[Pair]) {
        if pairs.is_empty() {
            text.push_str("\nNo claim has both a source and a target.\n");
            return;
        }
        text.push_str("\n## Claims\n");
        for ((one, other), claims) in pairs.iter().take(PAIRS) {
            let _ =
                writeln!(text, "\n### {} and {} ({})", self.name(one), self.name(other), many(claims.len(), "claim"));
            claims.iter().take(CLAIMS_OF_PAIR).for_each(|claim| self.claim(text, claim));
            left_out(text, claims.len(), CLAIMS_OF_PAIR, "claim of these two");
        }
        left_out(text, pairs.len(), PAIRS, "pair");
    }

    /// What is claimed, the quote, who says so and where.
    fn claim(&self, text: &mut String, claim: &CitedClaim) {
        let _ = writeln!(text, "\n**{}**{}\n", self.said(claim), doubts(claim));
        let _ = writeln!(text, "> {}\n", escaped(&claim.quote, QUOTE));
        let _ = writeln!(text, "{}", self.cited(claim));
    }

    fn said(&self, claim: &CitedClaim) -> String {
        let name = |id: &Option<ActorId>| id.as_ref().map_or("…".to_owned(), |id| self.name(id));
        let arrow = if claim.is_symmetric() && claim.ends().is_some() { "↔" } else { "→" };
        format!("{} {arrow} {}: {}", name(&claim.source), name(&claim.target), escaped(&claim.kind, 40))
    }

    /// Speakers, day, outlet, title, link.
    fn cited(&self, claim: &CitedClaim) -> String {
        let mut parts = Vec::new();
        if !claim.speakers.is_empty() {
            let speakers: Vec<String> = claim.speakers.iter().map(|id| self.name(id)).collect();
            parts.push(format!("said by {}", speakers.join(", through ")));
        }
        if let Some(date) = claim.date {
            let about = claim.date_precision.filter(|precision| precision.days() > 1);
            parts.push(date.to_string() + &about.map(|unit| format!(" ({})", unit.name())).unwrap_or_default());
        }
        if let Some(document) = self.graph.document(&claim.document) {
            if let Some(publisher) = &document.meta.publisher {
                parts.push(format!("*{}*", escaped(publisher, NAME)));
            }
            parts.push(linked(&title_of(&document.meta), document.meta.url.as_deref()));
        }
        parts.join(" · ")
    }

    /// Pairs of which something is both affirmed and negated, or denied.
    fn contested(&self, text: &mut String, pairs: &[Pair]) {
        let denials = self.denials();
        let mut cases = Vec::new();
        for (_, claims) in pairs {
            let mut kinds = BTreeMap::<&str, [Vec<&CitedClaim>; 2]>::new();
            for claim in claims {
                let sides = kinds.entry(&claim.kind).or_default();
                sides[usize::from(claim.polarity == Polarity::Negated)].push(claim);
                sides[1].extend(denials.get(&claim.key).into_iter().flatten());
            }
            let both = kinds.into_values().filter(|[says, denies]| !says.is_empty() && !denies.is_empty());
            cases.extend(both);
        }
        if cases.is_empty() {
            return;
        }
        text.push_str("\n## Contested claims\n");
        for [says, denies] in cases.iter().take(CONTESTED) {
            let head = says.first().map(|claim| self.said(claim)).unwrap_or_default();
            let _ = writeln!(text, "\n### {head}\n\n| affirmed | negated or denied |\n|---|---|");
            for at in 0..says.len().max(denies.len()).min(10) {
                let cell = |side: &[&CitedClaim]| side.get(at).map(|claim| self.short(claim)).unwrap_or_default();
                let _ = writeln!(text, "| {} | {} |", cell(says), cell(denies));
            }
            left_out(text, says.len().max(denies.len()), 10, "row");
        }
        left_out(text, cases.len(), CONTESTED, "contested pair");
    }

    /// The claims that deny each claim.
    fn denials(&self) -> BTreeMap<&'g ClaimKey, Vec<&'g CitedClaim>> {
        let mut denials = BTreeMap::<&ClaimKey, Vec<&CitedClaim>>::new();
        for claim in self.graph.all_claims() {
            if let Some(denied) = &claim.denies {
                denials.entry(denied).or_default().push(claim);
            }
        }
        denials
    }

    /// A claim in a cell of a table.
    fn short(&self, claim: &CitedClaim) -> String {
        format!("“{}”{} — {}", escaped(&claim.quote, 300), doubts(claim), self.cited(claim))
    }

    fn statements(&self, text: &mut String) {
        let lacking: Vec<&CitedClaim> = self.graph.all_claims().filter(|claim| claim.ends().is_none()).collect();
        if lacking.is_empty() {
            return;
        }
        text.push_str("\n## Claims without a source or a target\n");
        lacking.iter().take(STATEMENTS).for_each(|claim| self.claim(text, claim));
        left_out(text, lacking.len(), STATEMENTS, "claim");
    }

    fn articles(&self, text: &mut String) {
        let mut counts = BTreeMap::new();
        for claim in self.graph.all_claims() {
            *counts.entry(&claim.document).or_insert(0) += 1;
        }
        let total = self.graph.documents().count();
        if total == 0 {
            return;
        }
        text.push_str("\n## Articles\n\n");
        for document in self.graph.documents().take(ARTICLES) {
            let meta = &document.meta;
            let mut parts = vec![linked(&title_of(meta), meta.url.as_deref())];
            parts.extend(meta.publisher.as_ref().map(|publisher| format!("*{}*", escaped(publisher, NAME))));
            parts.extend(meta.published.map(|published| published.to_string()));
            parts.push(many(counts.get(&meta.id).copied().unwrap_or_default(), "claim"));
            let _ = writeln!(text, "- {}", parts.join(" · "));
        }
        left_out(text, total, ARTICLES, "article");
    }

    fn name(&self, id: &ActorId) -> String {
        self.graph.actor(id).map_or_else(|| escaped(id.as_str(), NAME), name_of)
    }
}

fn name_of(node: &Node) -> String {
    if node.name.trim().is_empty() { escaped(node.id.as_str(), NAME) } else { escaped(&node.name, NAME) }
}

fn title_of(meta: &crate::model::DocumentMeta) -> String {
    let title = meta.title.as_deref().filter(|title| !title.trim().is_empty());
    escaped(title.unwrap_or(&meta.name), NAME)
}

/// Words after a claim that is not simply said to be so.
fn doubts(claim: &CitedClaim) -> String {
    let negated = (claim.polarity == Polarity::Negated).then_some("negated");
    let unsure = match claim.factuality {
        Factuality::Actual => None,
        Factuality::Future => Some("announced"),
        Factuality::Possible => Some("possible"),
    };
    let words: Vec<&str> = negated.into_iter().chain(unsure).collect();
    if words.is_empty() { String::new() } else { format!(" *({})*", words.join(", ")) }
}

fn linked(title: &str, url: Option<&str>) -> String {
    match url.filter(|url| is_web(url)) {
        Some(url) => format!("[{title}](<{}>)", url.replace('&', "&amp;")),
        None => title.to_owned(),
    }
}

fn many(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

fn left_out(text: &mut String, total: usize, shown: usize, one: &str) {
    if total > shown {
        let _ = writeln!(text, "\n*… and {} more, left out here.*", many(total - shown, one));
    }
}

/// A text as one line that means only itself, in a paragraph, a link or a cell of a table; cut at `longest` characters.
fn escaped(text: &str, longest: usize) -> String {
    let visible: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let words = visible.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let shown = super::picture::shorten(&words.collect::<Vec<_>>().join(" "), longest);
    let mut escaped = String::with_capacity(shown.len() + 8);
    let characters: Vec<char> = shown.chars().collect();
    for (at, c) in characters.iter().copied().enumerate() {
        if is_markup(&characters, at) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Whether a character could start or end something other than text.
fn is_markup(text: &[char], at: usize) -> bool {
    let before = &text[..at];
    match text[at] {
        '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' | '^' => true,
        // Lists, rules and headings at the start; addresses that GitHub links by itself anywhere.
        '-' | '+' | '=' => before.is_empty(),
        '.' => before.iter().all(char::is_ascii_digit) || ends_in_www(before),
        ')' => before.iter().all(char::is_ascii_digit),
        ':' => text.get(at + 1..at + 3).is_some_and(|after| after == ['/', '/']),
        _ => false,
    }
}

fn ends_in_www(before: &[char]) -> bool {
    let last = before.len().saturating_sub(3);
    before[last..].len() == 3 && before[last..].iter().all(|c| c.eq_ignore_ascii_case(&'w'))
}

/// Marks that turn the direction of what follows, and what is no character of a text.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_mean_only_themselves() {
        for (text, written) in [
            ("a | b", r"a \| b"),
            ("<b>&amp;", r"\<b\>\&amp;"),
            ("[x](y)", r"\[x\](y)"),
            ("1. one", r"1\. one"),
            ("2) two", r"2\) two"),
            ("- three - four", r"\- three - four"),
            ("see https://x.example", r"see https\://x.example"),
            ("www.x.example", r"www\.x.example"),
            ("two\n\nlines\r\n> and", r"two lines \> and"),
            (r"back\slash", r"back\\slash"),
            ("\u{202e}turned", "turned"),
        ] {
            assert_eq!(escaped(text, 100), written);
        }
        assert_eq!(escaped(&"x".repeat(20), 10).chars().count(), 10);
    }
}
