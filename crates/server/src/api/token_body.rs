//! Tokens as the API speaks of them, and the words in which they are given.

use std::collections::BTreeSet;

use access::AddressRange;
use access::{CourtCode, Scope};
use app::accounts::{NewToken, TokenLine};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::{Array, ArrayBuilder};

use super::account_body::court_code;
use super::schemas;
use super::timestamp::{read_rfc3339, rfc3339};
use crate::input::{Fields, Members, shortened};
use crate::problem::{Issue, IssueCode};

/// From how many ranges of addresses a token can be used.
pub const MAX_ADDRESSES: usize = 32;

/// A token, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct TokenBody {
    id: String,
    name: String,
    scopes: Vec<String>,
    /// The court that it is limited to, with those below.
    court: Option<String>,
    /// From where it may be used; from everywhere if empty.
    addresses: Vec<String>,
    created_by: String,
    created_at: String,
    expires_at: String,
    revoked_at: Option<String>,
    /// To a minute.
    last_used_at: Option<String>,
    last_used_from: Option<String>,
    /// `good`, `ends_soon` within thirty days, `ended` or `revoked`.
    state: &'static str,
}

/// A token that is to be made.
#[derive(Debug, ToSchema)]
pub struct NewTokenParams {
    /// The system that uses it.
    name: String,
    /// What it is for.
    #[schema(schema_with = scopes_schema)]
    scopes: BTreeSet<Scope>,
    /// The court that it is limited to, with those below.
    #[schema(value_type = Option<String>)]
    court: Option<CourtCode>,
    /// From where it may be used, such as `192.0.2.0/24`; from everywhere if empty.
    #[schema(value_type = Option<Vec<String>>, max_items = 32)]
    addresses: Vec<AddressRange>,
    /// Until when, at most 366 days from now.
    #[schema(value_type = String, format = "date-time")]
    expires_at: Option<i64>,
}

impl Members for NewTokenParams {
    const NAMES: &'static [&'static str] = &["name", "scopes", "court", "addresses", "expires_at"];

    fn take(fields: &mut Fields) -> Self {
        let name = fields.text("name");
        let expires_at = fields.parsed("expires_at", |text| {
            read_rfc3339(text).ok_or_else(|| Issue::of("expires_at", IssueCode::BadTime))
        });
        Self {
            name: fields.wanted("name", name).unwrap_or_default(),
            scopes: fields
                .list("scopes", Scope::ALL.len(), scope)
                .into_iter()
                .collect(),
            court: fields.parsed("court", court_code),
            addresses: fields.list("addresses", MAX_ADDRESSES, address),
            expires_at: fields.wanted("expires_at", expires_at),
        }
    }
}

impl From<NewTokenParams> for NewToken {
    fn from(params: NewTokenParams) -> Self {
        Self {
            name: params.name,
            scopes: params.scopes,
            court: params.court,
            addresses: params.addresses,
            // Without a time an issue was made, and none of this is used.
            expires_at_ms: params.expires_at.unwrap_or_default(),
        }
    }
}

impl From<TokenLine> for TokenBody {
    fn from(line: TokenLine) -> Self {
        Self {
            id: line.id,
            name: line.name,
            scopes: line.scopes,
            court: line.court,
            addresses: line.addresses,
            created_by: line.created_by,
            created_at: rfc3339(line.created_at_ms),
            expires_at: rfc3339(line.expires_at_ms),
            revoked_at: line.revoked_at_ms.map(rfc3339),
            last_used_at: line.last_used_at_ms.map(rfc3339),
            last_used_from: line.last_used_from,
            state: line.state.as_str(),
        }
    }
}

/// Reads the name of a scope.
///
/// # Errors
/// An issue of `scopes` with the names there are.
pub fn scope(text: &str) -> Result<Scope, Issue> {
    text.parse().map_err(|_| {
        Issue::of("scopes", IssueCode::NotOneOf)
            .with("value", shortened(text))
            .with("known", Scope::ALL.map(Scope::as_str).join(", "))
    })
}

/// Reads a range of addresses.
///
/// # Errors
/// An issue of `addresses`.
pub fn address(text: &str) -> Result<AddressRange, Issue> {
    text.parse()
        .map_err(|_| Issue::of("addresses", IssueCode::BadAddress).with("value", shortened(text)))
}

fn scopes_schema() -> Array {
    let scope = schemas::closed_list(Scope::ALL.iter().map(|scope| scope.as_str()), None);
    ArrayBuilder::new()
        .items(scope)
        .min_items(Some(1))
        .max_items(Some(Scope::ALL.len()))
        .build()
}
