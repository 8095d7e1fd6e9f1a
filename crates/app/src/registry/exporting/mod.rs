//! Sheets out: what somebody may see of the registry, as a file that reads back as the same, or in the office's own workbook.
//!
//! Numbers of people are masked. Whoever may see them in full gets them in full for a purpose, and an entry of the audit
//! about each person, as for looking at one.

mod cells;
mod gathering;
mod people_rows;
mod roster_rows;
mod template_fault;

use std::sync::Arc;

use access::{ReadRegistry, SeePersonalData};
use exchange::roster::template::{Filling, fill};
use exchange::roster::{RosterKind, Statement, TrainingCells, write};
use exchange::sheet_out::SheetFormat;
use registry::Day;
use store::Store;

use self::gathering::Gathering;
pub use self::template_fault::template_fault_in_chinese;
use super::{PeopleWanted, day_at};
use crate::audit::{self, AuditEvent};
use crate::editing::reason_of;
use crate::personal_data::KeyProvider;
use crate::{App, Error, Permit, ReadOnlyApp};

/// Which sheet, and of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetExport {
    /// What its rows are about.
    pub kind: RosterKind,
    /// How it is written where no template is filled.
    pub format: SheetFormat,
    /// Of whom, in sheets of people, posts and skills; its court also narrows sheets of courts and rosters.
    pub people: PeopleWanted,
    /// Of which training, by id.
    pub training: Option<String>,
    /// Of the trainings of which programme, by id or name.
    pub programme: Option<String>,
    /// Of the trainings with which number in their series.
    pub number: Option<u16>,
    /// Of the trainings of which year.
    pub year: Option<i16>,
}

/// A sheet that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetFile {
    /// What it is to be called.
    pub name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// How many rows there are.
    pub rows: usize,
    /// Of how many people numbers stand there in full.
    pub in_full: usize,
}

/// What was gathered for a sheet.
struct Gathered {
    statements: Vec<Statement>,
    /// The one training of which the sheet is.
    training: TrainingCells,
    /// Of whom something sealed was opened, by id.
    opened: Vec<String>,
}

impl SheetExport {
    /// Asks for everything of a kind.
    #[must_use]
    pub fn new(kind: RosterKind, format: SheetFormat) -> Self {
        Self {
            kind,
            format,
            people: PeopleWanted::default(),
            training: None,
            programme: None,
            number: None,
            year: None,
        }
    }

    /// Returns the condition that a sheet of this kind cannot be narrowed by, if one is given: passed over, the sheet would
    /// hold more than was asked for.
    #[must_use]
    pub fn misfit(&self) -> Option<&'static str> {
        let people = &self.people;
        let of_trainings = [
            ("training", self.training.is_some()),
            ("programme", self.programme.is_some()),
            ("number", self.number.is_some()),
            ("year", self.year.is_some()),
        ];
        let of_people = [
            ("name", people.name.is_some()),
            ("pool", people.pool.is_some()),
            ("dialect", people.dialect.is_some()),
            ("spoken", people.spoken.is_some()),
            ("written", people.written.is_some()),
            ("post", people.post.is_some()),
            ("on", people.on.is_some()),
        ];
        let is_of_trainings = self.kind.is_of_trainings();
        let is_of_people = self.kind.is_of_people() && !is_of_trainings;
        let mut misfits = of_trainings
            .into_iter()
            .filter(|_| !is_of_trainings)
            .chain(of_people.into_iter().filter(|_| !is_of_people));
        misfits.find(|(_, is_given)| *is_given).map(|(name, _)| name)
    }

    /// Returns what the audit keeps of it. The name of somebody who was looked for stays out.
    #[must_use]
    pub fn told(&self) -> String {
        let format = match self.format {
            SheetFormat::Csv => "csv",
            SheetFormat::Tsv => "tsv",
            SheetFormat::Xlsx => "xlsx",
        };
        let mut parts = vec![format!("format={format}")];
        let given = [
            ("court", self.people.court.clone()),
            ("training", self.training.clone()),
            ("programme", self.programme.clone()),
            ("number", self.number.map(|number| number.to_string())),
            ("year", self.year.map(|year| year.to_string())),
            ("name", self.people.name.as_ref().map(|_| "…".to_owned())),
        ];
        let given = given.into_iter().filter_map(|(name, value)| Some((name, value?)));
        parts.extend(given.map(|(name, value)| format!("{name}={value}")));
        parts.join(" ")
    }

    fn file_name(&self, today: Day, is_filled: bool) -> String {
        let extension = match self.format {
            _ if is_filled => "xlsx",
            SheetFormat::Csv => "csv",
            SheetFormat::Tsv => "tsv",
            SheetFormat::Xlsx => "xlsx",
        };
        format!("{}-{today}.{extension}", self.kind.zh())
    }
}

