//! Dictionaries that were published before: their entries are authorised by that, and nothing beside them.

use app::{FileIds, ImportFile, ImportOptions, ImportReport, OnError, Publication, ReadOptions};

use super::*;

const SCAN: &[u8] = b"%PDF-1.4 the decision";

fn publication(number: &str) -> Publication {
    Publication {
        text: BatchText {
            kind: BatchKind::PublishedBefore,
            number: number.to_owned(),
            committee: "青海省高级人民法院".to_owned(),
            decided_on: Some("2014-05-01".to_owned()),
            decision: Some("青高法〔2014〕7号".to_owned()),
            title: Some("汉藏对照法律词典".to_owned()),
            publisher: Some("人民法院出版社".to_owned()),
            note: None,
        },
        scan_name: "决定.pdf".to_owned(),
        scan: SCAN.to_vec(),
    }
}

/// The newest revision of a concept and its state, as its author reads it.
fn newest(office: &Office, id: u64) -> String {
    let seen = office.newest(ConceptId::new(id));
    let parts: Vec<&str> = seen.split(' ').take(2).collect();
    if seen.starts_with(|c: char| c.is_ascii_digit()) {
        parts.join(" ")
    } else {
        seen
    }
}

impl Office {
    fn publish(
        &self,
        publication: &Publication,
        csv: &str,
        on_error: OnError,
    ) -> Result<ImportReport, Error> {
        let file = ImportFile {
            name: "词典.csv".to_owned(),
            bytes: csv.as_bytes().to_vec(),
            format: app::Format::Csv,
        };
        let options = ImportOptions {
            read: ReadOptions::default(),
            on_error,
            ids: FileIds::Ours,
            dry_run: false,
            succeeds: None,
        };
        let permit = self.permit::<AuthoriseGlossary>(&self.chair);
        self.application
            .app
            .import_published(&permit, &file, &options, publication)
    }

    /// Authorises a pair in a meeting.
    fn authorise(&self, zh: &str, bo: &str, number: &str) -> Written {
        let reviewed = self.review(&self.reviewer, self.draft(zh, bo)).unwrap();
        let batch = self.batch(number, Some("1"));
        self.step(&self.committee(), reviewed, Workflow::Authorised, Some(&batch.id))
            .unwrap()
    }

    #[track_caller]
    fn is_sound(&self) {
        let report = self
            .application
            .app
            .verify(&self.application.operate_permit())
            .unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
    }
}

fn counted(report: &ImportReport) -> String {
    let batch = report.batch.as_ref().map_or("-".to_owned(), |batch| {
        format!("{} {}/{}", batch.number, batch.authorised, batch.held_back)
    });
    format!(
        "{}+{}={} {batch}",
        report.created, report.updated, report.unchanged
    )
}

