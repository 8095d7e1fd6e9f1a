//! The rules of the glossary in Chinese, for the messages of an import, which come in both languages.

use glossary::Lang;
use glossary::rules::{ReplacementFault, Violation};

/// Says in Chinese which rule is broken, by which values, and what to do.
pub(super) fn rule_in_chinese(violation: &Violation) -> String {
    let language = |lang: &Lang| match lang {
        Lang::Zh => "汉文",
        Lang::Bo => "藏文",
        Lang::En => "英文",
    };
    match violation {
        Violation::NoTerm => "词条没有词（提示：请填写汉文或藏文）".to_owned(),
        Violation::SameTermTwice { lang, text, .. } => {
            format!("{} `{text}` 出现了两次（提示：请删去一个）", language(lang))
        }
        Violation::TwoPreferred {
            lang, first, second, ..
        } => format!(
            "`{first}` 和 `{second}` 在同一地区都是{}首选（提示：请把其中一个改为 `admitted`）",
            language(lang)
        ),
        Violation::SpokenWithStatus { text, .. } => {
            format!("`{text}` 是庭审口语，不能作为首选（提示：请改为 `admitted`）")
        }
        Violation::ReplacementMissing { text, status, .. } => format!(
            "`{text}` 的状态是 `{status}`，但没有写明由哪个词取代（提示：请在同一行写出现用的词，或用 JSON Lines 的 \
             `replaced_by` 写明）"
        ),
        Violation::ReplacementUnknown {
            text,
            replacement,
            fault,
            ..
        } => format!(
            "`{text}` 写明由 `{replacement}` 取代，{}",
            match fault {
                ReplacementFault::NotThere => "但本词条没有这个同语言的词（提示：请增加这个词，或改正）",
                ReplacementFault::NotInUse => "但它本身也不应再使用（提示：请写明现用的词）",
                ReplacementFault::Spoken => "但它是庭审口语，不用于文书（提示：请写明可用于文书的词）",
            }
        ),
        Violation::AuthorisedWithoutTibetan(name) => {
            format!("`{name}` 没有藏文，不能审定（提示：请先填写藏文）")
        }
        Violation::BadDate { value, .. } => {
            format!("`{value}` 不是日期（提示：请写成 `2018-10-26` 的形式）")
        }
        Violation::InForceReversed { law, from, to, .. } => {
            format!("`{law}` 施行至 `{to}`，早于开始施行的 `{from}`（提示：请对调两个日期）")
        }
        Violation::RelationToItself { id, .. } => {
            format!("词条 `{id}` 不能与自己建立关系（提示：请删去，或写明另一个词条）")
        }
        Violation::RelationToNothing { id, .. } => {
            format!("没有词条 `{id}`，不能与它建立关系（提示：请更正编号，或删去这一关系）")
        }
        Violation::ConfusableNotMutual { id, other } => {
            format!(
                "词条 `{id}` 标明易与 `{other}` 混淆，`{other}` 却没有标明易与 `{id}` 混淆（提示：请两边都标明）"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use glossary::{AdministrativeStatus, ConceptId};

    use super::*;

    fn unknown(fault: ReplacementFault) -> Violation {
        Violation::ReplacementUnknown {
            position: 1,
            lang: Lang::Bo,
            text: "ཀ".to_owned(),
            replacement: "ཁ".to_owned(),
            fault,
        }
    }

    #[test]
    fn every_rule_is_told_in_chinese_with_the_values_of_the_english_sentence() {
        let (position, lang, text) = (1, Lang::Bo, "ཀ".to_owned());
        let (id, other) = (ConceptId::new(7), ConceptId::new(8));
        let mut seen = BTreeSet::new();
        for (violation, values) in [
            (Violation::NoTerm, &[][..]),
            (
                Violation::SameTermTwice {
                    position,
                    lang,
                    text: text.clone(),
                },
                &["`ཀ`"],
            ),
            (
                Violation::TwoPreferred {
                    position,
                    lang,
                    place: "all regions".to_owned(),
                    first: text.clone(),
                    second: "ཁ".to_owned(),
                },
                &["`ཀ`", "`ཁ`"],
            ),
            (
                Violation::SpokenWithStatus {
                    position,
                    lang,
                    text: text.clone(),
                },
                &["`ཀ`", "`admitted`"],
            ),
            (
                Violation::ReplacementMissing {
                    position,
                    lang,
                    text,
                    status: AdministrativeStatus::Deprecated,
                },
                &["`ཀ`", "deprecated", "`replaced_by`"],
            ),
            (unknown(ReplacementFault::NotThere), &["`ཀ`", "`ཁ`"]),
            (unknown(ReplacementFault::NotInUse), &["`ཀ`", "`ཁ`"]),
            (unknown(ReplacementFault::Spoken), &["`ཀ`", "`ཁ`"]),
            (Violation::AuthorisedWithoutTibetan("法".to_owned()), &["`法`"]),
            (
                Violation::BadDate {
                    position,
                    member: "in_force_to",
                    value: "2018年".to_owned(),
                },
                &["`2018年`", "`2018-10-26`"],
            ),
            (
                Violation::InForceReversed {
                    position,
                    law: "刑法".to_owned(),
                    from: "2024-03-01".to_owned(),
                    to: "2020-01-01".to_owned(),
                },
                &["`刑法`", "`2024-03-01`", "`2020-01-01`"],
            ),
            (Violation::RelationToItself { position, id }, &["`c-000007`"]),
            (Violation::RelationToNothing { position, id }, &["`c-000007`"]),
            (
                Violation::ConfusableNotMutual { id, other },
                &["`c-000007`", "`c-000008`"],
            ),
        ] {
            let (en, zh) = (violation.to_string(), rule_in_chinese(&violation));
            assert!(zh.ends_with('）') && zh.contains("（提示："), "{zh}");
            for value in values {
                assert!(en.contains(value) && zh.contains(value), "{value}: {en} {zh}");
            }
            seen.insert(violation.code());
        }
        assert_eq!(seen, BTreeSet::from(Violation::CODES));
    }
}
