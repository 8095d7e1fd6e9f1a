//! An index that is built anew beside the one that serves.

use std::fs;

use glossary::ConceptId;
use search::{Indexed, Request};

use crate::harness::{concept, court, expected, hits, of_definition, open, serving};

#[test]
fn the_old_index_serves_until_the_new_one_is_whole() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let old = serving(temp.path());
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    let tribunal = concept("法庭", "ཁྲིམས་ར");
    rebuild
        .add(&Indexed {
            id: ConceptId::new(1),
            revision: 1,
            concept: &tribunal,
        })
        .unwrap();
    assert_eq!((index.position(), hits(&index)), (1, expected()));
    rebuild.finish(9).unwrap();
    assert_eq!((index.position(), index.len()), (9, 1));
    for text in ["法庭", "ཁྲིམས་ར"] {
        assert_eq!(index.search(&Request::new(text)).unwrap().position, 9);
    }
    assert!(!old.exists() && serving(temp.path()).exists());
    // The writer goes on with the new one.
    writer.delete(ConceptId::new(1)).unwrap();
    writer.commit(10).unwrap();
    assert!(index.is_empty());
}

#[test]
fn a_rebuild_that_is_given_up_leaves_everything_as_it_was() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let count = || fs::read_dir(of_definition(temp.path())).unwrap().count();
    let before = count();
    let mut writer = index.writer().unwrap();
    drop(writer.rebuild().unwrap());
    assert_eq!(count(), before);
    assert_eq!(hits(&index), expected());
    writer.delete(ConceptId::new(1)).unwrap();
    writer.commit(2).unwrap();
    assert_eq!(index.len(), court().len() - 1);
}

#[test]
fn what_a_crash_in_a_rebuild_leaves_is_removed_by_the_next_one() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let left_over = of_definition(temp.path()).join("7");
    fs::create_dir(&left_over).unwrap();
    fs::write(left_over.join("meta.json"), "{").unwrap();
    let mut writer = index.writer().unwrap();
    writer.rebuild().unwrap().finish(2).unwrap();
    assert!(!left_over.exists());
    assert!(serving(temp.path()).ends_with("8"), "no generation is used twice");
}
