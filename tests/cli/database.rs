//! `--database`: the program on PostgreSQL.

use testkit::postgres::PostgresServer;
use testkit::{Cut, TcpProxy};

use super::program::{Place, Ran, Serving};

/// Returns the Tibetan of the first hit, once the node has read the first change.
fn first_hit(serving: &Serving, query: &str) -> String {
    let address = format!("{}/api/v1/search?q={query}&min_seq=1", serving.url());
    loop {
        let mut answer = match ureq::get(&address).call() {
            // It says so when that takes longer than it waits.
            Err(ureq::Error::StatusCode(503)) => continue,
            answer => answer.unwrap(),
        };
        let document: serde_json::Value =
            serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
        return document["hits"][0]["bo"][0]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
    }
}

#[test]
fn two_servers_answer_from_one_database_and_stop() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let place = Place::new()
        .sharing_keys()
        .with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    let nodes = ["one", "two"].map(|data| {
        let args = ["--database", &url, "--data-dir", data];
        Serving::start(&place, &args)
    });
    // A node holds its own directory, so a command beside it has another one.
    let import = ["import", "glossary", "pairs.csv", "--database", &url];
    place.run(import).done();
    for node in &nodes {
        assert_eq!(first_hit(node, "%E6%B3%95%E9%99%A2"), "ཁྲིམས་ཁང");
        // These two read the store, on threads of the server.
        for path in ["/readyz", "/api/v1/concepts/c-000001"] {
            let answer = ureq::get(format!("{}{path}", node.url())).call().unwrap();
            assert_eq!(answer.status(), 200, "{path}");
        }
    }
    let verified = Ran::of(place.command(["verify"]).env("SHANJAR_DATABASE", &url));
    verified.done();
    let found = Ran::of(
        place
            .command(["search", "法院", "--json"])
            .env("SHANJAR_DATABASE", &url),
    );
    assert_eq!(found.json()["hits"][0]["zh"][0]["text"], "法院");
    for node in nodes {
        node.signal("TERM");
        assert_eq!(node.wait().code(), Some(0));
    }
    let mut made: Vec<_> = std::fs::read_dir(place.path().join("one"))
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    made.sort();
    assert_eq!(made, ["audit", "index", "shanjar.lock"]);
}

#[test]
fn a_second_server_in_the_directory_of_a_node_is_refused() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let place = Place::new();
    let _serving = Serving::start(&place, &["--database", &url]);
    let stderr = place
        .run(["serve", "--listen", "127.0.0.1:0", "--database", &url])
        .refused(1);
    assert!(
        stderr.contains("the data directory `data` is in use by another shanjar process"),
        "{stderr}"
    );
}

#[test]
fn no_output_shows_the_password() {
    let place = Place::new();
    let url = "postgres://clerk:geheim@127.0.0.1:1/terms?connect_timeout=1";
    let shown = Ran::of(place.command(["config", "show"]).env("SHANJAR_DATABASE", url)).done();
    assert!(
        shown.contains("database = \"postgres://clerk@127.0.0.1:1/terms\"  # SHANJAR_DATABASE\n"),
        "{shown}"
    );
    let as_json = place.run(["config", "show", "--json", "--database", url]).done();
    let refused = place.run(["serve", "--database", url]).refused(1);
    assert!(
        refused.contains("the database is not available: `postgres://clerk@127.0.0.1:1/terms`: 127.0.0.1:1: error connecting"),
        "{refused}"
    );
    let unreadable = place
        .run(["serve", "--database", "clerk:geheim@127.0.0.1"])
        .refused(1);
    assert!(
        unreadable
            .contains("the address of the database cannot be used: it does not begin with `postgres://`"),
        "{unreadable}"
    );
    for output in [shown, as_json, refused, unreadable] {
        assert!(!output.contains("geheim"), "{output}");
    }
}

#[test]
fn an_empty_database_has_nothing_to_read_and_a_preview_takes_it_as_empty() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    let previewed = place
        .run(["import", "glossary", "pairs.csv", "--dry-run", "--database", &url])
        .done();
    assert!(previewed.starts_with("pairs.csv: created 1,"), "{previewed}");
    let told = place.run(["verify", "--database", &url]).refused(1);
    assert!(
        told.contains("there is no data in the database `") && told.contains("(hint: "),
        "{told}"
    );
    let told = Ran::of(
        place
            .command(["verify", "--database", &url])
            .env("LANG", "zh_CN.UTF-8"),
    );
    assert!(told.stderr.contains("中没有数据（提示："), "{}", told.stderr);
}

#[test]
fn verify_of_a_named_directory_is_not_of_the_database_in_the_settings() {
    let server = PostgresServer::shared();
    let url = server.url(&server.fresh_database());
    let place = Place::with_database_file().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n离婚,\n");
    place
        .run([
            "import",
            "glossary",
            "pairs.csv",
            "--database",
            &url,
            "--data-dir",
            "node",
        ])
        .done();
    place.run(["import", "glossary", "pairs.csv"]).done();
    let named = Ran::of(place.command(["verify", "data"]).env("SHANJAR_DATABASE", &url));
    assert_eq!(named.done(), "sound: 2 concepts, 2 revisions, 2 changes\n");
    let nowhere = Ran::of(place.command(["verify", "nowhere"]).env("SHANJAR_DATABASE", &url));
    let told = nowhere.refused(1);
    assert!(told.contains("there is no data in `nowhere`"), "{told}");
}

/// Wherever the connection breaks while an import is kept, what is said leads on, and in the end everything is there once.
#[test]
fn an_import_cut_off_at_any_of_its_commits_can_be_repeated() {
    let server = PostgresServer::shared();
    let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
    let url = format!(
        "postgres://postgres@{}/{}",
        proxy.address(),
        server.fresh_database()
    );
    let place = Place::new()
        .with_file("first.csv", "zh,bo\n离婚,\n")
        .with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    let import = |file| place.run(["import", "glossary", file, "--database", &url]);
    import("first.csv").done();
    let mut unknown = 0;
    for passed in 0.. {
        proxy.cut_after(passed, b"COMMIT\0", Cut::After);
        let ran = import("pairs.csv");
        if ran.status == 0 && proxy.cuts() < passed + 1 {
            break;
        }
        if ran.stderr.contains("not known whether the import was kept") {
            assert!(
                ran.stderr.contains("import the same file again"),
                "{}",
                ran.stderr
            );
            unknown += 1;
        }
        assert!(
            !ran.stderr.contains("idempotency key"),
            "a command takes none: {}",
            ran.stderr
        );
    }
    assert!(unknown > 0);
    assert_eq!(
        place.run(["verify", "--database", &url]).done().lines().next(),
        Some("sound: 2 concepts, 2 revisions, 2 changes")
    );
}
