//! The page on which the decision of a batch stands: a document or a picture, kept as it came.

use access::{Permit, ReadDrafts, ReviewGlossary};
use sha2::{Digest, Sha256};
use store::batches::{self, Scan};

use super::open_batch;
use crate::audit::{self, AuditEvent};
use crate::editing::line_of;
use crate::{App, Error};

/// Most bytes of a page: 16 MiB.
pub const MAX_SCAN_BYTES: usize = 16 << 20;
/// Most characters of the name of its file.
const MAX_NAME_CHARS: usize = 200;

/// What a file begins with by which its kind is known, and its media type.
const KINDS: [(&[u8], &str); 5] = [
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
];

/// Why a file is not kept as the page on which a decision stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScanFault {
    /// It is larger than the store keeps.
    #[error(
        "the scan `{name}` has {found} bytes, more than {MAX_SCAN_BYTES} (hint: scan it with a lower resolution)"
    )]
    TooLarge {
        /// The name of the file.
        name: String,
        /// Its length in bytes.
        found: usize,
    },
    /// It is neither a document nor a picture that everybody can open.
    #[error("the scan `{name}` is no PDF, PNG, JPEG or TIFF (hint: save it as one of these)")]
    UnknownKind {
        /// The name of the file.
        name: String,
    },
}

impl App {
    /// Keeps the page on which the decision of an open batch stands, in place of the one before.
    ///
    /// # Errors
    /// [`Error::Scan`], [`Error::BatchClosed`], [`Error::NoSuchBatch`].
    pub fn put_scan(
        &self,
        permit: &Permit<ReviewGlossary>,
        id: &str,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), Error> {
        let scan = scan_of(name, bytes)?;
        let event = AuditEvent::done("put-batch-scan").on("batch", id);
        let noted = self.audit_entry(permit.actor(), &event.detail(crate::hex::encode(&scan.digest)))?;
        let id = id.to_owned();
        self.write_aside_noted(move |session| {
            open_batch(session, &id, None)?;
            batches::put_scan(session, &id, &scan)?;
            audit::append(session, &noted)
        })
    }

    /// Returns the page on which the decision of a batch stands.
    ///
    /// # Errors
    /// [`Error::NoSuchBatch`]; [`Error::NoSuchScan`] if none was kept.
    pub fn find_scan(&self, _: &Permit<ReadDrafts>, id: &str) -> Result<Scan, Error> {
        self.store.read(|session| {
            let batch = batches::find(session, id)?.ok_or_else(|| Error::NoSuchBatch(id.to_owned()))?;
            batches::find_scan(session, id)?.ok_or(Error::NoSuchScan(batch.number))
        })
    }
}

/// Returns the page that is in the file `name`, by what it begins with.
///
/// # Errors
/// [`Error::Scan`].
pub(crate) fn scan_of(name: &str, bytes: &[u8]) -> Result<Scan, Error> {
    let name = line_of(name, MAX_NAME_CHARS);
    if bytes.len() > MAX_SCAN_BYTES {
        let found = bytes.len();
        return Err(ScanFault::TooLarge { name, found }.into());
    }
    let kind = KINDS.iter().find(|(beginning, _)| bytes.starts_with(beginning));
    let Some((_, media_type)) = kind else {
        return Err(ScanFault::UnknownKind { name }.into());
    };
    Ok(Scan {
        name,
        media_type: (*media_type).to_owned(),
        bytes: bytes.to_vec(),
        digest: Sha256::digest(bytes).to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_what_it_begins_with_and_not_by_its_name() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n"[..], Some("application/pdf")),
            (b"\x89PNG\r\n\x1a\n\0", Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"II*\0\x08", Some("image/tiff")),
            (b"MM\0*\0", Some("image/tiff")),
            (b"<html>", None),
            (b"\x89PNG\n", None),
            (b"", None),
        ] {
            let found = scan_of("决定.pdf", bytes).ok().map(|scan| scan.media_type);
            assert_eq!(found.as_deref(), expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_page_that_is_too_large_is_named_with_its_length() {
        let mut bytes = b"%PDF-".to_vec();
        bytes.resize(MAX_SCAN_BYTES, 0);
        assert_eq!(scan_of("a.pdf", &bytes).unwrap().digest.len(), 32);
        bytes.push(0);
        let told = scan_of("决定\n.pdf", &bytes).unwrap_err().to_string();
        assert!(
            told.contains("`决定 .pdf` has 16777217 bytes, more than 16777216"),
            "{told}"
        );
    }
}
