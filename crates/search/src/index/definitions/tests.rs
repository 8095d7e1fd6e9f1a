//! Which definitions stay, which go, and what is no folder of ours.

use std::time::UNIX_EPOCH;

use super::*;

const OWN: &str = "8c1f00000000abcd";
const OLDER: &str = "0123456789abcdef";

/// Returns the names of those that may go, at noon of day 30, of `name day[ half-made]` with `, ` between; the day is that
/// of the last use, at noon.
fn outdated_of(others: &str) -> Vec<String> {
    let day = |number: u64| UNIX_EPOCH + number as u32 * Duration::from_hours(24);
    let other = |text: &str| {
        let mut words = text.split(' ');
        Other {
            name: words.next().unwrap().to_owned(),
            used: day(words.next().unwrap().parse().unwrap()),
            is_built: words.next().is_none(),
        }
    };
    let others = others
        .split(", ")
        .filter(|text| !text.is_empty())
        .map(other)
        .collect();
    outdated(others, day(30)).map(|other| other.name).collect()
}

#[test]
fn the_one_used_last_before_stays_and_what_is_young() {
    for (others, expected) in [
        ("", &[][..]),
        ("a 1", &[]),
        ("a 1, b 2", &["a"]),
        ("b 2, a 1, c 3", &["b", "a"]),
        ("a 1, b 30", &["a"]),
        ("a 30, b 30", &[]),
        ("a 29, b 30", &["a"]),
        ("a 1 half-made", &["a"]),
        ("a 1, b 2 half-made", &["b"]),
        ("a 1, b 30 half-made", &[]),
        // A clock that was set back.
        ("a 40, b 50", &[]),
    ] {
        assert_eq!(outdated_of(others), expected, "{others}");
    }
}

/// Makes the definition `name` in `root`, last used in 1970.
fn unused(root: &Path, name: &str) -> PathBuf {
    let path = root.join(name);
    fs::create_dir_all(path.join("1")).unwrap();
    fs::write(path.join("1/meta.json"), "{").unwrap();
    fs::write(path.join(POINTER), "1\n").unwrap();
    File::create(path.join(USED))
        .unwrap()
        .set_modified(UNIX_EPOCH)
        .unwrap();
    path
}

fn origin() -> Origin {
    Origin {
        id: "test".to_owned(),
        last_seq: 5,
    }
}

fn opened(root: &Path) -> Folder {
    Definitions::open(root).unwrap().of(OWN, &origin()).unwrap()
}

#[test]
fn what_nobody_uses_goes_and_nothing_else_does() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path();
    let own = opened(root);
    let [in_use, gone] = ["1111111111111111", "2222222222222222"].map(|name| unused(root, name));
    let before = unused(root, OLDER);
    File::options()
        .write(true)
        .open(before.join(USED))
        .unwrap()
        .set_modified(UNIX_EPOCH + KEPT)
        .unwrap();
    // A folder of numbers and one of ours from an earlier layout, with its pointer.
    let foreign = root.join("2024010112000000");
    fs::create_dir(&foreign).unwrap();
    fs::create_dir(root.join(format!("{OWN}-3"))).unwrap();
    fs::write(root.join(POINTER), format!("{OWN}-3\n")).unwrap();
    let user = InUse::join(&in_use).unwrap();
    own.remove_unused_definitions();
    let mut left = names(root).unwrap();
    left.sort_unstable();
    assert_eq!(left, [OLDER, "1111111111111111", "2024010112000000", OWN]);
    assert!(!gone.exists() && in_use.join("1/meta.json").exists());
    drop(user);
    own.remove_unused_definitions();
    assert!(!in_use.exists() && before.exists() && foreign.exists());
}

