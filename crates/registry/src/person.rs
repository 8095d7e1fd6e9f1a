//! A person of the talent database: who it is, where, and what became known of the person over time.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{
    Day, Dialect, EthnicGroup, Fault, IdentityNumber, LanguageSkill, Period, PersonId, PersonName, Post,
    fault, language_skill, post, private_number,
};

/// Nobody works younger, in years.
const LEAST_AGE: i32 = 16;

named_list! {
    /// Sex (GB/T 2261.1).
    Sex {
        /// Male.
        Male = "male", "男";
        /// Female.
        Female = "female", "女";
    }
}

named_list! {
    /// How somebody came into the courts.
    EntryChannel {
        /// By an examination for new staff.
        Recruited = "recruited", "招录";
        /// Chosen from a court below or from outside.
        Selected = "selected", "遴选";
        /// Moved from another authority.
        Transferred = "transferred", "调入";
    }
}

named_list! {
    /// The pools of the talent database.
    Pool {
        /// Experts.
        Expert = "expert", "专家型";
        /// Who does the work.
        Practical = "practical", "实务型";
        /// Who will.
        Reserve = "reserve", "后备";
        /// Translators and interpreters.
        Translation = "translation", "翻译";
        /// Lecturers.
        Lecturer = "lecturer", "师资";
    }
}

named_list! {
    /// What is kept sealed of a person.
    SecretKind {
        /// The identity number.
        IdentityNumber = "identity_number", "身份证号";
        /// A telephone number.
        Phone = "phone", "电话";
    }
}

/// Something of a person that is sealed elsewhere: here stand the place and the end, by which people recognise it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secret {
    /// What it is.
    pub kind: SecretKind,
    /// The row in which it is sealed.
    pub row: String,
    /// Its last four characters.
    pub last_four: String,
}

/// Where and what somebody has studied.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Education {
    /// The school.
    #[serde(default)]
    pub school: Option<String>,
    /// The subject.
    #[serde(default)]
    pub subject: Option<String>,
    /// The degree or the level of schooling, in the words of the certificate.
    #[serde(default)]
    pub degree: Option<String>,
    /// When it was finished.
    #[serde(default)]
    pub finished_on: Option<Day>,
}

/// The qualification for the legal professions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawQualification {
    /// The class of the certificate: A, B or C.
    #[serde(default)]
    pub class: Option<String>,
    /// When it was given.
    #[serde(default)]
    pub given_on: Option<Day>,
}

/// How and when somebody came into the courts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// How.
    pub channel: EntryChannel,
    /// When.
    #[serde(default)]
    pub on: Option<Day>,
}

/// That somebody belongs to a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolMembership {
    /// Which.
    pub pool: Pool,
    /// From when to when.
    #[serde(flatten)]
    pub period: Period,
    /// The decision that took the person in.
    pub decision: String,
    /// Why it ended.
    #[serde(default)]
    pub left_because: Option<String>,
}

/// Days on which somebody cannot be called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Absence {
    /// From when to when.
    #[serde(flatten)]
    pub period: Period,
    /// Why, as far as others may know.
    #[serde(default)]
    pub reason: Option<String>,
}

/// A person. What became known over time stands in lists, the order of which is that of whoever wrote them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The names.
    pub name: PersonName,
    /// The sex.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// The ethnic group.
    #[serde(default)]
    pub ethnic_group: Option<EthnicGroup>,
    /// The day of birth.
    #[serde(default)]
    pub born_on: Option<Day>,
    /// What is sealed: at most one identity number, and telephone numbers.
    #[serde(default)]
    pub secrets: Vec<Secret>,
    /// What was studied.
    #[serde(default)]
    pub education: Vec<Education>,
    /// The qualification for the legal professions.
    #[serde(default)]
    pub law_qualification: Option<LawQualification>,
    /// How the person came into the courts.
    #[serde(default)]
    pub entry: Option<Entry>,
    /// The posts.
    #[serde(default)]
    pub posts: Vec<Post>,
    /// What the person can do in dialects.
    #[serde(default)]
    pub language_skills: Vec<LanguageSkill>,
    /// The pools.
    #[serde(default)]
    pub pools: Vec<PoolMembership>,
    /// When the person cannot be called.
    #[serde(default)]
    pub unavailability: Vec<Absence>,
    /// People of the same name or number of whom somebody has found that they are others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct_from: Vec<PersonId>,
    /// Whether it was erased: what is left is a pseudonym, and the facts that statistics rest on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_erased: bool,
    /// A remark.
    #[serde(default)]
    pub note: Option<String>,
}

