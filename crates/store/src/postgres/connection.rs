//! One connection: a client with a small runtime of its own, which runs only while somebody waits for an answer.
//!
//! The runtime is what lets a wait have an end, which the synchronous client cannot give. A connection can be dropped
//! anywhere; to wait for it on a thread that runs asynchronous work is a panic of the runtime.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::TryStreamExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio_postgres::error::Severity;
use tokio_postgres::types::Type;
use tokio_postgres::{AsyncMessage, Client, Config, Socket, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failure::{Failure, FailureKind, chain, sentence};
use super::placeholders::rewritten;
use super::values::{Bound, declared, expect_shared, fits};
use crate::{Error, Row, Value};

/// Each repository has a few statements; all of them fit.
const CACHED_STATEMENTS: usize = 256;

/// What every session is set to. A setting that this version of the server does not have is left out.
///
/// No limit may cut a commit. A lock is waited for so that a writer behind a stuck one is told; a transaction that
/// its client has forgotten must not hold the change counter. A commit must be on the disk when it is told of.
const SETTINGS: &str = "\
SELECT set_config(wanted.name, wanted.value, false) FROM (VALUES \
    ('timezone', 'UTC'), ('standard_conforming_strings', 'on'), \
    ('statement_timeout', '0'), ('transaction_timeout', '0'), ('idle_session_timeout', '0'), \
    ('lock_timeout', '30s'), ('idle_in_transaction_session_timeout', '60s') \
) AS wanted (name, value) JOIN pg_catalog.pg_settings AS known ON lower(known.name) = wanted.name; \
SELECT set_config('synchronous_commit', 'on', false) \
WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

/// An open connection.
pub(super) struct Connection {
    client: Client,
    told: Arc<Told>,
    statements: HashMap<String, Statement>,
    is_broken: bool,
    is_in_transaction: bool,
    // `None` only while the connection is dropped.
    runtime: Option<Runtime>,
}

/// What the server says without being asked.
#[derive(Default)]
struct Told {
    /// Signalled by a notification, and by the end of the connection.
    news: Notify,
    warning: Mutex<Option<String>>,
}

impl Told {
    fn warning(&self) -> MutexGuard<'_, Option<String>> {
        self.warning.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Connection {
    /// Connects to the host of `config` and sets up the session, in `limit` at most.
    ///
    /// # Errors
    /// Why that did not work.
    pub(super) fn open(config: &Config, tls: MakeRustlsConnect, limit: Duration) -> Result<Self, String> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|err| err.to_string())?;
        let told = Arc::new(Told::default());
        let opened = runtime.block_on(async {
            let opening = async {
                let (client, connection) = config.connect(tls).await?;
                tokio::spawn(listen(connection, Arc::clone(&told)));
                client.batch_execute(SETTINGS).await?;
                Ok(client)
            };
            tokio::time::timeout(limit, opening).await
        });
        // Also when this fails, a look-up of a name that does not end must not hold us.
        let runtime = Background(Some(runtime));
        let client = match opened {
            Ok(outcome) => outcome.map_err(|err: tokio_postgres::Error| chain(&err))?,
            Err(_) => return Err(format!("no answer within {} s", limit.as_secs_f32())),
        };
        Ok(Self {
            client,
            told,
            statements: HashMap::new(),
            is_broken: false,
            is_in_transaction: false,
            runtime: runtime.kept(),
        })
    }

    /// Tells whether another transaction can begin on it, as far as that is known without asking.
    pub(super) fn is_usable(&self) -> bool {
        !self.is_broken && !self.is_in_transaction && !self.client.is_closed()
    }

    /// Begins a transaction by `sql`, which must be answered within `limit`.
    pub(super) fn begin(&mut self, sql: &str, limit: Duration) -> Result<(), Failure> {
        self.is_in_transaction = true;
        self.batch(sql, Some(limit))
    }

    /// Asks that the transaction be kept, and waits as long as that takes.
    ///
    /// # Errors
    /// [`Error::OutcomeUnknown`] if the answer did not come, or says that a standby may not have it; what the database
    /// refuses is not kept.
    pub(super) fn commit(&mut self) -> Result<(), Failure> {
        if self.client.is_closed() {
            self.is_broken = true;
            return Err(Failure::broken("the connection was closed before the commit"));
        }
        *self.told.warning() = None;
        let outcome = self.batch("COMMIT", None);
        // A warning on a commit is the one that a standby may not have it; its words depend on the server's language.
        let warning = self.told.warning().take();
        match (outcome, warning) {
            (Ok(()), None) => {
                self.is_in_transaction = false;
                Ok(())
            }
            (Ok(()), Some(cause)) => {
                self.is_in_transaction = false;
                Err(unknown(cause))
            }
            (Err(failure), _) if failure.kind == FailureKind::Broken => {
                Err(unknown(failure.error.to_string()))
            }
            (Err(failure), _) => {
                self.is_in_transaction = false;
                Err(failure)
            }
        }
    }

    /// Gives the transaction up. A connection on which this does not work is not usable any more.
    pub(super) fn roll_back(&mut self, limit: Duration) {
        if !self.is_broken && self.batch("ROLLBACK", Some(limit)).is_ok() {
            self.is_in_transaction = false;
        }
    }

    /// Runs statements without parameters and without answers. Without a limit, waits as long as it takes.
    pub(super) fn batch(&mut self, sql: &str, limit: Option<Duration>) -> Result<(), Failure> {
        let outcome = self.wait(self.client.batch_execute(sql), limit);
        self.noted(outcome)
    }

    /// Gives each row of the answer to `each`.
    pub(super) fn query_each(
        &mut self,
        sql: &str,
        parameters: &[Value],
        each: &mut dyn FnMut(Row) -> Result<(), Error>,
    ) -> Result<(), Failure> {
        let statement = self.prepared(sql, parameters)?;
        for column in statement.columns() {
            expect_shared(column.name(), column.type_()).map_err(Failure::refused)?;
        }
        let columns = statement.columns().len();
        let bound = parameters.iter().map(Bound);
        let outcome = self.wait(self.client.query_raw(&statement, bound), None);
        let mut rows = pin!(self.noted(outcome)?);
        loop {
            let next = self.wait(rows.try_next(), None);
            let Some(row) = self.noted(next)? else {
                return Ok(());
            };
            let values = (0..columns).map(|column| row.try_get::<_, Value>(column));
            let values = values
                .collect::<Result<_, _>>()
                .map_err(|err| Failure::of(&err))?;
            each(Row::new(values)).map_err(Failure::refused)?;
        }
    }

    /// Runs a statement and returns the number of rows it changed.
    pub(super) fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<u64, Failure> {
        let statement = self.prepared(sql, parameters)?;
        let outcome = self.wait(
            self.client.execute_raw(&statement, parameters.iter().map(Bound)),
            None,
        );
        self.noted(outcome)
    }

    /// Waits at most `limit` for a notification, and tells whether there was one, or the connection ended.
    pub(super) fn wait_for_news(&mut self, limit: Duration) -> bool {
        let told = Arc::clone(&self.told);
        let news = async {
            // That the time has passed is an answer here.
            Ok(tokio::time::timeout(limit, told.news.notified()).await.is_ok())
        };
        self.wait(news, None).unwrap_or(true)
    }

    /// Returns the statement with the types of `parameters`, prepared the first time.
    fn prepared(&mut self, sql: &str, parameters: &[Value]) -> Result<Statement, Failure> {
        parameters
            .iter()
            .try_for_each(Value::check)
            .map_err(Failure::refused)?;
        if let Some(statement) = self.statements.get(sql).filter(|kept| takes(kept, parameters)) {
            return Ok(statement.clone());
        }
        let types: Vec<Type> = parameters.iter().map(declared).collect();
        let outcome = self.wait(self.client.prepare_typed(&rewritten(sql), &types), None);
        let statement = self.noted(outcome)?;
        if !takes(&statement, parameters) {
            let wanted = statement.params();
            return Err(Failure::refused(Error::internal(format!(
                "{} parameters were given where {} are needed, as {wanted:?}: {sql}",
                parameters.len(),
                wanted.len(),
            ))));
        }
        if self.statements.len() >= CACHED_STATEMENTS {
            // So many are only there if statements are made of data, and then none of them is worth keeping.
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn wait<T>(
        &self,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
        limit: Option<Duration>,
    ) -> Result<T, Failure> {
        let Some(runtime) = &self.runtime else {
            return Err(Failure::broken("the connection is being closed"));
        };
        let outcome = match limit {
            None => runtime.block_on(work),
            Some(limit) => runtime
                .block_on(async { tokio::time::timeout(limit, work).await })
                .map_err(|_| Failure::broken(format!("no answer within {} s", limit.as_secs_f32())))?,
        };
        outcome.map_err(|err| Failure::of(&err))
    }

    /// Remembers a failure after which the connection is of no use.
    fn noted<T>(&mut self, outcome: Result<T, Failure>) -> Result<T, Failure> {
        if outcome
            .as_ref()
            .is_err_and(|failure| failure.kind == FailureKind::Broken)
        {
            self.is_broken = true;
        }
        outcome
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        drop(Background(self.runtime.take()));
    }
}

/// A runtime that ends without waiting for what it has begun, which is allowed on every thread.
struct Background(Option<Runtime>);

impl Background {
    fn kept(mut self) -> Option<Runtime> {
        self.0.take()
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Passes on what the server says, until the connection ends.
async fn listen<S>(mut connection: tokio_postgres::Connection<Socket, S>, told: Arc<Told>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
{
    while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            AsyncMessage::Notification(_) => told.news.notify_one(),
            AsyncMessage::Notice(notice) if notice.parsed_severity() == Some(Severity::Warning) => {
                let detail = notice.detail().unwrap_or_default();
                *told.warning() = Some(format!("{} {detail}", sentence(&notice)).trim_end().to_owned());
            }
            _ => {}
        }
    }
    drop(connection);
    told.news.notify_one();
}

fn takes(statement: &Statement, parameters: &[Value]) -> bool {
    let kinds = statement.params();
    kinds.len() == parameters.len()
        && parameters
            .iter()
            .zip(kinds)
            .all(|(value, kind)| fits(value, kind))
}

fn unknown(cause: String) -> Failure {
    Failure {
        error: Error::OutcomeUnknown { cause },
        kind: FailureKind::Refused,
    }
}
