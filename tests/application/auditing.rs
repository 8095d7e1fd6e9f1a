//! The audit of several nodes on one database: one chain, whoever seals it, and a head in each installation.

use std::path::PathBuf;

use app::audit::{AuditPlan, AuditReport, HeadState, Sealer};
use app::{Actor, NightTime, Refusal};
use testkit::postgres::PostgresServer;
use testkit::{Application, fresh_chance};

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
