//! Who asks, and the proof that they may.
//!
//! Every use-case takes a [`Permit`] that only [`Policy::permit`] can make, so none can be called unchecked.
//! Accounts, roles and tokens come with the crate `access`; the two actors here stay.

use std::marker::PhantomData;

use crate::Error;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Somebody on the network who has not signed in.
    Anonymous,
    /// Whoever runs commands on the machine that holds the data directory.
    Operator,
}

impl Actor {
    /// Returns the name that stands beside what the actor changed.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Operator => "operator",
        }
    }
}

/// Something that can be permitted.
pub trait Action {
    /// The name used in messages.
    const NAME: &'static str;

    /// Tells whether `policy` lets `actor` do it.
    fn is_allowed(policy: &Policy, actor: &Actor) -> bool;
}

/// Reading the glossary.
#[derive(Debug)]
pub struct ReadGlossary;
/// Changing the glossary.
#[derive(Debug)]
pub struct WriteGlossary;
/// Looking after the installation: index, checks.
#[derive(Debug)]
pub struct Operate;

impl Action for ReadGlossary {
    const NAME: &'static str = "read the glossary";

    fn is_allowed(policy: &Policy, actor: &Actor) -> bool {
        policy.public_read || *actor == Actor::Operator
    }
}

impl Action for WriteGlossary {
    const NAME: &'static str = "change the glossary";

    fn is_allowed(_: &Policy, actor: &Actor) -> bool {
        *actor == Actor::Operator
    }
}

impl Action for Operate {
    const NAME: &'static str = "operate the installation";

    fn is_allowed(_: &Policy, actor: &Actor) -> bool {
        *actor == Actor::Operator
    }
}

/// What the installation allows.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// Whether the glossary can be read without signing in.
    pub public_read: bool,
}

/// The proof that an actor may do `A`.
#[derive(Debug)]
pub struct Permit<A> {
    actor: Actor,
    action: PhantomData<A>,
}

impl<A> Permit<A> {
    /// Returns who may.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
}

impl Policy {
    /// Returns the proof that `actor` may do `A`.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] if signing in could help, [`Error::Forbidden`] if it could not.
    pub fn permit<A: Action>(&self, actor: &Actor) -> Result<Permit<A>, Error> {
        if A::is_allowed(self, actor) {
            return Ok(Permit {
                actor: actor.clone(),
                action: PhantomData,
            });
        }
        match actor {
            Actor::Anonymous => Err(Error::Unauthenticated { action: A::NAME }),
            Actor::Operator => Err(Error::Forbidden { action: A::NAME }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_glossary_is_open_to_all_only_when_the_installation_says_so() {
        let open = Policy { public_read: true };
        let closed = Policy { public_read: false };
        assert!(open.permit::<ReadGlossary>(&Actor::Anonymous).is_ok());
        assert!(closed.permit::<ReadGlossary>(&Actor::Operator).is_ok());
        let refused = closed.permit::<ReadGlossary>(&Actor::Anonymous).unwrap_err();
        assert!(matches!(
            refused,
            Error::Unauthenticated {
                action: "read the glossary"
            }
        ));
    }

    #[test]
    fn nobody_on_the_network_changes_anything() {
        let open = Policy { public_read: true };
        assert!(open.permit::<WriteGlossary>(&Actor::Anonymous).is_err());
        assert!(open.permit::<Operate>(&Actor::Anonymous).is_err());
        assert!(open.permit::<WriteGlossary>(&Actor::Operator).is_ok());
    }
}
