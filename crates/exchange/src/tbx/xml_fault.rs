//! What can be wrong with XML, in both languages of messages: each fault ends the reading of its file.

use quick_xml::Error;
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::escape::EscapeError;

use super::spot::Spot;
use crate::issue::{Fault, Words};
use crate::{Extent, Issue, Place, codes};

/// Why a file cannot be read from here on.
#[derive(Debug)]
pub(super) struct XmlFault(Box<Told>);

#[derive(Debug)]
struct Told {
    at: Spot,
    value: String,
    fault: Fault,
}

impl XmlFault {
    /// Returns the issue of the file `whole`.
    pub(super) fn into_issue(self, whole: &Place) -> Issue {
        let Told { at, value, fault } = *self.0;
        let place = whole.at_character(at.line, at.character);
        Issue::new(place, None, &value, fault, Extent::Sheet)
    }
}

const SAVE_AGAIN: (&str, &str) = (
    "export the file again; nothing of it was taken",
    "请重新导出该文件；其中内容均未收入",
);

const WITHOUT_ENTITIES: (&str, &str) = (
    "export the file without a document type, with characters written as they are",
    "请导出不带文档类型声明的文件，字符直接写出",
);

const NOT_FOR_TERMS: (&str, &str) = (
    "no file of terms is like this; check where it comes from",
    "术语文件不会如此；请核实文件来源",
);

fn fault(code: &'static str, at: Spot, value: &str, wrong: impl Into<Words>, hint: (&str, &str)) -> XmlFault {
    XmlFault(Box::new(Told {
        at,
        value: value.to_owned(),
        fault: Fault::new(code, wrong, hint),
    }))
}

pub(super) fn too_deep(name: &str, at: Spot, most: usize) -> XmlFault {
    let wrong = (
        format!("stands deeper than {most} elements in each other"),
        format!("嵌套超过 {most} 层"),
    );
    fault(codes::XML_LIMIT, at, name, wrong, NOT_FOR_TERMS)
}

pub(super) fn long_tag(name: &str, at: Spot, most: usize) -> XmlFault {
    let wrong = (
        format!("begins with a tag of more than {most} bytes"),
        format!("标签超过 {most} 字节"),
    );
    fault(codes::XML_LIMIT, at, name, wrong, NOT_FOR_TERMS)
}

pub(super) fn many_attributes(name: &str, at: Spot, most: usize) -> XmlFault {
    let wrong = (
        format!("has more than {most} attributes"),
        format!("属性超过 {most} 个"),
    );
    fault(codes::XML_LIMIT, at, name, wrong, NOT_FOR_TERMS)
}

pub(super) fn many_namespaces(prefix: &str, at: Spot, most: usize) -> XmlFault {
    let wrong = (
        format!("is one of more than {most} namespaces"),
        format!("命名空间超过 {most} 个"),
    );
    fault(codes::XML_LIMIT, at, prefix, wrong, NOT_FOR_TERMS)
}

pub(super) fn declarations(written: &str, at: Spot) -> XmlFault {
    let wrong = (
        "declares a document type with entities or rules of its own, which are not read",
        "文档类型中自带实体或规则声明，不予读取",
    );
    fault(codes::XML_ENTITY, at, written, wrong, WITHOUT_ENTITIES)
}

pub(super) fn document_type_inside(written: &str, at: Spot) -> XmlFault {
    let wrong = (
        "declares a document type inside the document",
        "文档内部又声明了文档类型",
    );
    fault(codes::BAD_XML, at, written, wrong, SAVE_AGAIN)
}

pub(super) fn unknown_entity(name: &str, at: Spot) -> XmlFault {
    let wrong = (
        "is a reference to an entity, which is not read",
        "是对实体的引用，不予读取",
    );
    fault(
        codes::XML_ENTITY,
        at,
        &format!("&{name};"),
        wrong,
        WITHOUT_ENTITIES,
    )
}

pub(super) fn wrong_reference(name: &str, at: Spot) -> XmlFault {
    let wrong = ("stands for no character of XML", "不代表 XML 允许的字符");
    fault(codes::BAD_XML, at, &format!("&{name};"), wrong, SAVE_AGAIN)
}

