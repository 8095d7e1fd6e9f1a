//! The head outside the database: it follows the chain, and never goes back.

use super::*;

#[test]
fn the_head_names_the_last_link() {
    let place = Installation::new();
    place.seal();
    assert!(!place.head_path().exists(), "an empty chain has no head");
    assert_eq!(place.report().head, HeadState::Missing);
    assert!(place.report().is_sound(), "and needs none");
    place.record(2);
    place.seal();
    let text = place.head_text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[..2], ["shanjar audit head 1", "number 2"]);
    assert_eq!(
        lines[3..5],
        ["at_ms 1767225600000", "store 00000000000000000000000000000000"]
    );
    assert_eq!(place.report().head, HeadState::Agrees);
    assert_eq!(
        fs::read_dir(place.head_path().parent().unwrap()).unwrap().count(),
        1,
        "nothing else is left"
    );
}

#[test]
fn a_head_from_before_is_behind_and_no_fault() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    let before = place.head_text();
    place.record(1);
    place.seal();
    fs::write(place.head_path(), before).unwrap();
    assert_eq!(place.report().head, HeadState::Behind { number: 2 });
    assert!(place.report().is_sound());
    place.seal();
    assert_eq!(
        place.report().head,
        HeadState::Agrees,
        "the next start brings it up"
    );
}

#[test]
fn a_cut_end_is_told_and_the_head_stays_the_witness_of_it() {
    let place = Installation::new();
    place.record(5);
    place.seal();
    let witness = place.head_text();
    place.tamper("DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_link WHERE number > 3); DELETE FROM audit_link WHERE number > 3");
    let report = place.report();
    assert_eq!(
        (report.first_bad, report.head.clone()),
        (bad(4, Fault::Truncated), HeadState::Ahead { number: 5 })
    );
    assert!(!report.is_sound());
    // The program goes on, also past the number of the head.
    let sealer = place.start();
    place.record(4);
    sealer.settle();
    assert!(sealer.figures().is_head_stuck());
    sealer.stop();
    let report = place.report();
    assert_eq!(
        (report.last, report.unsealed),
        (7, 0),
        "entries are sealed all the same"
    );
    assert_eq!(
        (report.first_bad, report.head),
        (bad(5, Fault::Forked), HeadState::Differs { number: 5 })
    );
    assert_eq!(place.head_text(), witness);
    // Somebody has looked into it and moved the file away.
    fs::remove_file(place.head_path()).unwrap();
    place.seal();
    assert!(place.report().is_sound());
    assert_eq!(place.report().head, HeadState::Agrees);
}

#[test]
fn an_end_that_is_cut_off_under_a_running_program_is_noticed() {
    let place = Installation::new();
    let sealer = place.start();
    place.record(3);
    sealer.settle();
    let witness = place.head_text();
    place.tamper("DELETE FROM audit_link WHERE number = 3");
    fs::remove_file(place.head_path()).unwrap();
    sealer.settle();
    assert!(
        sealer.figures().is_head_stuck(),
        "the file is gone too, and the program remembers"
    );
    assert!(!place.head_path().exists());
    fs::write(place.head_path(), witness).unwrap();
    assert_eq!(place.report().first_bad, bad(3, Fault::Truncated));
}

#[test]
fn a_head_that_is_not_ours_is_left_alone_and_told() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    let ours = place.head_text();
    for (text, expected) in [
        (ours.replace("number 2", "number 1"), HeadState::BadSignature),
        (
            ours.replace("number 2", "number two"),
            HeadState::Unreadable("line 2 is not that of an audit head".to_owned()),
        ),
        (
            String::new(),
            HeadState::Unreadable("line 1 is not that of an audit head".to_owned()),
        ),
        (
            "\u{0}".repeat(5_000_000),
            HeadState::Unreadable("line 1 is not that of an audit head".to_owned()),
        ),
    ] {
        fs::write(place.head_path(), &text).unwrap();
        let sealer = place.start();
        place.record(1);
        sealer.settle();
        assert!(sealer.figures().is_head_stuck());
        sealer.stop();
        let report = place.report();
        assert_eq!((report.head.clone(), report.is_sound()), (expected, false));
        assert_eq!((report.first_bad, report.unsealed), (None, 0));
        assert_eq!(place.head_text(), text);
    }
}

#[test]
fn a_lost_head_is_a_fault_until_it_is_written_again() {
    let place = Installation::new();
    place.record(1);
    place.seal();
    fs::remove_file(place.head_path()).unwrap();
    assert_eq!(
        (place.report().head, place.report().is_sound()),
        (HeadState::Missing, false)
    );
    place.seal();
    assert!(place.report().is_sound());
}

#[test]
fn a_place_that_cannot_be_written_keeps_nobody_from_sealing() {
    let place = Installation::new();
    fs::create_dir_all(place.head_path()).unwrap();
    let sealer = place.start();
    place.record(1);
    sealer.settle();
    assert!(sealer.figures().is_head_stuck());
    assert_eq!(sealer.figures().seconds_since_head(BEGUN_MS), None);
    assert_eq!(place.report().unsealed, 0);
    fs::remove_dir(place.head_path()).unwrap();
    sealer.settle();
    assert!(!sealer.figures().is_head_stuck());
    assert!(sealer.figures().seconds_since_head(BEGUN_MS).is_some());
    assert_eq!(place.report().head, HeadState::Agrees);
}

#[test]
fn only_what_is_right_is_signed() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    place.record(3);
    // Sealed by somebody without the key, before the program looks.
    place.tamper("INSERT INTO audit_link SELECT 3, entry, x'00' FROM audit_unsealed LIMIT 1; DELETE FROM audit_unsealed WHERE entry IN (SELECT entry FROM audit_link)");
    place.seal();
    assert!(
        place.head_text().contains("\nnumber 2\n"),
        "{}",
        place.head_text()
    );
    assert_eq!(place.report().first_bad, bad(3, Fault::Edited));
    assert_eq!(place.report().last, 5, "the rest is sealed after it");
}
