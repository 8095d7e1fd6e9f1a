//! The life of an index on disk: built, opened again, damaged, replaced, crashed.

use std::fs;
use std::sync::Arc;

use glossary::ConceptId;
use search::{Condition, Encoder, Error, Indexed, RebuildReason, Request, SearchIndex, Setup, Words};

use crate::harness::{
    concept, copy, court, expected, hits, lines, of_definition, open, origin, reason, serving, setup,
};

#[test]
fn an_index_is_built_once_and_then_opened() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("index");
    let (index, condition) = open(&path, &court(), 41);
    assert_eq!(reason(condition), RebuildReason::Missing);
    assert_eq!((index.position(), index.len()), (41, court().len()));
    assert_eq!(hits(&index), expected());
    drop(index);
    let (index, condition) = open(&path, &[], 0);
    assert_eq!(position(&condition), Some(41));
    assert_eq!(hits(&index), expected());
}

#[test]
fn before_the_first_rebuild_nothing_is_found_and_nothing_can_be_written() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = SearchIndex::open(temp.path(), setup()).unwrap();
    for text in ["法院", "ཁྲིམས་ཁང"] {
        let answer = index.search(&Request::new(text)).unwrap();
        assert_eq!((answer.total, answer.position), (0, 0));
    }
    let mut writer = index.writer().unwrap();
    let court = concept("法院", "ཁྲིམས་ཁང");
    let indexed = Indexed {
        id: ConceptId::new(1),
        revision: 1,
        concept: &court,
    };
    assert!(matches!(writer.upsert(&indexed), Err(Error::NotBuilt)));
    assert!(matches!(writer.delete(ConceptId::new(1)), Err(Error::NotBuilt)));
    assert!(matches!(writer.commit(1), Err(Error::NotBuilt)));
}

#[test]
fn edits_are_seen_after_the_commit_and_survive() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let mut writer = index.writer().unwrap();
    let tribunal = concept("法庭", "ཁྲིམས་ར");
    writer
        .upsert(&Indexed {
            id: ConceptId::new(1),
            revision: 2,
            concept: &tribunal,
        })
        .unwrap();
    writer.delete(ConceptId::new(4)).unwrap();
    assert_eq!((index.position(), hits(&index)), (1, expected()));
    writer.commit(3).unwrap();
    let look = |index: &SearchIndex| {
        let answer = index.search(&Request::new("法庭")).unwrap();
        assert_eq!(answer.position, 3);
        assert_eq!(*answer.hits[0].payload, *b"c-000001@2");
        assert_eq!(index.search(&Request::new("ཁྲིམས་ཁང")).unwrap().hits.len(), 2);
        assert_eq!(index.search(&Request::new("法官")).unwrap().total, 0);
    };
    look(&index);
    drop((index, writer));
    let (index, condition) = open(temp.path(), &[], 0);
    assert_eq!(position(&condition), Some(3));
    look(&index);
}

#[test]
fn what_was_not_committed_is_gone_and_the_position_says_so() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 7);
    let mut writer = index.writer().unwrap();
    let tribunal = concept("法庭", "ཁྲིམས་ར");
    writer
        .upsert(&Indexed {
            id: ConceptId::new(99),
            revision: 1,
            concept: &tribunal,
        })
        .unwrap();
    drop((index, writer));
    let (index, condition) = open(temp.path(), &[], 0);
    assert_eq!(position(&condition), Some(7));
    assert_eq!(hits(&index), expected());
    // The same change again, as the caller does from the position on.
    let mut writer = index.writer().unwrap();
    writer
        .upsert(&Indexed {
            id: ConceptId::new(99),
            revision: 1,
            concept: &tribunal,
        })
        .unwrap();
    writer.commit(8).unwrap();
    assert_eq!(index.search(&Request::new("法庭")).unwrap().total, 1);
    assert_eq!(index.search(&Request::new("ཁྲིམས་ར")).unwrap().total, 1);
}

#[test]
fn there_is_one_writer() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let writer = index.writer().unwrap();
    assert!(matches!(index.writer(), Err(Error::Busy)));
    let (other, _) = SearchIndex::open(temp.path(), setup()).unwrap();
    assert!(
        matches!(other.writer(), Err(Error::Busy)),
        "another process is told as well"
    );
    drop(writer);
    assert!(index.writer().is_ok());
}

