//! Finds the syllables in pinyin that was typed without spaces.

use super::syllable::{MAX_LETTERS, begins_a_syllable, is_syllable};

/// The most ways that [`split`] returns.
pub const MAX_SPLITS: usize = 16;

/// The longest text, in bytes, that [`split`] looks at; nobody types more than a line.
pub const MAX_SPLIT_LETTERS: usize = 256;

/// Returns the sequences of syllables that `normalized` can be read as, best first.
///
/// Takes the form of [`normalize`](super::normalize): a space ends a syllable. The last piece may be the
/// beginning of a syllable, because a person is still typing, unless the text has only whole syllables. Fewer
/// pieces come before more, then longer first pieces before shorter. The pieces of each sequence joined
/// are the text without its spaces. At most [`MAX_SPLITS`] sequences; none for what is no pinyin, for an
/// empty text and for more than [`MAX_SPLIT_LETTERS`] bytes. Time is linear in the text.
///
/// ```
/// use text::zh::pinyin::split;
///
/// assert_eq!(split("xian"), [vec!["xian"], vec!["xi", "an"]]);
/// assert_eq!(split("xi an"), [["xi", "an"]]);
/// assert_eq!(split("zhongshen"), [["zhong", "shen"]]);
/// assert_eq!(split("qubaoh")[0], ["qu", "bao", "h"]);
/// assert!(split("qbhs").is_empty());
/// ```
pub fn split(normalized: &str) -> Vec<Vec<&str>> {
    if normalized.is_empty() || normalized.len() > MAX_SPLIT_LETTERS {
        return Vec::new();
    }
    // The ways to read what follows each byte, best first; positions inside a character stay empty.
    let mut from: Vec<Vec<Way>> = vec![Vec::new(); normalized.len() + 1];
    if let Some(end) = from.last_mut() {
        end.push(Way::END);
    }
    for start in (0..normalized.len()).rev() {
        let ways = ways_from(normalized, start, &from);
        if let Some(here) = from.get_mut(start) {
            *here = ways;
        }
    }
    let Some(ways) = from.first() else {
        return Vec::new();
    };
    // They are sorted: if the first is whole, what is unfinished is only another way to cut whole syllables.
    let wanted = ways
        .iter()
        .take_while(|way| Some(way.unfinished) == ways.first().map(|best| best.unfinished));
    (0..wanted.count())
        .map(|rank| pieces(normalized, &from, rank))
        .collect()
}

/// One way to read the rest of a text: its first piece, and which way of what follows it.
#[derive(Debug, Clone, Copy)]
struct Way {
    /// Whether the last piece is only the beginning of a syllable.
    unfinished: bool,
    /// Number of pieces.
    count: usize,
    /// End of the first piece in the text.
    piece_end: usize,
    /// Where the second piece begins, and the place of its way there.
    next: (usize, usize),
}

impl Way {
    /// The way to read nothing.
    const END: Self = Self {
        unfinished: false,
        count: 0,
        piece_end: 0,
        next: (0, 0),
    };
}

/// Returns the best ways to read `text` from `start`, given those from every later byte.
fn ways_from(text: &str, start: usize, from: &[Vec<Way>]) -> Vec<Way> {
    let mut ways = Vec::new();
    for piece_end in (start + 1..=text.len()).take(MAX_LETTERS) {
        let Some(piece) = text.get(start..piece_end) else {
            continue;
        };
        let whole = is_syllable(piece);
        let unfinished = !whole && piece_end == text.len() && begins_a_syllable(piece);
        if !whole && !unfinished {
            continue;
        }
        let next_start = piece_end + usize::from(text.get(piece_end..).is_some_and(|t| t.starts_with(' ')));
        for (rank, rest) in from.get(next_start).into_iter().flatten().enumerate() {
            ways.push(Way {
                unfinished: unfinished || rest.unfinished,
                count: rest.count + 1,
                piece_end,
                next: (next_start, rank),
            });
        }
    }
    ways.sort_by_key(|way| (way.unfinished, way.count, std::cmp::Reverse(way.piece_end)));
    ways.truncate(MAX_SPLITS);
    ways
}

/// Follows the way at place `rank` from the start of `text` to its end.
fn pieces<'t>(text: &'t str, from: &[Vec<Way>], rank: usize) -> Vec<&'t str> {
    let mut pieces = Vec::new();
    let mut at = (0, rank);
    while let Some(way) = from.get(at.0).and_then(|ways| ways.get(at.1)) {
        if way.count == 0 {
            break;
        }
        pieces.extend(text.get(at.0..way.piece_end));
        at = way.next;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expect: &[&str]) {
        let found: Vec<_> = split(typed).iter().map(|pieces| pieces.join("|")).collect();
        assert_eq!(found, expect, "{typed}");
    }

    #[test]
    fn every_way_to_cut_is_found_best_first() {
        check("zhongshen", &["zhong|shen"]);
        check("xian", &["xian", "xi|an"]);
        check("fangan", &["fang|an", "fan|gan"]);
        check("lue", &["lue", "lu|e"]);
    }

    #[test]
    fn a_space_ends_a_syllable() {
        check("xi an", &["xi|an"]);
        check("xian an", &["xian|an", "xi|an|an"]);
        check("zh ong", &[]);
    }

    #[test]
    fn the_last_syllable_may_be_unfinished() {
        check("qubaoh", &["qu|bao|h", "qu|ba|o|h"]);
        check("zho", &["zho"]);
        check("qubaozh", &["qu|bao|zh", "qu|ba|o|zh"]);
        check("h", &["h"]);
    }

    #[test]
    fn what_is_no_pinyin_has_no_syllables() {
        for text in [
            "", " ", "qbhs", "XIAN", "法院", "xiān", "v", "xi  an", " xi", "\0",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn the_number_of_ways_is_bounded() {
        let long = "xian".repeat(MAX_SPLIT_LETTERS / 4);
        let ways = split(&long);
        assert_eq!(ways.len(), MAX_SPLITS);
        assert_eq!(ways[0], vec!["xian"; MAX_SPLIT_LETTERS / 4]);
        assert!(ways.iter().all(|pieces| pieces.concat() == long));
        assert!(split(&"a".repeat(MAX_SPLIT_LETTERS + 1)).is_empty());
    }
}
