//! Whatever happens to the index, it is made again from the store and answers as before.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    index_files_in(&application.directory().join("index"))
}

fn index_files_in(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
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
fn going_back_to_the_earlier_definition_follows_from_where_it_was() {
    let application = Application::with_pairs(&PAIRS[..2]);
    let other = application.reopened_hiding(&["older"]);
    assert!(other.import("more.csv", &csv_file(&PAIRS[2..])).applied);
    other.catch_up();
    let opened = other.reopened_hiding(&[]);
    assert_eq!(answers(&opened), answers(&Application::with_pairs(&PAIRS)));
    // Each index was built once: a rebuild makes the next generation.
    let is_pointer = |path: &PathBuf| path.file_name().is_some_and(|name| name == "CURRENT");
    let pointers = index_files(&opened).into_iter().filter(is_pointer);
    let generations: Vec<_> = pointers.map(|path| fs::read_to_string(path).unwrap()).collect();
    assert_eq!(generations, ["1\n", "1\n"]);
}

#[test]
fn an_index_of_another_definition_does_not_bring_back_what_a_restored_store_undid() {
    let directory = Application::with_pairs_in_directory(&PAIRS[..1]).closed();
    let database = directory.path().join("shanjar.db");
    let backup = fs::read(&database).unwrap();
    let application = Application::opened_in(directory);
    assert!(application.import("more.csv", &csv_file(&PAIRS[1..])).applied);
    application.catch_up();
    let directory = application.closed();
    fs::write(&database, backup).unwrap();
    // With another definition the store gets as many changes again, and more.
    let other = Application::opened_in_hiding(directory, &["older"]);
    let taxes = [("税", "ཁྲལ"), ("税吏", "ཁྲལ་སྡུད་པ"), ("税法", ""), ("国税", "")];
    assert!(other.import("taxes.csv", &csv_file(&taxes)).applied);
    let opened = other.reopened_hiding(&[]);
    assert_eq!(opened.hits("离婚"), NONE);
    assert_eq!(opened.hits("ཁྲལ"), ["exact 税 | ཁྲལ", "prefix 税吏 | ཁྲལ་སྡུད་པ"]);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

const NONE: [&str; 0] = [];

#[test]
fn an_index_of_another_store_is_made_again_also_when_the_numbers_fit() {
    // Fewer changes than the other store has, and as many.
    for pairs in [&[("法官", "ཁྲིམས་དཔོན")][..], &PAIRS] {
        let taxes = [("税", "ཁྲལ"), ("税吏", "ཁྲལ་སྡུད་པ"), ("税法", ""), ("国税", "")];
        let other = Application::with_pairs(&taxes).closed();
        let application = Application::with_pairs(pairs);
        let before = answers(&application);
        let directory = application.closed();
        let index = directory.path().join("index");
        fs::remove_dir_all(&index).unwrap();
        copy_folder(&other.path().join("index"), &index);
        let mended = Application::opened_in(directory);
        mended.catch_up();
        assert_eq!(answers(&mended), before);
        assert_eq!(mended.hits("税"), NONE, "nothing of the other store is found");
    }
}

#[test]
fn an_index_that_is_ahead_of_a_restored_store_is_made_again() {
    let directory = Application::with_pairs_in_directory(&PAIRS[..1]).closed();
    let database = directory.path().join("shanjar.db");
    let backup = fs::read(&database).unwrap();
    let application = Application::opened_in(directory);
    assert!(application.import("more.csv", &csv_file(&PAIRS[1..])).applied);
    application.catch_up();
    let directory = application.closed();
    fs::write(&database, backup).unwrap();
    let opened = Application::opened_in(directory);
    let state = opened.app.readiness();
    assert!(
        !state.is_ready() || state.index_position == 1,
        "never ready with the later index: {state:?}"
    );
    opened.catch_up();
    let state = opened.app.readiness();
    assert_eq!(
        (state.store.clone(), state.index_position, state.is_ready()),
        (Ok(1), 1, true)
    );
    assert_eq!(opened.hits("离婚"), NONE);
    assert!(
        opened
            .import("more.csv", &csv_file(&[("法官", "ཁྲིམས་དཔོན")]))
            .applied
    );
    opened.catch_up();
    assert_eq!(
        opened.hits("法官"),
        ["exact 法官 | ཁྲིམས་དཔོན"],
        "later changes are followed"
    );
}

#[test]
fn a_lost_database_is_not_taken_for_an_empty_glossary() {
    let directory = Application::with_pairs_in_directory(&PAIRS).closed();
    let config = app::Config {
        data_dir: directory.path().to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let database = directory.path().join("shanjar.db");
    for lose in [
        (|path| fs::write(path, "")) as fn(&Path) -> std::io::Result<()>,
        |path| fs::remove_file(path),
    ] {
        lose(&database).unwrap();
        let clock = Arc::new(testkit::FixedClock::default());
        let opened = app::App::open(config.clone(), clock, testkit::fresh_chance());
        let sentence = opened.map(|_| ()).unwrap_err().to_string();
        let shown = sentence.replace(&directory.path().display().to_string(), "DIR");
        assert_eq!(
            shown,
            "`DIR` has lost its database: `shanjar.db` is missing or empty, and a search index stands beside it \
             (hint: put `shanjar.db` back from a backup, or remove `DIR/index` to begin with an empty glossary)"
        );
        let length = fs::metadata(&database).map_or(0, |file| file.len());
        assert_eq!(length, 0, "nothing was written");
    }
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    let begun = Application::opened_in(directory);
    assert_eq!(begun.app.wait_for_index().unwrap(), 0);
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

/// Writes the seal of an index anew, as if its files had always been as they are: what a bit that turned on the disk looks
/// like, which changes no time.
fn seal_as_it_is(seal: &Path) {
    let folder = seal.parent().unwrap();
    let sealed = fs::read_to_string(seal).unwrap();
    let names = sealed.lines().filter_map(|line| line.split_once(' '));
    let lines = names.map(|(name, _)| {
        let data = fs::metadata(folder.join(name)).unwrap();
        let times = (data.mtime(), data.mtime_nsec(), data.ctime(), data.ctime_nsec());
        format!("{name} {} {times:?}\n", data.len())
    });
    let lines: String = lines.collect();
    fs::write(seal, format!("{lines}{:08x}\n", crc32(lines.as_bytes()))).unwrap();
}

/// The checksum of ISO 3309 that a seal ends on.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !bytes
        .iter()
        .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

#[test]
fn damage_that_breaks_no_seal_is_found_once_the_opening_is_finished() {
    let application = Application::with_pairs_in_directory(&PAIRS);
    let before = application.hits("法院");
    let directory = application.closed();
    let files = index_files_in(&directory.path().join("index"));
    for path in &files {
        if path.to_string_lossy().ends_with(".payloads") {
            let written = String::from_utf8(fs::read(path).unwrap()).unwrap();
            fs::write(path, written.replace("法院", "法完")).unwrap();
        }
    }
    let seal = files.iter().find(|path| path.ends_with("SEAL")).unwrap();
    seal_as_it_is(seal);

    let config = app::Config {
        data_dir: directory.path().to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let clock = Arc::new(testkit::FixedClock::default());
    let app = app::App::open_to_serve(config, clock, testkit::fresh_chance()).unwrap();
    let names = || {
        let read = app.policy().permit(&app::Actor::anonymous()).unwrap();
        let answer = app.look_up().search(&read, &app::SearchRequest::new("法院"));
        let hits = answer.unwrap().hits;
        hits.iter()
            .map(|hit| hit.summary.zh[0].text.clone())
            .collect::<Vec<_>>()
    };
    assert!(
        names().iter().all(|name| name.contains("法完")),
        "opened by its seal"
    );
    app.finish_opening();
    while names().iter().any(|name| name.contains("法完")) {
        std::thread::yield_now();
    }
    assert_eq!(names().len(), before.len());
}
