//! Runs the migrations of the SQLite schema.

use rusqlite::{Connection, TransactionBehavior};

use super::connect::DataDirectory;
use super::failure;
use crate::Error;
use crate::migration::{AppliedMigration, Migration, OLDEST, missing};

/// The schema, step by step. Add to the end; never edit a step.
pub(super) const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "glossary",
        sql: include_str!("../../migrations/sqlite/0001_glossary.sql"),
    },
    Migration {
        number: 2,
        name: "identity",
        sql: include_str!("../../migrations/sqlite/0002_identity.sql"),
    },
    Migration {
        number: 3,
        name: "idempotency",
        sql: include_str!("../../migrations/sqlite/0003_idempotency.sql"),
    },
    Migration {
        number: 4,
        name: "job_lease",
        sql: include_str!("../../migrations/sqlite/0004_job_lease.sql"),
    },
    Migration {
        number: 5,
        name: "transfer",
        sql: include_str!("../../migrations/sqlite/0005_transfer.sql"),
    },
    Migration {
        number: 6,
        name: "accounts",
        sql: include_str!("../../migrations/sqlite/0006_accounts.sql"),
    },
    Migration {
        number: 7,
        name: "audit",
        sql: include_str!("../../migrations/sqlite/0007_audit.sql"),
    },
    Migration {
        number: 8,
        name: "authority",
        sql: include_str!("../../migrations/sqlite/0008_authority.sql"),
    },
    Migration {
        number: 9,
        name: "proposals",
        sql: include_str!("../../migrations/sqlite/0009_proposals.sql"),
    },
    Migration {
        number: 10,
        name: "import_jobs",
        sql: include_str!("../../migrations/sqlite/0010_import_jobs.sql"),
    },
    Migration {
        number: 11,
        name: "list_editions",
        sql: include_str!("../../migrations/sqlite/0011_list_editions.sql"),
    },
    Migration {
        number: 12,
        name: "saved_filters",
        sql: include_str!("../../migrations/sqlite/0012_saved_filters.sql"),
    },
    Migration {
        number: 13,
        name: "registry",
        sql: include_str!("../../migrations/sqlite/0013_registry.sql"),
    },
    Migration {
        number: 14,
        name: "roster_imports",
        sql: include_str!("../../migrations/sqlite/0014_roster_imports.sql"),
    },
    Migration {
        number: 15,
        name: "records_of_people",
        sql: include_str!("../../migrations/sqlite/0015_records_of_people.sql"),
    },
    Migration {
        number: 16,
        name: "name_keys",
        sql: include_str!("../../migrations/sqlite/0016_name_keys.sql"),
    },
];

/// Runs the migrations that `connection` lacks, all in one transaction.
pub(super) fn bring_up(directory: &DataDirectory, connection: &mut Connection) -> Result<(), Error> {
    bring_up_to(MIGRATIONS, directory, connection)
}

/// Refuses a database that lacks migrations, without running them.
pub(super) fn expect_up(directory: &DataDirectory, connection: &Connection) -> Result<(), Error> {
    let applied = applied(connection).map_err(|err| failure::of_opening(&directory.database(), err))?;
    let missing = missing(&directory.path().into(), MIGRATIONS, OLDEST, applied.as_deref())?;
    let Some(first) = missing.first() else {
        return Ok(());
    };
    Err(Error::Outdated {
        place: directory.path().into(),
        found: first.number - 1,
        known: MIGRATIONS.last().map_or(0, |migration| migration.number),
    })
}

fn bring_up_to(
    known: &[Migration],
    directory: &DataDirectory,
    connection: &mut Connection,
) -> Result<(), Error> {
    let of_opening = |err| failure::of_opening(&directory.database(), err);
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(of_opening)?;
    let applied = applied(&transaction).map_err(of_opening)?;
    for migration in missing(&directory.path().into(), known, OLDEST, applied.as_deref())? {
        run(&transaction, migration).map_err(of_opening)?;
    }
    transaction.commit().map_err(of_opening)
}

