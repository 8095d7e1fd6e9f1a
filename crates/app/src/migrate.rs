//! Moving up: everything of a data directory is copied into a database on a server.

use std::path::Path;

use store::transfer::{self, Progress, Report};
use store::{Options, Store, StoreId};

use crate::data_directory::expect_data;
use crate::{Database, Error, Operate, Permit};

/// Copies the store in the data directory `from` into the empty database `to`, and compares the two; goes on where an
/// earlier call was cut off.
///
/// `from` is held meanwhile and not changed, and its index stays there: each server makes its own. `to` becomes a store of
/// its own, named `fresh_id` if it has no name yet. `watch` is told of each table and each batch of rows.
///
/// # Errors
/// [`Error::NoData`], and those of [`store::transfer::run`] and of opening the two. What differs stands in the report, and
/// the database is then not to be used.
pub fn migrate(
    _: &Permit<Operate>,
    from: &Path,
    to: &Database,
    fresh_id: &StoreId,
    watch: &mut dyn FnMut(Progress),
) -> Result<Report, Error> {
    // Before the source is read, which takes a while: whether the address is one.
    to.place()?;
    expect_data(from)?;
    let source = Store::open_as_source(from, Options::default())?;
    Ok(transfer::run(&source, || to.open_as_target(fresh_id), watch)?)
}
