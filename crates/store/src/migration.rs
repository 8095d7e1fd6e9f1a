//! Numbered migrations: which of them a database still needs, or why it must not be touched.

use sha2::{Digest, Sha256};

use crate::value::hexadecimal;
use crate::{Error, Place};

/// One step of a schema. Never edited after a release: a database remembers the text it was made with.
pub(crate) struct Migration {
    /// From 1 without gap.
    pub(crate) number: u64,
    pub(crate) name: &'static str,
    pub(crate) sql: &'static str,
}

/// A step that a database has behind it.
pub(crate) struct AppliedMigration {
    pub(crate) number: u64,
    pub(crate) checksum: String,
}

impl Migration {
    /// Returns the SHA-256 of the text in hexadecimal, the same for both ways of ending a line.
    pub(crate) fn checksum(&self) -> String {
        hexadecimal(&Sha256::digest(self.sql.replace("\r\n", "\n")))
    }
}

/// The first migration that this version goes on from. A database that is not so far was made before the first release.
pub(crate) const OLDEST: u64 = 1;

/// Returns the migrations of `known` that come after those in `applied`, both ordered by number. `applied` is `None` for a
/// database that has no list of them, because it is new; `oldest` is the first that can be gone on from.
///
/// # Errors
/// [`Error::Newer`] if the database has more than is known; [`Error::TooOld`] if it is not as far as `oldest`;
/// [`Error::MigrationChanged`] if one had another text; [`Error::Damaged`] if one is missing in between.
pub(crate) fn missing<'k>(
    place: &Place,
    known: &'k [Migration],
    oldest: u64,
    applied: Option<&[AppliedMigration]>,
) -> Result<&'k [Migration], Error> {
    let Some(applied) = applied else {
        return Ok(known);
    };
    let highest = applied.iter().map(|step| step.number).max().unwrap_or(0);
    if highest < oldest {
        return Err(Error::TooOld {
            place: place.clone(),
            found: highest,
            oldest,
        });
    }
    let last_known = known.last().map_or(0, |migration| migration.number);
    if highest > last_known {
        return Err(Error::Newer {
            place: place.clone(),
            found: highest,
            known: last_known,
        });
    }
    for (migration, step) in known.iter().zip(applied) {
        if migration.number != step.number {
            return Err(Error::damaged(format!(
                "migration {} was left out",
                migration.number
            )));
        }
        if migration.checksum() != step.checksum {
            let name = migration.name.to_owned();
            return Err(Error::MigrationChanged {
                number: migration.number,
                name,
            });
        }
    }
    Ok(known.get(applied.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [Migration; 2] = [
        Migration {
            number: 1,
            name: "first",
            sql: "CREATE TABLE a (b TEXT);\n",
        },
        Migration {
            number: 2,
            name: "second",
            sql: "CREATE TABLE c (d TEXT);\n",
        },
    ];

    fn applied(numbers: &[u64]) -> Vec<AppliedMigration> {
        let checksum = |n: u64| KNOWN.iter().find(|m| m.number == n).map(Migration::checksum);
        numbers
            .iter()
            .map(|&number| AppliedMigration {
                number,
                checksum: checksum(number).unwrap_or_default(),
            })
            .collect()
    }

    #[track_caller]
    fn check(behind: &[u64], expected: Result<&[u64], &str>) {
        check_from(1, Some(behind), expected);
    }

    #[track_caller]
    fn check_from(oldest: u64, behind: Option<&[u64]>, expected: Result<&[u64], &str>) {
        let behind = behind.map(applied);
        let found = missing(&"/data".into(), &KNOWN, oldest, behind.as_deref());
        match (found, expected) {
            (Ok(steps), Ok(numbers)) => {
                assert_eq!(steps.iter().map(|m| m.number).collect::<Vec<_>>(), numbers);
            }
            (Err(err), Err(part)) => assert!(err.to_string().contains(part), "{err}"),
            (found, expected) => panic!("{:?} is not {expected:?}", found.map(<[_]>::len)),
        }
    }

    #[test]
    fn what_is_behind_is_not_run_again() {
        check_from(1, None, Ok(&[1, 2]));
        check(&[1], Ok(&[2]));
        check(&[1, 2], Ok(&[]));
    }

    #[test]
    fn an_unknown_step_means_a_newer_version() {
        check(
            &[1, 2, 3],
            Err("`/data` was made by a newer version of shanjar: it is at migration 3, this version knows 2"),
        );
        check(&[7], Err("newer version"));
    }

    #[test]
    fn what_is_behind_the_oldest_step_is_not_brought_up() {
        check_from(2, None, Ok(&[1, 2]));
        check_from(2, Some(&[1, 2]), Ok(&[]));
        check_from(
            2,
            Some(&[1]),
            Err(
                "`/data` is too old for this version of shanjar: it is at migration 1, this version brings up from \
                 migration 2 on (hint: open it once with an older version",
            ),
        );
        check(
            &[],
            Err("it is at migration 0, this version brings up from migration 1 on"),
        );
    }

    #[test]
    fn a_step_that_was_left_out_is_damage() {
        check(&[2], Err("migration 1 was left out"));
    }

    #[test]
    fn another_text_under_the_same_number_is_named() {
        let mut steps = applied(&[1, 2]);
        steps[1].checksum.replace_range(..1, "x");
        let err = missing(&"/data".into(), &KNOWN, 1, Some(&steps))
            .map(<[_]>::len)
            .unwrap_err();
        assert_eq!(
            err,
            Error::MigrationChanged {
                number: 2,
                name: "second".into()
            }
        );
    }

    #[test]
    fn line_ends_do_not_change_a_checksum() {
        let windows = Migration {
            sql: "CREATE TABLE a (b TEXT);\r\n",
            ..KNOWN[0]
        };
        assert_eq!(windows.checksum(), KNOWN[0].checksum());
        assert_eq!(windows.checksum().len(), 64);
        assert_ne!(KNOWN[0].checksum(), KNOWN[1].checksum());
    }
}
