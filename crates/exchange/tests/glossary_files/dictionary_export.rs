//! A dictionary is found in as its programs look for words, and no article hides how far its entry has come.

use exchange::stardict::{Companions, Tar, write, write_files};
use exchange::{ExportError, ExportReport};
use glossary::{Concept, Register, Workflow};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::tbx_round_trip::cases;

fn written(concepts: &[Concept]) -> (Vec<u8>, Companions, ExportReport) {
    let mut dict = Vec::new();
    let (companions, report) = write(&mut dict, &header(), &mut exported(concepts)).unwrap();
    (dict, companions, report)
}

/// Reads an index as the programs do: a text that ends with NUL, then `N` numbers of four bytes.
fn entries<const N: usize>(mut bytes: &[u8]) -> Vec<(String, [u32; N])> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap();
        let word = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let number = |n: usize| {
            let at = end + 1 + 4 * n;
            u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap())
        };
        entries.push((word, std::array::from_fn(number)));
        bytes = &bytes[end + 1 + 4 * N..];
    }
    entries
}

/// Looks a word up: the articles of the headwords that are it or that its synonyms lead to.
fn look_up(dict: &[u8], companions: &Companions, word: &str) -> Vec<String> {
    let headwords = entries::<2>(&companions.idx);
    let led = entries::<1>(&companions.syn)
        .into_iter()
        .filter(|(synonym, _)| synonym == word)
        .map(|(_, [number])| number as usize);
    let direct = headwords
        .iter()
        .enumerate()
        .filter(|(_, (headword, _))| headword == word);
    let numbers: Vec<usize> = direct.map(|(n, _)| n).chain(led).collect();
    let article = |n: usize| {
        let [offset, size] = headwords[n].1.map(|number| number as usize);
        String::from_utf8(dict[offset..offset + size].to_vec()).unwrap()
    };
    numbers.into_iter().map(article).collect()
}

#[test]
fn an_article_says_all_that_has_to_be_known_before_a_form_is_used() {
    let mut approved = court();
    approved.workflow = Workflow::Authorised;
    let (dict, companions, _) = written(&[court(), approved]);
    insta::assert_snapshot!(format!(
        "{}\n{}",
        String::from_utf8(companions.ifo).unwrap(),
        String::from_utf8(dict).unwrap()
    ));
}

#[test]
fn a_word_is_found_in_both_scripts_by_all_its_spellings() {
    let (dict, companions, report) = written(&[court()]);
    assert_eq!(report.concepts, 1);
    let article = String::from_utf8(dict.clone()).unwrap();
    for word in [
        "法院",
        "人民法院",
        "fǎ yuàn",
        "fayuan",
        "ཁྲིམས་ཁང",
        "ཁྲིམས་ཁང་",
        "khrims khang",
        "ཁྲིམས་ར",
        "court",
    ] {
        assert_eq!(look_up(&dict, &companions, word), [article.as_str()], "{word}");
    }
    // What is spoken is in the article alone, marked.
    assert_eq!(look_up(&dict, &companions, "ཁྲིམས་གཏོང་ས"), [] as [&str; 0]);
    assert!(
        article.contains("ཁྲིམས་གཏོང་ས（法庭口语，不得用于文书，许用）"),
        "{article}"
    );
}

#[test]
fn a_name_of_two_entries_leads_to_both() {
    let mut other = court();
    other.workflow = Workflow::Reviewed;
    let (dict, companions, _) = written(&[court(), other]);
    let found = look_up(&dict, &companions, "法院");
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with("【草稿，未经审定】") && found[1].starts_with("【已审核，尚未审定】"));
    assert_eq!(look_up(&dict, &companions, "fayuan"), found);
}

#[test]
fn an_entry_without_a_headword_is_counted() {
    let mut spoken = court();
    spoken
        .terms
        .retain(|term| term.register == Register::CourtroomOral);
    let (dict, companions, report) = written(&[spoken]);
    assert_eq!((dict.len(), companions.idx.len(), report.concepts), (0, 0, 0));
    let left: Vec<_> = report
        .not_carried
        .iter()
        .map(|left| (left.field, left.count))
        .collect();
    assert_eq!(left, [("terms", 1), ("concepts", 1)]);
}

#[test]
fn an_archive_holds_the_four_files() {
    let concepts = [court(), court()];
    let mut tar = Tar::new(Vec::new());
    let report = write_files(&mut tar, &header(), &mut || Box::new(exported(&concepts))).unwrap();
    let bytes = tar.finish().unwrap();
    assert_eq!(report.concepts, 2);
    let (dict, companions, _) = written(&concepts);
    let mut at = 0;
    for (name, content) in [
        ("shanjar.ifo", &companions.ifo),
        ("shanjar.idx", &companions.idx),
        ("shanjar.syn", &companions.syn),
        ("shanjar.dict", &dict),
    ] {
        assert!(bytes[at..].starts_with(name.as_bytes()), "{name}");
        assert_eq!(&bytes[at + 512..at + 512 + content.len()], content, "{name}");
        at += 512 + content.len().next_multiple_of(512);
    }
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let many = vec![court(); 10];
    let error = write(&mut Full(500), &header(), &mut exported(&many)).unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut broken = std::iter::once(Err("the store is away"));
    let error = write(&mut Vec::new(), &header(), &mut broken).unwrap_err();
    assert!(matches!(error, ExportError::Concepts("the store is away")));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_written_form_is_found_and_the_index_is_sorted(concepts in vec(lawful_concept(), 0..6)) {
        let (dict, companions, _) = written(&concepts);
        let ifo = String::from_utf8(companions.ifo.clone()).unwrap();
        let (words, synonyms) = (entries::<2>(&companions.idx), entries::<1>(&companions.syn));
        let counts = format!(
            "\nwordcount={}\nsynwordcount={}\nidxfilesize={}\n",
            words.len(),
            synonyms.len(),
            companions.idx.len()
        );
        prop_assert!(ifo.contains(&counts), "{}", ifo);
        // As `g_ascii_strcasecmp` compares, then `strcmp`.
        let key = |word: &str| (word.to_ascii_lowercase().into_bytes(), word.as_bytes().to_vec());
        prop_assert!(words.is_sorted_by_key(|(word, _)| key(word)));
        prop_assert!(synonyms.is_sorted_by_key(|(word, _)| key(word)));
        for (n, concept) in concepts.iter().enumerate() {
            let id = format!("c-{:06} ", n + 1);
            for term in &concept.terms {
                let found = look_up(&dict, &companions, &term.text);
                let leads = found.iter().any(|article| article.contains(&id));
                let is_written = term.register != Register::CourtroomOral;
                let same_word = |t: &glossary::Term| t.text == term.text && t.register != Register::CourtroomOral;
                prop_assert_eq!(leads, is_written || concept.terms.iter().any(same_word), "{}", term.text);
                let draft = concept.workflow == Workflow::Draft;
                let own = found.iter().filter(|article| article.contains(&id));
                for article in own {
                    prop_assert_eq!(article.starts_with("【草稿，未经审定】"), draft);
                }
            }
        }
    }
}
