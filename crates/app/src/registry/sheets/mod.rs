//! Taking the sheets of coordinators into the registry: read, matched with the people who are there, tried, written in one
//! short transaction, and taken back within a day.
//!
//! A file is kept sealed while it waits ([`stage_sheet`](crate::App::stage_sheet)), and read anew by what is done with it,
//! so that nothing that was made of it lies about. What can be written, and what is wrong, is worked out by the same code
//! for the dry run ([`plan_sheet`](crate::App::plan_sheet)) and for the writing ([`apply_sheet`](crate::App::apply_sheet)).
//! Whoever is outside the courts of the importer looks like somebody who is not there. An import belongs to the account or
//! token that has staged it; for others it is not there.
//!
//! Every use-case takes the permit to write results, which is the widest one for sheets; what a kind needs besides, writing
//! the registry for all but attendance and results, is asked of the policy.

mod applying;
mod court_book;
mod desk;
mod drafts;
mod enrolment_rows;
mod foretold;
mod keeping;
mod last_reading;
mod marks;
mod matching;
mod met;
mod person_cells;
mod person_rows;
mod plan_rows;
mod planning;
mod post_cells;
mod refusal;
mod spellings;
mod staging;
mod told;
mod training_of;
#[cfg(test)]
mod trial;
mod undoing;
mod verdicts;
mod who;
mod working_out;

/// What is read of sheets, and what of columns.
pub use exchange::roster;

pub(crate) use self::last_reading::LastReading;
pub use self::told::{
    SheetAnswer, SheetApplied, SheetApplying, SheetCandidate, SheetColumn, SheetColumns, SheetCount,
    SheetImport, SheetLikeness, SheetOverview, SheetPlan, SheetQuestion, SheetReading, SheetRecord,
    SheetState, SheetUndone, SheetVerdict, SheetWish,
};

/// The largest file that is taken.
pub const MAX_SHEET_BYTES: usize = 64 << 20;
