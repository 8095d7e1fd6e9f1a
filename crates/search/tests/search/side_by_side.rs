//! Programs of several versions, one after the other in one folder: each keeps its index and follows where it left off.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use glossary::ConceptId;
use search::{Condition, Definition, Encoder, Indexed, RebuildReason, Request, SearchIndex, Setup};

use crate::harness::{concept, setup};

/// The terms of change 1, 2 and so on.
const TERMS: [(&str, &str); 4] = [
    ("法院", "ཁྲིམས་ཁང"),
    ("人民法院", "མི་དམངས་ཁྲིམས་ཁང"),
    ("法官", "ཁྲིམས་དཔོན"),
    ("律师", "ཁྲིམས་རྩོད་པ"),
];

/// A program whose entries are written in its own way: that is another definition.
fn version(name: &'static str) -> Setup {
    Setup {
        encoder: Encoder::new(name, move |i| format!("{name} {}", i.id).into_bytes()),
        ..setup()
    }
}

fn folder_of(path: &Path, name: &str) -> PathBuf {
    path.join(Definition::load().unwrap().hash(name, &[]))
}

/// Opens the index as the program `name` and brings it to the change `seq` as the indexer does; returns how it was found.
fn run(path: &Path, name: &'static str, seq: u64) -> (SearchIndex, Condition) {
    let (index, condition) = SearchIndex::open(path, version(name)).unwrap();
    let mut writer = index.writer().unwrap();
    let terms = (1..=seq).zip(TERMS.map(|(zh, bo)| concept(zh, bo)));
    let all: Vec<_> = terms.collect();
    let indexed = |(id, concept)| Indexed {
        id: ConceptId::new(id),
        revision: 1,
        concept,
    };
    let all = all.iter().map(|(id, concept)| indexed((*id, concept)));
    match &condition {
        Condition::NeedsRebuild(_) => {
            let mut rebuild = writer.rebuild().unwrap();
            all.for_each(|one| rebuild.add(&one).unwrap());
            rebuild.finish(seq).unwrap();
        }
        Condition::Ready { position, .. } => {
            all.skip(*position as usize)
                .for_each(|one| writer.upsert(&one).unwrap());
            writer.commit(seq).unwrap();
        }
    }
    drop(writer);
    (index, condition)
}

/// Every term so far is found, in the words of the program that asks.
#[track_caller]
fn check_answers(index: &SearchIndex, name: &str, seq: u64) {
    assert_eq!((index.position(), index.len() as u64), (seq, seq));
    for (id, (zh, bo)) in (1..=seq).zip(TERMS) {
        for text in [zh, bo] {
            let hits = index.search(&Request::new(text)).unwrap().hits;
            assert_eq!(
                String::from_utf8_lossy(&hits[0].payload),
                format!("{name} c-{id:06}"),
                "{text}"
            );
        }
    }
}

/// The one generation in the folder of a definition.
fn generation(folder: &Path) -> PathBuf {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.into_iter().find(|path| path.is_dir()).unwrap()
}

fn is_rebuilt(condition: &Condition) -> bool {
    matches!(condition, Condition::NeedsRebuild(_))
}

/// Sets the last use of a definition back by `hours`.
fn age(path: &Path, name: &str, hours: u64) {
    let used = fs::File::options()
        .write(true)
        .open(folder_of(path, name).join("USED"))
        .unwrap();
    let before: SystemTime = used.metadata().unwrap().modified().unwrap();
    used.set_modified(before - Duration::from_hours(hours)).unwrap();
}

#[test]
fn going_back_to_the_older_program_follows_and_builds_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path();
    let (older, condition) = run(path, "a", 2);
    assert_eq!(condition, Condition::NeedsRebuild(RebuildReason::Missing));
    // The newer one builds its own while the older one serves.
    let (newer, condition) = run(path, "b", 3);
    assert_eq!(condition, Condition::NeedsRebuild(RebuildReason::OtherDefinition));
    check_answers(&older, "a", 2);
    check_answers(&newer, "b", 3);
    drop((older, newer));
    let (older, condition) = run(path, "a", 4);
    assert!(
        matches!(condition, Condition::Ready { position: 2, .. }),
        "it follows from where it was: {condition:?}"
    );
    check_answers(&older, "a", 4);
    drop(older);
    let (newer, condition) = run(path, "b", 4);
    assert!(
        matches!(condition, Condition::Ready { position: 3, .. }),
        "{condition:?}"
    );
    check_answers(&newer, "b", 4);
}

#[test]
fn a_third_definition_lets_the_oldest_go_when_it_is_tidied() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path();
    for (seq, name) in [(1, "a"), (2, "b"), (3, "c")] {
        drop(run(path, name, seq));
    }
    let (index, _) = run(path, "c", 3);
    let mut writer = index.writer().unwrap();
    writer.tidy().unwrap();
    assert!(folder_of(path, "a").exists(), "it was used today");
    age(path, "a", 48);
    age(path, "b", 47);
    writer.tidy().unwrap();
    let left = ["a", "b", "c"].map(|name| folder_of(path, name).exists());
    assert_eq!(left, [false, true, true], "the own one and the one before stay");
    check_answers(&index, "c", 3);
    drop((index, writer));
    let (before, condition) = run(path, "b", 4);
    assert!(!is_rebuilt(&condition));
    check_answers(&before, "b", 4);
    let (oldest, condition) = run(path, "a", 4);
    assert!(is_rebuilt(&condition));
    check_answers(&oldest, "a", 4);
}

#[test]
fn what_another_program_still_serves_is_left_to_it() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path();
    let (oldest, _) = run(path, "a", 1);
    drop(run(path, "b", 2));
    let (newest, _) = run(path, "c", 3);
    age(path, "a", 48);
    newest.writer().unwrap().tidy().unwrap();
    // It serves, and it can still write.
    check_answers(&oldest, "a", 1);
    let mut writer = oldest.writer().unwrap();
    writer.delete(ConceptId::new(1)).unwrap();
    writer.commit(2).unwrap();
    assert!(oldest.is_empty());
    drop((oldest, writer));
    newest.writer().unwrap().tidy().unwrap();
    assert!(!folder_of(path, "a").exists());
}

#[test]
fn a_damaged_or_half_made_index_of_another_definition_is_no_error() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path();
    drop(run(path, "a", 1));
    let damages: [&dyn Fn(&Path); 4] = [
        &|folder| fs::write(folder.join("CURRENT"), b"\xff../..").unwrap(),
        &|folder| fs::write(generation(folder).join("meta.json"), "{").unwrap(),
        &|folder| fs::remove_file(folder.join("CURRENT")).unwrap(),
        &|folder| fs::remove_file(folder.join("USED")).unwrap(),
    ];
    for damage in damages {
        drop(run(path, "b", 2));
        damage(&folder_of(path, "b"));
        let (index, condition) = run(path, "a", 2);
        assert!(!is_rebuilt(&condition), "{condition:?}");
        index.writer().unwrap().tidy().unwrap();
        check_answers(&index, "a", 2);
        drop(index);
        // Its own program makes it anew where that is needed.
        check_answers(&run(path, "b", 2).0, "b", 2);
    }
}
