//! Ids of the registry: random, so that nobody can guess the one of somebody else.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is no id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id of a {1} (hint: such ids look like `{2}0123456789abcdef01234567`)")]
pub struct IdError(pub String, pub &'static str, pub &'static str);

/// Declares a kind of id: a letter, a hyphen and 24 lower-case hexadecimal digits, which are 96 random bits.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal, $what:literal;)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Returns the id as it is written.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                match text.strip_prefix($prefix) {
                    Some(digits) if is_random_part(digits) => Ok(Self(text.to_owned())),
                    _ => Err(IdError(text.chars().take(40).collect(), $what, $prefix)),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = IdError;

            fn try_from(text: String) -> Result<Self, IdError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

ids! {
    /// The id of a person; it stays through transfers and is never that of another one.
    PersonId = "p-", "person";
    /// The id of a programme.
    ProgrammeId = "g-", "programme";
    /// The id of a training.
    TrainingId = "t-", "training";
    /// The id of an enrolment.
    EnrolmentId = "e-", "enrolment";
}

fn is_random_part(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_of_its_kind_only() {
        let id = "p-0123456789abcdef01234567";
        assert_eq!(id.parse::<PersonId>().unwrap().to_string(), id);
        for bad in [
            "",
            "p-",
            "t-0123456789abcdef01234567",
            "p-0123456789ABCDEF01234567",
            "p-1",
            "扎西",
        ] {
            let error = bad.parse::<PersonId>().unwrap_err().to_string();
            assert!(error.contains(bad) && error.contains("`p-0123"), "{error}");
        }
        assert!(serde_json::from_str::<TrainingId>(&format!("\"{id}\"")).is_err());
    }
}
