//! `import subject-fields`: the tree of fields of law, out of a table.

use super::program::Place;

fn import(place: &Place, table: &str, more: &[&str]) -> super::program::Ran {
    std::fs::write(place.path().join("fields.tsv"), table).unwrap();
    place.run(["import", "subject-fields", "fields.tsv"].iter().chain(more))
}

#[test]
fn the_fields_of_the_seed_are_taken_twice_and_are_the_same() {
    let place = Place::new();
    let table = include_str!("../../data/subject-fields.tsv");
    for _ in 0..2 {
        let told = import(&place, table, &[]).done();
        assert_eq!(told, "subject fields: written 22\n");
    }
    let told = import(&place, table, &["--json"]).done();
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&told).unwrap()["written"],
        22
    );
}

#[test]
fn a_table_with_a_fault_writes_nothing_and_names_each() {
    let place = Place::new();
    let table = "code\tparent\tzh\tbo\ncivil\t\t民事\tདམངས་དོན\nfamily\tlost\t家事\t\n";
    let told = import(&place, table, &[]).refused(1);
    for part in [
        "the Tibetan name of the field `civil` has no source",
        "the field `family` stands below `lost`, which there is not",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let told = import(&place, "code\tzh\n民\t民事\n", &[]).refused(1);
    assert!(told.contains("`民` cannot be the code of a field"), "{told}");
    let told = import(&place, "code\tzh\ncivil\t民事\n", &[]).done();
    assert_eq!(told, "subject fields: written 1\n");
}
