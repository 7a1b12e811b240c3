//! Pictures, drawn by Graphviz where it is installed.

use super::picture::Picture;
use super::{Engine, Error, Format, Options, dot, svg, text};
use crate::graph::StateGraph;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A format that Graphviz draws.
pub struct Drawn {
    endings: &'static [&'static str],
    describe: &'static str,
    is_binary: bool,
    /// Arguments of Graphviz for it.
    arguments: &'static [&'static str],
}

/// Scalable Vector Graphics.
pub static SVG: Drawn = Drawn {
    endings: &["svg"],
    describe: "SVG picture of the claims, drawn by Graphviz or by the program itself",
    is_binary: false,
    arguments: &["-Tsvg"],
};
/// Portable Network Graphics.
pub static PNG: Drawn = Drawn {
    endings: &["png"],
    describe: "PNG picture, drawn by Graphviz",
    is_binary: true,
    // At most 60 inches a side: a larger picture takes minutes to paint and opens nowhere.
    arguments: &["-Tpng", "-Gdpi=110", "-Gsize=60,60"],
};
/// Portable Document Format.
pub static PDF: Drawn =
    Drawn { endings: &["pdf"], describe: "PDF picture, drawn by Graphviz", is_binary: true, arguments: &["-Tpdf"] };

/// How long Graphviz may draw.
const LIMIT: Duration = Duration::from_secs(120);

impl Format for Drawn {
    fn name(&self) -> &'static str {
        self.endings[0]
    }
    fn endings(&self) -> &'static [&'static str] {
        self.endings
    }
    fn describe(&self) -> &'static str {
        self.describe
    }
    fn losses(&self) -> &'static [&'static str] {
        super::picture::LOSSES
    }
    fn is_binary(&self) -> bool {
        self.is_binary
    }
    fn write(&self, graph: &StateGraph, options: &Options, out: &mut dyn Write) -> Result<(), Error> {
        let picture = Picture::of(graph, options);
        let drawn = match options.engine {
            Engine::Builtin => self.draw_itself(&picture)?,
            Engine::Graphviz => self.draw(&picture)?,
            Engine::Auto => match self.draw(&picture) {
                Err(Error::NoGraphviz { .. } | Error::Graphviz { .. }) if self.is_own() => {
                    self.draw_itself(&picture)?
                }
                drawn => drawn?,
            },
        };
        out.write_all(&drawn)?;
        Ok(())
    }
}

impl Drawn {
    /// Whether the program can draw it itself.
    fn is_own(&self) -> bool {
        !self.is_binary
    }

    fn draw_itself(&self, picture: &Picture) -> Result<Vec<u8>, Error> {
        if self.is_own() { Ok(svg::draw(picture)?) } else { Err(Error::GraphvizOnly { format: self.endings[0] }) }
    }

    /// Draws with frames of states; without them where Graphviz loses arrows, which versions before 3 do at times.
    fn draw(&self, picture: &Picture) -> Result<Vec<u8>, Error> {
        let draw_dot = |input: String| {
            let mut command = Command::new(PROGRAM);
            // The layered layout takes minutes for large graphs and shows nothing: a spring layout draws them.
            command.arg(if picture.is_outline() { "-Ksfdp" } else { "-Kdot" }).args(self.arguments);
            draw(command, input.into_bytes(), LIMIT)
        };
        let drawn = match draw_dot(dot::print(picture)) {
            Err(Error::Graphviz { .. }) if !picture.clusters.is_empty() => draw_dot(dot::print_unframed(picture))?,
            drawn => drawn?,
        };
        Ok(if self.is_binary { drawn } else { mended(&String::from_utf8_lossy(&drawn)).into_bytes() })
    }
}

/// An SVG of Graphviz that XML allows: it writes ids as they are where they look like references (`&nbsp;`), and control
/// characters.
fn mended(svg: &str) -> String {
    let svg = text::xml(svg);
    let mut mended = String::with_capacity(svg.len());
    for (at, part) in svg.split('&').enumerate() {
        if at > 0 {
            let is_reference = part.split_once(';').is_some_and(|(name, _)| is_reference(name));
            mended.push_str(if is_reference { "&" } else { "&amp;" });
        }
        mended.push_str(part);
    }
    mended
}

