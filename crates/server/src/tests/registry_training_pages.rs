//! A training by its pages, from the plan to the closed one, as a coordinator goes it, and programmes.

use access::{EnrolPeople, Permit, Scope};
use app::registry::Nominee;
use app::registry::rules::Trainee;
use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::house::{Asker, operator};
use super::registry_pages::{Courts, NUMBER};

/// Takes a step of a training.
async fn state(courts: &Courts, training: &str, base: &str, to: &str) -> super::Answer {
    let form = [("base", base), ("to", to)];
    courts
        .house
        .post(&courts.whole, &format!("/trainings/{training}/state"), &form)
        .await
}

#[tokio::test]
async fn a_training_goes_from_the_plan_to_the_sheet_of_those_who_completed_it() {
    let courts = Courts::open();
    let house = &courts.house;
    let bo = [("name_bo", "བཀྲ་ཤིས"), ("identity_number", NUMBER)];
    courts.person(&courts.yushu, "扎西", "qh-yushu", &bo).await;
    let other = courts.person(&courts.yushu, "扎西", "qh-yushu", &[]).await;
    courts.person(&courts.golog, "多杰", "qh-golog", &[]).await;
    let training = courts.training("qh-yushu 1，qh-golog 3").await;
    let path = |rest: &str| format!("/trainings/{training}{rest}");
    check(
        &house
            .get(&courts.yushu, "/trainings?year=2019&state=planned")
            .await,
        200,
        &["第三期双语法官培训班 &lt;b&gt;", "名额 4"],
    );
    check(
        &house.get(&courts.yushu, "/trainings?year=2018").await,
        200,
        &["没有符合条件的培训班"],
    );
    check(
        &house.get(&courts.yushu, "/trainings?year=x").await,
        422,
        &["id=\"year-fault\""],
    );
    location(&state(&courts, &training, "1", "open").await);

    let twice = house
        .post(
            &courts.yushu,
            &path("/nominate"),
            &[("people", "扎西\n没有的人 1234")],
        )
        .await;
    check(
        &twice,
        422,
        &[
            "“扎西”不止一人",
            "…0018",
            &other,
            "没有“没有的人 1234”",
            "没有的人 1234</textarea>",
        ],
    );
    location(
        &house
            .post(
                &courts.yushu,
                &path("/nominate"),
                &[("people", "扎西 0018"), ("venue", "主会场")],
            )
            .await,
    );
    let form = [("people", &*format!("{other}\n多杰"))];
    let named = location(&house.post(&courts.whole, &path("/nominate"), &form).await);
    check(
        &house.get(&courts.whole, &named).await,
        200,
        &["占用名额 1 人", "转为候补 1 人"],
    );
    let page = house.get(&courts.whole, &path("")).await;
    check(&page, 200, &["已报名", "候补第 1 位", "还剩 0", "还剩 2"]);

    let ticks: Vec<String> = page
        .text
        .split("name=\"ticked\" value=\"")
        .skip(1)
        .map(|tick| tick.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(ticks.len(), 3);
    let mut form: Vec<(&str, &str)> = ticks.iter().map(|tick| ("ticked", tick.as_str())).collect();
    form.push(("to", "confirmed"));
    let confirmed = house.post(&courts.whole, &path("/steps"), &form).await;
    check(
        &confirmed,
        422,
        &["扎西", "名额已满", "已确认", "其中 2 人已办理"],
    );
    check(
        &house
            .post(&courts.whole, &path("/steps"), &[("to", "confirmed")])
            .await,
        422,
        &["没有勾选任何人"],
    );

    let grid = house.get(&courts.whole, &path("/attendance")).await;
    check(&grid, 200, &["2019-10-14", "2019-10-15", "data-grid"]);
    let cells: Vec<String> = grid
        .text
        .split("name=\"a.")
        .skip(1)
        .map(|cell| format!("a.{}", cell.split('"').next().unwrap()))
        .collect();
    assert_eq!(cells.len(), 8, "two people on four half-days");
    let bad = house
        .post(
            &courts.whole,
            &path("/attendance"),
            &[(&cells[0], "?"), (&cells[1], "√")],
        )
        .await;
    check(
        &bad,
        422,
        &["“?”不是考勤记号", "aria-invalid=\"true\"", "value=\"√\""],
    );
    let mut marks: Vec<(&str, &str)> = cells.iter().map(|cell| (cell.as_str(), "√")).collect();
    marks[3].1 = "请假";
    location(&house.post(&courts.whole, &path("/attendance"), &marks).await);
    check(
        &house.get(&courts.whole, &path("/attendance")).await,
        200,
        &["value=\"到\"", "value=\"请假\""],
    );
    // A page that was opened before: what it has not changed stays as it is now, and what both changed is told.
    let older = [(cells[0].as_str(), "缺"), (cells[1].as_str(), "√")];
    let late = house.post(&courts.whole, &path("/attendance"), &older).await;
    check(&late, 422, &["其间有人改为“到”，您填的是“缺”", "value=\"请假\""]);
    let seen_late = cells[0].replace(".none", ".late");
    let untouched = [(seen_late.as_str(), "迟到")];
    location(&house.post(&courts.whole, &path("/attendance"), &untouched).await);
    let now = house.get(&courts.whole, &path("/attendance")).await;
    assert!(
        !now.text.contains("value=\"迟到\""),
        "an older page wrote over it"
    );

    let results = house
        .get(&courts.whole, &path("/results?component=interpreting"))
        .await;
    let seats: Vec<String> = results
        .text
        .split("name=\"score.")
        .skip(1)
        .map(|one| one.split('"').next().unwrap().to_owned())
        .collect();
    let (score, passed) = (format!("score.{}", seats[0]), format!("passed.{}", seats[0]));
    let test = [("component", "interpreting"), ("attempt", "1"), ("of", "100")];
    let high = house
        .post(
            &courts.whole,
            &path("/results"),
            &[&test[..], &[(&score, "101"), (&passed, "true")]].concat(),
        )
        .await;
    check(&high, 422, &["101", "aria-invalid=\"true\""]);
    let odd = house
        .post(
            &courts.whole,
            &path("/results"),
            &[&test[..], &[(&score, "八十"), (&passed, "true")]].concat(),
        )
        .await;
    check(&odd, 422, &["八十"]);
    location(
        &house
            .post(
                &courts.whole,
                &path("/results"),
                &[&test[..], &[(&score, "85.5"), (&passed, "true")]].concat(),
            )
            .await,
    );

    let early = state(&courts, &training, "2", "closed").await;
    check(&early, 422, &["没有结论"]);
    let page = house.get(&courts.whole, &path("")).await;
    for tick in page
        .text
        .split("name=\"ticked\" value=\"")
        .skip(1)
        .map(|tick| tick.split('"').next().unwrap().to_owned())
    {
        let is_waiting = page
            .text
            .split(&tick)
            .nth(1)
            .unwrap()
            .split("</li>")
            .next()
            .unwrap()
            .contains("候补");
        let to = if is_waiting { "withdrawn" } else { "completed" };
        location(
            &house
                .post(
                    &courts.whole,
                    &path("/steps"),
                    &[("ticked", tick.as_str()), ("to", to), ("reason", "期满")],
                )
                .await,
        );
    }
    location(&state(&courts, &training, "2", "closed").await);
    check(
        &house.get(&courts.whole, &path("?done=state")).await,
        200,
        &["已结业", "16 学时", "12 学时"],
    );

    for (sheet, expected) in [
        (
            "sign-in?day=2019-10-14&half=morning",
            &["签到表", "签名", "本页 2 人，共 2 人", "上午"][..],
        ),
        (
            "sign-in?day=2019-10-14&half=morning&venue=%E4%B8%BB%E4%BC%9A%E5%9C%BA",
            &["本页 1 人，共 1 人", "主会场"],
        ),
        ("roster", &["花名册", "བཀྲ་ཤིས", "玉树州中级人民法院"]),
        ("timetable", &["课程表", "共 0 节"]),
        ("results", &["成绩册", "85.5 ✓"]),
        ("completed", &["结业名单", "16", "12", "第 1 页，共 1 页"]),
    ] {
        let page = house.get(&courts.whole, &path(&format!("/print/{sheet}"))).await;
        check(&page, 200, expected);
        assert!(!page.text.contains(NUMBER));
    }
    assert_eq!(
        house.get(&courts.whole, &path("/print/nothing")).await.status,
        StatusCode::NOT_FOUND
    );
    // A sheet of a day or a venue that there is not is no empty sheet.
    for (query, expected) in [
        (
            "sign-in?day=2026-12-25",
            "2019-10-14 上午、下午；2019-10-15 上午、下午",
        ),
        (
            "sign-in?day=2026-12-25&half=morning",
            "本班 2026-12-25 上午 没有课程",
        ),
        (
            "sign-in?half=morning&venue=%E7%81%AB%E6%98%9F",
            "没有会场“火星”（提示：本班有“主会场”“分会场”）",
        ),
        ("roster?venue=%E7%81%AB%E6%98%9F", "“主会场”"),
    ] {
        let told = house.get(&courts.whole, &path(&format!("/print/{query}"))).await;
        check(&told, 422, &[expected]);
    }
    let id = crate::web::templates::percent_encode("t-000000000000000000000000");
    assert_eq!(
        house.get(&courts.whole, &format!("/trainings/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_programme_is_made_by_the_highest_court_and_its_faults_stand_beside_their_fields() {
    let courts = Courts::open();
    let house = &courts.house;
    let wrong = house
        .post(
            &courts.whole,
            "/programmes",
            &[("per_half_day", "四"), ("least_attendance", "101")],
        )
        .await;
    check(
        &wrong,
        422,
        &[
            "id=\"programme-programme_name-fault\"",
            "id=\"programme-per_half_day-fault\"",
            "id=\"programme-rule_from-fault\"",
        ],
    );
    let form = [
        ("programme_name", "x"),
        ("programme_kind", "special"),
        ("rule_from", "2010-01-01"),
        ("per_half_day", "3.5"),
        ("least_attendance", "101"),
    ];
    check(
        &house.post(&courts.whole, "/programmes", &form).await,
        422,
        &["id=\"programme-least_attendance-fault\""],
    );
    let page = house.get(&courts.golog, "/programmes").await;
    check(&page, 200, &["还没有培训项目"]);
    assert!(!page.text.contains("action=\"/programmes\""));
    assert_eq!(
        house.post(&courts.golog, "/programmes", &form[..4]).await.status,
        StatusCode::FORBIDDEN
    );
    let token = Asker::system(&house.token("sheets", &[Scope::RegistryRead], &[]).1);
    assert_eq!(house.get(&token, "/programmes").await.status, StatusCode::OK);
    let page: access::Permit<access::ReadRegistry> = operator();
    assert!(house.app.list_programmes(&page, None, 10).unwrap().is_empty());
}

#[tokio::test]
async fn a_long_roster_is_cut_into_pages_that_each_have_their_totals() {
    let courts = Courts::open();
    let training = courts.training("").await;
    let permit: Permit<EnrolPeople> = operator();
    for n in 1..=14 {
        let guest = Nominee {
            trainee: Trainee::Guest {
                name: format!("客人{n:02}"),
                unit: "外省某法院".to_owned(),
            },
            group: None,
            venue: None,
            replaces: None,
            reason: None,
        };
        courts.house.app.enrol(&permit, &training, &guest, None).unwrap();
    }
    let path = format!("/trainings/{training}/print/roster");
    let page = courts.house.get(&courts.whole, &path).await;
    let expected = [
        "本页 12 人，共 14 人 · 第 1 页，共 2 页",
        "本页 2 人，共 14 人 · 第 2 页，共 2 页",
        "客人14",
        "外省某法院",
    ];
    check(&page, 200, &expected);
    assert_eq!(page.text.matches("<thead>").count(), 2);
}
