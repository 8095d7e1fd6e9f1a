//! Reads a loan syllable, or one that is misspelled, stack by stack.

use std::borrow::Cow;

use super::sound::{Sound, Spelled, add_particles, onset, vowel};
use crate::bo::fold::FOLDED;
use crate::bo::letter::is_subjoined;
use crate::bo::normalize;
use crate::bo::stack::{NativeStack, Stack, stacks};
use crate::bo::structure::{is_suffix, particles};

/// The longest run of stacks that may be particles.
const MAX_PARTICLE_STACKS: usize = 8;

/// Returns the sounds of `syllable` stack by stack; empty when it has no Tibetan letter.
///
/// Every stack has a vowel of its own, with the exceptions of section 7 of THL Simplified Phonetics, which
/// writes Sanskrit as if it were Tibetan: long vowels are short, retroflex letters dental, ཥ is sh, a visarga
/// is silent, an anusvara is m. A suffix letter that a stack begins with closes the syllable before (པདྨ is
/// pe-ma), and so does a bare suffix letter at the end (མཎྜལ is men-del).
pub(super) fn loan(syllable: &str) -> Vec<Sound> {
    let canonical = normalize(syllable);
    let stacks: Vec<_> = stacks(&canonical)
        .filter(|stack| !stack.letters.is_empty())
        .collect();
    let mut sounds = Vec::new();
    for (at, stack) in stacks.iter().enumerate() {
        let rest = stacks.get(at..).unwrap_or_default();
        if stack.letters == "འ"
            && at > 0
            && rest.len() <= MAX_PARTICLE_STACKS
            && let Some(found) = particles(rest)
        {
            add_particles(&mut sounds, &found);
            return sounds;
        }
        read(stack, rest.len() == 1, &mut sounds);
    }
    sounds
}

/// Reads one stack.
fn read(stack: &Stack<'_>, is_last: bool, sounds: &mut Vec<Sound>) {
    let letters: String = folded(stack.letters);
    let signs: String = folded(stack.signs);
    let first = letters.chars().next().unwrap_or_default();
    let open = sounds
        .last_mut()
        .filter(|sound| sound.vowel.is_some() && sound.coda.thl.is_empty());
    let below = letters.strip_prefix(first).unwrap_or_default();
    let mut own = letters.as_str();
    let raised: String;
    if let Some(before) = open
        && is_suffix(first)
    {
        if is_last && below.is_empty() && stack.signs.is_empty() {
            before.close(first);
            return;
        }
        // What only hangs below (དྲ, བྱ) belongs to its letter; anything else closes the syllable before.
        let keeps_together = NativeStack::of(&letters).is_some_and(|native| native.superscript.is_none());
        if !keeps_together && !matches!(first, 'ས' | 'འ') {
            before.close(first);
            raised = raise(below);
            own = &raised;
        }
    }
    let mut sound = Sound {
        onset: consonants(own, stack.signs.contains('\u{f39}')),
        ..Sound::vowel(signs.chars().map(vowel).find(|&v| v != 'a').unwrap_or('a'))
    };
    if signs.contains('\u{f84}') {
        sound.vowel = None;
    }
    if signs.contains('\u{f7e}') {
        sound.close('མ');
    }
    sounds.push(sound);
}

/// Returns `text` without what the search level does not tell apart.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match FOLDED.get(c) {
            Some(replacement) => out.push_str(replacement),
            None => out.push(c),
        }
    }
    out
}

/// Returns subjoined letters as the stack they make when the letter above them is taken away.
fn raise(below: &str) -> String {
    let mut letters = below.chars();
    letters.next().map(full).into_iter().chain(letters).collect()
}

fn full(letter: char) -> char {
    if is_subjoined(letter) {
        char::from_u32(u32::from(letter) - 0x50).unwrap_or(letter)
    } else {
        letter
    }
}

/// Returns the consonants of a stack: as a native one, else letter by letter.
fn consonants(letters: &str, with_tsa_phru: bool) -> Spelled {
    if let Some(native) = NativeStack::of(letters) {
        let spelled = onset(native.superscript, native.root, native.subscripts.chars().next());
        // The letters of foreign f and v.
        let foreign = match native.root {
            'ཕ' => "f",
            'བ' => "v",
            _ => "",
        };
        return if with_tsa_phru && !foreign.is_empty() {
            Spelled {
                thl: Cow::Borrowed(foreign),
                ..spelled
            }
        } else {
            spelled
        };
    }
    let (mut thl, mut key) = (String::new(), String::new());
    for (at, letter) in letters.chars().map(full).enumerate() {
        let spelled = onset(None, letter, None);
        thl.push_str(&spelled.thl);
        // The h of གྷ and its like is no sound of its own.
        if at == 0 || letter != 'ཧ' {
            key.push_str(&spelled.key);
        }
    }
    Spelled {
        thl: Cow::Owned(thl),
        key: Cow::Owned(key),
    }
}
