//! The rules of the dialects TBX-Core, TBX-Min, TBX-Basic and TBX-Linguist, which no schema of the core structure checks.
//!
//! The rules are those of ISO 30042:2019 and of LTAC's rules for the dialects: which data categories there are, which
//! element carries each, at which level it stands, and which values it may have. Told by [`check`] of a whole file, and
//! by the reader as warnings.

use super::categories::{self, Category, ElementKind};
use super::spot::Spot;
use super::tree::{Node, Space, Tree};
use super::walk::{self, Visitor};
use super::xml::{Extent, Tag};
use super::xml_fault::XmlFault;
use crate::Place;

/// A dialect, each with the categories of those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// The core structure alone.
    Core,
    /// With status, part of speech, subject field and customer.
    Min,
    /// With definitions, contexts, sources, term types and references.
    Basic,
    /// With register, reading and number.
    Linguist,
}

impl Dialect {
    /// Returns the dialect that the `type` of a file names, or `None` for a private one.
    #[must_use]
    pub fn of_type(name: &str) -> Option<Self> {
        match name {
            "TBX-Core" => Some(Self::Core),
            "TBX-Min" => Some(Self::Min),
            "TBX-Basic" => Some(Self::Basic),
            "TBX-Linguist" => Some(Self::Linguist),
            _ => None,
        }
    }

    fn has(self, category: &Category) -> bool {
        match category.dialect {
            "min" => self >= Self::Min,
            "basic" => self >= Self::Basic,
            "linguist" => self >= Self::Linguist,
            _ => false,
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $en:literal, $zh:literal;)+) => {
        /// A rule of TBX of 2019.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $variant,)+ }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns a stable name for programs.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// Returns what is wrong when it is broken, in English and Chinese.
            pub(super) fn sentence(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($en, $zh),)+ }
            }
        }
    };
}

rules! {
    /// `type` names the dialect.
    DialectNamed = "dialect_named", "names no dialect that is known", "不是已知的 TBX 方言";
    /// `style` is `dca` or `dct`.
    StyleNamed = "style_named", "is not a style: `dca` or `dct`", "不是 `dca` 或 `dct` 式样";
    /// The namespace is that of the standard.
    Namespace = "namespace", "is not in the namespace of the standard", "不在标准规定的命名空间内";
    /// The style that is claimed is kept.
    OneStyle = "one_style", "is written in the other style than the file claims", "与文件声明的式样不符";
    /// Elements are those of the standard.
    ElementKnown = "element_known", "is no element of the standard", "不是标准规定的元素";
    /// Elements stand where the standard has them.
    ElementPlace = "element_place", "stands where the standard does not have it", "出现在标准不允许的位置";
    /// An entry has a language section.
    EntryHasLanguage = "entry_has_language", "is an entry without a language section", "词条中没有语言节";
    /// A language section names its language.
    LanguageNamed = "language_named", "is a language section without a language", "语言节没有标明语言";
    /// A language section has a term section.
    LanguageHasTerm = "language_has_term", "is a language section without a term section", "语言节中没有术语节";
    /// A term section has one term, which is not empty.
    OneTerm = "one_term", "is a term section without exactly one term", "术语节中的术语不是恰好一个";
    /// What carries a category names it.
    CategoryNamed = "category_named", "names no data category", "没有标明数据类目";
    /// The category is one of the dialect.
    CategoryOfDialect = "category_of_dialect", "is no data category of the dialect", "不是该方言的数据类目";
    /// The category is carried by its element.
    CategoryElement = "category_element", "is a data category that another element carries", "该数据类目应由别的元素承载";
    /// The category stands at a level that it may have.
    CategoryLevel = "category_level", "is a data category at a level where it may not stand", "该数据类目不能出现在这一层";
    /// The value is one of those permitted.
    ValuePermitted = "value_permitted", "is not among the permitted values", "不在允许取值之内";
}

/// A broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    /// The rule.
    pub rule: Rule,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub character: u32,
    /// The element, with its category.
    pub element: String,
    /// The value, or the name that is not known.
    pub value: String,
}

