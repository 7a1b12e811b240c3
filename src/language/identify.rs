//! Which language a text is in.

use super::files;
use crate::model::Lang;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use whichlang::Lang as Found;

/// The least share of function words that a text in its language has.
const LEAST: f32 = 0.18;
/// Languages that share function words with a built-in one, which therefore cannot overrule them.
const RELATED: &[(&str, &[&str])] = &[("es", &["pt", "it", "fr"]), ("en", &["nl"])];
/// Texts of fewer words are judged by what there is.
const SHORT: usize = 12;

/// A language, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// The language; also one that `demarche` has no resources for.
    pub lang: Lang,
    /// In [0, 1].
    pub confidence: f32,
}

/// Which language a text is in; `None` for a text without words.
pub fn identify(text: &str) -> Option<Lang> {
    identify_with_confidence(text).map(|found| found.lang)
}

/// [`identify`], and how sure it is.
///
/// A classifier of letter sequences (`whichlang`) proposes; for the built-in languages the share of function words
/// confirms, or overrules it where it is far higher in another one (short texts, texts full of foreign names).
pub fn identify_with_confidence(text: &str) -> Option<Identified> {
    let words: Vec<String> = words(text).take(4000).collect();
    if words.is_empty() {
        return None;
    }
    let sample: String = text.chars().take(20_000).collect();
    let proposed = whichlang::detect_language(&sample);
    let shares: Vec<(&str, f32)> = stopwords().iter().map(|(code, list)| (*code, share(&words, list))).collect();
    let best = shares.iter().copied().reduce(|best, next| if next.1 > best.1 { next } else { best });
    let share_of = |code: &str| shares.iter().find(|(known, _)| *known == code).map_or(0.0, |(_, share)| *share);
    let code = code(proposed);
    let own = share_of(code);
    if own >= LEAST {
        return Some(Identified { lang: Lang::new(code), confidence: (0.6 + own).min(1.0) });
    }
    let related = RELATED.iter().find(|(known, _)| *known == best.map_or("", |(code, _)| code));
    let may_overrule = related.is_none_or(|(_, kin)| !kin.contains(&code));
    match best {
        // function words of a built-in language, and few of any other: the letters were misleading
        Some((other, share)) if share >= LEAST && share > own + 0.1 && may_overrule => {
            Some(Identified { lang: Lang::new(other), confidence: (0.3 + share).min(1.0) })
        }
        _ if words.len() < SHORT => Some(Identified { lang: Lang::new(code), confidence: 0.3 + own }),
        _ => Some(Identified { lang: Lang::new(code), confidence: 0.5 }),
    }
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn share(words: &[String], list: &BTreeSet<&str>) -> f32 {
    let known = words.iter().filter(|word| list.contains(word.as_str())).count();
    known as f32 / words.len().max(1) as f32
}

fn stopwords() -> &'static [(&'static str, BTreeSet<&'static str>)] {
    static LISTS: OnceLock<Vec<(&'static str, BTreeSet<&'static str>)>> = OnceLock::new();
    LISTS.get_or_init(|| files::ALL.iter().map(|files| (&*files.code, files.stopwords.lines().collect())).collect())
}

/// The ISO 639-1 code of what the classifier found.
fn code(found: Found) -> &'static str {
    match found.three_letter_code() {
        "ara" => "ar",
        "cmn" => "zh",
        "deu" => "de",
        "eng" => "en",
        "fra" => "fr",
        "hin" => "hi",
        "ita" => "it",
        "jpn" => "ja",
        "kor" => "ko",
        "nld" => "nl",
        "por" => "pt",
        "rus" => "ru",
        "spa" => "es",
        "swe" => "sv",
        "tur" => "tr",
        "vie" => "vi",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(text: &str) -> String {
        identify(text).map(|lang| lang.to_string()).unwrap_or_default()
    }

    #[test]
    fn news_is_recognised_by_its_language() {
        assert_eq!(code_of("The minister said on Monday that his country would not join the talks."), "en");
        assert_eq!(code_of("El ministro dijo el lunes que su país no se sumaría a las negociaciones."), "es");
    }

    #[test]
    fn other_languages_are_named_by_their_code() {
        assert_eq!(code_of("Le ministre a déclaré lundi que son pays ne participerait pas aux négociations."), "fr");
        assert_eq!(
            code_of("O ministro disse na segunda-feira que o seu país não vai participar das negociações."),
            "pt"
        );
        assert_eq!(code_of("Министр заявил в понедельник, что его страна не будет участвовать в переговорах."), "ru");
    }

    #[test]
    fn a_text_without_words_has_no_language() {
        assert_eq!(identify("123 — 45 %"), None);
        assert_eq!(identify(""), None);
    }

    #[test]
    fn a_text_full_of_foreign_names_keeps_its_language() {
        let text = "Sergei Lavrov, Walid al-Moallem and Mevlüt Çavuşoğlu met in Nur-Sultan with Kairat Abdrakhmanov.";
        assert_eq!(code_of(text), "en");
    }
}
