//! What a dry run foretells as one number, so that the writing can tell whether it would do something else by now.

use registry::Enrolment;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::drafts::{Changed, Drafts};
use super::keeping::json;
use super::working_out::WorkedOut;
use crate::Error;

/// As many bits as every reader of JSON keeps of a number (RFC 8259, section 6).
const BITS: u32 = 53;

/// Returns the number of what `worked` would write, never 0: other counts, another enrolment that gets a seat, and another
/// value that is written over make another one. What a sheet does not write over may change meanwhile.
pub(super) fn foretold(worked: &WorkedOut) -> Result<u64, Error> {
    let desk = &worked.desk;
    let mut sum = Sha256::new();
    sum.update(json(&(
        worked.counts(),
        worked.rejections.len(),
        worked.left.len(),
    ))?);
    overwritten(&mut sum, &desk.court_records)?;
    overwritten(&mut sum, &desk.trainings)?;
    overwritten(&mut sum, &desk.people)?;
    overwritten(&mut sum, &desk.enrolments)?;
    for new in desk
        .enrolments
        .changed()
        .filter(|changed| changed.before.is_none())
    {
        let Enrolment {
            state, nominated_by, ..
        } = new.now;
        sum.update(json(&(state, nominated_by))?);
    }
    let digest = sum.finalize();
    let first = digest
        .iter()
        .take(8)
        .fold(0, |number, byte| number << 8 | u64::from(*byte));
    Ok((first >> (u64::BITS - BITS)).max(1))
}

/// Adds what is written over: whose it is, and the members that become others, as they are and as they are to be.
fn overwritten<R: Clone + PartialEq + Serialize>(sum: &mut Sha256, drafts: &Drafts<R>) -> Result<(), Error> {
    for Changed { id, before, now, .. } in drafts.changed() {
        let Some(before) = before else { continue };
        sum.update(json(&(id, members(before, now)?))?);
    }
    Ok(())
}

/// Returns the members of which two records tell otherwise, but for those that name records of which this very trial has
/// made up the ids.
fn members<R: Serialize>(before: &R, now: &R) -> Result<Vec<(String, Value, Value)>, Error> {
    let value = |record: &R| {
        serde_json::to_value(record)
            .map_err(|err| Error::Internal(format!("a record cannot be written as JSON: {err}")))
    };
    let (before, now) = (value(before)?, value(now)?);
    let names = [&before, &now]
        .into_iter()
        .filter_map(Value::as_object)
        .flat_map(|of| of.keys());
    let mut names: Vec<&String> = names
        .filter(|name| *name != "distinct_from" && *name != "secrets")
        .collect();
    names.sort();
    names.dedup();
    let member = |of: &Value, name: &str| of.get(name).cloned().unwrap_or_default();
    let both = names
        .into_iter()
        .map(|name| (name.clone(), member(&before, name), member(&now, name)));
    Ok(both.filter(|(_, before, now)| before != now).collect())
}
