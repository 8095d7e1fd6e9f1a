//! The audit.

use std::sync::Arc;
use std::thread;

use store::audit::{self, AuditAnchor, AuditEntry, AuditFilter, AuditLink, Stray, Unsealed};
use store::{Error, Store, concepts};

use crate::fixtures::{concept, stamp, tamper};

/// An entry of the `at_ms`th millisecond.
fn entry(id: &str, at_ms: i64) -> AuditEntry {
    AuditEntry {
        id: id.to_owned(),
        at_ms,
        actor_kind: "account".to_owned(),
        actor_id: Some("a-1".to_owned()),
        actor_name: "李明".to_owned(),
        address: Some("2001:db8::1".to_owned()),
        action: "view-person".to_owned(),
        outcome: "done".to_owned(),
        object_kind: Some("person".to_owned()),
        object_id: Some("p-7".to_owned()),
        fields: "phone,identity_number".to_owned(),
        reason: Some("ཞིབ་བཤེར།\n第二行\t'\\".to_owned()),
        request_id: Some(String::new()),
        detail: None,
    }
}

fn bare(id: &str, at_ms: i64) -> AuditEntry {
    AuditEntry {
        actor_kind: "anonymous".to_owned(),
        actor_id: None,
        actor_name: "anonymous".to_owned(),
        address: None,
        action: "log-in".to_owned(),
        outcome: "refused".to_owned(),
        object_kind: None,
        object_id: None,
        fields: String::new(),
        reason: None,
        request_id: None,
        ..entry(id, at_ms)
    }
}

fn append(store: &Store, entries: &[AuditEntry]) -> Result<(), Error> {
    let entries = entries.to_vec();
    store.write_aside(move |session| entries.iter().try_for_each(|entry| audit::append(session, entry)))
}

fn linked(number: u64, entry: &str) -> AuditLink {
    AuditLink {
        number,
        entry: entry.to_owned(),
        digest: vec![u8::try_from(number).unwrap(); 32],
    }
}

fn link(store: &Store, links: &[(u64, &str)]) -> Result<(), Error> {
    let links: Vec<_> = links
        .iter()
        .map(|(number, entry)| linked(*number, entry))
        .collect();
    store.write_aside(move |session| audit::link(session, &links))
}

fn waiting(store: &Store) -> Vec<String> {
    let entries = store.read(|session| audit::unsealed(session, 100)).unwrap();
    entries.into_iter().map(|entry| entry.id).collect()
}

fn listed(store: &Store, filter: &AuditFilter, limit: usize) -> Vec<String> {
    let entries = store.read(|session| audit::list(session, filter, limit)).unwrap();
    entries.into_iter().map(|(entry, _)| entry.id).collect()
}

pub fn an_entry_waits_until_it_has_a_link(store: &Store) {
    assert_eq!(store.read(audit::unsealed_state), Ok(Unsealed::default()));
    append(store, &[entry("e-3", 30), bare("e-1", 20), entry("e-2", 20)]).unwrap();
    assert_eq!(waiting(store), ["e-1", "e-2", "e-3"], "by time, then by id");
    let first = store.read(|session| audit::unsealed(session, 1)).unwrap();
    assert_eq!(
        first,
        [bare("e-1", 20)],
        "nothing and an empty text are two things"
    );
    let state = |count, oldest_at_ms| Ok(Unsealed { count, oldest_at_ms });
    assert_eq!(store.read(audit::unsealed_state), state(3, Some(20)));
    link(store, &[(1, "e-1"), (2, "e-2")]).unwrap();
    assert_eq!(waiting(store), ["e-3"]);
    assert_eq!(store.read(audit::unsealed_state), state(1, Some(30)));
    link(store, &[(3, "e-3")]).unwrap();
    assert_eq!(store.read(audit::unsealed_state), state(0, None));
    assert_eq!(store.read(|session| audit::strays(session, 9)), Ok(Vec::new()));
}

pub fn an_entry_is_kept_with_the_work_or_not_at_all(store: &Store) {
    for (id, is_refused) in [("e-1", true), ("e-2", false)] {
        let outcome = store.write(move |tx| {
            tx.create(concept("法院", "ཁྲིམས་ཁང"), &stamp("a", 1))?;
            audit::append(tx, &entry(id, 1))?;
            match is_refused {
                true => Err(Error::Nested),
                false => Ok(()),
            }
        });
        assert_eq!(outcome.is_err(), is_refused);
    }
    assert_eq!(waiting(store), ["e-2"]);
    assert_eq!(store.read(concepts::count), Ok(1));
}

