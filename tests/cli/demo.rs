//! `demo load`: what it loads, that a second time changes nothing, and where it does not go.

use super::program::{Place, Ran};

#[test]
fn the_demonstration_has_the_published_totals_and_a_second_time_changes_nothing() {
    let place = Place::new();
    let loaded = place.run(["demo", "load", "--json"]).json();
    for (name, expected) in [
        ("courts", 193),
        ("people", 3_000),
        ("trainings", 100),
        ("person_times", 18_494),
    ] {
        assert_eq!(loaded[name], expected, "{name}");
    }
    assert!(loaded["written"].as_u64().unwrap() > 21_000, "{loaded}");
    assert_eq!(place.run(["demo", "load", "--json"]).json()["written"], 0);
    assert!(place.run(["verify"]).done().contains("sound"));
    let mut chinese = place.command(["demo", "load"]);
    let chinese = Ran::of(chinese.env("LANG", "zh_CN.UTF-8")).done();
    assert!(
        chinese.contains("全部虚构") && chinese.contains("18494 人次"),
        "{chinese}"
    );
}
