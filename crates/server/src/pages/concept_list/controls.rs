//! The controls that a filter is put together with, and the filter taken apart into them.

use glossary::filter::{Condition, Filter, Part, Token};
use serde::Serialize;

use crate::input::Fields;

/// What can be chosen: the name of the control, which is also that of its translation, and how it is filled in.
pub const CONTROLS: [(&str, &str); 8] = [
    ("workflow", "word"),
    ("collection", "word"),
    ("subject_field", "word"),
    ("without", "word"),
    ("region", "word"),
    ("author", "line"),
    ("changed_since", "day"),
    ("batch", "line"),
];

/// What an entry may lack, in the order in which it is offered.
pub const PARTS: [&str; 3] = ["definition", "bo", "legal_basis"];
/// The regions whose forms an entry may lack.
pub const REGIONS: [&str; 3] = ["u-tsang", "kham", "amdo"];

/// A control as the page shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ControlView {
    pub name: &'static str,
    /// `line`, `day` or `word`.
    pub kind: &'static str,
    pub value: String,
    /// Whether the opposite is asked for.
    pub is_negated: bool,
    /// The group of translations of `words`.
    pub group: &'static str,
    pub words: Vec<String>,
}

/// What was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Value and whether the opposite is asked for, by the place of the control.
    values: [(String, bool); CONTROLS.len()],
    /// What no control says, as it is written.
    pub rest: String,
}

impl Chosen {
    /// Takes the controls of a form: each under its name, and its opposite under `not_` and its name.
    pub fn take(fields: &mut Fields) -> Self {
        let values = CONTROLS.map(|(name, _)| {
            let is_negated = fields.text(&format!("not_{name}")).is_some();
            (fields.text(name).unwrap_or_default(), is_negated)
        });
        Self {
            values,
            rest: fields.text("rest").unwrap_or_default(),
        }
    }

    /// Takes `filter` apart. What stands twice, or has no control, is left over.
    pub fn of(filter: &Filter) -> Self {
        let mut chosen = Self::default();
        let mut rest = Filter::default();
        for token in &filter.tokens {
            let place = said(token).and_then(|(name, value, is_negated)| {
                let nth = CONTROLS.iter().position(|(control, _)| *control == name)?;
                let place = chosen.values.get_mut(nth)?;
                place.0.is_empty().then(|| *place = (value, is_negated))
            });
            if place.is_none() {
                rest.tokens.push(token.clone());
            }
        }
        chosen.rest = rest.to_string();
        chosen
    }

    /// Writes the filter, which may have faults where somebody typed some.
    pub fn written(&self) -> String {
        let mut tokens: Vec<String> = Vec::new();
        for ((name, _), (value, is_negated)) in CONTROLS.iter().zip(&self.values) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let sign = if *is_negated { "-" } else { "" };
            tokens.push(match (*name, *is_negated) {
                ("without", true) => format!("has:{value}"),
                ("without", false) => format!("without:{value}"),
                ("region", true) => format!("has:region-{value}"),
                ("region", false) => format!("without:region-{value}"),
                _ => format!("{sign}{name}:{}", quoted(value)),
            });
        }
        let rest = self.rest.trim();
        tokens.extend(Some(rest.to_owned()).filter(|rest| !rest.is_empty()));
        tokens.join(" ")
    }

    /// Returns the controls, with the words that there are to choose from.
    pub fn views(&self, words: impl Fn(&str) -> Vec<String>) -> Vec<ControlView> {
        let view = |((name, kind), (value, is_negated)): (&(&'static str, &'static str), &(String, bool))| {
            let mut words = words(name);
            // What is asked for stays chosen, though there is nothing of it.
            if *kind == "word" && !value.is_empty() && !words.contains(value) {
                words.push(value.clone());
            }
            ControlView {
                name,
                kind,
                value: value.clone(),
                is_negated: *is_negated,
                group: group_of(name),
                words,
            }
        };
        CONTROLS.iter().zip(&self.values).map(view).collect()
    }
}

/// Returns the group of translations that names the words of a control.
fn group_of(name: &str) -> &'static str {
    match name {
        "workflow" => "workflow",
        "collection" => "collection",
        "subject_field" => "subject",
        "without" => "concepts.part",
        "region" => "region",
        _ => "",
    }
}

/// Returns the control that says `token`, with its value and whether that is negated.
fn said(token: &Token) -> Option<(&'static str, String, bool)> {
    let is_negated = token.is_negated;
    let part = |part: &Part, is_negated| match part {
        Part::Region(region) if REGIONS.contains(&region.as_str()) => {
            Some(("region", region.as_str().to_owned(), is_negated))
        }
        Part::Region(_) => None,
        other => Some(("without", other.to_string(), is_negated)),
    };
    match &token.condition {
        Condition::Collection(name) => Some(("collection", name.to_string(), is_negated)),
        Condition::SubjectField(field) => Some(("subject_field", field.to_string(), is_negated)),
        Condition::Workflow(workflow) => Some(("workflow", workflow.to_string(), is_negated)),
        Condition::Author(name) => Some(("author", name.clone(), is_negated)),
        Condition::ChangedSince(day) => Some(("changed_since", day.clone(), is_negated)),
        Condition::Batch(number) => Some(("batch", number.clone(), is_negated)),
        Condition::Without(lacking) => part(lacking, is_negated),
        Condition::Has(there) => part(there, !is_negated),
    }
}

fn quoted(value: &str) -> String {
    if value.contains(|c: char| c == '"' || c.is_whitespace()) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(filter: &str, shown: &[&str], rest: &str, written: &str) {
        let chosen = Chosen::of(&filter.parse().unwrap());
        let views = chosen.views(|_| Vec::new()).into_iter();
        let told = |control: ControlView| {
            let sign = if control.is_negated { "-" } else { "" };
            format!("{sign}{} {}", control.name, control.value)
        };
        let filled: Vec<_> = views
            .filter(|control| !control.value.is_empty())
            .map(told)
            .collect();
        assert_eq!(
            (filled, chosen.rest.as_str()),
            (shown.iter().map(|s| (*s).to_owned()).collect(), rest)
        );
        assert_eq!(chosen.written(), written);
        let again: Filter = written.parse().unwrap();
        assert_eq!(Chosen::of(&again), chosen, "it reads back");
    }

    #[test]
    fn a_filter_is_taken_apart_into_controls_and_put_together_again() {
        check("", &[], "", "");
        check(
            "workflow:draft without:bo",
            &["workflow draft", "without bo"],
            "",
            "workflow:draft without:bo",
        );
        check(
            "-author:\"索朗 ཚེ་རིང\"",
            &["-author 索朗 ཚེ་རིང"],
            "",
            "-author:\"索朗 ཚེ་རིང\"",
        );
        check("author:a\"b", &["author a\"b"], "", "author:\"a\"\"b\"");
        check(
            "-without:definition",
            &["-without definition"],
            "",
            "has:definition",
        );
        check("has:region-kham", &["-region kham"], "", "has:region-kham");
        check(
            "without:region-amdo changed_since:2026-01-31",
            &["region amdo", "changed_since 2026-01-31"],
            "",
            "without:region-amdo changed_since:2026-01-31",
        );
        // What stands twice and what has no control is left over.
        check(
            "without:bo without:definition without:region-632700",
            &["without bo"],
            "without:definition without:region-632700",
            "without:bo without:definition without:region-632700",
        );
    }
}
