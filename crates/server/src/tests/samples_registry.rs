//! One view of every page of the registry in every state, and the keys of what they say.
//!
//! Long because it is one list of samples.

use std::collections::BTreeSet;

use app::registry::rules;

use super::samples;
use super::samples_accounts::NAME;
use super::samples_corrections;
use super::samples_people::{columns, posts, row, skills};
use crate::pages::concept_form::view::FieldView;
use crate::pages::registry::attendance::{CellView, GridRow, GridView};
use crate::pages::registry::joining::{ForeseenView, TwiceView};
use crate::pages::registry::nominating::Named;
use crate::pages::registry::own_record;
use crate::pages::registry::person::{self};
use crate::pages::registry::person_parts::{Part, forms};
use crate::pages::registry::person_view::{
    DuplicateView, OwnView, PersonView, PoolView, SEEN_ACTS, SeenView, TakenView,
};
use crate::pages::registry::programmes::{ProgrammeRow, ProgrammesView, RuleView};
use crate::pages::registry::results::{ResultRow, ResultsView};
use crate::pages::registry::roster::RosterRow;
use crate::pages::registry::secret::SecretView;
use crate::pages::registry::sheets::{PageView, SHEETS, SheetRow, SheetView};
use crate::pages::registry::told::Told;
use crate::pages::registry::training::{self, LessonView, QuotaView, TrainingView};
use crate::pages::registry::trainings::{Totals, TrainingRow, TrainingsView};
use crate::pages::registry::typed::{Asked, Typed, fields};
use crate::pages::registry::{
    erasure, people, person_details, person_new as new_person, programmes as programme_pages, training_new,
    training_plan,
};

const RETENTION: &str = include_str!("../../../../data/registry/retention.tsv");

/// A name so long that a narrow column breaks it, in stacks of four letters.
pub const BO: &str = "བསྒྲུབས་རྒྱལ་ཕྱོགས་རྣམ་རྒྱལ་དཔལ་འབར";

/// Returns the keys that the pages put together of a group and a member of a closed list.
pub fn keys() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add =
        |group: &str, names: Vec<&str>| found.extend(names.iter().map(|name| format!("{group}.{name}")));
    macro_rules! lists {
        ($($group:literal = $list:ident;)+) => { $(
            add($group, rules::$list::ALL.iter().map(|one| one.as_str()).collect());
        )+ };
    }
    lists! {
        "post_kind" = PostKind; "judge_rank" = JudgeRank; "dialect" = Dialect; "spoken_level" = Spoken; "written_level" = Written;
        "evidence" = Evidence; "pool" = Pool; "sex" = Sex; "entry_channel" = EntryChannel; "secret_kind" = SecretKind;
        "enrolment_state" = EnrolmentState; "presence" = Presence; "component" = Component; "half_day" = HalfDay;
        "correction_field" = CorrectionField; "correction_state" = CorrectionState; "retention_event" = RetentionEvent;
        "training_state" = TrainingState; "training_mode" = Mode; "programme_kind" = ProgrammeKind;
    }
    add("yes_no", vec!["true"]);
    add(
        "resemblance",
        vec![
            "same_identity_number",
            "same_name_and_birth",
            "same_name_and_court",
        ],
    );
    add("person", vec!["studied"]);
    add("seen_act", SEEN_ACTS.to_vec());
    add("correction_field", vec!["duplicates"]);
    let classes = rules::RetentionClass::parse_table(RETENTION).unwrap();
    add(
        "retention_class",
        classes.iter().map(|class| class.name.as_str()).collect(),
    );
    add(
        "people.column",
        columns(true).into_iter().map(|(name, _)| name).collect(),
    );
    add("person.add", Part::ALL.map(Part::name).to_vec());
    add("person.done", person::DONE.to_vec());
    add("training.done", training::DONE.to_vec());
    add(
        "training",
        vec!["venue_row", "nobody_of_name", "several_of_name", "line"],
    );
    for group in ["training.plan", "training.rows", "training.rows_hint"] {
        add(group, vec!["timetable", "seats", "groups"]);
    }
    add("attendance", vec!["bad_mark", "changed_meanwhile"]);
    add("sheet", SHEETS.to_vec());
    add(
        "registry",
        vec![
            "not_this_person",
            "stale",
            "bad_rows",
            "missing",
            "bad_day",
            "bad_choice",
            "bad_phone",
            "bad_identity_number",
            "bad_year",
            "bad_years",
            "bad_number",
            "bad_score",
            "bad_quota",
            "bad_amount",
            "no_group",
            "nobody_on_roster",
            "several_on_roster",
            "placed_twice",
            "too_many_cells_of_group",
            "passed_missing",
            "nobody_named",
            "nobody_ticked",
            "sent_before",
            "court_not_own",
            "too_many_lines",
            "bad_day_of_row",
            "no_half",
            "no_topic",
            "too_many_cells",
            "bad_seats",
            "guest_missing",
        ],
    );
    add("registry.field", vec!["training"]);
    for asked in every_field() {
        add("registry.field", vec![asked.name]);
    }
    found
}

