//! `import glossary`: result lines, JSON, rejected rows.

use std::fs;

use super::program::{Place, Ran};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང་\n人民法院,མི་དམངས་ཁྲིམས་ཁང་\n";
const ONE_BAD_ROW: &str = "zh,bo\n法院,ཁྲིམས་ཁང་\n法官,法官\n";

#[test]
fn the_same_file_twice_changes_nothing() {
    let place = Place::new().with_file("pairs.csv", PAIRS);
    let import = || place.run(["import", "glossary", "pairs.csv"]).done();
    assert_eq!(
        import(),
        "pairs.csv: created 2, updated 0, unchanged 0, rejected 0\n"
    );
    assert_eq!(
        import(),
        "pairs.csv: created 0, updated 0, unchanged 2, rejected 0\n"
    );
}

#[test]
fn the_list_of_charges_is_imported_whole_and_only_once() {
    let place = Place::new();
    let list = format!("{}/charges-2024.tsv", testkit::SEED_FOLDER);
    let import = || place.run(["import", "glossary", &list]).done();
    assert_eq!(
        import(),
        "charges-2024.tsv: created 483, updated 0, unchanged 0, rejected 0\n"
    );
    assert_eq!(
        import(),
        "charges-2024.tsv: created 0, updated 0, unchanged 483, rejected 0\n"
    );
    let sound = place.run(["verify"]).done();
    assert_eq!(sound, "sound: 483 concepts, 483 revisions, 483 changes\n");
}

#[test]
fn several_files_have_a_line_each_and_a_bad_one_does_not_stop_the_others() {
    let place = Place::new()
        .with_file("one.csv", PAIRS)
        .with_file("bad.csv", ONE_BAD_ROW)
        .with_file("two.tsv", "zh\tbo\n法官\tཁྲིམས་དཔོན་\n");
    let ran = place.run(["import", "glossary", "one.csv", "bad.csv", "gone.csv", "two.tsv"]);
    assert_eq!(
        ran.stdout,
        "one.csv: created 2, updated 0, unchanged 0, rejected 0\n\
         bad.csv: nothing written, rejected 1\n\
         two.tsv: created 1, updated 0, unchanged 0, rejected 0\n"
    );
    let stderr = ran.refused(1);
    assert!(stderr.contains("bad.csv:3, column `bo`"), "{stderr}");
    assert!(stderr.contains("`gone.csv` cannot be read: "), "{stderr}");
}

#[test]
fn one_file_and_several_give_a_document_of_the_same_shape() {
    let place = Place::new()
        .with_file("pairs.csv", PAIRS)
        .with_file("bad.csv", ONE_BAD_ROW);
    let one = place.run(["import", "glossary", "pairs.csv", "--json"]);
    assert_eq!((one.status, one.stderr.as_str()), (0, ""));
    let document = one.json();
    assert_eq!(document["files"].as_array().unwrap().len(), 1);
    let file = &document["files"][0];
    assert_eq!(file["file"], "pairs.csv");
    assert_eq!((&file["created"], &file["applied"]), (&2.into(), &true.into()));

    let several = place.run(["import", "glossary", "pairs.csv", "bad.csv", "gone.csv", "--json"]);
    assert_eq!(several.status, 1);
    let files = several.json()["files"].clone();
    assert_eq!(files[0]["unchanged"], 2);
    let issue = &files[1]["issues"][0];
    assert_eq!(issue["line"], 3);
    assert_eq!(issue["column"], "bo");
    assert_eq!(issue["code"], "tibetan_cell_with_chinese");
    assert_eq!(issue["value"], "法官");
    assert!(
        files[2]["error"]
            .as_str()
            .unwrap()
            .starts_with("`gone.csv` cannot be read")
    );
}

