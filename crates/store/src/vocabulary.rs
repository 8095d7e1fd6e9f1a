//! The closed lists of words that the store's own tables use.

use std::fmt;
use std::str::FromStr;

use crate::Error;

/// Declares a closed list whose members have one written name each.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name used in columns and JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $name {
            /// A column can hold another name only if somebody else wrote it.
            type Err = Error;

            fn from_str(raw: &str) -> Result<Self, Error> {
                match raw {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(Error::damaged(format!("`{raw}` is no {}", stringify!($name)))),
                }
            }
        }
    };
}

closed_list! {
    /// What kind of aggregate a change belongs to.
    Kind {
        /// A concept of the glossary.
        Concept = "concept",
        /// A court.
        Court = "court",
        /// A person of the registry.
        Person = "person",
        /// A programme of trainings.
        Programme = "programme",
        /// A training.
        Training = "training",
        /// A person in a training.
        Enrolment = "enrolment",
    }
}

closed_list! {
    /// What a change did.
    Op {
        /// Made the aggregate or a new revision of it.
        Upsert = "upsert",
        /// Took it away.
        Delete = "delete",
        /// Took it away because another one says the same.
        Merge = "merge",
    }
}

closed_list! {
    /// How far a job has come.
    JobState {
        /// Asked for, not begun.
        Waiting = "waiting",
        /// Begun.
        Running = "running",
        /// Ended as it should.
        Done = "done",
        /// Ended otherwise; the detail says how.
        Failed = "failed",
    }
}

closed_list! {
    /// How far signing in has come.
    Stage {
        /// The password was right, and a second factor is wanted.
        Password = "password",
        /// Nothing more is wanted.
        Full = "full",
    }
}

closed_list! {
    /// What a one-time code is good for.
    Purpose {
        /// Setting the first password.
        First = "first",
        /// Setting a new password after a reset.
        Reset = "reset",
        /// Standing in for the phone.
        Recovery = "recovery",
    }
}

closed_list! {
    /// What a change of roles does.
    RoleOp {
        /// Gives the role.
        Grant = "grant",
        /// Takes it.
        Revoke = "revoke",
    }
}

closed_list! {
    /// What became of a change of roles.
    RoleState {
        /// Nobody has decided yet.
        Waiting = "waiting",
        /// It was made.
        Done = "done",
        /// It was refused.
        Refused = "refused",
    }
}

closed_list! {
    /// What a revision of a record of the registry was written for.
    RecordAct {
        /// Somebody wrote it.
        Write = "write",
        /// A sheet that was taken in.
        Import = "import",
        /// Taking back what a sheet wrote.
        Undo = "undo",
        /// Two were one.
        Merge = "merge",
        /// A training was closed, and what it credits is frozen.
        Close = "close",
        /// Taking it away.
        Delete = "delete",
    }
}

closed_list! {
    /// What a revision of a concept was written for.
    Act {
        /// Drafting: a new text.
        Write = "write",
        /// A file that was taken in.
        Import = "import",
        /// Saying that the draft is right.
        Review = "review",
        /// Authorising it, in a batch or by the short way for spellings.
        Authorise = "authorise",
        /// Taking it back.
        Withdraw = "withdraw",
        /// Giving it back to whoever drafts.
        SendBack = "send_back",
        /// Taking up the text of an earlier revision.
        Restore = "restore",
        /// Replacing a string in many concepts at once.
        Replace = "replace",
        /// Joining another concept into this one, or this one into another.
        Merge = "merge",
        /// Taking the concept away.
        Delete = "delete",
    }
}

closed_list! {
    /// How far a batch has come.
    BatchState {
        /// It is being gathered.
        Open = "open",
        /// Its concepts were authorised.
        Authorised = "authorised",
    }
}

closed_list! {
    /// Why a concept stands in a batch.
    ItemClass {
        /// The committee decides about it.
        Substance = "substance",
        /// Its spelling was changed by the short way, and the batch makes it known.
        Spelling = "spelling",
    }
}

closed_list! {
    /// How a proposal is meant.
    Manner {
        /// As a concept that there is not yet.
        New = "new",
        /// To be added to what a concept says.
        Add = "add",
        /// In place of what a concept says.
        Replace = "replace",
    }
}

closed_list! {
    /// What became of a proposal.
    ProposalState {
        /// Nobody has decided.
        Open = "open",
        /// A draft was made of it.
        Accepted = "accepted",
        /// Nothing comes of it.
        Refused = "refused",
        /// Who had made it took it back.
        Withdrawn = "withdrawn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: FromStr<Err = Error> + fmt::Display + PartialEq + fmt::Debug>(all: &[T], names: &[&str]) {
        let written: Vec<_> = all.iter().map(ToString::to_string).collect();
        assert_eq!(written, names);
        for (member, name) in all.iter().zip(names) {
            assert_eq!(name.parse::<T>().as_ref(), Ok(member));
        }
        assert!(matches!("Upsert".parse::<T>(), Err(Error::Damaged { .. })));
    }

    #[test]
    fn every_name_reads_back_and_no_other_does() {
        check(
            Kind::ALL,
            &["concept", "court", "person", "programme", "training", "enrolment"],
        );
        check(Op::ALL, &["upsert", "delete", "merge"]);
        check(
            Act::ALL,
            &[
                "write",
                "import",
                "review",
                "authorise",
                "withdraw",
                "send_back",
                "restore",
                "replace",
                "merge",
                "delete",
            ],
        );
        check(BatchState::ALL, &["open", "authorised"]);
        check(ItemClass::ALL, &["substance", "spelling"]);
        check(Manner::ALL, &["new", "add", "replace"]);
        check(ProposalState::ALL, &["open", "accepted", "refused", "withdrawn"]);
        check(JobState::ALL, &["waiting", "running", "done", "failed"]);
        check(Stage::ALL, &["password", "full"]);
        check(Purpose::ALL, &["first", "reset", "recovery"]);
        check(RoleOp::ALL, &["grant", "revoke"]);
        check(RoleState::ALL, &["waiting", "done", "refused"]);
    }
}
