//! `backup`, `restore` and `verify` of a backup.

use std::io::Write;
use std::path::Path;

use anyhow::bail;
use app::audit::head_beyond;
use app::backup::{self, AuditCheck, Error, Passphrase, Request};

use super::Outcome;
use super::open::operator;
use crate::arguments::{Backup, Restore, Unlock};
use crate::chance;
use crate::clock;
use crate::config::Config;
use crate::messages::backup as told;
use crate::passphrase::{self, Purpose};

/// Makes a backup.
pub fn make(what: &Backup, config: &Config) -> anyhow::Result<Outcome> {
    if let Some(database) = &config.data.database {
        bail!(told::server_has_its_own(config.language, database));
    }
    let refused = |err| told::refusal(config.language, err);
    let wrapping = match what.with_keys {
        true => {
            let text = passphrase::read(config, what.passphrase_file.as_deref(), Purpose::Wrap)?;
            Some(Passphrase::to_wrap(text).map_err(refused)?)
        }
        false => None,
    };
    let request = Request {
        data_dir: &config.data.dir,
        configuration: config.file.as_deref(),
        target: &what.path,
        with_keys: wrapping.as_ref(),
        now_ms: clock::now_ms(),
    };
    let made = backup::make(&operator(config)?, &request, &chance::fill).map_err(refused)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", told::made(config.language, &what.path, &made))?;
    for line in told::what_to_keep(config.language, &what.path, &made, what.with_keys) {
        writeln!(out, "{line}")?;
    }
    Ok(Outcome::Done)
}

/// Checks that a backup can be restored.
pub fn verify(path: &Path, unlock: &Unlock, config: &Config) -> anyhow::Result<Outcome> {
    let refused = |err| told::refusal(config.language, err);
    let outside = backup::look_at(path, &with(unlock, None, config)).map_err(refused)?;
    let opening = match outside.holds_keys && !outside.is_key_at_hand {
        true => ask_if_possible(unlock, config)?,
        false => None,
    };
    let verified = backup::verify(
        &operator(config)?,
        path,
        &with(unlock, opening.as_ref(), config),
        &config.data.field_keys(),
        &std::env::temp_dir(),
        clock::now_ms(),
        &chance::fill,
    );
    let verified = verified.map_err(refused)?;
    let mut out = std::io::stdout().lock();
    for line in told::verified(config.language, path, &verified) {
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", told::remembered(config.language, verified.is_recorded))?;
    Ok(match verified.audit {
        AuditCheck::Wrong(_) => Outcome::Failed,
        _ => Outcome::Done,
    })
}

/// Restores a backup.
pub fn restore(what: &Restore, config: &Config) -> anyhow::Result<Outcome> {
    if let Some(database) = &config.data.database {
        bail!(told::not_into_a_server(config.language, database));
    }
    let refused = |err: Error| told::refusal(config.language, err);
    let outside = backup::look_at(&what.path, &with(&what.unlock, None, config)).map_err(refused)?;
    let opening = match outside.holds_keys {
        true => ask_if_possible(&what.unlock, config)?,
        false => None,
    };
    let unlock = with(&what.unlock, opening.as_ref(), config);
    let restored =
        backup::restore(&operator(config)?, &what.path, &unlock, &chance::fill).map_err(refused)?;
    let mut out = std::io::stdout().lock();
    for line in told::restored(config.language, &config.data.dir, &restored) {
        writeln!(out, "{line}")?;
    }
    let head_path = &config.audit.plan.head_path;
    let last = restored.manifest.audit_number().unwrap_or(0);
    if let Some(head) = head_beyond(head_path, last) {
        writeln!(
            out,
            "{}",
            told::head_goes_back(config.language, head_path, head, last)
        )?;
    }
    if outside.holds_keys && opening.is_none() {
        writeln!(out, "{}", told::keys_left(config.language))?;
    }
    Ok(Outcome::Done)
}

/// Returns the passphrase of the keys inside, unless nobody is there to give it: the key may be at hand.
fn ask_if_possible(unlock: &Unlock, config: &Config) -> anyhow::Result<Option<Passphrase>> {
    let file = unlock.passphrase_file.as_deref();
    if !passphrase::can_be_had(config, file) {
        return Ok(None);
    }
    let text = passphrase::read(config, file, Purpose::Open)?;
    Ok(Some(Passphrase::to_open(text)))
}

fn with<'a>(
    unlock: &'a Unlock,
    passphrase: Option<&'a Passphrase>,
    config: &'a Config,
) -> backup::Unlock<'a> {
    backup::Unlock {
        data_dir: &config.data.dir,
        key_file: unlock.key.as_deref(),
        passphrase,
    }
}
