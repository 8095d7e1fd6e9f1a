//! Reading of single cells: every way in which people and spreadsheet programs write a value, to the value, or to what is
//! wrong with it.

mod day;
mod half_day;
mod number;
mod secret;
mod test_result;
mod text;
mod words;

pub use day::{Birth, SheetDay};

pub(super) use day::{Epoch, day, day_or_month, period};
pub(super) use half_day::half_day_heading;
pub(super) use number::{count, hours, hours_text, tenths, tenths_text, training_number};
pub(super) use secret::{identity_number, is_masked, last_four_of, masked, phones, without_numbers};
pub(super) use test_result::{Outcome, outcome, outcome_text};
pub(super) use text::{line, name, narrow};
pub(super) use words::{
    component, court_level, dialect, entry_channel, ethnic_group, evidence, half, mode, post_kind, presence,
    rank, sex, spoken, state, written, yes_or_no,
};

use crate::codes;
use crate::issue::Fault;

/// Tells of a value that its column does not take, and what it takes.
fn bad(wrong: (&str, &str), hint: (&str, &str)) -> Fault {
    Fault::new(codes::BAD_VALUE, wrong, hint)
}
