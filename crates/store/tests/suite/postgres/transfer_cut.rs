//! Copying that is cut off, as often and wherever one likes, and goes on.

use std::{fs, thread};

use store::transfer::{Progress, Stage};
use store::{Error, Options, Store};
use testkit::postgres::PostgresServer;
use testkit::{Cut, TcpProxy};

use super::transfer::{Pair, check_equal, transfer};
use crate::fixtures::{concept, open_postgres, stamp};

/// Where a copying stands: the table, and how many rows of it are copied.
type At = (&'static str, u64);

/// A pair whose database is reached through a network that can be cut.
fn behind_a_proxy(extra: usize) -> (Pair, TcpProxy, String) {
    let pair = Pair::new(extra);
    let proxy = TcpProxy::to(([127, 0, 0, 1], PostgresServer::shared().port()).into());
    let url = format!(
        "postgres://postgres@{}/{}?connect_timeout=60",
        proxy.address(),
        pair.database
    );
    (pair, proxy, url)
}

/// Copies and cuts the connection at the next commit once `is_time`; returns where the copying stood at first.
fn cut_once(
    pair: &Pair,
    (proxy, url): (&TcpProxy, &str),
    cut: Cut,
    is_time: impl Fn(&Progress) -> bool,
) -> (Result<bool, Error>, Option<At>) {
    let (mut first, mut is_armed) = (None, false);
    let outcome = transfer(pair.directory.path(), url, &mut |progress| {
        if progress.stage == Stage::Copying {
            first.get_or_insert((progress.table, progress.rows));
        }
        if !is_armed && is_time(&progress) {
            is_armed = true;
            proxy.cut_at(b"COMMIT\0", cut);
        }
    });
    (outcome.map(|report| report.is_equal()), first)
}

#[track_caller]
fn check_interrupted(outcome: &Result<bool, Error>) {
    let Err(Error::Interrupted { .. }) = outcome else {
        panic!("{outcome:?}")
    };
    let sentence = outcome.as_ref().unwrap_err().to_string();
    assert!(
        sentence.starts_with("copying into the database `postgres://postgres@127.0.0.1:"),
        "{sentence}"
    );
    assert!(
        sentence.ends_with("(hint: run the same command again, it goes on where it stopped)"),
        "{sentence}"
    );
}

#[test]
fn a_copying_that_is_cut_at_every_batch_ends_equal() {
    let (pair, proxy, url) = behind_a_proxy(1_200);
    let mut stood: Vec<At> = Vec::new();
    // The first commit of each run is cut, by turns before and after the server has it, so that every second run comes one
    // batch further.
    for nth in 0.. {
        let cut = if nth % 2 == 0 { Cut::Before } else { Cut::After };
        let (outcome, first) = cut_once(&pair, (&proxy, &url), cut, |progress| {
            progress.stage == Stage::Copying
        });
        if let Err(Error::AlreadyCopied {
            source_seq: 1_209, ..
        }) = outcome
        {
            break;
        }
        check_interrupted(&outcome);
        stood.push(first.unwrap());
        assert!(nth < 100, "it does not come further: {stood:?}");
    }
    // The last pair of cuts was at the comparison.
    for (nth, pair) in stood.chunks(2).enumerate() {
        assert_eq!(
            pair[0], pair[1],
            "run {nth}: what was cut before the commit is not kept"
        );
    }
    let mut places: Vec<At> = stood.chunks(2).map(|pair| pair[0]).collect();
    let expected = [
        ("change", 0),
        ("change", 1_000),
        ("change", 1_209),
        ("concept", 1_000),
        ("concept", 1_202),
        ("concept_revision", 1_000),
        ("concept_revision", 1_209),
        ("concept_term", 1_000),
        ("concept_term", 2_000),
        ("concept_term", 2_404),
        ("concept_membership", 1_000),
    ];
    assert_eq!(places[..expected.len()], expected);
    places.dedup();
    assert_eq!(places.len(), stood.len() / 2, "every second run comes further");
    check_equal(&pair);
}

#[test]
fn a_commit_that_is_cut_before_the_first_row_leaves_nothing_to_mend() {
    for cut in [Cut::Before, Cut::After] {
        let (pair, proxy, url) = behind_a_proxy(0);
        // Making the schema is the first commit, beginning the transfer the second.
        for _ in 0..2 {
            let (outcome, _) = cut_once(&pair, (&proxy, &url), cut, |progress| {
                progress.table == "change_counter"
            });
            assert!(outcome.is_err(), "{cut:?}: {outcome:?}");
            proxy.cut_at(b"no statement", cut);
        }
        assert!(pair.transfer().unwrap().is_equal(), "{cut:?}");
        check_equal(&pair);
    }
}

#[test]
fn a_mark_of_the_end_that_was_cut_is_made_or_found_by_the_next_run() {
    for cut in [Cut::Before, Cut::After] {
        let (pair, proxy, url) = behind_a_proxy(0);
        let (outcome, _) = cut_once(&pair, (&proxy, &url), cut, |progress| {
            progress.stage == Stage::Comparing
        });
        check_interrupted(&outcome);
        match (cut, pair.transfer()) {
            (Cut::Before, Ok(report)) => assert!(report.is_equal()),
            (Cut::After, Err(err)) => assert!(matches!(err, Error::AlreadyCopied { .. }), "{err:?}"),
            (_, outcome) => panic!("{cut:?}: {outcome:?}"),
        }
        check_equal(&pair);
    }
}

/// The server may learn late that a connection broke, and be at the last commit of a run while the next one begins.
#[test]
fn a_run_waits_for_what_the_run_before_has_under_way() {
    let (pair, proxy, url) = behind_a_proxy(0);
    let (outcome, _) = cut_once(&pair, (&proxy, &url), Cut::Before, |progress| {
        (progress.stage, progress.table) == (Stage::Copying, "concept_term")
    });
    check_interrupted(&outcome);
    let server = PostgresServer::shared();
    let mut before = server.wire(&pair.database);
    before.run("BEGIN; UPDATE transfer SET current_table = 'concept_term', copied = 0");
    let report = thread::scope(|scope| {
        let next = scope.spawn(|| transfer(pair.directory.path(), &pair.url, &mut |_| {}));
        let mut watch = server.wire(&pair.database);
        let waits = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
        while watch.run(waits).is_empty() && !next.is_finished() {
            thread::yield_now();
        }
        before.run("COMMIT");
        next.join().unwrap()
    });
    assert!(report.unwrap().is_equal());
    check_equal(&pair);
}

#[test]
fn connections_that_die_between_batches_are_made_anew() {
    let (pair, proxy, url) = behind_a_proxy(1_200);
    let report = transfer(pair.directory.path(), &url, &mut |progress| {
        if progress.stage == Stage::Copying {
            proxy.cut();
        }
    });
    assert!(report.unwrap().is_equal());
    check_equal(&pair);
}

#[test]
fn an_unfinished_copy_is_not_opened() {
    let (pair, proxy, url) = behind_a_proxy(0);
    let (outcome, _) = cut_once(&pair, (&proxy, &url), Cut::Before, |progress| {
        (progress.stage, progress.table) == (Stage::Copying, "concept_term")
    });
    check_interrupted(&outcome);
    let id = "01".repeat(16);
    let expected = format!(
        "the database `{}` holds an unfinished copy of the store `{id}` and cannot be used yet (hint: run the same \
         `shanjar migrate` again, it goes on where it stopped)",
        pair.url
    );
    for opened in [
        open_postgres(&pair.url),
        Store::open_postgres_read_only(&pair.url, Options::default()),
    ] {
        assert_eq!(opened.map(|_| ()).unwrap_err().to_string(), expected);
    }
    assert!(pair.transfer().unwrap().is_equal());
    check_equal(&pair);
}

#[test]
fn a_node_that_has_the_empty_database_open_writes_nothing_in_between() {
    let pair = Pair::new(0);
    let node = open_postgres(&pair.url).unwrap();
    let write = || node.write(|tx| Ok::<_, Error>(tx.create(concept("法院", ""), &stamp("a", 1))?.id));
    let mut refused = 0;
    let report = transfer(pair.directory.path(), &pair.url, &mut |progress| {
        // The counter is the last table, and is not there before.
        let is_before_counter = progress.stage == Stage::Copying && progress.table != "change_counter";
        if is_before_counter && matches!(write(), Err(Error::Damaged { .. })) {
            refused += 1;
        }
    });
    assert!(report.unwrap().is_equal());
    assert!(refused > 10, "{refused}");
    drop(node);
    check_equal(&pair);
}

#[test]
fn of_two_processes_that_copy_the_same_store_one_is_told() {
    let pair = Pair::new(1_200);
    let twin = tempfile::tempdir().unwrap();
    fs::copy(
        pair.directory.path().join("shanjar.db"),
        twin.path().join("shanjar.db"),
    )
    .unwrap();
    let mut other = None;
    let outcome = transfer(pair.directory.path(), &pair.url, &mut |progress| {
        if (progress.table, progress.stage, progress.rows) == ("concept_term", Stage::Copying, 1_000) {
            other = Some(transfer(twin.path(), &pair.url, &mut |_| {}));
        }
    });
    let sentence = outcome.unwrap_err().to_string();
    assert!(
        sentence.contains("was cut off: another process copies into it as well"),
        "{sentence}"
    );
    assert!(other.unwrap().unwrap().is_equal(), "the other has finished it");
    check_equal(&pair);
}