fn every_field() -> Vec<&'static Asked> {
    let parts = Part::ALL.iter().flat_map(|part| part.asked());
    let lists: [&'static [Asked]; 10] = [
        &erasure::FIELDS,
        &training_plan::FIELDS,
        &training_plan::VENUES,
        &person_details::FIELDS,
        &person_details::EDUCATION,
        &own_record::WISH,
        &people::FILTERS,
        &new_person::FIELDS,
        &training_new::FIELDS,
        &programme_pages::FIELDS,
    ];
    parts.chain(lists.into_iter().flatten()).collect()
}

pub fn shown(asked: &[Asked], is_wrong: bool) -> Vec<FieldView> {
    let mut told = Told::default();
    for one in asked.iter().filter(|_| is_wrong) {
        told.add(one.name, NAME);
    }
    fields("form", asked, &Typed::default(), &told)
}

pub fn courts() -> Vec<(String, String)> {
    vec![("qh-<1>".into(), "玉树州中级人民法院 <b>".into())]
}

pub fn persons() -> Vec<PersonView> {
    let text = || Some(NAME.to_owned());
    let day = || "2019-10-14".to_owned();
    let whole = PersonView {
        id: "p-0123456789abcdef01234567".into(),
        revision: 3,
        name: NAME.into(),
        name_bo: Some(BO.into()),
        other_names: vec![NAME.into()],
        court: text(),
        sex: Some("female"),
        ethnic_group: Some("藏族"),
        born_on: Some(day()),
        entry: Some(("recruited", Some(day()))),
        law_qualification: Some((text(), Some(day()))),
        education: vec![vec![NAME.into(), day()]],
        note: text(),
        is_erased: true,
        posts: posts(),
        skills: skills(),
        pools: vec![PoolView {
            pool: "translation",
            period: day(),
            decision: NAME.into(),
            left_because: text(),
        }],
        absences: vec![(day(), text()), (day(), None)],
        trainings: vec![TakenView {
            training: "t-1".into(),
            title: NAME.into(),
            from: day(),
            state: "completed",
            hours: Some("40".into()),
        }],
        secrets: vec![("identity_number", "123X".into()), ("phone", "6789".into())],
        secret_kinds: vec!["identity_number", "phone"],
        may_see_secrets: true,
        seen: vec![SeenView {
            at: "2026-11-26 10:00".into(),
            actor: NAME.into(),
            action: "read-person".into(),
            fields: vec!["posts".into(), "identity_number".into()],
            purpose: text(),
        }],
        duplicates: vec![DuplicateView {
            row: row(true),
            revision: 2,
            because: vec![
                "same_name_and_birth",
                "same_identity_number",
                "same_name_and_court",
            ],
        }],
        joining: Some((row(true).id, NAME.into())),
        foreseen: Some(ForeseenView {
            keep: "other",
            moved: 2,
            twice: vec![TwiceView {
                title: NAME.into(),
                from: Some(day()),
                stays: "completed",
                goes: "nominated",
            }],
            posts: vec![(NAME.into(), "judge", day())],
            overlapping: vec![[(NAME.into(), day()), (NAME.into(), day())]],
            is_possible: true,
        }),
        may_write: true,
        may_erase: true,
        forms: forms(None),
        courts: courts(),
        done: Some("posts"),
        faults: vec![NAME.into()],
        own: None,
    };
    let refused = PersonView {
        foreseen: whole.foreseen.clone().map(|foreseen| ForeseenView {
            keep: "this",
            is_possible: false,
            ..foreseen
        }),
        ..whole.clone()
    };
    let own = OwnView {
        once: "f-1".into(),
        wishes: samples_corrections::wishes(),
        fields: shown(&own_record::WISH, true),
        is_open: true,
        is_asked: true,
    };
    let own = PersonView {
        own: Some(own),
        may_write: false,
        duplicates: vec![],
        ..whole.clone()
    };
    let bare = PersonView {
        name: BO.into(),
        id: whole.id.clone(),
        ..PersonView::default()
    };
    vec![whole, refused, own, bare]
}

