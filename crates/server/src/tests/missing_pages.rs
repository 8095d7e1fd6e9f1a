//! What editors read of what is missing: lookups in vain, Tibetan that is asked for, and how far collections have come.

use access::Role;

use super::concept_pages::{Desk, check, location};
use super::house::Asker;
use crate::web::templates::percent_encode;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn nobody() -> Asker {
    Asker::nobody()
        .with("sec-fetch-site", "same-origin")
        .with("cookie", "ui=zh")
}

/// Looks each text up twice today and twice tomorrow.
async fn look_up_in_vain(desk: &Desk, texts: &[&str]) {
    for _ in 0..2 {
        for text in texts.iter().chain(texts) {
            desk.house
                .get(&nobody(), &format!("/?q={}", percent_encode(text)))
                .await;
        }
        desk.house.app.write_tally().unwrap();
        desk.house.clock.advance_ms(DAY_MS);
    }
}

/// Returns the address of the form that does `deed` with the lookup of `text`.
#[track_caller]
fn form_of(page: &str, text: &str, deed: &str) -> String {
    let (_, after) = page.split_once(&format!(">{text}</span>")).unwrap();
    let mut forms = after.split("<form action=\"").skip(1);
    let found = forms.find_map(|form| form.split('"').next().filter(|path| path.ends_with(deed)));
    found.unwrap().to_owned()
}

#[tokio::test]
async fn what_was_looked_up_in_vain_is_proposed_or_put_aside() {
    let desk = Desk::open();
    let house = &desk.house;
    desk.write("法院", "ཁྲིམས་ཁང").await;
    let counting = house.app.count_lookups(true).unwrap();
    look_up_in_vain(&desk, &["拍卖行", "རྩོད་གཞི", "法院"]).await;
    drop(counting);
    let author = house.log_in("卓玛");
    let page = house.get(&author, "/lookups").await;
    check(&page, 200, &["拍卖行", "རྩོད་གཞི", "4 次，2 天"]);
    assert!(
        !page.text.contains("法院</span></p>"),
        "what was found is not listed"
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let propose = form_of(&page.text, "རྩོད་གཞི", "/proposal");
    let place = location(&house.post(&author, &propose, &[]).await);
    assert!(
        place.starts_with("/proposals/p-") && place.ends_with("?done=made"),
        "{place}"
    );
    check(&house.get(&author, &place).await, 200, &["རྩོད་གཞི", "查词 4 次"]);
    let again = house.post(&author, &propose, &[]).await;
    assert_eq!(again.status.as_u16(), 404, "once");
    let aside = form_of(&page.text, "拍卖行", "/aside");
    assert_eq!(
        location(&house.post(&author, &aside, &[]).await),
        "/lookups?done=aside"
    );
    let page = house.get(&author, "/lookups?done=aside").await;
    check(&page, 200, &["已搁置", "没有查无结果的词"]);
    assert!(!page.text.contains("拍卖行"));
}

#[tokio::test]
async fn concepts_whose_tibetan_is_asked_for_are_listed_with_links() {
    let desk = Desk::open();
    let house = &desk.house;
    let id = desk.write("离婚纠纷", "").await;
    for _ in 0..2 {
        location(&house.post(&nobody(), &format!("/c/{id}/tibetan"), &[]).await);
    }
    house.app.write_tally().unwrap();
    let page = house.get(&desk.author, "/lookups").await;
    check(
        &page,
        200,
        &["离婚纠纷", &format!("href=\"/c/{id}\""), "2 次请求"],
    );
    let entry = house.get(&nobody(), &format!("/c/{id}")).await;
    check(&entry, 200, &["已有 2 次请求"]);
    for cursor in ["lookups=x", "wanted=1-x"] {
        let page = house.get(&desk.author, &format!("/lookups?{cursor}")).await;
        assert_eq!(page.status.as_u16(), 400, "{cursor}");
    }
}

#[tokio::test]
async fn coverage_counts_what_is_authorised_reviewed_drafted_and_without_tibetan() {
    let desk = Desk::open();
    let house = &desk.house;
    let mut ids = Vec::new();
    for (zh, bo, chapter) in [
        ("法院", "ཁྲིམས་ཁང", "第一章"),
        ("证据", "དཔང་རྟགས", "第一章"),
        ("离婚", "", ""),
    ] {
        let mut form = super::concept_pages::pair(zh, bo, "anyway");
        form.push(("list_entries.0.collection", "charges-2024"));
        if !chapter.is_empty() {
            form.push(("legal_basis.0.law", "刑法"));
            form.push(("legal_basis.0.chapter", chapter));
        }
        let place = location(&house.post(&desk.author, "/concepts/new", &form).await);
        ids.push(
            place
                .trim_start_matches("/c/")
                .split('?')
                .next()
                .unwrap()
                .to_owned(),
        );
    }
    location(&desk.step(&desk.reviewer, &ids[0], "1", "reviewed", "").await);
    let row = |page: &str, name: &str| -> Vec<String> {
        let (_, after) = page.split_once(name).unwrap();
        let row = after.split("</tr>").next().unwrap();
        let cells = row.split("<td ").skip(1);
        let cell = |cell: &str| {
            cell.split('>')
                .nth(1)
                .unwrap()
                .split('<')
                .next()
                .unwrap()
                .to_owned()
        };
        cells.map(cell).collect()
    };
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    for who in [&nobody(), &reader] {
        let page = house.get(who, "/coverage").await;
        check(&page, 200, &["<svg class=\"bar\"", "aria-hidden=\"true\""]);
        let numbers = row(&page.text, "href=\"/coverage?collection=charges-2024\"");
        assert_eq!(numbers, ["3", "0", "1", "2", "0", "1"]);
        let one = house.get(who, "/coverage?collection=charges-2024").await;
        check(&one, 200, &["各章"]);
        assert_eq!(row(&one.text, "第一章"), ["2", "0", "1", "1", "0", "0"]);
        assert_eq!(row(&one.text, "未写明章"), ["1", "0", "0", "1", "0", "1"]);
    }
    let none = house.get(&nobody(), "/coverage?collection=none").await;
    check(&none, 200, &["没有集合"]);
    for page in ["/about", "/"] {
        check(&house.get(&nobody(), page).await, 200, &["href=\"/coverage\""]);
    }
}
