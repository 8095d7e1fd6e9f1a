//! Finds the root of a syllable and checks what stands around it.

use std::sync::LazyLock;

use super::{Fault, Particle, Structure};
use crate::bo::stack::{NativeStack, Stack};
use crate::table::rows;

/// A syllable without its particles.
#[derive(Debug)]
pub(super) struct Core<'a> {
    prefix: Option<char>,
    stack: &'static NativeStack,
    vowel: Option<char>,
    /// The stacks after the root.
    after: &'a [Stack<'a>],
}

impl<'a> Core<'a> {
    /// Reads an open syllable before `particles`; the འ of a particle is the final འ of a bare root too.
    pub(super) fn open(stacks: &'a [Stack<'a>], particles: &[Particle]) -> Result<Self, Fault> {
        let core = match stacks {
            // Two bare letters are prefix and root here, for a suffix takes no particle.
            [prefix, root] if prefix.is_bare() => Self::at(1, stacks, Some(prefix), root),
            [root] => Self::at(0, stacks, None, root),
            _ => return Err(Fault::MissingTsheg),
        }?;
        // ར and ས after a written འ keep the འ of a bare root only.
        let written_a = matches!(particles.first(), Some(Particle::R | Particle::S));
        if written_a && !core.wants_final_a() {
            Err(Fault::FinalA)
        } else {
            Ok(core)
        }
    }

    /// Reads a syllable without particles.
    pub(super) fn closed(stacks: &'a [Stack<'a>]) -> Result<Self, Fault> {
        let root_at = root_index(stacks)?;
        let prefix = root_at.checked_sub(1).and_then(|before| stacks.get(before));
        let root = stacks.get(root_at).ok_or(Fault::Empty)?;
        let core = Self::at(root_at, stacks, prefix, root)?;
        core.check_suffixes()?;
        Ok(core)
    }

    fn at(
        index: usize,
        stacks: &'a [Stack<'a>],
        prefix: Option<&Stack<'_>>,
        root: &Stack<'_>,
    ) -> Result<Self, Fault> {
        let stack = NativeStack::of(root.letters).ok_or(Fault::MissingTsheg)?;
        let prefix = prefix.and_then(|prefix| prefix.letters.chars().next());
        if let Some(letter) = prefix.filter(|&letter| !stack.takes(letter)) {
            return Err(Fault::Prefix(letter));
        }
        let after = stacks.get(index + 1..).unwrap_or_default();
        Ok(Self {
            prefix,
            stack,
            vowel: root.signs.chars().next(),
            after,
        })
    }

    /// Tells whether the spelling without a final འ would be read differently.
    fn wants_final_a(&self) -> bool {
        self.prefix.is_some() && self.stack.is_single() && self.vowel.is_none()
    }

    fn check_suffixes(&self) -> Result<(), Fault> {
        let letters: Option<Vec<char>> = self
            .after
            .iter()
            .map(|stack| letter(stack).filter(|_| stack.is_bare()))
            .collect();
        let letters = letters.ok_or(Fault::MissingTsheg)?;
        // Only a root of its own can be a letter that is no suffix and has others behind it.
        if letters
            .split_last()
            .is_some_and(|(_, before)| before.iter().any(|&c| !is_suffix(c)))
        {
            return Err(Fault::MissingTsheg);
        }
        let mut after = letters.into_iter();
        let Some(suffix) = after.next() else {
            return if self.wants_final_a() {
                Err(Fault::FinalAMissing)
            } else {
                Ok(())
            };
        };
        let (second, third) = (after.next(), after.next());
        match (suffix, second) {
            (other, _) if !is_suffix(other) => Err(Fault::Suffix(other)),
            ('འ', None) if !self.wants_final_a() => Err(Fault::FinalA),
            (_, Some(second)) if !is_second_suffix(suffix, second) => Err(Fault::SecondSuffix(second)),
            _ => third.map_or(Ok(()), |third| Err(Fault::ThirdSuffix(third))),
        }
    }

    pub(super) fn with(self, particles: Vec<Particle>) -> Structure {
        let mut after = self.after.iter().filter_map(|stack| stack.letters.chars().next());
        Structure {
            prefix: self.prefix,
            superscript: self.stack.superscript,
            root: self.stack.root,
            subscripts: self.stack.subscripts,
            vowel: self.vowel,
            suffix: after.next(),
            second_suffix: after.next(),
            particles,
        }
    }
}

/// Returns the index of the root among stacks each of which is native.
fn root_index(stacks: &[Stack<'_>]) -> Result<usize, Fault> {
    let mut heads = stacks.iter().enumerate().filter(|(_, stack)| !stack.is_bare());
    if let Some((head, _)) = heads.next() {
        // A second head, or more than a prefix before the first, is a second syllable.
        return if heads.next().is_some() || head > 1 {
            Err(Fault::MissingTsheg)
        } else {
            Ok(head)
        };
    }
    Ok(match stacks {
        [] => return Err(Fault::Empty),
        [_] => 0,
        [first, second] => {
            let is_pair = letter(second).is_some_and(|second| !is_suffix(second)) && takes(second, first);
            usize::from(is_pair)
        }
        [first, second, third] => {
            let closes = letter(third).is_some_and(is_suffix);
            let letters: String = [first, second, third].iter().map(|stack| stack.letters).collect();
            let may_be_prefix = takes(second, first) && !is_first_root(&letters);
            // Where the second letter can be no suffix either, the first is a prefix that may not stand here.
            let is_no_suffix = letter(second).is_some_and(|second| !is_suffix(second));
            usize::from(closes && (may_be_prefix || is_no_suffix))
        }
        [first, second, ..] => usize::from(takes(second, first)),
    })
}

/// Tells whether the root of these three bare letters is the first although it could be a prefix.
pub(in crate::bo) fn is_first_root(letters: &str) -> bool {
    FIRST_ROOT
        .iter()
        .any(|known| letters.chars().eq(known.iter().copied()))
}

/// The spellings of three bare letters whose first is the root although it could be a prefix.
pub(in crate::bo) static FIRST_ROOT: LazyLock<Vec<[char; 3]>> = LazyLock::new(|| {
    rows(include_str!("../../../data/bo_first_root.tsv"))
        .filter_map(|row| row.first()?.chars().collect::<Vec<_>>().try_into().ok())
        .collect()
});

fn letter(stack: &Stack<'_>) -> Option<char> {
    stack.letters.chars().next()
}

fn takes(stack: &Stack<'_>, prefix: &Stack<'_>) -> bool {
    let prefix = letter(prefix);
    NativeStack::of(stack.letters)
        .zip(prefix)
        .is_some_and(|(stack, prefix)| stack.takes(prefix))
}

/// Tells whether `c` may stand after a root.
pub(in crate::bo) fn is_suffix(c: char) -> bool {
    matches!(c, 'ག' | 'ང' | 'ད' | 'ན' | 'བ' | 'མ' | 'འ' | 'ར' | 'ལ' | 'ས')
}

/// Tells whether `second` may stand after the suffix `first`.
pub(in crate::bo) fn is_second_suffix(first: char, second: char) -> bool {
    match second {
        'ས' => matches!(first, 'ག' | 'ང' | 'བ' | 'མ'),
        'ད' => matches!(first, 'ན' | 'ར' | 'ལ'),
        _ => false,
    }
}
