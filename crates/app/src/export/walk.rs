//! Walking through the concepts of a snapshot, page by page, as whoever exports may see them.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

use exchange::{BatchMark, ExportFormat, Exported, RevisionMark};
use glossary::filter::Facts;
use glossary::{CollectionName, Concept, ConceptId, SubjectField, Visibility, Workflow};
use store::batches::{self, Batch};
use store::concepts::{self, RevisionEntry, Stored};
use store::shown::{self, Shown};
use store::{Session, editions};

use super::request::ExportRequest;
use crate::Error;
use crate::calendar::{civil_day, rfc3339};
use crate::subject_fields::FieldTree;

/// How many concepts are read at once.
const PAGE: usize = 200;

/// What of the glossary is shown.
pub(super) struct View<'a> {
    pub request: &'a ExportRequest,
    pub fields: &'a FieldTree,
    pub hidden: &'a [CollectionName],
    pub may_read_drafts: bool,
}

/// The concepts that are asked for, by id.
pub(super) struct Walk<'a, 's> {
    session: &'a RefCell<&'s mut dyn Session>,
    view: &'a View<'a>,
    /// Whether acts are needed, for the file or for the filter.
    needs_acts: bool,
    after: Option<ConceptId>,
    page: VecDeque<Exported>,
    is_over: bool,
    /// What the concepts of the page said in former revisions, if the file tells it.
    former: HashMap<(ConceptId, u64), Concept>,
    /// The numbers of batches by their ids, as far as they were met.
    batches: HashMap<String, Option<String>>,
}

impl<'a, 's> Walk<'a, 's> {
    pub(super) fn new(session: &'a RefCell<&'s mut dyn Session>, view: &'a View<'a>) -> Self {
        let needs_acts = tells_all(view.request.format) || view.request.filter.needs_acts();
        Self {
            session,
            view,
            needs_acts,
            after: None,
            page: VecDeque::new(),
            is_over: false,
            former: HashMap::new(),
            batches: HashMap::new(),
        }
    }

    /// Reads pages until one holds something that is asked for, or there are no more.
    fn read_on(&mut self) -> Result<(), Error> {
        let session = self.session;
        while self.page.is_empty() && !self.is_over {
            let mut session = session.borrow_mut();
            let found = self.read_page(&mut **session)?;
            let Some(last) = found.last().map(|shown| shown.id) else {
                self.is_over = true;
                return Ok(());
            };
            let mut acts: HashMap<ConceptId, Vec<RevisionEntry>> = HashMap::new();
            if self.needs_acts {
                for (id, entry) in concepts::revisions_between(&mut **session, self.after, last)? {
                    acts.entry(id).or_default().push(entry);
                }
            }
            self.former.clear();
            if tells_all(self.view.request.format) {
                for (id, revision, body) in concepts::former_bodies_between(&mut **session, self.after, last)?
                {
                    self.former.insert((id, revision), body);
                }
            }
            self.after = Some(last);
            for shown in found {
                let mut acts = acts.remove(&shown.id).unwrap_or_default();
                // What came after is a draft of what is shown.
                acts.retain(|entry| entry.revision <= shown.revision);
                let exported = self.exported(&mut **session, shown, acts)?;
                self.page.extend(exported);
            }
        }
        Ok(())
    }

    fn read_page(&self, session: &mut dyn Session) -> Result<Vec<Shown>, Error> {
        let after = self.after;
        Ok(match self.view.request.edition {
            Some(number) => editions::page_after(session, number, after, PAGE)?,
            None if self.view.may_read_drafts => concepts::page_after(session, after, PAGE)?
                .into_iter()
                .map(newest)
                .collect(),
            None => shown::page_after(session, after, PAGE)?,
        })
    }

