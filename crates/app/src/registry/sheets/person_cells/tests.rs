//! What cells make of a person: what is believed, what is kept, and what is sealed.

use exchange::roster::{RosterKind, RosterRow};
use serde_json::{Value, json};

use super::super::person_rows;
use super::super::trial::{DROLMA, ZHAXI, broken, day, desk, from_json, number, row, stored, zhaxi};
use super::*;

fn people(heading: &str, cells: &str) -> RosterRow {
    row(RosterKind::People, heading, cells)
}

/// A desk with 扎西 on it, who is also `more`.
fn with_zhaxi(more: &Value) -> Desk {
    let mut known = json!(zhaxi());
    known
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let mut desk = desk(RosterKind::People, None);
    desk.people.load(stored(ZHAXI, known));
    desk
}

/// Seals the number of a row for somebody on the desk, as if it had been written before.
fn seal_before(desk: &mut Desk, id: &str, full: &str) {
    let row = people("姓名,身份证号", &format!("扎西,{full}"));
    let (person, fresh) = person_of(desk, id, &row.statement.person, Weight::More).unwrap();
    for secret in fresh {
        desk.secrets.insert(secret.id.clone(), secret);
    }
    desk.people = super::super::drafts::Drafts::new();
    desk.people.load(stored(id, json!(person)));
}

fn taken(desk: &Desk, heading: &str, cells: &str, weight: Weight) -> Person {
    let row = people(heading, cells);
    person_of(desk, ZHAXI, &row.statement.person, weight).unwrap().0
}

#[test]
fn a_sheet_of_people_is_believed_and_any_other_says_what_is_not_known() {
    let known = json!({"note": "旧", "entry": {"channel": "recruited"}, "law_qualification": {"class": "B"}});
    let desk = with_zhaxi(&known);
    let heading = "姓名,性别,出生日期,备注,进入方式,进入法院日期,法律职业资格类别,法律职业资格取得日期,民族";
    let cells = "扎西顿珠,女,1981-06-02,新,遴选,2009-07-01,A,2008-03-01,藏族";
    let shown = |weight: Weight| {
        let person = taken(&desk, heading, cells, weight);
        let law = person.law_qualification.unwrap();
        let entry = person.entry.unwrap();
        let parts = [
            person.name.zh,
            person.sex.map(|sex| sex.to_string()),
            person.born_on.map(|day| day.to_string()),
            person.note,
            Some(entry.channel.to_string()),
            entry.on.map(|day| day.to_string()),
            law.class,
            law.given_on.map(|day| day.to_string()),
            person.ethnic_group.map(|group| group.to_string()),
        ];
        parts.map(Option::unwrap_or_default).join(" ")
    };
    let group = desk_group();
    assert_eq!(
        shown(Weight::More),
        format!("扎西顿珠 female 1981-06-02 新 selected 2009-07-01 A 2008-03-01 {group}")
    );
    // The day of coming in, the day of the qualification and the ethnic group were not known.
    assert_eq!(
        shown(Weight::Less),
        format!("扎西 male 1980-05-01 旧 recruited 2009-07-01 B 2008-03-01 {group}")
    );
}

fn desk_group() -> String {
    let group: registry::EthnicGroup = "藏".parse().unwrap();
    group.to_string()
}

#[test]
fn an_empty_or_a_masked_cell_and_a_month_take_nothing_away() {
    let known = json!({
        "note": "旧", "education": [{"school": "青海民族大学", "degree": "本科"}], "ethnic_group": "藏",
        "law_qualification": {"class": "A", "given_on": "2008-03-01"},
    });
    let desk = with_zhaxi(&known);
    let heading = "姓名,藏文姓名,性别,出生日期,身份证号,联系电话,学历,毕业院校,法律职业资格类别,备注,民族";
    let before = desk.people.get(ZHAXI).unwrap();
    for cells in [
        "扎西,,,,,,,,,,",
        "扎西,བཀྲ་ཤིས,男,1980年5月,,,,,,,",
        "扎西,,,,**************003X,*******0001,,,,,",
        // A dot more, or the same said again, is the same.
        "扎西,བཀྲ་ཤིས་,男,1980-05-01,,,本科,青海民族大学,A,旧,藏族",
    ] {
        for weight in [Weight::More, Weight::Less] {
            assert_eq!(
                &taken(&desk, heading, cells, weight),
                before,
                "{weight:?} {cells}"
            );
        }
    }
}

