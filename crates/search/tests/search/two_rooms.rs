//! The same concepts give the same answers, whether they were built at once, came by edits, or were folded or tidied.

use std::sync::LazyLock;

use glossary::{Concept, ConceptId};
use search::{Answer, Indexed, LangChoice, Request, Scope, SearchIndex, Writer};

use crate::fuzzed::checks::seed;
use crate::harness::{concept, setup};

/// Texts of every kind, with `; ` between: written so, in other spellings and words, with operators, in Tibetan, in letters.
const TEXTS: &str = "\
    人民; 法院; 人民法院; 纠纷; 罪; 合同纠纷; 中华人民共和国刑法; 法; 国; 条例; 危害; 合同 纠纷; 纠纷 合同; 人民 共和国 法; \
    《刑法》; 共和國; 偷东西; 民诉法; 离婚; 请问人民的藏文; 危害公共安全的罪行; 审判代表; 对代表的审判; 国大; \
    中华人民共和过刑法; 合同就分; 中华民人共和国宪法; \
    罪*; *罪; \"合同\"; 纠纷 -合同; 罪 domain:criminal; \
    ཁྲིམས; མི་དམངས; རྒྱལ; རྒྱལ་ཁབ; ས; པ; ཁྲིམས་ཞིབ; འཐུས་མི; འཐུས་མིའི; འཐུས་མི་ཡིས; འཐུས་མི་ལ; འཐུས་མ; འཐུས; འཐུས མི; \
    འཐུ་མི; ཁྲིམ་ཞིབ; མི་འཐུས; ཁྲིམས་ཞིབ་འཐུས་མི; *པ; མི*; \
    renmin; jiufen; hetongjiufen; htjf; zhongguo; z; heton; mi dmangs; 'thus mi; khrims; thrim; 人民 མི";

/// The concepts, whose ids count from 1.
static CONCEPTS: LazyLock<Vec<Concept>> = LazyLock::new(seed::concepts);

fn indexed(number: usize) -> Indexed<'static> {
    Indexed {
        id: ConceptId::new(number as u64 + 1),
        revision: 1,
        concept: &CONCEPTS[number],
    }
}

/// All concepts built at once.
fn built() -> SearchIndex {
    let index = SearchIndex::in_memory(setup()).unwrap();
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    (0..CONCEPTS.len()).for_each(|number| rebuild.add(&indexed(number)).unwrap());
    rebuild.finish(9).unwrap();
    drop(writer);
    index
}

/// Two thirds are built, some of them with other terms; the rest comes by edits in three commits, from the last to the first.
fn edited() -> SearchIndex {
    let index = SearchIndex::in_memory(setup()).unwrap();
    edit(&index);
    index
}

fn edit(index: &SearchIndex) {
    let mut writer = index.writer().unwrap();
    let mut rebuild = writer.rebuild().unwrap();
    let (wrong, gone) = (concept("人民法院纠纷罪", "མི་དམངས་ཁྲིམས་ཁང"), concept("法院", "ཁྲིམས"));
    for number in (0..CONCEPTS.len()).filter(|number| number % 3 != 0) {
        let right = indexed(number);
        let concept = if number % 5 == 0 { &wrong } else { right.concept };
        rebuild.add(&Indexed { concept, ..right }).unwrap();
    }
    for number in 0..20 {
        rebuild
            .add(&Indexed {
                id: ConceptId::new(90_000 + number),
                revision: 1,
                concept: &gone,
            })
            .unwrap();
    }
    rebuild.finish(1).unwrap();
    for commit in 0..3 {
        for number in (0..CONCEPTS.len())
            .rev()
            .filter(|number| number % 3 == 0 || number % 5 == 0)
        {
            if number % 7 % 3 == commit {
                writer.upsert(&indexed(number)).unwrap();
            }
        }
        (0..20).for_each(|number| writer.delete(ConceptId::new(90_000 + number)).unwrap());
        writer.commit(2 + commit as u64).unwrap();
    }
}

/// The edited index with so many changes more that all is folded into one room; in the end they are gone again.
fn folded() -> SearchIndex {
    let index = edited();
    let mut writer = index.writer().unwrap();
    let passing = concept("人民纠纷", "མི་དམངས");
    let ids = || (80_000..81_001).map(ConceptId::new);
    for id in ids() {
        writer
            .upsert(&Indexed {
                id,
                revision: 1,
                concept: &passing,
            })
            .unwrap();
    }
    writer.commit(7).unwrap();
    let delete = |writer: &mut Writer| ids().for_each(|id| writer.delete(id).unwrap());
    delete(&mut writer);
    writer.commit(8).unwrap();
    drop(writer);
    index
}

/// The edited index, tidied.
fn tidied() -> SearchIndex {
    let index = edited();
    let tidied = index.writer().unwrap().tidy().unwrap();
    assert!(tidied.changes > 0, "{tidied:?}");
    index
}

/// What must be the same: all but the position and what it cost.
fn same(answer: Answer) -> Answer {
    Answer {
        position: 0,
        steps: 0,
        ..answer
    }
}

fn requests<'a>(text: &'a str) -> [Request<'a>; 4] {
    let request = Request::new(text);
    [
        request.clone(),
        Request {
            limit: 5,
            scope: Scope::All,
            ..request.clone()
        },
        Request {
            limit: 100,
            facets: true,
            lang: LangChoice::Bo,
            ..request.clone()
        },
        Request {
            limit: 100,
            subject_field: "criminal".parse().ok(),
            ..request
        },
    ]
}

/// Returns the texts whose pages of `limit` hits, in the manner of [`requests`], are not those of an index that was built.
fn differing(other: &SearchIndex, limits: &[usize]) -> Vec<&'static str> {
    static BUILT: LazyLock<SearchIndex> = LazyLock::new(built);
    BUILT.wait_for_words();
    assert_eq!(other.len(), BUILT.len());
    let differs = |text: &&str| {
        let requests = requests(text)
            .into_iter()
            .filter(|request| limits.contains(&request.limit));
        requests
            .filter(|request| {
                let [built, other] = [&*BUILT, other].map(|index| same(index.search(request).unwrap()));
                built != other
            })
            .count()
            > 0
    };
    TEXTS.split("; ").filter(differs).collect()
}

#[test]
fn edits_answer_every_kind_as_a_rebuild_does() {
    assert_eq!(differing(&edited(), &[5, 20, 100]), [""; 0]);
}

#[test]
fn a_folded_index_answers_every_kind_as_a_rebuild_does() {
    assert_eq!(differing(&folded(), &[5, 20, 100]), [""; 0]);
}

#[test]
fn a_tidied_index_answers_every_kind_as_a_rebuild_does() {
    assert_eq!(differing(&tidied(), &[5, 20, 100]), [""; 0]);
}

#[test]
fn while_it_is_rebuilt_an_index_answers_every_kind_as_before() {
    let folder = tempfile::tempdir().unwrap();
    let (index, _) = SearchIndex::open(folder.path(), setup()).unwrap();
    edit(&index);
    let mut writer = index.writer().unwrap();
    let rebuild = writer.rebuild().unwrap();
    assert_eq!(differing(&index, &[5, 20, 100]), [""; 0]);
    drop(rebuild);
    assert_eq!(differing(&index, &[20]), [""; 0]);
}
