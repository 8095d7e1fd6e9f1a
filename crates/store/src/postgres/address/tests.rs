//! Addresses: what is read of them, what is refused, and that no message repeats a password.

use proptest::prelude::*;

use super::*;

fn parsed(url: &str) -> Address {
    Address::parse(url).map_err(|err| err.to_string()).unwrap()
}

fn hosts(url: &str) -> Vec<String> {
    parsed(url).hosts.iter().map(Host::shown).collect()
}

#[test]
fn an_address_is_read_part_by_part() {
    let address = parsed(
        "postgres://shanjar:p%40ss%2F%E5%AF%86@db1.court.cn:5433,db2.court.cn/%E8%AF%8D%E5%BA%93?target_session_attrs=read-write\
         &sslmode=verify-full&sslrootcert=/etc/ssl/court%20ca.pem&connect_timeout=7",
    );
    assert_eq!(address.user.as_deref(), Some("shanjar"));
    assert_eq!(address.password.as_deref(), Some("p@ss/密"));
    assert_eq!(address.database.as_deref(), Some("词库"));
    assert_eq!(address.tls, Tls::VerifyFull("/etc/ssl/court ca.pem".into()));
    assert_eq!(address.connect_timeout, Duration::from_secs(7));
    assert!(address.is_for_writing);
    let shown = address.place().to_string();
    assert_eq!(
        shown,
        "postgres://shanjar@db1.court.cn:5433,db2.court.cn:5432/%E8%AF%8D%E5%BA%93"
    );
}

#[test]
fn hosts_are_names_addresses_or_the_folder_of_a_socket() {
    assert_eq!(hosts("postgres://localhost"), ["localhost:5432"]);
    assert_eq!(
        hosts("postgresql://u@127.0.0.1:1,[::1]:2/db"),
        ["127.0.0.1:1", "[::1]:2"]
    );
    assert_eq!(
        hosts("postgres:///db?host=/run/postgresql"),
        ["/run/postgresql:5432"]
    );
    assert_eq!(hosts("postgres://u@/db?host=%2Frun&port=5434"), ["/run:5434"]);
}

#[test]
fn encryption_is_as_libpq_means_it_and_never_left_open() {
    let tls = |settings: &str| parsed(&format!("postgres://u@db.court.cn/db?{settings}")).tls;
    assert_eq!(tls("sslmode=disable"), Tls::Disable);
    assert_eq!(tls("sslmode=require"), Tls::Require);
    assert_eq!(
        tls("sslmode=require&sslrootcert=/ca.pem"),
        Tls::VerifyCa("/ca.pem".into())
    );
    assert_eq!(
        tls("sslmode=verify-ca&sslrootcert=/ca.pem"),
        Tls::VerifyCa("/ca.pem".into())
    );
    for this_machine in [
        "localhost",
        "127.0.0.1",
        "127.9.9.9",
        "[::1]",
        "localhost,[::1]:7",
    ] {
        assert_eq!(parsed(&format!("postgres://{this_machine}/db")).tls, Tls::Disable);
    }
}

/// Addresses that are refused, and the part that the message names.
const REFUSED: [(&str, &str); 24] = [
    ("", "does not begin with `postgres://`"),
    ("mysql://u:geheim@h/db", "does not begin with `postgres://`"),
    (
        "postgres://u:geheim@h/db sslmode=disable",
        "a space or a control character",
    ),
    ("postgres://u:geheim@", "host 1 has no name"),
    ("postgres://u:geheim@h1,/db", "host 2 has no name"),
    ("postgres://u:geheim@h:0/db", "the port of host 1 is no number"),
    (
        "postgres://u:geheim@h:65536/db",
        "the port of host 1 is no number",
    ),
    ("postgres://u:geheim", "the port of host 1 is no number"),
    ("postgres://u:geheim/rest@h/db", "a `@` stands after a `/`"),
    ("postgres://u:geheim?rest@h/db", "a `@` stands after a `/` or `?`"),
    ("postgres://u:geheim@[::1/db", "host 1 has no `]`"),
    ("postgres://u:geheim%zz@h/db", "the password has a `%`"),
    ("postgres://u:geheim%+1@h/db", "the password has a `%`"),
    ("postgres://u:geheim%ff@h/db", "the password has a `%`"),
    (
        "postgres://u:geheim%00@h/db",
        "the password holds a NUL character",
    ),
    ("postgres://u%2:geheim@h/db", "the user name has a `%`"),
    (
        "postgres://u@localhost/db?geheim=1",
        "a setting that is none of `sslmode`",
    ),
    (
        "postgres://u:geheim@h/db?sslmode=prefer",
        "`sslmode` would go on in the clear",
    ),
    ("postgres://u:geheim@h/db?sslmode=geheim", "`sslmode` is none of"),
    (
        "postgres://u:geheim@h/db",
        "`sslmode` is missing, and a host is another machine",
    ),
    ("postgres://u:geheim@localhost,h/db", "`sslmode` is missing"),
    (
        "postgres://u:geheim@h/db?sslmode=verify-full",
        "`sslrootcert` is missing",
    ),
    (
        "postgres://u:geheim@localhost/db?target_session_attrs=standby",
        "`target_session_attrs` is neither",
    ),
    (
        "postgres://u:geheim@localhost/db?connect_timeout=0",
        "`connect_timeout` is no number of seconds",
    ),
];

#[test]
fn a_wrong_address_is_refused_with_its_part_and_without_its_password() {
    for (url, part) in REFUSED {
        let Err(err) = Address::parse(url) else {
            panic!("{url} was read")
        };
        let sentence = err.to_string();
        assert!(sentence.contains(part), "{url}: {sentence}");
        assert!(!sentence.contains("geheim"), "{url}: {sentence}");
    }
    for twice in ["sslmode=disable&sslmode=disable", "port=1", "host=run"] {
        assert!(
            Address::parse(&format!("postgres://h/db?{twice}")).is_err(),
            "{twice}"
        );
    }
    let many = vec!["h"; MAX_HOSTS + 1].join(",");
    assert!(Address::parse(&format!("postgres://{many}/db?sslmode=disable")).is_err());
}

proptest! {
    #[test]
    fn a_password_reads_back_whatever_it_is(password in "[^\\x00]{1,20}") {
        let escaped: String = password.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let address = parsed(&format!("postgres://u:{escaped}@localhost/db"));
        prop_assert_eq!(address.password.as_deref(), Some(password.as_str()));
    }

    #[test]
    fn no_text_is_too_odd_and_no_message_or_place_shows_a_password(
        before in "[ -~]{0,8}", after in "[ -~]{0,8}", rest in "[ -~]{0,20}",
    ) {
        let url = format!("postgres://u:{before}geheim{after}@{rest}");
        let shown = match Address::parse(&url) {
            Ok(address) => address.place().to_string(),
            Err(err) => err.to_string(),
        };
        prop_assert!(!shown.contains("geheim"), "{}", shown);
    }
}
