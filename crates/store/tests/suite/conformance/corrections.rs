//! Wishes for corrections.

use registry::CorrectionState::{Accepted, Open, Refused};
use store::corrections::{self, Correction, CorrectionDecision};
use store::{Error, Session, Store};

fn wish(id: &str, person: &str, asked_at_ms: i64) -> Correction {
    Correction {
        id: id.to_owned(),
        person: person.to_owned(),
        field: "born_on".to_owned(),
        asked: vec![1, 0, 255],
        revision: 3,
        asker: "a-1".to_owned(),
        asked_by: "卓玛 སྒྲོལ་མ".to_owned(),
        asked_at_ms,
        state: Open,
        decision: None,
        written_as: None,
    }
}

fn decision(answer: Option<&[u8]>) -> CorrectionDecision {
    CorrectionDecision {
        by: "索朗".to_owned(),
        at_ms: 9,
        answer: answer.map(<[u8]>::to_vec),
    }
}

fn write<T: Send + 'static>(
    store: &Store,
    work: impl FnMut(&mut dyn Session) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    store.write_aside(work)
}

fn add(store: &Store, one: Correction) -> Result<(), Error> {
    write(store, move |session| corrections::add(session, &one))
}

fn find(store: &Store, id: &str) -> Option<Correction> {
    store.read(|session| corrections::find(session, id)).unwrap()
}

pub fn a_wish_reads_back_and_is_decided_once(store: &Store) {
    let decided = Correction {
        state: Accepted,
        decision: Some(decision(None)),
        ..wish("w-1", "p-1", 7)
    };
    add(store, decided).unwrap();
    assert_eq!(
        find(store, "w-1"),
        Some(wish("w-1", "p-1", 7)),
        "a new one is open"
    );
    let again = add(store, wish("w-1", "p-2", 8));
    assert!(matches!(again, Err(Error::Taken { .. })), "{again:?}");
    let decide = |state, answer: Option<&'static [u8]>| {
        write(store, move |session| {
            corrections::decide(session, "w-1", state, &decision(answer))
        })
    };
    assert!(decide(Open, None).is_err());
    assert_eq!(decide(Refused, Some(b"\x00")), Ok(true));
    assert_eq!(decide(Accepted, None), Ok(false));
    let expected = Correction {
        state: Refused,
        decision: Some(decision(Some(b"\x00"))),
        ..wish("w-1", "p-1", 7)
    };
    assert_eq!(find(store, "w-1"), Some(expected));
    assert_eq!(find(store, "w-2"), None);
}

pub fn wishes_are_listed_oldest_first_and_those_of_a_person_newest_first(store: &Store) {
    for (id, person, at_ms) in [("w-3", "p-1", 5), ("w-1", "p-2", 5), ("w-2", "p-1", 2)] {
        add(store, wish(id, person, at_ms)).unwrap();
    }
    let ids = |found: Result<Vec<Correction>, Error>| {
        let ids: Vec<_> = found.unwrap().into_iter().map(|one| one.id).collect();
        ids.join(" ")
    };
    let list =
        |state, after, limit| ids(store.read(|session| corrections::list(session, state, after, limit)));
    assert_eq!(list(Open, None, 9), "w-2 w-1 w-3");
    assert_eq!(list(Open, None, 2), "w-2 w-1");
    assert_eq!(list(Open, Some((5, "w-1")), 9), "w-3");
    assert_eq!(list(Refused, None, 9), "");
    assert_eq!(
        ids(store.read(|session| corrections::of_person(session, "p-1", 9))),
        "w-3 w-2"
    );
    let waiting = store.read(corrections::waiting).unwrap();
    assert_eq!(waiting, [("p-1".to_owned(), 2), ("p-2".to_owned(), 1)]);
    let count = |person| store.read(|session| corrections::count_open(session, person));
    assert_eq!((count("p-1"), count("p-9")), (Ok(2), Ok(0)));
}

pub fn wishes_follow_a_person_and_go_with_one(store: &Store) {
    for (id, person) in [("w-1", "p-1"), ("w-2", "p-1"), ("w-3", "p-2")] {
        add(store, wish(id, person, 1)).unwrap();
    }
    let written = write(store, |session| {
        corrections::decide(session, "w-1", Accepted, &decision(None))?;
        let first = corrections::note_written(session, "p-1", 4)?;
        Ok((first, corrections::note_written(session, "p-1", 5)?))
    });
    assert_eq!(written, Ok((1, 0)), "the first revision after it counts");
    assert_eq!(find(store, "w-1").unwrap().written_as, Some(4));
    assert_eq!(find(store, "w-2").unwrap().written_as, None);
    let moved = write(store, |session| corrections::move_to(session, "p-1", "p-2"));
    assert_eq!(moved, Ok(2));
    let gone = write(store, |session| corrections::forget(session, "p-2"));
    assert_eq!(gone, Ok(3));
    assert_eq!(find(store, "w-1"), None);
}
