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

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(names: &[&str]) -> Spellings {
        let mut spellings = Spellings::default();
        names.iter().for_each(|name| spellings.learn(name));
        spellings
    }

    #[test]
    fn dots_and_width_make_no_other_name_and_another_writing_does() {
        for (one, other, is_alike, is_one_class) in [
            ("多杰·才让", "多杰•才让", true, true),
            ("多杰·才让", "多杰才让", true, true),
            ("བཀྲ་ཤིས", "བཀྲ་ཤིས་", true, true),
            ("བཀྲ་ཤིས", "བཀྲ་ཤིས།", true, true),
            // Which spelling somebody uses is never the same as being the same.
            ("扎西", "札西", false, true),
            ("扎西", "བཀྲ་ཤིས", false, true),
            ("多杰才让", "多吉次仁", false, true),
            ("扎西", "多杰", false, false),
            ("བཀྲ་ཤིས", "རྡོ་རྗེ", false, false),
        ] {
            let spellings = learned(&[one, other]);
            let (one, other) = (spellings.of(one).unwrap(), spellings.of(other).unwrap());
            assert_eq!(one.key == other.key, is_alike, "{one:?} {other:?}");
            assert!(one.class.is_some() && other.class.is_some(), "{one:?} {other:?}");
            assert_eq!(one.class == other.class, is_one_class, "{one:?} {other:?}");
        }
    }

    #[test]
    fn only_what_was_learned_is_known_and_each_is_sought_once() {
        let spellings = learned(&["扎西", "扎西", "札西", "བཀྲ་ཤིས", "王伟", "多杰·才让", "多杰才让"]);
        assert!(spellings.of("卓玛").is_none() && !spellings.has_key("卓玛"));
        assert!(spellings.has_key("多杰才让") && !spellings.has_key("多杰·才让"));
        let (keys, classes) = spellings.sought();
        assert_eq!(keys.len(), 5, "扎西, 札西, བཀྲ་ཤིས, 王伟, 多杰才让: {keys:?}");
        assert_eq!(classes.len(), 2, "{classes:?}");
        assert!(keys.is_sorted() && classes.is_sorted());
        assert_eq!(spellings.class_of_key("扎西"), spellings.class_of_key("札西"));
        // A name of no table has a key and no class.
        assert!(spellings.has_key("王伟"));
        assert_eq!(spellings.class_of_key("王伟"), None);
        assert_eq!(learned(&[]).sought(), (Vec::new(), Vec::new()));
    }
}
