//! Sheets that are taken in: their states, their sealed pieces, what was said of columns and of people.

use store::roster_imports::{self, Leaving, Piece, RosterAnswer, RosterImport};
use store::{Error, Store};

fn import(id: &str, account: &str, at_ms: i64) -> RosterImport {
    RosterImport {
        id: id.to_owned(),
        kind: "people".to_owned(),
        format: "xlsx".to_owned(),
        court: Some("632700".to_owned()),
        account: account.to_owned(),
        state: "staged".to_owned(),
        created_at_ms: at_ms,
        ended_at_ms: None,
        counts: None,
    }
}

fn put(store: &Store, import: RosterImport) -> Result<(), Error> {
    store.write_aside(move |session| roster_imports::put(session, &import))
}

fn leave(store: &Store, id: &'static str, leaving: Leaving<'static>) -> bool {
    store
        .write_aside(move |session| roster_imports::leave(session, id, &leaving))
        .unwrap()
}

const APPLIED: Leaving<'static> = Leaving {
    from: "staged",
    to: "applied",
    at_ms: 30,
    counts: Some("[]"),
};

pub fn an_import_of_a_sheet_leaves_each_state_once(store: &Store) {
    put(store, import("i-1", "caidan", 10)).unwrap();
    put(store, import("i-2", "caidan", 20)).unwrap();
    put(store, import("i-3", "dawa", 20)).unwrap();
    let again = put(store, import("i-1", "dawa", 50));
    assert!(matches!(again, Err(Error::Taken { .. })), "{again:?}");
    let find = |id| store.read(|session| roster_imports::find(session, id)).unwrap();
    assert_eq!(find("i-1"), Some(import("i-1", "caidan", 10)));
    assert_eq!(find("i-9"), None);
    let listed = |since, limit| -> Vec<String> {
        let found = store.read(|session| roster_imports::list(session, "caidan", since, limit));
        found.unwrap().into_iter().map(|import| import.id).collect()
    };
    assert_eq!(listed(0, 9), ["i-2", "i-1"]);
    assert_eq!(
        (listed(11, 9), listed(0, 1)),
        (vec!["i-2".to_owned()], vec!["i-2".to_owned()])
    );
    assert!(leave(store, "i-1", APPLIED));
    assert!(
        !leave(store, "i-1", APPLIED),
        "of two who apply it one hears that"
    );
    let undone = Leaving {
        from: "applied",
        to: "undone",
        at_ms: 40,
        counts: None,
    };
    assert!(leave(store, "i-1", undone));
    let left = find("i-1").unwrap();
    assert_eq!(
        (left.state.as_str(), left.ended_at_ms, left.counts.as_deref()),
        ("undone", Some(40), Some("[]"))
    );
}

pub fn pieces_stand_in_their_order_until_they_are_forgotten(store: &Store) {
    for (id, at_ms) in [("i-1", 10), ("i-2", 100), ("i-3", 10)] {
        put(store, import(id, "caidan", at_ms)).unwrap();
        store
            .write_aside(move |session| {
                roster_imports::put_pieces(session, id, "file", &[b"a".to_vec(), b"b".to_vec()])?;
                roster_imports::put_pieces(session, id, "wish", &[b"w".to_vec()])
            })
            .unwrap();
    }
    let pieces = |id: &str, part: &str| {
        store
            .read(|session| roster_imports::pieces(session, id, part))
            .unwrap()
    };
    let piece = |part: &str, place, sealed: &[u8]| Piece {
        id: roster_imports::piece_id("i-1", part, place),
        sealed: sealed.to_vec(),
    };
    assert_eq!(
        pieces("i-1", "file"),
        [piece("file", 0, b"a"), piece("file", 1, b"b")]
    );
    let ids = [9, 10, 1_100].map(|place| roster_imports::piece_id("i-1", "file", place));
    assert!(ids.is_sorted(), "{ids:?}");
    store
        .write_aside(|session| {
            roster_imports::put_pieces(session, "i-1", "file", &[b"c".to_vec()])?;
            roster_imports::forget_pieces(session, "i-1", "wish")
        })
        .unwrap();
    assert_eq!(pieces("i-1", "file"), [piece("file", 0, b"c")]);
    assert_eq!(pieces("i-1", "wish"), []);

    // What waited too long goes, and what ended long ago.
    assert!(leave(store, "i-3", APPLIED));
    let answer = said("k", "leave_out", None);
    store
        .write_aside(move |session| roster_imports::put_answer(session, "i-1", &answer))
        .unwrap();
    let forget = |staged, ended| {
        store
            .write_aside(move |session| roster_imports::forget_before(session, staged, ended))
            .unwrap()
    };
    assert_eq!((forget(10, 30), forget(11, 30), forget(11, 31)), (0, 1, 1));
    assert_eq!((pieces("i-1", "file"), pieces("i-3", "file")), (vec![], vec![]));
    assert_eq!(pieces("i-2", "file").len(), 2);
    let keys = ["k".to_owned()];
    assert_eq!(
        store.read(|session| roster_imports::answers(session, "i-1", &keys)),
        Ok(vec![])
    );
}

pub fn what_was_said_of_columns_and_people_takes_the_place_of_what_was_said_before(store: &Store) {
    let choices = |court: &str, kind: &str| {
        store
            .read(|session| roster_imports::choices(session, court, kind))
            .unwrap()
    };
    assert_eq!(choices("632700", "people"), None);
    for said in ["a\tname_zh\n", "b\tname_zh\n"] {
        store
            .write_aside(move |session| roster_imports::put_choices(session, "632700", "people", said))
            .unwrap();
    }
    assert_eq!(choices("632700", "people").as_deref(), Some("b\tname_zh\n"));
    assert_eq!((choices("", "people"), choices("632700", "posts")), (None, None));

    let keys: Vec<String> = (0..450).map(|n| format!("k{n:03}")).collect();
    let answers = |import: &str| {
        store
            .read(|session| roster_imports::answers(session, import, &keys))
            .unwrap()
    };
    for (import, answer) in [
        ("i-1", said("k001", "new", None)),
        ("i-1", said("k001", "same", Some("p-1"))),
        ("i-1", said("k449", "leave_out", None)),
        ("", said("k001", "same", Some("p-2"))),
    ] {
        store
            .write_aside(move |session| roster_imports::put_answer(session, import, &answer))
            .unwrap();
    }
    let same = said("k001", "same", Some("p-1"));
    assert_eq!(answers("i-1"), [same.clone(), said("k449", "leave_out", None)]);
    assert_eq!(answers(""), [said("k001", "same", Some("p-2"))]);
    store
        .write_aside(|session| roster_imports::forget_answer(session, "i-1", "k449"))
        .unwrap();
    assert_eq!(answers("i-1"), [same]);
}

fn said(key: &str, verdict: &str, person: Option<&str>) -> RosterAnswer {
    RosterAnswer {
        key: key.to_owned(),
        verdict: verdict.to_owned(),
        person: person.map(str::to_owned),
    }
}
