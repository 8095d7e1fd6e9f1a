//! What is written as TBX keeps the rules of Basic and reads back as it was.

use std::convert::Infallible;
use std::io;

use exchange::tbx::{dialect, write};
use exchange::{
    ExportError, ExportHeader, ExportReport, Exported, Format, ReadOptions, codes, glossary::read,
};
use glossary::{
    AdministrativeStatus, Concept, ConceptId, Context, Definition, Lang, LegalBasis, Membership, Note,
    PartOfSpeech, Region, Register, Relation, RelationKind, Reliability, Source, Term, TermType, Visibility,
    Workflow,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Returns the file, and what was not carried.
fn written(concepts: &[Concept]) -> (String, ExportReport) {
    let mut exported = concepts.iter().zip(1..).map(|(concept, number)| {
        Ok::<_, Infallible>(Exported {
            id: ConceptId::new(number),
            revision: 3,
            concept: concept.clone(),
            history: Vec::new(),
        })
    });
    let header = ExportHeader {
        seq: 1042,
        edition: Some(2),
        made_at: "2026-11-26".to_owned(),
        filter: "collection=charges-2024&x".to_owned(),
        batches: Vec::new(),
    };
    let mut file = Vec::new();
    let report = write(&mut file, &header, &mut exported).unwrap();
    (String::from_utf8(file).unwrap(), report)
}

/// Brings a concept to what the format can carry: terms and definitions by language, and a draft.
fn carried(concept: &Concept) -> Concept {
    let mut carried = concept.clone();
    let place = |lang: Lang| Lang::ALL.iter().position(|other| *other == lang);
    let has_terms = |lang: Lang| concept.terms.iter().any(|term| term.lang == lang);
    carried.workflow = Workflow::Draft;
    carried.terms.sort_by_key(|term| place(term.lang));
    // Definitions in a language without terms stand in the entry, before the languages.
    carried.definitions.sort_by_key(|definition| {
        let is_in_language = has_terms(definition.lang);
        (is_in_language, is_in_language.then(|| place(definition.lang)))
    });
    carried
}

fn text() -> impl Strategy<Value = String> {
    let tricky = select(vec![
        "法院",
        "ཁྲིམས་ཁང་",
        "a  b",
        " a ",
        "a\n\tb",
        "\r\n",
        "<b>&amp;]]>",
        "\"'",
        "shanjar:register older",
        "shanjar:note x",
        "&#10;",
        "\u{3000}注",
        "𪚥",
        "<!-- -->",
        "<![CDATA[x]]>",
    ]);
    let words = prop_oneof![tricky.prop_map(str::to_owned), "[ a-z法院\\n<&\"']{1,12}"];
    words.prop_filter("blank texts mean nothing", |text: &String| {
        !text.trim().is_empty()
    })
}

fn term() -> impl Strategy<Value = Term> {
    let text_of = prop_oneof![
        "[法院人民检察官]{1,6}".prop_map(|text| (Lang::Zh, text)),
        "(ཁྲིམས|ཁང|དཔོན|མི)(་(ཁྲིམས|ཁང|དཔོན|མི)){0,3}".prop_map(|text| (Lang::Bo, text)),
        "[a-z]{1,8}( [a-z]{1,8})?".prop_map(|text| (Lang::En, text)),
    ];
    let named = (
        text_of,
        select(AdministrativeStatus::ALL),
        option::of(select(TermType::ALL)),
        option::of(select(PartOfSpeech::ALL)),
        option::of(select(&["amdo", "kham", "u-tsang", "632700"][..])),
        select(Register::ALL),
        option::of(1..=4_u8),
    );
    let replacement = option::of("(ཁྲིམས|ཁང)(་(དཔོན|མི)){0,2}");
    let texts = (
        vec(source(), 0..3),
        vec(context(), 0..3),
        option::of(text()),
        replacement,
    );
    (named, texts).prop_map(|(named, (sources, contexts, note, replaced_by))| {
        let ((lang, text), administrative_status, term_type, part_of_speech, region, register, level) = named;
        Term {
            administrative_status,
            term_type,
            part_of_speech,
            region: region.map(|name| Region::try_from(name.to_owned()).unwrap()),
            register,
            reliability: level.map(|level| Reliability::try_from(level).unwrap()),
            sources,
            contexts,
            note,
            replaced_by,
            ..Term::new(lang, &text).unwrap()
        }
    })
}

fn source() -> impl Strategy<Value = Source> {
    let url = "https://[a-z]{1,8}\\.example/[a-z?&=\"<]{0,8}";
    let collection = option::of(select(&["charges-2024", "older"][..]));
    (text(), option::of(url), option::of(text()), collection).prop_map(|(title, url, locator, collection)| {
        Source {
            title,
            url,
            locator,
            collection: collection.map(|name| name.parse().unwrap()),
        }
    })
}

fn context() -> impl Strategy<Value = Context> {
    (text(), option::of(text())).prop_map(|(text, source)| Context { text, source })
}

fn definition() -> impl Strategy<Value = Definition> {
    let text_of = prop_oneof![
        "[法院是\n ]{0,9}法".prop_map(|text| (Lang::Zh, text)),
        "ཁྲིམས[་ \n]{0,4}ཁང".prop_map(|text| (Lang::Bo, text)),
        "a[a-z <&\n]{0,9}".prop_map(|text| (Lang::En, text)),
    ];
    (text_of, option::of(text())).prop_map(|((lang, text), source)| Definition { lang, text, source })
}

fn legal_basis() -> impl Strategy<Value = LegalBasis> {
    (
        text(),
        option::of(text()),
        option::of(text()),
        option::of(Just("2018".to_owned())),
    )
        .prop_map(|(law, article, chapter, edition)| LegalBasis {
            law,
            article,
            chapter,
            edition,
            in_force_from: Some("2018-10-26".to_owned()),
            in_force_to: None,
        })
}

/// Any concept that could be stored, and some that could not.
pub fn concept() -> impl Strategy<Value = Concept> {
    let membership = (
        select(&["charges-2024", "causes-2020"][..]),
        option::of("[0-9(]{1,4}| 五十八 "),
    );
    let relation = (select(RelationKind::ALL), 1..2_000_000_u64);
    let note = (select(Visibility::ALL), text());
    let lists = (
        vec(select(&["criminal-law", "civil-law"][..]), 0..2),
        vec(membership, 0..3),
        vec(definition(), 0..3),
        vec(legal_basis(), 0..3),
        vec(relation, 0..3),
        vec(note, 0..3),
    );
    (select(Workflow::ALL), vec(term(), 1..5), lists).prop_map(|(workflow, terms, lists)| {
        let (mut fields, memberships, definitions, legal_basis, relations, notes) = lists;
        fields.dedup();
        Concept {
            workflow,
            terms,
            subject_fields: fields.into_iter().map(|field| field.parse().unwrap()).collect(),
            memberships: memberships
                .into_iter()
                .map(|(collection, number)| Membership {
                    collection: collection.parse().unwrap(),
                    number,
                })
                .collect(),
            definitions,
            legal_basis,
            relations: relations
                .into_iter()
                .map(|(kind, id)| Relation {
                    kind,
                    id: ConceptId::new(id),
                })
                .collect(),
            notes: notes
                .into_iter()
                .map(|(visibility, text)| Note { visibility, text })
                .collect(),
        }
    })
}

/// Returns how many glossaries are tried: 100, or what `SHANJAR_CASES` says in `make proof`.
pub fn cases() -> ProptestConfig {
    #[expect(
        clippy::disallowed_methods,
        reason = "the length of a proof is chosen where it is started"
    )]
    let chosen = std::env::var("SHANJAR_CASES");
    ProptestConfig::with_cases(chosen.ok().and_then(|text| text.parse().ok()).unwrap_or(100))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_glossary_keeps_the_rules_of_basic_and_reads_back_as_it_was(concepts in vec(concept(), 0..6)) {
        let (file, report) = written(&concepts);
        prop_assert_eq!(dialect::check(&file, dialect::Dialect::Basic), Ok(Vec::new()), "{}", file);
        prop_assert!(report.not_carried.iter().all(|left| left.field == "revision"), "{:?}", report);
        let reading = read("x.tbx", file.as_bytes(), Format::Tbx, &ReadOptions::default()).unwrap();
        // Two concepts may say the same; the second comes back as a repetition.
        prop_assert!(reading.issues.iter().all(|issue| issue.code == codes::DUPLICATE_ROW), "{:?}", reading.issues);
        let quiet = [codes::WORKFLOW_NEEDS_AUTHORITY, codes::WITHOUT_CHINESE];
        prop_assert!(reading.warnings.iter().all(|warning| quiet.contains(&warning.code)), "{:?}", reading.warnings);
        prop_assert_eq!(reading.rows.len() + reading.rejections.len(), concepts.len());
        for row in &reading.rows {
            let id = row.contribution.id.unwrap();
            let number = usize::try_from(id.number()).unwrap();
            prop_assert_eq!(&*row.contribution.concept, &carried(&concepts[number - 1]), "{}", file);
        }
    }
}

