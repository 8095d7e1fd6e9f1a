//! What the forms of a change set send: what is replaced by what and where, and which terms were ticked.

use std::collections::BTreeMap;

use app::{Filter, MAX_CHANGED, Ticked};
use glossary::ConceptId;
use glossary::search_replace::Replacement;

use crate::api::change_set_body::replacement;
use crate::api::exports::filter_named;
use crate::input::{Fields, Members, shortened};
use crate::pages::concept_form::view::{FieldView, FormFaults};
use crate::problem::{Issue, IssueCode, Problem};

/// How many ticks a form may carry: there is a tick a term, and most concepts have one or two terms.
const MAX_TICKS: usize = 4 * MAX_CHANGED;

/// What is replaced by what and where, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub sought: String,
    pub replaced_by: String,
    pub filter: String,
    /// After which concept the page begins.
    pub cursor: Option<String>,
}

/// The fields that are typed: name, language.
const FIELDS: [(&str, Option<&str>); 3] = [
    ("sought", Some("bo")),
    ("replaced_by", Some("bo")),
    ("filter", None),
];

impl Members for Wanted {
    const NAMES: &'static [&'static str] = &["sought", "replaced_by", "filter", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            sought: text("sought"),
            replaced_by: text("replaced_by"),
            filter: text("filter"),
            cursor: fields.text("cursor"),
        }
    }
}

impl Wanted {
    /// Tells whether anything was asked for.
    pub fn is_asked(&self) -> bool {
        !(self.sought.is_empty() && self.replaced_by.is_empty())
    }

    /// Reads what was typed.
    ///
    /// # Errors
    /// One problem with all that is wrong in it.
    pub fn read(&self) -> Result<(Replacement, Filter), Problem> {
        let replacement = replacement(Some(&self.sought), Some(&self.replaced_by));
        match (replacement, filter_named(&self.filter)) {
            (Ok(replacement), Ok(filter)) => Ok((replacement, filter)),
            (Err(problem), Ok(_)) => Err(problem),
            (Ok(_), Err(issue)) => Err(Problem::invalid(vec![issue])),
            (Err(mut problem), Err(issue)) => {
                problem.issues.push(issue);
                Err(problem)
            }
        }
    }

    /// Returns the fields with what is wrong beside each.
    pub fn fields(&self, faults: &FormFaults) -> Vec<FieldView> {
        let value = |name: &str| match name {
            "sought" => &self.sought,
            "replaced_by" => &self.replaced_by,
            _ => &self.filter,
        };
        let field = |(name, lang): (&str, Option<&'static str>)| FieldView {
            name: name.to_owned(),
            id: name.to_owned(),
            label: label_of(name),
            kind: "line",
            value: value(name).clone(),
            lang,
            is_wanted: name != "filter",
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
    format!("change_sets.{name}")
}

/// Returns the keys of the fields, for the test of the translations.
#[cfg(test)]
pub fn labels() -> Vec<String> {
    FIELDS.iter().map(|(name, _)| label_of(name)).collect()
}

/// A term that was ticked, in the concept as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tick {
    pub id: ConceptId,
    pub revision: u64,
    pub term: String,
}

impl Tick {
    /// Writes the tick as the value of a box: concept, revision and term with a space between.
    pub fn value(&self) -> String {
        format!("{} {} {}", self.id, self.revision, self.term)
    }

    fn read(value: &str) -> Option<Self> {
        let mut parts = value.splitn(3, ' ');
        Some(Self {
            id: parts.next()?.parse().ok()?,
            revision: parts.next()?.parse().ok().filter(|revision| *revision > 0)?,
            term: parts.next()?.to_owned(),
        })
    }
}

/// What a button of the form is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Replace in what is ticked.
    Make,
    /// Show the next hits and keep the ticks.
    More,
    /// Tick all hits of the page.
    All,
    /// Tick none of them.
    None,
}

const DEEDS: [(&str, Deed); 4] = [
    ("make", Deed::Make),
    ("more", Deed::More),
    ("all", Deed::All),
    ("none", Deed::None),
];

/// The form with the hits.
#[derive(Debug)]
pub struct MakeForm {
    pub wanted: Wanted,
    /// After which concept the next page begins.
    pub next: Option<String>,
    pub reason: String,
    pub ticks: Vec<Tick>,
    pub deed: Deed,
}

impl Members for MakeForm {
    const NAMES: &'static [&'static str] = &[
        "sought",
        "replaced_by",
        "filter",
        "cursor",
        "next",
        "reason",
        "ticked",
        "do",
    ];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        let read = |value: &str| {
            Tick::read(value)
                .ok_or_else(|| Issue::of("ticked", IssueCode::BadName).with("value", shortened(value)))
        };
        Self {
            wanted: Wanted::take(fields),
            next: fields.text("next"),
            reason: fields.text("reason").unwrap_or_default(),
            ticks: fields.list("ticked", MAX_TICKS, read),
            deed: fields.word_of("do", &DEEDS).unwrap_or(Deed::Make),
        }
    }
}

/// Puts the ticks of one concept together.
pub fn ticked(ticks: &[Tick]) -> Vec<Ticked> {
    let mut found: BTreeMap<ConceptId, Ticked> = BTreeMap::new();
    for tick in ticks {
        let concept = found.entry(tick.id).or_insert_with(|| Ticked {
            id: tick.id,
            revision: tick.revision,
            terms: Some(Vec::new()),
        });
        concept.terms.get_or_insert_default().push(tick.term.clone());
    }
    found.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tick_reads_back_as_it_was_written_and_anything_else_is_refused() {
        let tick = Tick {
            id: "c-000012".parse().unwrap(),
            revision: 3,
            term: "ཁྲིམས་ར། །ཆེ".to_owned(),
        };
        assert_eq!(Tick::read(&tick.value()), Some(tick));
        for broken in [
            "",
            "c-000012",
            "c-000012 3",
            "c-000012 0 ཀ",
            "x 3 ཀ",
            "c-000012 x ཀ",
        ] {
            assert_eq!(Tick::read(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_terms_of_one_concept_are_ticked_together() {
        let tick = |id: &str, term: &str| Tick::read(&format!("{id} 1 {term}")).unwrap();
        let found = ticked(&[
            tick("c-000002", "ཀ"),
            tick("c-000001", "ཁ"),
            tick("c-000002", "ག"),
        ]);
        let shown: Vec<_> = found
            .iter()
            .map(|t| (t.id.to_string(), t.terms.clone().unwrap().concat()))
            .collect();
        assert_eq!(
            shown,
            [("c-000001".into(), "ཁ".into()), ("c-000002".into(), "ཀག".into())] as [(String, String); 2]
        );
    }
}
