//! What is refused to somebody known stands in the audit.

use access::{Actor, Refusal};

use crate::audit::AuditEvent;
use crate::{App, Error};

impl App {
    /// Notes that something was refused to `actor`, who is known.
    ///
    /// # Errors
    /// If the store cannot be written.
    pub fn note_refusal(&self, actor: &Actor, refusal: &Refusal) -> Result<(), Error> {
        let (action, reason) = match refusal {
            Refusal::Unauthenticated { action } => (*action, "not-signed-in"),
            Refusal::Forbidden { action } => (*action, "no-right"),
            Refusal::ScopeMissing { action, .. } => (*action, "no-scope"),
            Refusal::ProofNeeded { action } => (*action, "no-proof"),
            Refusal::Hidden => ("see", "outside-own-courts"),
        };
        self.record(actor, &AuditEvent::refused(action).because(reason))
    }
}
