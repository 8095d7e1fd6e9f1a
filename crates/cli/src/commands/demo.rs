//! `demo load`: invented people and trainings.

use std::io::{self, IsTerminal, Write};

use app::demo::{DemoLoaded, DemoProgress};
use app::{Actor, Error};
use serde_json::json;

use super::Outcome;
use super::open::try_open;
use crate::arguments::Output;
use crate::config::Config;
use crate::language::Language::{self, En, Zh};
use crate::messages;

/// To the beginning of the line, and everything on it away.
const ANEW: &str = "\r\x1b[K";

/// Loads the demonstration and says what there is now.
pub fn load(output: &Output, config: &Config) -> anyhow::Result<Outcome> {
    let language = config.language;
    let refused = |err: Error| messages::refusal(language, err);
    let app = try_open(config)?.map_err(refused)?;
    let permit = app
        .policy()
        .permit::<app::access::WriteRegistry>(&Actor::Operator)?;
    let is_terminal = io::stderr().is_terminal();
    let loaded = app.load_demonstration(&permit, |progress| {
        if is_terminal {
            // A terminal that is gone keeps nobody from loading.
            let _ = write!(io::stderr(), "{ANEW}{}", told(language, progress));
        }
    });
    if is_terminal {
        let _ = write!(io::stderr(), "{ANEW}");
    }
    app.close();
    let loaded = loaded.map_err(refused)?;
    let mut out = io::stdout().lock();
    if output.json {
        writeln!(out, "{:#}", document(&loaded))?;
    } else {
        writeln!(out, "{}", sentence(language, &loaded))?;
    }
    Ok(Outcome::Done)
}

fn told(language: Language, progress: DemoProgress) -> String {
    let DemoProgress { done, total } = progress;
    match language {
        Zh => format!("演示数据：{done}/{total}"),
        En => format!("demonstration: {done} of {total}"),
    }
}

fn document(loaded: &DemoLoaded) -> serde_json::Value {
    json!({
        "courts": loaded.courts,
        "people": loaded.people,
        "trainings": loaded.trainings,
        "person_times": loaded.person_times,
        "written": loaded.written,
    })
}

fn sentence(language: Language, loaded: &DemoLoaded) -> String {
    let DemoLoaded {
        courts,
        people,
        trainings,
        person_times,
        written,
    } = loaded;
    match language {
        Zh => format!(
            "演示数据（全部虚构）：法院 {courts} 个，人员 {people} 名，培训 {trainings} 期，{person_times} 人次；本次写入 {written} 条"
        ),
        En => format!(
            "demonstration, all of it invented: courts {courts}, people {people}, trainings {trainings}, \
             person-times {person_times}; records written now {written}"
        ),
    }
}
