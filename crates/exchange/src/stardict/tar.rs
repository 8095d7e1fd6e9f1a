//! A dictionary in one file: the form of `tar` that POSIX.1-1988 calls ustar, as far as it is needed.

use std::io::{self, Write};

use crate::FileSink;

/// The length of a header, and what every file is filled up to.
const BLOCK_BYTES: usize = 512;

/// The most that the size of a file can say, in eleven octal digits.
const MAX_FILE_BYTES: u64 = 0o77_777_777_777;

/// Writes files one behind the other; [`finish`](Self::finish) ends it.
#[derive(Debug)]
pub struct Tar<W> {
    out: W,
    /// How many bytes the file that was begun still needs.
    missing_bytes: u64,
    /// How many bytes fill it up to a block.
    padding_bytes: usize,
}

impl<W: Write> Tar<W> {
    /// Begins an archive.
    pub fn new(out: W) -> Self {
        Self {
            out,
            missing_bytes: 0,
            padding_bytes: 0,
        }
    }

    /// Ends the archive, and returns what it was written to.
    ///
    /// # Errors
    /// If the last file is not whole, or nothing more can be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.end_file()?;
        self.out.write_all(&[0; 2 * BLOCK_BYTES])?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn end_file(&mut self) -> io::Result<()> {
        if self.missing_bytes > 0 {
            let missing = self.missing_bytes;
            return Err(io::Error::other(format!(
                "a file of the archive is {missing} bytes short"
            )));
        }
        let padding = [0; BLOCK_BYTES];
        self.out
            .write_all(padding.get(..self.padding_bytes).unwrap_or_default())?;
        self.padding_bytes = 0;
        Ok(())
    }
}

impl<W: Write> FileSink for Tar<W> {
    fn begin_file(&mut self, name: &str, size_bytes: u64) -> io::Result<()> {
        self.end_file()?;
        self.out.write_all(&header(name, size_bytes)?)?;
        self.missing_bytes = size_bytes;
        let rest = usize::try_from(size_bytes % BLOCK_BYTES as u64).unwrap_or_default();
        self.padding_bytes = (BLOCK_BYTES - rest) % BLOCK_BYTES;
        Ok(())
    }
}

impl<W: Write> Write for Tar<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        let rest = self.missing_bytes.checked_sub(written as u64);
        self.missing_bytes =
            rest.ok_or_else(|| io::Error::other("a file of the archive is longer than was said"))?;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn header(name: &str, size_bytes: u64) -> io::Result<[u8; BLOCK_BYTES]> {
    if name.len() >= 100 || size_bytes > MAX_FILE_BYTES {
        return Err(io::Error::other(format!(
            "`{name}` of {size_bytes} bytes does not fit into an archive"
        )));
    }
    let mut block = [0; BLOCK_BYTES];
    let size = format!("{size_bytes:011o}\0");
    let fields: [(usize, &[u8]); 8] = [
        (0, name.as_bytes()),
        (100, b"0000644\0"),
        (108, b"0000000\0"),
        (116, b"0000000\0"),
        (124, size.as_bytes()),
        // No time: the same glossary gives the same bytes.
        (136, b"00000000000\0"),
        (156, b"0"),
        (257, b"ustar\x0000"),
    ];
    for (offset, bytes) in fields {
        put(&mut block, offset, bytes);
    }
    // The sum takes its own field as spaces.
    put(&mut block, 148, b"        ");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    put(&mut block, 148, format!("{sum:06o}\0 ").as_bytes());
    Ok(block)
}

fn put(block: &mut [u8], offset: usize, bytes: &[u8]) {
    for (place, byte) in block.iter_mut().skip(offset).zip(bytes) {
        *place = *byte;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_holds_its_files_in_blocks() {
        let mut tar = Tar::new(Vec::new());
        tar.begin_file("a.ifo", 3).unwrap();
        tar.write_all(b"abc").unwrap();
        tar.begin_file("empty", 0).unwrap();
        tar.begin_file("b.dict", 512).unwrap();
        tar.write_all(&[b'x'; 512]).unwrap();
        let bytes = tar.finish().unwrap();
        assert_eq!(bytes.len(), 512 * (2 + 1 + 2 + 2));
        assert_eq!(&bytes[..6], b"a.ifo\0");
        assert_eq!(&bytes[512..516], b"abc\0");
        // As `tar --format=ustar` of GNU writes the sum of this header.
        let sum: u32 = (0..512)
            .map(|n| {
                if (148..156).contains(&n) {
                    32
                } else {
                    u32::from(bytes[n])
                }
            })
            .sum();
        assert_eq!(&bytes[148..154], format!("{sum:06o}").as_bytes());
    }

    #[test]
    fn a_file_is_as_long_as_was_said() {
        let mut tar = Tar::new(Vec::new());
        tar.begin_file("a", 2).unwrap();
        tar.write_all(b"a").unwrap();
        assert!(tar.begin_file("b", 0).is_err());
        assert!(tar.write_all(b"bc").is_err());
        assert!(Tar::new(Vec::new()).begin_file(&"x".repeat(100), 0).is_err());
        assert!(Tar::new(Vec::new()).begin_file("x", MAX_FILE_BYTES + 1).is_err());
    }
}
