//! The sealed part of a backup: pieces that are encrypted and authenticated one by one, in their order and to the end.
//!
//! The construction is STREAM (Hoang, Reyhanitabar, Rogaway and Vizár 2015) in RustCrypto's `aead-stream`, over
//! XChaCha20-Poly1305: the nonce of a piece is the file's random part, the number of the piece, and whether it is the
//! last. So no piece can be changed, left out, put elsewhere or taken from another file, and the end cannot be cut off.

use std::io::{self, ErrorKind, Read, Write};

use aead_stream::{EncryptorBE32, NewStream, StreamBE32, StreamPrimitive};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305};
use sha2::{Digest, Sha256};

use super::header::Header;
use super::key::Key;

/// The clear bytes of a piece; the last one may have fewer.
pub(super) const PIECE_BYTES: usize = 64 * 1024;
/// What sealing adds to each piece.
const TAG_BYTES: usize = 16;

/// Returns how long so many clear bytes are when they are sealed.
pub(super) fn sealed_bytes(clear: u64) -> u64 {
    let pieces = clear.div_ceil(PIECE_BYTES as u64).max(1);
    clear.saturating_add(pieces.saturating_mul(TAG_BYTES as u64))
}

/// Seals what is written to it. Ends with [`SealedWriter::finish`]; without that the file is not one.
pub(super) struct SealedWriter<W: Write> {
    out: W,
    stream: EncryptorBE32<XChaCha20Poly1305>,
    bound_to: [u8; 32],
    piece: Vec<u8>,
}

impl<W: Write> SealedWriter<W> {
    pub(super) fn new(out: W, key: &Key, header: &Header) -> Self {
        let cipher = XChaCha20Poly1305::new(key.bytes().into());
        Self {
            out,
            stream: EncryptorBE32::from_aead(cipher, (&header.nonce).into()),
            bound_to: Sha256::digest(header.encode()).into(),
            piece: Vec::with_capacity(PIECE_BYTES + TAG_BYTES),
        }
    }

    /// Seals the last piece and returns what was written to.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let sealed = self.stream.encrypt_last_in_place(&self.bound_to, &mut self.piece);
        sealed.map_err(|_| io::Error::other("the last piece cannot be sealed"))?;
        self.out.write_all(&self.piece)?;
        Ok(self.out)
    }
}

impl<W: Write> Write for SealedWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full piece waits until more comes, because it may be the last.
        if self.piece.len() == PIECE_BYTES && !bytes.is_empty() {
            let sealed = self.stream.encrypt_next_in_place(&self.bound_to, &mut self.piece);
            sealed
                .map_err(|_| io::Error::new(ErrorKind::FileTooLarge, "a backup has at most 2^32 pieces"))?;
            self.out.write_all(&self.piece)?;
            self.piece.clear();
        }
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(bytes.get(..taken).unwrap_or(bytes));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Why the sealed part could not be read on.
#[derive(Debug)]
pub(super) enum SealFault {
    /// The file cannot be read.
    Io(io::Error),
    /// A piece is not as it was written; its first byte in the file and that after it.
    Damaged { from: u64, to: u64 },
    /// The file ends after a whole piece that is not the last one; how many bytes it has.
    CutOff { at: u64 },
    /// The pieces are whole, and there is more or less in them than was looked for.
    Length,
}

/// Reads what [`SealedWriter`] wrote; gives out nothing that is not proved.
pub(super) struct SealedReader<R> {
    input: R,
    stream: StreamBE32<XChaCha20Poly1305>,
    bound_to: [u8; 32],
    /// The number of the next piece.
    number: u32,
    /// Where the next piece begins in the file.
    offset: u64,
    /// Sealed bytes that were read ahead.
    ahead: Vec<u8>,
    /// The present piece, and how much of it is given out.
    piece: Vec<u8>,
    given: usize,
    is_last: bool,
}

impl<R: Read> SealedReader<R> {
    /// Reads from `input`, which stands `offset` bytes after the beginning of the file.
    pub(super) fn new(input: R, offset: u64, key: &Key, header: &Header) -> Self {
        let cipher = XChaCha20Poly1305::new(key.bytes().into());
        Self {
            input,
            stream: StreamBE32::from_aead(cipher, (&header.nonce).into()),
            bound_to: Sha256::digest(header.encode()).into(),
            number: 0,
            offset,
            ahead: Vec::with_capacity(PIECE_BYTES + TAG_BYTES + 1),
            piece: Vec::new(),
            given: 0,
            is_last: false,
        }
    }

    /// Hands the next `length` bytes to `each`, piece by piece.
    pub(super) fn read(
        &mut self,
        length: u64,
        mut each: impl FnMut(&[u8]) -> Result<(), SealFault>,
    ) -> Result<(), SealFault> {
        let mut left = length;
        while left > 0 {
            if self.given == self.piece.len() {
                self.open_piece()?;
            }
            let rest = self.piece.get(self.given..).unwrap_or_default();
            let part = rest
                .get(..usize::try_from(left).unwrap_or(usize::MAX))
                .unwrap_or(rest);
            each(part)?;
            left -= part.len() as u64;
            self.given += part.len();
        }
        Ok(())
    }

    /// Returns the next `length` bytes, of which the caller has made sure that they are not too many.
    pub(super) fn read_all(&mut self, length: u64) -> Result<Vec<u8>, SealFault> {
        let mut bytes = Vec::new();
        self.read(length, |part| {
            bytes.extend_from_slice(part);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Refuses anything that follows.
    pub(super) fn expect_end(&mut self) -> Result<(), SealFault> {
        if self.given == self.piece.len() && !self.is_last {
            self.open_piece()?;
        }
        if self.given == self.piece.len() && self.is_last {
            Ok(())
        } else {
            Err(SealFault::Length)
        }
    }

    fn open_piece(&mut self) -> Result<(), SealFault> {
        if self.is_last {
            return Err(SealFault::Length);
        }
        // One byte more than a piece tells whether it is the last.
        let wanted = PIECE_BYTES + TAG_BYTES + 1 - self.ahead.len();
        let read = (&mut self.input).take(wanted as u64).read_to_end(&mut self.ahead);
        read.map_err(SealFault::Io)?;
        self.is_last = self.ahead.len() <= PIECE_BYTES + TAG_BYTES;
        let rest = self
            .ahead
            .split_off(self.ahead.len().min(PIECE_BYTES + TAG_BYTES));
        let sealed = std::mem::replace(&mut self.ahead, rest);
        self.piece = self.open(sealed)?;
        self.given = 0;
        Ok(())
    }

    fn open(&mut self, mut sealed: Vec<u8>) -> Result<Vec<u8>, SealFault> {
        let (from, to) = (self.offset, self.offset + sealed.len() as u64);
        let is_full = sealed.len() == PIECE_BYTES + TAG_BYTES;
        // A failed opening may leave anything in the buffer.
        let kept = (self.is_last && is_full).then(|| sealed.clone());
        let opened = self
            .stream
            .decrypt_in_place(self.number, self.is_last, &self.bound_to, &mut sealed);
        if opened.is_err() {
            let is_cut = kept.is_some_and(|mut piece| {
                let as_another = self
                    .stream
                    .decrypt_in_place(self.number, false, &self.bound_to, &mut piece);
                as_another.is_ok()
            });
            return Err(match is_cut || from == to {
                true => SealFault::CutOff { at: to },
                false => SealFault::Damaged { from, to },
            });
        }
        self.offset = to;
        self.number = self.number.wrapping_add(1);
        Ok(sealed)
    }
}
