//! Reading of one sheet: what stands above its table, its header, and its rows one after the other.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::cells::Epoch;
use super::headings::Target;
use super::passed_over::{self, RowKind, kind_of, shown_name};
use super::reading::{Columns, RosterReading, RosterRejection, RosterRow, RosterSheet};
use super::row::{self, Context, Said};
use super::{Member, RosterKind, RosterOptions, TrainingCells, faults, header, title};
use crate::issue::Fault;
use crate::table::{Record, Table};
use crate::{Issue, Place, SheetSummary};

/// After so many bad rows something is wrong with the whole file, and a longer list helps nobody.
const MAX_REJECTIONS: usize = 10_000;

/// Collects what is read of one file.
pub(super) struct Intake<'a> {
    pub file: Arc<str>,
    pub options: &'a RosterOptions,
    pub epoch: Epoch,
    pub reading: RosterReading,
    /// The digest of what was stated before, and which of the rows stated it.
    stated: HashMap<u64, usize>,
    /// The digest of each identity number with its training, and the row that has it.
    numbers: HashMap<u64, usize>,
}

/// Whether to go on reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    Continue,
    Stop,
}

impl<'a> Intake<'a> {
    pub(super) fn new(kind: RosterKind, file: &str, options: &'a RosterOptions, epoch: Epoch) -> Self {
        Self {
            file: shown_name(file).into(),
            options,
            epoch,
            reading: RosterReading::new(kind),
            stated: HashMap::new(),
            numbers: HashMap::new(),
        }
    }

    /// Reads a sheet. One of a workbook that holds nothing is passed over.
    pub(super) fn read(&mut self, mut table: Table) -> Next {
        let kind = self.reading.kind;
        table.sheet = table.sheet.map(|name| shown_name(&name).into());
        let sheet = Place::of_sheet(&self.file, table.sheet.as_ref());
        if table.records.is_empty() && table.sheet.is_some() {
            return Next::Continue;
        }
        let summary = |table: &Table, header: Vec<String>, skipped| SheetSummary {
            name: table.sheet.clone(),
            hidden: table.hidden,
            header,
            rows: 0,
            skipped,
        };
        let found = match header::find(kind, &table, &sheet, self.options) {
            Ok(found) => found,
            Err(issue) => {
                let is_ignored = match &table.sheet {
                    Some(name) => self.options.ignore_extra || passed_over::is_of_notes(name),
                    None => false,
                };
                let passed_over = || faults::in_sheet(sheet.clone(), "", faults::passed_over_sheet());
                if is_ignored {
                    self.reading.warnings.push(passed_over());
                } else {
                    self.reading.issues.push(*issue);
                }
                self.reading.sheets.push(RosterSheet {
                    summary: summary(&table, Vec::new(), is_ignored),
                    columns: Vec::new(),
                    training: TrainingCells::default(),
                });
                return Next::Continue;
            }
        };
        if table.hidden {
            self.reading
                .warnings
                .push(faults::in_sheet(sheet.clone(), "", faults::hidden()));
        }
        let training = match self.training_of(&table, found.header.above) {
            Ok(training) => training,
            // Where each row says which training it is of, nobody goes by titles.
            Err(_)
                if found
                    .header
                    .guesses
                    .iter()
                    .any(|guess| guess.target == Some(Target::Member(Member::Number))) =>
            {
                TrainingCells::default()
            }
            Err(fault) => {
                self.reading.issues.push(faults::in_sheet(sheet, "", fault));
                return Next::Continue;
            }
        };
        self.reading.sheets.push(RosterSheet {
            summary: summary(&table, found.header.texts.clone(), false),
            columns: found.header.guesses.clone(),
            training: training.clone(),
        });
        self.reading.warnings.extend(found.warnings);
        if !found.issues.is_empty() {
            self.reading.issues.extend(found.issues);
            return Next::Continue;
        }
        self.read_rows(table.records, &found.header, &sheet, &training)
    }

    /// Returns what is said of the training outside the rows: the lines above the table first, then the sheet's name. Two
    /// numbers of one training would be two trainings.
    fn training_of(&self, table: &Table, above: usize) -> Result<TrainingCells, Fault> {
        let kind = self.reading.kind;
        if !kind.is_of_trainings() || kind == RosterKind::Trainings {
            return Ok(TrainingCells::default());
        }
        let mut training = title::above(table.records.get(..above).unwrap_or_default(), kind, self.epoch);
        if let Some(name) = &table.sheet {
            let named = title::of_sheet_name(name, self.epoch);
            if let (Some(above), Some(named)) = (training.number, named.number)
                && above != named
            {
                return Err(faults::contradicts(above, named));
            }
            training.fill_from(&named);
        }
        Ok(training)
    }