/// Whether XML knows `&name;` without a declaration.
fn is_reference(name: &str) -> bool {
    let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    match number.and_then(char::from_u32) {
        Some(c) => text::xml(c.encode_utf8(&mut [0; 4])).chars().next().is_some(),
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    }
}

/// Whether Graphviz is installed.
pub fn is_installed() -> bool {
    let mut command = Command::new(PROGRAM);
    command.arg("-V").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

const PROGRAM: &str = "dot";

/// Gives `input` to a program of Graphviz and takes what it draws; the program is ended after `limit`.
fn draw(mut command: Command, input: Vec<u8>, limit: Duration) -> Result<Vec<u8>, Error> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::NoGraphviz { program: PROGRAM },
        _ => Error::Io(error),
    })?;
    // Each pipe has a thread of its own: a program that writes before it has read all must not block.
    let stdin = child.stdin.take();
    let writer = thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let (drawn, message) = (collect(child.stdout.take()), collect(child.stderr.take()));
    let success = wait(&mut child, limit)?;
    let _ = writer.join();
    let (drawn, message) = (joined(drawn)?, joined(message)?);
    match success {
        true if !drawn.is_empty() && !is_torn(&message) => Ok(drawn),
        _ => Err(Error::Graphviz { message: first_line(&message) }),
    }
}

/// Whether Graphviz says that it left arrows out.
fn is_torn(message: &[u8]) -> bool {
    String::from_utf8_lossy(message).lines().any(|line| line.starts_with("Error: lost "))
}

/// Whether the program ended well.
fn wait(child: &mut Child, limit: Duration) -> Result<bool, Error> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if start.elapsed() >= limit {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Error::Slow { seconds: limit.as_secs() });
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(50));
    }
}

fn collect(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<io::Result<Vec<u8>>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    })
}

fn joined(reader: JoinHandle<io::Result<Vec<u8>>>) -> io::Result<Vec<u8>> {
    reader.join().unwrap_or_else(|_| Err(io::Error::other("a pipe to Graphviz broke")))
}

fn first_line(message: &[u8]) -> String {
    let message = String::from_utf8_lossy(message);
    let line = message.lines().map(str::trim).find(|line| !line.is_empty());
    line.unwrap_or("it gave no reason").to_owned()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str, input: &str, limit: Duration) -> Result<Vec<u8>, Error> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        draw(command, input.as_bytes().to_vec(), limit)
    }

    #[test]
    fn references_that_xml_does_not_know_are_text() {
        for (drawn, written) in [
            ("a&amp;b &lt;&#45;&#x1F30D; &quot;", "a&amp;b &lt;&#45;&#x1F30D; &quot;"),
            ("&nbsp; &#1; &#0; &#xFFFF;", "&amp;nbsp; &amp;#1; &amp;#0; &amp;#xFFFF;"),
            ("a\u{1}b & c", "ab &amp; c"),
        ] {
            assert_eq!(mended(drawn), written);
        }
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let start = Instant::now();
        let ended = shell("exec sleep 60", "", Duration::from_millis(50));
        assert!(matches!(ended, Err(Error::Slow { .. })), "{ended:?}");
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn large_input_and_output_do_not_block_each_other() {
        let input = "x".repeat(3_000_000);
        assert_eq!(shell("exec cat", &input, LIMIT).expect("cat ends").len(), input.len());
    }

    #[test]
    fn the_reason_of_a_failure_is_passed_on() {
        let failed = shell("cat >/dev/null; echo; echo 'syntax error' >&2; exit 1", "", LIMIT);
        assert!(matches!(failed, Err(Error::Graphviz { message }) if message == "syntax error"));
    }

    #[test]
    fn a_missing_program_is_told_with_how_to_get_it() {
        let missing = draw(Command::new("no-such-program-here"), Vec::new(), LIMIT).expect_err("there is none");
        assert!(missing.to_string().contains("apt-get install graphviz"), "{missing}");
    }
}
