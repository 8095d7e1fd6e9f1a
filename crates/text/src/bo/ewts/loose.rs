//! Reads Wylie as people type it, without the care that EWTS asks for.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::read::Reader;
use super::warning::{Converted, WarningKind};
use crate::bo::{Fault, TSHEG, Verdict, parse, split_joined, syllables};
use crate::table::Replacements;

static LOOSE: LazyLock<Replacements> =
    LazyLock::new(|| Replacements::parse(include_str!("../../../data/ewts_loose.tsv")));

/// Returns what `text`, which is Wylie in any of its habits, means in Tibetan script.
///
/// For queries. Capitals do not matter (except M and H after a small vowel, anusvara and visarga), nor do the
/// kinds of apostrophe, hyphens between syllables, and the letters of other romanisations
/// (`data/ewts_loose.tsv`). Consonants are stacked only where a common stack has them; a final འ that the
/// spelling needs is added (`bka` is བཀའ), and syllables run together are parted (`khrimskhang`). Warnings give
/// positions of `text`; what was mended is not warned of. Never fails and is linear in the text.
///
/// ```
/// assert_eq!(text::bo::from_loose_ewts("Mi-dmangs khrimskhang").text, "མི་དམངས་ཁྲིམས་ཁང");
/// assert_eq!(text::bo::from_loose_ewts("bkaʼ").text, "བཀའ");
/// assert_eq!(text::bo::from_loose_ewts("dga").text, "དགའ");
/// ```
#[must_use]
pub fn from_loose_ewts(text: &str) -> Converted {
    let (prepared, origins) = prepare(text);
    let read = Reader::new(&prepared, None, false).read();
    let (mended, is_whole) = mend(&read.text);
    let mut warnings = read.warnings;
    warnings.retain(|warning| !is_whole || !matches!(warning.kind, WarningKind::Spelling(_)));
    for warning in &mut warnings {
        warning.position = origins.get(warning.position).copied().unwrap_or(warning.position);
    }
    Converted {
        text: mended,
        warnings,
    }
}

/// Returns `text` in the letters of EWTS, and for each character the position it comes from.
fn prepare(text: &str) -> (String, Vec<usize>) {
    let (mut prepared, mut origins) = (String::with_capacity(text.len()), Vec::new());
    let mut after_small_vowel = false;
    let composed = text.chars().enumerate().flat_map(|(position, c)| {
        // Full width and ligatures; letters with marks stay composed.
        std::iter::once(c).nfkc().map(move |c| (position, c))
    });
    for (position, c) in compose(composed) {
        let lower = if after_small_vowel && matches!(c, 'M' | 'H') {
            c
        } else {
            c.to_ascii_lowercase()
        };
        let lower = lower
            .to_lowercase()
            .next()
            .filter(|_| lower == c && !c.is_ascii())
            .unwrap_or(lower);
        let replaced = LOOSE.get(lower);
        let kept = replaced.is_none().then_some(lower);
        for c in replaced.unwrap_or_default().chars().chain(kept) {
            prepared.push(c);
            origins.push(position);
        }
        after_small_vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
    }
    (prepared, origins)
}

/// Puts a letter and the marks after it together, so that the table finds them.
fn compose(characters: impl Iterator<Item = (usize, char)>) -> impl Iterator<Item = (usize, char)> {
    let mut rest = characters.peekable();
    std::iter::from_fn(move || {
        let (position, mut c) = rest.next()?;
        while let Some(joined) = rest
            .peek()
            .and_then(|&(_, mark)| unicode_normalization::char::compose(c, mark))
        {
            c = joined;
            rest.next();
        }
        Some((position, c))
    })
}

/// Mends the syllables of `text`; tells whether none is left that has a fault.
fn mend(text: &str) -> (String, bool) {
    let mut mended = String::with_capacity(text.len());
    let mut is_whole = true;
    let mut end = 0;
    for syllable in syllables(text) {
        mended.push_str(text.get(end..syllable.start).unwrap_or_default());
        end = syllable.end;
        match parse(syllable.text) {
            Verdict::Malformed(Fault::NotTibetan(_)) => mended.push_str(syllable.text),
            Verdict::Malformed(_) => match split_joined(syllable.text) {
                Some(pieces) => mended.push_str(&pieces.join(TSHEG.encode_utf8(&mut [0; 4]))),
                None => {
                    is_whole = false;
                    mended.push_str(syllable.text);
                }
            },
            Verdict::Native(_) | Verdict::Loan => mended.push_str(syllable.text),
        }
    }
    mended.push_str(text.get(end..).unwrap_or_default());
    (mended, is_whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        let read = from_loose_ewts(text);
        assert_eq!(read.text, expect, "{text}");
        assert_eq!(read.warnings, [], "{text}");
    }

    #[test]
    fn habits_of_typing_do_not_matter() {
        check("Bkra Shis", "བཀྲ་ཤིས");
        check("BKRA SHIS", "བཀྲ་ཤིས");
        check("bkra-shis", "བཀྲ་ཤིས");
        check("khrims  khang", "ཁྲིམས་ཁང");
        check("’dul ba", "འདུལ་བ");
        check("ｋｈｒｉｍｓ", "ཁྲིམས");
        check("oM", "ཨོཾ");
    }

    #[test]
    fn other_romanisations_are_read() {
        check("ñi ma", "ཉི་མ");
        check("n\u{303}i ma", "ཉི་མ");
        check("gźuṅ", "གཞུང");
        check("śes rab", "ཤེས་རབ");
        check("ŚES RAB", "ཤེས་རབ");
    }

    #[test]
    fn what_the_spelling_needs_is_added() {
        check("bka", "བཀའ");
        check("dga", "དགའ");
        check("dag", "དག");
        check("bka'i", "བཀའི");
        check("mkhan po", "མཁན་པོ");
        check("khrimskhang", "ཁྲིམས་ཁང");
        check("bodyig", "བོད་ཡིག");
    }

    #[test]
    fn warnings_give_places_of_the_text() {
        let read = from_loose_ewts("ñi q");
        assert_eq!(read.warnings.len(), 1);
        assert_eq!(read.warnings[0].position, 3);
    }
}
