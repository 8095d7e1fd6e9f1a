//! What an editor's pages are made of: what waits, what can be done next, what looks alike, what somebody else saved.

use app::WaitsFor;
use app::access::ReadGlossary;
use testkit::glossary::diff::{ChangedBy, combine};
use testkit::glossary::workflow::Act;

use super::*;

impl Office {
    /// What waits for `actor`, by name.
    fn waiting(&self, actor: &Actor, waits_for: WaitsFor) -> Vec<String> {
        let permit = self.permit::<ReadDrafts>(actor);
        let lines = self
            .application
            .app
            .list_waiting(&permit, waits_for, None, 10)
            .unwrap();
        let name = |line: app::WaitingLine| line.zh.unwrap_or_default();
        lines.into_iter().map(name).collect()
    }

    /// What `actor` could do next.
    fn steps(&self, actor: &Actor, id: ConceptId) -> Vec<Act> {
        let permit = self.permit::<ReadDrafts>(actor);
        self.application.app.next_steps(&permit, id).unwrap().steps
    }
}

#[test]
fn each_desk_shows_what_waits_for_it() {
    let office = Office::open();
    let court = office.draft("法院", "ཁྲིམས་ཁང");
    office.draft("法官", "ཁྲིམས་དཔོན");
    assert_eq!(office.waiting(&office.author, WaitsFor::Reviewer), [""; 0]);
    assert_eq!(
        office.waiting(&office.reviewer, WaitsFor::Reviewer),
        ["法官", "法院"]
    );
    let reviewed = office.review(&office.reviewer, court).unwrap();
    assert_eq!(office.waiting(&office.chair, WaitsFor::Batch), ["法院"]);
    let drafting = Mandate::Drafting(office.permit(&office.reviewer));
    office.step(&drafting, reviewed, Workflow::Draft, None).unwrap();
    assert_eq!(office.waiting(&office.chair, WaitsFor::Batch), [""; 0]);
    assert_eq!(office.waiting(&office.author, WaitsFor::Author), ["法院"]);
    assert_eq!(office.waiting(&office.reviewer, WaitsFor::Author), [""; 0]);
}

#[test]
fn what_can_be_done_next_depends_on_who_asks_and_what_stands() {
    let office = Office::open();
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    assert_eq!(office.steps(&office.author, draft.id), []);
    assert_eq!(office.steps(&office.reviewer, draft.id), [Act::Review]);
    let permit = office.permit::<ReadDrafts>(&office.author);
    let next = office.application.app.next_steps(&permit, draft.id).unwrap();
    assert!(next.is_own_work && !next.stands && next.in_batches.is_empty());
    let reviewed = office.review(&office.reviewer, draft).unwrap();
    assert_eq!(
        office.steps(&office.chair, draft.id),
        [Act::Authorise, Act::Reopen]
    );
    let batch = office.batch("1", Some("1"));
    let put = office.permit::<ReviewGlossary>(&office.reviewer);
    office
        .application
        .app
        .put_in_batch(&put, &batch.id, &[draft.id])
        .unwrap();
    let next = office.application.app.next_steps(&permit, draft.id).unwrap();
    assert_eq!(
        next.in_batches
            .iter()
            .map(|b| b.number.as_str())
            .collect::<Vec<_>>(),
        ["1"]
    );
    let stands = office
        .step(&office.committee(), reviewed, Workflow::Authorised, Some("1"))
        .unwrap();
    assert_eq!(
        office.steps(&office.chair, draft.id),
        [Act::Withdraw, Act::Reopen]
    );
    // Another spelling of the same word may go the short way.
    let respelt = office.edit(stands, "法 院", "ཁྲིམས་ཁང").unwrap();
    office.review(&office.reviewer, respelt).unwrap();
    let steps = [Act::Authorise, Act::AuthoriseSpelling, Act::Withdraw, Act::Reopen];
    assert_eq!(office.steps(&office.chair, draft.id), steps);
}

