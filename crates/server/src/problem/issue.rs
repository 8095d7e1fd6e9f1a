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
    /// A value beside another that excludes it.
    NotTogether = "not_together",
    /// A value that says otherwise than the path or a header.
    Contradicts = "contradicts",
    /// A word outside a closed list.
    NotOneOf = "not_one_of",
    /// A name that cannot be one.
    BadName = "bad_name",
    /// A login name with nothing in it.
    LoginNameEmpty = "login_name_empty",
    /// A login name that is too long.
    LoginNameTooLong = "login_name_too_long",
    /// A login name with a character that a name has not.
    LoginNameCharacter = "login_name_character",
    /// A login name that the audit uses for somebody else.
    LoginNameReserved = "login_name_reserved",
    /// A login name of somebody else.
    Taken = "taken",
    /// A text that cannot be the code of a court.
    BadCourtCode = "bad_court_code",
    /// A court that is not there.
    NoSuchCourt = "no_such_court",
    /// Two roles that are never in one hand.
    RolesConflict = "roles_conflict",
    /// A role that is not given with a new account.
    RoleNotByOne = "role_not_by_one",
    /// A role that needs a court.
    CourtNeeded = "court_needed",
    /// A name to show that is empty or too long.
    BadDisplayName = "bad_display_name",
    /// Neither an address nor a range of them.
    BadAddress = "bad_address",
    /// No time.
    BadTime = "bad_time",
    /// No day.
    BadDay = "bad_day",
    /// A role that is not there.
    UnknownRole = "unknown_role",
    /// The name of a token that is empty or too long.
    BadTokenName = "bad_token_name",
    /// A token that would be good for nothing.
    NoScope = "no_scope",
    /// A token that would live too long, or not at all.
    BadTokenEnd = "bad_token_end",
    /// Two tokens of this name are good already.
    TooManyOfName = "too_many_of_name",
    /// The name of a filter that is kept, empty or too long.
    BadFilterName = "bad_filter_name",
    /// A filter that would be one too many.
    TooManyFilters = "too_many_filters",
    /// An entry without a term.
    NoTerm = "no_term",
    /// A form that stands twice.
    SameTermTwice = "same_term_twice",
    /// Two forms that both want to be the one to use.
    TwoPreferred = "two_preferred",
    /// A spoken explanation that wants to be the form to use.
    SpokenWithStatus = "spoken_with_status",
    /// A form that is not to be used and names none that is.
    ReplacementMissing = "replacement_missing",
    /// A replacement that is not there or cannot be used.
    ReplacementUnknown = "replacement_unknown",
    /// An authorised entry without Tibetan for documents.
    AuthorisedWithoutTibetan = "authorised_without_tibetan",
    /// A day of a provision that is none.
    BadDate = "bad_date",
    /// A provision that ends before it begins.
    InForceReversed = "in_force_reversed",
    /// An entry that is related to itself.
    RelationToItself = "relation_to_itself",
    /// A relation to an entry that there is not.
    RelationToNothing = "relation_to_nothing",
    /// A warning that only one of two entries gives.
    ConfusableNotMutual = "confusable_not_mutual",
    /// A text with a character that nobody sees.
    ControlCharacter = "control_character",
    /// A text with too many characters.
    TooLong = "too_long",
    /// No revision in quotes.
    BadRevision = "bad_revision",
    /// A concept that would be joined into itself.
    IntoItself = "into_itself",
    /// What is wrong has been told in words, and has a name of its own: see [`Told`].
    Told = "told",
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
    /// What was told in place of a translation.
    pub told: Option<Told>,
}

/// What was said of a value by whoever knows its rules, which is not the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The stable name of what is wrong.
    pub code: &'static str,
    /// The sentence in English.
    pub en: String,
    /// The sentence in Chinese.
    pub zh: String,
}

impl Issue {
    /// Makes an issue of the place `pointer` with what was told of it.
    pub fn told(pointer: String, told: Told) -> Self {
        Self {
            pointer,
            code: IssueCode::Told,
            args: Vec::new(),
            told: Some(told),
        }
    }

    /// Tells of U+0000, which nobody types; by the beginning of the text whoever sent it finds it.
    pub fn nul(start: &str) -> Self {
        let told = Told {
            code: "nul_character",
            en: format!("the text `{start}` holds the character U+0000 (hint: remove it)"),
            zh: format!("文字 `{start}` 含有字符 U+0000（提示：请删去）"),
        };
        Self::told(String::new(), told)
    }

    /// Makes an issue of the member `name`.
    pub fn of(name: &str, code: IssueCode) -> Self {
        // RFC 6901: `~` and `/` inside a name are escaped.
        let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
        Self {
            pointer,
            code,
            args: vec![("name", name.to_owned())],
            told: None,
        }
    }

    /// Makes an issue of a member of the item `nth` of the list `list`.
    pub fn within(list: &str, nth: usize, name: &str, code: IssueCode) -> Self {
        Self::of(name, code).below(list, nth)
    }

    /// Says that the place is one of the item `nth` of the list `list`.
    #[must_use]
    pub fn below(self, list: &str, nth: usize) -> Self {
        self.inside(&format!("{list}/{nth}"))
    }

    /// Says that the place is one inside the member `outer`.
    #[must_use]
    pub fn inside(mut self, outer: &str) -> Self {
        self.pointer.insert_str(0, &format!("/{outer}"));
        for (name, value) in &mut self.args {
            if *name == "name" {
                value.insert_str(0, &format!("{outer}/"));
            }
        }
        self
    }

    /// Tells whether the place is inside the member `name`.
    pub fn is_below(&self, name: &str) -> bool {
        let outer = Self::of(name, self.code).pointer;
        self.pointer
            .strip_prefix(&outer)
            .is_some_and(|rest| rest.starts_with('/'))
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

    #[test]
    fn an_item_of_a_list_is_named_with_its_place() {
        let issue = Issue::within("accounts", 3, "court", IssueCode::Missing);
        assert_eq!(issue.pointer, "/accounts/3/court");
        assert_eq!(issue.args, [("name", "accounts/3/court".to_owned())]);
    }
}
