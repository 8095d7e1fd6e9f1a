//! How a term is read, for the reader.

use unicode_normalization::UnicodeNormalization;

use super::part::{Part, parts, prepare};

/// Returns how `text` is read: syllables with tone marks, in NFC, each and each other word after one space.
///
/// Letters and digits of other scripts stay in their place as they are (in usual width), punctuation is
/// dropped, and traditional characters are read as the simplified ones. Tones are those of the dictionary:
/// the changes of 一, 不 and of two third tones in speech are not written (GB/T 16159), and only particles
/// and endings have the neutral tone. Linear in the text; a text without anything to read gives nothing.
///
/// ```
/// use text::zh::pinyin::reading;
///
/// assert_eq!(reading("取保候审"), "qǔ bǎo hòu shěn");
/// assert_eq!(reading("《西藏自治区…》"), "xī zàng zì zhì qū");
/// assert_eq!(reading("WTO规则"), "WTO guī zé");
/// assert_eq!(reading("銀行"), reading("银行"));
/// ```
pub fn reading(text: &str) -> String {
    let prepared = prepare(text);
    let mut reading = String::with_capacity(2 * prepared.len());
    for part in parts(&prepared) {
        if !reading.is_empty() {
            reading.push(' ');
        }
        match part {
            Part::Character {
                reading: syllable, ..
            } => reading.extend(syllable.marked().nfc()),
            Part::Word(word) => reading.push_str(word),
        }
    }
    reading
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(reading(text), expect);
    }

    #[test]
    fn polyphones_are_read_as_their_words_want() {
        for (text, expect) in [
            ("西藏", "xī zàng"),
            ("藏族", "zàng zú"),
            ("银行", "yín háng"),
            ("行为", "xíng wéi"),
            ("调解", "tiáo jiě"),
            ("调查", "diào chá"),
            ("没收", "mò shōu"),
            ("给付", "jǐ fù"),
            ("还款", "huán kuǎn"),
            ("角色", "jué sè"),
            ("重审", "chóng shěn"),
            ("重罪", "zhòng zuì"),
            ("押解", "yā jiè"),
            ("解除", "jiě chú"),
            ("当事人", "dāng shì rén"),
            ("不当得利", "bù dàng dé lì"),
            ("犯罪分子", "fàn zuì fèn zǐ"),
            ("应当", "yīng dāng"),
            ("应诉", "yìng sù"),
            ("称多县", "chèn duō xiàn"),
        ] {
            check(text, expect);
        }
    }

    #[test]
    fn words_of_other_scripts_stay_in_their_place() {
        check("WTO规则", "WTO guī zé");
        check("ＷＴＯ规则", "WTO guī zé");
        check("第12条", "dì 12 tiáo");
        check("A法B", "A fǎ B");
    }

    #[test]
    fn punctuation_and_white_space_are_dropped() {
        check("《刑法》，第一条。", "xíng fǎ dì yī tiáo");
        check(" 法\u{3000}院\n", "fǎ yuàn");
        check("", "");
        check("。", "");
    }

    #[test]
    fn tones_are_those_of_the_dictionary() {
        check("不应当", "bù yīng dāng");
        check("一般", "yī bān");
        check("律师", "lǜ shī");
        check("侵略", "qīn lüè");
    }
}
