//! Recognises text of an encoding from before Unicode Tibetan by the characters it consists of.

use std::ops::Range;

use super::{Encoding, WayOut};
use crate::script::Script;
use crate::zh::standard::{is_rare, is_standard};

/// How many characters with syllable marks tell 同元 and 班智达 apart; fewer can be of either.
const NAMEABLE_LETTERS: usize = 4;

/// Text that is no Unicode Tibetan and was Tibetan once.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The encoding, as far as the text tells.
    pub encoding: Encoding,
    /// Byte offset of the first character of the first evidence.
    pub start: usize,
    /// Byte offset after its last character.
    pub end: usize,
    /// The part of the characters, white space not counted, that are evidence: above 0, at most 1.
    pub share: f64,
    /// What to do about it.
    pub way_out: WayOut,
}

/// Returns the first evidence of legacy Tibetan in `text`, `None` where there is none.
///
/// There are three kinds of evidence, and the one that comes first decides:
///
/// - private-use characters of GB/T 20542 or 22238, in a text that has Tibetan letters besides or no letters of another
///   script (icons of web pages have the same code points and stand in Chinese text);
/// - a Chinese character before U+FE3D or U+FE40, which are brackets of vertical text and stand where 同元 and 班智达
///   have tsheg and shad, when more of them open than close or close than open;
/// - Chinese characters in a row of which half, and two at least, or a quarter, and four at least, are rare: neither in
///   通用规范汉字表, which has the characters of names, nor traditional spellings of its characters.
///
/// Fonts on Latin letters leave nothing to see in a text, and neither does a single syllable of 班智达, which is
/// everyday Chinese characters: [`super::font`] is the way for those. Runs in linear time.
///
/// ```
/// use text::bo::legacy::{Encoding, recognise};
/// assert_eq!(recognise("囊谦县人民法院"), None);
/// let found = recognise("ལག་\u{f3a1}་").unwrap();
/// assert_eq!((found.encoding, found.start..found.end), (Encoding::Gbt20542A, 9..12));
/// ```
pub fn recognise(text: &str) -> Option<Finding> {
    let (first_private, first_chinese) = (private_use(text), chinese_codes(text));
    let first = match (first_private, first_chinese) {
        (Some(private), Some(chinese)) if chinese.range.start < private.range.start => chinese,
        (private, chinese) => private.or(chinese)?,
    };
    let all = text.chars().filter(|c| !c.is_whitespace()).count();
    Some(Finding {
        encoding: first.encoding,
        start: first.range.start,
        end: first.range.end,
        // Counts of characters are far below 2^52, where f64 is exact.
        share: first.characters as f64 / all.max(1) as f64,
        way_out: first.encoding.way_out(),
    })
}

/// Evidence of one kind in a text.
struct Evidence {
    encoding: Encoding,
    /// The bytes of the first of it.
    range: Range<usize>,
    /// The characters of all of it.
    characters: usize,
}

/// Finds characters of the two extension sets.
fn private_use(text: &str) -> Option<Evidence> {
    let mut has_tibetan = false;
    let mut has_others = false;
    let mut first: Option<(Encoding, Range<usize>)> = None;
    let (mut characters, mut open, mut only_last) = (0_usize, false, true);
    for (at, c) in text.char_indices() {
        let Some(encoding) = extension_set(c) else {
            has_tibetan |= Script::of(c) == Script::Tibetan;
            has_others |= matches!(Script::of(c), Script::Han | Script::Latin);
            open = false;
            continue;
        };
        characters += 1;
        only_last &= c == '\u{f8ff}';
        match &mut first {
            None => {
                first = Some((encoding, at..at + c.len_utf8()));
                open = true;
            }
            Some((found, range)) if open && *found == encoding => range.end = at + c.len_utf8(),
            Some(_) => open = false,
        }
    }
    let (encoding, range) = first?;
    // U+F8FF alone is the sign of a computer maker in many fonts.
    let is_evidence = (has_tibetan || !has_others) && !only_last;
    is_evidence.then_some(Evidence {
        encoding,
        range,
        characters,
    })
}

