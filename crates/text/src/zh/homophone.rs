//! Which terms sound alike, for an ear that does not keep apart what second-language speakers confuse.

use super::pinyin;

/// Returns the sound of `text`: its best reading without tones, with the folds of [`pinyin::fuzzy_key`].
///
/// Syllables are separated by one space; what has no letters (digits, Tibetan, punctuation) is left out, and
/// the key may be empty: an empty key says nothing and must not be compared. Linear in the text.
///
/// **A term with the same key is a suggestion and never an equal.** 定金 and 订金, 权力 and 权利, 法制 and
/// 法治 sound alike and are different law; show such a hit apart from the exact ones, with its characters.
///
/// ```
/// use text::zh::homophone;
///
/// assert_eq!(homophone::key("定金"), homophone::key("订金"));
/// assert_eq!(homophone::key("权力"), homophone::key("权利"));
/// // 审 shěn and 省 shěng differ in the nasal, which many people do not hear.
/// assert_eq!(homophone::key("审"), homophone::key("省"));
/// assert_ne!(homophone::key("抵押"), homophone::key("质押"));
/// ```
pub fn key(text: &str) -> String {
    pinyin::fuzzy_key(&pinyin::best_key(text).spaced)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(one: &str, other: &str, alike: bool) {
        assert_eq!(key(one) == key(other), alike, "{} {}", key(one), key(other));
    }

    #[test]
    fn terms_of_different_law_sound_alike() {
        check("定金", "订金", true);
        check("权力", "权利", true);
        check("法制", "法治", true);
        check("公证", "公正", true);
        check("申述", "申诉", true);
        check("收养", "收押", false);
    }

    #[test]
    fn sounds_that_second_language_speakers_confuse_are_alike() {
        check("审判", "生判", true);
        check("主席", "组席", true);
        check("服刑", "胡行", true);
        check("人", "仍", true);
        check("南", "兰", true);
    }

    #[test]
    fn other_syllables_are_not_alike() {
        check("抵押", "质押", false);
        check("原告", "被告", false);
        check("法", "法律", false);
    }

    #[test]
    fn both_spellings_of_the_characters_sound_alike() {
        check("訴訟時效", "诉讼时效", true);
        check("銀行", "银行", true);
    }

    #[test]
    fn what_has_no_letters_has_no_sound() {
        for silent in ["", "，。", "2020", "ཁྲིམས", "\0"] {
            assert_eq!(key(silent), "", "{silent}");
        }
        assert_eq!(key("第12条"), "di tiao");
    }
}