#[test]
fn a_degree_is_said_of_the_one_that_it_is_or_added() {
    let heading = "姓名,学历,毕业院校,专业,毕业日期";
    let bachelor = json!({"school": "青海民族大学", "degree": "本科"});
    let unnamed = json!({"school": "青海民族大学"});
    for (known, cells, weight, expected) in [
        (json!([]), "扎西,本科,,法学,", Weight::Less, "-/本科/法学"),
        (
            json!([bachelor]),
            "扎西,本科,西北民族大学,法学,",
            Weight::More,
            "西北民族大学/本科/法学",
        ),
        (
            json!([bachelor]),
            "扎西,本科,西北民族大学,法学,",
            Weight::Less,
            "青海民族大学/本科/法学",
        ),
        // Another degree is one more; of whom a sheet is not about, it is not believed.
        (
            json!([bachelor]),
            "扎西,硕士研究生,西北民族大学,,",
            Weight::More,
            "青海民族大学/本科/- 西北民族大学/硕士研究生/-",
        ),
        (
            json!([bachelor]),
            "扎西,硕士研究生,西北民族大学,,",
            Weight::Less,
            "青海民族大学/本科/-",
        ),
        (
            json!([unnamed]),
            "扎西,本科,,,",
            Weight::Less,
            "青海民族大学/本科/-",
        ),
        (
            json!([bachelor]),
            "扎西,,,法学,",
            Weight::More,
            "青海民族大学/本科/法学",
        ),
        // Of which of two it is said is not known.
        (
            json!([bachelor, unnamed]),
            "扎西,,,法学,",
            Weight::Less,
            "青海民族大学/本科/- 青海民族大学/-/-",
        ),
    ] {
        let desk = with_zhaxi(&json!({"education": known}));
        let person = taken(&desk, heading, cells, weight);
        let show = |one: &Education| {
            [&one.school, &one.degree, &one.subject]
                .map(|text| text.as_deref().unwrap_or("-"))
                .join("/")
        };
        let found: Vec<String> = person.education.iter().map(show).collect();
        assert_eq!(found.join(" "), expected, "{weight:?} {cells}");
    }
}

#[test]
fn a_number_is_sealed_once_and_tells_birth_and_sex_of_whom_they_are_not_known() {
    let full = number("63272519800501003");
    let mut desk = desk(RosterKind::People, None);
    let row = people("姓名,身份证号,联系电话", &format!("卓玛,{full},13909710001"));
    let cells = &row.statement.person;
    let (person, fresh) = person_of(&desk, DROLMA, cells, Weight::More).unwrap();
    assert_eq!(
        (person.born_on, person.sex),
        (Some(day("1980-05-01")), Some(registry::Sex::Male))
    );
    let ends: Vec<&str> = person
        .secrets
        .iter()
        .map(|secret| secret.last_four.as_str())
        .collect();
    assert_eq!(ends, [&full[14..], "0001"]);
    assert_eq!(fresh.len(), 2);
    assert!(fresh.iter().all(|secret| secret.person == DROLMA));
    let clear = secrets::open_row(&*desk.keys, &fresh[0]).unwrap();
    assert_eq!(*clear, full);
    // A row further down that says the same, before anything is written.
    desk.people.put(DROLMA, person.clone());
    desk.fresh.insert(DROLMA.to_owned(), fresh);
    let (again, fresh) = person_of(&desk, DROLMA, cells, Weight::More).unwrap();
    assert_eq!((again, fresh.len()), (person, 0));
}

