//! The glossary as a file over HTTP: what arrives, under which headers, and what is refused.

use std::collections::BTreeSet;

use access::{Role, Scope};
use axum::http::StatusCode;
use serde_json::Value;

use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, ask, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use super::{Answer, TestServer};
use crate::api::exports::ExportParams;
use crate::input::Members;
use crate::router::api_routes;

const ROUTE: &str = "GET /api/v1/exports/glossary";

async fn export(server: &TestServer, query: &str) -> Answer {
    ask(&server.router, ROUTE, query, "", "").await
}

#[tokio::test]
async fn each_format_arrives_with_its_type_its_name_and_its_seq() {
    let server = TestServer::start();
    let document = server.get("/api/v1/openapi.json").await.json();
    let last = server.get("/api/v1/changes").await.json()["last_seq"].to_string();
    for (format, kind, extension, begins) in [
        (
            "csv",
            "text/csv; charset=utf-8; header=present",
            "csv",
            "\u{feff}id,zh,",
        ),
        (
            "tsv",
            "text/tab-separated-values; charset=utf-8",
            "tsv",
            "id\tzh\t",
        ),
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
            "PK",
        ),
        ("tbx", "application/x-tbx+xml", "tbx", "<?xml "),
        ("jsonl", "application/jsonl", "jsonl", "{\"shanjar\":"),
        ("stardict", "application/x-tar", "tar", "shanjar.ifo"),
        ("omegat", "text/plain; charset=utf-8", "utf8", "# Shanjar zh-bo "),
        ("html", "text/html; charset=utf-8", "html", "<!DOCTYPE html>"),
        (
            "print",
            "text/html; charset=utf-8",
            "print.html",
            "<!DOCTYPE html>",
        ),
    ] {
        let answer = export(&server, &format!("?format={format}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{format}: {}", answer.text);
        assert_eq!(answer.header("content-type"), kind);
        let named = format!("attachment; filename=\"shanjar-{last}.{extension}\"");
        assert_eq!(answer.header("content-disposition"), named);
        assert_eq!(answer.header("shanjar-seq"), last, "{format}");
        assert!(answer.text.starts_with(begins), "{format}: {}", answer.text);
        check_declared(&document, ROUTE, &answer);
    }
}

