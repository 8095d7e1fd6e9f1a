//! Checks everything the store promises about its own data.

use glossary::{Concept, ConceptId};

use crate::derived::DERIVED_TABLES;
use crate::session::one_count;
use crate::value::values;
use crate::{Error, Kind, Op, Row, Session, body, concepts, courts, transaction};

/// What [`crate::Store::verify`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VerifyReport {
    /// The number of concepts.
    pub concepts: u64,
    /// The number of revisions, those of deleted concepts included.
    pub revisions: u64,
    /// The number of the last change.
    pub last_seq: u64,
    /// What is wrong, one sentence each; at most [`VerifyReport::MAX_PROBLEMS`].
    pub problems: Vec<String>,
    /// How many problems there are in all.
    pub problem_count: u64,
}

impl VerifyReport {
    /// How many problems a report names.
    pub const MAX_PROBLEMS: usize = 100;

    /// Tells whether nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.problem_count == 0
    }

    fn note(&mut self, problem: String) {
        self.problem_count += 1;
        if self.problems.len() < Self::MAX_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

mod authority;
mod records;

/// How many concepts are held in memory at once.
const PAGE: usize = 200;

/// Checks one snapshot; `in_files` is what the driver found.
pub(crate) fn verify(session: &mut dyn Session, in_files: Vec<String>) -> Result<VerifyReport, Error> {
    let mut report = VerifyReport {
        concepts: concepts::count(session)?,
        revisions: one_count(session, "SELECT COUNT(*) FROM concept_revision", &[])?,
        last_seq: transaction::counter(session)?.last_seq,
        problems: Vec::new(),
        problem_count: 0,
    };
    in_files.into_iter().for_each(|problem| report.note(problem));
    check_change_log(session, &mut report)?;
    check_revisions(session, &mut report)?;
    check_concepts(session, &mut report)?;
    check_derived_tables(session, &mut report)?;
    authority::check(session, &mut report)?;
    check_courts(session, &mut report)?;
    records::check(session, &mut report)?;
    Ok(report)
}

fn check_change_log(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let mut last = 0;
    let sql = "SELECT c.seq, c.id, c.revision, c.at_ms, c.op, r.concept, r.revision, r.at_ms, r.workflow, c.kind, \
               v.kind, v.id, v.revision, v.at_ms, CASE WHEN v.body IS NULL THEN 0 ELSE 1 END \
               FROM change c LEFT JOIN concept_revision r ON r.seq = c.seq \
               LEFT JOIN record_revision v ON v.seq = c.seq ORDER BY c.seq";
    session.query_each(sql, &[], &mut |row| {
        let seq = row.count(0)?;
        if seq != last + 1 {
            report.note(format!("the change log goes from {last} to {seq}"));
        }
        last = seq;
        let is_there = match (row.optional_count(5)?, row.optional_text(10)?) {
            (None, None) => None,
            (Some(number), None) => Some(says_the_same(&row, ConceptId::new(number))?),
            (None, Some(_)) => Some(records::says_the_same(&row)?),
            (Some(_), Some(_)) => Some(false),
        };
        match is_there {
            None => report.note(format!("change {seq} of `{}` has no revision", row.text(1)?)),
            Some(false) => {
                report.note(format!(
                    "change {seq} of `{}` is not what its revision says",
                    row.text(1)?
                ));
            }
            Some(true) => {}
        }
        Ok(())
    })?;
    if last != report.last_seq {
        report.note(format!(
            "the change log ends at {last}, its counter says {}",
            report.last_seq
        ));
    }
    each_problem(
        session,
        report,
        "SELECT r.concept, r.revision FROM concept_revision r LEFT JOIN change c ON c.seq = r.seq \
         WHERE c.seq IS NULL ORDER BY r.concept, r.revision",
        |row| {
            Ok(format!(
                "revision {} of `{}` has no change",
                row.count(1)?,
                ConceptId::new(row.count(0)?)
            ))
        },
    )
}

/// Compares the change in columns 1 to 4 with the revision in columns 6 to 8.
fn says_the_same(row: &Row, id: ConceptId) -> Result<bool, Error> {
    let wrote_a_body = row.text(4)?.parse() == Ok(Op::Upsert);
    Ok(row.text(9)? == Kind::Concept.as_str()
        && row.text(1)? == id.to_string()
        && row.count(2)? == row.count(6)?
        && row.integer(3)? == row.integer(7)?
        && wrote_a_body == row.optional_text(8)?.is_some())
}

fn check_revisions(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let highest = transaction::counter(session)?.last_concept;
    let mut last = (0, 0);
    let sql = "SELECT concept, revision, body, digest FROM concept_revision ORDER BY concept, revision";
    session.query_each(sql, &[], &mut |row| {
        let (number, revision) = (row.count(0)?, row.count(1)?);
        let id = ConceptId::new(number);
        let expected = if number == last.0 { last.1 + 1 } else { 1 };
        last = (number, revision);
        if revision != expected {
            report.note(format!("revision {expected} of `{id}` is missing"));
        }
        if body::digest(id, revision, row.optional_text(2)?) != row.bytes(3)? {
            report.note(format!("revision {revision} of `{id}` is not what was written"));
        }
        if number > highest && revision == 1 {
            report.note(format!("`{id}` has a number that was never given"));
        }
        Ok(())
    })
}

fn check_concepts(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    each_problem(
        session,
        report,
        "SELECT c.id FROM concept c LEFT JOIN concept_revision r ON r.concept = c.id \
         AND r.revision = c.revision AND r.body = c.body AND r.workflow = c.workflow \
         AND r.seq = c.seq AND r.at_ms = c.updated_at_ms \
         WHERE r.concept IS NULL OR EXISTS (SELECT 1 FROM concept_revision later \
         WHERE later.concept = c.id AND later.revision > c.revision) ORDER BY c.id",
        |row| {
            Ok(format!(
                "`{}` is not what its last revision says",
                ConceptId::new(row.count(0)?)
            ))
        },
    )?;
    each_problem(
        session,
        report,
        "SELECT r.concept FROM concept_revision r LEFT JOIN concept c ON c.id = r.concept \
         WHERE c.id IS NULL GROUP BY r.concept \
         HAVING MAX(CASE WHEN r.body IS NULL THEN r.revision ELSE 0 END) <> MAX(r.revision) \
         ORDER BY r.concept",
        |row| {
            Ok(format!(
                "`{}` is gone without having been taken away",
                ConceptId::new(row.count(0)?)
            ))
        },
    )
}

/// Compares each derived table with what the bodies give. Rows of no concept show in the totals.
fn check_derived_tables(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    let mut totals = [0_u64; DERIVED_TABLES.len()];
    let mut after = 0;
    loop {
        let sql = "SELECT id, revision, body FROM concept WHERE id > ?1 ORDER BY id LIMIT ?2";
        let page = session.query(sql, &values![after, PAGE])?;
        for row in &page {
            after = row.count(0)?;
            let id = ConceptId::new(after);
            match body::decode(id, row.count(1)?, row.text(2)?) {
                Ok(body) => compare_derived_rows(session, report, id, &body, &mut totals)?,
                Err(err) => report.note(err.to_string()),
            }
        }
        if page.is_empty() {
            break;
        }
    }
    for (table, expected) in DERIVED_TABLES.iter().zip(totals) {
        let found = one_count(session, table.count, &[])?;
        if found != expected {
            report.note(format!(
                "`{}` has {found} rows, the bodies give {expected}",
                table.name
            ));
        }
    }
    Ok(())
}

fn compare_derived_rows(
    session: &mut dyn Session,
    report: &mut VerifyReport,
    id: ConceptId,
    body: &Concept,
    totals: &mut [u64; DERIVED_TABLES.len()],
) -> Result<(), Error> {
    for (table, total) in DERIVED_TABLES.iter().zip(totals) {
        let expected: Vec<Row> = (table.rows)(body).into_iter().map(Row::new).collect();
        *total += expected.len() as u64;
        if session.query(table.select, &values![id])? != expected {
            report.note(format!(
                "the rows of `{id}` in `{}` are not those of its body",
                table.name
            ));
        }
    }
    Ok(())
}

/// Rights follow the tree of courts, so it must be one.
fn check_courts(session: &mut dyn Session, report: &mut VerifyReport) -> Result<(), Error> {
    for code in courts::lost(session)? {
        report.note(format!("no way leads from the court `{code}` to a highest one"));
    }
    Ok(())
}

fn each_problem(
    session: &mut dyn Session,
    report: &mut VerifyReport,
    sql: &str,
    describe: impl Fn(&Row) -> Result<String, Error>,
) -> Result<(), Error> {
    session.query_each(sql, &[], &mut |row| {
        report.note(describe(&row)?);
        Ok(())
    })
}
