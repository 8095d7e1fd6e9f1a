//! Terms that continue what is being typed.

use std::collections::HashSet;

use glossary::{AdministrativeStatus, Lang, term_key};
use tantivy::Term;
use tantivy::query::{ConstScoreQuery, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::answer::Suggestion;
use crate::candidates::{collect, stored, unreadable};
use crate::entry::{Entry, EntryTerm};
use crate::fold::unit;
use crate::read::{Needle, read};
use crate::search::Room;
use crate::{Error, MatchKind, headwords};

/// Suggestions that are given at most; more than a screen shows.
const MOST: usize = 50;
/// Headwords whose concepts are looked at, for each suggestion wanted: some belong to deleted entries.
const SPARE: usize = 4;
/// Concepts of one headword that are looked at.
const SAME_NAME: usize = 10;

/// What suggestions are ordered by; the smallest is the best.
type Order = (MatchKind, bool, bool, usize, AdministrativeStatus, String);

impl Room<'_> {
    /// Returns up to `limit` terms that begin with `text`: whole syllables first, today's forms first, short ones first.
    pub(crate) fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
        let limit = limit.min(MOST);
        let mut found: Vec<(Order, Suggestion)> = Vec::new();
        for needle in read(text, &self.definition.limits).needles {
            for headword in self.headwords(&needle, limit * SPARE)? {
                self.suggest_headword(&needle, &headword, &mut found)?;
            }
        }
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let mut seen = HashSet::new();
        found.retain(|(_, s)| seen.insert((s.lang, s.text.clone())));
        Ok(found
            .into_iter()
            .take(limit)
            .map(|(_, suggestion)| suggestion)
            .collect())
    }

    /// Returns the shortest headwords that begin with the needle, those that end its last syllable first.
    fn headwords(&self, needle: &Needle, wanted: usize) -> Result<Vec<String>, Error> {
        let field = if needle.lang == Lang::Bo {
            self.fields.bo_exact
        } else {
            self.fields.zh_exact
        };
        let all = headwords::starting_with(
            self.searcher,
            field,
            &needle.fold,
            self.definition.limits.suggest_headwords,
        )?;
        let mut all: Vec<(bool, usize, String)> = all
            .into_iter()
            .map(|h| (!whole_units(needle, &h), h.chars().count(), h))
            .filter(|(cuts, ..)| !cuts || needle.open_end)
            .collect();
        all.sort();
        Ok(all
            .into_iter()
            .take(wanted)
            .map(|(_, _, headword)| headword)
            .collect())
    }

    fn suggest_headword(
        &self,
        needle: &Needle,
        headword: &str,
        found: &mut Vec<(Order, Suggestion)>,
    ) -> Result<(), Error> {
        let field = if needle.lang == Lang::Bo {
            self.fields.bo_exact
        } else {
            self.fields.zh_exact
        };
        let term = TermQuery::new(Term::from_field_text(field, headword), IndexRecordOption::Basic);
        let query = ConstScoreQuery::new(Box::new(term), 1.0);
        for address in collect(self.searcher, &query, SAME_NAME)?.addresses {
            let stored = stored(self.searcher, self.fields, address)?;
            let entry = Entry::decode(&stored.entry).ok_or_else(unreadable)?;
            let same_side =
                |t: &&EntryTerm<'_>| (t.lang == Lang::Bo) == (needle.lang == Lang::Bo) && t.fold == headword;
            for term in entry.terms.iter().filter(same_side) {
                let order = order(needle, &entry, term);
                let (text, lang, id, kind) = (term.text.to_owned(), term.lang, entry.id, order.0);
                found.push((order, Suggestion { text, lang, id, kind }));
            }
        }
        Ok(())
    }
}

fn order(needle: &Needle, entry: &Entry<'_>, term: &EntryTerm<'_>) -> Order {
    let kind = if term.fold != needle.fold {
        MatchKind::Prefix
    } else if term_key(term.lang, term.text) == term_key(term.lang, &needle.typed) {
        MatchKind::Exact
    } else {
        MatchKind::Folded
    };
    let older = term.older || entry.older;
    (
        kind,
        !whole_units(needle, term.fold),
        older,
        term.fold.chars().count(),
        term.status,
        term.text.to_owned(),
    )
}

/// Tells whether `headword` goes on after the needle with a new syllable or character.
fn whole_units(needle: &Needle, headword: &str) -> bool {
    let unit = unit(needle.lang);
    unit.split(headword).starts_with(&unit.split(&needle.fold))
}
