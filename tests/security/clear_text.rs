//! No password, code, session or token lies in the clear in any file, log or backup.
//!
//! Every world searches its own files when it ends; here the search itself is tried, and a backup is searched too.

use serde_json::json;

use super::browser::Browser;
use super::http::{Request, encoded};
use super::town::text_of;
use super::world::{World, clear_text, files_below};

fn say_found_nothing(world: &World, n_values: usize) {
    let n_files = files_below(world.place().path()).len();
    println!("clear text: {n_values} values looked for in {n_files} files, 0 found");
}

#[test]
fn nothing_secret_lies_in_the_clear_in_files_logs_and_backups() {
    // attack 62, attack 65
    let mut world = World::start_with(&["--log-level", "trace"]);
    // Every kind of secret is used once more, rightly and wrongly, before the files are searched.
    let reader = world.person("reader-a").clone();
    let mut browser = Browser::new(&world);
    browser
        .log_in(&reader.login_name, "a wrong password 9f3a")
        .expect(401);
    world.keep_secret("a wrong password", "a wrong password 9f3a");
    // What people type into the wrong field.
    browser.log_in("typed my password 77c1 here", "x").expect(401);
    world.keep_secret("a password in the field of names", "typed my password 77c1 here");
    browser.log_in("typed-my-password-77c2-here", "x").expect(401);
    world.keep_secret("a password that could be a name", "typed-my-password-77c2-here");
    browser.log_in(&reader.login_name, &reader.password).expect(303);
    let renewed = "a renewed password 51d2 雪山";
    let change = [
        ("present", reader.password.as_str()),
        ("password", renewed),
        ("password_again", renewed),
    ];
    browser.post("/account/password", &change);
    world.keep_secret("a renewed password", renewed);
    let mut admin = world.logged_in("security-admin-a");
    let made = admin.post_json(
        "/api/v1/tokens",
        &serde_json::json!({"name": "e-case", "scopes": ["glossary:read"], "expires_at": world.in_days(300)}),
    );
    if made.status == 201 {
        world.keep_secret("a token", &text_of(&made.json(), "secret"));
    }
    let reset = admin.post_json(
        &format!("/api/v1/accounts/{}/reset", reader.id),
        &serde_json::json!({}),
    );
    let slip = reset.expect(200).json();
    let slip = if slip["slip"].is_object() {
        slip["slip"].clone()
    } else {
        slip
    };
    world.keep_secret("a reset code", &text_of(&slip, "code"));
    for name in ["glossary:read", "expired", "revoked"] {
        let secret = world.token(name).secret.clone();
        world.send(&Request::get("/api/v1/me").bearer(&secret));
        // In a place where tokens do not belong.
        world.send(&Request::get(&format!("/api/v1/search?q=a&token={secret}")));
    }
    drop(browser);
    drop(admin);
    world.restart(|place| {
        place.run(["backup", "copy.backup"]).done();
    });
    let secrets = world.secrets();
    let found = clear_text(world.place().path(), &secrets);
    assert!(found.is_empty(), "{found:?}");
    say_found_nothing(&world, secrets.len());

    // The control: one secret in one file is found, wherever it stands.
    let planted = world.place().data_dir().join("index/planted");
    let (_, secret) = &secrets[secrets.len() / 2];
    std::fs::write(
        &planted,
        [b"\xff\x00".as_slice(), secret.as_bytes(), b"\x00"].concat(),
    )
    .unwrap();
    assert_eq!(clear_text(world.place().path(), &secrets).len(), 1);
    std::fs::remove_file(planted).unwrap();
}

/// Makes an identity number that nobody has, with the check character that GB 11643-1999 wants: there is no region 000000.
fn identity_number(nth: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = format!("00000019000101{nth:03}");
    let sum: u32 = digits
        .chars()
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    let check = "10X98765432".chars().nth(sum as usize % 11).unwrap();
    format!("{digits}{check}")
}

/// Gives out identity numbers, each for one place where it is typed.
struct Numbers<'w> {
    world: &'w World,
    n_given: u32,
}

impl Numbers<'_> {
    fn next(&mut self, place: &str) -> String {
        self.n_given += 1;
        let number = identity_number(self.n_given);
        self.world
            .keep_secret(&format!("an identity number typed as {place}"), &number);
        number
    }
}

