//! What readers propose and look for in vain, until an editor has dealt with it.

use app::access::{DecideProposals, Propose, ReadGlossary};
use app::{
    LookUp, Manner, NewProposal, Proposal, ProposalDecision, ProposalState, ProposalsWanted, SearchRequest,
};

use super::*;

fn reader(name: &str) -> Actor {
    person(name, Role::Reader)
}

fn new(zh: &str, bo: &str) -> NewProposal {
    NewProposal {
        concept: None,
        manner: Manner::Add,
        based_on: None,
        content: concept(zh, bo),
        reason: "开庭时没有查到".to_owned(),
        lookup: None,
    }
}

fn about(at: Written, manner: Manner, zh: &str, bo: &str) -> NewProposal {
    NewProposal {
        concept: Some(at.id),
        manner,
        based_on: Some(at.revision),
        ..new(zh, bo)
    }
}

impl Office {
    fn propose(&self, by: &Actor, proposed: NewProposal) -> Result<Proposal, Error> {
        self.application
            .app
            .propose(&self.permit::<Propose>(by), proposed)
    }

    fn decide(&self, id: &str, decision: &ProposalDecision) -> Result<Proposal, Error> {
        let permit = self.permit::<DecideProposals>(&self.author);
        self.application.app.decide_proposal(&permit, id, decision)
    }

    fn accept(&self, proposal: &Proposal) -> Result<Proposal, Error> {
        let answer = String::new();
        self.decide(&proposal.id, &ProposalDecision::Accept { answer })
    }

    fn proposals(&self, by: &Actor, wanted: &ProposalsWanted) -> Vec<String> {
        let drafts = self.application.app.policy().permit::<ReadDrafts>(by).ok();
        let permit = self.permit::<Propose>(by);
        let listed = self
            .application
            .app
            .list_proposals(&permit, drafts.as_ref(), wanted, 10);
        listed.unwrap().into_iter().map(|p| p.reason).collect()
    }
}

#[test]
fn an_accepted_proposal_is_a_draft_in_the_name_of_who_proposed_it() {
    let office = Office::open();
    let judge = reader("扎西");
    let proposal = office.propose(&judge, new("法拍房", "ཁྲིམས་རྒྱ")).unwrap();
    assert_eq!(proposal.state, ProposalState::Open);
    let decided = office.accept(&proposal).unwrap();
    let (id, revision) = decided.decision.unwrap().made.unwrap();
    assert_eq!(
        office.seen(id, Version::Standing),
        format!("{revision} draft ཁྲིམས་རྒྱ -")
    );
    let permit = office.application.read_permit();
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let history = office
        .application
        .app
        .list_revisions(&permit, id, None, Some(&drafts))
        .unwrap();
    assert_eq!(history[0].author.as_deref(), Some("扎西"));
    // So the editor who accepted it is another person than its author, and may review it.
    let made = Written { id, revision, seq: 0 };
    assert!(office.review(&office.reviewer, made).is_ok());
    assert!(matches!(
        office.accept(&proposal),
        Err(Error::ProposalDecided {
            state: ProposalState::Accepted
        })
    ));
}

#[test]
fn what_is_added_leaves_what_stands_and_what_is_drafted() {
    let office = Office::open();
    let stands = office.authorised("证据", "དཔང་རྟགས");
    let proposal = office
        .propose(&reader("扎西"), about(stands, Manner::Add, "证据", "སྒྲུབ་བྱེད"))
        .unwrap();
    // Somebody drafts meanwhile: an addition goes on that.
    office.edit(stands, "证据材料", "དཔང་རྟགས").unwrap();
    let decided = office.accept(&proposal).unwrap();
    let (id, revision) = decided.decision.unwrap().made.unwrap();
    assert_eq!((id, revision), (stands.id, stands.revision + 2));
    assert!(office.seen(id, Version::Standing).contains("authorised དཔང་རྟགས"));
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let newest = office
        .application
        .app
        .find_concept(
            &office.application.read_permit(),
            id,
            Version::Newest,
            Some(&drafts),
        )
        .unwrap();
    let texts: Vec<_> = newest.concept.terms.iter().map(|t| t.text.as_str()).collect();
    assert_eq!(texts, ["证据材料", "དཔང་རྟགས", "证据", "སྒྲུབ་བྱེད"]);
}

