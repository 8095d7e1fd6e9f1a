//! Runs the migrations of the PostgreSQL schema, one node at a time.

use super::connection::Connection;
use super::failure::Failure;
use super::session::PostgresSession;
use crate::migration::{AppliedMigration, Migration, OLDEST, missing};
use crate::value::values;
use crate::{Error, Place, Session, StoreId, identity};

/// The schema, step by step. Add to the end; never edit a step.
const MIGRATIONS: &[Migration] = &[
    Migration {
        number: 1,
        name: "glossary",
        sql: include_str!("../../migrations/postgres/0001_glossary.sql"),
    },
    Migration {
        number: 2,
        name: "identity",
        sql: include_str!("../../migrations/postgres/0002_identity.sql"),
    },
    Migration {
        number: 3,
        name: "idempotency",
        sql: include_str!("../../migrations/postgres/0003_idempotency.sql"),
    },
    Migration {
        number: 4,
        name: "job_lease",
        sql: include_str!("../../migrations/postgres/0004_job_lease.sql"),
    },
    Migration {
        number: 5,
        name: "transfer",
        sql: include_str!("../../migrations/postgres/0005_transfer.sql"),
    },
    Migration {
        number: 6,
        name: "accounts",
        sql: include_str!("../../migrations/postgres/0006_accounts.sql"),
    },
    Migration {
        number: 7,
        name: "audit",
        sql: include_str!("../../migrations/postgres/0007_audit.sql"),
    },
    Migration {
        number: 8,
        name: "authority",
        sql: include_str!("../../migrations/postgres/0008_authority.sql"),
    },
    Migration {
        number: 9,
        name: "proposals",
        sql: include_str!("../../migrations/postgres/0009_proposals.sql"),
    },
    Migration {
        number: 10,
        name: "import_jobs",
        sql: include_str!("../../migrations/postgres/0010_import_jobs.sql"),
    },
    Migration {
        number: 11,
        name: "list_editions",
        sql: include_str!("../../migrations/postgres/0011_list_editions.sql"),
    },
    Migration {
        number: 12,
        name: "saved_filters",
        sql: include_str!("../../migrations/postgres/0012_saved_filters.sql"),
    },
    Migration {
        number: 13,
        name: "registry",
        sql: include_str!("../../migrations/postgres/0013_registry.sql"),
    },
    Migration {
        number: 14,
        name: "roster_imports",
        sql: include_str!("../../migrations/postgres/0014_roster_imports.sql"),
    },
    Migration {
        number: 15,
        name: "records_of_people",
        sql: include_str!("../../migrations/postgres/0015_records_of_people.sql"),
    },
    Migration {
        number: 16,
        name: "name_keys",
        sql: include_str!("../../migrations/postgres/0016_name_keys.sql"),
    },
];

/// The lock that only one migrating node has: the letters `Shjr`.
const LOCK: i64 = 0x5368_6a72;

/// Waits for the lock until a migration of another node must have gone wrong.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '10min'";

const RECORD: &str = "CREATE TABLE IF NOT EXISTS migration (
    number   BIGINT PRIMARY KEY,
    name     TEXT COLLATE \"C\" NOT NULL,
    checksum TEXT COLLATE \"C\" NOT NULL  -- SHA-256 of the text that was run
)";

/// Runs the migrations that the database lacks, all in one transaction, and gives it an id if it has none.
///
/// # Errors
/// Why the database must not be touched; it is untouched then.
pub(super) fn bring_up(place: &Place, connection: &mut Connection, fresh_id: &StoreId) -> Result<(), Error> {
    bring_up_to(MIGRATIONS, place, connection, fresh_id)
}

/// Refuses a database that lacks migrations, without running them.
pub(super) fn expect_up(place: &Place, session: &mut dyn Session) -> Result<(), Error> {
    let Some(applied) = applied(place, session)? else {
        return Err(Error::NotFound {
            what: "store in the database",
            id: place.to_string(),
        });
    };
    let missing = missing(place, MIGRATIONS, OLDEST, Some(&applied))?;
    let Some(first) = missing.first() else {
        return Ok(());
    };
    Err(Error::Outdated {
        place: place.clone(),
        found: first.number - 1,
        known: MIGRATIONS.last().map_or(0, |migration| migration.number),
    })
}

