//! Damaged files: whatever happened to the index, it is noticed, built anew, and finds the same.

use std::fs;

use glossary::ConceptId;
use search::{Condition, Indexed, RebuildReason, SearchIndex};

use crate::harness::{concept, copy, court, expected, hits, of_definition, open, reason, serving, setup};

#[test]
fn every_file_that_is_cut_garbled_or_gone_leads_to_a_rebuild_with_the_same_hits() {
    let temp = tempfile::tempdir().unwrap();
    let mut concepts = court();
    let (index, _) = open(temp.path(), &concepts, 5);
    // A deletion, so that there is a file of deleted entries too.
    let mut writer = index.writer().unwrap();
    concepts.push(concept("法庭", "ཁྲིམས་ར"));
    let id = ConceptId::new(concepts.len() as u64);
    writer
        .upsert(&Indexed {
            id,
            revision: 1,
            concept: &concepts[15],
        })
        .unwrap();
    writer.delete(id).unwrap();
    writer.delete(ConceptId::new(15)).unwrap();
    writer
        .upsert(&Indexed {
            id: ConceptId::new(15),
            revision: 1,
            concept: &concepts[14],
        })
        .unwrap();
    writer.commit(6).unwrap();
    concepts.pop();
    drop((index, writer));
    let whole = tempfile::tempdir().unwrap();
    copy(&serving(temp.path()), whole.path());
    let damages: [(&str, Damage); 7] = [
        ("emptied", |_| Some(Vec::new())),
        ("halved", |b| Some(b[..b.len() / 2].to_vec())),
        ("a little short", |b| {
            Some(b[..b.len().saturating_sub(5)].to_vec())
        }),
        ("first bit turned", |b| Some(turned(b, 0))),
        (MIDDLE, |b| {
            let middle = b.len() / 2;
            Some(turned(b, middle))
        }),
        ("garbage", |b| Some(b.iter().map(|x| x ^ 0x5a).collect())),
        ("gone", |_| None),
    ];
    for name in fs::read_dir(whole.path())
        .unwrap()
        .map(|e| e.unwrap().file_name())
    {
        // Lock files are empty and their content means nothing.
        if name.to_string_lossy().ends_with(".lock") {
            continue;
        }
        for (damage, apply) in damages {
            let folder = serving(temp.path());
            fs::remove_dir_all(&folder).unwrap();
            copy(whole.path(), &folder);
            match apply(fs::read(folder.join(&name)).unwrap()) {
                Some(bytes) => fs::write(folder.join(&name), bytes).unwrap(),
                None => fs::remove_file(folder.join(&name)).unwrap(),
            }
            let (index, condition) = open(temp.path(), &concepts, 6);
            // In the middle of a small file stands the number of the library's version, which nobody needs.
            // Without its seal everything is compared, and found whole.
            let harmless =
                damage == MIDDLE || name == "SEAL" || name.to_string_lossy().ends_with(".managed.json");
            let noticed = matches!(condition, Condition::NeedsRebuild(RebuildReason::Damaged(_)));
            assert!(noticed || harmless, "{name:?} {damage}: {condition:?}");
            assert_eq!(hits(&index), expected(), "{name:?} {damage}");
            assert_eq!(index.position(), 6);
        }
    }
}

#[test]
fn a_changed_digit_in_the_unguarded_file_is_noticed() {
    let temp = tempfile::tempdir().unwrap();
    let (index, _) = open(temp.path(), &court(), 61);
    drop(index);
    let meta = serving(temp.path()).join("meta.json");
    let sound = fs::read_to_string(&meta).unwrap();
    for (from, to) in [
        ("\"max_doc\": 15", "\"max_doc\": 14"),
        ("\\\"seq\\\":61", "\\\"seq\\\":60"),
    ] {
        let sound = sound.replace("\"max_doc\":15", "\"max_doc\": 15");
        assert!(sound.contains(from), "{sound}");
        fs::write(&meta, sound.replace(from, to)).unwrap();
        let (_, condition) = SearchIndex::open(temp.path(), setup()).unwrap();
        assert!(
            matches!(condition, Condition::NeedsRebuild(RebuildReason::Damaged(_))),
            "{to}: {condition:?}"
        );
    }
}

#[test]
fn a_lost_or_garbled_pointer_leads_to_a_rebuild() {
    let temp = tempfile::tempdir().unwrap();
    for bytes in [
        None,
        Some(&b""[..]),
        Some(b"../../etc-1\n"),
        Some(b"\xff\xff"),
        Some(b"nowhere"),
    ] {
        drop(open(temp.path(), &court(), 1));
        match bytes {
            Some(bytes) => fs::write(of_definition(temp.path()).join("CURRENT"), bytes).unwrap(),
            None => fs::remove_file(of_definition(temp.path()).join("CURRENT")).unwrap(),
        }
        let (index, condition) = open(temp.path(), &court(), 1);
        assert_eq!(reason(condition), RebuildReason::Missing);
        assert_eq!(hits(&index), expected());
    }
    fs::remove_dir_all(serving(temp.path())).unwrap();
    let (index, condition) = open(temp.path(), &court(), 1);
    assert!(
        matches!(reason(condition), RebuildReason::Damaged(_)),
        "the pointer leads nowhere"
    );
    assert_eq!(hits(&index), expected());
}

/// Turns the bytes of a file into damaged ones; `None` removes it.
type Damage = fn(Vec<u8>) -> Option<Vec<u8>>;

const MIDDLE: &str = "bit in the middle turned";

fn turned(mut bytes: Vec<u8>, at: usize) -> Vec<u8> {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
    bytes
}
