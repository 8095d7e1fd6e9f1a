//! What rows make of enrolments: steps, seats, places on the waiting list, and who may say what.

use exchange::roster::RosterKind;
use serde_json::{Value, json};

use super::super::trial::{
    DROLMA, ENROLMENT, TRAINING, ZHAXI, broken, desk, enrolment, row, stored, training, zhaxi,
};
use super::*;

const OTHER: &str = "t-0000000000000000000000ff";

/// A desk with 扎西 and the eleventh training, which is also `more`.
fn opened(courts: Option<&[&str]>, more: Value) -> Desk {
    let mut desk = desk(RosterKind::Enrolments, courts);
    desk.trainings.load(stored(TRAINING, json!(training(more))));
    desk.people.load(stored(ZHAXI, json!(zhaxi())));
    desk
}

fn enrol(desk: &mut Desk, id: &str, more: Value) {
    let enrolled = enrolment(more);
    desk.enter(id, &enrolled);
    desk.enrolments.load(stored(id, json!(enrolled)));
}

/// Shows what a row makes of 扎西: the state, the place on the waiting list, the court; or the rules that it breaks.
fn made(desk: &Desk, heading: &str, cells: &str) -> String {
    let row = row(
        RosterKind::Enrolments,
        &format!("姓名,{heading}"),
        &format!("扎西,{cells}"),
    );
    let person = desk.people.get(ZHAXI).unwrap();
    match of_person(desk, &row, (ZHAXI, person), TRAINING) {
        Ok(taken) => {
            let enrolment = taken.enrolment;
            let place = enrolment.waiting_place.map(|place| format!(" {place}"));
            let court = enrolment.nominated_by.unwrap_or_default();
            format!("{}{} {court}", enrolment.state, place.unwrap_or_default())
        }
        refused => broken(refused.map(drop)),
    }
}

#[test]
fn a_row_may_say_a_state_that_several_single_steps_lead_to() {
    use EnrolmentState::{Attended, Completed, Confirmed, Deferred, Exempt, Nominated, Waiting, Withdrawn};
    for (from, to) in [
        (Nominated, Completed),
        (Waiting, Attended),
        (Waiting, Deferred),
        (Confirmed, Confirmed),
        // Whoever was taken back is named again first, and goes on from there.
        (Withdrawn, Nominated),
        (Deferred, Completed),
        (Exempt, Withdrawn),
    ] {
        assert!(leads_to(from, to), "{from} {to}");
    }
}

#[test]
fn a_seat_is_given_while_there_is_one_and_who_comes_later_waits_behind_the_others() {
    let one_seat = json!({"quotas": [{"court": "qh-yushu", "seats": 1}]});
    let drolma = |state: &str, place: Option<u16>| json!({"trainee": {"person": DROLMA}, "state": state, "waiting_place": place});
    let second = "e-00000000000000000000000b";
    for (others, heading, cells, expected) in [
        (vec![], "组别", "", "nominated qh-yushu"),
        (vec![drolma("nominated", None)], "组别", "", "waiting 1 qh-yushu"),
        (
            vec![drolma("nominated", None), drolma("waiting", Some(4))],
            "组别",
            "",
            "waiting 5 qh-yushu",
        ),
        (
            vec![drolma("nominated", None)],
            "候补序号",
            "9",
            "waiting 9 qh-yushu",
        ),
        (
            vec![drolma("nominated", None)],
            "参训状态",
            "已确认",
            "/state no_seat",
        ),
        // Who was taken back sits nowhere.
        (
            vec![drolma("withdrawn", None)],
            "参训状态",
            "已确认",
            "confirmed qh-yushu",
        ),
        // The seat that is left is for whoever waits longer.
        (vec![drolma("waiting", Some(1))], "组别", "", "waiting 2 qh-yushu"),
        // A seat of another court is not that of this one.
        (
            vec![json!({"trainee": {"person": DROLMA}, "nominated_by": "qh-golog"})],
            "组别",
            "",
            "nominated qh-yushu",
        ),
    ] {
        let mut desk = opened(None, one_seat.clone());
        for (id, other) in [ENROLMENT, second].into_iter().zip(&others) {
            enrol(&mut desk, id, other.clone());
        }
        assert_eq!(made(&desk, heading, cells), expected, "{others:?} {cells}");
    }
    // Where no seats are counted there is always one.
    let desk = opened(None, json!({}));
    assert_eq!(made(&desk, "参训状态", "已确认"), "confirmed qh-yushu");
}

