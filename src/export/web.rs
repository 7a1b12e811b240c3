//! Which texts are addresses of web pages: others are never written where a reader might follow them.

/// Whether a text is a whole `http` or `https` address of plain or well escaped characters.
pub fn is_web(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let is_http = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.starts_with(char::is_alphanumeric) && !host.contains(['[', ']', '@', '%']);
    is_http && is_host && rest.chars().all(is_plain) && is_escaped(rest)
}

fn is_plain(c: char) -> bool {
    let is_invisible =
        c.is_control() || c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    !is_invisible && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
}

/// Whether every `%` stands before two hexadecimal digits.
fn is_escaped(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2).unwrap_or_default();
        digits.len() == 2 && digits.iter().all(u8::is_ascii_hexdigit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_addresses_of_pages_are_followed() {
        for url in ["https://news.example/fine?q=1#top", "HTTP://news.example", "https://ñandú.example/ä?ö=%C3%BC"]
        {
            assert!(is_web(url), "{url}");
        }
        let others = [
            "javascript:alert(1)",
            "JaVaScRiPt://news.example/%0Aalert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "https://news.example/a b",
            "https://news.example/\"onclick=",
            "https://news.example/%zz",
            "https://user@news.example/",
            "https://",
            "//news.example",
            "http://[::1",
            "news.example",
            "",
        ];
        for url in others {
            assert!(!is_web(url), "{url}");
        }
    }
}
