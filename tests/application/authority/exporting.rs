//! What leaves the glossary as a file: what everybody reads, in one state, and nothing that is hidden.

use app::audit::AuditFilter;
use app::{ExportFormat, ExportReport, ExportRequest, ExportScope, ExportSink};

use super::*;

/// Returns the file, its header's `seq`, and what was not carried.
fn exported(
    application: &Application,
    request: &ExportRequest,
    drafts: Option<&Permit<ReadDrafts>>,
) -> Result<(Vec<u8>, u64, ExportReport), Error> {
    let (mut file, mut seq) = (Vec::new(), 0);
    let permit = application.read_permit();
    let report = application.app.export_glossary(
        &permit,
        drafts,
        request,
        &mut |header| seq = header.seq,
        ExportSink::One(&mut file),
    )?;
    Ok((file, seq, report))
}

fn text(application: &Application, request: &ExportRequest) -> String {
    String::from_utf8(exported(application, request, None).unwrap().0).unwrap()
}

/// Returns of each line of JSON Lines its Chinese name, its Tibetan one, its revision and its workflow.
fn lines(file: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(file).unwrap();
    let line = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        let name = |lang: &str| {
            let terms = value["terms"].as_array().unwrap();
            let term = terms.iter().find(|term| term["lang"] == lang);
            term.map_or("-", |term| term["text"].as_str().unwrap()).to_owned()
        };
        let workflow = value["workflow"].as_str().unwrap();
        format!("{} {} {} {workflow}", name("zh"), name("bo"), value["revision"])
    };
    text.lines().skip(1).map(line).collect()
}

fn asking(filter: &str) -> ExportRequest {
    ExportRequest {
        filter: filter.parse().unwrap(),
        ..ExportRequest::new(ExportFormat::Jsonl)
    }
}

/// 法院 authorised in batch 1 with a draft of its successor, 法官 reviewed, 证据 a draft; edition 1 before the draft.
fn office() -> Office {
    let office = Office::open();
    let reviewed = |at: Written| office.review(&office.reviewer, at).unwrap();
    let court = reviewed(office.draft("法院", "ཁྲིམས་ཁང"));
    office.batch("〔2026〕1号", Some("1"));
    let court = office
        .step(
            &office.committee(),
            court,
            Workflow::Authorised,
            Some("〔2026〕1号"),
        )
        .unwrap();
    let authorising = office.permit::<AuthoriseGlossary>(&office.chair);
    office
        .application
        .app
        .freeze_edition(&authorising, "第一版", None)
        .unwrap();
    office.edit(court, "法院", "གྱོད་ཁང").unwrap();
    reviewed(office.draft("法官", "ཁྲིམས་དཔོན"));
    office.draft("证据", "དཔང་རྟགས");
    office
}

