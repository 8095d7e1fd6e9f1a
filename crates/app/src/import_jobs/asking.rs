//! Asking for an import, and not wanting it any more.

use access::{Permit, WriteGlossary};
use sha2::{Digest, Sha256};
use store::import_files::{self, CancelWish};
use store::{Session, jobs};

use super::running::{Ending, end};
use super::seen;
use super::told::{End, ImportTold};
use super::wish::{Asked, AskedBy, ImportRequest};
use super::{KIND, LEASE_MS, MAX_WAITING};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::keyed::keyed;
use crate::{App, Error, IdempotencyKey};

impl App {
    /// Keeps a file that is to be imported and returns the id of its import. With a key that was used before for the same, it
    /// is the id of then.
    ///
    /// # Errors
    /// [`Error::File`] if it is too large or its columns are none; [`Error::ImportsFull`] while too many wait.
    pub fn request_import(
        &self,
        permit: &Permit<WriteGlossary>,
        request: &ImportRequest,
        key: Option<&IdempotencyKey>,
    ) -> Result<String, Error> {
        let actor = permit.actor();
        let wish = request.check()?;
        let keyed = match key {
            Some(key) => {
                let digest = crate::hex::encode(&Sha256::digest(request.bytes.as_slice()));
                Some(keyed(&actor.name(), key, "request-import", &(&wish, digest))?)
            }
            None => None,
        };
        let id = new_id("i", &*self.identity.chance)?;
        let told = format!(
            "{} {} bytes, {}",
            wish.format,
            request.bytes.len(),
            wish.mode().as_str()
        );
        let event = AuditEvent::done("ask-import")
            .on("import", id.clone())
            .detail(told);
        let noted = self.audit_entry(actor, &event)?;
        let asked = Asked {
            wish,
            by: AskedBy::of(actor),
        };
        let asked = serde_json::to_string(&asked).map_err(|err| Error::Internal(err.to_string()))?;
        let (bytes, now_ms) = (std::sync::Arc::clone(&request.bytes), self.clock.now_ms());
        let work = move |session: &mut dyn Session| {
            if import_files::count_waiting(session)? >= MAX_WAITING {
                return Err(Error::ImportsFull);
            }
            jobs::create(session, &id, KIND, "", now_ms)?;
            import_files::put(session, &id, &asked, &bytes)?;
            audit::append(session, &noted)?;
            Ok(id.clone())
        };
        let id = match keyed {
            Some(keyed) => self.write_once(Some(keyed), move |tx| work(tx))?,
            None => self.write_aside_noted(work)?,
        };
        self.imports.ring();
        Ok(id)
    }

    /// Ends an import without a result, if it has none yet.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::ImportEnded`] if it came to its end before.
    pub fn cancel_import(&self, permit: &Permit<WriteGlossary>, id: &str) -> Result<(), Error> {
        let event = AuditEvent::done("cancel-import").on("import", id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (id, by) = (id.to_owned(), permit.actor().name());
        let (holder, now_ms) = (std::sync::Arc::clone(&self.holder), self.clock.now_ms());
        let ending = Ending::of(End::Cancelled, &ImportTold::default())?;
        self.write_aside_noted(move |session| {
            let record = seen::expect(session, &id)?;
            match import_files::ask_to_cancel(session, &id, &by)? {
                CancelWish::TooLate => {
                    // Whoever sends it twice is told the same twice.
                    let is_cancelled =
                        seen::end_of(&record)?.is_some_and(|detail| detail.end == End::Cancelled);
                    return if is_cancelled {
                        Ok(())
                    } else {
                        Err(Error::ImportEnded(id.clone()))
                    };
                }
                CancelWish::Kept => audit::append(session, &noted)?,
            }
            // Nobody works on one that waits, so it ends here; whoever works on one ends it.
            match jobs::take(session, &id, &holder, LEASE_MS) {
                Ok(lease) => end(session, &lease, &ending, None, now_ms),
                Err(store::Error::Held { .. }) => Ok(()),
                Err(err) => Err(err.into()),
            }
        })?;
        self.imports.ring();
        Ok(())
    }
}
