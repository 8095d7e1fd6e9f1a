//! What readers say, in a data directory that is moved: a proposal, lookups, a wish, a field of law, a change set and a filter.

use glossary::{ConceptId, Lang};
use store::change_sets::{self, ChangeSet, ChangedConcept};
use store::proposals::{self, Decision, Proposal};
use store::saved_filters::{self, SavedFilter};
use store::subject_fields::{self, FieldOfLaw};
use store::unanswered_lookups::{self, Added, Threshold};
use store::{Manner, ProposalState, Store, tibetan_requests};

use crate::fixtures::concept;

/// Makes a proposal, a lookup that nothing answered, a wish for Tibetan, and a field of law.
pub fn with_readers_words(store: &Store, court: ConceptId) {
    let proposal = Proposal {
        id: "p-1".to_owned(),
        concept: Some(court),
        based_on: Some(1),
        manner: Manner::Add,
        body: concept("法院", "ཁྲིམས་ཁང"),
        reason: "藏文写法\nའབྲི་ཚུལ།".to_owned(),
        proposer: "a-1".to_owned(),
        proposed_by: "卓玛".to_owned(),
        proposed_at_ms: 20,
        state: ProposalState::Open,
        decision: None,
    };
    let decision = Decision {
        by: "李".to_owned(),
        at_ms: 21,
        answer: Some(String::new()),
        made: Some((court, 4)),
    };
    let set = ChangeSet {
        id: "s-1".to_owned(),
        sought: "ཁྲིམས་ར".to_owned(),
        replaced_by: "ཁྲིམས་ཁང".to_owned(),
        reason: "统一写法".to_owned(),
        made_by: "卓玛".to_owned(),
        made_at_ms: 22,
        undone: None,
    };
    let changed = ChangedConcept {
        concept: court,
        before: 1,
        after: 2,
    };
    let filter = SavedFilter {
        id: "f-1".to_owned(),
        owner: "a-1".to_owned(),
        saved_by: "卓玛".to_owned(),
        name: "བོད་ཡིག་མེད་པ།".to_owned(),
        filter: "without:bo".to_owned(),
        is_shared: true,
        saved_at_ms: 23,
    };
    let threshold = Threshold { lookups: 2, days: 1 };
    let lookup = |text, lookups| Added {
        key: text,
        lang: Lang::Bo,
        text,
        lookups,
        day: "2026-11-20",
    };
    let field = FieldOfLaw {
        code: "civil".parse().unwrap(),
        parent: Some("zz".parse().unwrap()),
        name_zh: "民事".to_owned(),
        name_bo: Some("དམངས་དོན".to_owned()),
        name_en: None,
        source: Some("《西藏法制报藏文版》".to_owned()),
        position: 3,
    };
    store
        .write_aside(move |session| {
            proposals::add(session, &proposal)?;
            proposals::decide(session, "p-1", ProposalState::Accepted, &decision)?;
            unanswered_lookups::add(session, &lookup("ཁྲིམས", 1), threshold)?;
            unanswered_lookups::add(session, &lookup("ལུགས", 2), threshold)?;
            unanswered_lookups::made_proposal(session, "ལུགས", "p-1")?;
            tibetan_requests::add(session, court, 4, "2026-11-20")?;
            change_sets::add(session, &set, &[changed])?;
            saved_filters::save(session, &filter)?;
            subject_fields::upsert(session, &field)
        })
        .unwrap();
}
