//! The file of a lexicon: a list of byte sections, each with its checksum.
//!
//! Layout, little-endian: the magic, the number of sections, for each its length (u64) and CRC-32, then the CRC-32 of all
//! that, then the sections one behind the other. Which section holds what is known by its order alone.

use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::Path;

use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};

use super::flat::{NumberWriter, Numbers, TextWriter, Texts};

/// The first bytes of every file; the last two are the version of the format.
const MAGIC: &[u8; 8] = b"SHANJL03";
/// Bytes of one entry in the table of sections.
const ENTRY: usize = 12;
/// Bytes that are read at once for a checksum.
const BUFFER: usize = 1 << 18;
/// More sections than any lexicon has: a garbled number must not ask for memory.
const MAX_SECTIONS: usize = 256;

/// The sections of a lexicon that is being written.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    sections: Vec<Vec<u8>>,
}

/// The sections of a lexicon that is being read, in their order.
#[derive(Debug)]
pub(crate) struct Reader {
    sections: std::vec::IntoIter<OwnedBytes>,
}

impl Writer {
    pub(crate) fn bytes(&mut self, bytes: Vec<u8>) {
        self.sections.push(bytes);
    }

    pub(crate) fn numbers(&mut self, numbers: NumberWriter) {
        self.bytes(numbers.into_bytes());
    }

    pub(crate) fn texts(&mut self, texts: TextWriter) {
        let (ends, bytes) = texts.into_bytes();
        self.bytes(ends);
        self.bytes(bytes);
    }

    /// Adds the sections of `other` behind the ones there are.
    pub(crate) fn append(&mut self, other: Self) {
        self.sections.extend(other.sections);
    }

    /// Writes the file and makes it durable.
    pub(crate) fn save(&self, path: &Path) -> io::Result<()> {
        // Places within a section are numbers of 32 bits.
        if self.sections.iter().any(|s| u32::try_from(s.len()).is_err()) {
            return Err(io::Error::other("a section of the lexicon is larger than 4 GiB"));
        }
        let mut head = Vec::from(MAGIC);
        head.extend(
            u32::try_from(self.sections.len())
                .unwrap_or(u32::MAX)
                .to_le_bytes(),
        );
        for section in &self.sections {
            head.extend((section.len() as u64).to_le_bytes());
            head.extend(crc32fast::hash(section).to_le_bytes());
        }
        head.extend(crc32fast::hash(&head).to_le_bytes());
        let mut file = std::fs::File::create(path)?;
        file.write_all(&head)?;
        for section in &self.sections {
            file.write_all(section)?;
        }
        file.sync_all()
    }
}

impl Reader {
    /// Reads the sections that were written, without a file.
    pub(crate) fn of(writer: Writer) -> Self {
        let sections: Vec<OwnedBytes> = writer.sections.into_iter().map(OwnedBytes::new).collect();
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
            let first = file.len() - sections.iter().map(|section| section.len()).sum::<usize>();
            let lengths = sections.iter().map(|section| section.len());
            let found = checksums_of(&folder.join(name), first, lengths).map_err(|e| e.to_string())?;
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
    let mut file = std::fs::File::open(path)?;
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
    let count_at = MAGIC.len();
    if file.get(..count_at)? != MAGIC {
        return None;
    }
    let count = usize::try_from(number(file, count_at)?).ok()?;
    if count > MAX_SECTIONS {
        return None;
    }
    let table_at = count_at + 4;
    let table_end = table_at + count * ENTRY;
    if number(file, table_end)? != crc32fast::hash(file.get(..table_end)?) {
        return None;
    }
    let mut at = table_end + 4;
    let mut sections = Vec::with_capacity(count);
    let mut checksums = Vec::with_capacity(count);
    for entry in file.get(table_at..table_end)?.chunks_exact(ENTRY) {
        let length = usize::try_from(u64::from_le_bytes(entry.get(..8)?.try_into().ok()?)).ok()?;
        let end = at.checked_add(length).filter(|end| *end <= file.len())?;
        checksums.push(number(entry, 8)?);
        sections.push(file.slice(at..end));
        at = end;
    }
    (at == file.len()).then_some((sections, checksums))
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
        let mut writer = Writer::default();
        sections.iter().for_each(|s| writer.bytes(s.to_vec()));
        let path = folder.path().join("a.lex");
        writer.save(&path).unwrap();
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
