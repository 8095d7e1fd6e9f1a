//! Latin spelling for readers: THL Simplified Phonetics.

use super::exception::exception;
use super::keys::is_tibetan;
use super::sound::{Sound, native, sounds};
use crate::bo::punctuation::Punctuation;
use crate::bo::structure::{Structure, Verdict, parse};
use crate::bo::{Syllable, normalize, syllables};
use crate::script::Script;

/// Returns `text` in THL Simplified Phonetics, syllable by syllable, in lower case.
///
/// The rules are those of D. Germano and N. Tournadre, *THL Simplified Phonetic Transcription of Standard
/// Tibetan* (2003), sections 4, 5 and 7. They join the syllables of a word, which takes a word list; this
/// function joins only what is a word without one: a syllable and the nominal suffix པ བ པོ བོ མ or མོ after
/// it, with its case ending if any, and པ or བ once more after མ or མོ (རྙིང་མ་པ). A མ that is a negation is
/// joined too. All else stands apart, as the section on word boundaries has it for machines, and the rules
/// for the end of a word (é, wa, wo) hold at the end of each piece. For one whole word see [`thl_word`].
///
/// Words of the list of exceptions (section 12, `data/bo_phonetic_words.tsv`) are written as it says. A nasal that
/// the prefix འ of the next syllable throws back (rule 5.13) is written within a word: བཀའ་འགྱུར is `ka gyur`
/// here and kangyur as one word. Loan and misspelled syllables are read by
/// their stacks as section 7 reads Sanskrit. A shad between words becomes a comma (section 10), digits become
/// ASCII, other marks of the Tibetan block are dropped, everything else passes through. Linear.
///
/// ```
/// use text::bo::phonetic::thl;
///
/// assert_eq!(thl("ཆོས་ཀྱི་རྒྱལ་པོའི་བཀའ་"), "chö kyi gyelpö ka");
/// assert_eq!(thl("ཟླ་བ། ཉི་མ། WTO"), "dawa, nyima, WTO");
/// ```
#[must_use]
pub fn thl(text: &str) -> String {
    write(text, Joining::Suffixes)
}

/// Returns `word`, all syllables of which are one word, in THL Simplified Phonetics.
///
/// Like [`thl`], but every syllable that only a tsheg or space parts from the one before is joined to it. THL
/// writes words of up to three syllables so, and longer ones as two words. Linear.
///
/// ```
/// use text::bo::phonetic::thl_word;
///
/// assert_eq!(thl_word("ཁྲིམས་ཁང་"), "trimkhang");
/// assert_eq!(thl_word("གཞིས་ཀ་རྩེ"), "zhikatsé");
/// ```
#[must_use]
pub fn thl_word(word: &str) -> String {
    write(word, Joining::All)
}

/// Which syllables are written together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joining {
    /// A nominal suffix and the syllable before it.
    Suffixes,
    /// All that follow each other.
    All,
}

/// A piece of the text and what it is to its neighbours.
struct Piece<'a> {
    place: Syllable<'a>,
    /// The parts, where it is a native syllable.
    parts: Option<Structure>,
    is_tibetan: bool,
}

impl<'a> Piece<'a> {
    fn new(place: Syllable<'a>) -> Self {
        let is_tibetan = is_tibetan(place.text);
        let parts = match parse(place.text) {
            Verdict::Native(parts) if is_tibetan => Some(parts),
            _ => None,
        };
        Self {
            place,
            parts,
            is_tibetan,
        }
    }

    /// Returns the root when the piece is པ བ པོ བོ མ or མོ, also with a case ending.
    fn suffix_root(&self) -> Option<char> {
        let parts = self.parts.as_ref()?;
        let bare = parts.prefix.is_none() && parts.superscript.is_none() && parts.subscripts.is_empty();
        let ending = matches!(parts.suffix, None | Some('ར' | 'ས')) && parts.second_suffix.is_none();
        let vowel = matches!(parts.vowel, None | Some('ོ'));
        (bare && ending && vowel && matches!(parts.root, 'པ' | 'བ' | 'མ')).then_some(parts.root)
    }

    fn has_ending(&self) -> bool {
        self.parts
            .as_ref()
            .is_some_and(|parts| parts.suffix.is_some() || !parts.particles.is_empty())
    }

