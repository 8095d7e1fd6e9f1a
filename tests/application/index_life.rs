//! Whatever happens to the index, it is made again from the store and answers as before.

use std::fs;
use std::path::PathBuf;

use testkit::{Application, csv_file};

const PAIRS: [(&str, &str); 4] = [
    ("法院", "ཁྲིམས་ཁང"),
    ("人民法院", "མི་དམངས་ཁྲིམས་ཁང"),
    ("离婚", "བཟའ་ཚང་ཁ་བྲལ་བ"),
    ("盗窃罪", ""),
];

fn answers(application: &Application) -> Vec<Vec<String>> {
    ["法院", "离婚", "盗窃罪", "ཁྲིམས་ཁང་", "མི་དམངས"]
        .iter()
        .map(|query| application.hits(query))
        .collect()
}

/// Returns every file of the index.
fn index_files(application: &Application) -> Vec<PathBuf> {
    let mut folders = vec![application.directory().join("index")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path)
            } else {
                files.push(path)
            }
        }
    }
    files.sort();
    files
}

/// Damages the index as `damage` does and opens the directory again.
fn check_mended(damage: impl Fn(&Application)) {
    let application = Application::with_pairs(&PAIRS);
    let before = answers(&application);
    application.app.clone().close();
    damage(&application);
    let mended = application.reopened();
    assert_eq!(answers(&mended), before);
}

#[test]
fn an_index_that_was_deleted_is_made_again() {
    check_mended(|application| fs::remove_dir_all(application.directory().join("index")).unwrap());
}

#[test]
fn an_index_with_any_file_cut_or_filled_with_rubbish_is_made_again() {
    let count = index_files(&Application::with_pairs(&PAIRS)).len();
    assert!(count > 3, "an index has several files");
    for position in 0..count {
        for rubbish in [&b""[..], b"\x00\xff rubbish"] {
            check_mended(|application| {
                if let Some(path) = index_files(application).get(position) {
                    fs::write(path, rubbish).unwrap();
                }
            });
        }
    }
}

#[test]
fn an_index_of_another_definition_is_made_again() {
    let application = Application::with_pairs(&PAIRS);
    let before = answers(&application);
    // Hiding a collection is part of the definition.
    let other = application.reopened_hiding(&["older"]);
    assert_eq!(answers(&other), before);
    assert_eq!(answers(&other.reopened_hiding(&[])), before);
}

#[test]
fn making_the_index_anew_while_it_serves_changes_no_answer() {
    let application = Application::with_pairs(&PAIRS);
    let before = answers(&application);
    let made = application.app.reindex(&application.operate_permit()).unwrap();
    assert_eq!((made.concepts, made.position), (4, 4));
    assert_eq!(answers(&application), before);
}

#[test]
fn the_index_says_how_far_it_has_come() {
    let application = Application::with_pairs(&PAIRS);
    assert_eq!(application.app.readiness().index_position, 4);
    assert!(
        application
            .import("more.csv", &csv_file(&[("法官", "ཁྲིམས་དཔོན")]))
            .applied
    );
    application.catch_up();
    let state = application.app.readiness();
    assert_eq!(
        (state.store.clone(), state.index_position, state.lag_changes),
        (Ok(5), 5, 0)
    );
    assert!(state.is_ready());
}

#[test]
fn while_there_is_no_index_a_search_says_so_instead_of_finding_nothing() {
    let application = Application::with_pairs(&PAIRS);
    let hits = |application: &Application| {
        let request = app::SearchRequest::new("法院");
        application
            .app
            .look_up()
            .search(&application.read_permit(), &request)
            .map(|answer| answer.total)
    };
    application.app.clone().close();
    fs::remove_dir_all(application.directory().join("index")).unwrap();
    let opened = application.opened_again();
    // Between opening and the end of the rebuild there is either no answer or the right one.
    loop {
        match hits(&opened) {
            Err(app::Error::IndexNotBuilt) => std::thread::yield_now(),
            answer => break assert_eq!(answer.unwrap(), 2),
        }
    }
}
