//! Importing glossary files into a data directory.

use app::{
    Actor, FieldOfLaw, FileIds, ImportFile, ImportOptions, OnError, Policy, ReadOptions, WriteGlossary,
};
use testkit::{Application, csv_file, seed_files};

#[test]
fn every_seed_list_imports_whole_and_a_second_time_changes_nothing() {
    let application = Application::empty();
    let import = |path: &std::path::Path| application.import_file(path, OnError::Stop);
    for path in seed_files() {
        let first = import(&path);
        assert!(first.applied, "{}: {:?}", path.display(), first.issues.first());
        assert_eq!((first.unchanged, first.rejected), (0, 0), "{}", path.display());
    }
    let seq = application.app.wait_for_index().unwrap();
    for path in seed_files() {
        let again = import(&path);
        assert_eq!(
            (again.created, again.updated, again.rejected),
            (0, 0, 0),
            "{}",
            path.display()
        );
        assert!(again.unchanged > 0 && again.seq.is_none(), "{}", path.display());
    }
    assert_eq!(
        application.app.wait_for_index().unwrap(),
        seq,
        "nothing was written"
    );
    assert!(
        application
            .app
            .verify(&application.operate_permit())
            .unwrap()
            .is_sound()
    );
}

/// A file of TBX of 2008 with an entry in both languages and one in English alone.
const TBX: &str = "<martif type=\"TBX\" xml:lang=\"en\"><text><body>\
    <termEntry id=\"1\"><langSet xml:lang=\"zh-CN\"><tig><term>法院</term></tig></langSet>\
    <langSet xml:lang=\"bo\"><tig><term>ཁྲིམས་ཁང་</term></tig></langSet></termEntry>\
    <termEntry id=\"2\"><langSet xml:lang=\"en\"><tig><term>court</term></tig></langSet></termEntry>\
    </body></text></martif>";

#[test]
fn a_file_of_tbx_is_imported_as_a_sheet_is_and_a_second_time_changes_nothing() {
    let application = Application::empty();
    let first = application.import("terms.tbx", TBX);
    assert!(first.applied, "{:?}", first.issues.first());
    assert_eq!((first.created, first.rejected), (2, 0));
    let told: Vec<&str> = first.warnings.iter().map(|warning| warning.code).collect();
    assert_eq!(told, ["no_place", "read_as", "without_chinese"]);
    // English alone has no Chinese or Tibetan by which it could be found.
    let again = application.import("terms.tbx", TBX);
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2));
    application.catch_up();
    assert_eq!(application.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
}

#[test]
fn a_foreign_file_extended_the_tree_of_the_fields_of_law() {
    let application = Application::empty();
    let permit = application.write_permit();
    let field = |code: &str| FieldOfLaw {
        code: code.parse().unwrap(),
        parent: None,
        name_zh: "刑事".to_owned(),
        name_bo: None,
        name_en: None,
        source: None,
        position: 1,
    };
    application
        .app
        .write_subject_fields(&permit, vec![field("criminal")])
        .unwrap();
    let fields =
        "<descrip type=\"subjectField\">criminal</descrip><descrip type=\"subjectField\">customs</descrip>";
    let file = TBX.replace("<termEntry id=\"1\">", &format!("<termEntry id=\"1\">{fields}"));
    assert!(application.import("terms.tbx", &file).applied);
    application.catch_up();
    let found = |field: &str| {
        let mut request = app::SearchRequest::new("法院");
        request.subject_field = Some(field.parse().unwrap());
        let answer = application
            .app
            .look_up()
            .search(&application.read_permit(), &request);
        answer.unwrap().hits.len()
    };
    assert_eq!((found("criminal"), found("customs")), (1, 0));
}

#[test]
fn a_wrong_row_stops_the_import_and_nothing_is_written() {
    let application = Application::empty();
    let file = csv_file(&[("法院", "ཁྲིམས་ཁང་"), ("法官", "法官"), ("离婚", "")]);
    let report = application.import("pairs.csv", &file);
    assert!(!report.applied);
    assert_eq!((report.created, report.rejected, report.issues.len()), (2, 1, 1));
    assert_eq!(application.app.wait_for_index().unwrap(), 0);
}

