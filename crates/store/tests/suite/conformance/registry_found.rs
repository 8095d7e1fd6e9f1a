//! How people, trainings and enrolments are found, and what is sealed of people.

use registry::{Enrolment, EnrolmentState, NameKey, NameKeyKind, Person, Programme, SecretKind, Trainee};
use serde_json::json;
use store::records::people::{self, PeopleOf, SealedSecret};
use store::records::{self, StoredRecord, trainings};
use store::{Error, Store};

use super::records::{CLASS, DROLMA, PROGRAMME, ZHAXI, courts, enrolment, person, training, write};

pub fn people_are_found_by_court_by_day_and_by_name(store: &Store) {
    courts(store);
    let posts = [
        ("632725", "2010-07-01", Some("2018-12-31")),
        ("632600", "2019-01-01", None),
    ];
    write(store, ZHAXI, 0, person("扎西", &posts)).unwrap();
    write(
        store,
        DROLMA,
        0,
        person("卓玛", &[("632700", "2012-01-01", None)]),
    )
    .unwrap();
    let key = |kind, key: &str| NameKey {
        kind,
        key: key.to_owned(),
    };
    let keys = [key(NameKeyKind::Exact, "扎西"), key(NameKeyKind::Pinyin, "zhaxi")];
    store
        .write_aside(move |session| people::put_name_keys(session, ZHAXI, &keys))
        .unwrap();
    let found = |court: Option<&str>, on: &str, name: Option<&NameKey>| {
        let of = PeopleOf {
            court,
            on: on.parse().unwrap(),
            name,
        };
        let found = store.read(|session| people::list(session, &of, "", 10)).unwrap();
        found
            .into_iter()
            .map(|one| one.body.name.zh.unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(found(Some("632700"), "2015-01-01", None), ["扎西", "卓玛"]);
    assert_eq!(found(Some("632725"), "2015-01-01", None), ["扎西"]);
    assert_eq!(found(Some("632700"), "2018-12-31", None), ["扎西", "卓玛"]);
    assert_eq!(found(Some("632700"), "2019-01-01", None), ["卓玛"]);
    assert_eq!(found(Some("632600"), "2019-01-01", None), ["扎西"]);
    assert_eq!(found(Some("630000"), "2019-01-01", None), ["扎西", "卓玛"]);
    assert_eq!(found(Some("999999"), "2019-01-01", None), [""; 0]);
    assert_eq!(found(None, "1990-01-01", None), ["扎西", "卓玛"]);
    assert_eq!(
        found(None, "2019-01-01", Some(&key(NameKeyKind::Pinyin, "zhaxi"))),
        ["扎西"]
    );
    assert_eq!(
        found(
            Some("632700"),
            "2019-01-01",
            Some(&key(NameKeyKind::Pinyin, "zhaxi"))
        ),
        [""; 0]
    );
    assert_eq!(
        found(None, "2019-01-01", Some(&key(NameKeyKind::Initials, "zhaxi"))),
        [""; 0]
    );
    let on = |day: &str| {
        store
            .read(|session| people::courts_on(session, ZHAXI, day.parse().unwrap()))
            .unwrap()
    };
    assert_eq!(
        (on("2009-01-01"), on("2018-12-31")),
        (Vec::new(), vec!["632725".to_owned()])
    );
    let after = store
        .read(|session| records::page_after::<Person>(session, ZHAXI, 10))
        .unwrap();
    assert_eq!(
        after.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(),
        [DROLMA]
    );
    let keys = [key(NameKeyKind::Exact, "札西")];
    store
        .write_aside(move |session| people::put_name_keys(session, ZHAXI, &keys))
        .unwrap();
    assert_eq!(
        found(None, "2019-01-01", Some(&key(NameKeyKind::Pinyin, "zhaxi"))),
        [""; 0]
    );
}

pub fn a_sealed_value_is_found_by_its_digest_and_can_be_erased(store: &Store) {
    let secret = |id: &str, person: &str, digest: u8| SealedSecret {
        id: id.to_owned(),
        person: person.to_owned(),
        kind: SecretKind::IdentityNumber,
        sealed: vec![1, 2, 3],
        digest: vec![digest; 32],
    };
    let all = [
        secret("s-1", ZHAXI, 1),
        secret("s-2", ZHAXI, 2),
        secret("s-3", DROLMA, 1),
    ];
    for one in all.clone() {
        store
            .write_aside(move |session| people::put_secret(session, &one))
            .unwrap();
    }
    let twice = all[0].clone();
    let refused = store.write_aside(move |session| people::put_secret(session, &twice));
    assert!(matches!(refused, Err(Error::Taken { .. })));
    assert_eq!(
        store.read(|session| people::find_secret(session, "s-2")),
        Ok(Some(all[1].clone()))
    );
    let with = |kind, digest: u8| {
        store
            .read(|session| people::with_secret(session, kind, &[digest; 32]))
            .unwrap()
    };
    assert_eq!(with(SecretKind::IdentityNumber, 1), [ZHAXI, DROLMA]);
    assert_eq!(
        (with(SecretKind::Phone, 1), with(SecretKind::IdentityNumber, 9)),
        (Vec::new(), Vec::new())
    );
    assert_eq!(
        store.write_aside(|session| people::erase_secrets(session, ZHAXI)),
        Ok(2)
    );
    assert_eq!(
        store.read(|session| people::find_secret(session, "s-1")),
        Ok(None)
    );
    assert_eq!(with(SecretKind::IdentityNumber, 1), [DROLMA]);
}

pub fn trainings_and_enrolments_are_found_by_day_training_and_person(store: &Store) {
    let programme: Programme =
        serde_json::from_value(json!({"name_zh": "双语", "kind": "bilingual"})).unwrap();
    write(store, PROGRAMME, 0, programme).unwrap();
    let later = "t-000000000000000000000002";
    write(store, later, 0, training("2019-11-01", "2019-11-05")).unwrap();
    write(store, CLASS, 0, training("2018-12-28", "2019-01-05")).unwrap();
    let listed = |year, after| {
        let found = store
            .read(|session| trainings::list(session, year, after, 10))
            .unwrap();
        found.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None), [CLASS, later]);
    assert_eq!(
        (listed(Some(2018), None), listed(Some(2019), None)),
        (vec![CLASS.to_owned()], vec![later.to_owned()])
    );
    assert_eq!(listed(None, Some(("2018-12-28", CLASS))), [later]);

    let (one, two) = ("e-000000000000000000000001", "e-000000000000000000000002");
    write(
        store,
        one,
        0,
        enrolment(ZHAXI, "632700", EnrolmentState::Nominated),
    )
    .unwrap();
    let again = write(store, two, 0, enrolment(ZHAXI, "632700", EnrolmentState::Waiting));
    assert!(
        matches!(
            again,
            Err(Error::Taken {
                what: "enrolment of the person",
                ..
            })
        ),
        "{again:?}"
    );
    let guest = Enrolment {
        trainee: Trainee::Guest {
            name: "桑吉".to_owned(),
            unit: "甘肃省玛曲县人民法院".to_owned(),
        },
        ..enrolment(ZHAXI, "632700", EnrolmentState::Waiting)
    };
    write(store, two, 0, guest).unwrap();
    let ids = |found: Vec<StoredRecord<Enrolment>>| found.into_iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(
        ids(store
            .read(|session| trainings::enrolments(session, CLASS))
            .unwrap()),
        [one, two]
    );
    assert_eq!(
        ids(store
            .read(|session| trainings::enrolments_of(session, ZHAXI))
            .unwrap()),
        [one]
    );
    let seats = || {
        store
            .read(|session| trainings::seats_taken(session, CLASS, "632700"))
            .unwrap()
    };
    assert_eq!(seats(), 1);
    write(
        store,
        one,
        1,
        enrolment(ZHAXI, "632700", EnrolmentState::Withdrawn),
    )
    .unwrap();
    assert_eq!(seats(), 0);
    assert!(store.verify().unwrap().is_sound());
}
