//! Every template with every sample in every language; a name that a view lacks is an error.

use super::{
    html, samples, samples_accounts, samples_batch, samples_browse, samples_change_sets, samples_corrections,
    samples_editing, samples_importing, samples_people, samples_proposing, samples_registry,
    samples_registry_forms,
};
use crate::pages::about::AboutView;
use crate::pages::error::ErrorView;
use crate::pages::lookup::LookupView;
use crate::pages::problem::ProblemView;
use crate::pages::result_view::ResultsView;
use crate::pages::search::{EXAMPLES, StartView};
use crate::problem::{Code, IssueBody};
use crate::web::Web;
use crate::web::templates::{Frame, Reader, View};
use crate::web::ui::Ui;

fn reader() -> Reader {
    Reader {
        signed_in: Some("法官 ཀ <b>".into()),
        form_token: Some("0a1b".into()),
        may_edit: true,
        may_read_registry: true,
        has_own_record: true,
    }
}

#[track_caller]
fn check<V: View>(views: &[V]) -> Vec<String> {
    let web = Web::load().unwrap();
    let frame = Frame {
        here: "/?q=<ཀ>".into(),
        request_id: "test-1".into(),
        reader: reader(),
    };
    let mut pages = Vec::new();
    for ui in Ui::ALL {
        for view in views {
            let page = web.templates().render(ui, &frame, view);
            let page = page.unwrap_or_else(|e| panic!("{} in {}: {e:#}", V::TEMPLATE, ui.code()));
            html::check(&page, ui.html_lang());
            pages.push(page);
        }
    }
    pages
}

#[test]
fn the_search_page_is_whole_in_every_state() {
    for page in check(&samples::searches()) {
        assert!(
            page.contains("<form class=\"search\" action=\"/\" method=\"get\""),
            "works without script"
        );
        assert!(!page.contains("<法"), "what was asked is escaped");
    }
}

#[test]
fn the_fragments_are_what_the_page_holds() {
    check(&[
        StartView {
            examples: EXAMPLES.to_vec(),
        },
        StartView { examples: vec![] },
    ]);
    let web = Web::load().unwrap();
    let frame = Frame {
        here: "/".into(),
        request_id: "test-1".into(),
        reader: reader(),
    };
    for search in samples::searches().into_iter().filter(|s| s.results.is_some()) {
        let page = web.templates().render(Ui::Zh, &frame, &search).unwrap();
        let fragment = web
            .templates()
            .render(Ui::Zh, &frame, &search.results.unwrap())
            .unwrap();
        assert!(page.contains(fragment.trim()));
    }
    check(&samples::results());
}

#[test]
fn each_row_says_why_it_is_there_and_alike_ones_stand_under_a_warning() {
    let page = &check(&samples::results())[0];
    let web = Web::load().unwrap();
    for kind in app::MatchKind::ALL {
        let key = format!("match.{}", kind.as_str());
        let word = web.translations().text(Ui::Zh, &key);
        assert!(
            page.contains(&format!("kind-{}\">{word}", kind.as_str())),
            "{word}"
        );
    }
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text}"));
    let groups = ["term", "related", "alike", "partly", "explained"].map(|g| place(&format!("group-{g}\"")));
    assert!(groups.is_sorted(), "{groups:?}");
    let warning = place("“订金”不适用");
    assert!(groups[2] < warning && warning < groups[3]);
    assert!(page.contains("威利转写 <span lang=\"bo\" class=\"bo\">"));
}

#[test]
fn the_dictionary_is_whole_in_every_state() {
    for page in check(&samples_browse::browsed()) {
        assert!(
            page.contains("action=\"/browse\" method=\"get\""),
            "works without script"
        );
        assert!(!page.contains("<法"), "terms are escaped");
    }
}

#[test]
fn the_pasted_list_is_whole_in_every_state() {
    for page in check(&samples_batch::batches()) {
        assert!(
            page.contains("action=\"/batch\" method=\"post\""),
            "nothing stands in the address"
        );
        assert!(
            !page.contains("<法") && page.matches("</textarea>").count() <= 2,
            "{page}"
        );
    }
}

