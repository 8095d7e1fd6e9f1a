//! Proposing by the pages: a new term, an addition, what is wrong with either, decisions, and asking for Tibetan.

use access::Role;

use super::concept_pages::{Desk, check, location};
use super::house::{Asker, House};
use crate::web::templates::percent_encode;

/// A desk, and a reader who proposes.
struct Readers {
    desk: Desk,
    reader: Asker,
    other: Asker,
}

impl Readers {
    fn open() -> Self {
        let desk = Desk::open();
        let person = |name: &str| desk.house.person(name, &[Role::Reader], None).1;
        Self {
            reader: person("读者"),
            other: person("ཀློག་པ་པོ"),
            desk,
        }
    }

    fn house(&self) -> &House {
        &self.desk.house
    }

    /// Proposes by the form, and returns the address of the proposal.
    async fn propose(&self, form: &[(&str, &str)]) -> String {
        let place = location(&self.house().post(&self.reader, "/proposals/new", form).await);
        assert!(place.ends_with("?done=made"), "{place}");
        place.split('?').next().unwrap().to_owned()
    }

    async fn decide(&self, proposal: &str, decision: &str, reason: &str) -> super::Answer {
        let form = [("decision", decision), ("reason", reason)];
        let path = format!("{proposal}/decision");
        self.house().post(&self.desk.author, &path, &form).await
    }
}

#[tokio::test]
async fn a_reader_proposes_a_term_and_reads_the_answer() {
    let readers = Readers::open();
    let house = readers.house();
    let asked = format!("/proposals/new?zh={}", percent_encode("法拍房 \"<b>"));
    let form = house.get(&readers.reader, &asked).await;
    check(&form, 200, &["value=\"法拍房 &quot;&lt;b&gt;\"", "lang=\"bo\""]);
    assert_eq!(form.header("cache-control"), "no-store");
    let typed = [
        ("zh", "法拍房"),
        ("bo", "ཁྲིམས་ཁང་"),
        ("source", "《报》<b>"),
        ("reason", "常有人问 <b> ཀ"),
    ];
    let proposal = readers.propose(&typed).await;
    let page = house.get(&readers.reader, &format!("{proposal}?done=made")).await;
    check(
        &page,
        200,
        &[
            "建议已提交",
            "法拍房",
            "ཁྲིམས་ཁང",
            "《报》&lt;b&gt;",
            "待处理",
            "/withdraw\"",
        ],
    );
    assert!(!page.text.contains("/decision\"") && !page.text.contains("<b>"));
    // Another reader does not see it; an editor does, and cannot withdraw it.
    assert_eq!(house.get(&readers.other, &proposal).await.status.as_u16(), 404);
    let others = house.get(&readers.other, "/proposals").await;
    check(&others, 200, &["没有建议"]);
    let desk = house.get(&readers.desk.author, "/editing").await;
    check(&desk, 200, &["待处理的建议（1）"]);
    let list = house.get(&readers.desk.author, "/proposals?state=open").await;
    check(&list, 200, &["法拍房", "只看自己的", "常有人问 &lt;b&gt;"]);
    let page = house.get(&readers.desk.author, &proposal).await;
    check(&page, 200, &["采纳", "不采纳"]);
    assert!(!page.text.contains("/withdraw\""));
    // A refusal needs an answer, and what was decided stays decided.
    let unsaid = readers.decide(&proposal, "refuse", " ").await;
    check(&unsaid, 422, &["id=\"reason-fault\""]);
    let accepted = location(&readers.decide(&proposal, "accept", "谢谢 ཐུགས་རྗེ་ཆེ། <b>").await);
    assert_eq!(accepted, format!("{proposal}?done=accepted"));
    let late = readers.decide(&proposal, "refuse", "太晚 <b>").await;
    check(&late, 409, &["id=\"faults\""]);
    let page = house.get(&readers.reader, &proposal).await;
    check(&page, 200, &["已采纳", "谢谢", "&lt;b&gt;", "?revision=1"]);
    assert!(!page.text.contains("/withdraw\""));
    let list = house.get(&readers.reader, "/proposals").await;
    check(&list, 200, &["我的建议", "已采纳", "谢谢"]);
}

