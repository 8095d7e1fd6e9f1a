//! Files that are no TBX, or TBX made to do harm: refused with a place and a reason, or read for what they are.

use encoding_rs::GB18030;
use exchange::glossary::Reading;
use exchange::{Language, codes, rejected};

use crate::fixture::{read_tbx, read_tbx_bytes, show_issues, show_rows, tbx_basic, tbx_pair};

fn good() -> String {
    tbx_basic(&tbx_pair("", ""))
}

/// The file is refused as a whole, for this reason at this place.
fn check_refused(file: &str, issue: &str) {
    let reading = read_tbx(file);
    let shown = show_issues(&reading);
    let last = shown.lines().last().unwrap_or_default();
    assert!(last.starts_with(issue), "{last}");
    assert!(!reading.is_complete(), "{last}");
}

#[test]
fn what_is_no_tbx_is_refused_with_the_reason() {
    for (file, issue) in [
        ("", "bad_xml  terms.tbx:1:1: is not XML"),
        (
            "zh,bo\n法院,ཁྲིམས\n",
            "bad_xml  terms.tbx:1:1: `zh,bo\\n法院,ཁྲིམས` is not XML",
        ),
        (
            "{\"zh\":\"法院\"}",
            "bad_xml  terms.tbx:1:1: `{\"zh\":\"法院\"}` is not XML",
        ),
        (
            "<?xml version=\"1.0\"?>\n<html/>",
            "not_tbx  terms.tbx:2:1: `html` begins a document of another kind",
        ),
        ("<TBX dialect=\"TBX-Min\"/>", "not_tbx  terms.tbx:1:1: `TBX`"),
        (
            "<tbx></tbx><tbx/>",
            "bad_xml  terms.tbx:1:12: `tbx` stands after the end",
        ),
        (
            "<tbx></tbx>x",
            "bad_xml  terms.tbx:1:12: `x` stands after the end",
        ),
        (
            "<tbx><text></tbx>",
            "bad_xml  terms.tbx:1:12: `</tbx>` closes `tbx` while `text` is open",
        ),
        ("<tbx a=1/>", "bad_xml  terms.tbx:1:1: `tbx a=1` has an attribute"),
        (
            "<tbx a=\"1\" a=\"2\"/>",
            "bad_xml  terms.tbx:1:1: `tbx a=\"1\" a=\"2\"` has an attribute",
        ),
        (
            "<tbx><text>&#0;</text></tbx>",
            "bad_xml  terms.tbx:1:12: `&#0;` stands for no character",
        ),
        (
            "<tbx><text>&#xFFFF;</text></tbx>",
            "bad_xml  terms.tbx:1:12: `&#xFFFF;` stands for no character",
        ),
        ("<tbx><text>a & b</text></tbx>", "bad_xml  terms.tbx:1:14: "),
    ] {
        check_refused(file, issue);
    }
}

#[test]
fn xml_that_is_not_well_formed_is_refused_where_it_is_wrong() {
    for (file, issue) in [
        (
            "<tbx><text>\n<body a=\"x < y\"/></text></tbx>",
            "bad_xml  terms.tbx:2:12: `body a=\"x < y\"` has a `<` inside a tag",
        ),
        (
            "<tbx><text>\n<body <b/></text></tbx>",
            "bad_xml  terms.tbx:2:7: `body <b` has a `<` inside a tag",
        ),
        (
            "<tbx><text>\n<!-- a -- b --></text></tbx>",
            "bad_xml  terms.tbx:2:8: `-- b --></text></tbx>` has `--` inside a comment",
        ),
        (
            "<tbx><text>\n<b:body/></text></tbx>",
            "bad_xml  terms.tbx:2:1: `b:body` has a prefix that no `xmlns:`",
        ),
        (
            "<tbx><text>\n<body q:a=\"1\"/></text></tbx>",
            "bad_xml  terms.tbx:2:1: `q:a` has a prefix that no `xmlns:`",
        ),
        (
            "<tbx><text><a xmlns:b=\"u\"/>\n<b:body/></text></tbx>",
            "bad_xml  terms.tbx:2:1: `b:body` has a prefix that no `xmlns:`",
        ),
    ] {
        check_refused(file, issue);
    }
    let sound = good().replace(
        "<conceptEntry>",
        "<!-- a - b --><conceptEntry xmlns:q=\"u\" q:a=\"x &lt; y > z\" XML:LANG=\"zh\"><q:x><q:x/></q:x>",
    );
    assert_eq!(show_issues(&read_tbx(&sound)), "");
}

