//! One key for syllables that second-language speakers do not keep apart.

use super::confusion::{CONFUSIONS, initial_and_final};
use super::syllable::begins_a_syllable;

/// Returns `spaced` with each syllable written as the one that stands for all it is confused with.
///
/// Takes syllables as [`Key::spaced`](super::Key::spaced) or [`normalize`](super::normalize) have them; for
/// unspaced letters [`split`](super::split) them first. zh, ch, sh are z, c, s; n and r are l; f is h; ang,
/// eng, ing are an, en, in (`data/pinyin_confusions.tsv`). The beginning of a syllable counts as one, and
/// what begins none stays. Idempotent, and linear in the text.
///
/// ```
/// use text::zh::pinyin::fuzzy_key;
///
/// assert_eq!(fuzzy_key("zhong shen"), fuzzy_key("zong sheng"));
/// assert_eq!(fuzzy_key("lan"), fuzzy_key("nang"));
/// assert_eq!(fuzzy_key("fang"), fuzzy_key("huang"));
/// assert_ne!(fuzzy_key("di ya"), fuzzy_key("zhi ya"));
/// ```
pub fn fuzzy_key(spaced: &str) -> String {
    let mut key = String::with_capacity(spaced.len());
    for syllable in spaced.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if !begins_a_syllable(syllable) {
            key.push_str(syllable);
            continue;
        }
        let (initial, rime) = initial_and_final(syllable);
        let (initial, _) = CONFUSIONS.initial(initial);
        let rime = if initial == "h" {
            CONFUSIONS.final_after_h(rime)
        } else {
            rime
        };
        key.push_str(initial);
        key.push_str(CONFUSIONS.rime(rime).0);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(spaced: &str, expect: &str) {
        assert_eq!(fuzzy_key(spaced), expect, "{spaced}");
        assert_eq!(fuzzy_key(expect), expect, "{spaced}");
    }

    #[test]
    fn what_is_confused_is_one() {
        check("zhang zang zhan zan", "zan zan zan zan");
        check("chi ci shi si", "ci ci si si");
        check("nan lan ran lang", "lan lan lan lan");
        check("fu hu", "hu hu");
        check("fei hui hei", "hei hei hei");
        check("feng hong fen hun", "hen hen hen hen");
        check("xing xin jiang jian", "xin xin jian jian");
        check("guang guan", "guan guan");
    }

    #[test]
    fn what_is_not_confused_stays() {
        check("di ji gong xue", "di ji gong xue");
        check("", "");
        check("wto", "wto");
        check("zh sh", "z s");
    }

    #[test]
    fn letters_that_are_no_syllable_do_not_become_an_initial_of_two_letters() {
        check("chh", "chh");
        check("shhang", "shhang");
    }

    #[test]
    fn a_key_of_every_syllable_is_its_own_key() {
        for row in crate::table::rows(include_str!("../../../data/pinyin_syllables.tsv")) {
            let key = fuzzy_key(&crate::zh::pinyin::normalize(row[1]));
            check(&key, &key);
        }
    }
}
