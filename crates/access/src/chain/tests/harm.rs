//! Whatever is done to a chain, the first number that is wrong is named.

use proptest::prelude::*;

use super::*;

#[test]
fn a_chain_that_nobody_touched_is_right() {
    let rows = chain(5);
    for head in [None, Some(point(&rows[2])), Some(point(&rows[4]))] {
        let verified = walked(&rows, head.as_ref());
        assert_eq!((verified.links, verified.first_bad), (5, None));
        assert_eq!(verified.last, point(&rows[4]));
    }
    let empty = walked(&[], None);
    assert_eq!(
        (empty.links, empty.last, empty.first_bad),
        (0, Point::BEGINNING, None)
    );
}

#[test]
fn a_chain_whose_beginning_was_removed_is_right_from_there() {
    let rows = chain(5);
    let start = point(&rows[1]);
    assert_eq!(
        walked_from(start, &rows[2..], Some(&point(&rows[4]))).first_bad,
        None
    );
    let other = Point {
        digest: [1; 32],
        ..start
    };
    let bad = |number, fault| Some(Bad { number, fault });
    assert_eq!(
        walked_from(other, &rows[2..], None).first_bad,
        bad(3, Fault::Edited)
    );
    assert_eq!(walked_from(start, &rows[3..], None).first_bad, bad(3, Fault::Gap));
    assert_eq!(
        walked_from(start, &rows[1..], None).first_bad,
        bad(2, Fault::Foreign),
        "a link below the beginning"
    );
    assert_eq!(walked_from(start, &[], Some(&start)).first_bad, None);
    assert_eq!(
        walked_from(start, &[], Some(&other)).first_bad,
        bad(2, Fault::Forked)
    );
    let older = point(&rows[0]);
    assert_eq!(
        walked_from(start, &rows[2..], Some(&older)).first_bad,
        None,
        "nothing is left to compare it with"
    );
}

#[test]
fn a_digest_of_another_length_is_an_edit() {
    for digest in [Vec::new(), vec![0; 31], vec![0; 33]] {
        let mut rows = chain(3);
        rows[1].digest = digest;
        check_bad(&rows, None, 2, Fault::Edited);
    }
}

#[test]
fn an_end_that_was_cut_off_and_continued_is_told_by_the_head_alone() {
    let whole = chain(6);
    let head = point(&whole[4]);
    let mut rows = whole[..3].to_vec();
    rows.extend(linked(
        point(&whole[2]),
        &["一".into(), "二".into(), "三".into()],
        keyed,
    ));
    check_bad(&rows, Some(&head), 5, Fault::Forked);
    assert_eq!(walked(&rows, None).first_bad, None);
    let shorter = point(&whole[2]);
    assert_eq!(
        walked(&rows, Some(&shorter)).first_bad,
        None,
        "a head from before the cut sees nothing"
    );
}

#[test]
fn the_walk_reads_one_link_after_the_first_bad_one_and_no_more() {
    let mut rows = chain(9);
    rows[3].digest[0] ^= 1;
    let mut read = 0;
    let counted = rows.into_iter().map(|row| {
        read += 1;
        Ok::<_, ()>(row)
    });
    let verified = verify(Point::BEGINNING, counted, None, &is_keyed).unwrap();
    assert_eq!((verified.links, read), (3, 5));
}

#[test]
fn a_row_that_cannot_be_read_ends_the_walk_as_an_error() {
    let rows = chain(2).into_iter().map(Ok).chain([Err("gone")]);
    assert_eq!(verify(Point::BEGINNING, rows, None, &is_keyed), Err("gone"));
}

/// A chain of one to twelve links, and the place of one of them.
fn chain_and_place() -> impl Strategy<Value = (Vec<Row>, usize)> {
    prop::collection::vec("\\PC{0,12}", 1..12).prop_flat_map(|details| {
        let length = details.len();
        (Just(linked(Point::BEGINNING, &details, keyed)), 0..length)
    })
}

