//! Encrypted connections: which server is believed under which `sslmode`.

use store::Error;
use testkit::postgres::{PostgresServer, certificate};

use crate::fixtures::open_postgres;

/// Opens a database over `host` and returns whether the session is encrypted, or why it was not opened.
fn encrypted(host: &str, settings: &str) -> Result<String, String> {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let url = format!(
        "postgres://postgres@{host}:{}/{database}?{settings}",
        server.port()
    );
    let store = open_postgres(&url).map_err(|err| err.to_string())?;
    let rows = store.read(|session| {
        session.query(
            "SELECT CAST(ssl AS TEXT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
            &[],
        )
    });
    rows.and_then(|rows| rows[0].text(0).map(ToOwned::to_owned))
        .map_err(|err: Error| err.to_string())
}

#[test]
fn a_server_is_believed_as_far_as_the_mode_asks() {
    let verify =
        |mode: &str, root: &str| format!("sslmode={mode}&sslrootcert={}", certificate(root).display());
    let cases: [(&str, String, Result<&str, &str>); 9] = [
        ("localhost", "sslmode=disable".into(), Ok("false")),
        ("127.0.0.1", "sslmode=require".into(), Ok("true")),
        ("localhost", verify("verify-full", "root.pem"), Ok("true")),
        (
            "127.0.0.1",
            verify("verify-full", "root.pem"),
            Err("certificate not valid for name"),
        ),
        (
            "localhost",
            verify("verify-full", "other_root.pem"),
            Err("invalid peer certificate"),
        ),
        ("127.0.0.1", verify("verify-ca", "root.pem"), Ok("true")),
        (
            "localhost",
            verify("verify-ca", "other_root.pem"),
            Err("invalid peer certificate"),
        ),
        (
            "localhost",
            verify("verify-full", "missing.pem"),
            Err("missing.pem` cannot be used"),
        ),
        (
            "localhost",
            verify("verify-full", "server.key"),
            Err("it holds no certificate"),
        ),
    ];
    for (host, settings, expected) in cases {
        match (encrypted(host, &settings), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected, "{host} {settings}"),
            (Err(sentence), Err(part)) => assert!(sentence.contains(part), "{host} {settings}: {sentence}"),
            (found, _) => panic!("{host} {settings}: {found:?}"),
        }
    }
}
