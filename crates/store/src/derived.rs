//! The tables that are a pure function of the concepts' bodies, described once for writing, staging and verifying.

use std::collections::{BTreeSet, HashMap};

use glossary::{Concept, ConceptId, Lang};

use crate::value::values;
use crate::{Error, Session, Value};

/// One derived table: its statements, and what a body gives for it.
///
/// Columns stand after `concept` in the order of `rows`.
pub(crate) struct DerivedTable {
    pub(crate) name: &'static str,
    pub(crate) insert: &'static str,
    pub(crate) delete: &'static str,
    pub(crate) select: &'static str,
    pub(crate) count: &'static str,
    staged: &'static str,
    columns: &'static str,
    pub(crate) delete_replaced: &'static str,
    pub(crate) move_staged: &'static str,
    pub(crate) discard: &'static str,
    pub(crate) rows: fn(&Concept) -> Vec<Vec<Value>>,
}

macro_rules! derived_table {
    ($live:literal, $staged:literal, $columns:literal, $marks:literal, $rows:path) => {
        DerivedTable {
            name: $live,
            insert: concat!(
                "INSERT INTO ",
                $live,
                " (concept, ",
                $columns,
                ") VALUES (?1, ",
                $marks,
                ")"
            ),
            delete: concat!("DELETE FROM ", $live, " WHERE concept = ?1"),
            select: concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $live,
                " WHERE concept = ?1 ORDER BY position"
            ),
            count: concat!("SELECT COUNT(*) FROM ", $live),
            staged: $staged,
            columns: $columns,
            delete_replaced: concat!(
                "DELETE FROM ",
                $live,
                " WHERE concept IN (SELECT concept FROM import_row WHERE job = ?1 AND expected_revision > 0)"
            ),
            move_staged: concat!(
                "INSERT INTO ",
                $live,
                " (concept, ",
                $columns,
                ") SELECT concept, ",
                $columns,
                " FROM ",
                $staged,
                " WHERE job = ?1 ORDER BY concept, position"
            ),
            discard: concat!("DELETE FROM ", $staged, " WHERE job = ?1"),
            rows: $rows,
        }
    };
}

pub(crate) const DERIVED_TABLES: [DerivedTable; 3] = [
    derived_table!(
        "concept_term",
        "import_term",
        "position, lang, rank, key, text, status, register, region",
        "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9",
        term_rows
    ),
    derived_table!(
        "concept_membership",
        "import_membership",
        "position, collection, number",
        "?2, ?3, ?4",
        membership_rows
    ),
    derived_table!(
        "concept_source",
        "import_source",
        "position, collection, title",
        "?2, ?3, ?4",
        source_rows
    ),
];

impl DerivedTable {
    /// Returns the statement that stages `rows` rows: the job first, then of each row the concept and its columns.
    pub(crate) fn stage_several(&self, rows: usize) -> String {
        let width = self.columns.split(',').count() + 1;
        let row = |row: usize| {
            let marks: Vec<String> = (0..width).map(|n| format!("?{}", 2 + row * width + n)).collect();
            format!("(?1, {})", marks.join(", "))
        };
        let rows: Vec<String> = (0..rows).map(row).collect();
        let Self { staged, columns, .. } = self;
        format!(
            "INSERT INTO {staged} (job, concept, {columns}) VALUES {}",
            rows.join(", ")
        )
    }
}

/// Writes the rows that `body` gives. The concept's own row must be there, and none of these.
pub(crate) fn insert(session: &mut dyn Session, id: ConceptId, body: &Concept) -> Result<(), Error> {
    for table in &DERIVED_TABLES {
        for row in (table.rows)(body) {
            session.execute(table.insert, &prefixed(id, row))?;
        }
    }
    Ok(())
}

/// Removes the rows of a concept, which must happen before its own row goes.
pub(crate) fn delete(session: &mut dyn Session, id: ConceptId) -> Result<(), Error> {
    for table in &DERIVED_TABLES {
        session.execute(table.delete, &values![id])?;
    }
    Ok(())
}

/// Puts the concept before the columns, as the statements expect it.
fn prefixed(id: ConceptId, columns: Vec<Value>) -> Vec<Value> {
    let mut row = Vec::with_capacity(columns.len() + 1);
    row.push(id.into());
    row.extend(columns);
    row
}

