//! What readers propose and what is decided about it, and the fields of law.

use glossary::{Concept, ConceptId, Lang, SubjectField, Term};
use store::proposals::{self, Decision, Proposal, Wanted};
use store::subject_fields::{self, FieldOfLaw};
use store::{Error, Manner, ProposalState, Store};

use crate::fixtures::{in_fifty_transactions, the_one_that_won};

pub fn proposal(id: &str, proposed_at_ms: i64) -> Proposal {
    let mut body = Concept::draft();
    body.terms.push(Term::new(Lang::Zh, "取保候审").unwrap());
    body.terms.push(Term::new(Lang::Bo, "ཁག་ཐེག").unwrap());
    Proposal {
        id: id.to_owned(),
        concept: None,
        based_on: None,
        manner: Manner::New,
        body,
        reason: "开庭时没有查到\nརྙེད་མ་སོང་།".to_owned(),
        proposer: "a-1".to_owned(),
        proposed_by: "卓玛".to_owned(),
        proposed_at_ms,
        state: ProposalState::Open,
        decision: None,
    }
}

fn add(store: &Store, proposal: &Proposal) -> Result<(), Error> {
    let proposal = proposal.clone();
    store.write_aside(move |session| proposals::add(session, &proposal))
}

fn decision(by: &str, made: Option<(ConceptId, u64)>) -> Decision {
    Decision {
        by: by.to_owned(),
        at_ms: 90,
        answer: Some("已有同义词条".to_owned()),
        made,
    }
}

fn decide(store: &Store, id: &'static str, state: ProposalState, by: &str) -> Result<bool, Error> {
    let made = (state == ProposalState::Accepted).then(|| (ConceptId::new(7), 3));
    let decision = decision(by, made);
    store.write_aside(move |session| proposals::decide(session, id, state, &decision))
}

fn find(store: &Store, id: &str) -> Option<Proposal> {
    store.read(|session| proposals::find(session, id)).unwrap()
}

fn listed(store: &Store, wanted: &Wanted, limit: usize) -> Vec<String> {
    let found = store.read(|session| proposals::list(session, wanted, limit));
    found.unwrap().into_iter().map(|proposal| proposal.id).collect()
}

pub fn a_proposal_reads_back_as_it_was_written(store: &Store) {
    let change = Proposal {
        concept: Some(ConceptId::new(7)),
        based_on: Some(2),
        manner: Manner::Add,
        ..proposal("p-2", 20)
    };
    add(store, &proposal("p-1", 10)).unwrap();
    add(store, &change).unwrap();
    assert_eq!(find(store, "p-1"), Some(proposal("p-1", 10)));
    assert_eq!(find(store, "p-2"), Some(change));
    assert_eq!(find(store, "p-3"), None);
    assert!(matches!(
        add(store, &proposal("p-1", 11)),
        Err(Error::Taken { .. })
    ));
    let nul = Proposal {
        reason: "\0".to_owned(),
        ..proposal("p-4", 1)
    };
    assert!(matches!(add(store, &nul), Err(Error::NulInText { .. })));
}

