//! Stores of other versions: every command refuses them on both backends, names both versions, and changes nothing.

use testkit::postgres::PostgresServer;

use super::program::{Place, Ran};

/// Every command that opens a store. `migrate` opens a data directory as its source, and a database as its target.
const OPENING: [&[&str]; 7] = [
    &["serve", "--listen", "127.0.0.1:0"],
    &["search", "法院"],
    &["reindex"],
    &["verify"],
    &["import", "glossary", "pairs.csv"],
    &["import", "glossary", "pairs.csv", "--dry-run"],
    &["migrate", "--from", "data"],
];

/// Those of them that bring no store up to this version.
const NOT_BRINGING_UP: [&[&str]; 3] = [OPENING[3], OPENING[5], OPENING[6]];

/// A statement that makes a store one of another version.
const NEWER: &str = "INSERT INTO migration (number, name, checksum) VALUES (99, 'later', '')";
const TOO_OLD: &str = "DELETE FROM migration";
const OLDER: &str = "DELETE FROM migration WHERE number > 2";

fn place() -> Place {
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    place
}

#[track_caller]
fn check(args: &[&str], ran: Ran, expected: &str) {
    assert_eq!(ran.stdout, "", "{args:?}");
    let stderr = ran.refused(1);
    assert_eq!(stderr.lines().count(), 1, "{args:?}: {stderr}");
    assert!(stderr.contains(expected), "{args:?}: {stderr}");
}

#[track_caller]
fn check_directory(change: &str, commands: &[&[&str]], expected: &str) {
    let place = place();
    let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    database.execute(change, []).unwrap();
    drop(database);
    let server = PostgresServer::shared();
    let target = server.url(&server.fresh_database());
    for args in commands {
        let mut command = place.command(*args);
        if args[0] == "migrate" {
            command.env("SHANJAR_DATABASE", &target);
        }
        check(args, Ran::of(&mut command), expected);
    }
}

#[track_caller]
fn check_database(change: &str, commands: &[&[&str]], expected: &str) {
    let place = place();
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let url = server.url(&database);
    let mut import = place.command(["import", "glossary", "pairs.csv"]);
    import
        .env("SHANJAR_DATABASE", &url)
        .env("SHANJAR_DATA_DIR", "node");
    Ran::of(&mut import).done();
    server.wire(&database).run(change);
    for args in commands {
        let mut command = place.command(*args);
        command.env("SHANJAR_DATABASE", &url);
        if args[0] != "migrate" {
            command.env("SHANJAR_DATA_DIR", "node");
        }
        check(args, Ran::of(&mut command), &expected.replace("URL", &url));
    }
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let expected = "was made by a newer version of shanjar: it is at migration 99, this version knows 16 (hint: install the \
                    newer version, or restore a backup made with this one)";
    check_directory(NEWER, &OPENING, &format!("the data directory `data` {expected}"));
    check_database(NEWER, &OPENING, &format!("the database `URL` {expected}"));
}

#[test]
fn a_store_that_cannot_be_brought_up_any_more_is_refused() {
    let expected = "is too old for this version of shanjar: it is at migration 0, this version brings up from migration 1 on \
                    (hint: open it once with an older version that does, or restore a backup made with this one)";
    check_directory(
        TOO_OLD,
        &OPENING,
        &format!("the data directory `data` {expected}"),
    );
    check_database(TOO_OLD, &OPENING, &format!("the database `URL` {expected}"));
}

#[test]
fn a_store_of_an_older_version_is_not_brought_up_by_what_only_reads() {
    let expected = "is at migration 2 and this version needs 16 (hint: open it once for writing, for example with `shanjar \
                    serve`)";
    check_directory(
        OLDER,
        &NOT_BRINGING_UP,
        &format!("the data directory `data` {expected}"),
    );
    check_database(OLDER, &NOT_BRINGING_UP, &format!("the database `URL` {expected}"));
}

#[test]
fn both_versions_are_named_in_chinese_too() {
    let place = place();
    let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    for (change, expected) in [
        (
            OLDER,
            "数据目录 `data` 为第 2 步，本版本需要第 16 步（提示：请先打开写入一次，例如运行 `shanjar serve`）",
        ),
        (
            TOO_OLD,
            "数据目录 `data` 对本版本的 shanjar 过旧：为第 0 步，本版本只能从第 1 步升级（提示：请先用能升级它的",
        ),
        (
            NEWER,
            "数据目录 `data` 由较新版本的 shanjar 建立：目录为第 99 步，本版本只到第 16 步（提示：请安装较新版本",
        ),
    ] {
        database.execute(change, []).unwrap();
        let ran = Ran::of(place.command(["verify"]).env("LANG", "zh_CN.UTF-8"));
        check(&["verify"], ran, expected);
    }
}
