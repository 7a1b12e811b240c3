//! Datelines and by-lines: "CARACAS, 3 de octubre de 2024 (Agencias).-", "MOSCOW (Reuters) -", "By Ana Ruiz".
//!
//! A dateline is a place, a date and an agency, in this order, not all of them there, and a mark that parts it from
//! the story. The words are data, `datelines.tsv`; places are told by their capitals, not by a list.

use super::dates;
use super::fold::folded;
use crate::model::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A dateline at the start of a paragraph, or one that is a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dateline {
    /// Its length with the mark that ends it, in bytes, without white space.
    pub len: usize,
    /// The date it gives, where whole.
    pub date: Option<Date>,
}

/// Most words of a line that is a dateline or by-line.
const MOST_WORDS: usize = 14;
/// Most words of the place of a dateline.
const MOST_PLACE_WORDS: usize = 8;
/// Most characters between the brackets of an agency.
const LONGEST_AGENCY: usize = 60;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The story starts here: a place in capitals is enough of a dateline ("KYIV — The ministry said").
    First,
    /// Further down, where a dateline needs a date or an agency.
    Later,
}

/// The dateline that opens `paragraph`.
pub(super) fn opening(paragraph: &str, place: Place) -> Option<Dateline> {
    let head = Head::read(paragraph);
    let first = place == Place::First;
    let rest = &paragraph[head.len..];
    let (mark, weight) = mark_of(rest, head.agency)?;
    let story = rest[mark..].trim_start();
    let opens = story.trim_start_matches(['"', '\'', '“', '‘', '«', '¿', '¡', '(', '[']).chars().next()?;
    if !(opens.is_uppercase() || opens.is_numeric()) {
        return None;
    }
    let sure = match weight {
        Mark::Dash => head.agency || head.dated && (head.place || head.date.is_some()) || head.capitals && first,
        Mark::Colon => head.place && (head.agency || head.dated) || head.capitals && first,
        Mark::Stop => head.place && (head.agency || head.dated),
    };
    sure.then_some(Dateline { len: head.len + mark, date: head.date })
}

/// Whether the whole of `line` is a dateline, a by-line, or a date with nothing but words that belong to it.
pub(super) fn whole(line: &str) -> Option<Dateline> {
    if line.split_whitespace().take(MOST_WORDS + 1).count() > MOST_WORDS {
        return None;
    }
    let alone = |date| Some(Dateline { len: line.len(), date });
    let line = line.trim_matches(['*', '_']); // Markdown's emphasis
    let head = Head::read(line);
    let left = line[head.len..].trim_matches(|letter: char| letter.is_whitespace() || ".:-–—".contains(letter));
    let ends_in_colon = line.ends_with(':');
    if left.is_empty() && (head.dated || head.agency && head.place || head.capitals && ends_in_colon) {
        return alone(head.date);
    }
    if is_date_line(line) {
        return alone(dates::find(line));
    }
    (is_byline(line) || is_agency_line(line)).then(|| alone(dates::find(line))).flatten()
}

const BLANK_OR_COMMA: [char; 4] = [' ', '\u{A0}', ',', '\t'];
/// What an agency or date may stand between.
const BRACKETS: [(char, char); 3] = [('(', ')'), ('[', ']'), ('/', '/')];

/// The part of a dateline before its mark.
#[derive(Debug, Default)]
struct Head {
    len: usize,
    place: bool,
    /// The place is written in capitals, and long enough not to be an acronym such as EU or UN.
    capitals: bool,
    dated: bool,
    date: Option<Date>,
    agency: bool,
}

