//! Tokens: what another system signs in with. The secret is shown once; the store keeps its digest.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use access::{Actor, AddressRange, CourtCode, ManageTokens, Origin, Permit, Scope, TokenActor};
use store::tokens::Token;
use store::{courts, tokens};

use super::digests::TokenDigest;
use super::{events, expect_id, new_id};
use crate::audit::AuditEvent;
use crate::credentials::opaque::{Opaque, draw_token};
use crate::{App, Error};

/// How long a token may live at most: a year and a day, so that a yearly change fits.
const LONGEST_MS: i64 = 366 * 24 * 60 * 60 * 1_000;
/// How long before its end a token is called to be changed: thirty days.
pub const WARNED_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How many tokens of one name may be good at once: the old and the new one of a change.
const AT_ONCE: usize = 2;
/// How old the mark of the last use may be before it is written anew.
const USED_EVERY_MS: i64 = 60 * 1_000;

/// A token that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What it is called: the system that uses it.
    pub name: String,
    /// What it is for.
    pub scopes: BTreeSet<Scope>,
    /// The court that it is limited to, with those below.
    pub court: Option<CourtCode>,
    /// From where it may be used; from everywhere if empty.
    pub addresses: Vec<AddressRange>,
    /// Until when, in milliseconds since 1970.
    pub expires_at_ms: i64,
}

/// A token as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// The id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The names of its scopes.
    pub scopes: Vec<String>,
    /// The code of the court that it is limited to.
    pub court: Option<String>,
    /// From where it may be used.
    pub addresses: Vec<String>,
    /// Who made it.
    pub created_by: String,
    /// When, in milliseconds since 1970, as all times here.
    pub created_at_ms: i64,
    /// Until when it is good.
    pub expires_at_ms: i64,
    /// When it was revoked.
    pub revoked_at_ms: Option<i64>,
    /// When it was used last, to a minute.
    pub last_used_at_ms: Option<i64>,
    /// From where.
    pub last_used_from: Option<String>,
    /// What is to be said of it now.
    pub state: TokenState,
}

/// What is to be said of a token now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenState {
    /// It is good.
    Good,
    /// It is good for less than thirty days more.
    EndsSoon,
    /// Its time is over.
    Ended,
    /// It was revoked.
    Revoked,
}

impl TokenState {
    /// Returns the name used in JSON and in translation keys.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::EndsSoon => "ends_soon",
            Self::Ended => "ended",
            Self::Revoked => "revoked",
        }
    }
}

impl App {
    /// Makes a token and returns its line and the secret, which nobody sees again.
    ///
    /// # Errors
    /// [`Error::BadToken`] if something about it cannot be; two tokens of the same name may be good at once, so that a
    /// system can change from one to the other.
    pub fn create_token(
        &self,
        permit: &Permit<ManageTokens>,
        new: &NewToken,
    ) -> Result<(TokenLine, Opaque), Error> {
        let now_ms = self.clock.now_ms();
        let fault = fault_of(new, now_ms);
        if let Some(fault) = fault {
            return Err(Error::BadToken(fault));
        }
        let secret = draw_token(&*self.identity.chance)?;
        let token = self.token_of(permit.actor(), new, &secret, now_ms)?;
        let event = AuditEvent::done("create-token")
            .on("token", token.id.clone())
            .detail(format!("{}: {}", token.name, token.scopes));
        let entry = self.audit_entry(permit.actor(), &event)?;
        let line = TokenLine::of(token.clone(), now_ms);
        self.write_noted(move |tx| {
            if let Some(court) = &token.court
                && courts::find(tx, court)?.is_none()
            {
                return Err(Error::BadToken(TokenFault::NoSuchCourt(court.clone())));
            }
            let good = tokens::list(tx)?.into_iter().filter(|other| {
                other.name == token.name && other.revoked_at_ms.is_none() && now_ms < other.expires_at_ms
            });
            if good.count() >= AT_ONCE {
                return Err(Error::BadToken(TokenFault::TooManyOfName(token.name.clone())));
            }
            tokens::create(tx, &token)?;
            events::append(tx, &entry)
        })?;
        Ok((line, secret))
    }

