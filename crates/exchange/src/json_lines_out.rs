//! Writing of JSON Lines, the complete form: a line about the file, then a concept a line with its revisions.
//!
//! A concept has the members of the contract; `list_entries` gives every place in a collection, also one without a number,
//! so that nothing of the entry is lost. `revisions` tells what became of it, as far as whoever exports may know,
//! with what it said in each revision before this one. The first line has the batches that the revisions name.

use std::io;

use ::glossary::{
    CollectionName, Concept, ConceptId, Definition, LegalBasis, Membership, Note, Relation, SubjectField,
    Term, Workflow,
};
use serde::{Serialize, Serializer};

use crate::{BatchMark, ExportError, ExportHeader, ExportReport, Exported, RevisionMark};

/// The member by which our own reading knows the first line, and what it says.
const ABOUT: &str = "glossary";

/// The form of the lines; another number if a reader of today could not read them.
const VERSION: u32 = 1;

/// Writes `concepts` to `out`, in their order, one held at a time. Everything is carried, so that the report leaves out nothing.
///
/// # Errors
/// As soon as `out` takes nothing more or a concept cannot be had; what is written by then is no whole file.
pub fn write<E>(
    out: &mut dyn io::Write,
    header: &ExportHeader,
    concepts: &mut dyn Iterator<Item = Result<Exported, E>>,
) -> Result<ExportReport, ExportError<E>> {
    let mut report = ExportReport::default();
    let mut line = Vec::new();
    put(out, &mut line, &About::of(header))?;
    for exported in concepts {
        let exported = exported.map_err(ExportError::Concepts)?;
        put(out, &mut line, &Line::of(&exported))?;
        report.concepts += 1;
    }
    out.flush()?;
    Ok(report)
}

fn put(out: &mut dyn io::Write, line: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    line.clear();
    serde_json::to_writer(&mut *line, value)?;
    line.push(b'\n');
    out.write_all(line)
}

/// The first line.
#[derive(Serialize)]
struct About<'a> {
    shanjar: &'static str,
    version: u32,
    seq: u64,
    edition: Option<u64>,
    made_at: &'a str,
    filter: &'a str,
    batches: &'a [BatchMark],
}

impl<'a> About<'a> {
    fn of(header: &'a ExportHeader) -> Self {
        let ExportHeader {
            seq,
            edition,
            made_at,
            filter,
            batches,
        } = header;
        Self {
            shanjar: ABOUT,
            version: VERSION,
            seq: *seq,
            edition: *edition,
            made_at,
            filter,
            batches,
        }
    }
}

/// The line of a concept.
#[derive(Serialize)]
struct Line<'a> {
    id: ConceptId,
    revision: u64,
    #[serde(flatten)]
    said: Said<'a>,
    revisions: &'a [RevisionMark],
}

/// What a concept says, in the order of the contract.
#[derive(Serialize)]
struct Said<'a> {
    workflow: Workflow,
    subject_fields: &'a [SubjectField],
    collections: Vec<&'a CollectionName>,
    list_entries: &'a [Membership],
    definitions: &'a [Definition],
    terms: &'a [Term],
    legal_basis: &'a [LegalBasis],
    relations: &'a [Relation],
    notes: &'a [Note],
}

impl<'a> Line<'a> {
    fn of(exported: &'a Exported) -> Self {
        let Exported {
            id,
            revision,
            concept,
            history,
        } = exported;
        Self {
            id: *id,
            revision: *revision,
            said: Said::of(concept),
            revisions: history,
        }
    }
}

impl<'a> Said<'a> {
    fn of(concept: &'a Concept) -> Self {
        // Named one by one, so that whoever adds a member has to say here how it is carried.
        let Concept {
            workflow,
            subject_fields,
            memberships,
            definitions,
            terms,
            legal_basis,
            relations,
            notes,
        } = concept;
        let mut collections: Vec<&CollectionName> = Vec::new();
        for membership in memberships {
            if !collections.contains(&&membership.collection) {
                collections.push(&membership.collection);
            }
        }
        Self {
            workflow: *workflow,
            subject_fields,
            collections,
            list_entries: memberships,
            definitions,
            terms,
            legal_basis,
            relations,
            notes,
        }
    }
}

/// Writes the body of a former revision as that of a line is written.
#[expect(clippy::ref_option, reason = "serde gives the member as it stands")]
pub(crate) fn former<S: Serializer>(body: &Option<Concept>, serializer: S) -> Result<S::Ok, S::Error> {
    body.as_ref().map(Said::of).serialize(serializer)
}
