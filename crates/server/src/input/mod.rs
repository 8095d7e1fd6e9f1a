//! Reading what a client sends: strict about names, and complete in what it complains about.

mod body;
mod conditions;
mod fields;
mod form;
mod lists;
mod multipart;
mod object;
mod packed;
mod query;
mod upload;

pub use body::{BODY_PROBLEMS, FromBody};
pub use conditions::{CONDITION_PROBLEMS, IfMatch, IfMatchOrNew, KEY_PROBLEMS, Keyed};
pub use fields::{Fields, shortened};
pub use form::{FromForm, SentForm};
pub use multipart::{PermittedFile, SentFile};
pub use query::{FromPageQuery, FromQuery, QUERY_PROBLEMS};
pub use upload::{UPLOAD_PROBLEMS, Upload};

/// The members of a request, in its query or its body.
pub trait Members: Sized {
    /// Every name that is understood.
    const NAMES: &'static [&'static str];

    /// Whether a form is too long to be typed twice: sent after its session has ended, it comes back with what was typed.
    const IS_KEPT: bool = false;

    /// Tells whether `name` is one of these, or one that is made by a rule, as those of rows are.
    fn knows(name: &str) -> bool {
        Self::NAMES.contains(&name)
    }

    /// Takes the members; what is wrong with them is noted in `fields`, and the value is not used then.
    fn take(fields: &mut Fields) -> Self;
}

/// No members at all: what a request has that says everything in its body.
#[derive(Debug)]
pub struct NoMembers;

impl Members for NoMembers {
    const NAMES: &'static [&'static str] = &[];

    fn take(_: &mut Fields) -> Self {
        Self
    }
}