#[test]
fn another_payload_format_or_other_hidden_collections_are_another_index() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 1));
    let other: [Setup; 2] = [
        Setup {
            encoder: Encoder::new("test-2", |_| Vec::new()),
            ..setup()
        },
        Setup {
            hidden: vec!["older".parse().unwrap()],
            ..setup()
        },
    ];
    for setup in other {
        let (index, condition) = SearchIndex::open(temp.path(), setup).unwrap();
        assert_eq!(reason(condition), RebuildReason::OtherDefinition);
        assert!(index.is_empty());
    }
}

#[test]
fn an_index_of_another_store_or_of_a_later_state_is_not_taken_as_current() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 3305));
    let ahead = RebuildReason::Ahead {
        position: 3305,
        last_seq: 5,
    };
    for (origin, expect) in [
        (origin("test", 5), ahead),
        (origin("other", 5), RebuildReason::OtherOrigin),
        (origin("other", 9999), RebuildReason::OtherOrigin),
    ] {
        let setup = Setup { origin, ..setup() };
        let (index, condition) = SearchIndex::open(temp.path(), setup).unwrap();
        assert_eq!(reason(condition), expect);
        assert_eq!((index.position(), index.len()), (0, 0), "nothing of it is served");
        assert!(index.search(&Request::new("法院")).unwrap().hits.is_empty());
    }
    for last_seq in [3305, 3306] {
        let setup = Setup {
            origin: origin("test", last_seq),
            ..setup()
        };
        let (_, condition) = SearchIndex::open(temp.path(), setup).unwrap();
        assert_eq!(position(&condition), Some(3305));
    }
}

#[test]
fn an_index_is_read_beside_its_writer_and_reading_makes_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("index");
    let (_, condition) = SearchIndex::open_for_reading(&path, setup()).unwrap();
    assert_eq!(reason(condition), RebuildReason::Missing);
    assert!(!path.exists());
    let (index, _) = open(&path, &court(), 0);
    let mut writer = index.writer().unwrap();
    let tribunal = concept("法庭", "ཁྲིམས་ར");
    for seq in 1..40 {
        let id = ConceptId::new(100 + seq);
        writer
            .upsert(&Indexed {
                id,
                revision: 1,
                concept: &tribunal,
            })
            .unwrap();
        writer.commit(seq).unwrap();
        let (reader, condition) = SearchIndex::open_for_reading(&path, setup()).unwrap();
        assert_eq!(position(&condition), Some(seq));
        let answer = reader.search(&Request::new("ཁྲིམས་ར")).unwrap();
        assert_eq!(answer.total as u64, seq);
    }
}

#[test]
fn queries_do_not_wait_for_the_dictionary() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 1));
    let words = Words::on_demand();
    let setup = Setup {
        words: Arc::clone(&words),
        ..setup()
    };
    let (index, _) = SearchIndex::open(temp.path(), setup).unwrap();
    let ask = |text| lines(&index.search(&Request::new(text)).unwrap());
    assert_eq!(hits(&index), expected());
    assert_eq!(ask("财产 离婚"), ["words [离婚]后[财产]纠纷"]);
    assert_eq!(ask("ཁང་མི").first().map(String::as_str), Some("words [མི]"));
    assert_eq!(ask("纠纷离婚"), ["words [离婚]"], "only what stands in it");
    assert!(!words.is_loaded(), "nothing so far needed it");
    words.wait();
    assert!(words.is_loaded());
    assert_eq!(ask("纠纷离婚").len(), 3);
}

#[test]
fn an_index_in_a_file_is_an_error_that_names_it() {
    let temp = tempfile::tempdir().unwrap();
    let path = temp.path().join("index");
    fs::write(&path, "not a folder").unwrap();
    let error = SearchIndex::open(&path, setup()).unwrap_err();
    assert!(error.to_string().contains(&path.display().to_string()), "{error}");
}

#[test]
fn a_kill_between_two_commits_leaves_the_first_one() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(&temp.path().join("index"), &court(), 7);
    let mut writer = index.writer().unwrap();
    let long = concept(&"法庭".repeat(150), "ཁྲིམས་ར");
    for number in 100..400 {
        let id = ConceptId::new(number);
        writer
            .upsert(&Indexed {
                id,
                revision: 1,
                concept: &long,
            })
            .unwrap();
        writer.delete(ConceptId::new(1)).unwrap();
    }
    // What lies on the disk while the writer still works is what a killed process would leave.
    let killed = temp.path().join("killed");
    fs::create_dir(&killed).unwrap();
    let serves = serving(&temp.path().join("index"));
    let [from, to] = [&temp.path().join("index"), &killed].map(|path| of_definition(path));
    copy(&serves, &to.join(serves.file_name().unwrap()));
    for name in ["CURRENT", "USED"] {
        fs::copy(from.join(name), to.join(name)).unwrap();
    }
    let (after, condition) = SearchIndex::open(&killed, setup()).unwrap();
    assert_eq!(position(&condition), Some(7));
    assert_eq!(hits(&after), expected());
}

