//! The page that other systems show in a frame.

use super::server_of;
use crate::config::ServerConfig;
use crate::tests::{config, html};

// attack 32
#[tokio::test]
async fn only_named_pages_show_the_lookup_in_a_frame_and_no_other_page() {
    let origins = ["https://case.court.example", "http://10.0.0.8:8080"];
    let open = server_of(ServerConfig {
        embed_origins: origins.map(|origin| origin.parse().unwrap()).to_vec(),
        ..config()
    });
    let ancestors = |policy: &str| {
        let directives = policy
            .split("; ")
            .filter_map(|d| d.strip_prefix("frame-ancestors "));
        directives.map(str::to_owned).collect::<Vec<_>>()
    };
    for path in [
        "/lookup",
        "/lookup?q=%E6%B3%95",
        "/lookup?q=%00",
        "/lookup?utm_source=x",
    ] {
        let answer = open.get(path).await;
        let policy = answer.header("content-security-policy");
        assert_eq!(ancestors(policy), [origins.join(" ")], "{path}");
        assert!(policy.contains("script-src 'none'") && policy.contains("base-uri 'none'"));
        let closed = server_of(config()).get(path).await;
        assert_eq!(ancestors(closed.header("content-security-policy")), ["'none'"]);
    }
    for path in [
        "/",
        "/?q=a",
        "/about",
        "/none",
        "/lookup/",
        "/lookup?limit=x",
        "/api/v1/search?q=a",
    ] {
        let answer = open.get(path).await;
        assert_eq!(
            ancestors(answer.header("content-security-policy")),
            ["'none'"],
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_lookup_shows_both_scripts_without_script_or_cookie() {
    let server = server_of(config());
    for asked in [
        "%E6%B3%95%E9%99%A2",
        "%E0%BD%81%E0%BE%B2%E0%BD%B2%E0%BD%98%E0%BD%A6%E0%BC%8B%E0%BD%81%E0%BD%84",
        "fayuan",
    ] {
        let answer = server.get(&format!("/lookup?q={asked}")).await;
        let text: String = html::texts(&answer.text, "zh-Hans")
            .into_iter()
            .map(|t| t.text)
            .collect();
        assert!(
            text.contains("法院") && text.contains("ཁྲིམས་ཁང"),
            "{asked}: {text}"
        );
        assert!(
            answer
                .text
                .contains("href=\"/c/c-000001\" target=\"_blank\" rel=\"noopener\"")
        );
        assert!(!answer.text.contains("<script"));
        assert_eq!(answer.header("set-cookie"), "");
        html::check(&answer.text, "zh-Hans");
    }
    let nothing = server.get("/lookup?q=xyzxyz").await;
    assert!(nothing.text.contains("没有查到“xyzxyz”"), "{}", nothing.text);
    let shown = server.get("/lookup?q=%3Cscript%3Ealert(1)%3C/script%3E").await;
    assert!(!shown.text.contains("<script"), "what was asked is escaped");
}

#[tokio::test]
async fn a_cookie_changes_nothing_in_the_frame() {
    let server = server_of(config());
    let with = server
        .get_with("/lookup?q=a", &[("cookie", "ui=en; shanjar=1")])
        .await;
    let without = server.get("/lookup?q=a").await;
    assert_eq!(with.text, without.text);
    assert_eq!(without.header("vary"), "Accept-Language");
    let english = server.get_with("/lookup?q=a", &[("accept-language", "en")]).await;
    assert!(english.text.contains("lang=\"en\""));
}
