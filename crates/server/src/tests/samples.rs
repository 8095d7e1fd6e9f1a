//! One view of every kind and state, for the tests that render them all.
//!
//! Long because every view that readers see has its sample here.

use glossary::{AdministrativeStatus, Lang, Register, RelationKind, Workflow};

use crate::notices::notice_codes;
use crate::pages::entry_terms::{EntryTermView, LanguageView, SourceView, SpokenView, TextView};
use crate::pages::entry_view::{
    AuthorityView, BasisView, ComparedView, EntryView, NameChangeView, RelatedView, RelationView,
    RevisionView,
};
use crate::pages::explained::SnippetView;
use crate::pages::facet_view::{FacetValueView, FacetView};
use crate::pages::groups::Group;
use crate::pages::highlight::{Segment, segments};
use crate::pages::question::Question;
use crate::pages::result_view::{
    GroupView, PartView, ReadingView, ResultsView, RowView, SuccessorView, TermView, WordView,
};
use crate::pages::search::{EXAMPLES, SearchView};

/// A Tibetan term that ends in two shads, to see that they stay together.
pub const BO: &str = "ཁྲིམས་ཁང།།";

/// Returns the search page before and after a search.
pub fn searches() -> Vec<SearchView> {
    let empty = SearchView {
        question: Question::default(),
        chosen: vec![],
        workflows: Workflow::ALL.iter().map(|w| w.as_str()).collect(),
        examples: EXAMPLES.to_vec(),
        results: None,
    };
    let question = Question {
        q: "<法院> ཁྲིམས \"&'".to_owned(),
        workflow: Some("draft".to_owned()),
        collection: Some("charges-2024".to_owned()),
        subject_field: Some("a-field-nobody-named".to_owned()),
        in_all: true,
        ..Question::default()
    };
    let mut views = vec![empty.clone()];
    for results in results() {
        views.push(SearchView {
            chosen: question.chosen(),
            question: question.clone(),
            results: Some(results),
            ..empty.clone()
        });
    }
    views
}

/// Returns results with every kind of match in every group and every notice, and none at all.
pub fn results() -> Vec<ResultsView> {
    let rows = |_| {
        let kinds = app::MatchKind::ALL.iter().map(|k| k.as_str());
        let rows = kinds
            .zip(Workflow::ALL.iter().cycle())
            .map(|(kind, workflow)| row(kind, workflow.as_str()));
        rows.chain([without_tibetan(), without_chinese()]).collect()
    };
    let full = ResultsView {
        q_shown: "<法院>".to_owned(),
        total: 40,
        groups: Group::ALL
            .map(|group| GroupView {
                name: group.as_str(),
                rows: rows(group),
            })
            .to_vec(),
        notices: notice_codes(app::Notice::ALL, true).collect(),
        readings: readings(),
        meant: vec![word("<法院>", "zh"), word(BO, "bo")],
        suggestions: vec![word(BO, "bo"), word("法院", "zh")],
        facets: facets(),
        is_counted: false,
        first: Some("/?q=%3C".to_owned()),
        more: Some("/?q=%3C&cursor=abc".to_owned()),
        unfiltered: None,
        propose: "/proposals/new".to_owned(),
    };
    let none = ResultsView {
        total: 0,
        groups: vec![],
        notices: vec![],
        readings: vec![],
        meant: vec![],
        suggestions: vec![],
        facets: vec![],
        is_counted: true,
        first: None,
        more: None,
        unfiltered: Some("/?q=%3C".to_owned()),
        propose: "/proposals/new?zh=%3C".to_owned(),
        ..full.clone()
    };
    vec![full, none]
}

fn readings() -> Vec<ReadingView> {
    [
        ("pinyin", "qu bao", "zh-Latn-pinyin"),
        ("initials", "QB", "zh-Latn-pinyin"),
        ("ewts", BO, "bo"),
        ("phonetic", "", "bo-Latn"),
    ]
    .map(|(kind, text, lang)| ReadingView {
        kind,
        text: text.to_owned(),
        lang,
    })
    .to_vec()
}

fn word(text: &str, lang: &'static str) -> WordView {
    WordView {
        text: text.to_owned(),
        lang,
        kind: Some("initials").filter(|_| lang == "zh"),
        link: "/?q=%3C".to_owned(),
    }
}

