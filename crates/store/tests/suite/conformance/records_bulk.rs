//! Many records at once: written in one go they are what single writes make, and they are read in few statements.

use registry::{Enrolment, EnrolmentState, NameKey, NameKeyKind, Person, SecretKind};
use store::records::bulk::{self, PreparedRecord};
use store::records::many::{self, ImportedRecord};
use store::records::people::SealedSecret;
use store::records::{self, RecordDeed};
use store::{Error, Kind, RecordAct, Store, changes};

use super::records::{CLASS, DROLMA, ZHAXI, courts, enrolment, person, training, write};
use crate::fixtures::stamp;

fn id(prefix: &str, n: usize) -> String {
    format!("{prefix}-{n:024x}")
}

fn key(text: &str) -> NameKey {
    NameKey {
        kind: NameKeyKind::Exact,
        key: text.to_owned(),
    }
}

fn secret(id: &str, person: &str, digest: u8) -> SealedSecret {
    SealedSecret {
        id: id.to_owned(),
        person: person.to_owned(),
        kind: SecretKind::IdentityNumber,
        sealed: vec![1, 2, 3],
        digest: vec![digest; 32],
    }
}

fn by(act: RecordAct) -> RecordDeed {
    RecordDeed {
        job: Some("i-1".to_owned()),
        ..RecordDeed::of(act)
    }
}

fn put(store: &Store, records: Vec<PreparedRecord>) -> Result<u64, Error> {
    store.write(move |tx| tx.put_records(&records, &by(RecordAct::Import), &stamp("caidan", 9)))
}

pub fn many_records_are_written_as_single_ones_are(store: &Store) {
    courts(store);
    write(store, CLASS, 0, training("2019-10-14", "2019-10-24")).unwrap();
    let lent = [
        ("632725", "2010-07-01", Some("2018-12-31")),
        ("632700", "2019-01-01", None),
    ];
    write(store, ZHAXI, 0, person("扎西", &lent)).unwrap();
    // More than go into one statement, new ones and one that is there.
    let mut records = vec![
        bulk::prepare(ZHAXI, 1, &person("札西", &[("632600", "2019-01-01", None)]))
            .unwrap()
            .with_person(
                Some(vec![key("札西"), key("札西")]),
                vec![secret("s-1", ZHAXI, 7)],
            ),
    ];
    let new: Vec<String> = (10..240).map(|n| id("p", n)).collect();
    for one in &new {
        let body = person("卓玛", &lent);
        let record = bulk::prepare(one, 0, &body).unwrap();
        records.push(record.with_person(Some(vec![key("卓玛")]), Vec::new()));
    }
    for (n, one) in new.iter().enumerate() {
        let body = enrolment(one, "632700", EnrolmentState::Nominated);
        records.push(bulk::prepare(&id("e", n), 0, &body).unwrap());
    }
    let before = store.read(changes::last_seq).unwrap();
    let count = records.len() as u64;
    assert_eq!(put(store, records), Ok(before + count));
    assert!(store.verify().unwrap().is_sound(), "{:?}", store.verify());
    let renamed = store
        .read(|session| records::find::<Person>(session, ZHAXI))
        .unwrap()
        .unwrap();
    assert_eq!((renamed.revision, renamed.seq), (2, before + 1));
    assert_eq!(renamed.body.name.zh.as_deref(), Some("札西"));
    let on = "2020-01-01".parse().unwrap();
    let belongs = |people: &[String]| {
        let mut found = store
            .read(|session| many::courts_of_all(session, people, on))
            .unwrap();
        found.sort();
        found
    };
    let pair = |person: &str, court: &str| (person.to_owned(), court.to_owned());
    assert_eq!(
        belongs(&[ZHAXI.to_owned(), new[3].clone(), DROLMA.to_owned()]),
        [pair(ZHAXI, "632600"), pair(&new[3], "632700")]
    );
    let named = |text: &str| {
        let keys = [text.to_owned(), "无此人".to_owned()];
        let found = store.read(|session| many::named(session, NameKeyKind::Exact, &keys));
        found.unwrap().len()
    };
    assert_eq!((named("扎西"), named("札西"), named("卓玛")), (0, 1, 230));

    // A revision that is there already makes all of it fail.
    let stale = vec![
        bulk::prepare(DROLMA, 0, &person("卓玛", &[])).unwrap(),
        bulk::prepare(ZHAXI, 1, &person("扎西", &[])).unwrap(),
    ];
    assert!(put(store, stale).is_err());
    let none = store.read(|session| records::find::<Person>(session, DROLMA));
    assert_eq!(none, Ok(None));
}

pub fn many_records_are_read_at_once(store: &Store) {
    courts(store);
    write(store, CLASS, 0, training("2019-10-14", "2019-10-24")).unwrap();
    write(store, ZHAXI, 0, person("扎西", &[("632725", "2010-07-01", None)])).unwrap();
    let drolma = bulk::prepare(DROLMA, 0, &person("卓玛", &[]))
        .unwrap()
        .with_person(Some(vec![key("卓玛")]), vec![secret("s-2", DROLMA, 8)]);
    let enrolled = bulk::prepare(
        &id("e", 1),
        0,
        &enrolment(DROLMA, "632700", EnrolmentState::Nominated),
    );
    put(store, vec![drolma, enrolled.unwrap()]).unwrap();
    let both: Vec<String> = vec![ZHAXI.to_owned(), DROLMA.to_owned(), id("p", 99)];
    let mut people = store
        .read(|session| many::find_all::<Person>(session, &both))
        .unwrap();
    people.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(
        people.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        [ZHAXI, DROLMA]
    );
    let sealed = secret("s-2", DROLMA, 8);
    assert_eq!(
        store.read(|session| many::sealed_of(session, &both)),
        Ok(vec![sealed.clone()])
    );
    let with = |digest: u8| {
        let digests = [vec![digest; 32], vec![9; 32]];
        store.read(|session| many::sealed_with(session, SecretKind::IdentityNumber, &digests))
    };
    assert_eq!((with(8), with(7)), (Ok(vec![sealed]), Ok(vec![])));
    let of_people: Vec<String> = store
        .read(|session| many::enrolments_of_all(session, &both))
        .unwrap()
        .into_iter()
        .map(|one| one.id)
        .collect();
    assert_eq!(of_people, [id("e", 1)]);
    let in_class = store
        .read(|session| many::enrolments_in_all(session, &[CLASS.to_owned()]))
        .unwrap();
    assert_eq!(in_class.len(), 1);

    // What an import wrote is told with what became of it, and whether it was taken back.
    let imported = || store.read(|session| many::imported(session, "i-1")).unwrap();
    let line = |kind, id: &str, present, is_undone| ImportedRecord {
        kind,
        id: id.to_owned(),
        revision: 1,
        present,
        is_undone,
    };
    let (person, enrolment) = (Kind::Person, Kind::Enrolment);
    assert_eq!(
        imported(),
        [
            line(person, DROLMA, Some(1), false),
            line(enrolment, &id("e", 1), Some(1), false)
        ]
    );
    let gone = id("e", 1);
    store
        .write(move |tx| {
            tx.remove_record::<Enrolment>(&gone, 1, None, &by(RecordAct::Undo), &stamp("caidan", 10))
        })
        .unwrap();
    assert_eq!(
        imported(),
        [
            line(person, DROLMA, Some(1), false),
            line(enrolment, &id("e", 1), None, true)
        ]
    );
}
