//! A store that was restored is another one, and no index of the old one is taken for its own.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use app::backup::{Request, Unlock, make, restore};
use app::{Config, IndexState, ReadOnlyApp};
use testkit::{Application, Closed, csv_file};

fn chance(bytes: &mut [u8]) -> Result<(), String> {
    bytes.fill(0x5a);
    Ok(())
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn the_index_of_the_old_store_is_made_anew_beside_the_restored_one() {
    let application = Application::with_pairs_in_directory(&[("法院", "ཁྲིམས་ཁང")]);
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a.backup");
    let request = Request {
        data_dir: application.directory(),
        configuration: None,
        target: &target,
        with_keys: None,
        now_ms: 1,
    };
    let made = make(&application.operate_permit(), &request, &chance).unwrap();
    assert_eq!(made.manifest.seq, 1);
    // What the old store wrote afterwards is in its index, at change 2.
    application.import("later.csv", &csv_file(&[("离婚", "གཉེན་འབྲལ")]));
    application.catch_up();

    let directory = Arc::new(tempfile::tempdir().unwrap());
    let unlock = Unlock {
        data_dir: directory.path(),
        key_file: Some(&made.key_file),
        passphrase: None,
    };
    restore(&application.operate_permit(), &target, &unlock, &chance).unwrap();
    // The keys of personal data come from where they are kept, as those of the backups do.
    let keys = "keys/fields.keys";
    fs::copy(application.directory().join(keys), directory.path().join(keys)).unwrap();
    // The restored store goes on with a change 2 of its own, so numbers alone would not tell the two apart.
    let restored = Application::opened_in(Closed::directory(Arc::clone(&directory)));
    restored.catch_up();
    restored.import("other.csv", &csv_file(&[("盗窃罪", "རྐུ་ཉེས")]));
    drop(restored.closed());
    fs::remove_dir_all(directory.path().join("index")).unwrap();
    copy_folder(
        &application.directory().join("index"),
        &directory.path().join("index"),
    );

    let config = Config {
        data_dir: directory.path().to_owned(),
        database: None,
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    assert_eq!(
        *ReadOnlyApp::open(config).unwrap().index(),
        IndexState::OtherStore
    );
    let restored = Application::opened_in(Closed::directory(directory));
    restored.catch_up();
    assert_eq!(restored.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
    assert_eq!(restored.hits("རྐུ་ཉེས"), ["exact 盗窃罪 | རྐུ་ཉེས"]);
    assert!(restored.hits("离婚").is_empty(), "{:?}", restored.hits("离婚"));
    assert!(restored.hits("གཉེན་འབྲལ").iter().all(|hit| !hit.contains("离婚")));
}