#[test]
fn a_dry_run_says_what_would_happen_and_writes_nothing() {
    let place = Place::new()
        .with_file("pairs.csv", PAIRS)
        .with_file("bad.csv", ONE_BAD_ROW);
    let said = place.run(["import", "glossary", "pairs.csv", "--dry-run"]).done();
    assert_eq!(
        said,
        "pairs.csv: created 2, updated 0, unchanged 0, rejected 0 (dry run: nothing was written)\n"
    );
    place
        .run(["import", "glossary", "bad.csv", "--dry-run", "--on-error", "skip"])
        .done();
    assert!(!place.path().join("bad.rejected.csv").exists());
    assert!(!place.data_dir().exists(), "no directory is made for it either");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let said = place.run(["import", "glossary", "pairs.csv", "--dry-run"]).done();
    assert_eq!(
        said,
        "pairs.csv: created 0, updated 0, unchanged 2, rejected 0 (dry run: nothing was written)\n"
    );
    assert_eq!(
        place.run(["verify"]).done(),
        "sound: 2 concepts, 2 revisions, 2 changes\n"
    );
}

#[test]
fn skipping_writes_the_good_rows_and_gives_the_bad_ones_back_beside_the_file() {
    let place = Place::new().with_file("list.csv", ONE_BAD_ROW);
    fs::write(place.path().join("list.rejected.csv"), "an older one").unwrap();
    let ran = place.run(["import", "glossary", "list.csv", "--on-error", "skip"]);
    assert_eq!(ran.status, 0, "skipping is what was asked for: {}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "list.csv: created 1, updated 0, unchanged 0, rejected 1\n"
    );
    assert!(
        ran.stderr
            .contains("the rejected rows are in `./list.rejected-2.csv`"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        fs::read_to_string(place.path().join("list.rejected.csv")).unwrap(),
        "an older one"
    );
    let sheet = fs::read_to_string(place.path().join("list.rejected-2.csv")).unwrap();
    assert!(sheet.contains("法官") && !sheet.contains("ཁྲིམས་ཁང"), "{sheet}");

    // The rows that were given back are still wrong when they come again, and are not lost.
    let again = place.run(["import", "glossary", "list.rejected-2.csv"]);
    assert!(again.refused(1).contains("法官"));
}

#[test]
fn only_the_first_twenty_issues_are_listed_for_people() {
    let rows: String = (0..25).map(|n| format!("词{n},第{n}\n")).collect();
    let place = Place::new().with_file("bad.csv", format!("zh,bo\n{rows}"));
    let stderr = place.run(["import", "glossary", "bad.csv"]).refused(1);
    assert_eq!(
        stderr
            .lines()
            .filter(|line| line.starts_with("bad.csv:") && line.contains("`bo`"))
            .count(),
        20
    );
    assert!(stderr.contains("… and 5 more\n"), "{stderr}");
    let document = place.run(["import", "glossary", "bad.csv", "--json"]).json();
    assert_eq!(document["files"][0]["issues"].as_array().unwrap().len(), 25);
}

#[test]
fn standard_input_is_a_file_like_any_other() {
    let place = Place::new();
    let ran = place.run_with_input(&["import", "glossary", "-", "--format", "csv"], PAIRS.as_bytes());
    assert_eq!(
        ran.done(),
        "stdin: created 2, updated 0, unchanged 0, rejected 0\n"
    );
}

#[test]
fn headings_can_be_mapped_ignored_and_left_out() {
    let place = Place::new()
        .with_file("own.csv", "本院用语,译文,经办人\n法院,ཁྲིམས་ཁང་,甲\n")
        .with_file("mapping.txt", "本院用语 = zh\n译文 = bo\n经办人 = ignore\n")
        .with_file("bare.csv", "法官,ཁྲིམས་དཔོན་\n")
        .with_file("wide.csv", "zh,bo,经办人\n律师,ཁྲིམས་རྩོད་པ་,甲\n");
    for args in [
        &["import", "glossary", "own.csv", "--mapping", "mapping.txt"][..],
        &["import", "glossary", "bare.csv", "--columns", "zh,bo"],
        &["import", "glossary", "wide.csv", "--ignore-extra"],
    ] {
        let line = place.run(args).done();
        assert!(
            line.ends_with(": created 1, updated 0, unchanged 0, rejected 0\n"),
            "{line}"
        );
    }
}

#[test]
fn a_mapping_that_cannot_be_used_is_named() {
    let place = Place::new()
        .with_file("pairs.csv", PAIRS)
        .with_file("mapping.txt", "译文 = tibetan\n");
    let refused = |mapping: &str| {
        place
            .run(["import", "glossary", "pairs.csv", "--mapping", mapping])
            .refused(1)
    };
    assert!(refused("mapping.txt").contains("`tibetan` is not a column"));
    assert!(refused("gone.txt").starts_with("shanjar: `gone.txt` cannot be read: "));
}

#[test]
fn another_encoding_is_recognised_and_reported() {
    // 法院,ཁྲིམས in GB18030 needs its four-byte forms; the Chinese column alone shows the point.
    let gb18030 = b"zh\n\xb7\xa8\xd4\xba\n";
    let place = Place::new().with_file("old.csv", gb18030);
    let line = place.run(["import", "glossary", "old.csv"]).done();
    assert_eq!(
        line,
        "old.csv: created 1, updated 0, unchanged 0, rejected 0, encoding GB18030\n"
    );
}

#[test]
fn a_chinese_locale_is_answered_in_chinese() {
    let place = Place::new().with_file("pairs.csv", PAIRS);
    let ran = Ran::of(
        place
            .command(["import", "glossary", "pairs.csv"])
            .env("LANG", "zh_CN.UTF-8"),
    );
    assert_eq!(ran.done(), "pairs.csv：新建 2，更新 0，未变 0，退回 0\n");
}

#[test]
fn a_clerk_with_a_chinese_locale_reads_every_reason_in_chinese() {
    let place = Place::new().with_file("bad.csv", ONE_BAD_ROW);
    let run = |args: &[&str]| {
        let mut command = place.command(args);
        Ran::of(command.env("LC_ALL", "zh_CN.UTF-8"))
    };
    let told = "bad.csv:3，列 `bo`：`法官` 在藏文格中，却有汉字（提示：请检查各列的次序）";
    let stderr = run(&["import", "glossary", "bad.csv"]).refused(1);
    assert!(stderr.contains(told) && !stderr.contains("hint"), "{stderr}");
    let document = run(&["import", "glossary", "bad.csv", "--json", "--dry-run"]).json();
    assert!(document.to_string().contains(told), "{document}");
    run(&["import", "glossary", "bad.csv", "--on-error", "skip"]).done();
    let sheet = fs::read_to_string(place.path().join("bad.rejected.csv")).unwrap();
    assert!(sheet.contains(told), "{sheet}");
    // What is refused because of what the glossary holds already is told in the same language.
    let place = place.with_file("unknown.csv", "id,zh\nc-000099,律师\n");
    let ran = Ran::of(
        place
            .command(["import", "glossary", "unknown.csv"])
            .env("LC_ALL", "zh_CN.UTF-8"),
    );
    let stderr = ran.refused(1);
    assert!(
        stderr.contains("没有编号为 `c-000099` 的词条（提示："),
        "{stderr}"
    );
}

#[test]
fn a_row_without_chinese_is_not_taken_without_a_word() {
    let place = Place::new().with_file("bo.csv", "zh,bo\n,ཁྲིམས་ཁང་\n法官,\n");
    let ran = place.run(["import", "glossary", "bo.csv"]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stderr
            .starts_with("warning: bo.csv:2, column `zh`: `ཁྲིམས་ཁང` stands without Chinese"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stderr.lines().count(), 1);
    let rows: String = (0..5_000).map(|n| format!(",ཀ{n}\n")).collect();
    let place = place.with_file("many.csv", format!("zh,bo\n{rows}"));
    let many = place.run(["import", "glossary", "many.csv", "--dry-run"]).stderr;
    assert_eq!(
        (many.lines().count(), many.lines().last().unwrap()),
        (21, "… and 4980 more warnings")
    );
    let document = place.run(["import", "glossary", "bo.csv", "--json"]).json();
    assert!(
        document.to_string().contains(r#""code":"without_chinese""#),
        "{document}"
    );
}

#[test]
fn a_new_edition_is_shown_first_and_then_written() {
    let old = "zh,collection,number,law,article\n盗窃罪,charges-2024,1,刑法,第264条\n投机倒把罪,charges-2024,2,刑法,第225条\n\
               拐卖人口罪,charges-2024,3,刑法,第240条\n";
    let new = "罪名,编号,law,article,原名\n盗窃罪,1,刑法,第264条,\n非法经营罪,2,刑法,第225条,投机倒把罪\n\
               拐卖人口、儿童罪,3,刑法,第240条,\n";
    let place = Place::new().with_file("old.csv", old).with_file("new.csv", new);
    place.run(["import", "glossary", "old.csv"]).done();
    let import = |more: &[&str]| {
        let mut line = vec![
            "import",
            "glossary",
            "new.csv",
            "--collection",
            "charges-2027",
            "--succeeds",
            "charges-2024",
        ];
        line.extend(more);
        place.run(line)
    };
    insta::assert_snapshot!(import(&["--dry-run"]).done(), @r"
    new.csv: created 1, updated 2, unchanged 0, rejected 0 (dry run: nothing was written)
    charges-2027 in place of charges-2024: 1 renamed, 1 new, 1 abolished, 1 unchanged
      renamed	投机倒把罪 (2, 第225条)	非法经营罪 (2, 第225条)
      new	-	拐卖人口、儿童罪 (3, 第240条)
      abolished	拐卖人口罪 (3, 第240条)	-
      perhaps a rename: `拐卖人口罪` to `拐卖人口、儿童罪` (hint: if so, write `拐卖人口罪` into the column `replaces` of `拐卖人口、儿童罪`)
    ");
    let two = import(&["old.csv"]).refused(2);
    assert!(two.contains("`--succeeds` takes one FILE"), "{two}");
    let counts = "charges-2027 in place of charges-2024: 1 renamed, 1 new, 1 abolished, 1 unchanged\n";
    let written = import(&[]).done();
    assert_eq!(
        written,
        format!("new.csv: created 1, updated 2, unchanged 0, rejected 0\n{counts}")
    );
    let again = import(&["--json"]).json();
    let file = &again["files"][0];
    assert_eq!((&file["created"], &file["updated"]), (&0.into(), &0.into()));
    assert_eq!(file["list_changes"]["counts"]["renamed"], 1);
    assert_eq!(
        file["list_changes"]["likely_renames"][0]["old"]["name"],
        "拐卖人口罪"
    );
    let refused = place
        .run(["import", "glossary", "new.csv", "--collection", "charges-2027"])
        .refused(1);
    assert!(
        refused.contains("column `replaces`: `投机倒把罪` is replaced, and the file is not"),
        "{refused}"
    );
}

#[test]
fn a_dry_run_of_what_would_be_refused_ended_with_status_0() {
    let place = Place::new()
        .with_file("bad.csv", ONE_BAD_ROW)
        .with_file("pairs.csv", PAIRS);
    let stderr = place
        .run(["import", "glossary", "bad.csv", "--dry-run"])
        .refused(1);
    assert!(
        stderr.contains("nothing was written because rows are bad"),
        "{stderr}"
    );
    // With data there, and with those rows given back as was asked for.
    place.run(["import", "glossary", "pairs.csv"]).done();
    place
        .run(["import", "glossary", "bad.csv", "--dry-run"])
        .refused(1);
    place
        .run(["import", "glossary", "bad.csv", "--dry-run", "--on-error", "skip"])
        .done();
}

#[test]
fn a_refused_first_import_left_an_empty_data_directory() {
    let place = Place::new()
        .with_file("bad.csv", ONE_BAD_ROW)
        .with_file("no.xlsx", "no workbook")
        .with_file("pairs.csv", PAIRS);
    place.run(["import", "glossary", "bad.csv", "no.xlsx"]).refused(1);
    let is_server = testkit::chosen_database().is_some();
    assert_eq!(place.data_dir().exists(), is_server);
    let below = ["--data-dir", "new/data"];
    let args = |file| ["import", "glossary", file].into_iter().chain(below);
    place.run(args("bad.csv").collect::<Vec<_>>()).refused(1);
    assert_eq!(place.path().join("new").exists(), is_server);
    // What was there stays, and so does what a good file needs.
    std::fs::create_dir_all(place.path().join("new/data")).unwrap();
    place.run(args("bad.csv").collect::<Vec<_>>()).refused(1);
    assert!(place.path().join("new/data").exists());
    place
        .run(["import", "glossary", "bad.csv", "pairs.csv"])
        .refused(1);
    assert!(place.data_dir().exists());
    assert!(place.run(["verify"]).done().starts_with("sound: 2 concepts"));
}
