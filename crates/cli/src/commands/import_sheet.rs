//! `import courts`, `people`, `enrolments` and the other sheets of the registry, and `import undo`.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{anyhow, bail};
use app::access::WriteResults;
use app::registry::sheets::{
    SheetAnswer, SheetApplied, SheetApplying, SheetColumns, SheetPlan, SheetQuestion, SheetVerdict, SheetWish,
};
use app::registry::{Choices, ColumnList, RosterKind};
use app::{Actor, App, CourtTable, Error, Format, OnError, Permit};
use serde_json::{Value, json};

use super::Outcome;
use super::accounts::{self, Office};
use super::import::{issue_as_json, print_issues, print_warnings};
use super::rejected_place::RejectedPlace;
use crate::arguments::{ImportSheet, ImportUndo, Output};
use crate::config::Config;
use crate::failure::WrongUsage;
use crate::language::Language;
use crate::messages::{self, sheets as told};

/// What became of a file.
struct Came {
    id: String,
    plan: SheetPlan,
    questions: Vec<SheetQuestion>,
    /// What was written; `None` if nothing was.
    applied: Option<SheetApplied>,
    /// The bad rows, with the name of their file.
    rejected: Option<Vec<u8>>,
}

/// Takes a sheet in.
///
/// # Errors
/// What stopped it.
pub fn run(kind: RosterKind, what: &ImportSheet, config: &Config) -> anyhow::Result<Outcome> {
    let language = config.language;
    let unreadable = |path: &Path, err: &io::Error| {
        anyhow!(messages::unreadable(
            language,
            path,
            messages::cause(language, err)
        ))
    };
    let read = |path: &Path| std::fs::read_to_string(path).map_err(|err| unreadable(path, &err));
    let format = match what.format {
        Some(format) => format,
        None => format_of(&what.file, language)?,
    };
    if let Some(names) = &what.columns {
        ColumnList::parse(kind, names).map_err(|err| WrongUsage(messages::file_refused(language, &err)))?;
    }
    let choices = match &what.mapping {
        Some(path) => {
            Choices::parse(&read(path)?).map_err(|err| anyhow!(messages::file_refused(language, &err)))?
        }
        None => Choices::default(),
    };
    let answers = match &what.answers {
        Some(path) => answers(&read(path)?, language)?,
        None => Vec::new(),
    };
    let bytes = std::fs::read(&what.file).map_err(|err| unreadable(&what.file, &err))?;
    let name = what
        .file
        .file_name()
        .unwrap_or(what.file.as_os_str())
        .to_string_lossy();
    if kind == RosterKind::Courts
        && (&what.mapping, &what.columns) == (&None, &None)
        && CourtTable::is_meant_by(&name, &bytes, format)
    {
        return plain_courts(&name, &bytes, format, what, config);
    }
    let wish = SheetWish {
        name: name.into_owned(),
        format,
        kind,
        columns: SheetColumns {
            choices,
            ignore_extra: what.ignore_extra,
            names: what.columns.clone(),
        },
    };
    let unsaved = |path: &Path, err: &io::Error| {
        anyhow!(told::unsaved(language, path, &messages::cause(language, err)))
    };
    // Where they cannot be saved, the good rows are not written either: the others would be nowhere.
    let place = what.rejected.as_deref().map(|path| {
        let begun = RejectedPlace::begin(path);
        begun.map_err(|err| unsaved(path, &err))
    });
    let place = place.transpose()?;
    let came = here(config, |app, permit| {
        came(app, permit, (&wish, &bytes, &answers), what, language)
    })?;
    tell(&wish.name, &came, what, language)?;
    if let (Some(place), Some(bytes)) = (place, &came.rejected) {
        let path = place.path;
        place.keep(bytes).map_err(|err| unsaved(path, &err))?;
        writeln!(io::stderr(), "{}", messages::rejected_sheet(language, path))?;
    }
    let is_done = came.applied.is_some() || (what.dry_run && !hinders(&came.plan, what.on_error));
    Ok(if is_done { Outcome::Done } else { Outcome::Failed })
}

/// Takes in a table of codes, names and courts above alone, such as a list of divisions; its other columns are passed over.
fn plain_courts(
    name: &str,
    bytes: &[u8],
    format: Format,
    what: &ImportSheet,
    config: &Config,
) -> anyhow::Result<Outcome> {
    let language = config.language;
    if what.rejected.is_some() {
        return Err(WrongUsage(told::plain_courts_told(language, name)).into());
    }
    let table = CourtTable::read(name, bytes, format)
        .map_err(|err| anyhow!(messages::file_refused(language, &err)))?;
    accounts::put_courts(table, what, config)
}

