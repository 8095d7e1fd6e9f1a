//! What is compared beside the chain itself.

use super::*;

#[test]
fn keys_that_are_not_the_ones_it_was_sealed_with_find_nothing_right() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    let other = SeedKeys::of(&[8; 32]).unwrap();
    let report = verify(&place.app.store, &other, &place.head_path(), BEGUN_MS).unwrap();
    assert_eq!((report.links, report.first_bad), (0, bad(1, Fault::Edited)));
    assert_eq!(report.head, HeadState::BadSignature);
}

#[test]
fn what_lies_beside_the_chain_is_named() {
    let place = Installation::new();
    place.record(3);
    place.seal();
    place.record(1);
    let ids: Vec<String> = (0..4)
        .map(|nth| format!("{nth:016x}{}", "0".repeat(16)))
        .collect();
    place.tamper("INSERT INTO audit_entry SELECT 'forged', at_ms, actor_kind, actor_id, actor_name, address, action, outcome, object_kind, object_id, fields, reason, request_id, detail FROM audit_entry LIMIT 1");
    place.tamper("DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_unsealed)");
    place.tamper("UPDATE audit_link SET number = -5 WHERE number = 3");
    let report = place.report();
    let expected = [
        Stray::Unnumbered(ids[2].clone()),
        Stray::Gone(ids[3].clone()),
        Stray::Entry("forged".to_owned()),
    ];
    assert_eq!(report.strays, expected);
    assert_eq!(report.first_bad, bad(3, Fault::Truncated));
    assert!(!report.is_sound());
}

#[test]
fn a_link_without_a_number_of_its_own_keeps_no_one_from_sealing() {
    let place = Installation::new();
    place.record(2);
    place.seal();
    place.tamper("INSERT INTO audit_unsealed SELECT entry FROM audit_link");
    place.record(1);
    place.seal();
    let report = place.report();
    assert_eq!((report.last, report.first_bad, report.unsealed), (3, None, 0));
    assert_eq!(report.strays.len(), 2, "{:?}", report.strays);
}

#[test]
fn text_that_is_no_text_is_an_edit_where_it_stands() {
    let place = Installation::new();
    place.record(9);
    place.seal();
    place.tamper("UPDATE audit_entry SET reason = CAST(x'ff' AS TEXT) WHERE id = (SELECT entry FROM audit_link WHERE number = 4)");
    let report = place.report();
    assert_eq!((report.links, report.first_bad), (3, bad(4, Fault::Edited)));
}

#[test]
fn the_age_of_the_oldest_entry_that_waits_is_told() {
    let place = Installation::new();
    place.record(1);
    place.clock.fetch_add(1_500, Ordering::SeqCst);
    place.record(1);
    assert_eq!(
        (place.report().unsealed, place.report().oldest_unsealed_ms),
        (2, Some(1_500))
    );
    place.clock.fetch_sub(9_000, Ordering::SeqCst);
    assert_eq!(
        place.report().oldest_unsealed_ms,
        Some(0),
        "a clock that was set back"
    );
}

#[test]
fn a_link_below_the_anchor_is_foreign() {
    let mut place = Installation::new();
    place.keep_days = 1;
    let sealer = place.start();
    place.record(3);
    sealer.settle();
    place.advance_days(3);
    place.clock.fetch_add(4 * 60 * 60 * 1_000, Ordering::SeqCst);
    sealer.settle();
    sealer.stop();
    assert_eq!(place.report().removed, 3);
    place.tamper("INSERT INTO audit_link VALUES (2, 'forged', x'00')");
    assert_eq!(place.report().first_bad, bad(2, Fault::Foreign));
}
