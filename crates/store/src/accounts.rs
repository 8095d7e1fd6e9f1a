//! Accounts and their roles.

use std::fmt;

use crate::session::one_count;
use crate::value::values;
use crate::{Error, Row, Session, Value};

/// An account: who signs in, and with what it is compared.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id, given by the caller.
    pub id: String,
    /// The name that is typed to sign in, as it is shown.
    pub login_name: String,
    /// What all ways of typing the login name share; no other account has it.
    pub login_key: String,
    /// The name that is shown.
    pub display_name: String,
    /// The code of its court.
    pub court: Option<String>,
    /// The id of the person of the registry that it belongs to.
    pub person: Option<String>,
    /// Whether nobody can sign in to it.
    pub is_disabled: bool,
    /// The hash of the password, in the form of PHC; `None` before the first one is set.
    pub password: Option<String>,
    /// When the password was set, in milliseconds since 1970-01-01T00:00:00Z, as all times here.
    pub password_at_ms: Option<i64>,
    /// The secret of the second factor, sealed.
    pub totp_secret: Option<Vec<u8>>,
    /// The last time step of the second factor that was used; `None` while it is not confirmed.
    pub totp_step: Option<u64>,
    /// The names of its roles, sorted.
    pub roles: Vec<String>,
    /// From 1; grows with each [`update`].
    pub revision: u64,
    /// When it was made.
    pub created_at_ms: i64,
    /// When it was changed last.
    pub updated_at_ms: i64,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the hash nor the sealed secret belongs into a log.
        f.debug_struct("Account")
            .field("id", &self.id)
            .field("login_name", &self.login_name)
            .field("roles", &self.roles)
            .field("revision", &self.revision)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str = "id, login_name, login_key, display_name, court, person, is_disabled, password, password_at_ms, \
                       totp_secret, totp_step, revision, created_at_ms, updated_at_ms";

/// The place of the role behind [`COLUMNS`] in a row that is read.
const ROLE: usize = 14;

/// Writes a new account with its roles.
///
/// # Errors
/// [`Error::Taken`] if the id or the login key is another account's.
pub fn create(session: &mut dyn Session, account: &Account) -> Result<(), Error> {
    let written = session.execute(
        &format!(
            "INSERT INTO account ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) \
             ON CONFLICT DO NOTHING"
        ),
        &values![
            account.id.as_str(),
            account.login_name.as_str(),
            account.login_key.as_str(),
            account.display_name.as_str(),
            account.court.as_deref(),
            account.person.as_deref(),
            i64::from(account.is_disabled),
            account.password.as_deref(),
            account.password_at_ms,
            account.totp_secret.as_deref(),
            account.totp_step,
            account.revision,
            account.created_at_ms,
            account.updated_at_ms,
        ],
    )?;
    if written != 1 {
        return Err(taken(account));
    }
    put_roles(session, account)
}

/// Returns the account with this id.
///
/// # Errors
/// If it cannot be read.
pub fn find(session: &mut dyn Session, id: &str) -> Result<Option<Account>, Error> {
    Ok(read(session, "id = ?1", &values![id])?.pop())
}

/// Returns the account with this login key.
///
/// # Errors
/// If it cannot be read.
pub fn find_by_login(session: &mut dyn Session, login_key: &str) -> Result<Option<Account>, Error> {
    Ok(read(session, "login_key = ?1", &values![login_key])?.pop())
}

/// Writes an account, roles included, in place of its revision `expected`, and returns the new revision.
///
/// `totp_step` is taken away by `None` but never set back: [`use_totp_step`] makes no revision, so it may have been called
/// since the account was read, and a code that was used must not work again. When the account was made is kept.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::StaleRow`] if somebody was quicker; [`Error::Taken`] if the login key is another
/// account's. Nothing is written then.
pub fn update(session: &mut dyn Session, account: &Account, expected: u64) -> Result<u64, Error> {
    let revision = expected.saturating_add(1);
    let written = session.execute(
        "UPDATE account SET login_name = ?3, login_key = ?4, display_name = ?5, court = ?6, person = ?7, \
         is_disabled = ?8, password = ?9, password_at_ms = ?10, totp_secret = ?11, \
         totp_step = CASE WHEN totp_step > ?12 THEN totp_step ELSE ?12 END, revision = ?13, updated_at_ms = ?14 \
         WHERE id = ?1 AND revision = ?2 \
         AND NOT EXISTS (SELECT 1 FROM account AS other WHERE other.login_key = ?4 AND other.id <> ?1)",
        &values![
            account.id.as_str(),
            expected,
            account.login_name.as_str(),
            account.login_key.as_str(),
            account.display_name.as_str(),
            account.court.as_deref(),
            account.person.as_deref(),
            i64::from(account.is_disabled),
            account.password.as_deref(),
            account.password_at_ms,
            account.totp_secret.as_deref(),
            account.totp_step,
            revision,
            account.updated_at_ms,
        ],
    )?;
    if written == 1 {
        session.execute(
            "DELETE FROM account_role WHERE account = ?1",
            &values![account.id.as_str()],
        )?;
        put_roles(session, account)?;
        return Ok(revision);
    }
    Err(match find(session, &account.id)? {
        None => Error::NotFound {
            what: "account",
            id: account.id.clone(),
        },
        Some(current) if current.revision != expected => Error::StaleRow {
            what: "account",
            id: account.id.clone(),
            expected,
            current: current.revision,
        },
        Some(_) => taken(account),
    })
}

