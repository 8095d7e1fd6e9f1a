//! Writes the stacks of one syllable in EWTS: which letters are bare, and what each stack is called.

use super::letters::{Class, name};
use super::read::Reader;
use super::stacking::{is_written_plain, may_precede};
use crate::bo::structure::{is_first_root, is_second_suffix, is_suffix};
use crate::bo::{Stack, stacks};

const TSA_PHRU: char = '\u{f39}';

/// Appends `syllable`, which is canonical, to `written`; returns the first character that had to be
/// escaped, with the byte offset of its stack.
///
/// A prefix and the suffixes at the end are bare, every other letter has its vowel. A syllable that would be
/// read differently so is written with a `.` between its letters, each with its vowel.
pub(super) fn spell(syllable: &str, written: &mut String) -> Option<(usize, char)> {
    let stacks: Vec<_> = stacks(syllable).collect();
    let prefix = usize::from(has_prefix(&stacks));
    let start = written.len();
    let mut escaped = None;
    let mut roots = 0;
    let mut bare = false;
    for (nth, stack) in stacks.iter().enumerate() {
        bare |= nth > prefix && is_ending(stacks.get(nth..).unwrap_or_default());
        if bare || nth < prefix {
            consonants(stack.letters, written);
        } else {
            if nth == prefix
                && stacks
                    .first()
                    .is_some_and(|first| nth > 0 && would_join(first, stack))
            {
                written.push('.');
            }
            let first = whole(stack, written).map(|c| (stack.start, c));
            escaped = escaped.or(first);
            roots += 1;
        }
    }
    // One root with its prefix and suffixes is always read back; anything else is tried.
    let read_back = || {
        Reader::new(written.get(start..).unwrap_or_default(), None, true)
            .read()
            .text
    };
    if roots > 1 && read_back() != syllable {
        written.truncate(start);
        // An escape ends what is before it by itself.
        let mut after_letter = false;
        for stack in &stacks {
            written.push_str(if after_letter { "." } else { "" });
            after_letter = whole(stack, written).is_none();
        }
    }
    escaped
}

