//! The form of a concept as it is sent: its rows, and which button sent it.

use serde_json::Value;

use super::rows::{Place, Row, Rows};
use super::shape::LISTS;
use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode};

/// The form.
#[derive(Debug)]
pub struct ConceptForm {
    /// What was typed, without empty rows.
    pub rows: Rows,
    /// The revision that was changed; 0 for a new concept.
    pub base: u64,
    /// The revision beside which a conflict was shown; 0 without one.
    pub seen: u64,
    /// What to do.
    pub deed: Deed,
    /// The decisions that go to the other one.
    theirs: Vec<String>,
    /// Names and values as they came, for a page that carries them.
    carried: Vec<(String, String)>,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Saves.
    Save,
    /// Saves though there are concepts that may be the same.
    Anyway,
    /// Puts changes of two people together.
    Combine,
    /// Adds a row to a list, in a language if the list has languages.
    More(String, Option<String>),
    /// Takes a row away.
    Drop(String),
    /// Shows the form.
    Show,
}

/// Fields besides those of rows.
const DEED: &str = "do";
const BASE: &str = "base";
const SEEN: &str = "seen";
const SUBJECT_FIELDS: &str = "subject_fields";
/// What the name of a decision begins with.
pub const DECISION: &str = "take:";

/// How many fields of law are ticked at most.
const MAX_FIELDS: usize = 200;

impl Members for ConceptForm {
    const NAMES: &'static [&'static str] = &[DEED, BASE, SEEN, SUBJECT_FIELDS];
    const IS_KEPT: bool = true;

    fn knows(name: &str) -> bool {
        let is_of_row = || Place::read(name).is_some_and(|place| place.member().is_some());
        Self::NAMES.contains(&name) || name.starts_with(DECISION) || is_of_row()
    }

    fn take(fields: &mut Fields) -> Self {
        let deed = fields.text(DEED).unwrap_or_default();
        let mut number = |name| {
            fields
                .number(name, 0..=i64::MAX.unsigned_abs())
                .unwrap_or_default()
        };
        let (base, seen) = (number(BASE), number(SEEN));
        let subject_fields = fields.list(SUBJECT_FIELDS, MAX_FIELDS, |name| Ok(name.to_owned()));
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in fields.rest() {
            match value {
                Value::String(text) => pairs.push((name, text)),
                // Two texts under one name: none of them wins.
                _ => fields.refuse(Issue::of(&name, IssueCode::DuplicateMember)),
            }
        }
        let mut rows = Rows::of_form(pairs.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        rows.subject_fields = subject_fields;
        let theirs = pairs.iter().filter(|(_, text)| text == "theirs");
        let theirs = theirs.filter_map(|(name, _)| name.strip_prefix(DECISION));
        Self {
            base,
            seen,
            deed: Deed::of(&deed),
            theirs: theirs.map(str::to_owned).collect(),
            carried: carried(&pairs, &rows.subject_fields, base),
            rows,
        }
        .tidied()
    }
}

impl Deed {
    /// Reads what a button sends; what none of ours sends shows the form.
    fn of(text: &str) -> Self {
        match text.split_once(' ') {
            None if text == "save" => Self::Save,
            None if text == "anyway" => Self::Anyway,
            None if text == "combine" => Self::Combine,
            Some(("more", list)) => match list.split_once(':') {
                Some((list, lang)) => Self::More(list.to_owned(), Some(lang.to_owned())),
                None => Self::More(list.to_owned(), None),
            },
            Some(("drop", row)) => Self::Drop(row.to_owned()),
            _ => Self::Show,
        }
    }
}

impl ConceptForm {
    /// Leaves empty rows out, unless a button means one of the rows by its place.
    fn tidied(mut self) -> Self {
        if !matches!(self.deed, Deed::More(..) | Deed::Drop(_)) {
            self.rows.tidy();
        }
        self
    }

    /// Adds or takes away the row that the button means.
    pub fn change_rows(&mut self) {
        match &self.deed {
            Deed::More(list, lang) => {
                let name = list.rsplit('.').next().unwrap_or_default();
                let shapes = LISTS.iter().chain(LISTS.iter().flat_map(|shape| shape.lists));
                let shape = { shapes }.find(|shape| shape.name == name);
                if let Some((shape, rows)) = shape.zip(self.rows.list_mut(list)) {
                    let lang = lang.as_deref().filter(|_| shape.is_by_language);
                    let mut row = Row::empty(shape, lang);
                    // One form of a language is to be used, and others may be.
                    if name == "terms" && rows.iter().any(|row| Some(row.value("lang")) == lang) {
                        row.values.insert("administrative_status", "admitted".to_owned());
                    }
                    rows.push(row);
                }
            }
            Deed::Drop(row) => self.rows.drop_row(row),
            _ => {}
        }
    }