pub fn an_entry_id_is_given_once(store: &Store) {
    append(store, &[entry("e-1", 10)]).unwrap();
    let taken = Err(Error::Taken {
        what: "audit entry",
        id: "e-1".to_owned(),
    });
    assert_eq!(append(store, &[entry("e-2", 20), bare("e-1", 20)]), taken);
    assert_eq!(waiting(store), ["e-1"], "nothing of that transaction is kept");
    let odd = AuditEntry {
        outcome: "perhaps".to_owned(),
        ..entry("e-3", 1)
    };
    assert!(matches!(append(store, &[odd]), Err(Error::Internal { .. })));
}

pub fn a_number_is_given_once(store: &Arc<Store>) {
    append(
        store,
        &(0..8).map(|n| entry(&format!("e-{n}"), n)).collect::<Vec<_>>(),
    )
    .unwrap();
    let linkers: Vec<_> = (0..8)
        .map(|n| {
            let store = Arc::clone(store);
            thread::spawn(move || link(&store, &[(1, &format!("e-{n}"))]))
        })
        .collect();
    let outcomes: Vec<_> = linkers.into_iter().map(|linker| linker.join().unwrap()).collect();
    let taken = Err(Error::Taken {
        what: "audit link",
        id: "1".to_owned(),
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == taken).count(), 7);
    assert_eq!(waiting(store).len(), 7, "those that came too late wait on");
    let sealed = store.read(audit::last_link).unwrap().unwrap().entry;
    let twice = link(store, &[(2, &sealed)]);
    assert!(
        matches!(twice, Err(Error::Internal { .. })),
        "an entry has one number: {twice:?}"
    );
}

pub fn links_are_walked_with_their_entries(store: &Store) {
    assert_eq!(store.read(audit::last_link), Ok(None));
    append(store, &[entry("e-1", 10), bare("e-2", 20), entry("e-3", 30)]).unwrap();
    link(store, &[(1, "e-2"), (2, "e-1")]).unwrap();
    link(store, &[(3, "e-3")]).unwrap();
    assert_eq!(store.read(audit::last_link), Ok(Some(linked(3, "e-3"))));
    assert_eq!(
        store.read(|session| audit::find_link(session, 2)),
        Ok(Some(linked(2, "e-1")))
    );
    assert_eq!(store.read(|session| audit::find_link(session, 4)), Ok(None));
    let walk = |from, limit| store.read(|session| audit::walk(session, from, limit)).unwrap();
    let whole = [
        (linked(1, "e-2"), Some(bare("e-2", 20))),
        (linked(2, "e-1"), Some(entry("e-1", 10))),
        (linked(3, "e-3"), Some(entry("e-3", 30))),
    ];
    assert_eq!(walk(1, 9), whole);
    assert_eq!(walk(2, 1), whole[1..2]);
    assert_eq!(walk(4, 9), []);
    tamper(store, "DELETE FROM audit_entry WHERE id = 'e-1'");
    assert_eq!(walk(2, 1), [(linked(2, "e-1"), None)]);
}

pub fn what_does_not_belong_is_found(store: &Store) {
    let ids = ["e-1", "e-2", "e-3", "e-4", "e-5"];
    append(store, &ids.map(|id| entry(id, 10))).unwrap();
    link(store, &[(1, "e-1"), (2, "e-2")]).unwrap();
    let strays = |limit| store.read(|session| audit::strays(session, limit)).unwrap();
    assert_eq!(strays(9), []);
    tamper(store, "DELETE FROM audit_link WHERE number = 2");
    tamper(store, "DELETE FROM audit_entry WHERE id = 'e-3'");
    tamper(store, "INSERT INTO audit_unsealed (entry) VALUES ('e-1')");
    tamper(store, "DELETE FROM audit_unsealed WHERE entry = 'e-4'");
    let found = [
        Stray::LinkedTwice("e-1".to_owned()),
        Stray::Entry("e-2".to_owned()),
        Stray::Gone("e-3".to_owned()),
        Stray::Entry("e-4".to_owned()),
    ];
    assert_eq!(strays(9), found);
    assert_eq!(strays(2), found[..2]);
    assert_eq!(
        waiting(store),
        ["e-5"],
        "what has a link or is gone does not wait"
    );
    assert_eq!(store.read(audit::unsealed_state).unwrap().count, 1);
}

