//! Who asks: told by the bearer header or the cookie, known by the store, remembered for a moment.

mod acting;
mod arrival;
mod cookie;
mod credential;
mod known;
mod permitted;
mod recent;

pub use arrival::{Transport, origin_of, transport_of};
pub use cookie::{forget_session, keep_session};
pub use credential::session_of;
pub use known::{Known, Remembered, reader_of};
pub use permitted::Permitted;

use access::{Action, ReadOwnRecord, ReadRegistry, Refusal};
use app::accounts::SessionDigest;
use app::{Actor, Permit, ReadDrafts, Version};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::pools::Pool;
use crate::problem::{Code, Problem};
use crate::web::templates::Reader;
use credential::Credential;

/// What reading who asks can fail with, whatever is asked for.
pub const CALLER_PROBLEMS: &[Code] = &[Code::TwoCredentials, Code::Unauthenticated];

/// Who sends a request. Somebody unknown costs neither memory nor a lock.
#[derive(Debug, Clone)]
pub enum Caller {
    /// Nobody that is known.
    Anonymous,
    /// A browser that has given the password of an account, and not yet the second factor.
    Half {
        /// The session.
        session: SessionDigest,
        /// The login name.
        login_name: String,
    },
    /// Somebody who has signed in.
    Account {
        /// The session.
        session: SessionDigest,
        /// The account.
        actor: Actor,
        /// Whether this was known from a moment ago.
        is_remembered: bool,
    },
    /// Another system.
    Token(Actor),
    /// Somebody who cannot be known, because the store does not answer; what is open to everybody is open to them too.
    Unknown(Box<Problem>),
}

impl FromRequestParts<Handle> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, handle: &Handle) -> Result<Self, Problem> {
        let context = parts.extensions.get::<RequestContext>();
        let context =
            context.ok_or_else(|| Problem::internal("the observing layer is missing from the router"))?;
        match Credential::of(&parts.headers, transport_of(context))? {
            Credential::None => Ok(Self::Anonymous),
            Credential::Session(session) => {
                let origin = origin_of(context);
                Ok(Box::pin(known::by_session(handle, session, origin, Remembered::Counts)).await)
            }
            Credential::Token(token) => Box::pin(known::by_token(handle, token, origin_of(context))).await,
        }
    }
}

impl Caller {
    /// Returns who acts, if that is known.
    pub fn actor(&self) -> Option<&Actor> {
        match self {
            Self::Account { actor, .. } | Self::Token(actor) => Some(actor),
            Self::Anonymous | Self::Half { .. } | Self::Unknown(_) => None,
        }
    }

    /// Returns the session of a browser, also of one that is half signed in.
    pub fn session(&self) -> Option<SessionDigest> {
        match self {
            Self::Account { session, .. } | Self::Half { session, .. } => Some(*session),
            Self::Anonymous | Self::Token(_) | Self::Unknown(_) => None,
        }
    }

    /// Returns what a page shows of whoever reads it.
    pub fn reader(&self) -> Reader {
        Reader {
            signed_in: self.login_name().map(str::to_owned),
            form_token: self.session().map(|session| session.form_token()),
            may_edit: self.has_role_for::<ReadDrafts>(),
            may_read_registry: self.has_role_for::<ReadRegistry>(),
            has_own_record: self.is_linked() && self.has_role_for::<ReadOwnRecord>(),
        }
    }

    /// Tells whether pages that need the right to `A` are of use to whoever asks; they ask for the right again.
    fn has_role_for<A: Action>(&self) -> bool {
        let is_of = |role: &access::Role| A::RULE.roles.iter().any(|(allowed, _)| allowed == role);
        match self {
            Self::Account {
                actor: Actor::Account(account),
                ..
            } => account.roles.iter().any(is_of),
            _ => false,
        }
    }

