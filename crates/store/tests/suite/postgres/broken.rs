//! Connections that break: what is said of a change then, and that the next one goes through.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use store::{Error, Options, Store, changes, concepts};
use testkit::postgres::PostgresServer;
use testkit::{Cut, TcpProxy};

use crate::fixtures::{concept, create, open_postgres, stamp, store_id};

/// A store behind a network that can be cut.
fn behind_a_proxy() -> (Arc<TcpProxy>, Store) {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
    let url = format!(
        "postgres://postgres@{}/{database}?connect_timeout=60",
        proxy.address()
    );
    let store = open_postgres(&url).unwrap();
    (Arc::new(proxy), store)
}

fn write(store: &Store) -> Result<u64, Error> {
    store.write(|tx| Ok(tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?.seq))
}

#[test]
fn a_connection_cut_before_the_commit_keeps_nothing() {
    let (proxy, store) = behind_a_proxy();
    let cutter = Arc::clone(&proxy);
    let outcome: Result<_, Error> = store.write(move |tx| {
        tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
        cutter.cut();
        tx.create(concept("法官", "ཁྲིམས་དཔོན"), &stamp("a", 1))
    });
    assert!(matches!(outcome, Err(Error::Unavailable { .. })), "{outcome:?}");
    assert_eq!(store.read(concepts::count), Ok(0));
    assert_eq!(write(&store), Ok(1), "and the next one goes through");
}

#[test]
fn a_connection_cut_at_the_commit_leaves_the_outcome_unknown() {
    let (proxy, store) = behind_a_proxy();
    for (cut, kept) in [(Cut::Before, 0), (Cut::After, 1)] {
        let before = store.read(concepts::count).unwrap();
        // With its end, because a transaction also begins with these letters: READ COMMITTED.
        proxy.cut_at(b"COMMIT\0", cut);
        let outcome = write(&store);
        assert!(
            matches!(outcome, Err(Error::OutcomeUnknown { .. })),
            "{cut:?}: {outcome:?}"
        );
        // The next write waits for the counter that the cut one has locked, so what becomes of that is settled.
        write(&store).unwrap();
        assert_eq!(store.read(concepts::count), Ok(before + kept + 1), "{cut:?}");
    }
    assert_eq!(proxy.cuts(), 2);
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn connections_that_died_while_idle_are_not_noticed_by_callers() {
    let (proxy, store) = behind_a_proxy();
    let store = &store;
    // Several idle ones: readers inside readers have one each.
    let nested = store.read(|_| store.read(|_| store.read(concepts::count)));
    assert_eq!(nested, Ok(0));
    proxy.cut();
    assert_eq!(write(store), Ok(1));
    proxy.cut();
    assert_eq!(store.read(changes::last_seq), Ok(1));
}

#[test]
fn a_server_that_lets_nobody_in_is_an_error_that_passes() {
    let (proxy, store) = behind_a_proxy();
    proxy.refuse(true);
    proxy.cut();
    for outcome in [write(&store), store.read(concepts::count)] {
        let Err(Error::Unavailable { cause }) = outcome else {
            panic!("{outcome:?}")
        };
        assert!(cause.contains(&proxy.address().to_string()), "{cause}");
    }
    proxy.refuse(false);
    assert_eq!(write(&store), Ok(1));
}

#[test]
fn a_server_that_takes_connections_and_does_not_answer_is_given_up() {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
    let url = format!(
        "postgres://postgres@{}/{database}?connect_timeout=1",
        proxy.address()
    );
    let store = open_postgres(&url).unwrap();
    proxy.hold(true);
    // The idle connection does not answer, and a new one neither.
    let Err(Error::Unavailable { cause }) = write(&store) else {
        panic!("it was written")
    };
    assert!(cause.contains("no answer within 1 s"), "{cause}");
    let sentence = open_postgres(&url).map(|_| ()).unwrap_err().to_string();
    assert!(sentence.contains("no answer within 1 s"), "{sentence}");
    proxy.hold(false);
    assert_eq!(write(&store), Ok(1));
}

#[test]
fn a_session_ended_by_an_administrator_keeps_nothing() {
    let store = crate::fixtures::Fresh::postgres().store;
    let outcome: Result<(), Error> = store.write(|tx| {
        tx.create(concept("法院", ""), &stamp("a", 1))?;
        store::Session::query(
            tx,
            "SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS TEXT)",
            &[],
        )?;
        Ok(())
    });
    assert!(matches!(outcome, Err(Error::Unavailable { .. })), "{outcome:?}");
    assert_eq!(store.read(concepts::count), Ok(0));
    assert_eq!(write(&store), Ok(1));
}

#[test]
fn a_failed_statement_fails_all_that_follow() {
    let store = crate::fixtures::Fresh::postgres().store;
    let outcome: Result<(), Error> = store.write_aside(|session| {
        drop(session.execute("INSERT INTO nowhere (a) VALUES (1)", &[]));
        let next = session.query("SELECT 1", &[]);
        assert!(matches!(next, Err(Error::Internal { .. })), "{next:?}");
        Ok(())
    });
    let Err(Error::Internal { cause }) = outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        cause.contains("nowhere"),
        "the first failure is the one that is told: {cause}"
    );
}

