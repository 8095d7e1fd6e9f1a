//! Writing through connections that break: what is repeated, and what a client is told.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use app::{Actor, App, IdempotencyKey, Policy, Written};
use axum::http::header;
use glossary::{Concept, Lang, Term};
use testkit::postgres::PostgresServer;
use testkit::{Application, Cut, TcpProxy};

use super::{aside, config};
use crate::handle::Handle;
use crate::problem::{Code, Problem};
use crate::write::{Repeating, write, write_within};

/// Long enough for some attempts at a database that refuses at once.
const SHORT: Duration = Duration::from_millis(300);

/// A node behind a network that can be cut.
struct Far {
    proxy: TcpProxy,
    handle: Handle,
    application: Arc<Application>,
}

impl Far {
    async fn new() -> Self {
        aside(|| Self::from(PostgresServer::shared())).await
    }

    fn from(server: &PostgresServer) -> Self {
        let database = server.fresh_database();
        let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
        let url = format!("postgres://postgres@{}/{database}", proxy.address());
        let application = Application::on_database(&url);
        Self {
            handle: Handle::new(application.app.clone(), config()),
            application: Arc::new(application),
            proxy,
        }
    }

    async fn concepts(&self) -> usize {
        let application = Arc::clone(&self.application);
        aside(move || {
            application.catch_up();
            application.app.look_up().len()
        })
        .await
    }
}

fn create(app: &App, zh: &str, key: Option<&IdempotencyKey>) -> Result<Written, app::Error> {
    let permit = Policy { public_read: true }.permit(&Actor::Operator)?;
    let mut concept = Concept::draft();
    concept.terms.push(Term::new(Lang::Zh, zh).unwrap());
    app.create_concept(&permit, concept, key)
}

fn key(text: &str) -> IdempotencyKey {
    text.parse().unwrap()
}

#[track_caller]
fn check(problem: &Problem, code: Code) {
    assert_eq!(problem.code, code, "{problem:?}");
    let says_when = |(name, _): &(_, _)| *name == header::RETRY_AFTER;
    assert!(problem.headers.iter().any(says_when), "{problem:?}");
}

#[tokio::test]
async fn a_write_with_a_key_is_repeated_until_it_is_known_and_is_done_once() {
    let far = Far::new().await;
    for (n, cut) in [Cut::Before, Cut::After].into_iter().enumerate() {
        far.proxy.cut_at(b"COMMIT\0", cut);
        let runs = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&runs);
        let key = key(&format!("k-{n}"));
        let work = move |app: &App| {
            counted.fetch_add(1, Ordering::SeqCst);
            create(app, "法院", Some(&key))
        };
        let written = write(&far.handle, Repeating::IsSafe, work).await.unwrap();
        assert_eq!(
            (written.seq, far.concepts().await),
            (n as u64 + 1, n + 1),
            "{cut:?}"
        );
        assert_eq!(runs.load(Ordering::SeqCst), 2, "{cut:?}");
    }
    assert_eq!(far.proxy.cuts(), 2);
}

#[tokio::test]
async fn a_write_without_a_key_is_not_repeated_when_its_outcome_is_unknown() {
    let far = Far::new().await;
    far.proxy.cut_at(b"COMMIT\0", Cut::After);
    let work = |app: &App| create(app, "法院", None);
    let outcome = write(&far.handle, Repeating::WritesAgain, work).await;
    check(&outcome.unwrap_err(), Code::OutcomeUnknown);
    // The answer was cut off, not the commit: a further cut before the database has read it would take it back.
    while far.concepts().await == 0 {}
    // One that kept nothing for certain is.
    far.proxy.cut();
    let written = write(&far.handle, Repeating::WritesAgain, work).await.unwrap();
    assert_eq!((written.seq, far.concepts().await), (2, 2));
}

