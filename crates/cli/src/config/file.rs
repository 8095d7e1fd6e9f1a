//! Reads `shanjar.toml` into settings, each with the line it stands on.

use std::collections::BTreeMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::ConfigError;
use super::setting::{self, Setting, Shape};

/// What a file sets: by key, the value as text and its line, counted from 1.
pub type FileSettings = BTreeMap<&'static str, (String, usize)>;

/// Reads the text of a file; `path` is only for messages.
///
/// # Errors
/// If the text is no TOML, names a setting that does not exist, or gives one a value of the wrong shape.
pub fn parse(path: &Path, text: &str) -> Result<FileSettings, ConfigError> {
    let root = DeTable::parse(text).map_err(|err| {
        let line = line_of(text, err.span().map_or(0, |span| span.start));
        // The parser's message has several lines; one sentence is promised.
        let message = err.message().lines().collect::<Vec<_>>().join(", ");
        ConfigError::at(path, line, &format!("this is not TOML: {message}"))
    })?;
    let mut settings = FileSettings::new();
    collect(root.get_ref(), "", &mut |key, line_start, value| {
        let line = line_of(text, line_start);
        let setting = find(key).ok_or_else(|| unknown(path, line, key))?;
        let text = as_text(setting, value).ok_or_else(|| wrong_shape(path, line, setting))?;
        settings.insert(setting.key, (text, line));
        Ok(())
    })?;
    Ok(settings)
}

/// Calls `found` with the dotted key, the byte offset and the value of every leaf.
///
/// The parser refuses documents nested deeper than 80 levels, which bounds the recursion.
fn collect<'t>(
    table: &'t DeTable<'t>,
    prefix: &str,
    found: &mut dyn FnMut(&str, usize, &DeValue<'t>) -> Result<(), ConfigError>,
) -> Result<(), ConfigError> {
    for (name, value) in table {
        let key = format!("{prefix}{}", name.get_ref());
        match value.get_ref() {
            // An empty or misspelt table is named like a key, since none of the settings is a table.
            DeValue::Table(inner) if setting::ALL.iter().any(|s| s.key.starts_with(&format!("{key}."))) => {
                collect(inner, &format!("{key}."), found)?;
            }
            leaf => found(&key, name.span().start, leaf)?,
        }
    }
    Ok(())
}

fn as_text(setting: &Setting, value: &DeValue<'_>) -> Option<String> {
    match (setting.shape, value) {
        (Shape::Text, DeValue::String(text)) => Some(text.to_string()),
        (Shape::Switch, DeValue::Boolean(on)) => Some(on.to_string()),
        // Only as people write numbers: no digits of another base, no blanks between.
        (Shape::Number, DeValue::Integer(number)) if number.radix() == 10 => Some(number.as_str().to_owned()),
        (Shape::List, DeValue::Array(items)) => {
            let names: Option<Vec<&str>> = items.iter().map(|item| item.get_ref().as_str()).collect();
            Some(names?.join(","))
        }
        _ => None,
    }
}

fn find(key: &str) -> Option<&'static Setting> {
    setting::ALL.iter().copied().find(|s| s.key == key)
}

fn unknown(path: &Path, line: usize, key: &str) -> ConfigError {
    let known: Vec<_> = setting::ALL.iter().map(|s| s.key).collect();
    ConfigError::at(
        path,
        line,
        &format!("there is no setting `{key}` (known: {})", known.join(", ")),
    )
}

fn wrong_shape(path: &Path, line: usize, setting: &Setting) -> ConfigError {
    let expected = match setting.shape {
        Shape::Text => "a text in quotation marks",
        Shape::Switch => "true or false without quotation marks",
        Shape::Number => "a whole number without quotation marks",
        Shape::List => "a list of texts such as [\"charges-2024\"]",
    };
    ConfigError::at(path, line, &format!("`{}` must be {expected}", setting.key))
}

fn line_of(text: &str, byte_offset: usize) -> usize {
    1 + text
        .bytes()
        .take(byte_offset)
        .filter(|&byte| byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FileSettings, ConfigError> {
        parse(Path::new("shanjar.toml"), text)
    }

    #[test]
    fn every_shape_is_read_with_its_line() {
        let text = "language = \"zh\"\n\n[http]\nlisten = \"[::1]:80\"\n[glossary]\npublic_read = false\n\
                    hidden_collections = [\"a\", \"b\"]\nlog.x = 1";
        let without_the_bad_line = text.strip_suffix("\nlog.x = 1").unwrap();
        let settings = read(without_the_bad_line).unwrap();
        let seen: Vec<_> = settings
            .iter()
            .map(|(key, (value, line))| format!("{line} {key} {value}"))
            .collect();
        assert_eq!(
            seen,
            [
                "7 glossary.hidden_collections a,b",
                "6 glossary.public_read false",
                "4 http.listen [::1]:80",
                "1 language zh"
            ]
        );
    }

    #[test]
    fn dotted_keys_and_inline_tables_are_the_same_settings() {
        for text in [
            "log.level = \"warn\"",
            "log = { level = \"warn\" }",
            "[log]\nlevel = 'warn'",
        ] {
            assert_eq!(read(text).unwrap()["log.level"].0, "warn", "{text}");
        }
    }

    #[track_caller]
    fn check_refused(text: &str, expected: &str) {
        assert_eq!(read(text).unwrap_err().to_string(), expected);
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_file_line_and_way_out() {
        // The list is long, and is that of all settings.
        let keys: Vec<_> = setting::ALL.iter().map(|setting| setting.key).collect();
        let known = format!("(known: {})", keys.join(", "));
        check_refused(
            "[http]\n\nlistn = \"x\"",
            &format!("shanjar.toml:3: there is no setting `http.listn` {known}"),
        );
        check_refused(
            "[htp]\nlisten = \"x\"",
            &format!("shanjar.toml:1: there is no setting `htp` {known}"),
        );
        check_refused(
            "a = 1",
            &format!("shanjar.toml:1: there is no setting `a` {known}"),
        );
        check_refused(
            "[glossary]\npublic_read = \"yes\"",
            "shanjar.toml:2: `glossary.public_read` must be true or false without quotation marks",
        );
        check_refused(
            "[http]\nlisten = 8080",
            "shanjar.toml:2: `http.listen` must be a text in quotation marks",
        );
        for value in ["\"30\"", "0x1e", "30.0", "true"] {
            check_refused(
                &format!("[backup]\nkeep_days = {value}"),
                "shanjar.toml:2: `backup.keep_days` must be a whole number without quotation marks",
            );
        }
        check_refused(
            "[glossary]\nhidden_collections = [1]",
            "shanjar.toml:2: `glossary.hidden_collections` must be a list of texts such as [\"charges-2024\"]",
        );
    }

    #[test]
    fn what_is_no_toml_is_refused_on_one_line() {
        for text in [
            "a = ",
            "[http",
            "a = 1\na = 2",
            "\u{0}",
            &"[".repeat(20_000),
            &"a.".repeat(5_000),
        ] {
            let message = read(text).unwrap_err().to_string();
            assert!(message.starts_with("shanjar.toml:"), "{message}");
            assert_eq!(message.lines().count(), 1, "{message}");
        }
    }
}
