//! The short form of a proposal: one form of each language, where they stand, and why.

use serde_json::{Map, Value, json};

use crate::input::{Fields, Members};
use crate::pages::concept_form::view::{FieldView, FormFaults};

/// The longest reason that is kept as it is.
pub const MAX_REASON_CHARS: usize = 500;

/// What the form sends, as it was typed; an address can fill it in beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProposalForm {
    /// The concept that it is about; empty for a new one.
    pub concept: String,
    /// A Chinese form.
    pub zh: String,
    /// A Tibetan form.
    pub bo: String,
    /// Where both stand.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// The fields that are typed: name, how it is filled in, its language, whether it has to be filled in.
const FIELDS: [(&str, &str, Option<&str>, bool); 4] = [
    ("zh", "line", Some("zh-Hans"), false),
    ("bo", "line", Some("bo"), false),
    ("source", "line", None, false),
    ("reason", "text", None, true),
];

impl Members for ProposalForm {
    const NAMES: &'static [&'static str] = &["concept", "zh", "bo", "source", "reason"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            concept: text("concept"),
            zh: text("zh"),
            bo: text("bo"),
            source: text("source"),
            reason: text("reason"),
        }
    }
}

impl ProposalForm {
    /// Returns the members of the concept that is proposed, and the field that each of its terms was typed into.
    pub fn content(&self) -> (Map<String, Value>, Vec<&'static str>) {
        let source = self.source.trim();
        let sources = match source {
            "" => json!([]),
            title => json!([{"title": title}]),
        };
        let typed = [("zh", self.zh.trim()), ("bo", self.bo.trim())];
        let typed = typed.into_iter().filter(|(_, text)| !text.is_empty());
        let (mut terms, mut names) = (Vec::new(), Vec::new());
        for (lang, text) in typed {
            terms.push(json!({"lang": lang, "text": text, "sources": sources}));
            names.push(lang);
        }
        (Map::from_iter([("terms".to_owned(), Value::Array(terms))]), names)
    }

    /// Returns the field that a member of the [content](Self::content) was typed into; the empty name if there is none.
    pub fn field_of(pointer: &str, names: &[&'static str]) -> &'static str {
        let mut parts = pointer.trim_start_matches('/').split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("terms"), Some(_), Some("sources")) => "source",
            (Some("terms"), Some(nth), _) => {
                let name = nth.parse().ok().and_then(|nth: usize| names.get(nth));
                name.copied().unwrap_or_default()
            }
            (Some("reason"), None, None) => "reason",
            _ => "",
        }
    }

    fn value(&self, name: &str) -> &str {
        match name {
            "zh" => &self.zh,
            "bo" => &self.bo,
            "source" => &self.source,
            _ => &self.reason,
        }
    }

    /// Returns the fields with what is wrong beside each.
    pub fn fields(&self, faults: &FormFaults) -> Vec<FieldView> {
        let field =
            |(name, kind, lang, is_wanted): (&str, &'static str, Option<&'static str>, bool)| FieldView {
                name: name.to_owned(),
                id: name.to_owned(),
                label: label_of(name),
                kind,
                value: self.value(name).to_owned(),
                lang,
                is_wanted,
                proposals: None,
                group: "",
                words: Vec::new(),
                may_be_none: false,
                fault: faults.of_field(name),
            };
        FIELDS.map(field).to_vec()
    }
}

/// Returns the key of the translation of a field.
fn label_of(name: &str) -> String {
    format!("propose.{name}")
}

/// Returns the keys of the fields, for the test of the translations.
#[cfg(test)]
pub fn labels() -> Vec<String> {
    FIELDS.iter().map(|(name, ..)| label_of(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(zh: &str, bo: &str, source: &str) -> ProposalForm {
        ProposalForm {
            zh: zh.to_owned(),
            bo: bo.to_owned(),
            source: source.to_owned(),
            ..ProposalForm::default()
        }
    }

    #[test]
    fn what_is_typed_becomes_terms_with_their_source_and_empty_fields_none() {
        for (typed, expected, names) in [
            (form(" ", "", "x"), json!({"terms": []}), vec![]),
            (
                form("法院", " ཁྲིམས་ཁང་ ", ""),
                json!({"terms": [
                    {"lang": "zh", "text": "法院", "sources": []},
                    {"lang": "bo", "text": "ཁྲིམས་ཁང་", "sources": []},
                ]}),
                vec!["zh", "bo"],
            ),
            (
                form("", "ཁྲིམས་ཁང", " 词典 "),
                json!({"terms": [{"lang": "bo", "text": "ཁྲིམས་ཁང", "sources": [{"title": "词典"}]}]}),
                vec!["bo"],
            ),
        ] {
            let (content, found) = typed.content();
            assert_eq!((Value::Object(content), found), (expected, names));
        }
    }

    #[test]
    fn what_is_wrong_with_a_member_stands_beside_the_field_it_was_typed_into() {
        for (pointer, expected) in [
            ("/terms/0/text", "bo"),
            ("/terms/0", "bo"),
            ("/terms/1/text", ""),
            ("/terms/0/sources/0/title", "source"),
            ("/terms/x/text", ""),
            ("/terms", ""),
            ("/reason", "reason"),
            ("", ""),
        ] {
            assert_eq!(ProposalForm::field_of(pointer, &["bo"]), expected, "{pointer}");
        }
    }
}
