//! The sentences of the interface, by key and language.

use std::collections::BTreeMap;

use super::ui::Ui;
use crate::Error;

/// All translations. A sentence that Tibetan or English lacks is said in Chinese.
#[derive(Debug, Clone, Default)]
pub struct Translations {
    zh: BTreeMap<String, String>,
    bo: BTreeMap<String, String>,
    en: BTreeMap<String, String>,
}

impl Translations {
    /// Reads translation files given as (name without ending, TOML text with nested keys).
    ///
    /// # Errors
    /// If a file is not TOML, or holds something else than texts in tables.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, Error> {
        let mut translations = Self::default();
        for (name, source) in files {
            let broken = |cause: String| Error::Web {
                file: format!("i18n/{name}.toml"),
                cause,
            };
            let ui =
                Ui::named(name).ok_or_else(|| broken(format!("`{name}` is no language of the interface")))?;
            let table: toml::Table = source
                .parse()
                .map_err(|e: toml::de::Error| broken(e.to_string()))?;
            flatten("", table, translations.table_mut(ui)).map_err(broken)?;
        }
        Ok(translations)
    }

    /// Returns the sentence of `key`, or the key itself if no language has it.
    pub fn text<'a>(&'a self, ui: Ui, key: &'a str) -> &'a str {
        self.find(ui, key).unwrap_or(key)
    }

    /// Returns the sentence of `key` if it stands in the language or in Chinese.
    pub fn find(&self, ui: Ui, key: &str) -> Option<&str> {
        self.table(ui)
            .get(key)
            .or_else(|| self.zh.get(key))
            .map(String::as_str)
    }

    /// Returns the language in which [`text`](Self::text) says `key`.
    pub fn language_of(&self, ui: Ui, key: &str) -> Ui {
        if self.table(ui).contains_key(key) {
            ui
        } else {
            Ui::Zh
        }
    }

    /// Returns the sentence of `key` with `{name}` replaced by each value. A name without a value stays as it is.
    pub fn fill(&self, ui: Ui, key: &str, args: &[(&str, String)]) -> String {
        fill(self.text(ui, key), args)
    }

    /// Returns every key of a language, in order.
    pub fn keys(&self, ui: Ui) -> impl Iterator<Item = &str> {
        self.table(ui).keys().map(String::as_str)
    }

    fn table(&self, ui: Ui) -> &BTreeMap<String, String> {
        match ui {
            Ui::Zh => &self.zh,
            Ui::Bo => &self.bo,
            Ui::En => &self.en,
        }
    }

    fn table_mut(&mut self, ui: Ui) -> &mut BTreeMap<String, String> {
        match ui {
            Ui::Zh => &mut self.zh,
            Ui::Bo => &mut self.bo,
            Ui::En => &mut self.en,
        }
    }
}

/// Replaces `{name}` in one pass, so that a value which holds braces is not replaced again.
pub fn fill(sentence: &str, args: &[(&str, String)]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = args.iter().find(|(n, _)| *n == name)?;
            Some((value, tail))
        });
        match value {
            Some((value, tail)) => {
                filled.push_str(value);
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

fn flatten(prefix: &str, table: toml::Table, into: &mut BTreeMap<String, String>) -> Result<(), String> {
    for (name, value) in table {
        let key = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}.{name}")
        };
        match value {
            toml::Value::String(text) => {
                into.insert(key, text);
            }
            toml::Value::Table(inner) => flatten(&key, inner, into)?,
            other => return Err(format!("`{key}` is a {}, not a text", other.type_str())),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Translations {
        let zh = "[page]\ntitle = \"检索“{q}”\"\nonly = \"只有中文\"";
        Translations::read(&[("zh", zh), ("bo", "[page]\ntitle = \"བོད་ཡིག {q}\"")]).unwrap()
    }

    #[test]
    fn nested_keys_are_joined_by_points_and_chinese_stands_in() {
        let translations = sample();
        assert_eq!(translations.text(Ui::Bo, "page.title"), "བོད་ཡིག {q}");
        assert_eq!(translations.text(Ui::Bo, "page.only"), "只有中文");
        assert_eq!(translations.text(Ui::En, "page.none"), "page.none");
        assert_eq!(translations.language_of(Ui::Bo, "page.title"), Ui::Bo);
        assert_eq!(translations.language_of(Ui::Bo, "page.only"), Ui::Zh);
    }

    #[test]
    fn a_value_with_braces_is_not_replaced_again() {
        let args = [("q", "{q}{x}".to_owned()), ("x", "!".to_owned())];
        assert_eq!(sample().fill(Ui::Zh, "page.title", &args), "检索“{q}{x}”");
        for (sentence, filled) in [("{", "{"), ("{}", "{}"), ("{y} {x}", "{y} !"), ("{{x}}", "{!}")] {
            assert_eq!(fill(sentence, &args), filled);
        }
    }

    #[test]
    fn a_broken_file_is_named() {
        for (name, source) in [("zh", "a = "), ("zh", "a = 1"), ("fr", "")] {
            let error = Translations::read(&[(name, source)]).unwrap_err().to_string();
            assert!(error.contains(&format!("i18n/{name}.toml")), "{error}");
        }
    }
}
