//! What of a sheet's XML is not rows: merged cells, ranges of formats and checks, the dimension; each moved with the rows.

use quick_xml::events::Event;

use super::archive::unreadable;
use super::cell::{attribute, with_attribute};
use super::references::{Change, formula};
use super::{TemplateError, obstacle};

/// Returns what stands before the rows.
pub(super) fn head(head: &str, change: Change) -> String {
    let Some(at) = head.find("dimension ") else {
        return head.to_owned();
    };
    let (front, tag) = head.split_at(at.saturating_sub(1));
    match attribute(tag.split('>').next().unwrap_or_default(), "ref") {
        Some(range) => [
            front,
            &with_attribute(tag, "ref", &moved_dimension(range, change)),
        ]
        .concat(),
        None => head.to_owned(),
    }
}

fn moved_dimension(range: &str, change: Change) -> String {
    if change.shift == 0 {
        range.to_owned()
    } else {
        change.ranges(range)
    }
}

/// Returns what follows the rows, with the merged cells of the repeated row once for each of its `count` copies.
pub(super) fn tail(
    part: &str,
    tail: &str,
    change: Change,
    count: usize,
    own_names: &[String],
) -> Result<String, TemplateError> {
    let mut reader = quick_xml::Reader::from_str(tail);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut xml = String::with_capacity(tail.len());
    let (mut merged, mut formula_of): (Vec<String>, Option<String>) = (Vec::new(), None);
    let mut is_calculated = false;
    loop {
        let begin = position(reader.buffer_position());
        let event = reader.read_event().map_err(unreadable)?;
        let end = position(reader.buffer_position());
        let raw = tail.get(begin..end).unwrap_or_default();
        match &event {
            Event::Eof => return Ok(xml),
            Event::End(tag) if tag.local_name().as_ref() == "sheetData" => {
                xml.push_str(raw);
                let prefix = raw
                    .trim_start_matches("</")
                    .strip_suffix("sheetData>")
                    .unwrap_or_default();
                if !tail.contains("sheetCalcPr") {
                    // What formulas come to is worked out by the program that opens the sheet.
                    xml.push_str(&format!("<{prefix}sheetCalcPr fullCalcOnLoad=\"1\"/>"));
                    is_calculated = true;
                }
            }
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "sheetCalcPr" if !is_calculated => xml.push_str(&with_attribute(raw, "fullCalcOnLoad", "1")),
                // Its number of areas is known only at its end.
                "mergeCells" => {
                    merged.clear();
                    xml.push_str(raw);
                }
                "mergeCell" => {
                    let range = attribute(raw, "ref").unwrap_or_default();
                    merged.extend(
                        merged_area(part, range, change, count)?
                            .into_iter()
                            .map(|area| with_attribute(raw, "ref", &area)),
                    );
                    if let Event::Start(_) = event {
                        return Err(obstacle(
                            part,
                            (
                                "its merged cells are written in an unusual way",
                                "合并单元格的写法不常见",
                            ),
                            (
                                "save the template in a spreadsheet program",
                                "请用表格软件另存模板",
                            ),
                        ));
                    }
                }
                "brk" => {
                    let row = attribute(raw, "id").and_then(|row| row.parse::<u32>().ok());
                    xml.push_str(&row.map_or_else(
                        || raw.to_owned(),
                        |row| with_attribute(raw, "id", &change.row(row).to_string()),
                    ));
                }
                name => {
                    if matches!(name, "formula" | "formula1" | "formula2") {
                        formula_of = matches!(event, Event::Start(_)).then(String::new);
                    }
                    xml.push_str(&ranges_moved(raw, change));
                }
            },
            Event::End(tag) if tag.local_name().as_ref() == "mergeCells" => {
                let areas = merged.concat();
                xml = with_count(&xml, merged.len());
                xml.push_str(&areas);
                xml.push_str(raw);
            }
            Event::End(_) if formula_of.is_some() => {
                let text = formula_of.take().unwrap_or_default();
                // Formulas of formats and checks are written for the first cell of their range.
                let moved = formula(&text, own_names, change, Some(0));
                xml.push_str(&moved.map_err(|why| {
                    obstacle(
                        part,
                        (
                            format!("a format or check: {}", why.0.en),
                            format!("条件格式或数据验证：{}", why.0.zh),
                        ),
                        ("let it name a range", "请改为引用区域"),
                    )
                })?);
                xml.push_str(raw);
            }
            _ => match &mut formula_of {
                Some(text) => text.push_str(raw),
                None => xml.push_str(raw),
            },
        }
    }
}

fn position(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Puts the number of areas into the tag that `xml` ends with.
fn with_count(xml: &str, areas: usize) -> String {
    let at = xml.rfind('<').unwrap_or(0);
    let (front, tag) = xml.split_at(at);
    [front, &with_attribute(tag, "count", &areas.to_string())].concat()
}

/// Moves the ranges in the attributes of a tag.
fn ranges_moved(raw: &str, change: Change) -> String {
    if change.shift == 0 {
        return raw.to_owned();
    }
    let mut moved = raw.to_owned();
    for name in ["ref", "sqref"] {
        if let Some(range) = attribute(&moved, name) {
            moved = with_attribute(&moved, name, &change.ranges(range));
        }
    }
    moved
}

/// Returns the areas that a merged area becomes: one in the repeated row once for each copy, and none where a row that waited
/// is used up.
fn merged_area(part: &str, range: &str, change: Change, count: usize) -> Result<Vec<String>, TemplateError> {
    let cut = |reference: &str| -> Option<(String, u32)> {
        let digits = reference.find(|c: char| c.is_ascii_digit())?;
        let (column, row) = reference.split_at(digits);
        Some((column.to_owned(), row.parse().ok()?))
    };
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let (Some((left, top)), Some((right, bottom))) = (cut(from), cut(to)) else {
        return Ok(vec![range.to_owned()]);
    };
    let area = |top: u32, bottom: u32| format!("{left}{top}:{right}{bottom}");
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    if bottom < change.first {
        return Ok(vec![area(top, bottom)]);
    }
    if top > change.last {
        return Ok(vec![area(change.row(top), change.row(bottom))]);
    }
    if top != bottom {
        let row = change.first;
        let cause = (
            format!("the merged cells {range} reach over the repeated row {row}"),
            format!("合并单元格 {range} 跨过了要重复的第 {row} 行"),
        );
        let hint = (
            "merge cells inside the repeated row only, or above or below it",
            "请只在该行之内，或在它的上方、下方合并",
        );
        return Err(obstacle(part, cause, hint));
    }
    if top == change.first {
        return Ok((0..count).map(|copy| area(top + copy, top + copy)).collect());
    }
    let is_left = top >= change.first.saturating_add(count);
    Ok(if is_left { vec![area(top, top)] } else { Vec::new() })
}