impl Head {
    fn read(text: &str) -> Head {
        let mut head = Head::default();
        let (mut at, mut words, mut letters, mut small) = (0, 0, 0, false);
        loop {
            let rest = &text[at..];
            let blanks = rest.len() - rest.trim_start_matches(BLANK_OR_COMMA).len();
            let in_bracket = bracket(&rest[blanks..]);
            let skipped = match in_bracket {
                Some(_) => blanks,
                None => rest.len() - rest.trim_start_matches(BLANK_OR_COMMA).trim_start_matches('/').len(),
            };
            let rest = &rest[skipped..];
            let after_break = at == 0 || skipped > 0;
            let dated = || dates::at_start(rest).or_else(|| day_alone(rest)).filter(|found| ends_word(rest, found.len));
            if let Some((len, date)) = in_bracket {
                match date {
                    Some(date) => (head.dated, head.date) = (true, date.date.or(head.date)),
                    None => head.agency = true,
                }
                at += skipped + len;
            } else if let Some(found) = after_break.then(dated).flatten() {
                (head.dated, head.date) = (true, found.date.or(head.date));
                at += skipped + found.len;
            } else if let Some(word) = place_word(rest).filter(|_| after_break && words < MOST_PLACE_WORDS) {
                let small_join = word.starts_with(char::is_lowercase);
                if is("agency", word) && words > 0 || head.dated && is_acronym(word) {
                    head.agency = true;
                } else if head.dated || head.agency || small_join && words == 0 {
                    break;
                }
                words += 1;
                at += skipped + word.len();
                if !small_join {
                    letters += word.chars().filter(|letter| letter.is_alphabetic()).count();
                    small |= word.chars().any(char::is_lowercase);
                    head.len = at;
                }
                at += usize::from(is_abbreviated(&text[at..]));
                continue;
            } else {
                break;
            }
            head.len = at;
            at += usize::from(is_abbreviated(&text[at..]));
        }
        head.place = words > 0;
        head.capitals = !small && letters >= 4;
        head
    }
}

/// "MADRID, 3 (EUROPA PRESS)": a day without its month, before a bracket.
fn day_alone(rest: &str) -> Option<dates::Found> {
    let len = rest.bytes().take_while(u8::is_ascii_digit).count();
    let day = (1..=2).contains(&len).then(|| rest[..len].parse::<u8>().ok())?;
    let is_day = day.is_some_and(|day| (1..=31).contains(&day)) && rest[len..].trim_start().starts_with('(');
    is_day.then_some(dates::Found { date: None, len })
}

/// "AVN", "IRNA": two to eight capitals.
fn is_acronym(word: &str) -> bool {
    (2..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn ends_word(text: &str, len: usize) -> bool {
    !text[len..].starts_with(char::is_alphanumeric)
}

/// "Calif. (AP)", "October 3. /TASS/": a full stop that a bracket, comma or agency follows.
fn is_abbreviated(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix('.') else { return false };
    let rest = rest.trim_start();
    rest.starts_with(['(', ',', '/']) || place_word(rest).is_some_and(is_acronym)
}

/// A word of a place's name: with a capital, or one that joins two of them.
fn place_word(rest: &str) -> Option<&str> {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let inside = matches!(letter, '.' | '\'' | '’' | '-')
            && at > 0
            && letters.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let signs_off = letter == '-' && is("agency", &rest[..at]); // "SANA-Syria condemned"
        if !letter.is_alphabetic() && !inside || signs_off {
            break;
        }
        end = at + letter.len_utf8();
    }
    let word = &rest[..end];
    (word.starts_with(char::is_uppercase) || !word.is_empty() && is("join", word)).then_some(word)
}

/// "(Reuters)", "(EFE/PL)", "/TASS/", "(3 de octubre de 2024)": length, and the date where it holds one.
fn bracket(rest: &str) -> Option<(usize, Option<dates::Found>)> {
    let close = BRACKETS.iter().find(|(open, _)| rest.starts_with(*open)).map(|(_, close)| *close)?;
    let inside = &rest[1..];
    let end = inside.find(close)?;
    let words = inside[..end].trim();
    if words.chars().count() > LONGEST_AGENCY {
        return None;
    }
    let date = dates::at_start(words).filter(|found| found.len == words.len());
    let named = words.split([' ', '/', ',', '-']).filter(|word| !word.is_empty());
    let mut named = named.map(|word| word.starts_with(char::is_uppercase) || is("join", word) || is("agency", word));
    let agency = !words.is_empty() && words.split_whitespace().count() <= 5 && named.all(|named| named);
    (agency || date.is_some()).then_some((end + 2, date))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Dash,
    Colon,
    Stop,
}

/// The mark between dateline and story: its length with blanks before it, and how much it says.
fn mark_of(rest: &str, after_agency: bool) -> Option<(usize, Mark)> {
    let blanks = rest.len() - rest.trim_start_matches([' ', '\u{A0}', ',']).len();
    let bare = &rest[blanks..];
    let stop = usize::from(bare.starts_with('.'));
    let after_stop = &bare[stop..];
    let inner = after_stop.len() - after_stop.trim_start_matches(' ').len();
    let dash = &after_stop[inner..];
    let dash_len: usize = dash.chars().take_while(|letter| "-–—−".contains(*letter)).map(char::len_utf8).sum();
    if dash_len > 0 {
        let hyphen = dash_len == 1;
        let spaced = blanks + inner > 0 && dash[dash_len..].starts_with([' ', '\u{A0}']);
        let allowed = !hyphen || spaced || stop > 0 || after_agency;
        return allowed.then_some((blanks + stop + inner + dash_len, Mark::Dash));
    }
    match bare.chars().next()? {
        ':' => Some((blanks + 1, Mark::Colon)),
        '.' => Some((blanks + 1, Mark::Stop)),
        _ => None,
    }
}

/// A date, times of day and words such as "published" or "updated", nothing else.
fn is_date_line(line: &str) -> bool {
    let mut rest = line;
    let mut dated = false;
    while let Some(letter) = rest.chars().next() {
        let found = dates::at_start(rest).filter(|found| ends_word(rest, found.len));
        let len = match found {
            Some(found) => {
                dated |= rest[..found.len].contains(|letter: char| letter.is_ascii_digit());
                found.len
            }
            None if letter.is_alphanumeric() => {
                let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != ':').unwrap_or(rest.len());
                let word = rest[..end].trim_end_matches(':');
                let unit = word.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ':'); // "21:34h"
                if !(is("label", word) || unit.is_empty() || unit.len() < word.len() && is("label", unit)) {
                    return false;
                }
                end
            }
            None => letter.len_utf8(),
        };
        rest = &rest[len..];
    }
    dated
}

