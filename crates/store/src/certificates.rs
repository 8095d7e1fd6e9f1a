//! Certificates that were given, each found by its code.

use crate::value::values;
use crate::{Error, Row, Session};

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The code by which anybody verifies it, which is printed on it.
    pub code: String,
    /// The training.
    pub training: String,
    /// The enrolment, which has one certificate.
    pub enrolment: String,
    /// Its place in the training, from 1.
    pub serial: u32,
    /// The revision of the enrolment that it certifies.
    pub revision: u64,
    /// When it was given, in milliseconds since 1970-01-01T00:00:00Z.
    pub issued_at_ms: i64,
}

const COLUMNS: &str = "code, training, enrolment, serial, revision, issued_at_ms";

/// Gives a certificate. An enrolment that has one keeps its code and its place; what it certifies and when become new.
///
/// # Errors
/// If it cannot be written, also where another enrolment has the code or the place.
pub fn issue(session: &mut dyn Session, certificate: &Certificate) -> Result<(), Error> {
    session.execute(
        &format!(
            "INSERT INTO certificate ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT (enrolment) DO UPDATE SET revision = excluded.revision, issued_at_ms = excluded.issued_at_ms"
        ),
        &values![
            certificate.code.as_str(),
            certificate.training.as_str(),
            certificate.enrolment.as_str(),
            u64::from(certificate.serial),
            certificate.revision,
            certificate.issued_at_ms,
        ],
    )?;
    Ok(())
}

/// Returns the certificate with this code.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, code: &str) -> Result<Option<Certificate>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM certificate WHERE code = ?1");
    session
        .query(&sql, &values![code])?
        .first()
        .map(certificate_of)
        .transpose()
}

/// Lists the certificates of a training by their places.
///
/// # Errors
/// If they cannot be read.
pub fn of_training(session: &mut dyn Session, training: &str) -> Result<Vec<Certificate>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM certificate WHERE training = ?1 ORDER BY serial");
    session
        .query(&sql, &values![training])?
        .iter()
        .map(certificate_of)
        .collect()
}

/// Lets a certificate of `enrolment` go on to hold for the revision `to` if it held for `from`: nothing that it says has
/// changed. Tells whether there was one.
///
/// # Errors
/// If it cannot be written.
pub fn carry_on(session: &mut dyn Session, enrolment: &str, from: u64, to: u64) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE certificate SET revision = ?3 WHERE enrolment = ?1 AND revision = ?2",
        &values![enrolment, from, to],
    )?;
    Ok(written == 1)
}

fn certificate_of(row: &Row) -> Result<Certificate, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    Ok(Certificate {
        code: text(0)?,
        training: text(1)?,
        enrolment: text(2)?,
        serial: u32::try_from(row.count(3)?).unwrap_or(u32::MAX),
        revision: row.count(4)?,
        issued_at_ms: row.integer(5)?,
    })
}
