//! The kinds of sheets of the registry.

use std::fmt;
use std::str::FromStr;

/// What the rows of a sheet are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RosterKind {
    /// Courts, one a row.
    Courts,
    /// People with what they are now, one a row.
    People,
    /// Posts of people over time.
    Posts,
    /// What people can do in dialects.
    Skills,
    /// Trainings, one a row.
    Trainings,
    /// Who is enrolled where; attendance and results may stand beside it.
    Enrolments,
    /// Who was there when.
    Attendance,
    /// What came of tests.
    Results,
}

impl RosterKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Courts,
        Self::People,
        Self::Posts,
        Self::Skills,
        Self::Trainings,
        Self::Enrolments,
        Self::Attendance,
        Self::Results,
    ];

    /// Returns the name that commands and addresses use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Courts => "courts",
            Self::People => "people",
            Self::Posts => "posts",
            Self::Skills => "skills",
            Self::Trainings => "trainings",
            Self::Enrolments => "enrolments",
            Self::Attendance => "attendance",
            Self::Results => "results",
        }
    }

    /// Returns the name that a sheet of this kind has in a workbook.
    #[must_use]
    pub fn zh(self) -> &'static str {
        match self {
            Self::Courts => "法院",
            Self::People => "人员",
            Self::Posts => "任职",
            Self::Skills => "语言能力",
            Self::Trainings => "培训班",
            Self::Enrolments => "花名册",
            Self::Attendance => "考勤",
            Self::Results => "成绩",
        }
    }

    /// Tells whether a row is about a person.
    #[must_use]
    pub fn is_of_people(self) -> bool {
        !matches!(self, Self::Courts | Self::Trainings)
    }

    /// Tells whether a row belongs to a training, so that titles and names of sheets can say to which.
    #[must_use]
    pub fn is_of_trainings(self) -> bool {
        matches!(
            self,
            Self::Trainings | Self::Enrolments | Self::Attendance | Self::Results
        )
    }
}

impl fmt::Display for RosterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RosterKind {
    /// The names that would have been understood.
    type Err = [&'static str; 8];

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        known.ok_or_else(|| Self::ALL.map(Self::as_str))
    }
}
