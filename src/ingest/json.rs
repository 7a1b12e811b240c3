//! JSON files: one record, a list of them, or an object that holds such a list, read one record at a time.

use super::records::{self, Origin, Outcome};
use super::{Documents, Input, Options, Problem, Reader, decode, input, jsonl};
use std::io::{self, BufRead};

/// JSON (`.json`): one record; an array of records; an object that holds one under a usual name
/// (`{"articles": [...]}`); or several of these, one after the other.
pub struct Json;

/// Names under which objects hold lists of articles.
const CONTAINERS: &[&str] = &["articles", "data", "docs", "documents", "hits", "items", "news", "records", "results"];

impl Reader for Json {
    fn name(&self) -> &'static str {
        "json"
    }
    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }
    fn recognises(&self, head: &str) -> bool {
        let head = head.trim_start();
        let (Some(first), second) = (head.chars().next(), head.get(1..).unwrap_or_default().trim_start()) else {
            return false;
        };
        match first {
            '{' => second.starts_with(['"', '}']),
            '[' => second.starts_with(['{', ']']),
            _ => false,
        }
    }
    fn read<'o>(&self, input: Input, options: &'o Options) -> Documents<'o> {
        match decode::head(input.head()) {
            Err(reason) => super::only_problem(Problem::new(input.place(), reason)),
            Ok(head) if jsonl::is_lines(&head) => jsonl::JsonLines.read(input, options),
            Ok(_) => Box::new(Records::new(input, options).flatten()),
        }
    }
}

/// Why the JSON of a file cannot be cut into values any further.
enum Fault {
    Io(io::Error),
    Ends,
    Unexpected(u8),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Fault::Io(error)
    }
}

/// One value as it stands in the file; no bytes where it is larger than the limit.
struct Raw {
    bytes: Option<Vec<u8>>,
    line: usize,
}

/// Cuts a stream of JSON into values without reading more than one of them. What is inside a value is not checked here.
struct Scanner {
    stream: Box<dyn BufRead + Send>,
    line: usize,
    limit: usize,
}

impl Scanner {
    /// The next byte that is not white space, not taken.
    fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let buffer = self.stream.fill_buf()?;
            let Some(&byte) = buffer.first() else { return Ok(None) };
            if !byte.is_ascii_whitespace() {
                return Ok(Some(byte));
            }
            self.line += usize::from(byte == b'\n');
            self.stream.consume(1);
        }
    }

    /// Takes `byte`, if it comes next.
    fn take(&mut self, byte: u8) -> io::Result<bool> {
        let comes = self.peek()? == Some(byte);
        if comes {
            self.stream.consume(1);
        }
        Ok(comes)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        match self.peek()? {
            Some(found) if found == byte => {
                self.stream.consume(1);
                Ok(())
            }
            Some(found) => Err(Fault::Unexpected(found)),
            None => Err(Fault::Ends),
        }
    }

    /// Takes the next value whole: brackets are matched, strings are passed over.
    fn value(&mut self) -> Result<Raw, Fault> {
        let first = self.peek()?.ok_or(Fault::Ends)?;
        if b",:]}".contains(&first) {
            return Err(Fault::Unexpected(first));
        }
        let line = self.line;
        let mut bytes = Vec::new();
        let mut state = Inside::default();
        loop {
            let buffer = self.stream.fill_buf()?;
            if buffer.is_empty() {
                return if state.is_scalar() { Ok(self.raw(bytes, line)) } else { Err(Fault::Ends) };
            }
            let (taken, ends) = state.advance(buffer);
            self.line += buffer[..taken].iter().filter(|&&byte| byte == b'\n').count();
            if bytes.len() <= self.limit {
                bytes.extend_from_slice(&buffer[..taken.min(self.limit + 1)]);
            }
            self.stream.consume(taken);
            if ends {
                return Ok(self.raw(bytes, line));
            }
        }
    }

    fn raw(&self, bytes: Vec<u8>, line: usize) -> Raw {
        Raw { bytes: (bytes.len() <= self.limit).then_some(bytes), line }
    }
}

