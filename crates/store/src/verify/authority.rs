//! What stands was authorised, batches and editions are about revisions that are there, and editions are as they were.

use glossary::ConceptId;
use sha2::{Digest, Sha256};

use super::{VerifyReport, each_problem};
use crate::value::values;
use crate::{Error, Row, Session, editions};

pub(super) fn check(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    each_problem(
        session,
        report,
        "SELECT c.id, c.standing FROM concept c LEFT JOIN concept_revision r \
         ON r.concept = c.id AND r.revision = c.standing AND r.workflow = 'authorised' AND r.act = 'authorise' \
         WHERE c.standing IS NOT NULL AND r.concept IS NULL ORDER BY c.id",
        |row| {
            Ok(format!(
                "revision {} of `{}` stands and was not authorised",
                row.count(1)?,
                concept(row, 0)?
            ))
        },
    )?;
    each_problem(
        session,
        report,
        "SELECT r.concept, r.revision, r.batch FROM concept_revision r \
         LEFT JOIN batch b ON b.id = r.batch AND b.decided_on IS NOT NULL AND b.decision IS NOT NULL \
         WHERE r.batch IS NOT NULL AND b.id IS NULL ORDER BY r.concept, r.revision",
        |row| {
            Ok(format!(
                "revision {} of `{}` was authorised in `{}`, which is no batch that was decided",
                row.count(1)?,
                concept(row, 0)?,
                row.text(2)?
            ))
        },
    )?;
    each_problem(
        session,
        report,
        "SELECT i.concept, i.revision, i.batch FROM batch_item i LEFT JOIN concept_revision r \
         ON r.concept = i.concept AND r.revision = i.revision WHERE r.concept IS NULL ORDER BY i.batch, i.concept",
        |row| {
            Ok(format!(
                "the batch `{}` has revision {} of `{}`, which is not there",
                row.text(2)?,
                row.count(1)?,
                concept(row, 0)?
            ))
        },
    )?;
    check_editions(session, report)
}

fn check_editions(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let mut all = editions::list(session)?;
    all.reverse();
    for (edition, expected) in all.iter().zip(1..) {
        if edition.number != expected {
            report.note(format!("edition {expected} is missing"));
        }
        let (mut digest, mut count) = (Sha256::new(), 0);
        let sql = "SELECT concept, revision FROM edition_concept WHERE edition = ?1 ORDER BY concept";
        session.query_each(sql, &values![edition.number], &mut |row| {
            digest.update(row.count(0)?.to_be_bytes());
            digest.update(row.count(1)?.to_be_bytes());
            count += 1;
            Ok(())
        })?;
        if count != edition.concepts || digest.finalize().to_vec() != edition.digest {
            report.note(format!("edition {} is not what was frozen", edition.number));
        }
    }
    each_problem(
        session,
        report,
        "SELECT e.concept, e.revision, e.edition FROM edition_concept e LEFT JOIN concept_revision r \
         ON r.concept = e.concept AND r.revision = e.revision AND r.workflow = 'authorised' \
         WHERE r.concept IS NULL ORDER BY e.edition, e.concept",
        |row| {
            Ok(format!(
                "edition {} has revision {} of `{}`, which was not authorised",
                row.count(2)?,
                row.count(1)?,
                concept(row, 0)?
            ))
        },
    )
}

fn concept(row: &Row, column: usize) -> Result<ConceptId, Error> {
    Ok(ConceptId::new(row.count(column)?))
}