/// A commit that waits for a standby and is cancelled has been kept, and yet may be lost: nobody may be told `yes`.
#[test]
fn a_commit_that_a_standby_may_not_have_leaves_the_outcome_unknown() {
    let server = PostgresServer::start(&[]);
    let store = open_postgres(&server.url("postgres")).unwrap();
    let mut admin = server.wire("postgres");
    // One statement a call: neither can run in a transaction with others.
    admin.run("ALTER SYSTEM SET synchronous_standby_names = 'missing'");
    admin.run("SELECT pg_reload_conf()");
    let waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
    let mut writes = 0;
    let outcome = loop {
        writes += 1;
        let outcome = thread::scope(|scope| {
            let writer = scope.spawn(|| write(&store));
            while !writer.is_finished() && admin.run(waiting).is_empty() {
                thread::yield_now();
            }
            writer.join().unwrap()
        });
        // The server hears of its new setting a moment after it was told.
        if outcome.is_err() {
            break outcome;
        }
    };
    let Err(Error::OutcomeUnknown { cause }) = &outcome else {
        panic!("{outcome:?}")
    };
    assert!(
        cause.contains("might not have been replicated to the standby"),
        "{cause}"
    );
    assert_eq!(store.read(concepts::count), Ok(writes), "here it was kept");
}

#[test]
fn a_thread_does_not_wait_for_ever_for_the_connections_of_others() {
    let server = PostgresServer::shared();
    let options = Options {
        connections: 1,
        busy_timeout_ms: 1,
        ..Options::default()
    };
    let store = Store::open_postgres(&server.url(&server.fresh_database()), &store_id(1), options).unwrap();
    let store = &store;
    let outcome: Result<_, Error> = store.read(|session| {
        let own = store.read(concepts::count)?;
        let other = thread::scope(|scope| scope.spawn(|| store.read(concepts::count)).join().unwrap());
        Ok((own, concepts::count(session)?, other))
    });
    let (own, outer, other) = outcome.unwrap();
    assert_eq!((own, outer), (0, 0), "the thread that has it goes on");
    let Err(Error::Unavailable { cause }) = other else {
        panic!("{other:?}")
    };
    assert!(cause.starts_with("all 1 connections to `postgres://"), "{cause}");
    assert_eq!(write(store), Ok(1), "and it came back");
}

#[test]
fn a_reader_that_panics_does_not_take_a_connection_with_it() {
    let server = PostgresServer::shared();
    let options = Options {
        connections: 1,
        ..Options::default()
    };
    let store = Store::open_postgres(&server.url(&server.fresh_database()), &store_id(1), options).unwrap();
    let runs = AtomicUsize::new(0);
    for _ in 0..3 {
        let panicked = thread::scope(|scope| {
            let reader = || {
                store.read::<(), Error>(|_| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    panic!("broken reader")
                })
            };
            scope.spawn(reader).join().is_err()
        });
        assert!(panicked);
    }
    assert_eq!(runs.load(Ordering::SeqCst), 3);
    create(&store, concept("法院", ""));
}