#[test]
fn a_sheet_took_somebody_past_whoever_waits_longer() {
    for (seats, row, expected) in [
        (1, "已确认,", "/state waits_longer"),
        (1, "已确认,承办案件急需", "confirmed qh-yushu"),
        (2, "已确认,", "confirmed qh-yushu"),
    ] {
        let mut desk = opened(None, json!({"quotas": [{"court": "qh-yushu", "seats": seats}]}));
        let first = json!({"trainee": {"person": DROLMA}, "state": "waiting", "waiting_place": 3});
        enrol(&mut desk, "e-00000000000000000000000b", first);
        enrol(
            &mut desk,
            ENROLMENT,
            json!({"state": "waiting", "waiting_place": 7}),
        );
        assert_eq!(made(&desk, "参训状态,原因说明", row), expected, "{seats} {row}");
        // The place that the sheet was written with moves nobody.
        assert_eq!(made(&desk, "候补序号", "2"), "waiting 7 qh-yushu");
    }
}

#[test]
fn an_enrolment_goes_on_by_rows_as_by_single_steps() {
    let attended = json!({"state": "attended", "attendance": [{"day": "2026-03-02", "half": "morning", "presence": "present"}]});
    for (known, cells, expected) in [
        (json!({}), ",", "nominated qh-yushu"),
        (json!({}), "已确认,", "confirmed qh-yushu"),
        (json!({}), "退出,", "/reason reason_missing"),
        (json!({}), "退出,因病", "withdrawn qh-yushu"),
        (json!({"reason": "因病"}), "延期,", "deferred qh-yushu"),
        (json!({}), "候补,", "waiting 1 qh-yushu"),
        (json!({}), "结业,", "/state never_there"),
        (attended.clone(), "结业,", "completed qh-yushu"),
        (
            json!({"state": "waiting", "waiting_place": 3}),
            ",",
            "waiting 3 qh-yushu",
        ),
        (
            json!({"state": "waiting", "waiting_place": 3}),
            "已报名,",
            "nominated qh-yushu",
        ),
    ] {
        let mut desk = opened(None, json!({}));
        enrol(&mut desk, ENROLMENT, known.clone());
        assert_eq!(
            made(&desk, "参训状态,原因说明", cells),
            expected,
            "{known} {cells}"
        );
    }
}

#[test]
fn a_court_names_people_and_the_holder_says_what_became_of_them() {
    let own: &[&str] = &["qh-yushu"];
    for (cells, of_holder, of_court) in [
        ("已报名,", "nominated qh-yushu", "nominated qh-yushu"),
        ("候补,", "waiting 1 qh-yushu", "waiting 1 qh-yushu"),
        ("退出,因病", "withdrawn qh-yushu", "withdrawn qh-yushu"),
        ("已确认,", "confirmed qh-yushu", "/state not_the_holder"),
        ("免训,已持证", "exempt qh-yushu", "/state not_the_holder"),
    ] {
        for (courts, expected) in [(None, of_holder), (Some(own), of_court)] {
            let desk = opened(courts, json!({}));
            assert_eq!(
                made(&desk, "参训状态,原因说明", cells),
                expected,
                "{courts:?} {cells}"
            );
        }
    }
}

