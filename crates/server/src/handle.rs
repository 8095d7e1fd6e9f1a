//! What every handler holds: the application behind its two doors, and what pages are made of.

use std::sync::Arc;

use app::{Actor, App, LookUp, Policy};
use tokio::sync::OwnedSemaphorePermit;

use crate::armour::Armour;
use crate::caller::Known;
use crate::config::ServerConfig;
use crate::metrics::Metrics;
use crate::observe::RequestIds;
use crate::pools::{Pool, Pools};
use crate::problem::Problem;
use crate::streams::Streams;
use crate::web::Web;

/// A shared reference to everything handlers use; cheap to clone.
#[derive(Clone)]
pub struct Handle(Arc<Shared>);

struct Shared {
    app: App,
    /// Made once: every search of somebody unknown is in its name.
    anonymous: Actor,
    known: Known,
    config: ServerConfig,
    pools: Pools,
    streams: Streams,
    web: Web,
    metrics: Metrics,
    request_ids: RequestIds,
    armour: Armour,
}

impl Handle {
    /// Puts the server's parts together.
    pub fn new(app: App, config: ServerConfig) -> Self {
        let shared = Shared {
            pools: Pools::new(),
            web: Web::new(app.name_book()),
            streams: Streams::new(config.streams),
            metrics: Metrics::new(app.has_own_store()),
            app,
            anonymous: Actor::anonymous(),
            known: Known::default(),
            request_ids: RequestIds::new(&config.instance),
            armour: Armour::new(&config),
            config,
        };
        Self(Arc::new(shared))
    }

    /// The first door: searching. Memory and index only, so it is called where the request is read.
    pub fn look_up(&self) -> &LookUp {
        self.0.app.look_up()
    }

    /// The second door: everything that may touch the store runs on a bounded pool of threads.
    ///
    /// # Errors
    /// What `work` answers; [`Code::Busy`](crate::problem::Code::Busy) when the pool stays full.
    pub async fn run<T: Send + 'static>(
        &self,
        pool: Pool,
        work: impl FnOnce(&App) -> Result<T, app::Error> + Send + 'static,
    ) -> Result<T, Problem> {
        self.run_unmapped(pool, work).await?.map_err(Problem::from)
    }

    /// As [`run`](Self::run), for a caller who has to tell the errors of `work` apart.
    ///
    /// # Errors
    /// Of the pool alone; what `work` answers is returned.
    pub async fn run_unmapped<T: Send + 'static>(
        &self,
        pool: Pool,
        work: impl FnOnce(&App) -> Result<T, app::Error> + Send + 'static,
    ) -> Result<Result<T, app::Error>, Problem> {
        let app = self.0.app.clone();
        self.0.pools.run(pool, move || work(&app)).await
    }

    /// Takes a place for a file that comes in.
    ///
    /// # Errors
    /// [`Code::Busy`](crate::problem::Code::Busy) when there is none.
    pub fn upload_place(&self) -> Result<OwnedSemaphorePermit, Problem> {
        self.0.pools.upload_place()
    }

    /// Returns what answers that stay open share.
    pub fn streams(&self) -> &Streams {
        &self.0.streams
    }

    /// Returns what the installation allows.
    pub fn policy(&self) -> &Policy {
        self.0.app.policy()
    }

    /// Returns somebody of whom nothing is known.
    pub fn anonymous(&self) -> &Actor {
        &self.0.anonymous
    }

    /// Returns who was known a moment ago.
    pub fn known(&self) -> &Known {
        &self.0.known
    }

    /// Returns the `seq` up to which the index has come.
    pub fn index_position(&self) -> u64 {
        self.0.app.index_position()
    }

    /// Returns the milliseconds since 1970.
    pub fn now_ms(&self) -> i64 {
        self.0.app.now_ms()
    }

    /// Returns templates and translations.
    pub fn web(&self) -> &Web {
        &self.0.web
    }

    /// Returns the counters.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Notes among the counters how the audit and logins stand. Reads nothing.
    pub fn observe_guards(&self) {
        let app = &self.0.app;
        let guards = self.0.metrics.guards();
        guards.observe(app.audit_figures(), app.login_counts(), app.now_ms());
    }

    /// Returns what every request passes.
    pub fn armour(&self) -> &Armour {
        &self.0.armour
    }

    /// Returns the configuration.
    pub fn config(&self) -> &ServerConfig {
        &self.0.config
    }

    /// Returns a new request id.
    pub fn next_request_id(&self) -> String {
        self.0.request_ids.next()
    }
}