#[tokio::test]
async fn a_copy_begins_with_an_export_and_follows_from_its_seq() {
    let server = TestServer::start();
    let answer = export(&server, "?format=jsonl").await;
    let header: Value = serde_json::from_str(answer.text.lines().next().unwrap()).unwrap();
    let seq = answer.header("shanjar-seq").to_owned();
    assert_eq!(header["seq"].to_string(), seq);
    assert_eq!(answer.text.lines().count(), 7);
    assert!(
        server
            .application
            .import("more.csv", "zh,bo\n证据,དཔང་རྟགས\n")
            .applied
    );
    let changes = server
        .get(&format!("/api/v1/changes?since={seq}&include=body"))
        .await
        .json();
    let changes = changes["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0]["body"]["terms"][1]["text"], "དཔང་རྟགས");
}

#[tokio::test]
async fn only_what_is_asked_for_is_written() {
    let server = TestServer::start();
    for (query, expected) in [
        ("", 6),
        ("&collection=general-dictionaries", 2),
        ("&subject_field=court", 2),
        ("&workflow=authorised", 0),
        ("&workflow=all&filter=without:bo", 2),
        ("&filter=has:bo%20-collection:prc-news-pages", 3),
        ("&filter=collection%EF%BC%9Acharges-2024", 1),
    ] {
        let answer = export(&server, &format!("?format=jsonl{query}")).await;
        assert_eq!(
            answer.text.lines().count() - 1,
            expected,
            "{query}: {}",
            answer.text
        );
    }
    let back = export(&server, "?format=omegat&direction=bo-zh").await.text;
    assert!(back.contains("\nཁྲིམས་ཁང\t法院\t草案，未经审定；"), "{back}");
}

#[tokio::test]
async fn a_wrong_format_or_filter_is_named_with_the_way_out() {
    let server = TestServer::start();
    for (query, language, code, told) in [
        (
            "?format=pdf",
            "en",
            "not_one_of",
            "`format` cannot be `pdf`; known are: csv, tsv, xlsx, tbx, jsonl, stardict, omegat, html, print",
        ),
        ("", "en", "missing", "`format` is missing."),
        (
            "?format=csv&workflow=best",
            "en",
            "not_one_of",
            "known are: all, reviewed, authorised.",
        ),
        (
            "?format=csv&filter=has:bo%20workflow:done",
            "en",
            "filter_workflow",
            "`workflow:done` at character 8: does not give a state of the workflow (hint: write `draft`",
        ),
        (
            "?format=csv&filter=has:%E8%97%8F",
            "zh",
            "filter_part",
            "`has:藏`（第 1 个字符起）不是词条可有可无的内容（提示：可写 `definition`",
        ),
        (
            "?format=csv&collection=%E7%BD%AA",
            "zh",
            "bad_name",
            "“collection”的值“罪”不是有效的名称",
        ),
        (
            "?format=csv&edition=1&drafts=true",
            "zh",
            "not_together",
            "“edition”不能与“drafts”同时使用",
        ),
    ] {
        let path = format!("/api/v1/exports/glossary{query}");
        let answer = server.get_with(&path, &[("accept-language", language)]).await;
        let problem = answer.problem(422, "invalid-input");
        let issue = &problem["issues"][0];
        assert_eq!(issue["code"], code, "{query}");
        let message = issue["message"].as_str().unwrap();
        assert!(message.contains(told), "{message}");
    }
}

#[tokio::test]
async fn everything_that_an_export_can_be_refused_with_is_declared_and_provoked() {
    let server = TestServer::start();
    let document = server.get("/api/v1/openapi.json").await.json();
    let mut answered = BTreeSet::new();
    for (query, code) in [
        ("?format=csv&format=csv", "duplicate-parameter"),
        ("?format=csv&colour=red", "unknown-parameter"),
        ("?format=csv&edition=7", "no-such-edition"),
        ("?format=csv&edition=0", "invalid-input"),
    ] {
        let answer = export(&server, query).await;
        check_declared(&document, ROUTE, &answer);
        answer.problem(answer.status.as_u16(), code);
        answered.insert(code);
    }
    let routes = api_routes();
    let route = routes
        .iter()
        .find(|route| format!("{} {}", route.method, route.path) == ROUTE);
    let declared: BTreeSet<&str> = route
        .unwrap()
        .problems
        .iter()
        .filter(|code| !UNPROVOKED.contains(code) && !OF_RIGHTS.contains(code))
        .map(|code| code.as_str())
        .collect();
    assert_eq!(answered, declared);
    let parameters = document["paths"]["/api/v1/exports/glossary"]["get"]["parameters"]
        .as_array()
        .unwrap();
    let documented: Vec<_> = parameters.iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(documented, ExportParams::NAMES);
}

#[tokio::test]
async fn drafts_are_for_those_who_may_read_them() {
    let house = House::open();
    let (_, author) = house.person("author", &[Role::Terminologist], None);
    let (_, reader) = house.person("reader", &[Role::Reader], None);
    let created = house
        .json(
            &author,
            "POST",
            "/api/v1/concepts",
            r#"{"zh":"证据","bo":"དཔང་རྟགས","notes":[{"visibility":"editors","text":"内部"}]}"#,
        )
        .await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
    let drafts = "/api/v1/exports/glossary?format=jsonl&drafts=true";
    house
        .get(&Asker::nobody(), drafts)
        .await
        .problem(401, "unauthenticated");
    house.get(&reader, drafts).await.problem(403, "forbidden");
    let system = Asker::system(&house.token("reads", &[Scope::GlossaryRead], &[]).1);
    house.get(&system, drafts).await.problem(403, "scope-missing");
    let whole = house.get(&author, drafts).await.text;
    assert!(
        whole.contains("内部") && whole.contains("\"author\":\"author\""),
        "{whole}"
    );
    let public = house
        .get(&reader, "/api/v1/exports/glossary?format=jsonl")
        .await
        .text;
    assert!(public.contains("དཔང་རྟགས") && !public.contains("内部"), "{public}");
    assert!(public.contains("\"author\":null"), "{public}");
}