/// Where in a value the scanner is.
#[derive(Default)]
struct Inside {
    depth: usize,
    string: bool,
    escape: bool,
    begun: bool,
}

impl Inside {
    fn is_scalar(&self) -> bool {
        self.begun && self.depth == 0 && !self.string
    }

    /// Reads on in `buffer`: how many bytes belong to the value, and whether it ends there.
    fn advance(&mut self, buffer: &[u8]) -> (usize, bool) {
        for (at, &byte) in buffer.iter().enumerate() {
            if self.string {
                match byte {
                    _ if self.escape => self.escape = false,
                    b'\\' => self.escape = true,
                    b'"' => self.string = false,
                    _ => continue,
                }
                if !self.string && self.depth == 0 {
                    return (at + 1, true);
                }
                continue;
            }
            match byte {
                b'"' => self.string = true,
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' if self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        return (at + 1, true);
                    }
                }
                b',' | b':' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return (at, true),
                _ => {}
            }
            self.begun = true;
        }
        (buffer.len(), false)
    }
}

/// Where in the file the reader of records is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between values that nothing surrounds.
    Top,
    /// In a list of records.
    List {
        in_object: bool,
        first: bool,
    },
    /// In an object whose list of records is behind us.
    AfterList,
    Done,
}

struct Records<'o> {
    scanner: Scanner,
    options: &'o Options,
    input: Input,
    state: State,
    seen: usize,
}

impl<'o> Records<'o> {
    fn new(mut input: Input, options: &'o Options) -> Self {
        let scanner = Scanner { stream: decode::utf8_stream(&mut input), line: 1, limit: options.max_bytes };
        Records { scanner, options, input, state: State::Top, seen: 0 }
    }

    /// Goes on to the next record. `None` when something was read that is no record, or at the end.
    fn step(&mut self) -> Result<Option<Outcome>, Fault> {
        match self.state {
            State::Top => self.top(),
            State::List { in_object, first } => self.list(in_object, first),
            State::AfterList => self.rest_of_object(),
            State::Done => Ok(None),
        }
    }

    fn top(&mut self) -> Result<Option<Outcome>, Fault> {
        match self.scanner.peek()? {
            None => {
                self.state = State::Done;
                let empty = self.seen == 0;
                Ok(empty.then(|| vec![Err(Problem::new(self.input.place(), "is empty: no record"))]))
            }
            Some(b'[') => {
                self.scanner.expect(b'[')?;
                self.state = State::List { in_object: false, first: true };
                Ok(None)
            }
            Some(b'{') => self.object(),
            Some(other) => Err(Fault::Unexpected(other)),
        }
    }

    fn list(&mut self, in_object: bool, first: bool) -> Result<Option<Outcome>, Fault> {
        if self.scanner.take(b']')? {
            self.state = if in_object { State::AfterList } else { State::Top };
            return Ok(None);
        }
        if !first {
            self.scanner.expect(b',')?;
        }
        let raw = self.scanner.value()?;
        self.state = State::List { in_object, first: false };
        Ok(Some(self.record(raw, true)))
    }

    fn rest_of_object(&mut self) -> Result<Option<Outcome>, Fault> {
        while self.scanner.take(b',')? {
            self.key()?;
            self.scanner.value()?;
        }
        self.scanner.expect(b'}')?;
        self.state = State::Top;
        Ok(None)
    }

    fn key(&mut self) -> Result<Vec<u8>, Fault> {
        let key = match self.scanner.peek()? {
            Some(b'"') => self.scanner.value()?,
            Some(other) => return Err(Fault::Unexpected(other)),
            None => return Err(Fault::Ends),
        };
        self.scanner.expect(b':')?;
        Ok(key.bytes.unwrap_or_default())
    }

