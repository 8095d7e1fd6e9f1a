//! The primary is killed under writers, and a standby takes over.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use testkit::Application;
use testkit::postgres::{Acknowledged as Commits, PostgresCluster};

use super::length;
use super::writers::{self, Acknowledged};

const WRITERS: usize = 4;
/// How many writes are acknowledged between two failovers at least.
const BETWEEN: usize = 100;

/// What came of the acknowledged writes.
#[derive(Debug, Default)]
struct Outcome {
    acknowledged: usize,
    lost: usize,
    duplicated: usize,
    /// From the end of the primary, before a standby is chosen, to the first acknowledgement after it.
    waits: Vec<Duration>,
}

/// Kills the primary `failovers` times under writers on two nodes; before that lets `prepare` do its worst.
fn fail_over(commits: Commits, failovers: usize, prepare: impl Fn(&mut PostgresCluster)) -> Outcome {
    let mut cluster = PostgresCluster::start(commits);
    let nodes = [(); 2].map(|()| Application::on_database(&cluster.url()));
    let acknowledged = Acknowledged::default();
    let mut outcome = Outcome::default();
    thread::scope(|scope| {
        let writers = writers::start(scope, WRITERS, usize::MAX, &nodes, &acknowledged);
        for _ in 0..failovers {
            acknowledged.wait_for(acknowledged.count() + BETWEEN);
            prepare(&mut cluster);
            if commits == Commits::ByPrimaryAlone {
                // These are what nobody else has.
                acknowledged.wait_for(acknowledged.count() + BETWEEN);
            }
            let killed = cluster.primary();
            cluster.kill_primary();
            let (killed_at, known) = (Instant::now(), acknowledged.count());
            cluster.promote_best();
            acknowledged.wait_for(known + 1);
            let first = acknowledged.since(known)[0].at;
            outcome.waits.push(first.saturating_duration_since(killed_at));
            cluster.rejoin(killed);
        }
        acknowledged.wait_for(acknowledged.count() + BETWEEN);
        acknowledged.end();
        writers.into_iter().for_each(|writer| writer.join().unwrap());
    });
    let there = names(&cluster);
    let writes = acknowledged.since(0);
    outcome.acknowledged = writes.len();
    outcome.lost = writes
        .iter()
        .filter(|write| !there.contains_key(&write.name))
        .count();
    outcome.duplicated = there.values().filter(|count| **count > 1).count();
    for node in &nodes {
        node.catch_up();
        assert!(node.app.verify(&node.operate_permit()).unwrap().is_sound());
        assert_eq!(
            node.app.look_up().len(),
            there.len(),
            "each node finds what is there"
        );
        assert!(node.app.readiness().is_ready());
    }
    let last = &writes.last().unwrap().name;
    assert_eq!(nodes[0].hits(last)[0], format!("exact {last} | 未有藏文"));
    outcome
}

/// Returns every term with how many concepts have it, as the primary has them.
fn names(cluster: &PostgresCluster) -> HashMap<String, usize> {
    let rows = cluster
        .wire()
        .run("SELECT text, CAST(COUNT(*) AS TEXT) FROM concept_term GROUP BY text");
    let row = |row: Vec<Option<String>>| {
        let [Some(name), Some(count)] = &row[..] else {
            panic!("{row:?}")
        };
        (name.clone(), count.parse().unwrap())
    };
    rows.into_iter().map(row).collect()
}

fn print(name: &str, outcome: &Outcome) {
    println!(
        "{name}: {} failovers, {} acknowledged, {} lost, {} duplicated; first write again {:?} after the kill at most",
        outcome.waits.len(),
        outcome.acknowledged,
        outcome.lost,
        outcome.duplicated,
        outcome.waits.iter().max().unwrap()
    );
}

#[test]
fn a_failover_with_quorum_commit_loses_and_doubles_nothing() {
    let outcome = fail_over(Commits::ByQuorum, length("SHANJAR_FAILOVERS", 2), |_| {});
    print("quorum commit", &outcome);
    assert_eq!((outcome.lost, outcome.duplicated), (0, 0));
}

/// The control: the same, acknowledged by the primary alone while nobody follows it.
#[test]
fn a_failover_without_quorum_commit_loses_writes_and_that_is_seen() {
    let outcome = fail_over(Commits::ByPrimaryAlone, 1, PostgresCluster::cut_standbys);
    print("asynchronous control", &outcome);
    assert!(outcome.lost > 0, "the detector found nothing: {outcome:?}");
    assert_eq!(outcome.duplicated, 0);
}