#[test]
fn what_takes_the_place_of_a_text_needs_that_text_to_be_the_newest() {
    let office = Office::open();
    let draft = office.draft("法庭", "ཁྲིམས་ར");
    let wanted = about(draft, Manner::Replace, "法庭", "ཁྲིམས་ཁང");
    let late = office.propose(&reader("扎西"), wanted.clone()).unwrap();
    let edited = office.edit(draft, "审判庭", "ཁྲིམས་ར").unwrap();
    assert!(matches!(
        office.accept(&late),
        Err(Error::StaleConcept { current, .. }) if current == edited.revision
    ));
    let based_on = Some(edited.revision);
    let again = office
        .propose(&reader("扎西"), NewProposal { based_on, ..wanted })
        .unwrap();
    office.accept(&again).unwrap();
    assert!(office.seen(draft.id, Version::Standing).contains("draft ཁྲིམས་ཁང"));
}

#[test]
fn a_proposal_has_a_reason_keeps_the_rules_and_says_something_new() {
    let office = Office::open();
    let judge = reader("扎西");
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    let without = NewProposal {
        reason: " \n".to_owned(),
        ..new("法拍房", "")
    };
    assert!(matches!(
        office.propose(&judge, without),
        Err(Error::ReasonMissing)
    ));
    let empty = new("", "");
    assert!(matches!(office.propose(&judge, empty), Err(Error::Invalid(_))));
    let known = about(draft, Manner::Add, "法院", "ཁྲིམས་ཁང་");
    assert!(matches!(
        office.propose(&judge, known),
        Err(Error::NothingProposed)
    ));
    let nowhere = NewProposal {
        concept: Some(ConceptId::new(99)),
        ..new("法院", "")
    };
    assert!(matches!(
        office.propose(&judge, nowhere),
        Err(Error::NoSuchConcept(_))
    ));
    assert_eq!(office.proposals(&judge, &ProposalsWanted::default()).len(), 0);
}

#[test]
fn a_refusal_says_why_and_changes_nothing() {
    let office = Office::open();
    let proposal = office.propose(&reader("扎西"), new("法拍房", "")).unwrap();
    let refuse = |answer: &str| ProposalDecision::Refuse {
        answer: answer.to_owned(),
    };
    assert!(matches!(
        office.decide(&proposal.id, &refuse("")),
        Err(Error::ReasonMissing)
    ));
    let refused = office.decide(&proposal.id, &refuse("口语，不入词典")).unwrap();
    let decision = refused.decision.unwrap();
    assert_eq!(
        (decision.answer.as_deref(), decision.by.as_str(), decision.made),
        (Some("口语，不入词典"), "卓玛", None)
    );
    let permit = office.application.read_permit();
    let all = office
        .application
        .app
        .list_concepts(&permit, None, &ConceptFilter::default(), None, 9)
        .unwrap();
    assert!(all.entries.is_empty());
    assert!(matches!(
        office.decide("p-none", &refuse("x")),
        Err(Error::NoSuchProposal)
    ));
}

