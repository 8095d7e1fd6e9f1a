//! Why a row is not taken in.

use registry::Fault;

use crate::Error;

/// Why a row is not taken in, or why nothing is.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The row breaks rules.
    Faults(Vec<Fault>),
    /// Something else went wrong, which ends the work.
    Failed(Error),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Faults(vec![fault])
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Registry(faults) => Self::Faults(faults),
            other => Self::Failed(other),
        }
    }
}

/// Refuses what breaks rules.
pub(super) fn expect_none(faults: Vec<Fault>) -> Result<(), Refusal> {
    match faults.is_empty() {
        true => Ok(()),
        false => Err(Refusal::Faults(faults)),
    }
}
