//! A table of courts as a file has it: rows with codes, each with its place.

use std::collections::{BTreeMap, BTreeSet};

use access::CourtCode;
use exchange::{FileError, Format, NamedRow};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::CourtFault;
use crate::hex;

/// The columns, in any order. Of code and court above, one of two is enough.
const COLUMNS: [&str; 5] = [
    "court_code",
    "division_code",
    "name_zh",
    "parent_code",
    "parent_zh",
];

/// A court as a table has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtRow {
    /// Where it stands, for people.
    pub place: String,
    /// Its code.
    pub code: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// The code of the court above it, or its name if the table has names; `None` for the highest.
    pub parent: Option<String>,
}

/// A table of courts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourtTable {
    /// The rows that can be used by themselves.
    pub rows: Vec<CourtRow>,
    /// What is wrong with the others.
    pub faults: Vec<CourtFault>,
}

impl CourtTable {
    /// Tells whether the file `bytes` is such a table, and no sheet of courts with its own headings.
    #[must_use]
    pub fn is_meant_by(name: &str, bytes: &[u8], format: Format) -> bool {
        let [_, _, name_zh, ..] = COLUMNS;
        let read = exchange::read_named(name, bytes, format, &[name_zh]);
        read.is_ok_and(|read| {
            read.issues
                .iter()
                .all(|issue| issue.code != exchange::codes::MISSING_HEADER)
        })
    }

    /// Reads the columns `court_code`, `name_zh` and `parent_code` of the file `bytes`, which messages call `name`.
    ///
    /// A list without codes of courts may have `division_code` and `parent_zh` instead: the code of the division is that of
    /// the first court that has it, and every other court gets one that is made of its name, the same each time.
    ///
    /// # Errors
    /// If the file as a whole cannot be read.
    pub fn read(name: &str, bytes: &[u8], format: Format) -> Result<Self, FileError> {
        let read = exchange::read_named(name, bytes, format, &COLUMNS)?;
        let mut table = Self::default();
        table
            .faults
            .extend(read.issues.into_iter().map(|issue| CourtFault {
                message: issue.message,
                message_zh: issue.message_zh,
            }));
        let has_codes = read.rows.iter().any(|row| !cell(row, 0).is_empty());
        let mut seen = BTreeSet::new();
        for row in &read.rows {
            match court_of(row, has_codes, &mut seen) {
                Ok(court) => table.rows.push(court),
                Err(fault) => table.faults.push(fault),
            }
        }
        let by_name: BTreeMap<&str, &str> = table
            .rows
            .iter()
            .map(|row| (row.name_zh.as_str(), row.code.as_str()))
            .collect();
        let parents: Vec<Option<String>> = table
            .rows
            .iter()
            .map(|row| {
                let parent = row.parent.as_deref()?;
                Some(by_name.get(parent).copied().unwrap_or(parent).to_owned())
            })
            .collect();
        for (row, parent) in table.rows.iter_mut().zip(parents) {
            row.parent = parent;
        }
        Ok(table)
    }
}

fn court_of(row: &NamedRow, has_codes: bool, seen: &mut BTreeSet<String>) -> Result<CourtRow, CourtFault> {
    let place = row.place.to_string();
    let [code, division, name, parent_code, parent_zh] = [0, 1, 2, 3, 4].map(|nth| cell(row, nth));
    if name.is_empty() {
        let named = [code, division].into_iter().find(|text| !text.is_empty());
        let named = named.unwrap_or("-");
        return Err(CourtFault::new(
            &place,
            &format!("the court `{named}` has no name (hint: fill in `name_zh`)"),
            &format!("法院 `{named}` 没有名称（提示：请填写 `name_zh`）"),
        ));
    }
    let code = match has_codes {
        true => code.to_owned(),
        false if !division.is_empty() && !seen.contains(division) => division.to_owned(),
        false => code_of_name(name),
    };
    if let Err(fault) = code.parse::<CourtCode>() {
        return Err(CourtFault::new(
            &place,
            &fault.to_string(),
            &format!("`{code}` 不能作法院代码（提示：1 至 32 个小写字母 a–z、数字和连字符）"),
        ));
    }
    if !seen.insert(code.clone()) {
        return Err(CourtFault::new(
            &place,
            &format!("the court `{code}` stands in the table twice (hint: keep one of the two rows)"),
            &format!("法院 `{code}` 在表中出现两次（提示：请保留其中一行）"),
        ));
    }
    let parent = [parent_code, parent_zh].into_iter().find(|text| !text.is_empty());
    Ok(CourtRow {
        place,
        code,
        name_zh: name.to_owned(),
        parent: parent.map(str::to_owned),
    })
}

/// Returns the code of a court that has none of its own: `n` and 32 bits of a digest of its name.
fn code_of_name(name: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(name.as_bytes()).into();
    let digits: String = hex::encode(&digest).chars().take(8).collect();
    format!("n{digits}")
}

fn cell(row: &NamedRow, nth: usize) -> &str {
    row.cells.get(nth).map_or("", String::as_str)
}