/// Takes an import back.
///
/// # Errors
/// What stopped it.
pub fn undo(what: &ImportUndo, config: &Config) -> anyhow::Result<Outcome> {
    let undone = here(config, |app, permit| app.undo_sheet(permit, &what.id))?;
    let mut out = io::stdout().lock();
    if what.output.json {
        let records = |records: &[app::registry::sheets::SheetRecord]| -> Vec<Value> {
            let record = |one: &app::registry::sheets::SheetRecord| json!({"record": one.record, "id": one.id, "label": one.label});
            records.iter().map(record).collect()
        };
        let document = json!({"undone": records(&undone.undone), "refused": records(&undone.refused)});
        writeln!(out, "{document:#}")?;
        return Ok(Outcome::Done);
    }
    writeln!(out, "{}", told::undone(config.language, &undone))?;
    for record in &undone.refused {
        writeln!(io::stderr(), "{}", told::stays(config.language, record))?;
    }
    Ok(Outcome::Done)
}

/// Does something with the data directory, which no server may hold meanwhile.
fn here<T>(
    config: &Config,
    work: impl FnOnce(&App, &Permit<WriteResults>) -> Result<T, Error>,
) -> anyhow::Result<T> {
    let office = Office::open(config)?;
    let Office::Here(app) = &office else {
        bail!(told::server_holds(config.language));
    };
    let permit = app.policy().permit::<WriteResults>(&Actor::Operator)?;
    let done = work(app, &permit);
    office.close();
    done.map_err(|err| match err {
        Error::File(err) => anyhow!(messages::file_refused(config.language, &err)),
        Error::Registry(faults) => anyhow!(told::faults(config.language, &faults)),
        err => messages::refusal(config.language, err),
    })
}

fn came(
    app: &App,
    permit: &Permit<WriteResults>,
    (wish, bytes, answers): (&SheetWish, &[u8], &[SheetAnswer]),
    what: &ImportSheet,
    language: Language,
) -> Result<Came, Error> {
    let id = app.stage_sheet(permit, wish, bytes)?.id;
    let worked = worked(app, permit, &id, answers, what, language);
    if !matches!(&worked, Ok(came) if came.applied.is_some()) {
        // What was tried in vain is read again the next time.
        app.discard_sheet(permit, &id)?;
    }
    worked
}

fn worked(
    app: &App,
    permit: &Permit<WriteResults>,
    id: &str,
    answers: &[SheetAnswer],
    what: &ImportSheet,
    language: Language,
) -> Result<Came, Error> {
    let asked = app.sheet_questions(permit, id)?;
    // The file of answers may hold those to questions that nobody asks any more.
    let answers: Vec<SheetAnswer> = answers
        .iter()
        .filter(|answer| asked.iter().any(|question| question.id == answer.question))
        .cloned()
        .collect();
    let questions = match answers.is_empty() {
        true => asked,
        false => app.answer_sheet(permit, id, &answers)?,
    };
    let plan = app.plan_sheet(permit, id)?;
    let how = SheetApplying {
        expected: None,
        on_error: what.on_error,
        leaves_questions: what.on_error == OnError::Skip,
    };
    let applied = match what.dry_run || hinders(&plan, what.on_error) {
        true => None,
        false => Some(app.apply_sheet(permit, id, how)?),
    };
    let rejected = match &what.rejected {
        Some(_) => match app.rejected_sheet_rows(permit, id, language.of_messages()) {
            Ok((_, bytes)) => Some(bytes),
            Err(Error::NoRejectedRows(_)) => None,
            Err(err) => return Err(err),
        },
        None => None,
    };
    Ok(Came {
        id: id.to_owned(),
        plan,
        questions,
        applied,
        rejected,
    })
}

/// Tells whether something keeps a sheet from being written.
fn hinders(plan: &SheetPlan, on_error: OnError) -> bool {
    let has_faults = plan.rejected > 0 || plan.open_questions > 0;
    !plan.is_complete || (on_error == OnError::Stop && has_faults)
}

