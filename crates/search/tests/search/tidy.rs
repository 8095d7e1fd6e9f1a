//! An index that is tidied after a day of edits.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use glossary::ConceptId;
use search::{Condition, Error, Indexed, Request, SearchIndex, Tidied, Writer};

use crate::harness::{concept, court, hits, lines, open, serving, setup};

const COMMITS: u64 = 6;

/// An index on disk with a segment, deleted entries and changes for each of six commits.
fn edited(path: &Path) -> SearchIndex {
    let (index, _) = open(path, &court(), 1);
    let mut writer = index.writer().unwrap();
    for seq in 2..2 + COMMITS {
        put(&mut writer, 100 + seq, "人民法庭", "མི་དམངས་ཁྲིམས་ར");
        put(&mut writer, seq, "法槌", "ཁྲིམས་ཐོ");
        writer.delete(ConceptId::new(seq + 6)).unwrap();
        writer.commit(seq).unwrap();
    }
    drop(writer);
    index
}

fn put(writer: &mut Writer, id: u64, zh: &str, bo: &str) {
    let indexed = Indexed {
        id: ConceptId::new(id),
        revision: 2,
        concept: &concept(zh, bo),
    };
    writer.upsert(&indexed).unwrap();
}

/// The answers to a few texts of both scripts, with what is suggested.
fn answers(index: &SearchIndex) -> Vec<Vec<String>> {
    let texts = [
        "法",
        "人民法庭",
        "法庭 人民",
        "fayuan",
        "法院长",
        "ཁྲིམས",
        "ཁྲིམས་ཐོ་",
        "མི་དམངས",
        "khrims",
    ];
    let of_text = |text: &&str| lines(&index.search(&Request::new(text)).unwrap());
    let suggested = |text: &&str| {
        let all = index.suggest(text, 9).unwrap();
        all.into_iter().map(|s| format!("{} {}", s.id, s.text)).collect()
    };
    let found = texts.iter().map(of_text);
    found
        .chain(texts.iter().map(suggested))
        .chain(hits(index))
        .collect()
}

/// Returns how many segments the serving index has, and the names of its lexicons.
fn on_disk(path: &Path) -> (usize, Vec<String>) {
    let folder = serving(path);
    let meta: serde_json::Value =
        serde_json::from_slice(&fs::read(folder.join("meta.json")).unwrap()).unwrap();
    let names = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap());
    let is_lexicon = |name: &String| {
        ["lexicon", "delta", "folded"]
            .iter()
            .any(|stem| name.starts_with(stem))
    };
    let mut lexicons: Vec<_> = names.filter(is_lexicon).collect();
    lexicons.sort();
    (meta["segments"].as_array().unwrap().len(), lexicons)
}

/// Returns how many files of segments lie there that no commit names.
fn unnamed_segment_files(path: &Path) -> usize {
    let folder = serving(path);
    let meta = fs::read_to_string(folder.join("meta.json"))
        .unwrap()
        .replace('-', "");
    let names = fs::read_dir(&folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap());
    // A file of a segment is named after it: 32 hexadecimal digits.
    let segments = names.filter_map(|name| name.split_once('.').map(|(id, _)| id.to_owned()));
    segments.filter(|id| id.len() == 32 && !meta.contains(id)).count()
}

#[test]
fn a_tidied_index_has_one_segment_and_one_lexicon_and_answers_as_before() {
    let temp = tempfile::tempdir().unwrap();
    let index = edited(temp.path());
    let before = answers(&index);
    assert!(before[..9].iter().all(|answer| !answer.is_empty()), "{before:?}");
    let (segments, lexicons) = on_disk(temp.path());
    assert!(segments > 1 && lexicons.iter().any(|name| name.starts_with("delta")));
    // What a killed process left.
    for name in ["delta-3", "folded-99", "folded-99.payloads"] {
        fs::write(serving(temp.path()).join(name), "").unwrap();
    }
    let mut writer = index.writer().unwrap();
    let tidied = writer.tidy().unwrap();
    assert_eq!((tidied.segments, tidied.deleted > 0), (segments, true));
    assert_eq!(tidied.changes, 3 * COMMITS as usize);
    assert_eq!(answers(&index), before);
    let named = ["folded-7", "folded-7.payloads"].map(String::from).to_vec();
    assert_eq!(on_disk(temp.path()), (1, named));
    assert_eq!(unnamed_segment_files(temp.path()), 0);
    assert_eq!(index.position(), 1 + COMMITS);
    let nothing = Tidied {
        segments: 1,
        ..Tidied::default()
    };
    assert_eq!(writer.tidy().unwrap(), nothing);
    drop((index, writer));
    let (index, condition) = open(temp.path(), &[], 0);
    let sealed = Condition::Ready {
        position: 1 + COMMITS,
        is_checked: false,
    };
    assert_eq!((condition, index.check()), (sealed, Ok(())));
    assert_eq!(answers(&index), before);
}

#[test]
fn searches_go_on_while_the_index_is_tidied() {
    let temp = tempfile::tempdir().unwrap();
    let index = edited(temp.path());
    let before = answers(&index);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asker = scope.spawn(|| {
            let mut asked = 0;
            while !done.load(Ordering::Acquire) || asked == 0 {
                assert_eq!(answers(&index), before);
                asked += 1;
            }
        });
        let mut writer = index.writer().unwrap();
        writer.tidy().unwrap();
        done.store(true, Ordering::Release);
        assert!(asker.join().is_ok());
    });
}

#[test]
fn edits_go_on_after_tidying_and_what_was_not_committed_is_given_up() {
    let temp = tempfile::tempdir().unwrap();
    let index = edited(temp.path());
    let before = answers(&index);
    let mut writer = index.writer().unwrap();
    put(&mut writer, 900, "法", "ཁྲིམས");
    writer.tidy().unwrap();
    assert_eq!(answers(&index), before);
    put(&mut writer, 901, "法", "ཁྲིམས");
    writer.commit(20).unwrap();
    for text in ["法", "ཁྲིམས"] {
        let exact = index.search(&Request::new(text)).unwrap().hits;
        assert_eq!(exact[0].id, ConceptId::new(901), "{text}");
        assert_ne!(exact[1].id, ConceptId::new(900), "{text}");
    }
    assert_eq!(writer.tidy().unwrap().changes, 1);
}

#[test]
fn an_index_of_which_all_is_gone_is_tidied_to_nothing() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 1);
    let mut writer = index.writer().unwrap();
    for id in 1..=court().len() as u64 {
        writer.delete(ConceptId::new(id)).unwrap();
    }
    writer.commit(2).unwrap();
    writer.tidy().unwrap();
    assert_eq!((on_disk(temp.path()).0, index.len(), index.position()), (0, 0, 2));
    assert_eq!(index.search(&Request::new("ཁྲིམས")).unwrap().total, 0);
    put(&mut writer, 1, "法院", "ཁྲིམས་ཁང");
    writer.commit(3).unwrap();
    assert_eq!(index.search(&Request::new("法院")).unwrap().total, 1);
}

#[test]
fn there_is_nothing_to_tidy_before_the_first_rebuild() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = SearchIndex::open(temp.path(), setup()).unwrap();
    assert!(matches!(index.writer().unwrap().tidy(), Err(Error::NotBuilt)));
}
