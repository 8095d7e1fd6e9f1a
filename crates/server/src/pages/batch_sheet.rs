//! The answers to a pasted list as tab-separated values, for a spreadsheet.

use glossary::Register;

use super::batch::{BatchHit, BatchRow};
use super::result_view::TermView;
use crate::web::i18n::Translations;
use crate::web::ui::Ui;

/// The columns; each has its heading among the translations.
pub const COLUMNS: [&str; 8] = ["line", "typed", "zh", "bo", "status", "match", "others", "id"];

/// Returns `rows` with a line of headings, in the words of `ui`.
pub fn sheet(translations: &Translations, ui: Ui, rows: &[BatchRow]) -> String {
    let say = |key: String| translations.fill(ui, &key, &[]);
    let headings = COLUMNS.map(|column| say(format!("batch.column.{column}")));
    let mut lines = vec![headings.join("\t")];
    for row in rows {
        let cells = match &row.hit {
            Some(hit) => found(row, hit, &say),
            None => [
                row.line.to_string(),
                row.typed.clone(),
                String::new(),
                String::new(),
                say("batch.missing".to_owned()),
                String::new(),
                String::new(),
                String::new(),
            ],
        };
        lines.push(cells.map(|cell| safe(&cell)).join("\t"));
    }
    lines.join("\n")
}

fn found(row: &BatchRow, hit: &BatchHit, say: &impl Fn(String) -> String) -> [String; COLUMNS.len()] {
    [
        row.line.to_string(),
        row.typed.clone(),
        first(&hit.zh),
        first(&hit.bo),
        say(format!("workflow.{}", hit.workflow)),
        say(format!("match.{}", hit.match_kind)),
        row.n_others.to_string(),
        hit.id.clone(),
    ]
}

/// Returns the first form that may be written: a sheet ends in documents, and what is said in court does not.
fn first(terms: &[TermView]) -> String {
    let mut written = terms
        .iter()
        .filter(|term| term.register != Register::CourtroomOral.as_str());
    written.next().map_or(String::new(), |term| term.text.clone())
}

/// Returns a cell that ends no cell and no line, and that no spreadsheet takes for a formula.
fn safe(cell: &str) -> String {
    let plain = cell.replace(['\t', '\n', '\r'], " ");
    if plain.starts_with(['=', '+', '-', '@']) {
        format!("'{plain}")
    } else {
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_court_is_in_no_sheet() {
        let spoken = |text| TermView {
            register: "courtroom_oral",
            ..TermView::plain(text)
        };
        let terms = [spoken("ཁྲིམས་ར"), TermView::plain("ཁྲིམས་ཁང")];
        assert_eq!(
            (first(&terms), first(&terms[..1])),
            ("ཁྲིམས་ཁང".into(), String::new())
        );
    }
    use crate::web::Web;

    fn row(line: usize, typed: &str, hit: Option<BatchHit>) -> BatchRow {
        BatchRow {
            line,
            typed: typed.to_owned(),
            hit,
            n_others: 2,
            notices: vec![],
        }
    }

    #[test]
    fn a_line_of_what_was_pasted_is_a_line_of_the_sheet() {
        let hit = BatchHit {
            id: "c-000001".to_owned(),
            workflow: "draft",
            zh: vec![TermView::plain("法院"), TermView::plain("法庭")],
            bo: vec![TermView::plain("ཁྲིམས་ཁང")],
            match_kind: "ewts",
            is_term: true,
        };
        let rows = [row(1, "khrims khang", Some(hit)), row(3, "=1+1\tx", None)];
        let web = Web::load().unwrap();
        let sheet = sheet(web.translations(), Ui::Zh, &rows);
        let lines: Vec<_> = sheet.lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "1\tkhrims khang\t法院\tཁྲིམས་ཁང\t草案\t威利转写\t2\tc-000001",
                "3\t'=1+1 x\t\t\t未查到\t\t\t",
            ]
        );
        let columns = |line: &str| line.split('\t').count();
        assert!(
            sheet.lines().all(|line| columns(line) == COLUMNS.len()),
            "{sheet}"
        );
    }
}
