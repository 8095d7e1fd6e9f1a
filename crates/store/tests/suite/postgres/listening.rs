//! Waking a follower when another node has written.

use std::time::Duration;

use store::jobs;
use testkit::postgres::PostgresServer;

use crate::fixtures::{Fresh, concept, create, open_postgres};

/// Longer than any test runs: nobody waits for its end.
const LONG: Duration = Duration::from_secs(600);

#[test]
fn a_follower_is_woken_by_the_write_of_another_node() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let (follower, writer) = (open_postgres(&url).unwrap(), open_postgres(&url).unwrap());
    assert!(
        follower.wait_for_changes(LONG),
        "what came before it listened is not known"
    );
    assert!(!follower.wait_for_changes(Duration::ZERO));
    create(&writer, concept("法院", "ཁྲིམས་ཁང"));
    assert!(follower.wait_for_changes(LONG));
    create(&follower, concept("法官", "ཁྲིམས་དཔོན"));
    assert!(follower.wait_for_changes(LONG), "its own writes wake it too");

    writer
        .write_aside(|session| jobs::create(session, "j-1", "test", "{}", 1))
        .unwrap();
    let same = writer.write(|tx| Ok::<_, store::Error>(tx.last_seq()));
    assert_eq!(same, Ok(2));
    assert!(
        !follower.wait_for_changes(Duration::from_millis(1)),
        "nothing was numbered"
    );
}

#[test]
fn a_follower_is_woken_when_it_can_no_longer_listen() {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let follower = open_postgres(&server.url(&database)).unwrap();
    assert!(follower.wait_for_changes(LONG));
    let ended = format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}' AND query LIKE 'LISTEN%'"
    );
    server.wire("postgres").run(&ended);
    assert!(follower.wait_for_changes(LONG), "it may have missed something");
    assert!(follower.wait_for_changes(LONG), "and listens again");
    create(&follower, concept("法院", ""));
    assert!(follower.wait_for_changes(LONG));
}

#[test]
fn a_data_directory_has_no_other_node() {
    let store = Fresh::sqlite().store;
    create(&store, concept("法院", ""));
    assert!(!store.wait_for_changes(LONG));
    assert!(!store.is_shared());
}
