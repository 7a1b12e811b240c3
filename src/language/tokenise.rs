//! Text to tokens: rules in code, the words that they need as data (`src/language/<code>/`).
//!
//! Every token's span is exact. A token may hold several syntactic words («del», «haciéndolo», "don't"), as Universal
//! Dependencies has them.

use super::files::Files;
use super::model_file::Splits;
use crate::model::Span;
use compact_str::CompactString;
use std::collections::{BTreeMap, BTreeSet};

/// A surface token and the syntactic words in it: at least one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Raw {
    pub span: Span,
    pub words: Vec<RawWord>,
}

/// A syntactic word: its form, and its own bytes where it has some, else the surface token's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawWord {
    pub form: CompactString,
    pub span: Span,
}

/// How an abbreviation behaves before a capital letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// "Mr.": a name follows; never ends a sentence.
    Title,
    /// "No.": an abbreviation before a number only.
    Number,
    /// "U.S.", "etc.": ends a sentence where a word follows that often starts one.
    Any,
}

/// The rules of one language.
pub(crate) struct Rules {
    abbreviations: BTreeMap<String, Abbreviation>,
    /// Whole tokens of several words.
    contractions: BTreeMap<String, Vec<CompactString>>,
    /// Endings that are a word of their own: "n't", "'s".
    endings: Vec<String>,
    /// Words after which, and names before which, a contraction is none: «Al Jazeera».
    exceptions: BTreeSet<(String, String)>,
    /// Runs of pronouns that may hang on a verb, with their words, longest first.
    pronouns: Vec<(String, Vec<CompactString>)>,
    infinitives: Vec<String>,
    gerunds: Vec<String>,
    /// First parts that stay with the hyphen; `None` where all words keep theirs.
    prefixes: Option<BTreeSet<String>>,
    starters: BTreeSet<String>,
}

fn lines(file: &str) -> impl Iterator<Item = Vec<&str>> {
    let lines = file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.map(|line| line.split('\t').map(str::trim).collect())
}

impl Rules {
    /// Reads the data files of a language.
    pub fn read(files: &Files) -> Self {
        let mut rules = Rules {
            abbreviations: BTreeMap::new(),
            contractions: BTreeMap::new(),
            endings: Vec::new(),
            exceptions: BTreeSet::new(),
            pronouns: Vec::new(),
            infinitives: Vec::new(),
            gerunds: Vec::new(),
            prefixes: Some(BTreeSet::new()),
            starters: files.stopwords.lines().map(|line| line.trim().to_owned()).collect(),
        };
        for line in lines(files.abbreviations) {
            let kind = match line.get(1).copied() {
                Some("title") => Abbreviation::Title,
                Some("number") => Abbreviation::Number,
                _ => Abbreviation::Any,
            };
            rules.abbreviations.insert(line[0].to_lowercase(), kind);
        }
        for line in lines(files.contractions) {
            rules.read_contraction(&line);
        }
        for line in lines(files.clitics) {
            rules.read_clitic(&line);
        }
        for line in lines(files.hyphens) {
            match (line[0], rules.prefixes.as_mut()) {
                ("*", _) => rules.prefixes = None,
                (prefix, Some(prefixes)) => drop(prefixes.insert(prefix.to_owned())),
                _ => {}
            }
        }
        rules.endings.sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        rules.pronouns.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
        rules
    }

    fn read_contraction(&mut self, line: &[&str]) {
        match *line {
            ["not", word, next] => drop(self.exceptions.insert((word.to_owned(), next.to_owned()))),
            [surface, words] => match surface.strip_prefix('*') {
                Some(ending) => self.endings.push(ending.to_owned()),
                None => {
                    let words = words.split(' ').map(CompactString::from).collect();
                    self.contractions.insert(surface.to_owned(), words);
                }
            },
            _ => {}
        }
    }

