//! Imports in the background: asked for, worked on, told of, cancelled, taken up again.

mod ending;

use std::collections::BTreeSet;
use std::sync::Arc;

use app::access::{self, AccountActor, ReadAudit, Role};
use app::{
    Actor, Error, FileIds, Format, ImportJob, ImportMode, ImportRequest, ImportState, MessageLanguage,
    OnError, Permit, ReadDrafts, WriteGlossary,
};
use testkit::{Application, csv_file};

const COURT: (&str, &str) = ("法院", "ཁྲིམས་ཁང");
const EVIDENCE: (&str, &str) = ("证据", "དཔང་རྟགས");
/// A Chinese word in the Tibetan column.
const WRONG: (&str, &str) = ("法官", "法官");

fn author() -> Actor {
    Actor::Account(Arc::new(AccountActor {
        id: "a-1".to_owned(),
        login_name: "卓玛".to_owned(),
        roles: BTreeSet::from([Role::Terminologist]),
        court: None,
        person: None,
        has_proved_itself: true,
        origin: access::Origin::default(),
    }))
}

fn request(text: String) -> ImportRequest {
    ImportRequest {
        bytes: Arc::new(text.into_bytes()),
        format: Format::Csv,
        mode: ImportMode::Apply,
        collection: None,
        on_error: OnError::Stop,
        columns: None,
        ignore_extra: false,
        ids: FileIds::Ours,
        succeeds: None,
        language: MessageLanguage::Zh,
    }
}

fn pairs(pairs: &[(&str, &str)]) -> ImportRequest {
    request(csv_file(pairs))
}

fn writing(application: &Application) -> Permit<WriteGlossary> {
    application.app.policy().permit(&author()).unwrap()
}

fn reading(application: &Application) -> Permit<ReadDrafts> {
    application.app.policy().permit(&author()).unwrap()
}

fn ask(application: &Application, request: &ImportRequest) -> String {
    application
        .app
        .request_import(&writing(application), request, None)
        .unwrap()
}

fn find(application: &Application, id: &str) -> ImportJob {
    application.app.find_import(&reading(application), id).unwrap()
}

/// Asks a moment after what was done before, lets it be worked on, and returns what came of it.
fn import(application: &Application, request: &ImportRequest) -> ImportJob {
    application.clock.advance_ms(1);
    let id = ask(application, request);
    let importer = application.app.start_imports().unwrap();
    importer.settle();
    find(application, &id)
}

fn counted(job: &ImportJob) -> String {
    let counts = job.counts;
    format!(
        "{} {}+{}={} -{}",
        job.state.as_str(),
        counts.created,
        counts.updated,
        counts.unchanged,
        counts.rejected
    )
}

