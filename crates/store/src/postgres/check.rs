//! What a database can be asked about its own files and settings.

use crate::{Error, Row, Session};

/// The oldest version that this driver is tested with.
const MIN_VERSION: i64 = 150_000;

/// Returns what is wrong; empty if nothing.
pub(super) fn findings(session: &mut dyn Session) -> Result<Vec<String>, Error> {
    let rows = session.query(
        "SELECT CAST(current_setting('server_version_num') AS BIGINT), current_setting('server_version'), \
         current_setting('server_encoding'), current_setting('data_checksums'), \
         COALESCE((SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()), 0)",
        &[],
    )?;
    let mut found = Vec::new();
    if let Some(row) = rows.first() {
        check_server(row, &mut found)?;
    }
    for (sql, sentence) in [(OTHER_COLLATIONS, OTHER_COLLATION), (INVALID, UNUSED)] {
        for row in session.query(sql, &[])? {
            found.push(format!("`{}` {sentence}", row.text(0)?));
        }
    }
    Ok(found)
}

const OTHER_COLLATIONS: &str = "SELECT c.relname || '.' || a.attname FROM pg_attribute a \
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_collation l ON l.oid = a.attcollation \
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind = 'r' AND a.attnum > 0 \
    AND NOT a.attisdropped AND l.collname <> 'C' ORDER BY 1 LIMIT 100";
const OTHER_COLLATION: &str =
    "is not compared by its bytes (collation \"C\"), so that lists come in another order";

const INVALID: &str = "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
    WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND NOT (i.indisvalid AND i.indisready) \
    ORDER BY 1 LIMIT 100";
const UNUSED: &str = "is an index that was left unfinished (hint: `REINDEX`)";

fn check_server(row: &Row, found: &mut Vec<String>) -> Result<(), Error> {
    if row.integer(0)? < MIN_VERSION {
        found.push(format!(
            "the server is PostgreSQL {}, and 15 or newer is needed",
            row.text(1)?
        ));
    }
    if row.text(2)? != "UTF8" {
        found.push(format!(
            "the encoding of the database is {} and not UTF8",
            row.text(2)?
        ));
    }
    if row.text(3)? != "on" {
        found.push(
            "the server keeps no checksums of its pages, so damage on the disk is not noticed (hint: stop it and run \
             `pg_checksums --enable`)"
                .to_owned(),
        );
    }
    if row.integer(4)? > 0 {
        found.push(format!(
            "the server has read {} pages with a wrong checksum",
            row.integer(4)?
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::values;

    fn said(version: i64, encoding: &str, checksums: &str, failures: i64) -> String {
        let row = Row::new(values![version, "13.9", encoding, checksums, failures].into());
        let mut found = Vec::new();
        check_server(&row, &mut found).unwrap();
        found.join("; ")
    }

    #[test]
    fn each_setting_that_is_wrong_is_a_finding() {
        assert_eq!(said(150_000, "UTF8", "on", 0), "");
        assert_eq!(
            said(149_999, "UTF8", "on", 0),
            "the server is PostgreSQL 13.9, and 15 or newer is needed"
        );
        assert_eq!(
            said(150_000, "LATIN1", "on", 0),
            "the encoding of the database is LATIN1 and not UTF8"
        );
        assert!(said(150_000, "UTF8", "off", 0).starts_with("the server keeps no checksums"));
        assert_eq!(
            said(150_000, "UTF8", "on", 3),
            "the server has read 3 pages with a wrong checksum"
        );
    }
}