/// Returns every rule of `dialect` that the file `text` breaks, in order.
///
/// # Errors
/// One English sentence if it is not TBX of 2019, or not XML at all.
pub fn check(text: &str, dialect: Dialect) -> Result<Vec<Break>, String> {
    let mut checker = Checker {
        dialect,
        is_dct: false,
        breaks: Vec::new(),
    };
    let told = |fault: XmlFault| {
        fault
            .into_issue(&Place::of_sheet(&"the file".into(), None))
            .message
    };
    walk::walk(text, &mut checker).map_err(told)?;
    Ok(checker.breaks)
}

struct Checker {
    dialect: Dialect,
    is_dct: bool,
    breaks: Vec<Break>,
}

impl Checker {
    fn add(&mut self, rule: Rule, at: Spot, element: String, value: &str) {
        self.breaks.push(Break {
            rule,
            line: at.line,
            character: at.character,
            element,
            value: value.to_owned(),
        });
    }
}

impl<'a> Visitor<'a> for Checker {
    fn root(&mut self, tag: &mut Tag<'a>) {
        self.is_dct = style_of(tag) == Some("dct");
        let mut broken = Vec::new();
        check_root(tag, &mut |rule, value| broken.push((rule, value.to_owned())));
        for (rule, value) in broken {
            self.add(rule, tag.at, format!("<{}>", tag.name), &value);
        }
        if Dialect::of_type(attribute(tag, "type").unwrap_or_default()) != Some(self.dialect) {
            self.add(Rule::DialectNamed, tag.at, "<tbx>".to_owned(), "");
        }
    }

    fn entry(&mut self, tree: &mut Tree<'a>, _: Extent) -> walk::Next {
        let mut broken = Vec::new();
        check_entry(tree, self.dialect, self.is_dct, &mut |rule, node, value| {
            broken.push((rule, node, value.to_owned()));
        });
        for (rule, node, value) in broken {
            let at = tree.node(node).map_or(
                Spot {
                    line: 1,
                    character: 1,
                },
                |node| node.at,
            );
            self.add(rule, at, format!("<{}>", tree.name(node)), &value);
        }
        walk::Next::Continue
    }
}

fn attribute<'t>(tag: &'t Tag<'_>, name: &str) -> Option<&'t str> {
    tag.attributes.iter().find(|a| a.name == name).map(|a| &*a.value)
}

pub(super) fn style_of<'t>(tag: &'t Tag<'_>) -> Option<&'t str> {
    attribute(tag, "style")
}

/// Checks the root element of TBX of 2019.
pub(super) fn check_root(tag: &Tag<'_>, broken: &mut dyn FnMut(Rule, &str)) {
    let (dialect, style) = (attribute(tag, "type"), attribute(tag, "style"));
    if dialect.and_then(Dialect::of_type).is_none() {
        broken(Rule::DialectNamed, dialect.unwrap_or_default());
    }
    if !matches!(style, Some("dca" | "dct")) {
        broken(Rule::StyleNamed, style.unwrap_or_default());
    }
    if tag.space != Space::Core {
        broken(Rule::Namespace, tag.name);
    }
}

/// Checks one entry of TBX of 2019, and tells each broken rule with the element and a value.
pub(super) fn check_entry(
    tree: &Tree<'_>,
    dialect: Dialect,
    is_dct: bool,
    broken: &mut dyn FnMut(Rule, usize, &str),
) {
    for (index, node) in (0..tree.len()).filter_map(|index| Some((index, tree.node(index)?))) {
        if node.space == Space::Module {
            if !is_dct {
                broken(Rule::OneStyle, index, node.name);
            }
            check_category(tree, index, node, dialect, broken);
            continue;
        }
        if node.space != Space::Core {
            broken(Rule::Namespace, index, node.name);
        }
        match node.core {
            None => broken(Rule::ElementKnown, index, node.name),
            Some(element) => {
                if !stands_right(tree, index, node, &element.parents) {
                    broken(Rule::ElementPlace, index, node.name);
                }
                if element.kind == ElementKind::Data {
                    if is_dct {
                        broken(Rule::OneStyle, index, tree.category(index));
                    }
                    check_category(tree, index, node, dialect, broken);
                }
            }
        }
        check_structure(tree, index, node, broken);
    }
}

