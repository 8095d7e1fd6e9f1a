//! A desk with nothing on it but what a test puts there, and rows as they are read from a sheet.

use std::collections::HashMap;
use std::sync::Arc;

use exchange::Format;
use exchange::roster::{self, RosterKind, RosterOptions, RosterRow};
use registry::{Day, Enrolment, Person, Training};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::courts::Court;
use store::records::StoredRecord;

use super::court_book::CourtBook;
use super::desk::Desk;
use super::drafts::Drafts;
use super::refusal::Refusal;
use super::spellings::Spellings;
use crate::personal_data::Keyring;
use crate::registry::reach::Reach;
use crate::trial::chance;

pub(super) const PROGRAMME: &str = "g-000000000000000000000001";
pub(super) const TRAINING: &str = "t-000000000000000000000011";
pub(super) const ZHAXI: &str = "p-00000000000000000000000a";
pub(super) const DROLMA: &str = "p-00000000000000000000000b";
pub(super) const ENROLMENT: &str = "e-00000000000000000000000a";

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(super) fn from_json<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

/// A desk on 2026-01-01 with the courts `qh` over `qh-yushu`, and `qh-golog`; `courts` are those of the importer, all if
/// none are named.
pub(super) fn desk(kind: RosterKind, courts: Option<&[&str]>) -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let keys = Keyring::create(&folder.path().join("fields.keys"), &chance).unwrap();
    let known = [
        ("qh", "青海省高级人民法院", None),
        ("qh-yushu", "玉树藏族自治州中级人民法院", Some("qh")),
        ("qh-golog", "果洛藏族自治州中级人民法院", Some("qh")),
    ];
    let known = known.map(|(code, name, parent)| Court {
        code: code.to_owned(),
        name_zh: name.to_owned(),
        parent: parent.map(str::to_owned),
    });
    Desk {
        kind,
        today: day("2026-01-01"),
        seq: 0,
        reach: Reach::trial(courts),
        sight: None,
        courts: CourtBook::new(known.to_vec()),
        programmes: vec![stored(
            PROGRAMME,
            json!({"name_zh": "双语法官培训", "name_bo": "སྐད་གཉིས་སྦྱོང་བརྡར", "kind": "bilingual", "hours_rules": [
                {"from": "2010-01-01", "per_half_day": 40, "least_attendance_percent": 50, "only_if_passed": true}]}),
        )],
        court_records: Drafts::new(),
        trainings: Drafts::new(),
        people: Drafts::new(),
        enrolments: Drafts::new(),
        spellings: Spellings::default(),
        named: HashMap::new(),
        spelt: HashMap::new(),
        belongs: HashMap::new(),
        holders: HashMap::new(),
        digests: HashMap::new(),
        secrets: HashMap::new(),
        fresh: HashMap::new(),
        enrolled: HashMap::new(),
        rosters: HashMap::new(),
        keys: Arc::new(keys),
        chance: Arc::new(chance),
    }
}

pub(super) fn stored<R: DeserializeOwned>(id: &str, body: Value) -> StoredRecord<R> {
    StoredRecord {
        id: id.to_owned(),
        revision: 3,
        body: from_json(body),
        updated_at_ms: 0,
        seq: 7,
    }
}

/// The eleventh training, on two days; `more` says what else it is.
pub(super) fn training(more: Value) -> Training {
    let mut plan = json!({
        "programme": PROGRAMME, "title": "第十一期双语法官培训班", "number": 11, "court": "qh", "from": "2026-03-02",
        "to": "2026-03-03", "mode": "classroom", "state": "open",
    });
    let members = plan.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    from_json(plan)
}

/// 扎西, a judge of Yushu.
pub(super) fn zhaxi() -> Person {
    from_json(json!({
        "name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "sex": "male", "born_on": "1980-05-01",
        "posts": [{"court": "qh-yushu", "kind": "judge", "rank": "judge-3", "from": "2010-07-01"}],
    }))
}

/// The enrolment of 扎西 in the eleventh training; `more` says what else it is.
pub(super) fn enrolment(more: Value) -> Enrolment {
    let mut enrolment = json!({
        "training": TRAINING, "trainee": {"person": ZHAXI}, "state": "nominated", "nominated_by": "qh-yushu",
    });
    let members = enrolment.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    from_json(enrolment)
}

/// Reads a sheet whose rows can all be used.
pub(super) fn rows(kind: RosterKind, sheet: &str) -> Vec<RosterRow> {
    let options = RosterOptions::default();
    let reading = roster::read("表.csv", sheet.as_bytes(), Format::Csv, kind, &options).unwrap();
    assert_eq!(reading.issues, [], "{sheet}");
    reading.rows
}

/// Reads a sheet of one row.
pub(super) fn row(kind: RosterKind, heading: &str, cells: &str) -> RosterRow {
    let mut rows = rows(kind, &format!("{heading}\n{cells}\n"));
    assert_eq!(rows.len(), 1, "{cells}");
    rows.remove(0)
}

/// Shows the rules that a row breaks, each with what it is about.
pub(super) fn broken<T>(refused: Result<T, Refusal>) -> String {
    match refused {
        Ok(_) => String::new(),
        Err(Refusal::Faults(faults)) => {
            let shown = faults
                .iter()
                .map(|fault| format!("{} {}", fault.pointer, fault.code));
            shown.collect::<Vec<_>>().join(", ")
        }
        Err(Refusal::Failed(error)) => panic!("{error:?}"),
    }
}

/// Returns an identity number that nobody has, from its first 17 digits.
pub(super) fn number(digits: &str) -> String {
    let ends = "0123456789X".chars().map(|end| format!("{digits}{end}"));
    let mut good = ends.filter(|number| registry::IdentityNumber::read(number).is_ok());
    good.next().unwrap()
}