#[test]
fn entities_are_refused_and_a_name_of_a_file_is_passed_over() {
    let with = |document_type: &str| format!("{document_type}\n{}", good());
    for (document_type, place) in [
        ("<!DOCTYPE tbx [<!ENTITY a \"x\">]>", "1:1"),
        (
            "<?xml version=\"1.0\"?>\n<!DOCTYPE tbx [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
            "2:1",
        ),
        (
            "<!DOCTYPE tbx SYSTEM \"http://127.0.0.1/a.dtd\" [<!ENTITY % p SYSTEM \"x\"> %p;]>",
            "1:1",
        ),
        (
            "<!DOCTYPE a [<!ENTITY a \"&b;&b;\"><!ENTITY b \"&c;&c;\"><!ENTITY c \"ha\">]>",
            "1:1",
        ),
        ("<!DOCTYPE tbx []>", "1:1"),
    ] {
        check_refused(
            &with(document_type),
            &format!("xml_entity  terms.tbx:{place}: `<!DOCTYPE"),
        );
    }
    check_refused(
        &good().replace("法院", "法&nbsp;院"),
        "xml_entity  terms.tbx:2:54: `&nbsp;` is a reference",
    );
    check_refused(&good().replace("\"bo\"", "\"&bo;\""), "xml_entity  terms.tbx:2:");
    for document_type in [
        "<!DOCTYPE martif SYSTEM \"TBXcoreStructV02.dtd\">",
        "<!DOCTYPE martif PUBLIC \"ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN\" \"http://127.0.0.1:9/x.dtd\">",
    ] {
        let reading = read_tbx(&with(document_type));
        assert_eq!((reading.rows.len(), show_issues(&reading)), (1, String::new()));
        assert!(reading.warnings[0].message.contains("neither fetched nor needed"));
    }
    check_refused(
        &good().replace("<text>", "<text><!DOCTYPE x SYSTEM \"y\">"),
        "bad_xml",
    );
}

#[test]
fn nesting_attributes_tags_and_namespaces_have_an_end() {
    let deep = good().replace("法院", &"<a>".repeat(100_000));
    check_refused(&deep, "xml_limit  terms.tbx:2:");
    let attributes: String = (0..10_000).map(|n| format!(" a{n}=\"x\"")).collect();
    check_refused(
        &good().replace("<conceptEntry>", &format!("<conceptEntry{attributes}>")),
        "xml_limit  terms.tbx:2:1: `conceptEntry`",
    );
    let long = format!("<conceptEntry id=\"{}\">", "x".repeat(65 << 10));
    check_refused(
        &good().replace("<conceptEntry>", &long),
        "xml_limit  terms.tbx:2:1: `conceptEntry` begins with a tag",
    );
    let names = |from: u32| {
        (from..from + 30)
            .map(|n| format!(" xmlns:n{n}=\"u\""))
            .collect::<String>()
    };
    let nested = format!("<a{}><a{}><a{}/></a></a>", names(0), names(30), names(60));
    check_refused(
        &good().replace("<conceptEntry>", &format!("<conceptEntry>{nested}")),
        "xml_limit  terms.tbx:2:",
    );
}

#[test]
fn an_entry_without_end_sends_only_itself_back() {
    let long = tbx_pair(&format!("<note>{}</note>", "注".repeat(400_000)), "");
    let many = tbx_pair(&"<a/>".repeat(60_000), "");
    let reading = read_tbx(&tbx_basic(&format!("{long}\n{many}\n{}", tbx_pair("", ""))));
    assert_eq!(show_rows(&reading), "terms.tbx:4:1 zh=法院 bo=ཁྲིམས་ཁང");
    let issues: Vec<_> = reading
        .issues
        .iter()
        .map(|issue| (issue.code, issue.place.to_string()))
        .collect();
    assert_eq!(
        issues,
        [
            (codes::LINE_TOO_LONG, "terms.tbx:2:1".to_owned()),
            (codes::LINE_TOO_LONG, "terms.tbx:3:1".to_owned())
        ]
    );
    assert!(reading.is_complete());
}

#[test]
fn a_file_that_is_cut_off_is_refused_wherever_it_ends() {
    let file = good();
    let cuts = (1..file.len()).filter(|end| file.is_char_boundary(*end));
    for end in cuts {
        let reading = read_tbx(&file[..end]);
        assert!(!reading.is_complete(), "cut at {end}: {}", &file[..end]);
    }
    let cut = file.len() - "</body></text></tbx>".len();
    check_refused(&file[..cut], "bad_xml  terms.tbx:2:");
}

