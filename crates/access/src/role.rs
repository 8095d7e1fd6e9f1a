//! The roles an account can have.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// What somebody is in the house; an account may have several.
///
/// The last three are those of classified protection, level 3 (GB/T 22239-2019, 8.1.4.2 and 8.1.5): whoever operates,
/// whoever gives rights and whoever looks on are three people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks up terms, also where the glossary is not public.
    Reader,
    /// Sees the own record of the registry.
    SelfService,
    /// Drafts terms.
    Terminologist,
    /// Reviews what others drafted.
    Reviewer,
    /// Authorises what was reviewed.
    Committee,
    /// Manages the people and trainings of a court and of those below it.
    Coordinator,
    /// Enters attendance and results of the own trainings.
    Lecturer,
    /// Operates the installation; gives no roles and reads no audit.
    SystemAdmin,
    /// Manages accounts, roles and tokens.
    SecurityAdmin,
    /// Reads the audit.
    Auditor,
}

impl Role {
    /// Every role, in the order in which they are offered.
    pub const ALL: [Self; 10] = [
        Self::Reader,
        Self::SelfService,
        Self::Terminologist,
        Self::Reviewer,
        Self::Committee,
        Self::Coordinator,
        Self::Lecturer,
        Self::SystemAdmin,
        Self::SecurityAdmin,
        Self::Auditor,
    ];

    /// Returns the name used in commands, in columns and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::SelfService => "self",
            Self::Terminologist => "terminologist",
            Self::Reviewer => "reviewer",
            Self::Committee => "committee",
            Self::Coordinator => "coordinator",
            Self::Lecturer => "lecturer",
            Self::SystemAdmin => "system_admin",
            Self::SecurityAdmin => "security_admin",
            Self::Auditor => "auditor",
        }
    }

    /// Tells whether it is one of the three that are never in one hand.
    #[must_use]
    pub const fn is_administrative(self) -> bool {
        matches!(self, Self::SystemAdmin | Self::SecurityAdmin | Self::Auditor)
    }
}

/// A text that names no role.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "there is no role `{0}` (roles: reader, self, terminologist, reviewer, committee, coordinator, lecturer, \
         system_admin, security_admin, auditor)"
)]
pub struct UnknownRole(pub String);

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, UnknownRole> {
        let named = Self::ALL.into_iter().find(|role| role.as_str() == name);
        named.ok_or_else(|| UnknownRole(name.chars().take(40).collect()))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_role_and_the_refusal_lists_all() {
        let refusal = "法官".parse::<Role>().unwrap_err().to_string();
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
            assert!(refusal.contains(role.as_str()), "{role}");
        }
        assert!("Reader".parse::<Role>().is_err());
        assert!("ཁྲིམས་དཔོན".parse::<Role>().is_err());
    }

    #[test]
    fn three_roles_administer() {
        let administrative: Vec<_> = Role::ALL.into_iter().filter(|r| r.is_administrative()).collect();
        assert_eq!(
            administrative,
            [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor]
        );
    }
}
