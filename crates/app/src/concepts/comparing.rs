//! What two versions of a concept do not have in common.

use access::ReadDrafts;
use glossary::diff::{self, FieldChange};
use glossary::{Concept, ConceptId};

use super::version::{self, Version};
use crate::{App, Error, Permit, ReadGlossary};

/// Two versions of a concept and every field in which they differ.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The revision that is set out from.
    pub from: u64,
    /// The revision that it is compared with.
    pub to: u64,
    /// What the first one says.
    pub old: Concept,
    /// What the second one says.
    pub new: Concept,
    /// The fields that differ, in the order of the entry.
    pub fields: Vec<FieldChange>,
}

impl App {
    /// Compares two versions of a concept, as whoever asks may read both.
    ///
    /// # Errors
    /// Those of [`find_concept`](Self::find_concept).
    pub fn compare_versions(
        &self,
        _: &Permit<ReadGlossary>,
        id: ConceptId,
        [from, to]: [Version; 2],
        drafts: Option<&Permit<ReadDrafts>>,
    ) -> Result<Comparison, Error> {
        self.store.read(|session| {
            let mut read = |version| {
                let found = version::find(session, id, version, drafts.is_some())?;
                let seen = self.view_for(&found.body, drafts);
                Ok::<_, Error>((found.revision, seen.ok_or(Error::NoSuchConcept(id))?))
            };
            let ((from, old), (to, new)) = (read(from)?, read(to)?);
            let fields = diff::diff(&old, &new);
            Ok(Comparison {
                from,
                to,
                old,
                new,
                fields,
            })
        })
    }
}
