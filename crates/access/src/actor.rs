//! Who asks.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use crate::{CourtCode, Role, Scope};

/// Who asks, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody on the network who has not signed in.
    Anonymous(Arc<Origin>),
    /// Whoever runs commands on the machine that holds the data directory.
    Operator,
    /// Somebody who has signed in.
    Account(Arc<AccountActor>),
    /// Another system.
    Token(Arc<TokenActor>),
}

/// Where a request comes from: what an audit entry says beside the name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The address of the peer, or of whoever a trusted proxy speaks for; `None` on the machine itself.
    pub address: Option<IpAddr>,
    /// The id that log lines of the request carry.
    pub request_id: Option<String>,
}

/// Somebody who has signed in with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountActor {
    /// The account's id.
    pub id: String,
    /// The name that is typed to sign in.
    pub login_name: String,
    /// What the account may.
    pub roles: BTreeSet<Role>,
    /// The court that rights of a subtree start from.
    pub court: Option<CourtCode>,
    /// The person of the registry that the account belongs to.
    pub person: Option<String>,
    /// Whether the password was given again within the last minutes.
    pub has_proved_itself: bool,
    /// Where the request comes from.
    pub origin: Origin,
}

/// Another system, by its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenActor {
    /// The token's id, not the token.
    pub id: String,
    /// What the token is called.
    pub name: String,
    /// What it is for.
    pub scopes: BTreeSet<Scope>,
    /// The court that it is limited to, with those below.
    pub court: Option<CourtCode>,
    /// Where the request comes from.
    pub origin: Origin,
}

impl Actor {
    /// Makes somebody of whom nothing is known.
    #[must_use]
    pub fn anonymous() -> Self {
        Self::Anonymous(Arc::default())
    }

    /// Returns the kind, as it stands in an audit entry.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Anonymous(_) => "anonymous",
            Self::Operator => "operator",
            Self::Account(_) => "account",
            Self::Token(_) => "token",
        }
    }

    /// Returns the id of the account or token; empty for those who have none.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Anonymous(_) | Self::Operator => "",
            Self::Account(account) => &account.id,
            Self::Token(token) => &token.id,
        }
    }

    /// Returns the name that stands beside what the actor changed.
    ///
    /// Two actors never share one: those of tokens carry a sign that no login name may have.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Anonymous(_) => "anonymous".to_owned(),
            Self::Operator => "operator".to_owned(),
            Self::Account(account) => account.login_name.clone(),
            Self::Token(token) => format!("token:{}", token.name),
        }
    }

    /// Returns where the request comes from; `None` on the machine itself.
    #[must_use]
    pub fn origin(&self) -> Option<&Origin> {
        match self {
            Self::Anonymous(origin) => Some(origin),
            Self::Operator => None,
            Self::Account(account) => Some(&account.origin),
            Self::Token(token) => Some(&token.origin),
        }
    }
}