#[tokio::test]
async fn what_is_given_for_a_concept_is_added_to_it() {
    let readers = Readers::open();
    let house = readers.house();
    let id = readers.desk.write("法院", "ཁྲིམས་ཁང").await;
    let entry = house.get(&readers.reader, &format!("/c/{id}")).await;
    let link = format!("/proposals/new?concept={id}");
    check(&entry, 200, &[&link, "提建议"]);
    let stranger = house.get(&Asker::nobody(), &format!("/c/{id}")).await;
    check(&stranger, 200, &[&link, "登录后提建议"]);
    let sent_in = house.get(&Asker::nobody(), &link).await;
    assert_eq!(
        location(&sent_in),
        format!("/login?next={}", percent_encode(&link))
    );
    let form = house.get(&readers.reader, &link).await;
    check(
        &form,
        200,
        &[
            "现在的内容",
            "ཁྲིམས་ཁང",
            &format!("name=\"concept\" value=\"{id}\""),
        ],
    );
    let same = [("concept", &*id), ("bo", "ཁྲིམས་ཁང་"), ("reason", "x")];
    let refused = house.post(&readers.reader, "/proposals/new", &same).await;
    check(&refused, 409, &["id=\"faults\"", "value=\"ཁྲིམས་ཁང་\""]);
    let other = [("concept", &*id), ("bo", "ཁྲིམས་ར"), ("reason", "另一种说法")];
    let proposal = readers.propose(&other).await;
    let page = house.get(&readers.desk.author, &proposal).await;
    check(&page, 200, &["补充词条", "ཁྲིམས་ར", "ཁྲིམས་ཁང", "现在的内容"]);
    location(&readers.decide(&proposal, "accept", "").await);
    let entry = house
        .get(&readers.desk.author, &format!("/c/{id}?revision=newest"))
        .await;
    check(&entry, 200, &["ཁྲིམས་ར", "ཁྲིམས་ཁང"]);
}

#[tokio::test]
async fn faults_stand_beside_their_fields_and_nothing_typed_is_lost() {
    let readers = Readers::open();
    let long = "长".repeat(501);
    for (form, status, expected) in [
        (
            vec![("source", "《报》"), ("reason", "理由 ཀ")],
            422,
            vec![
                "id=\"zh-fault\"",
                "汉文、藏文至少填写一种",
                "value=\"《报》\"",
                "理由 ཀ",
            ],
        ),
        (
            vec![("zh", "法拍房"), ("reason", " ")],
            422,
            vec!["id=\"reason-fault\"", "请写明理由", "value=\"法拍房\""],
        ),
        (
            vec![("zh", "法拍房"), ("reason", &*long)],
            422,
            vec!["id=\"reason-fault\"", "理由最多 500 个字符", &*long],
        ),
        (
            vec![("zh", "。"), ("bo", "ཁྲིམས་ཁང"), ("reason", "x")],
            422,
            vec!["id=\"zh-fault\"", "value=\"。\"", "value=\"ཁྲིམས་ཁང\""],
        ),
        (
            vec![("zh", "法拍房"), ("bo", "།"), ("reason", "x")],
            422,
            vec!["id=\"bo-fault\"", "value=\"།\""],
        ),
        (
            vec![("concept", "c-000999"), ("zh", "法拍房"), ("reason", "x")],
            404,
            vec!["id=\"faults\"", "value=\"法拍房\""],
        ),
    ] {
        let answer = readers
            .house()
            .post(&readers.reader, "/proposals/new", &form)
            .await;
        check(&answer, status, &expected);
    }
    let list = readers.house().get(&readers.reader, "/proposals").await;
    check(&list, 200, &["没有建议"]);
}

#[tokio::test]
async fn a_session_that_has_ended_keeps_what_was_typed() {
    let readers = Readers::open();
    let nobody = Asker::nobody()
        .with("sec-fetch-site", "same-origin")
        .with("cookie", "ui=zh");
    let form = [("zh", "法拍房"), ("bo", "ཁྲིམས་ར"), ("reason", "理由 <b>")];
    let kept = readers.house().post(&nobody, "/proposals/new", &form).await;
    check(
        &kept,
        401,
        &[
            "登录已过期",
            "value=\"法拍房\"",
            "value=\"ཁྲིམས་ར\"",
            "理由 &lt;b&gt;",
        ],
    );
}

