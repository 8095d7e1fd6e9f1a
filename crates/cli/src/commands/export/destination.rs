//! Where an export goes: to a temporary name first, which is renamed when everything is written.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use app::{ExportFormat, ExportSink, FileSink};

use crate::language::Language;
use crate::messages::export as told;

/// After so many bytes the line on a terminal is written anew.
const PROGRESS_BYTES: u64 = 1 << 20;

/// To the beginning of the line, and everything on it away.
const ANEW: &str = "\r\x1b[K";

/// What an export is to become.
pub enum Destination {
    StandardOutput,
    File(PathBuf),
    /// A directory for the files of a dictionary.
    Directory(PathBuf),
}

impl Destination {
    /// Returns what `path` stands for.
    ///
    /// # Errors
    /// If something else is there already, or the directory that it would stand in is not.
    pub fn of(path: &Path, format: ExportFormat, language: Language) -> anyhow::Result<Self> {
        if path.as_os_str() == "-" {
            return Ok(Self::StandardOutput);
        }
        let is_archive = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("tar"));
        let is_directory = format == ExportFormat::StarDict && !is_archive;
        if path.file_name().is_none() || (is_directory && path.is_file()) || (!is_directory && path.is_dir())
        {
            return Err(anyhow!(told::wrong_kind(language, path, is_directory)));
        }
        if !parent(path).is_dir() {
            return Err(anyhow!(told::no_parent(language, path)));
        }
        let path = path.to_owned();
        Ok(if is_directory {
            Self::Directory(path)
        } else {
            Self::File(path)
        })
    }

    /// Begins to write.
    ///
    /// # Errors
    /// If nothing can be made beside the destination.
    pub fn begin(self, language: Language) -> anyhow::Result<Writing> {
        let unwritable = |path: &Path, err: io::Error| anyhow!(told::unwritable(language, path, &err));
        let (target, temporary) = match self {
            Self::StandardOutput => (Target::StandardOutput(io::stdout()), None),
            Self::File(path) => {
                let temporary = beside(&path);
                let file = File::create(&temporary).map_err(|err| unwritable(&temporary, err))?;
                (Target::File(file), Some((temporary, path)))
            }
            Self::Directory(path) => {
                let temporary = beside(&path);
                // One that was left behind by a process of this number.
                let _ = fs::remove_dir_all(&temporary);
                fs::create_dir(&temporary).map_err(|err| unwritable(&temporary, err))?;
                let files = Files {
                    directory: temporary.clone(),
                    open: None,
                };
                (Target::Directory(files), Some((temporary, path)))
            }
        };
        Ok(Writing {
            target,
            temporary,
            progress: Progress {
                language,
                is_terminal: io::stderr().is_terminal(),
                bytes: 0,
                shown_bytes: 0,
            },
        })
    }
}

/// An export that is being written. Dropped before it is finished, it leaves its temporary files.
pub struct Writing {
    target: Target,
    /// The temporary name, and the one it will have.
    temporary: Option<(PathBuf, PathBuf)>,
    progress: Progress,
}

enum Target {
    StandardOutput(io::Stdout),
    File(File),
    Directory(Files),
}

impl Writing {
    /// Returns what to write to.
    pub fn sink(&mut self) -> ExportSink<'_> {
        if matches!(self.target, Target::Directory(_)) {
            ExportSink::Files(self)
        } else {
            ExportSink::One(self)
        }
    }

    /// Takes the line about the progress away.
    pub fn clear_progress(&self) {
        if self.progress.is_terminal {
            let _ = write!(io::stderr(), "{ANEW}");
        }
    }

    /// Takes away what was written.
    pub fn abandon(self) {
        let Some((temporary, _)) = &self.temporary else {
            return;
        };
        // That the work failed is what is told; what is left of it stands beside under a name that says so.
        let _ = match self.target {
            Target::Directory(_) => fs::remove_dir_all(temporary),
            _ => fs::remove_file(temporary),
        };
    }

    /// Gives what was written its name, in place of what had it.
    ///
    /// # Errors
    /// If it cannot be kept or renamed; the temporary files are taken away then.
    pub fn finish(mut self, language: Language) -> anyhow::Result<()> {
        let Some((temporary, path)) = self.temporary.clone() else {
            return Ok(());
        };
        let kept = match &mut self.target {
            Target::StandardOutput(_) => Ok(()),
            Target::File(file) => file.sync_all().and_then(|()| fs::rename(&temporary, &path)),
            Target::Directory(files) => files.finish().and_then(|()| replace_directory(&temporary, &path)),
        };
        kept.map_err(|err| {
            self.abandon();
            anyhow!(told::unwritable(language, &path, &err))
        })
    }
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.target {
            Target::StandardOutput(out) => out.write(bytes),
            Target::File(file) => file.write(bytes),
            Target::Directory(files) => files.write(bytes),
        }?;
        self.progress.add(written);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.target {
            Target::StandardOutput(out) => out.flush(),
            Target::File(_) => Ok(()),
            Target::Directory(files) => files.flush(),
        }
    }
}

