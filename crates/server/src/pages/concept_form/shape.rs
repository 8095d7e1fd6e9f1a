//! What a form for a concept has: its lists, the members of each, and how each member is filled in.

use glossary::{AdministrativeStatus, Lang, PartOfSpeech, Register, RelationKind, TermType, Visibility};

/// A list of rows, such as the terms.
#[derive(Debug)]
pub struct Shape {
    /// Its name in the form and in JSON; its title is the translation `edit.<name>.title`.
    pub name: &'static str,
    /// What a row has, in the order of the form; each is the translation `edit.<list>.<member>`.
    pub members: &'static [Member],
    /// The lists within a row.
    pub lists: &'static [Shape],
    /// Whether the rows stand in a section of their language each.
    pub is_by_language: bool,
}

/// A member of a row.
#[derive(Debug)]
pub struct Member {
    /// Its name in the form and in JSON.
    pub name: &'static str,
    /// How it is filled in.
    pub kind: Kind,
    /// Whether it has to be, in a row in which anything is.
    pub is_wanted: bool,
    /// Whether it stands with what is seldom filled in.
    pub is_further: bool,
}

/// How a member is filled in.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// In one line.
    Line,
    /// In one line, with proposals from the list of this name.
    Proposed(&'static str),
    /// In several lines.
    Text,
    /// As a day.
    Day,
    /// Not by anybody: it goes with the row.
    Hidden,
    /// With a word of a list, which is the translation `<group>.<word>`.
    Word {
        /// The group of translations.
        group: &'static str,
        /// The words, in their order; the first is chosen in an empty row.
        words: fn() -> Vec<&'static str>,
        /// Whether none of them can be chosen.
        may_be_none: bool,
    },
}

const fn member(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        kind,
        is_wanted: false,
        is_further: false,
    }
}

const fn wanted(name: &'static str, kind: Kind) -> Member {
    Member {
        is_wanted: true,
        ..member(name, kind)
    }
}

const fn further(name: &'static str, kind: Kind) -> Member {
    Member {
        is_further: true,
        ..member(name, kind)
    }
}

const fn word(group: &'static str, words: fn() -> Vec<&'static str>) -> Kind {
    Kind::Word {
        group,
        words,
        may_be_none: false,
    }
}

const fn word_or_none(group: &'static str, words: fn() -> Vec<&'static str>) -> Kind {
    Kind::Word {
        group,
        words,
        may_be_none: true,
    }
}

fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|one| name(*one)).collect()
}

/// The levels of reliability, the least first.
pub const LEVELS: [&str; 4] = ["1", "2", "3", "4"];

const SOURCES: Shape = Shape {
    name: "sources",
    members: &[
        wanted("title", Kind::Line),
        member("locator", Kind::Line),
        member("url", Kind::Line),
        member("collection", Kind::Hidden),
    ],
    lists: &[],
    is_by_language: false,
};

const CONTEXTS: Shape = Shape {
    name: "contexts",
    members: &[wanted("text", Kind::Text), member("source", Kind::Line)],
    lists: &[],
    is_by_language: false,
};

/// The lists of the form, in its order. Fields of law are ticked and stand in none.
pub const LISTS: &[Shape] = &[
    Shape {
        name: "terms",
        members: &[
            member("lang", Kind::Hidden),
            wanted("text", Kind::Line),
            member(
                "administrative_status",
                word("status", || {
                    names(AdministrativeStatus::ALL, AdministrativeStatus::as_str)
                }),
            ),
            member("region", Kind::Proposed("regions")),
            member(
                "register",
                word("register", || names(Register::ALL, Register::as_str)),
            ),
            further("replaced_by", Kind::Line),
            further(
                "term_type",
                word_or_none("term_type", || names(TermType::ALL, TermType::as_str)),
            ),
            further(
                "part_of_speech",
                word_or_none("part_of_speech", || {
                    names(PartOfSpeech::ALL, PartOfSpeech::as_str)
                }),
            ),
            further("reliability", word_or_none("reliability", || LEVELS.to_vec())),
            further("note", Kind::Text),
        ],
        lists: &[SOURCES, CONTEXTS],
        is_by_language: true,
    },
    Shape {
        name: "definitions",
        members: &[
            member("lang", Kind::Hidden),
            wanted("text", Kind::Text),
            member("source", Kind::Line),
        ],
        lists: &[],
        is_by_language: true,
    },
    Shape {
        name: "legal_basis",
        members: &[
            wanted("law", Kind::Line),
            member("article", Kind::Line),
            member("chapter", Kind::Line),
            member("edition", Kind::Line),
            member("in_force_from", Kind::Day),
            member("in_force_to", Kind::Day),
        ],
        lists: &[],
        is_by_language: false,
    },
    Shape {
        name: "list_entries",
        members: &[
            wanted("collection", Kind::Proposed("collections")),
            member("number", Kind::Line),
        ],
        lists: &[],
        is_by_language: false,
    },
    Shape {
        name: "relations",
        members: &[
            member(
                "kind",
                word("relation", || names(RelationKind::ALL, RelationKind::as_str)),
            ),
            wanted("id", Kind::Line),
        ],
        lists: &[],
        is_by_language: false,
    },
    Shape {
        name: "notes",
        members: &[
            member(
                "visibility",
                word("visibility", || names(Visibility::ALL, Visibility::as_str)),
            ),
            wanted("text", Kind::Text),
        ],
        lists: &[],
        is_by_language: false,
    },
];

impl Member {
    /// Returns what stands there in an empty row.
    pub fn at_first(&self) -> &'static str {
        match self.kind {
            Kind::Word {
                words,
                may_be_none: false,
                ..
            } => words().first().copied().unwrap_or_default(),
            _ => "",
        }
    }

    /// Whether somebody has to type it, so that a row in which it is empty may be one that nobody has filled in.
    pub fn is_typed(&self) -> bool {
        !matches!(self.kind, Kind::Hidden | Kind::Word { .. })
    }
}

/// Returns the languages of which the form has a section, each with how many empty rows it begins with.
pub fn languages(list: &str) -> impl Iterator<Item = (Lang, usize)> {
    let is_terms = list == "terms";
    Lang::ALL
        .iter()
        .map(move |lang| (*lang, usize::from(*lang != Lang::En && is_terms)))
}
