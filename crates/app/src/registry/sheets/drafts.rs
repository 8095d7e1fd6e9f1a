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