#[test]
fn a_file_is_imported_in_the_background_and_a_second_time_changes_nothing() {
    let application = Application::empty();
    let waiting = find(&application, &ask(&application, &pairs(&[COURT])));
    assert_eq!(
        (waiting.state, waiting.by.as_str()),
        (ImportState::Queued, "卓玛")
    );
    let job = import(&application, &pairs(&[COURT, EVIDENCE]));
    assert_eq!(
        counted(&job),
        "done 1+0=1 -0",
        "the first file was imported first"
    );
    assert_eq!((job.done, job.total), (1, Some(1)));
    application.catch_up();
    assert_eq!(application.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
    assert_eq!(application.hits("དཔང་རྟགས"), ["exact 证据 | དཔང་རྟགས"]);
    let again = import(&application, &pairs(&[COURT, EVIDENCE]));
    assert_eq!((counted(&again).as_str(), again.seq), ("done 0+0=2 -0", None));
    assert!(
        application
            .app
            .verify(&application.operate_permit())
            .unwrap()
            .is_sound()
    );
}

#[test]
fn what_is_written_is_in_the_name_of_whoever_asked() {
    let application = Application::empty();
    let job = import(&application, &pairs(&[COURT]));
    let read = application.read_permit();
    let revisions = application.app.list_revisions(
        &read,
        "c-000001".parse().unwrap(),
        None,
        Some(&reading(&application)),
    );
    assert_eq!(revisions.unwrap()[0].author.as_deref(), Some("卓玛"));
    let auditor = application
        .app
        .policy()
        .permit::<ReadAudit>(&Actor::Operator)
        .unwrap();
    let entries = application
        .app
        .audit_entries(&auditor, &app::audit::AuditFilter::default(), 99)
        .unwrap();
    let mut told: Vec<String> = entries
        .iter()
        .filter(|(entry, _)| entry.action.ends_with("import") || entry.action.starts_with("import"))
        .map(|(entry, _)| {
            format!(
                "{} {} {}",
                entry.action,
                entry.actor_name,
                entry.object_id.as_deref().unwrap_or("-")
            )
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            format!("ask-import 卓玛 {}", job.id),
            "import-glossary 卓玛 upload.csv".to_owned()
        ]
    );
}

#[test]
fn a_preview_says_what_would_happen_and_writes_nothing() {
    let application = Application::empty();
    let preview = ImportRequest {
        mode: ImportMode::Preview,
        ..pairs(&[COURT, WRONG])
    };
    let job = import(&application, &preview);
    assert_eq!(counted(&job), "done 1+0=0 -1");
    assert_eq!((job.mode, job.seq), (ImportMode::Preview, None));
    assert_eq!(job.told.unwrap().issues.len(), 1);
    assert_eq!(application.app.wait_for_index().unwrap(), 0);
}

#[test]
fn a_preview_of_a_new_edition_tells_what_it_changes() {
    let application = Application::empty();
    let old = "zh,collection,number\n盗窃罪,charges-2024,1\n投机倒把罪,charges-2024,2\n";
    assert!(application.import("old.csv", old).applied);
    let rows = "zh,number,replaces\n盗窃罪,1,\n非法经营罪,2,投机倒把罪\n".to_owned();
    let edition = |mode| ImportRequest {
        mode,
        collection: Some("charges-2027".parse().unwrap()),
        succeeds: Some("charges-2024".parse().unwrap()),
        ..request(rows.clone())
    };
    let told = |job: ImportJob| {
        let list = job.told.unwrap().list_changes.unwrap();
        (list.counts.renamed, list.counts.unchanged, list.changes.len())
    };
    let listed = || {
        application
            .app
            .list_successions(&application.read_permit())
            .unwrap()
            .len()
    };
    let preview = import(&application, &edition(ImportMode::Preview));
    assert_eq!((counted(&preview).as_str(), listed()), ("done 0+2=0 -0", 0));
    assert_eq!(told(preview), (1, 1, 1));
    let cancelled = ask(&application, &edition(ImportMode::Apply));
    application
        .app
        .cancel_import(&writing(&application), &cancelled)
        .unwrap();
    assert_eq!(listed(), 0);
    let applied = import(&application, &edition(ImportMode::Apply));
    assert_eq!((counted(&applied).as_str(), listed()), ("done 0+2=0 -0", 1));
    let again = import(&application, &edition(ImportMode::Apply));
    assert_eq!((counted(&again).as_str(), again.seq), ("done 0+0=2 -0", None));
    let hiding = application.reopened_hiding(&["charges-2024"]);
    assert_eq!(find(&hiding, &applied.id).told.unwrap().list_changes, None);
}

#[test]
fn wrong_rows_stop_it_or_are_given_back() {
    let application = Application::empty();
    let stopped = import(&application, &pairs(&[COURT, WRONG]));
    assert_eq!(counted(&stopped), "stopped 1+0=0 -1");
    assert_eq!(
        application.app.wait_for_index().unwrap(),
        0,
        "nothing was written"
    );
    let told = stopped.told.unwrap();
    let issue = &told.issues[0];
    assert_eq!(
        (
            issue.line,
            issue.column.as_deref(),
            issue.code.as_str(),
            issue.value.as_str()
        ),
        (Some(3), Some("bo"), "tibetan_cell_with_chinese", "法官")
    );
    assert!(
        issue
            .message_in(MessageLanguage::En)
            .starts_with("upload.csv:3, column `bo`: `法官` ")
    );
    assert!(
        issue
            .message_in(MessageLanguage::Zh)
            .starts_with("upload.csv:3，列 `bo`：`法官` ")
    );
    let none = application.app.rejected_rows(&reading(&application), &stopped.id);
    assert!(matches!(none, Err(Error::NoRejectedRows(_))), "{none:?}");

    let skipping = ImportRequest {
        on_error: OnError::Skip,
        ..pairs(&[COURT, WRONG])
    };
    let skipped = import(&application, &skipping);
    assert_eq!(
        (counted(&skipped).as_str(), skipped.has_rejected),
        ("done 1+0=0 -1", true)
    );
    let (format, sheet) = application
        .app
        .rejected_rows(&reading(&application), &skipped.id)
        .unwrap();
    let sheet = String::from_utf8(sheet).unwrap();
    assert_eq!(format, Format::Csv);
    assert!(sheet.contains("法官") && !sheet.contains("法院"), "{sheet}");
}

#[test]
fn of_many_issues_a_thousand_are_listed_and_the_others_counted() {
    let application = Application::empty();
    let rows: Vec<_> = (0..1_003).map(|_| WRONG).collect();
    let job = import(&application, &pairs(&rows));
    let told = job.told.unwrap();
    assert_eq!(
        (told.issues.len(), told.more_issues, job.counts.rejected),
        (1_000, 3, 1_003)
    );
}

#[test]
fn a_file_that_cannot_be_read_fails_with_the_reason() {
    let application = Application::empty();
    let broken = ImportRequest {
        format: Format::Xlsx,
        ..request("法院".to_owned())
    };
    let job = import(&application, &broken);
    assert_eq!(job.state, ImportState::Failed);
    let told = job.told.unwrap();
    assert!(
        told.why_in(MessageLanguage::En)
            .unwrap()
            .contains("cannot be read as a workbook"),
        "{told:?}"
    );
    assert!(
        told.why_in(MessageLanguage::Zh)
            .unwrap()
            .contains("不能作为工作簿读取"),
        "{told:?}"
    );
}

#[test]
fn what_could_never_be_imported_is_refused_at_once() {
    let application = Application::empty();
    let columns = ImportRequest {
        columns: Some("zh,zh".to_owned()),
        ..pairs(&[COURT])
    };
    let refused = application
        .app
        .request_import(&writing(&application), &columns, None);
    assert!(matches!(refused, Err(Error::File(_))), "{refused:?}");
    let long = ImportRequest {
        bytes: Arc::new(vec![b' '; app::MAX_IMPORT_BYTES + 1]),
        ..pairs(&[])
    };
    let refused = application
        .app
        .request_import(&writing(&application), &long, None)
        .unwrap_err()
        .to_string();
    assert!(
        refused.contains("it has 67108865 bytes, at most 67108864 are read"),
        "{refused}"
    );
}

#[test]
fn the_same_request_with_its_key_is_one_import() {
    let application = Application::empty();
    let app = &application.app;
    let key = "k-1".parse().unwrap();
    let ask = |request: &ImportRequest| app.request_import(&writing(&application), request, Some(&key));
    let first = ask(&pairs(&[COURT])).unwrap();
    assert_eq!(ask(&pairs(&[COURT])).unwrap(), first);
    for other in [
        pairs(&[EVIDENCE]),
        ImportRequest {
            mode: ImportMode::Preview,
            ..pairs(&[COURT])
        },
    ] {
        let refused = ask(&other);
        assert!(
            matches!(refused, Err(Error::Store(app::StoreError::OtherRequest { .. }))),
            "{refused:?}"
        );
    }
    let listed = app.list_imports(&reading(&application), None, 9).unwrap();
    assert_eq!(listed.iter().map(|job| &job.id).collect::<Vec<_>>(), [&first]);
}
