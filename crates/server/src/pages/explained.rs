//! Where in the explanation of a concept the text stands that was looked for.

use app::view::public_notes;
use glossary::{Concept, Lang};
use serde::Serialize;

use super::highlight::Segment;

/// Characters shown before the match, and behind it.
const BEFORE: usize = 16;
const BEHIND: usize = 48;

/// A piece of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SnippetView {
    /// The language, if the entry says it.
    pub lang: Option<&'static str>,
    /// The piece, cut where it matched.
    pub segments: Vec<Segment>,
}

/// Returns the piece of `concept`'s definitions, examples and public notes that holds what was `typed`: all of it, else
/// its first word that stands somewhere. `None` if it stands there in another writing only.
pub fn snippet(concept: &Concept, typed: &str) -> Option<SnippetView> {
    let typed = typed.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '་' | '།'));
    let mut wanted = vec![typed];
    wanted.extend(typed.split_whitespace());
    let texts = texts(concept);
    wanted
        .into_iter()
        .filter(|word| !word.is_empty())
        .find_map(|word| texts.iter().find_map(|(lang, text)| cut(*lang, text, word)))
}

fn texts(concept: &Concept) -> Vec<(Option<Lang>, &str)> {
    let definitions = concept
        .definitions
        .iter()
        .map(|d| (Some(d.lang), d.text.as_str()));
    let contexts = concept.terms.iter().flat_map(|term| &term.contexts);
    let contexts = contexts.map(|context| (None, context.text.as_str()));
    let notes = public_notes(concept)
        .into_iter()
        .map(|note| (None, note.text.as_str()));
    definitions.chain(contexts).chain(notes).collect()
}

fn cut(lang: Option<Lang>, text: &str, word: &str) -> Option<SnippetView> {
    let (before, after) = text.split_once(word)?;
    let start = before.char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    // No Tibetan stack and no syllable is cut: the piece begins and ends at one of its own signs.
    let start = match before.get(start..).and_then(|s| s.find(['་', ' ', '།'])) {
        Some(at) if start > 0 => start + at,
        _ => start,
    };
    let end = after.char_indices().nth(BEHIND).map_or(after.len(), |(at, _)| at);
    let end = match after.get(..end).and_then(|s| s.rfind(['་', ' ', '།'])) {
        Some(at) if end < after.len() => at,
        _ => end,
    };
    let segment = |text: String, is_hit| Segment { text, is_hit };
    let ellipsis = |is_cut: bool| if is_cut { "…" } else { "" };
    let before = before.get(start..).unwrap_or_default();
    let behind = after.get(..end).unwrap_or_default();
    let segments = [
        segment(format!("{}{before}", ellipsis(start > 0)), false),
        segment(word.to_owned(), true),
        segment(format!("{behind}{}", ellipsis(end < after.len())), false),
    ];
    Some(SnippetView {
        lang: lang.map(Lang::as_str),
        segments: segments.into_iter().filter(|s| !s.text.is_empty()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use glossary::Definition;

    use super::*;

    #[track_caller]
    fn check(text: &str, typed: &str, expected: Option<&str>) {
        let mut concept = Concept::draft();
        concept.definitions.push(Definition {
            lang: Lang::Zh,
            text: text.to_owned(),
            source: None,
        });
        let shown = snippet(&concept, typed).map(|snippet| {
            let shown = snippet
                .segments
                .into_iter()
                .map(|s| if s.is_hit { format!("[{}]", s.text) } else { s.text });
            shown.collect::<String>()
        });
        assert_eq!(shown.as_deref(), expected);
    }

    #[test]
    fn the_place_that_was_looked_for_is_marked() {
        check("以非法占有为目的", "占有", Some("以非法[占有]为目的"));
        check("占有", "“占有”", Some("[占有]"));
        check("为目的的占有", "没有 占有", Some("为目的的[占有]"));
        check("མི་དམངས་ཁྲིམས་ཁང་", "ཁྲིམས་ཁང་།", Some("མི་དམངས་[ཁྲིམས་ཁང]་"));
    }

    #[test]
    fn a_long_text_is_cut_around_it_and_no_syllable_is() {
        let text = format!("{}占有{}", "前".repeat(40), "后".repeat(80));
        let shown = format!("…{}[占有]{}…", "前".repeat(17), "后".repeat(48));
        check(&text, "占有", Some(&shown));
        let text = format!("{}ཁང{}", "བསྒྲུབས་".repeat(9), "་བསྒྲུབས".repeat(20));
        check(
            &text,
            "ཁང",
            Some(&format!("…་བསྒྲུབས་བསྒྲུབས་[ཁང]{}…", "་བསྒྲུབས".repeat(5))),
        );
    }

    #[test]
    fn another_writing_has_no_place_to_mark() {
        check("占有", "佔有", None);
        check("占有", " ", None);
    }
}
