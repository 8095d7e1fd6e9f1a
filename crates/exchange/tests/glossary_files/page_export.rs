//! A page says of each entry how far it has come, runs nothing, fetches nothing, and keeps what is spoken out of documents.

use exchange::pages::{Layout, write};
use exchange::{ExportError, ExportReport, Exported};
use glossary::{
    Concept, Context, Definition, Lang, Note, Register, Relation, RelationKind, Term, Visibility, Workflow,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::export_fixture::{Full, court, exported, header, lawful_concept};
use crate::tbx_round_trip::cases;

/// More than any text that is put into a page may do: leave its element, its attribute or its direction.
const HOSTILE: &str = "</p><script>alert(1)</script>\"'&amp;<img src=x onerror=alert(1)>\u{202e}";

fn written(layout: Layout, concepts: &[Concept]) -> (String, ExportReport) {
    let mut file = Vec::new();
    let report = write(&mut file, &header(), layout, &mut || Box::new(exported(concepts))).unwrap();
    (String::from_utf8(file).unwrap(), report)
}

/// The entries of a page, from how far they have come to their numbers.
fn entries(page: &str) -> Vec<&str> {
    let inside = page.split("<article ").skip(1);
    inside
        .map(|rest| rest.split_once("</article>").unwrap().0)
        .collect()
}

fn named(zh: &str, workflow: Workflow) -> Concept {
    Concept {
        workflow,
        terms: vec![Term::new(Lang::Zh, zh).unwrap()],
        ..Concept::draft()
    }
}

#[test]
fn an_entry_says_all_that_has_to_be_known_before_a_form_is_used() {
    let (page, report) = written(Layout::Screen, &[court(), named("案件", Workflow::Authorised)]);
    insta::assert_snapshot!(page.split_once("</style>").unwrap().1);
    let left: Vec<_> = report
        .not_carried
        .iter()
        .map(|left| (left.field, left.count))
        .collect();
    assert_eq!(left, [("reliability", 7), ("revisions", 2)]);
    assert_eq!(report.concepts, 2);
}

#[test]
fn what_is_printed_says_the_same_on_numbered_pages() {
    let concepts = [court(), named("案件", Workflow::Authorised)];
    let (screen, print) = (
        written(Layout::Screen, &concepts).0,
        written(Layout::Print, &concepts).0,
    );
    assert_eq!(entries(&screen), entries(&print));
    for style in [
        "size: A4",
        "counter(page)",
        "@top-center { content: \"汉藏法律术语 第2版\"",
        "columns: 2",
        "break-inside: avoid",
        "line-height: 2;",
    ] {
        assert!(print.contains(style), "{style}");
    }
    assert!(!print.contains("<nav>"));
}

#[test]
fn no_state_looks_like_another() {
    let states = [
        (Workflow::Draft, "draft", "【草案，未经审定】"),
        (Workflow::Reviewed, "reviewed", "【已审读，尚未审定】"),
        (Workflow::Authorised, "authorised", "【已审定】"),
        (Workflow::Withdrawn, "withdrawn", "【已撤回】"),
    ];
    let concepts = states.map(|(workflow, ..)| named("法院", workflow));
    let (page, _) = written(Layout::Print, &concepts);
    for ((_, class, words), entry) in states.iter().zip(entries(&page)) {
        assert!(
            entry.contains(&format!("class=\"{class}\">\n<p class=\"state\">{words}</p>")),
            "{entry}"
        );
    }
    assert!(
        page.contains(
            "词条 4 条；【已审定】1 条；【已审读，尚未审定】1 条；【草案，未经审定】1 条；【已撤回】1 条"
        ),
        "{page}"
    );
}

#[test]
fn no_text_becomes_markup_or_turns_the_line() {
    let mut hostile = court();
    for term in &mut hostile.terms {
        term.text = format!("{HOSTILE}{}", term.text);
        term.note = Some(HOSTILE.to_owned());
        term.replaced_by = Some(HOSTILE.to_owned());
        term.contexts = vec![Context {
            text: HOSTILE.to_owned(),
            source: Some(HOSTILE.to_owned()),
        }];
        for source in &mut term.sources {
            source.title = HOSTILE.to_owned();
            source.url = Some(format!("javascript:{HOSTILE}"));
            source.locator = Some(HOSTILE.to_owned());
        }
    }
    hostile.memberships[0].number = Some(HOSTILE.to_owned());
    hostile.definitions.push(Definition {
        lang: Lang::Bo,
        text: HOSTILE.to_owned(),
        source: Some(HOSTILE.to_owned()),
    });
    let basis = &mut hostile.legal_basis[0];
    basis.law = HOSTILE.to_owned();
    basis.edition = Some(HOSTILE.to_owned());
    hostile.notes[0].text = HOSTILE.to_owned();
    let mut about = header();
    about.filter = HOSTILE.to_owned();
    about.made_at = HOSTILE.to_owned();
    for layout in [Layout::Screen, Layout::Print] {
        let mut file = Vec::new();
        let concepts = [hostile.clone()];
        write(&mut file, &about, layout, &mut || Box::new(exported(&concepts))).unwrap();
        let page = String::from_utf8(file).unwrap();
        for forbidden in ["<script", "<img", "\u{202e}", "url(", "@import"] {
            assert!(!page.contains(forbidden), "{forbidden}: {page}");
        }
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;amp;"),
            "{page}"
        );
        assert!(page.contains("[U+202E]"));
        assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'\""));
        // Every address of the page leads into it.
        assert_eq!(page.matches("href=\"").count(), page.matches("href=\"#").count());
    }
}

