//! One string replaced in many concepts, and put back.

use app::{Fate, Filter, Ticked};
use testkit::glossary::search_replace::Replacement;

use super::*;

fn ticked(at: Written) -> Ticked {
    Ticked {
        id: at.id,
        revision: at.revision,
        terms: None,
    }
}

#[test]
fn what_is_ticked_is_replaced_by_one_act_and_put_back_by_one_act() {
    let office = Office::open();
    let stands = office.authorised("法院", "ཁྲིམས་ར");
    let draft = office.draft("人民法院", "མི་དམངས་ཁྲིམས་ར་");
    let other = office.draft("法律", "ཁྲིམས་ལུགས");
    let left = office.draft("审判庭", "ཁྲིམས་རའི་ཁང");
    let unticked = office.draft("法庭", "ཁྲིམས་ར་ཆུང");
    let app = &office.application.app;
    let (drafts, write) = (
        office.permit::<ReadDrafts>(&office.author),
        office.permit::<WriteGlossary>(&office.author),
    );
    let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let found = |limit, after| {
        let page = app
            .preview_change_set(&drafts, &replacement, &Filter::default(), after, limit)
            .unwrap();
        (page.hits.iter().map(|hit| hit.id).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(
        found(10, None),
        (vec![stands.id, draft.id, left.id, unticked.id], None)
    );
    let (first, next) = found(2, None);
    assert_eq!(first, [stands.id, draft.id]);
    // What is left because of its particle is listed too.
    assert_eq!(found(2, next), (vec![left.id, unticked.id], None));
    for (filter, expected) in [
        ("workflow:authorised", vec![stands.id]),
        (
            "-workflow:authorised author:卓玛",
            vec![draft.id, left.id, unticked.id],
        ),
        ("batch:为法院", vec![stands.id]),
        ("-changed_since:2000-01-01", vec![]),
        ("without:bo", vec![]),
    ] {
        let page = app.preview_change_set(&drafts, &replacement, &filter.parse().unwrap(), None, 10);
        let ids: Vec<_> = page.unwrap().hits.iter().map(|hit| hit.id).collect();
        assert_eq!(ids, expected, "{filter}");
    }

    let made = app
        .make_change_set(&write, &replacement, "统一写法", &[ticked(draft), ticked(stands)])
        .unwrap();
    assert_eq!(made.concepts.len(), 2);
    assert_eq!(office.newest(stands.id), format!("{} draft", stands.revision + 1));
    assert!(
        office
            .seen(stands.id, Version::Standing)
            .contains("authorised ཁྲིམས་ར")
    );
    assert!(
        office
            .seen(draft.id, Version::Standing)
            .contains("draft མི་དམངས་ཁྲིམས་ཁང")
    );
    assert_eq!(found(10, None).0, [left.id, unticked.id]);
    assert_eq!(app.find_change_set(&drafts, &made.set.id).unwrap(), made);
    let fates = |after, limit| {
        let lines = app.list_changed(&drafts, &made.set.id, after, limit).unwrap();
        lines
            .iter()
            .map(|line| (line.changed.concept, line.fate))
            .collect::<Vec<_>>()
    };
    let (whole, half) = ((stands.id, Fate::AsWritten), (draft.id, Fate::AsWritten));
    assert_eq!(fates(None, 10), [whole, half]);
    assert_eq!(
        (fates(None, 1), fates(Some(stands.id), 9)),
        (vec![whole], vec![half])
    );
    let lines = app
        .list_changed(&drafts, &made.set.id, Some(stands.id), 1)
        .unwrap();
    assert_eq!(
        (lines[0].zh.as_deref(), &lines[0].terms[..]),
        (
            Some("人民法院"),
            &[(
                "མི་དམངས་ཁྲིམས་ར".into(),
                std::iter::once(8..15).collect(),
                "མི་དམངས་ཁྲིམས་ཁང".into()
            )][..]
        )
    );

    // Somebody edits one of them meanwhile: that one stays.
    let edited = Written {
        revision: draft.revision + 1,
        ..draft
    };
    office.edit(edited, "人民法院", "མི་དམངས་ཁྲིམས་ཁང་ཆེ").unwrap();
    let undone = app.undo_change_set(&write, &made.set.id).unwrap();
    assert_eq!((undone.restored, undone.left), (vec![stands.id], vec![draft.id]));
    assert!(
        office
            .seen(draft.id, Version::Standing)
            .contains("མི་དམངས་ཁྲིམས་ཁང་ཆེ")
    );
    assert_eq!(found(10, None).0, [stands.id, left.id, unticked.id]);
    assert_eq!(
        fates(None, 10),
        [(stands.id, Fate::Restored), (draft.id, Fate::WrittenSince)]
    );
    assert!(matches!(
        app.undo_change_set(&write, &made.set.id),
        Err(Error::ChangeSetUndone)
    ));
    let sets = app.list_change_sets(&drafts, None, 10).unwrap();
    assert_eq!(sets.len(), 1);
    assert_eq!(sets[0].undone.as_ref().map(|(by, _)| by.as_str()), Some("卓玛"));
    assert_eq!(
        (office.newest(other.id), office.newest(left.id)),
        ("1 draft".into(), "1 draft".into())
    );
}

#[test]
fn a_change_set_goes_into_one_batch_by_another_reviewer_and_is_still_undone_by_one_act() {
    let office = Office::open();
    let ids = [
        office.draft("法院", "ཁྲིམས་ར"),
        office.draft("人民法院", "མི་དམངས་ཁྲིམས་ར"),
        office.draft("法庭", "ཁྲིམས་ར་ཆུང"),
    ];
    let app = &office.application.app;
    let write = office.permit::<WriteGlossary>(&office.reviewer);
    let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let made = app
        .make_change_set(&write, &replacement, "统一写法", &ids.map(ticked))
        .unwrap();
    let set = &made.set.id;
    let batch = office.batch("〔2026〕7号", None).id;
    let own = app.settle_change_set(&office.permit(&office.reviewer), set, &batch);
    let Err(Error::BatchObstacles(obstacles)) = own else {
        panic!("whoever wrote it does not review it: {own:?}")
    };
    assert_eq!(obstacles.len(), 3);
    assert_eq!(office.newest(ids[0].id), "2 draft", "nothing is half done");

    let edited = Written {
        revision: 2,
        ..ids[2]
    };
    office.edit(edited, "法庭", "ཁྲིམས་ཁང་ཆུང་ཆུང").unwrap();
    let review = office.permit::<ReviewGlossary>(&office.chair);
    let settled = app.settle_change_set(&review, set, &batch).unwrap();
    assert_eq!(
        (settled.put, settled.left),
        (vec![ids[0].id, ids[1].id], vec![ids[2].id])
    );
    assert_eq!(office.newest(ids[0].id), "3 reviewed");
    assert_eq!(
        app.settle_change_set(&review, set, &batch).unwrap().put.len(),
        2,
        "twice is as once"
    );

    let undone = app.undo_change_set(&write, set).unwrap();
    assert_eq!(
        (undone.restored, undone.left),
        (vec![ids[0].id, ids[1].id], vec![ids[2].id])
    );
    assert_eq!(office.newest(ids[0].id), "4 draft");
    assert!(office.seen(ids[0].id, Version::Standing).contains("draft ཁྲིམས་ར"));
    assert!(matches!(
        app.settle_change_set(&review, set, &batch),
        Err(Error::ChangeSetUndone)
    ));
}

#[test]
fn a_change_set_is_made_whole_or_not_at_all() {
    let office = Office::open();
    let (one, other) = (office.draft("法院", "ཁྲིམས་ར"), office.draft("法律", "ཁྲིམས་ལུགས"));
    let app = &office.application.app;
    let write = office.permit::<WriteGlossary>(&office.author);
    let replacement = Replacement::new("ཁྲིམས་ར", "ཁྲིམས་ཁང").unwrap();
    let make =
        |reason: &str, concepts: &[Ticked]| app.make_change_set(&write, &replacement, reason, concepts);
    assert!(matches!(make(" ", &[ticked(one)]), Err(Error::ReasonMissing)));
    assert!(matches!(make("r", &[]), Err(Error::NothingReplaced(None))));
    assert!(matches!(
        make("r", &[ticked(one), ticked(other)]),
        Err(Error::NothingReplaced(Some(id))) if id == other.id
    ));
    let stale = Ticked {
        revision: 9,
        ..ticked(other)
    };
    assert!(matches!(
        make("r", &[ticked(one), stale]),
        Err(Error::StaleConcept { .. })
    ));
    let of_another_term = Ticked {
        terms: Some(vec!["ཞལ་ལྕེ".to_owned()]),
        ..ticked(one)
    };
    assert!(matches!(
        make("r", &[of_another_term]),
        Err(Error::NothingReplaced(Some(_)))
    ));
    assert_eq!(office.newest(one.id), "1 draft");
}
