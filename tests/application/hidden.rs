//! A court that hides a collection hides it whole.

use app::Version;
use testkit::Application;

const ROWS: &str = "zh,bo,register,source,collection\n\
                    盗窃,རྐུ་བ,older,旧词典,older\n\
                    盗窃,རྐུ་ལས,norm,词典,general\n\
                    税吏,ཁྲལ་སྡུད་པ,older,旧词典,older\n";

#[test]
fn a_hidden_collection_that_is_not_there_is_named() {
    let application = Application::hiding(&["nope", "older"]);
    let unknown = || {
        let names = application.app.hidden_in_vain().unwrap().unknown;
        names.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(unknown(), ["nope", "older"]);
    assert!(application.import("rows.csv", ROWS).applied);
    assert_eq!(unknown(), ["nope"]);
    let in_use = application.app.hidden_in_vain().unwrap().in_use;
    assert_eq!(
        in_use.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["general", "older"]
    );
}

#[test]
fn hiding_a_collection_takes_its_forms_and_its_concepts_out_of_sight() {
    let application = Application::empty();
    assert!(application.import("rows.csv", ROWS).applied);
    application.catch_up();
    assert_eq!(application.hits("税吏"), ["exact 税吏 | ཁྲལ་སྡུད་པ"]);
    assert_eq!(application.hits("རྐུ་བ"), ["exact 盗窃 | རྐུ་ལས"]);

    let hiding = application.reopened_hiding(&["older"]);
    assert_eq!(hiding.hits("盗窃"), ["exact 盗窃 | རྐུ་ལས"]);
    let none: [&str; 0] = [];
    assert_eq!(hiding.hits("税吏"), none);
    assert_eq!(hiding.hits("ཁྲལ་སྡུད་པ"), none);
    assert!(
        !hiding.hits("རྐུ་བ").iter().any(|hit| hit.starts_with("exact")),
        "the form is hidden too"
    );
    let tax_collector = "c-000002".parse().unwrap();
    let found = hiding
        .app
        .find_concept(&hiding.read_permit(), tax_collector, Version::Standing, None);
    assert!(
        matches!(found, Err(app::Error::NoSuchConcept(_))),
        "hidden looks like missing"
    );
    let page = hiding
        .app
        .list_changes(&hiding.read_permit(), 0, 10, true)
        .unwrap();
    assert!(
        page.changes
            .iter()
            .all(|change| change.id != tax_collector || change.body.is_none())
    );

    assert_eq!(hiding.reopened_hiding(&[]).hits("税吏"), ["exact 税吏 | ཁྲལ་སྡུད་པ"]);
}
