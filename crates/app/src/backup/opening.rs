//! Opening a backup: which key it needs, where that key is, and what comes out.

use std::cmp::Ordering;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;

use sha2::{Digest, Sha256};
use store::copy;

use super::Error;
use super::header::{self, Header, HeaderFault};
use super::key::{self, Key, KeyId};
use super::manifest::{self, Manifest, ManifestFault};
use super::place;
use super::sealed::{SealFault, SealedReader, sealed_bytes};
use super::wrapped::{KeyFiles, Passphrase};
use crate::hex;

/// With what a backup may be opened.
#[derive(Debug, Clone, Copy)]
pub struct Unlock<'a> {
    /// The data directory whose keys are tried first.
    pub data_dir: &'a Path,
    /// The file of a key that was given.
    pub key_file: Option<&'a Path>,
    /// The passphrase of the keys inside.
    pub passphrase: Option<&'a Passphrase>,
}

/// What can be said of a backup without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside {
    /// The key that it was sealed with.
    pub key: KeyId,
    /// Whether keys are inside, under a passphrase.
    pub holds_keys: bool,
    /// Whether the key is at hand, in the data directory or in the file that was given.
    pub is_key_at_hand: bool,
}

/// Looks at the beginning of a backup.
///
/// # Errors
/// If it is none, or of a newer format.
pub fn look_at(path: &Path, unlock: &Unlock<'_>) -> Result<Outside, Error> {
    let (header, _) = read_header(path, &mut open(path)?)?;
    Ok(Outside {
        key: header.key,
        holds_keys: header.wrapped.is_some(),
        is_key_at_hand: unlock.key_file.is_some()
            || key::find(&key::folder_in(unlock.data_dir), header.key).is_some(),
    })
}

/// A backup whose key was found and whose manifest is proved.
pub(super) struct Opened<'p> {
    path: &'p Path,
    reader: SealedReader<BufReader<File>>,
    pub manifest: Manifest,
    pub configuration: Option<Vec<u8>>,
    /// The keys inside, if the passphrase was given.
    pub keys: Option<KeyFiles>,
    /// The key that opened it.
    pub key: Key,
}

impl<'p> Opened<'p> {
    pub(super) fn open(path: &'p Path, unlock: &Unlock<'_>) -> Result<Self, Error> {
        let mut file = open(path)?;
        let (header, length) = read_header(path, &mut file)?;
        let mut at = length as u64;
        let mut keys = None;
        if let Some(wrapping) = &header.wrapped {
            let to = at + u64::from(wrapping.bytes);
            let section = read_section(path, &mut file, at, to)?;
            if <[u8; 32]>::from(Sha256::digest(&section)) != wrapping.sha256 {
                let path = path.to_owned();
                return Err(Error::Damaged { path, from: at, to });
            }
            if let Some(passphrase) = unlock.passphrase {
                let files = KeyFiles::unwrap(wrapping, section, passphrase);
                keys = Some(files.ok_or_else(|| Error::WrongPassphrase {
                    path: path.to_owned(),
                    from: at,
                    to,
                })?);
            }
            at = to;
        }
        let key = find_key(path, &header, unlock, keys.as_ref())?;
        let length = file.metadata().map_err(Error::unreadable(path))?.len();
        let mut reader = SealedReader::new(BufReader::new(file), at, &key, &header);
        let front = read_front(path, &mut reader, |clear| {
            expect_length(path, length, at.saturating_add(sealed_bytes(clear)))
        })?;
        Ok(Self {
            path,
            reader,
            manifest: front.manifest,
            configuration: front.configuration,
            keys,
            key,
        })
    }

    /// Hands the database to `each`, piece by piece, and makes sure that it is whole and that nothing follows.
    pub(super) fn read_database(
        &mut self,
        mut each: impl FnMut(&[u8]) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let (mut digest, mut failure) = (Sha256::new(), None);
        let read = self.reader.read(self.manifest.database.bytes, |piece| {
            digest.update(piece);
            each(piece).map_err(|err| {
                failure = Some(err);
                SealFault::Length
            })
        });
        if let Some(failure) = failure {
            return Err(failure);
        }
        let read = read.and_then(|()| self.reader.expect_end());
        read.map_err(|fault| of_seal(self.path, fault))?;
        match hex::encode(&digest.finalize()) == self.manifest.database.sha256 {
            true => Ok(()),
            false => Err(mismatch(self.path, "the database has another digest")),
        }
    }

