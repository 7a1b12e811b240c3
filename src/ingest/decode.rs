//! Bytes to text: encoding, byte order mark, line ends; and telling text from anything else.
//!
//! The order: byte order mark; UTF-8 where the bytes are valid UTF-8; UTF-16 without a mark, by its zero bytes; the
//! charset that the page itself names; UTF-8 with a few damaged bytes; else the guess of `chardetng`.

use super::Input;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, BufRead, BufReader, Read};

/// Text, and how many places of it could not be decoded (each is U+FFFD in the text).
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    pub text: String,
    pub replaced: usize,
    pub encoding: &'static str,
}

impl Decoded {
    /// What to tell the user about damaged bytes, if there are any.
    pub fn warning(&self) -> Option<String> {
        let (count, encoding) = (self.replaced, self.encoding);
        let places = if count == 1 { "place is" } else { "places are" };
        (count > 0).then(|| format!("{count} {places} not valid {encoding}, read as \u{FFFD}"))
    }
}

/// Decodes a whole input, or one record of it. `charset` is what the content says of itself, such as the
/// `<meta charset>` of a page. Line ends become `\n` as in Python's text mode; a byte order mark is dropped.
///
/// # Errors
/// Content that is no text: known kinds by name, or too many control characters.
pub(super) fn decode(bytes: &[u8], charset: Option<&str>) -> Result<Decoded, String> {
    if let Some(kind) = binary_kind(bytes) {
        return Err(format!("is {kind}: binary, not text; convert it to text first"));
    }
    let (encoding, mark) = encoding_of(bytes, charset);
    let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
    check_is_text(&text, bytes)?;
    let replaced = text.matches('\u{FFFD}').count() - count_of(bytes, encoding, "\u{FFFD}");
    Ok(Decoded { text: universal_newlines(text.into_owned()), replaced, encoding: encoding.name() })
}

/// The start of an input as text, cut where it had to be; for telling what it is.
pub(super) fn head(bytes: &[u8]) -> Result<String, String> {
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(), // the cut went through a character
        _ => bytes.len(),
    };
    decode(&bytes[..whole], None).map(|decoded| decoded.text)
}

/// The encoding that a byte order mark names, and the length of the mark in bytes.
pub(super) fn marked(bytes: &[u8]) -> Option<(&'static Encoding, usize)> {
    Encoding::for_bom(bytes)
}

/// All bytes of an input as a stream whose lines can be told: UTF-16 with a mark becomes UTF-8, a mark is dropped, the
/// rest is as it is.
pub(super) fn utf8_stream(input: &mut Input) -> Box<dyn BufRead + Send> {
    let marked = marked(input.head());
    let mut stream = input.take_bytes();
    match marked {
        Some((encoding, mark)) if encoding == UTF_8 => {
            io::copy(&mut (&mut stream).take(mark as u64), &mut io::sink()).ok(); // in memory: it was peeked at
            stream
        }
        Some((encoding, _)) => Box::new(BufReader::new(Transcoded {
            source: stream,
            decoder: encoding.new_decoder_with_bom_removal(),
            ready: Vec::new(),
            given: 0,
            ended: false,
        })),
        None => stream,
    }
}

/// A stream in another encoding, read as UTF-8.
struct Transcoded<R> {
    source: R,
    decoder: Decoder,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: BufRead> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            let bytes = self.source.fill_buf()?;
            self.ended = bytes.is_empty();
            self.ready.resize(self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(64 * 1024), 0);
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.ready, self.ended);
            self.ended &= result == CoderResult::InputEmpty;
            self.source.consume(read);
            self.ready.truncate(written);
            self.given = 0;
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

fn encoding_of(bytes: &[u8], charset: Option<&str>) -> (&'static Encoding, usize) {
    if let Some(marked) = marked(bytes) {
        return marked;
    }
    let named = charset.and_then(|name| Encoding::for_label(name.as_bytes()));
    let encoding = match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() && named.is_some_and(|named| !named.is_ascii_compatible()) => named,
        Ok(_) => Some(UTF_8),
        Err(_) => utf16_by_zeros(bytes).or(named).or_else(|| mostly_utf8(bytes)),
    };
    (encoding.unwrap_or_else(|| guessed(bytes)), 0)
}

/// UTF-16 of a European language has a zero in nearly every second byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (high_first, low_first, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let is = |many: usize, few: usize| many * 10 > pairs * 6 && few * 20 < pairs;
    if is(high_first, low_first) {
        Some(UTF_16BE)
    } else if is(low_first, high_first) {
        Some(UTF_16LE)
    } else {
        None
    }
}

