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
fn a_directory_that_a_server_holds_can_be_read_and_not_written() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n离婚,གཉེན་འབྲལ་\n离婚纠纷,\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let serving = Serving::start(&place, &[]);
    for args in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["reindex"],
        &["import", "glossary", "pairs.csv"],
    ] {
        let expected = "the data directory `data` is in use by another shanjar process";
        check_refused(place.run(args), &[expected, "hint: stop that process"]);
    }
    let ran = Ran::of(place.command(["reindex"]).env("LANG", "zh_CN.UTF-8"));
    check_refused(ran, &["数据目录 `data` 正被另一个 shanjar 进程使用"]);

    let first = |query| {
        place
            .run(["search", query])
            .done()
            .lines()
            .take(3)
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(first("法院"), "法院\tཁྲིམས་ཁང\tdraft\texact");
    assert_eq!(first("ཁྲིམས་ཁང"), "法院\tཁྲིམས་ཁང\tdraft\texact");
    assert_eq!(
        first("离婚纠纷"),
        "离婚纠纷\t(no Tibetan)\tdraft\texact\n  part, no official rendering:\n  离婚\tགཉེན་འབྲལ\tdraft"
    );
    let sound = "sound: 3 concepts, 3 revisions, 3 changes\n";
    assert_eq!(place.run(["verify"]).done(), sound);
    let preview = place.run(["import", "glossary", "pairs.csv", "--dry-run"]).done();
    assert!(
        preview.starts_with("pairs.csv: created 0, updated 0, unchanged 3,"),
        "{preview}"
    );

    serving.signal("TERM");
    assert!(serving.wait().success(), "the server was not disturbed");
    assert_eq!(place.run(["verify"]).done(), sound);
}

#[test]
fn an_index_of_other_settings_is_left_to_the_server_that_holds_it() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let serving = Serving::start(&place, &[]);
    let hiding = |args: &[&str]| Ran::of(place.command(args).env("SHANJAR_HIDDEN_COLLECTIONS", "older"));
    check_refused(
        hiding(&["search", "法院"]),
        &[
            "the index in `data`",
            "hint: ask again shortly, or ask the running server",
        ],
    );
    assert!(
        hiding(&["verify"])
            .done()
            .contains("the index is of another version or of other settings")
    );
    drop(serving);
    assert!(hiding(&["search", "法院"]).done().starts_with("法院\t"));
}

#[test]
fn verify_says_when_the_index_is_not_of_the_database() {
    let place = Place::with_database_file()
        .with_file("one.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n")
        .with_file("more.csv", "zh,bo\n法官,ཁྲིམས་དཔོན་\n离婚,གཉེན་འབྲལ་\n");
    let database = place.data_dir().join("shanjar.db");
    place.run(["import", "glossary", "one.csv"]).done();
    let backup = fs::read(&database).unwrap();
    place.run(["import", "glossary", "more.csv"]).done();
    fs::write(&database, backup).unwrap();
    let ran = place.run(["verify"]);
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!(ran.stdout, @r"
    the data is sound and the index is not: 1 concepts, 1 revisions, 1 changes
    the index stands at change 3 and the database at 1: the database was put back to an earlier state (hint: `shanjar reindex`)
    ");
    assert_eq!(
        place.run(["reindex"]).done(),
        "indexed 1 concepts up to change 1\n"
    );
    assert_eq!(
        place.run(["verify"]).done(),
        "sound: 1 concepts, 1 revisions, 1 changes\n"
    );

    let other = Place::with_database_file().with_file("one.csv", "zh,bo\n法官,ཁྲིམས་དཔོན་\n");
    other.run(["import", "glossary", "one.csv"]).done();
    fs::copy(other.data_dir().join("shanjar.db"), &database).unwrap();
    // Whoever brings a database brings its keys.
    let keys = |place: &Place| place.data_dir().join("keys/fields.keys");
    fs::copy(keys(&other), keys(&place)).unwrap();
    let ran = place.run(["verify"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout.contains("the index was made from another database"),
        "{}",
        ran.stdout
    );
    assert!(
        place.run(["search", "法官"]).done().starts_with("法官\t"),
        "a search makes it anew"
    );
    assert_eq!(place.run(["search", "法院"]).stderr, "nothing found\n");
}

#[test]
fn a_lost_database_is_told_and_nothing_takes_its_place() {
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let database = place.data_dir().join("shanjar.db");
    fs::write(&database, "").unwrap();
    let expected = [
        "`data` has lost its database",
        "hint: put `shanjar.db` back from a backup, or remove `data/index`",
    ];
    check(&place, &expected);
    check_refused(place.run(["import", "glossary", "pairs.csv"]), &expected);
    assert_eq!(fs::metadata(&database).unwrap().len(), 0);
}

#[test]
fn a_file_of_another_program_is_left_alone() {
    let place = Place::with_database_file();
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
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
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
    let place = Place::with_database_file();
    fs::create_dir(place.data_dir()).unwrap();
    let other = rusqlite::Connection::open(place.data_dir().join("shanjar.db")).unwrap();
    other.execute_batch("CREATE TABLE contacts (name TEXT)").unwrap();
    drop(other);
    check(&place, &["is not a shanjar data directory", "another program"]);
}

#[test]
fn a_directory_of_a_newer_version_is_left_alone() {
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
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
    let place = Place::with_database_file().with_file("data", "a file");
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
    let mut command = place.command(["serve"]);
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
fn what_only_reads_makes_no_data_directory() {
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    for args in [&["search", "法院"][..], &["verify"], &["reindex"]] {
        check_refused(place.run(args), &["there is no data in `data`", "--data-dir"]);
    }
    let ran = Ran::of(place.command(["search", "法院"]).env("LANG", "zh_CN.UTF-8"));
    check_refused(ran, &["`data` 中没有数据"]);
    let preview = place.run(["import", "glossary", "pairs.csv", "--dry-run"]).done();
    assert!(preview.starts_with("pairs.csv: created 1,"), "{preview}");
    check_refused(
        place.run(["import", "glossary", "gone.csv"]),
        &["`gone.csv` cannot be read"],
    );
    assert!(
        !place.data_dir().exists(),
        "a mistyped path must not become a data directory"
    );
    fs::create_dir(place.data_dir()).unwrap();
    check_refused(place.run(["search", "法院"]), &["there is no data in `data`"]);
    assert_eq!(fs::read_dir(place.data_dir()).unwrap().count(), 0);
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
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
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