    /// Lists every token, by name and then by age.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn list_tokens(&self, _: &Permit<ManageTokens>) -> Result<Vec<TokenLine>, Error> {
        let now_ms = self.clock.now_ms();
        let found = self.store.read(|session| tokens::list(session))?;
        Ok(found
            .into_iter()
            .map(|token| TokenLine::of(token, now_ms))
            .collect())
    }

    /// Returns how many tokens are good and end within the next [`WARNED_MS`].
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn tokens_ending(&self) -> Result<u64, Error> {
        let now_ms = self.clock.now_ms();
        let until_ms = now_ms.saturating_add(WARNED_MS);
        Ok(self
            .store
            .read(|session| tokens::count_ending(session, now_ms, until_ms))?)
    }

    /// Revokes a token: the next request with it is refused.
    ///
    /// # Errors
    /// [`Error::NoSuchToken`] if there is none that could be revoked.
    pub fn revoke_token(&self, permit: &Permit<ManageTokens>, id: &str) -> Result<(), Error> {
        expect_id(id, Error::NoSuchToken)?;
        let now_ms = self.clock.now_ms();
        let entry = self.audit_entry(permit.actor(), &AuditEvent::done("revoke-token").on("token", id))?;
        let id = id.to_owned();
        self.write_noted(move |tx| {
            if !tokens::revoke(tx, &id, now_ms)? {
                return Err(Error::NoSuchToken);
            }
            events::append(tx, &entry)
        })
    }

    /// Returns the system that has the token `secret`; `None` if it is unknown, over, revoked, or used from elsewhere than
    /// it may be.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn token_actor(&self, secret: &TokenDigest, origin: &Origin) -> Result<Option<Actor>, Error> {
        let (digest, now_ms) = (secret.bytes(), self.clock.now_ms());
        let found = self
            .store
            .read(|session| tokens::find_by_digest(session, &digest))?;
        let Some(token) = found.filter(|token| is_good(token, origin.address, now_ms)) else {
            return Ok(None);
        };
        if token
            .last_used_at_ms
            .is_none_or(|used| now_ms - used >= USED_EVERY_MS)
        {
            let id = token.id.clone();
            let from = origin
                .address
                .map_or_else(String::new, |address| address.to_string());
            self.write_aside_noted(move |session| {
                tokens::used(session, &id, now_ms, &from)?;
                Ok::<_, Error>(())
            })?;
        }
        Ok(Some(Actor::Token(Arc::new(TokenActor {
            scopes: token
                .scopes
                .split(' ')
                .filter_map(|scope| scope.parse().ok())
                .collect(),
            court: token.court.as_deref().and_then(|code| code.parse().ok()),
            id: token.id,
            name: token.name,
            origin: origin.clone(),
        }))))
    }

    fn token_of(
        &self,
        creator: &Actor,
        new: &NewToken,
        secret: &Opaque,
        now_ms: i64,
    ) -> Result<Token, Error> {
        let words = |list: Vec<String>| list.join(" ");
        Ok(Token {
            id: new_id("t", &*self.identity.chance)?,
            name: new.name.trim().to_owned(),
            digest: secret.digest().to_vec(),
            scopes: words(new.scopes.iter().map(ToString::to_string).collect()),
            court: new.court.as_ref().map(ToString::to_string),
            addresses: words(new.addresses.iter().map(ToString::to_string).collect()),
            created_by: creator.name(),
            created_at_ms: now_ms,
            expires_at_ms: new.expires_at_ms,
            revoked_at_ms: None,
            last_used_at_ms: None,
            last_used_from: None,
        })
    }
}

/// What is wrong with a token that was to be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// The name is empty or too long.
    #[error("a token needs a name of 1 to 60 characters")]
    BadName,
    /// It would be good for nothing.
    #[error("a token needs a scope")]
    NoScope,
    /// It would live too long, or not at all.
    #[error("a token ends between now and 366 days from now")]
    BadEnd,
    /// There is no such court.
    #[error("there is no court `{0}` (hint: `shanjar export courts --out -` lists the codes)")]
    NoSuchCourt(String),
    /// There are two already.
    #[error("two tokens named `{0}` are good already: revoke one first")]
    TooManyOfName(String),
}

impl TokenLine {
    fn of(token: Token, now_ms: i64) -> Self {
        let words = |text: &str| text.split_ascii_whitespace().map(str::to_owned).collect();
        Self {
            state: state_of(&token, now_ms),
            scopes: words(&token.scopes),
            addresses: words(&token.addresses),
            id: token.id,
            name: token.name,
            court: token.court,
            created_by: token.created_by,
            created_at_ms: token.created_at_ms,
            expires_at_ms: token.expires_at_ms,
            revoked_at_ms: token.revoked_at_ms,
            last_used_at_ms: token.last_used_at_ms,
            last_used_from: token.last_used_from,
        }
    }
}

fn state_of(token: &Token, now_ms: i64) -> TokenState {
    if token.revoked_at_ms.is_some() {
        TokenState::Revoked
    } else if now_ms >= token.expires_at_ms {
        TokenState::Ended
    } else if token.expires_at_ms - now_ms < WARNED_MS {
        TokenState::EndsSoon
    } else {
        TokenState::Good
    }
}

fn is_good(token: &Token, address: Option<IpAddr>, now_ms: i64) -> bool {
    let in_time = matches!(state_of(token, now_ms), TokenState::Good | TokenState::EndsSoon);
    let mut ranges = token.addresses.split_ascii_whitespace().peekable();
    let from_anywhere = ranges.peek().is_none();
    let from_here = ranges.any(|range| {
        let range = range.parse::<AddressRange>();
        matches!((range, address), (Ok(range), Some(address)) if range.contains(address))
    });
    in_time && (from_anywhere || from_here)
}

fn fault_of(new: &NewToken, now_ms: i64) -> Option<TokenFault> {
    let name = new.name.trim();
    let is_name = (1..=60).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    let left_ms = new.expires_at_ms - now_ms;
    [
        (!is_name, TokenFault::BadName),
        (new.scopes.is_empty(), TokenFault::NoScope),
        (!(1..=LONGEST_MS).contains(&left_ms), TokenFault::BadEnd),
    ]
    .into_iter()
    .find_map(|(is_fault, fault)| is_fault.then_some(fault))
}
