//! Every node's index follows the change log, whoever writes and whichever node is killed.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::Application;
use testkit::postgres::PostgresServer;

use super::length;
use super::writers::{self, Acknowledged};
use crate::cli::program::{Place, Serving};

const WRITERS: usize = 8;

/// Notes when a node's index has come to each change.
struct Follower {
    /// When it had read up to a change, in order.
    seen: Mutex<Vec<(u64, Instant)>>,
}

impl Follower {
    fn watch(&self, node: &Application, is_over: &AtomicBool) {
        let mut last = 0;
        loop {
            // Asked first, so that the last look comes after the last change.
            let is_last = is_over.load(Ordering::SeqCst);
            let position = node.app.index_position();
            if position > last {
                self.seen.lock().unwrap().push((position, Instant::now()));
                last = position;
            }
            if is_last {
                return;
            }
            thread::yield_now();
        }
    }

    /// Returns how long after `at` the change `seq` could be found; `None` if it was not seen.
    fn lag(&self, seq: u64, at: Instant) -> Option<Duration> {
        let seen = self.seen.lock().unwrap();
        let first = seen.partition_point(|(position, _)| *position < seq);
        Some(seen.get(first)?.1.saturating_duration_since(at))
    }
}

#[test]
fn every_index_equals_the_store_after_many_writers_and_a_killed_node() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let nodes = [(); 2].map(|()| Application::on_database(&url));
    // A third node, the real program, because it is killed.
    let place = Place::new().sharing_keys();
    let args = ["--database", &url, "--data-dir", "killed"];
    let killed = Serving::start(&place, &args);
    let each = length("SHANJAR_CHANGES", 1_000).div_ceil(WRITERS);
    let (acknowledged, is_over) = (Acknowledged::default(), AtomicBool::new(false));
    let follower = Follower {
        seen: Mutex::default(),
    };
    let back = thread::scope(|scope| {
        scope.spawn(|| follower.watch(&nodes[0], &is_over));
        let writers = writers::start(scope, WRITERS, each, &nodes, &acknowledged);
        acknowledged.wait_for(each * WRITERS / 3);
        killed.signal("KILL");
        let _ = killed.wait();
        acknowledged.wait_for(each * WRITERS * 2 / 3);
        let back = Serving::start(&place, &args);
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        nodes.iter().for_each(Application::catch_up);
        is_over.store(true, Ordering::SeqCst);
        back
    });
    let writes = acknowledged.since(0);
    let seqs: HashSet<u64> = writes.iter().map(|write| write.written.seq).collect();
    assert_eq!(seqs.len(), each * WRITERS, "no number was given twice");
    let missing = writes.iter().filter(|write| {
        let is_here = |node: &Application| {
            node.hits(&write.name)
                .first()
                .is_some_and(|hit| hit.starts_with("exact"))
        };
        !nodes.iter().all(is_here) || !finds(&back, &write.name, write.written.seq)
    });
    let missing = missing.count();
    let mut lags: Vec<Duration> = writes
        .iter()
        .filter_map(|write| follower.lag(write.written.seq, write.at))
        .collect();
    lags.sort();
    println!(
        "change log: {} changes by {WRITERS} writers, {missing} missing from the index of any of 3 nodes; lag p50 {:?}, \
         p99 {:?}",
        writes.len(),
        lags[lags.len() / 2],
        lags[lags.len() * 99 / 100],
    );
    assert_eq!((missing, lags.len()), (0, writes.len()));
    for node in &nodes {
        assert_eq!(node.app.look_up().len(), writes.len());
    }
}

/// Tells whether a node finds a name exactly, once it has read the change `seq`.
fn finds(node: &Serving, name: &str, seq: u64) -> bool {
    let address = format!("{}/api/v1/search", node.url());
    loop {
        let asked = ureq::get(&address)
            .query("q", name)
            .query("min_seq", seq.to_string())
            .call();
        match asked {
            // It says so when that takes longer than it waits.
            Err(ureq::Error::StatusCode(503)) => {}
            answer => {
                let text = answer.unwrap().body_mut().read_to_string().unwrap();
                let document: serde_json::Value = serde_json::from_str(&text).unwrap();
                return document["hits"][0]["match"]["kind"] == "exact"
                    && document["hits"][0]["match"]["term"] == name;
            }
        }
    }
}

/// The control: a poller that asks for what is greater than the last number it saw, of numbers that are given before the
/// commit.
#[test]
fn a_poller_of_numbers_given_before_the_commit_misses_some() {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    server
        .wire(&database)
        .run("CREATE TABLE naive (id BIGSERIAL PRIMARY KEY, writer BIGINT)");
    let is_over = AtomicBool::new(false);
    let each = 50;
    let seen = thread::scope(|scope| {
        let poll = || {
            let (mut wire, mut last, mut seen) = (server.wire(&database), 0, 0);
            loop {
                // Asked first, so that the last look comes after the last commit.
                let is_last = is_over.load(Ordering::SeqCst);
                let rows = wire.run(&format!("SELECT id FROM naive WHERE id > {last} ORDER BY id"));
                seen += rows.len();
                if let Some(row) = rows.last() {
                    last = row[0].as_deref().unwrap().parse().unwrap();
                }
                if is_last {
                    return seen;
                }
            }
        };
        let poller = scope.spawn(poll);
        let write = |writer: usize| {
            let mut wire = server.wire(&database);
            for _ in 0..each {
                // The number is given at the beginning, and the work takes a while.
                wire.run(&format!(
                    "BEGIN; INSERT INTO naive (writer) VALUES ({writer}); SELECT pg_sleep(random() / 100); COMMIT"
                ));
            }
        };
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| scope.spawn(move || write(writer)))
            .collect();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
        is_over.store(true, Ordering::SeqCst);
        poller.join().unwrap()
    });
    println!(
        "naive control: {} of {} rows missed",
        each * WRITERS - seen,
        each * WRITERS
    );
    assert!(seen < each * WRITERS, "the control missed nothing");
}
