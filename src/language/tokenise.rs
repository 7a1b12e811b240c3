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
    /// "U.S.": ends a sentence where a word follows that often starts one.
    Any,
    /// "etc.", "p.m.": as `Any`, but its stop is the sentence's own where it ends one.
    Last,
}

/// Longer runs of letters and signs are no words: no rule looks inside them, so that each costs what its length costs.
const LONGEST_WORD: usize = 80;

/// Endings of file names.
const EXTENSIONS: &[&str] = &[
    "avi", "csv", "doc", "docx", "exe", "gif", "htm", "html", "jpeg", "jpg", "mov", "mp3", "mp4", "pdf", "php", "png",
    "ppt", "pptx", "rtf", "txt", "xls", "xlsx", "xml", "zip",
];

/// The rules of one language.
pub(crate) struct Rules {
    abbreviations: BTreeMap<String, Abbreviation>,
    /// Those that are a word in lower case: "Sat.", "Mass.".
    capital_abbreviations: BTreeSet<String>,
    /// Whole tokens of several words.
    contractions: BTreeMap<String, Vec<CompactString>>,
    /// Endings that are a word of their own: "n't", "'s".
    endings: Vec<String>,
    /// What may be written after a number without a space and is a token all the same.
    units: BTreeSet<String>,
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
            capital_abbreviations: BTreeSet::new(),
            contractions: BTreeMap::new(),
            endings: Vec::new(),
            units: BTreeSet::new(),
            exceptions: BTreeSet::new(),
            pronouns: Vec::new(),
            infinitives: Vec::new(),
            gerunds: Vec::new(),
            prefixes: Some(BTreeSet::new()),
            starters: files.stopwords.lines().map(|line| line.trim().to_owned()).collect(),
        };
        for line in lines(&files.abbreviations) {
            let kind = match line.get(1).copied() {
                Some("title") => Abbreviation::Title,
                Some("number") => Abbreviation::Number,
                Some("last") => Abbreviation::Last,
                _ => Abbreviation::Any,
            };
            if line.get(2) == Some(&"capital") {
                rules.capital_abbreviations.insert(line[0].to_lowercase());
            }
            rules.abbreviations.insert(line[0].to_lowercase(), kind);
        }
        for line in lines(&files.contractions) {
            rules.read_contraction(&line);
        }
        for line in lines(&files.clitics) {
            rules.read_clitic(&line);
        }
        for line in lines(&files.hyphens) {
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
            ["unit", unit] => drop(self.units.insert(unit.to_owned())),
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
        self.listed(token).or_else(|| (is_dotted(token) || is_initial(token)).then_some(Abbreviation::Any))
    }

    fn listed(&self, token: &str) -> Option<Abbreviation> {
        if token.len() > LONGEST_WORD {
            return None;
        }
        let lower = token.to_lowercase();
        let kind = self.abbreviations.get(&lower).copied()?;
        let fits = token.starts_with(char::is_uppercase) || !self.capital_abbreviations.contains(&lower);
        fits.then_some(kind)
    }

    /// The bytes of the number before a unit: 4 in "7:30PM".
    fn amount(&self, surface: &str) -> Option<usize> {
        let unit = surface.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ':'));
        let number = &surface[..surface.len() - unit.len()];
        let is_number =
            number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(|c: char| c.is_ascii_digit());
        (is_number && self.units.contains(unit)).then_some(number.len())
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
    matches!(c, '\'' | '’' | 'ʼ' | '`' | '´')
}

/// In lower case, with plain apostrophes.
fn plain_lower(surface: &str) -> String {
    surface.to_lowercase().replace(['’', 'ʼ', '`', '´'], "'")
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑')
}

