//! Characters that no folding changes, wherever they stand: most of a Chinese text.

use std::sync::atomic::{AtomicU8, Ordering};

use super::simplify::simplify;

/// The unified ideographs of the first block, in which all but a few characters of law texts lie.
const FIRST: u32 = 0x4e00;
const LAST: u32 = 0x9fff;
/// Characters that are their own simplified form alone, and another one in some words (the phrases of OpenCC 1.1 whose
/// characters are all their own simplified forms).
const IN_PHRASES: [char; 6] = ['藉', '牴', '沈', '覆', '瞭', '衹'];
const UNKNOWN: u8 = 0;
const SETTLED: u8 = 1;
const CHANGED: u8 = 2;

/// What is known of each character: found out once, the first time it is met.
static KNOWN: [AtomicU8; (LAST - FIRST + 1) as usize] = [const { AtomicU8::new(UNKNOWN) }; _];

/// Tells whether `c` is a simplified character that no folding and no phrase of traditional characters changes.
pub(super) fn is_settled(c: char) -> bool {
    let place = u32::from(c).checked_sub(FIRST).map(|place| place as usize);
    let Some(known) = place.and_then(|place| KNOWN.get(place)) else {
        return false;
    };
    match known.load(Ordering::Relaxed) {
        UNKNOWN => {
            // Of all steps of folding only this one changes such a character; a test goes through the block.
            let mut bytes = [0; 4];
            let alone: &str = c.encode_utf8(&mut bytes);
            let is_settled = simplify(alone) == alone && !IN_PHRASES.contains(&c);
            known.store(if is_settled { SETTLED } else { CHANGED }, Ordering::Relaxed);
            is_settled
        }
        known => known == SETTLED,
    }
}
