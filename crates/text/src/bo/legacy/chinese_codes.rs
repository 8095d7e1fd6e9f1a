//! Finds Tibetan that stands on the codes of Chinese characters, by its syllable marks and its rare characters.

use std::ops::Range;

use super::Encoding;
use super::recognise::Evidence;
use crate::script::Script;
use crate::zh::standard::{is_rare, is_standard};

/// How many characters with syllable marks tell 同元 and 班智达 apart; fewer can be of either.
const NAMEABLE_LETTERS: usize = 4;

/// Finds Tibetan on the codes of Chinese characters.
pub(super) fn chinese_codes(text: &str) -> Option<Evidence> {
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
        let found = chinese_codes(text);
        let evidence = found.map(|found| (found.encoding, &text[found.range]));
        assert_eq!(evidence, expect, "{text}");
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
}
