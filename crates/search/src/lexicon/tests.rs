//! A lexicon of both scripts, built, saved, opened and read back.

use glossary::{AdministrativeStatus, Concept, ConceptId, Lang, Term};

use super::*;
use crate::Indexed;

fn prepared(id: u64, terms: &[(Lang, &str)]) -> Prepared {
    let mut concept = Concept::draft();
    concept
        .terms
        .extend(terms.iter().map(|(lang, text)| Term::new(*lang, text).unwrap()));
    let indexed = Indexed {
        id: ConceptId::new(id),
        revision: id + 100,
        concept: &concept,
    };
    Prepared::new(&indexed, format!("payload {id}").into_bytes())
}

fn concepts() -> Vec<Prepared> {
    let mut older = prepared(4, &[(Lang::Zh, "法庭"), (Lang::Bo, "ཁྲིམས་ཁང")]);
    older.older = true;
    older.collections = vec!["charges-2024".to_owned()];
    older.subject_fields = vec!["criminal".to_owned(), "court".to_owned()];
    vec![
        prepared(
            9,
            &[
                (Lang::Zh, "人民法院"),
                (Lang::Zh, "法院（人民）"),
                (Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང་།"),
            ],
        ),
        older,
        prepared(
            2,
            &[(Lang::Zh, "法院"), (Lang::En, "Court"), (Lang::Bo, "ཁྲིམས་ཁང")],
        ),
    ]
}

fn built() -> Lexicon {
    let mut builder = Builder::in_memory();
    concepts().iter().for_each(|c| builder.add(c).unwrap());
    builder.finish().unwrap().into_lexicon().unwrap()
}

#[test]
fn concepts_come_back_as_they_were_added() {
    let lexicon = built();
    assert_eq!(lexicon.len(), 3);
    for concept in concepts() {
        let document = lexicon.documents.find(concept.id).unwrap();
        assert_eq!(lexicon.prepared(document), concept);
    }
    assert_eq!(lexicon.documents.find(ConceptId::new(3)), None);
}

#[test]
fn the_best_headword_has_the_smallest_number() {
    let lexicon = built();
    let shown: Vec<&str> = (0..lexicon.headwords.len())
        .map(|h| lexicon.text(u32::try_from(h).unwrap()))
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @"
法院
人民法院
法院（人民）
Court
ཁྲིམས་ཁང
མི་དམངས་ཁྲིམས་ཁང
法庭
ཁྲིམས་ཁང
");
}

#[test]
fn headwords_are_found_by_both_ends_and_in_order() {
    let lexicon = built();
    let texts = |headwords: Vec<u32>| headwords.into_iter().map(|h| lexicon.text(h)).collect::<Vec<_>>();
    let zh = lexicon.side(Lang::Zh);
    let ending = |side: &Side, text| texts(side.suffixes.headwords(side.suffixes.ending(text)).collect());
    assert_eq!(ending(zh, "法院"), ["人民法院"]);
    assert_eq!(ending(zh, "ourt"), ["Court"]);
    assert_eq!(ending(zh, "罪"), [""; 0]);
    let bo = lexicon.side(Lang::Bo);
    assert_eq!(ending(bo, "ཁང").len(), 3);
    let order = |lang| texts(lexicon.in_order(lang).range(0..9).collect());
    assert_eq!(order(Lang::Zh), ["法庭", "法院", "法院（人民）", "人民法院"]);
    assert_eq!(order(Lang::Bo), ["ཁྲིམས་ཁང", "ཁྲིམས་ཁང", "མི་དམངས་ཁྲིམས་ཁང"]);
}

#[test]
fn headwords_are_found_by_sound() {
    let lexicon = built();
    for (table, key, expect) in [
        (&lexicon.pinyin, "fayuan", "法院"),
        (&lexicon.initials, "rmfy", "人民法院"),
        (&lexicon.confused, &text::zh::homophone::key("发院")[..], "法院"),
        (
            &lexicon.phonetic,
            &text::bo::phonetic::key("མི་དམངས་ཁྲིམས་ཁང")[..],
            "མི་དམངས་ཁྲིམས་ཁང",
        ),
    ] {
        let found: Vec<&str> = table
            .headwords(table.equal(key))
            .map(|h| lexicon.text(h))
            .collect();
        assert_eq!(found, [expect], "{key}");
    }
}

#[test]
fn a_saved_lexicon_opens_as_it_was_and_only_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut builder = Builder::in_folder(folder.path(), "a").unwrap();
    concepts().iter().for_each(|c| builder.add(c).unwrap());
    builder.finish().unwrap();
    let lexicon = Lexicon::open(folder.path(), "a", true).unwrap();
    let all: Vec<Prepared> = (0..3).map(|document| lexicon.prepared(document)).collect();
    assert_eq!(all, concepts());
    for name in ["a", "a.payloads"] {
        let path = folder.path().join(name);
        let whole = std::fs::read(&path).unwrap();
        let mut changed = whole.clone();
        *changed.last_mut().unwrap() ^= 1;
        std::fs::write(&path, changed).unwrap();
        let error = Lexicon::open(folder.path(), "a", true).unwrap_err();
        assert_eq!(error, format!("`{name}` does not match its checksum"));
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert!(Lexicon::open(folder.path(), "a", false).is_err(), "{name} cut");
        std::fs::write(&path, whole).unwrap();
    }
}

#[test]
fn an_empty_lexicon_finds_nothing() {
    let lexicon = Lexicon::empty().unwrap();
    assert_eq!((lexicon.len(), lexicon.headwords.len()), (0, 0));
    assert!(lexicon.side(Lang::Zh).keys.equal("法院").is_empty());
    assert_eq!(lexicon.side(Lang::Bo).suffixes.ending("ཁང"), 0..0);
}

#[test]
fn what_a_committee_approved_is_numbered_before_drafts() {
    let mut concept = prepared(1, &[(Lang::Zh, "很长很长的名称")]);
    concept.workflow = glossary::Workflow::Authorised;
    let mut builder = Builder::in_memory();
    builder.add(&prepared(2, &[(Lang::Zh, "名称")])).unwrap();
    builder.add(&concept).unwrap();
    let lexicon = builder.finish().unwrap().into_lexicon().unwrap();
    assert_eq!(lexicon.text(0), "很长很长的名称");
    assert_eq!(
        lexicon.headwords.traits(0).status,
        AdministrativeStatus::Preferred
    );
}