/// Checks that every form of `pages` works without script, and that nothing in a name is markup.
#[track_caller]
fn check_forms(pages: &[String]) {
    for page in pages {
        assert!(
            !page.contains("<b>") && !page.contains("<法"),
            "names are escaped: {page}"
        );
        assert_eq!(
            page.matches("<form").count(),
            page.matches("method=\"post\"").count() + page.matches("method=\"get\"").count()
        );
        let n_tokens = page.matches("name=\"form_token\" value=\"0a1b\"").count();
        assert_eq!(n_tokens, page.matches("method=\"post\"").count(), "{page}");
        assert!(page.contains("<button type=\"submit\"") || !page.contains("<form class=\"form\""));
        assert!(
            !page.contains("type=\"password\" value"),
            "a password is never sent back"
        );
    }
}

#[test]
fn the_pages_for_signing_in_are_whole_in_every_state() {
    check_forms(&check(&samples_accounts::logins()));
    check_forms(&check(&samples_accounts::codes()));
    check_forms(&check(&samples_accounts::firsts()));
    check_forms(&check(&samples_accounts::proofs()));
}

#[test]
fn the_pages_of_the_own_account_are_whole_in_every_state() {
    check_forms(&check(&samples_accounts::own()));
    check_forms(&check(&samples_accounts::enrolments()));
    check_forms(&check(&samples_accounts::recovery()));
}

#[test]
fn the_pages_about_accounts_of_others_are_whole_in_every_state() {
    check_forms(&check(&samples_accounts::lists()));
    check_forms(&check(&samples_accounts::managed()));
    check_forms(&check(&samples_accounts::new_accounts()));
    check_forms(&check(&samples_accounts::slips()));
    check_forms(&check(&samples_accounts::role_changes()));
    check_forms(&check(&samples_accounts::tokens()));
    check_forms(&check(&samples_accounts::tokens_made()));
    check_forms(&check(&samples_accounts::audits()));
    check_forms(&check(&samples_accounts::verifications()));
}

#[test]
fn the_pages_on_which_the_glossary_is_written_are_whole_in_every_state() {
    check_forms(&check(&samples_editing::histories()));
    check_forms(&check(&samples_editing::concept_forms()));
    check_forms(&check(&samples_editing::conflicts()));
    check_forms(&check(&samples_editing::kept()));
    check_forms(&check(&samples_editing::worked_on()));
    check_forms(&check(&samples_editing::merges()));
}

#[test]
fn the_pages_of_desks_batches_and_editions_are_whole_in_every_state() {
    check_forms(&check(&samples_editing::desks()));
    check_forms(&check(&samples_editing::batch_lists()));
    check_forms(&check(&samples_editing::new_batches()));
    check_forms(&check(&samples_editing::batch_pages()));
    check_forms(&check(&samples_editing::edition_lists()));
    check_forms(&check(&samples_editing::edition_pages()));
    check_forms(&check(&samples_editing::edition_diffs()));
}

#[test]
fn the_pages_on_which_readers_propose_are_whole_in_every_state() {
    check_forms(&check(&samples_proposing::lists()));
    check_forms(&check(&samples_proposing::new_ones()));
    check_forms(&check(&samples_proposing::single_ones()));
    check_forms(&check(&samples_proposing::unanswered()));
    check_forms(&check(&samples_proposing::coverages()));
    check_forms(&check(&samples_proposing::list_changes()));
}

#[test]
fn the_pages_of_change_sets_and_of_the_list_by_conditions_are_whole_in_every_state() {
    check_forms(&check(&samples_change_sets::found()));
    check_forms(&check(&samples_change_sets::made()));
    check_forms(&check(&samples_change_sets::listed()));
}

#[test]
fn the_lookup_in_a_frame_is_whole_in_every_state() {
    let rows = |results: ResultsView| results.groups.into_iter().flat_map(|group| group.rows).collect();
    let mut views = vec![LookupView::default()];
    for results in samples::results() {
        views.push(LookupView {
            q: "<法院>".into(),
            q_shown: results.q_shown.clone(),
            total: results.total,
            has_more: results.total > 0,
            rows: rows(results),
        });
    }
    for page in check(&views) {
        assert!(page.contains("action=\"/lookup\" method=\"get\"") && !page.contains("<script"));
        assert!(!page.contains("<法"), "what was asked is escaped");
        let links = page.matches("<a ").count();
        assert_eq!(page.matches("target=\"_blank\" rel=\"noopener\"").count(), links);
    }
}