#[test]
fn proposers_see_their_own_and_editors_all_of_them() {
    let office = Office::open();
    let (one, other) = (reader("扎西"), reader("达娃"));
    let named = |reason: &str, zh: &str| NewProposal {
        reason: reason.to_owned(),
        ..new(zh, "")
    };
    let first = office.propose(&one, named("甲", "法拍房")).unwrap();
    office.application.clock.advance_ms(1);
    office.propose(&other, named("乙", "网拍")).unwrap();
    office.application.clock.advance_ms(1);
    office.propose(&office.author, named("丙", "围猎")).unwrap();
    let all = ProposalsWanted::default();
    assert_eq!(office.proposals(&one, &all), ["甲"]);
    assert_eq!(office.proposals(&other, &all), ["乙"]);
    assert_eq!(office.proposals(&office.author, &all), ["丙", "乙", "甲"]);
    let own = ProposalsWanted { own: true, ..all };
    assert_eq!(office.proposals(&office.author, &own), ["丙"]);
    let app = &office.application.app;
    let found = |by: &Actor| app.find_proposal(&office.permit(by), None, &first.id);
    assert!(found(&one).is_ok());
    assert!(matches!(found(&other), Err(Error::NoSuchProposal)));
    // Only who made it takes it back, once.
    let withdraw = |by: &Actor| app.withdraw_proposal(&office.permit(by), &first.id);
    assert!(matches!(withdraw(&office.author), Err(Error::NoSuchProposal)));
    assert_eq!(withdraw(&one).unwrap().state, ProposalState::Withdrawn);
    assert!(matches!(withdraw(&one), Err(Error::ProposalDecided { .. })));
    assert!(matches!(
        office.accept(&first),
        Err(Error::ProposalDecided { .. })
    ));
}

#[test]
fn of_fifty_who_accept_a_proposal_one_makes_a_draft() {
    let office = Office::open();
    let proposal = office.propose(&reader("扎西"), new("法拍房", "ཁྲིམས་རྒྱ")).unwrap();
    let accepted: Vec<_> = std::thread::scope(|scope| {
        let (office, proposal) = (&office, &proposal);
        let deciders: Vec<_> = (0..50)
            .map(|_| scope.spawn(move || office.accept(proposal)))
            .collect();
        deciders.into_iter().map(|d| d.join().unwrap()).collect()
    });
    assert_eq!(accepted.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    let permit = office.application.read_permit();
    let all = office
        .application
        .app
        .list_concepts(&permit, None, &ConceptFilter::default(), None, 9)
        .unwrap();
    assert_eq!(all.entries.len(), 1);
}

fn look_up(look_up: &LookUp, permit: &Permit<ReadGlossary>, text: &str, times: usize) {
    for _ in 0..times {
        look_up.search(permit, &SearchRequest::new(text)).unwrap();
    }
}

#[test]
fn a_lookup_in_vain_is_shown_after_three_on_two_days_and_becomes_a_proposal() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let office = Office::open();
    office.draft("法院", "ཁྲིམས་ཁང");
    office.application.catch_up();
    let app = &office.application.app;
    let (permit, drafts) = (
        office.application.read_permit(),
        office.permit::<ReadDrafts>(&office.author),
    );
    let shown = || {
        let listed = app.list_unanswered_lookups(&drafts, None, 10).unwrap();
        let line = |l: app::UnansweredLookup| (l.text.unwrap_or_default(), l.lookups, l.days, l.key);
        listed.into_iter().map(line).collect::<Vec<_>>()
    };
    // Nothing is counted before the server has switched that on.
    look_up(app.look_up(), &permit, "法拍房", 5);
    app.write_tally().unwrap();
    let counting = app.count_lookups(true).unwrap();
    look_up(app.look_up(), &permit, "法拍房", 2);
    look_up(app.look_up(), &permit, "རྒྱལ་ཁབ་ཀྱི", 9);
    look_up(app.look_up(), &permit, "法院", 9);
    look_up(app.look_up(), &permit, "2024青01民终1号", 9);
    app.write_tally().unwrap();
    assert_eq!(shown(), []);
    office.application.clock.advance_ms(DAY_MS);
    look_up(app.look_up(), &permit, "法 拍房", 1);
    app.write_tally().unwrap();
    let lines = shown();
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert_eq!((lines[0].1, lines[0].2), (3, 2));
    let key = &lines[0].3;
    let propose = office.permit::<Propose>(&office.author);
    let proposal = app.propose_lookup(&propose, &drafts, key).unwrap();
    assert_eq!(proposal.reason, "查词 3 次（2 天）没有结果");
    assert_eq!(shown(), [], "somebody is at it");
    assert!(matches!(
        app.propose_lookup(&propose, &drafts, key),
        Err(Error::NoSuchLookup)
    ));
    drop(counting);
}

