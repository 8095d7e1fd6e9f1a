//! Which layer counts, and what is said about a value that cannot be used.

mod auditing;
mod http;
mod nights;
mod shown;

use std::ffi::OsString;

use super::*;

/// A run with these flags, variables and this text of `shanjar.toml` in its data directory.
struct Given<'a> {
    flags: &'a [(&'static Setting, &'a str)],
    variables: &'a [(&'a str, &'a str)],
    file: &'a str,
}

const NOTHING: Given<'_> = Given {
    flags: &[],
    variables: &[],
    file: "",
};

impl Given<'_> {
    fn load(&self) -> Result<Config, String> {
        let dir = tempfile::tempdir().unwrap();
        let config_file = dir.path().join("shanjar.toml");
        std::fs::write(&config_file, self.file).unwrap();
        let flags = self
            .flags
            .iter()
            .map(|(setting, value)| (*setting, (*value).to_owned()))
            .collect();
        let sources = Sources {
            flags,
            config_file: Some(config_file),
        };
        let variable = |name: &'static str| {
            self.variables
                .iter()
                .find(|(given, _)| *given == name)
                .map(|(_, value)| OsString::from(value))
        };
        let loaded = sources
            .read_with(variable)
            .and_then(|layers| Config::resolve(&layers));
        let shown_dir = format!("{}/", dir.path().display());
        loaded.map_err(|err| err.to_string().replace(&shown_dir, ""))
    }
}

#[track_caller]
fn check_listen(given: &Given<'_>, expected: &str, expected_origin: &str) {
    let config = given.load().unwrap();
    assert_eq!(config.http.listen.to_string(), expected);
    let listen = config
        .effective
        .iter()
        .find(|e| e.setting == &setting::LISTEN)
        .unwrap();
    let origin = listen.origin.to_string();
    assert_eq!(origin.rsplit('/').next().unwrap(), expected_origin);
}

#[test]
fn flag_beats_environment_beats_file_beats_default() {
    let flags = &[(&setting::LISTEN, "127.0.0.1:1")];
    let variables = &[("SHANJAR_LISTEN", "127.0.0.1:2")];
    let file = "[http]\nlisten = \"127.0.0.1:3\"";
    check_listen(
        &Given {
            flags,
            variables,
            file,
        },
        "127.0.0.1:1",
        "--listen",
    );
    check_listen(
        &Given {
            flags: &[],
            variables,
            file,
        },
        "127.0.0.1:2",
        "SHANJAR_LISTEN",
    );
    check_listen(&Given { file, ..NOTHING }, "127.0.0.1:3", "shanjar.toml:2");
    check_listen(&NOTHING, "127.0.0.1:8080", "default");
    check_listen(
        &Given {
            variables: &[("SHANJAR_LISTEN", "")],
            file,
            ..NOTHING
        },
        "127.0.0.1:3",
        "shanjar.toml:2",
    );
}

#[test]
fn every_default_is_a_value_that_can_be_used() {
    let config = NOTHING.load().unwrap();
    assert!(config.glossary.public_read);
    assert!(config.glossary.hidden_collections.is_empty());
    assert_eq!(config.http.metrics_listen, None);
    assert_eq!(config.http.utc_offset_minutes, 8 * 60);
    assert_eq!(config.index.tidy_at.unwrap().minute_of_day, 180);
    assert_eq!(config.log.format, LogFormat::Plain);
    assert_eq!(config.log.level, None, "nobody chose a level");
    assert!(config.effective.iter().all(|e| e.origin == Origin::Default));
}

#[test]
fn a_list_is_the_same_from_the_file_and_the_environment() {
    let file = "[glossary]\nhidden_collections = [\"older-terms\", \"dictionary\"]";
    let variables = &[("SHANJAR_HIDDEN_COLLECTIONS", "older-terms, dictionary,")];
    for given in [Given { file, ..NOTHING }, Given { variables, ..NOTHING }] {
        let config = given.load().unwrap();
        let names: Vec<_> = config
            .glossary
            .hidden_collections
            .iter()
            .map(|c| c.as_str())
            .collect();
        assert_eq!(names, ["older-terms", "dictionary"]);
    }
}

#[test]
fn an_offset_may_be_behind_utc_and_not_a_whole_hour() {
    for (text, minutes) in [("-03:30", -210), ("+00:00", 0), ("+05:45", 345)] {
        let config = Given {
            variables: &[("SHANJAR_UTC_OFFSET", text)],
            ..NOTHING
        }
        .load()
        .unwrap();
        assert_eq!(config.http.utc_offset_minutes, minutes);
    }
}

#[test]
fn the_language_follows_the_locale_unless_somebody_says() {
    for (variables, expected) in [
        (&[("LANG", "zh_CN.UTF-8")][..], Language::Zh),
        (&[("LANG", "bo_CN")], Language::En),
        (&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], Language::En),
        (&[("LANG", "C"), ("LC_MESSAGES", "zh")], Language::Zh),
        (&[("LANG", "zh_CN"), ("SHANJAR_LANGUAGE", "en")], Language::En),
        (&[("SHANJAR_LANGUAGE", "zh")], Language::Zh),
        (&[], Language::En),
    ] {
        assert_eq!(
            Given { variables, ..NOTHING }.load().unwrap().language,
            expected,
            "{variables:?}"
        );
    }
}