fn bring_up_to(
    known: &[Migration],
    place: &Place,
    connection: &mut Connection,
    fresh_id: &StoreId,
) -> Result<(), Error> {
    let of_opening = |failure: Failure| failure.at_opening(place);
    connection.batch(BEGIN, None).map_err(of_opening)?;
    let mut session = PostgresSession::new(connection);
    let applied = session
        .query(
            "SELECT 1 FROM pg_advisory_xact_lock(?1) AS locked",
            &values![LOCK],
        )
        .and_then(|_| applied(place, &mut session));
    let steps = applied.and_then(|applied| missing(place, known, OLDEST, applied.as_deref()));
    let outcome = steps.and_then(|steps| {
        steps
            .iter()
            .try_for_each(|step| run(connection, step))
            .map_err(of_opening)?;
        identity::give(&mut PostgresSession::new(connection), fresh_id)
    });
    match outcome {
        Ok(()) => connection.batch("COMMIT", None).map_err(of_opening),
        Err(err) => {
            // A connection that cannot even roll back is closed by the caller.
            drop(connection.batch("ROLLBACK", None));
            Err(Failure::refused(err).at_opening(place))
        }
    }
}

/// Returns the steps behind the database, `None` if there is nothing in it; refuses one that somebody else uses, or that
/// cannot hold our texts.
fn applied(place: &Place, session: &mut dyn Session) -> Result<Option<Vec<AppliedMigration>>, Error> {
    let foreign = |reason: String| Error::Foreign {
        place: place.clone(),
        reason,
    };
    let tables = session.query(
        "SELECT c.relname, current_setting('server_encoding') FROM pg_class c \
         WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
         ORDER BY c.relname = 'migration' DESC, c.relname LIMIT 1",
        &[],
    )?;
    let encoding = session.query("SELECT current_setting('server_encoding')", &[])?;
    if let Some(other) = encoding
        .first()
        .map(|row| row.text(0))
        .transpose()?
        .filter(|name| *name != "UTF8")
    {
        return Err(foreign(format!("its encoding is {other}, and UTF8 is needed")));
    }
    match tables.first().map(|row| row.text(0)).transpose()? {
        None => return Ok(None),
        Some("migration") => {}
        Some(other) => {
            return Err(foreign(format!(
                "it holds the table `{other}` and no `migration`"
            )));
        }
    }
    let columns = session.query(
        "SELECT COUNT(*) FROM pg_attribute WHERE attrelid = CAST('migration' AS regclass) \
         AND attnum > 0 AND attname IN ('number', 'name', 'checksum')",
        &[],
    )?;
    if columns.first().map(|row| row.integer(0)).transpose()? != Some(3) {
        return Err(foreign("its table `migration` is of another program".to_owned()));
    }
    let steps = session.query("SELECT number, checksum FROM migration ORDER BY number", &[])?;
    steps
        .iter()
        .map(|row| {
            Ok(AppliedMigration {
                // A number below zero is of no version; 0 is of none either and is reported as a gap.
                number: u64::try_from(row.integer(0)?).unwrap_or(0),
                checksum: row.text(1)?.to_owned(),
            })
        })
        .collect::<Result<_, _>>()
        .map(Some)
}

fn run(connection: &mut Connection, migration: &Migration) -> Result<(), Failure> {
    connection.batch(RECORD, None)?;
    connection.batch(migration.sql, None)?;
    let record = "INSERT INTO migration (number, name, checksum) VALUES (?1, ?2, ?3)";
    connection.execute(
        record,
        &values![migration.number, migration.name, migration.checksum()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_steps_are_numbered_from_one_and_called_as_those_of_the_other_backend() {
        let numbers: Vec<u64> = MIGRATIONS.iter().map(|migration| migration.number).collect();
        assert_eq!(numbers, (1..=numbers.len() as u64).collect::<Vec<_>>());
        let names: Vec<&str> = MIGRATIONS.iter().map(|migration| migration.name).collect();
        assert_eq!(names, crate::sqlite::migration_names());
    }

    #[test]
    fn every_text_is_compared_by_its_bytes() {
        for migration in MIGRATIONS {
            let code = migration
                .sql
                .lines()
                .map(|line| line.split("--").next().unwrap_or_default());
            for line in code.filter(|line| line.split_whitespace().any(|word| word == "TEXT")) {
                assert!(line.contains("TEXT COLLATE \"C\""), "{line}");
            }
        }
    }
}
