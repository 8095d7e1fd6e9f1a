//! The keys of personal data: without the right ones nothing is served.

use std::fs;

use app::Error;
use app::personal_data::KeyError;
use testkit::Application;

fn key_file(application: &Application) -> std::path::PathBuf {
    application.directory().join("keys/fields.keys")
}

#[test]
fn a_new_directory_gets_keys_and_an_opened_one_keeps_them() {
    let application = Application::with_pairs_in_directory(&[("法院", "ཁྲིམས་ཁང")]);
    let before = fs::read(key_file(&application)).unwrap();
    let application = application.opened_again();
    assert_eq!(fs::read(key_file(&application)).unwrap(), before);
}

#[test]
fn lost_keys_are_refused_and_never_made_anew() {
    let application = Application::with_pairs_in_directory(&[("法院", "ཁྲིམས་ཁང")]);
    let path = key_file(&application);
    let closed = application.closed();
    fs::remove_file(&path).unwrap();
    let refused = closed.try_open().map(drop).unwrap_err();
    assert!(
        matches!(refused, Error::Keys(KeyError::MissingFile { .. })),
        "{refused}"
    );
    assert!(refused.to_string().contains("fields.keys") && !path.exists());
}

#[test]
fn the_keys_of_another_directory_are_refused() {
    let application = Application::with_pairs_in_directory(&[("法院", "ཁྲིམས་ཁང")]);
    let other = Application::with_pairs_in_directory(&[("离婚", "")]);
    let foreign = fs::read(key_file(&other)).unwrap();
    let path = key_file(&application);
    let closed = application.closed();
    fs::write(&path, foreign).unwrap();
    let refused = closed.try_open().map(drop).unwrap_err();
    assert!(matches!(refused, Error::Keys(_)), "{refused}");
}