/// Uses a time step of the second factor up, once for all who try; tells whether it is above every one that was used
/// before. It never is for an account without a confirmed second factor.
///
/// # Errors
/// If it cannot be written.
pub fn use_totp_step(session: &mut dyn Session, id: &str, step: u64) -> Result<bool, Error> {
    let written = session.execute(
        "UPDATE account SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2",
        &values![id, step],
    )?;
    Ok(written == 1)
}

/// Links every account of a person with another one, into whom the person was joined, or with nobody; returns how many
/// those were.
///
/// # Errors
/// If they cannot be written.
pub fn relink(session: &mut dyn Session, person: &str, with: Option<&str>, at_ms: i64) -> Result<u64, Error> {
    session.execute(
        "UPDATE account SET person = ?2, revision = revision + 1, updated_at_ms = ?3 WHERE person = ?1",
        &values![person, with, at_ms],
    )
}

/// Lists accounts by login key, behind `after` if it is given, at most `limit`; those of `courts` alone if they are given.
///
/// # Errors
/// If they cannot be read.
pub fn list(
    session: &mut dyn Session,
    after: Option<&str>,
    courts: Option<&[String]>,
    limit: usize,
) -> Result<Vec<Account>, Error> {
    let mut parameters: Vec<Value> = vec![after.unwrap_or_default().into(), limit.into()];
    let within = match courts {
        None => String::new(),
        Some([]) => return Ok(Vec::new()),
        Some(courts @ [.., last]) => {
            // A power of two, the last one repeated: few different statements for all numbers of courts.
            let width = courts.len().next_power_of_two();
            let padded = courts.iter().chain(std::iter::repeat(last));
            parameters.extend(padded.take(width).map(|code| Value::from(code.as_str())));
            let marks: Vec<String> = (0..width).map(|nth| format!("?{}", nth + 3)).collect();
            format!("AND court IN ({})", marks.join(", "))
        }
    };
    let which = format!("login_key > ?1 {within} ORDER BY login_key LIMIT ?2");
    read(session, &which, &parameters)
}

/// Returns how many accounts have a role, those that are disabled left out.
///
/// # Errors
/// If they cannot be counted.
pub fn count_with_role(session: &mut dyn Session, role: &str) -> Result<u64, Error> {
    one_count(
        session,
        "SELECT COUNT(*) FROM account_role r JOIN account a ON a.id = r.account WHERE r.role = ?1 AND a.is_disabled = 0",
        &values![role],
    )
}

/// Reads the accounts that are `which`, by login key, with their roles: in one statement, so that the roles are of the same
/// moment as the revision, also where each statement sees what was committed before it.
fn read(session: &mut dyn Session, which: &str, parameters: &[Value]) -> Result<Vec<Account>, Error> {
    let sql = format!(
        "SELECT a.*, r.role FROM (SELECT {COLUMNS} FROM account WHERE {which}) AS a \
         LEFT JOIN account_role AS r ON r.account = a.id ORDER BY a.login_key, r.role"
    );
    let mut accounts: Vec<Account> = Vec::new();
    session.query_each(&sql, parameters, &mut |row| {
        let id = row.text(0)?;
        let role = row.optional_text(ROLE)?.map(str::to_owned);
        match accounts.last_mut().filter(|account| account.id == id) {
            Some(account) => account.roles.extend(role),
            None => accounts.push(account_of(&row, role.into_iter().collect())?),
        }
        Ok(())
    })?;
    Ok(accounts)
}

fn put_roles(session: &mut dyn Session, account: &Account) -> Result<(), Error> {
    for role in &account.roles {
        session.execute(
            "INSERT INTO account_role (account, role) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            &values![account.id.as_str(), role.as_str()],
        )?;
    }
    Ok(())
}

fn taken(account: &Account) -> Error {
    Error::Taken {
        what: "account",
        id: account.login_name.clone(),
    }
}

fn account_of(row: &Row, roles: Vec<String>) -> Result<Account, Error> {
    let text = |column: usize| row.text(column).map(str::to_owned);
    let optional = |column: usize| Ok::<_, Error>(row.optional_text(column)?.map(str::to_owned));
    Ok(Account {
        id: text(0)?,
        login_name: text(1)?,
        login_key: text(2)?,
        display_name: text(3)?,
        court: optional(4)?,
        person: optional(5)?,
        is_disabled: row.integer(6)? != 0,
        password: optional(7)?,
        password_at_ms: row.optional_integer(8)?,
        totp_secret: row.optional_bytes(9)?.map(<[u8]>::to_vec),
        totp_step: row.optional_count(10)?,
        roles,
        revision: row.count(11)?,
        created_at_ms: row.integer(12)?,
        updated_at_ms: row.integer(13)?,
    })
}
