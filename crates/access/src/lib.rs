//! Who may do what: roles, actions, the proof that one may, and the chain that audit entries hang on.
//!
//! Ask a [`Policy`] for a [`Permit`] of an [`Action`]; a use-case takes the permit and can be called with nothing else.
//! This crate must not know a table, a request, a clock or a secret: it is told who asks and what about, and answers.
//!
//! ```
//! use access::{Actor, Policy, ReadGlossary, Refusal, WriteGlossary};
//!
//! let policy = Policy { public_read: true };
//! assert!(policy.permit::<ReadGlossary>(&Actor::anonymous()).is_ok());
//! let refused = policy.permit::<WriteGlossary>(&Actor::anonymous()).unwrap_err();
//! assert_eq!(refused, Refusal::Unauthenticated { action: "write-glossary" });
//! ```
#![warn(missing_docs)]

mod action;
mod actor;
mod address_range;
pub mod chain;
mod court_code;
mod permit;
mod role;
mod rules_of_roles;
mod scope;

pub use action::{
    Action, AskCorrection, AuthoriseGlossary, ChangeOwnAccount, DecideProposals, DecideRoleChange,
    EnrolPeople, ErasePeople, KeepFilters, ManageAccounts, ManageTokens, Openness, Operate, Propose, Reach,
    ReadAccounts, ReadAudit, ReadDrafts, ReadGlossary, ReadOwnRecord, ReadRegistry, ReadRoleChanges,
    ReviewGlossary, Rule, SeePersonalData, UseDocuments, WriteGlossary, WriteRegistry, WriteResults,
};
pub use actor::{AccountActor, Actor, Origin, TokenActor};
pub use address_range::{AddressRange, BadAddressRange};
pub use court_code::{BadCourtCode, CourtCode};
pub use permit::{Granted, On, Permit, Policy, Refusal, Subject};
pub use role::{Role, UnknownRole};
pub use rules_of_roles::{RoleConflict, conflict_of, may_be_given_by_one, may_manage};
pub use scope::{Scope, UnknownScope};