#[test]
fn nobody_is_called_who_is_elsewhere_away_or_without_a_post() {
    let elsewhere = |state: &str, of: &str, from: &str| {
        let mut desk = opened(None, json!({}));
        let plan = training(
            json!({"title": "第十二期", "number": 12, "state": of, "from": from, "to": "2026-03-10"}),
        );
        desk.trainings.load(stored(OTHER, json!(plan)));
        enrol(&mut desk, ENROLMENT, json!({"training": OTHER, "state": state}));
        made(&desk, "期次", "11")
    };
    let is_free = "nominated qh-yushu";
    assert_eq!(
        elsewhere("confirmed", "open", "2026-03-03"),
        "/number enrolments_overlap"
    );
    assert_eq!(elsewhere("withdrawn", "open", "2026-03-03"), is_free);
    assert_eq!(elsewhere("waiting", "open", "2026-03-03"), is_free);
    assert_eq!(elsewhere("confirmed", "cancelled", "2026-03-03"), is_free);
    assert_eq!(elsewhere("confirmed", "open", "2026-03-04"), is_free);
    for (more, expected) in [
        (
            json!({"unavailability": [{"from": "2026-03-03", "to": "2026-04-01", "reason": "休假"}]}),
            "/number unavailable",
        ),
        (
            json!({"unavailability": [{"from": "2026-03-04", "to": "2026-04-01"}]}),
            is_free,
        ),
        (
            json!({"posts": [{"court": "qh-yushu", "kind": "judge", "from": "2026-03-03"}]}),
            "/court no_post_then",
        ),
    ] {
        let mut desk = desk(RosterKind::Enrolments, None);
        desk.trainings.load(stored(TRAINING, json!(training(json!({})))));
        let mut known = json!(zhaxi());
        known
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        desk.people.load(stored(ZHAXI, known));
        assert_eq!(made(&desk, "期次", "11"), expected, "{more}");
    }
}

#[test]
fn hours_stay_within_the_plan() {
    // Four half-days of four hours; with a timetable, its half-days only.
    let lessons = json!({"lessons": [{"day": "2026-03-02", "half": "morning", "topic": "裁判文书翻译"}]});
    for (more, hours, expected) in [
        (json!({}), "16", "nominated qh-yushu"),
        (json!({}), "16.5", "/credited hours_above_the_plan"),
        (lessons.clone(), "4", "nominated qh-yushu"),
        (lessons, "5", "/credited hours_above_the_plan"),
    ] {
        assert_eq!(made(&opened(None, more), "学时", hours), expected, "{hours}");
    }
}

#[test]
fn a_guest_has_a_name_and_a_unit_and_is_entered_by_the_holder_once() {
    let guest = |desk: &Desk, cells: &str| {
        let row = row(
            RosterKind::Enrolments,
            "姓名,所在法院,是否外省学员",
            &format!("{cells},是"),
        );
        match of_guest(desk, &row, TRAINING) {
            Ok(taken) => format!("{} {}", taken.is_new, taken.enrolment.state),
            refused => broken(refused.map(drop)),
        }
    };
    let mut desk = opened(None, json!({}));
    assert_eq!(guest(&desk, "格桑,甘南州中级人民法院"), "true nominated");
    assert_eq!(guest(&desk, "格桑,"), "/court guest_unnamed");
    let known = json!({"trainee": {"guest": {"name": "格桑", "unit": "甘南州中级人民法院"}}, "nominated_by": null,
                       "state": "confirmed"});
    enrol(&mut desk, ENROLMENT, known);
    assert_eq!(guest(&desk, "格桑,甘南州中级人民法院"), "false confirmed");
    // Of the same name from elsewhere is somebody else.
    assert_eq!(guest(&desk, "格桑,阿坝州中级人民法院"), "true nominated");
    assert_eq!(
        guest(&opened(Some(&["qh-yushu"]), json!({})), "格桑,甘南州中级人民法院"),
        "/state not_the_holder"
    );
    // Sheets of marks make nobody.
    desk.kind = RosterKind::Attendance;
    assert_eq!(
        guest(&desk, "སྐལ་བཟང,甘南州中级人民法院"),
        "/name/zh not_on_the_roster"
    );
}

