//! What a token of another system may be used for.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A part of the interface that a token opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Reading the glossary, where it is not public.
    GlossaryRead,
    /// Drafting and proposing terms.
    GlossaryWrite,
    /// Reading the registry without personal data.
    RegistryRead,
    /// Writing the registry.
    RegistryWrite,
    /// Reading personal data in full.
    RegistryPii,
    /// Finding terms in documents and checking translations.
    Documents,
    /// Operating the installation.
    Admin,
}

impl Scope {
    /// Every scope, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::GlossaryRead,
        Self::GlossaryWrite,
        Self::RegistryRead,
        Self::RegistryWrite,
        Self::RegistryPii,
        Self::Documents,
        Self::Admin,
    ];

    /// Returns the name used in commands, in columns and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GlossaryRead => "glossary:read",
            Self::GlossaryWrite => "glossary:write",
            Self::RegistryRead => "registry:read",
            Self::RegistryWrite => "registry:write",
            Self::RegistryPii => "registry:pii",
            Self::Documents => "documents",
            Self::Admin => "admin",
        }
    }
}

/// A text that names no scope.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "there is no scope `{0}` (scopes: glossary:read, glossary:write, registry:read, registry:write, registry:pii, \
         documents, admin)"
)]
pub struct UnknownScope(pub String);

impl FromStr for Scope {
    type Err = UnknownScope;

    fn from_str(name: &str) -> Result<Self, UnknownScope> {
        let named = Self::ALL.into_iter().find(|scope| scope.as_str() == name);
        named.ok_or_else(|| UnknownScope(name.chars().take(40).collect()))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_scope_and_the_refusal_lists_all() {
        let refusal = "registry".parse::<Scope>().unwrap_err().to_string();
        for scope in Scope::ALL {
            assert_eq!(scope.as_str().parse(), Ok(scope));
            assert!(refusal.contains(scope.as_str()), "{scope}");
        }
    }
}