    /// Writes the database into the directory `into`, and compares it with the manifest.
    pub(super) fn unpack(mut self, into: &Path) -> Result<Unpacked, Error> {
        let target = copy::database_in(into);
        let mut file = place::private_file(&target).map_err(Error::unwritable(&target))?;
        self.read_database(|piece| file.write_all(piece).map_err(Error::unwritable(&target)))?;
        file.sync_all().map_err(Error::unwritable(&target))?;
        let newer = |err| match err {
            store::Error::Newer { .. } => Error::Newer {
                path: self.path.to_owned(),
                what: format!("version {} made it, with a later schema", self.manifest.program),
            },
            other => Error::Store(other),
        };
        let summary = copy::summarise(into).map_err(newer)?;
        match self.manifest.difference(&summary) {
            Some(what) => Err(mismatch(self.path, what)),
            None => Ok(Unpacked {
                manifest: self.manifest,
                configuration: self.configuration,
                keys: self.keys,
                key: self.key,
            }),
        }
    }
}

/// What came out of a backup beside the database.
pub(super) struct Unpacked {
    pub manifest: Manifest,
    pub configuration: Option<Vec<u8>>,
    pub keys: Option<KeyFiles>,
    pub key: Key,
}

/// What stands before the database in the sealed part.
pub(super) struct Front {
    pub manifest: Manifest,
    pub configuration: Option<Vec<u8>>,
}

/// Reads what stands before the database. `expect` is told how long the manifest says that the sealed part is in clear,
/// before more than the manifest is read.
pub(super) fn read_front(
    path: &Path,
    reader: &mut SealedReader<impl Read>,
    expect: impl FnOnce(u64) -> Result<(), Error>,
) -> Result<Front, Error> {
    let (manifest, length) = read_manifest(path, reader)?;
    let parts = manifest.configuration.iter().chain([&manifest.database]);
    expect(parts.fold(length, |sum, part| sum.saturating_add(part.bytes)))?;
    let configuration = read_configuration(path, reader, &manifest)?;
    Ok(Front {
        manifest,
        configuration,
    })
}

/// Compares how long the file is with how long it should be: which of the ends is missing is known before all is read.
fn expect_length(path: &Path, length: u64, end: u64) -> Result<(), Error> {
    let path = || path.to_owned();
    match length.cmp(&end) {
        Ordering::Equal => Ok(()),
        Ordering::Less => Err(Error::CutOff {
            path: path(),
            at: length,
        }),
        Ordering::Greater => Err(Error::GoesOn {
            path: path(),
            end,
            length,
        }),
    }
}

fn open(path: &Path) -> Result<File, Error> {
    if path.is_dir() {
        return Err(Error::NotABackup {
            path: path.to_owned(),
            reason: "it is a directory",
        });
    }
    File::open(path).map_err(Error::unreadable(path))
}

/// Reads the header; afterwards the file stands behind it.
fn read_header(path: &Path, file: &mut File) -> Result<(Header, usize), Error> {
    let mut start = Vec::new();
    let read = file.take(header::MAX_BYTES as u64).read_to_end(&mut start);
    read.map_err(Error::unreadable(path))?;
    let (header, length) = Header::decode(&start).map_err(|fault| of_header(path, fault, start.len()))?;
    file.seek(SeekFrom::Start(length as u64))
        .map_err(Error::unreadable(path))?;
    Ok((header, length))
}

fn read_section(path: &Path, file: &mut File, from: u64, to: u64) -> Result<Vec<u8>, Error> {
    let mut section = Vec::new();
    let read = file.take(to - from).read_to_end(&mut section);
    let read = read.map_err(Error::unreadable(path))? as u64;
    if read < to - from {
        let (path, at) = (path.to_owned(), from + read);
        return Err(Error::CutOff { path, at });
    }
    Ok(section)
}

