//! `keys`: each is one wish of the operator, but sealing anew is as many as it takes.

use std::io::Write;

use anyhow::bail;

use super::Outcome;
use super::accounts::{Office, run as run_one};
use crate::arguments::Keys;
use crate::config::Config;
use crate::messages::keys as told;
use crate::operator::{Answer, Wish};

/// How often everything is looked at again, in case values come back under an old key: a write that began before.
const PASSES: u32 = 10;

/// What sealing everything anew came to.
#[derive(Debug, Default, serde::Serialize)]
pub struct Total {
    /// How many values were sealed anew.
    pub resealed: u64,
    /// Why values did not open, each once.
    pub closed: Vec<String>,
}

/// Runs `keys`.
pub fn run(what: &Keys, config: &Config) -> anyhow::Result<Outcome> {
    let wish = match what {
        Keys::List { .. } => Wish::ListKeys,
        Keys::Add { waiting, .. } => Wish::AddKey { is_waiting: *waiting },
        Keys::Use(key) => Wish::UseKey { id: key.id.clone() },
        Keys::Retire { key, end_codes } => Wish::RetireKey {
            id: key.id.clone(),
            ends_codes: *end_codes,
        },
        Keys::Reseal { output } => return reseal(output.json, config),
    };
    run_one(&wish, what.output(), config)
}

fn reseal(is_json: bool, config: &Config) -> anyhow::Result<Outcome> {
    let office = Office::open(config)?;
    let mut total = Total::default();
    for _ in 0..PASSES {
        let before = total.resealed;
        pass(&office, &mut total, config)?;
        if total.resealed == before {
            break;
        }
    }
    office.close();
    let mut out = std::io::stdout().lock();
    if is_json {
        writeln!(out, "{}", serde_json::to_string_pretty(&total)?)?;
    } else {
        for line in told::resealed(config.language, &total) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(match total.closed.is_empty() {
        true => Outcome::Done,
        false => Outcome::Failed,
    })
}

/// Looks at every sealed value once.
fn pass(office: &Office, total: &mut Total, config: &Config) -> anyhow::Result<()> {
    let mut place = Some((0, String::new()));
    while let Some((column, after)) = place {
        let answer = office.ask(&Wish::Reseal { column, after }, config)?;
        let Answer::Resealed { values, closed, next } = answer else {
            bail!(
                "the server answered something else than was asked (hint: use the same version of shanjar)"
            );
        };
        total.resealed += values;
        for why in closed {
            if !total.closed.contains(&why) {
                total.closed.push(why);
            }
        }
        place = next;
    }
    Ok(())
}