fn facets() -> Vec<FacetView> {
    let value = |value: &str| FacetValueView {
        value: value.to_owned(),
        count: 3,
        link: "/?q=%3C&workflow=draft".to_owned(),
    };
    [
        ("subject_field", vec!["criminal", "a-field-nobody-named"]),
        ("collection", vec!["charges-2024"]),
        ("workflow", Workflow::ALL.iter().map(|w| w.as_str()).collect()),
    ]
    .map(|(narrowing, values)| FacetView {
        narrowing,
        values: values.into_iter().map(value).collect(),
    })
    .to_vec()
}

/// Returns entries with everything, and with next to nothing.
pub fn entries() -> Vec<EntryView> {
    let full = EntryView {
        work: None,
        requests: None,
        done: None,
        list_changes: ["calls_it", "called_before", "gone"].map(said_of_name).to_vec(),
        id: "c-000123".into(),
        revision: 2,
        standing: 2,
        draft: None,
        updated_at: "2026-11-18 19:06".into(),
        workflow: "draft",
        authority: Some(AuthorityView {
            number: "2026年第1批 <ཀ>".into(),
            committee: "术语审定委员会".into(),
            decided_on: Some("2026-11-20".into()),
            decision: Some("青高法〔2026〕1号".into()),
            title: Some("汉藏对照法学词典".into()),
            is_respelled: true,
        }),
        name_zh: Some("法院".into()),
        name_bo: Some(BO.into()),
        languages: Lang::ALL.iter().map(|lang| language(*lang)).collect(),
        definitions: ["zh", "bo", "en"].map(definition).to_vec(),
        legal_basis: vec![basis(Some("第264条")), basis(None)],
        list_entries: vec![("charges-2024".into(), "8(1)".into())],
        collections: vec!["charges-2024".into(), "a-list-nobody-named".into()],
        subject_fields: vec!["criminal".into()],
        relations: RelationKind::ALL
            .iter()
            .map(|kind| relation(kind.as_str()))
            .collect(),
        compared: vec![side("c-000123", true), side("c-000002", false)],
        notes: vec!["备注 ཀ།། <b>".into()],
        parts: vec![],
        revisions: vec![revision(2, Some("draft")), revision(1, None)],
    };
    let mut views: Vec<_> = Workflow::ALL
        .iter()
        .map(|w| EntryView {
            workflow: w.as_str(),
            ..full.clone()
        })
        .collect();
    // What everybody reads, seen by an editor; what is being drafted; and what was read before.
    for (revision, standing, draft) in [(2, 2, Some(3)), (3, 2, Some(3)), (1, 2, None)] {
        views.push(EntryView {
            revision,
            standing,
            draft,
            ..full.clone()
        });
    }
    let bare = EntryView {
        authority: None,
        name_bo: None,
        languages: ["zh", "bo"]
            .map(|lang| LanguageView {
                lang,
                terms: vec![],
                spoken: vec![],
            })
            .to_vec(),
        definitions: vec![],
        legal_basis: vec![],
        list_entries: vec![],
        collections: vec![],
        subject_fields: vec![],
        relations: vec![],
        compared: vec![],
        notes: vec![],
        ..full
    };
    views.push(EntryView {
        parts: vec![part()],
        ..bare.clone()
    });
    views.push(EntryView {
        name_zh: None,
        ..bare
    });
    views
}

/// Returns a term with a source.
pub fn term(text: &str) -> TermView {
    TermView {
        text: text.into(),
        segments: segments(text, std::slice::from_ref(&(0..2))),
        administrative_status: "preferred",
        replaced_by: None,
        region: None,
        register: "norm",
        source: Some("来源 <ཀ།།>".into()),
    }
}

fn row(match_kind: &'static str, workflow: &'static str) -> RowView {
    let mut bo = vec![term(BO)];
    for (status, register) in AdministrativeStatus::ALL.iter().zip(Register::ALL.iter().cycle()) {
        let (administrative_status, register) = (status.as_str(), register.as_str());
        bo.push(TermView {
            administrative_status,
            replaced_by: Some(BO.into()),
            register,
            region: Some("amdo".into()),
            ..term(BO)
        });
    }
    RowView {
        id: "c-000001".into(),
        workflow,
        zh: vec![term("<法院>"), term("法庭")],
        bo,
        match_kind,
        reading: readings().into_iter().find(|reading| reading.kind == match_kind),
        snippet: (match_kind == "definition").then(|| SnippetView {
            lang: Some("zh"),
            segments: segments("<释义> ཀ།།", std::slice::from_ref(&(1..3))),
        }),
        provision: Some(("中华人民共和国刑法".into(), Some("第264条".into()))),
        list_entries: vec![("charges-2024".into(), "1".into())],
        collections: vec!["charges-2024".into()],
        parts: vec![],
        replaced_by: vec![SuccessorView {
            id: "c-000002".into(),
            zh: "<新名>".into(),
        }],
    }
}

