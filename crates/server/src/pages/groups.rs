//! Which part of the result page a hit stands in, by the kind and extent of match that placed it.

use serde::{Deserialize, Serialize};

use crate::Error;

/// The tiers of matches, of which a hit's place is a number; the index reads the same file.
const DEFINITION: &str = include_str!("../../../../index/definition.toml");

/// A part of the result page, the first one on top.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// What was typed is the term, in whatever writing.
    Term,
    /// What was typed is a part of the term.
    Related,
    /// Not written so: it only sounds or looks like what was typed, and may be different law.
    Alike,
    /// The term stands in what was typed, or shares words with it.
    Partly,
    /// What was typed stands in the explanation.
    Explained,
}

/// The group of each tier, in the order of the tiers.
#[derive(Debug, Clone)]
pub struct Groups(Vec<Group>);

impl Group {
    /// Every group, in the order of the page.
    pub const ALL: [Self; 5] = [
        Self::Term,
        Self::Related,
        Self::Alike,
        Self::Partly,
        Self::Explained,
    ];

    /// Returns the name that translations and styles use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Related => "related",
            Self::Alike => "alike",
            Self::Partly => "partly",
            Self::Explained => "explained",
        }
    }

    fn of(kind: &str, extent: Option<&str>) -> Self {
        match (kind, extent) {
            (_, Some("partly")) => Self::Partly,
            ("homophone" | "fuzzy" | "fuzzy_pinyin", _) => Self::Alike,
            ("definition", _) => Self::Explained,
            ("prefix" | "ending" | "substring" | "phrase" | "words", _) | (_, Some(_)) => Self::Related,
            (_, None) => Self::Term,
        }
    }
}

impl Groups {
    /// Reads the tiers that are compiled in.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn load() -> Result<Self, Error> {
        let broken = |cause: toml::de::Error| Error::Web {
            file: "index/definition.toml".to_owned(),
            cause: cause.to_string(),
        };
        let Tiers { tiers } = toml::from_str(DEFINITION).map_err(broken)?;
        let group = |tier: &Tier| Group::of(&tier.kind, tier.extent.as_deref());
        Ok(Self(tiers.iter().map(group).collect()))
    }

    /// Returns the group of hits whose place is `tier`; what nobody knows is not said to be the term.
    pub fn of(&self, tier: u8) -> Group {
        self.0.get(usize::from(tier)).copied().unwrap_or(Group::Related)
    }
}

#[derive(Deserialize)]
struct Tiers {
    #[serde(rename = "tier")]
    tiers: Vec<Tier>,
}

#[derive(Deserialize)]
struct Tier {
    kind: String,
    extent: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_of_the_index_has_its_part_of_the_page() {
        let Tiers { tiers } = toml::from_str(DEFINITION).unwrap();
        let groups = Groups::load().unwrap();
        let parts = Group::ALL.map(|group| {
            let of_group = (0..).zip(&tiers).filter(|(place, _)| groups.of(*place) == group);
            let names = of_group.map(|(_, t)| match &t.extent {
                Some(extent) => format!("{} {extent}", t.kind),
                None => t.kind.clone(),
            });
            format!("{}: {}", group.as_str(), names.collect::<Vec<_>>().join(", "))
        });
        insta::assert_snapshot!(parts.join("\n"), @r"
        term: exact, folded, variant, pinyin, initials, ewts, phonetic
        related: prefix, folded begun, ending, substring, phrase, words, pinyin begun, initials begun, ewts begun, phonetic begun
        alike: fuzzy_pinyin, homophone, fuzzy, homophone begun, fuzzy begun, fuzzy far
        partly: words partly
        explained: definition
        ");
    }

    #[test]
    fn a_place_that_no_tier_has_is_not_called_the_term() {
        assert_eq!(Groups::load().unwrap().of(u8::MAX), Group::Related);
    }
}
