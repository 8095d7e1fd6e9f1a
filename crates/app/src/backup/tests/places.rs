//! What is never written over, and what a run that failed or was killed leaves behind.

use std::fs;

use super::*;

#[test]
fn a_backup_takes_no_name_that_something_has() {
    let place = Place::new();
    fs::create_dir(place.path("folder")).unwrap();
    fs::write(place.path("letter"), "x").unwrap();
    fs::write(place.path("new.backup.part"), "somebody's own").unwrap();
    check_refused(
        place.back_up("folder"),
        &["folder` is a directory", "name the file"],
    );
    check_refused(place.back_up("letter"), &["letter` is there already"]);
    check_refused(
        place.back_up("new.backup"),
        &["new.backup.part` is there already"],
    );
    check_refused(
        place.back_up("gone/new.backup"),
        &["gone/new.backup.part` cannot be written"],
    );
    assert_eq!(place.names("."), ["data", "folder", "letter", "new.backup.part"]);
    assert_eq!(fs::read_to_string(place.path("letter")).unwrap(), "x");
    assert_eq!(
        fs::read_to_string(place.path("new.backup.part")).unwrap(),
        "somebody's own"
    );
    assert!(place.names("data/backups").is_empty(), "no scratch is left");
    check_refused(
        place.verify("folder"),
        &["folder` is not a backup of shanjar: it is a directory"],
    );
    let told = place.verify("gone").unwrap_err().to_string();
    assert!(told.contains("gone` cannot be read"), "{told}");
}

#[test]
fn what_a_killed_run_left_is_cleared_away_by_the_next() {
    let place = Place::new();
    let left = place.data_dir().join("backups/.scratch-0123");
    fs::create_dir_all(&left).unwrap();
    fs::write(left.join("lock"), "").unwrap();
    fs::write(left.join("shanjar.db"), "half of it").unwrap();
    fs::create_dir(place.data_dir().join("backups/.scratch-4567")).unwrap();
    fs::write(place.path("a.backup.part"), "shanjar backup 1\nkey ").unwrap();
    fs::create_dir(place.data_dir().join("keys")).unwrap();
    fs::write(place.data_dir().join("keys/backup.key.part"), "shanjar").unwrap();
    place.back_up("a.backup").unwrap();
    place.verify("a.backup").unwrap();
    assert_eq!(place.names("."), ["a.backup", "data"]);
    assert_eq!(place.names("data/backups"), ["verified.json"]);
    assert_eq!(place.names("data/keys"), ["backup.key"]);
}

#[test]
fn the_scratch_of_a_run_under_way_is_left_alone() {
    let place = Place::new();
    let folder = place.data_dir().join("backups");
    let under_way = crate::backup::scratch::Scratch::make(&folder, &chance).unwrap();
    place.back_up("a.backup").unwrap();
    assert!(under_way.path().is_dir());
    drop(under_way);
    assert!(names_in(&folder).is_empty());
}

#[test]
fn two_runs_do_not_make_the_same_file() {
    let place = Place::new();
    let begun = crate::backup::place::Part::begin(&place.path("a.backup")).unwrap();
    check_refused(
        place.back_up("a.backup"),
        &["a.backup` is being made by another shanjar process"],
    );
    drop(begun);
    place.back_up("a.backup").unwrap();
}

#[test]
fn a_name_that_was_taken_meanwhile_is_left_to_whoever_took_it() {
    let place = Place::new();
    let begun = crate::backup::place::Part::begin(&place.path("a.backup")).unwrap();
    fs::write(place.path("a.backup"), "quicker").unwrap();
    check_refused(begun.finish(), &["a.backup` is there already"]);
    assert_eq!(fs::read_to_string(place.path("a.backup")).unwrap(), "quicker");
    assert_eq!(place.names("."), ["a.backup", "data"]);
}

#[test]
fn a_backup_is_restored_over_nothing() {
    let place = Place::new();
    fs::write(place.data_dir().join("shanjar.toml"), "language = \"zh\"\n").unwrap();
    place.back_up("a.backup").unwrap();
    for ours in [
        "shanjar.db",
        "shanjar.db-wal",
        "shanjar.db-shm",
        "index",
        "shanjar.toml.restored",
    ] {
        let directory = place.path("other");
        fs::create_dir(&directory).unwrap();
        fs::write(directory.join(ours), "x").unwrap();
        let named = format!("other/{ours}` is there already, and a backup is never restored over anything");
        check_refused(place.restore("a.backup", "other"), &[&named, "--data-dir"]);
        assert_eq!(names_in(&directory), [ours]);
        fs::remove_dir_all(&directory).unwrap();
    }
    check_refused(
        place.restore("a.backup", "data"),
        &["data/shanjar.db` is there already"],
    );
    fs::write(place.path("other"), "a file").unwrap();
    check_refused(place.restore("a.backup", "other"), &["other` is there already"]);
}

#[test]
fn a_configuration_that_is_there_stays_in_force() {
    let place = Place::new();
    fs::write(place.data_dir().join("shanjar.toml"), "language = \"zh\"\n").unwrap();
    place.back_up("a.backup").unwrap();
    let directory = place.path("other");
    fs::create_dir(&directory).unwrap();
    fs::write(directory.join("shanjar.toml"), "language = \"en\"\n").unwrap();
    let restored = place.restore("a.backup", "other").unwrap();
    let beside = directory.join("shanjar.toml.restored");
    assert_eq!(restored.configuration, Some(beside.clone()));
    assert_eq!(fs::read_to_string(beside).unwrap(), "language = \"zh\"\n");
    assert_eq!(
        fs::read_to_string(directory.join("shanjar.toml")).unwrap(),
        "language = \"en\"\n"
    );
}

#[test]
fn a_restore_that_fails_leaves_nothing() {
    let place = Place::new();
    place.back_up("a.backup").unwrap();
    let mut bytes = fs::read(place.path("a.backup")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(place.path("a.backup"), &bytes).unwrap();
    assert!(place.restore("a.backup", "other").is_err());
    assert!(!place.path("other").exists());
    fs::create_dir(place.path("other")).unwrap();
    assert!(place.restore("a.backup", "other").is_err());
    assert!(place.names("other").is_empty());
}

#[test]
fn a_directory_without_data_is_not_backed_up() {
    let place = Place::new();
    let (nowhere, target) = (place.path("nowhere"), place.path("a.backup"));
    let request = request(&nowhere, &target);
    check_refused(make(&operator(), &request, &chance), &["there is no data in `"]);
    assert_eq!(place.names("."), ["data"]);
}

#[test]
fn without_chance_there_is_no_backup() {
    let place = Place::new();
    let (data_dir, target) = (place.data_dir(), place.path("a.backup"));
    let request = request(&data_dir, &target);
    let nothing = |_: &mut [u8]| Err("the pool is dry".to_owned());
    let told = make(&operator(), &request, &nothing).unwrap_err().to_string();
    assert_eq!(told, "the system gives no random bytes: the pool is dry");
    assert_eq!(place.names("."), ["data"]);
}
