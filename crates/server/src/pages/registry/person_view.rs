//! What the page of a person shows, put into the words and days of a page.

use app::registry::rules::{Day, LanguageSkill, Period, Person, Post, SecretKind};
use app::registry::{Duplicate, EnrolmentEntry, PersonEntry, SeenLine};
use serde::Serialize;

use super::corrections::WishView;
use super::courts::Courts;
use super::joining::ForeseenView;
use super::people::PersonRow;
use crate::pages::concept_form::view::FieldView;
use crate::pages::times;
use crate::web::templates::View;

/// What the audit says that somebody did with a person; each is the translation `seen_act.<word>`.
#[cfg(test)]
pub const SEEN_ACTS: [&str; 11] = [
    "create-person",
    "update-person",
    "read-person",
    "read-person-revisions",
    "read-own-record",
    "list-people",
    "see-personal-data",
    "merge-people",
    "keep-people-apart",
    "ask-correction",
    "erase-person",
];

/// A person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PersonView {
    pub id: String,
    pub revision: u64,
    pub name: String,
    pub name_bo: Option<String>,
    pub other_names: Vec<String>,
    pub court: Option<String>,
    pub sex: Option<&'static str>,
    pub ethnic_group: Option<&'static str>,
    pub born_on: Option<String>,
    pub entry: Option<(&'static str, Option<String>)>,
    pub law_qualification: Option<(Option<String>, Option<String>)>,
    pub education: Vec<Vec<String>>,
    pub note: Option<String>,
    pub is_erased: bool,
    pub posts: Vec<PostView>,
    pub skills: Vec<SkillView>,
    pub pools: Vec<PoolView>,
    pub absences: Vec<(String, Option<String>)>,
    pub trainings: Vec<TakenView>,
    /// Kinds and last four characters.
    pub secrets: Vec<(&'static str, String)>,
    /// The kinds that there are, to be seen in full.
    pub secret_kinds: Vec<&'static str>,
    pub may_see_secrets: bool,
    pub seen: Vec<SeenView>,
    pub duplicates: Vec<DuplicateView>,
    /// The other person of a form about two records that came back, with the reason that was typed.
    pub joining: Option<(String, String)>,
    /// What joining it would come to, which is said before it is done.
    pub foreseen: Option<ForeseenView>,
    pub may_write: bool,
    /// Whether the page leads to the one that erases the person.
    pub may_erase: bool,
    pub forms: Vec<PartForm>,
    pub courts: Vec<(String, String)>,
    pub done: Option<&'static str>,
    /// What stands beside no field.
    pub faults: Vec<String>,
    /// What is added where somebody reads the own record.
    pub own: Option<OwnView>,
}

/// What somebody asks to have corrected in the own record.
#[derive(Debug, Clone, Default, Serialize)]
pub struct OwnView {
    /// By what the form is known when it comes twice.
    pub once: String,
    pub wishes: Vec<WishView>,
    pub fields: Vec<FieldView>,
    /// Whether the form is shown unfolded.
    pub is_open: bool,
    /// Whether something was asked for just now.
    pub is_asked: bool,
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DuplicateView {
    pub row: PersonRow,
    pub revision: u64,
    pub because: Vec<&'static str>,
}

/// A small form that adds to a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PartForm {
    /// The last part of its address; its title is `person.add.<name>`.
    pub name: &'static str,
    pub fields: Vec<FieldView>,
    /// Whether it is shown unfolded.
    pub is_open: bool,
}

/// A post.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PostView {
    /// The place in the list of the record, from 0.
    pub place: usize,
    pub court: String,
    pub department: Option<String>,
    pub kind: &'static str,
    pub rank: Option<&'static str>,
    pub in_quota: bool,
    pub is_secondment: bool,
    pub period: String,
    pub document: Option<String>,
    pub is_present: bool,
}

/// A skill in a dialect.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SkillView {
    /// The place in the list of the record, from 0.
    pub place: usize,
    pub dialect: &'static str,
    pub sub_dialect: Option<String>,
    pub spoken: Option<&'static str>,
    pub written: Option<&'static str>,
    pub evidence: &'static str,
    pub assessor: Option<String>,
    pub assessed_on: String,
    /// How many whole years ago it was found.
    pub years: i32,
    pub expires_on: Option<String>,
    pub is_expired: bool,
    /// Whether it is the one that counts today.
    pub is_believed: bool,
}

/// A pool that the person is or was in.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PoolView {
    pub pool: &'static str,
    pub period: String,
    pub decision: String,
    pub left_because: Option<String>,
}

/// A training that the person was named for.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TakenView {
    pub training: String,
    pub title: String,
    pub from: String,
    pub state: &'static str,
    pub hours: Option<String>,
}

/// Somebody who has looked.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SeenView {
    pub at: String,
    pub actor: String,
    /// What, a member of the translations `seen_act`.
    pub action: String,
    /// Which fields, members of the translations `correction_field`.
    pub fields: Vec<String>,
    pub purpose: Option<String>,
}

impl View for PersonView {
    const TEMPLATE: &'static str = "person.html";
}

/// All that is read for the page.
pub struct Known {
    pub entry: PersonEntry,
    pub courts: Courts,
    pub trainings: Vec<EnrolmentEntry>,
    pub seen: Vec<SeenLine>,
    pub duplicates: Vec<Duplicate>,
    pub today: Day,
}

