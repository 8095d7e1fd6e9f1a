//! The files to import: what each is called, its format, and its bytes.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use app::Format;

use crate::arguments::ImportGlossary;
use crate::failure::WrongUsage;

/// What standard input is called in messages.
const STANDARD_INPUT: &str = "stdin";

/// A file to import.
#[derive(Debug, PartialEq, Eq)]
pub struct Input {
    path: PathBuf,
    format: Format,
}

/// Returns the files of the command line in their order.
///
/// # Errors
/// If the format of one is neither said nor told by its extension, standard input is named twice, or several are said to
/// have been published as one or to be one new edition.
pub fn inputs(what: &ImportGlossary) -> Result<Vec<Input>, WrongUsage> {
    let inputs: Vec<Input> = what
        .files
        .iter()
        .map(|path| Input::new(path, what.format))
        .collect::<Result<_, _>>()?;
    if inputs.iter().filter(|input| input.is_standard_input()).count() > 1 {
        return Err(WrongUsage("standard input `-` can be read only once".to_owned()));
    }
    if what.as_published.is_some() && inputs.len() > 1 {
        return Err(WrongUsage(
            "`--as-published` describes one FILE (hint: import each with a batch of its own)".to_owned(),
        ));
    }
    if what.succeeds.is_some() && inputs.len() > 1 {
        return Err(WrongUsage(
            "`--succeeds` takes one FILE, the whole new edition (hint: put its parts into one file)"
                .to_owned(),
        ));
    }
    Ok(inputs)
}

impl Input {
    fn new(path: &Path, format: Option<Format>) -> Result<Self, WrongUsage> {
        let is_standard_input = path == Path::new("-");
        let format = match format {
            Some(format) => format,
            None if is_standard_input => {
                let known = Format::ALL.map(Format::as_str).join(", ");
                return Err(WrongUsage(format!(
                    "standard input `-` needs its format (hint: `--format` with one of {known})"
                )));
            }
            None => Format::of_path(path).map_err(|err| WrongUsage(err.to_string()))?,
        };
        Ok(Self {
            path: path.to_owned(),
            format,
        })
    }

    /// Returns the name used in messages: the last part of the path.
    pub fn name(&self) -> String {
        if self.is_standard_input() {
            return STANDARD_INPUT.to_owned();
        }
        self.path
            .file_name()
            .unwrap_or(self.path.as_os_str())
            .to_string_lossy()
            .into_owned()
    }

    /// Returns the name without its extension.
    pub fn stem(&self) -> String {
        let name = self.name();
        Path::new(&name)
            .file_stem()
            .map_or(name.clone(), |stem| stem.to_string_lossy().into_owned())
    }

    /// Returns the path as it was typed.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the format.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Returns the directory beside which the rejected rows are saved; the present one for standard input.
    pub fn directory(&self) -> &Path {
        self.path
            .parent()
            .filter(|dir| !dir.as_os_str().is_empty())
            .unwrap_or(Path::new("."))
    }

    /// Returns the bytes.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        if !self.is_standard_input() {
            return std::fs::read(&self.path);
        }
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn is_standard_input(&self) -> bool {
        self.path == Path::new("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_the_last_part_of_its_path() {
        for (path, name, stem, directory) in [
            (
                "data/seed/charges-2024.tsv",
                "charges-2024.tsv",
                "charges-2024",
                "data/seed",
            ),
            ("charges.v2.csv", "charges.v2.csv", "charges.v2", "."),
            ("/词条.xlsx", "词条.xlsx", "词条", "/"),
            ("-", "stdin", "stdin", "."),
        ] {
            let input = Input::new(Path::new(path), Some(Format::Csv)).unwrap();
            assert_eq!((input.name(), input.stem()), (name.to_owned(), stem.to_owned()));
            assert_eq!(input.directory(), Path::new(directory));
        }
    }

    #[test]
    fn the_format_that_was_said_beats_the_extension() {
        let format = |path: &str, said| Input::new(Path::new(path), said).map(|input| input.format());
        assert_eq!(format("a.csv", None).unwrap(), Format::Csv);
        assert_eq!(format("a.csv", Some(Format::Tsv)).unwrap(), Format::Tsv);
        assert_eq!(format("-", Some(Format::Jsonl)).unwrap(), Format::Jsonl);
        assert!(
            format("a.txt", None)
                .unwrap_err()
                .0
                .starts_with("`a.txt` is in no known format")
        );
        let message = format("-", None).unwrap_err().0;
        assert_eq!(
            message,
            "standard input `-` needs its format (hint: `--format` with one of csv, tsv, xlsx, jsonl, tbx)"
        );
    }
}
