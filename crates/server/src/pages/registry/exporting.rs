//! `POST /people/export`, `/trainings/{id}/export`: sheets to take away, plain or in the office's own workbook.

use access::ReadRegistry;
use app::registry::SheetFormat;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::api::registry::sheets::{MAX_TEMPLATE_BYTES, SheetParams, exported, sent};
use crate::handle::Handle;
use crate::input::{Fields, Members, PermittedFile, SentFile};
use crate::problem::{Code, Problem};

/// The sheets of a training, by the names of their addresses.
const OF_TRAINING: [&str; 3] = ["roster", "attendance", "results"];

/// Which sheet of a training.
#[derive(Debug)]
pub struct TrainingSheetSent {
    kind: Option<&'static str>,
    sheet: SheetParams,
}

impl Members for TrainingSheetSent {
    const NAMES: &'static [&'static str] = &["kind", "format"];

    fn take(fields: &mut Fields) -> Self {
        let kind = fields.text("kind");
        Self {
            kind: kind.and_then(|kind| OF_TRAINING.into_iter().find(|known| *known == kind)),
            sheet: SheetParams::take(fields),
        }
    }
}

/// Sends the people of the list.
pub async fn export_people(
    State(handle): State<Handle>,
    sent_form: PermittedFile<ReadRegistry, SheetParams, MAX_TEMPLATE_BYTES>,
) -> Result<Response, Problem> {
    let PermittedFile {
        permit,
        form,
        file,
        place,
        ..
    } = sent_form;
    let wanted = form.of_kind("people")?;
    let (template, format) = template(file, wanted.format);
    let made = exported(&handle, permit, None, wanted, template).await?;
    drop(place);
    sent(made, format)
}

/// Sends a sheet of a training.
pub async fn export_training(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    sent_form: PermittedFile<ReadRegistry, TrainingSheetSent, MAX_TEMPLATE_BYTES>,
) -> Result<Response, Problem> {
    let PermittedFile {
        permit,
        form,
        file,
        place,
        ..
    } = sent_form;
    let kind = form.kind.ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut wanted = form.sheet.of_kind(kind)?;
    wanted.training = Some(id);
    let (template, format) = template(file, wanted.format);
    let made = exported(&handle, permit, None, wanted, template).await?;
    drop(place);
    sent(made, format)
}

/// Returns the workbook that is to be filled, if one was chosen, and how the answer is written.
fn template(file: Option<SentFile>, format: SheetFormat) -> (Option<Vec<u8>>, SheetFormat) {
    match file {
        Some(file) => (Some(file.bytes), SheetFormat::Xlsx),
        None => (None, format),
    }
}