#[test]
fn an_entry_with_a_term_of_another_one_is_told_of_it_in_either_language() {
    let office = Office::open();
    let court = office.draft("人民法院", "མི་དམངས་ཁྲིམས་ཁང");
    office.draft("离婚纠纷", "");
    office.application.catch_up();
    let permit = office.permit::<ReadGlossary>(&office.author);
    for (zh, bo, itself, expected) in [
        ("《人民法院》", "", None, 1),
        ("法院", "མི་དམངས་ཁྲིམས་ཁང་།", None, 1),
        ("人民法院", "མི་དམངས་ཁྲིམས་ཁང", Some(court.id), 0),
        ("法院", "ཁྲིམས་ཁང", None, 0),
        ("人民法院 -\"", "", None, 1),
    ] {
        let found = office
            .application
            .app
            .find_alike(&permit, &concept(zh, bo), itself)
            .unwrap();
        assert_eq!(found.len(), expected, "{zh} {bo}");
        assert!(found.iter().all(|summary| summary.id == court.id));
    }
}

#[test]
fn whoever_saves_too_late_sees_what_the_other_one_did_and_can_go_on_from_there() {
    let office = Office::open();
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    office.edit(draft, "人民法院", "ཁྲིམས་ཁང").unwrap();
    let mine = concept("法院", "ཁྲིམས་ར");
    let permit = office.permit::<WriteGlossary>(&office.author);
    let app = &office.application.app;
    let late = app.update_concept(&permit, draft.id, draft.revision, mine.clone());
    assert!(matches!(late, Err(Error::StaleConcept { current: 2, .. })));
    let found = app
        .compare_with_newest(&permit, draft.id, draft.revision, &mine)
        .unwrap();
    assert_eq!((found.current, found.author.as_str()), (2, "卓玛"));
    let told: Vec<_> = found
        .fields
        .iter()
        .map(|f| (f.field.as_str(), f.changed_by))
        .collect();
    assert_eq!(
        told,
        [
            ("terms[bo].0.text", ChangedBy::Mine),
            ("terms[zh].0.text", ChangedBy::Theirs)
        ]
    );
    let both = combine(&found.base, &mine, &found.theirs, &|_| true).unwrap();
    let saved = app
        .update_concept(&permit, draft.id, found.current, both)
        .unwrap();
    assert_eq!(saved.revision, 3);
    assert_eq!(office.seen(draft.id, Version::Standing), "3 draft ཁྲིམས་ར -");
}

#[test]
fn an_edit_takes_nothing_away_that_the_editor_could_not_see() {
    let rows = "zh,bo,register,source,collection\n\
                盗窃,རྐུ་བ,older,旧词典,older\n\
                盗窃,རྐུ་ལས,norm,词典,general\n";
    let hiding = Application::hiding(&["older"]);
    assert!(hiding.import("rows.csv", rows).applied);
    let id: ConceptId = "c-000001".parse().unwrap();
    let editor = person("卓玛", Role::Terminologist);
    let permit = hiding.app.policy().permit::<WriteGlossary>(&editor).unwrap();
    let drafts = hiding.app.policy().permit::<ReadDrafts>(&editor).unwrap();
    let seen = hiding
        .app
        .find_concept(&hiding.read_permit(), id, Version::Newest, Some(&drafts))
        .unwrap();
    let forms = |concept: &Concept| concept.terms.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
    assert_eq!(forms(&seen.concept), ["盗窃", "རྐུ་ལས"]);
    let mut mine = seen.concept.clone();
    mine.terms[1].note = Some("说明".to_owned());
    let written = hiding
        .app
        .update_concept(&permit, id, seen.revision, mine)
        .unwrap();
    // Where nothing is hidden, both are there.
    let open = hiding.reopened_hiding(&[]);
    let whole = open
        .app
        .find_concept(&open.read_permit(), id, Version::Standing, None)
        .unwrap();
    assert_eq!(whole.revision, written.revision);
    let mut found = forms(&whole.concept);
    found.sort();
    assert_eq!(found, ["རྐུ་བ", "རྐུ་ལས", "盗窃"]);
    let collections: Vec<_> = whole
        .concept
        .memberships
        .iter()
        .map(|m| m.collection.to_string())
        .collect();
    assert_eq!(collections, ["older", "general"]);
    assert!(
        whole
            .concept
            .terms
            .iter()
            .any(|t| t.note.as_deref() == Some("说明"))
    );
}
