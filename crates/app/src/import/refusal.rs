//! Why a row that reads well cannot be taken into the glossary as it stands.

use exchange::{Extent, Issue, Place};
use glossary::rules::Violation;
use glossary::{CollectionName, Concept, ConceptId, Lang};

use super::file_row::FileRow;
use super::rule_in_chinese::rule_in_chinese;

/// The codes of the refusals made here; those of reading stand in [`exchange::codes`].
pub mod codes {
    /// The concept named by `id` does not exist.
    pub const UNKNOWN_ID: &str = "unknown_id";
    /// The concept named by `id` has another name.
    pub const OTHER_CONCEPT: &str = "other_concept";
    /// A relation names an id that the file of another glossary does not have.
    pub const UNKNOWN_RELATION: &str = "unknown_relation";
    /// The row's name is the name of several concepts.
    pub const AMBIGUOUS_TERM: &str = "ambiguous_term";
    /// The number belongs to another name of the list.
    pub const NUMBER_TAKEN: &str = "number_taken";
    /// No entry with the number given as the broader one.
    pub const UNKNOWN_BROADER: &str = "unknown_broader";
    /// What a row replaces is said outside a new edition of a list.
    pub const REPLACES_ALONE: &str = "replaces_alone";
    /// What a row replaces does not stand in the older list.
    pub const NOT_IN_OLD_LIST: &str = "not_in_old_list";
    /// What a row replaces is the name of several entries of the older list.
    pub const SEVERAL_REPLACED: &str = "several_replaced";
    /// What a row replaces still stands in the new edition.
    pub const STILL_LISTED: &str = "still_listed";
    /// The row is of another list than the new edition.
    pub const OTHER_LIST: &str = "other_list";
    /// The new edition has no rows, or nobody says how it is called.
    pub const NEW_LIST_NAMELESS: &str = "new_list_nameless";
    /// The list that is to be succeeded is not there.
    pub const UNKNOWN_LIST: &str = "unknown_list";
    /// A list cannot succeed itself.
    pub const LIST_SUCCEEDS_ITSELF: &str = "list_succeeds_itself";
    /// The concept holds something beside what was published, so that a batch has to decide.
    pub const NEEDS_BATCH: &str = "needs_batch";
}

/// The column that says what a row of a new edition replaces.
const REPLACES: Option<&str> = Some("replaces");

/// A reason to refuse a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    UnknownId(ConceptId),
    /// The id is that of a concept with this name.
    OtherConcept {
        id: ConceptId,
        name: String,
    },
    Ambiguous(Vec<ConceptId>),
    NumberTaken {
        collection: CollectionName,
        number: String,
        holder: ConceptId,
        name: String,
    },
    UnknownBroader {
        collection: CollectionName,
        number: String,
    },
    /// What it replaces says something in a new edition of a list only.
    ReplacesAlone(String),
    NotInOldList {
        name: String,
        list: CollectionName,
    },
    SeveralReplaced {
        name: String,
        ids: Vec<ConceptId>,
    },
    StillListed {
        name: String,
        place: Place,
    },
    OtherList {
        collection: Option<CollectionName>,
        expected: CollectionName,
    },
    Rule(Violation),
}

impl Refusal {
    /// Returns the issue that tells of this refusal of `row`.
    pub fn issue(&self, row: &FileRow) -> Issue {
        let concept = &row.concept();
        let name = concept
            .preferred(Lang::Zh)
            .or_else(|| concept.preferred(Lang::Bo))
            .unwrap_or_default();
        let (code, column, value) = self.found(concept, name);
        let (said, said_zh) = (self.sentence(name), self.sentence_zh(name));
        let (named, named_zh) = column
            .map(|column| (format!(", column `{column}`"), format!("，列 `{column}`")))
            .unwrap_or_default();
        Issue {
            place: row.place.clone(),
            column: column.map(str::to_owned),
            code,
            value,
            message: format!("{}{named}: {said}", row.place),
            message_zh: format!("{}{named_zh}：{said_zh}", row.place),
            extent: Extent::Row,
        }
    }

