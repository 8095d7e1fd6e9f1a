//! Reads a syllable: runs of consonants, each with its vowel, and the marks.

use super::letters::{Signs, Token};
use super::read::Reader;
use super::stacking::{Unit, last_stack, may_precede};
use super::warning::WarningKind;
use crate::bo::Fault;
use crate::bo::canonical::arrange;
use crate::bo::structure::{is_second_suffix, is_suffix};

/// U+0FB8, the letter ཨ under another one, written `+a`.
const SUBJOINED_A: char = '\u{fb8}';
const TSA_PHRU: char = '\u{f39}';

/// A syllable that is being read.
#[derive(Debug, Default)]
pub(super) struct Syllable {
    /// Consonants that wait for their vowel, with their byte offsets.
    run: Vec<(usize, Unit)>,
    /// Where in the output the stack being written begins, in bytes.
    stack_start: usize,
    /// Whether the signs of the stack may be out of order.
    disordered: bool,
    /// How many stacks had a vowel.
    vowels: usize,
    /// Whether a mark stood where a vowel could.
    marked: bool,
    /// Whether the syllable so far is a prefix and one letter with the inherent vowel.
    wants_final_a: bool,
    /// The first thing that is doubtful, with its byte offset.
    doubt: Option<(usize, WarningKind)>,
}

impl Syllable {
    fn doubt(&mut self, at: usize, kind: WarningKind) {
        self.doubt = self.doubt.or(Some((at, kind)));
    }
}

