//! What is searched, and where in the list of hits an answer begins.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use glossary::{CollectionName, Region, SubjectField, Workflow};
use search::{LangChoice, Scope};

use crate::Error;

/// A question.
#[derive(Debug, Clone)]
pub struct SearchRequest {
    /// What was typed, in any script.
    pub text: String,
    /// The language preferred among equals.
    pub lang: LangChoice,
    /// The region whose forms are preferred: among hits, and among the forms of each.
    pub region: Option<Region>,
    /// Only concepts of this field.
    pub subject_field: Option<SubjectField>,
    /// Only concepts that have come this far.
    pub workflow: Option<Workflow>,
    /// Only concepts of this collection.
    pub collection: Option<CollectionName>,
    /// Terms only, or definitions too.
    pub scope: Scope,
    /// Whether the hits are counted by subject field, collection and workflow.
    pub facets: bool,
    /// At most this many hits, 1 to 100.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl SearchRequest {
    /// Makes a question with no conditions and twenty hits.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            lang: LangChoice::Auto,
            region: None,
            subject_field: None,
            workflow: None,
            collection: None,
            scope: Scope::Terms,
            facets: false,
            limit: 20,
            cursor: None,
        }
    }

    /// Returns a number that is the same for the same question, whatever the page of it.
    fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (
            &self.text,
            &self.region,
            &self.subject_field,
            self.workflow,
            &self.collection,
        )
            .hash(&mut hasher);
        (self.lang as u8, self.scope as u8).hash(&mut hasher);
        hasher.finish()
    }
}

/// A place in the list of hits, bound to the question and to the state of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub seq: u64,
    pub offset: usize,
    fingerprint: u64,
}

impl Cursor {
    /// Makes the cursor of the hits of `request` from `offset` on, as the index was at `seq`.
    pub fn new(request: &SearchRequest, seq: u64, offset: usize) -> Self {
        Self {
            seq,
            offset,
            fingerprint: request.fingerprint(),
        }
    }

    /// Returns it as a text that can stand in a URL.
    pub fn write(self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}.{:x}", self.seq, self.offset, self.fingerprint))
    }

    /// Reads what [`write`](Self::write) wrote for the same question.
    ///
    /// # Errors
    /// If it is something else, or belongs to another question.
    pub fn read(raw: &str, request: &SearchRequest) -> Result<Self, Error> {
        let parse = || {
            let bytes = URL_SAFE_NO_PAD.decode(raw).ok()?;
            let text = String::from_utf8(bytes).ok()?;
            let mut parts = text.split('.');
            let cursor = Self {
                seq: parts.next()?.parse().ok()?,
                offset: parts.next()?.parse().ok()?,
                fingerprint: u64::from_str_radix(parts.next()?, 16).ok()?,
            };
            (parts.next().is_none() && cursor.fingerprint == request.fingerprint()).then_some(cursor)
        };
        parse().ok_or_else(|| Error::BadCursor(raw.chars().take(60).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_for_the_same_question_only() {
        let request = SearchRequest::new("纠纷");
        let cursor = Cursor::new(&request, 9, 20);
        assert_eq!(Cursor::read(&cursor.write(), &request).unwrap(), cursor);
        let other = SearchRequest {
            text: "法院".into(),
            ..request.clone()
        };
        assert!(matches!(
            Cursor::read(&cursor.write(), &other),
            Err(Error::BadCursor(_))
        ));
        for bad in [
            "",
            "x",
            "!!",
            "ཀ",
            &URL_SAFE_NO_PAD.encode("1.2"),
            &URL_SAFE_NO_PAD.encode("1.2.3.4"),
        ] {
            assert!(
                matches!(Cursor::read(bad, &request), Err(Error::BadCursor(_))),
                "{bad}"
            );
        }
    }

    #[test]
    fn the_page_length_may_change_between_pages() {
        let request = SearchRequest::new("纠纷");
        let longer = SearchRequest {
            limit: 100,
            ..request.clone()
        };
        assert_eq!(request.fingerprint(), longer.fingerprint());
    }
}
