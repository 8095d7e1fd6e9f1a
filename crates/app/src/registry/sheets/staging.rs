//! Staging: a file is read, kept sealed, and read anew when its columns are said.

use std::sync::Arc;

use access::WriteResults;
use exchange::Format;
use exchange::roster::{self, Choices, RosterOptions, RosterReading};
use store::roster_imports::{self, Leaving, RosterImport};

use super::keeping::{FILE, ISSUES, KEPT_MS, Kept, KeptWish, OPEN_MS, WISH, json, told};
use super::{
    MAX_SHEET_BYTES, SheetColumn, SheetColumns, SheetImport, SheetOverview, SheetReading, SheetState,
    SheetWish,
};
use crate::accounts::new_id;
use crate::audit::{self, AuditEvent};
use crate::import_jobs::ImportIssue;
use crate::registry::refused;
use crate::{App, Error, Permit};

/// How many imports are listed.
const LISTED: usize = 100;
/// No heading has so many digits; the shortest telephone number has.
const DIGITS_OF_A_NUMBER: usize = 7;

impl App {
    /// Reads a file and keeps it, sealed, for a day. Nothing is written into the registry.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read as a whole; [`Error::Refused`] if the caller may not write such records.
    pub fn stage_sheet(
        &self,
        permit: &Permit<WriteResults>,
        wish: &SheetWish,
        bytes: &[u8],
    ) -> Result<SheetImport, Error> {
        self.expect_sheet_right(permit, wish.kind)?;
        if bytes.len() > MAX_SHEET_BYTES {
            return Err(Error::File(exchange::FileError::TooLarge {
                name: wish.name.clone(),
                found: exchange::Words::bytes(bytes.len()),
                limit: MAX_SHEET_BYTES.to_string(),
            }));
        }
        let court = permit
            .granted()
            .below
            .as_ref()
            .map(|court| court.as_str().to_owned());
        let columns = self.remembered(court.as_deref(), wish.kind, &wish.columns)?;
        let now_ms = self.now_ms();
        let kept = Kept {
            import: RosterImport {
                id: new_id("i", &*self.identity.chance)?,
                kind: wish.kind.as_str().to_owned(),
                format: wish.format.as_str().to_owned(),
                court,
                account: permit.actor().name(),
                state: "staged".to_owned(),
                created_at_ms: now_ms,
                ended_at_ms: None,
                counts: None,
            },
            kind: wish.kind,
            format: wish.format,
            state: SheetState::Staged,
            wish: KeptWish {
                name: wish.name.clone(),
                ..columns
            },
        };
        let reading = self.last_sheet.keep(&kept, read(&kept, bytes)?);
        let id = kept.import.id.clone();
        let file = self.seal_part(&id, FILE, bytes)?;
        let said = self.seal_part(&id, WISH, &json(&kept.wish)?)?;
        let event = AuditEvent::done("stage-sheet")
            .on("import", &*id)
            .detail(kept.kind.as_str());
        let noted = self.audit_entry(permit.actor(), &event)?;
        let (import, choices) = (kept.import.clone(), spoken(&kept, &wish.columns));
        self.write_aside_noted(move |session| {
            roster_imports::forget_before(session, now_ms - OPEN_MS, now_ms - KEPT_MS)?;
            roster_imports::put(session, &import)?;
            roster_imports::put_pieces(session, &import.id, FILE, &file)?;
            roster_imports::put_pieces(session, &import.id, WISH, &said)?;
            remember(session, &import, choices.as_deref())?;
            audit::append(session, &noted)
        })?;
        Ok(with_reading(&kept, &reading))
    }

    /// Reads a staged file again, with its columns as `columns` says, and remembers those for the court.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::Registry`] with `not_staged` if it was applied or discarded.
    pub fn restage_sheet(
        &self,
        permit: &Permit<WriteResults>,
        id: &str,
        columns: &SheetColumns,
    ) -> Result<SheetImport, Error> {
        let mut kept = self
            .store
            .read(|session| self.staged_sheet(session, permit, id))?;
        let name = std::mem::take(&mut kept.wish.name);
        let before = kept.wish.columns.take();
        let said = self.remembered(kept.import.court.as_deref(), kept.kind, columns)?;
        kept.wish = KeptWish {
            name,
            columns: said.columns.or(before),
            ..said
        };
        let reading = self.read_sheet(&kept)?;
        let sealed = self.seal_part(id, WISH, &json(&kept.wish)?)?;
        let (import, choices) = (kept.import.clone(), spoken(&kept, columns));
        self.store.write_aside(move |session| {
            roster_imports::put_pieces(session, &import.id, WISH, &sealed)?;
            remember(session, &import, choices.as_deref())
        })?;
        Ok(with_reading(&kept, &reading))
    }

    /// Returns an import of the caller's.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`].
    pub fn sheet_import(&self, permit: &Permit<WriteResults>, id: &str) -> Result<SheetImport, Error> {
        let kept = self.store.read(|session| self.kept_sheet(session, permit, id))?;
        match kept.state {
            SheetState::Staged => {
                let reading = self.read_sheet(&kept)?;
                Ok(with_reading(&kept, &reading))
            }
            _ => Ok(SheetImport {
                issues: self.kept_issues(id)?,
                ..told(&kept)
            }),
        }
    }

    /// Returns what was wrong with the rows that an import has not written.
    fn kept_issues(&self, id: &str) -> Result<Vec<ImportIssue>, Error> {
        match self.store.read(|session| self.open_part(session, id, ISSUES))? {
            None => Ok(Vec::new()),
            Some(issues) => serde_json::from_slice(&issues)
                .map_err(|err| Error::Internal(format!("the issues of `{id}` cannot be read: {err}"))),
        }
    }