pub fn secrets() -> Vec<SecretView> {
    let id = "p-0123456789abcdef01234567".to_owned();
    vec![
        SecretView {
            id: id.clone(),
            kind: "identity_number",
            values: vec!["000000000000000000".into()],
            purpose_missing: false,
        },
        SecretView {
            id,
            kind: "phone",
            values: vec![],
            purpose_missing: true,
        },
    ]
}

pub fn trainings() -> Vec<TrainingsView> {
    let row = TrainingRow {
        id: "t-1".into(),
        title: format!("{NAME} {}", samples::BO),
        programme: Some(NAME.into()),
        days: "2019-10-14 – 2019-10-18".into(),
        state: "open",
        number: Some(3),
        seats: Some(0),
        declared: Some(120),
        is_replaced: true,
    };
    let list = TrainingsView {
        programmes: vec![("g-1".into(), "双语法官培训 <b>".into())],
        programme: "g-1".into(),
        states: vec!["planned", "open"],
        state: "open".into(),
        totals: Totals {
            trainings: 1,
            by_state: vec![("open", 1)],
            days: 5,
            declared: 120,
        },
        rows: vec![row],
        may_write: true,
        first: Some("/trainings".into()),
        next: Some("/trainings?after=x".into()),
        ..TrainingsView::default()
    };
    vec![
        list,
        TrainingsView {
            year: NAME.into(),
            fault: Some(NAME.into()),
            ..TrainingsView::default()
        },
    ]
}

fn seat(is_known: bool) -> RosterRow {
    RosterRow {
        id: "e-0123456789abcdef01234567".into(),
        revision: 2,
        number: 1,
        person: is_known.then(|| "p-1".into()),
        name: NAME.into(),
        name_bo: is_known.then(|| BO.into()),
        court: "玉树州中级人民法院".into(),
        department: is_known.then(|| "民一庭".into()),
        kind: Some("judge"),
        rank: is_known.then_some("judge-3"),
        born: is_known.then_some(1988),
        last_four: is_known.then(|| "123X".into()),
        state: "waiting",
        group: is_known.then(|| NAME.into()),
        venue: is_known.then(|| NAME.into()),
        waiting_place: is_known.then_some(2),
        reason: is_known.then(|| NAME.into()),
        hours: is_known.then(|| "40".into()),
    }
}

fn lesson() -> LessonView {
    LessonView {
        day: "2019-10-14".into(),
        half: "morning",
        topic: NAME.into(),
        lecturer: Some(NAME.into()),
        venue: Some(NAME.into()),
        group: Some(NAME.into()),
        room: Some(NAME.into()),
    }
}

pub fn one_training() -> Vec<TrainingView> {
    let text = || Some(NAME.to_owned());
    let whole = TrainingView {
        once: "f-1".into(),
        done_in_part: 2,
        named: Named {
            seated: 3,
            waiting: 1,
        },
        may_group: true,
        group_rows: "扎西 <b>\t一组".into(),
        roster_revision: 7,
        id: "t-0123456789abcdef01234567".into(),
        revision: 4,
        title: NAME.into(),
        programme: text(),
        number: Some(3),
        number_in_year: Some(1),
        days: "2019-10-14 – 2019-10-18".into(),
        mode: "classroom",
        state: "open",
        court: text(),
        organiser: text(),
        base: text(),
        trainee_class: text(),
        venues: vec!["主会场 <b>".into()],
        groups: vec!["一组 <b>".into()],
        documents: vec![NAME.into()],
        note: text(),
        cost: Some("12000.50".into()),
        declared: Some((120, NAME.into(), true)),
        lessons: vec![
            lesson(),
            LessonView {
                day: "2019-10-15".into(),
                half: "afternoon",
                ..LessonView::default()
            },
        ],
        quotas: vec![
            QuotaView {
                court: NAME.into(),
                seats: 5,
                left: Some(0),
            },
            QuotaView {
                court: NAME.into(),
                seats: 5,
                left: None,
            },
        ],
        counts: vec![("nominated", 2)],
        rows: vec![seat(true), seat(false)],
        is_whole: false,
        may_enrol: true,
        may_plan: true,
        timetable_rows: NAME.into(),
        seat_rows: NAME.into(),
        plan_back: Some("seats"),
        plan_base: 4,
        guest: Some((NAME.into(), NAME.into())),
        is_held: true,
        may_enter: true,
        steps: vec!["confirmed", "withdrawn"],
        next: vec!["closed", "planned"],
        people: NAME.into(),
        reason: NAME.into(),
        group: "一组 <b>".into(),
        venue: "主会场 <b>".into(),
        faults: vec![NAME.into()],
        done: Some("stepped"),
        half_days: vec![
            ("2019-10-14".into(), "morning"),
            ("2019-10-14".into(), "afternoon"),
        ],
    };
    let read = TrainingView {
        may_enrol: false,
        may_enter: false,
        next: vec![],
        ..whole.clone()
    };
    let bare = TrainingView {
        title: NAME.into(),
        mode: "online",
        state: "planned",
        is_whole: true,
        ..TrainingView::default()
    };
    vec![whole, read, bare]
}

