//! Reviewing and authorising, in their order and by the right hands.

use super::*;

#[test]
fn what_is_authorised_stands_while_its_successor_is_drafted() {
    let office = Office::open();
    let draft = office.draft("法院", "ཁྲིམས་ཁང");
    assert_eq!(office.seen(draft.id, Version::Standing), "1 draft ཁྲིམས་ཁང -");
    let reviewed = office.review(&office.reviewer, draft).unwrap();
    let batch = office.batch("第1批", Some("1"));
    let stands = office
        .step(
            &office.committee(),
            reviewed,
            Workflow::Authorised,
            Some(&batch.id),
        )
        .unwrap();
    assert_eq!(
        office.seen(draft.id, Version::Standing),
        "3 authorised ཁྲིམས་ཁང 第1批"
    );

    let next = office.edit(stands, "法院", "གྱོད་ཁང").unwrap();
    assert_eq!(
        office.seen(draft.id, Version::Standing),
        "3 authorised ཁྲིམས་ཁང 第1批"
    );
    assert_eq!(office.newest(draft.id), "4 draft");
    assert_eq!(
        office.seen(draft.id, Version::Revision(4)),
        "concept `c-000001` has no revision `4`"
    );
    assert_eq!(
        office.seen(draft.id, Version::Newest),
        "3 authorised ཁྲིམས་ཁང 第1批"
    );
    assert_eq!(office.seen(draft.id, Version::Revision(1)), "1 draft ཁྲིམས་ཁང -");

    // The index holds what everybody reads.
    office.application.catch_up();
    assert_eq!(office.application.hits("གྱོད་ཁང"), [""; 0]);
    assert_eq!(office.application.hits("ཁྲིམས་ཁང").len(), 1);

    let reviewed = office.review(&office.reviewer, next).unwrap();
    let second = office.batch("第2批", Some("2"));
    office
        .step(&office.committee(), reviewed, Workflow::Authorised, Some("第2批"))
        .unwrap();
    assert_eq!(
        office.seen(draft.id, Version::Standing),
        "6 authorised གྱོད་ཁང 第2批"
    );
    office.application.catch_up();
    assert_eq!(office.application.hits("གྱོད་ཁང").len(), 1);
    assert_ne!(second.id, batch.id);
}

#[test]
fn nobody_reviews_what_they_wrote() {
    let office = Office::open();
    let by_reviewer = office.permit::<WriteGlossary>(&office.reviewer);
    let app = &office.application.app;
    let draft = app
        .create_concept(&by_reviewer, concept("法官", "ཁྲིམས་དཔོན"), None)
        .unwrap();
    assert_eq!(fault(office.review(&office.reviewer, draft)), "own_work_reviewed");
    // Whoever wrote a part of it wrote it: the last author is not the only one.
    let edited = office.edit(draft, "法官", "ཁྲིམས་དཔོན་པོ").unwrap();
    assert_eq!(
        fault(office.review(&office.reviewer, edited)),
        "own_work_reviewed"
    );
    assert_eq!(
        fault(office.review(&person("other", Role::Reviewer), edited)),
        "went to 3"
    );
}

#[test]
fn steps_are_taken_in_their_order() {
    let office = Office::open();
    let draft = office.draft("证据", "དཔང་རྟགས");
    let batch = office.batch("第1批", Some("1"));
    let committee = office.committee();
    let authorise = |at, batch: Option<&str>| office.step(&committee, at, Workflow::Authorised, batch);
    assert_eq!(fault(authorise(draft, Some(&batch.id))), "not_reviewed");
    assert_eq!(
        fault(office.step(&committee, draft, Workflow::Withdrawn, None)),
        "nothing_to_withdraw"
    );
    let reviewed = office.review(&office.reviewer, draft).unwrap();
    // A draft after the review needs another one.
    let edited = office.edit(reviewed, "证据", "དཔང་རྟགས་ཁ").unwrap();
    assert_eq!(fault(authorise(edited, Some(&batch.id))), "not_reviewed");
    let short = Mandate::Reviewing(office.permit::<ReviewGlossary>(&office.reviewer));
    let reviewed = office.review(&office.reviewer, edited).unwrap();
    assert_eq!(
        fault(office.step(&short, reviewed, Workflow::Authorised, None)),
        "batch_needed"
    );
    assert_eq!(
        fault(authorise(reviewed, Some("第9批"))),
        "there is no batch `第9批`"
    );
    let open = office.batch("第2批", None);
    assert_eq!(
        fault(authorise(reviewed, Some(&open.id))),
        "batch `第2批` has no day or no number of a decision yet (hint: give `decided_on` and `decision`)"
    );
    let refused = office.step(&short, reviewed, Workflow::Authorised, Some(&batch.id));
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
}
