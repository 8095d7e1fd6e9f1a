//! The dictionary of whole folded terms: which there are, and which begin with a text.

use std::collections::BTreeSet;

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::Error;

/// Returns up to `limit` terms of `field` that begin with `prefix`, in the order of their bytes, `prefix` itself first.
///
/// Terms of deleted documents may be among them until their segment is merged.
pub(crate) fn starting_with(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    limit: usize,
) -> Result<Vec<String>, Error> {
    let mut terms = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let mut stream = index
            .terms()
            .range()
            .ge(prefix)
            .into_stream()
            .map_err(tantivy::TantivyError::from)?;
        let mut seen = 0;
        while seen < limit && stream.advance() {
            let Some(term) = std::str::from_utf8(stream.key())
                .ok()
                .filter(|t| t.starts_with(prefix))
            else {
                break;
            };
            terms.insert(term.to_owned());
            seen += 1;
        }
    }
    Ok(terms.into_iter().take(limit).collect())
}

/// Tells whether `term` is a term of `field`, perhaps only of a deleted document.
pub(crate) fn contains(searcher: &Searcher, field: Field, term: &str) -> Result<bool, Error> {
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        if index
            .terms()
            .get(term)
            .map_err(tantivy::TantivyError::from)?
            .is_some()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use tantivy::schema::{STRING, Schema};
    use tantivy::{Index, IndexWriter, doc};

    use super::*;

    /// An index of one commit, and so one segment, a term.
    fn index(terms: &[&str]) -> (Searcher, Field) {
        let mut schema = Schema::builder();
        let field = schema.add_text_field("term", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for term in terms {
            writer.add_document(doc!(field => *term)).unwrap();
            writer.commit().unwrap();
        }
        (index.reader().unwrap().searcher(), field)
    }

    #[test]
    fn terms_of_all_segments_come_in_order_and_up_to_the_limit() {
        let (searcher, field) = index(&["法院", "人民", "法官", "法", "མི་དམངས", "མི", "མིག"]);
        let starting = |prefix, limit| starting_with(&searcher, field, prefix, limit).unwrap();
        assert_eq!(starting("法", 9), ["法", "法官", "法院"]);
        assert_eq!(starting("法", 2), ["法", "法官"]);
        assert_eq!(starting("མི", 9), ["མི", "མི་དམངས", "མིག"]);
        assert_eq!(starting("院", 9), [""; 0]);
        assert_eq!(starting("", 99).len(), 7);
    }

    #[test]
    fn only_whole_terms_are_contained() {
        let (searcher, field) = index(&["法院", "མི་དམངས"]);
        for (term, is_there) in [
            ("法院", true),
            ("法", false),
            ("མི་དམངས", true),
            ("མི", false),
            ("", false),
        ] {
            assert_eq!(contains(&searcher, field, term).unwrap(), is_there, "{term}");
        }
    }
}
