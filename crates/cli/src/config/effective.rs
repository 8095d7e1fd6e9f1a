//! Shows the settings in force as TOML that could be a configuration file, or as JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::setting::Shape;
use super::{Config, Effective};

/// Returns the settings as TOML, each with what it is for above it and where it came from behind it.
pub fn as_toml(config: &Config) -> String {
    let mut out = String::new();
    let mut current_table = "";
    for given in &config.effective {
        let (table, name) = given
            .setting
            .key
            .split_once('.')
            .unwrap_or(("", given.setting.key));
        if table != current_table {
            // Writing to a String cannot fail.
            let _ = write!(out, "\n[{table}]\n");
            current_table = table;
        }
        let _ = write!(
            out,
            "# {}\n{name} = {}  # {}\n",
            given.setting.about,
            in_toml(given),
            given.origin
        );
    }
    out
}

/// Returns the settings as `{"file", "settings": {key: {"value", "origin"}}}`.
pub fn as_json(config: &Config) -> Value {
    let settings: Map<String, Value> = config
        .effective
        .iter()
        .map(|given| {
            let entry = json!({ "value": in_json(given), "origin": given.origin.to_string() });
            (given.setting.key.to_owned(), entry)
        })
        .collect();
    json!({ "file": config.file, "settings": settings })
}

fn in_toml(given: &Effective) -> String {
    match given.setting.shape {
        Shape::Text => toml::Value::from(given.value.as_str()).to_string(),
        Shape::Switch | Shape::Number => given.value.clone(),
        Shape::List => toml::Value::from(names(given)).to_string(),
    }
}

fn in_json(given: &Effective) -> Value {
    match given.setting.shape {
        Shape::Text => json!(given.value),
        Shape::Switch => json!(given.value == "true"),
        // Checked when it was read.
        Shape::Number => json!(given.value.parse::<u64>().ok()),
        Shape::List => json!(names(given)),
    }
}

fn names(given: &Effective) -> Vec<&str> {
    given
        .value
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}
