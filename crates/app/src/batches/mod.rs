//! Batches: gathering what was reviewed for a committee, and authorising it in one act.

mod authorising;
mod items;
mod reading;
mod scan;
mod text;

pub use authorising::{BatchAuthorised, BatchObstacle};
pub use items::MAX_PUT;
pub use reading::BatchLine;
pub(crate) use scan::scan_of;
pub use scan::{MAX_SCAN_BYTES, ScanFault};
pub use text::{BatchFault, BatchText};

use store::batches::{self, Batch, BatchItem};
use store::{BatchState, ItemClass, Session, Stored};

use crate::Error;

/// How many concepts a batch of a meeting has at most: they are authorised in one transaction.
pub(crate) const MAX_ITEMS: usize = 5_000;

/// Puts the revision `stored` into a batch, in place of what stands there of its concept.
pub(crate) fn put(session: &mut dyn Session, batch: &str, stored: &Stored) -> Result<(), Error> {
    let item = BatchItem {
        concept: stored.id,
        revision: stored.revision,
        class: ItemClass::Substance,
    };
    Ok(batches::put_item(session, batch, &item)?)
}

/// Returns a batch that is not closed yet, at the revision that is expected.
pub(crate) fn open_batch(session: &mut dyn Session, id: &str, expected: Option<u64>) -> Result<Batch, Error> {
    let batch = batches::find(session, id)?.ok_or_else(|| Error::NoSuchBatch(id.to_owned()))?;
    if batch.state != BatchState::Open {
        return Err(Error::BatchClosed(batch.number));
    }
    match expected.filter(|expected| *expected != batch.revision) {
        None => Ok(batch),
        Some(expected) => Err(Error::StaleBatch {
            id: id.to_owned(),
            expected,
            current: batch.revision,
        }),
    }
}