fn tell(name: &str, came: &Came, what: &ImportSheet, language: Language) -> io::Result<()> {
    let counts = came
        .applied
        .as_ref()
        .map_or(&came.plan.counts, |applied| &applied.counts);
    let Output { json: as_json, .. } = what.output;
    if as_json {
        let issues: Vec<Value> = came
            .plan
            .issues
            .iter()
            .map(|issue| issue_as_json(issue, language))
            .collect();
        let counts: Vec<Value> = counts
            .iter()
            .map(|count| json!({"record": count.record, "created": count.created, "updated": count.updated, "unchanged": count.unchanged}))
            .collect();
        let questions: Vec<Value> = came.questions.iter().map(question_as_json).collect();
        let document = json!({
            "file": name, "id": came.applied.as_ref().map(|_| &came.id), "applied": came.applied.is_some(),
            "dry_run": what.dry_run, "records": counts, "rejected": came.plan.rejected, "left_out": came.plan.left_out,
            "seq": came.applied.as_ref().map(|applied| applied.seq), "issues": issues, "questions": questions,
        });
        return writeln!(io::stdout(), "{document:#}");
    }
    let is_tried = came.applied.is_none();
    writeln!(
        io::stdout(),
        "{}",
        told::result(
            language,
            name,
            counts,
            (came.plan.rejected, came.plan.left_out),
            is_tried
        )
    )?;
    let mut err = io::stderr().lock();
    print_warnings(&mut err, &came.plan.warnings, language)?;
    print_issues(&mut err, &came.plan.issues, language)?;
    let open = came.questions.iter().filter(|question| question.answer.is_none());
    let mut is_asked = false;
    for question in open {
        is_asked = true;
        writeln!(err, "{}", told::question(language, question))?;
    }
    if is_asked {
        writeln!(err, "{}", told::how_to_answer(language))?;
    }
    match &came.applied {
        Some(applied) => writeln!(err, "{}", told::way_back(language, &applied.id)),
        None => Ok(()),
    }
}

fn question_as_json(question: &SheetQuestion) -> Value {
    let candidates: Vec<Value> = question
        .candidates
        .iter()
        .map(|candidate| {
            let line = candidate.line.as_ref();
            json!({
                "person": candidate.person,
                "name": line.map(|line| &line.name),
                "court": line.and_then(|line| line.court_name.as_ref()),
                "born": line.and_then(|line| line.born),
                "last_four": line.and_then(|line| line.last_four.as_ref()),
            })
        })
        .collect();
    json!({
        "id": question.id, "places": question.places, "name": question.name, "court": question.court, "born": question.born,
        "last_four": question.last_four, "candidates": candidates, "may_be_new": question.may_be_new,
        "is_answered": question.answer.is_some(),
    })
}

/// Reads answers, a question and an answer a line.
fn answers(text: &str, language: Language) -> anyhow::Result<Vec<SheetAnswer>> {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    let read = |(nth, line): (usize, &str)| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let verdict = match words[..] {
            [_, "same", person] => SheetVerdict::Same(person.to_owned()),
            [_, "new"] => SheetVerdict::New,
            [_, "new_apart"] => SheetVerdict::NewApart,
            [_, "leave_out"] => SheetVerdict::LeaveOut,
            _ => return Err(WrongUsage(told::bad_answer(language, nth + 1, line)).into()),
        };
        Ok(SheetAnswer {
            question: words.first().map_or_else(String::new, |word| (*word).to_owned()),
            verdict: Some(verdict),
        })
    };
    lines.map(read).collect()
}

fn format_of(path: &Path, language: Language) -> anyhow::Result<Format> {
    match Format::of_path(path) {
        Ok(format @ (Format::Csv | Format::Tsv | Format::Xlsx)) => Ok(format),
        Ok(_) => Err(WrongUsage(told::no_sheet(language, path)).into()),
        Err(err) => Err(WrongUsage(messages::file_refused(language, &err)).into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_a_question_and_a_verdict_a_line() {
        let text = "\u{feff}# who is who\nq-1\tsame p-1\n\nq-2 new\nq-3 new_apart\nq-4 leave_out\n";
        let read = answers(text, Language::En).unwrap();
        let verdicts: Vec<_> = read
            .into_iter()
            .map(|answer| (answer.question, answer.verdict.unwrap()))
            .collect();
        assert_eq!(
            verdicts,
            [
                ("q-1".to_owned(), SheetVerdict::Same("p-1".to_owned())),
                ("q-2".to_owned(), SheetVerdict::New),
                ("q-3".to_owned(), SheetVerdict::NewApart),
                ("q-4".to_owned(), SheetVerdict::LeaveOut),
            ]
        );
        for bad in ["q-1", "q-1 same", "q-1 perhaps", "q-1 new p-1"] {
            let told = answers(bad, Language::En).unwrap_err().to_string();
            assert!(
                told.contains(&format!("`{bad}`")) && told.contains("line 1"),
                "{told}"
            );
        }
    }
}