/// Returns the steps behind the database; `None` if it has no list of them.
fn applied(connection: &Connection) -> rusqlite::Result<Option<Vec<AppliedMigration>>> {
    if !connection.table_exists(None, "migration")? {
        return Ok(None);
    }
    let mut statement = connection.prepare("SELECT number, checksum FROM migration ORDER BY number")?;
    let steps = statement.query_map([], |row| {
        // A number below zero is of no version; 0 is of none either and is reported as a gap.
        let number = u64::try_from(row.get::<_, i64>(0)?).unwrap_or(0);
        Ok(AppliedMigration {
            number,
            checksum: row.get(1)?,
        })
    })?;
    steps.collect::<Result<_, _>>().map(Some)
}

fn run(connection: &Connection, migration: &Migration) -> rusqlite::Result<()> {
    connection.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
            number   INTEGER PRIMARY KEY,
            name     TEXT NOT NULL,
            checksum TEXT NOT NULL  -- SHA-256 of the text that was run
        ) STRICT",
    )?;
    connection.execute_batch(migration.sql)?;
    let number = i64::try_from(migration.number).unwrap_or(i64::MAX);
    connection.execute(
        "INSERT INTO migration (number, name, checksum) VALUES (?1, ?2, ?3)",
        (number, migration.name, migration.checksum()),
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Options;

    const TWO: [Migration; 2] = [
        Migration {
            number: 1,
            name: "first",
            sql: "CREATE TABLE a (b TEXT);",
        },
        Migration {
            number: 2,
            name: "second",
            sql: "CREATE TABLE c (d TEXT); INSERT INTO a VALUES ('x');",
        },
    ];

    fn fresh() -> (tempfile::TempDir, DataDirectory, Connection) {
        let directory = tempfile::tempdir().unwrap();
        let data = DataDirectory::new(directory.path(), &Options::default());
        let connection = data.connect_for_writing().unwrap();
        (directory, data, connection)
    }

    fn names(connection: &Connection) -> Vec<String> {
        let mut statement = connection
            .prepare("SELECT name FROM migration ORDER BY number")
            .unwrap();
        statement
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    }

    #[test]
    fn each_step_runs_once_and_is_recorded() {
        let (_directory, data, mut connection) = fresh();
        bring_up_to(&TWO[..1], &data, &mut connection).unwrap();
        assert_eq!(names(&connection), ["first"]);
        bring_up_to(&TWO, &data, &mut connection).unwrap();
        bring_up_to(&TWO, &data, &mut connection).unwrap();
        assert_eq!(names(&connection), ["first", "second"]);
        let rows: i64 = connection
            .query_row("SELECT COUNT(*) FROM a", [], |row| row.get(0))
            .unwrap();
        assert_eq!(rows, 1);
    }

    #[test]
    fn a_step_that_fails_leaves_nothing_behind() {
        let (_directory, data, mut connection) = fresh();
        let broken = [
            Migration {
                number: 1,
                name: "first",
                sql: "CREATE TABLE a (b TEXT);",
            },
            Migration {
                number: 2,
                name: "broken",
                sql: "CREATE TABLE c (d TEXT); SELECT nonsense FROM;",
            },
        ];
        assert!(bring_up_to(&broken, &data, &mut connection).is_err());
        assert!(!connection.table_exists(None, "a").unwrap());
        assert!(!connection.table_exists(None, "migration").unwrap());
    }

    #[test]
    fn the_shipped_steps_are_numbered_from_one() {
        let numbers: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.number).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
    }

    #[test]
    fn reading_an_older_database_says_how_to_bring_it_up() {
        let (_directory, data, connection) = fresh();
        let err = expect_up(&data, &connection).unwrap_err();
        assert!(
            matches!(
                err,
                Error::Outdated {
                    found: 0,
                    known: 16,
                    ..
                }
            ),
            "{err:?}"
        );
        assert!(
            err.to_string()
                .contains("at migration 0 and this version needs 16 (hint: open it once"),
            "{err}"
        );
    }
}
