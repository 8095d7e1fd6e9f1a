//! Whoever has written finds it at once, at whichever node it asks.

use testkit::Application;
use testkit::postgres::PostgresServer;

use super::length;
use crate::cli::program::{Place, Serving};

#[test]
fn a_search_with_min_seq_is_never_stale() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let writer = Application::on_database(&url);
    let place = Place::new().sharing_keys();
    let nodes = ["one", "two"].map(|data| Serving::start(&place, &["--database", &url, "--data-dir", data]));
    let pairs = length("SHANJAR_PAIRS", 500);
    let (mut stale, mut not_yet) = (0, 0);
    for number in 0..pairs {
        let name = format!("第{number}件");
        let seq = writer.create(&name, &format!("k-{number}")).unwrap().seq;
        let address = format!("{}/api/v1/search", nodes[number % nodes.len()].url());
        let document = loop {
            let asked = ureq::get(&address)
                .query("q", &name)
                .query("min_seq", seq.to_string())
                .call();
            match asked {
                // The node says that it has not come so far, which is no wrong answer.
                Err(ureq::Error::StatusCode(503)) => not_yet += 1,
                answer => break answer.unwrap().body_mut().read_to_string().unwrap(),
            }
        };
        let document: serde_json::Value = serde_json::from_str(&document).unwrap();
        let hit = &document["hits"][0]["match"];
        if hit["kind"] != "exact" || hit["term"] != name {
            stale += 1;
        }
    }
    println!("own writes: {pairs} pairs over 2 nodes, {stale} stale, {not_yet} times told to wait longer");
    assert_eq!(stale, 0);
}
