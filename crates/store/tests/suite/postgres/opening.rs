//! Opening a database: what is set up, what is refused, and with which sentence.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use store::{Error, Options, Store, Value, changes, concepts, identity};
use testkit::postgres::PostgresServer;

use crate::fixtures::{concept, create, open_postgres, store_id};

/// The server of the tests and the address of a database of its own.
fn fresh() -> (&'static PostgresServer, String, String) {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let url = server.url(&database);
    (server, database, url)
}

#[track_caller]
fn refused(outcome: Result<Store, Error>) -> (Error, String) {
    let err = outcome.map(|_| ()).unwrap_err();
    let port = format!(":{}/", PostgresServer::shared().port());
    let sentence = err.to_string().replace(&port, ":PORT/");
    assert!(
        !sentence.contains('\n') && !sentence.contains("geheim"),
        "{sentence}"
    );
    // The name of the database has the number of the test.
    let shown = sentence.split("test_").enumerate().map(|(nth, part)| match nth {
        0 => part.to_owned(),
        _ => format!("DB{}", part.trim_start_matches(|c: char| c.is_ascii_digit())),
    });
    (err, shown.collect())
}

#[test]
fn an_empty_database_is_set_up_and_found_again() {
    let (_, _, url) = fresh();
    let store = open_postgres(&url).unwrap();
    let court = create(&store, concept("法院", "ཁྲིམས་ཁང"));
    drop(store);
    let store = Store::open_postgres(&url, &store_id(2), Options::default()).unwrap();
    assert_eq!(
        store.read(|session| concepts::find(session, court.id)),
        Ok(Some(court))
    );
    assert_eq!(
        store.read(identity::find),
        Ok(store_id(1)),
        "it keeps the id it was made with"
    );
    assert!(store.verify().unwrap().is_sound());
}

#[test]
fn nodes_that_start_together_set_the_database_up_once() {
    let (server, database, url) = fresh();
    let ids: Vec<_> = thread::scope(|scope| {
        let open = |number| {
            let store = Store::open_postgres(&url, &store_id(number), Options::default()).unwrap();
            store.read(identity::find).unwrap()
        };
        let nodes: Vec<_> = (0..8).map(|number| scope.spawn(move || open(number))).collect();
        nodes.into_iter().map(|node| node.join().unwrap()).collect()
    });
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let steps = server
        .wire(&database)
        .run("SELECT number, name FROM migration ORDER BY number");
    let shown: Vec<_> = steps
        .into_iter()
        .map(|row| row.into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        shown,
        [
            "1 glossary",
            "2 identity",
            "3 idempotency",
            "4 job_lease",
            "5 transfer",
            "6 accounts",
            "7 audit",
            "8 authority",
            "9 proposals",
            "10 import_jobs",
            "11 list_editions",
            "12 saved_filters",
            "13 registry",
            "14 roster_imports",
            "15 records_of_people",
            "16 name_keys"
        ]
    );
}

#[test]
fn a_database_of_a_newer_version_is_refused() {
    let (server, database, url) = fresh();
    drop(open_postgres(&url).unwrap());
    server
        .wire(&database)
        .run("INSERT INTO migration (number, name, checksum) VALUES (99, 'future', '')");
    let (err, sentence) = refused(open_postgres(&url));
    assert!(
        matches!(
            err,
            Error::Newer {
                found: 99,
                known: 16,
                ..
            }
        ),
        "{err:?}"
    );
    insta::assert_snapshot!(sentence, @"the database `postgres://postgres@127.0.0.1:PORT/DB` was made by a newer version of shanjar: it is at migration 99, this version knows 16 (hint: install the newer version, or restore a backup made with this one)");
    let (err, _) = refused(Store::open_postgres_read_only(&url, Options::default()));
    assert!(matches!(err, Error::Newer { .. }), "reading too: {err:?}");
}

