//! `export people`, `roster` and the others: what the demonstration comes to as sheets, and in an office's own workbook.

use serde_json::Value;

use super::program::{Place, Ran, Serving};

const COURTS: &str =
    "court_code,name_zh,parent_code\nqh,青海省高级人民法院,\nqh-yushu,玉树州中级人民法院,qh\n";

fn place() -> Place {
    let place = Place::new().with_file("courts.csv", COURTS);
    place.run(["import", "courts", "courts.csv"]).done();
    place
}

#[test]
fn a_sheet_is_written_in_the_format_of_its_name_and_told() {
    let place = place();
    for (out, begins) in [
        ("法院.csv", "\u{feff}法院代码,法院名称"),
        ("a.tsv", "法院代码\t法院名称"),
        ("a.xlsx", "PK"),
    ] {
        let told = place.run(["export", "courts", "--out", out]).done();
        assert_eq!(told, format!("{out}: courts, 2 rows\n"));
        let file = std::fs::read(place.path().join(out)).unwrap();
        assert!(file.starts_with(begins.as_bytes()), "{out}");
    }
    let ran = place.run(["export", "courts", "--court", "qh-yushu", "--out", "-"]);
    assert!(
        ran.stdout.contains("玉树州中级人民法院") && ran.stdout.lines().count() == 2,
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stderr, "-: courts, 1 rows\n");
    let document: Value = place
        .run(["export", "roster", "--out", "r.xlsx", "--json"])
        .json();
    assert_eq!(
        (&document["kind"], &document["rows"]),
        (&"enrolments".into(), &0.into())
    );
    let mut chinese = place.command(["export", "people", "--out", "p.csv"]);
    let told = Ran::of(chinese.env("SHANJAR_LANGUAGE", "zh")).done();
    assert_eq!(told, "p.csv：人员，0 行\n");
}

#[test]
fn what_cannot_be_exported_is_told_with_a_way_out() {
    let place = place().with_file("form.xlsx", "no workbook");
    for (args, status, told) in [
        (
            &["export", "people", "--court", "gs", "--out", "a.csv"][..],
            1,
            "there is no such court: `gs` (hint: `shanjar export courts --out -` lists",
        ),
        (
            &["export", "roster", "--programme", "双语", "--out", "a.csv"],
            1,
            "there is no such programme: `双语` (hint: `shanjar export trainings --out -` lists",
        ),
        (
            &["export", "roster", "--template", "form.xlsx", "--out", "a.xlsx"],
            1,
            "the template cannot be read",
        ),
        (
            &["export", "people", "--training", "t-1", "--out", "a.csv"],
            2,
            "unexpected argument '--training'",
        ),
        (
            &["export", "people", "--json", "--out", "-"],
            2,
            "both go to standard output",
        ),
        (
            &[
                "export",
                "roster",
                "--training",
                "t",
                "--number",
                "3",
                "--out",
                "a",
            ],
            2,
            "cannot be used with",
        ),
    ] {
        let refused = place.run(args).refused(status);
        assert!(refused.contains(told), "{args:?}: {refused}");
        assert!(!place.path().join("a.csv").exists() && !place.path().join("a.xlsx").exists());
    }
}

#[test]
fn a_sheet_is_exported_beside_a_server_which_notes_it() {
    let place = place();
    let serving = Serving::start(&place, &[]);
    let told = place.run(["export", "courts", "--out", "a.csv"]).done();
    assert_eq!(told, "a.csv: courts, 2 rows\n");
    serving.signal("TERM");
    assert!(serving.wait().success());
}
