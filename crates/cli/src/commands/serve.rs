//! `serve`: answers on HTTP until it is told to stop.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use app::backup::{Nightly, Plan, folder_in};
use app::{Actor, Operate};
use server::{Server, ServerConfig};
use tokio::runtime::{Builder, Runtime};
use tracing::info;

use super::open::open_to_serve;
use super::{Outcome, audit};
use crate::chance;
use crate::clock;
use crate::config::Config;
use crate::messages;
use crate::operator;

/// How long requests under way may take after the signal. Ten seconds are promised for everything; the rest is for
/// closing the index and the store.
const GRACE_MS: u64 = 8_000;

/// How long the line that says we are listening waits for the index to be up with the store. After that the server
/// answers with what it has, and `readyz` says how far that is.
const INDEX_WAIT: Duration = Duration::from_secs(30);

/// How long whoever asks at once has the processor to himself, before the Chinese dictionary takes a core for a tenth of a
/// second.
const UNDISTURBED: Duration = Duration::from_millis(50);

/// Serves until SIGINT or SIGTERM.
pub fn run(config: &Config) -> anyhow::Result<Outcome> {
    let app = open_to_serve(config)?;
    if !app.wait_for_index_at_most(INDEX_WAIT)? {
        tracing::warn!("the index is still being brought up; until then searches are refused or incomplete");
    }
    warn_of_hidden_in_vain(&app)?;
    if let Some(at) = config.index.tidy_at {
        app.tidy_nightly(at);
    }
    // Before anybody is answered: what cannot be written down must not be done.
    let auditing = audit::start(&app, config)?;
    let counting = app.count_lookups(config.glossary.count_lookups)?;
    let importing = app.start_imports()?;
    let wanted = wanted(config);
    let runtime = Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the threads cannot be started")?;
    let served = serve(&runtime, app.clone(), wanted, config);
    // Work that a stopped request left on a blocking thread is not waited for: its transaction is undone.
    runtime.shutdown_background();
    drop(counting);
    // An import under way lets go at its next step, and goes on at the next start.
    drop(importing);
    drop(auditing);
    app.close();
    served.map(|()| Outcome::Done)
}

/// Returns what the settings say of the server.
fn wanted(config: &Config) -> ServerConfig {
    let http = config.http.clone();
    ServerConfig {
        metrics_listen: http.metrics_listen,
        tls: http.tls,
        trusted_proxies: http.trusted_proxies,
        forwarded_header: http.forwarded_header,
        allowed_hosts: http.allowed_hosts,
        max_connections: http.max_connections,
        rate_limit: http.rate_limit,
        cors_origins: http.cors_origins,
        embed_origins: http.embed_origins,
        utc_offset_minutes: http.utc_offset_minutes,
        grace_ms: GRACE_MS,
        log_requests: config.log.requests,
        audit_head: Some(config.audit.plan.head_path.clone()),
        // Two runs never start in the same millisecond with the same data directory, which one holds at a time.
        ..ServerConfig::new(http.listen, format!("{:x}", clock::now_ms()))
    }
}

/// Starts making backups every night, unless they are made elsewhere or never.
fn start_backups(app: &app::App, config: &Config) -> anyhow::Result<Option<Nightly>> {
    let Some(wanted) = config.backup.nightly.clone() else {
        return Ok(None);
    };
    if !app.has_own_store() {
        info!("backups are the database server's own, none is made here (hint: pg_basebackup or pg_dump)");
        return Ok(None);
    }
    let plan = Plan {
        data_dir: config.data.dir.clone(),
        configuration: config.file.clone(),
        field_keys: config.data.field_keys(),
        at: wanted.at,
        path: wanted.path.unwrap_or_else(|| folder_in(&config.data.dir)),
        second_path: wanted.second_path,
        keep: wanted.keep,
    };
    let permit = app.policy().permit::<Operate>(&Actor::Operator)?;
    let nightly = Nightly::start(permit, plan, Arc::new(clock::now_ms), Arc::new(chance::fill))?;
    Ok(Some(nightly))
}

/// A mistyped name would hide nothing, and nobody would notice before somebody sees what was to be hidden.
fn warn_of_hidden_in_vain(app: &app::App) -> anyhow::Result<()> {
    let app::HiddenInVain { unknown, in_use } = app.hidden_in_vain()?;
    let known: Vec<&str> = in_use.iter().map(|name| name.as_str()).collect();
    for name in unknown {
        tracing::warn!(
            "the collection `{name}` is to be hidden and nothing belongs to it, so it hides nothing (collections here: {})",
            known.join(", ")
        );
    }
    Ok(())
}

fn serve(runtime: &Runtime, app: app::App, wanted: ServerConfig, config: &Config) -> anyhow::Result<()> {
    runtime.block_on(async {
        let opened = app.clone();
        // Before the line is printed: whoever reads it may send a signal at once.
        let stop = stop_signal().context("signals cannot be received")?;
        let bound = Server::bind(app, wanted).await;
        let server = bound.map_err(|err| messages::server_refused(config.language, err))?;
        let mut out = std::io::stdout().lock();
        writeln!(out, "listening on {}", server.url())?;
        out.flush()?;
        drop(out);
        let backups = start_backups(&opened, config)?;
        let operators = operator::listen(&config.data.dir, opened.clone())
            .inspect_err(|err| {
                tracing::warn!("`user` and `token` cannot be used while this server runs: {err:#}");
            })
            .ok();
        tokio::spawn(async move {
            tokio::time::sleep(UNDISTURBED).await;
            opened.finish_opening();
        });
        info!(address = %server.address(), version = env!("CARGO_PKG_VERSION"), "serving");
        server.run(stop).await?;
        // Before the application is closed: a backup under way is given up. Nobody else needs this thread any more.
        drop(backups);
        drop(operators);
        info!("stopped");
        Ok(())
    })
}

#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a way to be told, serve until the process is ended.
            std::future::pending::<()>().await;
        }
    })
}