#[test]
fn the_bytes_say_what_the_encoding_is_and_a_wrong_label_is_refused() {
    let labelled = |label: &str| format!("<?xml version=\"1.0\" encoding=\"{label}\"?>{}", good());
    let utf16 = |label: &str, mark: bool| -> Vec<u8> {
        let mark = mark.then_some(0xfeff);
        mark.into_iter()
            .chain(labelled(label).encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect()
    };
    let gb = |label: &str| GB18030.encode(&labelled(label)).0.into_owned();
    for (bytes, encoding) in [
        (labelled("UTF-8").into_bytes(), "UTF-8"),
        (format!("\u{feff}{}", labelled("utf-8")).into_bytes(), "UTF-8"),
        (utf16("UTF-16", true), "UTF-16LE"),
        (utf16("UTF-16", false), "UTF-16LE"),
        (gb("GB18030"), "GB18030"),
        (gb("gbk"), "GB18030"),
    ] {
        let reading = read_tbx_bytes(&bytes);
        assert_eq!(
            (reading.encoding, show_issues(&reading)),
            (Some(encoding), String::new())
        );
        assert_eq!(reading.rows[0].contribution.concept.terms[0].text, "法院");
    }
    let big5 = [
        b"<?xml version=\"1.0\" encoding=\"Big5\"?><tbx>".as_slice(),
        b"\xaa\xa8\xb5\xdf</tbx>",
    ]
    .concat();
    for (bytes, label, encoding) in [
        (labelled("UTF-16").into_bytes(), "UTF-16", "UTF-8"),
        (labelled("GB18030").into_bytes(), "GB18030", "UTF-8"),
        (labelled("ISO-8859-1").into_bytes(), "ISO-8859-1", "UTF-8"),
        (utf16("UTF-8", true), "UTF-8", "UTF-16LE"),
        (gb("UTF-8"), "UTF-8", "GB18030"),
        (big5, "Big5", "GB18030"),
    ] {
        let reading = read_tbx_bytes(&bytes);
        let issues = show_issues(&reading);
        let expected = format!(
            "bad_encoding  terms.tbx:1:1: `{label}` is what the file calls its encoding, but its bytes are read as {encoding} "
        );
        assert!(issues.starts_with(&expected), "{issues}");
        assert!(!reading.is_complete() && reading.rows.is_empty(), "{label}");
    }
}

#[test]
fn a_hundred_thousand_entries_give_a_report_that_can_be_read() {
    let entry = |n: u32| {
        format!(
            "<conceptEntry id=\"e{n}\"><langSec xml:lang=\"zh\"><termSec><term>词{n}</term><descrip type=\"reliabilityCode\">9</descrip>\
             <termNote type=\"x{n}\">v</termNote></termSec></langSec></conceptEntry>\n"
        )
    };
    let reading = read_tbx(&tbx_basic(&(0..100_000).map(entry).collect::<String>()));
    assert_eq!((reading.rows.len(), reading.issues.len()), (100_000, 0));
    assert!(reading.warnings.len() < 600, "{}", reading.warnings.len());
    let length: usize = reading.warnings.iter().map(|warning| warning.message.len()).sum();
    assert!(length < 300_000, "{length}");
    assert!(
        reading
            .warnings
            .iter()
            .any(|warning| warning.message.contains("met 100000 times"))
    );
}

fn returned(reading: &Reading) -> String {
    let file = rejected::write(
        exchange::Format::Tbx,
        &reading.sheets,
        &reading.rejections,
        Language::Zh,
    );
    String::from_utf8(file.unwrap()).unwrap()
}

#[test]
fn rejected_entries_come_back_as_a_file_that_can_be_corrected_and_read() {
    let bad = tbx_pair("", "").replace("ཁྲིམས་ཁང་", "法院--");
    let file = tbx_basic(&format!("{}\n{bad}\n<conceptEntry/>", tbx_pair("", "")))
        .replace("xmlns=", "xmlns:m=\"http://www.tbxinfo.net/ns/min\" xmlns=");
    let reading = read_tbx(&file);
    let back = returned(&reading);
    assert!(
        back.contains("<!-- terms.tbx:3:114，元素 `<term>`：`法院- -` 在藏文格中，却有汉字"),
        "{back}"
    );
    let again = read_tbx(&back);
    assert_eq!(again.rejections.len(), 2);
    let raws = |reading: &Reading| {
        reading
            .rejections
            .iter()
            .map(|row| row.raw.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(raws(&again), raws(&reading));
    let corrected = read_tbx(&back.replace("法院--", "ཁྲིམས་ར"));
    assert_eq!(corrected.rows[0].contribution.concept.terms[1].text, "ཁྲིམས་ར");
    // In DCT the prefixes of the beginning are needed.
    assert!(back.contains("xmlns:m="));
}
