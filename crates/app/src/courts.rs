//! The tree of courts, which rights of coordinators follow.

use std::collections::{BTreeMap, BTreeSet};

use access::{CourtCode, Permit, WriteRegistry};
use store::courts::{self, Court};

use crate::audit::{self, AuditEvent};
use crate::{App, Error};

/// The columns, in any order.
const COLUMNS: [&str; 3] = ["court_code", "name_zh", "parent_code"];
/// The longest way from a court to the root.
const DEEPEST: usize = 8;

/// A line of a table of courts that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct CourtFault {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, with the value.
    pub reason: String,
}

impl App {
    /// Writes the courts of a table: a header line with the columns `court_code`, `name_zh` and `parent_code`, then a court a
    /// line, with tabs or commas between and `#` before remarks. All of them or none; returns how many there were.
    ///
    /// A court that is there gets the name and parent of the table; none is taken away.
    ///
    /// # Errors
    /// [`Error::Courts`] with every line that cannot be used.
    pub fn put_courts(&self, permit: &Permit<WriteRegistry>, table: &str) -> Result<usize, Error> {
        let rows = parse(table).map_err(Error::Courts)?;
        let event = AuditEvent::done("put-courts").detail(format!("{} courts", rows.len()));
        let entry = self.audit_entry(permit.actor(), &event)?;
        let permit = permit.clone();
        self.write_noted(move |tx| {
            // Whoever reaches a part of the tree alone may not move its borders.
            if !permit.granted().everywhere {
                return Err(Error::Refused(access::Refusal::Hidden));
            }
            let known = courts::list(tx)?
                .into_iter()
                .map(|court| (court.code, court.parent));
            let faults = faults_of(&rows, known.collect());
            if !faults.is_empty() {
                return Err(Error::Courts(faults));
            }
            // A parent may stand below its child in the table, so every court is there before any has a parent.
            for without in [true, false] {
                for (_, court) in &rows {
                    let parent = court.parent.clone().filter(|_| !without);
                    courts::put(
                        tx,
                        &Court {
                            parent,
                            ..court.clone()
                        },
                    )?;
                }
            }
            audit::append(tx, &entry)?;
            Ok(rows.len())
        })
    }
}

/// Reads the lines of a table; each with its number.
fn parse(table: &str) -> Result<Vec<(usize, Court)>, Vec<CourtFault>> {
    let fault = |line, reason: String| CourtFault { line, reason };
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut lines = (1..)
        .zip(table.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let Some((number, header)) = lines.next() else {
        return Err(vec![fault(1, "the table is empty".to_owned())]);
    };
    let separator = if header.contains('\t') { '\t' } else { ',' };
    let names: Vec<&str> = header.split(separator).map(str::trim).collect();
    let place = |name| names.iter().position(|other| *other == name);
    let [Some(code), Some(name), Some(parent)] = COLUMNS.map(place) else {
        let reason = format!(
            "the header is `{header}` and must have the columns {}",
            COLUMNS.join(", ")
        );
        return Err(vec![fault(number, reason)]);
    };
    let (mut rows, mut faults, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, text) in lines {
        let cells: Vec<&str> = text.split(separator).map(str::trim).collect();
        let cell = |place: usize| cells.get(place).copied().unwrap_or_default();
        match (cell(code).parse::<CourtCode>(), cell(name)) {
            (Err(err), _) => faults.push(fault(line, err.to_string())),
            (Ok(code), "") => faults.push(fault(line, format!("the court `{code}` has no name"))),
            (Ok(code), _) if !seen.insert(code.clone()) => {
                faults.push(fault(line, format!("the court `{code}` stands twice")));
            }
            (Ok(code), name) => rows.push((
                line,
                Court {
                    code: code.to_string(),
                    name_zh: name.to_owned(),
                    parent: Some(cell(parent).to_owned()).filter(|parent| !parent.is_empty()),
                },
            )),
        }
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// Returns what is wrong with the tree that `known` and `rows` make together.
fn faults_of(rows: &[(usize, Court)], mut known: BTreeMap<String, Option<String>>) -> Vec<CourtFault> {
    known.extend(
        rows.iter()
            .map(|(_, court)| (court.code.clone(), court.parent.clone())),
    );
    let fault_of = |(line, court): &(usize, Court)| {
        let mut at = court;
        let mut above;
        for _ in 0..DEEPEST {
            let Some(parent) = &at.parent else { return None };
            let Some(next) = known.get(parent) else {
                let reason = format!("the court above, `{parent}`, is neither in the table nor known");
                return Some(CourtFault { line: *line, reason });
            };
            above = Court {
                code: parent.clone(),
                name_zh: String::new(),
                parent: next.clone(),
            };
            at = &above;
        }
        let reason = format!(
            "`{}` is above itself, or lies more than {DEEPEST} courts below the highest",
            court.code
        );
        Some(CourtFault { line: *line, reason })
    };
    rows.iter().filter_map(fault_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(table: &str) -> String {
        let faults = match parse(table) {
            Err(faults) => faults,
            Ok(rows) => faults_of(&rows, BTreeMap::from([("qh".to_owned(), None)])),
        };
        faults
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join("; ")
    }

    #[test]
    fn a_table_is_read_with_tabs_or_commas_and_columns_in_any_order() {
        let tabs = "# courts\ncourt_code\tname_zh\tparent_code\nqh\t青海省高级人民法院\t\nqh-yushu\t玉树州中级人民法院\tqh\n";
        let commas = "\u{feff}parent_code,court_code,name_zh\n,qh,青海省高级人民法院\nqh,qh-yushu,玉树州中级人民法院\n";
        let rows = |table| {
            parse(table)
                .unwrap()
                .into_iter()
                .map(|(_, court)| court)
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(tabs), rows(commas));
        assert_eq!(rows(tabs)[1].parent.as_deref(), Some("qh"));
    }

    #[test]
    fn every_fault_names_its_line_and_value() {
        for (table, expected) in [
            ("", "line 1: the table is empty"),
            (
                "code\tname\n",
                "line 1: the header is `code\tname` and must have the columns court_code, name_zh, parent_code",
            ),
            (
                "court_code,name_zh,parent_code\n玉树,x,\n",
                "line 2: `玉树` cannot be the code of a court (a code has 1 to 32 letters a–z, digits and hyphens)",
            ),
            (
                "court_code,name_zh,parent_code\na,,\n",
                "line 2: the court `a` has no name",
            ),
            (
                "court_code,name_zh,parent_code\na,x,\na,y,\n",
                "line 3: the court `a` stands twice",
            ),
            (
                "court_code,name_zh,parent_code\na,x,b\n",
                "line 2: the court above, `b`, is neither in the table nor known",
            ),
            ("court_code,name_zh,parent_code\na,x,qh\n", ""),
        ] {
            assert_eq!(told(table), expected);
        }
    }

    #[test]
    fn a_ring_is_no_tree() {
        let ring = "court_code,name_zh,parent_code\na,x,b\nb,y,a\n";
        assert!(told(ring).contains("`a` is above itself"), "{}", told(ring));
    }
}
