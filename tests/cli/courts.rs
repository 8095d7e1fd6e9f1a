//! `import courts`: files as spreadsheets write them, read twice, and trees that are none.

use super::program::{Place, Ran};

const HEADER: &str = "court_code,name_zh,parent_code\n";

fn import(place: &Place, rows: &str, more: &[&str]) -> Ran {
    std::fs::write(place.path().join("courts.csv"), format!("\u{feff}{HEADER}{rows}")).unwrap();
    place.run(["import", "courts", "courts.csv"].iter().chain(more))
}

#[test]
fn a_table_that_is_read_twice_changes_nothing_the_second_time() {
    let place = Place::new();
    let rows = "qh-yushu,\"玉树州中级人民法院, 新址\",qh\nqh,青海省高级人民法院,\n";
    for expected in [
        "courts: written 2, unchanged 0, passed over 0\n",
        "courts: written 0, unchanged 2, passed over 0\n",
    ] {
        assert_eq!(import(&place, rows, &[]).done(), expected);
    }
    let renamed = rows.replace(", 新址", "");
    assert_eq!(
        import(&place, &renamed, &[]).done(),
        "courts: written 1, unchanged 1, passed over 0\n"
    );
    // Those that are known may be named and need not stand in the table.
    let below = import(&place, "qh-yushu-nq,囊谦县人民法院,qh-yushu\n", &["--json"]).json();
    assert_eq!(below["written"], 1, "{below}");
}

#[test]
fn a_tree_that_is_none_is_refused_with_its_rows_or_loses_them() {
    let place = Place::new();
    let rows = "a,甲,b\nb,乙,a\nc,丙,none\nd,丁,\ne,戊,d\n";
    let refused = import(&place, rows, &[]).refused(1);
    for part in [
        "courts.csv:2: `a` is above itself",
        "courts.csv:3: `b` is above itself",
        "courts.csv:4: the court `none` above `c` is neither in the table nor known (hint: ",
    ] {
        assert!(refused.contains(part), "{refused}");
    }
    let told = import(&place, rows, &["--on-error", "skip"]).done();
    assert_eq!(told.lines().count(), 4, "{told}");
    assert!(
        told.ends_with("\ncourts: written 2, unchanged 0, passed over 3\n"),
        "{told}"
    );
    let mut in_chinese = place.command(["import", "courts", "courts.csv"]);
    let refused = Ran::of(in_chinese.env("SHANJAR_LANGUAGE", "zh")).refused(1);
    assert!(
        refused.contains("courts.csv:4：法院 `c` 的上级 `none` "),
        "{refused}"
    );
    let refused = place.run(["import", "courts", "courts.docx"]).refused(1);
    assert!(refused.contains("courts.docx"), "{refused}");
}