    fn sounds(&self) -> Vec<Sound> {
        match &self.parts {
            Some(parts) => native(parts),
            None => sounds(self.place.text),
        }
    }
}

/// A text in the making.
#[derive(Default)]
struct Writer {
    out: String,
    /// Where the word being written begins, in bytes of `out`.
    word_start: usize,
    last: Option<Last>,
}

/// The piece written last.
#[derive(Clone, Copy)]
struct Last {
    /// Where it ends in the text.
    end: usize,
    is_tibetan: bool,
    /// How many syllables its word has so far.
    syllables: usize,
    suffix_root: Option<char>,
}

fn write(text: &str, joining: Joining) -> String {
    let text = &*normalize(text);
    let mut writer = Writer::default();
    let pieces: Vec<_> = syllables(text).map(Piece::new).collect();
    let mut rest = pieces.as_slice();
    while let [piece, after @ ..] = rest {
        if let Some(word) = exception(phrase(text, rest).map(|piece| piece.place.text)) {
            let (word_pieces, after) = rest.split_at_checked(word.syllables.len()).unwrap_or((rest, &[]));
            writer.exception(text, word_pieces, word.thl, joining);
            rest = after;
            continue;
        }
        let next = after.first().filter(|next| are_close(text, piece, next));
        writer.piece(text, piece, next, joining);
        rest = after;
    }
    writer.finish(text)
}

