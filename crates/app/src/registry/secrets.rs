//! What is sealed of people: identity numbers and telephone numbers, found again by keyed digests, and shown in full only to
//! whoever proves who it is and says what for.

use std::sync::Arc;

use access::SeePersonalData;
use registry::{IdentityNumber, Person, Phone, Secret, SecretKind};
use store::Session;
use store::records::people::{self, SealedSecret};
use zeroize::Zeroizing;

use super::reach::Reach;
use super::{newest, people::seen_person};
use crate::accounts::new_id;
use crate::audit::AuditEvent;
use crate::editing::reason_of;
use crate::personal_data::{FieldColumn, FieldPlace, KeyProvider};
use crate::same_bytes::is_same;
use crate::{App, Chance, Error, Permit};

const TABLE: &str = "person_secret";
const SEALED: FieldColumn<'static> = FieldColumn {
    table: TABLE,
    column: "sealed",
};

/// A value that was sealed for a row of its own, and the digests by which the same value may stand there already.
#[derive(Debug, Clone)]
pub(super) struct NewSecret {
    pub(super) secret: Secret,
    row: SealedSecret,
    digests: Vec<[u8; 32]>,
}

impl App {
    /// Seals an identity number of `person`.
    pub(super) fn seal_identity_number(
        &self,
        person: &str,
        number: &IdentityNumber,
    ) -> Result<NewSecret, Error> {
        self.seal(
            person,
            SecretKind::IdentityNumber,
            number.in_full(),
            number.last_four(),
        )
    }

    /// Seals a telephone number of `person`.
    pub(super) fn seal_phone(&self, person: &str, phone: &Phone) -> Result<NewSecret, Error> {
        self.seal(person, SecretKind::Phone, phone.in_full(), phone.last_four())
    }

    /// Returns the digest under the present key, which tells one request from another without saying the number.
    pub(super) fn digest_of(&self, kind: SecretKind, canonical: &str) -> [u8; 32] {
        let digests = self
            .identity
            .keys
            .digests(&digest_column(kind), canonical.as_bytes());
        digests.into_iter().next().unwrap_or_default()
    }

    fn seal(
        &self,
        person: &str,
        kind: SecretKind,
        canonical: &str,
        last_four: &str,
    ) -> Result<NewSecret, Error> {
        let (keys, chance) = (&self.identity.keys, &*self.identity.chance);
        seal(&**keys, chance, person, kind, (canonical, last_four))
    }

    /// Returns what is sealed of a person in full, and notes who has looked, and what for, before it does.
    ///
    /// # Errors
    /// [`Error::ReasonMissing`] without a purpose; [`Error::NoSuchRecord`] if there is no person whom the caller may know of,
    /// or nothing of this kind; [`Error::Keys`] and [`Error::Field`] if it does not open.
    pub fn see_secret(
        &self,
        permit: &Permit<SeePersonalData>,
        id: &str,
        kind: SecretKind,
        purpose: &str,
    ) -> Result<Vec<Zeroizing<String>>, Error> {
        let purpose = reason_of(purpose)?;
        let today = self.registry_today();
        let keys = Arc::clone(&self.identity.keys);
        let opened = self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let person = seen_person(session, &reach, id, today)?.body;
            let wanted: Vec<&Secret> = person
                .secrets
                .iter()
                .filter(|secret| secret.kind == kind)
                .collect();
            let opened = wanted.iter().map(|secret| open(session, &*keys, secret));
            opened.collect::<Result<Vec<_>, Error>>()
        })?;
        if opened.is_empty() {
            return Err(Error::NoSuchRecord(kind.as_str()));
        }
        let event = AuditEvent::done("see-personal-data")
            .on("person", id)
            .fields(&[kind.as_str()])
            .because(purpose);
        self.record(permit.actor(), &event)?;
        Ok(opened)
    }
}

/// Seals a value of `person`, given in its canonical form and with its last four characters.
pub(super) fn seal(
    keys: &dyn KeyProvider,
    chance: &dyn Chance,
    person: &str,
    kind: SecretKind,
    (canonical, last_four): (&str, &str),
) -> Result<NewSecret, Error> {
    let id = new_id("s", chance)?;
    let sealed = keys.seal(&SEALED.in_row(&id), canonical.as_bytes(), chance)?;
    let digests = keys.digests(&digest_column(kind), canonical.as_bytes());
    let digest = digests.first().copied().unwrap_or_default();
    Ok(NewSecret {
        secret: Secret {
            kind,
            row: id.clone(),
            last_four: last_four.to_owned(),
        },
        row: SealedSecret {
            id,
            person: person.to_owned(),
            kind,
            sealed,
            digest: digest.to_vec(),
        },
        digests,
    })
}

