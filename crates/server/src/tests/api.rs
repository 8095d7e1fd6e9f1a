//! Searching and suggesting by JSON, in both scripts.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use testkit::FixedClock;

use super::{TestServer, config, get};
use crate::handle::Handle;
use crate::router;
use crate::web::templates::percent_encode;

fn names(answer: &Value) -> Vec<String> {
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["zh"][0]["text"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_pair_is_found_by_either_of_its_scripts() {
    let server = TestServer::start();
    for query in ["人民法院", "མི་དམངས་ཁྲིམས་ཁང", "མི་དམངས་ཁྲིམས་ཁང་།"]
    {
        let answer = server
            .get(&format!("/api/v1/search?q={}", percent_encode(query)))
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        let body = answer.json();
        assert_eq!(names(&body)[0], "人民法院", "{query}");
        assert_eq!(body["query"], query);
        assert_eq!(body["hits"][0]["bo"][0]["text"], "མི་དམངས་ཁྲིམས་ཁང");
    }
}

#[tokio::test]
async fn an_answer_has_the_shape_of_the_contract() {
    let server = TestServer::start();
    let mut body = server
        .get("/api/v1/search?q=%E6%B3%95%E9%99%A2&limit=1")
        .await
        .json();
    assert!(body["took_us"].is_u64());
    body["took_us"] = json!(0);
    body["hits"][0]["score"] = json!(0);
    body["next_cursor"] = json!(body["next_cursor"].is_string());
    insta::assert_snapshot!(serde_json::to_string_pretty(&body).unwrap());
}

#[tokio::test]
async fn get_and_post_answer_alike() {
    let server = TestServer::start();
    for query in ["盗窃", "རྐུ་བ"] {
        let by_get = server
            .get(&format!(
                "/api/v1/search?q={}&in=all&lang=zh",
                percent_encode(query)
            ))
            .await
            .json();
        let body = json!({"q": query, "in": "all", "lang": "zh"}).to_string();
        let by_post = server.post("/api/v1/search", &body).await.json();
        assert_eq!(by_get["hits"], by_post["hits"]);
        assert!(!by_get["hits"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_name_without_tibetan_gives_its_parts_and_a_pair_gives_none() {
    let server = TestServer::start();
    let body = server
        .get(&format!("/api/v1/search?q={}", percent_encode("离婚纠纷")))
        .await
        .json();
    let hit = &body["hits"][0];
    assert_eq!(hit["bo"], json!([]));
    assert_eq!(hit["parts"][0]["zh"], "离婚");
    assert_eq!(hit["parts"][0]["workflow"], "draft");
    assert_eq!(hit["parts"][0]["bo"][0]["text"], "བཟའ་ཚང་བྲལ་བ");
    assert_eq!(
        hit["list_entries"],
        json!([{"collection": "civil-causes-2026", "number": "14"}])
    );
    let body = server
        .get(&format!("/api/v1/search?q={}", percent_encode("法院")))
        .await
        .json();
    assert!(body["hits"][0].get("parts").is_none());
}

#[tokio::test]
async fn a_region_asked_for_puts_its_forms_first_and_changes_nothing_else() {
    let server = TestServer::start();
    let rows = "zh,bo,region\n律师,ཁྲིམས་རྩོད་པ,\n律师,རྩོད་པ་པོ,amdo\n";
    assert!(server.application.import("regions.csv", rows).applied);
    server.application.catch_up();
    let ask = async |more: &str| {
        let path = format!("/api/v1/search?q={}{more}", percent_encode("律师"));
        server.get(&path).await.json()["hits"][0].clone()
    };
    let (any, amdo) = (ask("").await, ask("&region=amdo").await);
    let texts = |hit: &Value| {
        let terms = hit["bo"].as_array().unwrap().clone();
        terms
            .into_iter()
            .map(|term| term["text"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&any), ["ཁྲིམས་རྩོད་པ", "རྩོད་པ་པོ"]);
    assert_eq!(texts(&amdo), ["རྩོད་པ་པོ", "ཁྲིམས་རྩོད་པ"]);
    assert_eq!(any["zh"], amdo["zh"]);
}

#[tokio::test]
async fn an_explained_hit_says_by_what_it_was_placed() {
    let server = TestServer::start();
    let query = percent_encode("法院");
    let path = format!("/api/v1/search?q={query}&explain=true");
    let by_get = server.get(&path).await.json();
    let body = json!({"q": "法院", "explain": true}).to_string();
    let by_post = server.post("/api/v1/search", &body).await.json();
    assert_eq!(by_get["hits"], by_post["hits"]);
    let body = json!({"queries": ["法院"], "limit": 20, "explain": true}).to_string();
    let batch = server.post("/api/v1/search/batch", &body).await.json();
    assert_eq!(by_get["hits"], batch["results"][0]["hits"]);
    let [exact, longer] = [0, 1].map(|n| by_get["hits"][n]["explain"].clone());
    assert_eq!(exact["tier"], 0, "nothing is better than a whole term");
    assert!(longer["tier"].as_u64() > exact["tier"].as_u64());
    assert_eq!((&exact["cost"], &exact["other_lang"]), (&json!(0), &json!(false)));
    assert_eq!(exact["standing"]["without_bo"], 0);
    assert!(by_get["explain"]["steps"].as_u64().unwrap() > 0);
    let plain = server.get(&format!("/api/v1/search?q={query}")).await.json();
    assert!(plain.get("explain").is_none() && plain["hits"][0].get("explain").is_none());
}

#[tokio::test]
async fn an_explained_hit_says_how_much_matched() {
    let server = TestServer::start();
    for (query, expected) in [
        ("法院", "exact whole"),
        ("renmin", "pinyin begun"),
        ("ཁྲིམས་ཁང་", "exact whole"),
        ("ཁྲིམས་ཁང་གི་དཔང་པོ", "words partly"),
    ] {
        let path = format!("/api/v1/search?q={}&explain=true", percent_encode(query));
        let hit = server.get(&path).await.json()["hits"][0].clone();
        let [kind, extent] = [&hit["match"]["kind"], &hit["explain"]["extent"]].map(|v| v.as_str().unwrap());
        assert_eq!(format!("{kind} {extent}"), expected, "{query}");
    }
}

#[tokio::test]
async fn hits_are_counted_by_what_narrows_them() {
    let server = TestServer::start();
    let query = percent_encode("法院");
    let path = format!("/api/v1/search?q={query}&facets=true&limit=1");
    let facets = server.get(&path).await.json()["facets"].clone();
    let count = |name: &str, count: u64| json!({"name": name, "count": count});
    assert_eq!(facets["subject_fields"], json!([count("court", 2)]));
    let collections = [count("general-dictionaries", 1), count("prc-news-pages", 1)];
    assert_eq!(facets["collections"], json!(collections));
    assert_eq!(facets["workflows"], json!([count("draft", 2)]));
    assert_eq!(facets["is_complete"], true);
    let plain = server.get(&format!("/api/v1/search?q={query}")).await.json();
    assert!(plain.get("facets").is_none());
}

#[tokio::test]
async fn what_stands_in_for_the_right_term_is_said_to_do_so() {
    let server = TestServer::start();
    for (query, code, word) in [
        ("人民发院", "only_similar", "check the characters"),
        ("离婚的财产", "only_partly", "holds all of this"),
    ] {
        let path = format!("/api/v1/search?q={}", percent_encode(query));
        for (language, is_english) in [("en", true), ("zh", false)] {
            let answer = server
                .get_with(&path, &[("accept-language", language)])
                .await
                .json();
            let notices = answer["notices"].as_array().unwrap();
            let notice = notices
                .iter()
                .find(|n| n["code"] == code)
                .unwrap_or_else(|| panic!("{query}: {answer}"));
            let message = notice["message"].as_str().unwrap();
            assert_eq!(message.contains(word), is_english, "{message}");
            assert!(message != code && !message.starts_with("notice."), "{message}");
        }
    }
}

#[tokio::test]
async fn filters_narrow_and_pages_follow_each_other() {
    let server = TestServer::start();
    let query = percent_encode("法院");
    let first = server
        .get(&format!("/api/v1/search?q={query}&limit=1"))
        .await
        .json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = server
        .get(&format!("/api/v1/search?q={query}&limit=1&cursor={cursor}"))
        .await
        .json();
    assert_eq!([names(&first), names(&second)].concat(), ["法院", "人民法院"]);
    let narrowed = server
        .get(&format!("/api/v1/search?q={query}&collection=prc-news-pages"))
        .await
        .json();
    assert_eq!(names(&narrowed), ["人民法院"]);
    let other = server
        .get(&format!(
            "/api/v1/search?q={}&cursor={cursor}",
            percent_encode("离婚")
        ))
        .await;
    other.problem(400, "bad-cursor");
}

#[tokio::test]
async fn any_text_is_answered_and_a_long_one_is_cut_with_a_notice() {
    let server = TestServer::start();
    let texts = [
        "(".repeat(2_000),
        "法\u{0}院".to_owned(),
        "\u{0F71}\u{0F74}\u{0F90}".to_owned(),
        "法院 AND (ཁྲིམས་ཁང OR \"".to_owned(),
    ];
    for text in texts {
        let answer = server
            .post("/api/v1/search", &json!({"q": text}).to_string())
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{text:?}: {}", answer.text);
    }
    for text in ["法".repeat(10_000), "ཁྲིམས་".repeat(2_000)] {
        let answer = server
            .post("/api/v1/search", &json!({"q": text}).to_string())
            .await;
        let notices = answer.json()["notices"].clone();
        assert_eq!(notices[0]["code"], "truncated");
        assert!(notices[0]["message"].as_str().unwrap().contains("256"));
    }
}

#[tokio::test]
async fn a_batch_answers_each_text_in_order() {
    let server = TestServer::start();
    let body = json!({"queries": ["法院", "རྐུ་བ", "没有的词"], "limit": 1}).to_string();
    let answer = server.post("/api/v1/search/batch", &body).await.json();
    let results = answer["results"].as_array().unwrap();
    let totals: Vec<_> = results
        .iter()
        .map(|r| r["hits"].as_array().unwrap().len())
        .collect();
    assert_eq!(totals, [1, 1, 0]);
    assert_eq!(results[1]["query"], "རྐུ་བ");
    let many = json!({"queries": vec!["法院"; 501]}).to_string();
    let problem = server
        .post("/api/v1/search/batch", &many)
        .await
        .problem(422, "invalid-input");
    assert_eq!(problem["issues"][0]["code"], "too_many");
    let blank = json!({"queries": ["法院", " "]}).to_string();
    let problem = server
        .post("/api/v1/search/batch", &blank)
        .await
        .problem(422, "invalid-input");
    assert_eq!(problem["issues"][0]["pointer"], "/queries/1");
}

#[tokio::test]
async fn suggestions_continue_what_was_typed_in_its_script() {
    let server = TestServer::start();
    for (typed, expected, lang) in [("人民", "人民法院", "zh"), ("ཁྲིམས", "ཁྲིམས་ཁང", "bo")]
    {
        let body = server
            .get(&format!("/api/v1/suggest?q={}&limit=1", percent_encode(typed)))
            .await
            .json();
        let first = &body["suggestions"][0];
        assert_eq!(
            (first["text"].as_str(), first["lang"].as_str()),
            (Some(expected), Some(lang))
        );
    }
    server.get("/api/v1/suggest?q=").await.problem(422, "empty-query");
}

#[tokio::test]
async fn a_reader_of_its_own_write_waits_a_moment_and_is_then_told_to_come_back() {
    let server = TestServer::start();
    let position = server.application.app.index_position();
    let there = server
        .get(&format!("/api/v1/search?q=a&min_seq={position}"))
        .await;
    assert_eq!(there.status, StatusCode::OK);
    let answer = server
        .get(&format!("/api/v1/search?q=a&min_seq={}", position + 1))
        .await;
    answer.problem(503, "not-yet-indexed");
    assert_eq!(answer.header("retry-after"), "1");
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let server = TestServer::start();
    let request = Request::head("/api/v1/suggest?q=a").body(Body::empty()).unwrap();
    let answer = server.send(request).await;
    assert_eq!((answer.status, answer.text.as_str()), (StatusCode::OK, ""));
}

#[tokio::test]
async fn a_closed_glossary_answers_nobody_on_the_network() {
    let directory = tempfile::tempdir().unwrap();
    let closed = app::Config {
        data_dir: directory.path().into(),
        database: None,
        public_read: false,
        hidden_collections: vec![],
        keys_file: None,
    };
    let app = app::App::open(closed, Arc::new(FixedClock::default()), testkit::fresh_chance()).unwrap();
    let router = router::router(Handle::new(app, config()));
    let answer = get(&router, "/api/v1/search?q=a").await;
    answer.problem(401, "unauthenticated");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
    for path in ["/", "/c/c-000001", "/?q=a", "/browse", "/batch", "/about"] {
        let answer = get(&router, path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/login?next=%2F"), "{path}");
    }
    for path in ["/api/v1/browse", "/api/v1/changes", "/api/v1/suggest?q=a"] {
        assert_eq!(
            get(&router, path).await.status,
            StatusCode::UNAUTHORIZED,
            "{path}"
        );
    }
    for path in ["/healthz", "/problems/unauthenticated"] {
        assert_eq!(get(&router, path).await.status, StatusCode::OK, "{path}");
    }
}
