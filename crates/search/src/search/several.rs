//! Concepts that match several needles, each in its own script.

use std::collections::HashMap;

use super::candidate::Candidate;
use super::gather::Gathering;
use super::stands::Naming;
use crate::query::LangChoice;
use crate::read::{Needle, Shape};

/// Concepts that are looked at for each needle.
const MOST_GATHERED: usize = 2_000;

impl Gathering<'_> {
    /// Gathers concepts that match all `needles`; returns how many there are. A hit is as good as the worst of its
    /// matches, and shown by the one in the language asked for, or the first.
    pub(crate) fn all_of(&mut self, needles: &[Needle]) -> usize {
        let needed = std::mem::replace(&mut self.needed, MOST_GATHERED);
        let mut common: Option<HashMap<(u8, u32), Candidate>> = None;
        for needle in needles {
            let literal = self.literal(needle, Naming::Written);
            if needle.shape == Shape::Any {
                self.variants(needle, literal);
                if let Some(latin) = &needle.latin {
                    self.romanised(needle, latin);
                }
                self.typed_words(needle);
            }
            let found = self.replace(Vec::new());
            let is_asked = self.is_asked(needle);
            let of_needle = found.into_iter().map(|c| ((c.room, c.document), c));
            common = Some(match common {
                None => of_needle.collect(),
                Some(known) => of_needle
                    .filter_map(|(concept, candidate)| {
                        let other = known.get(&concept)?;
                        let shown = if is_asked { candidate } else { *other };
                        let place = candidate.place.max(other.place);
                        let cost = candidate.cost.saturating_add(other.cost);
                        Some((concept, Candidate { place, cost, ..shown }))
                    })
                    .collect(),
            });
        }
        self.needed = needed;
        let mut found: Vec<Candidate> = common.unwrap_or_default().into_values().collect();
        found.sort_unstable();
        let count = found.len();
        found.truncate(self.together());
        self.replace(found);
        count
    }

    /// Tells whether the language of `needle` was asked for.
    fn is_asked(&self, needle: &Needle) -> bool {
        match self.request.lang {
            LangChoice::Auto => false,
            LangChoice::Bo => needle.lang == glossary::Lang::Bo,
            LangChoice::Zh => needle.lang != glossary::Lang::Bo,
        }
    }
}