#[test]
fn a_lookup_that_has_become_a_term_is_listed_no_more_and_one_that_is_put_aside_neither() {
    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
    let office = Office::open();
    office.application.catch_up();
    let app = &office.application.app;
    let (permit, drafts) = (
        office.application.read_permit(),
        office.permit::<ReadDrafts>(&office.author),
    );
    let counting = app.count_lookups(true).unwrap();
    for _ in 0..2 {
        for text in ["法拍房", "ཁྲིམས་རྒྱ", "围猎"] {
            look_up(app.look_up(), &permit, text, 2);
        }
        app.write_tally().unwrap();
        office.application.clock.advance_ms(DAY_MS);
    }
    let listed = || app.list_unanswered_lookups(&drafts, None, 10).unwrap();
    assert_eq!(listed().len(), 3);
    assert_eq!(app.list_unanswered_lookups(&drafts, None, 2).unwrap().len(), 2);
    office.draft("法拍房", "");
    let left = listed();
    assert_eq!(left.len(), 2);
    let write = office.permit::<WriteGlossary>(&office.author);
    app.put_lookup_aside(&write, &left[0].key).unwrap();
    assert_eq!(listed().len(), 1);
    assert!(matches!(
        app.put_lookup_aside(&write, "none"),
        Err(Error::NoSuchLookup)
    ));
    // Half a year later it is forgotten.
    office.application.clock.advance_ms(181 * DAY_MS);
    app.write_tally().unwrap();
    assert_eq!(listed().len(), 0);
    drop(counting);
}

#[test]
fn tibetan_that_is_missing_is_asked_for_without_a_name_and_until_it_is_there() {
    let office = Office::open();
    let (without, with) = (office.draft("法拍房", ""), office.draft("法院", "ཁྲིམས་ཁང"));
    let app = &office.application.app;
    let (permit, drafts) = (
        office.application.read_permit(),
        office.permit::<ReadDrafts>(&office.author),
    );
    assert_eq!(app.ask_for_tibetan(&permit, without.id).unwrap(), 1);
    assert_eq!(app.ask_for_tibetan(&permit, without.id).unwrap(), 2);
    app.write_tally().unwrap();
    assert_eq!(app.ask_for_tibetan(&permit, without.id).unwrap(), 3);
    app.write_tally().unwrap();
    assert!(matches!(
        app.ask_for_tibetan(&permit, with.id),
        Err(Error::HasTibetan(_))
    ));
    assert!(matches!(
        app.ask_for_tibetan(&permit, ConceptId::new(99)),
        Err(Error::NoSuchConcept(_))
    ));
    let wanted = || app.list_wanted_tibetan(&drafts, None, 10).unwrap();
    let lines: Vec<_> = wanted().iter().map(|w| (w.concept.id, w.requests)).collect();
    assert_eq!(lines, [(without.id, 3)]);
    office.edit(without, "法拍房", "ཁྲིམས་རྒྱ").unwrap();
    assert!(wanted().is_empty());
    assert_eq!(app.tibetan_requests(&permit, without.id).unwrap(), None);
}

#[test]
fn a_list_is_covered_by_state_and_chapter() {
    let office = Office::open();
    let rows =
        "zh,bo,law,article,collection\n盗窃罪,,刑法,第264条,charges\n抢劫罪,འཕྲོག་ཉེས,刑法,第263条,charges\n";
    assert!(office.application.import("rows.csv", rows).applied);
    let app = &office.application.app;
    let permit = office.application.read_permit();
    let covered = app.coverage(&permit).unwrap();
    assert_eq!(covered.len(), 1);
    let figures = covered[0].figures;
    assert_eq!(
        (
            figures.concepts,
            figures.draft,
            figures.authorised,
            figures.without_bo
        ),
        (2, 2, 0, 1)
    );
    let chapters = app.chapter_coverage(&permit, &covered[0].collection).unwrap();
    assert_eq!(chapters.len(), 1);
    assert_eq!(
        (chapters[0].chapter.clone(), chapters[0].figures),
        (None, figures)
    );
}
