//! The tables of data categories, of their values and of the elements that carry them.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ::glossary::{Lang, Region};

/// What a data category becomes here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Use {
    Status,
    Collection,
    PartOfSpeech,
    SubjectField,
    Context,
    CrossReference,
    Definition,
    ExternalReference,
    Region,
    Source,
    TermType,
    Register,
    Reliability,
    Note,
    None,
}

const USES: [(&str, Use); 15] = [
    ("status", Use::Status),
    ("collection", Use::Collection),
    ("part_of_speech", Use::PartOfSpeech),
    ("subject_field", Use::SubjectField),
    ("context", Use::Context),
    ("cross_reference", Use::CrossReference),
    ("definition", Use::Definition),
    ("external_reference", Use::ExternalReference),
    ("region", Use::Region),
    ("source", Use::Source),
    ("term_type", Use::TermType),
    ("register", Use::Register),
    ("reliability", Use::Reliability),
    ("note", Use::Note),
    ("none", Use::None),
];

/// A data category.
#[derive(Debug)]
pub(super) struct Category {
    pub name: &'static str,
    /// The element that carries it in DCA.
    pub element: &'static str,
    /// The smallest dialect that has it; `-` for none.
    pub dialect: &'static str,
    /// The levels it may stand at, as letters; `*` for any.
    pub levels: &'static str,
    pub becomes: Use,
}

/// Returns the category called `name`.
pub(super) fn category(name: &str) -> Option<&'static Category> {
    CATEGORIES.get(name)
}

/// What a value of a closed category means.
#[derive(Debug)]
pub(super) struct Meaning {
    /// Our name for it; `-` where there is none.
    pub ours: &'static str,
    /// The category of the standard dialects that permits it; `-` for none.
    pub picklist: &'static str,
}

/// Returns what `value` means in a category that becomes `becomes`.
pub(super) fn meaning(becomes: Use, value: &str) -> Option<&'static Meaning> {
    VALUES.get(&becomes)?.get(value)?.first()
}

/// Tells whether the standard dialects permit `value` in `category`; also for those whose values are free.
pub(super) fn is_permitted(category: &Category, value: &str) -> bool {
    if !PICKLISTS.contains(category.name) {
        return true;
    }
    let meanings = VALUES.get(&category.becomes).and_then(|values| values.get(value));
    meanings.is_some_and(|meanings| meanings.iter().any(|meaning| meaning.picklist == category.name))
}

/// Returns the value of the standard dialects that `category` has for our name `ours`.
pub(super) fn standard_value(category: &str, ours: &str) -> Option<&'static str> {
    STANDARD_VALUES.get(&(category, ours)).copied()
}

/// An element of the core structure.
#[derive(Debug)]
pub(super) struct CoreElement {
    pub kind: ElementKind,
    /// The elements it may stand in; `*` for anywhere within text.
    pub parents: Vec<&'static str>,
}

/// What an element of the core structure is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// It holds others.
    Structure,
    /// It carries a data category, which `type` names.
    Data,
    /// It holds text and needs no `type`.
    Text,
}

/// Returns what the core structure says of the element called `name`.
pub(super) fn core_element(name: &str) -> Option<&'static CoreElement> {
    STRUCTURE.get(name)
}

/// Returns the language that a tag of BCP 47 stands for here, and the dialect area it names; `None` for others.
///
/// Amdo (`adx`) and Khams (`khg`) have codes of their own in ISO 639-3 beside `bo`; Dzongkha (`dz`) is another language.
pub(super) fn language(tag: &str) -> Option<(Lang, Option<Region>)> {
    let primary = tag
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let area = |name: &str| Region::try_from(name.to_owned()).ok();
    match primary.as_str() {
        "zh" | "zho" | "chi" | "cmn" => Some((Lang::Zh, None)),
        "bo" | "bod" | "tib" => Some((Lang::Bo, None)),
        "adx" => Some((Lang::Bo, area("amdo"))),
        "khg" => Some((Lang::Bo, area("kham"))),
        "en" | "eng" => Some((Lang::En, None)),
        _ => None,
    }
}

/// `data/tbx_categories.tsv`: category, element, dialect, levels, use, source.
const CATEGORIES_TSV: &str = include_str!("../../data/tbx_categories.tsv");
/// `data/tbx_values.tsv`: use, value, ours, picklist, reason.
const VALUES_TSV: &str = include_str!("../../data/tbx_values.tsv");
/// `data/tbx_structure.tsv`: element, kind, parents, source.
const STRUCTURE_TSV: &str = include_str!("../../data/tbx_structure.tsv");

static CATEGORIES: LazyLock<HashMap<&'static str, Category>> = LazyLock::new(|| {
    let category = |[name, element, dialect, levels, becomes, _]: [&'static str; 6]| {
        let becomes = use_called(becomes)?;
        Some((
            name,
            Category {
                name,
                element,
                dialect,
                levels,
                becomes,
            },
        ))
    };
    rows(CATEGORIES_TSV).filter_map(category).collect()
});

/// The values of each use; several categories may share one.
static VALUES: LazyLock<HashMap<Use, HashMap<&'static str, Vec<Meaning>>>> = LazyLock::new(|| {
    let mut values: HashMap<_, HashMap<_, Vec<Meaning>>> = HashMap::new();
    for [becomes, value, ours, picklist, _] in rows(VALUES_TSV) {
        if let Some(becomes) = use_called(becomes) {
            let meaning = Meaning { ours, picklist };
            let of_use = values.entry(becomes).or_default();
            of_use.entry(value).or_default().push(meaning);
        }
    }
    values
});

/// The categories whose values are listed.
static PICKLISTS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| all_meanings().map(|meaning| meaning.picklist).collect());

