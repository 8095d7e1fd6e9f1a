//! The form of what a batch says of itself.

use app::{BatchKind, BatchText};

use super::BatchRow;
use crate::input::{Fields, Members};
use crate::pages::concept_form::view::{FieldView, FormFaults};

/// What the form sends, as it was typed.
#[derive(Debug, Default)]
pub struct BatchForm {
    kind: String,
    number: String,
    committee: String,
    decided_on: String,
    decision: String,
    title: String,
    publisher: String,
    note: String,
    /// The revision that is changed; 0 for a new batch.
    pub base: u64,
}

/// The fields with how each is filled in, and whether it has to be.
pub const FIELDS: [(&str, &str, bool); 8] = [
    ("kind", "word", false),
    ("number", "line", true),
    ("committee", "line", true),
    ("decided_on", "day", false),
    ("decision", "line", false),
    ("title", "line", false),
    ("publisher", "line", false),
    ("note", "text", false),
];

impl Members for BatchForm {
    const NAMES: &'static [&'static str] = &[
        "kind",
        "number",
        "committee",
        "decided_on",
        "decision",
        "title",
        "publisher",
        "note",
        "base",
    ];

    fn take(fields: &mut Fields) -> Self {
        let base = fields
            .number("base", 0..=i64::MAX.unsigned_abs())
            .unwrap_or_default();
        let kind: Option<BatchKind> = fields.one_of("kind");
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            kind: kind.unwrap_or(BatchKind::Meeting).as_str().to_owned(),
            number: text("number"),
            committee: text("committee"),
            decided_on: text("decided_on"),
            decision: text("decision"),
            title: text("title"),
            publisher: text("publisher"),
            note: text("note"),
            base,
        }
    }
}

impl From<&BatchRow> for BatchForm {
    fn from(row: &BatchRow) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Self {
            kind: row.kind.to_owned(),
            number: row.number.clone(),
            committee: row.committee.clone(),
            decided_on: text(&row.decided_on),
            decision: text(&row.decision),
            title: text(&row.title),
            publisher: text(&row.publisher),
            note: text(&row.note),
            base: row.revision,
        }
    }
}

impl BatchForm {
    /// Returns what it says, without outer space; an empty field says nothing.
    pub fn text(&self) -> BatchText {
        let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        BatchText {
            kind: self.kind.parse().unwrap_or(BatchKind::Meeting),
            number: self.number.trim().to_owned(),
            committee: self.committee.trim().to_owned(),
            decided_on: said(&self.decided_on),
            decision: said(&self.decision),
            title: said(&self.title),
            publisher: said(&self.publisher),
            // Lines of a remark stand in one line.
            note: said(&self.note).map(|note| note.split_whitespace().collect::<Vec<_>>().join(" ")),
        }
    }

    fn value(&self, name: &str) -> &str {
        match name {
            "kind" => &self.kind,
            "number" => &self.number,
            "committee" => &self.committee,
            "decided_on" => &self.decided_on,
            "decision" => &self.decision,
            "title" => &self.title,
            "publisher" => &self.publisher,
            _ => &self.note,
        }
    }
}

/// Returns the key of the translation of a field.
pub fn label_of(name: &str) -> String {
    // `title` is what the page of all batches is called.
    format!("batches.{}", if name == "title" { "title_of" } else { name })
}

/// Returns the fields of `form` with what is wrong beside each.
pub fn fields_of(form: &BatchForm, faults: &FormFaults) -> Vec<FieldView> {
    let field = |(name, kind, is_wanted): (&str, &'static str, bool)| FieldView {
        name: name.to_owned(),
        id: name.to_owned(),
        label: label_of(name),
        kind,
        value: form.value(name).to_owned(),
        lang: None,
        is_wanted,
        proposals: None,
        group: "batch_kind",
        words: if kind == "word" {
            BatchKind::ALL
                .iter()
                .map(|kind| kind.as_str().to_owned())
                .collect()
        } else {
            Vec::new()
        },
        may_be_none: false,
        fault: faults.of_field(name),
    };
    FIELDS.map(field).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_said_without_outer_space_and_empty_fields_say_nothing() {
        let pairs = [
            ("number", " 2026年第1批 "),
            ("committee", "委员会"),
            ("decided_on", " "),
            ("note", "一\r\n二"),
        ];
        let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let form: BatchForm = Fields::of_form(pairs).read().unwrap();
        let text = form.text();
        assert_eq!(
            (text.kind, text.number.as_str()),
            (BatchKind::Meeting, "2026年第1批")
        );
        assert_eq!((text.decided_on, text.note.as_deref()), (None, Some("一 二")));
        let fields = fields_of(&form, &FormFaults::default());
        let names: Vec<_> = fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, BatchForm::NAMES[..8]);
        assert_eq!(fields[1].value, " 2026年第1批 ");
    }
}
