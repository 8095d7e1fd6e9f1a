//! The file of a lexicon: a list of byte sections, each with its checksum.
//!
//! Layout, little-endian: the magic, the sections one behind the other, for each its length (u64) and CRC-32, then the number
//! of sections, then the CRC-32 of what follows the sections. Which section holds what is known by its order alone.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Seek as _, Write as _};
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::flat::{NumberWriter, Numbers, TextWriter, Texts};

/// The first bytes of every file; the last two are the version of the format, also of what the sections hold.
pub(crate) const FORMAT: &str = "SHANJL04";
const MAGIC: &[u8] = FORMAT.as_bytes();
/// Bytes of one entry in the table of sections.
const ENTRY: usize = 12;
/// Bytes that are read at once for a checksum.
const BUFFER: usize = 1 << 18;
/// More sections than any lexicon has: a garbled number must not ask for memory.
const MAX_SECTIONS: usize = 256;

/// The sections of a lexicon that is being written.
#[derive(Debug)]
pub(crate) enum Writer {
    Memory(Vec<Vec<u8>>),
    File(FileWriter),
}

/// Sections on their way to a file: a large lexicon must not lie in memory twice.
#[derive(Debug)]
pub(crate) struct FileWriter {
    file: BufWriter<File>,
    /// The length and the checksum of each section so far.
    table: Vec<u8>,
    /// Why writing failed, told when all is written.
    failure: Option<io::Error>,
}

/// The sections of a lexicon that is being read, in their order.
#[derive(Debug)]
pub(crate) struct Reader {
    sections: std::vec::IntoIter<OwnedBytes>,
}

impl Writer {
    pub(crate) fn in_memory() -> Self {
        Self::Memory(Vec::new())
    }

    /// Begins the file `path`.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let mut file = BufWriter::with_capacity(BUFFER, File::create(path)?);
        file.write_all(MAGIC)?;
        Ok(Self::File(FileWriter {
            file,
            table: Vec::new(),
            failure: None,
        }))
    }

    pub(crate) fn bytes(&mut self, bytes: Vec<u8>) {
        match self {
            Self::Memory(sections) => sections.push(bytes),
            Self::File(writer) => {
                if writer.failure.is_none() {
                    writer.failure = writer.add(&bytes).err();
                }
            }
        }
    }

    pub(crate) fn numbers(&mut self, numbers: NumberWriter) {
        self.bytes(numbers.into_bytes());
    }

    pub(crate) fn texts(&mut self, texts: TextWriter) {
        let (ends, bytes) = texts.into_bytes();
        self.bytes(ends);
        self.bytes(bytes);
    }

    /// Ends a file and makes it durable; returns what was kept in memory.
    ///
    /// # Errors
    /// What went wrong since the file was begun.
    pub(crate) fn finish(self) -> io::Result<Vec<Vec<u8>>> {
        match self {
            Self::Memory(sections) => Ok(sections),
            Self::File(writer) => writer.finish().map(|()| Vec::new()),
        }
    }
}

impl FileWriter {
    fn add(&mut self, section: &[u8]) -> io::Result<()> {
        // Places within a section are numbers of 32 bits.
        if u32::try_from(section.len()).is_err() {
            return Err(io::Error::other("a section of the lexicon is larger than 4 GiB"));
        }
        self.table.extend((section.len() as u64).to_le_bytes());
        self.table.extend(crc32fast::hash(section).to_le_bytes());
        self.file.write_all(section)
    }

    fn finish(mut self) -> io::Result<()> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        let count = u32::try_from(self.table.len() / ENTRY).unwrap_or(u32::MAX);
        self.table.extend(count.to_le_bytes());
        self.table.extend(crc32fast::hash(&self.table).to_le_bytes());
        self.file.write_all(&self.table)?;
        self.file.flush()?;
        self.file.get_ref().sync_all()
    }
}

impl Reader {
    /// Reads the sections that were written, without a file.
    pub(crate) fn of(sections: Vec<Vec<u8>>) -> Self {
        let sections: Vec<OwnedBytes> = sections.into_iter().map(OwnedBytes::new).collect();
        let sections = sections.into_iter();
        Self { sections }
    }

    /// Opens the file `name` in `folder`, mapped and not copied. `check` compares every section with its checksum, which
    /// reads all of it.
    ///
    /// # Errors
    /// In words what is wrong with the file.
    pub(crate) fn open(folder: &Path, name: &str, check: bool) -> Result<Self, String> {
        // tantivy's mapping is what lets this crate do without `unsafe`.
        let directory = MmapDirectory::open(folder).map_err(|e| e.to_string())?;
        let file = directory
            .open_read(Path::new(name))
            .and_then(|file| {
                file.read_bytes()
                    .map_err(|e| tantivy::directory::error::OpenReadError::wrap_io_error(e, name.into()))
            })
            .map_err(|e| e.to_string())?;
        let broken = || format!("`{name}` does not match its checksum");
        let (sections, checksums) = sections(&file).ok_or_else(broken)?;
        if check {
            let lengths = sections.iter().map(|section| section.len());
            let found = checksums_of(&folder.join(name), MAGIC.len(), lengths).map_err(|e| e.to_string())?;
            if found != checksums {
                return Err(broken());
            }
        }
        let sections = sections.into_iter();
        Ok(Self { sections })
    }

