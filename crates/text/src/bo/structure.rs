//! Takes a syllable apart by the rules of native spelling, or says why it is no native syllable.

mod fault;
mod joined;
mod particles;
mod root;

use super::letter::is_sign;
use super::normalize;
use super::stack::{NativeStack, Stack, stacks};

pub use fault::Fault;
pub use joined::split_joined;
pub use particles::Particle;
pub(super) use particles::particles;
use root::Core;
pub(super) use root::{FIRST_ROOT, is_first_root, is_second_suffix, is_suffix};

/// The parts of a native syllable.
///
/// Letters are full letters, also where they are written above or below the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Structure {
    /// ག, ད, བ, མ or འ before the root.
    pub prefix: Option<char>,
    /// ར, ལ or ས above the root.
    pub superscript: Option<char>,
    /// The letter that the dictionary lists the syllable under.
    pub root: char,
    /// ཡ, ར, ལ or ཝ under the root, or ཝ under one of the first two; from top to bottom.
    pub subscripts: &'static str,
    /// ི, ུ, ེ or ོ; `None` for the inherent vowel.
    pub vowel: Option<char>,
    /// The letter after the root.
    pub suffix: Option<char>,
    /// ས, or the ད of old spelling, after the suffix.
    pub second_suffix: Option<char>,
    /// Particles written on the end, in order.
    ///
    /// A final ར or ས may be a particle too (པར, པས); without a word list it cannot be told from the suffix
    /// and is called the suffix, except after འུ and after a written འ.
    pub particles: Vec<Particle>,
}

/// What a syllable is to native spelling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A syllable that native spelling allows; whether a word has it is another question.
    Native(Structure),
    /// Letters, stacks or signs that only loan words have, mostly from Sanskrit; nothing more is checked.
    Loan,
    /// Neither; the first thing that is wrong.
    Malformed(Fault),
}

/// The longest syllable, in stacks, that is taken apart; the longest native one has nine.
const MAX_STACKS: usize = 64;
/// The most signs one stack of a loan word carries.
const MAX_SIGNS: usize = 8;

/// Takes `syllable` apart.
///
/// It may be in any spelling and is put in canonical form first, except that a sign at its start stays a fault. Emphasis marks are passed over. Give it one
/// syllable without tsheg, as [`syllables`](super::syllables) returns them. Rules: prefixes, superscripts and
/// subscripts as in `data/bo_stacks.tsv`; suffixes ག ང ད ན བ མ འ ར ལ ས; a second suffix ས after ག ང བ མ, or
/// ད after ན ར ལ (old spelling); a final འ where a bare root with a prefix would otherwise be read
/// differently (བཀའ) and nowhere else; particles on open syllables. Of several bare letters the root is the
/// second when the first can be its prefix, with the exceptions of `data/bo_first_root.tsv`.
///
/// ```
/// use text::bo::{Fault, Particle, Verdict, parse};
///
/// let Verdict::Native(parts) = parse("བསྒྲིགས") else { panic!() };
/// assert_eq!((parts.prefix, parts.superscript, parts.root, parts.subscripts), (Some('བ'), Some('ས'), 'ག', "ར"));
/// assert_eq!((parts.vowel, parts.suffix, parts.second_suffix), (Some('ི'), Some('ག'), Some('ས')));
///
/// let Verdict::Native(parts) = parse("བཀའི") else { panic!() };
/// assert_eq!((parts.root, parts.particles), ('ཀ', vec![Particle::I]));
///
/// assert_eq!(parse("པདྨ"), Verdict::Loan);
/// assert_eq!(parse("ཁྲིམསཁང"), Verdict::Malformed(Fault::MissingTsheg));
/// ```
#[must_use]
pub fn parse(syllable: &str) -> Verdict {
    // The canonical form would move a vowel sign at the start onto the next letter.
    if syllable.starts_with(is_sign) {
        return Verdict::Malformed(Fault::SignWithoutLetter);
    }
    let canonical = normalize(syllable);
    let marked = canonical.contains(is_emphasis);
    let plain: String;
    let syllable = if marked {
        plain = canonical.chars().filter(|&c| !is_emphasis(c)).collect();
        &plain
    } else {
        &*canonical
    };
    let stacks: Vec<_> = stacks(syllable).take(MAX_STACKS + 1).collect();
    match loan_or_fault(&stacks) {
        Some(verdict) => verdict,
        None => native(&stacks).map_or_else(Verdict::Malformed, Verdict::Native),
    }
}

/// Returns the verdict on stacks of which one cannot be native, `None` when each alone could be.
fn loan_or_fault(stacks: &[Stack<'_>]) -> Option<Verdict> {
    let fault = |fault| Some(Verdict::Malformed(fault));
    if stacks.is_empty() {
        return fault(Fault::Empty);
    }
    if stacks.len() > MAX_STACKS {
        return fault(Fault::TooLong);
    }
    let mut loan = false;
    for stack in stacks {
        if let Some(other) = stack.signs.chars().find(|&c| !is_sign(c)) {
            return fault(Fault::NotTibetan(other));
        }
        if stack.letters.is_empty() {
            return fault(Fault::SignWithoutLetter);
        }
        if stack.signs.chars().count() + stack.letters.chars().count() > MAX_SIGNS {
            return fault(Fault::TooManySigns);
        }
        let native_signs = stack.signs.chars().all(is_native_vowel);
        loan |= !native_signs || NativeStack::of(stack.letters).is_none();
        if native_signs && stack.signs.chars().nth(1).is_some() {
            return fault(Fault::TwoVowels);
        }
    }
    loan.then_some(Verdict::Loan)
}

/// Takes stacks apart each of which is native.
fn native(stacks: &[Stack<'_>]) -> Result<Structure, Fault> {
    // The longest run of particles first: འདའམ is འདའ with འམ, not འ with three suffixes.
    for (end, stack) in stacks.iter().enumerate().skip(1) {
        if stack.letters == "འ"
            && let Some(particles) = particles(stacks.get(end..).unwrap_or_default())
            && let Ok(core) = Core::open(stacks.get(..end).unwrap_or_default(), &particles)
        {
            return Ok(core.with(particles));
        }
    }
    Core::closed(stacks).map(|core| core.with(Vec::new()))
}

/// Tells whether `c` is one of the four vowel signs of native words.
fn is_native_vowel(c: char) -> bool {
    matches!(c, 'ི' | 'ུ' | 'ེ' | 'ོ')
}

/// Tells whether `c` marks a syllable without changing it.
fn is_emphasis(c: char) -> bool {
    matches!(c, '\u{f18}' | '\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{fc6}')
}

#[cfg(test)]
mod tests;
