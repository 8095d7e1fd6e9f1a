//! `/imports/{id}`: what each column is taken for, how sure that is, and what it is to be taken for.

use access::{Permit, WriteResults};
use app::App;
use app::registry::rules::Component;
use app::registry::sheets::{SheetColumns, SheetImport};
use app::registry::{Choices, Confidence, Member, RosterKind, Target};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;

use super::{Head, Sentences, elsewhere, expect_reader, problem_of, with};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::{private_page, see_other};
use crate::problem::Problem;
use crate::web::templates::View;
use crate::web::ui::Ui;

/// What the form sends: of each column the heading, what it was taken for, and what is chosen.
#[derive(Debug, Default)]
pub struct ColumnsSent {
    ignore_extra: bool,
    columns: Vec<(String, String)>,
}

impl Members for ColumnsSent {
    const NAMES: &'static [&'static str] = &["ignore_extra"];

    fn knows(name: &str) -> bool {
        let of_column = ["heading.", "was.", "is."];
        Self::NAMES.contains(&name) || of_column.iter().any(|start| name.starts_with(start))
    }

    fn take(fields: &mut Fields) -> Self {
        let ignore_extra = fields.text("ignore_extra").is_some();
        let rest = fields.rest();
        let value = |name: String| match rest.get(&name) {
            Some(Value::String(text)) => text.clone(),
            _ => String::new(),
        };
        let columns = (0..)
            .take_while(|n| rest.contains_key(&format!("heading.{n}")))
            .filter(|n| value(format!("is.{n}")) != value(format!("was.{n}")))
            .map(|n| (value(format!("heading.{n}")), value(format!("is.{n}"))));
        Self {
            ignore_extra,
            columns: columns.collect(),
        }
    }
}

/// The second step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportColumnsView {
    pub head: Head,
    pub sheets: Vec<SheetRow>,
    pub columns: Vec<ColumnRow>,
    /// What a column can be taken for: value, name in Chinese.
    pub members: Vec<(String, String)>,
    pub ignore_extra: bool,
    /// What is wrong with sheets as a whole.
    pub faults: Sentences,
    pub encoding: Option<&'static str>,
}

/// A sheet of the file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SheetRow {
    pub name: Option<String>,
    pub rows: usize,
    pub is_hidden: bool,
    pub is_skipped: bool,
}

/// A column; one heading stands for the same in all sheets.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ColumnRow {
    pub heading: String,
    /// What is chosen now; empty of what cannot be chosen.
    pub chosen: String,
    /// What need not be sent again; empty of what is only likely, so that leaving it confirms it.
    pub was: String,
    /// A member of the translations `imports.confidence`.
    pub confidence: &'static str,
    /// A heading that says itself what it is, such as a half-day.
    pub is_fixed: bool,
    /// What else it could be.
    pub alternatives: Vec<&'static str>,
}

impl View for ImportColumnsView {
    const TEMPLATE: &'static str = "import_columns.html";
}

/// Shows the columns.
pub async fn columns_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    Path(id): Path<String>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let read = move |app: &App, permit: &Permit<WriteResults>| app.sheet_import(permit, &id);
    let import = with(&handle, &permit, read).await?.map_err(problem_of)?;
    if let Some(elsewhere) = elsewhere(&import) {
        return Ok(elsewhere);
    }
    let view = ImportColumnsView::of(&import, context.ui);
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Reads the file again with its columns as they were chosen.
pub async fn choose(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    PermittedForm { caller, permit, form }: PermittedForm<WriteResults, ColumnsSent>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    let mut choices = Choices::default();
    for (heading, chosen) in &form.columns {
        if let Some(target) = target(chosen) {
            choices.choose(heading, target);
        }
    }
    let columns = SheetColumns {
        choices,
        ignore_extra: form.ignore_extra,
        names: None,
    };
    let next = format!("/imports/{id}/check");
    let work = move |app: &App, permit: &Permit<WriteResults>| app.restage_sheet(permit, &id, &columns);
    with(&handle, &permit, work).await?.map_err(problem_of)?;
    Ok(see_other(&next))
}