#[test]
fn a_published_dictionary_is_authorised_in_one_act_and_a_second_time_changes_nothing() {
    let office = Office::open();
    let csv = "zh,bo,source\n法院,ཁྲིམས་ཁང,词典\n证据,དཔང་རྟགས,词典\n";
    let first = office.publish(&publication("P-1"), csv, OnError::Stop).unwrap();
    assert!(first.applied, "{:?}", first.issues);
    assert_eq!(counted(&first), "2+0=0 P-1 2/0");
    assert_eq!(
        office.seen(ConceptId::new(1), Version::Standing),
        "1 authorised ཁྲིམས་ཁང P-1"
    );
    let id = first.batch.unwrap().id.unwrap();
    let app = &office.application.app;
    let drafts = office.permit::<ReadDrafts>(&office.author);
    let batch = app.find_batch(&drafts, &id).unwrap();
    assert_eq!(
        (batch.kind, batch.state),
        (BatchKind::PublishedBefore, app::BatchState::Authorised)
    );
    assert_eq!(batch.authorised.unwrap().seq, first.seq.unwrap());
    let scan = app.find_scan(&drafts, &id).unwrap();
    assert_eq!(
        (scan.name.as_str(), scan.media_type.as_str()),
        ("决定.pdf", "application/pdf")
    );
    assert_eq!(scan.bytes, SCAN);
    let auditor = app
        .policy()
        .permit::<access::ReadAudit>(&Actor::Operator)
        .unwrap();
    let entries = app
        .audit_entries(&auditor, &app::audit::AuditFilter::default(), 99)
        .unwrap();
    let told: Vec<_> = entries
        .iter()
        .filter(|(entry, _)| entry.object_id.as_ref() == Some(&id))
        .map(|(entry, _)| {
            format!(
                "{} {} {}",
                entry.actor_name,
                entry.action,
                entry.detail.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(
        told,
        ["chair import-published P-1, 词典.csv: 2 authorised, 0 held back, 2 created, 0 updated, 0 rejected"]
    );

    let again = office.publish(&publication("P-1"), csv, OnError::Stop).unwrap();
    assert_eq!((counted(&again).as_str(), again.seq), ("0+0=2 P-1 0/0", None));
    assert_eq!(again.batch.unwrap().id, Some(id));
    office.is_sound();
}

#[test]
fn the_number_of_a_publication_belongs_to_one_content() {
    let office = Office::open();
    let csv = "zh,bo\n法院,ཁྲིམས་ཁང\n";
    office.publish(&publication("P-1"), csv, OnError::Stop).unwrap();
    let with = |change: fn(&mut Publication)| {
        let mut changed = publication("P-1");
        change(&mut changed);
        changed
    };
    for (publication, csv, differs) in [
        (with(|p| p.text.title = Some("另一本".to_owned())), csv, "`title`"),
        (with(|p| p.scan.push(b'x')), csv, "`scan`"),
        (with(|p| p.text.note = Some("注".to_owned())), csv, "`note`"),
        (
            publication("P-1"),
            "zh,bo\n法院,ཁྲིམས་ཁང\n证据,དཔང་རྟགས\n",
            "`entries`",
        ),
    ] {
        let refused = office
            .publish(&publication, csv, OnError::Stop)
            .unwrap_err()
            .to_string();
        assert_eq!(
            refused,
            format!(
                "batch `P-1` is there already, and differs in: {differs} (hint: give what says something else a number \
                 of its own)"
            )
        );
    }
    office.batch("第1批", Some("1"));
    let refused = office
        .publish(&publication("第1批"), csv, OnError::Stop)
        .unwrap_err()
        .to_string();
    assert!(refused.contains("`kind`, `state`, `committee`"), "{refused}");
}

#[test]
fn only_what_was_published_is_authorised() {
    // What the glossary has, the row, and what becomes of it: newest revision, and what everybody reads.
    for (known, row, latest, seen, warned) in [
        // Nothing else is there: the draft says what the row says.
        (
            ("法院", "ཁྲིམས་ཁང"),
            "法院,ཁྲིམས་ཁང",
            "2 authorised",
            "2 authorised ཁྲིམས་ཁང P-1",
            false,
        ),
        (
            ("法院", ""),
            "法院,ཁྲིམས་ཁང",
            "2 authorised",
            "2 authorised ཁྲིམས་ཁང P-1",
            false,
        ),
        // Another Tibetan form that somebody has drafted.
        (
            ("法院", "གྱོད་ཁང"),
            "法院,ཁྲིམས་ཁང",
            "2 draft",
            "2 draft གྱོད་ཁང -",
            true,
        ),
    ] {
        let office = Office::open();
        let id = office.draft(known.0, known.1).id;
        let csv = format!("zh,bo\n{row}\n证据,དཔང་རྟགས\n");
        let report = office.publish(&publication("P-1"), &csv, OnError::Stop).unwrap();
        assert_eq!(newest(&office, id.number()), latest, "{known:?}");
        assert_eq!(office.seen(id, Version::Standing), seen, "{known:?}");
        let told: Vec<_> = report.warnings.iter().map(|w| (w.code, w.place.line)).collect();
        let expected = if warned {
            vec![("needs_batch", Some(2))]
        } else {
            vec![]
        };
        assert_eq!(told, expected, "{known:?}");
        assert_eq!(report.batch.unwrap().held_back, u64::from(warned));
        office.is_sound();
    }
}

#[test]
fn what_stands_may_gain_by_a_publication_but_its_draft_is_not_authorised_with_it() {
    let office = Office::open();
    let stands = office.authorise("法院", "ཁྲིམས་ཁང", "第1批");
    let report = office
        .publish(&publication("P-1"), "zh,bo\n法院,གྱོད་ཁང\n", OnError::Stop)
        .unwrap();
    assert_eq!(counted(&report), "0+1=0 P-1 1/0");
    let gained = "4 authorised ཁྲིམས་ཁང P-1";
    assert_eq!(office.seen(stands.id, Version::Standing), gained);

    let draft = Written {
        revision: 4,
        ..stands
    };
    office.edit(draft, "法院", "ཁྲིམས་ཁང་གསར་པ").unwrap();
    let csv = "zh,bo\n法院,ཁྲིམས་ཀྱི་ཁང\n证据,དཔང་རྟགས\n";
    let report = office.publish(&publication("P-2"), csv, OnError::Stop).unwrap();
    assert_eq!(counted(&report), "1+1=0 P-2 1/1");
    assert_eq!(office.seen(stands.id, Version::Standing), gained);
    assert_eq!(newest(&office, 1), "6 draft");
    office.is_sound();
}

#[test]
fn what_a_committee_has_withdrawn_stays_withdrawn() {
    let office = Office::open();
    let stands = office.authorise("法院", "ཁྲིམས་ཁང", "第1批");
    let withdrawn = office
        .step(&office.committee(), stands, Workflow::Withdrawn, None)
        .unwrap();
    let csv = "zh,bo\n法院,ཁྲིམས་ཁང\n证据,དཔང་རྟགས\n";
    let report = office.publish(&publication("P-1"), csv, OnError::Stop).unwrap();
    assert_eq!(counted(&report), "1+0=1 P-1 1/1");
    assert_eq!(report.warnings[0].code, "needs_batch");
    assert!(
        report.warnings[0].message_zh.contains("已撤回"),
        "{:?}",
        report.warnings
    );
    assert_eq!(newest(&office, 1), format!("{} withdrawn", withdrawn.revision));
}

#[test]
fn a_row_that_cannot_be_authorised_is_an_issue_with_its_place() {
    let office = Office::open();
    let csv = "zh,bo\n离婚,\n证据,དཔང་རྟགས\n";
    let stopped = office.publish(&publication("P-1"), csv, OnError::Stop).unwrap();
    assert!(!stopped.applied);
    let issue = &stopped.issues[0];
    assert_eq!(
        (issue.code, issue.place.line, issue.value.as_str()),
        ("authorised_without_tibetan", Some(2), "离婚")
    );
    assert_eq!(
        office.seen(ConceptId::new(1), Version::Standing),
        "there is no concept `c-000001`"
    );

    let skipped = office.publish(&publication("P-1"), csv, OnError::Skip).unwrap();
    assert!(skipped.applied && skipped.rejected_sheet.is_some());
    assert_eq!(
        (counted(&skipped).as_str(), skipped.rejected),
        ("1+0=0 P-1 1/0", 1)
    );
    // Two rows make one entry, so the one that lacks the Tibetan is no fault.
    let csv = "zh,bo\n法官,\n法官,ཁྲིམས་དཔོན\n";
    let report = office.publish(&publication("P-2"), csv, OnError::Stop).unwrap();
    assert_eq!(counted(&report), "1+0=0 P-2 1/0");
    office.is_sound();
}

#[test]
fn a_publication_that_authorises_nothing_makes_no_batch() {
    let office = Office::open();
    let id = office.draft("法院", "གྱོད་ཁང").id;
    let outcome = office.publish(&publication("P-1"), "zh,bo\n法院,ཁྲིམས་ཁང\n", OnError::Stop);
    assert!(matches!(outcome, Err(Error::BatchEmpty(_))), "{outcome:?}");
    // Nor does one of which all stands already.
    office.authorise("证据", "དཔང་རྟགས", "第1批");
    let known = office.publish(&publication("P-1"), "zh,bo\n证据,དཔང་རྟགས\n", OnError::Stop);
    assert!(matches!(known, Err(Error::BatchEmpty(_))), "{known:?}");
    assert_eq!(newest(&office, id.number()), "1 draft");
    let batches = office
        .application
        .app
        .list_batches(&office.permit(&office.author), None, 9)
        .unwrap();
    let numbers: Vec<_> = batches.iter().map(|batch| batch.number.as_str()).collect();
    assert_eq!(numbers, ["第1批"]);
}

#[test]
fn a_publication_is_described_whole_and_shown() {
    let office = Office::open();
    for (change, expected) in [
        (
            (|p: &mut Publication| p.text.publisher = None) as fn(&mut Publication),
            "`publisher` has to be given",
        ),
        (
            |p| p.text.decided_on = Some("2014-13-01".to_owned()),
            "`decided_on` is no day (hint: write it as 2026-11-20)",
        ),
        (
            |p| p.scan = b"<html>".to_vec(),
            "the scan `决定.pdf` is no PDF, PNG, JPEG or TIFF (hint: save it as one of these)",
        ),
    ] {
        let mut publication = publication("P-1");
        change(&mut publication);
        let refused = office.publish(&publication, "zh,bo\n法院,ཁྲིམས་ཁང\n", OnError::Stop);
        assert_eq!(refused.unwrap_err().to_string(), expected);
    }
}

#[test]
fn only_a_committee_and_the_machine_itself_publish() {
    let office = Office::open();
    let policy = office.application.app.policy();
    assert!(policy.permit::<AuthoriseGlossary>(&Actor::Operator).is_ok());
    for actor in [&office.author, &office.reviewer] {
        assert!(policy.permit::<AuthoriseGlossary>(actor).is_err());
    }
}
