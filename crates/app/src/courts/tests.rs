//! Tables of courts: what is read, and what is told of rows that make no tree.

use super::*;
use exchange::Format;

const HEADER: &str = "court_code,name_zh,parent_code\n";

fn read(text: &str) -> CourtTable {
    CourtTable::read("a.csv", text.as_bytes(), Format::Csv).unwrap()
}

fn known() -> BTreeMap<String, Court> {
    let court = Court {
        code: "qh".to_owned(),
        name_zh: "青海省高级人民法院".to_owned(),
        parent: None,
    };
    [("qh".to_owned(), court)].into()
}

/// Returns the codes that can be used, and what is told of the others.
fn judged(rows: &str) -> (Vec<String>, Vec<String>) {
    let (rows, faults) = usable(read(&format!("{HEADER}{rows}")), &known());
    for fault in &faults {
        assert!(
            fault.message.contains("(hint: ") || fault.message.contains("(a code has"),
            "{fault}"
        );
        assert!(fault.message_zh.contains("（提示："), "{}", fault.message_zh);
    }
    let codes = rows.into_iter().map(|row| row.code).collect();
    (codes, faults.into_iter().map(|fault| fault.message).collect())
}

#[test]
fn every_fault_names_its_place_and_value() {
    for (rows, codes, told) in [
        ("a,x,qh\n", &["a"][..], &[][..]),
        (
            "玉树,x,\nb,y,\n",
            &["b"],
            &["a.csv:2: `玉树` cannot be the code of a court"],
        ),
        ("a,,\n", &[], &["a.csv:2: the court `a` has no name"]),
        (
            "a,x,\na,y,\n",
            &["a"],
            &["a.csv:3: the court `a` stands in the table twice"],
        ),
        (
            "a,x,b\nc,y,a\nd,z,qh\n",
            &["d"],
            &[
                "a.csv:2: the court `b` above `a` is neither in the table nor known",
                "a.csv:3: the court `b` above `c` is neither in the table nor known",
            ],
        ),
        (
            "a,x,b\nb,\"y, z\",a\nd,z,\n",
            &["d"],
            &["a.csv:2: `a` is above itself", "a.csv:3: `b` is above itself"],
        ),
    ] {
        let found = judged(rows);
        assert_eq!(found.0, codes, "{rows}");
        assert_eq!(found.1.len(), told.len(), "{:?}", found.1);
        for (found, told) in found.1.iter().zip(told) {
            assert!(found.starts_with(told), "{found}");
        }
    }
}

#[test]
fn a_list_without_codes_of_courts_gets_those_of_divisions_and_of_names() {
    let table = read(
        "name_zh,parent_zh,division_code\n最高人民法院,,\n青海省高级人民法院,最高人民法院,630000\n\
         茫崖市人民法院,青海省高级人民法院,632803\n冷湖人民法院,青海省高级人民法院,632803\n",
    );
    assert_eq!(table.faults, []);
    let codes: Vec<&str> = table.rows.iter().map(|row| row.code.as_str()).collect();
    assert_eq!((codes[1], codes[2]), ("630000", "632803"));
    assert!(
        codes[0].len() == 9 && codes[0].starts_with('n') && codes[3].starts_with('n'),
        "{codes:?}"
    );
    assert_eq!(table.rows[1].parent.as_deref(), Some(codes[0]));
    assert_eq!(table.rows[3].parent.as_deref(), Some("630000"));
    let (rows, faults) = usable(table.clone(), &BTreeMap::new());
    assert_eq!((rows.len(), faults.len()), (4, 0));
}
