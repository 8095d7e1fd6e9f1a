//! The one place where it is decided who may do what, and the proof that it was.

use std::marker::PhantomData;

use thiserror::Error;

use crate::{Action, Actor, CourtCode, Openness, Reach, Role, Rule, Scope};

/// What the installation allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Whether the glossary can be read without signing in.
    pub public_read: bool,
}

/// The proof that an actor may do `A`, as far as [`granted`](Self::granted) says. Only [`Policy::permit`] makes one.
#[derive(Debug, Clone)]
pub struct Permit<A> {
    actor: Actor,
    granted: Granted,
    action: PhantomData<A>,
}

/// The proof that an actor may do `A` to one object. Only [`Permit::on`] makes one.
#[derive(Debug)]
pub struct On<'p, A> {
    permit: &'p Permit<A>,
}

/// What an actor may do something to: the union of its members.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Granted {
    /// Everything.
    pub everywhere: bool,
    /// What belongs to this court or to one below it.
    pub below: Option<CourtCode>,
    /// What belongs to the account with this id.
    pub own: Option<String>,
}

/// What something is done to, as far as rights depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Subject<'a> {
    /// The codes of its court and of those above it, in any order; empty if it belongs to none.
    pub courts: &'a [String],
    /// The id of the account it belongs to.
    pub account: Option<&'a str>,
}

/// Why somebody may not.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Signing in could help.
    #[error("`{action}` needs a login")]
    Unauthenticated {
        /// What was wanted.
        action: &'static str,
    },
    /// The right does not suffice.
    #[error("no role of this account allows `{action}`")]
    Forbidden {
        /// What was wanted.
        action: &'static str,
    },
    /// The token is for something else.
    #[error("the token has not the scope that `{action}` needs")]
    ScopeMissing {
        /// What was wanted.
        action: &'static str,
        /// The scope that would do; `None` if no token may.
        scope: Option<Scope>,
    },
    /// The password has to be given again first.
    #[error("`{action}` needs the password once more")]
    ProofNeeded {
        /// What was wanted.
        action: &'static str,
    },
    /// The object lies outside what the actor may know of: it looks as if it were not there.
    #[error("there is no such thing")]
    Hidden,
}

impl Policy {
    /// Returns the proof that `actor` may do `A`.
    ///
    /// # Errors
    /// A [`Refusal`], but never [`Refusal::Hidden`], which is about one object.
    pub fn permit<A: Action>(&self, actor: &Actor) -> Result<Permit<A>, Refusal> {
        let granted = self.decide(actor, &A::RULE)?;
        Ok(Permit {
            actor: actor.clone(),
            granted,
            action: PhantomData,
        })
    }

    /// Returns how far `actor` may do what `rule` is about.
    ///
    /// # Errors
    /// As [`Policy::permit`].
    fn decide(&self, actor: &Actor, rule: &Rule) -> Result<Granted, Refusal> {
        let action = rule.name;
        let is_open = rule.openness == Openness::WherePublic && self.public_read;
        match actor {
            Actor::Operator if rule.by_operator => Ok(Granted::everything()),
            Actor::Operator => Err(Refusal::Forbidden { action }),
            // Whoever is known may not do less than whoever is not.
            _ if is_open => Ok(Granted::everything()),
            Actor::Anonymous(_) => Err(Refusal::Unauthenticated { action }),
            Actor::Token(token) => match rule.scope {
                Some(scope) if token.scopes.contains(&scope) => Ok(Granted::below(token.court.clone())),
                scope => Err(Refusal::ScopeMissing { action, scope }),
            },
            Actor::Account(account) => {
                let has = |(role, _): &&(Role, Reach)| account.roles.contains(role);
                let granted = rule
                    .roles
                    .iter()
                    .filter(has)
                    .fold(Granted::default(), |granted, (_, reach)| {
                        granted.with(*reach, account.court.as_ref(), &account.id)
                    });
                if granted == Granted::default() {
                    Err(Refusal::Forbidden { action })
                } else if rule.needs_proof && !account.has_proved_itself {
                    Err(Refusal::ProofNeeded { action })
                } else {
                    Ok(granted)
                }
            }
        }
    }
}

impl<A> Permit<A> {
    /// Returns who may.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Returns what it may be done to: what a list has to be narrowed to.
    #[must_use]
    pub fn granted(&self) -> &Granted {
        &self.granted
    }

    /// Returns the proof that it may be done to `subject`.
    ///
    /// # Errors
    /// [`Refusal::Hidden`] if it lies outside what was granted.
    pub fn on(&self, subject: Subject<'_>) -> Result<On<'_, A>, Refusal> {
        if self.granted.covers(subject) {
            Ok(On { permit: self })
        } else {
            Err(Refusal::Hidden)
        }
    }
}

impl<A> On<'_, A> {
    /// Returns who may.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.permit.actor
    }
}

impl Granted {
    fn everything() -> Self {
        Self {
            everywhere: true,
            ..Self::default()
        }
    }

    /// A token that is limited to no court reaches everything of its scope.
    fn below(court: Option<CourtCode>) -> Self {
        Self {
            everywhere: court.is_none(),
            below: court,
            own: None,
        }
    }

    fn with(mut self, reach: Reach, court: Option<&CourtCode>, account: &str) -> Self {
        match reach {
            Reach::Everywhere => self.everywhere = true,
            // An account without a court reaches no court.
            Reach::OwnCourts => self.below = self.below.or_else(|| court.cloned()),
            Reach::Own => self.own = Some(account.to_owned()),
        }
        self
    }

    /// Tells whether `subject` lies within.
    #[must_use]
    pub fn covers(&self, subject: Subject<'_>) -> bool {
        let below = self.below.as_ref().is_some_and(|court| {
            let own = court.as_str();
            subject.courts.iter().any(|code| code == own)
        });
        let is_own = self.own.is_some() && self.own.as_deref() == subject.account;
        self.everywhere || below || is_own
    }
}

#[cfg(test)]
mod tests;
