//! TLS in the binary: what is shown, what is asked without, and files that cannot be used.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ProtocolVersion, RootCertStore, SupportedProtocolVersion, version};
use testkit::Application;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Running;
use crate::config::{Patience, ServerConfig, TlsFiles};
use crate::listening::Certificates;
use crate::tests::config;
use crate::{Error, Server, TlsFault};

const ASK: &[u8] = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../testkit/certificates")
        .join(name)
}

fn files() -> TlsFiles {
    TlsFiles {
        certificate: file("server.pem"),
        key: file("server.key"),
    }
}

fn with_tls() -> ServerConfig {
    ServerConfig {
        tls: Some(files()),
        ..config()
    }
}

/// Shakes hands as `localhost`, trusting `root`.
async fn shake(
    server: &Running,
    root: &str,
    versions: &[&'static SupportedProtocolVersion],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(file(root)).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, server.connect().await)
        .await
}

async fn ask(stream: &mut TlsStream<TcpStream>, request: &[u8]) -> String {
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn the_server_speaks_tls_of_both_versions_and_binds_browsers_to_it() {
    let server = Running::start(with_tls()).await;
    for (version, expected) in [
        (&version::TLS13, ProtocolVersion::TLSv1_3),
        (&version::TLS12, ProtocolVersion::TLSv1_2),
    ] {
        let mut stream = shake(&server, "root.pem", &[version]).await.unwrap();
        assert_eq!(stream.get_ref().1.protocol_version(), Some(expected));
        let answer = ask(&mut stream, ASK).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        // attack 32
        assert!(
            answer.contains("strict-transport-security: max-age=31536000"),
            "{answer}"
        );
    }
    assert!(
        shake(&server, "other_root.pem", &[&version::TLS13])
            .await
            .is_err()
    );
    server.stop_now().await;
}

#[tokio::test]
async fn what_the_library_refuses_is_answered_over_tls_as_well() {
    let server = Running::start(with_tls()).await;
    let long = format!(
        "GET /?q={} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "q".repeat(70 << 10)
    );
    for (request, status) in [(long.as_str(), "414"), ("GET / HTTP/1.1\nHost: a\n\n", "400")] {
        let mut stream = shake(&server, "root.pem", &[&version::TLS13]).await.unwrap();
        let answer = ask(&mut stream, request.as_bytes()).await;
        assert_eq!(answer.get(9..12), Some(status), "{answer}");
        assert!(answer.contains("x-request-id") && answer.contains("strict-transport-security"));
    }
    server.stop_now().await;
}

#[tokio::test]
async fn who_asks_without_tls_is_told_so() {
    let server = Running::start(with_tls()).await;
    for (path, said) in [
        ("/api/v1/search?q=a", "/problems/tls-needed"),
        ("/", "https://"),
        ("/healthz", "/problems/tls-needed"),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        let answer = server.exchange(&request).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(answer.contains(said), "{answer}");
        assert!(!answer.contains("strict-transport-security"), "{answer}");
    }
    server.stop_now().await;
}

// attack 57
#[tokio::test]
async fn a_handshake_that_does_not_come_ends_the_connection() {
    let patience = Patience {
        head: std::time::Duration::from_millis(50),
        ..Patience::default()
    };
    let server = Running::start(ServerConfig {
        patience,
        ..with_tls()
    })
    .await;
    for begun in [&b""[..], &[22, 3, 1]] {
        let mut stream = server.connect().await;
        stream.write_all(begun).await.unwrap();
        assert_eq!(super::running::read_to_close(&mut stream).await, "");
    }
    server.stop_now().await;
}

#[tokio::test]
async fn the_line_that_says_where_the_server_is_says_https() {
    let application = Application::empty();
    for (config, scheme) in [(config(), "http"), (with_tls(), "https")] {
        let server = Server::bind(application.app.clone(), config).await.unwrap();
        assert_eq!(server.url(), format!("{scheme}://{}", server.address()));
    }
}

/// Copies `from` over `to`, as whoever renews a certificate does.
fn put(from: &str, to: &Path) {
    fs::copy(file(from), to).unwrap();
}

#[tokio::test]
async fn a_certificate_that_is_renewed_is_shown_and_a_broken_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let files = TlsFiles {
        certificate: folder.path().join("a.pem"),
        key: folder.path().join("a.key"),
    };
    put("server.pem", &files.certificate);
    put("server.key", &files.key);
    let certificates = Certificates::load(files.clone(), 0).unwrap();
    let first = certificates.present();
    certificates.look_again(0);
    assert!(Arc::ptr_eq(&first, &certificates.present()), "nothing changed");
    // The certificate is there before its key: the two do not belong together yet.
    put("expired.pem", &files.certificate);
    certificates.look_again(0);
    assert!(Arc::ptr_eq(&first, &certificates.present()));
    put("expired.key", &files.key);
    certificates.look_again(0);
    let second = certificates.present();
    assert!(!Arc::ptr_eq(&first, &second), "renewed");
    fs::remove_file(&files.key).unwrap();
    certificates.look_again(0);
    assert!(
        Arc::ptr_eq(&second, &certificates.present()),
        "a file that is gone changes nothing"
    );
}

#[track_caller]
fn check_refused(certificate: &Path, key: &Path, named: &Path, expected: fn(&TlsFault) -> bool) {
    let files = TlsFiles {
        certificate: certificate.to_owned(),
        key: key.to_owned(),
    };
    let Err(Error::Tls { file, fault }) = Certificates::load(files, 0) else {
        panic!("{} and {} were taken", certificate.display(), key.display())
    };
    assert_eq!(file, named);
    assert!(expected(&fault), "{fault:?}");
    let told = fault.to_string();
    assert!(
        told.contains("(hint: ") && !told.contains("PRIVATE KEY-----\n"),
        "{told}"
    );
}

#[test]
fn a_file_that_cannot_be_used_is_named_with_its_fault() {
    let folder = tempfile::tempdir().unwrap();
    let (pem, key) = (file("server.pem"), file("server.key"));
    let missing = folder.path().join("missing.pem");
    let written = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let text = written("text.pem", "法院".as_bytes());
    let empty = written("empty.pem", b"");
    let cut = written("cut.pem", &fs::read(&pem).unwrap()[..200]);
    let no_der = written(
        "no_der.pem",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    let huge = written("huge.pem", &vec![b'\n'; 2 << 20]);
    check_refused(&missing, &key, &missing, |f| matches!(f, TlsFault::Unreadable(_)));
    check_refused(&pem, &missing, &missing, |f| matches!(f, TlsFault::Unreadable(_)));
    check_refused(folder.path(), &key, folder.path(), |f| {
        matches!(f, TlsFault::Unreadable(_))
    });
    check_refused(&text, &key, &text, |f| matches!(f, TlsFault::NoCertificate));
    check_refused(&empty, &key, &empty, |f| matches!(f, TlsFault::NoCertificate));
    check_refused(&key, &key, &key, |f| matches!(f, TlsFault::NoCertificate));
    check_refused(&cut, &key, &cut, |f| {
        matches!(f, TlsFault::NoCertificate | TlsFault::Damaged)
    });
    check_refused(&no_der, &key, &no_der, |f| matches!(f, TlsFault::Damaged));
    check_refused(&huge, &key, &huge, |f| matches!(f, TlsFault::Damaged));
    check_refused(&pem, &pem, &pem, |f| matches!(f, TlsFault::NoKey));
    check_refused(&pem, &text, &text, |f| matches!(f, TlsFault::NoKey));
    let other = file("expired.key");
    check_refused(&pem, &other, &pem, |f| matches!(f, TlsFault::OtherKey { .. }));
}

#[tokio::test]
async fn a_certificate_that_has_expired_is_a_warning_and_no_refusal() {
    let recorder = crate::tests::log::Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let files = TlsFiles {
        certificate: file("expired.pem"),
        key: file("expired.key"),
    };
    Certificates::load(files, 1_767_225_600_000).unwrap();
    let said = recorder.said();
    assert!(
        said.contains("expired.pem") && said.contains("has expired"),
        "{said}"
    );
}