#[test]
fn an_entry_always_shows_how_far_it_has_come() {
    let web = Web::load().unwrap();
    let frame = Frame {
        here: "/".into(),
        request_id: "test-1".into(),
        reader: reader(),
    };
    for entry in samples::entries() {
        let page = web.templates().render(Ui::Zh, &frame, &entry).unwrap();
        let word = web
            .translations()
            .text(Ui::Zh, &format!("workflow.{}", entry.workflow))
            .to_owned();
        let mark = page
            .split(&format!("workflow-{}", entry.workflow))
            .nth(1)
            .unwrap();
        let mark = mark.split("</span>").next().unwrap();
        assert!(
            mark.contains("<svg") && mark.contains(&word),
            "a word and an icon, not a colour alone: {mark}"
        );
    }
    check(&samples::entries());
}

#[test]
fn an_entry_without_tibetan_says_so_and_marks_its_parts() {
    let entries: Vec<_> = samples::entries()
        .into_iter()
        .filter(|e| !e.parts.is_empty())
        .collect();
    let page = &check(&entries)[0];
    let (said, parts) = (page.find("未有藏文").unwrap(), page.find("非官方译名").unwrap());
    assert!(said < parts);
    assert!(page[parts..].contains("workflow-draft") && page[parts..].contains("旧词典"));
}

#[test]
fn every_problem_has_its_page() {
    let codes = Code::ALL.iter().map(|code| ProblemView::new(*code));
    for page in check(&codes.collect::<Vec<_>>()) {
        assert!(!page.contains("problem."), "no key shows");
    }
    let issues = vec![IssueBody {
        pointer: "/q".into(),
        code: "empty",
        message: "“q”是空的 ཀ".into(),
    }];
    let errors = Code::ALL
        .iter()
        .map(|code| ErrorView::new(*code, "标题".into(), "说明 ཀ".into(), issues.clone()));
    check(&errors.collect::<Vec<_>>());
}

#[test]
fn the_page_about_the_data_says_what_they_are_not() {
    let view = AboutView {
        version: "0.1.0",
        n_concepts: 3,
        index_position: 7,
        last_seq: Some(7),
    };
    let pages = check(&[
        view.clone(),
        AboutView {
            last_seq: None,
            ..view
        },
    ]);
    assert!(pages[0].contains("没有任何术语审定机构"));
}

#[test]
fn the_pages_of_the_registry_are_whole_in_every_state() {
    check_forms(&check(&samples_people::people()));
    check_forms(&check(&samples_registry_forms::new_people()));
    check_forms(&check(&samples_registry::persons()));
    check_forms(&check(&samples_registry_forms::person_details()));
    check_forms(&check(&samples_registry_forms::erasures()));
    check_forms(&check(&samples_registry::secrets()));
    check_forms(&check(&samples_corrections::corrections()));
    check_forms(&check(&samples_corrections::wish_texts()));
    check(&samples_corrections::retention());
    check_forms(&check(&samples_corrections::certificates()));
    check_forms(&check(&samples_registry::trainings()));
    check_forms(&check(&samples_registry_forms::new_trainings()));
    check_forms(&check(&samples_registry_forms::training_plans()));
    check_forms(&check(&samples_registry::one_training()));
    check_forms(&check(&samples_registry::grids()));
    check_forms(&check(&samples_registry::results()));
    check_forms(&check(&samples_registry::programmes()));
}

#[test]
fn the_steps_of_taking_a_sheet_in_are_whole_in_every_state() {
    check_forms(&check(&samples_importing::files()));
    check_forms(&check(&samples_importing::columns()));
    check_forms(&check(&samples_importing::checks()));
    check_forms(&check(&samples_importing::trials()));
    check_forms(&check(&samples_importing::ends()));
}

#[test]
fn every_page_of_a_sheet_has_its_heading_its_totals_and_a_head_that_the_printer_repeats() {
    for page in check(&samples_registry::sheets()) {
        let n_pages = page.matches("<section class=\"paper\"").count();
        for once in ["<caption>", "<thead>", "class=\"paper-foot\""] {
            assert_eq!(page.matches(once).count(), n_pages, "{once}: {page}");
        }
        assert!(n_pages > 0 && !page.contains("<b>"));
    }
}
