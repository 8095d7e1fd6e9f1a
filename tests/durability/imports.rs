//! Imports in the background: killed at any moment they are done once and whole, and whoever writes beside one does not wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use app::{
    Actor, BatchKind, BatchText, FileIds, Format, ImportMode, ImportRequest, ImportState, MessageLanguage,
    OnError,
};
use serde_json::Value;
use testkit::{Application, Generator};

use super::chosen;
use crate::cli::program::{Place, Serving};

/// Rows of the file that is imported while its server is killed.
const ROWS: usize = 600;

fn file(rows: usize) -> String {
    let entries = Generator::new(2026).entries(rows);
    let lines = entries.iter().map(|entry| format!("{},{}\n", entry.zh, entry.bo));
    std::iter::once("zh,bo\n".to_owned()).chain(lines).collect()
}

/// A server's address, with a token that may import.
struct Node {
    serving: Serving,
    token: String,
}

impl Node {
    fn start(place: &Place, token: &str) -> Self {
        Self {
            serving: Serving::start(place, &[]),
            token: token.to_owned(),
        }
    }

    fn ask(&self, text: &str) -> String {
        let address = format!("{}/api/v1/imports/glossary?format=csv", self.serving.url());
        let mut answer = ureq::post(&address)
            .header("Authorization", &format!("Bearer {}", self.token))
            .send(text)
            .unwrap();
        let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        answer["id"].as_str().unwrap().to_owned()
    }

    fn find(&self, id: &str) -> Value {
        let address = format!("{}/api/v1/imports/{id}", self.serving.url());
        let mut answer = ureq::get(&address)
            .header("Authorization", &format!("Bearer {}", self.token))
            .call()
            .unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
    }
}

#[test]
fn kill_9_in_an_import_leaves_it_to_the_next_start_and_it_is_done_once() {
    let rounds = chosen("SHANJAR_IMPORT_KILLS", 3);
    let text = file(ROWS);
    let (mut running, mut ended) = (0, 0);
    for round in 0..rounds {
        // Who follows an import here asks faster than any reader, and is not told to wait.
        let place = Place::with_database_file().sharing_keys();
        let made = place
            .run(["token", "add", "import", "--scope", "glossary:write", "--json"])
            .json();
        let token = made["secret"].as_str().unwrap().to_owned();
        let node = Node::start(&place, &token);
        let id = node.ask(&text);
        // The moment moves through the whole import: so many looks at it, and some microseconds more.
        let mut last_seen = Value::Null;
        for _ in 0..round * 4 {
            last_seen = node.find(&id)["state"].clone();
        }
        running += usize::from(last_seen == "running");
        thread::park_timeout(Duration::from_micros((round as u64 * 7_919) % 20_000));
        node.serving.signal("KILL");
        drop(node);

        let node = Node::start(&place, &token);
        ended += usize::from(node.find(&id)["state"] == "done");
        let job = loop {
            let job = node.find(&id);
            if job["finished_at"].is_string() {
                break job;
            }
            thread::yield_now();
        };
        assert_eq!(
            (&job["state"], &job["created"]),
            (&Value::from("done"), &Value::from(ROWS)),
            "{job}"
        );
        drop(node);
        let sound = place.run(["verify"]).done();
        assert!(
            sound.starts_with(&format!(
                "sound: {ROWS} concepts, {ROWS} revisions, {ROWS} changes"
            )),
            "{sound}"
        );
    }
    println!(
        "imports: {rounds} kills, {running} of them under way when last looked at, {ended} at their end, each import done once"
    );
}

#[test]
fn whoever_writes_beside_an_import_does_not_wait_for_it() {
    let concepts = chosen("SHANJAR_IMPORTED", 600);
    let application = Application::empty();
    let app = &application.app;
    let request = ImportRequest {
        bytes: Arc::new(file(concepts).into_bytes()),
        format: Format::Csv,
        mode: ImportMode::Apply,
        collection: None,
        on_error: OnError::Stop,
        columns: None,
        ignore_extra: false,
        ids: FileIds::Ours,
        succeeds: None,
        language: MessageLanguage::Zh,
    };
    let permit = app.policy().permit(&Actor::Operator).unwrap();
    let id = app.request_import(&permit, &request, None).unwrap();
    let is_over = AtomicBool::new(false);
    let importer = app.start_imports().unwrap();
    let (writes, slowest, took) = thread::scope(|scope| {
        let writing = scope.spawn(|| write_until(&application, &is_over));
        let began = Instant::now();
        importer.settle();
        let took = began.elapsed();
        is_over.store(true, Ordering::SeqCst);
        let (writes, slowest) = writing.join().unwrap();
        (writes, slowest, took)
    });
    let reading = app.policy().permit(&Actor::Operator).unwrap();
    let job = app.find_import(&reading, &id).unwrap();
    assert_eq!(
        (job.state, job.counts.created),
        (ImportState::Done, concepts as u64)
    );
    println!(
        "imports: {concepts} concepts in {} ms; {writes} other writes meanwhile, the slowest waited {} ms",
        took.as_millis(),
        slowest.as_millis()
    );
}

/// Writes one batch after the other, with and without the lock of the change counter, and changes no concept: the import
/// would only begin anew. Returns how many writes there were, and how long the slowest took.
fn write_until(application: &Application, is_over: &AtomicBool) -> (u64, Duration) {
    let app = &application.app;
    let permit = app.policy().permit(&Actor::Operator).unwrap();
    let text = |number: u64| BatchText {
        kind: BatchKind::Meeting,
        number: format!("第{number}批"),
        committee: "术语审定委员会".to_owned(),
        decided_on: None,
        decision: None,
        title: None,
        publisher: None,
        note: None,
    };
    let (mut writes, mut slowest) = (0, Duration::ZERO);
    while !is_over.load(Ordering::SeqCst) {
        let began = Instant::now();
        let batch = app.create_batch(&permit, text(writes)).unwrap();
        let made = began.elapsed();
        app.update_batch(&permit, &batch.id, 1, text(writes)).unwrap();
        slowest = slowest.max(made).max(began.elapsed().saturating_sub(made));
        writes += 2;
    }
    (writes, slowest)
}
