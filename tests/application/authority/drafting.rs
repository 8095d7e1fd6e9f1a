//! Drafting beside others, and beside what stands.

use super::*;

#[test]
fn of_fifty_who_save_the_same_revision_one_wins() {
    let office = Office::open();
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let office = &office;
        let writers: Vec<_> = (0..50)
            .map(|n| scope.spawn(move || office.edit(draft, &format!("法院{n}"), "ཁྲིམས་ཁང")))
            .collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let won = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    let told = outcomes
        .iter()
        .filter(|outcome| {
            matches!(
                outcome,
                Err(Error::StaleConcept {
                    expected: 1,
                    current: 2,
                    ..
                })
            )
        })
        .count();
    assert_eq!((won, told), (1, 49));
}

#[test]
fn an_import_into_what_stands_makes_a_draft_of_it() {
    let office = Office::open();
    let reviewed = office
        .review(&office.reviewer, office.draft("法院", "ཁྲིམས་ཁང"))
        .unwrap();
    office.batch("1", Some("1"));
    office
        .step(&office.committee(), reviewed, Workflow::Authorised, Some("1"))
        .unwrap();
    assert!(
        office
            .application
            .import("more.csv", &csv_file(&[("法院", "གྱོད་ཁང")]))
            .applied
    );
    assert_eq!(
        office.seen(reviewed.id, Version::Standing),
        "3 authorised ཁྲིམས་ཁང 1"
    );
    assert_eq!(office.newest(reviewed.id), "4 draft");
    let again = office
        .application
        .import("more.csv", &csv_file(&[("法院", "གྱོད་ཁང")]));
    assert_eq!((again.updated, again.unchanged), (0, 1));
}

#[test]
fn an_earlier_text_is_taken_up_and_a_draft_taken_away() {
    let office = Office::open();
    let app = &office.application.app;
    let writing = office.permit::<WriteGlossary>(&office.author);
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    let edited = office.edit(draft, "法院", "གྱོད་ཁང").unwrap();
    let silent = app.restore_revision(&writing, draft.id, edited.revision, 1, " ");
    assert!(matches!(silent, Err(Error::ReasonMissing)), "{silent:?}");
    let restored = app
        .restore_revision(&writing, draft.id, edited.revision, 1, "误改")
        .unwrap();
    assert_eq!(office.seen(draft.id, Version::Standing), "3 draft ཁྲིམས་ཁང -");
    assert_eq!(
        office.edit(restored, "法院", "ཁྲིམས་ཁང").unwrap(),
        restored,
        "the same again writes nothing"
    );

    let reviewed = office.review(&office.reviewer, restored).unwrap();
    let kept = app.delete_concept(&writing, draft.id, reviewed.revision);
    assert!(
        matches!(
            kept,
            Err(Error::NotADraft {
                workflow: Workflow::Reviewed,
                ..
            })
        ),
        "{kept:?}"
    );
    let back = office
        .step(
            &Mandate::Drafting(writing.clone()),
            reviewed,
            Workflow::Draft,
            None,
        )
        .unwrap();
    app.delete_concept(&writing, draft.id, back.revision).unwrap();
    assert_eq!(
        office.seen(draft.id, Version::Standing),
        "there is no concept `c-000001`"
    );
}

#[test]
fn a_list_has_what_stands_and_a_joined_concept_is_told_from_one_that_never_was() {
    let office = Office::open();
    let first = office.authorised("证据", "དཔང་རྟགས");
    let successor = office.edit(first, "证据材料", "དཔང་རྟགས").unwrap();
    let (kept, gone) = (office.draft("法院", "ཁྲིམས་ཁང"), office.draft("法庭", "ཁྲིམས་ཁང"));
    office.join(gone, kept);
    let app = &office.application.app;
    let permit = office.permit(&office.author);
    let page = app
        .list_concepts(&permit, None, &ConceptFilter::default(), None, 10)
        .unwrap();
    let listed: Vec<_> = page
        .entries
        .iter()
        .map(|e| {
            (
                e.id,
                e.concept.preferred(Lang::Zh).unwrap(),
                e.revision,
                e.authority.is_some(),
            )
        })
        .collect();
    assert_eq!(
        listed,
        [
            (first.id, "证据", first.revision, true),
            (kept.id, "法院", kept.revision + 1, false)
        ]
    );
    assert!(successor.revision > first.revision);
    let never = ConceptId::new(99);
    let fetched = app.fetch_concepts(&permit, &[never, gone.id, first.id]).unwrap();
    assert_eq!(fetched.missing, [(never, None), (gone.id, Some(kept.id))]);
    assert_eq!(fetched.entries.len(), 1);
}

