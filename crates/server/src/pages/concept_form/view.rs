//! A form for a concept as its page shows it.

use app::view::ConceptSummary;
use glossary::{Lang, Region};
use serde::Serialize;

use super::rows::{Row, Rows};
use super::shape::{Kind, LISTS, Member, Shape, languages};
use crate::problem::IssueBody;
use crate::web::templates::View;

/// The form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ConceptFormView {
    /// Where it is sent.
    pub action: String,
    /// The concept; `None` while it is new.
    pub id: Option<String>,
    /// The revision that is changed; 0 while it is new.
    pub base: u64,
    pub sections: Vec<SectionView>,
    /// Names of fields of law, and whether each is ticked.
    pub subject_fields: Vec<(String, bool)>,
    /// Names to choose from, by the name of the list of proposals.
    pub proposals: Vec<(&'static str, Vec<String>)>,
    pub faults: Vec<FaultLine>,
    /// Whether changes of two people were put together and wait to be looked at.
    pub is_combined: bool,
    /// Concepts that may be the same.
    pub alike: Vec<AlikeView>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FaultLine {
    /// The id of the field, if the form has it.
    pub field: Option<String>,
    pub message: String,
}

/// A concept that may be the same.
#[derive(Debug, Clone, Serialize)]
pub struct AlikeView {
    pub id: String,
    pub zh: Option<String>,
    pub bo: Option<String>,
    pub workflow: &'static str,
}

/// The rows of a list, or those of one language.
#[derive(Debug, Clone, Serialize)]
pub struct SectionView {
    /// The list: its title is `edit.<name>.title`, that of a row `edit.<name>.row`.
    pub name: &'static str,
    /// A name that no other section of the page has.
    pub id: String,
    pub lang: Option<&'static str>,
    pub rows: Vec<RowView>,
    /// What the button sends that adds a row.
    pub more: String,
}

/// A row.
#[derive(Debug, Clone, Serialize)]
pub struct RowView {
    /// What the button sends that takes it away.
    pub name: String,
    /// Its place among the rows of the section, from 1.
    pub number: usize,
    /// What is wrong with the row as a whole.
    pub fault: Option<String>,
    pub fields: Vec<FieldView>,
    /// What is seldom filled in.
    pub further: Vec<FieldView>,
    /// Whether any of that is filled in, or wrong.
    pub is_open: bool,
    pub sections: Vec<SectionView>,
}

/// A field.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    pub name: String,
    pub id: String,
    /// The key of the translation.
    pub label: String,
    /// `line`, `text`, `day`, `word` or `hidden`.
    pub kind: &'static str,
    pub value: String,
    /// The language of what is typed.
    pub lang: Option<&'static str>,
    pub is_wanted: bool,
    /// Where proposals come from.
    pub proposals: Option<&'static str>,
    /// The group of translations of `words`.
    pub group: &'static str,
    pub words: Vec<String>,
    pub may_be_none: bool,
    pub fault: Option<String>,
}

impl View for ConceptFormView {
    const TEMPLATE: &'static str = "concept_form.html";
}

/// What is wrong with a form, by the name of its fields.
#[derive(Debug, Default)]
pub struct FormFaults(Vec<(String, String)>);

impl FormFaults {
    /// Takes what was said of members, by their JSON pointers.
    pub fn of(issues: Vec<IssueBody>) -> Self {
        let name = |pointer: &str| pointer.trim_start_matches('/').replace('/', ".");
        Self(
            issues
                .into_iter()
                .map(|issue| (name(&issue.pointer), issue.message))
                .collect(),
        )
    }

    /// Adds a sentence about the field `name`.
    pub fn add(&mut self, name: String, message: String) {
        self.0.push((name, message));
    }

    /// Tells whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what is wrong with the field `name`.
    pub fn of_field(&self, name: &str) -> Option<String> {
        let found = self.0.iter().filter(|(field, _)| field == name);
        let said: Vec<&str> = found.map(|(_, message)| message.as_str()).collect();
        (!said.is_empty()).then(|| said.join(" "))
    }
}

impl ConceptFormView {
    /// Shows `rows` with an empty row where one is likely to be filled in, and what is wrong.
    pub fn of(mut rows: Rows, faults: &FormFaults, known: &KnownNames) -> Self {
        for shape in LISTS.iter().filter(|shape| shape.is_by_language) {
            let list = rows.lists.entry(shape.name).or_default();
            for (lang, spare) in languages(shape.name) {
                let is_there = list.iter().any(|row| row.value("lang") == lang.as_str());
                if !is_there && spare > 0 {
                    list.push(Row::empty(shape, Some(lang.as_str())));
                }
            }
        }
        let sections: Vec<SectionView> = LISTS
            .iter()
            .flat_map(|shape| sections_of(shape, &rows, faults))
            .collect();
        let ids: Vec<&str> = fields_of(&sections).map(|field| field.id.as_str()).collect();
        let line = |(name, message): &(String, String)| {
            let id = id_of(name);
            FaultLine {
                field: Some(id.clone()).filter(|_| ids.contains(&id.as_str())),
                message: message.clone(),
            }
        };
        let mut fields: Vec<(String, bool)> = known
            .subject_fields
            .iter()
            .map(|name| (name.clone(), false))
            .collect();
        for chosen in &rows.subject_fields {
            match fields.iter_mut().find(|(name, _)| name == chosen) {
                Some((_, is_ticked)) => *is_ticked = true,
                None => fields.push((chosen.clone(), true)),
            }
        }
        let regions = Region::DIALECTS.map(str::to_owned).to_vec();
        Self {
            faults: faults.0.iter().map(line).collect(),
            sections,
            subject_fields: fields,
            proposals: vec![("regions", regions), ("collections", known.collections.clone())],
            ..Self::default()
        }
    }
}