#[tokio::test]
async fn only_who_proposed_withdraws() {
    let readers = Readers::open();
    let house = readers.house();
    let proposal = readers.propose(&[("zh", "法拍房"), ("reason", "x")]).await;
    let path = format!("{proposal}/withdraw");
    assert_eq!(house.post(&readers.other, &path, &[]).await.status.as_u16(), 404);
    assert_eq!(
        house.post(&readers.desk.author, &path, &[]).await.status.as_u16(),
        404
    );
    let place = location(&house.post(&readers.reader, &path, &[]).await);
    assert_eq!(place, format!("{proposal}?done=withdrawn"));
    check(
        &house.get(&readers.reader, &place).await,
        200,
        &["建议已撤回", "已撤回"],
    );
    check(
        &house.post(&readers.reader, &path, &[]).await,
        409,
        &["id=\"faults\""],
    );
    let late = readers.decide(&proposal, "accept", "").await;
    check(&late, 409, &["id=\"faults\""]);
    let list = house.get(&readers.desk.author, "/proposals?state=open").await;
    check(&list, 200, &["没有建议"]);
}

#[tokio::test]
async fn what_was_not_found_is_proposed_in_the_field_of_its_language() {
    let readers = Readers::open();
    readers.desk.write("法院", "ཁྲིམས་ཁང").await;
    let chinese = format!("/proposals/new?zh={}", percent_encode("拍卖"));
    let tibetan = format!("/proposals/new?bo={}", percent_encode("རྩོད་གཞི"));
    for (asked, expected) in [
        ("拍卖", &*chinese),
        ("རྩོད་གཞི", &tibetan),
        ("qqqq", "href=\"/proposals/new\""),
    ] {
        let page = readers
            .house()
            .get(&readers.reader, &format!("/?q={}", percent_encode(asked)))
            .await;
        check(&page, 200, &[expected, "提建议：收录此词"]);
    }
    let found = readers
        .house()
        .get(&readers.reader, &format!("/?q={}", percent_encode("法院")))
        .await;
    // What was found may be something else: a quiet line says what to do then.
    let quiet = format!("/proposals/new?zh={}", percent_encode("法院"));
    check(&found, 200, &[&quiet, "不是要找的词？"]);
}

#[tokio::test]
async fn tibetan_is_asked_for_without_a_login_and_counted() {
    let readers = Readers::open();
    let house = readers.house();
    let without = readers.desk.write("离婚纠纷", "").await;
    let with = readers.desk.write("法院", "ཁྲིམས་ཁང").await;
    let nobody = Asker::nobody()
        .with("sec-fetch-site", "same-origin")
        .with("cookie", "ui=zh");
    let form = format!("action=\"/c/{without}/tibetan\" method=\"post\"");
    let page = house.get(&nobody, &format!("/c/{without}")).await;
    check(&page, 200, &[&form, "请求补充藏文"]);
    assert!(
        !page.text.contains("次请求"),
        "nobody has asked, and that says nothing"
    );
    for times in 1..=2 {
        let place = location(&house.post(&nobody, &format!("/c/{without}/tibetan"), &[]).await);
        assert_eq!(place, format!("/c/{without}?done=asked"));
        check(
            &house.get(&nobody, &place).await,
            200,
            &["谢谢", &format!("已有 {times} 次请求")],
        );
    }
    // A link asks for nothing, and neither does the form of another site.
    let crawled = house.get(&nobody, &format!("/c/{without}/tibetan")).await;
    assert_eq!(crawled.status.as_u16(), 405);
    let strange = Asker::nobody()
        .with("sec-fetch-site", "cross-site")
        .with("cookie", "ui=zh");
    let refused = house.post(&strange, &format!("/c/{without}/tibetan"), &[]).await;
    assert_eq!(refused.status.as_u16(), 403);
    let page = house.get(&nobody, &format!("/c/{without}")).await;
    check(&page, 200, &["已有 2 次请求"]);
    let page = house.get(&nobody, &format!("/c/{with}")).await;
    assert!(!page.text.contains("/tibetan\""));
    let place = location(&house.post(&nobody, &format!("/c/{with}/tibetan"), &[]).await);
    assert_eq!(place, format!("/c/{with}"));
    let gone = house.post(&nobody, "/c/c-000999/tibetan", &[]).await;
    assert_eq!(gone.status.as_u16(), 404);
}
