//! The list of people in every state: with columns and without, with what came back, and empty.

use super::samples_accounts::NAME;
use super::samples_registry::{BO, courts, shown};
use crate::pages::registry::people::{self, PeopleView, PersonRow};
use crate::pages::registry::people_acts::{self, ActsView};
use crate::pages::registry::people_columns::FactsView;
use crate::pages::registry::person_view::{PostView, SkillView};

pub fn row(is_known: bool) -> PersonRow {
    PersonRow {
        id: "p-0123456789abcdef01234567".into(),
        name: NAME.into(),
        name_bo: is_known.then(|| BO.into()),
        court: is_known.then(|| "玉树州中级人民法院".into()),
        born: is_known.then_some(1988),
        last_four: is_known.then(|| "123X".into()),
        is_erased: false,
        facts: is_known.then(facts),
        tick: "p-0123456789abcdef01234567 3 扎西".into(),
        is_ticked: is_known,
    }
}

fn facts() -> FactsView {
    let text = || Some(NAME.to_owned());
    let day = || "2019-10-14".to_owned();
    FactsView {
        posts: posts(),
        skills: skills(),
        pools: vec!["expert", "lecturer"],
        trained: Some((3, Some((day(), NAME.into())))),
        absences: vec![(day(), text()), (day(), None)],
        sex: Some("female"),
        ethnic_group: Some("藏族"),
        education: vec![NAME.into(), day()],
        law_qualification: Some((text(), Some(day()))),
        entry: Some(("recruited", Some(day()))),
    }
}

pub fn posts() -> Vec<PostView> {
    let text = || Some(NAME.to_owned());
    vec![PostView {
        place: 0,
        court: NAME.into(),
        department: text(),
        kind: "judge",
        rank: Some("judge-3"),
        in_quota: true,
        is_secondment: true,
        period: "2019-10-14 –".into(),
        document: text(),
        is_present: true,
    }]
}

pub fn skills() -> Vec<SkillView> {
    let text = || Some(NAME.to_owned());
    let day = || "2019-10-14".to_owned();
    vec![
        SkillView {
            place: 1,
            dialect: "kham",
            sub_dialect: text(),
            spoken: Some("S2"),
            written: Some("W1"),
            evidence: "examination",
            assessor: text(),
            assessed_on: day(),
            years: 7,
            expires_on: Some(day()),
            is_expired: true,
            is_believed: true,
        },
        SkillView {
            dialect: "amdo",
            evidence: "self_report",
            assessed_on: day(),
            ..SkillView::default()
        },
    ]
}

pub fn people() -> Vec<PeopleView> {
    let list = PeopleView {
        fields: shown(&people::FILTERS, false),
        courts: courts(),
        rows: vec![row(true), row(false)],
        may_write: true,
        narrowed: vec![("name", NAME.into()), ("court", "qh-yushu".into())],
        corrections: 3,
        columns: columns(true),
        here: "/people?after=p-1".into(),
        acts: acts(false),
        is_done: true,
        first: Some("/people?name=%E6%89%8E".into()),
        next: Some("/people?after=p-1".into()),
        ..PeopleView::default()
    };
    let wrong = PeopleView {
        fields: shown(&people::FILTERS, true),
        faults: vec![NAME.into()],
        is_searched: true,
        rows: vec![],
        is_narrowed: true,
        ..list.clone()
    };
    let back = PeopleView {
        acts: acts(true),
        faults: vec![NAME.into()],
        columns: columns(false),
        ..list.clone()
    };
    vec![list, wrong, back, PeopleView::default()]
}

pub fn columns(is_shown: bool) -> Vec<(&'static str, bool)> {
    let all = app::registry::PersonColumn::ALL.iter();
    all.map(|column| (column.as_str(), is_shown)).collect()
}

fn acts(is_wrong: bool) -> ActsView {
    ActsView {
        pooling: shown(&people_acts::POOLING, is_wrong),
        trainings: vec![("t-1".into(), "2019-10-14 第三期 <b>".into())],
        training: "t-1".into(),
        training_fault: is_wrong.then(|| NAME.into()),
        is_pooling: is_wrong,
    }
}
