//! The candidates of a query in an order that does not depend on how the index happens to be stored.

use std::cmp::Reverse;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::schema::Value;
use tantivy::{DocAddress, DocId, Score, Searcher, SegmentReader, TantivyDocument};

use crate::Error;
use crate::schema::{Fields, ID, RANK};

/// The stored bytes of one document.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) entry: Vec<u8>,
    pub(crate) payload: Vec<u8>,
}

/// The best documents of a query, and how many it has in all.
#[derive(Debug, Clone, Default)]
pub(crate) struct Candidates {
    pub(crate) addresses: Vec<DocAddress>,
    pub(crate) total: usize,
    /// The tier score of the best one, 0 if there is none.
    pub(crate) best: Score,
}

/// Returns the `limit` best documents of `query` by (tier, static rank, id).
pub(crate) fn collect(searcher: &Searcher, query: &dyn Query, limit: usize) -> Result<Candidates, Error> {
    // A collector of nothing is refused by tantivy.
    let best = TopDocs::with_limit(limit.max(1)).tweak_score(|segment: &SegmentReader| {
        let rank = column(segment, RANK);
        let id = column(segment, ID);
        move |doc: DocId, score: Score| (score, rank(doc), Reverse(id(doc)))
    });
    let (found, total) = searcher.search(query, &(best, Count))?;
    let best = found.first().map_or(0.0, |((score, ..), _)| *score);
    let addresses = found
        .into_iter()
        .map(|(_, address)| address)
        .take(limit)
        .collect();
    Ok(Candidates {
        addresses,
        total,
        best,
    })
}

/// Reads the stored bytes of the document at `address`.
pub(crate) fn stored(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Result<Stored, Error> {
    let document: TantivyDocument = searcher.doc(address)?;
    let bytes = |field| {
        document
            .get_first(field)
            .and_then(|v| v.as_bytes().map(<[u8]>::to_vec))
            .unwrap_or_default()
    };
    Ok(Stored {
        entry: bytes(fields.entry),
        payload: bytes(fields.payload),
    })
}

/// The error of an entry that does not read back.
pub(crate) fn unreadable() -> Error {
    Error::Unusable("an entry of the index does not read back".into())
}

fn column(segment: &SegmentReader, name: &str) -> impl Fn(DocId) -> u64 + use<> {
    // Opening the index has made sure that the column is there; without it all documents are equal.
    let column = segment.fast_fields().u64(name).ok();
    move |doc| column.as_ref().and_then(|c| c.first(doc)).unwrap_or(0)
}