fn extension_set(c: char) -> Option<Encoding> {
    match c {
        '\u{f300}'..='\u{f8ff}' => Some(Encoding::Gbt20542A),
        '\u{f0000}'..='\u{f1645}' => Some(Encoding::Gbt22238B),
        _ => None,
    }
}

/// Finds Tibetan on the codes of Chinese characters.
fn chinese_codes(text: &str) -> Option<Evidence> {
    let marks = SyllableMarks::of(text);
    let mut first: Option<Range<usize>> = None;
    let (mut letters, mut standard, mut marks_found) = (0_usize, 0_usize, 0_usize);
    for run in HanRuns(text.char_indices().peekable()) {
        let mark = run.closed_by.filter(|&mark| marks.is_evidence(mark));
        if mark.is_none() && !run.is_rare() {
            continue;
        }
        marks_found += usize::from(mark.is_some());
        letters += run.characters;
        standard += run.standard;
        first.get_or_insert(run.range.start..run.range.end + mark.map_or(0, char::len_utf8));
    }
    // 班智达 stays within GB 2312, which the list all but contains; 同元 stays outside but for single characters.
    let encoding = match standard * 4 {
        _ if marks_found == 0 || letters < NAMEABLE_LETTERS => Encoding::GbkFont,
        four if four >= letters * 3 => Encoding::Banzhida,
        four if four <= letters => Encoding::Tongyuan,
        _ => Encoding::GbkFont,
    };
    first.map(|range| Evidence {
        encoding,
        range,
        characters: letters + marks_found,
    })
}

/// Which of the vertical brackets cannot be brackets, because they have no partners.
struct SyllableMarks {
    tsheg: bool,
    shad: bool,
}

impl SyllableMarks {
    fn of(text: &str) -> Self {
        // U+FE3D opens and U+FE3E closes a double angle bracket, U+FE3F and U+FE40 a single one.
        let mut counts = [0_usize; 4];
        for c in text.chars() {
            let bracket = u32::from(c)
                .checked_sub(0xfe3d)
                .and_then(|i| usize::try_from(i).ok());
            if let Some(count) = bracket.and_then(|i| counts.get_mut(i)) {
                *count += 1;
            }
        }
        let [double_open, double_closed, open, closed] = counts;
        Self {
            tsheg: double_open > double_closed,
            shad: closed > open,
        }
    }

    fn is_evidence(&self, mark: char) -> bool {
        match mark {
            '\u{fe3d}' => self.tsheg,
            '\u{fe40}' => self.shad,
            _ => false,
        }
    }
}

/// Chinese characters in a row.
struct HanRun {
    range: Range<usize>,
    characters: usize,
    /// How many of them stand in the list of standard characters.
    standard: usize,
    rare: usize,
    /// The character right after them.
    closed_by: Option<char>,
}

impl HanRun {
    fn is_rare(&self) -> bool {
        self.rare >= 2 && self.rare * 2 >= self.characters
            || self.rare >= 4 && self.rare * 4 >= self.characters
    }
}

struct HanRuns<'a>(std::iter::Peekable<std::str::CharIndices<'a>>);