    fn read_clitic(&mut self, line: &[&str]) {
        match *line {
            ["pronouns", words] => {
                let words: Vec<CompactString> = words.split(' ').map(CompactString::from).collect();
                self.pronouns.push((words.concat(), words));
            }
            ["infinitive", ending] => self.infinitives.push(ending.to_owned()),
            ["gerund", ending] => self.gerunds.push(ending.to_owned()),
            _ => {}
        }
    }

    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub fn has_clitics(&self) -> bool {
        !self.pronouns.is_empty()
    }

    #[cfg_attr(not(feature = "train"), allow(dead_code))]
    pub fn is_infinitive(&self, lemma: &str) -> bool {
        self.infinitives.iter().any(|ending| lemma.ends_with(ending.as_str()))
    }

    /// Whether a word often starts a sentence, whatever its case: function words do.
    pub fn is_starter(&self, word: &str) -> bool {
        self.starters.contains(&word.to_lowercase())
    }

    /// How a token that ends in a full stop behaves; `None` where it is no abbreviation.
    pub fn abbreviation(&self, token: &str) -> Option<Abbreviation> {
        if token.len() < 2 || !token.ends_with('.') {
            return None;
        }
        let listed = self.abbreviations.get(&token.to_lowercase()).copied();
        listed.or_else(|| (is_dotted(token) || is_initial(token)).then_some(Abbreviation::Any))
    }

    /// The verb and the pronouns of a word in lower case; `None` where it is one word.
    pub fn split_verb(&self, lower: &str, splits: &Splits) -> Option<Vec<CompactString>> {
        if splits.single.contains(lower) {
            return None;
        }
        if let Some(words) = splits.known.get(lower) {
            return Some(words.clone());
        }
        let mut found = self.pronouns.iter().filter_map(|(ending, words)| {
            let verb = self.verb_form(lower.strip_suffix(ending.as_str())?, ending, splits)?;
            Some(std::iter::once(verb).chain(words.iter().cloned()).collect())
        });
        found.next()
    }

    /// The verb's own form where `stem` can be one before `pronouns`.
    fn verb_form(&self, stem: &str, pronouns: &str, splits: &Splits) -> Option<CompactString> {
        let plain = without_accent(stem);
        if self.gerunds.iter().any(|ending| stem.ends_with(ending.as_str())) {
            return Some(plain.into());
        }
        if !self.infinitives.iter().any(|ending| stem.ends_with(ending.as_str()) || plain.ends_with(ending.as_str())) {
            return None;
        }
        if let Some(known) = [stem, plain.as_str()].into_iter().find(|form| splits.verbs.contains(*form)) {
            return Some(known.into());
        }
        let least = if pronouns == "se" { 4 } else { 5 };
        (plain.chars().count() >= least).then(|| plain.into())
    }

    /// Cuts the text of `span` into tokens.
    pub fn tokens(&self, text: &str, span: Span, splits: &Splits) -> Vec<Raw> {
        let mut out = Vec::new();
        let mut scan = Scan { rules: self, text, splits, out: &mut out };
        let mut start = None;
        for (offset, c) in text[span.start..span.end].char_indices() {
            let at = span.start + offset;
            match (is_space(c), start) {
                (true, Some(from)) => {
                    scan.chunk(from, at, span.end);
                    start = None;
                }
                (false, None) => start = Some(at),
                _ => {}
            }
        }
        if let Some(from) = start {
            scan.chunk(from, span.end, span.end);
        }
        out
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}')
}

/// Marks that belong to the sign before them: accents typed apart, variation selectors, joiners.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{FE00}'..='\u{FE0F}' | '\u{200C}' | '\u{200D}' | '\u{00AD}'
        | '\u{20D0}'..='\u{20FF}' | '\u{1F3FB}'..='\u{1F3FF}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// "U.S.", "a.m.", "EE.UU.": one or two letters between full stops, more than once.
fn is_dotted(token: &str) -> bool {
    let mut parts = token.strip_suffix('.').unwrap_or(token).split('.');
    let short = |part: &str| matches!(part.chars().count(), 1 | 2) && part.chars().all(char::is_alphabetic);
    token.matches('.').count() >= 2 && parts.all(short)
}

