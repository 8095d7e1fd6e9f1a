//! `serve`: the line it prints, how it stops, and why it would not start.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};

use super::program::{Place, Ran, Serving};

#[test]
fn the_line_holds_the_real_port_and_the_server_answers_there() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let serving = Serving::start(&place, &[]);
    assert!(
        serving.url().starts_with("http://127.0.0.1:"),
        "{}",
        serving.first_line
    );
    assert!(!serving.url().ends_with(":0"));
    for query in [
        "%E6%B3%95%E9%99%A2",
        "%E0%BD%81%E0%BE%B2%E0%BD%B2%E0%BD%98%E0%BD%A6%E0%BC%8B%E0%BD%81%E0%BD%84",
    ] {
        let mut answer = ureq::get(format!("{}/api/v1/search?q={query}", serving.url()))
            .call()
            .unwrap();
        let body = answer.body_mut().read_to_string().unwrap();
        let document: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(document["hits"][0]["zh"][0]["text"], "法院", "{body}");
    }
}

#[track_caller]
fn check_stops_on(signal: &str) {
    let place = Place::new();
    let serving = Serving::start(&place, &[]);
    // A connection that says nothing must not hold the server.
    let idle = TcpStream::connect(serving.url().strip_prefix("http://").unwrap()).unwrap();
    serving.signal(signal);
    assert_eq!(serving.wait().code(), Some(0), "{}", log(&place));
    drop(idle);
}

#[test]
fn sigterm_stops_it_with_status_0() {
    check_stops_on("TERM");
}

#[test]
fn sigint_stops_it_with_status_0() {
    check_stops_on("INT");
}

#[test]
fn an_address_in_use_is_one_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let ran = Place::new().run(["serve", "--listen", &address]);
    assert_eq!(ran.stdout, "");
    let stderr = ran.refused(1);
    assert!(
        stderr.starts_with(&format!("shanjar: cannot listen on `{address}`: ")),
        "{stderr}"
    );
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
fn an_address_of_another_machine_is_one_sentence() {
    // 192.0.2.0/24 is reserved for documentation and is no machine's address.
    let stderr = Place::new()
        .run(["serve", "--listen", "192.0.2.1:8080"])
        .refused(1);
    assert!(
        stderr.starts_with("shanjar: cannot listen on `192.0.2.1:8080`: "),
        "{stderr}"
    );
}

/// A file of the certificates of the tests.
fn certificate(name: &str) -> String {
    format!("{}/../testkit/certificates/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn with_a_certificate_the_line_says_https_and_plain_http_is_told_so() {
    let place = Place::new();
    let (pem, key) = (certificate("server.pem"), certificate("server.key"));
    let serving = Serving::start(&place, &["--tls-certificate", &pem, "--tls-key", &key]);
    let address = serving.url().strip_prefix("https://127.0.0.1:").unwrap();
    let mut stream = TcpStream::connect(format!("127.0.0.1:{address}")).unwrap();
    let asked = "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    stream.write_all(asked.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 400") && answer.contains("tls-needed"),
        "{answer}"
    );
}

#[track_caller]
fn check_certificate_refused(pem: &str, key: &str, language: &str, expected: &str) {
    let place = Place::new();
    let mut command = place.command(["serve", "--tls-certificate", pem, "--tls-key", key]);
    let stderr = Ran::of(command.env("SHANJAR_LANGUAGE", language)).refused(1);
    assert!(stderr.contains(expected), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
}

#[test]
fn a_certificate_that_cannot_be_used_is_one_sentence_in_either_language() {
    let (pem, key) = (certificate("server.pem"), certificate("expired.key"));
    check_certificate_refused(&pem, &key, "en", "does not belong to the key in `");
    check_certificate_refused(&pem, &key, "zh", "中的私钥不是一对（提示：");
    check_certificate_refused("none.pem", &key, "en", "shanjar: `none.pem` cannot be read: ");
    check_certificate_refused("none.pem", &key, "zh", "shanjar: `none.pem` 无法读取：");
    let stderr = Place::new().run(["serve", "--tls-key", "a.key"]).refused(2);
    assert!(
        stderr.contains("--tls-key is `a.key` and must be given together with `http.tls.certificate`"),
        "{stderr}"
    );
}

#[test]
fn a_glossary_that_is_not_public_is_not_read() {
    let place = Place::new();
    let serving = Serving::start(&place, &["--public-read", "false"]);
    let refused = ureq::get(format!("{}/api/v1/search?q=x", serving.url()))
        .call()
        .unwrap_err();
    assert!(matches!(refused, ureq::Error::StatusCode(401)), "{refused}");
}

#[test]
fn a_mistyped_hidden_collection_is_told_at_the_start() {
    let place = Place::new().with_file("rows.csv", "zh,bo,collection\n盗窃,རྐུ་ལས,general\n");
    place.run(["import", "glossary", "rows.csv"]).done();
    std::fs::write(
        place.data_dir().join("shanjar.toml"),
        "[glossary]\nhidden_collections = [\"general\", \"nope\"]\n",
    )
    .unwrap();
    drop(Serving::start(&place, &[]));
    let log = log(&place);
    let told: Vec<_> = log
        .lines()
        .filter(|line| line.contains("hides nothing"))
        .collect();
    assert_eq!(told.len(), 1, "{log}");
    assert!(told[0].contains("`nope`") && told[0].contains("general"), "{log}");
}

#[test]
fn the_log_is_json_when_asked_for_and_never_holds_the_query() {
    let place = Place::new().with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
    place.run(["import", "glossary", "pairs.csv"]).done();
    let serving = Serving::start(&place, &["--log-format", "json", "--log-level", "trace"]);
    let address = serving.url().strip_prefix("http://").unwrap().to_owned();
    // Sent by hand: a client library would hide what stands on the wire.
    let mut stream = TcpStream::connect(&address).unwrap();
    let request = "GET /api/v1/search?q=qubaohoushen HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    serving.signal("TERM");
    serving.wait();
    let log = log(&place);
    assert!(!log.is_empty());
    for line in log.lines() {
        let event: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|err| panic!("{err}: {line}"));
        assert!(event["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
        for number in ["status", "us"].iter().filter_map(|name| event.get(name)) {
            assert!(number.is_u64(), "{line}");
        }
    }
    assert!(log.contains("\"us\":"), "{log}");
    assert!(!log.contains("qubaohoushen"), "{log}");
}

#[test]
fn a_variable_moves_the_server() {
    let place = Place::new();
    let mut command = place.command(["serve"]);
    let ran = Ran::of(command.env("SHANJAR_LISTEN", "192.0.2.1:1"));
    assert!(ran.refused(1).contains("192.0.2.1:1"));
}

fn log(place: &Place) -> String {
    std::fs::read_to_string(place.path().join("serve.log")).unwrap()
}
