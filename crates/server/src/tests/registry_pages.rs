//! People and trainings by their pages: from the plan to the closed training, and who sees nothing of whom.
//!
//! Long because the way of a training is gone here by its pages, as a coordinator goes it.

use access::{Role, Scope};
use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::house::{Asker, House, operator};
use crate::web::templates::percent_encode;

/// A number that nobody has: its place is that of no division.
const NUMBER: &str = "630000198807080018";

/// Coordinators of the highest court and of two courts below, in a house.
struct Courts {
    house: House,
    whole: Asker,
    yushu: Asker,
    golog: Asker,
}

impl Courts {
    fn open() -> Self {
        let house = House::open();
        let coordinator = |name: &str, court| house.person(name, &[Role::Coordinator], Some(court)).1;
        Self {
            whole: coordinator("gaoyuan", "qh"),
            yushu: coordinator("yushu", "qh-yushu"),
            golog: coordinator("guoluo", "qh-golog"),
            house,
        }
    }

    /// Registers somebody by the form and returns the id.
    async fn person(&self, who: &Asker, name: &str, court: &str, more: &[(&str, &str)]) -> String {
        let form = [
            ("name_zh", name),
            ("court", court),
            ("kind", "judge"),
            ("from", "2015-01-01"),
        ];
        let place = location(&self.house.post(who, "/people/new", &[&form, more].concat()).await);
        place
            .trim_start_matches("/people/")
            .split('?')
            .next()
            .unwrap()
            .to_owned()
    }

    /// Plans a training of the court `qh` over two days and returns the id.
    async fn training(&self, quotas: &str) -> String {
        let programme = [
            ("programme_name", "双语法官培训"),
            ("programme_kind", "bilingual"),
            ("rule_from", "2010-01-01"),
            ("per_half_day", "4"),
            ("least_attendance", "50"),
        ];
        assert_eq!(
            location(&self.house.post(&self.whole, "/programmes", &programme).await),
            "/programmes"
        );
        let page = self.house.get(&self.whole, "/trainings/new").await;
        let id = page
            .text
            .split("<option value=\"g-")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let programme = format!("g-{id}");
        let form = [
            ("programme", programme.as_str()),
            ("title", "第三期双语法官培训班 <b>"),
            ("from", "2019-10-14"),
            ("to", "2019-10-15"),
            ("mode", "classroom"),
            ("court", "青海省高级人民法院"),
            ("venues", "主会场、分会场"),
            ("quotas", quotas),
        ];
        let place = location(&self.house.post(&self.whole, "/trainings/new", &form).await);
        place
            .trim_start_matches("/trainings/")
            .split('?')
            .next()
            .unwrap()
            .to_owned()
    }

    async fn state(&self, training: &str, base: &str, to: &str) -> super::Answer {
        let form = [("base", base), ("to", to)];
        self.house
            .post(&self.whole, &format!("/trainings/{training}/state"), &form)
            .await
    }
}

