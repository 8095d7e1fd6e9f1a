//! Reads what was typed: operators, scripts, what is searched for in each, and what has to be said about it.
//!
//! Never fails. A text is cut to its first characters before anything else is done with it.

mod latin;
mod needle;
mod operators;
mod sides;

pub(crate) use self::latin::Latin;
pub(crate) use self::needle::{Needle, Shape};
pub(crate) use self::operators::Operators;

use std::borrow::Cow;

use glossary::Lang;
use text::script::{Script, contains};

use crate::answer::{Notice, Reading, ReadingKind};
use crate::definition::Limits;
use crate::fold::fold;
use crate::vocabulary::VOCABULARY;

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) readings: Vec<Reading>,
    /// What must match, each in its own script, all of them.
    pub(crate) needles: Vec<Needle>,
    pub(crate) operators: Operators,
    pub(crate) notices: Vec<Notice>,
}

/// Reads `text`, looking at no more of it than `limits` allow.
pub(crate) fn read(text: &str, limits: &Limits) -> Read {
    let (kept, mut is_truncated) = kept(text, limits);
    let (parts, operators) = operators::take(&kept, limits);
    let mut readings = Vec::new();
    let mut needles: Vec<Needle> = Vec::new();
    for (part, shape) in &parts {
        for (lang, typed) in sides::sides(part) {
            let mut folded = fold(lang, &typed);
            // One character can fold to many: ﷺ to eighteen.
            if let Some((end, _)) = folded.char_indices().nth(limits.query_chars) {
                folded.truncate(end);
                is_truncated = true;
            }
            let needle = Needle::new(lang, typed, folded, *shape);
            readings.extend(needle.readings());
            if !needle.fold.is_empty() {
                needles.push(needle);
            }
        }
    }
    if needles.len() > 1 {
        keep_what_names(&mut needles);
    }
    let mut notices = Vec::new();
    notices.extend(is_truncated.then_some(Notice::Truncated));
    if needles.is_empty() {
        notices.push(Notice::NothingToSearch);
    }
    let cut: Vec<bool> = needles.iter_mut().map(|n| n.cut(limits.query_words)).collect();
    if cut.contains(&true) || needles.len() > limits.query_words {
        needles.truncate(limits.query_words);
        notices.push(Notice::TooManyWords);
    }
    Read {
        readings,
        needles,
        operators,
        notices,
    }
}

/// Returns what of `text` is looked at, without control characters, and whether there is more.
fn kept<'t>(text: &'t str, limits: &Limits) -> (Cow<'t, str>, bool) {
    let end = text.char_indices().nth(limits.query_chars).map(|(at, _)| at);
    let first = end.and_then(|end| text.get(..end)).unwrap_or(text);
    let is_dropped = |c: char| c.is_control() && !c.is_whitespace();
    let kept = if first.contains(is_dropped) {
        Cow::Owned(first.replace(is_dropped, ""))
    } else {
        Cow::Borrowed(first)
    };
    (kept, end.is_some())
}

/// Keeps of several needles each one once, and no words that ask for a term: they name nothing beside one.
fn keep_what_names(needles: &mut Vec<Needle>) {
    let mut seen = Vec::new();
    needles.retain(|needle| {
        let key = (needle.lang, needle.fold.clone(), needle.shape);
        let is_new = !seen.contains(&key);
        seen.push(key);
        is_new
    });
    let is_question = |needle: &Needle| needle.shape == Shape::Any && VOCABULARY.is_question(&needle.fold);
    if needles.iter().any(|needle| !is_question(needle)) {
        needles.retain(|needle| !is_question(needle));
    }
}

/// Returns how a side of a text is read when it is taken as it stands.
fn kind(lang: Lang, typed: &str) -> ReadingKind {
    match lang {
        Lang::Bo => ReadingKind::Tibetan,
        _ if contains(typed, Script::Han) => ReadingKind::Han,
        _ => ReadingKind::Latin,
    }
}

#[cfg(test)]
mod tests;
