//! What a backup says about itself once it is opened, and in which order its parts stand.
//!
//! The sealed part holds the length of the manifest (4 bytes, the highest first), the manifest as JSON, the
//! configuration file and the database, as long as the manifest says, and nothing else.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use store::copy::Summary;

use super::audit_check::{EndText, number_of};
use crate::hex;

/// No manifest is longer; in bytes.
pub(super) const MAX_BYTES: u32 = 1 << 20;
/// No configuration file is longer; in bytes.
pub(super) const MAX_CONFIGURATION_BYTES: u64 = 1 << 20;

/// What a backup holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The number of this form of manifest.
    pub format: u32,
    /// The version of the program that made the backup.
    pub program: String,
    /// The id of the store.
    pub store_id: String,
    /// When it was made, in milliseconds since 1970.
    pub made_at_ms: i64,
    /// The last change that is in it: everything up to it is, and nothing after.
    pub seq: u64,
    /// The rows of each table.
    pub tables: BTreeMap<String, u64>,
    /// The database.
    pub database: PartOfBackup,
    /// The configuration file that was in force, if there was one.
    pub configuration: Option<PartOfBackup>,
    /// Where the audit chain in it ends: the number of the last link, a space, and its digest in hexadecimal. `None` if
    /// nothing was sealed, or the version that made the backup did not say.
    pub audit_head: Option<String>,
}

/// One file in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOfBackup {
    /// How long it is.
    pub bytes: u64,
    /// Its digest in hexadecimal.
    pub sha256: String,
}

impl PartOfBackup {
    pub(super) fn new(bytes: u64, sha256: [u8; 32]) -> Self {
        Self {
            bytes,
            sha256: hex::encode(&sha256),
        }
    }
}

impl Manifest {
    /// Returns what stands before the parts: the length and the JSON.
    pub(super) fn encode(&self) -> Vec<u8> {
        // Numbers and texts always have a JSON form.
        let json = serde_json::to_vec(self).unwrap_or_default();
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
        [&length.to_be_bytes(), json.as_slice()].concat()
    }

    /// Reads the JSON.
    ///
    /// # Errors
    /// If it is none, or of a form that this version does not know; in words.
    pub(super) fn decode(json: &[u8]) -> Result<Self, ManifestFault> {
        #[derive(Deserialize)]
        struct Form {
            format: u32,
        }
        let fault = |err: serde_json::Error| ManifestFault::Unreadable(err.to_string());
        let Form { format } = serde_json::from_slice(json).map_err(fault)?;
        if format > super::header::FORMAT {
            return Err(ManifestFault::Newer(format!("its manifest is of form {format}")));
        }
        let manifest: Self = serde_json::from_slice(json).map_err(fault)?;
        if manifest.audit_head.is_some() && manifest.audit_number().is_none() {
            // What cannot be compared must not pass for compared.
            return Err(ManifestFault::Newer(
                "its audit chain ends in another form".to_owned(),
            ));
        }
        Ok(manifest)
    }

    /// Returns the rows of all tables together.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.tables.values().sum()
    }

    /// Returns the number of the last link of the audit chain in it.
    #[must_use]
    pub fn audit_number(&self) -> Option<u64> {
        number_of(self.audit_head.as_ref()?)
    }

    /// Says what of the database is not as the manifest says; `None` if all of it is.
    pub(super) fn difference(&self, found: &Summary) -> Option<String> {
        if found.store_id.as_str() != self.store_id {
            return Some(format!(
                "the store is `{}`, not `{}`",
                found.store_id, self.store_id
            ));
        }
        if found.last_seq != self.seq {
            return Some(format!("the last change is {}, not {}", found.last_seq, self.seq));
        }
        let end = found.audit_end.as_ref().map(|end| EndText(end).to_string());
        if let Some(said) = &self.audit_head
            && end.as_ref() != Some(said)
        {
            let end = end.as_deref().unwrap_or("nowhere");
            return Some(format!("the audit chain ends at {end}, not {said}"));
        }
        let names = self.tables.keys().chain(found.tables.keys());
        let mut unlike = names.filter(|name| self.tables.get(*name) != found.tables.get(*name));
        let rows = |count: Option<&u64>| count.map_or("no table".to_owned(), |count| format!("{count} rows"));
        unlike.next().map(|name| {
            let (found, said) = (found.tables.get(name), self.tables.get(name));
            format!("`{name}` has {}, not {}", rows(found), rows(said))
        })
    }
}

/// Why a manifest cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ManifestFault {
    /// It is no manifest; in words.
    Unreadable(String),
    /// It is of a later version; how that shows.
    Newer(String),
}
