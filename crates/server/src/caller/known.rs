//! Asking the store who has a session or a token, or remembering what it said a moment ago.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use access::{AccountActor, Origin, TokenActor};
use app::Actor;
use app::accounts::{SessionDigest, SignedIn, TokenDigest};

use super::Caller;
use super::credential::wrong_token;
use super::recent::Recent;
use crate::handle::Handle;
use crate::pools::Pool;
use crate::problem::Problem;
use crate::web::templates::Reader;

/// Who was found a moment ago.
#[derive(Debug, Default)]
pub struct Known {
    sessions: Recent<SessionDigest, SignedIn>,
    /// A token can be limited to addresses, so what was found holds for one of them.
    tokens: Recent<(TokenDigest, Option<IpAddr>), Actor>,
}

/// Whether what was known a moment ago will do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remembered {
    /// It will.
    Counts,
    /// The store is asked.
    DoesNotCount,
}

impl Known {
    /// Forgets everybody, because accounts, roles, sessions or tokens have changed here.
    pub fn forget(&self) {
        self.sessions.forget();
        self.tokens.forget();
    }
}

/// Returns who has the session; nobody if it is over.
///
/// That there is no such session is not remembered: it may have begun at another node a moment ago.
pub async fn by_session(
    handle: &Handle,
    session: SessionDigest,
    origin: Origin,
    remembered: Remembered,
) -> Caller {
    let (sessions, now) = (&handle.known().sessions, Instant::now());
    if remembered == Remembered::Counts
        && let Some(found) = sessions.find(&session, now)
    {
        return caller(session, found, origin, true);
    }
    let generation = sessions.generation();
    let asked = origin.clone();
    let read = handle
        .run(Pool::Reads, move |app| app.signed_in(&session, &asked))
        .await;
    match read {
        Ok(Some(found)) => {
            sessions.keep(generation, session, found.clone(), now);
            caller(session, found, origin, false)
        }
        Ok(None) => Caller::Anonymous,
        Err(problem) => Caller::Unknown(Box::new(problem)),
    }
}

/// Returns the system that has the token.
///
/// # Errors
/// [`Code::Unauthenticated`](crate::problem::Code::Unauthenticated) if it is not good, also where nobody needs one.
pub async fn by_token(handle: &Handle, token: TokenDigest, origin: Origin) -> Result<Caller, Problem> {
    let (tokens, now) = (&handle.known().tokens, Instant::now());
    let key = (token, origin.address);
    if let Some(actor) = tokens.find(&key, now) {
        return Ok(Caller::Token(from(actor, origin)));
    }
    let generation = tokens.generation();
    match handle
        .run(Pool::Reads, move |app| app.token_actor(&token, &origin))
        .await
    {
        Ok(Some(actor)) => {
            tokens.keep(generation, key, actor.clone(), now);
            Ok(Caller::Token(actor))
        }
        Ok(None) => Err(wrong_token()),
        Err(problem) => Ok(Caller::Unknown(Box::new(problem))),
    }
}

/// Returns who reads a page that has failed.
pub async fn reader_of(handle: &Handle, session: SessionDigest) -> Reader {
    by_session(handle, session, Origin::default(), Remembered::Counts)
        .await
        .reader()
}

fn caller(session: SessionDigest, found: SignedIn, origin: Origin, is_remembered: bool) -> Caller {
    match found {
        SignedIn::Half { login_name } => Caller::Half { session, login_name },
        SignedIn::Fully(actor) => Caller::Account {
            session,
            actor: from(actor, origin),
            is_remembered,
        },
    }
}

/// Returns the same actor with the origin of this request, for the audit.
fn from(actor: Actor, origin: Origin) -> Actor {
    match actor {
        Actor::Account(account) => {
            let account = Arc::unwrap_or_clone(account);
            Actor::Account(Arc::new(AccountActor { origin, ..account }))
        }
        Actor::Token(token) => {
            let token = Arc::unwrap_or_clone(token);
            Actor::Token(Arc::new(TokenActor { origin, ..token }))
        }
        other => other,
    }
}