#[tokio::test]
async fn a_write_waits_for_a_database_that_is_away_and_says_so_in_the_end() {
    let far = Far::new().await;
    far.proxy.refuse(true);
    far.proxy.cut();
    let work = |app: &App| create(app, "法院", Some(&key("k")));
    let outcome = write_within(&far.handle, SHORT, Repeating::IsSafe, work).await;
    check(&outcome.unwrap_err(), Code::StoreUnavailable);
    let (attempted, mut attempts) = tokio::sync::mpsc::unbounded_channel();
    let work = move |app: &App| {
        let outcome = create(app, "法院", Some(&key("k")));
        attempted.send(outcome.is_ok()).unwrap();
        outcome
    };
    let handle = far.handle.clone();
    let writing = tokio::spawn(async move { write(&handle, Repeating::IsSafe, work).await });
    assert_eq!(attempts.recv().await, Some(false));
    far.proxy.refuse(false);
    assert_eq!(writing.await.unwrap().unwrap().seq, 1);
}

/// The outcome stays unknown when the attempts after it kept nothing.
#[tokio::test]
async fn an_outcome_that_stays_unknown_is_told_as_such() {
    let far = Far::new().await;
    let runs = AtomicUsize::new(0);
    let work = move |app: &App| {
        if runs.fetch_add(1, Ordering::SeqCst) == 0 {
            let cause = "cut".to_owned();
            return Err(app::StoreError::OutcomeUnknown { cause }.into());
        }
        create(app, "法院", Some(&key("k")))
    };
    far.proxy.refuse(true);
    far.proxy.cut();
    let outcome = write_within(&far.handle, SHORT, Repeating::IsSafe, work).await;
    check(&outcome.unwrap_err(), Code::OutcomeUnknown);
}

/// A commit that waits for a standby is not given up with the request: it is kept once the standby has it.
#[tokio::test]
async fn a_commit_that_takes_too_long_is_left_to_go_on() {
    let (server, far) = aside(|| {
        let server = PostgresServer::start(&[]);
        let far = Far::from(&server);
        (server, far)
    })
    .await;
    let mut admin = server.wire("postgres");
    admin.run("ALTER SYSTEM SET synchronous_standby_names = 'missing'");
    admin.run("SELECT pg_reload_conf()");
    let mut written = 0;
    // The server hears of its new setting a moment after it was told.
    let problem = loop {
        let name = format!("k-{written}");
        let work = move |app: &App| create(app, "法院", Some(&key(&name)));
        match write_within(&far.handle, SHORT, Repeating::IsSafe, work).await {
            Ok(_) => written += 1,
            Err(problem) => break problem,
        }
    };
    check(&problem, Code::OutcomeUnknown);
    // The same write from its client, which waits behind the one that goes on.
    let name = format!("k-{written}");
    let again = move |app: &App| create(app, "法院", Some(&key(&name)));
    let handle = far.handle.clone();
    let repeating = tokio::spawn(async move { write(&handle, Repeating::IsSafe, again).await });
    admin.run("ALTER SYSTEM RESET synchronous_standby_names");
    admin.run("SELECT pg_reload_conf()");
    assert_eq!(repeating.await.unwrap().unwrap().seq, written + 1);
    assert_eq!(far.concepts().await as u64, written + 1);
}

#[tokio::test]
async fn what_the_work_refuses_is_answered_at_once() {
    let application = aside(Application::empty).await;
    let handle = Handle::new(application.app.clone(), config());
    let refused = write(&handle, Repeating::IsSafe, |_| {
        Err::<(), _>(app::Error::CursorGone)
    })
    .await;
    assert_eq!(refused.unwrap_err().code, Code::CursorGone);
    let panicked = write(&handle, Repeating::IsSafe, |_| -> Result<(), app::Error> {
        panic!("a bug")
    });
    assert_eq!(panicked.await.unwrap_err().code, Code::InternalError);
    let k = key("k");
    let first = k.clone();
    let created = write(&handle, Repeating::IsSafe, move |app| {
        create(app, "法院", Some(&first))
    });
    created.await.unwrap();
    let other = write(&handle, Repeating::IsSafe, move |app| {
        create(app, "法官", Some(&k))
    })
    .await;
    assert_eq!(other.unwrap_err().code, Code::IdempotencyKeyUsed);
    let empty = write(&handle, Repeating::IsSafe, |app| {
        let permit = Policy { public_read: true }.permit(&Actor::Operator)?;
        app.create_concept(&permit, Concept::draft(), None)
    });
    assert_eq!(empty.await.unwrap_err().code, Code::InvalidInput);
}
