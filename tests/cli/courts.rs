//! `import courts`: plain tables and full sheets, read twice, tried and taken back, and trees that are none.

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
    let refused = place.run(["import", "courts", "courts.docx"]).refused(2);
    assert!(refused.contains("courts.docx"), "{refused}");
    let refused = import(&place, rows, &["--rejected", "bad.csv"]).refused(2);
    assert!(refused.contains("`courts.csv` is a plain table"), "{refused}");
}

#[test]
fn a_trial_of_a_table_writes_nothing() {
    let place = Place::with_database_file();
    let rows = "qh,青海省高级人民法院,\nqh-yushu,玉树州中级人民法院,qh\n";
    for _ in 0..2 {
        assert_eq!(
            import(&place, rows, &["--dry-run"]).done(),
            "courts: nothing written; it would be: written 2, unchanged 0, passed over 0\n"
        );
    }
    let bad = "c,丙,none\n";
    import(&place, bad, &["--dry-run"]).refused(1);
    let skip = ["--dry-run", "--on-error", "skip", "--json"];
    let told = import(&place, bad, &skip).json();
    assert_eq!(
        (&told["dry_run"], &told["written"]),
        (&true.into(), &0.into()),
        "{told}"
    );
}

#[test]
fn a_sheet_of_courts_is_taken_in_with_all_its_columns_and_taken_back() {
    let place = Place::new();
    import(&place, "qh,青海省高级人民法院,\n", &[]).done();
    let sheet = "法院代码,法院名称,法院藏文名称,藏文名称出处,法院级别,上级法院,行政区划代码\n\
                 qh-test,测试中级人民法院,ཁྲིམས་ཁང,词典,中级,qh,632700\n";
    let place = place.with_file("sheet.csv", sheet);
    let import = |more: &[&str]| place.run(["import", "courts", "sheet.csv"].iter().chain(more));
    assert_eq!(
        import(&["--dry-run"]).done(),
        "sheet.csv: nothing written; it would be: court: created 1, updated 0, unchanged 0; rejected 0, left out 0\n"
    );
    let told = import(&["--json"]).json();
    assert_eq!(
        (&told["applied"], &told["records"][0]["created"]),
        (&true.into(), &1.into()),
        "{told}"
    );
    assert_eq!(import(&["--json"]).json()["records"][0]["unchanged"], 1);
    // What is exported reads back as the same, also of the court of the plain table, of which nothing more is known.
    place.run(["export", "courts", "--out", "out.csv"]).done();
    let again = place.run(["import", "courts", "out.csv", "--json"]).json();
    assert_eq!(again["records"][0]["unchanged"], 2, "{again}");
    // What was changed is taken back; a court that was made stays, because rights hang on it.
    let undo = |id: &serde_json::Value| place.run(["import", "undo", id.as_str().unwrap()]).done();
    std::fs::write(
        place.path().join("sheet.csv"),
        sheet.replace("测试中级", "另一测试中级"),
    )
    .unwrap();
    let changed = import(&["--json"]).json();
    assert_eq!(changed["records"][0]["updated"], 1, "{changed}");
    assert_eq!(undo(&changed["id"]), "taken back: 1, left as they are: 0\n");
    assert_eq!(undo(&told["id"]), "taken back: 0, left as they are: 1\n");
    // The names of columns say that it is a sheet.
    std::fs::write(
        place.path().join("bare.csv"),
        "qh-test,测试中级人民法院,中级,qh\n",
    )
    .unwrap();
    let names = ["--columns", "court_code,court_name_zh,level,parent"];
    let told = place
        .run(["import", "courts", "bare.csv"].iter().chain(&names))
        .done();
    assert!(
        told.contains("court: created 0, updated 0, unchanged 1"),
        "{told}"
    );
}