#[test]
fn a_relation_leads_only_to_what_is_in_the_file() {
    let mut related = named("法院", Workflow::Draft);
    related.relations = ["c-000002", "c-000009"]
        .map(|id| Relation {
            kind: RelationKind::Broader,
            id: id.parse().unwrap(),
        })
        .into();
    related.notes = vec![Note {
        visibility: Visibility::Editors,
        text: "只给编辑".to_owned(),
    }];
    let (page, report) = written(Layout::Screen, &[related, named("证据", Workflow::Draft)]);
    assert!(
        page.contains("上位：<a href=\"#c-000002\">c-000002</a>"),
        "{page}"
    );
    assert!(page.contains("上位：c-000009</p>"), "{page}");
    assert!(!page.contains("只给编辑"), "{page}");
    let left = |field| {
        report
            .not_carried
            .iter()
            .find(|left| left.field == field)
            .map(|left| left.count)
    };
    assert_eq!((left("relations"), left("notes")), (Some(1), Some(1)));
}

#[test]
fn a_page_of_nothing_is_whole() {
    let (page, report) = written(Layout::Screen, &[]);
    assert!(
        page.contains("词条 0 条") && page.ends_with("<main>\n</main>\n</body>\n</html>\n"),
        "{page}"
    );
    assert_eq!(report, ExportReport::default());
}

#[test]
fn an_export_that_breaks_off_says_why() {
    let many = vec![court(); 10];
    let mut full = Full(9000);
    let error = write(&mut full, &header(), Layout::Screen, &mut || {
        Box::new(exported(&many))
    })
    .unwrap_err();
    assert!(matches!(error, ExportError::Output(_)), "{error}");
    let mut away = || -> Box<dyn Iterator<Item = Result<Exported, &str>>> {
        Box::new(std::iter::once(Err("the store is away")))
    };
    let error = write(&mut Vec::new(), &header(), Layout::Screen, &mut away).unwrap_err();
    assert!(matches!(error, ExportError::Concepts("the store is away")));
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_concept_is_an_entry_that_says_its_state_and_marks_what_is_spoken(concepts in vec(lawful_concept(), 0..6)) {
        let (page, report) = written(Layout::Print, &concepts);
        let entries = entries(&page);
        prop_assert_eq!((entries.len(), report.concepts), (concepts.len(), concepts.len()));
        for (n, concept) in concepts.iter().enumerate() {
            let begins = format!("id=\"c-{:06}\"", n + 1);
            let entry = entries.iter().find(|entry| entry.starts_with(&begins)).unwrap();
            let state = entry.lines().nth(1).unwrap();
            prop_assert_eq!(concept.workflow == Workflow::Authorised, state.contains("【已审定】"));
            prop_assert_eq!(concept.workflow == Workflow::Draft, state.contains("【草案，未经审定】"));
            let spoken = concept.terms.iter().filter(|term| term.register == Register::CourtroomOral);
            prop_assert!(entry.matches("法庭口语，不得用于文书").count() >= spoken.count());
            let usable = concept.terms.iter().filter(|term| {
                term.register != Register::CourtroomOral && !term.is_out_of_use()
            });
            prop_assert_eq!(entry.matches("<strong ").count(), usable.count());
        }
    }
}
