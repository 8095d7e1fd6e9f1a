//! The index is tidied at night and by hand, and nobody who searches notices.

use std::fs;

use app::NightTime;
use testkit::{Application, csv_file};

const HOUR_MS: i64 = 3_600_000;
const PAIRS: [(&str, &str); 5] = [
    ("法院", "ཁྲིམས་ཁང"),
    ("人民法院", "མི་དམངས་ཁྲིམས་ཁང"),
    ("离婚", "བཟའ་ཚང་ཁ་བྲལ་བ"),
    ("盗窃罪", ""),
    ("法官", "ཁྲིམས་དཔོན"),
];

/// An application whose pairs came one by one.
fn edited() -> Application {
    let application = Application::empty();
    for pair in PAIRS {
        assert!(application.import("one.csv", &csv_file(&[pair])).applied);
        application.catch_up();
    }
    application
}

fn answers(application: &Application) -> Vec<Vec<String>> {
    ["法", "fayuan", "离婚", "ཁྲིམས་ཁང་", "མི་དམངས", "khrims"]
        .iter()
        .map(|query| application.hits(query))
        .collect()
}

/// Returns whether the index is of one segment and one lexicon.
fn is_tidy(application: &Application) -> bool {
    let mut folders = vec![application.directory().join("index")];
    let (mut segments, mut deltas) = (None, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            // A file that is replaced at this moment is looked at again.
            if name == "meta.json" {
                let meta = fs::read(entry.path()).unwrap_or_default();
                let meta = serde_json::from_slice(&meta).unwrap_or(serde_json::Value::Null);
                segments = meta["segments"].as_array().map(Vec::len);
            } else if entry.path().is_dir() {
                folders.push(entry.path());
            }
            deltas += usize::from(name.starts_with("delta"));
        }
    }
    segments == Some(1) && deltas == 0
}

#[test]
fn the_index_is_tidied_at_night_while_it_answers() {
    let application = edited();
    let before = answers(&application);
    assert!(!is_tidy(&application));
    // The clock stands at 08:00 here.
    application.app.tidy_nightly(NightTime {
        minute_of_day: 3 * 60,
        utc_offset_minutes: 8 * 60,
    });
    application.clock.advance_ms(19 * HOUR_MS);
    while !is_tidy(&application) {
        assert_eq!(answers(&application), before);
        let state = application.app.readiness();
        assert!(state.is_ready() && state.lag_changes == 0, "{state:?}");
        std::thread::yield_now();
    }
    assert_eq!(answers(&application), before);
    assert_eq!(application.app.index_position(), PAIRS.len() as u64);
    let opened = application.reopened();
    assert_eq!(answers(&opened), before);
    assert!(is_tidy(&opened));
}

#[test]
fn an_index_that_was_made_anew_is_tidy() {
    let application = edited();
    let before = answers(&application);
    let made = application.app.reindex(&application.operate_permit()).unwrap();
    assert_eq!(made.concepts, PAIRS.len());
    assert!(is_tidy(&application));
    assert_eq!(answers(&application), before);
}

#[test]
fn an_index_is_tidied_by_hand_and_follows_afterwards() {
    let application = edited();
    let before = answers(&application);
    for _ in 0..2 {
        application.app.tidy(&application.operate_permit()).unwrap();
        assert!(is_tidy(&application));
        assert_eq!(answers(&application), before);
    }
    assert!(
        application
            .import("more.csv", &csv_file(&[("律师", "ཁྲིམས་རྩོད་པ")]))
            .applied
    );
    application.catch_up();
    for query in ["律师", "ཁྲིམས་རྩོད་པ"] {
        assert_eq!(application.hits(query), ["exact 律师 | ཁྲིམས་རྩོད་པ"], "{query}");
    }
}

#[test]
fn an_indexer_that_was_stopped_says_so_when_the_index_is_to_be_tidied() {
    let application = edited();
    application.app.clone().close();
    let refused = application.app.tidy(&application.operate_permit()).unwrap_err();
    assert!(
        refused.to_string().contains("the indexer has been stopped"),
        "{refused}"
    );
}
