//! A rule that is broken: which one, where in the entry, and by which values.

use crate::{AdministrativeStatus, ConceptId, Lang};

/// A rule that an entry breaks, naming the values. Positions count from 0 in the lists of the entry.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Violation {
    /// An entry without a term cannot be found.
    #[error("the concept has no term")]
    NoTerm,
    /// The same form twice says nothing new and would be counted twice.
    #[error("`{text}` stands twice in {lang}")]
    SameTermTwice {
        /// The place of the second among the terms.
        position: usize,
        /// The language.
        lang: Lang,
        /// The form.
        text: String,
    },
    /// Two forms that both want to be the one to use leave the judge alone with the choice.
    #[error(
        "`{first}` and `{second}` are both preferred in {lang} for {place} (hint: make one of them `admitted`)"
    )]
    TwoPreferred {
        /// The place of the second among the terms.
        position: usize,
        /// The language of both.
        lang: Lang,
        /// The region of both, in words.
        place: String,
        /// The one that comes first.
        first: String,
        /// The one that follows.
        second: String,
    },
    /// A spoken explanation is never the form to write.
    #[error("`{text}` is a spoken explanation and cannot be preferred (hint: make it `admitted`)")]
    SpokenWithStatus {
        /// The place among the terms.
        position: usize,
        /// The language.
        lang: Lang,
        /// The form.
        text: String,
    },
    /// Whoever meets a form that is not to be used has to be told which one is.
    #[error(
        "`{text}` is {status} and names no replacement (hint: name the form to use in `replaced_by`, or relate the \
         concept by `replaced_by` to the one that took its place)"
    )]
    ReplacementMissing {
        /// The place among the terms.
        position: usize,
        /// The language.
        lang: Lang,
        /// The form.
        text: String,
        /// What it is.
        status: AdministrativeStatus,
    },
    /// A replacement that is not there, or is not to be used itself, leads nowhere.
    #[error("`{text}` is replaced by `{replacement}`, which {fault}")]
    ReplacementUnknown {
        /// The place among the terms.
        position: usize,
        /// The language of both.
        lang: Lang,
        /// The form that is not to be used.
        text: String,
        /// What it names.
        replacement: String,
        /// Why that is no replacement.
        fault: ReplacementFault,
    },
    /// Nobody can have approved a rendering that is not there.
    #[error("`{0}` cannot be authorised without a Tibetan term")]
    AuthorisedWithoutTibetan(String),
    /// What is no day cannot be compared with the day of a judgment.
    #[error("`{value}` is not a day (hint: write it as `2018-10-26`)")]
    BadDate {
        /// The place in the legal basis.
        position: usize,
        /// `in_force_from` or `in_force_to`.
        member: &'static str,
        /// What stands there.
        value: String,
    },
    /// A provision that ended before it began was never in force.
    #[error("`{law}` is in force to `{to}`, before it begins on `{from}` (hint: exchange the two days)")]
    InForceReversed {
        /// The place in the legal basis.
        position: usize,
        /// The law.
        law: String,
        /// The first day.
        from: String,
        /// The last day.
        to: String,
    },
    /// A concept is no other concept than itself.
    #[error("concept `{id}` is related to itself (hint: remove the relation, or name the other concept)")]
    RelationToItself {
        /// The place among the relations.
        position: usize,
        /// The concept.
        id: ConceptId,
    },
    /// A relation that leads nowhere helps nobody.
    #[error("there is no concept `{id}` to be related to (hint: correct the number, or remove the relation)")]
    RelationToNothing {
        /// The place among the relations.
        position: usize,
        /// What it names.
        id: ConceptId,
    },
    /// A reader of either one has to be warned of the other.
    #[error(
        "`{id}` is marked as confusable with `{other}`, and `{other}` not with `{id}` (hint: relate both)"
    )]
    ConfusableNotMutual {
        /// The one that names the other.
        id: ConceptId,
        /// The one that does not name it back.
        other: ConceptId,
    },
}

/// Why what a form names is no replacement of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReplacementFault {
    /// The entry has no such form in the language.
    #[error("is no term of this entry in the same language (hint: add it as a term, or correct the name)")]
    NotThere,
    /// The entry has it, but it is not to be used either.
    #[error("is itself not to be used (hint: name the form that is used today)")]
    NotInUse,
    /// It is a spoken explanation, and the form that it is to replace is a written one.
    #[error("is a spoken explanation and never written (hint: name a written form)")]
    Spoken,
}

impl Violation {
    /// The names of all rules, in the order in which they are checked.
    pub const CODES: [&'static str; 12] = [
        "no_term",
        "same_term_twice",
        "two_preferred",
        "spoken_with_status",
        "replacement_missing",
        "replacement_unknown",
        "authorised_without_tibetan",
        "bad_date",
        "in_force_reversed",
        "relation_to_itself",
        "relation_to_nothing",
        "confusable_not_mutual",
    ];

    /// Returns a stable name for programs, one of [`CODES`](Self::CODES).
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTerm => "no_term",
            Self::SameTermTwice { .. } => "same_term_twice",
            Self::TwoPreferred { .. } => "two_preferred",
            Self::SpokenWithStatus { .. } => "spoken_with_status",
            Self::ReplacementMissing { .. } => "replacement_missing",
            Self::ReplacementUnknown { .. } => "replacement_unknown",
            Self::AuthorisedWithoutTibetan(_) => "authorised_without_tibetan",
            Self::BadDate { .. } => "bad_date",
            Self::InForceReversed { .. } => "in_force_reversed",
            Self::RelationToItself { .. } => "relation_to_itself",
            Self::RelationToNothing { .. } => "relation_to_nothing",
            Self::ConfusableNotMutual { .. } => "confusable_not_mutual",
        }
    }

    /// Returns where the rule is broken, as a JSON pointer (RFC 6901) into the entry as it is serialised.
    #[must_use]
    pub fn pointer(&self) -> String {
        match self {
            Self::NoTerm => "/terms".to_owned(),
            Self::SameTermTwice { position, .. } => format!("/terms/{position}/text"),
            Self::TwoPreferred { position, .. } | Self::SpokenWithStatus { position, .. } => {
                format!("/terms/{position}/administrative_status")
            }
            Self::ReplacementMissing { position, .. } | Self::ReplacementUnknown { position, .. } => {
                format!("/terms/{position}/replaced_by")
            }
            Self::AuthorisedWithoutTibetan(_) => "/workflow".to_owned(),
            Self::BadDate { position, member, .. } => format!("/legal_basis/{position}/{member}"),
            Self::InForceReversed { position, .. } => format!("/legal_basis/{position}/in_force_to"),
            Self::RelationToItself { position, .. } | Self::RelationToNothing { position, .. } => {
                format!("/relations/{position}")
            }
            Self::ConfusableNotMutual { .. } => "/relations".to_owned(),
        }
    }
}
