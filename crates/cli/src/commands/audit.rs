//! `audit`, and what a server does for it.

use std::io::Write;
use std::sync::Arc;

use anyhow::anyhow;
use app::audit::{AuditReport, Forward, HeadState, Sealer, fault_code, head_code, keys_in, stray_code};
use app::syslog::{Syslog, SyslogPlan, Timing, spool_in};
use app::{Actor, App};
use serde_json::{Value, json};

use super::Outcome;
use super::open::open_read_only;
use crate::config::Config;
use crate::messages::audit as told;
use crate::{chance, clock, messages};

/// The audit of a running server. The sealer ends first, and hands on the last of what it has sealed.
pub struct Auditing {
    _sealer: Sealer,
    _syslog: Option<Arc<Syslog>>,
}

/// Starts sealing the audit, and sending it to the collector if there is one.
pub fn start(app: &App, config: &Config) -> anyhow::Result<Auditing> {
    let syslog = syslog(config)?;
    let forward = syslog.clone().map(|syslog| syslog as Arc<dyn Forward>);
    let plan = config.audit.plan.clone();
    let sealer = app.start_audit(plan, app.audit_keys(), Arc::new(chance::fill), forward)?;
    Ok(Auditing {
        _sealer: sealer,
        _syslog: syslog,
    })
}

/// Checks the audit and prints what was found.
pub fn verify(config: &Config, is_json: bool) -> anyhow::Result<Outcome> {
    let refused = |err| messages::refusal(config.language, err);
    let app = open_read_only(config).map_err(refused)?;
    let keys_file = config.data.field_keys();
    let keys = keys_in(&keys_file).map_err(|err| refused(err.into()))?;
    let keys = keys.ok_or_else(|| anyhow!(told::no_keys(config.language, &keys_file)))?;
    let permit = app.policy().permit(&Actor::Operator);
    let permit = permit.map_err(|refusal| refused(refusal.into()))?;
    let head_path = &config.audit.plan.head_path;
    let report = app.verify_audit(&permit, &*keys, head_path, clock::now_ms())?;
    let mut out = std::io::stdout().lock();
    if is_json {
        writeln!(out, "{:#}", as_json(&report))?;
    } else {
        for line in told::verified(config.language, &report, head_path) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(match report.is_sound() {
        true => Outcome::Done,
        false => Outcome::Failed,
    })
}

fn syslog(config: &Config) -> anyhow::Result<Option<Arc<Syslog>>> {
    let Some(wanted) = config.syslog.clone() else {
        return Ok(None);
    };
    let plan = SyslogPlan {
        address: wanted.address,
        transport: wanted.transport,
        ca_file: wanted.ca_file,
        facility: wanted.facility,
        hostname: hostname(),
        data_id: wanted.data_id,
        spool: spool_in(&config.data.dir),
        spool_bytes: wanted.spool_bytes,
        timing: Timing::default(),
    };
    Ok(Some(Arc::new(Syslog::start(plan)?)))
}

/// Returns the name of this machine, where the system keeps it in a file.
fn hostname() -> Option<String> {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname")
        .or_else(|_| std::fs::read_to_string("/etc/hostname"))
        .ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

fn as_json(report: &AuditReport) -> Value {
    let first_bad = report
        .first_bad
        .map(|bad| json!({"number": bad.number, "fault": fault_code(bad.fault)}));
    let strays: Vec<Value> = report
        .strays
        .iter()
        .map(|stray| {
            let (what, entry) = stray_code(stray);
            json!({"entry": entry, "what": what})
        })
        .collect();
    json!({
        "is_sound": report.is_sound(),
        "removed": report.removed,
        "links": report.links,
        "last": report.last,
        "first_bad": first_bad,
        "strays": strays,
        "unsealed": {"count": report.unsealed, "oldest_ms": report.oldest_unsealed_ms},
        "head": head_json(&report.head),
    })
}

fn head_json(head: &HeadState) -> Value {
    match (head_code(head), head) {
        ((state, _), HeadState::Unreadable(why)) => json!({"state": state, "why": why}),
        ((state, Some(number)), _) => json!({"state": state, "number": number}),
        ((state, None), _) => json!({"state": state}),
    }
}
