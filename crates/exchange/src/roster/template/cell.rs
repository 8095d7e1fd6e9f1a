//! Cells of a sheet as they stand in its XML, and cells written in their place.

use quick_xml::events::BytesRef;

use crate::place::column_letters;
use crate::sheet_out::push_text;

/// A cell, with its XML as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// The whole element.
    pub xml: String,
    /// The column, from 0.
    pub column: usize,
    /// The text that it shows, if it is text.
    pub text: Option<String>,
    /// Whether it holds anything: a value, a text or a formula.
    pub is_filled: bool,
    /// Whether it has a formula.
    pub has_formula: bool,
}

/// What is put into a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Nothing,
    /// Digits, with a point.
    Number(String),
    Text(String),
}

impl Cell {
    /// Tells whether it has something to be filled in.
    pub(super) fn is_placeholder(&self) -> bool {
        self.text.as_deref().is_some_and(super::placeholder::is_one)
    }

    /// Returns the cell with `value`, at `row`, from 1, in its own style.
    pub(super) fn filled(&self, value: &Value, row: u32) -> String {
        let tag = self
            .xml
            .split('>')
            .next()
            .unwrap_or_default()
            .trim_end_matches('/');
        // A prefix, if the file has one: `<x:c`.
        let name = tag
            .trim_start_matches('<')
            .split([' ', '\n', '\t'])
            .next()
            .unwrap_or("c");
        let prefix = name.strip_suffix('c').unwrap_or_default();
        let mut cell = format!("<{prefix}c r=\"{}{row}\"", column_letters(self.column));
        if let Some(style) = attribute(tag, "s") {
            cell.push_str(&format!(" s=\"{style}\""));
        }
        match value {
            Value::Nothing => cell.push_str("/>"),
            Value::Number(digits) => cell.push_str(&format!("><{prefix}v>{digits}</{prefix}v></{prefix}c>")),
            Value::Text(text) => {
                cell.push_str(&format!(
                    " t=\"inlineStr\"><{prefix}is><{prefix}t xml:space=\"preserve\">"
                ));
                push_text(&mut cell, text);
                cell.push_str(&format!("</{prefix}t></{prefix}is></{prefix}c>"));
            }
        }
        cell
    }

    /// Returns its XML with another row in its reference.
    pub(super) fn at_row(&self, row: u32) -> String {
        with_attribute(&self.xml, "r", &format!("{}{row}", column_letters(self.column)))
    }
}

/// Returns the value of an attribute in the text of a tag, as it is escaped there.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (start, end) = attribute_at(tag, name)?;
    tag.get(start..end)
}

/// Returns `xml` with another value of an attribute of its first tag; as it is if the tag has no such attribute.
pub(super) fn with_attribute(xml: &str, name: &str, value: &str) -> String {
    let tag = xml.find('>').and_then(|end| xml.get(..end)).unwrap_or(xml);
    match attribute_at(tag, name) {
        Some((start, end)) => {
            let (front, back) = (xml.get(..start), xml.get(end..));
            [front.unwrap_or_default(), value, back.unwrap_or_default()].concat()
        }
        None => xml.to_owned(),
    }
}

/// Finds where the value of an attribute begins and ends.
fn attribute_at(tag: &str, name: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = tag.get(from..)?.find(name) {
        let at = from + found;
        from = at + name.len();
        let begins = tag.get(..at)?.ends_with(char::is_whitespace);
        let rest = tag.get(from..)?;
        let after = rest.trim_start();
        if !begins || !after.starts_with('=') {
            continue;
        }
        let value = after.get(1..)?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.len() - value.len() + 1;
        let length = tag.get(start..)?.find(quote)?;
        return Some((start, start + length));
    }
    None
}

/// Adds what a reference stands for: a character by number, or one of the five of XML.
pub(super) fn push_reference(text: &mut String, reference: &BytesRef<'_>) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        text.push(c);
        return;
    }
    match reference.as_ref() {
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "amp" => text.push('&'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        _ => {}
    }
}
