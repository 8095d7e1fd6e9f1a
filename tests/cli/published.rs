//! `import glossary --as-published`: a dictionary that was published before.

use super::program::{Place, Ran};

const PAIRS: &str = "zh,bo\n法院,ཁྲིམས་ཁང་\n证据,དཔང་རྟགས་\n";
const BATCH: &str = "number = \"P-1\"\ncommittee = \"青海省高级人民法院\"\ntitle = \"汉藏对照法律词典\"\n\
    publisher = \"人民法院出版社\"\ndecided_on = 2014-05-01\ndecision = \"青高法〔2014〕7号\"\nscan = \"决定.pdf\"\n";

fn place() -> Place {
    Place::new()
        .with_file("词典.csv", PAIRS)
        .with_file("batch.toml", BATCH)
        .with_file("决定.pdf", "%PDF-1.4\n")
}

const IMPORT: [&str; 5] = ["import", "glossary", "词典.csv", "--as-published", "batch.toml"];

#[test]
fn a_published_dictionary_is_authorised_and_a_second_time_changes_nothing() {
    let place = place();
    assert_eq!(
        place.run(IMPORT).done(),
        "词典.csv: created 2, updated 0, unchanged 0, rejected 0, authorised 2 in batch `P-1`, held back 0\n"
    );
    assert_eq!(
        place.run(IMPORT).done(),
        "词典.csv: created 0, updated 0, unchanged 2, rejected 0, authorised 0 in batch `P-1`, held back 0\n"
    );
    let found = place.run(["search", "ཁྲིམས་ཁང", "--json"]).json();
    assert_eq!(found["hits"][0]["workflow"], "authorised");
    let sound = place.run(["verify"]).done();
    assert_eq!(sound, "sound: 2 concepts, 2 revisions, 2 changes\n");
}

#[test]
fn a_dry_run_writes_nothing_and_the_document_names_the_batch() {
    let place = place();
    let dry: Vec<&str> = IMPORT.into_iter().chain(["--dry-run", "--json"]).collect();
    for _ in 0..2 {
        let file = place.run(&dry).json()["files"][0].clone();
        assert_eq!((&file["dry_run"], &file["created"]), (&true.into(), &2.into()));
        assert_eq!(
            file["batch"].to_string(),
            r#"{"authorised":2,"held_back":0,"id":null,"kind":"published_before","number":"P-1"}"#
        );
    }
    let json: Vec<&str> = IMPORT.into_iter().chain(["--json"]).collect();
    let made = place.run(&json).json()["files"][0]["batch"].clone();
    assert!(made["id"].as_str().unwrap().starts_with("b-"), "{made}");
    // A preview of what is there already says so, and finds another content as the import would.
    let known = place.run(&dry).json()["files"][0]["batch"].clone();
    assert_eq!((&known["id"], &known["authorised"]), (&made["id"], &0.into()));
    let other = place.with_file("词典.csv", "zh,bo\n法官,ཁྲིམས་དཔོན་\n");
    let told = other.run(IMPORT).refused(1);
    assert!(
        told.contains("batch `P-1` is there already, and differs in: `entries`"),
        "{told}"
    );
}

#[test]
fn what_is_wrong_with_the_description_is_told_with_key_value_and_way_out() {
    for (change, to, expected) in [
        (
            "number = \"P-1\"\n",
            "",
            "batch.toml: `number` is missing (hint: add a line `number = \"…\"`)",
        ),
        (
            "scan",
            "scam",
            "batch.toml:7: there is no key `scam` (hint: known are number, ",
        ),
        (
            "2014-05-01",
            "\"2014-02-30\"",
            "batch.toml:5: `decided_on` is `2014-02-30`: this is no day (hint: ",
        ),
        (
            "2014-05-01",
            "5",
            "batch.toml:5: `decided_on` must be a text (hint: ",
        ),
        (
            "\"P-1\"",
            "\" \"",
            "batch.toml:1: `number` is ` `: it is empty (hint: ",
        ),
        ("\"P-1\"", "\"P", "batch.toml:1: this is not TOML: "),
        (
            "决定.pdf",
            "没有.pdf",
            "batch.toml:7: `scan` is `没有.pdf`: cannot be read: ",
        ),
        (
            "决定.pdf",
            "词典.csv",
            "batch.toml:7: `scan` is `词典.csv`: the scan `词典.csv` is no PDF, PNG, JPEG or TIFF",
        ),
    ] {
        let ran = place()
            .with_file("batch.toml", BATCH.replace(change, to))
            .run(IMPORT);
        let told = ran.refused(1);
        assert!(told.contains(expected), "{expected} in {told}");
    }
}

#[test]
fn the_description_and_what_is_held_back_are_told_in_chinese() {
    let place = place().with_file("draft.csv", "zh,bo\n法院,གྱོད་ཁང་\n");
    place.run(["import", "glossary", "draft.csv"]).done();
    let in_chinese = |place: &Place| Ran::of(place.command(IMPORT).env("SHANJAR_LANGUAGE", "zh"));
    let ran = in_chinese(&place);
    assert_eq!(
        ran.stdout,
        "词典.csv：新建 1，更新 1，未变 0，退回 0，批次 `P-1` 审定 1，暂不审定 1\n"
    );
    assert!(ran.stderr.contains("本行只作为草案收入"), "{}", ran.stderr);
    let wrong = place.with_file("batch.toml", BATCH.replace("P-1", ""));
    let told = in_chinese(&wrong).refused(1);
    assert!(
        told.contains("`number` 的值 ``：是空的（提示：请填写）"),
        "{told}"
    );
}

#[test]
fn one_description_is_of_one_file() {
    let place = place().with_file("zwei.csv", PAIRS);
    let told = place
        .run([
            "import",
            "glossary",
            "词典.csv",
            "zwei.csv",
            "--as-published",
            "batch.toml",
        ])
        .refused(2);
    assert!(told.contains("`--as-published` describes one FILE"), "{told}");
}