impl Iterator for HanRuns<'_> {
    type Item = HanRun;

    fn next(&mut self) -> Option<HanRun> {
        let (start, first) = self.0.find(|&(_, c)| Script::of(c) == Script::Han)?;
        let mut run = HanRun {
            range: start..start + first.len_utf8(),
            characters: 1,
            standard: usize::from(is_standard(first)),
            rare: usize::from(is_rare(first)),
            closed_by: None,
        };
        while let Some((at, c)) = self.0.next_if(|&(_, c)| Script::of(c) == Script::Han) {
            run.range.end = at + c.len_utf8();
            run.characters += 1;
            run.standard += usize::from(is_standard(c));
            run.rare += usize::from(is_rare(c));
        }
        run.closed_by = self.0.peek().map(|&(_, c)| c);
        Some(run)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: Option<(Encoding, &str)>) {
        let found = recognise(text);
        let evidence = found
            .as_ref()
            .map(|found| (found.encoding, &text[found.start..found.end]));
        assert_eq!(evidence, expect, "{text}");
        assert!(
            found.is_none_or(|found| found.share > 0.0 && found.share <= 1.0),
            "{text}"
        );
    }

    #[test]
    fn stacks_of_the_extension_sets_are_found_where_tibetan_is_written() {
        use Encoding::{Gbt20542A, Gbt22238B};
        check("\u{f300}\u{f312}", Some((Gbt20542A, "\u{f300}\u{f312}")));
        check("\u{f3a1}", Some((Gbt20542A, "\u{f3a1}")));
        check("ལག་\u{f3a1}་\u{f3a2}", Some((Gbt20542A, "\u{f3a1}")));
        check(
            "取保候审 ལ་\u{f3a1}\u{f8ff}ས",
            Some((Gbt20542A, "\u{f3a1}\u{f8ff}")),
        );
        check("\u{f1645}\u{f300}", Some((Gbt22238B, "\u{f1645}")));
    }

    #[test]
    fn private_use_characters_for_other_things_are_not() {
        for text in [
            "\u{f8ff}",
            "\u{f3a1} 刑法",
            "tel \u{f3cd}",
            "\u{e000}",
            "\u{f2ff}\u{f1646}",
            "\u{100000}",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn syllable_marks_of_the_gbk_fonts_are_found() {
        use Encoding::{Banzhida, Tongyuan};
        check("坝埃︽拜吧﹀", Some((Banzhida, "坝埃︽")));
        check("繱繳︽繴纀︽", Some((Tongyuan, "繱繳︽")));
        check("附件 坝︽拜编翟︽", Some((Banzhida, "坝︽")));
    }

    #[test]
    fn the_family_is_named_only_where_the_text_tells() {
        check("坝埃﹀", Some((Encoding::GbkFont, "坝埃﹀")));
        check("坝埃︽繱繳︽", Some((Encoding::GbkFont, "坝埃︽")));
    }

    #[test]
    fn brackets_of_vertical_text_are_brackets() {
        for text in [
            "依照︽民法典︾审理",
            "︿刑法﹀",
            "︽刑法︾︿总则﹀",
            "︽",
            "﹀",
            "a︽",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn rare_characters_speak_for_a_font_and_legal_words_do_not() {
        for (text, evidence) in [
            ("丂丄丅丆", "丂丄丅丆"),
            ("縒縓縔 縕縖縗縘", "縒縓縔"),
            ("犜狅狉狀", "犜狅狉狀"),
            ("亻佧佤仂", "亻佧佤仂"),
            ("术语：丂丄丅", "丂丄丅"),
        ] {
            check(text, Some((Encoding::GbkFont, evidence)));
        }
        for text in [
            "",
            "WTO",
            "取保候审",
            "猥亵",
            "羁押",
            "诽谤罪",
            "赡养",
            "饕餮",
            "魑魅魍魉",
            "掩饰、隐瞒犯罪所得、犯罪所得收益罪",
            "訴訟時效中斷",
            "離婚協議書",
            "丂",
            "ཁྲིམས་ཁང་།",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn the_share_counts_characters_that_are_not_white_space() {
        let share = |text| recognise(text).map(|found| found.share);
        assert_eq!(share("丂丄 丅丆"), Some(1.0));
        assert_eq!(share("\u{f3a1}་ \u{f3a2}་"), Some(0.5));
        assert_eq!(share("法院：坝︽拜"), Some(2.0 / 6.0));
    }
}
