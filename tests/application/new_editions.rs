//! New editions of official lists: what is written, what is told, and what readers find.

use app::SearchRequest;
use app::list_change::ListChangeCounts;
use testkit::Application;

const OLD: &str = "zh,bo,collection,number\n盗窃罪,རྐུ་ལས,charges-2024,1\n投机倒把罪,ཚོང,charges-2024,2\n抢劫罪,,charges-2024,3\n\
                   拐卖人口罪,,charges-2024,4\n";
const NEW: &str = "zh,number,replaces\n盗窃罪,1,\n非法经营罪,2,投机倒把罪\n拐卖妇女罪,3,拐卖人口罪\n拐卖儿童罪,4,拐卖人口罪\n\
                   高空抛物罪,5,\n";

fn with_old_list() -> Application {
    let application = Application::empty();
    assert!(application.import("old.csv", OLD).applied);
    application
}

/// The hits of `query`, each with what takes the place of the term that matched, and of the concept.
fn replaced(application: &Application, query: &str) -> Vec<String> {
    let answer = application
        .app
        .look_up()
        .search(&application.read_permit(), &SearchRequest::new(query))
        .unwrap();
    let line = |hit: &app::Hit| {
        let terms = hit.summary.zh.iter().chain(&hit.summary.bo);
        let named = terms
            .filter(|term| term.text == hit.matched.term)
            .find_map(|term| term.replaced_by.clone());
        let successors: Vec<_> = hit
            .replaced_by
            .iter()
            .map(|s| format!("{} {}", s.id, s.name))
            .collect();
        format!(
            "{} > {} > {}",
            hit.matched.term,
            named.unwrap_or_default(),
            successors.join(", ")
        )
    };
    let exact = answer
        .hits
        .iter()
        .filter(|hit| hit.matched.kind.as_str() == "exact");
    exact.map(line).collect()
}

#[test]
fn a_new_edition_is_told_written_once_and_read_by_everybody() {
    let application = with_old_list();
    let report = application.succeed("charges-2027", "charges-2024", NEW);
    assert!(report.applied, "{:?}", report.issues);
    // Three concepts are new; of the old ones three are touched: one stays, one is renamed, one is split.
    assert_eq!((report.created, report.updated, report.unchanged), (3, 3, 0));
    let counts = ListChangeCounts {
        unchanged: 1,
        new: 1,
        renamed: 3,
        abolished: 1,
    };
    assert_eq!(report.list_changes.as_ref().unwrap().counts(), counts);

    let again = application.succeed("charges-2027", "charges-2024", NEW);
    assert_eq!((again.created, again.updated, again.seq), (0, 0, None));
    assert_eq!(again.list_changes, report.list_changes);

    let reading = application.read_permit();
    let listed = application.app.list_successions(&reading).unwrap();
    assert_eq!((listed.len(), listed[0].counts), (1, counts));
    let name = "charges-2027".parse().unwrap();
    assert_eq!(
        application.app.find_succession(&reading, &name).unwrap(),
        report.list_changes
    );
    let none = application
        .app
        .find_succession(&reading, &"charges-2024".parse().unwrap());
    assert_eq!(none.unwrap(), None);
    let of = |id: &str| {
        application
            .app
            .successions_of(&reading, id.parse().unwrap())
            .unwrap()
    };
    assert_eq!(of("c-000003")[0].2.kind.as_str(), "abolished");
    assert_eq!(of("c-000004").len(), 2, "it was split");
}

#[test]
fn an_old_name_is_found_and_says_what_replaced_it() {
    let application = with_old_list();
    application.succeed("charges-2027", "charges-2024", NEW);
    application.catch_up();
    assert_eq!(
        replaced(&application, "投机倒把罪"),
        ["投机倒把罪 > 非法经营罪 > "]
    );
    assert_eq!(replaced(&application, "非法经营罪"), ["非法经营罪 >  > "]);
    assert_eq!(
        replaced(&application, "拐卖人口罪"),
        ["拐卖人口罪 >  > c-000005 拐卖妇女罪, c-000006 拐卖儿童罪"]
    );
    assert_eq!(
        replaced(&application, "抢劫罪"),
        ["抢劫罪 >  > "],
        "what is abolished is found"
    );
}

#[test]
fn a_tibetan_form_that_was_replaced_says_by_which() {
    let application = Application::empty();
    let rows = "zh,bo,bo_variants,bo_status\n法院,ཁྲིམས་ར,ཁྲིམས་ཁང,superseded\n";
    assert!(application.import("rows.csv", rows).applied);
    application.catch_up();
    assert_eq!(replaced(&application, "ཁྲིམས་ར"), ["ཁྲིམས་ར > ཁྲིམས་ཁང > "]);
    assert_eq!(replaced(&application, "ཁྲིམས་ཁང"), ["ཁྲིམས་ཁང >  > "]);
}

#[test]
fn what_replaced_a_name_is_not_told_where_it_is_hidden() {
    let application = with_old_list();
    application.succeed("charges-2027", "charges-2024", NEW);
    let hiding = application.reopened_hiding(&["charges-2027"]);
    hiding.catch_up();
    assert_eq!(replaced(&hiding, "拐卖人口罪"), ["拐卖人口罪 >  > "]);
    let reading = hiding.read_permit();
    assert_eq!(hiding.app.list_successions(&reading).unwrap(), []);
    assert_eq!(
        hiding
            .app
            .successions_of(&reading, "c-000003".parse().unwrap())
            .unwrap(),
        []
    );
    let none = hiding
        .app
        .find_succession(&reading, &"charges-2027".parse().unwrap());
    assert_eq!(none.unwrap(), None);
}

#[test]
fn a_hidden_list_is_none_whose_place_could_be_taken() {
    let application = with_old_list().reopened_hiding(&["charges-2024"]);
    let report = application.succeed("charges-2027", "charges-2024", NEW);
    assert!(!report.applied);
    let codes: Vec<_> = report.issues.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, ["unknown_list"]);
    assert_eq!(report.list_changes, None);
}

#[test]
fn one_wrong_row_stops_a_new_edition_also_where_rows_are_skipped() {
    let application = with_old_list();
    let report = application.succeed(
        "charges-2027",
        "charges-2024",
        "zh,number,replaces\n新罪,1,没有的罪\n盗窃罪,2,\n",
    );
    assert_eq!((report.applied, report.rejected, report.seq), (false, 1, None));
    let issue = &report.issues[0];
    assert_eq!(
        (issue.code, issue.column.as_deref(), issue.value.as_str()),
        ("not_in_old_list", Some("replaces"), "没有的罪")
    );
    assert_eq!(
        application
            .app
            .list_successions(&application.read_permit())
            .unwrap(),
        []
    );
}