    /// Returns what is exported of a concept; `None` if nothing is.
    fn exported(
        &mut self,
        session: &mut dyn Session,
        shown: Shown,
        acts: Vec<RevisionEntry>,
    ) -> Result<Option<Exported>, Error> {
        // All that is asked is asked of what is seen, so that no filter tells what is hidden.
        let Some(concept) = self
            .view
            .seen(&shown.body)
            .filter(|c| self.view.request.covers(c, self.view.fields))
        else {
            return Ok(None);
        };
        let last = acts.last();
        // A change of spelling needs no batch, and leaves the one that authorised the wording in force.
        let is_authorised = concept.workflow == Workflow::Authorised;
        let batch = acts.iter().rev().find_map(|entry| entry.batch.clone());
        let batch = batch.filter(|_| is_authorised);
        let batch = self.batch_number(session, batch)?;
        let changed_on = last.map(|entry| civil_day(entry.at_ms));
        let facts = Facts {
            workflow: concept.workflow,
            author: last
                .map(|entry| entry.author.as_str())
                .filter(|_| self.view.may_read_drafts),
            changed_on: changed_on.as_deref(),
            batch: batch.as_deref(),
        };
        let is_within = |field: &SubjectField, asked: &SubjectField| self.view.fields.is_within(field, asked);
        if !self.view.request.filter.matches(&concept, &facts, is_within) {
            return Ok(None);
        }
        let mut history = Vec::new();
        if tells_all(self.view.request.format) {
            for entry in acts {
                let mut mark = self.mark(session, entry)?;
                // The revision that is written speaks beside its history.
                if mark.revision < shown.revision {
                    let former = self.former.remove(&(shown.id, mark.revision));
                    mark.body = former.and_then(|body| self.view.seen(&body));
                }
                history.push(mark);
            }
        }
        Ok(Some(Exported {
            id: shown.id,
            revision: shown.revision,
            concept,
            history,
        }))
    }

    fn mark(&mut self, session: &mut dyn Session, entry: RevisionEntry) -> Result<RevisionMark, Error> {
        let may_read_drafts = self.view.may_read_drafts;
        Ok(RevisionMark {
            revision: entry.revision,
            workflow: entry.workflow,
            act: entry.act.as_str().to_owned(),
            at: rfc3339(entry.at_ms),
            author: Some(entry.author).filter(|_| may_read_drafts),
            reason: entry.reason.filter(|_| may_read_drafts),
            batch: self.batch_number(session, entry.batch)?,
            body: None,
        })
    }

    fn batch_number(
        &mut self,
        session: &mut dyn Session,
        id: Option<String>,
    ) -> Result<Option<String>, Error> {
        let Some(id) = id else { return Ok(None) };
        if let Some(number) = self.batches.get(&id) {
            return Ok(number.clone());
        }
        let number = batches::find(session, &id)?.map(|batch| batch.number);
        self.batches.insert(id, number.clone());
        Ok(number)
    }
}

impl Iterator for Walk<'_, '_> {
    type Item = Result<Exported, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read_on() {
            Ok(()) => self.page.pop_front().map(Ok),
            Err(err) => {
                self.is_over = true;
                Some(Err(err))
            }
        }
    }
}

impl View<'_> {
    /// Returns a concept as whoever exports sees it; `None` if that is nothing.
    fn seen(&self, concept: &Concept) -> Option<Concept> {
        let mut seen = concept.without_collections(self.hidden)?;
        if !self.may_read_drafts {
            seen.notes.retain(|note| note.visibility == Visibility::Public);
        }
        Some(seen)
    }
}

/// Tells whether a format has a place for what became of a concept.
pub(super) fn tells_all(format: ExportFormat) -> bool {
    format == ExportFormat::Jsonl
}

/// Returns the batches in which anything was authorised, oldest first.
pub(super) fn authorised_batches(session: &mut dyn Session) -> Result<Vec<BatchMark>, Error> {
    let (mut found, mut before) = (Vec::new(), None::<(i64, String)>);
    loop {
        let page = batches::list(session, before.as_ref().map(|(at, id)| (*at, id.as_str())), PAGE)?;
        let Some(last) = page.last() else { break };
        before = Some((last.created_at_ms, last.id.clone()));
        for batch in page {
            // Single concepts can be authorised in a batch that is still open for others.
            if batch.authorised.is_some() || batches::has_authorised(session, &batch.id)? {
                found.push(marked(batch));
            }
        }
    }
    found.reverse();
    Ok(found)
}

fn marked(batch: Batch) -> BatchMark {
    BatchMark {
        number: batch.number,
        kind: batch.kind,
        committee: batch.committee,
        decided_on: batch.decided_on,
        decision: batch.decision,
        title: batch.title,
        publisher: batch.publisher,
    }
}

fn newest(stored: Stored) -> Shown {
    Shown {
        id: stored.id,
        revision: stored.revision,
        newest: stored.revision,
        body: stored.body,
        at_ms: stored.updated_at_ms,
        seq: stored.seq,
        batch: None,
    }
}
