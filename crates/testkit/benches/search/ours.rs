//! The search of this repository, through its public surface.

use std::hint::black_box;
use std::sync::Arc;

use glossary::Lang;
use search::{Definition, Encoder, Indexed, Origin, Request, SearchIndex, Setup, Words};
use tempfile::TempDir;
use testkit::{Generated, Query};

use crate::measure::{Engine, payload};

/// An index in a folder of its own, with payloads of the size of an answer, which are handed out where they lie.
#[derive(Clone)]
pub struct Ours {
    index: SearchIndex,
    folder: Arc<TempDir>,
}

/// The same index whose payloads are written into one buffer, as into the body of an answer.
pub struct Written(Ours);

impl Ours {
    /// Builds the index, all keys derived from the raw text.
    pub fn build(entries: &[Generated]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let setup = Setup {
            definition: Definition::load().unwrap(),
            encoder: Encoder::new("bench", |indexed| {
                let concept = indexed.concept;
                let text = |lang| concept.preferred(lang).unwrap_or_default();
                payload(text(Lang::Zh), text(Lang::Bo), &concept.definitions[0].text)
            }),
            origin: Origin {
                id: "bench".to_owned(),
                last_seq: 1,
            },
            words: Words::load_in_background(),
            hidden: Vec::new(),
        };
        let (index, _) = SearchIndex::open(folder.path(), setup).unwrap();
        let mut writer = index.writer().unwrap();
        let mut rebuild = writer.rebuild().unwrap();
        for (id, entry) in (1..).zip(entries) {
            let indexed = Indexed {
                id: glossary::ConceptId::new(id),
                revision: 1,
                concept: &entry.concept(),
            };
            rebuild.add(&indexed).unwrap();
        }
        rebuild.finish(1).unwrap();
        let folder = Arc::new(folder);
        Self { index, folder }
    }

    pub fn written(&self) -> Written {
        Written(self.clone())
    }

    fn ten_best(&self, query: &Query) -> Vec<search::Hit> {
        let request = Request {
            limit: 10,
            ..Request::new(&query.text)
        };
        self.index.search(&request).unwrap().hits
    }
}

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "Shanjar"
    }

    fn bytes(&self) -> u64 {
        folder_bytes(self.folder.path())
    }

    fn answer(&self, query: &Query) -> usize {
        self.ten_best(query).iter().map(|hit| hit.payload.len()).sum()
    }
}

impl Engine for Written {
    fn name(&self) -> &'static str {
        "Shanjar, payloads written"
    }

    fn bytes(&self) -> u64 {
        self.0.bytes()
    }

    fn answer(&self, query: &Query) -> usize {
        let hits = self.0.ten_best(query);
        let mut body = Vec::with_capacity(hits.iter().map(|hit| hit.payload.len()).sum());
        hits.iter().for_each(|hit| body.extend_from_slice(&hit.payload));
        black_box(&body).len()
    }
}

/// Returns the bytes of all files in a folder and its subfolders.
pub fn folder_bytes(folder: &std::path::Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let metadata = entry.metadata().unwrap();
            if metadata.is_dir() {
                folder_bytes(&entry.path())
            } else {
                metadata.len()
            }
        })
        .sum()
}
