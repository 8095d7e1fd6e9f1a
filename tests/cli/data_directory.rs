//! Data directories that cannot be used: one sentence, status 1, nothing in them changed.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;

use super::program::{Place, Ran, Serving};

/// Commands that open the data directory.
const OPENING: [&[&str]; 4] = [
    &["serve", "--listen", "127.0.0.1:0"],
    &["search", "法院"],
    &["reindex"],
    &["verify"],
];

/// Checks that every command refuses the directory with one sentence that holds all of `expected`.
#[track_caller]
fn check(place: &Place, expected: &[&str]) {
    for args in OPENING {
        check_refused(place.run(args), expected);
    }
}

#[track_caller]
fn check_refused(ran: Ran, expected: &[&str]) {
    assert_eq!(ran.stdout, "");
    let stderr = ran.refused(1);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    for part in expected {
        assert!(stderr.contains(part), "`{part}` is missing: {stderr}");
    }
}

#[test]
fn a_directory_that_a_server_holds_is_locked_for_every_other_command() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let serving = Serving::start(&place, &[]);
    check(
        &place,
        &[
            "the data directory `data` is in use by another shanjar process",
            "hint: stop that process",
        ],
    );
    check_refused(
        place.run(["import", "glossary", "pairs.csv"]),
        &["`data` is in use"],
    );
    let ran = Ran::of(place.command(["search", "法院"]).env("LANG", "zh_CN.UTF-8"));
    check_refused(ran, &["数据目录 `data` 正被另一个 shanjar 进程使用"]);
    drop(serving);
    assert!(
        place.run(["search", "法院"]).done().starts_with("法院\tཁྲིམས་ཁང"),
        "a lock ends with its holder"
    );
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let place = Place::new();
    fs::create_dir(place.data_dir()).unwrap();
    let database = place.data_dir().join("shanjar.db");
    fs::write(&database, "this is no database\n".repeat(100)).unwrap();
    check(
        &place,
        &[
            "`data/shanjar.db` is not a shanjar data directory",
            "hint: choose another directory",
        ],
    );
    assert_eq!(
        fs::read_to_string(&database).unwrap(),
        "this is no database\n".repeat(100)
    );
}

#[test]
fn a_foreign_directory_is_refused_and_nothing_is_put_into_it() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    fs::create_dir_all(place.data_dir().join("docs")).unwrap();
    fs::write(place.data_dir().join("photo.jpg"), "jpg").unwrap();
    for args in [OPENING[0], &["import", "glossary", "pairs.csv"]] {
        let expected = "`data` is not a shanjar data directory: it holds `docs` and no `shanjar.db`";
        check_refused(place.run(args), &[expected, "--data-dir"]);
    }
    for args in &OPENING[1..] {
        check_refused(place.run(*args), &["`data`"]);
    }
    assert_eq!(fs::read_dir(place.data_dir()).unwrap().count(), 2);
}

#[test]
fn a_foreign_index_folder_is_refused_and_nothing_is_put_into_it() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let index = place.data_dir().join("index");
    fs::remove_dir_all(&index).unwrap();
    fs::create_dir(&index).unwrap();
    fs::write(index.join("report.pdf"), "pdf").unwrap();
    check(
        &place,
        &[
            "`data/index` is not an index of ours: it holds `report.pdf`",
            "hint: move that elsewhere",
        ],
    );
    assert_eq!(fs::read_dir(&index).unwrap().count(), 1);
}

#[test]
fn the_database_of_another_program_is_left_alone() {
    let place = Place::new();
    fs::create_dir(place.data_dir()).unwrap();
    let other = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    other.execute_batch("CREATE TABLE contacts (name TEXT)").unwrap();
    drop(other);
    check(&place, &["is not a shanjar data directory", "another program"]);
}

#[test]
fn a_directory_of_a_newer_version_is_left_alone() {
    let place = Place::new();
    place.run(["reindex"]).done();
    let database = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    database
        .execute(
            "INSERT INTO migration (number, name, checksum) VALUES (999, 'later', '')",
            [],
        )
        .unwrap();
    drop(database);
    check(
        &place,
        &[
            "was made by a newer version of shanjar",
            "999",
            "hint: install the newer version",
        ],
    );
}

#[test]
fn a_file_in_place_of_the_directory_is_refused() {
    let place = Place::new().with_file("data", "a file");
    for args in [&["serve"][..], &["search", "法院"], &["reindex"]] {
        check_refused(place.run(args), &["`data` is not a shanjar data directory"]);
    }
}

/// Permission bits do not bind root, so root runs the program as nobody.
#[test]
fn a_directory_that_cannot_be_written_is_refused() {
    const NOBODY: u32 = 65_534;
    let place = Place::new();
    let is_root = fs::metadata(place.path()).unwrap().uid() == 0;
    fs::set_permissions(place.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(place.data_dir()).unwrap();
    fs::set_permissions(place.data_dir(), fs::Permissions::from_mode(0o555)).unwrap();
    let mut command = place.command(["search", "法院"]);
    if is_root {
        command.uid(NOBODY);
    }
    check_refused(
        Ran::of(&mut command),
        &[
            "`data/shanjar.lock` cannot be written: ",
            "hint: give the account",
        ],
    );
    fs::set_permissions(place.data_dir(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn there_is_nothing_to_verify_where_no_data_is() {
    let place = Place::new();
    check_refused(
        place.run(["verify"]),
        &["there is no data in `data`", "--data-dir"],
    );
    assert!(
        !place.data_dir().exists(),
        "a mistyped path must not become a data directory"
    );
}

#[test]
fn an_empty_directory_is_an_empty_glossary() {
    let place = Place::new();
    let ran = place.run(["search", "法院"]);
    assert_eq!(
        (ran.status, ran.stdout.as_str(), ran.stderr.as_str()),
        (0, "", "nothing found\n")
    );
    assert_eq!(
        place.run(["reindex"]).done(),
        "indexed 0 concepts up to change 0\n"
    );
}

#[test]
fn an_index_that_was_deleted_or_damaged_is_made_anew() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let index = place.data_dir().join("index");
    let search = || place.run(["search", "ཁྲིམས་ཁང"]).done();
    let expected = search();
    assert!(expected.starts_with("法院\t"), "{expected}");
    fs::remove_dir_all(&index).unwrap();
    assert_eq!(search(), expected);
    truncate_every_file(&index);
    assert_eq!(search(), expected);
}

fn truncate_every_file(directory: &std::path::Path) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            truncate_every_file(&entry.path());
        } else {
            fs::write(entry.path(), "").unwrap();
        }
    }
}

#[test]
fn verify_takes_the_directory_as_it_stands_in_the_contract() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place
        .run(["import", "glossary", "pairs.csv", "--data-dir", "other"])
        .done();
    let said = place.run(["verify", "other"]).done();
    assert_eq!(said, "sound: 1 concepts, 1 revisions, 1 changes\n");
    let missing = place.run(["verify", "nowhere"]).refused(1);
    assert!(missing.contains("there is no data in `nowhere`"), "{missing}");
    let both = place.run(["verify", "other", "--data-dir", "other"]).refused(2);
    assert!(both.contains("cannot be used with"), "{both}");
}