#[test]
fn skipping_writes_the_good_rows_at_once_and_gives_the_bad_ones_back_with_reasons() {
    let application = Application::empty();
    let file = csv_file(&[("法院", "ཁྲིམས་ཁང་"), ("法官", "法官"), ("离婚", "")]);
    let report = application.try_import("pairs.csv", &file, OnError::Skip).unwrap();
    assert!(report.applied);
    let sheet = String::from_utf8(report.rejected_sheet.unwrap()).unwrap();
    assert!(sheet.contains("pairs.csv:3") && sheet.contains("法官"), "{sheet}");
    assert!(!sheet.contains("法院"), "only the bad rows come back: {sheet}");
    application.catch_up();
    assert_eq!(application.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
    assert_eq!(application.hits("ཁྲིམས་ཁང"), ["exact 法院 | ཁྲིམས་ཁང"]);
}

#[test]
fn the_sheet_of_bad_rows_imports_once_it_is_corrected() {
    let application = Application::empty();
    let file = csv_file(&[("法官", "法官")]);
    let report = application.try_import("pairs.csv", &file, OnError::Skip).unwrap();
    let sheet = String::from_utf8(report.rejected_sheet.unwrap()).unwrap();
    let last = sheet.rfind("法官").unwrap();
    let corrected = format!("{}ཁྲིམས་དཔོན{}", &sheet[..last], &sheet[last + "法官".len()..]);
    let report = application.import("pairs.rejected.csv", &corrected);
    assert!(report.applied, "{:?}", report.issues);
    application.catch_up();
    assert_eq!(application.hits("法官"), ["exact 法官 | ཁྲིམས་དཔོན"]);
}

#[test]
fn a_dry_run_counts_and_writes_nothing() {
    let application = Application::empty();
    let bytes = csv_file(&[("法院", "ཁྲིམས་ཁང་")]).into_bytes();
    let file = ImportFile {
        name: "pairs.csv".into(),
        bytes,
        format: app::Format::Csv,
    };
    let options = ImportOptions {
        read: ReadOptions::default(),
        on_error: OnError::Stop,
        ids: FileIds::Ours,
        dry_run: true,
        succeeds: None,
    };
    let report = application
        .app
        .import_glossary(&application.write_permit(), &file, &options)
        .unwrap();
    assert_eq!((report.created, report.applied, report.seq), (1, false, None));
    assert_eq!(application.app.wait_for_index().unwrap(), 0);
}

#[test]
fn several_forms_of_one_term_end_in_one_concept_best_first() {
    let application = Application::empty();
    let rows = "zh,bo,register,reliability,collection\n\
                盗窃,རྐུ་བ,older,2,older\n\
                盗窃,རྐུ་ལས,norm,1,general\n";
    assert!(application.import("theft.csv", rows).applied);
    application.catch_up();
    assert_eq!(application.hits("盗窃"), ["exact 盗窃 | རྐུ་ལས"]);
    assert_eq!(application.hits("རྐུ་བ"), ["exact 盗窃 | རྐུ་ལས"]);
}

#[test]
fn two_imports_at_once_both_arrive_whole() {
    let application = Application::empty();
    let files: Vec<String> = (0..8)
        .map(|n| (0..20).map(|m| format!("词条{n}之{m},\n")).collect::<String>())
        .map(|rows| format!("zh,bo\n{rows}"))
        .collect();
    std::thread::scope(|scope| {
        for file in &files {
            scope.spawn(|| {
                // Somebody else may keep winning; a person would import again as the message says.
                while matches!(
                    application.try_import("a.csv", file, OnError::Stop),
                    Err(app::Error::Busy)
                ) {}
            });
        }
    });
    application.catch_up();
    assert_eq!(application.app.look_up().len(), 160);
    assert!(
        application
            .app
            .verify(&application.operate_permit())
            .unwrap()
            .is_sound()
    );
}

#[test]
fn nobody_on_the_network_may_import() {
    let refused = Policy { public_read: true }
        .permit::<WriteGlossary>(&Actor::anonymous())
        .unwrap_err();
    assert_eq!(refused.to_string(), "`write-glossary` needs a login");
}
