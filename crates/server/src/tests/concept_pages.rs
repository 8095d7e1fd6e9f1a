//! Writing a concept by its pages: rows, faults, duplicates, two people at once, the history, an expired session.
//!
//! Long because each way of writing a concept is gone here by its pages.

use access::Role;
use axum::http::StatusCode;

use super::house::{Asker, House};
use super::{Answer, html};

/// An author, a reviewer and somebody of the committee, in a house.
pub struct Desk {
    pub house: House,
    pub author: Asker,
    pub reviewer: Asker,
    pub committee: Asker,
}

impl Desk {
    pub fn open() -> Self {
        let house = House::open();
        let person = |name: &str, role| house.person(name, &[role], None).1;
        Self {
            author: person("卓玛", Role::Terminologist),
            reviewer: person("tashi", Role::Reviewer),
            committee: person("chair", Role::Committee),
            house,
        }
    }

    /// Writes a new concept by the form, whatever is like it, and returns its id.
    pub async fn write(&self, zh: &str, bo: &str) -> String {
        let form = pair(zh, bo, "anyway");
        let answer = self.house.post(&self.author, "/concepts/new", &form).await;
        let place = location(&answer);
        assert!(place.ends_with("?revision=newest&done=created"), "{place}");
        let id = place.trim_start_matches("/c/").split('?').next().unwrap();
        self.house.app.wait_for_index().unwrap();
        id.to_owned()
    }

    /// Takes a step by the form.
    pub async fn step(&self, who: &Asker, id: &str, base: &str, to: &str, reason: &str) -> Answer {
        let form = [("to", to), ("base", base), ("reason", reason)];
        self.house.post(who, &format!("/c/{id}/transitions"), &form).await
    }
}

/// The form of a pair of terms.
pub fn pair<'a>(zh: &'a str, bo: &'a str, deed: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("base", "0"),
        ("terms.0.lang", "zh"),
        ("terms.0.text", zh),
        ("terms.0.administrative_status", "preferred"),
        ("terms.0.register", "norm"),
        ("terms.1.lang", "bo"),
        ("terms.1.text", bo),
        ("terms.1.administrative_status", "preferred"),
        ("terms.1.register", "norm"),
        ("do", deed),
    ]
}

#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    answer.header("location").to_owned()
}

/// Checks that the page keeps to the rules and holds each of `expected`.
#[track_caller]
pub fn check(answer: &Answer, status: u16, expected: &[&str]) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.text);
    html::check(&answer.text, "zh-Hans");
    assert!(!answer.text.contains('{'), "a value is missing: {}", answer.text);
    for text in expected {
        assert!(answer.text.contains(text), "no {text}: {}", answer.text);
    }
}

/// Returns what stands in the field `name`, as it is escaped.
#[track_caller]
fn value<'a>(page: &'a str, name: &str) -> &'a str {
    let start = format!(" name=\"{name}\"");
    let (_, after) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("no {name}: {page}"));
    let tag = after.split('>').next().unwrap();
    match tag.split_once(" value=\"") {
        Some((_, value)) => value.split('"').next().unwrap(),
        None => after
            .split('>')
            .nth(1)
            .unwrap()
            .split("</")
            .next()
            .unwrap()
            .trim_start(),
    }
}

#[tokio::test]
async fn a_concept_is_written_read_and_changed() {
    let desk = Desk::open();
    let empty = desk.house.get(&desk.author, "/concepts/new").await;
    check(
        &empty,
        200,
        &["name=\"terms.0.text\"", "name=\"terms.1.text\"", "lang=\"bo\""],
    );
    assert_eq!(empty.header("cache-control"), "no-store");
    let id = desk.write("法院", "ཁྲིམས་ཁང་").await;
    let page = desk
        .house
        .get(&desk.author, &format!("/c/{id}?revision=newest&done=created"))
        .await;
    check(&page, 200, &["草案已建立", &format!("/c/{id}/edit")]);
    assert!(!page.text.contains("审读通过"), "nobody reviews the own work");
    let form = desk.house.get(&desk.author, &format!("/c/{id}/edit")).await;
    check(&form, 200, &["您改的是第 1 版"]);
    assert_eq!(value(&form.text, "terms.1.text"), "ཁྲིམས་ཁང");
    let changed = [
        &pair("法院", "ཁྲིམས་ཁང", "save")[1..],
        &[
            ("base", "1"),
            ("notes.0.text", "说明"),
            ("notes.0.visibility", "editors"),
        ],
    ]
    .concat();
    let saved = desk
        .house
        .post(&desk.author, &format!("/c/{id}/edit"), &changed)
        .await;
    assert_eq!(location(&saved), format!("/c/{id}?revision=newest&done=saved"));
    let stranger = desk.house.get(&Asker::nobody(), &format!("/c/{id}")).await;
    check(&stranger, 200, &[]);
    assert!(!stranger.text.contains("/edit\"") && !stranger.text.contains("说明"));
}