/// UTF-8 of which a few places are damaged: at least four whole characters beyond ASCII for each damaged place.
fn mostly_utf8(bytes: &[u8]) -> Option<&'static Encoding> {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good >= 4 * bad).then_some(UTF_8)
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// How often the input itself holds `text`, properly encoded (only UTF-8 is asked about).
fn count_of(bytes: &[u8], encoding: &'static Encoding, text: &str) -> usize {
    if encoding != UTF_8 {
        return 0;
    }
    bytes.utf8_chunks().map(|chunk| chunk.valid().matches(text).count()).sum()
}

/// First bytes of files that people mistake for text or that hold text in another shape.
const KINDS: &[(&[u8], &str)] = &[
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"PK\x03\x04", "a ZIP archive (or an Office or EPUB document)"),
    (b"\xD0\xCF\x11\xE0", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"BZh", "compressed by bzip2"),
    (b"\xFD7zXZ", "compressed by xz"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
];

fn binary_kind(bytes: &[u8]) -> Option<&'static str> {
    KINDS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind)
}

/// Text may hold a stray control character or a few damaged places, and no more: one in twenty.
fn check_is_text(text: &str, bytes: &[u8]) -> Result<(), String> {
    let (mut letters, mut controls, mut damaged) = (0usize, 0usize, 0usize);
    for letter in text.chars() {
        letters += 1;
        damaged += usize::from(letter == '\u{FFFD}');
        controls += usize::from(letter.is_control() && !matches!(letter, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}'));
    }
    let least = |share: usize| letters.div_ceil(share).max(2);
    if controls >= least(20) {
        let zeros = bytes.contains(&0);
        let what = if zeros { "zero bytes" } else { "control characters" };
        return Err(format!("is binary, not text ({what}); convert it to text first"));
    }
    if damaged >= least(20) {
        return Err("is in no known encoding, or binary; save it as UTF-8".into());
    }
    Ok(())
}

/// `\r\n` and `\r` become `\n`.
pub(super) fn universal_newlines(text: String) -> String {
    if !text.contains('\r') {
        return text;
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes, None).expect("text").text
    }

    #[test]
    fn every_usual_encoding_gives_the_same_text() {
        let spanish = "El señor Núñez afirmó que «España apoya» la decisión de la Unión Europea sobre Irán.";
        let utf16 = |swap: bool| -> Vec<u8> {
            spanish.encode_utf16().flat_map(|unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        let (latin, ..) = encoding_rs::WINDOWS_1252.encode(spanish);
        assert_eq!(text(spanish.as_bytes()), spanish);
        assert_eq!(text(&latin), spanish);
        assert_eq!(text(&utf16(false)), spanish);
        assert_eq!(text(&utf16(true)), spanish);
        assert_eq!(text(&[b"\xFF\xFE", utf16(false).as_slice()].concat()), spanish);
        assert_eq!(text(&[b"\xFE\xFF", utf16(true).as_slice()].concat()), spanish);
        assert_eq!(text(&[b"\xEF\xBB\xBF", spanish.as_bytes()].concat()), spanish);
    }

    #[test]
    fn a_damaged_byte_is_replaced_and_counted_not_guessed_over() {
        let mut bytes = "Así lo afirmó el señor Núñez en la reunión".as_bytes().to_vec();
        bytes.insert(4, 0xE1);
        let decoded = decode(&bytes, None).expect("text");
        assert_eq!(decoded.replaced, 1);
        assert_eq!(decoded.text.replace('\u{FFFD}', ""), "Así lo afirmó el señor Núñez en la reunión");
        assert!(decoded.warning().expect("a warning").starts_with("1 place is not valid UTF-8"));
    }

    #[test]
    fn a_replacement_character_of_the_text_itself_is_no_damage() {
        let decoded = decode("the sign \u{FFFD} stands for loss".as_bytes(), None).expect("text");
        assert_eq!((decoded.replaced, decoded.warning()), (0, None));
    }

    #[test]
    fn stray_control_characters_stay_and_binary_is_refused() {
        let stray = "Moscow \0supports \x1b[1mDamascus\x1b[0m, the ministry said on Tuesday in a long statement.";
        assert_eq!(text(stray.as_bytes()), stray);
        for binary in [&b"\x89PNG\r\n\x1a\n\0\0\0"[..], b"%PDF-1.7 plain so far", b"\x7FELF\x02\x01", &[0; 600]] {
            assert!(decode(binary, None).expect_err("binary").contains("binary, not text"));
        }
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise, None).is_err());
    }

    #[test]
    fn line_ends_are_those_of_pythons_text_mode() {
        assert_eq!(text(b"a\r\nb\rc\n\r\nd"), "a\nb\nc\n\nd");
    }
}
