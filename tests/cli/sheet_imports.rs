//! `import people` and the other sheets of the registry: what is told, asked, answered, written and taken back.

use super::program::{Place, Ran, Serving};

const COURTS: &str =
    "court_code,name_zh,parent_code\nqh,青海省高级人民法院,\nqh-yushu,玉树州中级人民法院,qh\n";
const PEOPLE: &str = "姓名,藏文姓名,所在法院,职务,任职日期,出生日期\n\
                      扎西,བཀྲ་ཤིས,玉树州中级人民法院,法官,2010-07-01,1980-05-01\n\
                      多杰,རྡོ་རྗེ,玉树州中级人民法院,法官,2010-07-01,八零年\n";

fn place() -> Place {
    let place = Place::new()
        .with_file("courts.csv", COURTS)
        .with_file("people.csv", PEOPLE);
    place.run(["import", "courts", "courts.csv"]).done();
    place
}

fn import(place: &Place, kind: &str, file: &str, more: &[&str]) -> Ran {
    place.run(["import", kind, file].iter().chain(more))
}

#[test]
fn bad_rows_are_told_with_their_places_and_given_back() {
    let place = place();
    let ran = import(&place, "people", "people.csv", &["--dry-run"]);
    assert_eq!(ran.status, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stderr
            .contains("people.csv:3, column `出生日期`: `八零年` is no day"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        ran.stdout,
        "people.csv: nothing written; it would be: person: created 1, updated 0, unchanged 0; rejected 1, left out 0\n"
    );
    assert_eq!(import(&place, "people", "people.csv", &[]).status, 1);
    // Where the bad rows cannot be saved, the good ones are not written either.
    let nowhere = ["--on-error", "skip", "--rejected", "gone/bad.csv"];
    let told = import(&place, "people", "people.csv", &nowhere).refused(1);
    assert!(told.contains("`gone/bad.csv`"), "{told}");
    let skip = ["--on-error", "skip", "--rejected", "bad.csv"];
    let ran = import(&place, "people", "people.csv", &skip);
    assert_eq!(
        ran.stdout, "people.csv: person: created 1, updated 0, unchanged 0; rejected 1, left out 0\n",
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("shanjar import undo i-"), "{}", ran.stderr);
    let bad = std::fs::read_to_string(place.path().join("bad.csv")).unwrap();
    assert!(
        bad.contains("多杰") && bad.contains("རྡོ་རྗེ") && !bad.contains("扎西"),
        "{bad}"
    );
    // Corrected, the file that came back is read as it is; it is never written over.
    std::fs::write(place.path().join("bad.csv"), bad.replace("八零年", "1981-01-02")).unwrap();
    let mended = import(&place, "people", "bad.csv", &[]).done();
    assert_eq!(
        mended,
        "bad.csv: person: created 1, updated 0, unchanged 0; rejected 0, left out 0\n"
    );
    let kept = import(&place, "people", "people.csv", &skip).refused(1);
    assert!(kept.contains("`bad.csv`"), "{kept}");
    // With nothing to give back, no file stays.
    let none = ["--on-error", "skip", "--rejected", "none.csv"];
    import(&place, "people", "bad.csv", &none).done();
    assert!(!place.path().join("none.csv").exists());
}

#[test]
fn whoever_could_be_somebody_is_asked_about_and_the_answer_is_kept() {
    let place = place();
    let good = PEOPLE.replace("八零年", "1981-01-02");
    let place = place
        .with_file("people.csv", &good)
        .with_file("again.csv", good.replace("1980-05-01", ""));
    import(&place, "people", "people.csv", &[]).done();
    let ran = import(&place, "people", "again.csv", &[]);
    assert_eq!(ran.status, 1, "{}{}", ran.stdout, ran.stderr);
    assert!(
        ran.stderr.contains("is 扎西 · 玉树州中级人民法院 (again.csv:2)")
            && ran.stderr.contains("--answers FILE"),
        "{}",
        ran.stderr
    );
    let question = ran
        .stderr
        .split("question ")
        .nth(1)
        .unwrap()
        .split(':')
        .next()
        .unwrap()
        .to_owned();
    let place = place.with_file("answers.txt", format!("{question} new\n"));
    let told = import(
        &place,
        "people",
        "again.csv",
        &["--answers", "answers.txt", "--json"],
    )
    .json();
    assert_eq!(
        (&told["applied"], &told["records"][0]["created"]),
        (&true.into(), &1.into()),
        "{told}"
    );
    let id = told["id"].as_str().unwrap();
    let undone = place.run(["import", "undo", id]).done();
    assert_eq!(undone, "taken back: 1, left as they are: 0\n");
    let again = place.run(["import", "undo", id]);
    assert_eq!(again.status, 1, "{}", again.stdout);
}

#[test]
fn a_sheet_without_a_header_is_read_by_the_names_of_its_columns() {
    let place = place().with_file(
        "people.csv",
        "扎西,7,玉树州中级人民法院,法官,2010-07-01,1980-05-01\n",
    );
    let named = |names: &str| import(&place, "people", "people.csv", &["--columns", names]);
    let refused = named("name,shoe_size,court,name").refused(2);
    assert!(
        refused.contains("`shoe_size` is not a column of people (hint: columns are person_id, name_zh"),
        "{refused}"
    );
    let refused = named("name,ignore,court,name,post_from,born_on").refused(2);
    assert!(refused.contains("`name` stands twice"), "{refused}");
    for counts in [
        "created 1, updated 0, unchanged 0",
        "created 0, updated 0, unchanged 1",
    ] {
        let told = named("name,ignore,court,post,post_from,born_on").done();
        assert_eq!(
            told,
            format!("people.csv: person: {counts}; rejected 0, left out 0\n")
        );
    }
}

#[test]
fn what_cannot_be_imported_is_told_with_a_way_out() {
    let place = place()
        .with_file("answers.txt", "perhaps")
        .with_file("a.jsonl", "{}");
    for (args, status, told) in [
        (
            &["import", "people", "none.csv"][..],
            1,
            "`none.csv` cannot be read",
        ),
        (&["import", "people", "a.jsonl"], 2, "`a.jsonl` is no sheet"),
        (&["import", "people", "a.doc"], 2, "`a.doc` is in no known format"),
        (
            &["import", "people", "people.csv", "--answers", "answers.txt"],
            2,
            "line 1 of the answers, `perhaps`, is none",
        ),
        (
            &["import", "undo", "i-000000000000000000000000"],
            1,
            "there is no import",
        ),
    ] {
        let refused = place.run(args).refused(status);
        assert!(refused.contains(told), "{args:?}: {refused}");
    }
    let serving = Serving::start(&place, &[]);
    let refused = import(&place, "people", "people.csv", &[]).refused(1);
    assert!(
        refused.contains("a server holds the data directory (hint: import on its page `/imports`"),
        "{refused}"
    );
    serving.signal("TERM");
    serving.wait();
}
