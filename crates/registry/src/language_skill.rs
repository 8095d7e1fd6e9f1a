//! What somebody can do in a dialect of Tibetan, said by whom, and until when it may be believed.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Day, Fault, fault};

named_list! {
    /// The three dialect areas, which do not understand each other in a hearing.
    Dialect {
        /// Central Tibetan.
        UTsang = "u-tsang", "卫藏";
        /// Eastern Tibetan, spoken in Yushu as well.
        Kham = "kham", "康";
        /// Northeastern Tibetan, of most of Qinghai.
        Amdo = "amdo", "安多";
    }
}

named_list! {
    /// What somebody can do in speech. The classes are those of Qinghai's survey of 2009, with interpreting above them.
    Spoken {
        /// Nothing. That nobody has looked is another thing: then there is no skill.
        None = "S0", "不会";
        /// Everyday conversation.
        Everyday = "S1", "日常会话";
        /// Conducting a hearing.
        Hearing = "S2", "主持庭审";
        /// Interpreting a hearing.
        Interpreting = "S3", "法庭口译";
    }
}

named_list! {
    /// What somebody can do in writing.
    Written {
        /// Nothing.
        None = "W0", "不会";
        /// Reading.
        Reading = "W1", "能阅读";
        /// Translating with help.
        TranslatingWithHelp = "W2", "借助工具翻译";
        /// Drafting judgments.
        DraftingJudgments = "W3", "制作裁判文书";
    }
}

named_list! {
    /// What the levels rest on, the strongest first.
    Evidence {
        /// An examination.
        Examination = "examination", "考试";
        /// Somebody has heard or read how it is done.
        Assessment = "assessment", "评定";
        /// Hearings that were conducted.
        Hearings = "hearings", "庭审记录";
        /// What the person says.
        SelfReport = "self_report", "自报";
    }
}

/// The skill of somebody in one dialect, as it was found on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LanguageSkill {
    /// The dialect.
    pub dialect: Dialect,
    /// A dialect inside it, in free words.
    #[serde(default)]
    pub sub_dialect: Option<String>,
    /// The level in speech; `None` if it is not known, which is not 0.
    #[serde(default)]
    pub spoken: Option<Spoken>,
    /// The level in writing; `None` if it is not known.
    #[serde(default)]
    pub written: Option<Written>,
    /// What it rests on.
    pub evidence: Evidence,
    /// Who has found it, or the number of the certificate.
    #[serde(default)]
    pub assessor: Option<String>,
    /// When it was found.
    pub assessed_on: Day,
    /// The last day on which it may be believed.
    #[serde(default)]
    pub expires_on: Option<Day>,
}

impl LanguageSkill {
    /// Tells whether it was found by `day` and may still be believed then.
    #[must_use]
    pub fn holds_on(&self, day: Day) -> bool {
        self.assessed_on <= day && self.expires_on.is_none_or(|last| day <= last)
    }

    /// Returns what is wrong with it, under `pointer`, when it is written down on the day `today`.
    #[must_use]
    pub fn faults(&self, pointer: &str, today: Day) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.spoken.is_none() && self.written.is_none() {
            faults.push(Fault::new(
                "skill_without_level",
                format!("{pointer}/spoken"),
                "a skill has neither a spoken nor a written level (hint: give one; of whom nothing is known, there is no skill)",
                "语言能力没有口语等级，也没有书面等级（提示：至少填写一项；没有测过的，不要登记）",
            ));
        }
        faults.extend(fault::in_future(
            &format!("{pointer}/assessed_on"),
            self.assessed_on,
            today,
        ));
        if let Some(last) = self.expires_on.filter(|last| *last < self.assessed_on) {
            let found = self.assessed_on;
            faults.push(Fault::new(
                "expires_before_assessed",
                format!("{pointer}/expires_on"),
                format!("`{last}` is before the day on which it was found, `{found}` (hint: correct one of the two)"),
                format!("`{last}` 早于评定日期 `{found}`（提示：请更正其中一个日期）"),
            ));
        }
        faults
    }
}

/// Returns the skill in `dialect` that is to be believed on `day`: of those that hold, the one found last, and of one day the
/// one with the strongest evidence.
#[must_use]
pub(crate) fn believed(skills: &[LanguageSkill], dialect: Dialect, day: Day) -> Option<&LanguageSkill> {
    let held = skills
        .iter()
        .filter(|skill| skill.dialect == dialect && skill.holds_on(day));
    held.max_by_key(|skill| (skill.assessed_on, std::cmp::Reverse(skill.evidence)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::show;

    fn skill(on: &str, until: Option<&str>, evidence: Evidence, spoken: Option<Spoken>) -> LanguageSkill {
        LanguageSkill {
            dialect: Dialect::Kham,
            sub_dialect: None,
            spoken,
            written: None,
            evidence,
            assessor: None,
            assessed_on: on.parse().unwrap(),
            expires_on: until.map(|day| day.parse().unwrap()),
        }
    }

    #[test]
    fn a_level_is_read_by_its_code_and_by_its_name() {
        assert_eq!("S2".parse(), Ok(Spoken::Hearing));
        assert_eq!("主持庭审".parse(), Ok(Spoken::Hearing));
        assert_eq!("制作裁判文书".parse(), Ok(Written::DraftingJudgments));
        assert_eq!("康".parse(), Ok(Dialect::Kham));
        assert_eq!(
            "s2".parse::<Spoken>(),
            Err(&["不会", "日常会话", "主持庭审", "法庭口译"][..])
        );
        assert!(Spoken::None < Spoken::Everyday && Written::Reading < Written::DraftingJudgments);
    }

    #[test]
    fn what_is_found_last_is_believed_as_long_as_it_holds() {
        let old = skill("2015-05-01", None, Evidence::Examination, Some(Spoken::Everyday));
        let new = skill(
            "2018-05-01",
            Some("2020-05-01"),
            Evidence::Assessment,
            Some(Spoken::Hearing),
        );
        let said = skill(
            "2018-05-01",
            None,
            Evidence::SelfReport,
            Some(Spoken::Interpreting),
        );
        let skills = [old.clone(), said, new.clone()];
        let on = |day: &str| believed(&skills, Dialect::Kham, day.parse().unwrap()).cloned();
        assert_eq!(on("2015-04-30"), None);
        assert_eq!(on("2016-01-01"), Some(old));
        assert_eq!(on("2020-05-01"), Some(new));
        // What somebody says of himself is newer than the old examination.
        assert_eq!(
            on("2020-05-02").map(|skill| skill.evidence),
            Some(Evidence::SelfReport)
        );
        assert_eq!(
            believed(&skills, Dialect::Amdo, "2019-01-01".parse().unwrap()),
            None
        );
    }

    #[test]
    fn every_fault_names_its_member_and_the_way_out() {
        let today = "2019-10-14".parse().unwrap();
        let wrong = skill("2019-10-15", Some("2019-10-01"), Evidence::SelfReport, None);
        insta::assert_snapshot!(show(&wrong.faults("/language_skills/0", today)));
        let right = skill(
            "2019-10-14",
            Some("2019-10-14"),
            Evidence::SelfReport,
            Some(Spoken::None),
        );
        assert_eq!(right.faults("", today), []);
    }
}