#[test]
fn the_id_of_an_enrolment_is_good_for_whoever_holds_the_training_or_named_the_person() {
    let by_id = |courts: Option<&[&str]>, id: &str, training: Option<&str>| {
        let mut desk = opened(courts, json!({}));
        enrol(&mut desk, ENROLMENT, json!({}));
        let row = row(RosterKind::Enrolments, "姓名,报名编号", &format!("扎西,{id}"));
        match of_id(&desk, &row, training) {
            Ok(taken) => taken.map_or("-".to_owned(), |taken| taken.id),
            refused => broken(refused.map(drop)),
        }
    };
    let missing = "/name/zh not_on_the_roster";
    let unknown = "e-0000000000000000000000ff";
    assert_eq!(by_id(None, ENROLMENT, None), ENROLMENT);
    assert_eq!(by_id(None, ENROLMENT, Some(TRAINING)), ENROLMENT);
    assert_eq!(by_id(None, ENROLMENT, Some(OTHER)), missing);
    assert_eq!(by_id(None, unknown, None), missing);
    assert_eq!(by_id(None, "", None), "-");
    assert_eq!(by_id(Some(&["qh"]), ENROLMENT, None), ENROLMENT);
    assert_eq!(by_id(Some(&["qh-yushu"]), ENROLMENT, None), ENROLMENT);
    // Whoever has nothing to do with it is told what is told of none.
    assert_eq!(by_id(Some(&["qh-golog"]), ENROLMENT, None), missing);
}

#[test]
fn an_older_sheet_takes_nothing_back_that_has_come_since() {
    use EnrolmentState::{Attended, Completed, Confirmed, Deferred, Failed, Nominated, Waiting, Withdrawn};
    for (from, to, expected) in [
        (Waiting, Completed, true),
        (Nominated, Attended, true),
        (Confirmed, Failed, true),
        (Nominated, Deferred, true),
        // One step back corrects a slip.
        (Completed, Attended, true),
        (Completed, Failed, true),
        (Confirmed, Waiting, true),
        (Attended, Withdrawn, true),
        // Who was taken back is named again.
        (Withdrawn, Nominated, true),
        (Deferred, Completed, true),
        // The roster of last month.
        (Completed, Confirmed, false),
        (Completed, Nominated, false),
        (Completed, Waiting, false),
        (Failed, Confirmed, false),
        (Attended, Nominated, false),
        (Completed, Withdrawn, false),
    ] {
        assert_eq!(leads_to(from, to), expected, "{from} to {to}");
    }
}

#[test]
fn sheets_said_who_was_there_of_people_who_do_not_come_and_filled_a_venue_twice_over() {
    let mut desk = opened(None, json!({"venues": [{"name": "主会场", "seats": 1}]}));
    enrol(
        &mut desk,
        ENROLMENT,
        json!({"state": "withdrawn", "reason": "因病"}),
    );
    desk.kind = RosterKind::Attendance;
    let marks = row(RosterKind::Attendance, "姓名,3月2日上午", "扎西,√");
    let zhaxi = desk.people.get(ZHAXI).unwrap();
    let refused = of_person(&desk, &marks, (ZHAXI, zhaxi), TRAINING);
    assert_eq!(broken(refused.map(drop)), "/name/zh let_go");
    desk.kind = RosterKind::Enrolments;
    assert_eq!(
        made(&desk, "参训状态,会场", "已报名,主会场"),
        "nominated qh-yushu"
    );
    let other = json!({"trainee": {"person": DROLMA}, "venue": "主会场"});
    enrol(&mut desk, "e-00000000000000000000000b", other);
    assert_eq!(made(&desk, "参训状态,会场", "已报名,主会场"), "/venue venue_full");
    // Who does not come takes no place.
    assert_eq!(made(&desk, "会场", "主会场"), "withdrawn qh-yushu");
}

#[test]
fn a_sheet_named_somebody_for_a_court_that_is_not_the_own_one() {
    let elsewhere = "/court elsewhere_then";
    for (courts, heading, cells, expected) in [
        (None, "推荐法院", "qh-yushu", "nominated qh-yushu"),
        (
            Some(&["qh-yushu"][..]),
            "推荐法院",
            "qh-yushu",
            "nominated qh-yushu",
        ),
        (Some(&["qh-golog"]), "推荐法院", "qh-yushu", elsewhere),
        (Some(&["qh-golog"]), "组别", "", elsewhere),
    ] {
        let desk = opened(courts, json!({}));
        assert_eq!(made(&desk, heading, cells), expected, "{courts:?} {cells}");
    }
}
