//! Several nodes on one database: each has its own index and follows what the others write.

use testkit::postgres::PostgresServer;
use testkit::{Application, TcpProxy, csv_file};

const COURT: (&str, &str) = ("法院", "ཁྲིམས་ཁང");
const JUDGE: (&str, &str) = ("法官", "ཁྲིམས་དཔོན");

fn import(node: &Application, pairs: &[(&str, &str)]) {
    let report = node.import("pairs.csv", &csv_file(pairs));
    assert!(report.applied, "{:?}", report.issues);
}

#[test]
fn each_node_finds_what_any_of_them_wrote() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let (first, second) = (Application::on_database(&url), Application::on_database(&url));
    import(&first, &[COURT]);
    import(&second, &[JUDGE]);
    for node in [&first, &second] {
        node.catch_up();
        assert_eq!(node.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
        assert_eq!(node.hits("ཁྲིམས་དཔོན"), ["exact 法官 | ཁྲིམས་དཔོན"]);
        assert!(node.app.readiness().is_ready());
    }
    let second = second.opened_again();
    second.catch_up();
    assert_eq!(second.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
    assert!(second.app.verify(&second.operate_permit()).unwrap().is_sound());
}

#[test]
fn a_node_without_its_database_still_answers_and_goes_on_when_it_is_back() {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
    let far = Application::on_database(&format!("postgres://postgres@{}/{database}", proxy.address()));
    let near = Application::on_database(&server.url(&database));
    import(&near, &[COURT]);
    far.catch_up();

    proxy.refuse(true);
    proxy.cut();
    assert_eq!(far.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);
    // A node that cannot look does not know how far it is behind, and says for how long it has not looked.
    while far.app.readiness().lag_ms == 0 {
        std::thread::yield_now();
    }
    let readiness = far.app.readiness();
    assert!(readiness.store.is_err() && !readiness.is_ready());
    import(&near, &[JUDGE]);

    proxy.refuse(false);
    far.catch_up();
    assert_eq!(far.hits("法官"), ["exact 法官 | ཁྲིམས་དཔོན"]);
    assert!(far.app.readiness().is_ready());
}

/// A standby that takes over may have lost changes; here their rows are taken away behind the back of both nodes.
#[test]
fn an_index_that_has_read_more_than_there_is_is_made_anew_while_it_serves() {
    let server = PostgresServer::shared();
    let database = server.fresh_database();
    let node = Application::on_database(&server.url(&database));
    import(&node, &[COURT]);
    import(&node, &[JUDGE]);
    node.catch_up();
    let undo = "DELETE FROM concept_term WHERE concept = 2; DELETE FROM concept WHERE id = 2; \
                DELETE FROM concept_revision WHERE concept = 2; DELETE FROM change WHERE seq = 2; \
                UPDATE change_counter SET last_seq = 1, last_concept = 1";
    // One transaction, as a standby would have it.
    server.wire(&database).run(undo);
    while node.app.index_position() != 1 {
        std::thread::yield_now();
    }
    assert_eq!(node.hits("法官"), [""; 0]);
    assert_eq!(node.hits("法院"), ["exact 法院 | ཁྲིམས་ཁང"]);

    // The number is given again before the node has looked.
    import(&node, &[JUDGE]);
    node.catch_up();
    server.wire(&database).run(&format!(
        "{undo}; UPDATE change_counter SET last_seq = 2; \
         INSERT INTO change SELECT 2, kind, id, revision, op, target, at_ms FROM change WHERE seq = 1"
    ));
    while node.app.look_up().len() != 1 {
        std::thread::yield_now();
    }
    assert_eq!(node.hits("法官"), [""; 0]);
    node.catch_up();
    assert!(node.app.readiness().is_ready());
}

#[test]
fn a_directory_with_a_glossary_of_its_own_is_no_place_for_a_node() {
    let server = PostgresServer::shared();
    let directory = Application::with_pairs_in_directory(&[COURT]).closed();
    let config = app::Config {
        data_dir: directory.path().to_owned(),
        database: Some(app::Database::at(server.url(&server.fresh_database()))),
        public_read: true,
        hidden_collections: Vec::new(),
        keys_file: None,
    };
    let clock = std::sync::Arc::new(testkit::FixedClock::default());
    let opened = app::App::open(config, clock, testkit::fresh_chance());
    let sentence = opened.map(|_| ()).unwrap_err().to_string();
    assert_eq!(
        sentence.replace(&directory.path().display().to_string(), "DIR"),
        "`DIR` is not a shanjar data directory: it holds a `shanjar.db`, and the database is to be on a server (hint: \
         choose another directory with `--data-dir`)"
    );
}