impl App {
    /// Makes a sheet of what the caller may see, or fills `template` with it. With `in_full`, a right and what for, the
    /// numbers of the people whom that right reaches stand there in full.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] for a court, a training or a programme that is not there for the caller;
    /// [`Error::ReasonMissing`] without a purpose; [`Error::Template`]; [`Error::Keys`] and [`Error::Field`] if something
    /// sealed does not open. What cannot be noted in the audit is not handed out.
    pub fn export_sheet(
        &self,
        permit: &Permit<ReadRegistry>,
        in_full: Option<(&Permit<SeePersonalData>, &str)>,
        wanted: &SheetExport,
        template: Option<&[u8]>,
    ) -> Result<SheetFile, Error> {
        let purpose = in_full.map(|(_, purpose)| reason_of(purpose)).transpose()?;
        let today = self.registry_today();
        let keys = Arc::clone(&self.identity.keys);
        let opening = in_full.map(|(permit, _)| (permit, &*keys));
        let gathered = gather(&self.store, permit, opening, wanted, today, template.is_some())?;
        let file = made(wanted, &gathered, template, today)?;
        self.note_sheet(permit, wanted, &file, &gathered.opened, purpose.as_deref())?;
        Ok(file)
    }

    /// Notes in the audit that a sheet is made by another process, which masks every number: `told` is what
    /// [`SheetExport::told`] says of it.
    ///
    /// # Errors
    /// If it cannot be written. The sheet must then not be handed out.
    pub fn note_sheet_export(
        &self,
        permit: &Permit<ReadRegistry>,
        kind: RosterKind,
        told: &str,
    ) -> Result<(), Error> {
        let event = AuditEvent::done("export-registry").on("export", kind.as_str());
        self.record(permit.actor(), &event.detail(told))
    }

    fn note_sheet(
        &self,
        permit: &Permit<ReadRegistry>,
        wanted: &SheetExport,
        file: &SheetFile,
        opened: &[String],
        purpose: Option<&str>,
    ) -> Result<(), Error> {
        let told = format!("{} rows={} in_full={}", wanted.told(), file.rows, file.in_full);
        let export = AuditEvent::done("export-registry").on("export", wanted.kind.as_str());
        let because = |event: AuditEvent| match purpose {
            Some(purpose) => event.because(purpose),
            None => event,
        };
        let mut entries = vec![self.audit_entry(permit.actor(), &because(export.detail(told)))?];
        for person in opened {
            let seen = AuditEvent::done("see-personal-data").on("person", person.as_str());
            let seen = because(seen.fields(&["identity_number", "phone"]));
            entries.push(self.audit_entry(permit.actor(), &seen)?);
        }
        self.write_aside_noted(move |session| {
            entries.iter().try_for_each(|entry| audit::append(session, entry))
        })
    }
}

impl ReadOnlyApp {
    /// As [`App::export_sheet`] with every number masked, beside the process that holds the store, which has to note it:
    /// [`App::note_sheet_export`]. `at_ms` says which day it is.
    ///
    /// # Errors
    /// Those of [`App::export_sheet`].
    pub fn export_sheet(
        &self,
        permit: &Permit<ReadRegistry>,
        wanted: &SheetExport,
        template: Option<&[u8]>,
        at_ms: i64,
    ) -> Result<SheetFile, Error> {
        let today = day_at(at_ms);
        let gathered = gather(self.store(), permit, None, wanted, today, template.is_some())?;
        made(wanted, &gathered, template, today)
    }
}

