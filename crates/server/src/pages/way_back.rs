//! Where a form leads back to: a path of this server and nothing else, whatever stands in the address.

/// Returns `wanted` if it is a path of this server, else the first page.
pub fn or_start(wanted: Option<String>) -> String {
    wanted
        .filter(|path| is_ours(path))
        .unwrap_or_else(|| "/".to_owned())
}

/// Returns the page on which the form stands that was sent to `here`: what only takes forms cannot be gone back to.
pub fn page_of(here: &str) -> &str {
    registry_page_of(here).unwrap_or_else(|| glossary_page_of(here))
}

/// As [`page_of`], for the forms of the registry.
fn registry_page_of(here: &str) -> Option<&str> {
    let path = here.split('?').next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    let upper = |id: &str, collection: &str| path.get(..collection.len() + 2 + id.len());
    match (parts.next()?, parts.next()?, parts.next()) {
        ("people", "pools" | "nominate" | "export", None) => Some("/people"),
        (
            collection @ "people",
            id,
            Some("posts" | "skills" | "pools" | "absences" | "entries" | "apart" | "merge" | "secret"),
        ) => upper(id, collection),
        (
            collection @ "trainings",
            id,
            Some("groups" | "timetable" | "seats" | "export" | "nominate" | "guests" | "steps" | "state"),
        ) => upper(id, collection),
        (collection @ "imports", id, Some("columns" | "answers" | "apply" | "discard" | "undo")) => {
            upper(id, collection)
        }
        ("record", "corrections", None) => Some("/record"),
        ("corrections", _, Some(_)) => Some("/corrections"),
        _ => None,
    }
}

fn glossary_page_of(here: &str) -> &str {
    let path = here.split('?').next().unwrap_or_default();
    let mut parts = path.split('/').skip(1);
    match (parts.next(), parts.next(), parts.next()) {
        (Some("account"), Some(_), _) => "/account",
        (Some("tokens"), Some(_), _) => "/tokens",
        (Some("lookups"), Some(_), _) => "/lookups",
        (Some("concepts"), Some("filters"), _) => "/concepts",
        (Some("role-changes"), Some(_), _) => "/role-changes",
        (Some("logout" | "login"), ..) => "/",
        (Some("c"), Some(id), Some("restore" | "transitions" | "batch" | "tibetan" | "delete")) => {
            path.get(.."/c/".len() + id.len()).unwrap_or("/")
        }
        (Some("batches"), Some(id), Some(_)) => path.get(.."/batches/".len() + id.len()).unwrap_or("/"),
        (Some("proposals"), Some(id), Some(_)) => path.get(.."/proposals/".len() + id.len()).unwrap_or("/"),
        (Some("change-sets"), Some(id), Some(_)) => {
            path.get(.."/change-sets/".len() + id.len()).unwrap_or("/")
        }
        (Some("accounts"), Some(id), Some(_)) => path.get(.."/accounts/".len() + id.len()).unwrap_or("/"),
        _ => here,
    }
}

/// Tells whether `path` is one of this server.
///
/// Browsers read `//host` and `/\\host` as other hosts, leave out tabs and line ends before they look, and resolve dots;
/// whoever decodes `%09` or `%0d` once more would do the same with these. So a path has none of them, written out or not,
/// and nothing empty between two slashes.
fn is_ours(path: &str) -> bool {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let is_plain = |text: &str| text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    let mut parts = path.split('/');
    let is_absolute = parts.next() == Some("") && parts.clone().next().is_some();
    let is_whole = |part: &str| !matches!(decoded(part).as_slice(), b"." | b"..");
    let has_control = |text: &str| {
        decoded(text)
            .iter()
            .any(|b| b.is_ascii_control() || matches!(b, b'\\' | b'/'))
    };
    let n_parts = parts.clone().count();
    let is_led_on = parts
        .clone()
        .take(n_parts.saturating_sub(1))
        .all(|part| !part.is_empty());
    is_absolute
        && is_led_on
        && is_plain(path)
        && is_plain(query)
        && parts.all(|part| is_whole(part) && !has_control(part))
        && !decoded(query).iter().any(|b| matches!(b, b'\r' | b'\n' | 0))
}

