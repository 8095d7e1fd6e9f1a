//! Where the words of a Chinese name begin and end, so that nothing is taken out of the middle of one.

use std::collections::BTreeSet;
use std::ops::Range;

use glossary::Lang;
use text::zh::Segmenter;

use crate::fold::fold_with_map;

/// A folded name and the places in it where one word ends and the next begins.
pub(crate) struct Boundaries {
    /// The name at the search level.
    pub(crate) folded: String,
    places: Vec<Place>,
}

/// A place between two characters of a folded name, or one of its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Within a word.
    Inside,
    /// Between two words.
    Between,
    /// Where punctuation stood, which folding drops; and both ends.
    Break,
}

impl Boundaries {
    /// Cuts `name_zh` into words. What punctuation keeps apart is cut apart.
    pub(crate) fn of(name_zh: &str, segmenter: &Segmenter) -> Self {
        let folded = fold_with_map(Lang::Zh, name_zh);
        let chars: Vec<char> = folded.text.chars().collect();
        let mut places = vec![Place::Inside; chars.len() + 1];
        let mut start = 0;
        for end in 1..=chars.len() {
            let goes_on =
                end < chars.len() && folded.original(end - 1..end).end == folded.original(end..end + 1).start;
            if goes_on {
                continue;
            }
            let run: String = chars.get(start..end).unwrap_or_default().iter().collect();
            mark(&run, segmenter, places.get_mut(start..=end).unwrap_or_default());
            start = end;
        }
        Self {
            folded: folded.text,
            places,
        }
    }

    /// Tells whether `span`, in characters of the folded name, begins and ends between words, with no punctuation in it.
    pub(crate) fn hold(&self, span: &Range<usize>) -> bool {
        let places = self.places.get(span.start..=span.end).unwrap_or_default();
        let [first, within @ .., last] = places else {
            return false;
        };
        *first != Place::Inside && *last != Place::Inside && !within.contains(&Place::Break)
    }
}

/// Marks the places of `run`, a text without punctuation: one more than it has characters.
fn mark(run: &str, segmenter: &Segmenter, places: &mut [Place]) {
    let mut ends = BTreeSet::new();
    for word in segmenter.words(run) {
        ends.extend([word.start, word.end]);
        ends.extend(seams(word.text, segmenter).into_iter().map(|at| word.start + at));
    }
    let bytes = run.char_indices().map(|(at, _)| at).chain([run.len()]);
    for (place, at) in places.iter_mut().zip(bytes) {
        if at == 0 || at == run.len() {
            *place = Place::Break;
        } else if ends.contains(&at) {
            *place = Place::Between;
        }
    }
}

/// Returns the places, in bytes, where `word` falls into words of two characters and more, and perhaps a [head](HEADS) at
/// its end: 人民|法院, 盗窃|罪. In 未成年人 there is none before 成年人, because 未 is neither.
fn seams(word: &str, segmenter: &Segmenter) -> BTreeSet<usize> {
    let head = word.char_indices().next_back().filter(|(_, c)| HEADS.contains(c));
    let found = segmenter.words_for_search(word);
    let inner = found
        .iter()
        .filter(|w| w.text.len() < word.len() && w.text.chars().nth(1).is_some());
    let mut tiles: Vec<(usize, usize)> = inner.map(|w| (w.start, w.end)).collect();
    tiles.extend(head.map(|(at, _)| (at, word.len())));
    // From the front: what whole tiles lead to. From the back: what leads to the end by whole tiles.
    let mut reached = BTreeSet::from([0]);
    for (start, end) in &tiles {
        if reached.contains(start) {
            reached.insert(*end);
        }
    }
    let mut reaching = BTreeSet::from([word.len()]);
    for (start, end) in tiles.iter().rev() {
        if reaching.contains(end) {
            reaching.insert(*start);
        }
    }
    reached.intersection(&reaching).copied().collect()
}

/// Single characters that make a name of all that stands before them: of a charge, a law, a right, a bill, a person, a
/// thing, a fee.
const HEADS: [char; 10] = ['罪', '法', '权', '案', '者', '人', '员', '物', '费', '金'];

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::definition::legal_words;

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(legal_words()));

    /// Shows the words of a name with `|` between, `‖` where punctuation stood.
    #[track_caller]
    fn check(name: &str, expect: &str) {
        let boundaries = Boundaries::of(name, &SEGMENTER);
        let chars = boundaries.folded.chars().zip(boundaries.places.iter().skip(1));
        let shown: String = chars
            .flat_map(|(c, place)| {
                let mark = match place {
                    Place::Inside => None,
                    Place::Between => Some('|'),
                    Place::Break => Some('‖'),
                };
                [Some(c), mark]
            })
            .flatten()
            .collect();
        assert_eq!(shown.trim_end_matches('‖'), expect);
    }

    #[test]
    fn a_word_falls_into_words_and_a_head_and_nothing_else() {
        check("最高人民法院", "最高|人民|法院");
        check("盗窃罪", "盗窃|罪");
        check("未成年人保护法", "未成年|人|保护|法");
        check("武装部队", "武装|部队");
        check("公务员", "公务|员");
        check("房地产", "房地产");
    }

    #[test]
    fn punctuation_parts_what_folding_joins() {
        check("拒不执行判决、裁定罪", "拒不|执行|判决‖裁定|罪");
        check("国（境）外", "国‖境‖外");
        let outside = Boundaries::of("国（境）外", &SEGMENTER);
        assert!(!outside.hold(&(0..2)) && outside.hold(&(0..1)));
    }

    #[test]
    fn what_lies_outside_the_name_holds_nothing() {
        let court = Boundaries::of("法院", &SEGMENTER);
        for (span, expect) in [
            (0..2, true),
            (0..1, false),
            (1..2, false),
            (0..3, false),
            (2..2, false),
            (7..9, false),
        ] {
            assert_eq!(court.hold(&span), expect, "{span:?}");
        }
        assert!(!Boundaries::of("", &SEGMENTER).hold(&(0..0)));
    }
}
