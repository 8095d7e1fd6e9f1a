//! Sealing anew with the present key what another one has sealed, a few values at a time.

use std::sync::Arc;

use store::sealed_columns::{self, SealedColumn};

use crate::audit::{AuditEvent, append};
use crate::personal_data::{FieldColumn, FieldError, front_of};
use crate::registry::renew_digest;
use crate::{App, Error, Operate, Permit};

/// How many values are sealed anew in one transaction: others wait for a few milliseconds at most.
const AT_ONCE: usize = 200;

/// How far sealing anew has come; the default is the beginning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResealPlace {
    /// The place of the column in the list of sealed columns.
    pub column: usize,
    /// The row behind which it goes on.
    pub after: String,
}

/// What one transaction came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resealed {
    /// How many values were sealed anew.
    pub values: u64,
    /// The values that do not open, which stay as they are.
    pub closed: Vec<FieldError>,
    /// Where to go on; `None` if everything was looked at.
    pub next: Option<ResealPlace>,
}

impl App {
    /// Seals up to 200 values behind `from` anew with the present key, in one transaction. Call it again with
    /// [`Resealed::next`]; it may be broken off after any call, and begun again.
    ///
    /// A value that somebody else writes at the same moment is left alone. A write that began before may bring a value back
    /// under the key before, so go on from the beginning until nothing is sealed anew.
    ///
    /// # Errors
    /// If the store cannot be read or written. A value that does not open is no error: it is told of.
    pub fn reseal_some(&self, permit: &Permit<Operate>, from: &ResealPlace) -> Result<Resealed, Error> {
        let Some(column) = sealed_columns::ALL.get(from.column) else {
            return Ok(Resealed::default());
        };
        let keys = Arc::clone(&self.identity.keys);
        let chance = Arc::clone(&self.identity.chance);
        let front = front_of(keys.present_suite(), keys.present_key());
        let event = AuditEvent::done("reseal-fields")
            .on("key", keys.present_key().to_string())
            .fields(&[column.column])
            .detail(column.table);
        let entry = self.audit_entry(permit.actor(), &event)?;
        let from = from.clone();
        self.write_aside_noted(move |session| {
            let found = sealed_columns::list_without_front(session, column, &front, &from.after, AT_ONCE)?;
            let mut done = Resealed::default();
            for value in &found {
                let place = field(column).in_row(&value.row);
                match keys.reseal(&place, &value.bytes, &*chance) {
                    Ok(new) if sealed_columns::replace(session, column, value, &new)? => {
                        renew_digest(session, &*keys, &place)?;
                        done.values += 1;
                    }
                    Ok(_) => {}
                    Err(err @ FieldError::NoChance(_)) => return Err(err.into()),
                    Err(err) => done.closed.push(err),
                }
            }
            done.next = match found.last() {
                Some(last) if found.len() == AT_ONCE => Some(ResealPlace {
                    column: from.column,
                    after: last.row.clone(),
                }),
                _ => Some(from.column + 1)
                    .filter(|next| *next < sealed_columns::ALL.len())
                    .map(|column| ResealPlace {
                        column,
                        after: String::new(),
                    }),
            };
            if done.values > 0 {
                append(session, &entry)?;
            }
            Ok(done)
        })
    }
}

fn field(column: &SealedColumn) -> FieldColumn<'static> {
    FieldColumn {
        table: column.table,
        column: column.column,
    }
}
