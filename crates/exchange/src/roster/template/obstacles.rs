//! What stands in the way of putting rows into a sheet, because it lies in a part of the file that has to stay as it is.

use quick_xml::events::Event;

use super::archive::{Archive, unreadable};
use super::cell::attribute;
use super::references::Change;
use super::rows::Cut;
use super::{TemplateError, obstacle};

/// What the workbook says of a sheet.
#[derive(Debug, Default)]
pub(super) struct Surroundings {
    /// Its name, as formulas write it.
    pub own_names: Vec<String>,
    /// Its number, by which the list of formulas calls it.
    number: Option<String>,
    /// The names that the workbook gives to areas, with what they mean.
    areas: Vec<(String, String)>,
}

impl Surroundings {
    pub(super) fn of(part: &str, archive: &mut Archive<'_>) -> Result<Self, TemplateError> {
        let related = archive.related("xl/workbook.xml")?;
        let Some(xml) = archive.text_if_there("xl/workbook.xml")? else {
            return Ok(Self::default());
        };
        let mut found = Self::default();
        let mut reader = quick_xml::Reader::from_str(&xml);
        let mut name: Option<String> = None;
        loop {
            match reader.read_event().map_err(unreadable)? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                    let tag = tag.to_string();
                    // The id of the relationship has the prefix of its namespace, which is `r` everywhere.
                    let target = attribute(&tag, "r:id").and_then(|id| related.get(id));
                    if target.is_some_and(|target| target == part) {
                        found.own_names.extend(attribute(&tag, "name").map(str::to_owned));
                        found.number = attribute(&tag, "sheetId").map(str::to_owned);
                    }
                }
                Event::Start(tag) if tag.local_name().as_ref() == "definedName" => {
                    let tag = tag.to_string();
                    name = attribute(&tag, "name").map(str::to_owned);
                    found.areas.extend(name.clone().map(|name| (name, String::new())));
                }
                Event::Text(text) if name.is_some() => {
                    if let Some((_, area)) = found.areas.last_mut() {
                        area.push_str(&text);
                    }
                }
                Event::GeneralRef(reference) if name.is_some() => {
                    if let Some((_, area)) = found.areas.last_mut() {
                        super::cell::push_reference(area, &reference);
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "definedName" => name = None,
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }
}

/// Tells of the first thing that would come out wrong. Where no row moves, nothing does.
pub(super) fn check(
    part: &str,
    cut: &Cut<'_>,
    change: Change,
    surroundings: &Surroundings,
    archive: &mut Archive<'_>,
) -> Result<(), TemplateError> {
    let cells = cut
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (row.number, cell)));
    for (row, cell) in cells.filter(|(_, cell)| cell.has_formula) {
        let is_shared = ["t=\"shared\"", "t=\"array\"", "t=\"dataTable\""]
            .iter()
            .any(|kind| cell.xml.contains(kind));
        if is_shared && (change.shift > 0 || row == change.first) {
            let cause = (
                format!("row {row} has a formula that is shared between cells"),
                format!("第 {row} 行有几个单元格共用的公式"),
            );
            let hint = (
                "type the formula into each of these cells",
                "请在这些单元格中分别填写公式",
            );
            return Err(obstacle(part, cause, hint));
        }
    }
    if change.shift == 0 {
        return Ok(());
    }
    areas(part, change, surroundings)?;
    list_of_formulas(part, change, surroundings, archive)?;
    if cut.tail.contains("<tablePart") {
        return Err(obstacle(
            part,
            (
                "the sheet has a table with a fixed size",
                "工作表中有大小固定的“表格”",
            ),
            ("turn the table into plain cells", "请把“表格”转换为区域"),
        ));
    }
    other_sheets(part, surroundings, archive)?;
    drawings(part, change, archive)
}

/// A print area, or another name, that ends at or below the list would be wrong afterwards.
fn areas(part: &str, change: Change, surroundings: &Surroundings) -> Result<(), TemplateError> {
    for (name, area) in &surroundings.areas {
        let is_own = |sheet: &str| {
            let sheet = sheet.trim_matches('\'').replace("''", "'");
            surroundings.own_names.contains(&sheet)
        };
        let parts = area
            .split(',')
            .filter_map(|part| part.rsplit_once('!'))
            .filter(|(sheet, _)| is_own(sheet));
        let rows = parts.flat_map(|(_, range)| {
            range.split(':').filter_map(|end| {
                let digits = end
                    .rfind(|c: char| !c.is_ascii_digit())
                    .map_or(end, |at| end.get(at + 1..).unwrap_or_default());
                digits.parse::<u32>().ok()
            })
        });
        if rows.max().is_some_and(|row| row >= change.first) {
            return Err(area_ends_below(part, name, area));
        }
    }
    Ok(())
}

