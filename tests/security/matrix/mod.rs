//! Every route asked by every caller about objects of the own court, of another court, and of none.
//!
//! The routes come from the API's document and from the list that the server registers its pages by, the expectations
//! from `table.rs`, `proposing_pages.rs` and `registry_pages.rs`, which were written from the rules and not from the code. A route that neither
//! knows fails.

mod callers;
mod objects;
mod proposing_pages;
mod registry;
mod registry_pages;
mod table;
mod verdict;

use std::collections::BTreeSet;

use self::callers::Caller;
use self::objects::{OBJECTS, Object, Objects};
use self::proposing_pages::PROPOSING_PAGES;
use self::registry_pages::REGISTRY_PAGES;
use self::table::{ROUTES, Route};
use self::verdict::Verdict;
use super::http::{Answer, Request};
use super::world::World;

#[test]
fn a_public_glossary_gives_each_caller_what_the_table_says() {
    check(true);
}

#[test]
fn a_glossary_that_is_not_public_gives_each_caller_what_the_table_says() {
    check(false);
}

#[test]
fn every_route_stands_in_the_table_and_nothing_else() {
    let world = World::start();
    let known: BTreeSet<String> = routes().map(Route::label).chain(registry::labels()).collect();
    let there: BTreeSet<String> = documented(&world).into_iter().chain(registered_pages()).collect();
    let unknown: Vec<_> = there.difference(&known).collect();
    assert!(unknown.is_empty(), "the matrix does not know {unknown:?}");
    let gone: Vec<_> = known.difference(&there).collect();
    assert!(gone.is_empty(), "the matrix knows what is not there: {gone:?}");
}

#[test]
fn a_surprise_is_told() {
    let answer = |status, location: &str| Answer {
        status,
        headers: vec![("Location".into(), location.into())],
        body: Vec::new(),
    };
    let check = |verdict: Verdict, answer: &Answer, is_page, expect| {
        assert_eq!(verdict.holds(answer, is_page), expect, "{verdict:?} {answer}");
    };
    check(Verdict::Through, &answer(200, ""), false, true);
    check(Verdict::Through, &answer(422, ""), false, true);
    check(Verdict::Through, &answer(403, ""), false, false);
    check(Verdict::Through, &answer(500, ""), false, false);
    check(Verdict::Through, &answer(303, "/login?next=%2F"), true, false);
    check(Verdict::Through, &answer(303, "/account"), true, true);
    check(Verdict::SignIn, &answer(401, ""), false, true);
    check(Verdict::SignIn, &answer(401, ""), true, false);
    check(Verdict::SignIn, &answer(303, "/login?next=%2F"), true, true);
    check(Verdict::Forbidden, &answer(404, ""), false, false);
    check(Verdict::Missing, &answer(403, ""), false, false);
    check(Verdict::BadToken, &answer(403, ""), false, false);
}

/// Returns every route; the one that ends login sessions comes last.
fn routes() -> impl Iterator<Item = &'static Route> {
    PROPOSING_PAGES.iter().chain(REGISTRY_PAGES).chain(ROUTES)
}

fn check(is_public: bool) {
    let public = is_public.to_string();
    let world = World::start_with(&["--public-read", &public]);
    let callers = Caller::all(&world);
    let mut objects = Objects::new(&world);
    let (mut n_checks, mut surprises) = (0, Vec::new());
    for route in routes() {
        let kinds: &[Object] = if route.has_object() {
            &OBJECTS
        } else {
            &OBJECTS[..1]
        };
        for object in kinds {
            // Who is let through goes last: that may change the object.
            let mut order: Vec<&Caller> = callers.iter().collect();
            order.sort_by_key(|caller| route.verdict(caller, *object, is_public) == Verdict::Through);
            for caller in order {
                let expected = route.verdict(caller, *object, is_public);
                let answer = ask(&world, route, caller, *object, &mut objects);
                n_checks += 1;
                if !expected.holds(&answer, route.is_page()) {
                    surprises.push(told(&route.label(), caller, *object, expected, &answer));
                }
            }
        }
    }
    println!(
        "matrix: {} routes × {} callers × {} objects = {n_checks} checks, {} surprises (public_read {is_public})",
        routes().count(),
        callers.len(),
        OBJECTS.len(),
        surprises.len()
    );
    assert!(
        surprises.is_empty(),
        "{} surprises:\n{}",
        surprises.len(),
        surprises.join("\n")
    );
}

