//! Concepts by a whole term: for look-ups of a name and of its parts.

use std::ops::Range;

use glossary::Lang;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::answer::{Named, Part};
use crate::boundaries::Boundaries;
use crate::candidates::{collect, stored, unreadable};
use crate::document::HAS_BO;
use crate::entry::Entry;
use crate::fold::{fold, unit};
use crate::search::Room;
use crate::{Error, headwords};

/// Concepts of one name that are looked at; more than share a name in any list.
const SAME_NAME: usize = 50;

impl Room<'_> {
    /// Returns the concepts one of whose terms in `lang` is `text` after folding, best first.
    pub(crate) fn exact(&self, lang: Lang, text: &str) -> Result<Vec<Named>, Error> {
        let folded = fold(lang, text);
        let found = self.named(lang, &folded, false)?;
        Ok(found.into_iter().map(|(named, _)| named).collect())
    }

    /// Returns the longest parts of `name_zh` that are terms of concepts with Tibetan, in the order of the name. Each
    /// begins and ends where words do; while the Chinese dictionary is being loaded, there are none.
    pub(crate) fn parts(&self, name_zh: &str) -> Result<Vec<Part>, Error> {
        let limits = &self.definition.limits;
        let Some(segmenter) = self.words.ready() else {
            // A part cut out of the middle of words says something the name does not, so there are none yet.
            return Ok(Vec::new());
        };
        let name: String = name_zh.chars().take(limits.name_chars).collect();
        let boundaries = Boundaries::of(&name, segmenter);
        let mut units = unit(Lang::Zh).split(&boundaries.folded);
        // One character can fold to many.
        units.truncate(limits.name_chars);
        let mut taken: Vec<(Range<usize>, Part)> = Vec::new();
        // The whole name is no part of itself.
        let longest = limits.part_chars.min(units.len().saturating_sub(1));
        for length in (limits.part_chars_min..=longest).rev() {
            for start in 0..=units.len() - length {
                let span = start..start + length;
                let is_taken = taken
                    .iter()
                    .any(|(other, _)| other.start < span.end && span.start < other.end);
                if is_taken || !boundaries.hold(&span) {
                    continue;
                }
                let candidate = units.get(span.clone()).unwrap_or_default().concat();
                if let Some(part) = self.part(&candidate)?
                    && !self.is_cut_from_headword(&units, &span)?
                {
                    taken.push((span, part));
                }
            }
        }
        taken.sort_by_key(|(span, _)| span.start);
        Ok(taken.into_iter().map(|(_, part)| part).collect())
    }

    /// Tells whether `span` of the name `units` is a headword of this glossary without its first character, as 工人 is in
    /// 帮工人: such a headword is a word even where no dictionary knows it.
    fn is_cut_from_headword(&self, units: &[&str], span: &Range<usize>) -> Result<bool, Error> {
        let longer = match span.start.checked_sub(1) {
            Some(start) if start > 0 || span.end < units.len() => units.get(start..span.end),
            _ => None,
        };
        let Some(longer) = longer else { return Ok(false) };
        headwords::contains(self.searcher, self.fields.zh_exact, &longer.concat())
    }

    fn part(&self, folded: &str) -> Result<Option<Part>, Error> {
        // Most parts of a name are no term: asking the dictionary first saves a query for each.
        if !headwords::contains(self.searcher, self.fields.zh_exact, folded)? {
            return Ok(None);
        }
        let best = self.named(Lang::Zh, folded, true)?.into_iter().next();
        Ok(best.map(|(named, zh)| Part {
            zh,
            id: named.id,
            payload: named.payload,
        }))
    }

    /// Returns the concepts with the folded term `folded`, best first, each with the term as authored.
    pub(crate) fn named(
        &self,
        lang: Lang,
        folded: &str,
        with_bo: bool,
    ) -> Result<Vec<(Named, String)>, Error> {
        let field = if lang == Lang::Bo {
            self.fields.bo_exact
        } else {
            self.fields.zh_exact
        };
        let mut terms = vec![Term::from_field_text(field, folded)];
        terms.extend(with_bo.then(|| Term::from_field_text(self.fields.flag, HAS_BO)));
        let clauses = terms
            .into_iter()
            .map(|t| -> Box<dyn Query> { Box::new(TermQuery::new(t, IndexRecordOption::Basic)) });
        let query = tantivy::query::ConstScoreQuery::new(
            Box::new(BooleanQuery::intersection(clauses.collect())),
            1.0,
        );
        let addresses = collect(self.searcher, &query, SAME_NAME)?.addresses;
        let mut named = Vec::with_capacity(addresses.len());
        for address in addresses {
            let stored = stored(self.searcher, self.fields, address)?;
            let entry = Entry::decode(&stored.entry).ok_or_else(unreadable)?;
            let term = entry.terms.iter().find(|t| t.lang == lang && t.fold == folded);
            if let Some(term) = term {
                let (id, revision) = (entry.id, entry.revision);
                named.push((
                    Named {
                        id,
                        revision,
                        payload: stored.payload.clone(),
                    },
                    term.text.to_owned(),
                ));
            }
        }
        Ok(named)
    }
}
