//! Names of people: how they are written, and the keys by which they are found in the database.
//!
//! A name is one field. Tibetan names have no family name, and to cut 扎西 into 扎 and 西 would make up one.

use serde::{Deserialize, Serialize};
use text::{bo, zh};

use crate::named_list::named_list;
use crate::{Fault, Transliterations};

/// The dots that people put between the parts of a name; the first is the one that is kept.
const DOTS: [char; 8] = ['·', '•', '‧', '・', '･', '．', '⋅', '∙'];
/// No name is longer, in characters.
const MAX_CHARS: usize = 100;
/// What was typed is read so far: long enough to see that it is too long.
const READ_CHARS: usize = 2 * MAX_CHARS;

/// The names of a person. At least one of the first two is there in a person that is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    /// In Chinese characters, as in the identity card, with `·` between parts.
    #[serde(default)]
    pub zh: Option<String>,
    /// In Tibetan script, in canonical form without a tsheg at the end.
    #[serde(default)]
    pub bo: Option<String>,
    /// Other spellings that documents have, in any script.
    #[serde(default)]
    pub others: Vec<String>,
}

/// A key by which a name is found. It lives in the database and nowhere else: no index, no log, no cache.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameKey {
    /// What kind of key it is.
    pub kind: NameKeyKind,
    /// The key.
    pub key: String,
}

named_list! {
    /// The kinds of keys of a name, from the closest to the widest.
    NameKeyKind {
        /// The name itself, without width, case and dots.
        Exact = "exact", "原名";
        /// The Tibetan name without everything that does not tell syllables apart.
        Tibetan = "tibetan", "藏文";
        /// The classes of the parts of a Tibetan name, however they are written in Chinese, and the rest as it is: 扎西 and 札西
        /// are one, and so are 才让措 and 次仁措.
        Transliteration = "transliteration", "译写";
        /// Pinyin without tones and spaces.
        Pinyin = "pinyin", "拼音";
        /// The first letters of the pinyin.
        Initials = "initials", "首字母";
    }
}

impl PersonName {
    /// Returns the name as it is to be kept: in the canonical forms of the scripts, with empty fields left out.
    #[must_use]
    pub fn normalized(&self) -> Self {
        let kept = |text: &Option<String>| {
            text.as_deref()
                .map(normalize_name)
                .filter(|text| !text.is_empty())
        };
        let mut others: Vec<String> = Vec::new();
        for other in self.others.iter().map(|other| normalize_name(other)) {
            if !other.is_empty() && !others.contains(&other) {
                others.push(other);
            }
        }
        let (mut zh, mut bo) = (kept(&self.zh), kept(&self.bo));
        // A name that stands alone under the other script was meant for its own.
        let is_misplaced = match (&zh, &bo) {
            (Some(zh), None) => is_tibetan(zh),
            (None, Some(bo)) => !is_tibetan(bo),
            _ => false,
        };
        if is_misplaced {
            std::mem::swap(&mut zh, &mut bo);
        }
        Self { zh, bo, others }
    }

    /// Returns the name that lists show: the Chinese one, or the Tibetan one of whom none other is known.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.zh.as_deref().or(self.bo.as_deref()).unwrap_or_default()
    }

    /// Returns what is wrong with its spellings, under `/name`: characters that nobody sees, and more than a name has.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let others = self.others.iter().enumerate();
        let spellings = [
            ("/name/zh".to_owned(), &self.zh),
            ("/name/bo".to_owned(), &self.bo),
        ]
        .into_iter()
        .filter_map(|(pointer, name)| Some((pointer, name.as_deref()?)))
        .chain(others.map(|(n, name)| (format!("/name/others/{n}"), name.as_str())));
        let mut faults: Vec<Fault> = spellings
            .filter_map(|(pointer, name)| fault_of(pointer, name))
            .collect();
        if self.bo.as_deref().is_some_and(|bo| !is_tibetan(bo)) {
            faults.push(Fault::new(
                "name_of_other_script",
                "/name/bo",
                "the Tibetan name has no Tibetan letters (hint: write it in Tibetan script, or leave it out)",
                "藏文姓名中没有藏文字母（提示：请用藏文填写，或留空）",
            ));
        }
        if self.zh.as_deref().is_some_and(is_tibetan) {
            faults.push(Fault::new(
                "name_of_other_script",
                "/name/zh",
                "the Chinese name is in Tibetan script (hint: move it to the Tibetan name)",
                "汉文姓名中是藏文（提示：请移到藏文姓名一栏）",
            ));
        }
        faults
    }

    /// Returns every key of every spelling, sorted, each once.
    #[must_use]
    pub fn keys(&self, transliterations: &Transliterations) -> Vec<NameKey> {
        let mut keys = Vec::new();
        for name in self.zh.iter().chain(&self.bo).chain(&self.others) {
            keys.extend(keys_of(name, transliterations));
        }
        keys.sort();
        keys.dedup();
        keys
    }
}

