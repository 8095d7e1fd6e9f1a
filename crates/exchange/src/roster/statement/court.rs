//! What a row says of a court.

use registry::{CourtLevel, Dialect};

use super::{list, put};
use crate::issue::Fault;
use crate::roster::{Member, cells};

/// A court. Whether its code is new and where it hangs is for whoever knows the tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CourtCells {
    /// The code.
    pub code: Option<String>,
    /// The name in Chinese.
    pub name_zh: Option<String>,
    /// The name in Tibetan.
    pub name_bo: Option<String>,
    /// Where that was seen.
    pub name_bo_source: Option<String>,
    /// The level.
    pub level: Option<CourtLevel>,
    /// The court above it: its code or its name.
    pub parent: Option<String>,
    /// The code of its division.
    pub division: Option<String>,
    /// The dialects of its people.
    pub dialects: Vec<Dialect>,
}

impl CourtCells {
    pub(super) fn set(&mut self, member: Member, typed: &str) -> Result<(), Fault> {
        match member {
            Member::CourtCode => put(&mut self.code, cells::line(typed)),
            Member::CourtNameZh => put(&mut self.name_zh, cells::line(typed)),
            Member::CourtNameBo => {
                let mut name = registry::PersonName::default();
                cells::name(typed, true, &mut name)?;
                self.name_bo = name.bo;
                Ok(())
            }
            Member::CourtNameBoSource => put(&mut self.name_bo_source, cells::line(typed)),
            Member::CourtLevel => put(&mut self.level, cells::court_level(typed)),
            Member::CourtParent => put(&mut self.parent, cells::line(typed)),
            Member::Division => put(&mut self.division, cells::line(typed)),
            Member::CourtDialects => {
                for word in list(typed) {
                    self.dialects.push(cells::dialect(&word)?);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        match member {
            Member::CourtCode => self.code.clone(),
            Member::CourtNameZh => self.name_zh.clone(),
            Member::CourtNameBo => self.name_bo.clone(),
            Member::CourtNameBoSource => self.name_bo_source.clone(),
            Member::CourtLevel => self.level.map(|level| level.zh().to_owned()),
            Member::CourtParent => self.parent.clone(),
            Member::Division => self.division.clone(),
            Member::CourtDialects => {
                let names: Vec<String> = self
                    .dialects
                    .iter()
                    .map(|dialect| dialect.zh().to_owned())
                    .collect();
                super::listing(&names)
            }
            _ => None,
        }
    }
}
