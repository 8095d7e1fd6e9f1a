//! `import subject-fields`: the tree of fields of law, out of a table.

use std::io::Write;

use anyhow::anyhow;
use app::{Actor, Error, FileError, Format, WriteGlossary, read_subject_fields};
use serde_json::json;

use super::Outcome;
use super::open::try_open;
use crate::arguments::ImportSubjectFields;
use crate::config::Config;
use crate::language::Language;
use crate::messages;

/// Reads the table and writes its fields, all of them or none.
pub fn run(what: &ImportSubjectFields, config: &Config) -> anyhow::Result<Outcome> {
    let (file, language) = (&what.file, config.language);
    let told = |err: FileError| anyhow!(messages::file_refused(language, &err));
    let format = Format::of_path(file).map_err(told)?;
    let bytes = std::fs::read(file).map_err(|err| {
        anyhow!(messages::unreadable(
            language,
            file,
            messages::cause(language, &err)
        ))
    })?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let table = read_subject_fields(&name, &bytes, format).map_err(told)?;
    let refused = |err: Error| messages::refusal(language, err);
    if !table.faults.is_empty() {
        return Err(refused(Error::Fields(table.faults)));
    }
    let count = table.fields.len();
    let app = try_open(config)?.map_err(refused)?;
    let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
    let written = app.write_subject_fields(&permit, table.fields);
    app.close();
    written.map_err(refused)?;
    let mut out = std::io::stdout().lock();
    if what.output.json {
        writeln!(
            out,
            "{}",
            serde_json::to_string_pretty(&json!({ "written": count }))?
        )?;
    } else {
        writeln!(
            out,
            "{}",
            match language {
                Language::Zh => format!("已写入 {count} 个领域"),
                Language::En => format!("subject fields: written {count}"),
            }
        )?;
    }
    Ok(Outcome::Done)
}
