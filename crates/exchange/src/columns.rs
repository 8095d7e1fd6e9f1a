//! The columns of a glossary sheet and the headings by which they are known.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Declares the columns with their names and the list of them all.
macro_rules! columns {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A column of a glossary sheet.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Column { $($(#[$doc])* $variant,)+ }

        impl Column {
            /// Every column, in the order in which people are told of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns the name in the contract.
            pub(crate) fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

columns! {
    Zh = "zh",
    Bo = "bo",
    /// Further forms, `|` between them.
    ZhVariants = "zh_variants",
    /// Further forms, `|` between them.
    BoVariants = "bo_variants",
    ZhStatus = "zh_status",
    BoStatus = "bo_status",
    /// The form that takes the place of the one in `zh`, if that is not to be used.
    ZhReplacedBy = "zh_replaced_by",
    /// The form that takes the place of the one in `bo`.
    BoReplacedBy = "bo_replaced_by",
    /// One or several, `|` between them.
    SubjectField = "subject_field",
    DefinitionZh = "definition_zh",
    DefinitionBo = "definition_bo",
    Law = "law",
    Article = "article",
    Chapter = "chapter",
    LawEdition = "law_edition",
    InForceFrom = "in_force_from",
    InForceTo = "in_force_to",
    Region = "region",
    Register = "register",
    Reliability = "reliability",
    Source = "source",
    SourceUrl = "source_url",
    Locator = "locator",
    Collection = "collection",
    /// The entry's number in its collection.
    Number = "number",
    /// The number of the broader entry in the same collection.
    Broader = "broader",
    /// The names of an older edition of the list that this one has taken the place of, `|` between them.
    Replaces = "replaces",
    Note = "note",
    Id = "id",
}

/// The heading of the column that tells why a row came back. It is passed over when the sheet is read again.
pub(crate) const REASON_HEADING: &str = "错误原因 reason";

/// What our own sheets say of an entry beside its body. It is passed over when they are read: an import gives neither a
/// state nor a number.
pub(crate) const WORKFLOW_HEADING: &str = "workflow";
/// As [`WORKFLOW_HEADING`].
pub(crate) const REVISION_HEADING: &str = "revision";

/// The name that stands for no column. A header may have it too: rows of a file without a header come back under one.
const IGNORE: &str = "ignore";

/// What is done with the values under one heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// They are read as this column.
    Column(Column),
    /// They are passed over.
    Ignore,
}

impl Target {
    /// Returns what `heading` stands for, or `None` if it is not known.
    pub(crate) fn of_heading(heading: &str) -> Option<Self> {
        let folded = fold_heading(heading);
        let passed_over = [IGNORE, REASON_HEADING, WORKFLOW_HEADING, REVISION_HEADING];
        if passed_over.iter().any(|name| folded == fold_heading(name)) {
            return Some(Self::Ignore);
        }
        HEADINGS.get(&folded).copied().map(Self::Column)
    }

    /// Tells whether a row can have its term here.
    pub(crate) fn names_terms(self) -> bool {
        matches!(self, Self::Column(Column::Zh | Column::Bo))
    }
}

/// Returns the names of all columns, for messages.
pub(crate) fn known_names() -> String {
    let names: Vec<&str> = Column::ALL.iter().map(|column| column.as_str()).collect();
    names.join(", ")
}

/// Returns what two spellings of one heading share.
pub(crate) fn fold_heading(heading: &str) -> String {
    text::zh::fold(heading)
        .chars()
        .filter(|c| c.is_alphanumeric() || is_tibetan_sign(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// Tells vowel signs and subjoined letters, which carry meaning, from tsheg and shad, which do not.
fn is_tibetan_sign(c: char) -> bool {
    matches!(c, '\u{f71}'..='\u{f84}' | '\u{f8d}'..='\u{fbc}')
}

/// `data/headers.tsv`: column, heading, note.
const HEADINGS_TSV: &str = include_str!("../data/headers.tsv");

static HEADINGS: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    let own = Column::ALL.iter().map(|column| (column.as_str(), *column));
    own.chain(listed_headings())
        .map(|(heading, column)| (fold_heading(heading), column))
        .collect()
});

fn listed_headings() -> impl Iterator<Item = (&'static str, Column)> {
    let rows = HEADINGS_TSV.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.filter_map(|line| {
        let (name, rest) = line.split_once('\t')?;
        let heading = rest.split('\t').next()?;
        Some((
            heading,
            *Column::ALL.iter().find(|column| column.as_str() == name)?,
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_list_of_headings_is_used_and_none_contradicts_another() {
        let lines = HEADINGS_TSV.lines().filter(|line| !line.starts_with('#')).count() - 1;
        assert_eq!(
            listed_headings().count(),
            lines,
            "a line names a column that does not exist"
        );
        let own = Column::ALL.iter().map(|c| (c.as_str(), *c));
        for (heading, column) in own.chain(listed_headings()) {
            assert_eq!(
                Target::of_heading(heading),
                Some(Target::Column(column)),
                "{heading}"
            );
        }
        assert_eq!(
            HEADINGS.len(),
            lines + Column::ALL.len(),
            "two lines differ only in what does not count"
        );
    }

    #[test]
    fn a_heading_is_recognised_however_it_is_spelled() {
        for (heading, column) in [
            ("zh", Column::Zh),
            (" ZH ", Column::Zh),
            ("ｚｈ", Column::Zh),
            ("汉 文", Column::Zh),
            ("རྒྱ་ཡིག་", Column::Zh),
            ("【藏文】", Column::Bo),
            ("བོད་ཡིག།", Column::Bo),
            ("བོད་སྐད་", Column::Bo),
            ("Zh_Variants", Column::ZhVariants),
            ("source url", Column::SourceUrl),
        ] {
            assert_eq!(
                Target::of_heading(heading),
                Some(Target::Column(column)),
                "{heading}"
            );
        }
    }

    #[test]
    fn what_is_no_heading_is_not_taken_for_one() {
        for heading in ["", " ", "法院", "ཁྲིམས་ཁང", "zh2", "བོད་ཡོག"] {
            assert_eq!(Target::of_heading(heading), None, "{heading}");
        }
        assert_eq!(Target::of_heading(REASON_HEADING), Some(Target::Ignore));
        for heading in ["ignore", "workflow", "revision", "Work-Flow"] {
            assert_eq!(Target::of_heading(heading), Some(Target::Ignore), "{heading}");
        }
    }
}
