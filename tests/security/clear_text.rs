//! No password, code, session or token lies in the clear in any file, log or backup.
//!
//! Every world searches its own files when it ends; here the search itself is tried, and a backup is searched too.

use super::browser::Browser;
use super::town::text_of;
use super::world::{World, clear_text};

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
        world.send(&super::http::Request::get("/api/v1/me").bearer(&secret));
        // In a place where tokens do not belong.
        world.send(&super::http::Request::get(&format!(
            "/api/v1/search?q=a&token={secret}"
        )));
    }
    drop(browser);
    drop(admin);
    world.restart(|place| {
        place.run(["backup", "copy.backup"]).done();
    });
    let secrets = world.secrets();
    let found = clear_text(world.place().path(), &secrets);
    assert!(found.is_empty(), "{found:?}");
    println!("clear text: {} secrets, 0 found", secrets.len());

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