impl PersonView {
    /// Shows what is known.
    pub fn of(known: Known, utc_offset_minutes: i16) -> Self {
        let Known {
            entry,
            courts,
            trainings,
            seen,
            duplicates,
            today,
        } = known;
        let person = &entry.person;
        let (own, lent) = person.posts_on(today);
        let seen_view = |line: SeenLine| SeenView {
            at: times::shown(line.at_ms, utc_offset_minutes),
            actor: line.actor,
            action: line.action,
            fields: line
                .fields
                .split([',', ' '])
                .filter(|one| !one.is_empty())
                .map(str::to_owned)
                .collect(),
            purpose: line.purpose,
        };
        let because = |why: app::registry::Resemblance| match why {
            app::registry::Resemblance::SameIdentityNumber => "same_identity_number",
            app::registry::Resemblance::SameNameAndBirth => "same_name_and_birth",
            app::registry::Resemblance::SameNameAndCourt => "same_name_and_court",
        };
        let duplicate = |one: Duplicate| DuplicateView {
            revision: one.line.revision,
            row: PersonRow::of(one.line),
            because: one.because.into_iter().map(because).collect(),
        };
        let mut posts: Vec<(usize, &Post)> = person.posts.iter().enumerate().collect();
        posts.sort_by_key(|(_, post)| std::cmp::Reverse(post.period.from));
        let mut skills: Vec<(usize, &LanguageSkill)> = person.language_skills.iter().enumerate().collect();
        skills.sort_by_key(|(_, skill)| (skill.dialect, std::cmp::Reverse(skill.assessed_on)));
        Self {
            revision: entry.revision,
            name: person.name.shown().to_owned(),
            name_bo: person.name.bo.clone().filter(|bo| bo != person.name.shown()),
            other_names: person.name.others.clone(),
            court: own.or(lent).map(|post| courts.name(&post.court)),
            sex: person.sex.map(app::registry::rules::Sex::as_str),
            ethnic_group: person.ethnic_group.map(app::registry::rules::EthnicGroup::zh),
            born_on: day(person.born_on),
            entry: person
                .entry
                .as_ref()
                .map(|entry| (entry.channel.as_str(), day(entry.on))),
            law_qualification: person
                .law_qualification
                .as_ref()
                .map(|law| (law.class.clone(), day(law.given_on))),
            education: person.education.iter().map(schooling).collect(),
            note: person.note.clone(),
            is_erased: person.is_erased,
            posts: posts
                .into_iter()
                .map(|(place, post)| post_view((place, post), &courts, today))
                .collect(),
            skills: skills
                .into_iter()
                .map(|(place, skill)| skill_view((place, skill), person, today))
                .collect(),
            pools: person.pools.iter().map(pool_view).collect(),
            absences: person
                .unavailability
                .iter()
                .map(|one| (shown(one.period), one.reason.clone()))
                .collect(),
            trainings: trainings.into_iter().map(taken).collect(),
            secret_kinds: SecretKind::ALL
                .iter()
                .filter(|kind| entry.secrets.iter().any(|line| line.kind == **kind))
                .map(|kind| kind.as_str())
                .collect(),
            secrets: entry
                .secrets
                .into_iter()
                .map(|line| (line.kind.as_str(), line.last_four))
                .collect(),
            seen: seen.into_iter().map(seen_view).collect(),
            duplicates: duplicates.into_iter().map(duplicate).collect(),
            courts: courts.proposals(),
            id: entry.id,
            ..Self::default()
        }
    }
}

/// Writes a period as `2019-10-14 – 2020-01-01`; without an end it stays open.
pub fn shown(period: Period) -> String {
    let to = period.to.map(|to| format!(" {to}")).unwrap_or_default();
    format!("{} –{to}", period.from)
}

pub fn day(day: Option<Day>) -> Option<String> {
    day.map(|day| day.to_string())
}

pub fn schooling(one: &app::registry::rules::Education) -> Vec<String> {
    let texts = [&one.school, &one.subject, &one.degree];
    texts
        .into_iter()
        .flatten()
        .cloned()
        .chain(day(one.finished_on))
        .collect()
}

pub fn post_view((place, post): (usize, &Post), courts: &Courts, today: Day) -> PostView {
    PostView {
        place,
        court: courts.name(&post.court),
        department: post.department.clone(),
        kind: post.kind.as_str(),
        rank: post.rank.map(app::registry::rules::JudgeRank::as_str),
        in_quota: post.in_quota,
        is_secondment: post.is_secondment,
        period: shown(post.period),
        document: post.document.clone(),
        is_present: post.period.contains(today),
    }
}

pub fn skill_view((place, skill): (usize, &LanguageSkill), person: &Person, today: Day) -> SkillView {
    SkillView {
        place,
        dialect: skill.dialect.as_str(),
        sub_dialect: skill.sub_dialect.clone(),
        spoken: skill.spoken.map(app::registry::rules::Spoken::as_str),
        written: skill.written.map(app::registry::rules::Written::as_str),
        evidence: skill.evidence.as_str(),
        assessor: skill.assessor.clone(),
        assessed_on: skill.assessed_on.to_string(),
        years: skill.assessed_on.years_until(today),
        expires_on: day(skill.expires_on),
        is_expired: skill.expires_on.is_some_and(|last| last < today),
        is_believed: person.skill_on(skill.dialect, today) == Some(skill),
    }
}

fn pool_view(one: &app::registry::rules::PoolMembership) -> PoolView {
    PoolView {
        pool: one.pool.as_str(),
        period: shown(one.period),
        decision: one.decision.clone(),
        left_because: one.left_because.clone(),
    }
}

fn taken(entry: EnrolmentEntry) -> TakenView {
    let (title, from) = entry
        .training
        .map_or_else(Default::default, |(title, from)| (title, from.to_string()));
    TakenView {
        training: entry.enrolment.training.as_str().to_owned(),
        title,
        from,
        state: entry.enrolment.state.as_str(),
        hours: entry.enrolment.credited.map(|hours| hours.to_string()),
    }
}
