//! What is refused, for want of sense or of room: one sentence, and nothing is left.

use std::fs;

use super::{in_chinese, key_of, names, with_data};
use crate::cli::program::{PROGRAM, Place, Ran};

#[test]
fn what_cannot_be_done_is_one_sentence_and_leaves_nothing() {
    let place = with_data();
    fs::create_dir(place.path().join("folder")).unwrap();
    place.run(["backup", "a.backup"]).done();
    let whole = fs::read(place.path().join("a.backup")).unwrap();
    let place = place
        .with_file("cut.backup", &whole[..70_000])
        .with_file("newer.backup", "shanjar backup 7\n")
        .with_file("wrong.key", "shanjar backup key 1\nid 00\n");
    let before = names(place.path());
    let key = key_of(&place);
    for (args, expected) in [
        (
            &["backup", "folder"][..],
            "`folder` is a directory (hint: name the file",
        ),
        (
            &["backup", "a.backup"],
            "`a.backup` is there already and is not written over",
        ),
        (
            &["backup", "no/a.backup"],
            "`no/a.backup.part` cannot be written: ",
        ),
        (
            &["backup", "b.backup", "--data-dir", "nowhere"],
            "there is no data in `nowhere`",
        ),
        (
            &["verify", "cut.backup"],
            "`cut.backup` is cut off after byte 70000 (hint: ",
        ),
        (
            &["verify", "newer.backup"],
            "`newer.backup` was made by a newer version of shanjar: its format is 7",
        ),
        (
            &["verify", "pairs.csv"],
            "`pairs.csv` is not a backup of shanjar: it does not begin with",
        ),
        (
            &["verify", "a.backup", "--key", "wrong.key"],
            "`wrong.key` is not the file of a key: ",
        ),
        (
            &["verify", "a.backup", "--data-dir", "nowhere"],
            &format!("needs the key {key}, which is not in `nowhere/keys`"),
        ),
        (
            &["restore", "a.backup"],
            "`data/shanjar.db` is there already, and a backup is never restored over anything",
        ),
        (
            &["restore", "gone.backup", "--data-dir", "x"],
            "`gone.backup` cannot be read: ",
        ),
    ] {
        let ran = place.run(args);
        assert_eq!(ran.stdout, "", "{args:?}");
        let stderr = ran.refused(1);
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains(expected), "`{expected}` is missing: {stderr}");
    }
    assert_eq!(names(place.path()), before);
}

#[test]
fn a_database_on_a_server_is_left_to_the_tools_of_the_server() {
    let place = with_data();
    place.run(["backup", "a.backup"]).done();
    let before = names(place.path());
    let url = "postgres://court:secret@127.0.0.1:1/terms";
    for (args, in_english, in_chinese_words) in [
        (
            &["backup", "b.backup", "--database", url][..],
            "`postgres://court@127.0.0.1:1/terms` is not backed up by this command: ",
            "不由本命令备份",
        ),
        (
            &["restore", "a.backup", "--data-dir", "x", "--database", url],
            "a backup is restored into a data directory, and not into `postgres://court@127.0.0.1:1/terms`",
            "备份只能恢复到数据目录",
        ),
    ] {
        let stderr = place.run(args).refused(1);
        assert!(stderr.contains(in_english), "{stderr}");
        assert!(stderr.contains("pg_") && !stderr.contains("secret"), "{stderr}");
        let stderr = in_chinese(&place, args).refused(1);
        assert!(
            stderr.contains(in_chinese_words) && stderr.contains("pg_"),
            "{stderr}"
        );
    }
    assert_eq!(names(place.path()), before);
    // A backup that was made before the data moved to a server can still be checked.
    place.run(["verify", "a.backup", "--database", url]).done();
}

/// Makes a backup with files of at most so many blocks. The signal that goes with the limit is switched off, because on a
/// full disk there is none either.
#[cfg(unix)]
fn limited(place: &Place, blocks: u64, target: &str) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" backup {target}");
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", &script, PROGRAM])
        .current_dir(place.path())
        .env_clear()
        .env("SHANJAR_DATA_DIR", "data");
    Ran::of(&mut command)
}

#[cfg(unix)]
#[test]
fn without_room_nothing_is_left_and_the_sentence_says_so() {
    let place = with_data();
    place.run(["backup", "a.backup"]).done();
    let bytes = fs::metadata(place.path().join("a.backup")).unwrap().len();
    // Room for the copy of the database, which is some hundred bytes shorter, and not for the backup; then not for that
    // either. The shell counts in blocks of 512 bytes.
    let enough_for_the_copy = (bytes - 1) / 512;
    for (blocks, expected) in [
        (
            enough_for_the_copy,
            ["`b.backup` cannot be written: ", "make room there"],
        ),
        (
            enough_for_the_copy / 2,
            [
                "cannot be copied to `data/backups`: ",
                "make room on the disk of the data",
            ],
        ),
    ] {
        let stderr = limited(&place, blocks, "b.backup").refused(1);
        assert!(expected.iter().all(|part| stderr.contains(part)), "{stderr}");
    }
    assert_eq!(names(place.path()), ["a.backup", "data", "pairs.csv"]);
    assert!(names(&place.data_dir().join("backups")).is_empty());
    place.run(["backup", "b.backup"]).done();
    place.run(["verify", "b.backup"]).done();
}
