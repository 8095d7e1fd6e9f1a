//! People by their pages, and who sees nothing of whom.
//!
//! Long because each way of writing about a person is gone here by its pages.

use access::Role;
use axum::http::StatusCode;

use super::concept_pages::{check, location};
use super::house::{Asker, House};
use crate::web::templates::percent_encode;

/// A number that nobody has: its place is that of no division.
pub const NUMBER: &str = "630000198807080018";

/// Coordinators of the highest court and of two courts below, in a house.
pub struct Courts {
    pub house: House,
    pub whole: Asker,
    pub yushu: Asker,
    pub golog: Asker,
}

impl Courts {
    pub fn open() -> Self {
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
    pub async fn person(&self, who: &Asker, name: &str, court: &str, more: &[(&str, &str)]) -> String {
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
    pub async fn training(&self, quotas: &str) -> String {
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
            "<strong>查看</strong>",
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
    check(&page, 200, &["查看完整号码或申请全文", "身份证号", "核对报名表"]);
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
    let of_others = house.get(&courts.golog, "/people?court=qh-yushu").await;
    assert!(of_others.status == 422 && !of_others.text.contains("卓玛"));
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
async fn a_form_that_was_sent_twice_made_two() {
    let courts = Courts::open();
    let house = &courts.house;
    let once = |page: &str| {
        let at = page.split("name=\"once\" value=\"").nth(1).expect("a key");
        at.split('"').next().unwrap().to_owned()
    };
    let page = house.get(&courts.yushu, "/people/new").await;
    let key = once(&page.text);
    let person = |name: &'static str| {
        [
            ("once", key.as_str()),
            ("name_zh", name),
            ("court", "qh-yushu"),
            ("kind", "judge"),
            ("from", "2015-01-01"),
        ]
    };
    let first = location(&house.post(&courts.yushu, "/people/new", &person("扎西")).await);
    let second = location(&house.post(&courts.yushu, "/people/new", &person("扎西")).await);
    assert_eq!(first, second, "one person");
    let other = house.post(&courts.yushu, "/people/new", &person("卓玛")).await;
    check(&other, 422, &["已经保存过一次", "value=\"卓玛\""]);
    assert_ne!(once(&other.text), key, "sent once more, it makes somebody");

    let programmes = house.get(&courts.whole, "/programmes").await;
    let key = once(&programmes.text);
    let programme = [
        ("once", key.as_str()),
        ("programme_name", "双语法官培训"),
        ("programme_kind", "bilingual"),
        ("rule_from", "2010-01-01"),
        ("per_half_day", "4"),
    ];
    for _ in 0..2 {
        assert_eq!(
            location(&house.post(&courts.whole, "/programmes", &programme).await),
            "/programmes"
        );
    }
    let listed = house.get(&courts.whole, "/trainings/new").await;
    assert_eq!(listed.text.matches("<option value=\"g-").count(), 1);
    // A court that is not the own one stands beside its field, and nothing that was typed is lost.
    let id = listed.text.split("<option value=\"g-").nth(1).unwrap();
    let programme = format!("g-{}", id.split('"').next().unwrap());
    let key = once(&listed.text);
    let training = |court: &'static str| {
        [
            ("once", key.clone()),
            ("programme", programme.clone()),
            ("title", "第一期".to_owned()),
            ("from", "2019-10-14".to_owned()),
            ("to", "2019-10-15".to_owned()),
            ("mode", "classroom".to_owned()),
            ("court", court.to_owned()),
        ]
    };
    let send = async |asker, court| {
        let form = training(court);
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        house.post(asker, "/trainings/new", &form).await
    };
    for court in ["", "qh-golog", "无此法院"] {
        let refused = send(&courts.yushu, court).await;
        check(
            &refused,
            422,
            &["id=\"training-court-fault\"", "value=\"第一期\""],
        );
    }
    let made = location(&send(&courts.whole, "qh").await);
    assert_eq!(location(&send(&courts.whole, "qh").await), made, "one training");
}