    /// Returns code, column and value of what was found.
    fn found(&self, concept: &Concept, name: &str) -> (&'static str, Option<&'static str>, String) {
        match self {
            Self::UnknownId(id) => (codes::UNKNOWN_ID, Some("id"), id.to_string()),
            Self::OtherConcept { id, .. } => (codes::OTHER_CONCEPT, Some("id"), id.to_string()),
            Self::Ambiguous(_) => {
                let is_chinese = concept.preferred(Lang::Zh).is_some();
                let column = if is_chinese { "zh" } else { "bo" };
                (codes::AMBIGUOUS_TERM, Some(column), name.to_owned())
            }
            Self::NumberTaken { number, .. } => (codes::NUMBER_TAKEN, Some("number"), number.clone()),
            Self::UnknownBroader { number, .. } => (codes::UNKNOWN_BROADER, Some("broader"), number.clone()),
            Self::ReplacesAlone(said) => (codes::REPLACES_ALONE, REPLACES, said.clone()),
            Self::NotInOldList { name, .. } => (codes::NOT_IN_OLD_LIST, REPLACES, name.clone()),
            Self::SeveralReplaced { name, .. } => (codes::SEVERAL_REPLACED, REPLACES, name.clone()),
            Self::StillListed { name, .. } => (codes::STILL_LISTED, REPLACES, name.clone()),
            Self::OtherList { collection, .. } => (
                codes::OTHER_LIST,
                Some("collection"),
                collection.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
            Self::Rule(violation) => (violation.code(), None, name.to_owned()),
        }
    }

    fn sentence(&self, name: &str) -> String {
        match self {
            Self::UnknownId(id) => {
                format!(
                    "there is no concept `{id}` (hint: leave `id` empty to add a new one; import the file of another \
                     glossary with --ignore-ids)"
                )
            }
            Self::OtherConcept { id, name: known } => format!(
                "`{id}` is `{known}` here, not `{name}` (hint: import the file of another glossary with --ignore-ids; to \
                 add a form to `{id}`, give `{known}` in the row as well)"
            ),
            Self::Ambiguous(ids) => format!(
                "`{name}` is the name of several concepts: {} (hint: say which in the column `id`, or give \
                 `collection` and `number`)",
                listed(ids)
            ),
            Self::NumberTaken {
                collection,
                number,
                holder,
                name: known,
            } => format!(
                "number `{number}` of `{collection}` is `{known}` ({holder}), not `{name}` (hint: a new edition of \
                 a list is a collection of its own)"
            ),
            Self::UnknownBroader { collection, number } => format!(
                "`{collection}` has no other entry numbered `{number}` (hint: the row of the broader entry must be \
                 in the same file, or imported before)"
            ),
            Self::ReplacesAlone(said) => format!(
                "`{said}` is replaced, and the file is not the new edition of a list (hint: import it with `--succeeds` and \
                 the older list, or empty the cell)"
            ),
            Self::NotInOldList { name, list } => format!(
                "`{name}` does not stand in `{list}` (hint: write the name as that list has it, the id of its entry, or \
                 nothing if the row is new)"
            ),
            Self::SeveralReplaced { name, ids } => format!(
                "`{name}` is the name of several entries of the older list: {} (hint: write the id of the one that is meant)",
                listed(ids)
            ),
            Self::StillListed { name, place } => format!(
                "`{name}` still stands in the new edition, at {place} (hint: a name that goes on is not replaced; take it \
                 out of the cell)"
            ),
            Self::OtherList { collection, expected } => format!(
                "the row is of {}, and the file is the new edition `{expected}` (hint: a file holds one edition)",
                collection
                    .as_ref()
                    .map_or("no list".to_owned(), |name| format!("`{name}`"))
            ),
            Self::Rule(violation) => violation.to_string(),
        }
    }

    fn sentence_zh(&self, name: &str) -> String {
        match self {
            Self::UnknownId(id) => format!(
                "没有编号为 `{id}` 的词条（提示：新增词条请把 `id` 留空；导入另一词库的文件请用 `--ignore-ids`）"
            ),
            Self::OtherConcept { id, name: known } => format!(
                "`{id}` 在本库中是 `{known}`，不是 `{name}`\
                 （提示：导入另一词库的文件请用 `--ignore-ids`；要为 `{id}` 添加形式，请在本行中也写上 `{known}`）"
            ),
            Self::Ambiguous(ids) => format!(
                "`{name}` 是几个词条的名称：{}（提示：请在 `id` 列指明，或填写 `collection` 和 `number`）",
                listed(ids)
            ),
            Self::NumberTaken {
                collection,
                number,
                holder,
                name: known,
            } => format!(
                "`{collection}` 的第 `{number}` 项是 `{known}`（{holder}），不是 `{name}`\
                 （提示：名录的新版请另立集合）"
            ),
            Self::UnknownBroader { collection, number } => format!(
                "`{collection}` 中没有编号为 `{number}` 的其他词条（提示：上位词条须在同一文件中，或已导入）"
            ),
            Self::ReplacesAlone(said) => format!(
                "写明取代 `{said}`，但文件不是名录的新版（提示：请加 `--succeeds` 指明旧名录，或清空该格）"
            ),
            Self::NotInOldList { name, list } => {
                format!("`{list}` 中没有 `{name}`（提示：请按旧名录写原名，或写其词条编号；新增的请留空）")
            }
            Self::SeveralReplaced { name, ids } => format!(
                "`{name}` 是旧名录中几个词条的名称：{}（提示：请写明所指词条的编号）",
                listed(ids)
            ),
            Self::StillListed { name, place } => {
                format!("`{name}` 在新版中仍然保留，见 {place}（提示：保留的名称没有被取代，请从该格删去）")
            }
            Self::OtherList { collection, expected } => format!(
                "该行属于{}，而文件是新版 `{expected}`（提示：一个文件只能是一个名录的新版）",
                collection
                    .as_ref()
                    .map_or("未写明的集合".to_owned(), |name| format!(" `{name}`"))
            ),
            Self::Rule(violation) => rule_in_chinese(violation),
        }
    }
}

/// Returns the warning that a relation of `row` is left out, because `other` is an id of another glossary and not in the file.
pub(super) fn unrelated(row: &FileRow, other: ConceptId) -> Issue {
    Issue {
        place: row.place.clone(),
        column: Some("relations".to_owned()),
        code: codes::UNKNOWN_RELATION,
        value: other.to_string(),
        message: format!(
            "{}: `{other}` is an id of another glossary and not in the file, so the relation to it is left out (hint: \
             export it together with the entries that it belongs to)",
            row.place
        ),
        message_zh: format!(
            "{}：`{other}` 是另一词库的编号，本文件中没有这一词条，与它的关系未收入（提示：请连同相关词条一起导出）",
            row.place
        ),
        extent: Extent::Row,
    }
}

fn listed(ids: &[ConceptId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_is_told_in_chinese_as_in_english() {
        let charges: CollectionName = "charges".parse().unwrap();
        let (id, name) = (ConceptId::new(7), "抢劫罪");
        for (refusal, values) in [
            (Refusal::UnknownId(id), &["c-000007"][..]),
            (
                Refusal::OtherConcept {
                    id,
                    name: "盗窃罪".to_owned(),
                },
                &["c-000007", "`盗窃罪`", name],
            ),
            (
                Refusal::Ambiguous(vec![id, ConceptId::new(8)]),
                &["c-000007, c-000008", name],
            ),
            (
                Refusal::NumberTaken {
                    collection: charges.clone(),
                    number: "264".to_owned(),
                    holder: id,
                    name: "盗窃罪".to_owned(),
                },
                &["`charges`", "`264`", "`盗窃罪`", "c-000007", name],
            ),
            (
                Refusal::UnknownBroader {
                    collection: charges.clone(),
                    number: "9".to_owned(),
                },
                &["`charges`", "`9`"],
            ),
            (
                Refusal::ReplacesAlone("盗窃罪".to_owned()),
                &["`盗窃罪`", "`--succeeds`"],
            ),
            (
                Refusal::NotInOldList {
                    name: "盗窃罪".to_owned(),
                    list: charges.clone(),
                },
                &["`盗窃罪`", "`charges`"],
            ),
            (
                Refusal::SeveralReplaced {
                    name: "盗窃罪".to_owned(),
                    ids: vec![id],
                },
                &["`盗窃罪`", "c-000007"],
            ),
            (
                Refusal::StillListed {
                    name: "盗窃罪".to_owned(),
                    place: Place::of_sheet(&"t.csv".into(), None).on_line(3),
                },
                &["`盗窃罪`", "t.csv:3"],
            ),
            (
                Refusal::OtherList {
                    collection: None,
                    expected: charges,
                },
                &["`charges`"],
            ),
        ] {
            let (en, zh) = (refusal.sentence(name), refusal.sentence_zh(name));
            assert!(en.is_ascii() || !values.is_empty(), "{en}");
            assert!(zh.ends_with('）') && zh.contains("（提示："), "{zh}");
            for value in values {
                assert!(en.contains(value) && zh.contains(value), "{value}: {en} {zh}");
            }
        }
    }
}