#[test]
fn a_database_that_misses_a_step_gets_it_and_is_not_read_without() {
    let (server, database, url) = fresh();
    drop(open_postgres(&url).unwrap());
    server
        .wire(&database)
        .run("DROP INDEX change_merge; DROP TABLE name_key_scheme, correction, certificate, roster_import, roster_piece, roster_choice, roster_answer, record, record_revision, person_name, person_post, person_secret, training_listed, enrolment_listed, saved_filter, list_change, list_succession, import_file, change_set_item, change_set, unanswered_lookup, proposal, tibetan_request, subject_field, identity, idempotency_key, transfer, account_role, role_change, one_time_code, login_session, login_counter, token, key_check, account, court, audit_entry, audit_unsealed, audit_link, audit_anchor, batch_item, spelling_change, batch_scan, batch, edition_concept, edition; ALTER TABLE concept DROP COLUMN standing; ALTER TABLE concept_revision DROP COLUMN act, DROP COLUMN reason, DROP COLUMN batch; ALTER TABLE collection DROP COLUMN title_bo, DROP COLUMN bo_source, DROP COLUMN kind; ALTER TABLE job DROP COLUMN holder, DROP COLUMN leased_until_ms, DROP COLUMN token; DELETE FROM migration WHERE number >= 2");
    let (err, sentence) = refused(Store::open_postgres_read_only(&url, Options::default()));
    assert!(
        matches!(
            err,
            Error::Outdated {
                found: 1,
                known: 16,
                ..
            }
        ),
        "{err:?}"
    );
    insta::assert_snapshot!(sentence, @"the database `postgres://postgres@127.0.0.1:PORT/DB` is at migration 1 and this version needs 16 (hint: open it once for writing, for example with `shanjar serve`)");
    let store = Store::open_postgres(&url, &store_id(3), Options::default()).unwrap();
    assert_eq!(store.read(identity::find), Ok(store_id(3)));
    drop(store);
    server
        .wire(&database)
        .run("UPDATE migration SET checksum = 'another' WHERE number = 1");
    let (err, _) = refused(open_postgres(&url));
    assert!(
        matches!(err, Error::MigrationChanged { number: 1, .. }),
        "{err:?}"
    );
}

#[test]
fn a_database_of_another_program_is_refused_and_left_alone() {
    let tables = |server: &PostgresServer, database: &str| {
        server
            .wire(database)
            .run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    };
    for (made, reason) in [
        (
            "CREATE TABLE invoice (id INT)",
            "it holds the table `invoice` and no `migration`",
        ),
        (
            "CREATE VIEW one AS SELECT 1",
            "it holds the table `one` and no `migration`",
        ),
        (
            "CREATE TABLE migration (version INT)",
            "its table `migration` is of another program",
        ),
    ] {
        let (server, database, url) = fresh();
        server.wire(&database).run(made);
        let before = tables(server, &database);
        let (err, sentence) = refused(open_postgres(&url));
        assert!(matches!(err, Error::Foreign { .. }), "{err:?}");
        assert_eq!(
            sentence,
            format!(
                "`postgres://postgres@127.0.0.1:PORT/DB` is not a shanjar database: {reason} (hint: choose another \
                 database with `--database`)"
            )
        );
        assert_eq!(tables(server, &database), before);
    }
}