#[tokio::test]
async fn somebody_is_registered_found_and_shown_with_nothing_in_clear() {
    let courts = Courts::open();
    let house = &courts.house;
    check(
        &house.get(&courts.yushu, "/people").await,
        200,
        &["还没有登记人员", "href=\"/people/new\""],
    );
    let secret = [
        ("name_bo", "བཀྲ་ཤིས་ཚེ་རིང"),
        ("identity_number", NUMBER),
        ("phone", "13800001234"),
    ];
    let id = courts
        .person(&courts.yushu, "扎西才让", "玉树州中级人民法院", &secret)
        .await;
    let done = house
        .get(&courts.yushu, &format!("/people/{id}?done=created"))
        .await;
    check(
        &done,
        200,
        &[
            "人员已登记",
            "བཀྲ་ཤིས་ཚེ་རིང",
            "…0018",
            "…1234",
            "玉树州中级人民法院",
            "1988-07-08",
            "read-person",
        ],
    );
    assert_eq!(done.header("cache-control"), "no-store");
    for typed in ["扎西", "བཀྲ་ཤིས", "zhaxi", "zxcr"] {
        let found = house
            .get(&courts.yushu, &format!("/people?name={}", percent_encode(typed)))
            .await;
        check(&found, 200, &["扎西才让", "…0018", "1988"]);
    }
    for (query, is_there) in [
        ("post=judge", true),
        ("post=clerk", false),
        ("post=judge&on=2014-12-31", false),
        ("pool=expert", false),
    ] {
        let found = house.get(&courts.yushu, &format!("/people?{query}")).await;
        assert_eq!(found.text.contains(&id), is_there, "{query}");
    }
    let wrong = house.get(&courts.yushu, "/people?on=2014").await;
    check(&wrong, 422, &["id=\"filter-on-fault\"", "2014"]);
    let again = [
        &secret[1..2],
        &[
            ("name_zh", "另一人"),
            ("court", "qh-yushu"),
            ("kind", "judge"),
            ("from", "2015-01-01"),
        ],
    ]
    .concat();
    let again = house.post(&courts.yushu, "/people/new", &again).await;
    check(
        &again,
        422,
        &["id=\"new-identity_number-fault\"", "已使用该身份证号"],
    );
    let bad = house
        .post(
            &courts.yushu,
            "/people/new",
            &[("identity_number", "630000198807080019"), ("from", "今天")],
        )
        .await;
    check(
        &bad,
        422,
        &[
            "id=\"new-identity_number-fault\"",
            "id=\"new-from-fault\"",
            "id=\"new-court-fault\"",
            "今天",
        ],
    );
    for page in [done, again, bad] {
        assert!(
            !page.text.contains("63000019880708001") && !page.text.contains("13800001234"),
            "{}",
            page.text
        );
    }
}

#[tokio::test]
async fn a_number_is_shown_after_the_password_and_with_a_purpose_alone() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts
        .person(&courts.yushu, "卓玛", "qh-yushu", &[("identity_number", NUMBER)])
        .await;
    let path = format!("/people/{id}/secret");
    let form = [("kind", "identity_number"), ("purpose", "核对报名表")];
    let none = house
        .post(&courts.yushu, &path, &[("kind", "identity_number")])
        .await;
    check(&none, 422, &["请写明原因"]);
    let seen = house.post(&courts.yushu, &path, &form).await;
    check(&seen, 200, &[NUMBER]);
    assert_eq!(seen.header("cache-control"), "no-store");
    let page = house.get(&courts.yushu, &format!("/people/{id}")).await;
    check(&page, 200, &["see-personal-data", "核对报名表"]);
    assert!(!page.text.contains(NUMBER));
    assert_eq!(
        house.post(&courts.golog, &path, &form).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn what_is_added_to_a_person_stands_in_time_and_faults_beside_their_fields() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.person(&courts.whole, "才让", "qh-yushu", &[]).await;
    let path = |part: &str| format!("/people/{id}/{part}");
    let post = [
        ("base", "1"),
        ("court", "qh-golog"),
        ("kind", "judge"),
        ("from", "2018-03-01"),
    ];
    let overlapping = house.post(&courts.whole, &path("posts"), &post).await;
    check(
        &overlapping,
        422,
        &["id=\"posts-from-fault\"", "value=\"qh-golog\""],
    );
    let transfer = [&post[..], &[("ends_former", "true")]].concat();
    assert!(location(&house.post(&courts.whole, &path("posts"), &transfer).await).ends_with("?done=posts"));
    let page = house.get(&courts.golog, &path("")[..path("").len() - 1]).await;
    check(&page, 200, &["2015-01-01 – 2018-02-28", "2018-03-01 –", "现任"]);
    let stale = [("base", "1"), ("from", "2019-01-01")];
    check(
        &house.post(&courts.whole, &path("absences"), &stale).await,
        422,
        &["有人在您打开此页之后改过"],
    );
    let reversed = [
        ("base", "2"),
        ("from", "2019-02-01"),
        ("to", "2019-01-01"),
        ("reason", "进修 <b>"),
    ];
    let reversed = house.post(&courts.whole, &path("absences"), &reversed).await;
    check(&reversed, 422, &["id=\"absences-to-fault\"", "进修 &lt;b&gt;"]);
    let skill = [
        ("base", "2"),
        ("dialect", "kham"),
        ("evidence", "examination"),
        ("assessed_on", "2019-05-01"),
        ("expires_on", "2020-05-01"),
    ];
    check(
        &house.post(&courts.whole, &path("skills"), &skill).await,
        422,
        &["id=\"skills-spoken-fault\""],
    );
    let skill = [&skill[..], &[("spoken", "S2")]].concat();
    location(&house.post(&courts.whole, &path("skills"), &skill).await);
    let page = house.get(&courts.golog, &format!("/people/{id}")).await;
    check(&page, 200, &["主持庭审", "2019-05-01", "年前", "已过期"]);
}

