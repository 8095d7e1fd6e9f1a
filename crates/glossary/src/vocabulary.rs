//! The closed lists of words that entries use: languages, statuses, registers.
//!
//! Names follow ISO 30042 (TBX) and ISO 12620 where those have one.

use serde::{Deserialize, Serialize};

/// Declares a closed list whose members have one written name each.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name used in columns, JSON and URLs.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            /// The names that would have been understood.
            type Err = &'static [&'static str];

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                match raw { $($text => Ok(Self::$variant),)+ _ => Err(&[$($text),+]) }
            }
        }
    };
}

pub(crate) use closed_list;

closed_list! {
    /// The language of a term or text.
    Lang {
        /// Chinese, simplified script.
        Zh = "zh",
        /// Tibetan, Tibetan script.
        Bo = "bo",
        /// English.
        En = "en",
    }
}

closed_list! {
    /// How far a term is recommended (TBX `administrativeStatus`). The order is the order of preference.
    AdministrativeStatus {
        /// The form to use.
        Preferred = "preferred",
        /// A form that may be used.
        Admitted = "admitted",
        /// A form that is advised against.
        Deprecated = "deprecated",
        /// A form that was right once and has been replaced.
        Superseded = "superseded",
    }
}

closed_list! {
    /// What kind of designation a term is (TBX `termType`).
    TermType {
        /// The full form.
        FullForm = "full_form",
        /// A short form, such as 刑法 for 中华人民共和国刑法.
        ShortForm = "short_form",
        /// An abbreviation.
        Abbreviation = "abbreviation",
        /// A variant.
        Variant = "variant",
        /// A phrase.
        Phrase = "phrase",
    }
}

closed_list! {
    /// Part of speech (TBX `partOfSpeech`).
    PartOfSpeech {
        /// A noun.
        Noun = "noun",
        /// A verb.
        Verb = "verb",
        /// An adjective.
        Adjective = "adjective",
        /// An adverb.
        Adverb = "adverb",
        /// Anything else.
        Other = "other",
    }
}

closed_list! {
    /// Where a term may be used (TBX `register`).
    Register {
        /// The written norm.
        Norm = "norm",
        /// A spoken explanation for the courtroom, never for documents.
        CourtroomOral = "courtroom_oral",
        /// A form of older dictionaries: true to its source, not court usage of today.
        Older = "older",
    }
}

closed_list! {
    /// How far a concept has come on its way to being public law language.
    Workflow {
        /// Collected, looked at by nobody with authority.
        Draft = "draft",
        /// Read and found right by a reviewer.
        Reviewed = "reviewed",
        /// Approved by a committee in a numbered batch.
        Authorised = "authorised",
        /// Taken back.
        Withdrawn = "withdrawn",
    }
}

closed_list! {
    /// What a batch of decisions is.
    BatchKind {
        /// A meeting of a committee decided on it.
        Meeting = "meeting",
        /// A body decided and published it before the termbase held it, as a dictionary does.
        PublishedBefore = "published_before",
    }
}

closed_list! {
    /// How one concept stands to another.
    RelationKind {
        /// The other is the wider concept.
        Broader = "broader",
        /// The other is the narrower concept.
        Narrower = "narrower",
        /// The other is related.
        Related = "related",
        /// The other looks or sounds alike and is different law.
        Confusable = "confusable",
        /// The other has taken this one's place.
        ReplacedBy = "replaced_by",
    }
}

closed_list! {
    /// What a collection is.
    CollectionKind {
        /// A list that a court has published.
        OfficialList = "official_list",
        /// Words of texts.
        Texts = "texts",
        /// Names of places and the like.
        Names = "names",
        /// A dictionary.
        Dictionary = "dictionary",
    }
}

closed_list! {
    /// Who may read a note.
    Visibility {
        /// Everyone.
        Public = "public",
        /// Those who edit the glossary.
        Editors = "editors",
    }
}

/// Where a form is used: a dialect area or an administrative division. No region means the written norm for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Region(String);

/// A region that is neither a dialect area nor a division code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a region (hint: use `u-tsang`, `kham`, `amdo` or a six-digit division code)")]
pub struct RegionError(String);

impl Region {
    /// The three dialect areas.
    pub const DIALECTS: [&str; 3] = ["u-tsang", "kham", "amdo"];

    /// Returns the region as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Region {
    type Error = RegionError;

    fn try_from(raw: String) -> Result<Self, RegionError> {
        // Division codes are those of GB/T 2260: six digits.
        let division = raw.len() == 6 && raw.bytes().all(|b| b.is_ascii_digit());
        if division || Self::DIALECTS.contains(&raw.as_str()) {
            Ok(Self(raw))
        } else {
            Err(RegionError(raw))
        }
    }
}

impl From<Region> for String {
    fn from(region: Region) -> Self {
        region.0
    }
}

/// How far a term's source can be relied on: 1 (attested, the pairing is ours) to 4 (authoritative).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Reliability(u8);

/// A reliability outside 1 to 4.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("reliability `{0}` is not between 1 and 4")]
pub struct ReliabilityError(u8);

impl Reliability {
    /// Returns the level, 1 to 4.
    #[must_use]
    pub fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Reliability {
    type Error = ReliabilityError;

    fn try_from(level: u8) -> Result<Self, ReliabilityError> {
        if (1..=4).contains(&level) {
            Ok(Self(level))
        } else {
            Err(ReliabilityError(level))
        }
    }
}

impl From<Reliability> for u8 {
    fn from(reliability: Reliability) -> Self {
        reliability.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for status in AdministrativeStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(*status));
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for workflow in Workflow::ALL {
            assert_eq!(workflow.as_str().parse(), Ok(*workflow));
        }
    }

    #[test]
    fn an_unknown_name_answers_with_the_known_ones() {
        assert_eq!(
            "best".parse::<Workflow>(),
            Err(&["draft", "reviewed", "authorised", "withdrawn"][..])
        );
    }

    #[test]
    fn a_region_is_a_dialect_area_or_a_division() {
        for good in ["amdo", "kham", "u-tsang", "632700"] {
            assert_eq!(Region::try_from(good.to_owned()).unwrap().as_str(), good);
        }
        for bad in ["", "Amdo", "6327", "lhasa", "６３２７００"] {
            assert!(Region::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }

    #[test]
    fn reliability_has_four_levels() {
        assert!(Reliability::try_from(0).is_err());
        assert!(Reliability::try_from(5).is_err());
        assert_eq!(Reliability::try_from(4).unwrap().level(), 4);
    }
}
