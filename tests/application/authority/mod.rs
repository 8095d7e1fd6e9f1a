//! From a draft to what everybody reads: reviewed by another, authorised in a batch, standing while its successor is drafted.

mod at_the_desk;
mod batches;
mod change_sets;
mod drafting;
mod editions;
mod exporting;
mod proposing;
mod published;
mod renaming;
mod saved_filters;
mod steps;

use std::collections::BTreeSet;
use std::sync::Arc;

use app::access::{
    self, AccountActor, Action, AuthoriseGlossary, Permit, ReadDrafts, ReviewGlossary, Role, WriteGlossary,
};
use app::{
    Actor, BatchKind, BatchText, ConceptFilter, Error, Joining, Mandate, Transition, Version, Written,
};
use testkit::glossary::{Concept, ConceptId, Lang, Relation, RelationKind, Term, Workflow};
use testkit::{Application, csv_file};

/// Somebody with one role.
fn person(name: &str, role: Role) -> Actor {
    Actor::Account(Arc::new(AccountActor {
        id: format!("a-{name}"),
        login_name: name.to_owned(),
        roles: BTreeSet::from([role]),
        court: None,
        person: None,
        has_proved_itself: true,
        origin: access::Origin::default(),
    }))
}

struct Office {
    application: Application,
    author: Actor,
    reviewer: Actor,
    chair: Actor,
}

impl Office {
    fn open() -> Self {
        Self {
            application: Application::empty(),
            author: person("卓玛", Role::Terminologist),
            reviewer: person("tashi", Role::Reviewer),
            chair: person("chair", Role::Committee),
        }
    }

    fn permit<A: Action>(&self, actor: &Actor) -> Permit<A> {
        self.application.app.policy().permit(actor).unwrap()
    }

    fn draft(&self, zh: &str, bo: &str) -> Written {
        let permit = self.permit::<WriteGlossary>(&self.author);
        self.application
            .app
            .create_concept(&permit, concept(zh, bo), None)
            .unwrap()
    }

    fn edit(&self, at: Written, zh: &str, bo: &str) -> Result<Written, Error> {
        let permit = self.permit::<WriteGlossary>(&self.author);
        self.application
            .app
            .update_concept(&permit, at.id, at.revision, concept(zh, bo))
    }

    fn step(
        &self,
        mandate: &Mandate,
        at: Written,
        to: Workflow,
        batch: Option<&str>,
    ) -> Result<Written, Error> {
        let transition = Transition {
            to,
            reason: Some("会议记录".to_owned()),
            batch: batch.map(str::to_owned),
        };
        self.application
            .app
            .move_concept(mandate, at.id, at.revision, &transition)
    }

    fn review(&self, by: &Actor, at: Written) -> Result<Written, Error> {
        let mandate = Mandate::Reviewing(self.permit::<ReviewGlossary>(by));
        self.step(&mandate, at, Workflow::Reviewed, None)
    }

    fn committee(&self) -> Mandate {
        Mandate::Authorising(self.permit::<AuthoriseGlossary>(&self.chair))
    }

    fn batch(&self, number: &str, decision: Option<&str>) -> app::Batch {
        let text = BatchText {
            kind: BatchKind::Meeting,
            number: number.to_owned(),
            committee: "术语审定委员会".to_owned(),
            decided_on: decision.map(|_| "2026-11-20".to_owned()),
            decision: decision.map(str::to_owned),
            title: None,
            publisher: None,
            note: None,
        };
        let permit = self.permit::<ReviewGlossary>(&self.reviewer);
        self.application.app.create_batch(&permit, text).unwrap()
    }

    /// A concept that a committee has authorised.
    fn authorised(&self, zh: &str, bo: &str) -> Written {
        let reviewed = self.review(&self.reviewer, self.draft(zh, bo)).unwrap();
        let batch = self.batch(&format!("为{zh}"), Some("1"));
        self.step(&self.committee(), reviewed, Workflow::Authorised, Some(&batch.id))
            .unwrap()
    }

    /// Joins a draft into another.
    fn join(&self, gone: Written, kept: Written) {
        let joining = Joining {
            gone: gone.id,
            gone_revision: gone.revision,
            kept: kept.id,
            kept_revision: kept.revision,
            reason: "同一概念".to_owned(),
        };
        let permit = self.permit::<WriteGlossary>(&self.author);
        self.application
            .app
            .merge_concepts(&permit, &joining, None)
            .unwrap();
    }

    /// What everybody reads: revision, workflow, Tibetan.
    fn seen(&self, id: ConceptId, version: Version) -> String {
        let permit = self.application.read_permit();
        match self.application.app.find_concept(&permit, id, version, None) {
            Ok(entry) => format!(
                "{} {} {} {}",
                entry.revision,
                entry.concept.workflow,
                entry.concept.preferred(Lang::Bo).unwrap_or("-"),
                entry.authority.map_or("-".to_owned(), |a| a.number)
            ),
            Err(error) => error.to_string(),
        }
    }

    /// As an editor sees the newest revision.
    fn newest(&self, id: ConceptId) -> String {
        let permit = self.application.read_permit();
        let drafts = self.permit::<ReadDrafts>(&self.author);
        let entry = self
            .application
            .app
            .find_concept(&permit, id, Version::Newest, Some(&drafts))
            .unwrap();
        format!("{} {}", entry.revision, entry.concept.workflow)
    }
}

fn concept(zh: &str, bo: &str) -> Concept {
    let mut concept = Concept::draft();
    for (lang, text) in [(Lang::Zh, zh), (Lang::Bo, bo)] {
        if !text.is_empty() {
            concept.terms.push(Term::new(lang, text).unwrap());
        }
    }
    concept
}

/// The name of the fault of a step.
fn fault(outcome: Result<Written, Error>) -> String {
    match outcome {
        Err(Error::Workflow(fault)) => fault.code().to_owned(),
        Err(other) => other.to_string(),
        Ok(written) => format!("went to {}", written.revision),
    }
}
