//! The audit: what happened stands in it, whoever changes it afterwards is found, and nobody reads secrets there.

use serde_json::json;

use super::super::browser::Browser;
use super::super::http::Request;
use super::super::world::World;
use crate::cli::program::Place;

/// An entry as it lies in the database: who, what, how it went, about what.
#[derive(Debug)]
struct Entry {
    actor: String,
    action: String,
    outcome: String,
    object: String,
    address: String,
}

fn database(place: &Place) -> rusqlite::Connection {
    rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap()
}

fn entries(place: &Place) -> Vec<Entry> {
    let database = database(place);
    let columns =
        "SELECT coalesce(actor_name, ''), action, outcome, coalesce(object_id, ''), coalesce(address, '')
                   FROM audit_entry ORDER BY at_ms, id";
    let mut read = database.prepare(columns).unwrap();
    let entry = |row: &rusqlite::Row<'_>| {
        Ok(Entry {
            actor: row.get(0)?,
            action: row.get(1)?,
            outcome: row.get(2)?,
            object: row.get(3)?,
            address: row.get(4)?,
        })
    };
    read.query_map([], entry).unwrap().map(Result::unwrap).collect()
}

#[test]
fn logins_refusals_writes_and_views_leave_an_entry() {
    // attack 64
    let world = World::start();
    let object = world.person("object-a").id.clone();
    let mut admin = world.logged_in("security-admin-a");
    let mut reader = world.logged_in("reader-a");
    let mut auditor = world.logged_in("auditor-a");
    // What is done, how it has to end, and by whom; told by the entries that are new.
    let mut seen = entries(world.place()).len();
    let mut check = |what: &str, actor: &str, outcomes: &[&str], object: &str| {
        let all = entries(world.place());
        let new = &all[seen..];
        let found = new.iter().any(|entry| {
            let is_object = object.is_empty() || entry.object == object;
            entry.actor == actor
                && outcomes.contains(&entry.outcome.as_str())
                && is_object
                && !entry.address.is_empty()
        });
        assert!(found, "{what} by {actor} left {new:?}");
        assert!(new.iter().all(|entry| !entry.action.is_empty()), "{new:?}");
        seen = all.len();
    };
    world.logged_in("lecturer-a");
    check("a login", "lecturer-a", &["done"], "");
    Browser::new(&world)
        .log_in("lecturer-a", "no such password at all")
        .expect(401);
    // Nobody has signed in, so it is nobody's: the account that was tried is what it was done to.
    let tried = world.person("lecturer-a").id.clone();
    check("a wrong password", "anonymous", &["refused"], &tried);
    reader.get("/api/v1/accounts").expect(403);
    check("a refusal", "reader-a", &["refused"], "");
    admin
        .post_json(&format!("/api/v1/accounts/{object}/disable"), &json!({}))
        .expect(204);
    check("disabling", "security-admin-a", &["done"], &object);
    let wish = json!({"role": "reviewer", "op": "grant", "reason": "for the year 2027"});
    admin.post_json(&format!("/api/v1/accounts/{object}/roles"), &wish);
    check("asking for a role", "security-admin-a", &["done"], "");
    auditor.get("/api/v1/audit").expect(200);
    check("reading the audit", "auditor-a", &["done"], "");
    let secret = world.token("admin").secret.clone();
    world
        .send(&Request::get("/api/v1/audit").bearer(&secret))
        .expect(403);
    check("a refusal of a token", "token:admin", &["refused"], "");
    reader.post("/logout", &[]).expect(303);
    check("a logout", "reader-a", &["done"], "");
}

#[test]
fn entries_are_given_by_the_api_to_the_auditor() {
    // attack 64
    let world = World::start();
    world.logged_in("reader-a");
    let mut auditor = world.logged_in("auditor-a");
    let list = auditor.get("/api/v1/audit?limit=5").expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 5, "{list}");
    let newest = items[0]["at"].as_str().unwrap();
    let oldest = items[4]["at"].as_str().unwrap();
    assert!(newest >= oldest && newest.ends_with('Z'), "{list}");
    let verification = auditor.get("/api/v1/audit/verification").expect(200).text();
    assert!(!verification.is_empty());
}

/// Stops the server, changes the audit by hand, and returns what `audit verify` says of it.
fn verified_after(change: impl FnOnce(&rusqlite::Connection)) -> (i32, String) {
    let mut world = World::start();
    for n in 0..3 {
        world.logged_in("reader-a");
        Browser::new(&world).log_in("reader-b", &format!("wrong password {n}"));
    }
    let mut said = (0, String::new());
    world.restart(|place| {
        let before = place.run(["audit", "verify"]);
        assert_eq!(before.status, 0, "{before:?}");
        change(&database(place));
        let ran = place.run(["audit", "verify"]);
        said = (ran.status, ran.stdout + &ran.stderr);
    });
    said
}

/// The number of a link in the middle of the chain.
fn middle(database: &rusqlite::Connection) -> i64 {
    database
        .query_row("SELECT max(number) / 2 FROM audit_link", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn an_entry_that_was_changed_is_named() {
    // attack 63
    let mut number = 0;
    let (status, said) = verified_after(|database| {
        number = middle(database);
        let change = "UPDATE audit_entry SET actor_name = 'somebody else'
                      WHERE id = (SELECT entry FROM audit_link WHERE number = ?1)";
        assert_eq!(database.execute(change, [number]).unwrap(), 1);
    });
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&number.to_string()), "{number}: {said}");
}

#[test]
fn an_entry_that_was_taken_out_is_named() {
    // attack 63
    let mut number = 0;
    let (status, said) = verified_after(|database| {
        number = middle(database);
        database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let change = "DELETE FROM audit_entry WHERE id = (SELECT entry FROM audit_link WHERE number = ?1)";
        assert_eq!(database.execute(change, [number]).unwrap(), 1);
    });
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&number.to_string()), "{number}: {said}");
}

#[test]
fn two_entries_that_changed_places_are_named() {
    // attack 63
    let (status, said) = verified_after(|database| {
        let one = middle(database);
        let entry = |number: i64| -> String {
            database
                .query_row(
                    "SELECT entry FROM audit_link WHERE number = ?1",
                    [number],
                    |row| row.get(0),
                )
                .unwrap()
        };
        let (first, second) = (entry(one), entry(one + 1));
        let put = |number: i64, entry: &str| {
            let change = "UPDATE audit_link SET entry = ?2 WHERE number = ?1";
            assert_eq!(
                database
                    .execute(change, rusqlite::params![number, entry])
                    .unwrap(),
                1
            );
        };
        database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        put(one, "0123456789abcdef0123456789abcdef");
        put(one + 1, &first);
        put(one, &second);
    });
    assert_eq!(status, 1, "{said}");
}

#[test]
fn an_end_that_was_cut_off_is_seen_by_the_head_outside() {
    // attack 63
    let (status, said) = verified_after(|database| {
        database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        let last: i64 = database
            .query_row("SELECT max(number) FROM audit_link", [], |row| row.get(0))
            .unwrap();
        let change = "DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_link WHERE number > ?1)";
        database.execute(change, [last - 2]).unwrap();
        assert_eq!(
            database
                .execute("DELETE FROM audit_link WHERE number > ?1", [last - 2])
                .unwrap(),
            2
        );
    });
    assert_eq!(status, 1, "{said}");
}
