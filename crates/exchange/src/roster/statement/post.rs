//! What a row says of the post of a person.

use registry::{Day, JudgeRank, PostKind};

use super::{put, yes_no};
use crate::issue::Fault;
use crate::roster::Member;
use crate::roster::cells::{self, Epoch};

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PostCells {
    /// The court in the words of the sheet: its code, or its name, which whoever knows the courts resolves.
    pub court: Option<String>,
    /// The division of the court.
    pub department: Option<String>,
    /// What the person is.
    pub kind: Option<PostKind>,
    /// The words for it, where they say more than the kind: 庭长.
    pub title: Option<String>,
    /// The rank of a judge.
    pub rank: Option<JudgeRank>,
    /// Whether a quota post is held.
    pub in_quota: Option<bool>,
    /// Whether the person is only lent to the court.
    pub is_secondment: Option<bool>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    /// The document by which it was given.
    pub document: Option<String>,
}

impl PostCells {
    pub(super) fn set(&mut self, member: Member, typed: &str, epoch: Epoch) -> Result<(), Fault> {
        match member {
            Member::Court => put(&mut self.court, cells::line(typed)),
            Member::Department => put(&mut self.department, cells::line(typed)),
            Member::PostKind => {
                let kind = cells::post_kind(typed)?;
                let title = cells::line(typed)?;
                self.title = (title != kind.zh() && title != kind.as_str()).then_some(title);
                self.kind = Some(kind);
                Ok(())
            }
            Member::Rank => put(&mut self.rank, cells::rank(typed)),
            Member::InQuota => put(&mut self.in_quota, cells::yes_or_no(typed)),
            Member::IsSecondment => put(&mut self.is_secondment, cells::yes_or_no(typed)),
            Member::PostFrom => put(&mut self.from, cells::day(typed, epoch)),
            // 至今 says that the post goes on.
            Member::PostTo if matches!(typed.trim(), "至今" | "今" | "现任") => Ok(()),
            Member::PostTo => put(&mut self.to, cells::day(typed, epoch)),
            Member::PostDocument => put(&mut self.document, cells::line(typed)),
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        match member {
            Member::Court => self.court.clone(),
            Member::Department => self.department.clone(),
            Member::PostKind => {
                // The words of the house for it, unless they would be read as something else.
                let title = self
                    .title
                    .clone()
                    .filter(|title| cells::post_kind(title).ok() == self.kind);
                title.or_else(|| self.kind.map(|kind| kind.zh().to_owned()))
            }
            Member::Rank => self.rank.map(|rank| rank.zh().to_owned()),
            Member::InQuota => self.in_quota.map(yes_no),
            Member::IsSecondment => self.is_secondment.map(yes_no),
            Member::PostFrom => day(self.from),
            Member::PostTo => day(self.to),
            Member::PostDocument => self.document.clone(),
            _ => None,
        }
    }
}
