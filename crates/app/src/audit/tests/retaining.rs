//! Old links go, never unseen, and never where something is wrong.

use super::super::Stray;
use super::*;

/// An installation that keeps ten days, with five entries of the first day and two of the eleventh, sealed.
fn of_two_times() -> (Installation, Sealer) {
    let mut place = Installation::new();
    place.keep_days = 10;
    let sealer = place.start();
    place.record(5);
    sealer.settle();
    place.advance_days(11);
    place.record(2);
    sealer.settle();
    assert_eq!(
        (place.report().removed, place.report().links),
        (0, 7),
        "it is not night"
    );
    (place, sealer)
}

/// Lets the night come and be over.
fn night(place: &Installation, sealer: &Sealer) {
    place.clock.fetch_add(4 * 60 * 60 * 1_000, Ordering::SeqCst);
    sealer.settle();
    place.clock.fetch_add(20 * 60 * 60 * 1_000, Ordering::SeqCst);
    sealer.settle();
}

#[test]
fn what_is_older_goes_and_the_chain_begins_after_it() {
    let (place, sealer) = of_two_times();
    night(&place, &sealer);
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.removed, report.links, report.last), (5, 3, 8));
    let entries = place.entries(99);
    let (told, number) = &entries[0];
    assert_eq!(
        (told.action.as_str(), told.object_id.as_deref(), *number),
        ("cut-audit", Some("1-5"), Some(8))
    );
    assert_eq!(
        (told.actor_kind.as_str(), told.reason.as_deref()),
        ("program", Some("older than 10 days"))
    );
    assert_eq!(entries.len(), 3);

    night(&place, &sealer);
    assert_eq!(
        place.report().last,
        8,
        "where nothing is removed, nothing is told"
    );
    place.advance_days(30);
    night(&place, &sealer);
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!(
        (report.removed, report.links, report.last),
        (8, 1, 9),
        "all of them were old"
    );
}

#[test]
fn with_no_limit_nothing_goes() {
    let (mut place, sealer) = of_two_times();
    sealer.stop();
    place.keep_days = 0;
    let sealer = place.start();
    place.advance_days(9_999);
    night(&place, &sealer);
    assert_eq!((place.report().removed, place.report().links), (0, 7));
}

#[test]
fn evidence_stays() {
    let (place, sealer) = of_two_times();
    place.tamper("UPDATE audit_entry SET reason = 'another' WHERE id = (SELECT entry FROM audit_link WHERE number = 3)");
    night(&place, &sealer);
    let report = place.report();
    assert_eq!((report.removed, report.last), (0, 7));
    assert_eq!(report.first_bad, bad(3, Fault::Edited));
}

#[test]
fn a_younger_entry_keeps_what_comes_after_it() {
    let mut place = Installation::new();
    place.keep_days = 10;
    let sealer = place.start();
    place.record(1);
    sealer.settle();
    place.advance_days(11);
    place.record(1);
    sealer.settle();
    // A node whose clock is behind.
    place.advance_days(-11);
    place.record(1);
    sealer.settle();
    place.advance_days(11);
    night(&place, &sealer);
    let report = place.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.removed, report.last), (1, 4));
}

#[test]
fn an_anchor_that_is_not_ours_is_no_beginning() {
    let (place, sealer) = of_two_times();
    night(&place, &sealer);
    sealer.stop();
    for change in [
        "number = 6",
        "digest = x'00'",
        "at_ms = at_ms + 1",
        "mac = zeroblob(32)",
    ] {
        place.tamper(&format!(
            "CREATE TABLE kept AS SELECT * FROM audit_anchor; UPDATE audit_anchor SET {change}"
        ));
        let report = place.report();
        let number = if change == "number = 6" { 6 } else { 5 };
        assert_eq!(report.first_bad, bad(number, Fault::Foreign), "{change}");
        place
            .tamper("DELETE FROM audit_anchor; INSERT INTO audit_anchor SELECT * FROM kept; DROP TABLE kept");
    }
    assert!(place.report().is_sound());
    place.tamper("DELETE FROM audit_anchor");
    assert_eq!(place.report().first_bad, bad(1, Fault::Gap));
    assert_eq!(place.report().strays, [] as [Stray; 0]);
}

#[test]
fn a_head_from_before_the_cut_is_no_fault() {
    let (place, sealer) = of_two_times();
    let before = place.head_text();
    place.advance_days(30);
    night(&place, &sealer);
    sealer.stop();
    fs::write(place.head_path(), before).unwrap();
    assert_eq!(place.report().head, HeadState::Behind { number: 7 });
    assert!(place.report().is_sound());
    place.seal();
    assert_eq!(place.report().head, HeadState::Agrees);
}
