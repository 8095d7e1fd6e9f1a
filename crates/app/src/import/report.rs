//! What an import did or would do, as it is told.

use exchange::{Issue, codes, rejected};

use super::file_row::{self, FileRead};
use super::plan::{Counts, Plan};
use super::{ImportFile, ImportOptions, ImportReport, OnError, refusal};
use crate::Error;

/// Tells what `plan` makes of what was read of `file`.
///
/// # Errors
/// If the sheet of rejected rows cannot be written.
pub(super) fn report(
    FileRead { rows, reading }: &FileRead,
    plan: &Plan,
    file: &ImportFile,
    options: &ImportOptions,
) -> Result<ImportReport, Error> {
    let Counts {
        created,
        updated,
        unchanged,
    } = plan.counts();
    // A file that breaks the rules it claims to keep is refused like one with wrong rows, and taken as it is like one.
    let is_broken = |issue: &&Issue| issue.code == codes::DIALECT_RULE && options.on_error == OnError::Stop;
    let broken: Vec<Issue> = reading.warnings.iter().filter(is_broken).cloned().collect();
    let warnings = reading.warnings.iter().filter(|issue| !is_broken(issue)).cloned();
    let warnings = warnings.collect();
    let mut report = ImportReport {
        rows: plan.outcomes.iter().flatten().count() as u64,
        created,
        updated,
        unchanged,
        encoding: reading.encoding,
        warnings,
        dry_run: options.dry_run,
        ..Default::default()
    };
    let held_back = plan.held_back.iter();
    report
        .warnings
        .extend(held_back.map(|(position, held)| held.warning(&rows[*position])));
    let unrelated = plan.unrelated.iter();
    report
        .warnings
        .extend(unrelated.map(|(position, other)| refusal::unrelated(&rows[*position], *other)));
    report.list_changes.clone_from(&plan.list_changes);
    report.issues = plan
        .faults
        .iter()
        .chain(&broken)
        .chain(&reading.issues)
        .chain(plan.refused.iter().map(|(_, issue)| issue))
        .cloned()
        .collect();
    report.rejected = (reading.rejections.len() + plan.refused.len()) as u64;
    if report.rejected > 0 && options.on_error == OnError::Skip {
        let refused = file_row::given_back(file, options, &plan.refused)?;
        let mut rejections = reading.rejections.clone();
        rejections.extend(refused);
        report.rejected_sheet = Some(rejected::write(
            file.format,
            &reading.sheets,
            &rejections,
            options.read.language,
        )?);
    }
    Ok(report)
}