impl FileSink for Writing {
    fn begin_file(&mut self, name: &str, size_bytes: u64) -> io::Result<()> {
        match &mut self.target {
            Target::Directory(files) => files.begin_file(name, size_bytes),
            _ => Err(io::Error::other("one file has no parts")),
        }
    }
}

/// The files of a dictionary in a directory.
struct Files {
    directory: PathBuf,
    open: Option<io::BufWriter<File>>,
}

impl Files {
    fn finish(&mut self) -> io::Result<()> {
        let Some(file) = self.open.take() else {
            return Ok(());
        };
        file.into_inner()
            .map_err(io::IntoInnerError::into_error)?
            .sync_all()
    }
}

impl Write for Files {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let open = self.open.as_mut();
        open.ok_or_else(|| io::Error::other("no file was begun"))?
            .write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.open.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl FileSink for Files {
    fn begin_file(&mut self, name: &str, _size_bytes: u64) -> io::Result<()> {
        self.finish()?;
        self.open = Some(io::BufWriter::new(File::create(self.directory.join(name))?));
        Ok(())
    }
}

/// How much is written, on a terminal.
struct Progress {
    language: Language,
    is_terminal: bool,
    bytes: u64,
    shown_bytes: u64,
}

impl Progress {
    fn add(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
        if self.is_terminal && self.bytes - self.shown_bytes >= PROGRESS_BYTES {
            self.shown_bytes = self.bytes;
            // A terminal that is gone keeps nobody from exporting.
            let _ = write!(
                io::stderr(),
                "{ANEW}{}",
                told::progress(self.language, self.bytes)
            );
        }
    }
}

/// Puts the files of `temporary` into `path`, each in place of the one with its name, or gives the directory that name.
fn replace_directory(temporary: &Path, path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        return fs::rename(temporary, path);
    }
    let mut names = fs::read_dir(temporary)?
        .map(|entry| Ok(entry?.file_name()))
        .collect::<io::Result<Vec<_>>>()?;
    // The file that programs look for comes last, when all that it speaks of is there.
    names.sort_by_key(|name| name.to_string_lossy().ends_with(".ifo"));
    for name in names {
        fs::rename(temporary.join(&name), path.join(&name))?;
    }
    fs::remove_dir(temporary)
}

/// Returns a name beside `path` that says that it is half done, and by which process.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    parent(path).join(format!(".{name}.{}.part", std::process::id()))
}

fn parent(path: &Path) -> &Path {
    path.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(directory: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    fn begin(path: &Path, format: ExportFormat) -> Writing {
        Destination::of(path, format, Language::En)
            .unwrap()
            .begin(Language::En)
            .unwrap()
    }

    #[test]
    fn a_file_is_replaced_only_when_the_new_one_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("词条.csv");
        fs::write(&path, "old").unwrap();
        let mut writing = begin(&path, ExportFormat::Csv);
        writing.write_all(b"half").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        writing.abandon();
        assert_eq!(names_in(dir.path()), ["词条.csv"]);
        let mut writing = begin(&path, ExportFormat::Csv);
        writing.write_all(b"new").unwrap();
        writing.finish(Language::En).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(names_in(dir.path()), ["词条.csv"]);
    }

    #[test]
    fn a_dictionary_fills_a_directory_that_is_there_or_not() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("dict");
        for content in ["one", "two"] {
            let mut writing = begin(&path, ExportFormat::StarDict);
            for name in ["a.ifo", "a.dict"] {
                writing.begin_file(name, 3).unwrap();
                writing.write_all(content.as_bytes()).unwrap();
            }
            writing.finish(Language::En).unwrap();
            assert_eq!(fs::read_to_string(path.join("a.dict")).unwrap(), content);
            assert_eq!(names_in(&path), ["a.dict", "a.ifo"]);
            assert_eq!(names_in(dir.path()), ["dict"]);
            // What else lies there is left alone.
            fs::write(path.join("b.ifo"), "x").unwrap();
            fs::remove_file(path.join("b.ifo")).unwrap();
        }
        begin(&path, ExportFormat::StarDict).abandon();
        assert_eq!(names_in(dir.path()), ["dict"]);
    }

    #[test]
    fn what_is_something_else_or_nowhere_is_refused_with_the_way_out() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        let refused = |path: &Path, format| {
            let outcome = Destination::of(path, format, Language::Zh);
            outcome.err().map(|err| err.to_string()).unwrap_or_default()
        };
        for (path, format) in [
            (dir.path().to_owned(), ExportFormat::Csv),
            (dir.path().to_owned(), ExportFormat::OmegaT),
            (file, ExportFormat::StarDict),
            (dir.path().join("gone/a.csv"), ExportFormat::Csv),
            (PathBuf::from("/"), ExportFormat::Csv),
        ] {
            let told = refused(&path, format);
            assert!(told.contains("（提示："), "{} {told}", path.display());
        }
        assert_eq!(refused(&dir.path().join("a.TAR"), ExportFormat::StarDict), "");
    }
}
