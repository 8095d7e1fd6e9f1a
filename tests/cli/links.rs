//! `user link`: an account and the person whose record it shows.

use super::program::Place;

#[test]
fn an_account_is_linked_with_somebody_who_is_there_or_with_nobody() {
    let place = Place::with_database_file();
    place.run(["user", "add", "zhaxi", "--role", "self"]).done();
    let refused = place.run(["user", "link", "zhaxi", "--person", "p-0"]).refused(1);
    assert!(refused.contains("person"), "{refused}");
    let told = place.run(["user", "link", "zhaxi", "--none"]).done();
    assert_eq!(told, "the account zhaxi is linked with nobody any more\n");
    for wrong in [
        &["user", "link", "zhaxi"][..],
        &["user", "link", "zhaxi", "--none", "--person", "p-0"],
    ] {
        place.run(wrong).refused(2);
    }
    let listed = place.run(["user", "list", "--json"]).done();
    assert!(listed.contains("\"person\": null"), "{listed}");
}
