//! A change set: one syllable string replaced by another in all Tibetan terms, where somebody ticked it.

mod attached;
#[cfg(test)]
mod tests;

use std::ops::Range;

use text::bo::{Syllable, syllables};
use text::script::Script;

use crate::{Concept, Lang, Term, TermError};

/// One syllable string that is to take the place of another.
///
/// Both are in canonical form, so that a reader's kind of tsheg, spaces and a shad at the end make no other string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    sought: String,
    by: String,
}

/// A text that can be neither sought nor put in place of another.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplacementError {
    /// It could not be a term.
    #[error(transparent)]
    NoTerm(#[from] TermError),
    /// It has no syllable, or punctuation around its syllables, which could then not be found again.
    #[error("`{0}` is not made of syllables from end to end (hint: leave brackets and marks around it out)")]
    NoSyllables(String),
    /// Nothing would be replaced.
    #[error("`{0}` would be replaced by itself (hint: name two different texts)")]
    Same(String),
}

/// A text in which something is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replaced {
    /// The text as it will be, in canonical form.
    pub text: String,
    /// The places that are replaced, in order and apart, in Unicode scalar values of the text as it was.
    pub hits: Vec<Range<usize>>,
    /// The places at which it stands with a particle attached that what takes its place cannot carry in the same way
    /// (ཁང་གི, not ཁངའི), in the same units. They stay as they are, for somebody who writes the particle anew.
    pub left: Vec<Range<usize>>,
    /// Whether replacing back restores the text: false if what was put in also stands elsewhere in it, meets its
    /// neighbours to stand there once more, or had to be kept apart from them by a tsheg. Only the revision before can
    /// undo such a change.
    pub is_reversible: bool,
}

/// A term in which something is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermHit {
    /// Its place among the terms of the concept.
    pub position: usize,
    /// What becomes of its text.
    pub replaced: Replaced,
}

impl Replacement {
    /// Makes a replacement of `sought` by `by`.
    ///
    /// # Errors
    /// If one of them cannot be a term, is not made of syllables from end to end, or if both are the same.
    pub fn new(sought: &str, by: &str) -> Result<Self, ReplacementError> {
        let (sought, by) = (syllable_string(sought)?, syllable_string(by)?);
        if sought == by {
            return Err(ReplacementError::Same(sought));
        }
        Ok(Self { sought, by })
    }

    /// Returns what is looked for.
    #[must_use]
    pub fn sought(&self) -> &str {
        &self.sought
    }