    /// Tells whether the account is linked with a person of the registry.
    fn is_linked(&self) -> bool {
        matches!(self.actor(), Some(Actor::Account(account)) if account.person.is_some())
    }

    /// Returns the login name of somebody who has signed in.
    pub fn login_name(&self) -> Option<&str> {
        match self {
            Self::Account {
                actor: Actor::Account(account),
                ..
            } => Some(&account.login_name),
            _ => None,
        }
    }
}

impl Handle {
    /// Returns the proof that `caller` may do `A`.
    ///
    /// A refusal that rests on what was known a moment ago is asked for again: a password that was just given at another
    /// node counts. What is refused to somebody known stands in the audit.
    ///
    /// # Errors
    /// The problem of the [`Refusal`]; that of the store if it has to say who asks and does not answer.
    pub async fn permit<A: Action>(&self, caller: &Caller) -> Result<Permit<A>, Problem> {
        let actor = caller.actor().unwrap_or(self.anonymous());
        let refusal = match self.policy().permit::<A>(actor) {
            Ok(permit) => return Ok(permit),
            Err(refusal) => refusal,
        };
        // Boxed, so that it takes no room in the requests that are not refused.
        Box::pin(self.ask_again(caller, refusal)).await
    }

    /// Returns the proof that `caller` may do `A`, if so. Nobody is refused by this: what can be done without is left out.
    pub fn may<A: Action>(&self, caller: &Caller) -> Option<Permit<A>> {
        let actor = caller.actor()?;
        self.policy().permit::<A>(actor).ok()
    }

    /// Returns the proof that `caller` may read drafts, if so; whoever asks for the draft itself is refused without.
    ///
    /// # Errors
    /// As [`Handle::permit`], for [`Version::Newest`].
    pub async fn drafts(
        &self,
        caller: &Caller,
        version: Version,
    ) -> Result<Option<Permit<ReadDrafts>>, Problem> {
        match version {
            Version::Newest => self.permit(caller).await.map(Some),
            _ => Ok(self.may(caller)),
        }
    }

    /// Notes that `actor` was refused, and returns the problem that says so.
    ///
    /// Whoever is refused stays so while the note cannot be written; the log has it then.
    pub async fn refused(&self, actor: &Actor, refusal: Refusal) -> Problem {
        let (actor, noted) = (actor.clone(), refusal.clone());
        let outcome = self
            .run(Pool::Writes, move |app| app.note_refusal(&actor, &noted))
            .await;
        if let Err(problem) = outcome {
            let cause = problem.cause.unwrap_or_default();
            tracing::error!(%refusal, cause, "a refusal could not be written to the audit: {cause}");
        }
        refusal.into()
    }

    /// Returns the proof after all if the store, asked once more, says so.
    async fn ask_again<A: Action>(&self, caller: &Caller, refusal: Refusal) -> Result<Permit<A>, Problem> {
        let (actor, session) = match caller {
            Caller::Anonymous | Caller::Half { .. } => return Err(refusal.into()),
            Caller::Unknown(problem) => return Err((**problem).clone()),
            Caller::Token(actor) => return Err(self.refused(actor, refusal).await),
            Caller::Account {
                actor,
                is_remembered: false,
                ..
            } => return Err(self.refused(actor, refusal).await),
            Caller::Account { actor, session, .. } => (actor, *session),
        };
        let origin = actor.origin().cloned().unwrap_or_default();
        let fresh = known::by_session(self, session, origin, Remembered::DoesNotCount).await;
        if let Caller::Unknown(problem) = fresh {
            return Err(*problem);
        }
        // Whoever is signed out by now is refused as somebody unknown.
        let actor = fresh.actor().unwrap_or(self.anonymous());
        match self.policy().permit::<A>(actor) {
            Ok(permit) => Ok(permit),
            Err(refusal) if fresh.actor().is_none() => Err(refusal.into()),
            Err(refusal) => Err(self.refused(actor, refusal).await),
        }
    }
}
