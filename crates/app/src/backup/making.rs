//! Making a backup, beside a server or without one.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha256};
use store::copy;

use super::Error;
use super::audit_check::EndText;
use super::header::{FORMAT, Header};
use super::key::{self, KeyId};
use super::manifest::{MAX_CONFIGURATION_BYTES, Manifest, PartOfBackup};
use super::place::{self, Part};
use super::scratch::Scratch;
use super::sealed::{PIECE_BYTES, SealedWriter};
use super::wrapped::{KeyFiles, Passphrase};
use crate::data_directory::expect_data;
use crate::{Chance, Operate, Permit};

/// What is to be backed up, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The data directory.
    pub data_dir: &'a Path,
    /// The configuration file that is in force, if there is one.
    pub configuration: Option<&'a Path>,
    /// The file to make, in a folder that is there.
    pub target: &'a Path,
    /// The passphrase under which the keys go into the backup too, if they are to.
    pub with_keys: Option<&'a Passphrase>,
    /// The present time, in milliseconds since 1970.
    pub now_ms: i64,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What is in it.
    pub manifest: Manifest,
    /// How long the file is.
    pub bytes: u64,
    /// The key that it was sealed with.
    pub key: KeyId,
    /// The file of that key.
    pub key_file: PathBuf,
    /// Whether the key was made for it: nobody can have kept it elsewhere yet.
    pub is_new_key: bool,
}

/// Makes a backup of a data directory as one file that only its owner can read.
///
/// It holds every write that was acknowledged before this was called, makes no reader and no writer wait, and needs
/// room for a copy of the database in the data directory meanwhile. The file gets its name when all of it is on the disk.
///
/// # Errors
/// See [`Error`]; after any of them there is no file of that name.
pub fn make(_: &Permit<Operate>, request: &Request<'_>, chance: &dyn Chance) -> Result<Made, Error> {
    make_unless(request, chance, &AtomicBool::new(false))
}

/// As [`make`], but gives up when `is_stopped` is set.
pub(super) fn make_unless(
    request: &Request<'_>,
    chance: &dyn Chance,
    is_stopped: &AtomicBool,
) -> Result<Made, Error> {
    let &Request { data_dir, target, .. } = request;
    expect_data(data_dir)?;
    place::expect_free(target)?;
    let folder = key::folder_in(data_dir);
    let (key, is_new_key) = key::present(&folder, chance)?;
    let beside = super::folder_in(data_dir);
    let scratch = Scratch::make(&beside, chance)?;
    copy::make(data_dir, scratch.path()).map_err(|err| match err {
        store::Error::Unavailable { cause } => Error::NotCopied {
            folder: beside,
            cause,
        },
        other => Error::Store(other),
    })?;
    let database = copy::database_in(scratch.path());
    let configuration = request.configuration.map(read_configuration).transpose()?;
    let manifest = manifest_of(
        scratch.path(),
        configuration.as_deref(),
        request.now_ms,
        is_stopped,
    )?;

    let wrapped = match request.with_keys {
        Some(passphrase) => Some(KeyFiles::read(&folder)?.wrap(passphrase, chance)?),
        None => None,
    };
    let mut nonce = [0; 19];
    chance.fill(&mut nonce).map_err(Error::NoChance)?;
    let (wrapping, section) = wrapped.unzip();
    let header = Header {
        key: key.id(),
        nonce,
        wrapped: wrapping,
    };
    let in_clear = [header.encode(), section.unwrap_or_default()].concat();
    let begun = [manifest.encode(), configuration.unwrap_or_default()].concat();
    let mut part = Part::begin(target)?;
    part.write_all(&in_clear).map_err(Error::unwritable(target))?;
    let mut sealing = SealedWriter::new(part, &key, &header);
    sealing.write_all(&begun).map_err(Error::unwritable(target))?;
    each_piece(&database, is_stopped, |piece| {
        sealing.write_all(piece).map_err(Error::unwritable(target))
    })?;
    sealing.finish().map_err(Error::unwritable(target))?.finish()?;
    Ok(Made {
        manifest,
        bytes: target.metadata().map_err(Error::unreadable(target))?.len(),
        key: key.id(),
        key_file: key::file_in(&folder),
        is_new_key,
    })
}

/// Hands the bytes of a file to `each`, piece by piece.
pub(super) fn each_piece(
    path: &Path,
    is_stopped: &AtomicBool,
    mut each: impl FnMut(&[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut file = File::open(path).map_err(Error::unreadable(path))?;
    let mut buffer = vec![0; PIECE_BYTES];
    loop {
        if is_stopped.load(Ordering::Relaxed) {
            return Err(Error::Stopped);
        }
        let read = file.read(&mut buffer).map_err(Error::unreadable(path))?;
        match buffer.get(..read) {
            None | Some([]) => return Ok(()),
            Some(piece) => each(piece)?,
        }
    }
}

fn manifest_of(
    copied: &Path,
    configuration: Option<&[u8]>,
    now_ms: i64,
    is_stopped: &AtomicBool,
) -> Result<Manifest, Error> {
    let summary = copy::summarise(copied)?;
    let (mut digest, mut bytes) = (Sha256::new(), 0);
    each_piece(&copy::database_in(copied), is_stopped, |piece| {
        digest.update(piece);
        bytes += piece.len() as u64;
        Ok(())
    })?;
    Ok(Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        store_id: summary.store_id.to_string(),
        made_at_ms: now_ms,
        seq: summary.last_seq,
        tables: summary.tables,
        database: PartOfBackup::new(bytes, digest.finalize().into()),
        configuration: configuration
            .map(|text| PartOfBackup::new(text.len() as u64, Sha256::digest(text).into())),
        audit_head: summary.audit_end.as_ref().map(|end| EndText(end).to_string()),
    })
}

fn read_configuration(path: &Path) -> Result<Vec<u8>, Error> {
    place::read_at_most(path, MAX_CONFIGURATION_BYTES)
}