    /// Returns what takes its place.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// Returns the replacement the other way round.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            sought: self.by.clone(),
            by: self.sought.clone(),
        }
    }

    /// Returns what becomes of `text`; `None` if what is sought does not stand in it.
    ///
    /// It is found from the left, only as whole syllables with the same punctuation between them, whatever kind of tsheg
    /// that is; the last one can have a particle attached (པའི), which the new last one gets where it attaches in the same
    /// way. Where no place can be replaced, the text is as it was. Time is bounded by the length of the text times that of
    /// what is sought.
    ///
    /// ```
    /// use glossary::search_replace::Replacement;
    ///
    /// let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང་")?;
    /// let replaced = replacement.replace("མི་དམངས་ཁྲིམས་ར").unwrap();
    /// assert_eq!(replaced.text, "མི་དམངས་ཁྲིམས་ཁང");
    /// assert_eq!(replaced.hits, [8..15]);
    /// let with_particle = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་པ")?.replace("ཁྲིམས་རའི་ལས").unwrap();
    /// assert_eq!(with_particle.text, "ཁྲིམས་པའི་ལས");
    /// assert_eq!(replacement.replace("ཁྲིམས་རའི་ལས").unwrap().left, [0..9]);
    /// # Ok::<(), glossary::search_replace::ReplacementError>(())
    /// ```
    #[must_use]
    pub fn replace(&self, text: &str) -> Option<Replaced> {
        let found = find(text, &self.sought);
        if found.is_empty() {
            return None;
        }
        let with_new = |found: Found| match attached::attach(&self.by, &found.particles) {
            Some(new) => Ok((found, new)),
            None => Err(characters(text, found.bytes)),
        };
        let (mut put, mut left) = (Vec::new(), Vec::new());
        for found in found.into_iter().map(with_new) {
            match found {
                Ok(place) => put.push(place),
                Err(stays) => left.push(stays),
            }
        }
        if put.is_empty() {
            return Some(Replaced {
                text: text.to_owned(),
                hits: Vec::new(),
                left,
                is_reversible: true,
            });
        }
        let (written, is_separated) = put_in(text, &put);
        let replaced = text::bo::key(&written);
        let hits = put
            .iter()
            .map(|(f, _)| characters(text, f.bytes.clone()))
            .collect();
        Some(Replaced {
            is_reversible: !is_separated && self.leads_back(&put, text, &replaced),
            text: replaced,
            hits,
            left,
        })
    }

    /// Returns every Tibetan term of `concept` in which something is replaced, in the order of the terms.
    ///
    /// Forms of every status and register are shown: whoever ticks them decides. Quotations and sources are left as they
    /// are, because they say what somebody else wrote.
    #[must_use]
    pub fn hits(&self, concept: &Concept) -> Vec<TermHit> {
        let tibetan = |(_, term): &(usize, &Term)| term.lang == Lang::Bo;
        let hit = |(position, term): (usize, &Term)| {
            let replaced = self.replace(&term.text)?;
            Some(TermHit { position, replaced })
        };
        concept
            .terms
            .iter()
            .enumerate()
            .filter(tibetan)
            .filter_map(hit)
            .collect()
    }

    /// Returns `concept` with the terms at `positions` replaced; positions without a hit change nothing.
    ///
    /// Forms that name a replaced term as their replacement name it as it is now. Whether the entry still keeps the rules
    /// is for the caller to ask: two forms may have become one.
    ///
    /// # Errors
    /// If a term would become too long.
    pub fn apply(&self, concept: &Concept, positions: &[usize]) -> Result<Concept, TermError> {
        let mut changed = concept.clone();
        for hit in self.hits(concept) {
            if !positions.contains(&hit.position) || hit.replaced.hits.is_empty() {
                continue;
            }
            let Some(term) = changed.terms.get_mut(hit.position) else {
                continue;
            };
            let (before, now) = (term.key(), Term::new(Lang::Bo, &hit.replaced.text)?.text);
            term.text.clone_from(&now);
            let is_gone = |t: &Term| t.lang != Lang::Bo || t.key() != before;
            if changed.terms.iter().all(is_gone) {
                rename_replacements(&mut changed.terms, &before, &now);
            }
        }
        Ok(changed)
    }

    /// Tells whether the new string stands in `replaced` exactly where it was put, counted in syllables, and no
    /// neighbours have become one.
    fn leads_back(&self, found: &[(Found, String)], text: &str, replaced: &str) -> bool {
        let (old, new) = (syllables(&self.sought).count(), syllables(&self.by).count());
        let put = found.iter().enumerate();
        let put = put.map(|(nth, (hit, _))| (hit.syllable + nth * new).checked_sub(nth * old));
        let stands = find(replaced, &self.by);
        let count = syllables(text).count() + found.len() * new;
        put.eq(stands.iter().map(|hit| Some(hit.syllable)))
            && count == syllables(replaced).count() + found.len() * old
    }
}

/// A place where a string stands.
struct Found {
    /// The number of its first syllable.
    syllable: usize,
    bytes: Range<usize>,
    /// The particles that its last syllable has attached; none, mostly.
    particles: String,
}