pub fn grids() -> Vec<GridView> {
    let cell = |is_wrong| CellView {
        name: Some("a.e-1.2019-10-14.morning.late".into()),
        value: NAME.into(),
        is_wrong,
    };
    let whole = GridView {
        id: "t-1".into(),
        title: NAME.into(),
        part: 1,
        before: Some(0),
        behind: Some(2),
        columns: vec![
            ("2019-10-14".into(), "morning"),
            ("2019-10-14".into(), "afternoon"),
            ("2019-10-15".into(), "morning"),
        ],
        rows: vec![GridRow {
            person: seat(true),
            cells: vec![cell(false), cell(true), CellView::default()],
        }],
        marks: vec!["到"],
        faults: vec![NAME.into()],
        may_enter: true,
        done: false,
    };
    vec![
        GridView {
            may_enter: false,
            ..whole.clone()
        },
        whole,
        GridView {
            id: "t-1".into(),
            title: NAME.into(),
            ..GridView::default()
        },
    ]
}

pub fn results() -> Vec<ResultsView> {
    let row = |passed: &str, is_wrong| ResultRow {
        person: seat(true),
        score: NAME.into(),
        passed: passed.into(),
        is_wrong,
    };
    let whole = ResultsView {
        id: "t-1".into(),
        title: NAME.into(),
        component: "written",
        components: vec!["written", "interpreting"],
        attempt: 2,
        of: "100".into(),
        on: "2019-10-18".into(),
        rows: vec![row("true", false), row("false", true), row("", false)],
        faults: vec![NAME.into()],
        may_enter: true,
    };
    vec![
        ResultsView {
            may_enter: false,
            ..whole.clone()
        },
        ResultsView {
            rows: vec![],
            ..whole.clone()
        },
        whole,
    ]
}

pub fn programmes() -> Vec<ProgrammesView> {
    let rule = RuleView {
        period: "2010-01-01 –".into(),
        per_half_day: "4".into(),
        least_attendance: 80,
        only_if_passed: true,
        lecturer_percent: 250,
    };
    let row = |rules| ProgrammeRow {
        id: "g-1".into(),
        name: NAME.into(),
        name_bo: Some(BO.into()),
        kind: "bilingual",
        rules,
    };
    let list = ProgrammesView {
        once: "f-1".into(),
        rows: vec![row(vec![rule]), row(vec![])],
        fields: shown(&programme_pages::FIELDS, true),
        faults: vec![NAME.into()],
        is_open: true,
        may_write: true,
    };
    vec![list, ProgrammesView::default()]
}

pub fn sheets() -> Vec<SheetView> {
    let row = |is_known| SheetRow {
        person: seat(is_known),
        scores: vec!["85 ✓".into(), String::new(), String::new(), "✗".into()],
    };
    let page = |number| PageView {
        number,
        rows: vec![row(true), row(false)],
        lessons: vec![lesson()],
    };
    let sheet = |kind| SheetView {
        id: "t-1".into(),
        kind,
        title: NAME.into(),
        organiser: Some(NAME.into()),
        days: "2019-10-14 – 2019-10-18".into(),
        day: (kind == "sign-in").then(|| "2019-10-14".into()),
        half: (kind == "sign-in").then_some("morning"),
        venue: Some(NAME.into()),
        printed_on: "2026-11-26".into(),
        components: rules::Component::ALL.iter().map(|one| one.as_str()).collect(),
        pages: vec![page(1), page(2)],
        total: 4,
        is_partial: true,
    };
    SHEETS.map(sheet).into()
}
