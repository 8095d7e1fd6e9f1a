//! The list of entries by conditions: controls and filters written out, faults at their place, and filters that are kept.

use access::Role;

use super::concept_pages::{Desk, check, location};
use super::house::Asker;
use crate::web::templates::percent_encode;

fn filtered(filter: &str) -> String {
    format!("/concepts?filter={}", percent_encode(filter))
}

#[tokio::test]
async fn controls_and_filters_written_out_lead_to_the_same_list() {
    let desk = Desk::open();
    let with = desk.write("法院", "ཁྲིམས་ཁང").await;
    let without = desk.write("离婚纠纷 <b>", "").await;
    let all = desk
        .house
        .get(&Asker::nobody().with("cookie", "ui=zh"), "/concepts")
        .await;
    check(
        &all,
        200,
        &["词条筛选", "ཁྲིམས་ཁང", "离婚纠纷 &lt;b&gt;", "name=\"without\""],
    );
    assert!(
        !all.text.contains("name=\"author\""),
        "who wrote what is for editors"
    );
    assert!(
        !all.text.contains("/concepts/filters"),
        "nobody keeps a filter without a name"
    );
    let built =
        "/concepts?build=true&without=bo&author=%E5%8D%93%E7%8E%9B&workflow=&region=&not_region=true&rest=";
    let place = location(&desk.house.get(&desk.author, built).await);
    assert_eq!(place, filtered("without:bo author:卓玛"));
    let list = desk.house.get(&desk.author, &place).await;
    let expected = [
        &*format!("href=\"/c/{without}\""),
        "<option value=\"bo\" selected",
        "name=\"author\" value=\"卓玛\"",
        "format=csv&amp;filter=without%3Abo%20author%3A",
        "format=jsonl",
    ];
    check(&list, 200, &expected);
    assert!(!list.text.contains(&format!("href=\"/c/{with}\"")));
    assert_eq!(list.header("cache-control"), "no-store");
    let negated = "/concepts?build=true&without=bo&not_without=true&author=&rest=-batch%3A1";
    assert_eq!(
        location(&desk.house.get(&desk.author, negated).await),
        filtered("has:bo -batch:1")
    );
    let none = desk.house.get(&desk.author, &filtered("author:扎西")).await;
    check(&none, 200, &["没有符合条件的词条"]);
    let law = desk
        .house
        .get(&desk.author, "/concepts?law=%E5%88%91%E6%B3%95&article=1")
        .await;
    check(&law, 200, &["没有符合条件的词条", "name=\"law\" value=\"刑法\""]);
    assert!(!law.text.contains("format=csv"), "exports know no law");
}

#[tokio::test]
async fn a_fault_of_a_filter_stands_at_its_place() {
    let desk = Desk::open();
    let page = desk
        .house
        .get(&desk.author, &filtered("without:bo farbe:<b> x"))
        .await;
    let expected = [
        "without:bo <mark>farbe:&lt;b&gt;</mark> x",
        "id=\"faults\"",
        "value=\"without:bo farbe:&lt;b&gt; x\"",
    ];
    check(&page, 422, &expected);
    assert!(!page.text.contains("format=csv"));
}

#[tokio::test]
async fn pages_follow_one_another() {
    let desk = Desk::open();
    for n in 0..31 {
        desk.write(&format!("法院{n}"), &format!("ཁྲིམས་ཁང་{}", "ཀ་".repeat(n)))
            .await;
    }
    let first = desk.house.get(&desk.author, &filtered("workflow:draft")).await;
    let next = format!("{}&amp;cursor=632d303030303330", filtered("workflow:draft"));
    check(&first, 200, &[&next, "法院29"]);
    assert!(!first.text.contains("法院30"));
    let second = desk.house.get(&desk.author, &next.replace("&amp;", "&")).await;
    check(&second, 200, &["法院30", "回到第一页"]);
}

#[tokio::test]
async fn a_filter_is_kept_shared_and_deleted() {
    let desk = Desk::open();
    let reader = desk.house.person("读者", &[Role::Reader], None).1;
    let save = |who: &Asker, name: &str, shared: bool| {
        let mut form = vec![("filter", "without:bo"), ("name", name)];
        form.extend(shared.then_some(("shared", "true")));
        let (house, who) = (&desk.house, who.clone());
        let form: Vec<(String, String)> = form.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        async move {
            let form: Vec<_> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            house.post(&who, "/concepts/filters", &form).await
        }
    };
    let place = location(&save(&desk.author, "缺藏文 <b> བོད་ཡིག", true).await);
    assert_eq!(place, format!("{}&done=saved", filtered("without:bo")));
    let page = desk.house.get(&desk.author, &place).await;
    check(
        &page,
        200,
        &["筛选已保存", "缺藏文 &lt;b&gt;", "共享 · 卓玛", "/delete\""],
    );
    let seen = desk.house.get(&desk.reviewer, "/concepts").await;
    check(
        &seen,
        200,
        &["缺藏文 &lt;b&gt;", "href=\"/concepts?filter=without%3Abo\""],
    );
    assert!(!seen.text.contains("/delete\""), "what others share is theirs");
    let seen = desk.house.get(&reader, "/concepts").await;
    assert!(!seen.text.contains("缺藏文"));
    assert_eq!(
        save(&reader, "我的", true).await.status.as_u16(),
        403,
        "a reader shares nothing"
    );
    location(&save(&reader, "我的", false).await);
    check(&desk.house.get(&reader, "/concepts").await, 200, &["我的"]);
    let nameless = save(&reader, " ", false).await;
    check(&nameless, 422, &["id=\"name-fault\"", "value=\"without:bo\""]);
    let id = page
        .text
        .split("/concepts/filters/")
        .nth(1)
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let path = format!("/concepts/filters/{id}/delete");
    assert_eq!(desk.house.post(&reader, &path, &[]).await.status.as_u16(), 404);
    assert_eq!(
        location(&desk.house.post(&desk.author, &path, &[]).await),
        "/concepts?done=deleted"
    );
    let page = desk.house.get(&desk.author, "/concepts?done=deleted").await;
    check(&page, 200, &["筛选已删除"]);
    assert!(!page.text.contains("缺藏文"));
}