impl ImportColumnsView {
    fn of(import: &SheetImport, ui: Ui) -> Self {
        let mut view = Self {
            head: Head::of(import, 2),
            members: members(import.kind),
            ..Self::default()
        };
        let Some(reading) = &import.reading else {
            return view;
        };
        view.encoding = reading.encoding;
        for sheet in &reading.sheets {
            view.sheets.push(SheetRow {
                name: sheet.name.clone(),
                rows: sheet.rows,
                is_hidden: sheet.is_hidden,
                is_skipped: sheet.is_skipped,
            });
            for column in sheet
                .columns
                .iter()
                .filter(|column| !column.heading.trim().is_empty())
            {
                if view.columns.iter().any(|known| known.heading == column.heading) {
                    continue;
                }
                let chosen = column.target.and_then(value_of).unwrap_or_default();
                let is_sure = column.confidence >= Confidence::Known;
                view.columns.push(ColumnRow {
                    heading: column.heading.clone(),
                    was: if is_sure { chosen.clone() } else { String::new() },
                    confidence: match (column.target, column.confidence) {
                        (None, _) => "unknown",
                        (_, Confidence::Chosen) => "chosen",
                        (_, Confidence::Known) => "known",
                        (_, Confidence::Likely) => "likely",
                        (_, Confidence::Unsure) => "unsure",
                    },
                    is_fixed: matches!(column.target, Some(Target::HalfDay(..))),
                    alternatives: column.alternatives.iter().map(|member| member.zh()).collect(),
                    chosen,
                });
            }
        }
        let of_sheets = reading
            .issues
            .iter()
            .filter(|issue| issue.extent == app::Extent::Sheet);
        let of_sheets: Vec<app::Issue> = of_sheets.cloned().collect();
        let is_unknown = view.columns.iter().any(|column| column.confidence == "unknown");
        view.ignore_extra = is_unknown && of_sheets.is_empty();
        view.faults = Sentences::of(&of_sheets, ui);
        view
    }
}

/// Returns what a column of a sheet of `kind` can be taken for, besides a half-day, which its heading says.
fn members(kind: RosterKind) -> Vec<(String, String)> {
    let members = Member::ALL.iter().filter(|member| member.is_of(kind));
    let tests = Component::ALL
        .iter()
        .filter(|_| matches!(kind, RosterKind::Enrolments | RosterKind::Results));
    members
        .map(|member| (member.as_str().to_owned(), member.zh().to_owned()))
        .chain(tests.map(|test| (format!("test-{test}"), test.zh().to_owned())))
        .collect()
}

/// Returns the value of a choice.
fn value_of(target: Target) -> Option<String> {
    match target {
        Target::Member(member) => Some(member.as_str().to_owned()),
        Target::Test(component, _) => Some(format!("test-{component}")),
        Target::Ignore => Some("ignore".to_owned()),
        Target::HalfDay(..) => None,
    }
}

/// Returns what a value stands for; nothing for the one that leaves the choice to the reader.
fn target(value: &str) -> Option<Target> {
    if value == "ignore" {
        return Some(Target::Ignore);
    }
    match value.strip_prefix("test-") {
        Some(test) => Some(Target::Test(test.parse().ok()?, 1)),
        None => value.parse().ok().map(Target::Member),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_is_read_as_it_was_shown() {
        for kind in RosterKind::ALL {
            for (value, _) in members(kind) {
                assert_eq!(target(&value).and_then(value_of).as_ref(), Some(&value), "{kind}");
            }
        }
        assert_eq!(target("ignore"), Some(Target::Ignore));
        assert_eq!((target(""), target("shoe_size")), (None, None));
    }

    #[test]
    fn a_column_that_is_left_as_it_was_known_is_not_chosen() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let sent = Fields::of_form([
            pair("heading.0", "姓名"),
            pair("was.0", "name_zh"),
            pair("is.0", "name_zh"),
            pair("heading.1", "干部姓名"),
            pair("was.1", ""),
            pair("is.1", "name_zh"),
            pair("heading.2", "编码"),
            pair("was.2", ""),
            pair("is.2", "ignore"),
            pair("ignore_extra", "true"),
        ]);
        let sent: ColumnsSent = sent.read().unwrap();
        assert_eq!(
            sent.columns,
            [pair("干部姓名", "name_zh"), pair("编码", "ignore")]
        );
        assert!(sent.ignore_extra && ColumnsSent::knows("is.7") && !ColumnsSent::knows("x.7"));
    }
}
