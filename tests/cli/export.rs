//! `export glossary`: what is written, where, what is told, and that nothing is left half done.

use std::path::Path;

use serde_json::Value;

use super::program::{Place, Serving};

const ROWS: &str = "zh,bo,definition_zh,collection,region\n\
                    法院,ཁྲིམས་ཁང་,=审判机关,general,\n\
                    法院,ཁྲིམས་ར,,general,amdo\n\
                    离婚纠纷,,,causes,\n";

fn place() -> Place {
    let place = Place::new().with_file("rows.csv", ROWS);
    place.run(["import", "glossary", "rows.csv"]).done();
    place
}

fn export<'a>(format: &'a str, out: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let mut args = vec!["export", "glossary", "--format", format, "--out", out];
    args.extend(more);
    args
}

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name != "data")
        .collect();
    names.sort();
    names
}

#[test]
fn each_format_is_written_whole_and_told() {
    let place = place();
    for (format, out, begins) in [
        ("csv", "out.csv", "\u{feff}id,zh,"),
        ("tsv", "out.tsv", "id\tzh\t"),
        ("xlsx", "out.xlsx", "PK"),
        ("tbx", "out.tbx", "<?xml "),
        ("jsonl", "词条.jsonl", "{\"shanjar\":\"glossary\""),
        ("omegat", "out.utf8", "# Shanjar zh-bo "),
        ("stardict", "out.tar", "shanjar.ifo"),
        ("html", "out.html", "<!DOCTYPE html>"),
        ("print", "out.print.html", "<!DOCTYPE html>"),
    ] {
        let ran = place.run(export(format, out, &[]));
        let stderr = ran.stderr.clone();
        let told = ran.done();
        let concepts = if format == "omegat" { 1 } else { 2 };
        assert!(
            told.starts_with(&format!("{out}: {concepts} concepts at change ")),
            "{told}"
        );
        let file = std::fs::read(place.path().join(out)).unwrap();
        assert!(file.starts_with(begins.as_bytes()), "{format}");
        // A workbook, a dictionary and a page say what they were made from, and these rows have nothing that they could not carry.
        let carries_all = ["jsonl", "xlsx", "stardict", "html", "print"].contains(&format);
        assert_eq!(
            stderr.contains("not carried: "),
            !carries_all,
            "{format} {stderr}"
        );
    }
    place.run(export("stardict", "dict", &[])).done();
    assert_eq!(
        names_in(&place.path().join("dict")),
        ["shanjar.dict", "shanjar.idx", "shanjar.ifo", "shanjar.syn"]
    );
    let left: Vec<String> = names_in(place.path())
        .into_iter()
        .filter(|n| n.ends_with(".part"))
        .collect();
    assert_eq!(left, [] as [&str; 0]);
}

#[test]
fn an_export_comes_back_as_it_was() {
    let place = place();
    for (format, out) in [
        ("csv", "o.csv"),
        ("xlsx", "o.xlsx"),
        ("jsonl", "o.jsonl"),
        ("tbx", "o.tbx"),
    ] {
        place.run(export(format, out, &[])).done();
        let told = place.run(["import", "glossary", out]).done();
        assert_eq!(
            told,
            format!("{out}: created 0, updated 0, unchanged 2, rejected 0\n")
        );
    }
}

#[test]
fn standard_output_has_the_file_alone() {
    let place = place();
    let ran = place.run(export(
        "csv",
        "-",
        &["--filter", "has:bo", "--collection", "general"],
    ));
    let rows: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(rows.len(), 3, "{}", ran.stdout);
    assert!(
        rows[1].contains("法院") && rows[1].contains("ཁྲིམས་ཁང") && rows[1].contains("'=审判机关"),
        "{}",
        rows[1]
    );
    assert!(
        rows[2].contains("ཁྲིམས་ར") && rows[2].contains("amdo"),
        "{}",
        rows[2]
    );
    assert!(
        ran.stderr.starts_with("-: 1 concepts at change "),
        "{}",
        ran.stderr
    );
    let back = place.run(export("omegat", "-", &["--direction", "bo-zh"])).stdout;
    assert!(
        back.contains("\nཁྲིམས་ཁང\t法院\t草案，未经审定；c-000001\n"),
        "{back}"
    );
}

#[test]
fn the_json_says_what_was_written_and_what_was_not() {
    let place = place();
    let ran = place.run(export("csv", "out.csv", &["--json", "--workflow", "all"]));
    let document: Value = ran.json();
    assert_eq!(
        (&document["concepts"], &document["format"]),
        (&2.into(), &"csv".into())
    );
    assert_eq!(document["path"], "out.csv");
    assert!(document["seq"].as_u64().unwrap() > 0);
    let left = &document["not_carried"][0];
    assert!(
        left["field"].is_string() && left["count"].is_u64() && left["reason"].is_string(),
        "{document}"
    );
    let none = place
        .run(export(
            "jsonl",
            "a.jsonl",
            &["--json", "--workflow", "authorised"],
        ))
        .json();
    assert_eq!(
        (&none["concepts"], &none["filter"]),
        (&0.into(), &"workflow=authorised".into())
    );
}