fn fault_of(pointer: String, name: &str) -> Option<Fault> {
    let chars = name.chars().count();
    if let Some(control) = name.chars().find(|c| c.is_control()) {
        let shown = format!("U+{:04X}", u32::from(control));
        return Some(Fault::new(
            "name_control_character",
            pointer,
            format!(
                "the name holds the control character {shown}, which nobody sees (hint: type the name anew)"
            ),
            format!("姓名中有看不见的控制字符 {shown}（提示：请重新录入姓名）"),
        ));
    }
    (chars > MAX_CHARS).then(|| {
        Fault::new(
            "name_too_long",
            pointer,
            format!("the name has more than {MAX_CHARS} characters (hint: write the name alone, and the rest as a remark)"),
            format!("姓名超过 {MAX_CHARS} 个字符（提示：这里只写姓名，其余写入备注）"),
        )
    })
}

/// Returns a name of any script as it is kept: Tibetan in canonical form without marks at its ends, everything else with one
/// kind of dot between parts, half-width letters and no blank beside a Han character.
#[must_use]
pub fn normalize_name(typed: &str) -> String {
    let cut: String = typed.chars().take(READ_CHARS).collect();
    if is_tibetan(&cut) {
        return bo::key(&cut);
    }
    let narrow: String = zh::normalize(&cut)
        .chars()
        .map(|c| match c {
            '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
            }
            c if DOTS.contains(&c) => DOTS[0],
            c => c,
        })
        .collect();
    let characters: Vec<char> = narrow.chars().collect();
    let touches = |place: Option<usize>| {
        let beside = place.and_then(|place| characters.get(place));
        beside.is_some_and(|c| is_han(*c) || *c == DOTS[0])
    };
    let is_kept = |(place, c): &(usize, &char)| {
        **c != ' ' || !(touches(place.checked_sub(1)) || touches(Some(place + 1)))
    };
    let kept: String = characters
        .iter()
        .enumerate()
        .filter(is_kept)
        .map(|(_, c)| *c)
        .collect();
    kept.trim_matches(DOTS[0]).to_owned()
}

/// Returns the key of the kind [`NameKeyKind::Exact`] of a name: two names with the same one are written alike.
#[must_use]
pub fn exact_key(name: &str) -> String {
    match is_tibetan(name) {
        true => bo::key(name),
        false => zh::fold(name).replace(DOTS, ""),
    }
}

fn keys_of(name: &str, transliterations: &Transliterations) -> Vec<NameKey> {
    let key = |kind, key: String| NameKey { kind, key };
    let mut keys = Vec::new();
    if is_tibetan(name) {
        keys.push(key(NameKeyKind::Exact, exact_key(name)));
        keys.push(key(NameKeyKind::Tibetan, bo::fold(name)));
    } else {
        let plain = exact_key(name);
        let pinyin = zh::pinyin::keys(&plain);
        keys.push(key(NameKeyKind::Exact, plain));
        for reading in pinyin {
            keys.push(key(NameKeyKind::Pinyin, reading.full));
            keys.push(key(NameKeyKind::Initials, reading.initials));
        }
    }
    if let Some(class) = transliterations.class_of(name) {
        keys.push(key(NameKeyKind::Transliteration, class));
    }
    keys.retain(|key| !key.key.is_empty());
    keys
}

