//! Change sets on the wire: what is replaced where, and what it came to.

use std::ops::Range;

use app::{ChangeSetEntry, ChangeSetHit, ChangeSetUndone, Filter, MAX_CHANGED, Ticked};
use glossary::ConceptId;
use glossary::search_replace::{Replacement, TermHit};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::concepts::concept_cursor;
use super::exports::filter_named;
use super::schemas;
use super::timestamp::rfc3339;
use crate::input::{Fields, Members};
use crate::problem::{Problem, replacement_issue};

/// What is looked for.
#[derive(Debug, ToSchema)]
pub struct PreviewParams {
    /// Tibetan syllables.
    #[schema(value_type = String, example = "ཁྲིམས་ར")]
    sought: Option<String>,
    /// What takes their place.
    #[schema(value_type = String, example = "ཁྲིམས་ཁང")]
    replaced_by: Option<String>,
    /// Only concepts whose newest text passes, such as `workflow:draft -author:NAME`.
    #[schema(value_type = Option<String>, max_length = 256, example = "workflow:draft")]
    pub filter: Filter,
    /// At most this many.
    #[schema(schema_with = limit_schema)]
    limit: u64,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

const DEFAULT_LIMIT: u64 = 20;

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

impl Members for PreviewParams {
    const NAMES: &'static [&'static str] = &["sought", "replaced_by", "filter", "limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        let (sought, replaced_by) = (fields.text("sought"), fields.text("replaced_by"));
        Self {
            sought: fields.wanted("sought", sought),
            replaced_by: fields.wanted("replaced_by", replaced_by),
            filter: fields.parsed("filter", filter_named).unwrap_or_default(),
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

impl PreviewParams {
    /// Returns what is replaced.
    ///
    /// # Errors
    /// If it cannot be.
    pub fn replacement(&self) -> Result<Replacement, Problem> {
        replacement(self.sought.as_deref(), self.replaced_by.as_deref())
    }

    /// Returns after which concept the page begins.
    ///
    /// # Errors
    /// If the cursor is none.
    pub fn after(&self) -> Result<Option<ConceptId>, Problem> {
        self.cursor.as_deref().map(concept_cursor).transpose()
    }

    /// Returns the limit as a length.
    pub fn limit(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}

/// What is replaced where.
#[derive(Debug, ToSchema)]
pub struct ChangeSetParams {
    /// Tibetan syllables.
    #[schema(value_type = String, example = "ཁྲིམས་ར")]
    sought: Option<String>,
    /// What takes their place.
    #[schema(value_type = String, example = "ཁྲིམས་ཁང")]
    replaced_by: Option<String>,
    #[schema(value_type = String)]
    pub reason: Option<String>,
    /// The concepts that were ticked, at most 1,000.
    #[schema(value_type = Vec<TickedParams>, min_items = 1, max_items = 1000)]
    pub concepts: Vec<Ticked>,
}

impl Members for ChangeSetParams {
    const NAMES: &'static [&'static str] = &["sought", "replaced_by", "reason", "concepts"];

    fn take(fields: &mut Fields) -> Self {
        let (sought, replaced_by) = (fields.text("sought"), fields.text("replaced_by"));
        let reason = fields.text("reason");
        let concepts = fields.objects::<TickedParams>("concepts", MAX_CHANGED);
        Self {
            sought: fields.wanted("sought", sought),
            replaced_by: fields.wanted("replaced_by", replaced_by),
            reason: fields.wanted("reason", reason),
            concepts: concepts.into_iter().filter_map(TickedParams::ticked).collect(),
        }
    }
}

impl ChangeSetParams {
    /// Returns what is replaced.
    ///
    /// # Errors
    /// If it cannot be.
    pub fn replacement(&self) -> Result<Replacement, Problem> {
        replacement(self.sought.as_deref(), self.replaced_by.as_deref())
    }
}

/// A concept that was ticked.
#[derive(Debug, ToSchema)]
pub struct TickedParams {
    #[schema(value_type = String, example = "c-000123")]
    id: Option<ConceptId>,
    /// Its newest revision, as it was seen.
    #[schema(value_type = u64, minimum = 1)]
    revision: Option<u64>,
    /// The terms in which something is replaced, as they are; all of them if left out.
    #[schema(value_type = Option<Vec<String>>, max_items = 100)]
    terms: Vec<String>,
}

impl Members for TickedParams {
    const NAMES: &'static [&'static str] = &["id", "revision", "terms"];

    fn take(fields: &mut Fields) -> Self {
        let id = fields.name("id");
        let revision = fields.number("revision", 1..=i64::MAX.unsigned_abs());
        Self {
            id: fields.wanted("id", id),
            revision: fields.wanted("revision", revision),
            terms: fields.list("terms", 100, |text| Ok(text.to_owned())),
        }
    }
}

impl TickedParams {
    fn ticked(self) -> Option<Ticked> {
        Some(Ticked {
            id: self.id?,
            revision: self.revision?,
            terms: Some(self.terms).filter(|terms| !terms.is_empty()),
        })
    }
}

/// Returns the replacement of one text by another.
///
/// # Errors
/// If there is none, with what is wrong with which of them.
pub fn replacement(sought: Option<&str>, by: Option<&str>) -> Result<Replacement, Problem> {
    let sought = sought.unwrap_or_default();
    Replacement::new(sought, by.unwrap_or_default())
        .map_err(|error| Problem::invalid(vec![replacement_issue(sought, &error)]))
}

/// Concepts in which something would be replaced.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetHitsBody {
    pub items: Vec<ChangeSetHitBody>,
    /// Where the next page begins; `null` at the end. A page can be short and not the last.
    pub next_cursor: Option<String>,
}

/// A concept in which something would be replaced.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetHitBody {
    id: String,
    /// Its newest revision.
    revision: u64,
    workflow: &'static str,
    zh: Option<String>,
    terms: Vec<TermHitBody>,
}

