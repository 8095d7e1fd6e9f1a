//! The files that are imported: the same entries as CSV, in a workbook and as TBX of another program, each with two terms, a
//! definition and where it comes from; and with less, as JSON Lines and TBX, so that 200,000 fit a file of 64 MiB.

use rust_xlsxwriter::Workbook;
use testkit::Generated;

/// A sheet with five columns.
pub fn csv(entries: &[Generated]) -> String {
    let line = |e: &Generated| format!("{},{},{},generated,generated\n", e.zh, e.bo, e.definition);
    std::iter::once("zh,bo,definition_zh,source,collection\n".to_owned())
        .chain(entries.iter().map(line))
        .collect()
}

/// A workbook with the same five columns.
pub fn workbook(entries: &[Generated]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let header = ["zh", "bo", "definition_zh", "source", "collection"];
    let rows = entries
        .iter()
        .map(|e| [&*e.zh, &*e.bo, &*e.definition, "generated", "generated"]);
    for (cells, row) in std::iter::once(header).chain(rows).zip(0..) {
        for (cell, column) in cells.into_iter().zip(0..) {
            page.write_string(row, column, cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// JSON Lines in the short form, with a definition and without a source.
pub fn json_lines(entries: &[Generated]) -> String {
    let line = |e: &Generated| {
        let (zh, bo, text) = (&e.zh, &e.bo, &e.definition);
        format!(
            "{{\"zh\":\"{zh}\",\"bo\":\"{bo}\",\"definitions\":[{{\"lang\":\"zh\",\"text\":\"{text}\"}}]}}\n"
        )
    };
    entries.iter().map(line).collect()
}

/// TBX with nothing but the terms.
pub fn tbx_of_terms(entries: &[Generated]) -> String {
    let mut file = TBX_BEGIN.to_owned();
    for (number, entry) in entries.iter().enumerate() {
        file.push_str(&format!(
            "<conceptEntry id=\"t{number}\"><langSec xml:lang=\"zh\"><termSec><term>{}</term></termSec></langSec>\
             <langSec xml:lang=\"bo\"><termSec><term>{}</term></termSec></langSec></conceptEntry>\n",
            entry.zh, entry.bo
        ));
    }
    file + TBX_END
}

const TBX_BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" \
                         xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n<tbxHeader><fileDesc><sourceDesc>\
                         <p>generated</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n";
const TBX_END: &str = "</body></text></tbx>\n";

/// TBX-Basic in DCA, as a terminology program writes it.
pub fn tbx(entries: &[Generated]) -> String {
    let mut file = TBX_BEGIN.to_owned();
    for (number, entry) in entries.iter().enumerate() {
        file.push_str(&format!(
            "<conceptEntry id=\"t{number}\">\n  <admin type=\"projectSubset\">generated</admin>\n"
        ));
        file.push_str("  <langSec xml:lang=\"zh\">\n    <descripGrp>\n");
        file.push_str(&format!(
            "      <descrip type=\"definition\">{}</descrip>\n    </descripGrp>\n",
            entry.definition
        ));
        term(&mut file, &entry.zh);
        file.push_str("  </langSec>\n  <langSec xml:lang=\"bo\">\n");
        term(&mut file, &entry.bo);
        file.push_str("  </langSec>\n</conceptEntry>\n");
    }
    file + TBX_END
}

fn term(file: &mut String, text: &str) {
    file.push_str(&format!(
        "    <termSec>\n      <term>{text}</term>\n      \
         <termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>\n      \
         <admin type=\"source\">generated</admin>\n    </termSec>\n"
    ));
}