#[tokio::test]
async fn a_coordinator_sees_nothing_of_a_court_that_is_not_below_the_own_one() {
    let courts = Courts::open();
    let house = &courts.house;
    let id = courts.person(&courts.yushu, "卓玛", "qh-yushu", &[]).await;
    assert_eq!(
        house.get(&courts.golog, &format!("/people/{id}")).await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(
        house.get(&courts.golog, "/people?court=qh-yushu").await.status,
        StatusCode::NOT_FOUND
    );
    let list = house.get(&courts.golog, "/people").await;
    assert!(!list.text.contains("卓玛") && !list.text.contains("qh-yushu"));
    for part in ["posts", "skills", "absences"] {
        let answer = house
            .post(&courts.golog, &format!("/people/{id}/{part}"), &[("base", "1")])
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{part}");
    }
    let outside = [
        ("name_zh", "某人"),
        ("court", "qh-yushu"),
        ("kind", "judge"),
        ("from", "2015-01-01"),
    ];
    assert_eq!(
        house.post(&courts.golog, "/people/new", &outside).await.status,
        StatusCode::UNPROCESSABLE_ENTITY
    );

    let training = courts.training("qh-yushu 1").await;
    let nominate = format!("/trainings/{training}/nominate");
    check(
        &house.post(&courts.golog, &nominate, &[("people", "卓玛")]).await,
        422,
        &["没有“卓玛”"],
    );
    location(&house.post(&courts.yushu, &nominate, &[("people", "卓玛")]).await);
    for path in ["", "/attendance", "/results", "/print/roster", "/print/sign-in"] {
        let page = house
            .get(&courts.golog, &format!("/trainings/{training}{path}"))
            .await;
        check(&page, 200, &["第三期双语法官培训班"]);
        assert!(
            !page.text.contains("卓玛") && !page.text.contains("name=\"to\" value"),
            "{path}"
        );
    }
    for (path, form) in [
        ("state", [("to", "open"), ("base", "1")]),
        ("attendance", [("part", "0"), ("part", "0")]),
    ] {
        let form = if path == "state" { &form[..] } else { &form[..1] };
        let answer = house
            .post(&courts.golog, &format!("/trainings/{training}/{path}"), form)
            .await;
        assert!(
            [403, 404].contains(&answer.status.as_u16()),
            "{path}: {}",
            answer.status
        );
    }
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    for path in ["/people", "/trainings", "/programmes"] {
        assert_eq!(
            house.get(&reader, path).await.status,
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    let start = house.get(&reader, "/").await;
    assert!(!start.text.contains("href=\"/people\"") && !start.text.contains("href=\"/trainings\""));
    check(
        &house.get(&courts.golog, "/").await,
        200,
        &["href=\"/people\"", "href=\"/trainings\""],
    );
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
    location(&courts.state(&training, "1", "open").await);

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
    location(
        &house
            .post(
                &courts.whole,
                &path("/nominate"),
                &[("people", &format!("{other}\n多杰"))],
            )
            .await,
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
    check(&confirmed, 422, &["扎西", "名额已满", "已确认"]);
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

    let early = courts.state(&training, "2", "closed").await;
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
    location(&courts.state(&training, "2", "closed").await);
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
