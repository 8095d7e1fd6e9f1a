//! What a row says of what a person can do in a dialect.

use registry::{Day, Dialect, Evidence, Spoken, Written};

use super::put;
use crate::issue::Fault;
use crate::roster::Member;
use crate::roster::cells::{self, Epoch};

/// A skill in one dialect. An empty level is not known, which is not S0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SkillCells {
    /// The dialect.
    pub dialect: Option<Dialect>,
    /// A dialect inside it.
    pub sub_dialect: Option<String>,
    /// The level in speech.
    pub spoken: Option<Spoken>,
    /// The level in writing.
    pub written: Option<Written>,
    /// What it rests on.
    pub evidence: Option<Evidence>,
    /// Who has found it.
    pub assessor: Option<String>,
    /// When.
    pub assessed_on: Option<Day>,
    /// The last day on which it may be believed.
    pub expires_on: Option<Day>,
}

impl SkillCells {
    pub(super) fn set(&mut self, member: Member, typed: &str, epoch: Epoch) -> Result<(), Fault> {
        match member {
            Member::Dialect => put(&mut self.dialect, cells::dialect(typed)),
            Member::SubDialect => put(&mut self.sub_dialect, cells::line(typed)),
            Member::Spoken => put(&mut self.spoken, cells::spoken(typed)),
            Member::Written => put(&mut self.written, cells::written(typed)),
            Member::Evidence => put(&mut self.evidence, cells::evidence(typed)),
            Member::SkillAssessor => put(&mut self.assessor, cells::line(typed)),
            Member::AssessedOn => put(&mut self.assessed_on, cells::day(typed, epoch)),
            Member::ExpiresOn => put(&mut self.expires_on, cells::day(typed, epoch)),
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        match member {
            Member::Dialect => self.dialect.map(|dialect| dialect.zh().to_owned()),
            Member::SubDialect => self.sub_dialect.clone(),
            // The codes, because the Chinese words of both scales begin with the same one.
            Member::Spoken => self.spoken.map(|level| level.as_str().to_owned()),
            Member::Written => self.written.map(|level| level.as_str().to_owned()),
            Member::Evidence => self.evidence.map(|evidence| evidence.zh().to_owned()),
            Member::SkillAssessor => self.assessor.clone(),
            Member::AssessedOn => day(self.assessed_on),
            Member::ExpiresOn => day(self.expires_on),
            _ => None,
        }
    }
}
