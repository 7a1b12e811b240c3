//! Where results go: standard output, or a file that is replaced only by a whole new one.

use super::Failure;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A place to write to, checked before the work begins.
#[derive(Debug, Clone)]
pub enum Output {
    /// Standard output.
    Standard,
    /// A device, pipe or socket: written as it is.
    Stream(PathBuf),
    /// A file, new or to be replaced; links are followed.
    File(PathBuf),
}

impl Output {
    /// The output of a `-o` option; standard output without one and for `-`.
    ///
    /// # Errors
    /// Where the folder is missing, or a folder stands in the file's place.
    pub fn new(path: Option<&Path>) -> Result<Output, Failure> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Output::Standard);
        };
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        match std::fs::metadata(&real) {
            Ok(found) if found.is_dir() => {
                let failure = Failure::new(format!("{} is a folder", path.display()));
                Err(failure.hint("name a file in it: -o graph.json"))
            }
            Ok(found) if !found.is_file() => Ok(Output::Stream(real)),
            Ok(_) => Ok(Output::File(real)),
            Err(_) => {
                let folder = folder_of(&real);
                if folder.is_dir() {
                    return Ok(Output::File(real));
                }
                let failure = Failure::new(format!("cannot write {}: its folder does not exist", path.display()));
                Err(failure.hint(format!("make it first: mkdir -p '{}'", folder.display())))
            }
        }
    }

    /// The file's path, where there is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Output::Standard => None,
            Output::Stream(path) | Output::File(path) => Some(path),
        }
    }

    /// Writes all that `write` writes. An old file is whole and untouched unless the new one is whole and on disk.
    ///
    /// # Errors
    /// What `write` returns, and whatever the file system refuses.
    pub fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        match self {
            Output::Standard => {
                let mut stdout = BufWriter::new(io::stdout().lock());
                Ok(write(&mut stdout).and_then(|()| stdout.flush())?)
            }
            Output::Stream(path) => {
                let written = File::options().write(true).open(path).and_then(|file| {
                    let mut file = BufWriter::new(file);
                    write(&mut file).and_then(|()| file.flush())
                });
                written.map_err(|error| cannot_write(path, error))
            }
            Output::File(path) => replace(path, write).map_err(|error| cannot_write(path, error)),
        }
    }
}

/// Writes a new file beside the old one, then puts it in its place in one step.
fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".demarche-").suffix(".tmp");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666)); // less the user's mask, as for any new file
    }
    let mut temporary = builder.tempfile_in(folder_of(path))?;
    let mut buffer = BufWriter::with_capacity(1 << 16, temporary.as_file_mut());
    write(&mut buffer)?;
    buffer.flush()?;
    drop(buffer);
    if let Ok(old) = std::fs::metadata(path) {
        if old.permissions().readonly() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file there is write-protected"));
        }
        temporary.as_file().set_permissions(old.permissions())?;
    }
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn cannot_write(path: &Path, error: io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::from(error);
    }
    let hint = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full; an old file there is as it was. Free some space, or name another disk with -o"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder that you may write in, with -o"
        }
        _ => "an old file there is as it was",
    };
    Failure::new(format!("cannot write {}: {}", path.display(), plain(&error))).hint(hint)
}

/// An error of the system without the number that means nothing to a reader.
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// A value as indented JSON with a line end.
pub fn json_text(value: &serde_json::Value) -> String {
    format!("{value:#}\n")
}