fn court() -> Concept {
    let mut concept = Concept::draft();
    concept.terms = vec![
        Term::new(Lang::Bo, "ཁྲིམས་ཁང་").unwrap(),
        Term::new(Lang::Zh, "法院").unwrap(),
    ];
    concept
}

#[test]
fn an_export_looks_as_other_programs_expect_it() {
    let mut concept = court();
    concept.workflow = Workflow::Authorised;
    concept.terms[0].sources = vec![Source {
        title: "词典".to_owned(),
        url: Some("https://example.org/?a&b".to_owned()),
        locator: Some("第3页".to_owned()),
        collection: None,
    }];
    concept.definitions = vec![Definition {
        lang: Lang::Zh,
        text: "审判机关".to_owned(),
        source: Some("宪法".to_owned()),
    }];
    concept.relations = vec![Relation {
        kind: RelationKind::Confusable,
        id: ConceptId::new(7),
    }];
    insta::assert_snapshot!(written(&[concept]).0);
}

#[test]
fn what_xml_or_tbx_cannot_hold_is_counted() {
    let mut control = court();
    control.notes = vec![Note {
        visibility: Visibility::Public,
        text: "a\u{1}b".to_owned(),
    }];
    let mut untitled = court();
    untitled.terms[1].sources = vec![Source {
        title: String::new(),
        url: None,
        locator: None,
        collection: None,
    }];
    let (file, report) = written(&[control, Concept::draft(), untitled]);
    assert_eq!(report.concepts, 2);
    let left: Vec<_> = report
        .not_carried
        .iter()
        .map(|left| (left.field, left.count))
        .collect();
    assert_eq!(
        left,
        [
            ("revision", 2),
            ("control characters", 1),
            ("terms", 1),
            ("sources", 1)
        ]
    );
    assert!(file.contains("<note>ab</note>"));
}

/// Takes so many bytes and no more.
struct Full(usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let exported = |_: u32| {
        Ok::<_, String>(Exported {
            id: ConceptId::new(1),
            revision: 1,
            concept: court(),
            history: Vec::new(),
        })
    };
    let error = write(
        &mut Full(2_000),
        &ExportHeader::default(),
        &mut (0..100).map(exported),
    )
    .unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut broken = [exported(0), Err("the store is away".to_owned())].into_iter();
    let error = write(&mut Vec::new(), &ExportHeader::default(), &mut broken).unwrap_err();
    assert!(matches!(error, ExportError::Concepts(why) if why == "the store is away"));
}
