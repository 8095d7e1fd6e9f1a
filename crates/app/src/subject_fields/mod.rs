//! The fields of law as a tree that can be changed.

mod fault;
mod table;

use std::collections::{HashMap, HashSet};

use access::{Permit, ReadGlossary, WriteGlossary};
use glossary::SubjectField;
use store::Session;
use store::subject_fields::{self, FieldOfLaw};

use crate::audit::{self, AuditEvent};
use crate::editing::line_of;
use crate::{App, Error};

pub use fault::{FieldFault, field_fault_in_chinese};
pub use table::{FieldTable, read_subject_fields};

/// Most characters of a name.
const MAX_NAME_CHARS: usize = 100;
/// How many fields there are at most.
const MAX_FIELDS: usize = 2_000;

/// Which field of law stands below which.
#[derive(Debug, Clone, Default)]
pub(crate) struct FieldTree(HashMap<SubjectField, SubjectField>);

impl FieldTree {
    /// Reads the tree.
    pub(crate) fn read(session: &mut dyn Session) -> Result<Self, Error> {
        let fields = subject_fields::list(session)?.into_iter();
        let below = fields.filter_map(|field| Some((field.code, field.parent?)));
        Ok(Self(below.collect()))
    }

    /// Tells whether `field` is the one that is asked for, or stands below it. One that nobody has described stands below
    /// none.
    pub(crate) fn is_within(&self, field: &SubjectField, asked: &SubjectField) -> bool {
        // However the tree was written, the way up has no more steps than there are fields.
        let way_up = std::iter::successors(Some(field), |field| self.0.get(*field));
        way_up.take(self.0.len() + 1).any(|field| field == asked)
    }
}

impl App {
    /// Returns every field of law, each after the one that it stands below, siblings in their order.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_subject_fields(&self, _: &Permit<ReadGlossary>) -> Result<Vec<FieldOfLaw>, Error> {
        Ok(in_tree_order(self.store.read(subject_fields::list)?))
    }

    /// Writes fields of law, all of them or none, each in place of the one with its code.
    ///
    /// # Errors
    /// [`Error::Fields`] with every fault; nothing is written then.
    pub fn write_subject_fields(
        &self,
        permit: &Permit<WriteGlossary>,
        fields: Vec<FieldOfLaw>,
    ) -> Result<(), Error> {
        let fields: Vec<_> = fields.into_iter().map(trimmed).collect();
        let event = AuditEvent::done("write-subject-fields").detail(format!("{} fields", fields.len()));
        let noted = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            let mut tree: HashMap<_, _> = subject_fields::list(session)?
                .into_iter()
                .map(|field| (field.code.clone(), field))
                .collect();
            for field in &fields {
                tree.insert(field.code.clone(), field.clone());
            }
            let faults = faults_of(&tree, &fields);
            if !faults.is_empty() {
                return Err(Error::Fields(faults));
            }
            for field in &fields {
                subject_fields::upsert(session, field)?;
            }
            audit::append(session, &noted)
        })?;
        self.names.refresh_or_warn(&self.store);
        Ok(())
    }

    /// Takes a field of law away. Concepts go on naming it.
    ///
    /// # Errors
    /// [`Error::NoSuchField`]; [`Error::Fields`] if others stand below it.
    pub fn delete_subject_field(
        &self,
        permit: &Permit<WriteGlossary>,
        code: &SubjectField,
    ) -> Result<(), Error> {
        let event = AuditEvent::done("delete-subject-field").on("subject-field", code.to_string());
        let (noted, code) = (self.audit_entry(permit.actor(), &event)?, code.clone());
        self.write_aside_noted(move |session| {
            let fields = subject_fields::list(session)?;
            if let Some(child) = fields
                .into_iter()
                .find(|field| field.parent.as_ref() == Some(&code))
            {
                return Err(Error::Fields(vec![FieldFault::HasChildren {
                    field: code.clone(),
                    child: child.code,
                }]));
            }
            if !subject_fields::delete(session, &code)? {
                return Err(Error::NoSuchField(code.clone()));
            }
            audit::append(session, &noted)
        })?;
        self.names.refresh_or_warn(&self.store);
        Ok(())
    }
}

fn trimmed(field: FieldOfLaw) -> FieldOfLaw {
    let line = |text: Option<String>| {
        let line = text.map(|text| line_of(&text, MAX_NAME_CHARS * 2));
        line.filter(|line| !line.is_empty())
    };
    FieldOfLaw {
        name_zh: line_of(&field.name_zh, MAX_NAME_CHARS),
        name_bo: line(field.name_bo),
        name_en: line(field.name_en),
        source: line(field.source),
        ..field
    }
}

