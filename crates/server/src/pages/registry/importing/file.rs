//! `/imports`: which file, and what its rows are about; and the files that came before.

use access::{Permit, WriteResults};
use app::registry::RosterKind;
use app::registry::sheets::{MAX_SHEET_BYTES, SheetColumns, SheetImport, SheetWish};
use app::{App, Error, Format};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{Head, expect_reader, problem_of, state_word, with};
use crate::api::registry::sheet_imports::format_of;
use crate::caller::{Caller, Permitted};
use crate::handle::Handle;
use crate::input::{Fields, FromPageQuery, Members, NoMembers, PermittedFile, SentFile};
use crate::observe::RequestContext;
use crate::pages::times::shown as time_shown;
use crate::pages::{private_page, see_other};
use crate::problem::Problem;
use crate::web::templates::View;
use crate::web::ui::Ui;

/// What the form sends besides the file.
#[derive(Debug, Default)]
pub struct FileSent {
    kind: Option<RosterKind>,
    ignore_extra: bool,
}

impl Members for FileSent {
    const NAMES: &'static [&'static str] = &["kind", "ignore_extra"];

    fn take(fields: &mut Fields) -> Self {
        let kind = fields.text("kind");
        Self {
            kind: kind.and_then(|kind| kind.parse().ok()),
            ignore_extra: fields.text("ignore_extra").is_some(),
        }
    }
}

/// The first step.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ImportFileView {
    pub head: Head,
    pub faults: Vec<String>,
    pub kinds: Vec<&'static str>,
    pub kind: &'static str,
    pub ignore_extra: bool,
    pub earlier: Vec<EarlierRow>,
}

/// A file that came before.
#[derive(Debug, Clone, Default, Serialize)]
pub struct EarlierRow {
    pub id: String,
    pub name: String,
    pub kind: &'static str,
    pub state: &'static str,
    pub at: String,
    /// Whether there is something to see of it.
    pub is_kept: bool,
}

impl View for ImportFileView {
    const TEMPLATE: &'static str = "import_file.html";
}

/// Shows the form.
pub async fn file_page(
    State(handle): State<Handle>,
    Permitted { caller, permit }: Permitted<WriteResults>,
    context: RequestContext,
    FromPageQuery(_): FromPageQuery<NoMembers>,
) -> Result<Response, Problem> {
    expect_reader(&handle, &caller).await?;
    shown(
        &handle,
        &context,
        &caller,
        &permit,
        &FileSent::default(),
        Vec::new(),
    )
    .await
}

/// Takes the file.
pub async fn stage(
    State(handle): State<Handle>,
    context: RequestContext,
    sent: PermittedFile<WriteResults, FileSent, MAX_SHEET_BYTES>,
) -> Result<Response, Problem> {
    let PermittedFile {
        caller,
        permit,
        form,
        file,
        place,
    } = sent;
    expect_reader(&handle, &caller).await?;
    let say = |key: &str| vec![handle.web().translations().text(context.ui, key).to_owned()];
    let Some(file) = file else {
        return shown(&handle, &context, &caller, &permit, &form, say("imports.no_file")).await;
    };
    let Some(kind) = form.kind else {
        return shown(&handle, &context, &caller, &permit, &form, say("imports.no_kind")).await;
    };
    let wish = SheetWish {
        format: format_by(&file),
        name: name_of(&file.name),
        kind,
        columns: SheetColumns {
            ignore_extra: form.ignore_extra,
            ..SheetColumns::default()
        },
    };
    let work = move |app: &App, permit: &Permit<WriteResults>| app.stage_sheet(permit, &wish, &file.bytes);
    let staged = with(&handle, &permit, work).await?;
    drop(place);
    match staged {
        Ok(import) => Ok(see_other(&format!("/imports/{}", import.id))),
        Err(Error::File(fault)) => {
            let told = Problem::from(Error::File(fault));
            let sentence = |told: &crate::problem::Told| match context.ui {
                Ui::En => told.en.clone(),
                Ui::Zh | Ui::Bo => told.zh.clone(),
            };
            let faults = told
                .issues
                .iter()
                .filter_map(|issue| issue.told.as_ref())
                .map(sentence);
            shown(&handle, &context, &caller, &permit, &form, faults.collect()).await
        }
        Err(other) => Err(problem_of(other)),
    }
}

async fn shown(
    handle: &Handle,
    context: &RequestContext,
    caller: &Caller,
    permit: &Permit<WriteResults>,
    form: &FileSent,
    faults: Vec<String>,
) -> Result<Response, Problem> {
    let earlier = with(handle, permit, |app, permit| app.sheet_imports(permit))
        .await?
        .map_err(problem_of)?;
    let offset = handle.config().utc_offset_minutes;
    let row = |import: SheetImport| EarlierRow {
        kind: import.kind.as_str(),
        state: state_word(import.state),
        at: time_shown(import.created_at_ms, offset),
        is_kept: state_word(import.state) != "discarded",
        id: import.id,
        name: import.name,
    };
    let status = match faults.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let view = ImportFileView {
        head: Head::first(),
        faults,
        kinds: RosterKind::ALL.map(RosterKind::as_str).to_vec(),
        kind: form.kind.map_or("enrolments", RosterKind::as_str),
        ignore_extra: form.ignore_extra,
        earlier: earlier.into_iter().map(row).collect(),
    };
    private_page(handle, context, caller, status, &view)
}

/// Returns how a file is written: as its name says, unless it is a workbook.
fn format_by(file: &SentFile) -> Format {
    match format_of(&file.bytes) {
        Format::Xlsx => Format::Xlsx,
        _ if file.name.to_ascii_lowercase().ends_with(".tsv") => Format::Tsv,
        other => other,
    }
}

/// Returns the last part of the name of a file, without what would break a sentence.
fn name_of(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).take(100).collect();
    match name.trim() {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_the_last_part_of_its_name_and_read_as_what_it_is() {
        for (name, bytes, expected, format) in [
            ("C:\\名册\\花名册.xlsx", "PK\x03\x04", "花名册.xlsx", Format::Xlsx),
            ("a/b.tsv", "姓名", "b.tsv", Format::Tsv),
            ("b.TSV", "PK\x03\x04", "b.TSV", Format::Xlsx),
            (" \u{7} ", "姓名", "file", Format::Csv),
        ] {
            let file = SentFile {
                name: name.to_owned(),
                bytes: bytes.as_bytes().to_vec(),
            };
            assert_eq!((name_of(name).as_str(), format_by(&file)), (expected, format));
        }
    }
}