#[test]
fn what_cannot_be_done_is_one_sentence_and_leaves_nothing() {
    let place = place().with_file("here.csv", "old");
    for (args, status, told) in [
        (
            export("csv", "here.csv", &["--edition", "7"]),
            1,
            "there is no edition `7`",
        ),
        (export("csv", "data", &[]), 1, "`data` is a directory (hint: "),
        (
            export("stardict", "here.csv", &[]),
            1,
            "`here.csv` is a file, and this dictionary goes into a directory",
        ),
        (
            export("csv", "gone/a.csv", &[]),
            1,
            "its directory is not there (hint: ",
        ),
        (
            export("csv", "here.csv", &["--filter", "workflow:done"]),
            2,
            "`workflow:done` at character 1: does not give a state of the workflow (hint: write `draft`",
        ),
        (
            export("csv", "-", &["--json"]),
            2,
            "cannot be used with '--out -'",
        ),
        (
            export("pdf", "a.pdf", &[]),
            2,
            "possible values: csv, tsv, xlsx, tbx, jsonl, stardict, omegat, html, print",
        ),
        (
            export("csv", "a.csv", &["--drafts", "--edition", "1"]),
            2,
            "cannot be used with",
        ),
    ] {
        let stderr = place.run(&args).refused(status);
        assert!(stderr.contains(told), "{args:?}: {stderr}");
    }
    assert_eq!(
        std::fs::read_to_string(place.path().join("here.csv")).unwrap(),
        "old"
    );
    assert_eq!(names_in(place.path()), ["here.csv", "rows.csv"]);
}

#[test]
fn failures_are_told_in_chinese_with_the_way_out() {
    let place = place();
    for (args, told) in [
        (export("csv", "a.csv", &["--edition", "7"]), "没有第 7 版"),
        (
            export("csv", "data", &[]),
            "`data` 是目录（提示：请指明其中的文件）",
        ),
        (
            export("csv", "a.csv", &["--filter", "藏文:无"]),
            "`藏文:无`（第 1 个字符起）没有这一项（提示：可写 `collection:`",
        ),
        (
            export("csv", "gone/a.csv", &[]),
            "所在目录不存在（提示：请先建立目录）",
        ),
    ] {
        let mut command = place.command(&args);
        let output = command.env("LANG", "zh_CN.UTF-8").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(stderr.contains(told), "{args:?}: {stderr}");
    }
    let mut command = place.command(export("csv", "a.csv", &[]));
    let output = command.env("LANG", "zh_CN.UTF-8").output().unwrap();
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(stdout.starts_with("a.csv：2 个词条，至变更 "), "{stdout}");
    assert!(
        stderr.contains("未写入：seq × 1：文本表格没有位置写明导出时的库状态"),
        "{stderr}"
    );
}

#[test]
fn where_there_is_no_data_it_says_so_and_makes_nothing() {
    let place = Place::with_database_file();
    let stderr = place.run(export("csv", "a.csv", &[])).refused(1);
    assert!(stderr.contains("there is no data in `data` (hint: "), "{stderr}");
    assert_eq!(names_in(place.path()), [] as [&str; 0]);
    assert!(!place.data_dir().exists());
}

#[test]
fn it_works_beside_a_server_which_notes_it_in_the_audit() {
    let place = place();
    let serving = Serving::start(&place, &[]);
    let told = place.run(export("jsonl", "beside.jsonl", &[])).done();
    assert!(told.starts_with("beside.jsonl: 2 concepts at change "), "{told}");
    let file = std::fs::read_to_string(place.path().join("beside.jsonl")).unwrap();
    assert!(file.contains("法院") && file.contains("ཁྲིམས་ཁང"), "{file}");
    serving.signal("TERM");
    serving.wait();
    // The text of the entry lies in the database as it is; a store on a server is asked by the tests of the application.
    if let Ok(database) = std::fs::read(place.data_dir().join("shanjar.db")) {
        let wanted = b"export-glossary";
        assert!(database.windows(wanted.len()).any(|bytes| bytes == wanted));
    }
}

#[test]
fn what_one_glossary_exports_another_one_that_is_empty_takes_with_its_ids() {
    let place = place();
    // An id that the other one does not give by itself: the first of three is gone.
    let more = "zh,bo,subject_field,law,article,edition\n证据,དཔང་རྟགས,evidence,刑事诉讼法,第50条,\n";
    let place = place.with_file(
        "more.csv",
        more.replace(",edition", "").replace(",\n", "\n").as_str(),
    );
    place.run(["import", "glossary", "more.csv"]).done();
    let filter = ["--filter", "-collection:general"];
    place.run(export("jsonl", "there.jsonl", &filter)).done();
    let sheet = |place: &Place, more: &[&str]| {
        place.run(export("csv", "sheet.csv", more)).done();
        std::fs::read_to_string(place.path().join("sheet.csv")).unwrap()
    };
    let expected = sheet(&place, &filter);
    assert!(
        expected.contains("c-000003") && expected.contains("དཔང་རྟགས"),
        "{expected}"
    );
    for format in ["jsonl", "csv", "tbx", "xlsx"] {
        let file = format!("there.{format}");
        place.run(export(format, &file, &filter)).done();
        let other = Place::new();
        std::fs::copy(place.path().join(&file), other.path().join(&file)).unwrap();
        let told = other.run(["import", "glossary", &file]).done();
        assert!(
            told.contains("created 2, updated 0, unchanged 0, rejected 0"),
            "{format}: {told}"
        );
        assert_eq!(sheet(&other, &[]), expected, "{format}");
    }
}
