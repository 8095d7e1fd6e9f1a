//! `audit verify`, beside a server and without one, and the entries that a server sends to a collector.

use std::io::Read;
use std::net::TcpListener;

use super::program::{Place, Ran, Serving};

/// A place in which somebody has made an account, which is written down.
fn with_an_account() -> Place {
    let place = Place::with_database_file();
    place
        .run(["user", "add", "zhou", "--role", "security_admin"])
        .done();
    place
}

fn stop(serving: Serving) {
    serving.signal("TERM");
    assert!(serving.wait().success());
}

/// Runs a server until everything that waits is sealed.
fn seal(place: &Place) {
    stop(Serving::start(place, &[]));
    let left = place.run(["audit", "verify", "--json"]).json()["unsealed"]["count"].clone();
    assert_eq!(left, 0, "a server that stops leaves nothing");
}

#[test]
fn entries_are_sealed_by_the_server_and_verified_beside_it() {
    let place = with_an_account();
    let ran = place.run(["audit", "verify"]);
    let told = ran.done();
    assert!(told.starts_with("sound: no audit entry is sealed\n"), "{told}");
    assert!(told.contains(" wait to be sealed, the oldest for "), "{told}");

    let serving = Serving::start(&place, &[]);
    // The head is written after the links that it names, and the first of all heads is missing until then.
    let waiting = loop {
        let report = place.run(["audit", "verify", "--json"]).json();
        if report["unsealed"]["count"] == 0 && report["head"]["state"] == "agrees" {
            break report;
        }
    };
    assert_eq!(
        (&waiting["is_sound"], &waiting["first_bad"]),
        (&true.into(), &serde_json::Value::Null)
    );
    let last = waiting["last"].as_u64().unwrap();
    assert!(last > 0, "{waiting}");
    stop(serving);
    let log = std::fs::read_to_string(place.path().join("serve.log")).unwrap();
    assert!(log.contains("audit head") && log.contains("digest="), "{log}");
    let told = place.run(["audit", "verify"]).done();
    let expected = format!(
        "sound: {last} audit entries are as they were sealed, number 1 to {last}\nthe head in `data/audit/head` names the last \
         number, {last}\n"
    );
    assert_eq!(told, expected);
}

#[test]
fn a_server_that_was_killed_leaves_a_chain_that_goes_on() {
    let place = with_an_account();
    for name in ["li", "wang", "bkra-shis"] {
        // Killed at whatever it is doing: sealing, or writing the head.
        drop(Serving::start(&place, &[]));
        place.run(["user", "add", name, "--role", "reader"]).done();
    }
    seal(&place);
    let told = place.run(["audit", "verify"]).done();
    assert!(told.starts_with("sound: "), "{told}");
}