    /// An object at the top: a record, or what holds a list of them.
    fn object(&mut self) -> Result<Option<Outcome>, Fault> {
        let line = self.scanner.line;
        self.scanner.expect(b'{')?;
        let mut object = vec![b'{'];
        let mut first = true;
        while !self.scanner.take(b'}')? {
            if !first {
                self.scanner.expect(b',')?;
                object.push(b',');
            }
            first = false;
            let key = self.key()?;
            object.extend_from_slice(&key);
            object.push(b':');
            if is_container(&key) && self.scanner.take(b'[')? {
                if let Some(records) = self.container(&mut object)? {
                    self.state = State::List { in_object: true, first: false };
                    return Ok(Some(records));
                }
            } else {
                self.append(&mut object)?;
            }
        }
        object.push(b'}');
        let raw = self.scanner.raw(object, line);
        let more = self.seen > 0 || self.scanner.peek()?.is_some();
        Ok(Some(self.record(raw, more)))
    }

    /// Takes the next value and appends it to `object`, which stops growing where it is larger than a record may be.
    fn append(&mut self, object: &mut Vec<u8>) -> Result<(), Fault> {
        let raw = self.scanner.value()?;
        match raw.bytes {
            Some(bytes) if object.len() <= self.scanner.limit => object.extend_from_slice(&bytes),
            _ => object.resize(self.scanner.limit + 1, b' '),
        }
        Ok(())
    }

    /// A list under a usual name: its first record, if it is one; else the whole list goes to `object`.
    fn container(&mut self, object: &mut Vec<u8>) -> Result<Option<Outcome>, Fault> {
        object.push(b'[');
        let mut first = true;
        while !self.scanner.take(b']')? {
            if !first {
                self.scanner.expect(b',')?;
                object.push(b',');
                self.append(object)?;
                continue;
            }
            let raw = self.scanner.value()?;
            if raw.bytes.as_deref().is_none_or(|bytes| records::has_text(bytes, self.options)) {
                return Ok(Some(self.record(raw, true)));
            }
            object.extend_from_slice(&raw.bytes.unwrap_or_default());
            first = false;
        }
        object.push(b']');
        Ok(None)
    }

    fn record(&mut self, raw: Raw, one_of_many: bool) -> Outcome {
        self.seen += 1;
        let (file, stem) = (self.input.place(), self.input.stem());
        let origin = Origin {
            place: if one_of_many { format!("{file}:{}", raw.line) } else { file.to_owned() },
            path: self.input.path().map(str::to_owned),
            name: if one_of_many { format!("{stem}-{}", raw.line) } else { stem.to_owned() },
            named_by_id: one_of_many,
        };
        match raw.bytes {
            Some(bytes) => records::read(&bytes, &origin, self.options),
            None => vec![Err(Problem::new(origin.place, input::too_large(self.options.max_bytes)))],
        }
    }

    fn fault(&self, fault: &Fault) -> Problem {
        let place = format!("{}:{}", self.input.place(), self.scanner.line);
        let reason = match fault {
            Fault::Io(error) => input::reason(error),
            Fault::Ends => "is no valid JSON: ends in the middle of a value".into(),
            Fault::Unexpected(byte) => format!("is no valid JSON: unexpected {:?}", char::from(*byte)),
        };
        Problem::new(place, reason)
    }
}

fn is_container(key: &[u8]) -> bool {
    let name = key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\""));
    name.is_some_and(|name| CONTAINERS.iter().any(|container| container.as_bytes() == name))
}

impl Iterator for Records<'_> {
    type Item = Outcome;

    fn next(&mut self) -> Option<Outcome> {
        while self.state != State::Done {
            match self.step() {
                Ok(Some(outcome)) => return Some(outcome),
                Ok(None) => {}
                Err(fault) => {
                    self.state = State::Done;
                    return Some(vec![Err(self.fault(&fault))]);
                }
            }
        }
        None
    }
}
