//! A small glossary and the `check` functions that all tests of searching share.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use glossary::{CollectionName, Concept, ConceptId, Definition as Meaning, Lang, Membership, Register, Term};
use search::{
    Answer, Condition, Definition, Encoder, Indexed, Origin, RebuildReason, Request, SearchIndex, Setup,
    Words,
};

/// Concepts as (Chinese terms, Tibetan terms), `|` between; a form in brackets is an older one. Ids count from 1.
pub const COURT: &[(&str, &str)] = &[
    ("法院", "ཁྲིམས་ཁང"),
    ("人民法院", "མི་དམངས་ཁྲིམས་ཁང"),
    ("最高人民法院", "ཆེས་མཐོའི་མི་དམངས་ཁྲིམས་ཁང"),
    ("法官", "ཁྲིམས་དཔོན"),
    ("盗窃罪", ""),
    ("盗窃", "རྐུ་འཇབ|(རྐུ་བ)"),
    ("离婚纠纷", ""),
    ("离婚", "བཟའ་ཚང་ཁ་བྲལ"),
    ("离婚后财产纠纷", ""),
    ("取保候审", "ཁག་ཐེག་འོག་འདྲི་རྩད་ལ་སྒུག་པ"),
    ("诉讼时效中断", "གཏུག་བཤེར་དུས་འགོར་བར་ཆད"),
    ("人", "མི"),
    ("眼睛", "མིག"),
    ("宪法", "རྩ་ཁྲིམས"),
    ("习惯法", "(ལུགས་སྲོལ་ཁྲིམས)"),
];

/// The dictionary, loaded once for all tests.
pub static WORDS: LazyLock<Arc<Words>> = LazyLock::new(|| {
    let words = Words::load_in_background();
    words.wait();
    words
});

/// A set-up whose payload is the id and the revision.
pub fn setup() -> Setup {
    Setup {
        definition: Definition::load().unwrap(),
        encoder: Encoder::new("test", |i| format!("{}@{}", i.id, i.revision).into_bytes()),
        origin: origin("test", u64::MAX),
        words: Arc::clone(&WORDS),
        hidden: Vec::new(),
    }
}

/// The store `id`, whose last change is `last_seq`.
pub fn origin(id: &str, last_seq: u64) -> Origin {
    let id = id.to_owned();
    Origin { id, last_seq }
}

/// Makes a concept of `|`-separated terms.
pub fn concept(zh: &str, bo: &str) -> Concept {
    let mut concept = Concept::draft();
    for (lang, terms) in [(Lang::Zh, zh), (Lang::Bo, bo)] {
        for text in terms.split('|').filter(|t| !t.is_empty()) {
            let older = text.starts_with('(');
            let mut term = Term::new(lang, text.trim_matches(['(', ')'])).unwrap();
            term.register = if older { Register::Older } else { Register::Norm };
            concept.terms.push(term);
        }
    }
    concept
}

/// Says in Chinese what a concept means.
pub fn meaning(mut concept: Concept, text: &str) -> Concept {
    concept.definitions.push(Meaning {
        lang: Lang::Zh,
        text: text.to_owned(),
        source: None,
    });
    concept
}

/// Puts a concept into a collection.
pub fn member(mut concept: Concept, collection: &str) -> Concept {
    let collection: CollectionName = collection.parse().unwrap();
    concept.memberships.push(Membership {
        collection,
        number: None,
    });
    concept
}

/// Builds an index in memory of `concepts`, whose ids count from 1.
pub fn index_of(concepts: &[Concept]) -> SearchIndex {
    let index = SearchIndex::in_memory(setup()).unwrap();
    let mut writer = index.writer().unwrap();
    for (number, concept) in (1..).zip(concepts) {
        writer
            .upsert(&Indexed {
                id: ConceptId::new(number),
                revision: 1,
                concept,
            })
            .unwrap();
    }
    writer.commit(1).unwrap();
    drop(writer);
    index
}

/// The concepts of [`COURT`].
pub fn court() -> Vec<Concept> {
    COURT.iter().map(|(zh, bo)| concept(zh, bo)).collect()
}

/// Searches the glossary of [`COURT`].
pub fn search(text: &str) -> Answer {
    static INDEX: LazyLock<SearchIndex> = LazyLock::new(|| index_of(&court()));
    INDEX.search(&Request::new(text)).unwrap()
}

/// Checks the hits of `text` in the glossary of [`COURT`]: one line `kind term` a hit, what matched in brackets.
#[track_caller]
pub fn check(text: &str, expect: &[&str]) {
    assert_eq!(lines(&search(text)), expect, "for `{text}`");
}

/// Returns one line a hit.
pub fn lines(answer: &Answer) -> Vec<String> {
    let line = |hit: &search::Hit| {
        let older = if hit.older { " (older)" } else { "" };
        format!(
            "{} {}{older}",
            hit.matched.kind.as_str(),
            marked(&hit.matched.term, &hit.matched.ranges)
        )
    };
    answer.hits.iter().map(line).collect()
}

/// Opens the index at `path` and builds it of `concepts` if it says that this is needed.
pub fn open(path: &Path, concepts: &[Concept], seq: u64) -> (SearchIndex, Condition) {
    let (index, condition) = SearchIndex::open(path, setup()).unwrap();
    if matches!(condition, Condition::NeedsRebuild(_)) {
        let mut writer = index.writer().unwrap();
        let mut rebuild = writer.rebuild().unwrap();
        for (number, concept) in (1..).zip(concepts) {
            rebuild
                .add(&Indexed {
                    id: ConceptId::new(number),
                    revision: 1,
                    concept,
                })
                .unwrap();
        }
        rebuild.finish(seq).unwrap();
    }
    (index, condition)
}

/// The hits of a few searches of both scripts.
pub fn hits(index: &SearchIndex) -> Vec<Vec<String>> {
    ["法院", "离婚", "ཁྲིམས", "མི་དམངས"]
        .iter()
        .map(|t| lines(&index.search(&Request::new(t)).unwrap()))
        .collect()
}

/// What [`hits`] must be for the glossary of [`COURT`].
pub fn expected() -> Vec<Vec<String>> {
    hits(&index_of(&court()))
}

/// The subfolder of the definition of [`setup`].
pub fn of_definition(path: &Path) -> PathBuf {
    path.join(setup().definition.hash("test", &[]))
}

/// The generation that serves.
pub fn serving(path: &Path) -> PathBuf {
    let folder = of_definition(path);
    folder.join(fs::read_to_string(folder.join("CURRENT")).unwrap().trim_end())
}

/// Why an index has to be rebuilt.
pub fn reason(condition: Condition) -> RebuildReason {
    match condition {
        Condition::NeedsRebuild(reason) => reason,
        Condition::Ready { position, .. } => panic!("ready at {position}"),
    }
}

/// Copies the files of one folder into another, as they lie there: one that its writer removes meanwhile is left out.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        match fs::copy(entry.path(), to.join(entry.file_name())) {
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => {}
            copied => assert!(copied.is_ok(), "{copied:?}"),
        }
    }
}

fn marked(term: &str, ranges: &[std::ops::Range<usize>]) -> String {
    let mut shown = String::new();
    for (at, c) in term.chars().enumerate() {
        shown.extend(ranges.iter().any(|r| r.end == at).then_some(']'));
        shown.extend(ranges.iter().any(|r| r.start == at).then_some('['));
        shown.push(c);
    }
    shown.extend(
        ranges
            .iter()
            .any(|r| r.end == term.chars().count())
            .then_some(']'),
    );
    shown
}
