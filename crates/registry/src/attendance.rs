//! Attendance, half-day by half-day, as it is typed back from the sheet that people signed.

use serde::{Deserialize, Serialize};

use crate::named_list::named_list;
use crate::{Day, HalfDay};

named_list! {
    /// Whether somebody was there.
    Presence {
        /// There.
        Present = "present", "到";
        /// There, but late. It counts as there.
        Late = "late", "迟到";
        /// Away with leave.
        Excused = "excused", "请假";
        /// Away without it.
        Absent = "absent", "缺";
    }
}

/// What the sheet of one half-day says of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// The day.
    pub day: Day,
    /// Which half of it.
    pub half: HalfDay,
    /// Whether the person was there.
    pub presence: Presence,
    /// At which venue the sheet was signed.
    #[serde(default)]
    pub venue: Option<String>,
}

impl Presence {
    /// Tells whether the half-day counts.
    #[must_use]
    pub fn counts(self) -> bool {
        matches!(self, Self::Present | Self::Late)
    }
}