pub fn entries_are_listed_newest_first(store: &Store) {
    let other = AuditEntry {
        object_id: Some("p-8".to_owned()),
        ..entry("e-4", 20)
    };
    append(
        store,
        &[entry("e-1", 10), bare("e-2", 20), entry("e-3", 30), other],
    )
    .unwrap();
    link(store, &[(1, "e-1")]).unwrap();
    let all = AuditFilter::default();
    assert_eq!(listed(store, &all, 9), ["e-3", "e-4", "e-2", "e-1"]);
    let numbers = store.read(|session| audit::list(session, &all, 9)).unwrap();
    let numbers: Vec<_> = numbers.into_iter().map(|(_, number)| number).collect();
    assert_eq!(numbers, [None, None, None, Some(1)]);
    let text = |text: &str| Some(text.to_owned());
    let person = AuditFilter {
        object_kind: text("person"),
        object_id: text("p-7"),
        ..all.clone()
    };
    for (filter, expected) in [
        (
            AuditFilter {
                actor: text("李明"),
                ..all.clone()
            },
            &["e-3", "e-4", "e-1"][..],
        ),
        (
            AuditFilter {
                actor: text("李"),
                ..all.clone()
            },
            &[],
        ),
        // What no entry can hold was a failure of the store.
        (
            AuditFilter {
                object_id: text("p-7\0"),
                ..all.clone()
            },
            &[],
        ),
        (
            AuditFilter {
                action: text("log-in"),
                ..all.clone()
            },
            &["e-2"],
        ),
        (
            AuditFilter {
                outcome: text("refused"),
                ..all.clone()
            },
            &["e-2"],
        ),
        (person.clone(), &["e-3", "e-1"]),
        (
            AuditFilter {
                from_ms: Some(11),
                ..person.clone()
            },
            &["e-3"],
        ),
        (
            AuditFilter {
                to_ms: Some(30),
                ..person
            },
            &["e-1"],
        ),
        (
            AuditFilter {
                from_ms: Some(20),
                to_ms: Some(30),
                ..all.clone()
            },
            &["e-4", "e-2"],
        ),
        (
            AuditFilter {
                before: Some((20, "e-4".to_owned())),
                ..all.clone()
            },
            &["e-2", "e-1"],
        ),
        (
            AuditFilter {
                before: Some((20, "e-1".to_owned())),
                ..all.clone()
            },
            &["e-1"],
        ),
    ] {
        assert_eq!(listed(store, &filter, 9), expected, "{filter:?}");
    }
    assert_eq!(listed(store, &all, 1), ["e-3"]);
}

pub fn links_whose_time_is_over_go_with_their_entries(store: &Store) {
    append(
        store,
        &[
            entry("e-1", 10),
            entry("e-2", 30),
            bare("e-3", 20),
            entry("e-4", 40),
        ],
    )
    .unwrap();
    link(store, &[(1, "e-1"), (2, "e-2"), (3, "e-3")]).unwrap();
    let since = |at_ms| store.read(|session| audit::first_since(session, at_ms)).unwrap();
    assert_eq!(since(10), Some(1));
    assert_eq!(
        since(20),
        Some(2),
        "what comes after the first younger one stays, whatever its age"
    );
    assert_eq!(since(31), None);
    assert_eq!(store.read(audit::anchor), Ok(None));
    let anchor = |number| AuditAnchor {
        number,
        digest: vec![7; 32],
        at_ms: 50,
        mac: vec![9; 32],
    };
    let cut = |number| store.write_aside(move |session| audit::cut(session, &anchor(number)));
    assert_eq!(cut(1), Ok(1));
    assert_eq!(store.read(audit::anchor), Ok(Some(anchor(1))));
    assert_eq!(cut(2), Ok(1));
    assert_eq!(
        store.read(audit::anchor),
        Ok(Some(anchor(2))),
        "the last one alone is kept"
    );
    assert_eq!(listed(store, &AuditFilter::default(), 9), ["e-4", "e-3"]);
    assert_eq!(store.read(|session| audit::find_link(session, 2)), Ok(None));
    assert_eq!(waiting(store), ["e-4"]);
    tamper(store, "DELETE FROM audit_entry WHERE id = 'e-3'");
    assert_eq!(
        since(i64::MAX),
        Some(3),
        "a link without its entry is never old enough"
    );
}
