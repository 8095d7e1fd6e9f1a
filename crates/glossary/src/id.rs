//! Names of things: concepts, collections, subject fields.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The number of a concept, written `c-000123`. Given once, in the transaction that creates it, and never again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConceptId(u64);

/// A name that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Not `c-` and a number.
    #[error("`{0}` is not a concept id (hint: ids look like `c-000123`)")]
    Concept(String),
    /// Not a lower-case name of letters, digits and hyphens.
    #[error(
        "`{0}` is not a name for a {1} (hint: use lower-case letters, digits and hyphens, such as `charges-2024`)"
    )]
    Slug(String, &'static str),
}

impl ConceptId {
    /// Makes an id of its number, from 1.
    #[must_use]
    pub fn new(number: u64) -> Self {
        Self(number)
    }

    /// Returns the number alone.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ConceptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c-{:06}", self.0)
    }
}

impl FromStr for ConceptId {
    type Err = IdError;

    fn from_str(raw: &str) -> Result<Self, IdError> {
        let digits = raw
            .strip_prefix("c-")
            .filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
        match digits.and_then(|d| d.parse::<u64>().ok()) {
            // Beyond i64 no database column could hold it.
            Some(number) if number > 0 && i64::try_from(number).is_ok() => Ok(Self(number)),
            _ => Err(IdError::Concept(raw.to_owned())),
        }
    }
}

impl TryFrom<String> for ConceptId {
    type Error = IdError;

    fn try_from(raw: String) -> Result<Self, IdError> {
        raw.parse()
    }
}

impl From<ConceptId> for String {
    fn from(id: ConceptId) -> Self {
        id.to_string()
    }
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident, $what:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the name as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(raw: &str) -> Result<Self, IdError> {
                let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
                if raw.is_empty() || raw.len() > 64 || !raw.bytes().all(fits) || raw.starts_with('-') {
                    return Err(IdError::Slug(raw.to_owned(), $what));
                }
                Ok(Self(raw.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(raw: String) -> Result<Self, IdError> {
                raw.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

slug!(
    /// The name of a collection: where entries come from, such as `charges-2024`.
    CollectionName,
    "collection"
);
slug!(
    /// The name of a subject field, such as `criminal-procedure`.
    SubjectField,
    "subject field"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_what_it_writes() {
        for number in [1, 123, 999_999, 1_000_000, i64::MAX.unsigned_abs()] {
            let id = ConceptId::new(number);
            assert_eq!(id.to_string().parse::<ConceptId>(), Ok(id));
        }
        assert_eq!(ConceptId::new(123).to_string(), "c-000123");
    }

    #[test]
    fn what_is_no_id_is_refused_with_the_value() {
        for raw in [
            "",
            "c-",
            "c-0",
            "123",
            "C-000123",
            "c-12a",
            "c-+5",
            "c-99999999999999999999",
            "c-9223372036854775808",
        ] {
            let err = raw.parse::<ConceptId>().unwrap_err();
            assert!(err.to_string().contains(&format!("`{raw}`")), "{err}");
        }
    }

    #[test]
    fn a_collection_name_is_a_lower_case_slug() {
        assert!("charges-2024".parse::<CollectionName>().is_ok());
        for raw in ["", "Charges", "a b", "罪名", "-x", "a/../b", &"x".repeat(65)] {
            assert!(raw.parse::<CollectionName>().is_err(), "{raw}");
        }
    }
}
