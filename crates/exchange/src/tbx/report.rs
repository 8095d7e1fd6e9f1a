//! What is told of a file beside its entries: each kind of thing once, with how often it was met and where first.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::dialect::Rule;
use super::spot::Spot;
use crate::issue::{Fault, shorten};
use crate::{Extent, Issue, Place, codes};

/// Places that are named of each kind.
const MAX_PLACES: usize = 3;
/// Kinds that are told apart: known files have some dozens. What exceeds them is counted together.
const MAX_KINDS: usize = 500;

/// Something worth telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Remark {
    /// An element or attribute that has no place here.
    NoPlace,
    /// An element that marks a part of a text.
    Markup,
    /// A value that became a remark.
    KeptAsNote,
    /// A value that became a remark because another one holds.
    SecondValue,
    /// A term that its entry has before.
    Repeated,
    /// A value that was taken under this name.
    ReadAs(&'static str),
    /// Terms in a language that is not kept.
    OtherLanguage,
    /// What stands beside the first term of such a section.
    InOtherLanguage,
    /// A state that an import cannot give.
    Workflow,
    /// A form that named none in its place, and was given one.
    ReplacementGuessed,
    /// An entry without Chinese.
    WithoutChinese,
    /// A document type that names a file outside.
    DocumentType,
    /// A broken rule of the dialect.
    Rule(Rule),
}

/// One kind of remark, and where it was made.
#[derive(Debug)]
struct Tally {
    remark: Remark,
    element: String,
    count: usize,
    places: Vec<(Spot, String)>,
}

/// Counts remarks by kind.
#[derive(Debug, Default)]
pub(super) struct Report {
    by_kind: HashMap<u64, usize>,
    tallies: Vec<Tally>,
}

impl Report {
    /// Adds that `remark` holds of `value` in `element`, which is shown as a tag.
    pub(super) fn add(&mut self, remark: Remark, element: &Element<'_>, at: Spot, value: &str) {
        let index = self.index_of(remark, element);
        if let Some(tally) = self.tallies.get_mut(index) {
            tally.count += 1;
            if tally.places.len() < MAX_PLACES {
                tally.places.push((at, shorten(value)));
            }
        }
    }

    fn index_of(&mut self, remark: Remark, element: &Element<'_>) -> usize {
        let key = |element: &Element<'_>| {
            let mut hasher = DefaultHasher::new();
            (remark, element).hash(&mut hasher);
            hasher.finish()
        };
        let others = Element::named("…");
        let known = self.by_kind.get(&key(element)).copied();
        if let Some(index) = known {
            return index;
        }
        let element = if self.tallies.len() < MAX_KINDS {
            element
        } else {
            &others
        };
        let tallies = &mut self.tallies;
        *self.by_kind.entry(key(element)).or_insert_with(|| {
            tallies.push(Tally {
                remark,
                element: element.tag(),
                count: 0,
                places: Vec::new(),
            });
            tallies.len() - 1
        })
    }

    /// Returns a warning for each kind, in the order of their first places in the file `whole`.
    pub(super) fn into_warnings(mut self, whole: &Place) -> Vec<Issue> {
        self.tallies
            .sort_by_key(|tally| tally.places.first().map(|(spot, _)| (spot.line, spot.character)));
        let warnings = self
            .tallies
            .into_iter()
            .filter_map(|tally| tally.into_warning(whole));
        warnings.collect()
    }
}

/// An element as messages show it: its name, its category, and the attribute that is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Element<'a> {
    pub name: &'a str,
    pub category: &'a str,
    pub attribute: &'a str,
    /// The language section that it stands in, where that tells it from others; the element is the section itself if it
    /// has no name.
    pub section: Option<Section<'a>>,
}

/// A language section by its names in the file: `langSec` and `xml:lang`, `langSet` and `lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Section<'a> {
    pub name: &'a str,
    pub attribute: &'a str,
    pub lang: &'a str,
}

impl Section<'_> {
    fn tag(&self) -> String {
        if self.attribute.is_empty() {
            format!("<{}>", self.name)
        } else {
            format!("<{} {}=\"{}\">", self.name, self.attribute, shorten(self.lang))
        }
    }
}

