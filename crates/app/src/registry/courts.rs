//! Courts as records: their posts, their targets and their places in the tree.

use std::collections::BTreeMap;

use access::{CourtCode, ReadRegistry, WriteRegistry};
use registry::{Court, Fault};
use store::records::{self, StoredRecord};
use store::{RecordAct, Session, courts};

use super::reach::Reach;
use super::{RecordWritten, deed, expect_none, fault};
use crate::audit::{self, AuditEvent};
use crate::{App, Error, Permit};

/// The longest way from a court to the highest one.
const DEEPEST: usize = 8;
/// How many records are read at once.
const AT_ONCE: usize = 500;

/// A court as somebody reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourtEntry {
    /// The code.
    pub code: String,
    /// The revision; 0 of a court of which nothing is known but what a table of courts says.
    pub revision: u64,
    /// What it says.
    pub court: Court,
}

impl App {
    /// Lists the courts of the caller by code.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_court_records(&self, permit: &Permit<ReadRegistry>) -> Result<Vec<CourtEntry>, Error> {
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            let mut known = BTreeMap::new();
            let mut after = String::new();
            loop {
                let page = records::page_after::<Court>(session, &after, AT_ONCE)?;
                let is_last = page.len() < AT_ONCE;
                if let Some(last) = page.last() {
                    after.clone_from(&last.id);
                }
                known.extend(page.into_iter().map(|stored| (stored.id.clone(), stored)));
                if is_last {
                    break;
                }
            }
            let mut entries = Vec::new();
            for row in courts::list(session)? {
                if reach.has(&row.code) {
                    entries.push(entry(known.remove(&row.code), row));
                }
            }
            Ok(entries)
        })
    }

    /// Returns what each court is called, by code, also those of others: that there are courts is no secret.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn court_names(&self, _: &Permit<ReadRegistry>) -> Result<BTreeMap<String, String>, Error> {
        let courts = self.store.read(courts::list)?.into_iter();
        Ok(courts.map(|court| (court.code, court.name_zh)).collect())
    }

    /// Returns a court.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if there is none that the caller may know of.
    pub fn find_court_record(&self, permit: &Permit<ReadRegistry>, code: &str) -> Result<CourtEntry, Error> {
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            seen_court(session, &reach, code)
        })
    }

    /// Writes a court: a new one with 0 as `expected`, else the next revision. The same again writes nothing.
    ///
    /// Who reaches a part of the tree alone may not move its borders: neither make a court, nor hang one elsewhere, nor
    /// rename one.
    ///
    /// # Errors
    /// [`Error::Registry`] with every rule that is broken; [`Error::StaleRecord`]; [`Error::NoSuchRecord`] if the court is
    /// not one of the caller's.
    pub fn put_court_record(
        &self,
        permit: &Permit<WriteRegistry>,
        code: &CourtCode,
        expected: u64,
        court: Court,
    ) -> Result<RecordWritten, Error> {
        let stamp = self.stamp(permit);
        let event = AuditEvent::done("put-court").on("court", code.as_str());
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (permit, code) = (permit.clone(), code.as_str().to_owned());
        self.write_once(None, move |tx| {
            let reach = Reach::of(tx, &permit)?;
            let known = match seen_court(tx, &reach, &code) {
                Ok(known) => Some(known),
                Err(Error::NoSuchRecord(_)) if reach.is_everywhere() && expected == 0 => None,
                Err(err) => return Err(err),
            };
            let current = known.as_ref().map_or(0, |known| known.revision);
            if current != expected {
                return Err(Error::StaleRecord {
                    id: code.clone(),
                    expected,
                    current,
                });
            }
            let moves_borders = known.as_ref().is_some_and(|known| {
                (&known.court.parent, &known.court.name_zh, known.court.level)
                    != (&court.parent, &court.name_zh, court.level)
            });
            if moves_borders && !reach.is_everywhere() {
                return Err(Error::Registry(vec![border_moved()]));
            }
            let mut faults = court.faults();
            faults.extend(place_fault(tx, &code, court.parent.as_deref())?);
            let all = courts::list(tx)?;
            let named = all
                .iter()
                .map(|row| (row.code.as_str(), row.name_zh.as_str(), row.parent.as_deref()));
            faults.extend(name_taken(&code, &court, "/name_zh", named));
            expect_none(faults)?;
            if let Some(known) = known.filter(|known| known.revision > 0 && known.court == court) {
                let stored = records::find::<Court>(tx, &known.code)?;
                return stored
                    .map(|stored| RecordWritten::from(&stored))
                    .ok_or(Error::NoSuchRecord("court"));
            }
            let act = deed(RecordAct::Write, None);
            let stored = tx.put_record(&code, expected, court.clone(), &act, &stamp)?;
            audit::append(tx, &noted)?;
            Ok(RecordWritten::from(&stored))
        })
    }
}