#[test]
fn a_database_that_cannot_hold_our_texts_is_refused() {
    let server = PostgresServer::shared();
    let latin =
        server.fresh_database_with("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    let (err, sentence) = refused(open_postgres(&server.url(&latin)));
    assert!(matches!(err, Error::Foreign { .. }), "{err:?}");
    assert!(
        sentence.contains("its encoding is SQL_ASCII, and UTF8 is needed"),
        "{sentence}"
    );
}

#[test]
fn a_user_without_the_right_to_make_tables_is_told() {
    let (server, database, _) = fresh();
    server.wire(&database).run("CREATE ROLE weak LOGIN");
    let url = format!("postgres://weak@127.0.0.1:{}/{database}", server.port());
    let (err, sentence) = refused(open_postgres(&url));
    assert!(matches!(err, Error::ReadOnly { .. }), "{err:?}");
    insta::assert_snapshot!(sentence, @"`postgres://weak@127.0.0.1:PORT/DB` cannot be written: permission denied for schema public (42501) (hint: give the user in the address the right to write there, or choose another database with `--database`)");
}

#[test]
fn a_password_is_taken_from_the_address_or_a_file_and_shown_by_no_message() {
    let (server, database, _) = fresh();
    let role = "with_password";
    server.wire(&database).run(&format!(
        "CREATE ROLE {role} LOGIN PASSWORD 'geheim/密'; ALTER DATABASE {database} OWNER TO {role}"
    ));
    let at = format!("127.0.0.1:{}/{database}", server.port());
    let (err, sentence) = refused(open_postgres(&format!("postgres://{role}:geheim-not@{at}")));
    assert!(matches!(err, Error::Unavailable { .. }), "{err:?}");
    assert!(
        sentence.contains("password authentication failed for user \"with_password\""),
        "{sentence}"
    );
    drop(open_postgres(&format!("postgres://{role}:geheim%2F%E5%AF%86@{at}")).unwrap());

    let directory = tempfile::tempdir().unwrap();
    let passfile = directory.path().join("pass");
    fs::write(&passfile, format!("*:*:{database}:{role}:geheim/密\n")).unwrap();
    fs::set_permissions(&passfile, fs::Permissions::from_mode(0o600)).unwrap();
    let url = format!("postgres://{role}@{at}?passfile={}", passfile.display());
    drop(open_postgres(&url).unwrap());
}

#[test]
fn the_first_host_that_takes_writes_is_used_and_each_other_one_named() {
    let (server, database, _) = fresh();
    server.wire(&database).run(&format!(
        "ALTER ROLE postgres IN DATABASE {database} SET default_transaction_read_only = on"
    ));
    let standby = server.fresh_database();
    drop(open_postgres(&server.url(&standby)).unwrap());
    // Taken and given back: nobody listens there.
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let port = server.port();
    let url = format!("postgres://postgres@127.0.0.1:{closed},127.0.0.1:{port}/{standby}");
    let store = open_postgres(&url).unwrap();
    create(&store, concept("法院", ""));

    let url = format!("postgres://postgres@127.0.0.1:{closed},127.0.0.1:{port}/{database}");
    let sentence = open_postgres(&url).map(|_| ()).unwrap_err().to_string();
    for part in [
        format!("`{url}`"),
        format!("127.0.0.1:{closed}: error connecting to server: Connection refused"),
        format!("127.0.0.1:{port}: error connecting to server: database does not allow writes"),
    ] {
        assert!(sentence.contains(&part), "{sentence}");
    }
}

#[test]
fn reading_needs_a_store_and_makes_none() {
    let (server, database, url) = fresh();
    let read_only = || Store::open_postgres_read_only(&url, Options::default());
    let (err, _) = refused(read_only());
    assert!(matches!(err, Error::NotFound { .. }), "{err:?}");
    let made = server
        .wire(&database)
        .run("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    assert!(made.is_empty(), "{made:?}");

    let writer = open_postgres(&url).unwrap();
    let reader = read_only().unwrap();
    create(&writer, concept("法官", "ཁྲིམས་དཔོན"));
    assert_eq!(
        reader.read(changes::last_seq),
        Ok(1),
        "it sees what is committed later"
    );
    assert!(reader.verify().unwrap().is_sound());
    let refused = reader.write_aside(|session| session.execute("DELETE FROM job", &[]));
    assert!(matches!(refused, Err(Error::ReadOnly { .. })), "{refused:?}");
}

#[test]
fn what_is_wrong_with_the_database_itself_is_found_by_verify() {
    let (server, database, url) = fresh();
    let store = open_postgres(&url).unwrap();
    assert!(store.verify().unwrap().is_sound());
    server
        .wire(&database)
        .run("ALTER TABLE collection ALTER COLUMN title_zh TYPE TEXT COLLATE \"POSIX\"");
    let report = store.verify().unwrap();
    assert_eq!(
        report.problems,
        [
            "`collection.title_zh` is not compared by its bytes (collation \"C\"), so that lists come in another order"
        ]
    );
}

#[test]
fn a_session_is_set_up_for_durability_and_for_no_cut_commit() {
    let (server, database, url) = fresh();
    server.wire(&database).run(&format!(
        "ALTER DATABASE {database} SET synchronous_commit = off; ALTER DATABASE {database} SET statement_timeout = '50s'; \
         ALTER DATABASE {database} SET timezone = 'Asia/Shanghai'"
    ));
    let store = open_postgres(&url).unwrap();
    for (name, expected) in [
        ("synchronous_commit", "on"),
        ("statement_timeout", "0"),
        ("TimeZone", "UTC"),
        ("lock_timeout", "30s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("application_name", "shanjar"),
        ("transaction_isolation", "read committed"),
    ] {
        let found = store.write_aside(move |session| {
            let rows = session.query("SELECT current_setting(?1)", &[Value::from(name)])?;
            rows[0].text(0).map(ToOwned::to_owned)
        });
        assert_eq!(found.as_deref(), Ok(expected), "{name}");
    }
}