impl Reader<'_> {
    /// Reads from a consonant or vowel up to what belongs to no syllable.
    pub(super) fn syllable(&mut self) {
        let start = self.at;
        let mut syllable = std::mem::take(&mut self.syllable);
        (syllable.vowels, syllable.marked, syllable.doubt) = (0, false, None);
        syllable.wants_final_a = false;
        loop {
            let (has_mark, next) = self.run(&mut syllable);
            match next {
                Some((sign, Token::Vowel(signs))) => {
                    self.at += sign.len();
                    self.stack_with_vowel(&mut syllable, signs, has_mark);
                }
                _ if syllable.run.is_empty() => break,
                _ => self.letters_without_vowel(&mut syllable, has_mark),
            }
        }
        // `dga`: the vowel makes ག the root, which the spelling shows by a final འ.
        if syllable.wants_final_a && !self.strict {
            self.out.push('འ');
        }
        if syllable.vowels == 0 && !syllable.marked {
            self.warn(start, WarningKind::NoVowel);
        } else if let Some((at, kind)) = syllable.doubt {
            self.warn(at, kind);
        }
        self.syllable = syllable;
    }

    /// Reads consonants up to a vowel or the end of them.
    ///
    /// Tells whether a tsa-phru stood among them, and which sign comes next.
    fn run(&mut self, syllable: &mut Syllable) -> (bool, Option<(&'static str, Token)>) {
        syllable.run.clear();
        let (mut joined, mut parted, mut has_mark) = (false, false, false);
        loop {
            let next = self.next_token();
            match next {
                Some((sign, Token::Consonant(consonant))) => {
                    syllable.run.push((
                        self.at,
                        Unit {
                            consonant,
                            joined,
                            parted,
                        },
                    ));
                    (joined, parted) = (false, false);
                    self.at += sign.len();
                }
                Some((sign, Token::Mark(TSA_PHRU))) if !syllable.run.is_empty() => {
                    has_mark = true;
                    self.at += sign.len();
                }
                None if self.next_byte() == Some(b'.') => {
                    parted = true;
                    self.at += 1;
                }
                None if self.next_byte() == Some(b'+') => {
                    if syllable.run.is_empty() || !self.joins_consonant(1) {
                        return (has_mark, next);
                    }
                    joined = true;
                    self.at += 1;
                }
                _ => return (has_mark, next),
            }
        }
    }

    /// Writes the consonants of the run with `signs`: the last ones as a stack, the others bare before it.
    fn stack_with_vowel(&mut self, syllable: &mut Syllable, signs: Signs, has_mark: bool) {
        let split = last_stack(&syllable.run, self.strict);
        let run = std::mem::take(&mut syllable.run);
        let (before, stack) = run.split_at_checked(split.start).unwrap_or((&run, &[]));
        self.bare(before);
        self.begin_stack(syllable, stack);
        if let Some(&(at, _)) = stack.first().filter(|_| split.uncommon) {
            syllable.doubt(at, WarningKind::UncommonStack);
        }
        self.check_before(syllable, before);
        syllable.wants_final_a = syllable.vowels == 0
            && before.len() == 1
            && stack.len() == 1
            && signs == (None, None)
            && !has_mark;
        syllable.vowels += 1;
        self.signs(signs);
        self.out.extend(has_mark.then_some(TSA_PHRU));
        self.joined_signs(syllable);
        self.end_stack(syllable);
        syllable.run = run;
    }

    /// Begins a stack with these consonants, or with ཨ.
    fn begin_stack(&mut self, syllable: &mut Syllable, stack: &[(usize, Unit)]) {
        syllable.stack_start = self.out.len();
        syllable.disordered = false;
        let Some(((_, first), under)) = stack.split_first() else {
            self.out.push('ཨ');
            return;
        };
        self.letter(syllable, first.consonant.full);
        for (_, unit) in under {
            self.letter(syllable, unit.consonant.under);
        }
    }

    /// Writes a letter, and what always follows it.
    fn letter(&mut self, syllable: &mut Syllable, (letter, after): (char, Option<char>)) {
        self.out.push(letter);
        if let Some(after) = after {
            self.out.push(after);
            // The sign of f and v stands before the vowel here.
            syllable.disordered |= after == TSA_PHRU;
        }
    }

    fn signs(&mut self, (first, second): Signs) {
        self.out.extend(first);
        self.out.extend(second);
    }

    /// Reads `+` with further vowels and consonants of the same stack: `ki+u`, `a+yu`, `rda+e`.
    fn joined_signs(&mut self, syllable: &mut Syllable) {
        while self.next_byte() == Some(b'+') {
            syllable.wants_final_a = false;
            let after = self.at + 1;
            match self.token_at(after) {
                Some((sign, Token::Vowel((first, second)))) => {
                    self.signs((first.or(Some(SUBJOINED_A)), second));
                    self.at = after + sign.len();
                }
                Some((sign, Token::Consonant(consonant))) => {
                    self.letter(syllable, consonant.under);
                    self.at = after + sign.len();
                    if let Some((sign, Token::Vowel(signs))) = self.next_token() {
                        self.signs(signs);
                        self.at += sign.len();
                    }
                }
                _ => {
                    syllable.doubt(self.at, WarningKind::NothingToJoin);
                    self.at = after;
                }
            }
            syllable.disordered = true;
        }
    }

    /// Puts the stack in order and reads the marks that follow it.
    fn end_stack(&mut self, syllable: &mut Syllable) {
        if syllable.disordered {
            let mut arranged = String::new();
            arrange(
                "",
                self.out.get(syllable.stack_start..).unwrap_or_default(),
                &mut arranged,
            );
            self.out.truncate(syllable.stack_start);
            self.out.push_str(&arranged);
        }
        // The bytes that a mark begins with, so that most syllables end without another look-up.
        while matches!(self.next_byte(), Some(b'M' | b'H' | b'X' | b'~' | b'?' | b'^'))
            && let Some((sign, Token::Mark(mark))) = self.next_token()
        {
            self.out.push(mark);
            syllable.marked = true;
            syllable.wants_final_a = false;
            // NFC moves every other mark past signs before it.
            self.raw |= !matches!(mark, '\u{f7e}' | '\u{f7f}');
            self.at += sign.len();
        }
    }

    /// Writes consonants that no vowel follows: suffixes after a vowel, else letters of unknown meaning.
    fn letters_without_vowel(&mut self, syllable: &mut Syllable, has_mark: bool) {
        syllable.wants_final_a = false;
        let run = std::mem::take(&mut syllable.run);
        let joined = run.iter().rposition(|(_, unit)| !unit.joined).unwrap_or(0);
        let (before, last) = run.split_at_checked(joined).unwrap_or((&run, &[]));
        self.bare(before);
        self.begin_stack(syllable, last);
        self.out.extend(has_mark.then_some(TSA_PHRU));
        syllable.disordered |= has_mark;
        if self.next_byte() == Some(b'+') && self.joins_vowel(1) {
            self.joined_signs(syllable);
        }
        self.end_stack(syllable);
        if syllable.vowels > 0 {
            check_after(syllable, &run);
        }
        syllable.run = run;
    }

    /// Writes letters one beside the other; what `+` joined is stacked.
    fn bare(&mut self, run: &[(usize, Unit)]) {
        for (_, unit) in run {
            let (first, second) = if unit.joined {
                unit.consonant.under
            } else {
                unit.consonant.full
            };
            self.out.push(first);
            self.out.extend(second);
        }
    }

    /// Doubts letters before a stack that are no prefix of it.
    fn check_before(&mut self, syllable: &mut Syllable, before: &[(usize, Unit)]) {
        let Some(&(at, unit)) = before.first() else { return };
        let letter = unit.consonant.full.0;
        let kind = match before.len() {
            _ if syllable.vowels > 0 => WarningKind::Spelling(Fault::MissingTsheg),
            1 if may_precede(letter, self.out.get(syllable.stack_start..).unwrap_or_default()) => return,
            _ => WarningKind::Spelling(Fault::Prefix(letter)),
        };
        syllable.doubt(at, kind);
    }

    fn next_byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn joins_consonant(&self, ahead: usize) -> bool {
        matches!(self.token_at(self.at + ahead), Some((_, Token::Consonant(_))))
    }

    fn joins_vowel(&self, ahead: usize) -> bool {
        matches!(self.token_at(self.at + ahead), Some((_, Token::Vowel(_))))
    }
}

/// Doubts letters after the last vowel that are no suffixes; final Ta and Na of loan words are left alone.
fn check_after(syllable: &mut Syllable, run: &[(usize, Unit)]) {
    let letter = |nth: usize| run.get(nth).map(|&(at, unit)| (at, unit.consonant.full.0));
    let doubt = match (letter(0), letter(1), letter(2)) {
        (_, _, Some((at, third))) => Some((at, Fault::ThirdSuffix(third))),
        (Some((at, first)), second, None) if !is_suffix(first) => {
            let loan = second.is_none() && matches!(first, 'ཊ' | 'ཎ');
            (!loan).then_some((at, Fault::Suffix(first)))
        }
        (Some((_, first)), Some((at, second)), None) if !is_second_suffix(first, second) => {
            Some((at, Fault::SecondSuffix(second)))
        }
        _ => None,
    };
    if let Some((at, fault)) = doubt {
        syllable.doubt(at, WarningKind::Spelling(fault));
    }
}
