//! Accounts as the API speaks of them, and the words in which roles and courts are given.

use std::collections::BTreeSet;

use access::{CourtCode, Role};
use app::accounts::{AccountLine, BadLoginName, LoginName, NewAccount, Slip};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder, Object};

use super::schemas;
use super::timestamp::rfc3339;
use crate::input::{Fields, Members, shortened};
use crate::problem::{Issue, IssueCode};

/// The two things that are done with a role.
pub const ROLE_OPS: [(&str, bool); 2] = [("grant", true), ("revoke", false)];

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountBody {
    id: String,
    login_name: String,
    display_name: String,
    /// The code of its court.
    court: Option<String>,
    /// The id of the person of the registry that it is linked with.
    person: Option<String>,
    /// Names of roles, sorted.
    roles: Vec<String>,
    /// Whether nobody can sign in with it.
    disabled: bool,
    /// Whether a password was ever set.
    has_password: bool,
    /// Whether a second factor is set up.
    has_second_factor: bool,
    revision: u64,
}

/// An account that is to be made.
#[derive(Debug, ToSchema)]
pub struct NewAccountBody {
    /// What is typed to sign in: Chinese characters, Tibetan letters, letters a–z, digits and `.` `_` `-`.
    #[schema(value_type = String, example = "zhuoma")]
    login_name: Option<LoginName>,
    /// The name that is shown.
    display_name: String,
    /// The code of its court.
    #[schema(value_type = Option<String>)]
    court: Option<CourtCode>,
    /// Names of roles.
    #[schema(schema_with = roles_schema)]
    roles: BTreeSet<Role>,
}

/// What whoever gets an account is handed; the code is shown here and never again.
#[derive(Serialize, ToSchema)]
pub struct SlipBody {
    /// The id of the account.
    account: String,
    login_name: String,
    display_name: String,
    /// The code by which a password is set.
    #[schema(example = "7KQ4-9M2X-HT3V")]
    code: String,
    expires_at: String,
}

impl Members for NewAccountBody {
    const NAMES: &'static [&'static str] = &["login_name", "display_name", "court", "roles"];

    fn take(fields: &mut Fields) -> Self {
        let name = fields.parsed("login_name", login_name);
        let display_name = fields.text("display_name");
        Self {
            login_name: fields.wanted("login_name", name),
            display_name: fields.wanted("display_name", display_name).unwrap_or_default(),
            court: fields.parsed("court", court_code),
            roles: fields.list("roles", Role::ALL.len(), role).into_iter().collect(),
        }
    }
}

impl NewAccountBody {
    /// Returns the account; `None` for one without a login name, of which an issue was made.
    pub fn read(self) -> Option<NewAccount> {
        Some(NewAccount {
            login_name: self.login_name?,
            display_name: self.display_name,
            court: self.court,
            roles: self.roles,
        })
    }
}

impl From<AccountLine> for AccountBody {
    fn from(line: AccountLine) -> Self {
        Self {
            id: line.id,
            login_name: line.login_name,
            display_name: line.display_name,
            court: line.court,
            person: line.person,
            roles: line.roles,
            disabled: line.is_disabled,
            has_password: line.has_password,
            has_second_factor: line.has_second_factor,
            revision: line.revision,
        }
    }
}

impl From<&Slip> for SlipBody {
    fn from(slip: &Slip) -> Self {
        Self {
            account: slip.account.clone(),
            login_name: slip.login_name.clone(),
            display_name: slip.display_name.clone(),
            code: slip.code.to_string(),
            expires_at: rfc3339(slip.expires_at_ms),
        }
    }
}

/// Reads a login name.
///
/// # Errors
/// An issue of `login_name` with the reason.
pub fn login_name(text: &str) -> Result<LoginName, Issue> {
    LoginName::new(text).map_err(|reason| {
        let (code, stranger) = match reason {
            BadLoginName::Empty => (IssueCode::LoginNameEmpty, None),
            BadLoginName::TooLong => (IssueCode::LoginNameTooLong, None),
            BadLoginName::Character(stranger) => (IssueCode::LoginNameCharacter, Some(stranger)),
            BadLoginName::Reserved => (IssueCode::LoginNameReserved, None),
        };
        let issue = Issue::of("login_name", code).with("value", shortened(text));
        // What has no shape of its own is named by its number.
        let shown =
            stranger.map(|c| format!("{} U+{:04X}", if c.is_control() { ' ' } else { c }, u32::from(c)));
        issue.with("character", shown.unwrap_or_default().trim_start())
    })
}

/// Reads the code of a court.
///
/// # Errors
/// An issue of `court`.
pub fn court_code(text: &str) -> Result<CourtCode, Issue> {
    text.parse()
        .map_err(|_| Issue::of("court", IssueCode::BadCourtCode).with("value", shortened(text)))
}

/// Reads the name of a role.
///
/// # Errors
/// An issue of `role` with the names there are.
pub fn role(text: &str) -> Result<Role, Issue> {
    text.parse().map_err(|_| {
        Issue::of("role", IssueCode::UnknownRole)
            .with("value", shortened(text))
            .with("known", Role::ALL.map(Role::as_str).join(", "))
    })
}

/// Describes the name of a role.
pub fn role_schema() -> Object {
    schemas::closed_list(Role::ALL.iter().map(|role| role.as_str()), None)
}

fn roles_schema() -> Array {
    ArrayBuilder::new()
        .items(role_schema())
        .max_items(Some(Role::ALL.len()))
        .build()
}
