//! Reads what was typed: which scripts it holds, what is searched for in each, and what has to be said about it.
//!
//! Never fails. A text is cut to its first characters before anything else is done with it.

use glossary::Lang;
use text::script::{Script, runs};

use crate::answer::{Notice, Reading, ReadingKind};
use crate::definition::Limits;
use crate::fold::{fold, unit};

/// What a text asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) readings: Vec<Reading>,
    /// What must match, each in its own language, all of them.
    pub(crate) needles: Vec<Needle>,
    pub(crate) notices: Vec<Notice>,
}

/// The part of a text that is looked for among the terms of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Needle {
    /// The language; Chinese stands for every script that is not Tibetan.
    pub(crate) lang: Lang,
    pub(crate) typed: String,
    /// The whole part, folded. Never empty.
    pub(crate) fold: String,
    /// What the typist set apart by spaces, each folded; for Tibetan the syllables, as a space may be a tsheg.
    pub(crate) pieces: Vec<String>,
    /// Whether the last syllable may still be incomplete, because no tsheg closes it.
    pub(crate) open_end: bool,
}

/// Reads `text`, looking at no more of it than `limits` allow.
pub(crate) fn read(text: &str, limits: &Limits) -> Read {
    let mut chars = text.chars();
    let kept: String = chars
        .by_ref()
        .take(limits.query_chars)
        .filter(|c| !c.is_control() || c.is_whitespace())
        .collect();
    let mut truncated = chars.next().is_some();
    let mut readings = Vec::new();
    let mut needles = Vec::new();
    for (lang, typed) in sides(&kept) {
        let mut folded = fold(lang, &typed);
        // One character can fold to many: ﷺ to eighteen.
        if let Some((end, _)) = folded.char_indices().nth(limits.query_chars) {
            folded.truncate(end);
            truncated = true;
        }
        let invalid = folded.is_empty();
        let text = if invalid { typed.clone() } else { folded.clone() };
        readings.push(Reading {
            kind: kind(lang, &typed),
            text,
            invalid,
        });
        if !invalid {
            needles.push(Needle::new(lang, typed, folded));
        }
    }
    let mut notices = Vec::new();
    notices.extend(truncated.then_some(Notice::Truncated));
    if needles.is_empty() {
        notices.push(Notice::NothingToSearch);
    }
    let cut: Vec<bool> = needles.iter_mut().map(|n| n.cut(limits.query_words)).collect();
    if cut.contains(&true) {
        notices.push(Notice::TooManyWords);
    }
    Read {
        readings,
        needles,
        notices,
    }
}

impl Needle {
    fn new(lang: Lang, typed: String, folded: String) -> Self {
        let pieces = match lang {
            Lang::Bo => unit(lang).split(&folded).into_iter().map(str::to_owned).collect(),
            _ => typed
                .split_whitespace()
                .map(|p| fold(lang, p))
                .filter(|p| !p.is_empty())
                .collect(),
        };
        let last = text::bo::syllables(&typed).last();
        let open_end = lang == Lang::Bo && last.is_some_and(|s| s.end == typed.len());
        Self {
            lang,
            typed,
            fold: folded,
            pieces,
            open_end,
        }
    }

    /// Keeps the first `words` pieces, each once, and tells whether there were more.
    fn cut(&mut self, words: usize) -> bool {
        let mut seen = std::collections::HashSet::new();
        self.pieces.retain(|p| seen.insert(p.clone()));
        let more = self.pieces.len() > words;
        self.pieces.truncate(words);
        more
    }
}

/// Parts `text` into its Tibetan and its other side, in the order in which they begin.
fn sides(text: &str) -> Vec<(Lang, String)> {
    let mut sides: Vec<(Lang, String)> = Vec::new();
    let mut current = None;
    // Western digits belong to what they stand beside: 14 is the same number in a Tibetan term.
    let mut leading_digits = "";
    for run in runs(text) {
        let part = text.get(run.start..run.end).unwrap_or_default();
        let side = match run.script {
            Script::Tibetan => Some(Lang::Bo),
            Script::Digit if part.contains(|c| matches!(c, '\u{f20}'..='\u{f33}')) => Some(Lang::Bo),
            Script::Digit => current,
            Script::Han | Script::Latin | Script::Other => Some(Lang::Zh),
        };
        let Some(side) = side else {
            leading_digits = part;
            continue;
        };
        let beside = std::mem::take(&mut leading_digits);
        match sides.iter_mut().find(|(lang, _)| *lang == side) {
            // What the other script stood between does not run together.
            Some((_, typed)) if current != Some(side) => typed.extend([" ", beside, part]),
            Some((_, typed)) => typed.push_str(part),
            None => sides.push((side, [beside, part].concat())),
        }
        current = Some(side);
    }
    if sides.is_empty() && !leading_digits.is_empty() {
        sides.push((Lang::Zh, leading_digits.to_owned()));
    }
    sides
}

fn kind(lang: Lang, typed: &str) -> ReadingKind {
    match lang {
        Lang::Bo => ReadingKind::Tibetan,
        _ if text::script::contains(typed, Script::Han) => ReadingKind::Han,
        _ => ReadingKind::Latin,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Definition;

    fn limits() -> Limits {
        Limits {
            query_chars: 12,
            query_words: 2,
            ..Definition::load().unwrap().limits
        }
    }

    /// Checks what is looked for: language, fold and pieces of each part.
    #[track_caller]
    fn check(text: &str, expect: &[&str]) {
        let needles = read(text, &limits()).needles;
        let shown = needles
            .iter()
            .map(|n| format!("{} {} {}", n.lang, n.fold, n.pieces.join("|")));
        assert_eq!(shown.collect::<Vec<_>>(), expect, "for `{text}`");
    }

    #[test]
    fn pieces_are_what_spaces_part_and_in_tibetan_the_syllables() {
        check("离婚 财产", &["zh 离婚财产 离婚|财产"]);
        check("离婚 离婚", &["zh 离婚离婚 离婚"]);
        check("མི མི་ཁང", &["bo མི་མི་ཁང མི|ཁང"]);
        check("法院 མི", &["zh 法院 法院", "bo མི མི"]);
    }

    #[test]
    fn a_syllable_is_open_until_something_closes_it() {
        for (text, open) in [
            ("མི", true),
            ("མི་", false),
            ("མི།", false),
            ("མི ", false),
            ("法", false),
            ("མི 法", false),
        ] {
            let read = read(text, &limits());
            assert_eq!(read.needles.iter().any(|n| n.open_end), open, "{text}");
        }
    }

    #[test]
    fn no_part_is_longer_than_the_limit_even_where_folding_expands() {
        let read = read(&"\u{fdfa}".repeat(12), &limits());
        assert_eq!(read.notices.first(), Some(&Notice::Truncated));
        assert!(read.needles.iter().all(|n| n.fold.chars().count() <= 12));
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_read_stays_within_the_limits(text in "(\\PC|[ཀ-ཿ་། ]|[一-龥]|[0-9]){0,30}") {
            let limits = limits();
            let read = read(&text, &limits);
            proptest::prop_assert!(read.needles.len() <= 2 && read.needles.len() <= read.readings.len());
            for needle in &read.needles {
                proptest::prop_assert!(!needle.fold.is_empty() && needle.fold.chars().count() <= limits.query_chars);
                proptest::prop_assert!(needle.pieces.len() <= limits.query_words);
            }
            let nothing = read.notices.contains(&Notice::NothingToSearch);
            proptest::prop_assert_eq!(nothing, read.needles.is_empty());
        }
    }
}
