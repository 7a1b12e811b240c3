//! Opening an input: a file or standard input, decompressed, with its first bytes at hand.

use super::{Problem, Source, sources};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

/// How much of an input is looked at to tell what it is.
const HEAD_BYTES: usize = 8 * 1024;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];
/// A frame of application data, to be skipped: `0x184D2A50` to `0x184D2A5F`, little-endian.
const ZSTD_SKIPPABLE: &[u8] = &[0x2a, 0x4d, 0x18];

/// An open input.
pub struct Input {
    place: String,
    path: Option<String>,
    stem: String,
    ending: Option<String>,
    head: Vec<u8>,
    rest: Box<dyn Read + Send>,
}

impl Input {
    /// Opens `source` and reads its first bytes.
    ///
    /// # Errors
    /// The system's reason (not there, no permission) with a hint; damaged compression.
    pub fn open(source: &Source) -> Result<Self, Problem> {
        let problem = |error: io::Error| Problem::new(source.place(), reason(&error));
        let file: Box<dyn Read + Send> = match &source.path {
            Some(path) if path.is_dir() => return Err(problem(ErrorKind::IsADirectory.into())),
            Some(path) => Box::new(File::open(path).map_err(problem)?),
            None => Box::new(io::stdin()),
        };
        let (packed_head, file) = peek(file, 4).map_err(problem)?;
        let file = Cursor::new(packed_head.clone()).chain(file);
        let (head, rest) = peek(decompressed(&packed_head, Box::new(file)), HEAD_BYTES).map_err(problem)?;
        let name = source.path.as_deref().and_then(|path| path.file_name()).unwrap_or("stdin".as_ref());
        let name = name.to_string_lossy();
        let (name, ending) = sources::ending(&name);
        Ok(Input {
            place: source.place(),
            path: source.path.as_deref().map(sources::shown),
            stem: stem(name, ending.as_deref()).to_owned(),
            ending,
            head,
            rest,
        })
    }
    /// How messages call it.
    pub fn place(&self) -> &str {
        &self.place
    }
    /// The path as the user gave it, with `/` between its parts; `None` for standard input.
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }
    /// The file's name without its known endings; `stdin` for standard input.
    pub fn stem(&self) -> &str {
        &self.stem
    }
    /// The ending of the file's name, in lower case, without those of compression.
    pub fn ending(&self) -> Option<&str> {
        self.ending.as_deref()
    }
    /// The first bytes, decompressed: 8 KiB, or all where there are fewer.
    pub fn head(&self) -> &[u8] {
        &self.head
    }
    /// Takes all bytes from the start, as a stream.
    pub fn take_bytes(&mut self) -> Box<dyn BufRead + Send> {
        let head = Cursor::new(std::mem::take(&mut self.head));
        let rest = std::mem::replace(&mut self.rest, Box::new(io::empty()));
        Box::new(BufReader::with_capacity(64 * 1024, head.chain(rest)))
    }
    /// Takes all bytes of an input that is one article.
    ///
    /// # Errors
    /// More than `limit` bytes, none at all, or the system's reason.
    pub fn take_article(&mut self, limit: usize) -> Result<Vec<u8>, Problem> {
        let mut bytes = Vec::new();
        let mut stream = self.take_bytes().take(limit as u64 + 1);
        stream.read_to_end(&mut bytes).map_err(|error| Problem::new(&self.place, reason(&error)))?;
        if bytes.len() > limit {
            return Err(Problem::new(&self.place, too_large(limit)));
        }
        if bytes.is_empty() {
            return Err(Problem::new(&self.place, "is empty"));
        }
        Ok(bytes)
    }
}

/// What is said of an article, or a record, of more than `limit` bytes.
pub(super) fn too_large(limit: usize) -> String {
    let size = match limit {
        limit if limit >= 1_000_000 => format!("{} MB", limit / 1_000_000),
        limit => format!("{limit} bytes"),
    };
    format!("is larger than {size}, the limit for one article; if it holds several, give each its own file or record")
}

/// The system's reason in plain words, with a hint where one helps.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder; is the path right, seen from the current folder?".into(),
        ErrorKind::PermissionDenied => "no permission to read it; `ls -l` shows who may".into(),
        ErrorKind::IsADirectory => "is a folder, not a file".into(),
        ErrorKind::UnexpectedEof => "ends too early: cut off or damaged; fetch it again".into(),
        _ => format!("cannot be read: {error}"),
    }
}

fn stem<'n>(name: &'n str, ending: Option<&str>) -> &'n str {
    match super::format_of_ending(ending) {
        Some(_) => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        None => name,
    }
}

fn peek(mut file: Box<dyn Read + Send>, limit: usize) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::new();
    (&mut file).take(limit as u64).read_to_end(&mut head)?;
    Ok((head, file))
}

/// Undoes compression, which the first bytes tell: a file that only is called `.gz` is read as it is.
fn decompressed(head: &[u8], file: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    if head.starts_with(GZIP) {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else if head.starts_with(ZSTD) || head.get(1..4) == Some(ZSTD_SKIPPABLE) {
        Box::new(ZstdFrames::new(BufReader::new(file)))
    } else {
        file
    }
}

/// All frames of a Zstandard file, one after the other (RFC 8878, section 3).
struct ZstdFrames<R: BufRead> {
    source: Option<R>,
    frame: Option<ruzstd::decoding::StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> ZstdFrames<R> {
    fn new(source: R) -> Self {
        ZstdFrames { source: Some(source), frame: None }
    }

    /// Starts the next frame; `false` at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        let Some(mut source) = self.source.take() else { return Ok(false) };
        loop {
            let next = source.fill_buf()?;
            if next.is_empty() {
                return Ok(false);
            }
            let mut header = [0; 8];
            if next.len() >= 4 && next[1..4] == *ZSTD_SKIPPABLE {
                source.read_exact(&mut header)?;
                let length = u32::from_le_bytes([header[4], header[5], header[6], header[7]]);
                io::copy(&mut (&mut source).take(length.into()), &mut io::sink())?;
                continue;
            }
            let frame = ruzstd::decoding::StreamingDecoder::new(source);
            self.frame = Some(frame.map_err(|error| io::Error::other(format!("damaged Zstandard data: {error}")))?);
            return Ok(true);
        }
    }
}

impl<R: BufRead> Read for ZstdFrames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let count = frame.read(buffer)?;
                if count > 0 || buffer.is_empty() {
                    return Ok(count);
                }
                self.source = self.frame.take().map(|frame| frame.into_inner());
            }
            if !self.next_frame()? {
                return Ok(0);
            }
        }
    }
}
