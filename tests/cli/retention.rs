//! `registry retention`: a list to be looked at, and nothing else.

use super::program::Place;

#[test]
fn a_list_says_which_years_are_not_set_and_that_nothing_was_erased() {
    let place = Place::with_database_file();
    let told = place
        .run([
            "registry",
            "retention",
            "--dry-run",
            "--on",
            "2026-01-01",
            "--years",
            "record=10",
        ])
        .done();
    insta::assert_snapshot!(told, @r"
    contact (电话): no years are set, so nobody is listed
    identity_number (身份证号): no years are set, so nobody is listed
    record (任职、语言能力、人才库和其他登记内容): 10 years after left_service
    trainings (培训的报名、考勤和成绩): no years are set, so nobody is listed
    run out on 2026-01-01: 0; nothing was erased
    ");
    let json = place.run(["registry", "retention", "--dry-run", "--json"]).done();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["done"], json["classes"].as_array().unwrap().len()),
        (&"retention".into(), 4)
    );
    place.run(["registry", "retention"]).refused(2);
    place
        .run(["registry", "retention", "--dry-run", "--years", "record"])
        .refused(2);
    for (args, said) in [(["--years", "all=1"], "`all`"), (["--on", "soon"], "`soon`")] {
        let refused = place
            .run([&["registry", "retention", "--dry-run"][..], &args].concat())
            .refused(1);
        assert!(refused.contains(said) && refused.contains("hint"), "{refused}");
    }
}