    pub(crate) fn bytes(&mut self) -> Option<OwnedBytes> {
        self.sections.next()
    }

    pub(crate) fn numbers(&mut self) -> Option<Numbers> {
        let bytes = self.bytes()?;
        bytes.len().is_multiple_of(4).then(|| Numbers::new(bytes))
    }

    pub(crate) fn texts(&mut self) -> Option<Texts> {
        let ends = self.numbers()?;
        let bytes = self.bytes()?;
        let whole = ends.len().checked_sub(1).map_or(0, |last| ends.place(last)) == bytes.len();
        whole.then(|| Texts::new(ends, bytes))
    }

    /// Tells whether every section was read.
    pub(crate) fn is_at_end(&self) -> bool {
        self.sections.len() == 0
    }
}

/// Returns the checksums of the sections of a file: `lengths` one behind the other from the byte `first` on.
///
/// They are read and not looked at where they are mapped: what is mapped and touched counts as memory of the process, and
/// that would be all of the file.
pub(super) fn checksums_of(
    path: &Path,
    first: usize,
    lengths: impl Iterator<Item = usize>,
) -> io::Result<Vec<u32>> {
    let mut file = File::open(path)?;
    file.seek(io::SeekFrom::Start(first as u64))?;
    let mut buffer = vec![0; BUFFER];
    let mut checksum = |mut left: usize| {
        let mut hash = crc32fast::Hasher::new();
        while left > 0 {
            let part = buffer.get_mut(..left.min(BUFFER)).unwrap_or_default();
            file.read_exact(part)?;
            hash.update(part);
            left -= part.len();
        }
        Ok(hash.finalize())
    };
    lengths.map(&mut checksum).collect()
}

/// Cuts `file` into its sections, with what their checksums should be; `None` if it is not whole.
fn sections(file: &OwnedBytes) -> Option<(Vec<OwnedBytes>, Vec<u32>)> {
    if file.get(..MAGIC.len())? != MAGIC {
        return None;
    }
    let checksum_at = file.len().checked_sub(4)?;
    let count_at = checksum_at.checked_sub(4)?;
    let count = usize::try_from(number(file, count_at)?).ok()?;
    if count > MAX_SECTIONS {
        return None;
    }
    let table_at = count_at.checked_sub(count * ENTRY)?;
    if number(file, checksum_at)? != crc32fast::hash(file.get(table_at..checksum_at)?) {
        return None;
    }
    let mut at = MAGIC.len();
    let mut sections = Vec::with_capacity(count);
    let mut checksums = Vec::with_capacity(count);
    for entry in file.get(table_at..count_at)?.chunks_exact(ENTRY) {
        let length = usize::try_from(u64::from_le_bytes(entry.get(..8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(length).filter(|end| *end <= table_at)?;
        checksums.push(number(entry, 8)?);
        sections.push(file.slice(at..end));
        at = end;
    }
    (at == table_at).then_some((sections, checksums))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(sections: &[&[u8]]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.lex");
        let mut writer = Writer::create(&path).unwrap();
        sections.iter().for_each(|s| writer.bytes(s.to_vec()));
        writer.finish().unwrap();
        (folder, path)
    }

    #[test]
    fn sections_come_back_in_their_order() {
        let (folder, _) = saved(&[b"one", b"", b"three"]);
        for check in [true, false] {
            let mut reader = Reader::open(folder.path(), "a.lex", check).unwrap();
            for expect in [&b"one"[..], b"", b"three"] {
                assert_eq!(reader.bytes().unwrap().as_slice(), expect);
            }
            assert!(reader.is_at_end());
        }
    }

    #[test]
    fn a_byte_that_is_another_is_noticed() {
        let (folder, path) = saved(&[b"sections", b"that are whole"]);
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            std::fs::write(&path, bytes).unwrap();
            assert!(Reader::open(folder.path(), "a.lex", true).is_err(), "byte {at}");
        }
        for cut in [0, 7, 8, 12, whole.len() - 1] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            assert!(
                Reader::open(folder.path(), "a.lex", false).is_err(),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_missing_file_is_said_to_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        let error = Reader::open(folder.path(), "a.lex", true).unwrap_err();
        assert!(error.contains("a.lex"), "{error}");
    }
}