impl<'a> Element<'a> {
    pub(super) fn named(name: &'a str) -> Self {
        Self {
            name,
            category: "",
            attribute: "",
            section: None,
        }
    }

    /// Returns the tag: `<descrip type="context">`, `<term id="…">`, `<langSec xml:lang="fr"> <note>`.
    pub(super) fn tag(&self) -> String {
        let mut tag = self.section.as_ref().map(Section::tag).unwrap_or_default();
        if self.name.is_empty() {
            return tag;
        }
        if !tag.is_empty() {
            tag.push(' ');
        }
        tag += &format!("<{}", self.name);
        if !self.category.is_empty() && self.category != self.name {
            tag += &format!(" type=\"{}\"", self.category);
        }
        if !self.attribute.is_empty() {
            tag += &format!(" {}=\"…\"", self.attribute);
        }
        tag + ">"
    }
}

impl Tally {
    fn into_warning(self, whole: &Place) -> Option<Issue> {
        let (first, value) = self.places.first()?;
        let mut fault = self.remark.fault();
        if self.count > 1 {
            let shown =
                |(spot, value): &(Spot, String)| format!("{}:{} `{value}`", spot.line, spot.character);
            let places: Vec<String> = self.places.iter().map(shown).collect();
            fault.wrong.en += &format!("; met {} times, first at {}", self.count, places.join(", "));
            fault.wrong.zh += &format!("；共 {} 处，最先在 {}", self.count, places.join("、"));
        }
        let place = whole.at_character(first.line, first.character);
        Some(Issue::new(place, Some(&self.element), value, fault, Extent::Row))
    }
}

impl Remark {
    fn fault(self) -> Fault {
        let (code, wrong, hint) = match self {
            Self::ReadAs(ours) => {
                let wrong = (format!("is taken as `{ours}`"), format!("作为 `{ours}` 收入"));
                return Fault::new(codes::READ_AS, wrong, CHECK_MEANING);
            }
            Self::Rule(rule) => {
                let (en, zh) = rule.sentence();
                let wrong = (
                    format!("{en} (rule `{}`)", rule.as_str()),
                    format!("{zh}（规则 `{}`）", rule.as_str()),
                );
                return Fault::new(codes::DIALECT_RULE, wrong, MAKER_OF_THE_FILE);
            }
            Self::NoPlace => (codes::NO_PLACE, NO_PLACE, WRITE_AS_NOTE),
            Self::Markup => (codes::NO_PLACE, MARKUP, NOTHING_TO_DO),
            Self::KeptAsNote => (codes::KEPT_AS_NOTE, KEPT_AS_NOTE, MOVE_BY_HAND),
            Self::SecondValue => (codes::KEPT_AS_NOTE, SECOND_VALUE, MOVE_BY_HAND),
            Self::Repeated => (codes::READ_AS, REPEATED, NOTHING_TO_DO),
            Self::OtherLanguage => (codes::OTHER_LANGUAGE, OTHER_LANGUAGE, LANGUAGES),
            Self::InOtherLanguage => (codes::OTHER_LANGUAGE, IN_OTHER_LANGUAGE, LANGUAGES),
            Self::Workflow => (codes::WORKFLOW_NEEDS_AUTHORITY, WORKFLOW, WORKFLOW_HINT),
            Self::ReplacementGuessed => (codes::REPLACEMENT_GUESSED, REPLACEMENT_GUESSED, CHECK_MEANING),
            Self::WithoutChinese => (codes::WITHOUT_CHINESE, WITHOUT_CHINESE, FILL_IN),
            Self::DocumentType => (codes::NO_PLACE, DOCUMENT_TYPE, NOTHING_TO_DO),
        };
        Fault::new(code, wrong, hint)
    }
}

type Said = (&'static str, &'static str);