#[tokio::test]
async fn rows_are_added_and_taken_away_without_script_and_nothing_typed_is_lost() {
    let desk = Desk::open();
    let typed = [
        &pair("<法院> \"&'", "ཁྲིམས་ཁང།།", "more terms:bo")[..],
        &[
            ("terms.1.sources.0.title", "书"),
            ("definitions.0.lang", "zh"),
            ("definitions.0.text", "一\r\n二"),
            ("subject_fields", "court"),
        ],
    ]
    .concat();
    let more = desk.house.post(&desk.author, "/concepts/new", &typed).await;
    check(&more, 200, &["name=\"terms.2.text\"", "value=\"court\" checked"]);
    assert_eq!(value(&more.text, "terms.0.text"), "&lt;法院&gt; &quot;&amp;&#39;");
    assert_eq!(value(&more.text, "terms.1.text"), "ཁྲིམས་ཁང།།");
    assert_eq!(value(&more.text, "terms.1.sources.0.title"), "书");
    assert_eq!(value(&more.text, "definitions.0.text"), "一\n二");
    let fewer = [&typed[..9], &[("do", "drop terms.0")]].concat();
    let fewer = desk.house.post(&desk.author, "/concepts/new", &fewer).await;
    assert!(!fewer.text.contains("&lt;法院"), "the row is gone");
    assert!(fewer.text.contains("ཁྲིམས་ཁང།།"));
    let list = desk
        .house
        .get(&desk.author, "/api/v1/changes?since=0")
        .await
        .json();
    assert_eq!(list["last_seq"], 0, "nothing was written");
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field() {
    let desk = Desk::open();
    for (more, field, said) in [
        (("terms.1.note", "只有备注"), "terms.1.text", "请填写这一栏"),
        (("terms.1.text", "English"), "terms.1.text", "藏文"),
        (("legal_basis.0.law", "刑法"), "", ""),
        (
            ("terms.0.sources.0.url", "javascript:alert(1)"),
            "terms.0.sources.0.title",
            "请填写这一栏",
        ),
        (("relations.0.id", "c-1x"), "relations.0.id", "c-1x"),
        (("terms.0.region", "lhasa"), "terms.0.region", "lhasa"),
    ] {
        let mut form = pair("法院", "", "save");
        form.retain(|(name, _)| *name != more.0);
        form.push(more);
        if more.0.starts_with("relations") {
            form.push(("relations.0.kind", "related"));
        }
        let answer = desk.house.post(&desk.author, "/concepts/new", &form).await;
        if field.is_empty() {
            location(&answer);
            continue;
        }
        check(&answer, 422, &["还没有保存", said, more.1]);
        let id = field.replace('.', "-");
        assert!(
            answer.text.contains(&format!("id=\"{id}-fault\""))
                && answer.text.contains(&format!("href=\"#{id}\"")),
            "{field}: {}",
            answer.text
        );
    }
    // A rule of the glossary, which is known only when it is saved. It is of another term: by now the index may know the one
    // that was saved above, and the page would ask about that first.
    let two = [
        &pair("审判庭", "ཁྲིམས་ཁང", "save")[..],
        &[
            ("terms.2.lang", "bo"),
            ("terms.2.text", "ཁྲིམས་ར"),
            ("terms.2.administrative_status", "preferred"),
            ("terms.2.register", "norm"),
        ],
    ]
    .concat();
    let answer = desk.house.post(&desk.author, "/concepts/new", &two).await;
    check(
        &answer,
        422,
        &["id=\"terms-2-administrative_status-fault\"", "都是首选"],
    );
}

#[tokio::test]
async fn whoever_writes_a_concept_that_is_there_is_asked_first() {
    let desk = Desk::open();
    let id = desk.write("人民法院", "མི་དམངས་ཁྲིམས་ཁང").await;
    for (zh, bo) in [("人民法院", "ཁྲིམས་ར"), ("法庭", "མི་དམངས་ཁྲིམས་ཁང་།")]
    {
        let answer = desk
            .house
            .post(&desk.author, "/concepts/new", &pair(zh, bo, "save"))
            .await;
        check(&answer, 422, &[&format!("href=\"/c/{id}\""), "仍然新建"]);
        assert_eq!(value(&answer.text, "terms.0.text"), zh);
    }
    let other = desk
        .house
        .post(
            &desk.author,
            "/concepts/new",
            &pair("人民法院", "ཁྲིམས་ར", "anyway"),
        )
        .await;
    location(&other);
    let none = desk
        .house
        .post(&desk.author, "/concepts/new", &pair("证据", "དཔང་རྟགས", "save"))
        .await;
    location(&none);
}

#[tokio::test]
async fn of_two_who_save_the_second_sees_both_and_goes_on_from_there() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let path = format!("/c/{id}/edit");
    let save = |zh: &'static str, bo: &'static str| [&pair(zh, bo, "save")[1..], &[("base", "1")]].concat();
    location(
        &desk
            .house
            .post(&desk.reviewer, &path, &save("人民法院", "ཁྲིམས་ར"))
            .await,
    );
    let mine = [
        &save("法院", "ཞལ་ལྕེ")[..],
        &[("notes.0.text", "我的"), ("notes.0.visibility", "public")],
    ]
    .concat();
    let conflict = desk.house.post(&desk.author, &path, &mine).await;
    check(
        &conflict,
        409,
        &[
            "tashi",
            "两人改得不同",
            "只有对方改了",
            "只有您改了",
            "<del>",
            "<ins>",
        ],
    );
    assert_eq!(value(&conflict.text, "terms.1.text"), "ཞལ་ལྕེ");
    assert_eq!(value(&conflict.text, "seen"), "2");
    for (choice, form) in [("mine", "ཞལ་ལྕེ"), ("theirs", "ཁྲིམས་ར")] {
        let mut decided: Vec<(&str, &str)> = mine.iter().copied().filter(|(name, _)| *name != "do").collect();
        decided.extend([
            ("seen", "2"),
            ("take:terms[bo].0.text", choice),
            ("do", "combine"),
        ]);
        let combined = desk.house.post(&desk.author, &path, &decided).await;
        check(&combined, 200, &["两人的改动已合并", "我的"]);
        assert_eq!(value(&combined.text, "terms.0.text"), "人民法院");
        assert_eq!(value(&combined.text, "terms.1.text"), form);
        assert_eq!(value(&combined.text, "base"), "2");
    }
    // Somebody saved once more before it was decided.
    let late = [&mine[..], &[("seen", "1")]].concat();
    let late: Vec<_> = late
        .into_iter()
        .map(|(n, v)| if n == "do" { (n, "combine") } else { (n, v) })
        .collect();
    assert_eq!(
        desk.house.post(&desk.author, &path, &late).await.status,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn a_history_of_one_revision_has_nothing_to_compare() {
    let server = super::TestServer::start();
    let path = "/c/c-000001/history";
    let page = server.get(path).await;
    assert!(page.text.contains("?revision=1") && !page.text.contains("id=\"compare\""));
    let more = "zh,bo\n人民法院,དམངས་ཁྲིམས\n";
    assert!(server.application.import("more.csv", more).applied);
    assert!(server.get(path).await.text.contains("id=\"compare\""));
}

#[tokio::test]
async fn the_history_shows_two_revisions_and_takes_one_up_again() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let changed = [&pair("法院", "ཁྲིམས་ར", "save")[1..], &[("base", "1")]].concat();
    location(
        &desk
            .house
            .post(&desk.author, &format!("/c/{id}/edit"), &changed)
            .await,
    );
    let page = desk.house.get(&desk.author, &format!("/c/{id}/history")).await;
    check(&page, 200, &["第 1 版与第 2 版的差别", "卓玛", "/restore\""]);
    let syllables = |page: &str| {
        let pieces = page
            .split("<p class=\"pieces\">")
            .nth(1)
            .unwrap()
            .split("</p>")
            .next()
            .unwrap();
        (
            pieces.contains("<del>"),
            pieces.contains("<ins>"),
            pieces.contains("ཁྲིམས་<"),
        )
    };
    assert_eq!(syllables(&page.text), (true, true, true), "{}", page.text);
    let none = desk
        .house
        .get(&desk.author, &format!("/c/{id}/history?from=2&to=2"))
        .await;
    check(&none, 200, &["没有差别"]);
    let form = [("revision", "1"), ("base", "2"), ("reason", "会议决定")];
    let restored = desk
        .house
        .post(&desk.author, &format!("/c/{id}/restore"), &form)
        .await;
    assert_eq!(
        location(&restored),
        format!("/c/{id}?revision=newest&done=restored")
    );
    let stranger = desk
        .house
        .get(&Asker::nobody(), &format!("/c/{id}/history"))
        .await;
    check(&stranger, 200, &["第 3 版"]);
    assert!(
        !stranger.text.contains("卓玛")
            && !stranger.text.contains("会议决定")
            && !stranger.text.contains("/restore\"")
    );
}

#[tokio::test]
async fn a_draft_is_reviewed_by_another_and_sent_back() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let page = desk.house.get(&desk.reviewer, &format!("/c/{id}")).await;
    check(&page, 200, &["审读通过", "value=\"reviewed\""]);
    let refused = desk.step(&desk.author, &id, "1", "reviewed", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let own = desk
        .house
        .post(&desk.reviewer, "/concepts/new", &pair("法官", "ཁྲིམས་དཔོན", "save"))
        .await;
    let own = desk.house.get(&desk.reviewer, &location(&own)).await;
    check(&own, 200, &["您写过这一稿"]);
    assert!(!own.text.contains("审读通过"));
    let reviewed = desk.step(&desk.reviewer, &id, "1", "reviewed", "").await;
    assert_eq!(location(&reviewed), format!("/c/{id}?revision=newest&done=moved"));
    let stale = desk.step(&desk.committee, &id, "1", "draft", "x").await;
    check(&stale, 412, &["已被他人修改"]);
    let back = desk
        .step(&desk.committee, &id, "2", "draft", "请核对藏文 <b>")
        .await;
    location(&back);
    let page = desk.house.get(&desk.author, &format!("/c/{id}/history")).await;
    check(&page, 200, &["退回草案", "请核对藏文 &lt;b&gt;"]);
}

#[tokio::test]
async fn what_was_typed_comes_back_when_the_session_has_ended() {
    let desk = Desk::open();
    let typed = pair("法院 <b>", "ཁྲིམས་ཁང", "save");
    let answer = desk
        .house
        .post(&Asker::nobody().with("cookie", "ui=zh"), "/concepts/new", &typed)
        .await;
    check(
        &answer,
        401,
        &["登录已过期", "action=\"/concepts/new\"", "target=\"_blank\""],
    );
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(value(&answer.text, "terms.0.text"), "法院 &lt;b&gt;");
    assert_eq!(value(&answer.text, "do"), "save");
    // Signed in again, the same fields are taken.
    let sent: Vec<(&str, &str)> = typed.clone();
    location(
        &desk
            .house
            .post(&desk.house.log_in("卓玛"), "/concepts/new", &sent)
            .await,
    );
    // A form that is soon typed again leads to the login, as before.
    let step = desk
        .house
        .post(
            &Asker::nobody().with("cookie", "ui=zh"),
            "/c/c-000001/transitions",
            &[("to", "draft")],
        )
        .await;
    assert_eq!(step.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_program_that_saves_too_late_is_told_what_was_saved_field_by_field() {
    let desk = Desk::open();
    let id = desk.write("法院", "ཁྲིམས་ཁང").await;
    let put = async |bo: &str, definition: &str, revision: &str| {
        let body =
            serde_json::json!({"zh": "法院", "bo": bo, "definitions": [{"lang": "zh", "text": definition}]});
        let who = desk.author.clone().with("if-match", revision);
        desk.house
            .json(&who, "PUT", &format!("/api/v1/concepts/{id}"), &body.to_string())
            .await
    };
    assert_eq!(put("ཁྲིམས་ར", "审判机关", "\"1\"").await.status, StatusCode::OK);
    let problem = put("ཞལ་ལྕེ", "审判机关", "\"1\"")
        .await
        .problem(412, "stale-revision");
    assert_eq!(problem["current_revision"], 2);
    let apart = serde_json::json!({"path": "terms[bo].0.text", "changed_by": "both_apart",
        "base": "ཁྲིམས་ཁང", "mine": "ཞལ་ལྕེ", "theirs": "ཁྲིམས་ར"});
    let alike = serde_json::json!({"path": "definitions[zh].+0.text", "changed_by": "both_alike",
        "base": null, "mine": "审判机关", "theirs": "审判机关"});
    assert_eq!(problem["conflicts"], serde_json::json!([alike, apart]));
    // A revision that never was, and another step: only the newest revision is told.
    let never = put("ཁྲིམས་ར", "审判机关", "\"9\"")
        .await
        .problem(412, "stale-revision");
    assert_eq!(
        (&never["current_revision"], never.get("conflicts")),
        (&2.into(), None)
    );
}
