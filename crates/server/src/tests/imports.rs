//! Files that come in: imports in the background, and the page on which a decision stands.

use access::{Role, Scope};
use serde_json::{Value, json};

use super::Answer;
use super::house::{Asker, House};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང\n法官,法官\n";

struct Office {
    house: House,
    author: Asker,
}

impl Office {
    fn open() -> Self {
        let house = House::open();
        let (_, author) = house.person("author", &[Role::Terminologist], None);
        Self { house, author }
    }

    async fn send(&self, query: &str, body: &str) -> Answer {
        let path = format!("/api/v1/imports/glossary?{query}");
        self.house
            .ask(&self.house.router, &self.author, "POST", &path, "text/csv", body)
            .await
    }

    async fn ask(&self, query: &str, body: &str) -> String {
        let answer = self.send(query, body).await;
        assert_eq!(answer.status, 202, "{}", answer.text);
        let id = answer.json()["id"].as_str().unwrap().to_owned();
        assert_eq!(answer.header("location"), format!("/api/v1/imports/{id}"));
        id
    }

    async fn find(&self, id: &str, language: &str) -> Value {
        let asker = self.author.clone().with("accept-language", language);
        let answer = self.house.get(&asker, &format!("/api/v1/imports/{id}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }
}

#[tokio::test]
async fn an_import_is_asked_for_followed_and_told_in_the_language_of_the_reader() {
    let office = Office::open();
    let id = office.ask("format=csv", PAIRS).await;
    let waiting = office.find(&id, "zh").await;
    assert_eq!(
        (&waiting["state"], &waiting["by"]),
        (&json!("queued"), &json!("author"))
    );
    assert_eq!(
        (&waiting["total"], &waiting["issues"]),
        (&Value::Null, &json!([]))
    );
    let importer = office.house.app.start_imports().unwrap();
    importer.settle();
    let english = office.find(&id, "en").await;
    let counts =
        ["created", "updated", "unchanged", "rejected", "more_issues"].map(|name| english[name].clone());
    assert_eq!(english["state"], "stopped");
    assert_eq!(json!(counts), json!([1, 0, 0, 1, 0]));
    let issue = &english["issues"][0];
    assert_eq!(
        (&issue["line"], &issue["column"], &issue["code"], &issue["value"]),
        (
            &json!(3),
            &json!("bo"),
            &json!("tibetan_cell_with_chinese"),
            &json!("法官")
        )
    );
    assert!(
        issue["message"]
            .as_str()
            .unwrap()
            .starts_with("upload.csv:3, column `bo`: "),
        "{issue}"
    );
    for language in ["zh", "bo"] {
        let message = office.find(&id, language).await["issues"][0]["message"].clone();
        assert!(
            message.as_str().unwrap().starts_with("upload.csv:3，列 `bo`："),
            "{message}"
        );
    }
}

#[tokio::test]
async fn wrong_rows_are_given_back_as_a_file_to_be_saved() {
    let office = Office::open();
    let id = office.ask("format=csv&on_error=skip", PAIRS).await;
    let importer = office.house.app.start_imports().unwrap();
    importer.settle();
    let job = office.find(&id, "zh").await;
    assert_eq!(
        (&job["state"], &job["has_rejected"]),
        (&json!("done"), &json!(true))
    );
    assert_eq!(job["seq"], 1);
    let sheet = office
        .house
        .get(&office.author, &format!("/api/v1/imports/{id}/rejected"))
        .await;
    assert_eq!(sheet.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        sheet.header("content-disposition"),
        "attachment; filename*=UTF-8''rejected.csv"
    );
    assert!(
        sheet.text.contains("法官") && !sheet.text.contains("法院"),
        "{}",
        sheet.text
    );
}

#[tokio::test]
async fn imports_are_listed_a_page_at_a_time_and_cancelled() {
    let office = Office::open();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(office.ask("format=csv&mode=preview", PAIRS).await);
    }
    let mut listed = Vec::new();
    let mut path = "/api/v1/imports?limit=2".to_owned();
    loop {
        let page = office.house.get(&office.author, &path).await.json();
        let items = page["items"].as_array().unwrap();
        assert!(
            items
                .iter()
                .all(|item| item["mode"] == "preview" && item.get("issues").is_none())
        );
        listed.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/imports?limit=2&cursor={cursor}");
    }
    listed.sort();
    ids.sort();
    assert_eq!(listed, ids);
    let path = format!("/api/v1/imports/{}", ids[0]);
    for _ in 0..2 {
        let cancelled = office
            .house
            .ask(&office.house.router, &office.author, "DELETE", &path, "", "")
            .await;
        assert_eq!(cancelled.status, 204, "{}", cancelled.text);
        assert_eq!(office.find(&ids[0], "zh").await["state"], "cancelled");
    }
}

#[tokio::test]
async fn a_packed_file_is_unpacked_and_one_too_many_is_told_when_to_come_back() {
    let office = Office::open();
    let packed = office.author.clone().with("content-encoding", "gzip");
    let broken = office
        .house
        .ask(
            &office.house.router,
            &packed,
            "POST",
            "/api/v1/imports/glossary?format=csv",
            "text/csv",
            "x",
        )
        .await;
    broken.problem(400, "malformed-request");
    for _ in 0..8 {
        office.ask("format=csv", PAIRS).await;
    }
    let full = office.send("format=csv", PAIRS).await;
    full.problem(429, "imports-full");
    assert_eq!(full.header("retry-after"), "1");
}

#[tokio::test]
async fn what_could_never_be_read_is_refused_before_it_is_kept() {
    let office = Office::open();
    for (query, pointer, code) in [
        ("", "/format", "missing"),
        ("format=doc", "/format", "not_one_of"),
        ("format=csv&mode=now", "/mode", "not_one_of"),
        ("format=csv&columns=zh,%E8%97%8F", "/columns", "bad_option"),
        ("format=csv&collection=a%20b", "/collection", "bad_name"),
    ] {
        let problem = office.send(query, PAIRS).await.problem(422, "invalid-input");
        assert_eq!(
            (&problem["issues"][0]["pointer"], &problem["issues"][0]["code"]),
            (&json!(pointer), &json!(code)),
            "{query}"
        );
    }
    let listed = office.house.get(&office.author, "/api/v1/imports").await.json();
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test]
async fn a_token_imports_in_its_own_name() {
    let office = Office::open();
    let (_, token) = office.house.token("sync", &[Scope::GlossaryWrite], &[]);
    let system = Asker::system(&token);
    let path = "/api/v1/imports/glossary?format=csv";
    let answer = office
        .house
        .ask(&office.house.router, &system, "POST", path, "", PAIRS)
        .await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(office.find(&id, "zh").await["by"], "token:sync");
}

#[tokio::test]
async fn the_page_of_a_decision_is_kept_and_saved_but_never_shown() {
    let office = Office::open();
    let (_, reviewer) = office.house.person("reviewer", &[Role::Reviewer], None);
    let body = r#"{"number":"1","committee":"术语审定委员会"}"#;
    let batch = office
        .house
        .json(&reviewer, "POST", "/api/v1/batches", body)
        .await
        .json();
    let path = format!("/api/v1/batches/{}/scan", batch["id"].as_str().unwrap());
    let put = |query: &str, bytes: &'static str| {
        let path = format!("{path}{query}");
        let (house, reviewer) = (&office.house, &reviewer);
        async move {
            house
                .ask(&house.router, reviewer, "PUT", &path, "text/html", bytes)
                .await
        }
    };
    assert_eq!(
        put("?name=%E5%86%B3%E5%AE%9A%20%22.pdf", "%PDF-1.7 a")
            .await
            .status,
        204
    );
    let page = office.house.get(&office.author, &path).await;
    assert_eq!((page.status.as_u16(), page.text.as_str()), (200, "%PDF-1.7 a"));
    assert_eq!(
        page.header("content-type"),
        "application/pdf",
        "and not what the sender called it"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(
        page.header("content-disposition"),
        "attachment; filename*=UTF-8''%E5%86%B3%E5%AE%9A%20%22.pdf"
    );
    assert_eq!(put("", "%PDF-1.7 b").await.status, 204);
    assert_eq!(office.house.get(&office.author, &path).await.text, "%PDF-1.7 b");
    let problem = put("", "<script>").await.problem(422, "invalid-input");
    assert_eq!(problem["issues"][0]["code"], "scan_unknown_kind");
    assert!(
        problem["issues"][0]["message"]
            .as_str()
            .unwrap()
            .contains("不是 PDF"),
        "{problem}"
    );
}
