//! An entry as it is written before it is known which others are in the file: its links are made when it is put there.

use std::collections::BTreeSet;
use std::io;

use ::glossary::ConceptId;

use crate::{ExportReport, Reason};

const NOT_IN_FILE: Reason = Reason {
    en: "the other entry is not in the file; its number is given",
    zh: "另一词条不在文件中；只写编号",
};

/// An entry without its links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// What is written.
    pub page: String,
    /// Where another entry is named, in the order of the places.
    pub links: Vec<Link>,
}

/// Where an entry names another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    /// Behind how many bytes of what is written.
    pub at: usize,
    /// The other entry.
    pub id: ConceptId,
}

impl Written {
    /// Puts the entry into the file. Links lead to entries of the file alone, whose ids are `ids`; of others only the number
    /// stands there, and `report` says so.
    ///
    /// # Errors
    /// If the file takes nothing more.
    pub(super) fn put(
        &self,
        out: &mut dyn io::Write,
        ids: &BTreeSet<ConceptId>,
        report: &mut ExportReport,
    ) -> io::Result<()> {
        let mut rest = self.page.as_str();
        let mut done = 0;
        for Link { at, id } in &self.links {
            let (before, behind) = rest.split_at_checked(at - done).unwrap_or((rest, ""));
            out.write_all(before.as_bytes())?;
            if ids.contains(id) {
                write!(out, "<a href=\"#{id}\">{id}</a>")?;
            } else {
                write!(out, "{id}")?;
                report.leave_out("relations", NOT_IN_FILE);
            }
            (rest, done) = (behind, *at);
        }
        out.write_all(rest.as_bytes())
    }
}
