//! From which day a workbook counts: cells that are formatted as dates are converted by the library, plain numbers are not.

use std::io::{Cursor, Read as _};

use super::cells::Epoch;

/// The part that names the sheets is small; what is larger is not looked through.
const MAX_BYTES: u64 = 1 << 20;

/// Returns the epoch that the workbook declares (ECMA-376, `workbookPr/@date1904`).
pub(super) fn of(bytes: &[u8]) -> Epoch {
    let is_1904 = || {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
        let part = archive.by_name("xl/workbook.xml").ok()?;
        let mut xml = String::new();
        part.take(MAX_BYTES).read_to_string(&mut xml).ok()?;
        let properties = xml.split("workbookPr").nth(1)?;
        let tag = properties.split('>').next()?;
        let value = tag.split("date1904=").nth(1)?.trim_start_matches(['"', '\'']);
        Some(value.starts_with('1') || value.starts_with("true"))
    };
    match is_1904() {
        Some(true) => Epoch::Of1904,
        _ => Epoch::Of1900,
    }
}
