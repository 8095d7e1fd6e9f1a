//! `--as-published`: what a file was published as, read from a TOML file, with the scan that it names.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::anyhow;
use app::{BatchFault, BatchKind, BatchText, Error, MAX_SCAN_BYTES, Publication};
use toml::de::{DeTable, DeValue};

use crate::language::Language;
use crate::messages::{self, publication as said};

/// The keys of the file; all but `note` have to be there.
const KEYS: [&str; 8] = [
    "number",
    "committee",
    "title",
    "publisher",
    "decided_on",
    "decision",
    "scan",
    "note",
];

/// Reads a publication from the file at `path`; the scan stands relative to it.
///
/// # Errors
/// In one sentence with file, line, key, value and way out.
pub fn read(path: &Path, language: Language) -> anyhow::Result<Publication> {
    let text = fs::read_to_string(path).map_err(|err| anyhow!(messages::unreadable(language, path, err)))?;
    let values = Values::parse(path, &text, language)?;
    let scan_path = path
        .parent()
        .unwrap_or(Path::new(""))
        .join(values.needed("scan")?);
    let publication = Publication {
        text: BatchText {
            kind: BatchKind::PublishedBefore,
            number: values.needed("number")?,
            committee: values.needed("committee")?,
            title: Some(values.needed("title")?),
            publisher: Some(values.needed("publisher")?),
            decided_on: Some(values.needed("decided_on")?),
            decision: Some(values.needed("decision")?),
            note: values.given("note").map(|(value, _)| value),
        },
        scan_name: scan_path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        scan: read_scan(&scan_path).map_err(|err| values.wrong("scan", &said::unreadable(language, err)))?,
    };
    match publication.check() {
        Ok(()) => Ok(publication),
        Err(Error::Batch(faults)) => Err(values.refused(&faults)),
        Err(Error::Scan(fault)) => Err(values.wrong("scan", &said::scan_fault(language, &fault))),
        Err(other) => Err(messages::refusal(language, other)),
    }
}

/// Reads a scan, but not more of it than is needed to see that it is too large.
fn read_scan(path: &Path) -> io::Result<Vec<u8>> {
    use io::Read;
    let mut bytes = Vec::new();
    let most = MAX_SCAN_BYTES as u64 + 1;
    fs::File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What the file gives: key, value and line.
struct Values<'a> {
    path: &'a Path,
    language: Language,
    given: Vec<(&'static str, String, usize)>,
}

impl<'a> Values<'a> {
    fn parse(path: &'a Path, text: &str, language: Language) -> anyhow::Result<Self> {
        let root = DeTable::parse(text).map_err(|err| {
            let line = line_of(text, err.span().map_or(0, |span| span.start));
            let message = err.message().lines().collect::<Vec<_>>().join(", ");
            anyhow!(said::at(path, line, &said::no_toml(language, &message)))
        })?;
        let mut given = Vec::new();
        for (name, value) in root.get_ref() {
            let (key, line) = (name.get_ref(), line_of(text, name.span().start));
            let Some(known) = KEYS.into_iter().find(|known| *known == key.as_ref()) else {
                return Err(anyhow!(said::at(
                    path,
                    line,
                    &said::unknown_key(language, key, &KEYS)
                )));
            };
            let value = match value.get_ref() {
                DeValue::String(text) => text.to_string(),
                // A day may stand without quotation marks, as TOML writes it.
                DeValue::Datetime(day) => day.to_string(),
                _ => return Err(anyhow!(said::at(path, line, &said::no_text(language, known)))),
            };
            given.push((known, value, line));
        }
        Ok(Self {
            path,
            language,
            given,
        })
    }

    fn given(&self, key: &str) -> Option<(String, usize)> {
        let found = self.given.iter().find(|(known, ..)| *known == key);
        found.map(|(_, value, line)| (value.clone(), *line))
    }

    fn needed(&self, key: &'static str) -> anyhow::Result<String> {
        match self.given(key) {
            Some((value, _)) => Ok(value),
            None => Err(anyhow!(said::of_file(
                self.path,
                &said::missing(self.language, key)
            ))),
        }
    }

    /// Says what is wrong with the value of `key`.
    fn wrong(&self, key: &str, said: &str) -> anyhow::Error {
        let (value, line) = self.given(key).unwrap_or_default();
        anyhow!(said::at(
            self.path,
            line,
            &said::value(self.language, key, &value, said)
        ))
    }

    /// Says all that is wrong with what the batch says of itself, a sentence a line.
    fn refused(&self, faults: &[BatchFault]) -> anyhow::Error {
        let sentence = |fault: &BatchFault| {
            let (key, said) = said::fault(self.language, *fault);
            self.wrong(key, said).to_string()
        };
        anyhow!(faults.iter().map(sentence).collect::<Vec<_>>().join("\n"))
    }
}

fn line_of(text: &str, byte_offset: usize) -> usize {
    let before = text.bytes().take(byte_offset);
    1 + before.filter(|&byte| byte == b'\n').count()
}
