//! The aggregates of the registry: their revisions, and what an import wrote.

use registry::{Court, Enrolment, EnrolmentState, Person, Training};
use serde_json::json;
use store::records::{self, Record, RecordDeed, StoredRecord};
use store::{Error, Kind, Op, RecordAct, Store, changes};

use crate::fixtures::{stamp, tamper};

pub(super) const ZHAXI: &str = "p-000000000000000000000001";
pub(super) const DROLMA: &str = "p-000000000000000000000002";
pub(super) const CLASS: &str = "t-000000000000000000000001";
pub(super) const PROGRAMME: &str = "g-000000000000000000000001";

pub(super) fn write<R: Record + Clone + Send + 'static>(
    store: &Store,
    id: &str,
    revision: u64,
    record: R,
) -> Result<StoredRecord<R>, Error> {
    let (id, deed) = (id.to_owned(), RecordDeed::of(RecordAct::Write));
    store.write(move |tx| tx.put_record(&id, revision, record.clone(), &deed, &stamp("caidan", 7)))
}

pub(super) fn court(name: &str, parent: Option<&str>) -> Court {
    serde_json::from_value(json!({"name_zh": name, "parent": parent})).unwrap()
}

pub(super) fn person(name: &str, posts: &[(&str, &str, Option<&str>)]) -> Person {
    let post = |(court, from, to): &(&str, &str, Option<&str>)| json!({"court": court, "kind": "judge", "from": from, "to": to});
    let posts: Vec<_> = posts.iter().map(post).collect();
    serde_json::from_value(json!({"name": {"zh": name}, "posts": posts})).unwrap()
}

pub(super) fn training(from: &str, to: &str) -> Training {
    let body = json!({"programme": PROGRAMME, "title": "双语法官培训班", "from": from, "to": to, "mode": "classroom", "state": "open"});
    serde_json::from_value(body).unwrap()
}

pub(super) fn enrolment(person: &str, court: &str, state: EnrolmentState) -> Enrolment {
    let body = json!({"training": CLASS, "trainee": {"person": person}, "state": state.as_str(), "nominated_by": court});
    serde_json::from_value(body).unwrap()
}

/// 玉树 with 囊谦 below it, and 果洛 beside it.
pub(super) fn courts(store: &Store) {
    for (code, name, parent) in [
        ("630000", "青海省高级人民法院", None),
        ("632700", "玉树州中级人民法院", Some("630000")),
        ("632725", "囊谦县人民法院", Some("632700")),
        ("632600", "果洛州中级人民法院", Some("630000")),
    ] {
        write(store, code, 0, court(name, parent)).unwrap();
    }
}

