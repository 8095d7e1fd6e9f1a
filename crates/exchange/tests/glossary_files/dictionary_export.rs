//! A dictionary is found in as its programs look for words, and no article hides how far its entry has come.

use std::io;

use exchange::stardict::{Tar, write};
use exchange::{ExportError, ExportReport, FileSink};
use glossary::{Concept, Register, Term, Workflow};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::tbx_round_trip::cases;

/// The files by their names, each as long as was said.
#[derive(Default)]
struct Files {
    names: Vec<(String, u64)>,
    bytes: Vec<Vec<u8>>,
    /// How many bytes may be written in all.
    room: Option<Full>,
}

impl io::Write for Files {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(room) = &mut self.room {
            room.write_all(bytes)?;
        }
        self.bytes.last_mut().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl FileSink for Files {
    fn begin_file(&mut self, name: &str, size_bytes: u64) -> io::Result<()> {
        self.names.push((name.to_owned(), size_bytes));
        self.bytes.push(Vec::new());
        Ok(())
    }
}

impl Files {
    fn get(&self, extension: &str) -> &[u8] {
        let name = format!("shanjar.{extension}");
        let n = self.names.iter().position(|(known, _)| *known == name).unwrap();
        assert_eq!(self.bytes[n].len() as u64, self.names[n].1, "{name}");
        &self.bytes[n]
    }

    fn text(&self, extension: &str) -> String {
        String::from_utf8(self.get(extension).to_vec()).unwrap()
    }
}

fn written(concepts: &[Concept]) -> (Files, ExportReport) {
    let mut files = Files::default();
    let report = write(&mut files, &header(), &mut || Box::new(exported(concepts))).unwrap();
    (files, report)
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

/// Looks a word up as sdcv does: what is found among the synonyms is not looked for among the headwords.
fn look_up(files: &Files, word: &str) -> Option<String> {
    let headwords = entries::<2>(files.get("idx"));
    let synonyms = entries::<1>(files.get("syn"));
    let led = synonyms.into_iter().find(|(synonym, _)| synonym == word);
    let number = match led {
        Some((_, [number])) => number as usize,
        None => headwords.iter().position(|(headword, _)| headword == word)?,
    };
    let [offset, size] = headwords[number].1.map(|number| number as usize);
    Some(String::from_utf8(files.get("dict")[offset..offset + size].to_vec()).unwrap())
}

#[test]
fn an_article_says_all_that_has_to_be_known_before_a_form_is_used() {
    let mut approved = court();
    approved.workflow = Workflow::Authorised;
    approved.terms.truncate(1);
    let (files, _) = written(&[court(), approved]);
    insta::assert_snapshot!(format!("{}\n{}", files.text("ifo"), files.text("dict")));
}

#[test]
fn a_word_is_found_in_both_scripts_by_all_its_spellings() {
    let (files, report) = written(&[court()]);
    assert_eq!(report.concepts, 1);
    let article = files.text("dict");
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
        assert_eq!(look_up(&files, word).as_ref(), Some(&article), "{word}");
    }
    // What is spoken is in the article alone, marked.
    assert_eq!(look_up(&files, "ཁྲིམས་གཏོང་ས"), None);
    assert!(
        article.contains("ཁྲིམས་གཏོང་ས（法庭口语，不得用于文书，许用）"),
        "{article}"
    );
}

#[test]
fn a_name_of_two_entries_shows_both() {
    let mut other = court();
    other.workflow = Workflow::Reviewed;
    let (files, _) = written(&[court(), other]);
    for word in ["法院", "fayuan", "ཁྲིམས་ཁང", "ཁྲིམས་ཁང་", "ཁྲིམས་ར"]
    {
        let found = look_up(&files, word).unwrap();
        let (first, second) = found.split_once("\n\n").unwrap();
        assert!(first.starts_with("【草案，未经审定】"), "{word}: {found}");
        assert!(second.starts_with("【已审读，尚未审定】"), "{word}: {found}");
    }
}

#[test]
fn an_entry_without_a_headword_is_counted() {
    let mut spoken = court();
    spoken
        .terms
        .retain(|term| term.register == Register::CourtroomOral);
    let (files, report) = written(&[spoken]);
    assert_eq!(
        (files.get("dict").len(), files.get("idx").len(), report.concepts),
        (0, 0, 0)
    );
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
    let report = write(&mut tar, &header(), &mut || Box::new(exported(&concepts))).unwrap();
    let bytes = tar.finish().unwrap();
    assert_eq!(report.concepts, 2);
    let (files, _) = written(&concepts);
    let mut at = 0;
    for extension in ["ifo", "idx", "syn", "dict"] {
        let content = files.get(extension);
        let name = format!("shanjar.{extension}");
        assert!(bytes[at..].starts_with(name.as_bytes()), "{name}");
        assert_eq!(&bytes[at + 512..at + 512 + content.len()], content, "{name}");
        at += 512 + content.len().next_multiple_of(512);
    }
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let many = vec![court(); 10];
    let mut files = Files {
        room: Some(Full(500)),
        ..Files::default()
    };
    let error = write(&mut files, &header(), &mut || Box::new(exported(&many))).unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut files = Files::default();
    let mut away = || -> Box<dyn Iterator<Item = _>> { Box::new(std::iter::once(Err("the store is away"))) };
    let error = write(&mut files, &header(), &mut away).unwrap_err();
    assert!(matches!(error, ExportError::Concepts("the store is away")));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_written_form_is_found_and_the_index_is_sorted(concepts in vec(lawful_concept(), 0..6)) {
        let (files, _) = written(&concepts);
        let ifo = files.text("ifo");
        let (words, synonyms) = (entries::<2>(files.get("idx")), entries::<1>(files.get("syn")));
        let counts = format!(
            "\nwordcount={}\nsynwordcount={}\nidxfilesize={}\n",
            words.len(),
            synonyms.len(),
            files.get("idx").len()
        );
        prop_assert!(ifo.contains(&counts), "{}", ifo);
        // As `g_ascii_strcasecmp` compares, then `strcmp`.
        let key = |word: &str| (word.to_ascii_lowercase().into_bytes(), word.as_bytes().to_vec());
        prop_assert!(words.is_sorted_by_key(|(word, _)| key(word)));
        prop_assert!(synonyms.is_sorted_by_key(|(word, _)| key(word)));
        // Each word once, so that no program shows one entry of several.
        let mut all: Vec<&String> = words.iter().map(|(word, _)| word).collect();
        all.extend(synonyms.iter().map(|(word, _)| word));
        all.sort();
        prop_assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
        for (n, concept) in concepts.iter().enumerate() {
            let id = format!("c-{:06}（", n + 1);
            for term in &concept.terms {
                let found = look_up(&files, &term.text).unwrap_or_default();
                let is_written = |t: &&Term| t.text == term.text && t.register != Register::CourtroomOral;
                let expected = concept.terms.iter().find(is_written).is_some();
                prop_assert_eq!(found.contains(&id), expected, "{}", term.text);
                // The article of the entry says how far that has come.
                if let Some((before, _)) = found.split_once(&id) {
                    let article = &before[before.rfind('【').unwrap()..];
                    let is_draft = concept.workflow == Workflow::Draft;
                    prop_assert_eq!(article.starts_with("【草案，未经审定】"), is_draft);
                }
            }
        }
    }
}