#[test]
fn what_somebody_has_changed_is_named_with_status_1() {
    let place = with_an_account();
    seal(&place);
    let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    database
        .execute("UPDATE audit_entry SET actor_name = '王' WHERE id = (SELECT entry FROM audit_link WHERE number = 1)", [])
        .unwrap();
    let ran = place.run(["audit", "verify"]);
    assert_eq!(ran.status, 1);
    let second = ran.stdout.lines().nth(1).unwrap();
    assert_eq!(
        second,
        "the first bad number is 1: the entry, its digest or its number is not what was sealed here"
    );
    let ran = place.run(["audit", "verify", "--json"]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.json()["first_bad"],
        serde_json::json!({"number": 1, "fault": "edited"})
    );
    let ran = Ran::of(place.command(["audit", "verify"]).env("SHANJAR_LANGUAGE", "zh"));
    assert!(
        ran.stdout
            .starts_with("有问题：自编号 1 起，0 条审计记录与封存时一致\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_head_at_another_place_is_found_there() {
    let place = with_an_account();
    std::fs::create_dir(place.data_dir()).ok();
    let file = "[audit]\nhead_path = \"elsewhere/head\"\n";
    std::fs::write(place.data_dir().join("shanjar.toml"), file).unwrap();
    seal(&place);
    assert!(place.path().join("elsewhere/head").exists());
    assert!(!place.data_dir().join("audit").exists());
    let told = place.run(["audit", "verify"]).done();
    assert!(
        told.contains("the head in `elsewhere/head` names the last number"),
        "{told}"
    );
    std::fs::remove_file(place.path().join("elsewhere/head")).unwrap();
    let ran = place.run(["audit", "verify"]);
    assert_eq!(ran.status, 1, "{}", ran.stdout);
    assert!(
        ran.stdout
            .contains("there is no head in `elsewhere/head`, so nobody can tell"),
        "{}",
        ran.stdout
    );
}

#[test]
fn without_keys_nobody_can_tell() {
    let place = with_an_account();
    std::fs::remove_file(place.data_dir().join("keys/fields.keys")).unwrap();
    let stderr = place.run(["audit", "verify"]).refused(1);
    assert!(
        stderr.starts_with("shanjar: there are no keys in `data/keys/fields.keys`"),
        "{stderr}"
    );
}

#[test]
fn a_collector_gets_every_entry() {
    let place = with_an_account();
    let collector = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = collector.local_addr().unwrap().to_string();
    let file = format!("[syslog]\naddress = \"{address}\"\ntransport = \"tcp\"\n");
    std::fs::write(place.data_dir().join("shanjar.toml"), file).unwrap();
    let serving = Serving::start(&place, &[]);
    let (mut stream, _) = collector.accept().unwrap();
    stop(serving);
    let mut came = String::new();
    stream.read_to_string(&mut came).unwrap();
    let sealed = place.run(["audit", "verify", "--json"]).json()["last"]
        .as_u64()
        .unwrap();
    for number in 1..=sealed {
        assert!(
            came.contains(&format!(" [shanjar@32473 number=\"{number}\" id=\"")),
            "{number}: {came}"
        );
    }
    assert!(came.contains("<86>1 2"), "{came}");
}

#[test]
fn a_collector_that_cannot_be_believed_keeps_the_server_from_starting() {
    let place = Place::with_database_file();
    let ran = Ran::of(
        place
            .command(["serve", "--listen", "127.0.0.1:0"])
            .env("SHANJAR_SYSLOG_ADDRESS", "localhost:6514"),
    );
    let stderr = ran.refused(1);
    assert!(
        stderr.contains("hint: name a file in `syslog.ca_file`"),
        "{stderr}"
    );
}

/// Makes the backup `a.backup` of an audit with something in it; returns the number it ends with.
fn back_up(place: &Place) -> u64 {
    seal(place);
    place.run(["backup", "a.backup"]).done();
    place.run(["audit", "verify", "--json"]).json()["last"]
        .as_u64()
        .unwrap()
}

#[test]
fn a_backup_is_checked_up_to_the_end_of_its_audit() {
    let place = with_an_account();
    let last = back_up(&place);
    let told = place.run(["verify", "a.backup"]).done();
    let line =
        format!("\nthe audit chain is what was sealed, and ends at number {last} as the manifest says\n");
    assert!(told.contains(&line), "{told}");
    // On a machine that has the key of the backup and not those of the audit.
    let (from, to) = (place.data_dir().join("keys"), place.path().join("other/keys"));
    std::fs::create_dir_all(&to).unwrap();
    std::fs::copy(from.join("backup.key"), to.join("backup.key")).unwrap();
    let key = to.join("backup.key").display().to_string();
    let mut elsewhere = place.command(["verify", "a.backup", "--key", &key]);
    let told = Ran::of(elsewhere.env("SHANJAR_KEYS_FILE", "other/keys/fields.keys")).done();
    assert!(
        told.contains(" as the manifest says; not compared with its keys, which are not here (hint: "),
        "{told}"
    );
    let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    database
        .execute("UPDATE audit_entry SET action = 'x'", [])
        .unwrap();
    place.run(["backup", "b.backup"]).done();
    let ran = place.run(["verify", "b.backup"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout
            .contains("\nNOT SOUND: the audit chain is not what was sealed, first at number 1; "),
        "{}",
        ran.stdout
    );
}

#[test]
fn who_restores_a_backup_from_before_the_head_is_told_and_can_go_on() {
    let place = with_an_account();
    let last = back_up(&place);
    place.run(["user", "add", "li", "--role", "reader"]).done();
    seal(&place);
    let head = place.run(["audit", "verify", "--json"]).json()["last"]
        .as_u64()
        .unwrap();
    assert!(head > last);
    let key = place.data_dir().join("keys/backup.key").display().to_string();
    let again = |arguments: &[&str]| {
        let mut command = place.command(arguments);
        command.args(["--data-dir", "again"]);
        Ran::of(command.env("SHANJAR_AUDIT_HEAD_PATH", "data/audit/head"))
    };
    let told = again(&["restore", "a.backup", "--key", &key]).done();
    let expected = format!(
        "\nthe audit goes back: the head in `data/audit/head` names number {head}, and the backup ends at {last}; the entries \
         {} to {head} are not in it",
        last + 1
    );
    assert!(told.contains(&expected) && told.contains("(hint: "), "{told}");
    let keys = "keys/fields.keys";
    std::fs::copy(place.data_dir().join(keys), place.path().join("again").join(keys)).unwrap();
    let verified = again(&["audit", "verify"]);
    assert_eq!(verified.status, 1, "{}", verified.stdout);
    // The way out.
    std::fs::rename(place.data_dir().join("audit/head"), place.path().join("old-head")).unwrap();
    let file = "[audit]\nhead_path = \"data/audit/head\"\n";
    std::fs::write(place.path().join("again/shanjar.toml"), file).unwrap();
    stop(Serving::start(&place, &["--data-dir", "again"]));
    let told = again(&["audit", "verify"]).done();
    assert!(
        told.starts_with("sound: ") && place.data_dir().join("audit/head").exists(),
        "{told}"
    );
}