/// Decodes `%` and two digits once.
fn decoded(text: &str) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, digit(after.first()), digit(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use axum::http::Method;

    use super::*;

    /// What is refused of a way back: line 34 of the attacks that the house defends itself against, and more of the kind.
    pub const ELSEWHERE: &[&str] = &[
        "//h",
        "///h",
        "/\\h",
        "\\\\h",
        "/%09/h",
        "/%5ch",
        "/%5C/h",
        "/%2fh",
        "/%2F/h",
        "/..//h",
        "/../h",
        "/./h",
        "/%2e%2e/h",
        "/a//h",
        "/\t/h",
        "\t//h",
        " /h",
        "https:h",
        "https://h",
        "javascript:alert(1)",
        "h",
        "?q=a",
        "",
        "/a\r\nSet-Cookie: x",
        "/%0d%0aSet-Cookie:%20x",
        "/?q=%0d%0aSet-Cookie:%20x",
        "/?q=%00",
        "/%00",
        "/法",
    ];

    #[test]
    fn a_page_that_came_in_answer_to_a_form_of_the_registry_could_not_change_its_language() {
        let routes = crate::router::page_routes();
        let paths = |method| {
            let those = routes.iter().filter(move |route| route.method == method);
            those.map(|route| route.path).collect::<Vec<_>>()
        };
        let (read, sent) = (paths(Method::GET), paths(Method::POST));
        let filled = |path: &str| path.replace("{id}", "p-1").replace("{seq}", "7");
        let mut n_forms = 0;
        for path in sent
            .iter()
            .filter(|path| !path.starts_with("/api/") && !read.contains(path))
        {
            let filled_path = filled(path);
            let back = page_of(&filled_path);
            assert!(
                read.iter().any(|page| filled(page) == back),
                "{path} leads back to {back}"
            );
            n_forms += 1;
        }
        assert!(n_forms > 40, "{n_forms}");
    }

    #[test]
    fn the_way_back_never_leads_to_another_host() {
        for ours in [
            "/",
            "/?q=%E6%B3%95&lang=zh",
            "/?q=a//b%2F..%5C",
            "/c/c-000001",
            "/browse?lang=bo&from=%E0%BD%81",
            "/accounts/",
            "/a.b/..c",
        ] {
            assert_eq!(or_start(Some(ours.to_owned())), ours);
        }
        for elsewhere in ELSEWHERE {
            assert_eq!(or_start(Some((*elsewhere).to_owned())), "/", "{elsewhere:?}");
        }
        assert_eq!(or_start(None), "/");
    }

    #[test]
    fn what_only_takes_forms_is_not_gone_back_to() {
        for (here, page) in [
            ("/account/password", "/account"),
            ("/account", "/account"),
            ("/accounts?cursor=ab", "/accounts?cursor=ab"),
            ("/accounts/new", "/accounts/new"),
            ("/accounts/a-12/reset?x", "/accounts/a-12"),
            ("/accounts/a-12", "/accounts/a-12"),
            ("/tokens/t-1/revoke", "/tokens"),
            ("/c/c-000001/transitions", "/c/c-000001"),
            ("/c/c-000001/edit", "/c/c-000001/edit"),
            ("/c/c-000001/history?from=1", "/c/c-000001/history?from=1"),
            ("/batches/b-1/authorise", "/batches/b-1"),
            ("/batches/new", "/batches/new"),
            ("/c/c-000001/tibetan", "/c/c-000001"),
            ("/c/c-000001/delete", "/c/c-000001"),
            ("/concepts/filters/f-1/delete", "/concepts"),
            ("/concepts?filter=a", "/concepts?filter=a"),
            ("/proposals/p-1/decision", "/proposals/p-1"),
            ("/proposals/new", "/proposals/new"),
            ("/change-sets/s-1/undo", "/change-sets/s-1"),
            ("/change-sets?sought=a", "/change-sets?sought=a"),
            ("/lookups/ab/aside", "/lookups"),
            ("/role-changes/r-1", "/role-changes"),
            ("/logout", "/"),
            ("/login/code", "/"),
            ("/?q=a", "/?q=a"),
            ("", ""),
        ] {
            assert_eq!(page_of(here), page);
        }
    }
}
