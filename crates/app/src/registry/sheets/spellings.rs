//! The names of a sheet by what tells them apart: each is folded once, however often it stands there.

use std::collections::HashMap;

use registry::exact_key;

use crate::registry::transliterations;

/// What a name is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    /// The name without width, case and dots.
    pub key: String,
    /// The class of spellings of one Tibetan name: never the same as being the same.
    pub class: Option<String>,
}

/// The names that were learned.
#[derive(Default)]
pub(super) struct Spellings {
    of_name: HashMap<String, Spelling>,
    classes: HashMap<String, String>,
}

impl Spellings {
    pub(super) fn learn(&mut self, name: &str) {
        if !self.of_name.contains_key(name) {
            let spelling = Spelling {
                key: exact_key(name),
                class: transliterations().class_of(name),
            };
            if let Some(class) = &spelling.class {
                self.classes.insert(spelling.key.clone(), class.clone());
            }
            self.of_name.insert(name.to_owned(), spelling);
        }
    }

    pub(super) fn of(&self, name: &str) -> Option<&Spelling> {
        self.of_name.get(name)
    }

    pub(super) fn has_key(&self, key: &str) -> bool {
        self.of_name.values().any(|spelling| spelling.key == key)
    }

    pub(super) fn class_of_key(&self, key: &str) -> Option<&String> {
        self.classes.get(key)
    }

    /// Returns the keys and the classes, each once.
    pub(super) fn sought(&self) -> (Vec<String>, Vec<String>) {
        let sorted = |texts: Vec<&String>| {
            let mut texts: Vec<String> = texts.into_iter().cloned().collect();
            texts.sort();
            texts.dedup();
            texts
        };
        (
            sorted(self.of_name.values().map(|spelling| &spelling.key).collect()),
            sorted(
                self.of_name
                    .values()
                    .filter_map(|spelling| spelling.class.as_ref())
                    .collect(),
            ),
        )
    }
}