#[test]
fn what_knows_changes_that_were_undone_goes_at_once() {
    let temp = tempfile::tempdir().unwrap();
    let other = |id: &str, seq: u64| {
        let path = unused(temp.path(), OLDER);
        let payload = serde_json::json!({ "seq": seq, "origin": id, "of": "a later version" }).to_string();
        let meta = serde_json::json!({ "payload": payload }).to_string();
        fs::write(path.join("1/meta.json"), meta).unwrap();
        drop(opened(temp.path()));
        path.exists()
    };
    for (id, seq, stays) in [
        ("test", 4, true),
        ("test", 5, true),
        ("test", 6, false),
        ("other", 4, false),
    ] {
        assert_eq!(other(id, seq), stays, "{id} {seq}");
    }
}

#[test]
fn a_definition_that_is_removed_while_it_is_opened_is_made_again() {
    let temp = tempfile::tempdir().unwrap();
    let path = unused(temp.path(), OWN);
    let remover = File::options().write(true).open(path.join(USED)).unwrap();
    remover.lock().unwrap();
    std::thread::scope(|scope| {
        let opener = scope.spawn(|| InUse::take(&path).map(drop));
        // Whether the other has begun to wait or not, it ends with a file that has a name.
        fs::remove_file(path.join(USED)).unwrap();
        drop(remover);
        assert!(opener.join().unwrap().is_ok());
    });
    assert!(path.join(USED).is_file());
}

#[test]
fn opening_for_reading_makes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("index");
    let folder = Definitions::open_for_reading(&root)
        .unwrap()
        .of(OWN, &origin())
        .unwrap();
    assert_eq!((folder.current().unwrap(), root.exists()), (None, false));
    // Nothing of others either.
    let other = unused(temp.path(), OLDER);
    let folder = Definitions::open_for_reading(temp.path())
        .unwrap()
        .of(OWN, &origin())
        .unwrap();
    folder.remove_unused_definitions();
    assert!(folder.has_only_others() && other.exists());
}

/// Opens a folder in which `names` lie: a name that ends in `/` is a folder, `CURRENT=x` a file with text.
fn opened_with(names: &[&str]) -> Result<(), String> {
    let temp = tempfile::tempdir().unwrap();
    for name in names {
        let (name, text) = name.split_once('=').unwrap_or((name, ""));
        let path = temp.path().join(name);
        if name.ends_with('/') {
            fs::create_dir(path).unwrap();
        } else {
            fs::write(path, text).unwrap();
        }
    }
    let count = || fs::read_dir(temp.path()).unwrap().count();
    let before = count();
    let is_index = names.iter().any(|name| {
        name.starts_with(OWN) && (name.ends_with(USED) || name.contains("/CURRENT=") || name.ends_with("-1/"))
    });
    assert_eq!(Definitions::is_in(temp.path()), is_index, "{names:?}");
    let opened = Definitions::open(temp.path());
    assert_eq!(count(), before, "nothing was put in");
    let path = temp.path().display().to_string();
    opened
        .map(|_| ())
        .map_err(|e| e.to_string().replace(&path, "DIR"))
}

#[test]
fn a_folder_of_other_things_is_refused() {
    for (names, found) in [
        (&["report.pdf", "scans/"][..], "report.pdf"),
        (&["CURRENT=MANIFEST-000001", "LOCK", "MANIFEST-000001"], "LOCK"),
        (&["2024-01/", "2024-02/"], "2024-01"),
        (&["2024010112000000/"], "2024010112000000"),
    ] {
        assert_eq!(
            opened_with(names),
            Err(format!(
                "`DIR` is not an index of ours: it holds `{found}` (hint: move that elsewhere, or choose another data \
                 directory)"
            ))
        );
    }
}

#[test]
fn a_folder_is_ours_by_the_mark_of_a_definition() {
    let [definition, used] = [format!("{OWN}/"), format!("{OWN}/{USED}")];
    let pointer = format!("{OWN}/CURRENT=1");
    let former = format!("{OWN}-1/");
    for names in [
        &[][..],
        &["CURRENT="],
        &["CURRENT.new=rubbish"],
        &[&definition, &used, "note.txt"],
        &[&definition, &pointer],
        &["CURRENT=rubbish", &former, "note.txt"],
    ] {
        assert_eq!(opened_with(names), Ok(()), "{names:?}");
    }
}