pub fn proposals_are_listed_newest_first_by_what_is_wanted(store: &Store) {
    for (id, at_ms, proposer, concept) in [
        ("p-a", 10, "a-1", None),
        ("p-b", 20, "a-2", Some(7)),
        ("p-c", 20, "a-1", Some(7)),
        ("p-d", 30, "a-1", Some(8)),
    ] {
        let manner = if concept.is_some() {
            Manner::Replace
        } else {
            Manner::New
        };
        let written = Proposal {
            proposer: proposer.to_owned(),
            concept: concept.map(ConceptId::new),
            manner,
            ..proposal(id, at_ms)
        };
        add(store, &written).unwrap();
    }
    decide(store, "p-b", ProposalState::Refused, "王").unwrap();
    let all = Wanted::default();
    assert_eq!(listed(store, &all, 9), ["p-d", "p-c", "p-b", "p-a"]);
    assert_eq!(listed(store, &all, 2), ["p-d", "p-c"]);
    let after = Wanted {
        before: Some((20, "p-c".to_owned())),
        ..Wanted::default()
    };
    assert_eq!(listed(store, &after, 9), ["p-b", "p-a"]);
    let own = Wanted {
        proposer: Some("a-1".to_owned()),
        ..Wanted::default()
    };
    assert_eq!(listed(store, &own, 9), ["p-d", "p-c", "p-a"]);
    let open_about_7 = Wanted {
        state: Some(ProposalState::Open),
        concept: Some(ConceptId::new(7)),
        ..Wanted::default()
    };
    assert_eq!(listed(store, &open_about_7, 9), ["p-c"]);
    let open = |proposer| {
        store
            .read(|session| proposals::count_open(session, proposer))
            .unwrap()
    };
    let counts = [Some("a-1"), Some("a-2"), Some("a-3"), None].map(open);
    assert_eq!(counts, [3, 0, 0, 3]);
}

pub fn a_proposal_is_decided_once(store: &Store) {
    for (id, state) in [
        ("p-1", ProposalState::Accepted),
        ("p-2", ProposalState::Refused),
        ("p-3", ProposalState::Withdrawn),
    ] {
        add(store, &proposal(id, 10)).unwrap();
        assert_eq!(decide(store, id, state, "王"), Ok(true));
        assert_eq!(decide(store, id, ProposalState::Refused, "赵"), Ok(false), "{id}");
        let made = (state == ProposalState::Accepted).then(|| (ConceptId::new(7), 3));
        let decided = Proposal {
            state,
            decision: Some(decision("王", made)),
            ..proposal(id, 10)
        };
        assert_eq!(find(store, id), Some(decided));
    }
    assert_eq!(decide(store, "p-9", ProposalState::Refused, "王"), Ok(false));
    let undecided = decide(store, "p-1", ProposalState::Open, "王");
    assert!(matches!(undecided, Err(Error::Internal { .. })), "{undecided:?}");
}

pub fn of_fifty_decisions_about_a_proposal_one_counts(store: &Store) {
    add(store, &proposal("p-1", 10)).unwrap();
    let answers = in_fifty_transactions(store, |session, nth| {
        let decision = decision(&format!("人{nth}"), None);
        proposals::decide(session, "p-1", ProposalState::Refused, &decision)
    });
    let winner = the_one_that_won(&answers);
    let by = find(store, "p-1").unwrap().decision.unwrap().by;
    assert_eq!(by, format!("人{winner}"));
}

pub fn a_field_of_law_takes_the_place_of_the_one_before(store: &Store) {
    let field = |code: &str, parent: Option<&str>, position| FieldOfLaw {
        code: code.parse().unwrap(),
        parent: parent.map(|parent| parent.parse().unwrap()),
        name_zh: format!("民事{code}"),
        name_bo: Some("དམངས་དོན".to_owned()),
        name_en: None,
        source: Some("《西藏法制报藏文版》2022-01-11".to_owned()),
        position,
    };
    let write = |field: FieldOfLaw| {
        store
            .write_aside(move |session| subject_fields::upsert(session, &field))
            .unwrap();
    };
    for written in [
        field("family", Some("civil"), 2),
        field("civil", None, 2),
        field("land", None, 1),
    ] {
        write(written);
    }
    write(field("family", None, 0));
    let all = || store.read(subject_fields::list).unwrap();
    assert_eq!(
        all(),
        [
            field("family", None, 0),
            field("land", None, 1),
            field("civil", None, 2)
        ]
    );
    let delete = |code: &str| {
        let code: SubjectField = code.parse().unwrap();
        store.write_aside(move |session| subject_fields::delete(session, &code))
    };
    assert_eq!((delete("land"), delete("land")), (Ok(true), Ok(false)));
    assert_eq!(all().len(), 2);
}
