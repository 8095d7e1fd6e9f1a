//! `migrate`: a data directory moves into a database, is killed on the way, and is told what stands in its way.

use std::fs;
use std::process::{Child, Stdio};

use testkit::postgres::{PostgresServer, Wire};

use super::program::{Place, Ran, Serving};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང་\n法官,ཁྲིམས་དཔོན་\n离婚,གཉེན་འབྲལ་\n离婚纠纷,\n";

/// A data directory of four concepts, and an empty database: its name and its address.
fn place_and_database() -> (Place, String, String) {
    let place = Place::with_database_file().with_file("pairs.csv", PAIRS);
    place
        .run(["import", "glossary", "pairs.csv", "--collection", "older"])
        .done();
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let url = server.url(&database);
    (place, database, url)
}

fn migrate(place: &Place, url: &str) -> Ran {
    place.run(["migrate", "--from", "data/shanjar.db", "--to", url])
}

/// Makes the tables of an empty store in the database. Whoever made them had keys, and a copy takes those of its source.
fn make_tables(place: &Place, database: &str, url: &str) {
    place
        .run(["reindex", "--data-dir", "maker", "--database", url])
        .done();
    PostgresServer::shared()
        .wire(database)
        .run("DELETE FROM key_check");
}

/// Does what the guide says: the keys are no part of the database, so they are taken along by hand.
fn take_keys_along(place: &Place) {
    let keys = place.path().join("node/keys");
    fs::create_dir_all(&keys).unwrap();
    fs::copy(
        place.data_dir().join("keys/fields.keys"),
        keys.join("fields.keys"),
    )
    .unwrap();
}

/// Returns `text` with the numbers that are other ones each time as words.
fn steady(text: &str, url: &str) -> String {
    let is_digest = |word: &str| word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    // How far the sealing of the audit has come is a matter of moments, and it is a job that leaves a row.
    let counts = ["job ", "audit_unsealed ", "audit_link "];
    let line = |line: &str| {
        if let Some(name) = counts.iter().find(|name| line.starts_with(*name)) {
            return format!("{name}equal");
        }
        if let Some((_, rest)) = line
            .strip_prefix("finished: ")
            .and_then(|said| said.split_once(' '))
        {
            return format!("finished: {rest}");
        }
        let words = line
            .split(' ')
            .map(|word| if is_digest(word) { "SHA-256" } else { word });
        words.collect::<Vec<_>>().join(" ")
    };
    text.replace(url, "URL")
        .lines()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}

fn get(serving: &Serving, path: &str) -> String {
    let mut answer = ureq::get(format!("{}{path}", serving.url())).call().unwrap();
    answer.body_mut().read_to_string().unwrap()
}