fn area_ends_below(part: &str, name: &str, area: &str) -> TemplateError {
    let shown = name.trim_start_matches("_xlnm.");
    let what = match shown {
        "Print_Area" => "打印区域".to_owned(),
        "_FilterDatabase" => "自动筛选".to_owned(),
        other => format!("名称 {other}"),
    };
    let cause = (
        format!("the name {shown} means {area}, and rows have to be put in above its end"),
        format!("{what} 的范围是 {area}，要在它的末行以上插入行"),
    );
    let rows = (
        "or leave as many empty rows below the list as it needs",
        "或在列表下方留出足够的空行",
    );
    let (way, way_zh) = match shown {
        "_FilterDatabase" => ("switch the filter off", "请取消自动筛选"),
        _ => (
            "give the area whole columns, such as $A:$H",
            "请把范围改为整列，如 $A:$H",
        ),
    };
    obstacle(
        part,
        cause,
        (format!("{way}, {}", rows.0), format!("{way_zh}，{}", rows.1)),
    )
}

/// Returns the name of the sheet in a part, if it can be found.
pub(super) fn name_of(part: &str, archive: &mut Archive<'_>) -> Option<String> {
    let names = Surroundings::of(part, archive).ok()?.own_names;
    names.into_iter().next()
}

/// The list of formulas of a workbook names cells; a cell that it names and that has moved makes Excel offer a repair.
fn list_of_formulas(
    part: &str,
    change: Change,
    surroundings: &Surroundings,
    archive: &mut Archive<'_>,
) -> Result<(), TemplateError> {
    let Some(xml) = archive.text_if_there("xl/calcChain.xml")? else {
        return Ok(());
    };
    let mut reader = quick_xml::Reader::from_str(&xml);
    let mut sheet = String::new();
    loop {
        match reader.read_event().map_err(unreadable)? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                let tag = tag.to_string();
                // A cell is of the sheet of the one before it unless it says another.
                if let Some(own) = attribute(&tag, "i") {
                    own.clone_into(&mut sheet);
                }
                let cell = attribute(&tag, "r").unwrap_or_default();
                let row = cell
                    .trim_start_matches(|c: char| c.is_ascii_uppercase())
                    .parse::<u32>()
                    .unwrap_or(0);
                if surroundings.number.as_deref() == Some(sheet.as_str()) && row > change.last {
                    let cause = (
                        format!("the workbook lists the formula in {cell}, which would have to move"),
                        format!("工作簿的计算链登记了 {cell} 的公式，而它要下移"),
                    );
                    let hint = (
                        "put the formula above the list, leave as many empty rows below the list as it needs, or save the template in LibreOffice, which keeps no such list",
                        "请把公式放在列表上方，或在列表下方留出足够的空行，或用 LibreOffice 另存（不含计算链）",
                    );
                    return Err(obstacle(part, cause, hint));
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Formulas of other sheets stay as they are, so they may not speak of this one.
fn other_sheets(
    part: &str,
    surroundings: &Surroundings,
    archive: &mut Archive<'_>,
) -> Result<(), TemplateError> {
    for other in archive.sheets().into_iter().filter(|other| other != part) {
        let xml = archive.text(&other)?;
        for name in &surroundings.own_names {
            if [format!("{name}!"), format!("{name}'!"), format!("{name}&apos;!")]
                .iter()
                .any(|named| xml.contains(named.as_str()))
            {
                let other = name_of(&other, archive).unwrap_or(other);
                let cause = (
                    format!("{other} has formulas about the sheet {name}, in which rows are put in"),
                    format!("工作表 {other} 的公式引用了要插入行的工作表 {name}"),
                );
                let hint = (
                    "leave as many empty rows below the list as it needs",
                    "请在列表下方留出足够的空行",
                );
                return Err(obstacle(part, cause, hint));
            }
        }
    }
    Ok(())
}

/// Pictures and remarks stand in parts of their own, and stay where they are.
fn drawings(part: &str, change: Change, archive: &mut Archive<'_>) -> Result<(), TemplateError> {
    let related: Vec<String> = archive.related(part)?.into_values().collect();
    for target in related.into_iter().filter(|target| target.ends_with(".xml")) {
        let is_drawing = target.contains("/drawings/");
        if !(is_drawing || target.contains("comments")) {
            continue;
        }
        let Some(xml) = archive.text_if_there(&target)? else {
            continue;
        };
        // A picture is fixed by <xdr:row>, from 0; a remark by ref="C7".
        let rows: Vec<u32> = if is_drawing {
            let rows = xml.split("row>").skip(1).step_by(2);
            rows.filter_map(|row| row.split('<').next()?.parse::<u32>().ok().map(|row| row + 1))
                .collect()
        } else {
            let cells = xml
                .split("ref=\"")
                .skip(1)
                .filter_map(|cell| cell.split('"').next());
            cells
                .filter_map(|cell| {
                    cell.trim_start_matches(|c: char| c.is_ascii_uppercase())
                        .parse()
                        .ok()
                })
                .collect()
        };
        if let Some(row) = rows.into_iter().find(|row| *row > change.last) {
            let cause = (
                format!(
                    "a picture or a remark stands at row {row}, below the list, and would not move with it"
                ),
                format!("列表下方第 {row} 行有图片或批注，不会随行下移"),
            );
            let hint = (
                "put it above the list, or leave as many empty rows below the list as it needs",
                "请放到列表上方，或在列表下方留出足够的空行",
            );
            return Err(obstacle(part, cause, hint));
        }
    }
    Ok(())
}
