//! What is wrong with one value of the input, and where it stands.

/// Declares the ways in which a value can be wrong.
macro_rules! issue_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// The way in which a value is wrong; its sentence is the translation `issue.<code>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IssueCode { $($(#[$doc])* $name,)+ }

        impl IssueCode {
            /// Every code.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Returns the name used in JSON and in translation keys.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

issue_codes! {
    /// A member that the route does not know.
    UnknownMember = "unknown_member",
    /// A query parameter that the route does not know.
    UnknownParameter = "unknown_parameter",
    /// A query parameter that stands twice.
    DuplicateParameter = "duplicate_parameter",
    /// A member that stands twice.
    DuplicateMember = "duplicate_member",
    /// A member that must be there.
    Missing = "missing",
    /// A text without anything in it.
    Empty = "empty",
    /// A number where a text is wanted, or the other way round.
    WrongType = "wrong_type",
    /// A number outside its range.
    OutOfRange = "out_of_range",
    /// A list with too many items.
    TooMany = "too_many",
    /// A word outside a closed list.
    NotOneOf = "not_one_of",
    /// A name that cannot be one.
    BadName = "bad_name",
    /// A rule of the glossary is broken.
    RuleBroken = "rule_broken",
}

/// One thing that is wrong with the input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Where: a JSON pointer into the body, or `/name` of a query parameter.
    pub pointer: String,
    /// How it is wrong.
    pub code: IssueCode,
    /// Values named in the sentence.
    pub args: Vec<(&'static str, String)>,
}

impl Issue {
    /// Makes an issue of the member `name`.
    pub fn of(name: &str, code: IssueCode) -> Self {
        // RFC 6901: `~` and `/` inside a name are escaped.
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        Self {
            pointer,
            code,
            args: vec![("name", name.to_owned())],
        }
    }

    /// Names a value in the sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_slash_points_to_one_member() {
        assert_eq!(Issue::of("a/b~c", IssueCode::UnknownMember).pointer, "/a~1b~0c");
    }
}