/// Returns what is wrong with `written` in the tree that they make.
fn faults_of(tree: &HashMap<SubjectField, FieldOfLaw>, written: &[FieldOfLaw]) -> Vec<FieldFault> {
    let mut faults = Vec::new();
    if tree.len() > MAX_FIELDS {
        faults.push(FieldFault::TooMany);
    }
    for field in written {
        if field.name_zh.is_empty() {
            faults.push(FieldFault::NameMissing(field.code.clone()));
        }
        if field.name_bo.is_some() && field.source.is_none() {
            faults.push(FieldFault::SourceMissing(field.code.clone()));
        }
        match &field.parent {
            Some(parent) if !tree.contains_key(parent) => faults.push(FieldFault::ParentMissing {
                field: field.code.clone(),
                parent: parent.clone(),
            }),
            _ if leads_to_itself(tree, field) => faults.push(FieldFault::BelowItself(field.code.clone())),
            _ => {}
        }
    }
    faults
}

fn leads_to_itself(tree: &HashMap<SubjectField, FieldOfLaw>, field: &FieldOfLaw) -> bool {
    let (mut above, mut seen) = (field.parent.as_ref(), HashSet::new());
    while let Some(code) = above {
        if *code == field.code || !seen.insert(code) {
            return *code == field.code;
        }
        above = tree.get(code).and_then(|field| field.parent.as_ref());
    }
    false
}

/// Returns `fields`, which stand in the order of their places, each after the one that it stands below. One that stands
/// below nothing that is there comes at the end.
fn in_tree_order(fields: Vec<FieldOfLaw>) -> Vec<FieldOfLaw> {
    let mut below: HashMap<Option<SubjectField>, Vec<FieldOfLaw>> = HashMap::new();
    for field in fields.into_iter().rev() {
        below.entry(field.parent.clone()).or_default().push(field);
    }
    let mut ordered = Vec::new();
    let mut next = below.remove(&None).unwrap_or_default();
    while let Some(field) = next.pop() {
        next.extend(below.remove(&Some(field.code.clone())).unwrap_or_default());
        ordered.push(field);
    }
    let mut stray: Vec<_> = below.into_values().flatten().collect();
    stray.sort_by(|one, other| one.code.cmp(&other.code));
    ordered.extend(stray);
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(code: &str, parent: &str, position: u64) -> FieldOfLaw {
        FieldOfLaw {
            code: code.parse().unwrap(),
            parent: parent.parse().ok(),
            name_zh: code.to_owned(),
            name_bo: None,
            name_en: None,
            source: None,
            position,
        }
    }

    fn codes(fields: &[FieldOfLaw]) -> Vec<&str> {
        fields.iter().map(|field| field.code.as_str()).collect()
    }

    #[test]
    fn fields_stand_below_theirs_in_the_order_of_siblings() {
        // As the store gives them: by place, then code.
        let fields = vec![
            field("family", "civil", 0),
            field("criminal", "", 1),
            field("lost", "nowhere", 1),
            field("civil", "", 2),
            field("labour", "civil", 3),
            field("marriage", "family", 9),
        ];
        assert_eq!(
            codes(&in_tree_order(fields)),
            ["criminal", "civil", "family", "marriage", "labour", "lost"]
        );
    }

    #[test]
    fn a_field_is_within_those_above_it() {
        let code = |name: &str| -> SubjectField { name.parse().unwrap() };
        let tree = FieldTree(
            [
                ("marriage", "family"),
                ("family", "civil"),
                ("round", "other"),
                ("other", "round"),
            ]
            .map(|(field, parent)| (code(field), code(parent)))
            .into(),
        );
        for (field, asked, expected) in [
            ("marriage", "marriage", true),
            ("marriage", "civil", true),
            ("civil", "marriage", false),
            ("criminal", "criminal", true),
            ("criminal", "civil", false),
            ("round", "other", true),
            ("round", "civil", false),
        ] {
            assert_eq!(
                tree.is_within(&code(field), &code(asked)),
                expected,
                "{field} in {asked}"
            );
        }
    }

    #[test]
    fn a_tree_stays_a_tree() {
        let all = |fields: &[FieldOfLaw]| fields.iter().map(|f| (f.code.clone(), f.clone())).collect();
        let code = |name: &str| -> SubjectField { name.parse().unwrap() };
        let good = [field("civil", "", 0), field("family", "civil", 0)];
        assert_eq!(faults_of(&all(&good), &good), []);
        let itself = [field("civil", "civil", 0)];
        assert_eq!(
            faults_of(&all(&itself), &itself),
            [FieldFault::BelowItself(code("civil"))]
        );
        let round = [field("a", "c", 0), field("b", "a", 0), field("c", "b", 0)];
        assert_eq!(faults_of(&all(&round), &round).len(), 3);
        // Below a round that it is no part of: the others are told, not this one.
        let beside = [&round[..], &[field("d", "a", 0)]].concat();
        assert_eq!(faults_of(&all(&beside), &beside[3..]), []);
        let lost = [field("a", "x", 0)];
        let missing = FieldFault::ParentMissing {
            field: code("a"),
            parent: code("x"),
        };
        assert_eq!(faults_of(&all(&lost), &lost), [missing]);
        let named = [FieldOfLaw {
            name_zh: String::new(),
            name_bo: Some("དམངས་དོན".to_owned()),
            ..field("a", "", 0)
        }];
        assert_eq!(
            faults_of(&all(&named), &named),
            [
                FieldFault::NameMissing(code("a")),
                FieldFault::SourceMissing(code("a"))
            ]
        );
    }
}
