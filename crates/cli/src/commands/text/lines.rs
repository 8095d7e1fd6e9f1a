//! Work on one line of text: each kind is one function of the crate `text`.

use text::bo::{self, Structure, Verdict, similar};
use text::script::{self, Script};
use text::zh;

use crate::arguments::LineWork;

/// Returns what `work` makes of `line`; a line with Tibetan in it is Tibetan, any other Chinese.
pub fn rework(line: &str, work: LineWork) -> String {
    let is_tibetan = script::contains(line, Script::Tibetan);
    match work {
        LineWork::Normalize if is_tibetan => bo::normalize(line).into_owned(),
        LineWork::Normalize => zh::normalize(line),
        LineWork::Fold if is_tibetan => bo::fold(line),
        LineWork::Fold => zh::fold(line),
        LineWork::Syllables => joined(bo::syllables(line).map(|syllable| syllable.text.to_owned())),
        LineWork::Parse => joined(bo::syllables(line).map(|syllable| verdict(syllable.text))),
        LineWork::Phonetic => bo::phonetic::thl_term(line),
        LineWork::PhoneticKey => bo::phonetic::key(line),
        LineWork::Distance => distance(line),
        LineWork::Simplify => zh::simplify(line),
        LineWork::Pinyin => zh::pinyin::reading(line),
        LineWork::PinyinKeys => pinyin_keys(line),
        LineWork::Homophone => zh::homophone::key(line),
        LineWork::Segment => segment(line),
        LineWork::Runs => joined(script::runs(line).map(|run| {
            let text = line.get(run.start..run.end).unwrap_or_default();
            format!("{:?}:{text}", run.script).to_lowercase()
        })),
    }
}

fn pinyin_keys(line: &str) -> String {
    let mut found: Vec<String> = Vec::new();
    for key in zh::pinyin::keys(line) {
        for form in [key.spaced, key.initials, key.long_initials] {
            if !found.contains(&form) {
                found.push(form);
            }
        }
    }
    joined(found.into_iter())
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("|")
}

/// Writes `syllable: prefix+superscript+root+…`, `syllable: loan`, or what is wrong with it.
fn verdict(syllable: &str) -> String {
    match bo::parse(syllable) {
        Verdict::Native(structure) => format!("{syllable}: {}", parts(&structure)),
        Verdict::Loan => format!("{syllable}: loan"),
        Verdict::Malformed(fault) => format!("{syllable}: {fault}"),
    }
}

fn parts(structure: &Structure) -> String {
    let named = |name: &str, part: Option<char>| part.map(|part| format!("{name} {part}"));
    let subscripts = structure
        .subscripts
        .chars()
        .map(|part| format!("subscript {part}"));
    let particles = structure
        .particles
        .iter()
        .map(|particle| format!("particle {}", particle.text()));
    let before = [
        named("prefix", structure.prefix),
        named("superscript", structure.superscript),
    ];
    let after = [
        named("vowel", structure.vowel),
        named("suffix", structure.suffix),
        named("second suffix", structure.second_suffix),
    ];
    let root = std::iter::once(format!("root {}", structure.root));
    let all = before
        .into_iter()
        .flatten()
        .chain(root)
        .chain(subscripts)
        .chain(after.into_iter().flatten());
    all.chain(particles).collect::<Vec<_>>().join(", ")
}

/// Returns the distance of the two terms of a line in tenths of a letter, and nothing when there are not two.
fn distance(line: &str) -> String {
    let terms = line.split_once('\t');
    let cost = terms.and_then(|(one, other)| similar::term_cost(one, other, similar::Cost::MAX));
    cost.map_or_else(String::new, |cost| cost.tenths().to_string())
}

fn segment(line: &str) -> String {
    use std::sync::LazyLock;
    // The general dictionary takes a third of a second to unpack.
    static SEGMENTER: LazyLock<zh::Segmenter> = LazyLock::new(|| zh::Segmenter::new([]));
    joined(SEGMENTER.words(line).iter().map(|word| word.text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(work: LineWork, line: &str, expected: &str) {
        assert_eq!(rework(line, work), expected);
    }

    #[test]
    fn a_line_is_treated_by_its_script() {
        check(
            LineWork::Normalize,
            "\u{f40}\u{f77}",
            "\u{f40}\u{fb2}\u{f71}\u{f80}",
        );
        check(LineWork::Fold, "《離婚》", "离婚");
        check(LineWork::Fold, "ཁྲིམས་ཁང་།", "ཁྲིམས་ཁང");
    }

    #[test]
    fn tibetan_is_taken_apart() {
        check(LineWork::Syllables, "ཁྲིམས་ཁང་།", "ཁྲིམས|ཁང");
        check(LineWork::Parse, "བཀའི", "བཀའི: prefix བ, root ཀ, particle འི");
        check(
            LineWork::Parse,
            "པདྨ་ཁྲིམསཁང",
            "པདྨ: loan|ཁྲིམསཁང: two syllables are written as one (hint: put a tsheg between)",
        );
        check(LineWork::Phonetic, "བཀྲ་ཤིས", "trashi");
        check(LineWork::Phonetic, "མི་དམངས་ཁྲིམས་ཁང", "mimang trimkhang");
        check(LineWork::Distance, "ཁྲིམས་ཁང\tཁྲིམས་ཁང་", "0");
        check(LineWork::Distance, "ཁྲིམས་ཁང", "");
    }

    #[test]
    fn chinese_is_read_and_cut() {
        check(LineWork::Simplify, "離婚", "离婚");
        check(LineWork::Pinyin, "取保候审", "qǔ bǎo hòu shěn");
        check(LineWork::PinyinKeys, "西藏", "xi zang|xz");
        check(LineWork::PinyinKeys, "重审", "chong shen|cs|chsh");
        check(LineWork::Segment, "人民法院依法审理", "人民法院|依法|审理");
        check(LineWork::Runs, "刑法ཁྲིམས2023", "han:刑法|tibetan:ཁྲིམས|digit:2023");
        assert_eq!(
            rework("定金", LineWork::Homophone),
            rework("订金", LineWork::Homophone)
        );
    }
}
