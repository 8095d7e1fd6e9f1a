//! The rows of a file while it is imported: what each says, packed, because all of them are held until all are known to be
//! right.

use exchange::glossary::{Parent, Reading, Rejection, Row};
use exchange::{Issue, Place};
use glossary::{Concept, ConceptId, PackedConcept};

use super::{ImportFile, ImportOptions};
use crate::Error;

/// A row that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FileRow {
    /// Where it starts.
    pub place: Place,
    /// The concept that it names by an id.
    pub id: Option<ConceptId>,
    /// What it says, packed.
    pub said: PackedConcept,
    /// The entry of an official list that stands above this one.
    pub broader: Option<Box<Parent>>,
    /// The names, or ids, of an older edition of the list that it has taken the place of.
    pub replaces: Box<[String]>,
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct FileRead {
    /// The rows that can be used, in the order of the file.
    pub rows: Vec<FileRow>,
    /// All else that was read.
    pub reading: Reading,
}

impl FileRow {
    /// Returns what it says.
    pub fn concept(&self) -> Concept {
        self.said.unpack()
    }
}

impl From<Row> for FileRow {
    fn from(row: Row) -> Self {
        let said = row.contribution;
        Self {
            place: row.place,
            id: said.id,
            said: PackedConcept::pack(&said.concept),
            broader: said.broader.map(Box::new),
            replaces: said.replaces.into(),
        }
    }
}

impl FileRead {
    /// Reads `file`.
    pub fn read(file: &ImportFile, options: &ImportOptions) -> Result<Self, Error> {
        let mut rows = Vec::new();
        let reading = read_each(file, options, &mut |row| rows.push(row.into()))?;
        Ok(Self { rows, reading })
    }
}

/// Returns the rows that were `refused`, by their positions, as the file has them. They are read anew: to keep the cells of
/// all rows because of a few would double what an import holds.
pub(super) fn given_back(
    file: &ImportFile,
    options: &ImportOptions,
    refused: &[(usize, Issue)],
) -> Result<Vec<Rejection>, Error> {
    let (mut coming, mut position) = (refused.iter().peekable(), 0);
    let mut rejections = Vec::with_capacity(refused.len());
    if refused.is_empty() {
        return Ok(rejections);
    }
    read_each(file, options, &mut |row| {
        while let Some((_, issue)) = coming.next_if(|(refused, _)| *refused == position) {
            rejections.push(row.clone().reject(issue.clone()));
        }
        position += 1;
    })?;
    Ok(rejections)
}

fn read_each(
    file: &ImportFile,
    options: &ImportOptions,
    taker: &mut dyn FnMut(Row),
) -> Result<Reading, Error> {
    let ImportFile { name, bytes, format } = file;
    Ok(exchange::glossary::read_each(
        name,
        bytes,
        *format,
        &options.read,
        taker,
    )?)
}

#[cfg(test)]
mod tests {
    use exchange::{Extent, Format, ReadOptions};

    use super::*;
    use crate::import::{FileIds, OnError};

    fn options() -> ImportOptions {
        ImportOptions {
            read: ReadOptions::default(),
            on_error: OnError::Skip,
            ids: FileIds::Ours,
            dry_run: false,
            succeeds: None,
        }
    }

    fn file(name: &str, text: &str) -> ImportFile {
        ImportFile {
            name: name.to_owned(),
            bytes: text.into(),
            format: Format::of_path(name).unwrap(),
        }
    }

    fn refused(row: &FileRow) -> Issue {
        Issue {
            place: row.place.clone(),
            column: None,
            code: "refused",
            value: String::new(),
            message: row.place.to_string(),
            message_zh: String::new(),
            extent: Extent::Row,
        }
    }

    #[test]
    fn refused_rows_come_back_as_the_file_has_them_and_no_others_do() {
        let sheet = "汉文,藏文,备注\n法院,ཁྲིམས་ཁང་,\" a\nb\"\n法官,法官,\n,,\n证据,དཔང་རྟགས,'=1\n法院,ཁྲིམས་ཁང,\n抢劫,,x\n";
        let lines = "{\"zh\":\"法院\" }\n\n{\"zh\":\"\"}\n  {\"zh\":\"证据\"}\n{\"zh\":\"抢劫\"}\n";
        for (file, rows) in [
            (
                file("t.csv", sheet),
                [&["法院", "ཁྲིམས་ཁང་", " a\nb"][..], &["抢劫", "", "x"]],
            ),
            (
                file("t.jsonl", lines),
                [&["{\"zh\":\"法院\" }"][..], &["{\"zh\":\"抢劫\"}"]],
            ),
        ] {
            let read = FileRead::read(&file, &options()).unwrap();
            assert_eq!(
                (read.rows.len(), read.reading.rows.len()),
                (3, 0),
                "{}",
                file.name
            );
            let issues = [0, 2].map(|position| (position, refused(&read.rows[position])));
            let back = given_back(&file, &options(), &issues).unwrap();
            assert_eq!(back.iter().map(|row| &row.raw).collect::<Vec<_>>(), rows);
            for (row, (position, issue)) in back.iter().zip(&issues) {
                assert_eq!(row.place, read.rows[*position].place);
                assert_eq!(row.issues, std::slice::from_ref(issue));
            }
            assert_eq!(given_back(&file, &options(), &[]).unwrap(), []);
        }
    }
}
