//! Records as a sheet leaves them: what is there, and what becomes of it row by row.

use std::collections::HashMap;

use store::records::StoredRecord;

use super::SheetCount;

/// A record, as it was read and as it is to be.
struct Draft<R> {
    revision: u64,
    before: Option<R>,
    now: R,
    is_told: bool,
}

/// Records of one kind. Those of which a row speaks are told, in the order in which rows do it first.
pub(super) struct Drafts<R> {
    by_id: HashMap<String, Draft<R>>,
    told: Vec<String>,
}

/// A record that is to be written.
pub(super) struct Changed<'d, R> {
    pub id: &'d str,
    /// The revision that it has; 0 for a new one.
    pub revision: u64,
    pub before: Option<&'d R>,
    pub now: &'d R,
}

impl<R: Clone + PartialEq> Drafts<R> {
    pub(super) fn new() -> Self {
        Self {
            by_id: HashMap::new(),
            told: Vec::new(),
        }
    }

    /// Adds a record that is there.
    pub(super) fn load(&mut self, stored: StoredRecord<R>) {
        let draft = Draft {
            revision: stored.revision,
            before: Some(stored.body.clone()),
            now: stored.body,
            is_told: false,
        };
        self.by_id.entry(stored.id).or_insert(draft);
    }

    pub(super) fn get(&self, id: &str) -> Option<&R> {
        self.by_id.get(id).map(|draft| &draft.now)
    }

    /// Returns a record as it is kept.
    pub(super) fn before(&self, id: &str) -> Option<&R> {
        self.by_id.get(id)?.before.as_ref()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &R)> {
        self.by_id.iter().map(|(id, draft)| (id.as_str(), &draft.now))
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &String> {
        self.by_id.keys()
    }

    /// Notes what a row makes of a record; a new one begins with it.
    pub(super) fn put(&mut self, id: &str, now: R) {
        let draft = self.by_id.entry(id.to_owned()).or_insert_with(|| Draft {
            revision: 0,
            before: None,
            now: now.clone(),
            is_told: false,
        });
        draft.now = now;
        if !draft.is_told {
            draft.is_told = true;
            self.told.push(id.to_owned());
        }
    }

    /// Returns the records that are to be written, in the order in which rows spoke of them.
    pub(super) fn changed(&self) -> impl Iterator<Item = Changed<'_, R>> {
        self.told.iter().filter_map(|id| {
            let draft = self.by_id.get(id)?;
            (draft.before.as_ref() != Some(&draft.now)).then_some(Changed {
                id,
                revision: draft.revision,
                before: draft.before.as_ref(),
                now: &draft.now,
            })
        })
    }

    /// Counts what becomes of those of which rows speak; nothing if none does.
    pub(super) fn count(&self, record: &str) -> Option<SheetCount> {
        let mut count = SheetCount {
            record: record.to_owned(),
            ..SheetCount::default()
        };
        for draft in self.told.iter().filter_map(|id| self.by_id.get(id)) {
            match &draft.before {
                None => count.created += 1,
                Some(before) if *before != draft.now => count.updated += 1,
                Some(_) => count.unchanged += 1,
            }
        }
        (!self.told.is_empty()).then_some(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(id: &str, revision: u64, body: &'static str) -> StoredRecord<&'static str> {
        StoredRecord {
            id: id.to_owned(),
            revision,
            body,
            updated_at_ms: 0,
            seq: 0,
        }
    }

    fn loaded() -> Drafts<&'static str> {
        let mut drafts = Drafts::new();
        drafts.load(stored("a", 4, "扎西"));
        drafts.load(stored("b", 1, "卓玛"));
        drafts.load(stored("c", 9, "多杰"));
        drafts
    }

    /// Shows what is to be written: the id, the revision, what it was, what it becomes.
    fn changed(drafts: &Drafts<&'static str>) -> Vec<String> {
        let show = |one: Changed<'_, &'static str>| {
            let before = one.before.copied().unwrap_or("-");
            format!("{} {} {before}>{}", one.id, one.revision, one.now)
        };
        drafts.changed().map(show).collect()
    }

    #[test]
    fn only_what_rows_change_is_written_in_the_order_of_the_rows() {
        let mut drafts = loaded();
        assert_eq!(changed(&drafts), [""; 0]);
        drafts.put("new", "བཀྲ་ཤིས");
        drafts.put("c", "རྡོ་རྗེ");
        drafts.put("b", "卓玛");
        drafts.put("a", "扎西顿珠");
        // A later row about the same takes the place of the former, and keeps its place.
        drafts.put("new", "བཀྲ་ཤིས་དོན་གྲུབ");
        assert_eq!(
            changed(&drafts),
            ["new 0 ->བཀྲ་ཤིས་དོན་གྲུབ", "c 9 多杰>རྡོ་རྗེ", "a 4 扎西>扎西顿珠"]
        );
        assert_eq!(
            (drafts.get("a"), drafts.before("a")),
            (Some(&"扎西顿珠"), Some(&"扎西"))
        );
        assert_eq!(
            (drafts.get("new"), drafts.before("new")),
            (Some(&"བཀྲ་ཤིས་དོན་གྲུབ"), None)
        );
        // Changed back, there is nothing to write.
        drafts.put("a", "扎西");
        assert_eq!(changed(&drafts).len(), 2);
    }

    #[test]
    fn rows_are_counted_by_record_and_what_no_row_tells_is_not() {
        let mut drafts = loaded();
        assert_eq!(drafts.count("person"), None, "no row speaks of them");
        for (id, body) in [("a", "扎西"), ("b", "སྒྲོལ་མ"), ("new", "白玛"), ("b", "次仁卓玛")]
        {
            drafts.put(id, body);
        }
        let count = drafts.count("person").unwrap();
        assert_eq!(
            (
                count.record.as_str(),
                count.created,
                count.updated,
                count.unchanged
            ),
            ("person", 1, 1, 1)
        );
    }

    #[test]
    fn what_was_read_first_is_not_read_over() {
        let mut drafts = loaded();
        drafts.put("a", "扎西顿珠");
        drafts.load(stored("a", 5, "扎西多杰"));
        assert_eq!(changed(&drafts), ["a 4 扎西>扎西顿珠"]);
        let mut ids: Vec<&String> = drafts.ids().collect();
        ids.sort();
        assert_eq!(ids, ["a", "b", "c"]);
        assert_eq!(drafts.iter().count(), 3);
    }
}