#[test]
fn a_moved_glossary_answers_as_before() {
    let (place, _, url) = place_and_database();
    let asked = [
        "/api/v1/changes?since=0&include=body",
        "/api/v1/concepts/c-000001",
        "/api/v1/concepts/c-000004/revisions",
    ];
    let before = {
        let serving = Serving::start(&place, &[]);
        asked.map(|path| get(&serving, path))
    };
    insta::assert_snapshot!(steady(&migrate(&place, &url).done(), &url), @r"
    change                     4  equal  SHA-256
    concept                    4  equal  SHA-256
    concept_revision           4  equal  SHA-256
    concept_term               7  equal  SHA-256
    concept_membership         4  equal  SHA-256
    concept_source             0  equal  SHA-256
    collection                 0  equal  SHA-256
    job equal
    import_row                 0  equal  SHA-256
    import_term                0  equal  SHA-256
    import_membership          0  equal  SHA-256
    import_source              0  equal  SHA-256
    import_file                0  equal  SHA-256
    idempotency_key            0  equal  SHA-256
    court                      0  equal  SHA-256
    account                    0  equal  SHA-256
    account_role               0  equal  SHA-256
    role_change                0  equal  SHA-256
    one_time_code              0  equal  SHA-256
    token                      0  equal  SHA-256
    key_check                  1  equal  SHA-256
    audit_entry                1  equal  SHA-256
    audit_unsealed equal
    audit_link equal
    audit_anchor               0  equal  SHA-256
    batch                      0  equal  SHA-256
    batch_item                 0  equal  SHA-256
    spelling_change            0  equal  SHA-256
    batch_scan                 0  equal  SHA-256
    edition                    0  equal  SHA-256
    edition_concept            0  equal  SHA-256
    subject_field              0  equal  SHA-256
    proposal                   0  equal  SHA-256
    unanswered_lookup          0  equal  SHA-256
    tibetan_request            0  equal  SHA-256
    change_set                 0  equal  SHA-256
    change_set_item            0  equal  SHA-256
    list_succession            0  equal  SHA-256
    list_change                0  equal  SHA-256
    saved_filter               0  equal  SHA-256
    record                     0  equal  SHA-256
    record_revision            0  equal  SHA-256
    person_name                0  equal  SHA-256
    name_key_scheme            0  equal  SHA-256
    person_post                0  equal  SHA-256
    person_secret              0  equal  SHA-256
    training_listed            0  equal  SHA-256
    enrolment_listed           0  equal  SHA-256
    correction                 0  equal  SHA-256
    certificate                0  equal  SHA-256
    roster_import              0  equal  SHA-256
    roster_piece               0  equal  SHA-256
    roster_choice              0  equal  SHA-256
    roster_answer              0  equal  SHA-256
    change_counter             1  equal  SHA-256
    finished: rows up to change 4 are in `URL` (hint: from now on write only there, with `shanjar serve --database`; what is written into the data directory does not follow)
    ");
    let keyless = place
        .run(["serve", "--database", &url, "--data-dir", "node"])
        .refused(1);
    assert!(keyless.contains("fields.keys"), "{keyless}");
    take_keys_along(&place);
    let serving = Serving::start(&place, &["--database", &url, "--data-dir", "node"]);
    for (path, before) in asked.iter().zip(before) {
        assert_eq!(get(&serving, path), before, "{path}");
    }
    let verified = Ran::of(
        place
            .command(["verify", "--data-dir", "node"])
            .env("SHANJAR_DATABASE", &url),
    );
    assert_eq!(verified.done(), "sound: 4 concepts, 4 revisions, 4 changes\n");
    let found = Ran::of(
        place
            .command(["search", "ཁྲིམས་དཔོན", "--data-dir", "node"])
            .env("SHANJAR_DATABASE", &url),
    );
    assert!(found.done().starts_with("法官\tཁྲིམས་དཔོན"));
    assert_eq!(
        place.run(["verify"]).done(),
        "sound: 4 concepts, 4 revisions, 4 changes\n",
        "the source is as it was"
    );
    let again = migrate(&place, &url).refused(1);
    assert!(again.contains("holds a finished copy of the store"), "{again}");
}

#[test]
fn directory_and_database_can_come_from_the_settings() {
    let (place, _, url) = place_and_database();
    let mut command = place.command(["migrate"]);
    command.env("SHANJAR_DATABASE", &url).env("LANG", "zh_CN.UTF-8");
    let told = Ran::of(&mut command).done();
    assert!(told.lines().next().unwrap().contains("  相同  "), "{told}");
    assert!(told.contains("\n已完成："), "{told}");
}

#[test]
fn wrong_usage_of_migrate_says_what_is_missing() {
    let (place, _, url) = place_and_database();
    let stderr = place.run(["migrate", "--from", "data"]).refused(2);
    assert!(
        stderr.contains("it is not said where to (hint: `--to postgres://…`"),
        "{stderr}"
    );
    for args in [
        ["migrate", "--from", "data", "--data-dir", "data", "--to", &url],
        ["migrate", "--from", "data", "--database", &url, "--to", &url],
    ] {
        let stderr = place.run(args).refused(2);
        assert!(stderr.contains("cannot be used with"), "{stderr}");
    }
    let stderr = place
        .run(["migrate", "--to", "clerk:geheim@127.0.0.1"])
        .refused(1);
    assert!(
        stderr.contains("does not begin with `postgres://`") && !stderr.contains("geheim"),
        "{stderr}"
    );
}

#[test]
fn a_directory_that_is_served_or_holds_nothing_is_not_moved() {
    let (place, database, url) = place_and_database();
    let serving = Serving::start(&place, &[]);
    let stderr = migrate(&place, &url).refused(1);
    assert!(
        stderr.contains("the data directory `data` is in use by another shanjar process (hint: stop"),
        "{stderr}"
    );
    drop(serving);
    let stderr = place
        .run(["migrate", "--from", "nowhere", "--to", &url])
        .refused(1);
    assert!(stderr.contains("there is no data in `nowhere`"), "{stderr}");
    assert!(!place.path().join("nowhere").exists());
    let made = PostgresServer::shared()
        .wire(&database)
        .run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    assert!(made.is_empty(), "{made:?}");
    assert!(migrate(&place, &url).stdout.contains("\nfinished: "));
}

/// Starts `migrate` with `table` locked against writing, waits until it waits there, and kills it.
fn kill_at(place: &Place, (database, url): (&str, &str), table: &str) {
    let server = PostgresServer::shared();
    let mut lock = server.wire(database);
    lock.run(&format!("BEGIN; LOCK TABLE {table} IN SHARE MODE"));
    let mut command = place.command(["migrate", "--from", "data", "--to", url]);
    let mut child: Child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut watch = server.wire(database);
    while !waits(&mut watch, database, table) {
        let ended = child.try_wait().unwrap();
        assert_eq!(ended, None, "it was to wait at `{table}`");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    lock.run("ROLLBACK");
}

fn waits(wire: &mut Wire, database: &str, table: &str) -> bool {
    let sql = format!(
        "SELECT pid FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock' \
         AND query LIKE 'INSERT INTO {table} %'"
    );
    !wire.run(&sql).is_empty()
}

#[test]
fn a_killed_migration_goes_on_and_is_used_by_nobody_before() {
    let (place, database, url) = place_and_database();
    // So that one of them can be locked.
    make_tables(&place, &database, &url);
    for table in ["change", "concept_term", "concept_term", "job"] {
        kill_at(&place, (&database, &url), table);
        let told = Ran::of(
            place
                .command(["verify", "--data-dir", "node"])
                .env("SHANJAR_DATABASE", &url),
        )
        .refused(1);
        assert!(told.contains("an unfinished copy of the store"), "{told}");
    }
    for args in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["search", "法院"],
        &["reindex"],
        &["import", "glossary", "pairs.csv"],
        &["import", "glossary", "pairs.csv", "--dry-run"],
    ] {
        let mut command = place.command(args);
        command
            .env("SHANJAR_DATABASE", &url)
            .env("SHANJAR_DATA_DIR", "node");
        let told = Ran::of(&mut command).refused(1);
        let way_out =
            "cannot be used yet (hint: run the same `shanjar migrate` again, it goes on where it stopped)";
        assert!(told.contains(way_out), "{args:?}: {told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
    let told = migrate(&place, &url).done();
    assert_eq!(
        told.lines().filter(|line| line.contains("  equal  ")).count(),
        55,
        "{told}"
    );
    let verified = Ran::of(
        place
            .command(["verify", "--data-dir", "node"])
            .env("SHANJAR_DATABASE", &url),
    );
    assert!(
        verified
            .done()
            .starts_with("sound: 4 concepts, 4 revisions, 4 changes\n")
    );
}

#[test]
fn a_copy_that_differs_is_not_finished() {
    let (place, database, url) = place_and_database();
    make_tables(&place, &database, &url);
    PostgresServer::shared().wire(&database).run(
        "CREATE FUNCTION other() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.text := NEW.text || '院'; RETURN NEW; END $$; \
         CREATE TRIGGER other BEFORE INSERT ON concept_term FOR EACH ROW WHEN (NEW.concept = 2) EXECUTE FUNCTION other()",
    );
    let ran = migrate(&place, &url);
    assert!(
        ran.stdout.contains("\nconcept_term               7  DIFFERS  "),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains("finished"), "{}", ran.stdout);
    let stderr = ran.refused(1);
    assert!(
        stderr.contains(
            "differs from the data directory in `concept_term` (7 rows against 7): somebody else has written"
        ),
        "{stderr}"
    );
    let served = place
        .run(["serve", "--data-dir", "node", "--database", &url])
        .refused(1);
    assert!(served.contains("an unfinished copy of the store"), "{served}");
}