pub(super) fn wrong_attribute(written: &str, at: Spot) -> XmlFault {
    let wrong = (
        "has an attribute that is not written as XML, or the same one twice",
        "的属性不合 XML 写法，或同一属性出现两次",
    );
    fault(codes::BAD_XML, at, written, wrong, SAVE_AGAIN)
}

pub(super) fn bracket_in_tag(written: &str, at: Spot) -> XmlFault {
    let wrong = (
        "has a `<` inside a tag or a value, where XML wants `&lt;`",
        "在标签或属性值中有 `<`，XML 要求写作 `&lt;`",
    );
    fault(codes::BAD_XML, at, written, wrong, SAVE_AGAIN)
}

pub(super) fn unknown_prefix(name: &str, at: Spot) -> XmlFault {
    let wrong = (
        "has a prefix that no `xmlns:` around it declares",
        "的前缀没有用 `xmlns:` 声明",
    );
    fault(codes::BAD_XML, at, name, wrong, SAVE_AGAIN)
}

pub(super) fn wrong_value(value: &str, at: Spot, error: &Error) -> XmlFault {
    match error {
        Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => unknown_entity(name, at),
        _ => {
            let wrong = (
                "has a `&` that begins no character reference",
                "中的 `&` 不构成字符引用",
            );
            fault(codes::BAD_XML, at, value, wrong, SAVE_AGAIN)
        }
    }
}

pub(super) fn cut_off(name: &str, at: Spot) -> XmlFault {
    let wrong = (
        "is still open where the file ends; the file is cut off",
        "到文件结尾仍未闭合，文件不完整",
    );
    fault(codes::BAD_XML, at, name, wrong, SAVE_AGAIN)
}

pub(super) fn no_xml(value: &str, at: Spot) -> XmlFault {
    let wrong = ("is not XML", "不是 XML");
    let hint = (
        "a file of TBX begins with `<?xml` or `<tbx`; name another format with --format",
        "TBX 文件以 `<?xml` 或 `<tbx` 开头；其他格式请用 `--format` 指明",
    );
    fault(codes::BAD_XML, at, value, wrong, hint)
}

pub(super) fn after_the_end(value: &str, at: Spot) -> XmlFault {
    let wrong = ("stands after the end of the document", "在文档结束之后");
    fault(codes::BAD_XML, at, value, wrong, SAVE_AGAIN)
}

pub(super) fn other_document(root: &str, at: Spot) -> XmlFault {
    let wrong = (
        "begins a document of another kind than TBX",
        "是另一种文档的开头，不是 TBX",
    );
    let hint = (
        "TBX begins with `<tbx>` of 2019 or `<martif>` of 2008; export it as one of these",
        "TBX 以 `<tbx>`（2019 年版）或 `<martif>`（2008 年版）开头；请导出为其中一种",
    );
    fault(codes::NOT_TBX, at, root, wrong, hint)
}

/// Says what the parser of XML found wrong.
pub(super) fn wrong_markup(around: &str, at: Spot, error: &Error) -> XmlFault {
    let wrong = match error {
        Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
            let (expected, found) = (crate::issue::shorten(expected), crate::issue::shorten(found));
            (
                format!("closes `{found}` while `{expected}` is open"),
                format!("闭合的是 `{found}`，而未闭合的是 `{expected}`"),
            )
        }
        Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
            ("has `--` inside a comment".to_owned(), "注释中有 `--`".to_owned())
        }
        Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => (
            "closes what is not open".to_owned(),
            "闭合了并未开始的元素".to_owned(),
        ),
        Error::IllFormed(IllFormedError::UnclosedReference) => (
            "has a `&` that begins no character reference".to_owned(),
            "中的 `&` 不构成字符引用".to_owned(),
        ),
        Error::Syntax(
            SyntaxError::UnclosedTag | SyntaxError::UnclosedComment | SyntaxError::UnclosedCData,
        ) => (
            "begins what the file does not end; the file is cut off or wrong".to_owned(),
            "开始后没有结束，文件不完整或有误".to_owned(),
        ),
        _ => ("is not written as XML".to_owned(), "不合 XML 写法".to_owned()),
    };
    fault(codes::BAD_XML, at, around, wrong, SAVE_AGAIN)
}
