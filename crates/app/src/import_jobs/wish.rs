//! What is wanted of an import, as it is kept beside its file: how to read it, and who asked.

use std::collections::BTreeSet;
use std::sync::Arc;

use access::{AccountActor, Actor, Origin, TokenActor};
use exchange::{ColumnList, Format, Language, Mapping, ReadOptions};
use glossary::CollectionName;
use serde::{Deserialize, Serialize};

use crate::import::{FileIds, ImportOptions, OnError};
use crate::{Error, MAX_IMPORT_BYTES};

/// Whether an import writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// It says what would happen.
    Preview,
    /// It writes.
    Apply,
}

/// A file that is to be imported in the background.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// What is in the file, at most [`MAX_IMPORT_BYTES`].
    pub bytes: Arc<Vec<u8>>,
    /// How it is written.
    pub format: Format,
    /// Whether to write.
    pub mode: ImportMode,
    /// The collection of rows that name none.
    pub collection: Option<CollectionName>,
    /// What to do about rows that are wrong.
    pub on_error: OnError,
    /// The columns of a file without a header, with commas between them.
    pub columns: Option<String>,
    /// Whether columns that are not known are passed over.
    pub ignore_extra: bool,
    /// Whose the ids of the file are.
    pub ids: FileIds,
    /// The official list whose complete new edition the file is.
    pub succeeds: Option<CollectionName>,
    /// The language of the reasons with which rows come back.
    pub language: Language,
}

/// How a file is to be read and imported. Everything in it is text, so that it can be read by another version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wish {
    pub format: String,
    pub preview: bool,
    pub collection: Option<String>,
    pub skip: bool,
    pub columns: Option<String>,
    pub ignore_extra: bool,
    /// Not known to versions before it.
    #[serde(default)]
    pub ignore_ids: bool,
    pub chinese: bool,
    /// Absent in what an older version kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succeeds: Option<String>,
}

/// Who asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct AskedBy {
    kind: String,
    id: String,
    name: String,
    address: Option<String>,
    request_id: Option<String>,
}

/// Both, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub wish: Wish,
    pub by: AskedBy,
}

impl ImportMode {
    /// Returns the name that the API uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Apply => "apply",
        }
    }
}

impl Wish {
    pub fn of(request: &ImportRequest) -> Self {
        Self {
            format: request.format.as_str().to_owned(),
            preview: request.mode == ImportMode::Preview,
            collection: request.collection.as_ref().map(ToString::to_string),
            skip: request.on_error == OnError::Skip,
            columns: request.columns.clone(),
            ignore_extra: request.ignore_extra,
            ignore_ids: request.ids == FileIds::Foreign,
            chinese: request.language == Language::Zh,
            succeeds: request.succeeds.as_ref().map(ToString::to_string),
        }
    }

    pub fn format(&self) -> Result<Format, Error> {
        let known = Format::ALL
            .into_iter()
            .find(|format| format.as_str() == self.format);
        known.ok_or_else(|| Error::Internal(format!("`{}` is no format of this version", self.format)))
    }

    pub fn mode(&self) -> ImportMode {
        if self.preview {
            ImportMode::Preview
        } else {
            ImportMode::Apply
        }
    }

    /// Returns how the file is to be imported.
    ///
    /// # Errors
    /// [`Error::File`] if the columns are none.
    pub fn options(&self) -> Result<ImportOptions, Error> {
        let name = |name: &Option<String>| {
            let name = name.as_deref().map(str::parse::<CollectionName>).transpose();
            name.map_err(|_| Error::Internal("a collection that was kept is none".to_owned()))
        };
        let read = ReadOptions {
            collection: name(&self.collection)?,
            columns: self.columns.as_deref().map(ColumnList::parse).transpose()?,
            mapping: Mapping::default(),
            ignore_extra: self.ignore_extra,
            language: if self.chinese { Language::Zh } else { Language::En },
            subject_fields: None,
        };
        Ok(ImportOptions {
            read,
            on_error: if self.skip { OnError::Skip } else { OnError::Stop },
            ids: if self.ignore_ids {
                FileIds::Foreign
            } else {
                FileIds::Ours
            },
            dry_run: self.preview,
            succeeds: name(&self.succeeds)?,
        })
    }

    /// Returns what the file is called in messages.
    pub fn file_name(&self) -> String {
        format!("upload.{}", self.format)
    }
}

impl AskedBy {
    pub fn of(actor: &Actor) -> Self {
        let origin = actor.origin().cloned().unwrap_or_default();
        Self {
            kind: actor.kind().to_owned(),
            id: actor.id().to_owned(),
            name: match actor {
                Actor::Token(token) => token.name.clone(),
                other => other.name(),
            },
            address: origin.address.map(|address| address.to_string()),
            request_id: origin.request_id,
        }
    }

    /// Returns whoever asked as the author of what is written: by name, without any right.
    pub fn actor(&self) -> Actor {
        let origin = Origin {
            address: self.address.as_deref().and_then(|address| address.parse().ok()),
            request_id: self.request_id.clone(),
        };
        match self.kind.as_str() {
            "account" => Actor::Account(Arc::new(AccountActor {
                id: self.id.clone(),
                login_name: self.name.clone(),
                roles: BTreeSet::new(),
                court: None,
                person: None,
                has_proved_itself: false,
                origin,
            })),
            "token" => Actor::Token(Arc::new(TokenActor {
                id: self.id.clone(),
                name: self.name.clone(),
                scopes: BTreeSet::new(),
                court: None,
                origin,
            })),
            "operator" => Actor::Operator,
            _ => Actor::Anonymous(Arc::new(origin)),
        }
    }
}

impl ImportRequest {
    /// Refuses what could not be imported however often it was tried.
    pub(super) fn check(&self) -> Result<Wish, Error> {
        let wish = Wish::of(self);
        wish.options()?;
        if self.bytes.len() > MAX_IMPORT_BYTES {
            return Err(Error::File(exchange::FileError::TooLarge {
                name: wish.file_name(),
                found: exchange::Words::bytes(self.bytes.len()),
                limit: MAX_IMPORT_BYTES.to_string(),
            }));
        }
        Ok(wish)
    }
}
