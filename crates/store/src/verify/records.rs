//! Checks the records of the registry: their revisions, their present states, and the rows by which they are found.

use registry::{Court, Enrolment, Person, Programme, Training};

use super::{VerifyReport, each_problem};
use crate::records::{self, FoundBy, Record, StoredRecord, found_by};
use crate::value::values;
use crate::{Error, Kind, Op, Row, Session};

/// How many records are held in memory at once.
const PAGE: usize = 200;

pub(super) fn check(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    check_revisions(session, report)?;
    check_present(session, report)?;
    check_bodies::<Court>(session, report)?;
    check_bodies::<Programme>(session, report)?;
    check_bodies::<Person>(session, report)?;
    check_bodies::<Training>(session, report)?;
    check_bodies::<Enrolment>(session, report)?;
    check_secrets(session, report)
}

/// Compares the change in columns 0 to 4 and 9 with the revision in columns 10 to 14.
pub(super) fn says_the_same(row: &Row) -> Result<bool, Error> {
    let wrote_a_body = row.text(4)?.parse() == Ok(Op::Upsert);
    Ok(row.text(9)? == row.text(10)?
        && row.text(1)? == row.text(11)?
        && row.count(2)? == row.count(12)?
        && row.integer(3)? == row.integer(13)?
        && wrote_a_body == (row.count(14)? == 1))
}

fn check_revisions(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let mut last = (String::new(), String::new(), 0);
    let sql = "SELECT kind, id, revision, body, digest FROM record_revision ORDER BY kind, id, revision";
    session.query_each(sql, &[], &mut |row| {
        let (name, id, revision) = (row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.count(2)?);
        let is_next = (&last.0, &last.1) == (&name, &id);
        let expected = if is_next { last.2 + 1 } else { 1 };
        if revision != expected {
            report.note(format!("revision {expected} of the {name} `{id}` is missing"));
        }
        let kind: Kind = name.parse()?;
        if records::body::digest(kind, &id, revision, row.optional_text(3)?) != row.bytes(4)? {
            report.note(format!(
                "revision {revision} of the {name} `{id}` is not what was written"
            ));
        }
        last = (name, id, revision);
        Ok(())
    })?;
    each_problem(
        session,
        report,
        "SELECT v.kind, v.id, v.revision FROM record_revision v LEFT JOIN change c ON c.seq = v.seq \
         WHERE c.seq IS NULL ORDER BY v.kind, v.id, v.revision",
        |row| {
            let (kind, id, revision) = (row.text(0)?, row.text(1)?, row.count(2)?);
            Ok(format!("revision {revision} of the {kind} `{id}` has no change"))
        },
    )
}

fn check_present(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    each_problem(
        session,
        report,
        "SELECT r.kind, r.id FROM record r LEFT JOIN record_revision v ON v.kind = r.kind AND v.id = r.id \
         AND v.revision = r.revision AND v.body = r.body AND v.seq = r.seq AND v.at_ms = r.updated_at_ms \
         WHERE v.id IS NULL OR EXISTS (SELECT 1 FROM record_revision later \
         WHERE later.kind = r.kind AND later.id = r.id AND later.revision > r.revision) ORDER BY r.kind, r.id",
        |row| {
            Ok(format!(
                "the {} `{}` is not what its last revision says",
                row.text(0)?,
                row.text(1)?
            ))
        },
    )?;
    each_problem(
        session,
        report,
        "SELECT v.kind, v.id FROM record_revision v LEFT JOIN record r ON r.kind = v.kind AND r.id = v.id \
         WHERE r.id IS NULL GROUP BY v.kind, v.id \
         HAVING MAX(CASE WHEN v.body IS NULL THEN v.revision ELSE 0 END) <> MAX(v.revision) ORDER BY v.kind, v.id",
        |row| {
            Ok(format!(
                "the {} `{}` is gone without having been taken away",
                row.text(0)?,
                row.text(1)?
            ))
        },
    )
}

/// Reads every body of a kind, compares the rows by which it is found with what it gives, and counts them: rows of no record
/// show in the total. Courts came into their table before the registry kept them, so they are not counted.
fn check_bodies<R: Record>(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let (mut after, mut total) = (String::new(), 0);
    loop {
        let sql = "SELECT id, revision, body, updated_at_ms, seq FROM record WHERE kind = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
        let page = session.query(sql, &values![R::KIND.as_str(), after.as_str(), PAGE])?;
        let Some(last) = page.last() else { break };
        last.text(0)?.clone_into(&mut after);
        for row in &page {
            match records::stored_of::<R>(row) {
                Ok(stored) => total += compare_rows(session, report, &stored)?,
                Err(err) => report.note(err.to_string()),
            }
        }
    }
    if let Some(FoundBy { table, .. }) = R::FOUND_BY.filter(|_| R::KIND != Kind::Court) {
        let found = crate::session::one_count(session, &format!("SELECT COUNT(*) FROM {table}"), &[])?;
        if found != total {
            report.note(format!("`{table}` has {found} rows, the bodies give {total}"));
        }
    }
    Ok(())
}

/// Returns how many rows a record has by its body.
fn compare_rows<R: Record>(
    session: &mut dyn Session,
    report: &mut VerifyReport,
    stored: &StoredRecord<R>,
) -> Result<u64, Error> {
    let Some(found_by) = R::FOUND_BY else { return Ok(0) };
    let expected: Vec<Row> = stored.body.rows().into_iter().map(Row::new).collect();
    if found_by::read(session, &stored.id, &found_by)? != expected {
        let (kind, table) = (R::KIND, found_by.table);
        report.note(format!(
            "the rows of the {kind} `{}` in `{table}` are not those of its body",
            stored.id
        ));
    }
    Ok(expected.len() as u64)
}

/// What a body names as sealed must be there, and of that person.
fn check_secrets(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let mut after = String::new();
    loop {
        let page = records::page_after::<Person>(session, &after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after.clone_from(&last.id);
        for person in &page {
            for secret in &person.body.secrets {
                let kept = records::people::find_secret(session, &secret.row)?;
                if kept.is_none_or(|kept| kept.person != person.id || kept.kind != secret.kind) {
                    report.note(format!(
                        "what the person `{}` names as the sealed value `{}` is not there",
                        person.id, secret.row
                    ));
                }
            }
        }
    }
}