/// Types numbers into everything that anybody can reach.
fn type_as_anybody(world: &World, numbers: &mut Numbers<'_>) {
    for start in [
        "/api/v1/search?q=",
        "/api/v1/search?cursor=",
        "/api/v1/search?no-such-parameter=",
        "/api/v1/suggest?q=",
        "/api/v1/browse?lang=zh&from=",
        "/api/v1/concepts/",
        "/api/v1/changes?since=",
        "/?q=",
        "/?no-such-parameter=",
        "/browse?from=",
        "/lookup?q=",
        "/c/",
        "/login?next=/",
        "/problems/",
        "/no/such/page/",
    ] {
        let target = format!("{start}{}", numbers.next(start));
        world.send(&Request::get(&target));
    }
    for (place, start, end) in [
        ("a search by POST", "{\"q\":\"", "\"}"),
        ("a search that is refused", "{\"q\":\"a\",\"lang\":\"", "\"}"),
        ("the name of a member", "{\"q\":\"a\",\"", "\":1}"),
        ("JSON that is none", "{\"q\":\"", ""),
    ] {
        let body = format!("{start}{}{end}", numbers.next(place));
        world.send(&Request::post("/api/v1/search").body("application/json", body));
    }
    let queries = json!({"queries": ["法院", numbers.next("a query of many")]});
    world.send(&Request::post("/api/v1/search/batch").json(&queries));
    let mut browser = Browser::new(world);
    browser.post(
        "/batch",
        &[("queries", &format!("法院\n{}", numbers.next("a pasted row")))],
    );
    for name in [
        "Authorization",
        "Cookie",
        "X-Request-Id",
        "Referer",
        "User-Agent",
        "Accept-Language",
    ] {
        let number = numbers.next(&format!("the header {name}"));
        let value = match name {
            "Authorization" => format!("Bearer {number}"),
            "Cookie" => format!("shanjar-dev={number}"),
            _ => number,
        };
        world.send(&Request::get("/api/v1/me").header(name, &value));
    }
    type_as_somebody_who_logs_in(world, numbers);
}

/// Types numbers into the fields of the forms that let people in.
fn type_as_somebody_who_logs_in(world: &World, numbers: &mut Numbers<'_>) {
    let name = numbers.next("a login name");
    Browser::new(world)
        .log_in(&name, "no such password at all")
        .expect(401);
    let spaced = format!("{} {}", &name[..6], &name[6..]);
    world.keep_secret("an identity number with a space", &spaced);
    Browser::new(world)
        .log_in(&spaced, "no such password at all")
        .expect(401);
    let password = numbers.next("a password");
    Browser::new(world).log_in("reader-a", &password).expect(401);
    let fields = ["login_name", "code", "password"].map(|field| (field, numbers.next(field)));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    Browser::new(world).post("/login/first", &fields);
    // So often that the limit answers.
    let name = numbers.next("a login name tried often");
    for _ in 0..12 {
        Browser::new(world).log_in(&name, "no such password at all");
    }
}

/// Types numbers into what is refused to somebody who may write.
fn type_as_administrator(world: &World, numbers: &mut Numbers<'_>) {
    let mut admin = world.logged_in("security-admin-a");
    let object = world.person("object-a").id.clone();
    let account = |name: &str, court: &str, role: &str| json!({"accounts": [{"login_name": name, "display_name": "x", "court": court, "roles": [role]}]});
    let in_days = world.in_days(30);
    for (target, body) in [
        (
            "/api/v1/accounts",
            account("a", &numbers.next("a court"), "reader"),
        ),
        ("/api/v1/accounts", account("a", "6301", &numbers.next("a role"))),
        (
            "/api/v1/accounts",
            account(&format!("{}!", numbers.next("a bad name")), "6301", "reader"),
        ),
        (
            "/api/v1/accounts",
            json!({"accounts": numbers.next("a list that is none")}),
        ),
        (
            "/api/v1/tokens",
            json!({"name": "x", "scopes": [numbers.next("a scope")], "expires_at": in_days}),
        ),
        (
            "/api/v1/tokens",
            json!({"name": "x", "scopes": ["documents"], "expires_at": numbers.next("a time")}),
        ),
        (
            "/api/v1/tokens",
            json!({"name": "x", "scopes": ["documents"], "expires_at": in_days, "addresses": [numbers.next("an address")]}),
        ),
    ] {
        let refused = admin.post_json(target, &body);
        assert!((400..500).contains(&refused.status), "{body}: {refused}");
    }
    let change = json!({"role": numbers.next("a role"), "op": "grant", "reason": "x"});
    admin
        .post_json(&format!("/api/v1/accounts/{object}/roles"), &change)
        .expect(422);
    for start in [
        "/api/v1/accounts/",
        "/accounts/",
        "/accounts?cursor=",
        "/api/v1/accounts?cursor=",
    ] {
        let target = format!("{start}{}", numbers.next(start));
        admin.get(&target);
    }
    let token = format!("/api/v1/tokens/{}", numbers.next("the id of a token"));
    admin.ask(Request::new("DELETE", &token)).expect(404);
    let mut auditor = world.logged_in("auditor-a");
    for start in [
        "/audit?actor=",
        "/api/v1/audit?actor=",
        "/api/v1/audit?object=",
        "/api/v1/audit?from=",
    ] {
        auditor.get(&format!("{start}{}", encoded(&numbers.next(start))));
    }
}

