//! Programmes: what trainings belong to, and by which rule their hours count.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Day, Fault, HoursRule, fault, hours};

named_list! {
    /// The kinds of programmes. Published totals are of all of them; the bilingual classes are a small part.
    ProgrammeKind {
        /// Classes for bilingual judges.
        Bilingual = "bilingual", "双语法官培训";
        /// Before somebody becomes a judge.
        Preparatory = "preparatory", "预备法官培训";
        /// On taking an office.
        Induction = "induction", "任职培训";
        /// On promotion.
        Promotion = "promotion", "晋级培训";
        /// What every judge attends again and again.
        InService = "in_service", "续职培训";
        /// About one subject.
        Special = "special", "专项业务培训";
        /// Anything else.
        Other = "other", "其他";
    }
}

/// A programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in Tibetan, if it has one.
    #[serde(default)]
    pub name_bo: Option<String>,
    /// Its kind.
    pub kind: ProgrammeKind,
    /// How its hours count, one rule at a time.
    #[serde(default)]
    pub hours_rules: Vec<HoursRule>,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

impl Programme {
    /// Returns every rule that it breaks.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.name_zh.trim().is_empty() {
            faults.push(Fault::new(
                "name_missing",
                "/name_zh",
                "the programme has no name (hint: write it in Chinese)",
                "项目没有名称（提示：请填写汉文名称）",
            ));
        }
        let name_bo = self.name_bo.as_deref().unwrap_or_default();
        for (pointer, name, most) in [
            ("/name_zh", self.name_zh.as_str(), fault::MAX_TITLE_CHARS),
            // A syllable in Tibetan is about three characters.
            ("/name_bo", name_bo, 3 * fault::MAX_TITLE_CHARS),
        ] {
            faults.extend(fault::too_many_characters(pointer, name, most));
        }
        faults.extend(hours::faults(&self.hours_rules));
        faults
    }

    /// Returns the rule for a training that begins on `day`.
    #[must_use]
    pub fn hours_rule_on(&self, day: Day) -> Option<&HoursRule> {
        hours::rule_on(&self.hours_rules, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programme_has_a_name_and_its_kind_is_read_in_both_ways() {
        let json = r#"{"name_zh":" ","kind":"bilingual"}"#;
        let programme: Programme = serde_json::from_str(json).unwrap();
        let codes: Vec<&str> = programme.faults().iter().map(|fault| fault.code).collect();
        assert_eq!(codes, ["name_missing"]);
        assert_eq!("双语法官培训".parse(), Ok(ProgrammeKind::Bilingual));
        assert_eq!(programme.hours_rule_on("2019-10-14".parse().unwrap()), None);
    }

    #[test]
    fn a_name_that_would_fill_a_page_is_refused_with_the_limit() {
        let named = |zh: usize, bo: usize| {
            let json = serde_json::json!({"name_zh": "训".repeat(zh), "name_bo": "ས".repeat(bo), "kind": "bilingual"});
            let programme: Programme = serde_json::from_value(json).unwrap();
            crate::fault::show(&programme.faults())
        };
        assert_eq!(named(100, 300), "");
        for (said, limit) in [(named(101, 0), "超过 100 个"), (named(1, 301), "超过 300 个")] {
            assert!(
                said.contains("too_many_characters") && said.contains(limit),
                "{said}"
            );
        }
    }
}