/// "J.": a capital and a full stop.
fn is_initial(token: &str) -> bool {
    let mut letters = token.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.as_str() == "."
}

fn without_accent(word: &str) -> String {
    let plain = |c| match c {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        _ => c,
    };
    word.chars().map(plain).collect()
}

/// Cuts one stretch without white space.
struct Scan<'r> {
    rules: &'r Rules,
    text: &'r str,
    splits: &'r Splits,
    out: &'r mut Vec<Raw>,
}

/// What to do with a sign inside a chunk.
enum Cut {
    /// It belongs to the word.
    Word,
    /// A token of its own, of so many bytes.
    Mark(usize),
}

impl Scan<'_> {
    /// `end` is the end of the whole text that is cut.
    fn chunk(&mut self, from: usize, to: usize, end: usize) {
        let (from, to) = self.address(from, to);
        let mut word = from;
        let mut at = from;
        while at < to {
            let Some(c) = self.text[at..to].chars().next() else { break };
            match self.cut(c, word, at, to, end) {
                Cut::Word => at += c.len_utf8(),
                Cut::Mark(length) => {
                    self.word(word, at, end);
                    let start = at;
                    at += length;
                    at += self.text[at..to].chars().take_while(|&c| is_joined(c)).map(char::len_utf8).sum::<usize>();
                    self.mark(start, at);
                    word = at;
                }
            }
        }
        self.word(word, to, end);
    }

    /// Takes a web or mail address at the start of the chunk as one token; gives the bounds of what is left.
    fn address(&mut self, from: usize, to: usize) -> (usize, usize) {
        let chunk = &self.text[from..to];
        let open = chunk.len() - chunk.trim_start_matches(['(', '<', '[', '"', '“', '«', '‘', '\'']).len();
        let body =
            chunk[open..].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '>', ']', '"', '”', '»', '’', '\'']);
        if !is_address(body) {
            return (from, to);
        }
        let start = from + open;
        for (offset, c) in chunk[..open].char_indices() {
            self.mark(from + offset, from + offset + c.len_utf8());
        }
        self.push(start, start + body.len(), vec![]);
        (start + body.len(), to)
    }

    fn cut(&self, c: char, word: usize, at: usize, to: usize, end: usize) -> Cut {
        let after = at + c.len_utf8();
        let next = self.text[after..to].chars().next();
        let before = self.text[word..at].chars().next_back();
        let run = |same: &dyn Fn(char) -> bool| {
            self.text[at..to].chars().take_while(|&c| same(c)).map(char::len_utf8).sum::<usize>()
        };
        let word_next = next.is_some_and(char::is_alphanumeric);
        let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '.') && word_next;
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_numeric());
        let numeric = digits(before) && digits(next);
        let keep = |yes: bool| if yes { Cut::Word } else { Cut::Mark(c.len_utf8()) };
        match c {
            _ if c.is_alphanumeric() => Cut::Word,
            _ if is_joined(c) => keep(before.is_some()),
            '.' | '…' => {
                let dots = run(&|c| matches!(c, '.' | '…'));
                let single = dots == 1;
                if single && self.keeps_stop(word, at, to, end) { Cut::Word } else { Cut::Mark(dots) }
            }
            ',' | ':' => keep(numeric),
            '\'' | '`' if run(&|other| other == c) == 2 => Cut::Mark(2),
            _ if is_apostrophe(c) => keep(inside || (before.is_none() && digits(next))),
            '-' if next == Some('-') => Cut::Mark(run(&|c| c == '-')),
            _ if is_hyphen(c) => keep(self.keeps_hyphen(word, at, to, inside)),
            '/' => keep(numeric),
            '&' => keep(inside),
            '_' => keep(inside || before == Some('_')),
            '@' | '#' => keep(before.is_none() && word_next),
            '$' => keep(before.is_some_and(char::is_uppercase) && digits(next)),
            '+' => keep(before == Some('+') || (before.is_some() && next.is_none_or(|c| c == '+'))),
            '°' => keep(before.is_some()),
            '!' | '?' => Cut::Mark(run(&|c| matches!(c, '!' | '?'))),
            '*' | '=' | '~' | '<' | '>' | '|' => Cut::Mark(run(&|other| other == c)),
            _ => Cut::Mark(c.len_utf8()),
        }
    }

    /// Whether a single full stop at `at` belongs to the word before it.
    fn keeps_stop(&self, word: usize, at: usize, to: usize, end: usize) -> bool {
        let before = &self.text[word..at];
        let next = self.text[at + 1..to].chars().next();
        let Some(last) = before.chars().next_back() else { return next.is_some_and(char::is_numeric) };
        let token = &self.text[word..at + 1];
        if let Some(next) = next.filter(|c| c.is_alphanumeric()) {
            if last.is_numeric() && next.is_numeric() {
                return true;
            }
            let dotted = before.split('.').all(|part| part.chars().count() <= 2);
            let typed_together = next.is_uppercase() && !dotted && last.is_lowercase();
            return !typed_together && !(last.is_numeric() && next.is_uppercase());
        }
        let ahead = self.text[at + 1..end].trim_start_matches(|c: char| is_space(c));
        let first_word: String = ahead.chars().take_while(|c| c.is_alphanumeric()).collect();
        let opens_sentence = first_word.chars().count() > 1 && self.rules.is_starter(&first_word);
        let numbered = ahead.starts_with(|c: char| c.is_numeric());
        match self.rules.abbreviations.get(&token.to_lowercase()) {
            Some(Abbreviation::Number) if numbered => true,
            Some(Abbreviation::Title | Abbreviation::Any) => true,
            _ if is_dotted(token) => true,
            // "J. Smith", but not "Plan B." at the end, nor "vitamin C. But"
            _ => is_initial(token) && next.is_none() && ahead.starts_with(char::is_uppercase) && !opens_sentence,
        }
    }

    fn keeps_hyphen(&self, word: usize, at: usize, to: usize, inside: bool) -> bool {
        let after = &self.text[at + 1..to];
        if word == at {
            return self.text[..at].ends_with(is_space) && after.starts_with(|c: char| c.is_numeric());
        }
        if !inside {
            return false;
        }
        let first = &self.text[word..at];
        let Some(prefixes) = &self.rules.prefixes else { return true };
        let rest: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        let all_digits = |part: &str| part.chars().all(|c| c.is_numeric() || is_hyphen(c));
        // dates and telephone numbers: 2020-05-11, 555-0100-20
        let number = all_digits(first) && all_digits(&rest);
        let more = after[rest.len()..].starts_with(is_hyphen) || first.contains(is_hyphen);
        prefixes.contains(&first.to_lowercase()) || (number && more)
    }

    fn mark(&mut self, from: usize, to: usize) {
        self.push(from, to, vec![]);
    }

    fn push(&mut self, from: usize, to: usize, words: Vec<RawWord>) {
        let span = Span::new(from, to);
        let words = if words.is_empty() { vec![RawWord { form: span.of(self.text).into(), span }] } else { words };
        self.out.push(Raw { span, words });
    }

    /// A run of letters and what belongs to them: one word, or several.
    fn word(&mut self, from: usize, to: usize, end: usize) {
        if from == to {
            return;
        }
        let surface = &self.text[from..to];
        let lower = surface.to_lowercase().replace(['’', 'ʼ'], "'");
        let words = self
            .contraction(from, to, &lower, end)
            .or_else(|| self.ending(from, to, &lower))
            .or_else(|| self.verb(from, to, &lower))
            .unwrap_or_default();
        self.push(from, to, words);
    }

    /// «del», "cannot".
    fn contraction(&self, from: usize, to: usize, lower: &str, end: usize) -> Option<Vec<RawWord>> {
        let words = self.rules.contractions.get(lower)?;
        let surface = &self.text[from..to];
        let next: String = self.text[to..end]
            .trim_start()
            .chars()
            .take_while(|c| c.is_alphabetic())
            .flat_map(char::to_lowercase)
            .collect();
        let joined = self.text[to..end].starts_with(is_hyphen);
        let named = self.rules.exceptions.contains(&(lower.to_owned(), next));
        if joined || named || (surface.starts_with(char::is_uppercase) && !self.may_be_capital(surface)) {
            return None;
        }
        Some(self.share_out(from, to, words))
    }

    /// Whether a capital letter may come from the place of the word or from a text in capitals, not from a name.
    fn may_be_capital(&self, surface: &str) -> bool {
        let all_capitals = surface.chars().count() > 1 && surface.chars().all(char::is_uppercase);
        let opens = self.out.last().is_none_or(|raw| !raw.span.of(self.text).ends_with(char::is_alphanumeric));
        all_capitals || opens
    }

    /// "don't", "Moscow's", "we'd've".
    fn ending(&self, from: usize, to: usize, lower: &str) -> Option<Vec<RawWord>> {
        let surface = &self.text[from..to];
        if !lower.contains('\'') || lower.chars().count() != surface.chars().count() {
            return None;
        }
        let ending = self.rules.endings.iter().find(|ending| {
            lower
                .strip_suffix(ending.as_str())
                .is_some_and(|stem| stem.ends_with(char::is_alphanumeric) || stem.ends_with('.'))
        })?;
        let letters = ending.chars().count();
        let (cut, _) = surface.char_indices().rev().nth(letters - 1)?;
        let last = RawWord { form: surface[cut..].into(), span: Span::new(from + cut, to) };
        let stem = &surface[..cut];
        let stem_lower = stem.to_lowercase().replace(['’', 'ʼ'], "'");
        let stem_span = Span::new(from, from + cut);
        let mut words = self
            .ending(from, from + cut, &stem_lower)
            .unwrap_or_else(|| vec![RawWord { form: stem.into(), span: stem_span }]);
        words.push(last);
        Some(words)
    }

    /// «haciéndolo».
    fn verb(&self, from: usize, to: usize, lower: &str) -> Option<Vec<RawWord>> {
        let surface = &self.text[from..to];
        if self.rules.pronouns.is_empty() || !lower.chars().all(char::is_alphabetic) {
            return None;
        }
        let words = self.rules.split_verb(lower, self.splits)?;
        if surface.starts_with(char::is_uppercase) {
            let known = self.splits.verbs.contains(&words[0]) || self.splits.known.contains_key(lower);
            if !known || !self.may_be_capital(surface) {
                return None;
            }
        }
        Some(self.share_out(from, to, &words))
    }

    /// Gives the words the case of the surface token, and their own bytes where they make it up exactly.
    fn share_out(&self, from: usize, to: usize, words: &[CompactString]) -> Vec<RawWord> {
        let surface = &self.text[from..to];
        let capitals = surface.chars().count() > 1 && surface.chars().all(char::is_uppercase);
        let cased = words.iter().enumerate().map(|(index, word)| {
            if capitals {
                word.to_uppercase()
            } else if index == 0 && surface.starts_with(char::is_uppercase) {
                let mut letters = word.chars();
                letters
                    .next()
                    .map_or_else(CompactString::default, |first| first.to_uppercase().chain(letters).collect())
            } else {
                word.clone()
            }
        });
        let forms: Vec<CompactString> = cased.collect();
        let exact = forms.concat() == surface;
        let mut at = from;
        let place = |form: &CompactString| {
            let span = if exact { Span::new(at, at + form.len()) } else { Span::new(from, to) };
            at += form.len();
            RawWord { form: form.clone(), span }
        };
        forms.iter().map(place).collect()
    }
}

/// A web address, mail address or domain.
fn is_address(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www.") {
        return true;
    }
    let Some((user, domain)) = body.split_once('@') else { return false };
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c));
    plain(user) && plain(domain) && domain.contains('.')
}