/// Tells whether the first of `stacks` is a prefix, by the rules of [`parse`](crate::bo::parse) where they apply.
fn has_prefix(stacks: &[Stack<'_>]) -> bool {
    let [first, second, after @ ..] = stacks else {
        return false;
    };
    if !first.is_bare()
        || !first
            .letters
            .chars()
            .all(|letter| may_precede(letter, second.letters))
    {
        return false;
    }
    match after {
        _ if !second.is_bare() => true,
        [] => !is_ending(std::slice::from_ref(second)),
        [a_chung, ..] if a_chung.letters == "འ" => true,
        _ => {
            let letters: String = stacks.iter().map(|stack| stack.letters).collect();
            is_ending(after) && !is_first_root(&letters)
        }
    }
}

/// Tells whether `stacks` are the suffixes that end a syllable; Ta and Na end loan words so.
fn is_ending(stacks: &[Stack<'_>]) -> bool {
    let mut letters = stacks
        .iter()
        .map(|stack| stack.letters.chars().next().filter(|_| stack.is_bare()));
    match (letters.next(), letters.next(), letters.next()) {
        (Some(Some(only)), None, None) => is_suffix(only) || matches!(only, 'ཊ' | 'ཎ'),
        (Some(Some(first)), Some(Some(second)), None) => is_suffix(first) && is_second_suffix(first, second),
        _ => false,
    }
}

/// Tells whether a bare letter would be read as the first of a stack with the one after it.
fn would_join(first: &Stack<'_>, second: &Stack<'_>) -> bool {
    let under = second
        .letters
        .chars()
        .next()
        .and_then(|c| char::from_u32(u32::from(c) + 0x50));
    let rest = second.letters.chars().skip(1);
    is_written_plain(&first.letters.chars().chain(under).chain(rest).collect::<String>())
}

/// Writes the consonants of a stack.
fn consonants(letters: &str, written: &mut String) {
    let plain = is_written_plain(letters);
    for (nth, letter) in letters.chars().enumerate() {
        if nth > 0 && !plain {
            written.push('+');
        }
        match name(letter) {
            // ཨ is the vowel itself.
            None if letter == 'ཨ' => {
                written.push_str(if letters.chars().nth(1).is_some() { "a" } else { "" })
            }
            Some((sign, _)) => written.push_str(sign),
            None => {}
        }
    }
}

/// Writes a stack with its vowel and marks; returns the first character that had to be escaped.
fn whole(stack: &Stack<'_>, written: &mut String) -> Option<char> {
    if stack.letters.is_empty() || stack.letters.chars().any(|c| c != 'ཨ' && name(c).is_none()) {
        return escape(stack.letters.chars().chain(stack.signs.chars()), written);
    }
    let foreign = match stack.letters {
        "ཕ" => Some("f"),
        "བ" => Some("v"),
        _ => None,
    };
    // The tsa-phru is written before the vowel, though it follows it in canonical order.
    let mut signs: Vec<char> = stack.signs.chars().collect();
    // After ཨ, which is no consonant there, it stays a mark.
    let has_consonant = !stack.letters.starts_with('ཨ');
    let tsa_phru = signs
        .iter()
        .position(|&c| c == TSA_PHRU && has_consonant)
        .map(|at| signs.remove(at));
    match (tsa_phru, foreign) {
        (Some(_), Some(letter)) => written.push_str(letter),
        (tsa_phru, _) => {
            consonants(stack.letters, written);
            written.extend(tsa_phru.map(|_| '^'));
        }
    }
    // Virama and emphasis are written last, though in canonical order others follow them.
    if signs.iter().all(|&c| name(c).is_some()) {
        signs.sort_by_key(|c| match c {
            '\u{f84}' => 1,
            '\u{f35}' | '\u{f37}' => 2,
            _ => 0,
        });
    }
    let is_vowel = |c: &char| matches!(name(*c), Some((_, Class::Vowel)));
    let vowels = signs.iter().position(|c| !is_vowel(c)).unwrap_or(signs.len());
    let (vowels, marks) = signs.split_at_checked(vowels).unwrap_or((&signs, &[]));
    write_vowels(vowels, written);
    write_marks(marks, written)
}

/// Writes vowel signs, those of one stack joined by `+`; none is the inherent vowel.
fn write_vowels(signs: &[char], written: &mut String) {
    if signs.is_empty() {
        written.push('a');
    }
    let mut rest = signs;
    while let [first, after @ ..] = rest {
        if rest.len() < signs.len() {
            written.push('+');
        }
        let long = match (first, after.first()) {
            ('\u{f71}', Some('\u{f72}')) => Some("I"),
            ('\u{f71}', Some('\u{f74}')) => Some("U"),
            ('\u{f71}', Some('\u{f80}')) => Some("-I"),
            _ => None,
        };
        written.push_str(long.or(name(*first).map(|(sign, _)| sign)).unwrap_or_default());
        rest = if long.is_some() {
            after.get(1..).unwrap_or_default()
        } else {
            after
        };
    }
}

/// Writes the marks after the vowel; from the first without a sign on they are escapes, which keep their order.
fn write_marks(marks: &[char], written: &mut String) -> Option<char> {
    let is_mark = |c: &char| matches!(name(*c), Some((_, Class::Mark)));
    let known = marks.iter().position(|c| !is_mark(c)).unwrap_or(marks.len());
    let (known, unknown) = marks.split_at_checked(known).unwrap_or((marks, &[]));
    known
        .iter()
        .filter_map(|&c| name(c))
        .for_each(|(sign, _)| written.push_str(sign));
    escape(unknown.iter().copied(), written)
}

fn escape(characters: impl Iterator<Item = char>, written: &mut String) -> Option<char> {
    let mut first = None;
    for c in characters {
        first = first.or(Some(c));
        written.push_str(&format!("\\u{:04x}", u32::from(c)));
    }
    first
}