/// "U.S.", "a.m.", "EE.UU.": one or two letters between full stops, more than once.
fn is_dotted(token: &str) -> bool {
    if token.len() > LONGEST_WORD {
        return false;
    }
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
                    if c == '<' {
                        at = self.inner_address(at, to);
                    }
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
        let mut at = from;
        while let Some(c) = self.text[at..start].chars().next() {
            let run = self.text[at..start].chars().take_while(|&other| other == c && c == '<').count();
            let mark = at;
            at += c.len_utf8() * run.max(1);
            self.mark(mark, at);
        }
        self.push(start, start + body.len(), vec![]);
        (start + body.len(), to)
    }

    /// Takes an address after an opening angle bracket; gives the place where the rest starts.
    fn inner_address(&mut self, from: usize, to: usize) -> usize {
        let rest = &self.text[from..to];
        let body = &rest[..rest.find(['<', '>']).unwrap_or(rest.len())];
        if body.is_empty() || !is_address(body) {
            return from;
        }
        self.push(from, from + body.len(), vec![]);
        from + body.len()
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
        let pair = |one: &dyn Fn(char) -> bool, other: &dyn Fn(char) -> bool| {
            let mut chars = self.text[at..to].chars();
            chars.next().is_some_and(one) && chars.next().is_some_and(other) && !chars.next().is_some_and(other)
        };
        let face = emoticon(self.text[..at].chars().next_back(), &self.text[at..to]);
        match c {
            _ if face > 0 => Cut::Mark(face),
            _ if c.is_alphanumeric() => Cut::Word,
            _ if is_joined(c) => keep(before.is_some()),
            '.' | '…' => {
                let dots = run(&|c| matches!(c, '.' | '…'));
                // "Jr..": an abbreviation, then the stop
                let shortened = dots == 2 && before.is_some() && self.rules.listed(&self.text[word..at + 1]).is_some();
                if shortened || (dots == 1 && self.keeps_stop(word, at, to, end)) {
                    return Cut::Word;
                }
                let asks = if dots == 1 { run(&|c| matches!(c, '.' | '!' | '?')) } else { dots };
                let mixed = asks > dots && !self.text[after..at + asks].contains('.');
                Cut::Mark(if mixed { asks } else { dots })
            }
            ',' | ':' => keep(numeric),
            '\'' | '`' if pair(&|one| one == c, &|other| other == c) => Cut::Mark(2),
            '’' | '‘' if pair(&|one| one == c, &|other| other == '’') => Cut::Mark(2 * c.len_utf8()),
            _ if is_apostrophe(c) => keep(inside || (before.is_none() && (digits(next) || self.is_ending(at, to)))),
            '-' if next == Some('-') => Cut::Mark(run(&|c| matches!(c, '-' | '='))),
            _ if is_hyphen(c) => keep(self.keeps_hyphen(word, at, to, inside)),
            '/' if numeric || self.keeps_slash(word, at, to) => Cut::Word,
            '/' | '\\' => Cut::Mark(run(&|other| other == c)),
            '&' => keep(inside),
            '_' if before.is_none() && next == Some('_') => Cut::Mark(run(&|c| c == '_')),
            '_' => keep(inside || before == Some('_')),
            '@' | '#' => keep(before.is_none() && word_next && !digits(next)),
            '$' if next == Some('$') => Cut::Mark(run(&|c| c == '$')),
            '$' => keep(before.is_some_and(char::is_uppercase) && digits(next)),
            // "Canal+", "+44", but "A+", "20+"
            '+' if before.is_none() && digits(next) => Cut::Word,
            '+' if before.is_some_and(char::is_alphabetic) && at - word > 1 && next.is_none() => Cut::Word,
            '+' => Cut::Mark(run(&|c| c == '+')),
            '°' => keep(before.is_some()),
            '!' | '?' => Cut::Mark(run(&|c| matches!(c, '!' | '?'))),
            '=' if next == Some('=') => Cut::Mark(run(&|c| matches!(c, '-' | '='))),
            '*' | '~' | '<' | '>' | '|' => Cut::Mark(run(&|other| other == c)),
            _ => Cut::Mark(c.len_utf8()),
        }
    }

    /// Whether a single full stop at `at` belongs to the word before it.
    fn keeps_stop(&self, word: usize, at: usize, to: usize, end: usize) -> bool {
        let before = &self.text[word..at];
        let next = self.text[at + 1..to].chars().next();
        let extension = |text: &str| {
            let letters = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
            letters <= 4 && EXTENSIONS.contains(&&*text[..letters].to_ascii_lowercase())
        };
        let named = next.is_some_and(|c| c.is_ascii_alphabetic()) && extension(self.upcoming(at + 1, to));
        let Some(last) = before.chars().next_back() else { return named || next.is_some_and(char::is_numeric) };
        let token = &self.text[word..at + 1];
        if let Some(next) = next.filter(|c| c.is_alphanumeric()) {
            if named || (last.is_numeric() && next.is_numeric()) {
                return true;
            }
            let dotted = before.len() <= LONGEST_WORD && before.split('.').all(|part| part.chars().count() <= 2);
            let typed_together = next.is_uppercase() && !dotted && last.is_lowercase();
            return !typed_together && !(last.is_numeric() && next.is_uppercase());
        }
        let ahead = self.text[at + 1..end].trim_start_matches(|c: char| is_space(c));
        let first_word: String = ahead.chars().take_while(|c| c.is_alphanumeric()).take(LONGEST_WORD).collect();
        let opens_sentence = first_word.chars().count() > 1 && self.rules.is_starter(&first_word);
        let numbered = ahead.trim_start_matches(['(', '+']).starts_with(|c: char| c.is_numeric());
        let capital = ahead.starts_with(char::is_uppercase) && (opens_sentence || !is_dotted(token));
        let closes = next.is_none() && (ahead.is_empty() || capital);
        match self.rules.listed(token) {
            Some(Abbreviation::Number) if numbered => true,
            Some(Abbreviation::Title | Abbreviation::Any) => true,
            Some(Abbreviation::Last) => !closes,
            _ if self.rules.amount(token).is_some() => true,
            _ if is_dotted(token) => true,
            // "J. Smith", but not "Plan B." at the end, nor "vitamin C. But"
            _ if !is_initial(token) => false,
            _ => {
                matches!(next, Some(',' | ';'))
                    || (next.is_none() && ahead.starts_with(char::is_uppercase) && !opens_sentence)
            }
        }
    }

    /// What comes next inside the chunk: enough of it to know a word by.
    fn upcoming(&self, from: usize, to: usize) -> &str {
        let rest = &self.text[from..to];
        rest.char_indices().nth(LONGEST_WORD).map_or(rest, |(end, _)| &rest[..end])
    }

    /// Whether the apostrophe at `at` starts an ending that stands by itself: "Sergei 's".
    fn is_ending(&self, at: usize, to: usize) -> bool {
        let rest = self.upcoming(at, to);
        self.text[..at].ends_with(is_space) && self.rules.endings.contains(&plain_lower(rest))
    }

    /// "b/c", "w/o": letters that are an abbreviation; "and/or" is three tokens.
    fn keeps_slash(&self, word: usize, at: usize, to: usize) -> bool {
        let rest = self.upcoming(at + 1, to);
        let rest = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
        let before = &self.text[word..at];
        let one = |part: &str| part.chars().count() == 1;
        one(before) && before.chars().all(char::is_alphabetic) && (one(rest) || (before == "w" && rest == "out"))
    }

    fn keeps_hyphen(&self, word: usize, at: usize, to: usize, inside: bool) -> bool {
        let after = self.text[at..to].trim_start_matches(is_hyphen);
        if word == at {
            return self.text[..at].ends_with(is_space) && after.starts_with(|c: char| c.is_numeric());
        }
        if !inside {
            return false;
        }
        let first = &self.text[word..at];
        let Some(prefixes) = &self.rules.prefixes else { return true };
        if first.len() > LONGEST_WORD {
            return false;
        }
        let rest: String = after.chars().take_while(|c| c.is_alphanumeric()).take(LONGEST_WORD).collect();
        let all_digits = |part: &str| part.chars().all(|c| c.is_numeric() || is_hyphen(c));
        // dates and telephone numbers: 2020-05-11, 555-0100-20
        let number = all_digits(first) && all_digits(&rest);
        let more = after[rest.len()..].starts_with(is_hyphen) || first.contains(is_hyphen);
        // 555-0100, 77002-1234, but not the years 1914-1918
        let telephone = number && matches!((first.len(), rest.len()), (1 | 3, 4) | (5, 1 | 4));
        // "e-mail", but not "Hizb-e-Islami"
        let inner = self.text[..word].ends_with(is_hyphen);
        (!inner && prefixes.contains(&first.to_lowercase())) || (number && more) || telephone
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
        if surface.len() > LONGEST_WORD {
            self.push(from, to, vec![]);
            return;
        }
        // "US$5m"
        if let Some(sign) = surface.find('$').filter(|&sign| sign > 0 && sign + 1 < surface.len()) {
            self.push(from, from + sign + 1, vec![]);
            return self.word(from + sign + 1, to, end);
        }
        // "T-72M" is a name, "5-10km" an amount
        let named = self.text[..from].strip_suffix(is_hyphen).is_some_and(|rest| rest.ends_with(char::is_alphabetic));
        if let Some(number) = self.rules.amount(surface).filter(|_| !named) {
            self.push(from, from + number, vec![]);
            self.push(from + number, to, vec![]);
            return;
        }
        let lower = plain_lower(surface);
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
            .take(LONGEST_WORD)
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
        if lower[..lower.len() - ending.len()].chars().all(char::is_numeric) {
            return None; // "the 1960's"
        }
        let letters = ending.chars().count();
        let (cut, _) = surface.char_indices().rev().nth(letters - 1)?;
        let last = RawWord { form: surface[cut..].into(), span: Span::new(from + cut, to) };
        let stem = &surface[..cut];
        let stem_lower = plain_lower(stem);
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

/// The bytes of the emoticon that `rest` starts with, 0 where it starts with none: ":)", ";-)", "^_^".
fn emoticon(before: Option<char>, rest: &str) -> usize {
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ':' | ';' | '=')) {
        return 0;
    }
    let alone = before.is_none_or(is_space);
    if let Some(face) = ["^_^", "^.^", "-_-", "<3", "(:", "(;", "(="].into_iter().find(|face| rest.starts_with(face)) {
        let ends = !rest[face.len()..].starts_with(|c: char| c.is_alphanumeric());
        return if alone && ends && (!face.starts_with('(') || rest.len() == face.len()) { face.len() } else { 0 };
    }
    let mut at = usize::from(rest.starts_with('>'));
    if !rest[at..].starts_with([':', ';', '=']) {
        return 0;
    }
    at += 1;
    at += usize::from(rest[at..].starts_with(['-', '^']));
    let Some(mouth) = rest[at..].chars().next().filter(|c| matches!(c, ')' | '(' | 'D' | 'P' | 'p' | 'O' | '/' | '|'))
    else {
        return 0;
    };
    let after = rest[at..].trim_start_matches(mouth);
    let wide = rest.len() - after.len();
    let bracket = matches!(mouth, ')' | '(');
    let ends = !after.starts_with(|c: char| c.is_alphanumeric());
    if ends && (bracket || (alone && wide == at + 1 && !after.starts_with(mouth))) { wide } else { 0 }
}

/// A web address, mail address, domain or file name.
fn is_address(body: &str) -> bool {
    let starts = |prefix: &str| body.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if ["http://", "https://", "ftp://", "www.", "mailto:", "doi:"].into_iter().any(starts) {
        return true;
    }
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._-+%~#".contains(c));
    let Some((user, domain)) = body.split_once('@') else {
        let Some((name, extension)) = body.rsplit_once('.') else { return false };
        return plain(name) && extension.len() <= 4 && EXTENSIONS.contains(&&*extension.to_ascii_lowercase());
    };
    plain(user) && plain(domain) && domain.starts_with(char::is_alphanumeric) && domain.contains(char::is_alphabetic)
}