fn stands_right(tree: &Tree<'_>, index: usize, node: &Node<'_>, parents: &[&str]) -> bool {
    match node.parent {
        None => index == 0 && parents.contains(&"body"),
        Some(_) if parents.contains(&"*") => true,
        Some(parent) => parents.contains(&tree.name(parent)),
    }
}

/// Checks that an entry has languages, a language a tag and terms, and a term section its term.
fn check_structure(
    tree: &Tree<'_>,
    index: usize,
    node: &Node<'_>,
    broken: &mut dyn FnMut(Rule, usize, &str),
) {
    let count = |name: &str| {
        tree.children(index)
            .filter(|child| tree.name(*child) == name)
            .count()
    };
    match node.name {
        "conceptEntry" if count("langSec") == 0 => {
            broken(
                Rule::EntryHasLanguage,
                index,
                tree.attribute(index, "id").unwrap_or_default(),
            );
        }
        "langSec" => {
            let tag = tree.attributes(index).iter().find(|a| a.name == "xml:lang");
            let tag = tag.map_or("", |attribute| &*attribute.value);
            if tag.is_empty() {
                broken(Rule::LanguageNamed, index, "");
            }
            if count("termSec") == 0 {
                broken(Rule::LanguageHasTerm, index, tag);
            }
        }
        "termSec" if count("term") != 1 => broken(Rule::OneTerm, index, ""),
        "term" if node.text.is_empty() => broken(Rule::OneTerm, index, ""),
        _ => {}
    }
}

/// Checks the data category that an element carries.
fn check_category(
    tree: &Tree<'_>,
    index: usize,
    node: &Node<'_>,
    dialect: Dialect,
    broken: &mut dyn FnMut(Rule, usize, &str),
) {
    let name = tree.category(index);
    if name.is_empty() {
        return broken(Rule::CategoryNamed, index, &node.text);
    }
    let Some(category) = node.category.filter(|category| dialect.has(category)) else {
        return broken(Rule::CategoryOfDialect, index, name);
    };
    if node.space != Space::Module && node.name != category.element {
        broken(Rule::CategoryElement, index, name);
    }
    let level = level_of(tree, node);
    if category.levels != "*" && !category.levels.contains(level) {
        broken(Rule::CategoryLevel, index, name);
    }
    if !categories::is_permitted(category, &node.text) {
        broken(Rule::ValuePermitted, index, &node.text);
    }
}

/// Returns the letter of the level at which an element stands, looking through groups.
fn level_of(tree: &Tree<'_>, node: &Node<'_>) -> char {
    let mut parent = node.parent;
    while let Some(index) = parent {
        let Some(node) = tree.node(index) else { break };
        match node.name {
            "conceptEntry" => return 'C',
            "langSec" => return 'L',
            "termSec" => return 'T',
            name if node.is_inline || name.ends_with("Grp") => parent = node.parent,
            _ => break,
        }
    }
    '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_has_a_name_of_its_own_and_both_sentences() {
        for rule in Rule::ALL {
            let same = Rule::ALL.iter().filter(|other| other.as_str() == rule.as_str());
            assert_eq!(same.count(), 1, "{}", rule.as_str());
            let (en, zh) = rule.sentence();
            assert!(!en.is_empty() && zh.chars().any(|c| c > '\u{4e00}'));
        }
    }

    #[test]
    fn a_dialect_has_what_the_smaller_ones_have() {
        let category = |name| categories::category(name).unwrap();
        for (dialect, name, has) in [
            (Dialect::Core, "subjectField", false),
            (Dialect::Min, "subjectField", true),
            (Dialect::Min, "definition", false),
            (Dialect::Basic, "definition", true),
            (Dialect::Basic, "register", false),
            (Dialect::Linguist, "register", true),
            (Dialect::Linguist, "reliabilityCode", false),
        ] {
            assert_eq!(dialect.has(category(name)), has, "{dialect:?} {name}");
        }
        assert_eq!(Dialect::of_type("TBX-Basic"), Some(Dialect::Basic));
        assert_eq!(Dialect::of_type("TBX-DNB"), None);
    }
}