impl NewSecret {
    /// Returns the row that keeps the value, for whoever has made sure that the person has not got it.
    pub(super) fn into_row(self) -> SealedSecret {
        self.row
    }

    /// Keeps the value, unless `person` has it already; returns what the document says of it.
    pub(super) fn keep(&self, session: &mut dyn Session, person: &Person) -> Result<Secret, Error> {
        for known in person
            .secrets
            .iter()
            .filter(|known| known.kind == self.secret.kind)
        {
            let row = people::find_secret(session, &known.row)?;
            if row.is_some_and(|row| self.digests.iter().any(|own| is_same(&row.digest, own))) {
                return Ok(known.clone());
            }
        }
        people::put_secret(session, &self.row)?;
        Ok(self.secret.clone())
    }

    /// Returns the people of whom the same value is sealed.
    pub(super) fn holders(&self, session: &mut dyn Session) -> Result<Vec<String>, Error> {
        holders(session, self.secret.kind, &self.digests)
    }
}

/// Opens what is sealed of a person.
pub(super) fn open(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    secret: &Secret,
) -> Result<Zeroizing<String>, Error> {
    let row = people::find_secret(session, &secret.row)?
        .ok_or_else(|| Error::Internal(format!("the sealed value `{}` is not there", secret.row)))?;
    open_row(keys, &row)
}

/// Opens a sealed value that was read before.
pub(super) fn open_row(keys: &dyn KeyProvider, row: &SealedSecret) -> Result<Zeroizing<String>, Error> {
    let clear = keys.open_field(&SEALED.in_row(&row.id), &row.sealed)?;
    let text = std::str::from_utf8(&clear)
        .map_err(|_| Error::Internal(format!("the sealed value `{}` is no text", row.id)))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Returns the identity number of a person, for comparing it with what else is said.
pub(super) fn identity_number(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    person: &Person,
) -> Result<Option<IdentityNumber>, Error> {
    let mut secrets = person.secrets.iter();
    let Some(secret) = secrets.find(|secret| secret.kind == SecretKind::IdentityNumber) else {
        return Ok(None);
    };
    let clear = open(session, keys, secret)?;
    let number = IdentityNumber::read(&clear)
        .map_err(|err| Error::Internal(format!("the sealed value `{}` {err}", secret.row)))?;
    Ok(Some(number))
}

/// Returns the people of whom the value behind `secret` is sealed, whichever key made their digests.
pub(super) fn sharing(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    secret: &Secret,
) -> Result<Vec<String>, Error> {
    let clear = open(session, keys, secret)?;
    let digests = keys.digests(&digest_column(secret.kind), clear.as_bytes());
    holders(session, secret.kind, &digests)
}

fn holders(session: &mut dyn Session, kind: SecretKind, digests: &[[u8; 32]]) -> Result<Vec<String>, Error> {
    let mut holders = Vec::new();
    for digest in digests {
        for person in people::with_secret(session, kind, digest)? {
            // A former number finds a person too, but is nobody's any more.
            let is_present = match newest::<Person>(session, &person) {
                Ok(stored) => is_held(session, &stored.body, kind, digest)?,
                Err(Error::NoSuchRecord(_)) => false,
                Err(other) => return Err(other),
            };
            if is_present && !holders.contains(&person) {
                holders.push(person);
            }
        }
    }
    Ok(holders)
}

fn is_held(
    session: &mut dyn Session,
    person: &Person,
    kind: SecretKind,
    digest: &[u8; 32],
) -> Result<bool, Error> {
    for secret in person.secrets.iter().filter(|secret| secret.kind == kind) {
        let row = people::find_secret(session, &secret.row)?;
        if row.is_some_and(|row| is_same(&row.digest, digest)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the digest of a value anew that was sealed anew at `place`: both then rest on one key.
///
/// # Errors
/// If the value does not open, or the digest cannot be written.
pub(crate) fn renew_digest(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    place: &FieldPlace<'_>,
) -> Result<(), Error> {
    if place.table != TABLE {
        return Ok(());
    }
    let Some(row) = people::find_secret(session, place.row)? else {
        return Ok(());
    };
    let clear = keys.open_field(place, &row.sealed)?;
    let digests = keys.digests(&digest_column(row.kind), &clear);
    match digests.first() {
        Some(digest) => Ok(people::renew_digest(session, &row.id, digest)?),
        None => Ok(()),
    }
}

/// Each kind has digests of its own: a telephone number cannot be looked for among identity numbers.
pub(super) fn digest_column(kind: SecretKind) -> FieldColumn<'static> {
    FieldColumn {
        table: TABLE,
        column: kind.as_str(),
    }
}
