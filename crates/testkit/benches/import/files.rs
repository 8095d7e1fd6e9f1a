//! The files that are imported: the same entries as CSV and as TBX of another program, each with two terms, a definition
//! and where it comes from.

use testkit::Generated;

/// A sheet with five columns.
pub fn csv(entries: &[Generated]) -> String {
    let line = |e: &Generated| format!("{},{},{},generated,generated\n", e.zh, e.bo, e.definition);
    std::iter::once("zh,bo,definition_zh,source,collection\n".to_owned())
        .chain(entries.iter().map(line))
        .collect()
}

/// TBX-Basic in DCA, as a terminology program writes it.
pub fn tbx(entries: &[Generated]) -> String {
    const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tbx type=\"TBX-Basic\" style=\"dca\" \
                         xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\">\n<tbxHeader><fileDesc><sourceDesc>\
                         <p>generated</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n";
    let mut file = BEGIN.to_owned();
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
    file + "</body></text></tbx>\n"
}

fn term(file: &mut String, text: &str) {
    file.push_str(&format!(
        "    <termSec>\n      <term>{text}</term>\n      \
         <termNote type=\"administrativeStatus\">preferredTerm-admn-sts</termNote>\n      \
         <admin type=\"source\">generated</admin>\n    </termSec>\n"
    ));
}
