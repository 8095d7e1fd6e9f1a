//! Which part of the result page a hit stands in, by the kind and extent of match that placed it.

use app::{MatchExtent, MatchKind};
use serde::Serialize;

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

    /// Returns the group of hits that match by `kind` to `extent`.
    pub fn of(kind: MatchKind, extent: MatchExtent) -> Self {
        use MatchExtent::{Begun, Far, Partly, Whole};
        use MatchKind::*;
        match (kind, extent) {
            (_, Partly) => Self::Partly,
            (Homophone | Fuzzy | FuzzyPinyin, _) => Self::Alike,
            (Definition, _) => Self::Explained,
            (Prefix | Ending | Substring | Phrase | Words, _) | (_, Begun | Far) => Self::Related,
            (Exact | Folded | Variant | Pinyin | Initials | Ewts | Phonetic, Whole) => Self::Term,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_and_extent_of_match_has_its_part_of_the_page() {
        let mut lines = Vec::new();
        for (group, extent) in Group::ALL
            .iter()
            .flat_map(|g| MatchExtent::ALL.iter().map(move |e| (g, e)))
        {
            let kinds = MatchKind::ALL
                .iter()
                .filter(|kind| Group::of(**kind, *extent) == *group);
            let kinds: Vec<_> = kinds.map(|kind| kind.as_str()).collect();
            lines.push(format!(
                "{} {}: {}",
                group.as_str(),
                extent.as_str(),
                kinds.join(" ")
            ));
        }
        lines.retain(|line| !line.ends_with(": "));
        insta::assert_snapshot!(lines.join("\n"), @r"
        term whole: exact folded variant pinyin initials ewts phonetic
        related whole: prefix ending substring phrase words
        related begun: exact folded variant prefix ending substring phrase words pinyin initials ewts phonetic
        related far: exact folded variant prefix ending substring phrase words pinyin initials ewts phonetic
        alike whole: fuzzy_pinyin homophone fuzzy
        alike begun: fuzzy_pinyin homophone fuzzy
        alike far: fuzzy_pinyin homophone fuzzy
        partly partly: exact folded variant prefix ending substring phrase words pinyin initials ewts phonetic fuzzy_pinyin homophone fuzzy definition
        explained whole: definition
        explained begun: definition
        explained far: definition
        ");
    }
}