    /// Lists the imports of the caller of the last thirty days, the newest first, at most 100, without their readings.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn sheet_imports(&self, permit: &Permit<WriteResults>) -> Result<Vec<SheetImport>, Error> {
        let (now_ms, account) = (self.now_ms(), permit.actor().name());
        self.store.read(|session| {
            let found = roster_imports::list(session, &account, now_ms - KEPT_MS, LISTED)?;
            let is_there =
                |import: &RosterImport| import.state != "staged" || import.created_at_ms + OPEN_MS >= now_ms;
            let kept = found.into_iter().filter(is_there);
            kept.map(|import| Ok(told(&self.kept_of(session, import)?)))
                .collect()
        })
    }

    /// Forgets a staged file.
    ///
    /// # Errors
    /// As [`restage_sheet`](Self::restage_sheet).
    pub fn discard_sheet(&self, permit: &Permit<WriteResults>, id: &str) -> Result<(), Error> {
        let kept = self
            .store
            .read(|session| self.staged_sheet(session, permit, id))?;
        let event = AuditEvent::done("discard-sheet").on("import", id);
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.last_sheet.forget(id);
        let (now_ms, id) = (self.now_ms(), kept.import.id);
        self.write_aside_noted(move |session| {
            let leaving = Leaving {
                from: "staged",
                to: "discarded",
                at_ms: now_ms,
                counts: None,
            };
            if !roster_imports::leave(session, &id, &leaving)? {
                return refused(
                    "not_staged",
                    "",
                    "somebody has applied or discarded it meanwhile (hint: look at it again)".to_owned(),
                    "该导入刚刚已写入或放弃（提示：请刷新查看）".to_owned(),
                );
            }
            roster_imports::forget_pieces(session, &id, FILE)?;
            audit::append(session, &noted)
        })
    }

    /// Reads the file of a staged import.
    pub(super) fn read_sheet(&self, kept: &Kept) -> Result<Arc<RosterReading>, Error> {
        if let Some(reading) = self.last_sheet.of(kept) {
            return Ok(reading);
        }
        let id = &kept.import.id;
        let file = self.store.read(|session| self.open_part(session, id, FILE))?;
        let file = file.ok_or_else(|| Error::NoSuchImport(id.clone()))?;
        Ok(self.last_sheet.keep(kept, read(kept, &file)?))
    }

    /// Returns what is said of columns, beside what the court has said before.
    fn remembered(
        &self,
        court: Option<&str>,
        kind: roster::RosterKind,
        columns: &SheetColumns,
    ) -> Result<KeptWish, Error> {
        let before = self
            .store
            .read(|session| roster_imports::choices(session, court.unwrap_or(""), kind.as_str()))?;
        // What is said last wins.
        let choices = Choices::parse(&format!("{}{}", before.unwrap_or_default(), columns.choices))?;
        Ok(KeptWish {
            name: String::new(),
            choices: choices.to_string(),
            ignore_extra: columns.ignore_extra,
            columns: columns.names.clone(),
        })
    }
}

fn read(kept: &Kept, bytes: &[u8]) -> Result<RosterReading, Error> {
    let columns = kept.wish.columns.as_deref();
    let columns = columns.map(|names| roster::ColumnList::parse(kept.kind, names));
    let options = RosterOptions {
        choices: Choices::parse(&kept.wish.choices)?,
        ignore_extra: kept.wish.ignore_extra,
        columns: columns.transpose()?,
    };
    if matches!(kept.format, Format::Jsonl | Format::Tbx) {
        return Err(Error::File(exchange::FileError::UnknownFormat(
            kept.wish.name.clone(),
        )));
    }
    Ok(roster::read(
        &kept.wish.name,
        bytes,
        kept.format,
        kept.kind,
        &options,
    )?)
}

/// Returns what the court is to be known to have said, if anything was said now. A heading is kept in the clear, so what
/// could be the number of a person is none.
fn spoken(kept: &Kept, columns: &SheetColumns) -> Option<String> {
    let is_heading = |line: &&str| line.chars().filter(char::is_ascii_digit).count() < DIGITS_OF_A_NUMBER;
    let choices = kept.wish.choices.lines().filter(is_heading);
    (!columns.choices.is_empty()).then(|| choices.map(|line| format!("{line}\n")).collect())
}

fn remember(
    session: &mut dyn store::Session,
    import: &RosterImport,
    choices: Option<&str>,
) -> Result<(), Error> {
    if let Some(choices) = choices {
        let court = import.court.as_deref().unwrap_or("");
        roster_imports::put_choices(session, court, &import.kind, choices)?;
    }
    Ok(())
}

fn with_reading(kept: &Kept, reading: &RosterReading) -> SheetImport {
    SheetImport {
        reading: Some(overview(reading)),
        ..told(kept)
    }
}

fn overview(reading: &RosterReading) -> SheetReading {
    let is_complete = reading.is_complete();
    let sheet = |sheet: &roster::RosterSheet| SheetOverview {
        name: sheet.summary.name.as_deref().map(str::to_owned),
        is_hidden: sheet.summary.hidden,
        is_skipped: sheet.summary.skipped,
        rows: sheet.summary.rows,
        columns: sheet
            .summary
            .header
            .iter()
            .zip(&sheet.columns)
            .map(|(heading, guess)| SheetColumn {
                heading: heading.clone(),
                target: guess.target,
                confidence: guess.confidence,
                alternatives: guess.alternatives.clone(),
            })
            .collect(),
    };
    SheetReading {
        encoding: reading.encoding,
        sheets: reading.sheets.iter().map(sheet).collect(),
        rows: reading.rows.len(),
        rejected: reading.rejections.len(),
        is_complete,
        issues: reading.issues.clone(),
        warnings: reading.warnings.clone(),
    }
}