/// Names that can be proposed: those that the interface has a translation of.
#[derive(Debug, Clone, Default)]
pub struct KnownNames {
    pub subject_fields: Vec<String>,
    pub collections: Vec<String>,
}

impl From<ConceptSummary> for AlikeView {
    fn from(summary: ConceptSummary) -> Self {
        let first = |terms: Vec<app::view::TermSummary>| terms.into_iter().next().map(|term| term.text);
        Self {
            id: summary.id.to_string(),
            workflow: summary.workflow.as_str(),
            zh: first(summary.zh),
            bo: first(summary.bo),
        }
    }
}

/// Returns every field of `sections`, also of the sections within rows.
pub fn fields_of(sections: &[SectionView]) -> Box<dyn Iterator<Item = &FieldView> + '_> {
    let rows = sections.iter().flat_map(|section| &section.rows);
    Box::new(rows.flat_map(|row| {
        let fields = row.fields.iter().chain(&row.further);
        fields.chain(fields_of(&row.sections))
    }))
}

fn sections_of(shape: &'static Shape, rows: &Rows, faults: &FormFaults) -> Vec<SectionView> {
    let of = |lang| section("", shape, rows.lists.get(shape.name), lang, None, faults);
    if shape.is_by_language {
        languages(shape.name)
            .map(|(lang, _)| of(Some(lang.as_str())))
            .collect()
    } else {
        vec![of(None)]
    }
}

/// Shows the rows of a list that are of `lang`; texts in it are of `text_lang`.
fn section(
    prefix: &str,
    shape: &'static Shape,
    rows: Option<&Vec<Row>>,
    lang: Option<&'static str>,
    text_lang: Option<&'static str>,
    faults: &FormFaults,
) -> SectionView {
    let path = format!("{prefix}{}", shape.name);
    let mine = |(_, row): &(usize, &Row)| lang.is_none_or(|lang| row.value("lang") == lang);
    let rows = rows.into_iter().flatten().enumerate().filter(mine);
    let more = lang.map_or_else(|| path.clone(), |lang| format!("{path}:{lang}"));
    let views = rows.enumerate().map(|(nth, (place, row))| {
        let name = format!("{path}.{place}");
        row_view(
            name,
            nth.saturating_add(1),
            shape,
            row,
            lang.or(text_lang),
            faults,
        )
    });
    SectionView {
        name: shape.name,
        id: id_of(&more),
        lang,
        rows: views.collect(),
        more,
    }
}

fn row_view(
    name: String,
    number: usize,
    shape: &'static Shape,
    row: &Row,
    lang: Option<&'static str>,
    faults: &FormFaults,
) -> RowView {
    let field = |member: &&Member| field_view(&name, shape, member, row, lang, faults);
    let (further, fields): (Vec<_>, Vec<_>) = shape.members.iter().partition(|member| member.is_further);
    let further: Vec<FieldView> = further.iter().map(field).collect();
    let prefix = format!("{name}.");
    let sections: Vec<SectionView> = shape
        .lists
        .iter()
        .map(|inner| section(&prefix, inner, row.lists.get(inner.name), None, lang, faults))
        .collect();
    let is_used = |field: &FieldView| !field.value.is_empty() || field.fault.is_some();
    let is_open = further.iter().any(is_used) || sections.iter().any(|section| !section.rows.is_empty());
    RowView {
        number,
        fault: faults.of_field(&name),
        fields: fields.iter().map(field).collect(),
        further,
        is_open,
        sections,
        name,
    }
}

fn field_view(
    row_name: &str,
    shape: &Shape,
    member: &Member,
    row: &Row,
    lang: Option<&'static str>,
    faults: &FormFaults,
) -> FieldView {
    let name = format!("{row_name}.{}", member.name);
    let value = row.value(member.name).to_owned();
    let (kind, proposals) = match member.kind {
        Kind::Line => ("line", None),
        Kind::Proposed(list) => ("line", Some(list)),
        Kind::Text => ("text", None),
        Kind::Day => ("day", None),
        Kind::Hidden => ("hidden", None),
        Kind::Word { .. } => ("word", None),
    };
    let (group, mut words, may_be_none) = match member.kind {
        Kind::Word {
            group,
            words,
            may_be_none,
        } => (
            group,
            words().into_iter().map(str::to_owned).collect(),
            may_be_none,
        ),
        _ => ("", Vec::new(), false),
    };
    // A word that is none stays in sight, beside what is wrong with it.
    if kind == "word" && !value.is_empty() && !words.contains(&value) {
        words.push(value.clone());
    }
    let is_of_language =
        matches!(member.name, "text" | "replaced_by") || (member.name == "source" && shape.name != "notes");
    FieldView {
        id: id_of(&name),
        label: label_of(shape.name, member.name),
        kind,
        value,
        lang: lang.filter(|_| is_of_language).map(|lang| {
            if lang == Lang::Zh.as_str() {
                "zh-Hans"
            } else {
                lang
            }
        }),
        is_wanted: member.is_wanted,
        proposals,
        group,
        words,
        may_be_none,
        fault: faults.of_field(&name),
        name,
    }
}

/// Returns the key of the translation of a member.
pub fn label_of(list: &str, member: &str) -> String {
    // `title` is what a list of the form is called.
    let member = if member == "title" { "title_of" } else { member };
    format!("edit.{list}.{member}")
}

/// Returns the name of a field as the id of an element.
fn id_of(name: &str) -> String {
    name.replace(['.', ':'], "-")
}