/// "By Juan Cole", "Por Ana Ruiz y Luis Paz, Madrid".
fn is_byline(line: &str) -> bool {
    let folded_line = folded(line);
    let start = WORDS["byline"]
        .iter()
        .filter(|start| folded_line.strip_prefix(start.as_str()).is_some_and(|rest| rest.starts_with([' ', ':'])));
    let Some(words) = start.map(|start| start.split(' ').count()).max() else { return false };
    let names: Vec<&str> = line.split_whitespace().skip(words).collect();
    let is_name = |word: &&str| {
        let bare = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '@');
        bare.is_empty()
            || bare.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit())
            || is("join", bare)
            || bare.contains('@')
    };
    (1..=MOST_WORDS).contains(&names.len()) && names.iter().all(is_name) && names[0].starts_with(char::is_uppercase)
}

/// "Reuters", "EFE / Moscú", "AP | Washington".
fn is_agency_line(line: &str) -> bool {
    let mut parts = line.split(['/', '|', ',', '-', '–', '—', '·', '•']).map(str::trim).filter(|part| !part.is_empty());
    let first = parts.next().is_some_and(|part| is("agency", part.trim_end_matches('.')));
    let is_place =
        |part: &str| part.split_whitespace().all(|word| place_word(word).is_some_and(|name| name.len() == word.len()));
    first && parts.all(|part| is("agency", part) || is_place(part) || dates::at_start(part).is_some())
}

static WORDS: LazyLock<BTreeMap<&str, BTreeSet<String>>> = LazyLock::new(|| {
    let mut words: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for line in include_str!("datelines.tsv").lines().filter(|line| !line.starts_with('#')) {
        if let &[what, _language, word] = line.split('\t').collect::<Vec<_>>().as_slice() {
            words.entry(what).or_default().insert(folded(word));
        }
    }
    words
});

