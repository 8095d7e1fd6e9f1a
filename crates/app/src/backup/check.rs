//! What must hold of any bytes that are read as a part of a backup; fuzzing and the tests ask it.

use std::io::Write;
use std::path::Path;

use super::header::{Header, MAX_BYTES};
use super::key::Key;
use super::manifest::Manifest;
use super::name::Name;
use super::opening::read_front;
use super::sealed::{PIECE_BYTES, SealedReader, SealedWriter, sealed_bytes};

/// Reads `bytes` as each part of a backup, in clear text and sealed, and seals them and opens that.
///
/// # Errors
/// If something is read that is not what would be written; which part it is.
pub fn check_reading(bytes: &[u8]) -> Result<(), &'static str> {
    let has_one_form = match Header::decode(bytes) {
        Ok((header, length)) => length <= MAX_BYTES && bytes.get(..length) == Some(&header.encode()),
        Err(_) => true,
    };
    if !has_one_form {
        return Err("header");
    }
    if let Ok(manifest) = Manifest::decode(bytes) {
        let written = manifest.encode();
        if Manifest::decode(written.get(4..).unwrap_or_default()) != Ok(manifest) {
            return Err("manifest");
        }
    }
    let text = String::from_utf8_lossy(bytes);
    let is_another = |key: Key| Key::from_file(&key.to_file()) != Ok(key);
    if Key::from_file(&text).is_ok_and(is_another) {
        return Err("key");
    }
    if Name::parse(&text).is_some_and(|name| name.written() != text) {
        return Err("name");
    }
    check_front(bytes)?;
    check_sealing(bytes)
}

/// Seals `bytes` as what a backup holds, and reads that: whoever has the key may have written anything.
fn check_front(bytes: &[u8]) -> Result<(), &'static str> {
    let (key, header) = own();
    let mut sealing = SealedWriter::new(Vec::new(), &key, &header);
    let sealed = sealing.write_all(bytes).and_then(|()| sealing.finish());
    let sealed = sealed.map_err(|_| "sealing")?;
    if sealed.len() as u64 != sealed_bytes(bytes.len() as u64) {
        return Err("length");
    }
    let mut reader = SealedReader::new(sealed.as_slice(), 0, &key, &header);
    let mut said = 0;
    let front = read_front(Path::new("fuzzed"), &mut reader, |clear| {
        said = clear;
        Ok(())
    });
    let Ok(front) = front else { return Ok(()) };
    let is_as_long = said == bytes.len() as u64;
    let read = reader.read(front.manifest.database.bytes, |_| Ok(()));
    match read.and_then(|()| reader.expect_end()).is_ok() == is_as_long {
        true => Ok(()),
        false => Err("parts"),
    }
}

fn check_sealing(bytes: &[u8]) -> Result<(), &'static str> {
    let (key, header) = own();
    if SealedReader::new(bytes, 0, &key, &header).read_all(1).is_ok() {
        return Err("pieces that nobody sealed");
    }
    // The end falls before, at and behind the end of a piece.
    let length = if bytes.is_empty() {
        0
    } else {
        PIECE_BYTES - 1 + bytes.len() % 3
    };
    let clear: Vec<u8> = bytes.iter().copied().cycle().take(length).collect();
    let mut sealing = SealedWriter::new(Vec::new(), &key, &header);
    let sealed = sealing.write_all(&clear).and_then(|()| sealing.finish());
    let sealed = sealed.map_err(|_| "sealing")?;
    let mut opened = SealedReader::new(sealed.as_slice(), 0, &key, &header);
    let read = opened.read_all(length as u64).map_err(|_| "opening")?;
    match opened.expect_end() {
        Ok(()) if read == clear => Ok(()),
        _ => Err("pieces"),
    }
}

fn own() -> (Key, Header) {
    let key = Key::from_bytes([7; 32]);
    let header = Header {
        key: key.id(),
        nonce: [9; 19],
        wrapped: None,
    };
    (key, header)
}
