//! The coarse key of Tibetan text.

use super::sound::sounds;
use crate::bo::{fold, syllables};
use crate::script::Script;

/// Returns the key of `text`: its spoken syllables in Lhasa, joined by one space.
///
/// Tone, length, aspiration, voicing and the retroflex series are left out, so words that sound alike to most
/// ears have one key. A syllable is an onset of `gGNcYdnbmTwSsyrlh` or none, a vowel of `aiueo`, and one of
/// `gNnbmrl` or none; what the symbols stand for is said in `data/bo_phonetic_onsets.tsv`. Particles that add
/// a vowel are syllables of their own (ལེའུ is `le u`), and so are the stacks of a loan word; a misspelled
/// syllable is read like a loan. Particles stay: give it text at the search level ([`fold`](crate::bo::fold()))
/// to do without them. Words of other scripts come in lower case, numbers in ASCII digits. Linear. Source: the
/// phonetic field of the Lucene analyzer for Tibetan.
///
/// ```
/// use text::bo::phonetic::key;
///
/// assert_eq!(key("སྒམ་པོ་པ"), "gam bo ba");
/// assert_eq!(key("རྒམ་པོ་པ"), key("སྒམ་པོ་པ"));
/// assert_eq!(key("ཕྲིམས"), key("ཁྲིམས"));
/// ```
#[must_use]
pub fn key(text: &str) -> String {
    let mut out = String::new();
    for syllable in syllables(text) {
        if is_tibetan(syllable.text) {
            for sound in sounds(syllable.text) {
                separate(&mut out);
                sound.write_key(&mut out);
            }
            // A letter of no sound leaves only the space.
            out.truncate(out.trim_end().len());
        } else {
            let other = fold(syllable.text);
            if !other.is_empty() {
                separate(&mut out);
                // The fold may find several words in what is one to the eye.
                out.push_str(&other.replace('་', " "));
            }
        }
    }
    out
}

/// Tells whether a syllable of the text is Tibetan; a sign on a letter of another script does not make it so.
pub(super) fn is_tibetan(syllable: &str) -> bool {
    syllable.chars().next().map(Script::of) == Some(Script::Tibetan)
}

/// Writes a space unless nothing stands before it.
pub(super) fn separate(out: &mut String) {
    if !out.is_empty() && !out.ends_with(' ') {
        out.push(' ');
    }
}