fn is(what: &str, word: &str) -> bool {
    WORDS.get(what).is_some_and(|words| words.contains(&folded(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_datelines_are_parted_from_the_story() {
        for (dateline, story) in [
            ("CARACAS, 3 de octubre de 2024 (Agencias).-", " El canciller afirmó"),
            ("Madrid, 4 ene (EFE).-", " El Gobierno"),
            ("Madrid, 4 ene. (EFE).-", " El Gobierno"),
            ("MOSCOW (Reuters) -", " Russia said"),
            ("MOSCOW (Reuters) –", " “We back them,” said"),
            ("WASHINGTON, June 3 -", " The White House"),
            ("WASHINGTON, June 3, 2020 (AP) --", " The White House"),
            ("SAN FRANCISCO, Calif. (AP) —", " Protesters"),
            ("KYIV —", " The ministry said"),
            ("TEHRAN—", "Iran denied"),
            ("NACIONES UNIDAS.-", " El Consejo"),
            ("La Paz, 12 mar (Prensa Latina)", " - El presidente"),
            ("San José de Costa Rica, 5 de mayo de 2020.", " El Gobierno"),
            ("MOSCOW/KYIV (Reuters) -", " Two officials"),
            ("ISLAMABAD:", " Pakistan on Monday"),
            ("BEIJING, Oct. 3 (Xinhua) --", " China"),
            ("MADRID, 3 (EUROPA PRESS) -", " El ministro"),
            ("MOSCOW, October 3. /TASS/.", " Russian diplomats"),
            ("Tehran, Oct 3, IRNA –", " The president"),
            ("Damascus, SANA-", "Syria condemned"),
            ("Caracas, 3 Oct. AVN.-", " El canciller"),
        ] {
            let paragraph = format!("{dateline}{story}");
            let found = opening(&paragraph, Place::First).unwrap_or_else(|| panic!("no dateline: {paragraph}"));
            let expected = if story.starts_with(" - ") { format!("{dateline} -") } else { dateline.to_owned() };
            assert_eq!(&paragraph[..found.len], expected);
        }
        let found =
            opening("CARACAS, 3 de octubre de 2024 (Agencias).- El canciller", Place::First).expect("a dateline");
        assert_eq!(found.date, Some(Date::constant(2024, 10, 3)));
    }

    #[test]
    fn sentences_are_no_datelines() {
        for sentence in [
            "Moscow - the Russian capital - was calm.",
            "Russia and Syria signed an accord.",
            "EU - Russia talks resumed.",
            "On Monday, Russia said that it would help.",
            "Putin (Russia's president) – who spoke first – agreed.",
            "El 3 de octubre, Madrid anunció su apoyo.",
            "The minister said: Russia will help.",
            "Moscow. That is where they met.",
            "May said that London backed Paris.",
            "",
        ] {
            assert_eq!(opening(sentence, Place::First), None, "{sentence}");
        }
        assert_eq!(opening("NATO — The alliance", Place::Later), None);
    }

    #[test]
    fn lines_of_date_author_or_agency_alone_are_told() {
        for line in [
            "By Juan Cole",
            "Por Ana Ruiz y Luis de la Paz",
            "By ANA RUIZ, Associated Press Writer",
            "By A. Reporter, Norvik, 29 January 2021",
            "Friday, June 04, 2004",
            "(Filed: 19/11/2004)",
            "3 de octubre de 2024",
            "Publicado el 3 de octubre de 2024 a las 10:30",
            "Updated: 2024-10-03 10:30 GMT",
            "05/03/2020 - 21:34h",
            "*By Mara Lindqvist* | 3 October 2024",
            "Moscow, 3 June 2020",
            "Madrid (EFE)",
            "KABUL:",
            "Reuters",
            "EFE / Moscú",
        ] {
            assert!(whole(line).is_some(), "{line}");
        }
    }

    #[test]
    fn other_short_lines_are_not() {
        for line in [
            "From Friday's Daily Star",
            "By all accounts the talks failed",
            "By 2030 Russia Will Export More",
            "Por primera vez, Rusia critica a Irán",
            "Russia and Syria",
            "Karzai, Musharraf new regional equations",
            "Selah!",
            "Russia denies report",
            "2004 elections in Afghanistan",
        ] {
            assert_eq!(whole(line), None, "{line}");
        }
    }
}
