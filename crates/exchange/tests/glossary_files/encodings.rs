//! The same list in the encodings that people save it in.

use exchange::glossary::read;
use exchange::{Format, ReadOptions, codes};

use crate::fixture::{show_issues, show_rows};

const LIST: &str = "汉文,藏文\r\n法院,ཁྲིམས་ཁང་\r\n\r\n检察院,\"ཞིབ་དཔྱོད་ཁང་།\"\r\n";

#[track_caller]
fn check(bytes: &[u8], encoding: &str) {
    let reading = read("terms.csv", bytes, Format::Csv, &ReadOptions::default()).unwrap();
    assert_eq!(reading.encoding, Some(encoding), "{}", show_issues(&reading));
    assert_eq!(
        show_rows(&reading),
        "terms.csv:2 zh=法院 bo=ཁྲིམས་ཁང\nterms.csv:4 zh=检察院 bo=ཞིབ་དཔྱོད་ཁང"
    );
}

#[test]
fn a_list_reads_the_same_in_every_encoding() {
    check(LIST.as_bytes(), "UTF-8");
    check(format!("\u{feff}{LIST}").as_bytes(), "UTF-8");
    check(&encoding_rs::GB18030.encode(LIST).0, "GB18030");
    let units = || std::iter::once(0xfeff).chain(LIST.encode_utf16());
    check(
        &units().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        "UTF-16LE",
    );
    check(
        &units().flat_map(u16::to_be_bytes).collect::<Vec<u8>>(),
        "UTF-16BE",
    );
}

#[test]
fn a_file_that_is_no_text_is_one_issue_and_no_row() {
    let bytes = [LIST.as_bytes(), b"\xff\xff,x\n"].concat();
    let reading = read("terms.csv", &bytes, Format::Csv, &ReadOptions::default()).unwrap();
    assert_eq!(
        (reading.rows.len(), reading.issues.len(), reading.is_complete()),
        (0, 1, false)
    );
    assert_eq!(reading.issues[0].code, codes::BAD_ENCODING);
    assert_eq!(reading.issues[0].place.to_string(), "terms.csv:5");
}

#[test]
fn a_file_beyond_64_mib_is_refused_before_it_is_read() {
    let bytes = vec![b'a'; (64 << 20) + 1];
    let error = read("terms.csv", &bytes, Format::Csv, &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`terms.csv` is too large: it has 67108865 bytes, at most 67108864 are read (hint: split the file)"
    );
}