proptest! {
    #[test]
    fn an_edit_is_found_where_it_is((mut rows, at) in chain_and_place(), byte in any::<prop::sample::Index>(), bit in 0_u8..8, of_entry in any::<bool>()) {
        let bytes = match of_entry {
            true => rows[at].entry.as_mut().unwrap(),
            false => &mut rows[at].digest,
        };
        let byte = byte.index(bytes.len());
        bytes[byte] ^= 1_u8 << bit;
        let number = at as u64 + 1;
        prop_assert_eq!(walked(&rows, None).first_bad, Some(Bad { number, fault: Fault::Edited }));
    }

    #[test]
    fn what_was_deleted_is_missed_where_it_was((mut rows, at) in chain_and_place(), entry_alone in any::<bool>()) {
        let (number, head, is_last) = (at as u64 + 1, point(rows.last().unwrap()), at + 1 == rows.len());
        let fault = match (entry_alone, is_last) {
            (true, _) => Fault::Missing,
            (false, true) => Fault::Truncated,
            (false, false) => Fault::Gap,
        };
        match entry_alone {
            true => rows[at].entry = None,
            false => drop(rows.remove(at)),
        }
        prop_assert_eq!(walked(&rows, Some(&head)).first_bad, Some(Bad { number, fault }));
    }

    #[test]
    fn two_links_that_changed_places_are_found_at_the_first((mut rows, at) in chain_and_place(), other in any::<prop::sample::Index>()) {
        let other = other.index(rows.len());
        prop_assume!(at != other);
        rows.swap(at, other);
        for (number, row) in (1..).zip(&mut rows) {
            row.number = number;
        }
        let fault = if at.abs_diff(other) == 1 { Fault::Renumbered } else { Fault::Edited };
        let number = at.min(other) as u64 + 1;
        prop_assert_eq!(walked(&rows, None).first_bad, Some(Bad { number, fault }));
    }

    #[test]
    fn what_was_inserted_is_found_where_it_is((mut rows, at) in chain_and_place(), forged in any::<String>()) {
        let before = if at == 0 { Point::BEGINNING } else { point(&rows[at - 1]) };
        let row = linked(before, &[forged], plain).remove(0);
        rows.insert(at, row);
        for (number, row) in (1..).zip(&mut rows) {
            row.number = number;
        }
        prop_assert_eq!(walked(&rows, None).first_bad, Some(Bad { number: at as u64 + 1, fault: Fault::Foreign }));
    }

    #[test]
    fn an_end_that_was_cut_off_is_found_at_the_first_lost_number((mut rows, at) in chain_and_place()) {
        let head = point(rows.last().unwrap());
        rows.truncate(at);
        prop_assert_eq!(walked(&rows, Some(&head)).first_bad, Some(Bad { number: at as u64 + 1, fault: Fault::Truncated }));
        prop_assert_eq!(walked(&rows, None).first_bad, None, "without a head nobody can know");
    }

    #[test]
    fn who_links_anew_without_the_key_is_found_at_his_first_link((rows, at) in chain_and_place(), forged in any::<String>()) {
        let before = if at == 0 { Point::BEGINNING } else { point(&rows[at - 1]) };
        let details = vec![forged; rows.len() - at];
        let mut forged = rows[..at].to_vec();
        forged.extend(linked(before, &details, plain));
        prop_assert_eq!(walked(&forged, None).first_bad, Some(Bad { number: at as u64 + 1, fault: Fault::Edited }));
        // The control: whoever digests without a key sees nothing wrong from there on.
        let unkeyed = |text: &[u8], digest: &[u8]| plain(text) == digest;
        let rest = forged[at..].iter().cloned().map(Ok::<_, ()>);
        prop_assert_eq!(verify(before, rest, None, &unkeyed).unwrap().first_bad, None);
    }
}
