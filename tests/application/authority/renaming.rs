//! A new edition of an official list renames what a committee has authorised.

use testkit::glossary::Membership;

use super::*;

#[test]
fn a_rename_drafts_and_what_stands_goes_on_standing() {
    let office = Office::open();
    let mut listed = concept("投机倒把罪", "ཚོང");
    listed.memberships.push(Membership {
        collection: "charges-2024".parse().unwrap(),
        number: Some("1".to_owned()),
    });
    let permit = office.permit::<WriteGlossary>(&office.author);
    let application = &office.application;
    let draft = application.app.create_concept(&permit, listed, None).unwrap();
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

    let rows = "zh,number,replaces\n非法经营罪,1,投机倒把罪\n";
    let report = application.succeed("charges-2027", "charges-2024", rows);
    assert!(report.applied, "{:?}", report.issues);
    assert_eq!(office.newest(draft.id), format!("{} draft", stands.revision + 1));
    let reading = application.read_permit();
    let entry = application
        .app
        .find_concept(&reading, draft.id, Version::Standing, None)
        .unwrap();
    assert_eq!(entry.concept.preferred(Lang::Zh), Some("投机倒把罪"));
    assert_eq!(entry.concept.workflow, Workflow::Authorised);
    application.catch_up();
    assert_eq!(application.hits("投机倒把罪"), ["exact 投机倒把罪 | ཚོང"]);
    assert!(
        !application
            .hits("非法经营罪")
            .iter()
            .any(|hit| hit.starts_with("exact"))
    );
    // What the list says is a fact that everybody may read.
    let said = application.app.successions_of(&reading, draft.id).unwrap();
    assert_eq!(said[0].2.new.as_ref().unwrap().name, "非法经营罪");
}