    fn read_rows(
        &mut self,
        records: Vec<Record>,
        header: &header::Header,
        sheet: &Place,
        training: &TrainingCells,
    ) -> Next {
        let columns = Arc::new(Columns {
            texts: header.texts.clone(),
            targets: header.guesses.iter().map(|guess| guess.target).collect(),
        });
        let context = Context {
            kind: self.reading.kind,
            columns: &columns,
            training,
            epoch: self.epoch,
        };
        let mut has_told_unnamed =
            vec![false; records.iter().map(|record| record.cells.len()).max().unwrap_or(0)];
        let has_numbers = columns.of(Member::Number).is_some();
        let mut second = None;
        for record in records.into_iter().skip(header.first_record) {
            if header.is_repeated_by(&record) {
                if let Some(number) = second.filter(|_| !has_numbers) {
                    let fault = faults::second_list(number);
                    let place = sheet.on_line(record.line);
                    self.reading.issues.push(faults::in_sheet(place, "", fault));
                    return Next::Continue;
                }
                continue;
            }
            second = title::of_another(&record, training, self.epoch).or(second);
            let place = sheet.on_line(record.line);
            match kind_of(&record, &columns) {
                RowKind::Empty => continue,
                RowKind::Below => {
                    let first = record.cells.iter().find(|cell| !row::is_blank(cell));
                    let shown = first.map_or("", String::as_str);
                    let warning = faults::in_row(place, None, None, shown, faults::passed_over_row());
                    self.reading.warnings.push(warning);
                    continue;
                }
                RowKind::Data => {}
            }
            self.tell_unnamed(&record, &place, &columns, &mut has_told_unnamed);
            if let Some(summary) = self.reading.sheets.last_mut() {
                summary.summary.rows += 1;
            }
            let said = row::read(&record, &place, &context);
            if self.take(place, record, &columns, said) == Next::Stop {
                return Next::Stop;
            }
        }
        Next::Continue
    }

    /// Warns once of each column without a heading that has values.
    fn tell_unnamed(&mut self, record: &Record, place: &Place, columns: &Columns, has_told: &mut [bool]) {
        for (index, cell) in record.cells.iter().enumerate() {
            let is_named = columns.targets.get(index).is_some_and(Option::is_some);
            let Some(told) = has_told.get_mut(index) else {
                continue;
            };
            if is_named || *told || row::is_blank(cell) {
                continue;
            }
            *told = true;
            let warning = faults::in_row(place.at_column(index), None, None, cell, faults::unnamed());
            self.reading.warnings.push(warning);
        }
    }

    fn take(
        &mut self,
        place: Place,
        record: Record,
        columns: &Arc<Columns>,
        said: Result<Said, Vec<Issue>>,
    ) -> Next {
        let sheet = self.reading.sheets.len().saturating_sub(1);
        let issues = match said.map(|said| (self.repeats(&place, &record, columns, &said), said)) {
            Ok((None, said)) => {
                let Said {
                    statement,
                    marks,
                    results,
                } = said;
                self.reading.rows.push(RosterRow {
                    place,
                    sheet,
                    statement,
                    raw: record.cells,
                    columns: Arc::clone(columns),
                    marks,
                    results,
                });
                return Next::Continue;
            }
            Ok((Some(issue), _)) => vec![issue],
            Err(issues) => issues,
        };
        self.reading.issues.extend(issues.iter().cloned());
        if self.reading.rejections.len() >= MAX_REJECTIONS {
            let fault = faults::too_many(MAX_REJECTIONS);
            self.reading.issues.push(faults::in_sheet(place, "", fault));
            return Next::Stop;
        }
        self.reading.rejections.push(RosterRejection {
            place,
            sheet,
            issues,
            raw: record.cells,
        });
        Next::Continue
    }

    /// Tells if a row before states the same, or has the same identity number where a person stands once.
    fn repeats(&mut self, place: &Place, record: &Record, columns: &Columns, said: &Said) -> Option<Issue> {
        let position = self.reading.rows.len();
        let mut hasher = DefaultHasher::new();
        for (index, cell) in record.cells.iter().enumerate() {
            let is_read = !matches!(
                columns.targets.get(index).copied().flatten(),
                None | Some(Target::Ignore)
            );
            if is_read {
                cell.trim().hash(&mut hasher);
            }
        }
        let first = *self.stated.entry(hasher.finish()).or_insert(position);
        let same = self
            .reading
            .rows
            .get(first)
            .filter(|row| row.statement == said.statement);
        if let Some(first) = same {
            let fault = faults::duplicate_row(&first.place);
            return Some(faults::in_row(place.clone(), None, None, "", fault));
        }
        if !matches!(self.reading.kind, RosterKind::People | RosterKind::Enrolments) {
            return None;
        }
        let person = &said.statement.person;
        let number = person.identity_number.as_ref()?;
        let training = &said.statement.training;
        let which = |training: &TrainingCells| {
            (
                training.id.clone(),
                training.number,
                training.title.clone(),
                training.from,
            )
        };
        let mut hasher = DefaultHasher::new();
        (number.in_full(), which(training)).hash(&mut hasher);
        let first = *self.numbers.entry(hasher.finish()).or_insert(position);
        let first = self.reading.rows.get(first)?;
        let is_same = first.statement.person.identity_number.as_ref() == Some(number)
            && which(&first.statement.training) == which(training);
        let column = columns.of(Member::IdentityNumber)?;
        is_same.then(|| {
            let typed = record.cells.get(column).map_or("", String::as_str);
            let fault = faults::person_twice(&first.place);
            let place = place.at_column(column);
            faults::in_row(
                place,
                columns.heading(column),
                Some(Member::IdentityNumber),
                typed,
                fault,
            )
        })
    }
}