#[test]
fn every_answer_is_of_one_position_while_the_index_changes() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &[], 0);
    let done = std::sync::atomic::AtomicBool::new(false);
    let court = concept("法院", "ཁྲིམས་ཁང");
    std::thread::scope(|scope| {
        for text in ["法院", "ཁྲིམས་ཁང"] {
            scope.spawn(|| {
                while !done.load(std::sync::atomic::Ordering::Acquire) {
                    let answer = index.search(&Request::new(text)).unwrap();
                    assert_eq!(
                        answer.total as u64, answer.position,
                        "as many concepts as changes"
                    );
                }
            });
        }
        let mut writer = index.writer().unwrap();
        for seq in 1..=12 {
            let id = ConceptId::new(seq);
            if seq % 4 == 0 {
                let mut rebuild = writer.rebuild().unwrap();
                for number in 1..=seq {
                    let id = ConceptId::new(number);
                    rebuild
                        .add(&Indexed {
                            id,
                            revision: 1,
                            concept: &court,
                        })
                        .unwrap();
                }
                rebuild.finish(seq).unwrap();
            } else {
                writer
                    .upsert(&Indexed {
                        id,
                        revision: 1,
                        concept: &court,
                    })
                    .unwrap();
                writer.commit(seq).unwrap();
            }
        }
        done.store(true, std::sync::atomic::Ordering::Release);
    });
    assert_eq!(index.position(), 12);
}

/// Returns the position of an index that was found whole.
fn position(condition: &Condition) -> Option<u64> {
    match condition {
        Condition::Ready { position, .. } => Some(*position),
        Condition::NeedsRebuild(_) => None,
    }
}

#[test]
fn an_index_that_nobody_touched_is_opened_by_its_seal() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 1));
    let (index, condition) = open(temp.path(), &[], 0);
    assert_eq!(
        condition,
        Condition::Ready {
            position: 1,
            is_checked: false
        }
    );
    assert_eq!(index.check(), Ok(()));
    // An edit seals anew.
    let mut writer = index.writer().unwrap();
    writer.delete(ConceptId::new(1)).unwrap();
    writer.commit(2).unwrap();
    drop((index, writer));
    let (index, condition) = open(temp.path(), &[], 0);
    assert_eq!(
        condition,
        Condition::Ready {
            position: 2,
            is_checked: false
        }
    );
    // A file that was written to is compared, although it is as it was.
    let lexicon = serving(temp.path()).join("lexicon");
    std::fs::write(&lexicon, std::fs::read(&lexicon).unwrap()).unwrap();
    drop(index);
    let (_, condition) = open(temp.path(), &[], 0);
    assert_eq!(
        condition,
        Condition::Ready {
            position: 2,
            is_checked: true
        }
    );
    // Whole as it is, it is sealed, and opened by that seal.
    let (_, condition) = open(temp.path(), &[], 0);
    assert_eq!(
        condition,
        Condition::Ready {
            position: 2,
            is_checked: false
        }
    );
}

/// A process that was ended while it wrote the seal left an empty one, and each start from then on compared everything.
#[test]
fn an_index_with_a_broken_seal_is_compared_in_full_once() {
    let temp = tempfile::tempdir().unwrap();
    drop(open(temp.path(), &court(), 1));
    let definition = std::fs::read_dir(temp.path())
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let name = std::fs::read_to_string(definition.join("CURRENT")).unwrap();
    let seal = definition.join(name.trim()).join("SEAL");
    assert!(seal.exists());
    std::fs::write(&seal, "").unwrap();
    // Who only reads leaves the folder as it is.
    for _ in 0..2 {
        let (_, condition) = SearchIndex::open_for_reading(temp.path(), setup()).unwrap();
        assert!(matches!(condition, Condition::Ready { is_checked: true, .. }));
    }
    for is_first in [true, false] {
        let (_, condition) = SearchIndex::open(temp.path(), setup()).unwrap();
        assert!(
            matches!(condition, Condition::Ready { is_checked, .. } if is_checked == is_first),
            "{condition:?}"
        );
    }
}
