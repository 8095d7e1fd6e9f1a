//! Terms that an entry has twice: one is kept, with everything that is said of both.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;

use ::glossary::Lang;

use super::entry::EntryReader;
use super::report::Remark;
use super::term_section::TermDraft;

impl EntryReader<'_, '_> {
    /// Joins terms of one language and region that are spelled the same but for their edges, and tells of each.
    ///
    /// A glossary has such a form once (`same_term_twice`), and would keep the first without what is said of the
    /// second. What we write has none.
    pub(super) fn join_repeated(&mut self, drafts: Vec<TermDraft>) -> Vec<TermDraft> {
        if self.facts.is_ours || !share_a_language(&drafts) {
            return drafts;
        }
        let mut kept: Vec<TermDraft> = Vec::with_capacity(drafts.len());
        let mut places = HashMap::new();
        for draft in drafts {
            let key = (draft.term.lang, draft.term.region.clone(), draft.term.key());
            let place = match places.entry(key) {
                Entry::Occupied(place) => *place.get(),
                Entry::Vacant(free) => {
                    free.insert(kept.len());
                    kept.push(draft);
                    continue;
                }
            };
            let (at, text) = (draft.at, draft.term.text.clone());
            self.tell(Remark::Repeated, at, &text);
            let left = kept.get_mut(place).map(|first| first.take_in(draft));
            for contradiction in left.unwrap_or_default() {
                self.tell(Remark::SecondValue, at, &format!("{text}: {contradiction}"));
            }
        }
        kept
    }
}

impl TermDraft {
    /// Adds what `other` says of the same term. What contradicts becomes a remark, and is returned.
    fn take_in(&mut self, other: Self) -> Vec<String> {
        let mut left = Vec::new();
        hold(&mut self.status, other.status, "administrativeStatus", &mut left);
        hold(&mut self.register, other.register, "register", &mut left);
        let (term, more) = (&mut self.term, other.term);
        hold(&mut term.term_type, more.term_type, "termType", &mut left);
        hold(
            &mut term.part_of_speech,
            more.part_of_speech,
            "partOfSpeech",
            &mut left,
        );
        // The number itself is a remark of either.
        term.reliability = term.reliability.or(more.reliability);
        add_missing(&mut term.sources, more.sources);
        add_missing(&mut term.contexts, more.contexts);
        self.has_unknown_status |= other.has_unknown_status;
        for line in more
            .note
            .iter()
            .flat_map(|note| note.lines())
            .chain(left.iter().map(String::as_str))
        {
            let note = self.term.note.as_deref().unwrap_or_default();
            if !note.lines().any(|known| known == line) {
                self.add_note(line);
            }
        }
        left
    }
}

/// Tells whether two of the terms could be the same.
fn share_a_language(drafts: &[TermDraft]) -> bool {
    let count = |lang: &Lang| drafts.iter().filter(|draft| draft.term.lang == *lang).count();
    Lang::ALL.iter().any(|lang| count(lang) > 1)
}

/// Takes a value where there is none; another one than is held is left, under its name.
fn hold<T: PartialEq + Display>(held: &mut Option<T>, said: Option<T>, name: &str, left: &mut Vec<String>) {
    match (&held, said) {
        (Some(value), Some(other)) if *value != other => left.push(format!("{name}: {other}")),
        (None, said) => *held = said,
        _ => {}
    }
}

fn add_missing<T: PartialEq>(known: &mut Vec<T>, more: Vec<T>) {
    for item in more {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}
