//! What is known of a concept when somebody acts on it: who wrote what it says, who reviewed it, what stands.

use glossary::change::{self, ChangeClass};
use glossary::workflow::Facts;
use glossary::{BatchKind, Concept, Workflow};
use store::{Act, RevisionEntry, Session, Stored, concepts};

use crate::Error;

/// How many revisions are read at a time on the way back to the one that stands.
const PAGE: usize = 100;

/// What the newest revision of a concept rests on.
pub(crate) struct Background {
    /// Who wrote something of it since the revision that stands, the last one first.
    authors: Vec<String>,
    /// Who found it right as it is now.
    reviewer: Option<String>,
    /// How far it departs from what stands; `None` if nothing stands.
    pub change: Option<ChangeClass>,
}

impl Background {
    /// Reads what the newest revision `stored` rests on.
    pub fn of(session: &mut dyn Session, stored: &Stored) -> Result<Self, Error> {
        let stands = match stored.standing {
            Some(number) => concepts::find_revision(session, stored.id, number)?.and_then(|found| found.body),
            None => None,
        };
        let since = since(session, stored)?;
        let mut authors: Vec<String> = Vec::new();
        for entry in since.iter().filter(|entry| writes(entry.act)) {
            if !authors.contains(&entry.author) {
                authors.push(entry.author.clone());
            }
        }
        // A review is of the text before it: whatever is written afterwards needs another one.
        let reviewer = since
            .first()
            .filter(|newest| newest.act == Act::Review && stored.body.workflow == Workflow::Reviewed)
            .map(|newest| newest.author.clone());
        Ok(Self {
            authors,
            reviewer,
            change: stands.map(|stands: Concept| change::classify(&stands, &stored.body)),
        })
    }

    /// Returns the facts about an act of `actor`.
    pub fn facts<'a>(
        &'a self,
        actor: &'a str,
        batch: Option<BatchKind>,
        has_reason: bool,
        broken: &'a [glossary::rules::Violation],
    ) -> Facts<'a> {
        // Of several who wrote it, the one counts who would now find the own work right.
        let wrote = |name: &Option<&str>| name.is_some_and(|name| self.authors.iter().any(|a| a == name));
        let judge = [Some(actor), self.reviewer.as_deref()]
            .into_iter()
            .find(wrote)
            .flatten();
        Facts {
            author: judge
                .or(self.authors.first().map(String::as_str))
                .unwrap_or_default(),
            actor,
            reviewer: self.reviewer.as_deref(),
            batch,
            has_reason,
            change: self.change,
            broken,
        }
    }
}

/// Whether a revision of this kind says something that the one before did not say.
fn writes(act: Act) -> bool {
    matches!(
        act,
        Act::Write | Act::Import | Act::Restore | Act::Replace | Act::Merge
    )
}

/// Returns the revisions above the one that stands, newest first.
fn since(session: &mut dyn Session, stored: &Stored) -> Result<Vec<RevisionEntry>, Error> {
    let floor = stored.standing.unwrap_or(0);
    let mut found: Vec<RevisionEntry> = Vec::new();
    let mut before = None;
    loop {
        let page = concepts::list_revisions(session, stored.id, before, PAGE)?;
        let whole = page.len() == PAGE;
        before = page.last().map(|entry| entry.revision);
        found.extend(page.into_iter().filter(|entry| entry.revision > floor));
        if !whole || before.is_none_or(|revision| revision <= floor) {
            return Ok(found);
        }
    }
}
