//! The audit of several nodes on one database: one chain, whoever seals it, and a head in each installation.

use std::path::PathBuf;

use app::audit::{AuditFilter, AuditPlan, AuditReport, HeadState, Sealer};
use app::{Actor, NightTime, Refusal};
use testkit::postgres::PostgresServer;
use testkit::{Application, csv_file, fresh_chance};

/// One node with a sealer of its own.
struct Node {
    application: Application,
    sealer: Sealer,
    outside: tempfile::TempDir,
}

impl Node {
    fn on(application: Application) -> Self {
        let outside = tempfile::tempdir().unwrap();
        let plan = AuditPlan {
            head_path: outside.path().join("head"),
            keep_days: 0,
            cut_at: NightTime {
                minute_of_day: 0,
                utc_offset_minutes: 0,
            },
        };
        let app = &application.app;
        let sealer = app
            .start_audit(plan, app.audit_keys(), fresh_chance(), None)
            .unwrap();
        Self {
            application,
            sealer,
            outside,
        }
    }

    fn head_path(&self) -> PathBuf {
        self.outside.path().join("head")
    }

    fn record(&self, count: usize) {
        let refusal = Refusal::Forbidden {
            action: "see-personal-data",
        };
        for _ in 0..count {
            self.application
                .app
                .note_refusal(&Actor::Operator, &refusal)
                .unwrap();
        }
    }

    fn report(&self) -> AuditReport {
        let app = &self.application.app;
        let permit = app.policy().permit(&Actor::Operator).unwrap();
        app.verify_audit(&permit, &*app.audit_keys(), &self.head_path())
            .unwrap()
    }
}

#[test]
fn several_nodes_seal_one_chain() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let nodes = [Application::on_database(&url), Application::on_database(&url)].map(Node::on);
    std::thread::scope(|scope| {
        for node in [&nodes[0], &nodes[1], &nodes[0], &nodes[1]] {
            scope.spawn(move || node.record(25));
        }
    });
    while nodes[0].report().unsealed > 0 {
        nodes.iter().for_each(|node| node.sealer.settle());
    }
    for node in &nodes {
        node.sealer.settle();
        let report = node.report();
        assert!(report.is_sound(), "{report:?}");
        assert_eq!(
            (report.links, report.last, report.head),
            (100, 100, HeadState::Agrees)
        );
    }
    // Whichever of them sealed, the other goes on when it has stopped.
    let [first, second] = nodes;
    first.sealer.stop();
    first.record(1);
    second.sealer.settle();
    second.sealer.stop();
    let third = Node::on(Application::on_database(&url));
    third.sealer.settle();
    let report = third.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.last, report.unsealed), (101, 0));
}

#[test]
fn an_audit_is_verified_on_any_database() {
    let node = Node::on(Application::empty());
    node.record(3);
    node.sealer.settle();
    let report = node.report();
    assert!(report.is_sound(), "{report:?}");
    assert_eq!((report.links, report.head), (3, HeadState::Agrees));
}

/// Returns the actions of all entries but the reading of the audit itself, oldest first, with what each is about.
fn told(node: &Node) -> Vec<String> {
    let app = &node.application.app;
    let permit = app.policy().permit(&Actor::Operator).unwrap();
    let entries = app.audit_entries(&permit, &AuditFilter::default(), 100).unwrap();
    let line = |(entry, _): &(app::audit::AuditEntry, Option<u64>)| {
        let object = entry.object_id.as_deref().unwrap_or_default();
        let detail = entry.detail.as_deref().unwrap_or_default();
        format!("{} {object} {detail}", entry.action)
    };
    let mut lines: Vec<_> = entries
        .iter()
        .map(line)
        .filter(|l| !l.starts_with("read-audit"))
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_is_written_in_the_glossary_is_audited_with_it() {
    let node = Node::on(Application::empty());
    let file = csv_file(&[("法院", "ཁྲིམས་ཁང"), ("离婚", "")]);
    node.application.import("terms.csv", &file);
    let import = "import-glossary terms.csv 2 created, 0 updated, 0 rejected";
    assert_eq!(told(&node), [import]);
    // The same again writes nothing, and nothing is said of it.
    node.application.import("terms.csv", &file);
    for _ in 0..2 {
        node.application.create("证据", "k-1").unwrap();
    }
    assert_eq!(told(&node), ["create-concept c-000003 ", import]);
}
