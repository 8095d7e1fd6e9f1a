//! The columns of a sheet that has no header, in their order, as whoever takes it in names them.

use super::headings::{self, Confidence, Guess, Target};
use super::{Choices, Member, RosterKind, faults, header};
use crate::FileError;
use crate::issue::shorten;
use crate::table::MAX_COLUMNS;

/// The columns of a sheet without a header, in order.
///
/// ```
/// use exchange::roster::{ColumnList, RosterKind};
///
/// let columns = ColumnList::parse(RosterKind::People, "姓名, court,ignore").unwrap();
/// assert_eq!(columns.names(), ["姓名", "court", "ignore"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnList {
    names: Vec<String>,
    targets: Vec<Target>,
}

impl ColumnList {
    /// Reads names of columns of sheets of `kind` with commas between them: names of members, their usual headings, days with
    /// or without a half, tests, and `ignore` for what is to be passed over.
    ///
    /// # Errors
    /// [`FileError::Option`] if a name is not known, stands twice for what can be said once, or no column is among them by
    /// which a row of `kind` is found.
    pub fn parse(kind: RosterKind, names: &str) -> Result<Self, FileError> {
        let names: Vec<String> = names
            .split([',', '，'])
            .map(|name| heading_of(name.trim()))
            .collect();
        let refused = |cause: String, hint: String| FileError::Option {
            option: "columns".to_owned(),
            cause,
            hint,
        };
        if names.len() > MAX_COLUMNS {
            return Err(refused(
                format!("there are {} columns", names.len()),
                format!("a sheet has at most {MAX_COLUMNS}"),
            ));
        }
        let mut targets: Vec<Target> = Vec::new();
        for name in &names {
            let target = target_of(kind, name).ok_or_else(|| {
                refused(
                    format!("`{}` is not a column of {kind}", shorten(name)),
                    format!("columns are {}, or `ignore`", known_names(kind)),
                )
            })?;
            let may_repeat = match target {
                Target::Ignore => true,
                Target::Member(member) => member.may_repeat(),
                Target::HalfDay(..) | Target::Test(..) => false,
            };
            if !may_repeat && targets.contains(&target) {
                return Err(refused(
                    format!("`{}` stands twice", shorten(name)),
                    format!(
                        "write `ignore` for one of them; columns are {}",
                        known_names(kind)
                    ),
                ));
            }
            targets.push(target);
        }
        let cells: Vec<&str> = names.iter().map(String::as_str).collect();
        if !header::names_one(kind, &cells, &Choices::default()) {
            return Err(refused(
                format!(
                    "`{}` has no column by which {kind} could be found",
                    shorten(&names.join(","))
                ),
                format!("name one of them {}", faults::key_columns(kind).0),
            ));
        }
        Ok(Self { names, targets })
    }

    /// Returns the names, as they stand for headings.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    pub(super) fn guesses(&self) -> Vec<Guess> {
        let chosen = |target: &Target| Guess {
            target: Some(*target),
            confidence: Confidence::Chosen,
            alternatives: Vec::new(),
        };
        self.targets.iter().map(chosen).collect()
    }
}

/// A mapping calls a test `test-written`; rejected rows come back under a heading that is known by itself.
fn heading_of(name: &str) -> String {
    let test = name
        .strip_prefix("test-")
        .and_then(|test| test.parse::<registry::Component>().ok());
    test.map_or_else(|| name.to_owned(), |test| test.zh().to_owned())
}

fn target_of(kind: RosterKind, name: &str) -> Option<Target> {
    let guess = headings::guess(kind, name, &Choices::default());
    guess.target.filter(|_| guess.confidence >= Confidence::Likely)
}

fn known_names(kind: RosterKind) -> String {
    let members = Member::ALL.iter().filter(|member| member.is_of(kind));
    let names: Vec<&str> = members.map(|member| member.as_str()).collect();
    let special = match kind {
        RosterKind::Attendance => ", a day such as `2019-10-14 上午`",
        RosterKind::Results => ", `test-written` and the other tests",
        RosterKind::Enrolments => ", a day such as `2019-10-14 上午`, `test-written` and the other tests",
        _ => "",
    };
    format!("{}{special}", names.join(", "))
}
