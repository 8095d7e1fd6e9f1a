//! What a data directory holds once the real store has opened it.

use std::collections::BTreeSet;
use std::path::Path;

use store::{Options, Store, Stored, concepts};

use crate::fresh_id;

/// How many concepts are read at a time.
const PAGE: usize = 500;

/// What a data directory holds, or what is wrong with it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// The texts of the terms of every concept, in their order.
    pub concepts: BTreeSet<Vec<String>>,
    /// What the store finds wrong: in the pages of the file, in its references, in its own rules; or why it does not open.
    pub problems: Vec<String>,
}

impl Kept {
    /// Opens the store in `directory` as the program does, lets it check itself, and reads all of it.
    #[must_use]
    pub fn in_directory(directory: &Path) -> Self {
        let read = || {
            let store = Store::open(directory, &fresh_id(), Options::default())?;
            let problems = store.verify()?.problems;
            let mut found = BTreeSet::new();
            store.read(|session| {
                let mut after = None;
                loop {
                    let page = concepts::page_after(session, after, PAGE)?;
                    let Some(last) = page.last() else { break };
                    after = Some(last.id);
                    let texts =
                        |stored: Stored| stored.body.terms.into_iter().map(|term| term.text).collect();
                    found.extend(page.into_iter().map(texts));
                }
                Ok::<_, store::Error>(())
            })?;
            Ok::<_, store::Error>(Self {
                concepts: found,
                problems,
            })
        };
        read().unwrap_or_else(|err| Self {
            concepts: BTreeSet::new(),
            problems: vec![err.to_string()],
        })
    }
}