fn term_rows(body: &Concept) -> Vec<Vec<Value>> {
    let ranked = Lang::ALL
        .iter()
        .flat_map(|lang| body.terms_in(*lang).into_iter().enumerate());
    // Equal terms may stand twice in a draft, so a term is known by its place in memory.
    let ranks: HashMap<_, _> = ranked
        .map(|(rank, term)| (std::ptr::from_ref(term), rank))
        .collect();
    let row = |(position, term): (usize, &glossary::Term)| {
        values![
            position,
            term.lang.as_str(),
            ranks.get(&std::ptr::from_ref(term)).copied().unwrap_or(position),
            term.key(),
            term.text.as_str(),
            term.administrative_status.as_str(),
            term.register.as_str(),
            term.region.as_ref().map(glossary::Region::as_str),
        ]
        .into()
    };
    body.terms.iter().enumerate().map(row).collect()
}

fn membership_rows(body: &Concept) -> Vec<Vec<Value>> {
    let places = body.memberships.iter().enumerate();
    places
        .map(|(position, m)| values![position, m.collection.as_str(), m.number.as_deref()].into())
        .collect()
}

fn source_rows(body: &Concept) -> Vec<Vec<Value>> {
    let all = body.terms.iter().flat_map(|term| &term.sources);
    let different: BTreeSet<_> = all
        .map(|s| {
            (
                s.collection.as_ref().map(glossary::CollectionName::as_str),
                s.title.as_str(),
            )
        })
        .collect();
    different
        .into_iter()
        .enumerate()
        .map(|(position, (collection, title))| values![position, collection, title].into())
        .collect()
}

#[cfg(test)]
mod tests {
    use glossary::{AdministrativeStatus, Membership, Register, Source, Term};

    use super::*;

    fn source(collection: Option<&str>, title: &str) -> Source {
        let collection = collection.map(|name| name.parse().unwrap());
        Source {
            title: title.to_owned(),
            url: None,
            locator: None,
            collection,
        }
    }

    fn theft() -> Concept {
        let mut concept = Concept::draft();
        let mut older = Term::new(Lang::Bo, "རྐུ་བ།").unwrap();
        older.register = Register::Older;
        older.sources = vec![source(Some("older"), "A"), source(None, "B")];
        let mut admitted = Term::new(Lang::Zh, "偷窃").unwrap();
        admitted.administrative_status = AdministrativeStatus::Admitted;
        admitted.sources = vec![source(None, "B")];
        let norm = Term::new(Lang::Bo, "རྐུ་ལས").unwrap();
        concept.terms = vec![older, admitted, Term::new(Lang::Zh, "盗窃").unwrap(), norm];
        let number = Some("8(1)".to_owned());
        concept.memberships = vec![Membership {
            collection: "charges-2024".parse().unwrap(),
            number,
        }];
        concept
    }

    fn shown(rows: Vec<Vec<Value>>) -> Vec<String> {
        let show = |value: &Value| match value {
            Value::Null => "-".to_owned(),
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            Value::Bytes(bytes) => format!("{bytes:?}"),
        };
        rows.iter()
            .map(|row| row.iter().map(show).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn terms_keep_their_position_and_get_their_rank() {
        let expected = [
            "0 bo 1 རྐུ་བ རྐུ་བ preferred older -",
            "1 zh 1 偷窃 偷窃 admitted norm -",
            "2 zh 0 盗窃 盗窃 preferred norm -",
            "3 bo 0 རྐུ་ལས རྐུ་ལས preferred norm -",
        ];
        assert_eq!(shown(term_rows(&theft())), expected);
    }

    #[test]
    fn a_source_stands_once_however_many_terms_it_has() {
        assert_eq!(shown(source_rows(&theft())), ["0 - B", "1 older A"]);
        assert_eq!(shown(membership_rows(&theft())), ["0 charges-2024 8(1)"]);
    }

    #[test]
    fn equal_terms_of_a_draft_have_ranks_of_their_own() {
        let mut twice = Concept::draft();
        twice.terms = vec![
            Term::new(Lang::Zh, "法院").unwrap(),
            Term::new(Lang::Zh, "法院").unwrap(),
        ];
        assert_eq!(
            shown(term_rows(&twice)),
            [
                "0 zh 0 法院 法院 preferred norm -",
                "1 zh 1 法院 法院 preferred norm -"
            ]
        );
    }

    #[test]
    fn every_statement_has_as_many_parameters_as_a_row() {
        for table in &DERIVED_TABLES {
            let columns = (table.rows)(&theft()).first().map_or(0, Vec::len);
            let last = format!("?{})", columns + 1);
            assert!(table.insert.ends_with(&last), "{}", table.insert);
            for rows in [1, 3] {
                let (stage, last) = (
                    table.stage_several(rows),
                    format!("?{})", 1 + rows * (columns + 1)),
                );
                assert!(
                    stage.ends_with(&last) && stage.matches("(?1, ").count() == rows,
                    "{stage}"
                );
            }
        }
    }
}
