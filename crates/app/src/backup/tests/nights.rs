//! Nights: made, verified, copied, removed, remembered.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use super::*;
use crate::NightTime;
use crate::backup::{BackupState, Keep, Night, Nightly, Plan, back_up_night};

const DAY_MS: i64 = 86_400_000;

impl Place {
    /// Two folders for backups, three days.
    fn plan(&self) -> Plan {
        for folder in ["first", "second"] {
            fs::create_dir_all(self.path(folder)).unwrap();
        }
        Plan {
            field_keys: crate::personal_data::file_in(&self.data_dir()),
            data_dir: self.data_dir(),
            configuration: None,
            at: NightTime {
                minute_of_day: 120,
                utc_offset_minutes: 480,
            },
            path: self.path("first"),
            second_path: Some(self.path("second")),
            keep: Keep { days: 3, months: 0 },
        }
    }

    fn night(&self, plan: &Plan, now_ms: i64) -> Result<Night, Error> {
        back_up_night(&operator(), plan, now_ms, &chance)
    }

    fn state(&self) -> BackupState {
        BackupState::of(&self.data_dir())
    }
}

#[test]
fn a_night_makes_verifies_copies_and_clears() {
    let place = Place::new();
    let plan = place.plan();
    fs::write(place.path("first/of the court.docx"), "x").unwrap();
    for day in 0..5 {
        let night = place.night(&plan, NOW_MS + day * DAY_MS).unwrap();
        assert_eq!(
            night.removed.len(),
            if day < 3 { 0 } else { 2 },
            "one in each folder"
        );
    }
    let kept = ["20", "21", "22"].map(|day| format!("shanjar-01010101-202611{day}-1906.backup"));
    assert_eq!(place.names("second"), kept);
    assert_eq!(
        place.names("first"),
        [&["of the court.docx".to_owned()], &kept[..]].concat()
    );
    for name in &kept {
        let (first, second) = (place.path("first").join(name), place.path("second").join(name));
        assert_eq!(fs::read(first).unwrap(), fs::read(second).unwrap());
    }
    let state = place.state();
    assert_eq!(state.last_failure, None);
    assert_eq!(state.last_verified.unwrap().file, kept[2]);
}

#[test]
fn where_no_folder_is_named_nights_lie_in_the_data_directory() {
    let place = Place::new();
    let plan = Plan {
        path: crate::backup::folder_in(&place.data_dir()),
        second_path: None,
        ..place.plan()
    };
    assert!(!plan.path.exists());
    for day in 0..4 {
        place.night(&plan, NOW_MS + day * DAY_MS).unwrap();
    }
    let kept = ["19", "20", "21"].map(|day| format!("shanjar-01010101-202611{day}-1906.backup"));
    assert_eq!(
        place.names("data/backups"),
        [&kept[..], &["verified.json".to_owned()]].concat()
    );
    assert_eq!(place.state().last_verified.unwrap().file, kept[2]);
}

#[test]
fn a_night_that_fails_is_remembered_until_one_goes_well() {
    let place = Place::new();
    let plan = place.plan();
    fs::remove_dir(place.path("first")).unwrap();
    check_refused(
        place.night(&plan, NOW_MS),
        &["first/shanjar-01010101-20261118-1906.backup.part` cannot be written"],
    );
    let failure = place.state().last_failure.unwrap();
    assert_eq!(failure.at_ms, NOW_MS);
    assert!(failure.cause.contains("cannot be written"), "{}", failure.cause);
    assert!(
        !place.path("first").exists(),
        "where a disk is not mounted nothing is made"
    );

    // The second folder alone: the first backup is there, verified, and nothing is removed.
    fs::create_dir(place.path("first")).unwrap();
    fs::remove_dir(place.path("second")).unwrap();
    check_refused(
        place.night(&plan, NOW_MS + DAY_MS),
        &["second/shanjar-01010101-20261119-1906.backup"],
    );
    assert_eq!(place.names("first").len(), 1);
    let state = place.state();
    assert_eq!(state.last_failure.unwrap().at_ms, NOW_MS + DAY_MS);
    assert_eq!(state.last_verified.unwrap().made_at_ms, NOW_MS + DAY_MS);

    fs::create_dir(place.path("second")).unwrap();
    place.night(&plan, NOW_MS + 2 * DAY_MS).unwrap();
    assert_eq!(place.state().last_failure, None);
}

#[test]
fn the_thread_makes_one_backup_a_night() {
    let place = Place::new();
    let plan = place.plan();
    // 01:59 of the place, which is 17:59 of the day before.
    let clock = Arc::new(AtomicI64::new(20_000 * DAY_MS + 18 * 3_600_000 - 60_000));
    let own = Arc::clone(&clock);
    let now_ms = move || own.load(Ordering::SeqCst);
    let nightly = Nightly::start(operator(), plan, Arc::new(now_ms), Arc::new(chance)).unwrap();
    let advance = |ms: i64| clock.fetch_add(ms, Ordering::SeqCst);
    for night in 1..=2 {
        write(&place.store, &format!("第{night}夜"), "མཚན");
        advance(60_000);
        nightly.wait_for_nights(night);
        let state = place.state();
        assert_eq!(state.last_failure, None);
        assert_eq!(state.last_verified.unwrap().seq, night + 1);
        advance(DAY_MS - 60_000);
    }
    nightly.stop();
    assert_eq!(place.names("first").len(), 2);
    assert_eq!(place.names("second").len(), 2);
}

#[test]
fn a_backup_that_is_told_to_stop_leaves_nothing() {
    let place = Place::new();
    let (data_dir, target) = (place.data_dir(), place.path("a.backup"));
    let request = request(&data_dir, &target);
    let stopped = std::sync::atomic::AtomicBool::new(true);
    let outcome = crate::backup::making::make_unless(&request, &chance, &stopped);
    assert!(matches!(outcome, Err(Error::Stopped)), "{outcome:?}");
    assert_eq!(place.names("."), ["data"]);
    assert!(place.names("data/backups").is_empty());
}