/// Puts a new string at each place found; also tells whether a tsheg had to keep one apart from a neighbour.
fn put_in(text: &str, found: &[(Found, String)]) -> (String, bool) {
    let mut written = String::with_capacity(text.len());
    let mut is_separated = false;
    let mut rest_from = 0;
    for (hit, new) in found {
        written.push_str(text.get(rest_from..hit.bytes.start).unwrap_or_default());
        is_separated |= separate(&mut written, new);
        written.push_str(new);
        rest_from = hit.bytes.end;
        let rest = text.get(rest_from..).unwrap_or_default();
        if !rest.starts_with(is_gap) {
            is_separated |= separate(&mut written, rest);
        }
    }
    written.push_str(text.get(rest_from..).unwrap_or_default());
    (written, is_separated)
}

/// Returns the places where `sought`, which is canonical, stands in `text` as whole syllables, the last one perhaps with
/// particles attached, from the left and apart.
fn find(text: &str, sought: &str) -> Vec<Found> {
    let words: Vec<&str> = syllables(sought).map(|syllable| syllable.text).collect();
    let Some((last_word, words_before)) = words.split_last() else {
        return Vec::new();
    };
    let places: Vec<Syllable<'_>> = syllables(text).collect();
    let spellings: Vec<_> = places.iter().map(|s| text::bo::normalize(s.text)).collect();
    let mut found: Vec<Found> = Vec::new();
    let mut free_from = 0;
    for (syllable, window) in places.windows(words.len()).enumerate() {
        let here = spellings.iter().skip(syllable).map(AsRef::as_ref);
        if syllable < free_from || !here.take(words_before.len()).eq(words_before.iter().copied()) {
            continue;
        }
        let (Some(first), Some(last)) = (window.first(), window.last()) else {
            continue;
        };
        let spelling = spellings.get(syllable + words_before.len()).map(AsRef::as_ref);
        let Some(particles) = spelling.and_then(|spelling| attached::particles_on(last_word, spelling))
        else {
            continue;
        };
        // The same syllables may have a shad or a bracket between them.
        let before = text.get(first.start..last.start).unwrap_or_default();
        if text::bo::key(&format!("{before}{last_word}")) == sought {
            free_from = syllable + words.len();
            found.push(Found {
                syllable,
                bytes: first.start..last.end,
                particles,
            });
        }
    }
    found
}

/// Returns `raw` in canonical form if a syllable stands at both of its ends.
fn syllable_string(raw: &str) -> Result<String, ReplacementError> {
    let text = Term::new(Lang::Bo, raw)?.text;
    let first = syllables(&text).next().map(|s| s.start);
    let last = syllables(&text).last().map(|s| s.end);
    if first == Some(0) && last == Some(text.len()) {
        Ok(text)
    } else {
        Err(ReplacementError::NoSyllables(text))
    }
}

/// Writes a tsheg where the last character of `written` and the first of `next` would stand in one syllable, and tells
/// whether it did.
fn separate(written: &mut String, next: &str) -> bool {
    let (Some(last), Some(first)) = (written.chars().next_back(), next.chars().next()) else {
        return false;
    };
    let grows = !is_gap(last) && Script::of(last) == Script::of(first);
    if grows {
        written.push('་');
    }
    grows
}

/// Tells whether `c` stands between syllables.
fn is_gap(c: char) -> bool {
    let mut buffer = [0; 4];
    syllables(c.encode_utf8(&mut buffer)).next().is_none()
}

fn rename_replacements(terms: &mut [Term], before: &str, now: &str) {
    for term in terms.iter_mut().filter(|t| t.lang == Lang::Bo) {
        let names_it = |name: &String| text::bo::key(name) == before;
        if let Some(name) = term.replaced_by.as_mut().filter(|name| names_it(name)) {
            now.clone_into(name);
        }
    }
}

/// Returns a range of bytes as one of characters.
fn characters(text: &str, bytes: Range<usize>) -> Range<usize> {
    let count = |to: usize| text.get(..to).map_or(0, |head| head.chars().count());
    count(bytes.start)..count(bytes.end)
}