pub fn a_record_reads_back_with_its_revisions(store: &Store) {
    let first = person("扎西", &[("632725", "2010-07-01", None)]);
    let second = person(
        "扎西",
        &[
            ("632725", "2010-07-01", Some("2018-12-31")),
            ("632700", "2019-01-01", None),
        ],
    );
    let created = write(store, ZHAXI, 0, first.clone()).unwrap();
    assert_eq!((created.revision, created.seq, created.updated_at_ms), (1, 1, 7));
    let updated = write(store, ZHAXI, 1, second.clone()).unwrap();
    assert_eq!(
        store.read(|session| records::find::<Person>(session, ZHAXI)),
        Ok(Some(updated))
    );
    assert_eq!(
        store.read(|session| records::find::<Training>(session, ZHAXI)),
        Ok(None)
    );

    let revisions = |before, limit| {
        store
            .read(|session| records::list_revisions::<Person>(session, ZHAXI, before, limit))
            .unwrap()
    };
    let both = revisions(None, 10);
    assert_eq!(both.iter().map(|one| one.revision).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(
        (both[0].body.clone(), both[1].body.clone()),
        (Some(second), Some(first))
    );
    assert_eq!(
        (both[0].author.as_str(), both[0].act, both[0].at_ms, both[0].seq),
        ("caidan", RecordAct::Write, 7, 2)
    );
    assert_eq!(revisions(Some(2), 10), both[1..]);
    assert_eq!(revisions(None, 1), both[..1]);
    let log = store.read(|session| changes::since(session, 0, 10)).unwrap();
    let log: Vec<_> = log
        .iter()
        .map(|one| (one.kind, one.id.as_str(), one.revision, one.op))
        .collect();
    assert_eq!(
        log,
        [
            (Kind::Person, ZHAXI, 1, Op::Upsert),
            (Kind::Person, ZHAXI, 2, Op::Upsert)
        ]
    );
    assert_eq!(store.read(|session| records::count(session, Kind::Person)), Ok(1));
    assert!(store.verify().unwrap().is_sound());
}

pub fn a_record_is_written_for_the_state_in_which_it_was_read(store: &Store) {
    let zhaxi = person("扎西", &[]);
    assert!(matches!(
        write(store, ZHAXI, 1, zhaxi.clone()),
        Err(Error::NotFound { what: "person", .. })
    ));
    write(store, ZHAXI, 0, zhaxi.clone()).unwrap();
    assert!(matches!(
        write(store, ZHAXI, 0, zhaxi.clone()),
        Err(Error::Taken { what: "person", .. })
    ));
    for stale in [2, u64::MAX] {
        let refused = write(store, ZHAXI, stale, zhaxi.clone());
        assert!(
            matches!(refused, Err(Error::StaleRow { current: 1, .. })),
            "{refused:?}"
        );
    }
    assert!(matches!(
        write(store, DROLMA, 0, person("卓玛\0", &[])),
        Err(Error::NulInText { .. })
    ));
    assert_eq!(
        store.read(changes::last_seq),
        Ok(1),
        "nothing of what was refused is there"
    );
    let missing = write(store, "632725", 0, court("囊谦县人民法院", Some("632700")));
    assert!(matches!(missing, Err(Error::NotFound { what: "court", .. })));
}

pub fn a_record_that_was_taken_away_keeps_its_revisions_and_its_id(store: &Store) {
    courts(store);
    write(store, ZHAXI, 0, person("扎西", &[("632725", "2010-07-01", None)])).unwrap();
    write(store, DROLMA, 0, person("扎西", &[])).unwrap();
    let deed = RecordDeed {
        reason: Some("同一人".to_owned()),
        ..RecordDeed::of(RecordAct::Merge)
    };
    let merge = |revision| {
        let deed = deed.clone();
        store.write(move |tx| {
            tx.remove_record::<Person>(ZHAXI, revision, Some(DROLMA), &deed, &stamp("caidan", 8))
        })
    };
    assert!(matches!(merge(0), Err(Error::NotFound { .. })));
    assert!(matches!(merge(2), Err(Error::StaleRow { .. })));
    assert_eq!(merge(1), Ok(7));
    assert!(matches!(merge(2), Err(Error::NotFound { .. })));
    assert_eq!(
        store.read(|session| records::find::<Person>(session, ZHAXI)),
        Ok(None)
    );
    let revisions = store
        .read(|session| records::list_revisions::<Person>(session, ZHAXI, None, 1))
        .unwrap();
    assert_eq!(
        (revisions[0].body.clone(), revisions[0].reason.as_deref()),
        (None, Some("同一人"))
    );
    let change = store.read(|session| changes::find(session, 7)).unwrap().unwrap();
    assert_eq!(
        (change.op, change.target.as_deref(), change.concept_id()),
        (Op::Merge, Some(DROLMA), None)
    );
    assert!(matches!(
        write(store, ZHAXI, 0, person("李明", &[])),
        Err(Error::Taken { .. })
    ));
    let gone = store.write(|tx| {
        tx.remove_record::<Court>(
            "632725",
            1,
            None,
            &RecordDeed::of(RecordAct::Delete),
            &stamp("caidan", 8),
        )
    });
    assert!(
        matches!(gone, Err(Error::NotFound { .. })),
        "rights hang on courts"
    );
    assert!(store.verify().unwrap().is_sound());
}

pub fn what_an_import_wrote_is_listed_with_what_became_of_it(store: &Store) {
    let deed = RecordDeed {
        job: Some("import-1".to_owned()),
        ..RecordDeed::of(RecordAct::Import)
    };
    store
        .write(move |tx| {
            tx.put_record(DROLMA, 0, person("卓玛", &[]), &deed, &stamp("caidan", 7))?;
            tx.put_record(ZHAXI, 0, person("扎西", &[]), &deed, &stamp("caidan", 7))
        })
        .unwrap();
    write(store, ZHAXI, 1, person("札西", &[])).unwrap();
    let written = store
        .read(|session| records::written_by(session, "import-1"))
        .unwrap();
    let written: Vec<_> = written
        .iter()
        .map(|one| (one.kind, one.id.as_str(), one.revision, one.present))
        .collect();
    assert_eq!(
        written,
        [
            (Kind::Person, DROLMA, 1, Some(1)),
            (Kind::Person, ZHAXI, 1, Some(2))
        ]
    );
    assert_eq!(
        store.read(|session| records::written_by(session, "import-2")),
        Ok(Vec::new())
    );
}

pub fn each_tampered_record_is_found(store: &Store) {
    courts(store);
    write(store, ZHAXI, 0, person("扎西", &[("632725", "2010-07-01", None)])).unwrap();
    write(store, CLASS, 0, training("2019-11-01", "2019-11-05")).unwrap();
    for (harm, mend, told) in [
        (
            "UPDATE record SET body = REPLACE(body, '扎西', '札西') WHERE kind = 'person'",
            "UPDATE record SET body = REPLACE(body, '札西', '扎西') WHERE kind = 'person'",
            format!("the person `{ZHAXI}` is not what its last revision says"),
        ),
        (
            "UPDATE record_revision SET body = REPLACE(body, '囊谦', '称多') WHERE id = '632725'",
            "UPDATE record_revision SET body = REPLACE(body, '称多', '囊谦') WHERE id = '632725'",
            "revision 1 of the court `632725` is not what was written".to_owned(),
        ),
        (
            "UPDATE person_post SET court = '632600'",
            "UPDATE person_post SET court = '632725'",
            format!("the rows of the person `{ZHAXI}` in `person_post` are not those of its body"),
        ),
        (
            "INSERT INTO training_listed (training, programme, year, from_day, to_day, state) \
             VALUES ('t-x', 'g', 2019, '2019-01-01', '2019-01-01', 'open')",
            "DELETE FROM training_listed WHERE training = 't-x'",
            "`training_listed` has 2 rows, the bodies give 1".to_owned(),
        ),
        (
            "UPDATE change SET id = '632600' WHERE seq = 3",
            "UPDATE change SET id = '632725' WHERE seq = 3",
            "change 3 of `632600` is not what its revision says".to_owned(),
        ),
    ] {
        tamper(store, harm);
        let report = store.verify().unwrap();
        assert!(report.problems.contains(&told), "{harm}: {:?}", report.problems);
        tamper(store, mend);
        assert!(store.verify().unwrap().is_sound(), "{mend}");
    }
}