/// Returns a court within `reach`.
///
/// # Errors
/// [`Error::NoSuchRecord`].
pub(super) fn seen_court(session: &mut dyn Session, reach: &Reach, code: &str) -> Result<CourtEntry, Error> {
    let row = match reach.has(code) {
        true => courts::find(session, code)?,
        false => None,
    };
    let row = row.ok_or(Error::NoSuchRecord("court"))?;
    Ok(entry(records::find(session, code)?, row))
}

/// Joins what a table says of a court with the record, if there is one.
fn entry(stored: Option<StoredRecord<Court>>, row: courts::Court) -> CourtEntry {
    match stored {
        Some(stored) => CourtEntry {
            code: row.code,
            revision: stored.revision,
            court: stored.body,
        },
        None => CourtEntry {
            revision: 0,
            court: without_record(&row),
            code: row.code,
        },
    }
}

/// Returns a court of which nothing is known but what a table of courts says.
pub(super) fn without_record(row: &courts::Court) -> Court {
    Court {
        name_zh: row.name_zh.clone(),
        name_bo: None,
        name_bo_source: None,
        level: None,
        parent: row.parent.clone(),
        division: None,
        dialects: Vec::new(),
        established: Vec::new(),
        targets: Vec::new(),
    }
}

/// Tells what is wrong with hanging `code` below `parent`.
pub(super) fn place_fault(
    session: &mut dyn Session,
    code: &str,
    parent: Option<&str>,
) -> Result<Option<Fault>, Error> {
    let Some(parent) = parent else {
        return Ok(None);
    };
    if courts::find(session, parent)?.is_none() {
        return Ok(Some(super::person_changes::no_such_court(
            "/parent".to_owned(),
            parent,
        )));
    }
    let line = courts::line(session, parent)?;
    let all = courts::list(session)?;
    if parent == code || line.iter().any(|above| above == code) || height(&all, code) + line.len() > DEEPEST {
        return Ok(Some(fault(
            "above_itself",
            "/parent",
            format!(
                "`{code}` would be above itself, or more than {DEEPEST} courts below the highest (hint: correct the court above)"
            ),
            format!("`{code}` 将成为自己的上级，或在最高一级之下超过 {DEEPEST} 级（提示：请更正上级法院）"),
        )));
    }
    Ok(None)
}

/// Tells that another court has the name already: nobody could tell in a sheet which of the two is meant. Tribunals, which
/// are called after their towns, may share one if they belong to different courts. `others` are all courts, each with its
/// code, its name and the code of the court above.
pub(super) fn name_taken<'c>(
    code: &str,
    court: &Court,
    pointer: &str,
    mut others: impl Iterator<Item = (&'c str, &'c str, Option<&'c str>)>,
) -> Option<Fault> {
    let name = court.name_zh.as_str();
    let (of, _, _) = others.find(|(other, named, parent)| {
        let is_told_apart = name.ends_with("法庭") && *parent != court.parent.as_deref();
        *other != code && *named == name && !is_told_apart
    })?;
    Some(fault(
        "court_name_taken",
        pointer,
        format!(
            "`{of}` is called `{name}` already (hint: change that court, or write the full name of this one)"
        ),
        format!("“{name}”已是 `{of}` 的名称（提示：请更改该法院，或写本法院的全称）"),
    ))
}

/// Returns how many levels there are from `code` downwards, itself included.
fn height(all: &[courts::Court], code: &str) -> usize {
    let mut level = vec![code];
    for depth in 0..=DEEPEST {
        let below: Vec<&str> = all
            .iter()
            .filter(|court| {
                court
                    .parent
                    .as_deref()
                    .is_some_and(|parent| level.contains(&parent))
            })
            .map(|court| court.code.as_str())
            .collect();
        if below.is_empty() {
            return depth + 1;
        }
        level = below;
    }
    DEEPEST + 1
}

pub(super) fn border_moved() -> Fault {
    fault(
        "border_moved",
        "/parent",
        "name, level and court above are changed by whoever keeps the whole tree (hint: ask the highest court)".to_owned(),
        "法院名称、层级和上级法院由管理全部法院的人更改（提示：请与高级人民法院联系）".to_owned(),
    )
}
