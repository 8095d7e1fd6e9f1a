//! Editions, and what remains of a concept that is gone.

use app::MessageLanguage;

use super::*;

#[test]
fn an_edition_is_read_for_ever() {
    let office = Office::open();
    let app = &office.application.app;
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    let empty = app.freeze_edition(&authorising, "第一版", None);
    assert!(matches!(empty, Err(Error::NothingAuthorised)), "{empty:?}");
    let authorise = |at: Written, number: &str| {
        let reviewed = office.review(&office.reviewer, at).unwrap();
        office.batch(number, Some(number));
        office
            .step(&office.committee(), reviewed, Workflow::Authorised, Some(number))
            .unwrap()
    };
    let court = authorise(office.draft("法院", "ཁྲིམས་ཁང"), "1");
    let first = app.freeze_edition(&authorising, "第一版", Some("试用")).unwrap();
    let court = authorise(office.edit(court, "法院", "གྱོད་ཁང").unwrap(), "2");
    let twin = authorise(office.draft("审判机关", "ཁྲིམས་གཅོད་ལས་ཁུངས"), "3");
    let second = app.freeze_edition(&authorising, "第二版", None).unwrap();
    assert_eq!((first.concepts, second.concepts), (1, 2));
    assert_eq!(
        office.seen(court.id, Version::Edition(1)),
        "3 authorised ཁྲིམས་ཁང 1"
    );
    assert_eq!(office.seen(court.id, Version::Edition(2)), "6 authorised གྱོད་ཁང 2");
    assert_eq!(
        office.seen(twin.id, Version::Edition(1)),
        "edition 1 has no concept `c-000002`"
    );
    assert_eq!(
        office.seen(twin.id, Version::Edition(3)),
        "there is no edition `3`"
    );
    let changes = app
        .compare_editions(&office.application.read_permit(), (1, 2), None, 9)
        .unwrap();
    let told: Vec<_> = changes
        .iter()
        .map(|c| format!("{} {:?} {:?}", c.id, c.from, c.to))
        .collect();
    assert_eq!(told, ["c-000001 Some(3) Some(6)", "c-000002 None Some(3)"]);
    let in_workbook =
        |pair, language| app.compare_editions_in_workbook(&office.application.read_permit(), pair, language);
    let zh = in_workbook((1, 2), MessageLanguage::Zh).unwrap();
    let en = in_workbook((1, 2), MessageLanguage::En).unwrap();
    assert!(zh.starts_with(b"PK") && en.starts_with(b"PK") && zh != en);
    let none = in_workbook((1, 9), MessageLanguage::Zh);
    assert!(matches!(none, Err(Error::NoSuchEdition(9))), "{none:?}");

    // Also when the concept is gone; its address leads to where it went.
    let joining = Joining {
        gone: twin.id,
        gone_revision: twin.revision,
        kept: court.id,
        kept_revision: court.revision,
        reason: "同一概念".to_owned(),
    };
    let writing = office.permit::<WriteGlossary>(&office.author);
    let alone = app.merge_concepts(&writing, &joining, None);
    assert!(matches!(alone, Err(Error::Refused(_))), "{alone:?}");
    let joined = app
        .merge_concepts(&writing, &joining, Some(&authorising))
        .unwrap();
    assert_eq!(joined.revision, 7);
    assert_eq!(
        office.seen(twin.id, Version::Edition(2)),
        "3 authorised ཁྲིམས་གཅོད་ལས་ཁུངས 3"
    );
    assert_eq!(
        office.seen(twin.id, Version::Revision(3)),
        "3 authorised ཁྲིམས་གཅོད་ལས་ཁུངས 3"
    );
    assert_eq!(
        office.seen(twin.id, Version::Standing),
        "concept `c-000002` was joined into `c-000001` (hint: go on with `c-000001`)"
    );
    assert_eq!(office.seen(court.id, Version::Standing), "6 authorised གྱོད་ཁང 2");
}

#[test]
fn a_page_of_hidden_concepts_looked_like_the_end_of_a_comparison() {
    let office = Office {
        application: Application::hiding(&["older"]),
        ..Office::open()
    };
    let app = &office.application.app;
    let rows = "zh,bo,collection,source\n法院,ཁྲིམས་ཁང,general,a\n盗窃,རྐུ་བ,older,b\n税吏,ཁྲལ་སྡུད་པ,older,b\n法官,ཁྲིམས་དཔོན,general,a\n";
    assert!(office.application.import("rows.csv", rows).applied);
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    office.batch("1", Some("1"));
    let freeze = |numbers: &[u64]| {
        for number in numbers {
            let at = Written {
                id: ConceptId::new(*number),
                revision: 1,
                seq: *number,
            };
            let reviewed = office.review(&office.reviewer, at).unwrap();
            office
                .step(&office.committee(), reviewed, Workflow::Authorised, Some("1"))
                .unwrap();
        }
        app.freeze_edition(&authorising, "版", None).unwrap()
    };
    freeze(&[1]);
    freeze(&[2, 3, 4]);
    let read = office.application.read_permit();
    let page = |after, limit| {
        let changes = app.compare_editions(&read, (1, 2), after, limit).unwrap();
        changes.iter().map(|c| c.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(page(None, 1), ["c-000004"]);
    assert_eq!(page(None, 9), ["c-000004"]);
    assert_eq!(page(Some(ConceptId::new(4)), 1), [""; 0]);
}
