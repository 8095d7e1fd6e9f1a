//! Text that people type stays text on every page that shows it.

use serde_json::json;

use super::super::browser::Browser;
use super::super::town::COURT_A;
use super::super::world::World;

const PAYLOADS: &str = include_str!("../payloads/script.txt");
/// Stands for what a payload would run, so that it is found again.
const MARK: &str = "marked1337";

fn payloads() -> Vec<String> {
    let lines = PAYLOADS
        .lines()
        .filter(|line| !line.starts_with("# ") && !line.is_empty());
    lines.map(|line| line.replace("MARK", MARK)).collect()
}

/// Returns what of a page a browser would not take for text of ours: marked text inside a tag, a script or a style.
fn alive(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = end_of_tag(rest);
        let tag = &rest[..end];
        if tag.contains(MARK) && !is_quoted_text(tag) {
            found.push(tag.to_owned());
        }
        rest = &rest[end..];
        let name: String = tag[1..].chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_lowercase();
        if ["script", "style"].contains(&name.as_str()) {
            let until = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            if rest[..until].contains(MARK) {
                found.push(rest[..until].to_owned());
            }
            rest = &rest[until..];
        }
    }
    found
}

/// Returns where the tag at the start of `text` ends; a `>` inside quotes does not end it.
fn end_of_tag(text: &str) -> usize {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    text.len()
}

/// Whether the mark stands only in quoted values of attributes that hold text, and in no address that runs.
fn is_quoted_text(tag: &str) -> bool {
    let mut outside = String::new();
    let mut values = Vec::new();
    for (n, part) in tag.split('"').enumerate() {
        if n % 2 == 0 {
            outside.push_str(part)
        } else {
            values.push((outside.clone(), part))
        }
    }
    let runs = |(before, value): &(String, &str)| {
        let attribute = before
            .rsplit([' ', '\n'])
            .next()
            .unwrap_or_default()
            .trim_end_matches('=')
            .to_lowercase();
        let is_address = ["href", "src", "action", "formaction", "data"].contains(&attribute.as_str());
        let scheme = value.trim_start().to_lowercase();
        let has_scheme = ["javascript:", "data:", "vbscript:", "//"]
            .iter()
            .any(|s| scheme.starts_with(s));
        attribute.starts_with("on") || (is_address && has_scheme)
    };
    !outside.contains(MARK) && !values.iter().any(|value| value.1.contains(MARK) && runs(value))
}

/// Gets every page that can show what was planted.
#[track_caller]
fn check_pages(browser: &mut Browser<'_>, pages: &[String], planted: &str) -> usize {
    let mut n_shown = 0;
    for page in pages {
        let answer = browser.get(page);
        if !answer
            .header("content-type")
            .is_some_and(|t| t.starts_with("text/html"))
        {
            continue;
        }
        let text = answer.text();
        assert_eq!(alive(&text), Vec::<String>::new(), "{planted} on {page}");
        n_shown += usize::from(text.contains(MARK));
    }
    n_shown
}