#[test]
fn whoever_marks_a_pair_as_easily_confused_marks_both_and_whoever_unmarks_it_too() {
    let office = Office::open();
    let stands = office.authorised("共同财产", "ཐུན་མོང་རྒྱུ་ནོར");
    let other = office.draft("共有财产", "མཉམ་དབང་རྒྱུ་ནོར");
    let app = &office.application.app;
    let permit = office.permit::<WriteGlossary>(&office.author);
    let confused = |at: Written| Concept {
        relations: vec![Relation {
            kind: RelationKind::Confusable,
            id: stands.id,
        }],
        ..concept("共有财产", &format!("མཉམ་དབང་རྒྱུ་ནོར{}", at.revision))
    };
    let newest = |id| {
        let drafts = office.permit::<ReadDrafts>(&office.author);
        let read = office.application.read_permit();
        let entry = app
            .find_concept(&read, id, Version::Newest, Some(&drafts))
            .unwrap();
        let ids: Vec<_> = entry
            .concept
            .relations
            .iter()
            .map(|relation| relation.id)
            .collect();
        (entry.revision, ids)
    };
    let marked = app
        .update_concept(&permit, other.id, other.revision, confused(other))
        .unwrap();
    assert_eq!(newest(stands.id), (stands.revision + 1, vec![other.id]));
    // What stands goes on standing, and saying the same of the pair again writes nothing there.
    assert!(
        office
            .seen(stands.id, Version::Standing)
            .starts_with(&format!("{} authorised", stands.revision))
    );
    let again = app
        .update_concept(&permit, other.id, marked.revision, confused(marked))
        .unwrap();
    assert_eq!(newest(stands.id), (stands.revision + 1, vec![other.id]));
    office.edit(again, "共有财产", "མཉམ་དབང་རྒྱུ་ནོར").unwrap();
    assert_eq!(newest(stands.id), (stands.revision + 2, vec![]));
    let new = Concept {
        relations: vec![Relation {
            kind: RelationKind::Confusable,
            id: stands.id,
        }],
        ..concept("夫妻财产", "")
    };
    let made = app.create_concept(&permit, new, None).unwrap();
    assert_eq!(newest(stands.id), (stands.revision + 3, vec![made.id]));
}

#[test]
fn a_relation_leads_neither_to_the_entry_itself_nor_to_nothing() {
    let office = Office::open();
    let court = office.draft("法院", "ཁྲིམས་ཁང");
    let app = &office.application.app;
    let permit = office.permit::<WriteGlossary>(&office.author);
    let related = |ids: &[u64]| Concept {
        relations: ids
            .iter()
            .map(|id| Relation {
                kind: RelationKind::Related,
                id: ConceptId::new(*id),
            })
            .collect(),
        ..concept("法院", "ཁྲིམས་ཁང")
    };
    let refused = |outcome: Result<Written, Error>| match outcome.unwrap_err() {
        Error::Invalid(violations) => violations
            .iter()
            .map(|violation| format!("{} {}", violation.pointer(), violation.code()))
            .collect::<Vec<_>>(),
        other => panic!("{other}"),
    };
    let write = |ids: &[u64]| app.update_concept(&permit, court.id, 1, related(ids));
    assert_eq!(refused(write(&[1])), ["/relations/0 relation_to_itself"]);
    assert_eq!(
        refused(write(&[1, 99])),
        [
            "/relations/0 relation_to_itself",
            "/relations/1 relation_to_nothing"
        ]
    );
    let new = app.create_concept(&permit, related(&[99]), None);
    assert_eq!(refused(new), ["/relations/0 relation_to_nothing"]);
    let judge = office.draft("法官", "ཁྲིམས་དཔོན");
    let made = write(&[judge.id.number()]).unwrap();
    // What it led to may be taken away since, and the entry can be corrected all the same.
    app.delete_concept(&permit, judge.id, judge.revision).unwrap();
    let corrected = Concept {
        relations: related(&[judge.id.number()]).relations,
        ..concept("人民法院", "ཁྲིམས་ཁང")
    };
    app.update_concept(&permit, court.id, made.revision, corrected)
        .unwrap();
}

#[test]
fn a_relation_leads_to_the_concept_that_another_one_was_joined_into() {
    let office = Office::open();
    let (kept, gone) = (office.draft("法院", "ཁྲིམས་ཁང"), office.draft("法庭", "ཁྲིམས་ཁང"));
    let relation = |id| Relation {
        kind: RelationKind::Related,
        id,
    };
    let related = Concept {
        relations: vec![relation(gone.id), relation(kept.id)],
        ..concept("法官", "ཁྲིམས་དཔོན")
    };
    let app = &office.application.app;
    let made = app
        .create_concept(&office.permit(&office.author), related, None)
        .unwrap();
    office.join(gone, kept);
    let entry = app
        .find_concept(
            &office.application.read_permit(),
            made.id,
            Version::Standing,
            None,
        )
        .unwrap();
    let ids: Vec<_> = entry.related.iter().map(|(_, summary)| summary.id).collect();
    assert_eq!(ids, [kept.id], "once, and not the one that is gone");
}