/// Tells whether a name has a Tibetan letter; a stray tsheg between Han characters makes it no Tibetan one.
fn is_tibetan(text: &str) -> bool {
    text.chars().any(|c| ('\u{0f40}'..='\u{0f6c}').contains(&c))
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn classes() -> Transliterations {
        Transliterations::parse(
            "bo\tzh\tsource\nབཀྲ་ཤིས\t扎西|札西\tx\nརྡོ་རྗེ\t多杰|多吉\tx\nཚེ་རིང\t才让|次仁|泽仁\tx\n",
        )
        .unwrap()
    }

    fn person(zh: &str, bo: &str) -> PersonName {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        PersonName {
            zh: text(zh),
            bo: text(bo),
            others: Vec::new(),
        }
        .normalized()
    }

    #[test]
    fn a_name_is_kept_in_one_form() {
        for (typed, kept) in [
            ("扎西", "扎西"),
            (" 扎　西 ", "扎西"),
            ("多杰•才让", "多杰·才让"),
            ("多杰 · 才让", "多杰·才让"),
            ("多杰．才让", "多杰·才让"),
            ("·扎西·", "扎西"),
            ("ཚེ་རིང་།", "ཚེ་རིང"),
            ("ཚེ༌རིང་", "ཚེ་རིང"),
            ("Tenzin  Dorje", "Tenzin Dorje"),
            ("Ｔenzin", "Tenzin"),
            ("", ""),
        ] {
            assert_eq!(normalize_name(typed), kept, "{typed}");
        }
        assert_eq!(normalize_name(&"扎".repeat(500)).chars().count(), READ_CHARS);
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let shown = |name: PersonName| {
            let lines = name
                .keys(&classes())
                .into_iter()
                .map(|key| format!("{} {}\n", key.kind, key.key));
            lines.collect::<String>()
        };
        insta::assert_snapshot!(shown(person("多杰·才让", "རྡོ་རྗེ་ཚེ་རིང་")), @r"
        exact རྡོ་རྗེ་ཚེ་རིང
        exact 多杰才让
        tibetan རྡོ་རྗེ་ཚེ་རིང
        transliteration རྡོ་རྗེ-ཚེ་རིང-
        pinyin duojiecairang
        initials djcr
        ");
        insta::assert_snapshot!(shown(person("札西", "")), @r"
        exact 札西
        transliteration བཀྲ་ཤིས-
        pinyin zhaxi
        initials zx
        ");
        assert_eq!(person("", "").keys(&classes()), []);
    }

    #[test]
    fn names_are_written_alike_whatever_dots_and_widths_they_have() {
        for (one, other, alike) in [
            ("多杰·才让", "多杰才让", true),
            ("Ｔenzin", "tenzin", true),
            ("ཚེ་རིང་", "ཚེ་རིང", true),
            ("扎西", "札西", false),
            ("扎西", "བཀྲ་ཤིས", false),
        ] {
            assert_eq!(exact_key(one) == exact_key(other), alike, "{one} {other}");
        }
    }

    #[test]
    fn two_spellings_of_one_tibetan_name_share_a_class() {
        let class = |zh: &str, bo: &str| {
            let keys = person(zh, bo).keys(&classes());
            keys.into_iter()
                .find(|key| key.kind == NameKeyKind::Transliteration)
                .map(|key| key.key)
        };
        let tibetan = class("", "བཀྲ་ཤིས་ཚེ་རིང");
        assert!(tibetan.is_some());
        for spelling in ["扎西才让", "札西·次仁", "扎西泽仁"] {
            assert_eq!(class(spelling, ""), tibetan, "{spelling}");
        }
        assert_ne!(class("扎西多杰", ""), tibetan);
        assert_eq!(class("李明", ""), None);
        // What the table does not have stays as it is written, and is no spelling of anything.
        assert_eq!(class("扎西措", ""), class("札西·措", ""));
        assert_ne!(class("才仁扎西", ""), class("才让扎西", ""));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_as_it_is(typed in "[扎西多杰 ·•．ཀ་ཁརི A-Za-z]{0,24}") {
            let kept = normalize_name(&typed);
            prop_assert_eq!(normalize_name(&kept), kept);
        }
    }
}