#[test]
fn names_reasons_and_tokens_are_shown_as_text() {
    // attack 29, attack 31
    let world = World::start();
    let payloads = payloads();
    assert!(payloads.len() >= 60, "{}", payloads.len());
    let mut admin = world.logged_in("security-admin-a");
    let object = world.person("object-a").id.clone();
    let mut pages: Vec<String> = ["/accounts", "/role-changes", "/tokens", "/accounts/new"]
        .map(str::to_owned)
        .into();
    for (n, payload) in payloads.iter().enumerate() {
        let account = json!({"login_name": format!("planted-{n}"), "display_name": payload, "court": COURT_A, "roles": ["reader"]});
        let made = admin.post_json("/api/v1/accounts", &json!({"accounts": [account]}));
        assert!([201, 422].contains(&made.status), "{payload}: {made}");
        if made.status == 201 {
            let slip = made.json()["slips"][0].clone();
            world.keep_secret("a first code", slip["code"].as_str().unwrap());
            pages.push(format!("/accounts/{}", slip["account"].as_str().unwrap()));
        }
        let token = json!({"name": payload, "scopes": ["glossary:read"], "expires_at": world.in_days(300)});
        let made = admin.post_json("/api/v1/tokens", &token);
        if made.status == 201 {
            world.keep_secret("a token", made.json()["secret"].as_str().unwrap());
        }
        let change = json!({"role": "reviewer", "op": "grant", "reason": payload});
        admin.post_json(&format!("/api/v1/accounts/{object}/roles"), &change);
    }
    let n_shown = check_pages(&mut admin, &pages, "names, reasons and tokens");
    assert!(
        n_shown >= payloads.len() / 2,
        "only {n_shown} pages show what was planted"
    );
    // The second administrator and the auditor see the same texts elsewhere.
    check_pages(
        &mut world.logged_in("security-admin-b"),
        &["/role-changes".to_owned()],
        "reasons",
    );
    check_pages(
        &mut world.logged_in("auditor-a"),
        &["/audit".to_owned(), "/audit?actor=security-admin-a".to_owned()],
        "audit",
    );
    println!(
        "injected script: {} payloads, {n_shown} pages, 0 alive",
        payloads.len()
    );
}

#[test]
fn what_is_typed_into_forms_comes_back_as_text() {
    // attack 29, attack 30
    let world = World::start();
    for payload in payloads() {
        let query = super::super::http::encoded(&payload);
        let mut browser = Browser::new(&world);
        let mut pages: Vec<_> = [
            "/?q=",
            "/browse?from=",
            "/login?next=",
            "/lookup?q=",
            "/c/",
            "/problems/",
        ]
        .map(|start| browser.get(&format!("{start}{query}")))
        .into();
        // A limit by address would hide the form.
        pages.push(Browser::new(&world).log_in(&payload, "no such password at all"));
        pages.push(Browser::new(&world).post(
            "/login/first",
            &[("login_name", &payload), ("code", &payload), ("password", "x")],
        ));
        for page in pages {
            assert!(page.status < 500, "{payload}: {page}");
            if page
                .header("content-type")
                .is_some_and(|t| t.starts_with("text/html"))
            {
                assert_eq!(alive(&page.text()), Vec::<String>::new(), "{payload}");
            }
        }
    }
}

#[test]
fn names_of_courts_are_shown_as_text() {
    // attack 29: whoever writes the sheet of courts is not whoever reads the page.
    let rows: String = payloads()
        .iter()
        .enumerate()
        .map(|(n, payload)| format!("99{n:04}\t{payload}\t6300\n"))
        .collect();
    let world = World::prepared(&[], |place| {
        std::fs::write(
            place.path().join("planted.tsv"),
            format!("court_code\tname_zh\tparent_code\n{rows}"),
        )
        .unwrap();
        place.run(["import", "courts", "planted.tsv"]).done();
    });
    let mut admin = world.logged_in("security-admin-a");
    let pages = ["/accounts/new", "/accounts", "/tokens"].map(str::to_owned);
    check_pages(&mut admin, &pages, "names of courts");
}

#[test]
fn a_live_payload_is_found_and_a_dead_one_is_not() {
    let check = |page: &str, expect: bool| assert_eq!(!alive(page).is_empty(), expect, "{page}");
    check("<p>&lt;script&gt;marked1337&lt;/script&gt;</p>", false);
    check("<p title=\"&quot; onclick=marked1337\">x</p>", false);
    check("<input value=\"javascript:marked1337\">", false);
    check("<p>marked1337</p>", false);
    check("<p><script>marked1337</script></p>", true);
    check(
        "<script type=\"application/json\">{\"a\":\"marked1337\"}</script>",
        true,
    );
    check("<img src=x onerror=marked1337>", true);
    check("<p title=\"\" onmouseover=\"marked1337\">", true);
    check("<a href=\"javascript:marked1337\">x</a>", true);
    check("<a href=\"/c/marked1337\">x</a>", false);
}