const NO_PLACE: Said = (
    "has no place here and is not kept",
    "在本库中没有对应的位置，未收入",
);
const WRITE_AS_NOTE: Said = (
    "if it matters, put it into a `<note>` and import the file again",
    "如有需要，请写入 `<note>` 后重新导入",
);
const MARKUP: Said = (
    "is markup inside a text: the text is kept, the markup is not",
    "是文字内的标记：文字已收入，标记未收入",
);
const NOTHING_TO_DO: Said = ("nothing need be done", "无须处理");
const KEPT_AS_NOTE: Said = (
    "has no place of its own here and is kept as a remark",
    "在本库中没有对应的位置，已作为备注收入",
);
const SECOND_VALUE: Said = (
    "contradicts a value that stands before it and holds, and is kept as a remark",
    "与前面已收入的值不一致，已作为备注收入",
);
const REPEATED: Said = (
    "stands in its entry before; what is said of it was joined with that",
    "在同一词条中已经有过，其内容已并入前者",
);
const MOVE_BY_HAND: Said = (
    "where it belongs elsewhere, move it after the import",
    "如应放在别处，请在导入后移动",
);
const OTHER_LANGUAGE: Said = (
    "is a language that is not kept here; its terms were not taken",
    "是本库不收的语言，其术语未收入",
);
const IN_OTHER_LANGUAGE: Said = (
    "is in a language that is not kept here, and was not taken",
    "属于本库不收的语言，未收入",
);
const LANGUAGES: Said = (
    "languages are `zh`, `bo` with `adx` and `khg`, and `en`",
    "可用的语言：`zh`、`bo`（含 `adx`、`khg`）、`en`",
);
const WORKFLOW: Said = (
    "is a state that an import cannot give; the entry is a draft",
    "这一状态不能由导入给出，词条按草案收入",
);
const WORKFLOW_HINT: Said = (
    "import what a body has published with --as-published",
    "审定机构已公布的，请用 `--as-published` 导入",
);
const REPLACEMENT_GUESSED: Said = (
    "is not to be used and names no form that is; the form behind the arrow is taken for it",
    "不应再用，又没有写明由谁取代；按由箭头后的形式取代收入",
);
const WITHOUT_CHINESE: Said = ("stands without Chinese", "没有汉文");
const FILL_IN: Said = ("fill in the Chinese, if there is any", "如有汉文，请填写");
const DOCUMENT_TYPE: Said = (
    "names a file outside, which is neither fetched nor needed",
    "指向外部文件；该文件不会被读取，也不需要",
);
const CHECK_MEANING: Said = ("check that this is what it means", "请核对含义");
const MAKER_OF_THE_FILE: Said = (
    "tell whoever makes the file, or take it as it is with `--on-error skip`",
    "请告知文件的制作者；要按原样收入，请用 `--on-error skip`",
);

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(report: Report) -> Vec<Issue> {
        report.into_warnings(&Place::of_sheet(&"a.tbx".into(), None))
    }

    #[test]
    fn a_kind_is_told_once_with_its_count_and_first_places() {
        let mut report = Report::default();
        let element = Element {
            category: "gender",
            ..Element::named("termNote")
        };
        for line in 2..=100_001 {
            let at = Spot { line, character: 5 };
            report.add(Remark::NoPlace, &element, at, "m");
        }
        report.add(
            Remark::NoPlace,
            &Element {
                attribute: "id",
                ..element
            },
            Spot {
                line: 9,
                character: 1,
            },
            "t1",
        );
        let told: Vec<String> = warnings(report)
            .into_iter()
            .map(|warning| warning.message)
            .collect();
        assert_eq!(
            told[0],
            "a.tbx:2:5, element `<termNote type=\"gender\">`: `m` has no place here and is not kept; met 100000 times, \
             first at 2:5 `m`, 3:5 `m`, 4:5 `m` (hint: if it matters, put it into a `<note>` and import the file again)"
        );
        assert!(
            told[1].starts_with("a.tbx:9:1, element `<termNote type=\"gender\" id=\"…\">`: `t1` has"),
            "{}",
            told[1]
        );
        assert_eq!(told.len(), 2);
    }

    #[test]
    fn kinds_without_number_are_counted_together() {
        let mut report = Report::default();
        for n in 0..2_000 {
            let name = format!("x{n}");
            report.add(
                Remark::NoPlace,
                &Element::named(&name),
                Spot {
                    line: n + 1,
                    character: 1,
                },
                "",
            );
        }
        let told = warnings(report);
        assert_eq!(told.len(), MAX_KINDS + 1);
        let last = &told.last().unwrap().message;
        assert!(
            last.contains("element `<…>`") && last.contains("met 1500 times"),
            "{last}"
        );
    }
}
