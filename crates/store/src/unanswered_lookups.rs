//! What was looked up and not found, counted without anybody's name.

use glossary::Lang;

use crate::value::values;
use crate::{Error, Row, Session};

/// Something that was looked up in vain. Days are civil dates in UTC, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnansweredLookup {
    /// A keyed digest of what it is counted by.
    pub key: String,
    /// Its language.
    pub lang: Lang,
    /// As it was typed; `None` as long as it has not come often enough to be shown.
    pub text: Option<String>,
    /// How often.
    pub lookups: u64,
    /// On how many days.
    pub days: u64,
    /// The first day.
    pub first_day: String,
    /// The last day.
    pub last_day: String,
    /// The proposal that was made of it.
    pub proposal: Option<String>,
}

/// Lookups of one text that are added to those before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added<'t> {
    /// A keyed digest of what it is counted by.
    pub key: &'t str,
    /// Its language.
    pub lang: Lang,
    /// As it was typed.
    pub text: &'t str,
    /// How often.
    pub lookups: u64,
    /// On which day, at which it is not later than on any day before.
    pub day: &'t str,
}

/// From when on a text is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// From so many lookups on.
    pub lookups: u64,
    /// On at least so many days.
    pub days: u64,
}

const COLUMNS: &str = "key, lang, text, lookups, days, first_day, last_day, proposal";

/// Counts lookups. The text itself is written only once the count has reached `threshold`: what somebody typed once by
/// mistake, such as a name, is never kept.
///
/// # Errors
/// If they cannot be written.
pub fn add(session: &mut dyn Session, added: &Added<'_>, threshold: Threshold) -> Result<(), Error> {
    session.execute(
        "INSERT INTO unanswered_lookup (key, lang, text, lookups, days, first_day, last_day, proposal, is_put_aside) \
         VALUES (?1, ?2, NULL, ?3, 1, ?4, ?4, NULL, 0) \
         ON CONFLICT (key) DO UPDATE SET \
         lookups = unanswered_lookup.lookups + ?3, \
         days = CASE WHEN unanswered_lookup.last_day < ?4 THEN unanswered_lookup.days + 1 \
                ELSE unanswered_lookup.days END, \
         last_day = CASE WHEN unanswered_lookup.last_day < ?4 THEN ?4 ELSE unanswered_lookup.last_day END",
        &values![added.key, added.lang.as_str(), added.lookups, added.day],
    )?;
    session.execute(
        "UPDATE unanswered_lookup SET text = ?2 WHERE key = ?1 AND text IS NULL AND lookups >= ?3 AND days >= ?4",
        &values![added.key, added.text, threshold.lookups, threshold.days],
    )?;
    Ok(())
}

/// Lists up to `limit` that are shown and that nobody has dealt with, the most wanted first: by lookups, then by key; those
/// after `after` when it is given.
///
/// # Errors
/// If they cannot be read.
pub fn list_open(
    session: &mut dyn Session,
    after: Option<(u64, &str)>,
    limit: usize,
) -> Result<Vec<UnansweredLookup>, Error> {
    let (below, after) = after.unwrap_or((i64::MAX.unsigned_abs(), ""));
    let rows = session.query(
        &format!(
            "SELECT {COLUMNS} FROM unanswered_lookup \
             WHERE text IS NOT NULL AND proposal IS NULL AND is_put_aside = 0 \
             AND (lookups < ?1 OR (lookups = ?1 AND key > ?2)) ORDER BY lookups DESC, key LIMIT ?3"
        ),
        &values![below, after, limit],
    )?;
    rows.iter().map(lookup_of).collect()
}

/// Returns one that is shown, dealt with or not.
///
/// # Errors
/// If it cannot be read.
pub fn find_shown(session: &mut dyn Session, key: &str) -> Result<Option<UnansweredLookup>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM unanswered_lookup WHERE key = ?1 AND text IS NOT NULL");
    let rows = session.query(&sql, &values![key])?;
    rows.first().map(lookup_of).transpose()
}

/// Notes that a proposal was made of one; tells whether nobody had before.
///
/// # Errors
/// If it cannot be written.
pub fn made_proposal(session: &mut dyn Session, key: &str, proposal: &str) -> Result<bool, Error> {
    let sql =
        "UPDATE unanswered_lookup SET proposal = ?2 WHERE key = ?1 AND text IS NOT NULL AND proposal IS NULL";
    Ok(session.execute(sql, &values![key, proposal])? == 1)
}

/// Puts one aside, because nothing is to come of it; tells whether it was shown.
///
/// # Errors
/// If it cannot be written.
pub fn put_aside(session: &mut dyn Session, key: &str) -> Result<bool, Error> {
    let sql = "UPDATE unanswered_lookup SET is_put_aside = 1 WHERE key = ?1 AND text IS NOT NULL";
    Ok(session.execute(sql, &values![key])? == 1)
}

/// Forgets what was last looked up before `day`, and returns how many those were.
///
/// # Errors
/// If they cannot be deleted.
pub fn forget_before(session: &mut dyn Session, day: &str) -> Result<u64, Error> {
    session.execute("DELETE FROM unanswered_lookup WHERE last_day < ?1", &values![day])
}

fn lookup_of(row: &Row) -> Result<UnansweredLookup, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let lang = row.text(1)?;
    Ok(UnansweredLookup {
        key: text(0)?,
        lang: lang
            .parse()
            .map_err(|_| Error::damaged(format!("`{lang}` is no language")))?,
        text: row.optional_text(2)?.map(str::to_owned),
        lookups: row.count(3)?,
        days: row.count(4)?,
        first_day: text(5)?,
        last_day: text(6)?,
        proposal: row.optional_text(7)?.map(str::to_owned),
    })
}