fn find_key(
    path: &Path,
    header: &Header,
    unlock: &Unlock<'_>,
    inside: Option<&KeyFiles>,
) -> Result<Key, Error> {
    if let Some(file) = unlock.key_file {
        let key = Key::read(file)?;
        return match key.id() {
            id if id == header.key => Ok(key),
            found => Err(Error::OtherKey {
                path: path.to_owned(),
                needed: header.key,
                file: file.to_owned(),
                found,
            }),
        };
    }
    let folder = key::folder_in(unlock.data_dir);
    let found = key::find(&folder, header.key).or_else(|| inside?.key(header.key));
    found.ok_or_else(|| Error::KeyMissing {
        path: path.to_owned(),
        key: header.key,
        folder,
        holds_keys: header.wrapped.is_some(),
    })
}

/// Returns the manifest, and how long it is with its length before it.
fn read_manifest(path: &Path, reader: &mut SealedReader<impl Read>) -> Result<(Manifest, u64), Error> {
    let fault = |fault| of_seal(path, fault);
    let length = reader.read_all(4).map_err(fault)?;
    let length = length
        .first_chunk()
        .map_or(u32::MAX, |bytes| u32::from_be_bytes(*bytes));
    if length > manifest::MAX_BYTES {
        return Err(mismatch(
            path,
            match length.swap_bytes() {
                ..=manifest::MAX_BYTES => "its numbers stand in the other byte order, the lowest byte first",
                _ => "its manifest is too long",
            },
        ));
    }
    let json = reader.read_all(length.into()).map_err(fault)?;
    let read = Manifest::decode(&json).map_err(|fault| match fault {
        ManifestFault::Unreadable(what) => mismatch(path, what),
        ManifestFault::Newer(what) => Error::Newer {
            path: path.to_owned(),
            what,
        },
    })?;
    Ok((read, 4 + u64::from(length)))
}

fn read_configuration(
    path: &Path,
    reader: &mut SealedReader<impl Read>,
    manifest: &Manifest,
) -> Result<Option<Vec<u8>>, Error> {
    let Some(part) = &manifest.configuration else {
        return Ok(None);
    };
    if part.bytes > manifest::MAX_CONFIGURATION_BYTES {
        return Err(mismatch(path, "its configuration file is too long"));
    }
    let text = reader
        .read_all(part.bytes)
        .map_err(|fault| of_seal(path, fault))?;
    if hex::encode(&Sha256::digest(&text)) != part.sha256 {
        return Err(mismatch(path, "the configuration file has another digest"));
    }
    Ok(Some(text))
}

fn mismatch(path: &Path, what: impl Into<String>) -> Error {
    Error::Mismatch {
        path: path.to_owned(),
        what: what.into(),
    }
}

fn of_seal(path: &Path, fault: SealFault) -> Error {
    let path = path.to_owned();
    match fault {
        SealFault::Io(cause) => Error::Unreadable { path, cause },
        SealFault::Damaged { from, to } => Error::Damaged { path, from, to },
        SealFault::CutOff { at } => Error::CutOff { path, at },
        SealFault::Length => mismatch(&path, "its parts are not as long as they should be"),
    }
}

fn of_header(path: &Path, fault: HeaderFault, length: usize) -> Error {
    let path = path.to_owned();
    match fault {
        HeaderFault::Foreign => Error::NotABackup {
            path,
            reason: if length == 0 {
                "it is empty"
            } else {
                "it does not begin with `shanjar backup`"
            },
        },
        HeaderFault::Newer(format) => Error::Newer {
            path,
            what: format!("its format is {format}, this version reads {}", header::FORMAT),
        },
        HeaderFault::CutOff => Error::CutOff {
            path,
            at: length as u64,
        },
        HeaderFault::Damaged { from, to } => Error::Damaged {
            path,
            from: from as u64,
            to: to as u64,
        },
    }
}
