//! Shanjar itself, asked in this process as its server asks it.

use std::time::Instant;

use app::{Permit, ReadGlossary, SearchRequest};
use testkit::{Application, Generated};

use super::building::{Built, bytes_in};
use super::contestant::{Contestant, Found, HITS};

/// An application that is filled and indexed.
struct Ours {
    application: Application,
    permit: Permit<ReadGlossary>,
}

impl Contestant for Ours {
    fn look_up(&mut self, typed: &str) -> Vec<Found> {
        let request = SearchRequest {
            limit: HITS,
            ..SearchRequest::new(typed)
        };
        let answer = self
            .application
            .app
            .look_up()
            .search(&self.permit, &request)
            .unwrap();
        let found = |hit: &app::Hit| {
            let terms = hit.summary.zh.iter().chain(&hit.summary.bo);
            Found {
                concept: hit.summary.id.number() as i64,
                shown: terms.map(|term| term.text.as_str()).collect::<Vec<_>>().join("|"),
            }
        };
        answer.hits.iter().map(found).collect()
    }

    fn bytes(&mut self) -> u64 {
        bytes_in(self.application.directory())
    }

    fn index_bytes(&mut self) -> u64 {
        bytes_in(&self.application.directory().join("index"))
    }
}

/// Takes part with `application`.
pub fn built(application: Application) -> Built {
    let permit = application.read_permit();
    Built {
        name: "Shanjar".into(),
        contestant: Box::new(Ours { application, permit }),
        seconds: Vec::new(),
        index_seconds: Vec::new(),
    }
}

/// Imports `entries` into a directory of its own, `rounds` times; the last one takes part.
///
/// The first time goes from the file to the first answer and has a durable store in it; the second is the index alone.
pub fn build(entries: &[Generated], rounds: usize) -> Built {
    let lines = entries.iter().map(|entry| format!("{},{}\n", entry.zh, entry.bo));
    let file: String = std::iter::once("zh,bo\n".to_owned()).chain(lines).collect();
    let (mut seconds, mut index_seconds) = (Vec::new(), Vec::new());
    let mut last = None;
    for _ in 0..rounds {
        let application = Application::empty();
        let start = Instant::now();
        assert!(application.import("generated.csv", &file).applied);
        application.catch_up();
        seconds.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        application.app.reindex(&application.operate_permit()).unwrap();
        index_seconds.push(start.elapsed().as_secs_f64());
        last = Some(application);
    }
    Built {
        seconds,
        index_seconds,
        ..built(last.unwrap())
    }
}
