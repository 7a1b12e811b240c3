//! JSON Lines: a record each line, of any number.

use super::records::{self, Origin, Outcome};
use super::{Documents, Input, Options, Problem, Reader, decode, input, json};
use std::io::{self, BufRead, Read};

/// JSON Lines (`.jsonl`, `.ndjson`): a record each line. A bad line is a problem and reading goes on.
pub struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }
    fn recognises(&self, head: &str) -> bool {
        is_lines(head)
    }
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o> {
        match decode::head(input.head()) {
            Err(reason) => super::only_problem(Problem::new(input.place(), reason)),
            Ok(head) if matches!(head.lines().next().map(str::trim), Some("[" | "{")) => {
                json::Json.read(input, options)
            }
            Ok(_) => Box::new(Lines::new(input, options).flatten()),
        }
    }
}

/// Whether a text starts with an object that is a whole line, with a line after it that starts with another.
pub(super) fn is_lines(head: &str) -> bool {
    let mut lines = head.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_object = |line: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok();
    lines.next().is_some_and(|second| second.trim_start().starts_with('{')) && is_object(first)
}

struct Lines<'o> {
    stream: Box<dyn BufRead + Send>,
    options: &'o Options,
    input: Input,
    number: usize,
    read: usize,
    done: bool,
}

impl<'o> Lines<'o> {
    fn new(mut input: Input, options: &'o Options) -> Self {
        let stream = decode::utf8_stream(&mut input);
        Lines { stream, options, input, number: 0, read: 0, done: false }
    }

    fn place(&self) -> String {
        format!("{}:{}", self.input.place(), self.number)
    }

    fn problem(&self, reason: String) -> Outcome {
        vec![Err(Problem::new(self.place(), reason))]
    }

    /// The next line without its end, or `None` at the end of the input.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let limit = self.options.max_bytes as u64 + 1;
        (&mut self.stream).take(limit).read_until(b'\n', &mut line)?;
        self.number += 1;
        if line.len() as u64 == limit && !line.ends_with(b"\n") {
            skip_line(&mut *self.stream)?;
        }
        Ok((!line.is_empty()).then_some(line))
    }
}

impl Iterator for Lines<'_> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        while !self.done {
            let line = match self.line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(error) => {
                    self.done = true;
                    return Some(self.problem(input::reason(&error)));
                }
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            self.read += 1;
            if line.len() > self.options.max_bytes {
                return Some(self.problem(input::too_large(self.options.max_bytes)));
            }
            let origin = Origin {
                place: self.place(),
                path: self.input.path().map(str::to_owned),
                name: format!("{}-{}", self.input.stem(), self.number),
                named_by_id: true,
            };
            return Some(records::read(&line, &origin, self.options));
        }
        let empty = !self.done && self.read == 0;
        self.done = true;
        empty.then(|| vec![Err(Problem::new(self.input.place(), "is empty"))])
    }
}

fn skip_line(stream: &mut dyn BufRead) -> io::Result<()> {
    loop {
        let buffer = stream.fill_buf()?;
        let len = buffer.len();
        match buffer.iter().position(|&byte| byte == b'\n') {
            Some(at) => {
                stream.consume(at + 1);
                return Ok(());
            }
            None if len == 0 => return Ok(()),
            None => stream.consume(len),
        }
    }
}
