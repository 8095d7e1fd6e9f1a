//! What a committee decides about in one act.

use super::*;

#[test]
fn a_spelling_passes_with_a_reviewer_and_a_reason_and_is_listed_in_the_next_batch() {
    let office = Office::open();
    let reviewed = office
        .review(&office.reviewer, office.draft("學者", "པཎྜི་ཏ"))
        .unwrap();
    let first = office.batch("第1批", Some("1"));
    let stands = office
        .step(
            &office.committee(),
            reviewed,
            Workflow::Authorised,
            Some(&first.id),
        )
        .unwrap();
    let edited = office.edit(stands, "学者", "པནྡི་ཏ").unwrap();
    let reviewed = office.review(&office.reviewer, edited).unwrap();
    let short = Mandate::Reviewing(office.permit::<ReviewGlossary>(&office.reviewer));
    office.step(&short, reviewed, Workflow::Authorised, None).unwrap();
    assert_eq!(
        office.seen(stands.id, Version::Standing),
        "6 authorised པནྡི་ཏ 第1批"
    );
    let permit = office.application.read_permit();
    let app = &office.application.app;
    let entry = app
        .find_concept(&permit, stands.id, Version::Standing, None)
        .unwrap();
    assert!(entry.authority.is_some_and(|authority| authority.is_respelled));

    let other = office
        .review(&office.reviewer, office.draft("法院", "ཁྲིམས་ཁང"))
        .unwrap();
    let batch = office.batch("第2批", Some("2"));
    let app = &office.application.app;
    let reviewing = office.permit::<ReviewGlossary>(&office.reviewer);
    assert_eq!(app.put_in_batch(&reviewing, &batch.id, &[other.id]).unwrap(), 1);
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    let done = app.authorise_batch(&authorising, &batch.id, 1).unwrap();
    assert_eq!((done.concepts, done.spellings), (1, 1));
    let lines = app
        .list_batch(&office.permit(&office.author), &batch.id, None, 9)
        .unwrap();
    let lines: Vec<_> = lines
        .iter()
        .map(|l| format!("{} {} {}", l.id, l.revision, l.class))
        .collect();
    assert_eq!(lines, ["c-000001 6 spelling", "c-000002 3 substance"]);
    let report = app.verify(&office.application.operate_permit()).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

#[test]
fn a_batch_is_authorised_whole_or_not_at_all() {
    let office = Office::open();
    let app = &office.application.app;
    let reviewing = office.permit::<ReviewGlossary>(&office.reviewer);
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    let ready = office
        .review(&office.reviewer, office.draft("法院", "ཁྲིམས་ཁང"))
        .unwrap();
    let touched = office
        .review(&office.reviewer, office.draft("法官", "ཁྲིམས་དཔོན"))
        .unwrap();
    let without = office.review(&office.reviewer, office.draft("离婚", "")).unwrap();
    let draft = office.draft("证据", "དཔང་རྟགས");
    let batch = office.batch("第1批", Some("1"));

    let Err(Error::BatchObstacles(obstacles)) =
        app.put_in_batch(&reviewing, &batch.id, &[ready.id, draft.id])
    else {
        panic!("a draft went into a batch");
    };
    assert_eq!(
        obstacles[0].to_string(),
        "`c-000004`: this revision has not been reviewed (hint: have it reviewed first)"
    );
    assert_eq!(
        app.put_in_batch(&reviewing, &batch.id, &[ready.id, touched.id, without.id])
            .unwrap(),
        3
    );
    office.edit(touched, "法官", "ཁྲིམས་དཔོན་ཆེན་པོ").unwrap();

    let Err(Error::BatchObstacles(obstacles)) = app.authorise_batch(&authorising, &batch.id, 1) else {
        panic!("a batch with obstacles was authorised");
    };
    let told: Vec<_> = obstacles.iter().map(|o| o.id.to_string()).collect();
    assert_eq!(told, ["c-000002", "c-000003"]);
    assert_eq!(office.seen(ready.id, Version::Standing), "2 reviewed ཁྲིམས་ཁང -");
    for id in [touched.id, without.id] {
        assert!(app.take_from_batch(&reviewing, &batch.id, id).unwrap());
    }
    app.authorise_batch(&authorising, &batch.id, 1).unwrap();
    assert_eq!(
        office.seen(ready.id, Version::Standing),
        "3 authorised ཁྲིམས་ཁང 第1批"
    );
    let again = app.authorise_batch(&authorising, &batch.id, 2);
    assert!(matches!(again, Err(Error::BatchClosed(_))), "{again:?}");
}

#[test]
fn a_concept_that_was_authorised_one_by_one_and_edited_again_kept_its_batch_open_for_ever() {
    let office = Office::open();
    let app = &office.application.app;
    let batch = office.batch("第1批", Some("1"));
    let reviewed = office
        .review(&office.reviewer, office.draft("法院", "ཁྲིམས་ཁང"))
        .unwrap();
    let stands = office
        .step(
            &office.committee(),
            reviewed,
            Workflow::Authorised,
            Some(&batch.id),
        )
        .unwrap();
    office.edit(stands, "法院", "གྱོད་ཁང").unwrap();
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    let done = app.authorise_batch(&authorising, &batch.id, 1).unwrap();
    assert_eq!(done.concepts, 0, "it was authorised before");
    assert_eq!(
        office.seen(stands.id, Version::Standing),
        "3 authorised ཁྲིམས་ཁང 第1批"
    );
}

#[test]
fn something_could_be_authorised_in_a_batch_that_was_closed() {
    let office = Office::open();
    let app = &office.application.app;
    let batch = office.batch("第1批", Some("1"));
    let draft = |zh, bo| office.review(&office.reviewer, office.draft(zh, bo)).unwrap();
    let (first, late) = (draft("法院", "ཁྲིམས་ཁང"), draft("法官", "ཁྲིམས་དཔོན"));
    let reviewing = office.permit::<ReviewGlossary>(&office.reviewer);
    app.put_in_batch(&reviewing, &batch.id, &[first.id]).unwrap();
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    app.authorise_batch(&authorising, &batch.id, 1).unwrap();
    let outcome = office.step(&office.committee(), late, Workflow::Authorised, Some(&batch.id));
    assert!(matches!(outcome, Err(Error::BatchClosed(_))), "{outcome:?}");
}
