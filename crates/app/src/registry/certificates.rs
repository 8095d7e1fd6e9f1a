//! Certificates: given when a training is closed, listed for whoever sees the roster, verified by anybody who has the code.

use access::ReadRegistry;
use registry::{
    CertificateCode, CertificateState, Enrolment, EnrolmentState, Hours, Person, Trainee, Training,
    certificate_number, certificate_state, masked_name,
};
use store::Session;
use store::certificates::{self, Certificate};
use store::records::{self, StoredRecord, trainings};

use super::newest;
use super::people::person_now;
use super::reach::Reach;
use crate::personal_data::{FieldColumn, KeyProvider};
use crate::{App, Error, Permit};

/// What the code of a certificate is a keyed digest of.
const CODE: FieldColumn<'static> = FieldColumn {
    table: "certificate",
    column: "code",
};

/// A certificate as it is listed and printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateEntry {
    /// The code by which it is verified, as it is printed.
    pub code: String,
    /// The number that is printed.
    pub number: String,
    /// The enrolment.
    pub enrolment: String,
    /// The name.
    pub name: String,
    /// The name in Tibetan.
    pub name_bo: Option<String>,
    /// The hours that were credited.
    pub hours: Option<Hours>,
    /// When it was given, in milliseconds since 1970.
    pub issued_at_ms: i64,
    /// Whether it holds.
    pub state: CertificateState,
}

/// What anybody who has the code is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateProof {
    /// The title of the training.
    pub training: String,
    /// The year to which it counts.
    pub year: i16,
    /// The first character of the name, and `*`.
    pub name: String,
    /// Whether it holds.
    pub state: CertificateState,
}

impl App {
    /// Lists the certificates of a training that the caller may see, by their numbers.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`].
    pub fn training_certificates(
        &self,
        permit: &Permit<ReadRegistry>,
        training: &str,
    ) -> Result<Vec<CertificateEntry>, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let of = newest::<Training>(session, training)?;
            let mut entries = Vec::new();
            for given in certificates::of_training(session, training)? {
                let Some(enrolled) = records::find::<Enrolment>(session, &given.enrolment)? else {
                    continue;
                };
                if reach.sees(session, &enrolled.body, &of.body, today)? {
                    entries.push(entry(session, given, &enrolled, &of.body)?);
                }
            }
            Ok(entries)
        })
    }

    /// Tells whether a certificate holds; no right is needed, and the minimum is told. The same is read for a code that there
    /// is not.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] for a code that there is not.
    pub fn verify_certificate(&self, typed: &str) -> Result<CertificateProof, Error> {
        let code = CertificateCode::read(typed);
        let code = code.as_ref().map_or("", CertificateCode::as_str);
        self.store.read(|session| {
            let given = certificates::find(session, code)?;
            let (enrolment, training) = given.as_ref().map_or(("", ""), |given| {
                (given.enrolment.as_str(), given.training.as_str())
            });
            let enrolled = records::find::<Enrolment>(session, enrolment)?;
            let of = records::find::<Training>(session, training)?;
            let enrolment = enrolled.as_ref().map(|enrolled| &enrolled.body);
            let person = enrolled_person(session, enrolment)?;
            let is_gone = person.as_ref().is_some_and(|person| person.is_erased);
            let names = names(person, enrolment);
            let missing = Error::NoSuchRecord("certificate");
            let (Some(given), Some(enrolled), Some(of)) = (given, enrolled, of) else {
                return Err(missing);
            };
            Ok(CertificateProof {
                state: certificate_state(given.revision, (&enrolled.body, enrolled.revision), &of.body),
                year: of.body.year(),
                training: of.body.title,
                // That somebody was erased is nobody else's business.
                name: if is_gone {
                    "*".to_owned()
                } else {
                    masked_name(&names.0)
                },
            })
        })
    }
}

/// Gives a certificate to everybody who has completed a training that is closed; one that holds stays as it was given.
pub(super) fn issue(
    session: &mut dyn Session,
    keys: &dyn KeyProvider,
    training: &StoredRecord<Training>,
    at_ms: i64,
) -> Result<(), Error> {
    let mut given = certificates::of_training(session, &training.id)?;
    for enrolled in trainings::enrolments(session, &training.id)? {
        if enrolled.body.state != EnrolmentState::Completed {
            continue;
        }
        // What an erasure has ended does not hold again, whatever becomes of the training.
        let person = enrolled_person(session, Some(&enrolled.body))?;
        if person.is_some_and(|person| person.is_erased) {
            continue;
        }
        let known = given.iter().find(|one| one.enrolment == enrolled.id);
        if known.is_some_and(|known| known.revision == enrolled.revision) {
            continue;
        }
        let next = given.iter().map(|one| one.serial).max().unwrap_or(0) + 1;
        let serial = known.map_or(next, |known| known.serial);
        let about = format!("{} {}", enrolled.id, certificate_number(&training.body, serial));
        let digest = keys.digests(&CODE, about.as_bytes()).into_iter().next();
        let digest = digest.ok_or_else(|| Error::Internal("there is no key for certificates".to_owned()))?;
        let certificate = Certificate {
            code: CertificateCode::of_digest(&digest).as_str().to_owned(),
            training: training.id.clone(),
            enrolment: enrolled.id,
            serial,
            revision: enrolled.revision,
            issued_at_ms: at_ms,
        };
        certificates::issue(session, &certificate)?;
        given.push(certificate);
    }
    Ok(())
}

fn entry(
    session: &mut dyn Session,
    given: Certificate,
    enrolled: &StoredRecord<Enrolment>,
    training: &Training,
) -> Result<CertificateEntry, Error> {
    let person = enrolled_person(session, Some(&enrolled.body))?;
    let (name, name_bo) = names(person, Some(&enrolled.body));
    let printed = CertificateCode::read(&given.code).map(|code| code.to_string());
    Ok(CertificateEntry {
        code: printed.unwrap_or(given.code),
        number: certificate_number(training, given.serial),
        name,
        name_bo,
        hours: enrolled.body.credited,
        issued_at_ms: given.issued_at_ms,
        state: certificate_state(given.revision, (&enrolled.body, enrolled.revision), training),
        enrolment: given.enrolment,
    })
}

/// Returns who is enrolled, as the person is now; for nobody the same is read.
fn enrolled_person(
    session: &mut dyn Session,
    enrolment: Option<&Enrolment>,
) -> Result<Option<Person>, Error> {
    let person = enrolment.and_then(Enrolment::person);
    let found = person_now(session, person.map_or("", |person| person.as_str()))?;
    Ok(found.map(|found| found.body))
}

/// Returns the name and the Tibetan one of whoever is enrolled.
fn names(person: Option<Person>, enrolment: Option<&Enrolment>) -> (String, Option<String>) {
    match (person, enrolment.map(|enrolment| &enrolment.trainee)) {
        (Some(person), _) => {
            let shown = person.name.shown().to_owned();
            (shown.clone(), person.name.bo.filter(|bo| *bo != shown))
        }
        (None, Some(Trainee::Guest { name, .. })) => (name.clone(), None),
        (None, _) => (String::new(), None),
    }
}
