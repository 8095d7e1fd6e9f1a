//! `import collections`: what the collections are called and what they are, out of a TOML file.

use std::io::Write;
use std::path::Path;

use anyhow::anyhow;
use app::{Actor, Collection, CollectionKind, Error, Register, WriteGlossary};
use serde_json::json;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::Outcome;
use super::open::try_open;
use crate::arguments::ImportCollections;
use crate::config::Config;
use crate::language::Language::{self, En, Zh};
use crate::messages::{self, publication as said};

/// The keys of a table `[[collection]]`; only the name has to be there.
const KEYS: [&str; 11] = [
    "name",
    "title_zh",
    "title_bo",
    "bo_source",
    "title_en",
    "kind",
    "register",
    "licence",
    "source",
    "source_url",
    "note",
];

/// Reads the file and writes its descriptions, all of them or none.
pub fn run(what: &ImportCollections, config: &Config) -> anyhow::Result<Outcome> {
    let (file, language) = (&what.file, config.language);
    let text =
        std::fs::read_to_string(file).map_err(|err| anyhow!(messages::unreadable(language, file, err)))?;
    let described = read(file, &text, language)?;
    let count = described.len();
    let refused = |err: Error| messages::refusal(language, err);
    let app = try_open(config)?.map_err(refused)?;
    let permit = app.policy().permit::<WriteGlossary>(&Actor::Operator)?;
    let written = app.write_collections(&permit, described);
    app.close();
    written.map_err(refused)?;
    let mut out = std::io::stdout().lock();
    if what.output.json {
        writeln!(out, "{:#}", json!({ "written": count }))?;
    } else {
        let told = match language {
            Zh => format!("已写入 {count} 个集合的说明"),
            En => format!("collections: written {count}"),
        };
        writeln!(out, "{told}")?;
    }
    Ok(Outcome::Done)
}

/// Reads the tables `[[collection]]` of the file at `path`.
///
/// # Errors
/// In one sentence with file, line, key, value and way out.
fn read(path: &Path, text: &str, language: Language) -> anyhow::Result<Vec<Collection>> {
    let at = |span: usize, told: &str| anyhow!(said::at(path, line_of(text, span), told));
    let root = DeTable::parse(text).map_err(|err| {
        let message = err.message().lines().collect::<Vec<_>>().join(", ");
        at(
            err.span().map_or(0, |span| span.start),
            &said::no_toml(language, &message),
        )
    })?;
    let mut described = Vec::new();
    for (key, value) in root.get_ref() {
        let (DeValue::Array(tables), "collection") = (value.get_ref(), key.get_ref().as_ref()) else {
            let told = said::unknown_key(language, key.get_ref(), &["[[collection]]"]);
            return Err(at(key.span().start, &told));
        };
        for table in tables {
            let DeValue::Table(pairs) = table.get_ref() else {
                return Err(at(table.span().start, &said::no_text(language, "collection")));
            };
            let values = Values {
                pairs: pairs.iter().collect(),
                start: table.span().start,
                language,
            };
            described.push(values.collection().map_err(|(span, told)| at(span, &told))?);
        }
    }
    Ok(described)
}

/// The keys and values of one table.
struct Values<'a, 'i> {
    pairs: Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)>,
    start: usize,
    language: Language,
}

/// Where something is wrong, in bytes, and what.
type Wrong = (usize, String);

impl Values<'_, '_> {
    fn collection(&self) -> Result<Collection, Wrong> {
        for (key, _) in &self.pairs {
            if !KEYS.contains(&key.get_ref().as_ref()) {
                let told = said::unknown_key(self.language, key.get_ref(), &KEYS);
                return Err((key.span().start, told));
            }
        }
        let Some((span, name)) = self.text("name")? else {
            return Err((self.start, said::missing(self.language, "name")));
        };
        let texts = |key: &'static str| Ok::<_, Wrong>(self.text(key)?.map(|(_, text)| text));
        let parsed = name.parse().map_err(|err: app::NameError| {
            (span, said::value(self.language, "name", &name, &err.to_string()))
        })?;
        let (title_bo, bo_source) = (self.text("title_bo")?, texts("bo_source")?);
        if let Some((span, title)) = title_bo.as_ref().filter(|_| bo_source.is_none()) {
            let told = match self.language {
                Zh => "没有出处（提示：请用 `bo_source` 写明藏文名称见于何处，或删去）",
                En => {
                    "has no source (hint: say with `bo_source` where the Tibetan title stands, or leave it out)"
                }
            };
            return Err((*span, said::value(self.language, "title_bo", title, told)));
        }
        Ok(Collection {
            name: parsed,
            title_zh: texts("title_zh")?,
            title_en: texts("title_en")?,
            title_bo: title_bo.map(|(_, title)| title),
            bo_source,
            kind: self.word("kind", CollectionKind::ALL, CollectionKind::as_str)?,
            licence: texts("licence")?,
            source: texts("source")?.or(texts("source_url")?),
            note: texts("note")?,
            register: self
                .word("register", Register::ALL, Register::as_str)?
                .unwrap_or(Register::Norm),
        })
    }

    fn text(&self, wanted: &'static str) -> Result<Option<(usize, String)>, Wrong> {
        let Some((key, value)) = self
            .pairs
            .iter()
            .find(|(key, _)| key.get_ref().as_ref() == wanted)
        else {
            return Ok(None);
        };
        match value.get_ref() {
            DeValue::String(text) => Ok(Some((key.span().start, text.to_string()))),
            _ => Err((key.span().start, said::no_text(self.language, wanted))),
        }
    }

    fn word<T: Copy>(
        &self,
        key: &'static str,
        known: &[T],
        name: fn(T) -> &'static str,
    ) -> Result<Option<T>, Wrong> {
        let Some((span, text)) = self.text(key)? else {
            return Ok(None);
        };
        let found = known.iter().copied().find(|known| name(*known) == text);
        found.map(Some).ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|known| name(*known)).collect();
            let told = match self.language {
                Zh => format!("不在可用的值之内（提示：可用 {}）", names.join("、")),
                En => format!("is not known (hint: one of {})", names.join(", ")),
            };
            (span, said::value(self.language, key, &text, &told))
        })
    }
}

fn line_of(text: &str, byte_offset: usize) -> usize {
    let before = text.bytes().take(byte_offset);
    1 + before.filter(|&byte| byte == b'\n').count()
}
