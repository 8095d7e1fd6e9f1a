//! There and back: what goes into a backup comes out of it.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use store::identity;

use super::*;
use crate::backup::BackupState;

#[test]
fn what_goes_in_comes_out() {
    let place = Place::new();
    fs::write(place.data_dir().join("shanjar.toml"), "language = \"zh\"\n").unwrap();
    let made = place.back_up("a.backup").unwrap();
    assert!(made.is_new_key);
    assert_eq!(made.manifest.seq, 1);
    assert_eq!(made.manifest.made_at_ms, NOW_MS);
    assert_eq!(made.manifest.audit_head, None);
    write(&place.store, "法官", "ཁྲིམས་དཔོན");

    let restored = place.restore("a.backup", "restored").unwrap();
    assert_eq!(restored.manifest, made.manifest);
    let directory = place.path("restored");
    assert_eq!(names_in(&directory), ["keys", "shanjar.db", "shanjar.toml"]);
    let text = fs::read_to_string(directory.join("shanjar.toml")).unwrap();
    assert_eq!(text, "language = \"zh\"\n");
    let store = open(&directory);
    assert_eq!(last_seq(&store), 1, "what came later is not in it");
    assert!(store.verify().unwrap().is_sound());
    let id = store.read(identity::find).unwrap();
    assert_eq!(id, restored.store_id);
    assert_ne!(id.as_str(), made.manifest.store_id);
}

#[test]
fn a_backup_is_sealed() {
    let place = Place::new();
    place.back_up("a.backup").unwrap();
    let bytes = fs::read(place.path("a.backup")).unwrap();
    assert!(bytes.starts_with(b"shanjar backup 1\nkey "));
    let id = place.store.read(identity::find).unwrap().to_string();
    for clear in ["法院", "SQLite format", "concept", id.as_str()] {
        let is_there = bytes.windows(clear.len()).any(|part| part == clear.as_bytes());
        assert!(!is_there, "{clear}");
    }
    place.back_up("b.backup").unwrap();
    assert_ne!(
        bytes,
        fs::read(place.path("b.backup")).unwrap(),
        "never the same nonce"
    );
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_a_backup_and_a_key() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    place.back_up("a.backup").unwrap();
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(place.path("a.backup")), 0o600);
    assert_eq!(mode(place.key_file()), 0o600);
    assert_eq!(mode(place.data_dir().join("keys")), 0o700);
    assert_eq!(mode(place.data_dir().join("backups")), 0o700);
}

#[test]
fn a_verified_backup_is_remembered_until_a_younger_one_is() {
    let place = Place::new();
    assert_eq!(BackupState::of(&place.data_dir()), BackupState::default());
    place.back_up("a.backup").unwrap();
    write(&place.store, "法官", "ཁྲིམས་དཔོན");
    place.back_up("b.backup").unwrap();
    let remembered = || BackupState::of(&place.data_dir()).last_verified.unwrap().file;
    let verified = place.verify("a.backup").unwrap();
    assert_eq!((verified.report.concepts, verified.is_recorded), (1, true));
    assert_eq!(remembered(), "a.backup");
    assert!(place.verify("b.backup").unwrap().is_recorded);
    assert!(
        !place.verify("a.backup").unwrap().is_recorded,
        "a younger one is known"
    );
    assert_eq!(remembered(), "b.backup");
    let state = BackupState::of(&place.data_dir());
    assert_eq!(state.age_ms(NOW_MS + 5_000), Some(5_000));
    assert_eq!(state.age_ms(NOW_MS - 5_000), Some(0), "the clock was set back");
    assert_eq!(
        place.names("data/backups"),
        ["verified.json"],
        "no scratch is left"
    );
}

#[test]
fn the_backup_of_another_store_says_nothing_about_this_one() {
    let (place, other) = (Place::new(), Place::new());
    other.back_up("a.backup").unwrap();
    fs::copy(other.path("a.backup"), place.path("a.backup")).unwrap();
    place.back_up("own.backup").unwrap();
    let other_key = other.key_file();
    copy::give_other_id(&place);
    let data_dir = place.data_dir();
    let with_key = Unlock {
        key_file: Some(&other_key),
        ..unlock(&data_dir)
    };
    assert!(!place.verify_with("a.backup", &with_key).unwrap().is_recorded);
    // Nor is anything remembered, or left, where there is no data directory.
    let nowhere = place.path("nowhere");
    let with_key = Unlock {
        key_file: Some(&other_key),
        ..unlock(&nowhere)
    };
    assert!(!place.verify_with("a.backup", &with_key).unwrap().is_recorded);
    assert!(!nowhere.exists());
    assert!(place.names("elsewhere").is_empty());
}

mod copy {
    use super::*;

    /// The stores of two places have the same id in these tests; this gives one another.
    pub fn give_other_id(place: &Place) {
        store::copy::give_new_id(&place.data_dir(), &StoreId::from_random([9; 16])).unwrap();
    }
}

/// Ends the writers, also when a check has failed: the scope waits for them before it tells of the failure, so without
/// this a failed check was a test that never ended.
struct Ending<'a>(&'a AtomicBool);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_backup_under_writes_holds_every_write_that_was_acknowledged_before() {
    let place = Place::new();
    let (acknowledged, is_over) = (AtomicU64::new(1), AtomicBool::new(false));
    std::thread::scope(|scope| {
        let _ending = Ending(&is_over);
        for writer in 0..2 {
            let (store, acknowledged, is_over) = (&place.store, &acknowledged, &is_over);
            scope.spawn(move || {
                for n in 0.. {
                    if is_over.load(Ordering::SeqCst) {
                        break;
                    }
                    let seq = write(store, &format!("第{writer}人第{n}条"), "ཁྲིམས");
                    acknowledged.fetch_max(seq, Ordering::SeqCst);
                }
            });
        }
        for round in 0..5 {
            let before = acknowledged.load(Ordering::SeqCst);
            let name = format!("{round}.backup");
            let made = place.back_up(&name).unwrap();
            assert!(made.manifest.seq >= before, "{} of {before}", made.manifest.seq);
            let verified = place.verify(&name).unwrap();
            assert_eq!(verified.report.last_seq, made.manifest.seq);
            assert_eq!(verified.report.concepts, made.manifest.seq);
        }
    });
}
