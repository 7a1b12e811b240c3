//! Telling the headline and subheadings of a text without markup.

/// Most words of a headline, and of a subheading.
const TITLE_WORDS: usize = 32;
const HEADING_WORDS: usize = 12;
/// Most words of a label over a headline or list.
const LABEL_WORDS: usize = 2;
/// Most characters of a headline.
const TITLE_LENGTH: usize = 240;

/// Whether `line`, which opens a text that goes on with `next`, is its headline: short, no sentence with its full
/// stop, and something longer follows.
pub(super) fn is_title(line: &str, next: Option<&str>) -> bool {
    let Some(next) = next else { return false };
    is_short(line, TITLE_WORDS)
        && line.chars().count() <= TITLE_LENGTH
        && !ends_sentence(line)
        && !line.starts_with(|letter: char| letter.is_lowercase() || letter == '[')
        && (ends_sentence(next) || words(next) > words(line))
}

/// Whether `line`, somewhere in a text, is a subheading over `next`.
pub(super) fn is_heading(line: &str, next: Option<&str>) -> bool {
    let starts = line.trim_start_matches(['¿', '¡', '"', '“', '«']).chars().next();
    is_short(line, HEADING_WORDS)
        && starts.is_some_and(|letter| letter.is_uppercase() || letter.is_numeric())
        && !line.ends_with(['.', '!', '?', '…', ':', ';', ',', '"', '”', '»', ')', '’', '\''])
        && next.is_some_and(|next| words(next) > words(line))
}

/// Whether `line` could be the headline of another article.
pub(super) fn is_headline(line: &str) -> bool {
    is_short(line, TITLE_WORDS) && !ends_sentence(line)
}

/// Whether `line` only names what follows: "World", "Related articles".
pub(super) fn is_label(line: &str) -> bool {
    is_short(line, LABEL_WORDS)
}

/// Whether `words` could be the name of a speaker: up to three words with capitals.
pub(super) fn is_name(words: &str) -> bool {
    is_short(words, 3) && words.len() <= 40 && words.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
}

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

fn is_short(line: &str, most: usize) -> bool {
    line.split_whitespace().take(most + 1).count() <= most && line.contains(char::is_alphabetic)
}

/// Whether `text` ends as a sentence of running text does, whatever quotes or brackets follow.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_', ' ']);
    bare.ends_with(['.', ';', ':', ',']) && !bare.ends_with("...")
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: Option<&str> = Some("The ministry said on Monday that it backed the accord.");

    #[test]
    fn a_headline_has_no_full_stop_and_a_story_below() {
        assert!(is_title("Moscow backs Damascus", STORY));
        assert!(is_title("¿Apoya Rusia a Siria?", STORY));
        assert!(!is_title("Moscow backs Damascus.", STORY));
        assert!(!is_title("“Moscow backs Damascus.”", STORY));
        assert!(!is_title("Moscow backs Damascus", None));
        assert!(!is_title("and so on", STORY));
        assert!(!is_title(&"word ".repeat(60), STORY));
    }

    #[test]
    fn a_subheading_is_short_and_capitalised() {
        assert!(is_heading("New equations in the region", STORY));
        assert!(!is_heading("he said", STORY));
        assert!(!is_heading("Selah!", STORY));
        assert!(!is_heading("Last words", None));
    }
}