fn said_of_name(said: &'static str) -> NameChangeView {
    NameChangeView {
        list: "charges-2024".into(),
        shown_list: "a-list-nobody-named".into(),
        said,
        name: "<旧名>".into(),
        id: (said == "calls_it").then(|| "c-000002".into()),
    }
}

fn without_tibetan() -> RowView {
    let provision = Some(("刑法".to_owned(), None));
    RowView {
        bo: vec![],
        parts: vec![part()],
        provision,
        ..row("exact", "draft")
    }
}

fn without_chinese() -> RowView {
    RowView {
        zh: vec![],
        bo: vec![],
        provision: None,
        list_entries: vec![],
        ..row("fuzzy", "draft")
    }
}

fn part() -> PartView {
    let older = TermView {
        register: "older",
        segments: vec![Segment {
            text: BO.into(),
            is_hit: false,
        }],
        ..term(BO)
    };
    PartView {
        zh: "法院".into(),
        id: "c-000002".into(),
        workflow: "draft",
        bo: vec![term(BO), older],
    }
}

fn language(lang: Lang) -> LanguageView {
    let text = match lang {
        Lang::Zh => "法院",
        Lang::Bo => BO,
        Lang::En => "court",
    };
    let register = |register: &Register| EntryTermView {
        text: text.into(),
        administrative_status: "superseded",
        replaced_by: (*register != Register::Older).then(|| "<法院> ཀ".into()),
        register: register.as_str(),
        region: Some("632700".into()),
        reliability: Some(2),
        sources: vec![
            SourceView {
                title: "来源".into(),
                url: Some("https://example.cn/?a&b".into()),
                locator: Some("第1行".into()),
            },
            SourceView {
                title: "ཀ།།".into(),
                url: None,
                locator: None,
            },
        ],
        contexts: vec![TextView {
            lang: None,
            text: "例句 ཀ།།".into(),
            source: Some("来源".into()),
        }],
        note: Some("说明 ཀ".into()),
    };
    LanguageView {
        lang: lang.as_str(),
        terms: Register::ALL.iter().map(register).collect(),
        spoken: vec![
            SpokenView {
                region: None,
                terms: vec![register(&Register::CourtroomOral)],
            },
            SpokenView {
                region: Some("amdo".into()),
                terms: vec![register(&Register::CourtroomOral)],
            },
        ],
    }
}

fn side(id: &str, is_full: bool) -> ComparedView {
    let when = |count: usize| if is_full { count } else { 0 };
    ComparedView {
        id: id.into(),
        workflow: "draft",
        zh: vec![TermView::plain("<定金>"); when(1)],
        bo: vec![TermView::plain(BO); when(2)],
        definitions: vec![definition("zh"); when(1)],
        legal_basis: vec![basis(Some("第586条")); when(2)],
    }
}

fn definition(lang: &'static str) -> TextView {
    let text = match lang {
        "zh" => "释义 ཀ།།",
        "bo" => "ཀ།། 释义",
        _ => "a court 法院 ཀ",
    };
    TextView {
        lang: Some(lang),
        text: text.into(),
        source: Some("来源".into()),
    }
}

fn basis(article: Option<&str>) -> BasisView {
    BasisView {
        law: "中华人民共和国刑法".into(),
        article: article.map(str::to_owned),
        chapter: Some("第五章".into()),
        edition: Some("2020".into()),
        in_force_from: Some("2021-03-01".into()),
        in_force_to: Some("2025-12-31".into()),
    }
}

fn relation(kind: &'static str) -> RelationView {
    let related = RelatedView {
        id: "c-000009".into(),
        workflow: "draft",
        zh: Some(term("纠纷")),
        bo: Some(term(BO)),
    };
    let bare = RelatedView {
        zh: None,
        bo: None,
        ..related.clone()
    };
    RelationView {
        kind,
        concepts: vec![related, bare],
    }
}

fn revision(revision: u64, workflow: Option<&'static str>) -> RevisionView {
    RevisionView {
        revision,
        workflow,
        at: "2026-11-18 19:06".into(),
    }
}
