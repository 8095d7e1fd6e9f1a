//! `import collections`: what the collections are called.

use super::program::{Place, Ran};

fn import(place: &Place, more: &[&str]) -> Ran {
    place.run(["import", "collections", "collections.toml"].iter().chain(more))
}

#[test]
fn the_collections_that_come_with_the_program_are_described_and_may_be_described_again() {
    let place = Place::new().with_file("collections.toml", include_str!("../../data/collections.toml"));
    for _ in 0..2 {
        assert_eq!(import(&place, &[]).done(), "collections: written 11\n");
    }
    let one = place.with_file(
        "collections.toml",
        "[[collection]]\nname = \"charges-2024\"\ntitle_zh = \"罪名\"\ntitle_bo = \"ཉེས་མིང\"\nbo_source = \"《法律大词典》\"\nkind = \"official_list\"\n",
    );
    assert_eq!(import(&one, &["--json"]).json()["written"], 1);
}

#[test]
fn what_is_wrong_is_told_with_line_key_value_and_way_out() {
    let head = "[[collection]]\nname = \"laws\"\n";
    for (text, told) in [
        (format!("{head}titel = \"a\"\n"), "collections.toml:3: "),
        (
            format!("{head}title_bo = \"ཁྲིམས\"\n"),
            "has no source (hint: say with `bo_source`",
        ),
        (
            format!("{head}kind = \"list\"\n"),
            "(hint: one of official_list, texts, names, dictionary)",
        ),
        (format!("{head}title_zh = 3\n"), "collections.toml:3: "),
        ("[[collection]]\ntitle_zh = \"法\"\n".to_owned(), "`name`"),
        ("[collections]\n".to_owned(), "[[collection]]"),
        (
            "[[collection]]\nname = \"法\"\n".to_owned(),
            "collections.toml:2: ",
        ),
    ] {
        let place = Place::new().with_file("collections.toml", &text);
        let refused = import(&place, &[]).refused(1);
        assert!(refused.contains(told), "{text}: {refused}");
        assert_eq!(refused.lines().count(), 1, "{refused}");
    }
}
