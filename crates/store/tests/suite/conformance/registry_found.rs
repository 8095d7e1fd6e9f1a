//! How people, trainings and enrolments are found, and what is sealed of people.
//!
//! Long because each way of finding somebody has people of its own.

use registry::{
    Enrolment, EnrolmentState, NameKey, NameKeyKind, Person, Programme, SecretKind, Trainee, TrainingState,
};
use serde_json::json;
use store::records::people::{self, PeopleOf, SealedSecret, SoughtName};
use store::records::trainings::{self, TrainingsOf};
use store::records::{self, RecordDeed, StoredRecord};
use store::{Error, Kind, RecordAct, Store};

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
        let names: Vec<SoughtName> = name.map(|key| sought(key.clone(), false)).into_iter().collect();
        let of = PeopleOf {
            within: None,
            court,
            on: on.parse().unwrap(),
            names: &names,
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

fn sought(key: NameKey, is_prefix: bool) -> SoughtName {
    SoughtName { key, is_prefix }
}

pub fn people_belong_to_the_courts_of_their_posts_or_of_the_nearest_one(store: &Store) {
    courts(store);
    let posts = [
        ("632725", "2010-07-01", Some("2012-12-31")),
        ("632700", "2013-01-01", Some("2015-12-31")),
        ("632600", "2019-01-01", None),
    ];
    write(store, ZHAXI, 0, person("扎西", &posts)).unwrap();
    write(store, DROLMA, 0, person("卓玛", &[])).unwrap();
    let belongs = |on: &str| {
        store
            .read(|session| people::courts_of(session, ZHAXI, on.parse().unwrap()))
            .unwrap()
    };
    for (on, courts) in [
        // Before the first post, with one, between two, and to this day.
        ("2009-01-01", ["632725"]),
        ("2012-12-31", ["632725"]),
        ("2013-01-01", ["632700"]),
        ("2017-05-01", ["632700"]),
        ("2026-01-01", ["632600"]),
    ] {
        assert_eq!(belongs(on), courts, "{on}");
        for court in ["632725", "632700", "632600", "630000"] {
            let of = PeopleOf {
                within: Some((court, on.parse().unwrap())),
                court: None,
                on: on.parse().unwrap(),
                names: &[],
            };
            let listed = store.read(|session| people::list(session, &of, "", 10)).unwrap();
            let line = store
                .read(|session| store::courts::line(session, courts[0]))
                .unwrap();
            assert_eq!(
                listed.len(),
                usize::from(line.contains(&court.to_owned())),
                "{on} {court}"
            );
        }
    }
    let nobody = store.read(|session| people::courts_of(session, DROLMA, "2019-01-01".parse().unwrap()));
    assert_eq!(nobody, Ok(Vec::new()));
}

pub fn people_are_found_by_the_beginning_of_a_name(store: &Store) {
    courts(store);
    write(store, ZHAXI, 0, person("扎西东珠", &[])).unwrap();
    write(store, DROLMA, 0, person("卓玛", &[])).unwrap();
    let key = |kind, key: &str| NameKey {
        kind,
        key: key.to_owned(),
    };
    for (person, keys) in [
        (
            ZHAXI,
            [
                key(NameKeyKind::Exact, "扎西东珠"),
                key(NameKeyKind::Tibetan, "བཀྲཤིསདོནགྲུབ"),
            ],
        ),
        (
            DROLMA,
            [key(NameKeyKind::Exact, "卓玛"), key(NameKeyKind::Tibetan, "སྒྲོལམ")],
        ),
    ] {
        store
            .write_aside(move |session| people::put_name_keys(session, person, &keys))
            .unwrap();
    }
    let found = |names: &[SoughtName]| {
        let of = PeopleOf {
            within: None,
            court: None,
            on: "2019-01-01".parse().unwrap(),
            names,
        };
        let found = store.read(|session| people::list(session, &of, "", 10)).unwrap();
        found.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    let exact = NameKeyKind::Exact;
    assert_eq!(found(&[sought(key(exact, "扎西"), false)]), [""; 0]);
    assert_eq!(found(&[sought(key(exact, "扎西"), true)]), [ZHAXI]);
    assert_eq!(found(&[sought(key(NameKeyKind::Tibetan, "སྒྲོལ"), true)]), [DROLMA]);
    assert_eq!(
        found(&[
            sought(key(exact, "扎西"), true),
            sought(key(exact, "卓玛"), false)
        ]),
        [ZHAXI, DROLMA]
    );
}

pub fn by_what_keys_of_names_are_made_is_said_once(store: &Store) {
    let scheme = || store.read(people::name_key_scheme).unwrap();
    assert_eq!(scheme(), None);
    for said in ["one", "another", "another"] {
        store
            .write(move |tx| people::put_name_key_scheme(tx, said))
            .unwrap();
        assert_eq!(scheme().as_deref(), Some(said));
    }
}

pub fn two_people_are_joined_and_one_is_forgotten(store: &Store) {
    courts(store);
    write(store, ZHAXI, 0, person("扎西", &[("632725", "2010-07-01", None)])).unwrap();
    write(
        store,
        ZHAXI,
        1,
        person("扎西才让", &[("632725", "2010-07-01", None)]),
    )
    .unwrap();
    write(store, DROLMA, 0, person("扎西", &[])).unwrap();
    let into = |id: &'static str| store.read(move |session| records::merged_into(session, Kind::Person, id));
    assert_eq!(into(DROLMA), Ok(None));
    let sealed = SealedSecret {
        id: "s-1".to_owned(),
        person: DROLMA.to_owned(),
        kind: SecretKind::Phone,
        sealed: vec![1],
        digest: vec![1; 32],
    };
    let secret = sealed.clone();
    let deed = RecordDeed::of(RecordAct::Merge);
    store
        .write(move |tx| {
            people::put_secret(tx, &secret)?;
            assert_eq!(people::move_secrets(tx, DROLMA, ZHAXI)?, 1);
            people::renew_digest(tx, "s-1", &[2; 32])?;
            tx.remove_record::<Person>(
                DROLMA,
                1,
                Some(ZHAXI),
                &deed,
                &crate::fixtures::stamp("caidan", 8),
            )
        })
        .unwrap();
    assert_eq!(into(DROLMA), Ok(Some(ZHAXI.to_owned())));
    let moved = SealedSecret {
        person: ZHAXI.to_owned(),
        digest: vec![2; 32],
        ..sealed
    };
    assert_eq!(
        store.read(|session| people::find_secret(session, "s-1")),
        Ok(Some(moved))
    );

    let nobody = person("已删除", &[]);
    let body = nobody.clone();
    write(store, ZHAXI, 2, nobody.clone()).unwrap();
    let forgotten = store.write_aside(move |session| records::forget_former(session, ZHAXI, &body));
    assert_eq!(forgotten, Ok(2));
    let revisions = store
        .read(|session| records::list_revisions::<Person>(session, ZHAXI, None, 10))
        .unwrap();
    assert!(revisions.iter().all(|one| one.body.as_ref() == Some(&nobody)));
    assert_eq!(revisions.len(), 3);
    assert!(store.verify().unwrap().is_sound());
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
        let of = TrainingsOf {
            year,
            ..TrainingsOf::default()
        };
        let found = store
            .read(|session| trainings::list(session, &of, after, 10))
            .unwrap();
        found.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    assert_eq!(listed(None, None), [CLASS, later]);
    assert_eq!(
        (listed(Some(2018), None), listed(Some(2019), None)),
        (vec![CLASS.to_owned()], vec![later.to_owned()])
    );
    assert_eq!(listed(None, Some(("2018-12-28", CLASS))), [later]);
    let counted = |programme, state| {
        let of = TrainingsOf {
            year: None,
            programme,
            state,
        };
        let found = store.read(|session| trainings::list(session, &of, None, 10));
        found.unwrap().len()
    };
    assert_eq!(
        (counted(Some(PROGRAMME), None), counted(Some("g-1"), None)),
        (2, 0)
    );
    let (open, closed) = (Some(TrainingState::Open), Some(TrainingState::Closed));
    assert_eq!((counted(None, open), counted(Some(PROGRAMME), closed)), (2, 0));

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
    let on_roster = || store.read(|session| trainings::on_roster(session, CLASS));
    assert_eq!((seats(), on_roster()), (0, Ok(0)));
    write(
        store,
        one,
        2,
        enrolment(ZHAXI, "632700", EnrolmentState::Confirmed),
    )
    .unwrap();
    assert_eq!(on_roster(), Ok(1));
    assert!(store.verify().unwrap().is_sound());
}