/// Gathers the rows in one snapshot.
fn gather(
    store: &Store,
    permit: &Permit<ReadRegistry>,
    opening: Option<(&Permit<SeePersonalData>, &dyn KeyProvider)>,
    wanted: &SheetExport,
    today: Day,
    is_filled: bool,
) -> Result<Gathered, Error> {
    store.read(|session| Gathering::begin(session, permit, opening, wanted, (today, is_filled))?.gathered())
}

fn made(
    wanted: &SheetExport,
    gathered: &Gathered,
    template: Option<&[u8]>,
    today: Day,
) -> Result<SheetFile, Error> {
    let mut rows = gathered.statements.len();
    let bytes = match template {
        Some(template) => fill(
            template,
            &Filling {
                kind: wanted.kind,
                training: &gathered.training,
                rows: &gathered.statements,
            },
        )?,
        None => {
            let mut bytes = Vec::new();
            // Each result is a row of its own.
            rows =
                write(&mut bytes, wanted.format, wanted.kind, &gathered.statements).map_err(Error::Output)?;
            bytes
        }
    };
    Ok(SheetFile {
        name: wanted.file_name(today, template.is_some()),
        bytes,
        rows,
        in_full: gathered.opened.len(),
    })
}

#[cfg(test)]
mod tests {
    use exchange::roster::{RosterOptions, read};
    use exchange::{Format, table_out};
    use registry::{EnrolmentState, PersonName};

    use super::*;

    #[test]
    fn the_offices_own_workbook_is_filled_with_names_in_both_scripts() {
        let headings = ["序号", "姓名", "藏文姓名", "所在法院", "参训状态"];
        let row = headings.map(|heading| format!("{{{{{heading}}}}}")).to_vec();
        let template = table_out::workbook("名单", &headings, &[row]).unwrap();
        let enrolled = |zh: &str, bo: &str| {
            let mut statement = Statement::default();
            statement.person.name = PersonName {
                zh: Some(zh.to_owned()),
                bo: Some(bo.to_owned()),
                others: Vec::new(),
            };
            statement.post.court = Some("囊谦县人民法院".to_owned());
            statement.enrolment.state = Some(EnrolmentState::Nominated);
            statement
        };
        let statements = vec![enrolled("扎西", "བཀྲ་ཤིས"), enrolled("卓玛", "སྒྲོལ་མ")];
        let gathered = Gathered {
            statements: statements.clone(),
            training: TrainingCells::default(),
            opened: Vec::new(),
        };
        let wanted = SheetExport::new(RosterKind::Enrolments, SheetFormat::Csv);
        let file = made(&wanted, &gathered, Some(&template), day_at(0)).unwrap();
        assert_eq!((file.name.as_str(), file.rows), ("花名册-1970-01-01.xlsx", 2));
        let options = RosterOptions::default();
        let back = read("a", &file.bytes, Format::Xlsx, RosterKind::Enrolments, &options).unwrap();
        let back: Vec<Statement> = back.rows.into_iter().map(|row| *row.statement).collect();
        assert_eq!(back, statements);
    }

    #[test]
    fn a_condition_that_a_kind_does_not_know_is_named_and_no_name_is_told() {
        let mut wanted = SheetExport::new(RosterKind::People, SheetFormat::Csv);
        wanted.people.court = Some("qh".to_owned());
        wanted.people.name = Some("扎西".to_owned());
        assert_eq!(wanted.misfit(), None);
        assert_eq!(wanted.told(), "format=csv court=qh name=…");
        let of_roster = SheetExport {
            kind: RosterKind::Enrolments,
            ..wanted.clone()
        };
        assert_eq!(of_roster.misfit(), Some("name"));
        wanted.year = Some(2019);
        assert_eq!(wanted.misfit(), Some("year"));
        let plain = SheetExport {
            number: Some(11),
            ..SheetExport::new(RosterKind::Courts, SheetFormat::Xlsx)
        };
        assert_eq!(plain.misfit(), Some("number"));
        let day = day_at(0);
        assert_eq!(plain.file_name(day, false), "法院-1970-01-01.xlsx");
        assert_eq!(of_roster.file_name(day, true), "花名册-1970-01-01.xlsx");
    }
}
