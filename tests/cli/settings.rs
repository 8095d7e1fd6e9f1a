//! `config show` and the layers behind it, through the real environment.

use super::program::{Place, Ran};

#[test]
fn every_setting_is_shown_with_its_origin() {
    let place = Place::new().with_file("other.toml", "[log]\nformat = \"json\"\n");
    let mut command = place.command(["config", "show", "--listen", "[::1]:80", "--config", "other.toml"]);
    let shown = Ran::of(command.env("SHANJAR_PUBLIC_READ", "false")).done();
    for line in [
        "language = \"auto\"  # default",
        "dir = \"data\"  # SHANJAR_DATA_DIR",
        "listen = \"[::1]:80\"  # --listen",
        "public_read = false  # SHANJAR_PUBLIC_READ",
        "format = \"json\"  # other.toml:2",
    ] {
        assert!(
            shown.lines().any(|shown_line| shown_line == line),
            "{line} is missing:\n{shown}"
        );
    }
    assert!(!place.data_dir().exists(), "showing settings makes nothing");
}

#[test]
fn the_json_is_one_document() {
    let ran = Place::new().run(["config", "show", "--json"]);
    let settings = &ran.json()["settings"];
    assert_eq!(settings["http.listen"]["value"], "127.0.0.1:8080");
    assert_eq!(settings["data.dir"]["origin"], "SHANJAR_DATA_DIR");
}

#[test]
fn the_file_in_the_data_directory_is_read_and_refused_by_line() {
    let place = Place::new();
    std::fs::create_dir(place.data_dir()).unwrap();
    std::fs::write(place.data_dir().join("shanjar.toml"), "[http]\nport = 80\n").unwrap();
    for args in [
        &["config", "show"][..],
        &["serve"],
        &["search", "法院"],
        &["reindex"],
    ] {
        let stderr = place.run(args).refused(1);
        assert!(
            stderr.starts_with("shanjar: data/shanjar.toml:2: there is no setting `http.port` (known: "),
            "{stderr}"
        );
        assert_eq!(stderr.lines().count(), 1);
    }
}

#[test]
fn a_bad_variable_is_named() {
    let place = Place::new();
    let ran = Ran::of(place.command(["serve"]).env("SHANJAR_LISTEN", "localhost"));
    assert!(
        ran.refused(1)
            .starts_with("shanjar: SHANJAR_LISTEN is `localhost` and must be ")
    );
    assert!(!place.data_dir().exists());
}

#[test]
fn a_misspelt_variable_is_told_by_every_command_that_reads_settings() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    for args in [
        &["config", "show"][..],
        &["import", "glossary", "pairs.csv"],
        &["search", "法院"],
    ] {
        let ran = Ran::of(place.command(args).env("SHANJAR_HIDDEN_COLLECTION", "a"));
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(
            ran.stderr
                .contains("the variable `SHANJAR_HIDDEN_COLLECTION` names no setting and has no effect"),
            "{}",
            ran.stderr
        );
    }
}