#[test]
fn identity_numbers_that_are_typed_anywhere_lie_nowhere() {
    // attack 62, attack 65, attack 35: what people look up or type into the wrong field is theirs.
    let mut world = World::start_with(&["--log-level", "trace"]);
    let mut numbers = Numbers {
        world: &world,
        n_given: 0,
    };
    type_as_anybody(&world, &mut numbers);
    type_as_administrator(&world, &mut numbers);
    let n_typed = numbers.n_given;
    world.restart(|place| {
        place.run(["backup", "copy.backup"]).done();
    });
    let secrets = world.secrets();
    let found = clear_text(world.place().path(), &secrets);
    assert!(found.is_empty(), "{found:#?}");
    println!("clear text: {n_typed} identity numbers typed");
    say_found_nothing(&world, secrets.len());

    // The control: what is accepted is stored, and then it is found.
    let number = identity_number(999);
    let token = json!({"name": number, "scopes": ["documents"], "expires_at": world.in_days(30)});
    let mut admin = world.logged_in("security-admin-a");
    let made = admin.post_json("/api/v1/tokens", &token).expect(201).json();
    world.keep_secret("a token", &text_of(&made, "secret"));
    let planted = [("a name".to_owned(), number)];
    assert!(!clear_text(world.place().path(), &planted).is_empty());
}

/// Writes people with numbers, wrong ones too, looks at them in every way, and returns how many numbers that were.
fn write_people(world: &World, numbers: &mut Numbers<'_>) -> u32 {
    let mut keeper = world.logged_in("coordinator-a");
    let posts = json!([{"court": "6301", "kind": "clerk", "from": "2010-01-01"}]);
    let mut n_phones = 0;
    let mut phone = || {
        n_phones += 1;
        let phone = format!("1385551{n_phones:04}");
        world.keep_secret("a telephone number", &phone);
        phone
    };
    let mut person = |number: &str| json!({"name": {"zh": "某人"}, "identity_number": number, "phones": [phone()], "posts": posts});
    for n in 0..20 {
        let number = numbers.next("the number of a person");
        let key = format!("people-{n}");
        let request = Request::post("/api/v1/people").json(&person(&number));
        let made = keeper
            .ask(request.header("Idempotency-Key", &key))
            .expect(201)
            .json();
        let id = text_of(&made, "id");
        let path = format!("/api/v1/people/{id}");
        for part in ["", "/revisions", "/duplicates", "/seen-by"] {
            let answer = keeper.get(&format!("{path}{part}"));
            assert!(!answer.expect(200).text().contains(&number), "{path}{part}");
        }
        // Another number in its place, the first again of somebody else, and one where none belongs.
        let changed = person(&numbers.next("another number of the person"));
        let put = Request::new("PUT", &path)
            .json(&changed)
            .header("If-Match", "\"1\"");
        keeper.ask(put).expect(200);
        let second = person(changed["identity_number"].as_str().unwrap());
        keeper.post_json("/api/v1/people", &second).expect(422);
        let mut misplaced = person(&numbers.next("a number"));
        misplaced["sex"] = json!(numbers.next("a sex"));
        keeper.post_json("/api/v1/people", &misplaced).expect(422);
        keeper.get(&format!(
            "/api/v1/people?name={}",
            numbers.next("a name that is looked for")
        ));
        keeper.get(&format!("/api/v1/people?court={}", numbers.next("a court")));
        for kind in ["identity_number", "phone"] {
            let seen = keeper.post_json(&format!("{path}/secrets/{kind}"), &json!({"purpose": "核对"}));
            assert!(
                seen.expect(200)
                    .text()
                    .contains(changed["identity_number"].as_str().unwrap())
                    == (kind == "identity_number")
            );
        }
    }
    n_phones
}

#[test]
fn numbers_of_people_lie_nowhere_in_the_clear() {
    // attack 2, attack 62, attack 65: what is sealed is in no table, no log, no index and no backup.
    let mut world = World::start_with(&["--log-level", "trace"]);
    let mut numbers = Numbers {
        world: &world,
        n_given: 100,
    };
    let n_phones = write_people(&world, &mut numbers);
    let n_numbers = numbers.n_given - 100;
    world.restart(|place| {
        place.run(["backup", "copy.backup"]).done();
    });
    let secrets = world.secrets();
    let found = clear_text(world.place().path(), &secrets);
    assert!(found.is_empty(), "{found:#?}");
    println!(
        "clear text: {n_numbers} identity numbers and {n_phones} telephone numbers of people written and looked at"
    );
    say_found_nothing(&world, secrets.len());
}

#[test]
fn a_made_up_identity_number_has_the_check_character_of_the_standard() {
    let check = |number: &str| {
        let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
        let digit = |c: char| c.to_digit(10).unwrap_or(10);
        let sum: u32 = number.chars().map(digit).zip(weights).map(|(d, w)| d * w).sum();
        sum % 11 == 1
    };
    assert!(check("11010519491231002X"), "the example of the standard");
    for nth in 0..100 {
        let number = identity_number(nth);
        assert!(number.len() == 18 && check(&number), "{number}");
    }
}
