//! `export people`, `roster` and the other sheets of the registry: what is there, masked as for whoever works on the machine.

use std::io::{self, Write};

use anyhow::anyhow;
use app::registry::{RosterKind, SheetExport, SheetFile};
use app::{Actor, ExportFormat};
use serde_json::json;

use super::destination::Destination;
use super::refused;
use crate::arguments::{Export, ExportPeople, ExportRoster, SheetFlags};
use crate::clock;
use crate::commands::Outcome;
use crate::commands::accounts::Office;
use crate::commands::open::open_read_only;
use crate::config::{Config, Sources};
use crate::failure::WrongUsage;
use crate::language::Language;
use crate::messages::{self, export as told};
use crate::operator::Wish;

/// Exports one sheet with the settings that `prepare` reads.
///
/// # Errors
/// What stopped it.
pub fn run_sheet(
    what: &Export,
    prepare: impl Fn(&Sources) -> anyhow::Result<Config>,
) -> anyhow::Result<Outcome> {
    let (wanted, flags) = match what {
        Export::Glossary(_) => return Err(anyhow!("the glossary is no sheet of the registry")),
        Export::Courts(what) => of_people(RosterKind::Courts, what),
        Export::People(what) => of_people(RosterKind::People, what),
        Export::Posts(what) => of_people(RosterKind::Posts, what),
        Export::Skills(what) => of_people(RosterKind::Skills, what),
        Export::Trainings(what) => of_trainings(RosterKind::Trainings, what),
        Export::Roster(what) => of_trainings(RosterKind::Enrolments, what),
        Export::Attendance(what) => of_trainings(RosterKind::Attendance, what),
        Export::Results(what) => of_trainings(RosterKind::Results, what),
    };
    run(&wanted, flags, &prepare(&flags.data.sources())?)
}

fn of_people(kind: RosterKind, what: &ExportPeople) -> (SheetExport, &SheetFlags) {
    let mut wanted = SheetExport::new(kind, what.sheet.format());
    wanted.people.court.clone_from(&what.court);
    (wanted, &what.sheet)
}

fn of_trainings(kind: RosterKind, what: &ExportRoster) -> (SheetExport, &SheetFlags) {
    let mut wanted = SheetExport {
        training: what.training.clone(),
        programme: what.programme.clone(),
        number: what.number,
        year: what.year,
        ..SheetExport::new(kind, what.sheet.format())
    };
    wanted.people.court.clone_from(&what.court);
    (wanted, &what.sheet)
}

fn run(wanted: &SheetExport, flags: &SheetFlags, config: &Config) -> anyhow::Result<Outcome> {
    let language = config.language;
    if flags.json && flags.out.as_os_str() == "-" {
        return Err(WrongUsage(told::two_for_standard_output(language).to_owned()).into());
    }
    if config.data.database.is_none() {
        app::expect_data(&config.data.dir).map_err(|err| messages::refusal(language, err))?;
    }
    let template = match &flags.template {
        Some(path) => Some(std::fs::read(path).map_err(|err| {
            anyhow!(messages::unreadable(
                language,
                path,
                messages::cause(language, &err)
            ))
        })?),
        None => None,
    };
    let destination = Destination::of(&flags.out, ExportFormat::Csv, language)?;
    let file = made(wanted, template.as_deref(), config)?;
    let mut writing = destination.begin(language)?;
    if let Err(err) = writing.write_all(&file.bytes).and_then(|()| writing.flush()) {
        writing.abandon();
        return Err(refused(app::Error::Output(err), language));
    }
    writing.clear_progress();
    writing.finish(language)?;
    let written = told::sheet_written(language, &flags.out, wanted.kind, file.rows);
    if flags.json {
        let document = json!({
            "path": flags.out.display().to_string(),
            "kind": wanted.kind.as_str(),
            "rows": file.rows,
        });
        writeln!(io::stdout(), "{document:#}")?;
    } else if flags.out.as_os_str() == "-" {
        writeln!(io::stderr(), "{written}")?;
    } else {
        writeln!(io::stdout(), "{written}")?;
    }
    Ok(Outcome::Done)
}

/// Makes the sheet from the data directory if it is free; else beside the server that holds it, which notes it in the audit.
fn made(wanted: &SheetExport, template: Option<&[u8]>, config: &Config) -> anyhow::Result<SheetFile> {
    let office = Office::open(config)?;
    let file = match &office {
        Office::Here(app) => {
            let permit = app.policy().permit(&Actor::Operator)?;
            app.export_sheet(&permit, None, wanted, template)
                .map_err(|err| not_made(err, wanted, config.language))
        }
        Office::Server(_) => beside(&office, wanted, template, config),
    };
    office.close();
    file
}

fn beside(
    office: &Office,
    wanted: &SheetExport,
    template: Option<&[u8]>,
    config: &Config,
) -> anyhow::Result<SheetFile> {
    let wish = Wish::NoteSheet {
        kind: wanted.kind.as_str().to_owned(),
        told: wanted.told(),
    };
    office.ask(&wish, config)?;
    let app = open_read_only(config).map_err(|err| refused(err, config.language))?;
    let permit = app.policy().permit(&Actor::Operator)?;
    app.export_sheet(&permit, wanted, template, clock::now_ms())
        .map_err(|err| not_made(err, wanted, config.language))
}

/// Names what was looked for in vain; the use-case only knows what kind of thing it was.
fn not_made(err: app::Error, wanted: &SheetExport, language: Language) -> anyhow::Error {
    let sought = match &err {
        app::Error::NoSuchRecord("court") => wanted.people.court.as_deref(),
        app::Error::NoSuchRecord("programme") => wanted.programme.as_deref(),
        app::Error::NoSuchRecord("training") => wanted.training.as_deref(),
        _ => None,
    };
    match sought {
        Some(sought) => told::not_there(language, &err, sought),
        None => refused(err, language),
    }
}
