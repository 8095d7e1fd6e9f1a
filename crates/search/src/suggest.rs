//! Terms that continue what is being typed, in either script or in letters.

use std::collections::HashSet;

use glossary::Lang;

use crate::Error;
use crate::MatchKind;
use crate::answer::Suggestion;
use crate::query::Request;
use crate::read::{Needle, Read, Shape, read};
use crate::search::{Desk, Filter, Gathering, Naming};

/// Suggestions that are given at most; more than a screen shows.
const MOST: usize = 50;
/// Candidates for each suggestion wanted: concepts may share a name.
const SPARE: usize = 4;

impl Desk<'_> {
    /// Returns up to `limit` terms that begin with `text`: whole syllables first, then in the order of hits.
    pub(crate) fn suggest(&self, text: &str, limit: usize) -> Result<Vec<Suggestion>, Error> {
        let limit = limit.min(MOST);
        let request = Request::new(text);
        let Read {
            needles, operators, ..
        } = read(text, &self.definition.limits);
        let mut gathering = Gathering::new(*self, &request, Filter::new(&request, &operators), limit * SPARE);
        for needle in needles {
            gathering.beginning_with(&needle);
        }
        gathering.found.sort_unstable();
        let mut seen = HashSet::new();
        let mut suggestions = Vec::new();
        for candidate in &gathering.found {
            let lexicon = self.rooms.room(candidate.room);
            let lang = lexicon.headwords.traits(candidate.headword).lang;
            let text = lexicon.text(candidate.headword);
            if suggestions.len() < limit && seen.insert((lang, text)) {
                let tier = self
                    .definition
                    .tier(candidate.place)
                    .ok_or_else(crate::rooms::unreadable)?;
                suggestions.push(Suggestion {
                    text: text.to_owned(),
                    lang,
                    id: lexicon.documents.id(candidate.document),
                    kind: tier.kind,
                });
            }
        }
        Ok(suggestions)
    }
}

impl Gathering<'_> {
    /// Gathers the terms that begin with what was typed, read in every way.
    fn beginning_with(&mut self, needle: &Needle) {
        let begins = Needle {
            shape: Shape::Begins,
            ..needle.clone()
        };
        self.literal(&begins, Naming::Written);
        if needle.is_open {
            self.continued(needle);
        }
        let Some(latin) = &needle.latin else { return };
        if !latin.ewts.is_empty() {
            let tibetan = Needle {
                shape: Shape::Begins,
                ..Needle::of_reading(Lang::Bo, &latin.ewts)
            };
            self.literal(&tibetan, Naming::As(MatchKind::Ewts));
        }
        self.romanised(needle, latin);
    }
}