impl Person {
    /// Returns every rule that it breaks when it is written down on the day `today`.
    #[must_use]
    pub fn faults(&self, today: Day) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.name.shown().is_empty() {
            faults.push(Fault::new(
                "name_missing",
                "/name/zh",
                "the person has no name (hint: write it in Chinese, in Tibetan, or in both)",
                "没有姓名（提示：请填写汉文或藏文姓名）",
            ));
        }
        faults.extend(self.name.faults());
        faults.extend(self.numbers_in_texts());
        let identity_numbers = self
            .secrets
            .iter()
            .filter(|secret| secret.kind == SecretKind::IdentityNumber);
        if identity_numbers.count() > 1 {
            faults.push(Fault::new(
                "two_identity_numbers",
                "/secrets",
                "the person has two identity numbers (hint: remove the wrong one)",
                "有两个身份证号（提示：请删去错的一个）",
            ));
        }
        faults.extend(
            self.born_on
                .and_then(|day| fault::in_future("/born_on", day, today)),
        );
        faults.extend(post::faults(&self.posts));
        faults.extend(self.posts_too_early(today));
        for (n, skill) in self.language_skills.iter().enumerate() {
            faults.extend(skill.faults(&format!("/language_skills/{n}"), today));
        }
        for (n, absence) in self.unavailability.iter().enumerate() {
            faults.extend(fault::reversed(&format!("/unavailability/{n}"), absence.period));
        }
        faults.extend(self.pool_faults());
        faults
    }

    /// Returns what in the person contradicts the identity number, which is right if its check character is.
    #[must_use]
    pub fn contradictions(&self, number: &IdentityNumber) -> Vec<Fault> {
        let mut faults = Vec::new();
        let held = number.born_on();
        if let Some(said) = self.born_on.filter(|said| *said != held) {
            faults.push(Fault::new(
                "birth_contradicts_identity_number",
                "/born_on",
                format!("`{said}` is not the day of birth that the identity number holds (hint: correct one of the two)"),
                format!("`{said}` 与身份证号中的出生日期不一致（提示：请更正其中一项）"),
            ));
        }
        if let Some(said) = self.sex.filter(|said| *said != number.sex()) {
            faults.push(Fault::new(
                "sex_contradicts_identity_number",
                "/sex",
                format!(
                    "`{said}` is not the sex that the identity number holds (hint: correct one of the two)"
                ),
                format!("“{}”与身份证号中的性别不一致（提示：请更正其中一项）", said.zh()),
            ));
        }
        faults
    }

    /// Returns the own post of the person on `day`, and the one to which the person is lent.
    #[must_use]
    pub fn posts_on(&self, day: Day) -> (Option<&Post>, Option<&Post>) {
        let find = |is_secondment: bool| {
            let mut fitting = self
                .posts
                .iter()
                .filter(|post| post.is_secondment == is_secondment);
            fitting.find(|post| post.period.contains(day))
        };
        (find(false), find(true))
    }

    /// Returns the skill in `dialect` that is to be believed on `day`: the one found last of those that hold, and of one day
    /// the one with the strongest evidence.
    #[must_use]
    pub fn skill_on(&self, dialect: Dialect, day: Day) -> Option<&LanguageSkill> {
        language_skill::believed(&self.language_skills, dialect, day)
    }

    /// Tells whether the person can be called on `day`.
    #[must_use]
    pub fn is_available(&self, day: Day) -> bool {
        !self
            .unavailability
            .iter()
            .any(|absence| absence.period.contains(day))
    }

    /// Tells of numbers of people in the texts of the record, of which nothing is sealed.
    fn numbers_in_texts(&self) -> Vec<Fault> {
        let mut texts: Vec<(String, Option<&String>)> = vec![
            ("/name/zh".to_owned(), self.name.zh.as_ref()),
            ("/name/bo".to_owned(), self.name.bo.as_ref()),
            ("/note".to_owned(), self.note.as_ref()),
        ];
        for (n, other) in self.name.others.iter().enumerate() {
            texts.push((format!("/name/others/{n}"), Some(other)));
        }
        for (n, one) in self.education.iter().enumerate() {
            for (member, text) in [
                ("school", &one.school),
                ("subject", &one.subject),
                ("degree", &one.degree),
            ] {
                texts.push((format!("/education/{n}/{member}"), text.as_ref()));
            }
        }
        for (n, post) in self.posts.iter().enumerate() {
            texts.push((format!("/posts/{n}/department"), post.department.as_ref()));
            texts.push((format!("/posts/{n}/document"), post.document.as_ref()));
        }
        for (n, skill) in self.language_skills.iter().enumerate() {
            texts.push((
                format!("/language_skills/{n}/sub_dialect"),
                skill.sub_dialect.as_ref(),
            ));
            texts.push((format!("/language_skills/{n}/assessor"), skill.assessor.as_ref()));
        }
        for (n, one) in self.pools.iter().enumerate() {
            texts.push((format!("/pools/{n}/decision"), Some(&one.decision)));
            texts.push((format!("/pools/{n}/left_because"), one.left_because.as_ref()));
        }
        for (n, one) in self.unavailability.iter().enumerate() {
            texts.push((format!("/unavailability/{n}/reason"), one.reason.as_ref()));
        }
        let there = texts
            .into_iter()
            .filter_map(|(pointer, text)| Some((pointer, text?)));
        there
            .filter_map(|(pointer, text)| private_number::fault_of(pointer, text))
            .collect()
    }

    /// Tells of posts of somebody who was not of age for work then (Labour Law of the PRC, article 15).
    fn posts_too_early(&self, today: Day) -> Vec<Fault> {
        let Some(born) = self.born_on.filter(|born| *born <= today) else {
            return Vec::new();
        };
        let posts = self.posts.iter().enumerate();
        let early = posts.filter(|(_, post)| born.years_until(post.period.from) < LEAST_AGE);
        let tell = |(n, post): (usize, &Post)| {
            let from = post.period.from;
            Fault::new(
                "post_before_age",
                format!("/posts/{n}/from"),
                format!(
                    "the person, born on {born}, was not {LEAST_AGE} years old on {from} (hint: correct the day of the post or the day of birth)"
                ),
                format!("此人 {born} 出生，{from} 时不满 {LEAST_AGE} 周岁（提示：请更正任职日期或出生日期）"),
            )
        };
        early.map(tell).collect()
    }

    fn pool_faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (n, membership) in self.pools.iter().enumerate() {
            faults.extend(fault::reversed(&format!("/pools/{n}"), membership.period));
            if membership.decision.trim().is_empty() {
                faults.push(Fault::new(
                    "decision_missing",
                    format!("/pools/{n}/decision"),
                    "nobody is taken into a pool without a decision (hint: write its number)",
                    "入库须有决定（提示：请填写文号）",
                ));
            }
            let mut others = self
                .pools
                .iter()
                .take(n)
                .filter(|other| other.pool == membership.pool);
            if others.any(|other| other.period.overlaps(&membership.period)) {
                let period = membership.period;
                let pool = membership.pool;
                faults.push(Fault::new(
                    "pools_overlap",
                    format!("/pools/{n}/from"),
                    format!("the person is in the pool `{pool}` already during {period} (hint: end the earlier membership first)"),
                    format!("{period} 期间已在“{}”库中（提示：请先结束前一次入库）", pool.zh()),
                ));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests;