/// Tells of an answer that the table does not say.
fn told(label: &str, caller: &Caller, object: Object, expected: Verdict, answer: &Answer) -> String {
    let (got, problem) = (answer.status, answer.problem());
    let to = answer.header("location").unwrap_or_default();
    let name = &caller.name;
    format!("{label} by {name} on {object:?}: {expected:?}, got {got} {problem} {to}")
}

fn ask(world: &World, route: &Route, caller: &Caller, object: Object, objects: &mut Objects<'_>) -> Answer {
    ask_proving(world, caller, &route.request(object, objects))
}

/// Asks once, and once more after the password was given again where that is all that is missing.
fn ask_proving(world: &World, caller: &Caller, request: &Request) -> Answer {
    let answer = world.send(&caller.dress(world, request.clone()));
    caller.keep(&answer);
    let wants_proof =
        answer.problem() == "proof-needed" || (answer.status == 403 && is_asked_for_password(&answer.text()));
    let Some(login_name) = caller.login_name.as_deref().filter(|_| wants_proof) else {
        return answer;
    };
    let fields = [
        ("password", world.person(login_name).password.as_str()),
        ("next", "/account"),
    ];
    let proved = world.send(&caller.dress(world, Request::post("/account/prove").form(&fields)));
    caller.keep(&proved.expect(303));
    world.send(&caller.dress(world, request.clone()))
}

/// Tells whether `page` is the one that asks for the password, alone or in between.
fn is_asked_for_password(page: &str) -> bool {
    page.contains("action=\"/account/prove\"") || page.contains("name=\"proof_password\"")
}

/// Returns the operations of the API's document, such as `GET /api/v1/search`.
fn documented(world: &World) -> Vec<String> {
    let document = world
        .send(&Request::get("/api/v1/openapi.json"))
        .expect(200)
        .json();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        operations.extend(
            methods
                .as_object()
                .unwrap()
                .keys()
                .map(|m| format!("{} {path}", m.to_uppercase())),
        );
    }
    operations
}

/// Returns the pages that the server's source registers: they stand in no document.
fn registered_pages() -> Vec<String> {
    let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../server/src");
    let sources = sources_below(&source);
    let constants: Vec<&str> = sources
        .iter()
        .flat_map(|text| text.split("const ").skip(1))
        .collect();
    let mut pages = Vec::new();
    for text in &sources {
        for (method, marker) in [
            ("GET", "Route::get("),
            ("POST", "Route::post("),
            ("DELETE", "Route::delete("),
        ] {
            // The definition of the function itself names no path.
            for rest in text
                .split(marker)
                .skip(1)
                .map(str::trim_start)
                .filter(|rest| !rest.starts_with("path"))
            {
                let path = path_of(rest, &constants);
                let path = path.unwrap_or_else(|| panic!("no path is found in `{marker}{rest:.80}`"));
                if is_page(&path) {
                    pages.push(format!("{method} {path}"));
                }
            }
        }
    }
    assert!(
        pages.len() > 20,
        "the routes are registered otherwise now: {pages:?}"
    );
    pages
}

/// Returns the path that is written first in `rest`, or that the constant there stands for.
fn path_of(rest: &str, constants: &[&str]) -> Option<String> {
    let quoted = |text: &str| Some(text.strip_prefix('"')?.split_once('"')?.0.to_owned());
    quoted(rest).or_else(|| {
        let name = rest.split([',', ')']).next()?.rsplit("::").next()?.trim();
        let of_name = |text: &&str| {
            text.strip_prefix(name)
                .is_some_and(|rest| rest.starts_with(": &str = "))
        };
        let constant = constants.iter().copied().find(|text| of_name(text))?;
        quoted(constant.split_once("= ")?.1)
    })
}

fn sources_below(folder: &std::path::Path) -> Vec<String> {
    let mut sources = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources.extend(sources_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(std::fs::read_to_string(&path).unwrap());
        }
    }
    sources
}

fn is_page(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("/api/")
        && !["/healthz", "/readyz", "/metrics"].contains(&path)
}
