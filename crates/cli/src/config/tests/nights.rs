//! What the server does at night: by the clock of the place, or never.

use super::*;

#[test]
fn the_index_is_tidied_by_the_clock_of_the_place_or_never() {
    let tidied = |value: &str| {
        let file = &format!("http.utc_offset = \"-03:30\"\n[index]\ntidy_at = \"{value}\"");
        let config = Given { file, ..NOTHING }.load();
        config.map(|config| {
            config
                .index
                .tidy_at
                .map(|at| (at.minute_of_day, at.utc_offset_minutes))
        })
    };
    assert_eq!(tidied("04:30").unwrap(), Some((270, -210)));
    assert_eq!(tidied("").unwrap(), None);
    let refused = "shanjar.toml:3: `index.tidy_at` is `3` and must be a time of day such as 03:00, or in a file \"\" for never";
    assert_eq!(tidied("3").unwrap_err().to_string(), refused);
}

#[test]
fn backups_are_made_every_night_unless_somebody_says_never() {
    let nightly = |file: &str| {
        Given { file, ..NOTHING }
            .load()
            .map(|config| config.backup.nightly)
    };
    assert!(nightly("[backup]\npath = \"/a\"\nat = \"\"").unwrap().is_none());
    let named = nightly("[backup]\npath = \"/a\"").unwrap().unwrap();
    assert_eq!(named.path, Some(PathBuf::from("/a")));
    let usual = nightly("").unwrap().unwrap();
    assert_eq!(usual.path, None);
    assert_eq!((usual.at.minute_of_day, usual.at.utc_offset_minutes), (120, 480));
    assert_eq!(
        (usual.keep.days, usual.keep.months, usual.second_path),
        (30, 12, None)
    );
    let file =
        "[backup]\npath = \"/a\"\nsecond_path = \"/b\"\nat = \"12:30\"\nkeep_days = 7\nkeep_months = 0";
    let chosen = nightly(file).unwrap().unwrap();
    assert_eq!(
        (chosen.at.minute_of_day, chosen.keep.days, chosen.keep.months),
        (750, 7, 0)
    );
    assert_eq!(chosen.second_path.unwrap(), PathBuf::from("/b"));
    for (value, expected) in [
        (
            "keep_days = 0",
            "`backup.keep_days` is `0` and must be a whole number from 1 to 3650",
        ),
        (
            "keep_days = -1",
            "`backup.keep_days` is `-1` and must be a whole number from 1 to 3650",
        ),
        (
            "keep_months = 121",
            "`backup.keep_months` is `121` and must be a whole number from 0 to 120",
        ),
    ] {
        let refused = nightly(&format!("[backup]\n{value}")).unwrap_err();
        assert_eq!(refused, format!("shanjar.toml:2: {expected}"));
    }
}