/// The permitted value for a category and a name of ours.
static STANDARD_VALUES: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    let mut values = HashMap::new();
    for [_, value, ours, picklist, _] in rows(VALUES_TSV).filter(|[_, _, _, picklist, _]| *picklist != "-") {
        // A narrower name of the same thing gives way to the one that is also ours.
        if value == ours || !values.contains_key(&(picklist, ours)) {
            values.insert((picklist, ours), value);
        }
    }
    values
});

static STRUCTURE: LazyLock<HashMap<&'static str, CoreElement>> = LazyLock::new(|| {
    let element = |[name, kind, parents, _]: [&'static str; 4]| {
        let kind = match kind {
            "structure" => ElementKind::Structure,
            "data" => ElementKind::Data,
            _ => ElementKind::Text,
        };
        let parents = parents.split(' ').collect();
        (name, CoreElement { kind, parents })
    };
    rows(STRUCTURE_TSV).map(element).collect()
});

fn all_meanings() -> impl Iterator<Item = &'static Meaning> {
    VALUES.values().flat_map(HashMap::values).flatten()
}

fn use_called(name: &str) -> Option<Use> {
    USES.iter()
        .find(|(called, _)| *called == name)
        .map(|(_, becomes)| *becomes)
}

/// Returns the rows of a table with `N` columns, the heading and remarks left out.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    let lines = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

#[cfg(test)]
mod tests {
    use ::glossary::{AdministrativeStatus, PartOfSpeech, Register, TermType};

    use super::*;

    fn lines(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count() - 1
    }

    #[test]
    fn every_row_of_the_tables_is_used() {
        assert_eq!(
            CATEGORIES.len(),
            lines(CATEGORIES_TSV),
            "a category twice, or a use that is not known"
        );
        assert_eq!(all_meanings().count(), lines(VALUES_TSV));
        assert_eq!(STRUCTURE.len(), lines(STRUCTURE_TSV));
        for category in CATEGORIES.values() {
            assert!(
                ["min", "basic", "linguist", "-"].contains(&category.dialect),
                "{}",
                category.name
            );
            let kind = core_element(category.element).map(|element| element.kind);
            assert_eq!(kind, Some(ElementKind::Data), "{}", category.name);
        }
        let parents = STRUCTURE.values().flat_map(|element| &element.parents);
        for parent in parents {
            assert!(
                ["*", "body"].contains(parent) || STRUCTURE.contains_key(parent),
                "{parent}"
            );
        }
    }

    #[test]
    fn every_value_has_a_counterpart_that_exists() {
        let check = |becomes, names: &[&str], mapped: usize| {
            let ours: Vec<&str> = VALUES[&becomes]
                .values()
                .flatten()
                .map(|meaning| meaning.ours)
                .collect();
            assert!(ours.iter().all(|name| names.contains(name)), "{ours:?}");
            assert_eq!(ours.len(), mapped);
        };
        let names = |all: &[AdministrativeStatus]| all.iter().map(|s| s.as_str()).collect::<Vec<_>>();
        check(Use::Status, &names(AdministrativeStatus::ALL), 17);
        check(
            Use::TermType,
            &TermType::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
            9,
        );
        check(
            Use::PartOfSpeech,
            &PartOfSpeech::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
            6,
        );
        check(
            Use::Register,
            &Register::ALL.iter().map(|s| s.as_str()).collect::<Vec<_>>(),
            4,
        );
    }

    #[test]
    fn every_value_of_ours_has_one_of_the_standard() {
        for (category, ours, value) in [
            ("administrativeStatus", "superseded", "supersededTerm-admn-sts"),
            ("termType", "abbreviation", "abbreviation"),
            ("termType", "full_form", "fullForm"),
            ("partOfSpeech", "other", "other"),
        ] {
            assert_eq!(standard_value(category, ours), Some(value));
        }
        for status in AdministrativeStatus::ALL {
            assert!(standard_value("administrativeStatus", status.as_str()).is_some());
        }
        for term_type in TermType::ALL {
            assert!(standard_value("termType", term_type.as_str()).is_some());
        }
        for part in PartOfSpeech::ALL {
            assert!(standard_value("partOfSpeech", part.as_str()).is_some());
        }
    }

    #[test]
    fn only_closed_categories_refuse_values() {
        for (name, value, permitted) in [
            ("administrativeStatus", "preferredTerm-admn-sts", true),
            ("administrativeStatus", "preferredTerm", false),
            ("partOfSpeech", "other", true),
            ("partOfSpeech", "masculine", false),
            ("grammaticalGender", "masculine", true),
            ("grammaticalGender", "noun", false),
            ("transactionType", "creation", false),
            ("subjectField", "anything", true),
        ] {
            assert_eq!(
                is_permitted(category(name).unwrap(), value),
                permitted,
                "{name} {value}"
            );
        }
    }

    #[test]
    fn tags_of_languages_are_read_in_any_case() {
        for (tag, lang, area) in [
            ("zh", Lang::Zh, None),
            ("ZH-CN", Lang::Zh, None),
            ("zh_Hans_CN", Lang::Zh, None),
            ("zh-Hant", Lang::Zh, None),
            ("bo", Lang::Bo, None),
            ("BO-cn", Lang::Bo, None),
            ("tib", Lang::Bo, None),
            ("adx", Lang::Bo, Some("amdo")),
            ("KHG", Lang::Bo, Some("kham")),
            ("en-US", Lang::En, None),
        ] {
            let (read, region) = language(tag).unwrap();
            assert_eq!((read, region.as_ref().map(Region::as_str)), (lang, area), "{tag}");
        }
        for tag in ["", "dz", "fr", "-zh", "b"] {
            assert_eq!(language(tag), None, "{tag}");
        }
    }
}