/// Returns the pieces from the first up to the first that more than a separator parts from the one before.
fn phrase<'p, 'a>(text: &'a str, pieces: &'p [Piece<'a>]) -> impl Iterator<Item = &'p Piece<'a>> + Clone {
    let first = pieces.first().into_iter();
    let close = pieces.windows(2).map_while(move |pair| match pair {
        [before, next] if are_close(text, before, next) => Some(next),
        _ => None,
    });
    first.chain(close)
}

impl Writer {
    /// Writes a word of the list of exceptions, which `pieces` are.
    fn exception(&mut self, text: &str, pieces: &[Piece<'_>], thl: &str, joining: Joining) {
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            return;
        };
        let gap = self.gap(text, first.place.start);
        let follows = self.last.is_some_and(|last| last.is_tibetan) && gap.chars().all(is_separator);
        if !(follows && joining == Joining::All) {
            self.end_word();
            self.separate(gap, true);
            self.word_start = self.out.len();
        }
        self.out.push_str(thl);
        self.last = Some(Last {
            end: last.place.end,
            is_tibetan: true,
            syllables: pieces.len(),
            suffix_root: last.suffix_root(),
        });
    }

    /// Writes `piece`; `next` is the Tibetan syllable that only a separator parts from it.
    fn piece(&mut self, text: &str, piece: &Piece<'_>, next: Option<&Piece<'_>>, joining: Joining) {
        let gap = self.gap(text, piece.place.start);
        let joined = self.last.filter(|last| {
            let close = last.is_tibetan && piece.is_tibetan && gap.chars().all(is_separator);
            close && (joining == Joining::All || takes(last, piece, next))
        });
        if joined.is_none() {
            self.end_word();
            self.separate(gap, piece.is_tibetan);
            self.word_start = self.out.len();
        }
        if piece.is_tibetan {
            let ends_word = joining == Joining::Suffixes || next.is_none();
            if joined.is_some() {
                self.throw_nasal_back(piece);
            }
            self.tibetan(piece, joined.is_some() && ends_word);
        } else {
            self.out.extend(piece.place.text.chars().map(ascii_digit));
        }
        self.last = Some(Last {
            end: piece.place.end,
            is_tibetan: piece.is_tibetan,
            syllables: joined.map_or(0, |last| last.syllables) + 1,
            suffix_root: piece.suffix_root(),
        });
    }

    /// Writes a Tibetan syllable; `ends_word` tells that it is the last of several (rule 5.6).
    fn tibetan(&mut self, piece: &Piece<'_>, ends_word: bool) {
        let mut sounds = piece.sounds();
        if ends_word
            && piece.suffix_root() == Some('བ')
            && let Some(first) = sounds.first_mut()
        {
            first.onset.thl = "w".into();
        }
        for sound in sounds {
            sound.write_thl(&mut self.out);
        }
    }

    /// Gives the syllable before a prefix འ in the same word a nasal (rule 5.13): བཀའ་འགྱུར is kangyur.
    fn throw_nasal_back(&mut self, piece: &Piece<'_>) {
        if piece.parts.as_ref().and_then(|parts| parts.prefix) != Some('འ') || self.out.ends_with(['m', 'n'])
        {
            return;
        }
        if self.out.ends_with("ng") {
            return;
        }
        // The nasal takes the place of any other final consonant: རིག་འཛིན is rindzin.
        if self.out.ends_with(['k', 'p', 'r', 'l']) {
            self.out.pop();
        }
        let is_labial = piece
            .sounds()
            .first()
            .is_some_and(|sound| sound.onset.thl.starts_with(['p', 'b']));
        self.out.push(if is_labial { 'm' } else { 'n' });
    }

    /// Puts the accent on a final e (rule 5.4).
    fn end_word(&mut self) {
        let word = self.out.get(self.word_start..).unwrap_or_default();
        if self.last.is_some_and(|last| last.is_tibetan) && word.ends_with('e') {
            self.out.pop();
            self.out.push('é');
        }
    }

    /// Writes what stands between two words.
    fn separate(&mut self, gap: &str, is_tibetan: bool) {
        for c in gap.chars() {
            match Punctuation::of(c) {
                _ if c == '\n' => {
                    self.out.truncate(self.out.trim_end_matches(' ').len());
                    self.out.push(c);
                }
                Some(Punctuation::Tsheg | Punctuation::Space) => self.space(),
                Some(Punctuation::Shad) => {
                    self.out.truncate(self.out.trim_end_matches(' ').len());
                    if !self.out.is_empty() && !self.out.ends_with([',', '\n']) {
                        self.out.push(',');
                    }
                    self.space();
                }
                _ if Script::of(c) == Script::Tibetan => {}
                _ => self.out.push(c),
            }
        }
        // A change of script alone parts words too.
        if gap.is_empty() && (is_tibetan || self.last.is_some_and(|last| last.is_tibetan)) {
            self.space();
        }
    }

    fn space(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with([' ', '\n']) {
            self.out.push(' ');
        }
    }

    fn finish(mut self, text: &str) -> String {
        self.end_word();
        let tail: String = self
            .gap(text, text.len())
            .chars()
            .filter(|&c| Punctuation::of(c) != Some(Punctuation::Shad))
            .collect();
        if !tail.is_empty() {
            self.separate(&tail, false);
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out
    }

    fn gap<'a>(&self, text: &'a str, until: usize) -> &'a str {
        text.get(self.last.map_or(0, |last| last.end)..until)
            .unwrap_or_default()
    }
}

/// Tells whether the word that ends in `last` takes `piece` as its nominal suffix.
fn takes(last: &Last, piece: &Piece<'_>, next: Option<&Piece<'_>>) -> bool {
    let Some(root) = piece.suffix_root() else {
        return false;
    };
    // What has an ending and a suffix behind it is a word of its own: དང་མོས་པ.
    let heads_next = piece.has_ending() && next.is_some_and(|next| next.suffix_root().is_some());
    !heads_next && (last.syllables == 1 || (last.suffix_root == Some('མ') && root != 'མ'))
}

/// Tells whether `next` is a Tibetan syllable that only separators part from `piece`.
fn are_close(text: &str, piece: &Piece<'_>, next: &Piece<'_>) -> bool {
    let gap = text.get(piece.place.end..next.place.start);
    next.is_tibetan && gap.is_some_and(|gap| gap.chars().all(is_separator))
}

/// Tells whether `c` parts syllables of one phrase.
fn is_separator(c: char) -> bool {
    c != '\n' && matches!(Punctuation::of(c), Some(Punctuation::Tsheg | Punctuation::Space))
}

/// Returns the ASCII digit that a Tibetan digit is; other characters stay.
fn ascii_digit(c: char) -> char {
    match c {
        '༠'..='༩' => char::from_digit(u32::from(c) - u32::from('༠'), 10).unwrap_or(c),
        other => other,
    }
}