#[track_caller]
fn check_refused(given: &Given<'_>, expected: &str) {
    assert_eq!(given.load().unwrap_err(), expected);
}

#[test]
fn a_bad_value_names_where_it_came_from_and_what_would_do() {
    let address = "an address and a port such as 127.0.0.1:8080 or [::1]:8080";
    check_refused(
        &Given {
            flags: &[(&setting::LISTEN, "8080")],
            ..NOTHING
        },
        &format!("--listen is `8080` and must be {address}"),
    );
    check_refused(
        &Given {
            variables: &[("SHANJAR_LISTEN", "127.0.0.1:99999")],
            ..NOTHING
        },
        &format!("SHANJAR_LISTEN is `127.0.0.1:99999` and must be {address}"),
    );
    check_refused(
        &Given {
            file: "# listen\nhttp.listen = \"here\"",
            ..NOTHING
        },
        &format!("shanjar.toml:2: `http.listen` is `here` and must be {address}"),
    );
    check_refused(
        &Given {
            variables: &[("SHANJAR_PUBLIC_READ", "yes")],
            ..NOTHING
        },
        "SHANJAR_PUBLIC_READ is `yes` and must be true or false",
    );
    check_refused(
        &Given {
            variables: &[("SHANJAR_LOG_LEVEL", "3")],
            ..NOTHING
        },
        "SHANJAR_LOG_LEVEL is `3` and must be off, error, warn, info, debug or trace",
    );
    check_refused(
        &Given {
            file: "[log]\nformat = \"xml\"",
            ..NOTHING
        },
        "shanjar.toml:2: `log.format` is `xml` and must be plain or json",
    );
    check_refused(
        &Given {
            file: "language = \"fr\"",
            ..NOTHING
        },
        "shanjar.toml:1: `language` is `fr` and must be zh, en or auto",
    );
    check_refused(
        &Given {
            variables: &[("SHANJAR_UTC_OFFSET", "Asia/Shanghai")],
            ..NOTHING
        },
        "SHANJAR_UTC_OFFSET is `Asia/Shanghai` and must be hours and minutes such as +08:00",
    );
    check_refused(
        &Given {
            flags: &[(&setting::DATA_DIR, "")],
            ..NOTHING
        },
        "--data-dir is `` and must be the path of a directory",
    );
}

#[test]
fn a_collection_that_cannot_exist_is_not_hidden_silently() {
    let file = "[glossary]\nhidden_collections = [\"Older Terms\"]";
    let message = Given { file, ..NOTHING }.load().unwrap_err();
    assert!(
        message.starts_with("shanjar.toml:2: `glossary.hidden_collections` is `Older Terms`"),
        "{message}"
    );
}

#[test]
fn only_a_flag_is_wrong_usage() {
    let is_wrong_usage = |sources: &Sources, variable: Option<&str>| {
        let variable = variable.map(OsString::from);
        let layers = sources
            .read_with(|name| variable.clone().filter(|_| name == "SHANJAR_LISTEN"))
            .unwrap();
        Config::resolve(&layers).unwrap_err().is_wrong_usage()
    };
    let flags = vec![(&setting::LISTEN, "x".to_owned())];
    assert!(is_wrong_usage(
        &Sources {
            flags,
            config_file: None
        },
        None
    ));
    assert!(!is_wrong_usage(&Sources::default(), Some("x")));
}

#[test]
fn the_file_of_a_data_directory_is_found_and_cannot_move_it() {
    let dir = tempfile::tempdir().unwrap();
    let dir_text = dir.path().to_str().unwrap().to_owned();
    let sources = Sources {
        flags: vec![(&setting::DATA_DIR, dir_text.clone())],
        config_file: None,
    };
    let load = || {
        sources
            .read_with(|_| None)
            .and_then(|layers| Config::resolve(&layers))
    };

    assert_eq!(
        load().unwrap().file,
        None,
        "a directory without a file is as good"
    );
    let file = dir.path().join("shanjar.toml");
    std::fs::write(&file, format!("data.dir = '{dir_text}'\nhttp.listen = '[::1]:9'")).unwrap();
    assert_eq!(load().unwrap().http.listen.port(), 9);
    std::fs::write(&file, "data.dir = 'elsewhere'").unwrap();
    let message = load().unwrap_err().to_string();
    assert!(
        message.contains("shanjar.toml:1: the file inside a data directory cannot move it to `elsewhere`")
    );
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let config_file = Some(PathBuf::from("no/such/shanjar.toml"));
    let message = Sources {
        flags: vec![],
        config_file,
    }
    .read_with(|_| None)
    .unwrap_err()
    .to_string();
    assert!(
        message.starts_with("the configuration file `no/such/shanjar.toml` cannot be read: "),
        "{message}"
    );
}

#[test]
fn the_json_has_one_entry_a_setting() {
    let shown = as_json(
        &Given {
            variables: &[("SHANJAR_PUBLIC_READ", "false")],
            ..NOTHING
        }
        .load()
        .unwrap(),
    );
    let settings = shown["settings"].as_object().unwrap();
    assert_eq!(settings.len(), setting::ALL.len());
    let expected = serde_json::json!({ "value": false, "origin": "SHANJAR_PUBLIC_READ" });
    assert_eq!(settings["glossary.public_read"], expected);
}
