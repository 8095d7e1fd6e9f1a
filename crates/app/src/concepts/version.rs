//! Which text of a concept is meant, and whether whoever asks may read it.

use glossary::{Concept, ConceptId};
use store::concepts::{self, Revision};
use store::shown::{self, Shown};
use store::{Act, Session, editions};

use crate::Error;

/// A version of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// The one that everybody reads: the last authorised revision, or the newest one if none is.
    Standing,
    /// The newest one. Whoever may not read drafts gets the one that stands.
    Newest,
    /// A revision, by its number.
    Revision(u64),
    /// The one in an edition, by the number of the edition. It can be read for ever, also of a concept that is gone.
    Edition(u64),
}

/// What was found.
pub(super) struct Found {
    pub revision: u64,
    pub standing: u64,
    pub newest: u64,
    pub body: Concept,
    pub at_ms: i64,
    pub seq: u64,
    pub batch: Option<String>,
}

/// Returns the text that `version` means.
pub(super) fn find(
    session: &mut dyn Session,
    id: ConceptId,
    version: Version,
    may_read_drafts: bool,
) -> Result<Found, Error> {
    let stands = shown::find(session, id)?;
    let wanted = match version {
        Version::Standing => None,
        Version::Newest => stands.as_ref().map(|s| s.newest).filter(|_| may_read_drafts),
        Version::Revision(number) => Some(number),
        Version::Edition(number) => Some(in_edition(session, id, number)?),
    };
    let Some(number) = wanted.filter(|number| stands.as_ref().is_none_or(|s| s.revision != *number)) else {
        return match stands {
            Some(stands) => Ok(found(stands)),
            None => Err(gone(session, id)?),
        };
    };
    let missing = Error::NoSuchRevision { id, revision: number };
    let Some(Revision {
        entry,
        body: Some(body),
    }) = concepts::find_revision(session, id, number)?
    else {
        return Err(if stands.is_some() {
            missing
        } else {
            gone(session, id)?
        });
    };
    match &stands {
        // A draft of what has been authorised before is nobody's business but the editors'.
        Some(stands) if number > stands.revision && !may_read_drafts => return Err(missing),
        // Of what is gone, that remains which could have been cited.
        None if entry.act != Act::Authorise => return Err(gone(session, id)?),
        _ => {}
    }
    Ok(Found {
        revision: number,
        standing: stands.as_ref().map_or(number, |s| s.revision),
        newest: stands.as_ref().map_or(number, |s| s.newest),
        body,
        at_ms: entry.at_ms,
        seq: entry.seq,
        batch: entry.batch,
    })
}

fn found(stands: Shown) -> Found {
    Found {
        revision: stands.revision,
        standing: stands.revision,
        newest: stands.newest,
        body: stands.body,
        at_ms: stands.at_ms,
        seq: stands.seq,
        batch: stands.batch,
    }
}

fn in_edition(session: &mut dyn Session, id: ConceptId, edition: u64) -> Result<u64, Error> {
    if editions::find(session, edition)?.is_none() {
        return Err(Error::NoSuchEdition(edition));
    }
    editions::revision_in(session, edition, id)?.ok_or(Error::NotInEdition { id, edition })
}

/// Says why a concept is not there.
fn gone(session: &mut dyn Session, id: ConceptId) -> Result<Error, Error> {
    Ok(match concepts::merged_into(session, id)? {
        Some(into) => Error::Merged { id, into },
        None => Error::NoSuchConcept(id),
    })
}