#[test]
fn an_export_has_what_everybody_reads_and_drafts_only_for_those_who_may() {
    let office = office();
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let request = ExportRequest::new(ExportFormat::Jsonl);
    let (file, seq, report) = exported(&office.application, &request, None).unwrap();
    assert_eq!(
        lines(&file),
        [
            "法院 ཁྲིམས་ཁང 3 authorised",
            "法官 ཁྲིམས་དཔོན 2 reviewed",
            "证据 དཔང་རྟགས 1 draft"
        ]
    );
    assert_eq!((report.concepts, report.not_carried), (3, Vec::new()));
    let permit = office.application.read_permit();
    let changes = office
        .application
        .app
        .list_changes(&permit, 0, 100, false)
        .unwrap();
    assert_eq!(seq, changes.last_seq);
    let file = String::from_utf8(file).unwrap();
    assert!(
        file.contains(r#""act":"authorise""#) && file.contains(r#""batch":"〔2026〕1号""#),
        "{file}"
    );
    assert!(!file.contains("卓玛") && !file.contains("གྱོད"), "{file}");

    let (file, ..) = exported(&office.application, &request, Some(&drafts)).unwrap();
    assert_eq!(lines(&file)[0], "法院 གྱོད་ཁང 4 draft");
    let file = String::from_utf8(file).unwrap();
    assert!(
        file.contains("卓玛") && file.contains(r#""filter":"drafts=true""#),
        "{file}"
    );
}

/// Returns of the first concept of JSON Lines what it said in each former revision.
fn former(file: &[u8]) -> Vec<String> {
    let line = std::str::from_utf8(file).unwrap().lines().nth(1).unwrap();
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let said = |revision: &serde_json::Value| {
        let texts = revision["body"]["terms"].as_array()?.iter();
        let texts: Vec<&str> = texts.map(|term| term["text"].as_str().unwrap()).collect();
        let (number, workflow) = (&revision["revision"], revision["body"]["workflow"].as_str()?);
        Some(format!("{number} {workflow} {}", texts.join(" ")))
    };
    value["revisions"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(said)
        .collect()
}

#[test]
fn json_lines_have_former_revisions_whole_and_the_batches_but_no_draft_of_what_stands() {
    let office = office();
    let request = ExportRequest::new(ExportFormat::Jsonl);
    let (file, ..) = exported(&office.application, &request, None).unwrap();
    assert_eq!(former(&file), ["1 draft 法院 ཁྲིམས་ཁང", "2 reviewed 法院 ཁྲིམས་ཁང"]);
    let about = std::str::from_utf8(&file).unwrap().lines().next().unwrap();
    let about: serde_json::Value = serde_json::from_str(about).unwrap();
    let batches = about["batches"].as_array().unwrap();
    assert_eq!(batches.len(), 1);
    assert_eq!(
        (&batches[0]["number"], &batches[0]["kind"]),
        (&"〔2026〕1号".into(), &"meeting".into())
    );

    let drafts = office.permit::<ReadDrafts>(&office.author);
    let (file, ..) = exported(&office.application, &request, Some(&drafts)).unwrap();
    assert_eq!(
        former(&file),
        [
            "1 draft 法院 ཁྲིམས་ཁང",
            "2 reviewed 法院 ཁྲིམས་ཁང",
            "3 authorised 法院 ཁྲིམས་ཁང"
        ]
    );
    let edition = ExportRequest {
        edition: Some(1),
        ..request
    };
    let (file, ..) = exported(&office.application, &edition, Some(&drafts)).unwrap();
    assert_eq!(former(&file).len(), 2);
}

#[test]
fn an_export_is_of_one_scope_edition_and_filter() {
    let office = office();
    let found = |request: ExportRequest| lines(&exported(&office.application, &request, None).unwrap().0);
    let of_scope = |scope| found(ExportRequest { scope, ..asking("") }).len();
    assert_eq!(of_scope(ExportScope::All), 3);
    assert_eq!(of_scope(ExportScope::Reviewed), 2);
    assert_eq!(of_scope(ExportScope::Authorised), 1);
    let edition = |number| ExportRequest {
        edition: Some(number),
        ..asking("")
    };
    assert_eq!(found(edition(1)), ["法院 ཁྲིམས་ཁང 3 authorised"]);
    let missing = exported(&office.application, &edition(2), None);
    assert!(matches!(missing, Err(Error::NoSuchEdition(2))));
    for (filter, expected) in [
        ("batch:〔2026〕1号", 1),
        ("-batch:〔2026〕1号", 2),
        ("workflow:draft", 1),
        ("has:bo", 3),
        ("without:definition changed_since:1970-01-01", 3),
        ("changed_since:9999-12-31", 0),
        // Who wrote something is for those who may read drafts.
        ("author:卓玛", 0),
        ("author:tashi", 0),
    ] {
        assert_eq!(found(asking(filter)).len(), expected, "{filter}");
    }
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let (file, ..) = exported(&office.application, &asking("author:卓玛"), Some(&drafts)).unwrap();
    assert_eq!(lines(&file), ["法院 གྱོད་ཁང 4 draft", "证据 དཔང་རྟགས 1 draft"]);
}

#[test]
fn a_hidden_collection_is_in_no_format_and_no_filter_tells_of_it() {
    const ROWS: &str = "zh,bo,register,source,collection\n\
                        盗窃,རྐུ་བ,older,旧词典,older\n\
                        盗窃,རྐུ་ལས,norm,词典,general\n\
                        税吏,ཁྲལ་སྡུད་པ,older,旧词典,older\n";
    let application = Application::hiding(&["older"]);
    assert!(application.import("rows.csv", ROWS).applied);
    for format in ExportFormat::ALL {
        let (file, ..) = exported(&application, &ExportRequest::new(format), None).unwrap();
        // A workbook is packed; that its text comes from the same rows as the others is enough.
        let text = String::from_utf8_lossy(&file);
        for hidden in ["རྐུ་བ", "税吏", "ཁྲལ་སྡུད་པ", "旧词典", "older\""]
        {
            assert!(!text.contains(hidden), "{format} {hidden}");
        }
    }
    let found = |filter: &str| lines(&exported(&application, &asking(filter), None).unwrap().0);
    assert_eq!(found(""), ["盗窃 རྐུ་ལས 1 draft"]);
    assert_eq!(found("collection:older"), [] as [&str; 0]);
    assert_eq!(found("-collection:older").len(), 1);
}

#[test]
fn every_export_is_in_the_audit_without_the_names_it_asked_for() {
    let office = office();
    exported(&office.application, &asking("author:索朗 without:bo"), None).unwrap();
    let auditor = person("auditor", Role::Auditor);
    let entries = office
        .application
        .app
        .audit_entries(&office.permit(&auditor), &AuditFilter::default(), 100)
        .unwrap();
    let told: Vec<_> = entries
        .iter()
        .filter(|(entry, _)| entry.action == "export-glossary")
        .map(|(entry, _)| (entry.object_id.clone(), entry.detail.clone()))
        .collect();
    assert_eq!(
        told,
        [(Some("jsonl".to_owned()), Some("author:… without:bo".to_owned()))]
    );
}

#[test]
fn importing_an_export_where_it_came_from_changes_nothing() {
    const ROWS: &str = "zh,bo,bo_variants,region,register,reliability,definition_zh,law,article,source,locator,collection,number,note\n\
        法院,ཁྲིམས་ཁང,ཁྲིམས་ར,,,3,审判机关,宪法,第128条,词典,第3页,general,,=1+1\n\
        法院,ཁྲིམས་གཏོང་ས,,amdo,,2,,,,词典,第4页,general,,\n\
        法院,ཞལ་ཆེ་གཏོང་ས,,,older,1,,,,旧词典,,older,,\n\
        盗窃罪,,,,,,,中华人民共和国刑法,第264条,,,charges,234,\n\
        盗窃罪,,,,,,,,,,,charges,235,\n\
        ,རྐུ་བ,,,,,,,,,,older,,@x\n";
    let application = Application::empty();
    assert!(application.import("rows.csv", ROWS).applied);
    for (format, name) in [
        (ExportFormat::Csv, "x.csv"),
        (ExportFormat::Tsv, "x.tsv"),
        (ExportFormat::Xlsx, "x.xlsx"),
        (ExportFormat::Jsonl, "x.jsonl"),
        (ExportFormat::Tbx, "x.tbx"),
    ] {
        let (file, _, report) = exported(&application, &ExportRequest::new(format), None).unwrap();
        assert_eq!(report.concepts, 4, "{format}");
        let path = application.directory().join(name);
        std::fs::write(&path, file).unwrap();
        let imported = application.import_file(&path, app::OnError::Stop);
        assert_eq!(
            (
                imported.created,
                imported.updated,
                imported.unchanged,
                imported.rejected
            ),
            (0, 0, 4, 0),
            "{format}: {:?}",
            imported.issues
        );
    }
}

#[test]
fn an_export_goes_on_over_the_end_of_a_page() {
    let application = Application::empty();
    let pairs: Vec<(String, String)> = (0..450)
        .map(|n| (format!("词条{n}"), format!("ཚིག་{}", "ཁ་".repeat(n % 7 + 1))))
        .collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(zh, bo)| (zh.as_str(), bo.as_str())).collect();
    assert!(application.import("pairs.csv", &csv_file(&pairs)).applied);
    let whole = lines(&exported(&application, &asking(""), None).unwrap().0);
    assert_eq!(whole.len(), 450);
    assert!(whole[449].starts_with("词条449 "), "{}", whole[449]);
    // The last page has none that passes, and is not taken for the end before its time.
    let csv = text(&application, &ExportRequest::new(ExportFormat::Csv));
    assert_eq!(csv.lines().count(), 451);
    let stardict = ExportRequest::new(ExportFormat::StarDict);
    let (file, _, report) = exported(&application, &stardict, None).unwrap();
    assert_eq!((report.concepts, file.len() % 512), (450, 0));
}