    /// Tells whether the other one's change was chosen for `decision`.
    pub fn takes_theirs(&self, decision: &str) -> bool {
        self.theirs.iter().any(|field| field == decision)
    }

    /// Returns what was typed, for a page that sends it once more.
    pub fn into_carried(self) -> Vec<(String, String)> {
        self.carried
    }
}

/// Returns what is typed as names and values, without buttons and decisions.
fn carried(pairs: &[(String, String)], subject_fields: &[String], base: u64) -> Vec<(String, String)> {
    let typed = pairs
        .iter()
        .filter(|(name, _)| !name.starts_with(DECISION))
        .cloned();
    let ticked = subject_fields
        .iter()
        .map(|name| (SUBJECT_FIELDS.to_owned(), name.clone()));
    typed
        .chain(ticked)
        .chain([(BASE.to_owned(), base.to_string())])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> ConceptForm {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Fields::of_form(pairs).read().unwrap()
    }

    #[test]
    fn a_button_says_what_is_done() {
        for (sent, deed) in [
            ("save", Deed::Save),
            ("anyway", Deed::Anyway),
            ("combine", Deed::Combine),
            ("more terms:bo", Deed::More("terms".into(), Some("bo".into()))),
            ("more terms.0.sources", Deed::More("terms.0.sources".into(), None)),
            ("drop terms.0", Deed::Drop("terms.0".into())),
            ("", Deed::Show),
            ("else x", Deed::Show),
        ] {
            assert_eq!(form(&[("do", sent)]).deed, deed, "{sent}");
        }
    }

    #[test]
    fn a_new_row_stands_in_its_language_and_a_second_form_is_admitted() {
        let mut sent = form(&[
            ("do", "more terms:bo"),
            ("terms.0.lang", "bo"),
            ("terms.0.text", "ཁྲིམས་ཁང"),
        ]);
        sent.change_rows();
        let rows: Vec<_> = sent.rows.lists["terms"]
            .iter()
            .map(|r| (r.value("lang"), r.value("administrative_status")))
            .collect();
        assert_eq!(rows, [("bo", ""), ("bo", "admitted")]);
        let mut first = form(&[("do", "more terms:zh")]);
        first.change_rows();
        assert_eq!(
            first.rows.lists["terms"][0].value("administrative_status"),
            "preferred"
        );
        let mut nowhere = form(&[("do", "more terms.7.sources"), ("do2", "")]);
        nowhere.change_rows();
        assert!(nowhere.rows.lists["terms"].is_empty());
    }

    #[test]
    fn an_empty_row_keeps_its_place_until_the_button_has_found_its_row() {
        let pairs = [("terms.0.text", ""), ("terms.1.text", "a"), ("terms.2.text", "b")];
        let mut sent = form(&[&[("do", "drop terms.1")], &pairs[..]].concat());
        sent.change_rows();
        let texts: Vec<_> = sent.rows.lists["terms"]
            .iter()
            .map(|row| row.value("text"))
            .collect();
        assert_eq!(texts, ["", "b"]);
        let saved = form(&[&[("do", "save")], &pairs[..]].concat());
        assert_eq!(saved.rows.lists["terms"].len(), 2);
    }

    #[test]
    fn a_name_that_is_no_field_of_the_form_is_not_known() {
        for (name, known) in [
            ("do", true),
            ("terms.0.text", true),
            ("take:terms[bo].0.text", true),
            ("terms.0.id", false),
            ("id", false),
        ] {
            assert_eq!(ConceptForm::knows(name), known, "{name}");
        }
        let twice = [("terms.0.text", "a"), ("terms.0.text", "b")].map(|(n, v)| (n.to_owned(), v.to_owned()));
        assert!(Fields::of_form(twice).read::<ConceptForm>().is_err());
    }

    #[test]
    fn decisions_go_to_the_other_one_only_where_that_was_chosen() {
        let sent = form(&[
            ("take:terms[bo].0", "theirs"),
            ("take:workflow", "mine"),
            ("subject_fields", "court"),
            ("base", "3"),
        ]);
        assert!(sent.takes_theirs("terms[bo].0") && !sent.takes_theirs("workflow"));
        let carried = sent.into_carried();
        assert_eq!(
            carried,
            [
                ("subject_fields".to_owned(), "court".to_owned()),
                ("base".to_owned(), "3".to_owned())
            ]
        );
    }
}
