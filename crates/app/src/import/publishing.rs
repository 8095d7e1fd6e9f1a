//! What a publication may authorise: what its rows say, and what a body has authorised before, but nothing beside it.

use exchange::{Extent, Issue};
use glossary::change::{ChangeClass, classify};
use glossary::{Concept, ConceptId, Workflow, merge};

use super::codes;
use super::file_row::FileRow;
use super::plan::Planned;

/// What becomes of a concept of which a publication speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// All of it was published, or authorised before: it is authorised.
    Authorised,
    /// What the rows say of it stands already.
    Known,
    /// Nobody can tell it apart from what was not published: it is a draft.
    HeldBack(Reason),
}

/// Why a concept is not authorised, although a publication speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It holds terms, definitions or articles of law that are neither in the rows nor authorised.
    OtherContent,
    /// A committee has withdrawn it since.
    Withdrawn,
}

/// A concept that is not authorised, although a publication speaks of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HeldBack {
    pub(super) id: ConceptId,
    pub(super) reason: Reason,
}

/// Judges what is `planned` for a concept about which `rows` speak, all of them, in the order of the file; `standing` is
/// what everybody reads of it as authorised.
pub(super) fn judge(planned: &Planned, standing: Option<&Concept>, rows: &[Concept]) -> Verdict {
    if planned.known_revision.is_some() && planned.known.unpack().workflow == Workflow::Withdrawn {
        return Verdict::HeldBack(Reason::Withdrawn);
    }
    let before = standing.cloned().unwrap_or_else(Concept::draft);
    let published = rows.iter().fold(before, |known, row| merge::merge(&known, row));
    if standing.is_some_and(|standing| classify(standing, &published) == ChangeClass::Nothing) {
        return Verdict::Known;
    }
    // A spelling counts here as well: of two spellings the known one stays, and that is not the one that was published.
    match classify(&published, &planned.concept.unpack()) {
        ChangeClass::Nothing | ChangeClass::Annotation => Verdict::Authorised,
        ChangeClass::Spelling | ChangeClass::Substance => Verdict::HeldBack(Reason::OtherContent),
    }
}

impl HeldBack {
    /// Returns the warning that tells of it at the first row about the concept.
    pub fn warning(&self, row: &FileRow) -> Issue {
        let id = self.id;
        let (said, said_zh) = match self.reason {
            Reason::OtherContent => (
                format!(
                    "`{id}` holds terms, definitions or articles of law that this publication does not give and nobody \
                     has authorised, so the row is taken as a draft (hint: have `{id}` reviewed and put it in a batch)"
                ),
                format!(
                    "词条 `{id}` 中另有未经审定、本出版物也没有的术语、释义或法律依据，本行只作为草案收入\
                     （提示：请审读 `{id}` 后放入批次审定）"
                ),
            ),
            Reason::Withdrawn => (
                format!(
                    "`{id}` was withdrawn, so the row does not authorise it again (hint: draft it anew and put it in a \
                     batch)"
                ),
                format!("词条 `{id}` 已撤回，本行不会使它重新成为现行（提示：请重新起草后放入批次审定）"),
            ),
        };
        Issue {
            place: row.place.clone(),
            column: None,
            code: codes::NEEDS_BATCH,
            value: id.to_string(),
            message: format!("{}: {said}", row.place),
            message_zh: format!("{}：{said_zh}", row.place),
            extent: Extent::Row,
        }
    }
}