#[test]
fn another_number_takes_the_place_of_the_kept_one_in_a_sheet_of_people_only() {
    let (kept, other) = (number("63272519800501003"), number("63272519800501011"));
    let mut desk = with_zhaxi(&json!({}));
    seal_before(&mut desk, ZHAXI, &kept);
    for (weight, n_fresh, end) in [(Weight::More, 1, &other[14..]), (Weight::Less, 0, &kept[14..])] {
        let row = people("姓名,身份证号", &format!("扎西,{other}"));
        let (person, fresh) = person_of(&desk, ZHAXI, &row.statement.person, weight).unwrap();
        let ends: Vec<&str> = person
            .secrets
            .iter()
            .map(|secret| secret.last_four.as_str())
            .collect();
        assert_eq!((fresh.len(), ends), (n_fresh, vec![end]), "{weight:?}");
    }
}

#[test]
fn the_number_of_somebody_else_is_refused_and_of_whom_one_may_not_know_nothing_is_said() {
    let full = number("63272519800501003");
    let row = people("姓名,身份证号", &format!("扎西,{full}"));
    let held = |courts: Option<&[&str]>, court: &str| {
        let mut desk = desk(RosterKind::People, courts);
        desk.holders.insert(full.clone(), vec![DROLMA.to_owned()]);
        desk.belongs.insert(DROLMA.to_owned(), vec![court.to_owned()]);
        desk
    };
    let taken = |desk: &Desk| broken(person_of(desk, ZHAXI, &row.statement.person, Weight::More).map(drop));
    let refused = "/identity_number identity_number_taken";
    assert_eq!(taken(&held(None, "qh-golog")), refused);
    assert_eq!(taken(&held(Some(&["qh-yushu", "qh-golog"]), "qh-golog")), refused);
    assert_eq!(taken(&held(Some(&["qh-yushu"]), "qh-golog")), "");
    // The own number is nobody else's, and neither is that of somebody who is known to be another one.
    let mut own = held(None, "qh-golog");
    own.holders.insert(full.clone(), vec![ZHAXI.to_owned()]);
    assert_eq!(taken(&own), "");
    let mut apart = held(None, "qh-golog");
    apart.people.load(stored(
        ZHAXI,
        json!({"name": {"zh": "扎西"}, "distinct_from": [DROLMA]}),
    ));
    assert_eq!(taken(&apart), "");
}

#[test]
fn rules_are_asked_of_the_number_that_is_kept_too() {
    let full = number("63272519800501003");
    let mut desk = with_zhaxi(&json!({}));
    seal_before(&mut desk, ZHAXI, &full);
    let codes = |person: &Person| -> Vec<&str> {
        let faults = faults(&desk, ZHAXI, person, None).unwrap();
        faults.iter().map(|fault| fault.code).collect()
    };
    let kept = desk.people.get(ZHAXI).unwrap().clone();
    assert_eq!(codes(&kept), [""; 0]);
    let born = Person {
        born_on: Some(day("1981-06-02")),
        ..kept.clone()
    };
    assert_eq!(codes(&born).len(), 1, "{:?}", codes(&born));
    let post =
        from_json(json!({"court": "qh-xx", "kind": "clerk", "from": "2005-01-01", "to": "2006-01-01"}));
    let elsewhere = Person {
        posts: vec![post],
        ..kept
    };
    assert_eq!(codes(&elsewhere), ["no_such_court"]);
}

#[test]
fn a_number_that_is_passed_over_contradicts_nothing_also_beside_a_new_telephone() {
    let (kept, other) = (number("63272519800501003"), number("63272519810602011"));
    for phone in ["", "13909710001"] {
        let mut desk = with_zhaxi(&json!({}));
        seal_before(&mut desk, ZHAXI, &kept);
        let heading = "人员编号,姓名,身份证号,联系电话,方言,口语等级,评定依据,评定日期";
        let cells = format!("{ZHAXI},扎西,{other},{phone},康,S2,考试,2024-05-01");
        desk.kind = RosterKind::Skills;
        let row = row(RosterKind::Skills, heading, &cells);
        assert_eq!(broken(person_rows::take(&mut desk, &row, ZHAXI)), "", "{phone}");
    }
}