#[derive(Debug, Serialize, ToSchema)]
struct TermHitBody {
    text: String,
    becomes: String,
    /// The places that are replaced, `[start, end)` in Unicode scalar values of the text as it is.
    ranges: Vec<[usize; 2]>,
    /// The places at which it stands with a particle attached that what takes its place cannot carry (ཁང་གི, not ཁངའི). They
    /// stay as they are; a term with no other place is not changed by ticking it.
    left: Vec<[usize; 2]>,
    /// Whether replacing back would restore the text. Undoing the change set always does.
    is_reversible: bool,
}

/// Change sets, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetsBody {
    pub items: Vec<ChangeSetBody>,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// A change set.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetBody {
    id: String,
    sought: String,
    replaced_by: String,
    reason: String,
    made_by: String,
    made_at: String,
    undone_by: Option<String>,
    undone_at: Option<String>,
    /// Left out in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    concepts: Option<Vec<ChangedBody>>,
}

#[derive(Debug, Serialize, ToSchema)]
struct ChangedBody {
    id: String,
    /// Its newest revision before.
    before: u64,
    /// The revision that was written.
    after: u64,
}

/// What undoing came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeSetUndoneBody {
    /// The concepts that say again what they said before.
    restored: Vec<String>,
    /// Those that somebody has edited since, or that are gone.
    left: Vec<String>,
}

impl ChangeSetBody {
    /// Returns it as a line of a list.
    pub fn without_concepts(self) -> Self {
        Self {
            concepts: None,
            ..self
        }
    }
}

impl From<ChangeSetHit> for ChangeSetHitBody {
    fn from(hit: ChangeSetHit) -> Self {
        let pairs = |places: &[Range<usize>]| places.iter().map(|place| [place.start, place.end]).collect();
        let term = |(text, hit): (String, TermHit)| TermHitBody {
            text,
            ranges: pairs(&hit.replaced.hits),
            left: pairs(&hit.replaced.left),
            becomes: hit.replaced.text,
            is_reversible: hit.replaced.is_reversible,
        };
        Self {
            id: hit.id.to_string(),
            revision: hit.revision,
            workflow: hit.workflow.as_str(),
            zh: hit.zh,
            terms: hit.terms.into_iter().map(term).collect(),
        }
    }
}

impl From<ChangeSetEntry> for ChangeSetBody {
    fn from(entry: ChangeSetEntry) -> Self {
        let set = entry.set;
        let (by, at) = match set.undone {
            Some((by, at_ms)) => (Some(by), Some(rfc3339(at_ms))),
            None => (None, None),
        };
        let concepts = entry.concepts.iter().map(|changed| ChangedBody {
            id: changed.concept.to_string(),
            before: changed.before,
            after: changed.after,
        });
        Self {
            id: set.id,
            sought: set.sought,
            replaced_by: set.replaced_by,
            reason: set.reason,
            made_by: set.made_by,
            made_at: rfc3339(set.made_at_ms),
            undone_by: by,
            undone_at: at,
            concepts: Some(concepts.collect()),
        }
    }
}

impl From<ChangeSetUndone> for ChangeSetUndoneBody {
    fn from(undone: ChangeSetUndone) -> Self {
        let names = |ids: Vec<ConceptId>| ids.iter().map(ToString::to_string).collect();
        Self {
            restored: names(undone.restored),
            left: names(undone.left),
        }
    }
}
