//! The data directory that every test begins with a copy of: courts, accounts of each role, tokens of each scope.
//!
//! Made once while tests hold it, by commands and pages alone. What only time does is done to the clock's traces in
//! the database: a token's end is moved into the past while no server runs.

use std::path::Path;
use std::sync::{Arc, Mutex, Weak};

use serde_json::Value;

use super::browser::{fresh_address, is_session_cookie};
use super::http::{Request, send};
use crate::cli::program::{Place, Serving};

/// The roles, as the commands and the API write them.
pub const ROLES: [&str; 10] = [
    "reader",
    "self",
    "terminologist",
    "reviewer",
    "committee",
    "coordinator",
    "lecturer",
    "system_admin",
    "security_admin",
    "auditor",
];
/// The scopes of tokens.
pub const SCOPES: [&str; 7] = [
    "glossary:read",
    "glossary:write",
    "registry:read",
    "registry:write",
    "registry:pii",
    "documents",
    "admin",
];
/// The highest court.
pub const COURT_TOP: &str = "6300";
/// The court that callers belong to, and one below it.
pub const COURT_A: &str = "6301";
pub const COURT_BELOW_A: &str = "630101";
/// A court that is neither above nor below the callers' own.
pub const COURT_B: &str = "6302";
const COURTS: &str = "court_code,name_zh,parent_code\n6300,测试高级法院,\n6301,测试甲中级法院,6300\n\
                      630101,测试甲一县法院,6301\n6302,测试乙中级法院,6300\n";
/// Somebody with an account.
#[derive(Debug, Clone)]
pub struct Person {
    pub login_name: String,
    pub id: String,
    pub password: String,
    /// `name=value` of the cookie of a login session.
    pub cookie: String,
}

/// A token of a system.
#[derive(Debug, Clone)]
pub struct Token {
    pub name: String,
    pub id: String,
    pub secret: String,
}

/// What is the same for every test.
pub struct Town {
    place: Place,
    pub people: Vec<Person>,
    pub tokens: Vec<Token>,
    /// The one-use codes that first logins used up.
    pub used_codes: Vec<String>,
}

static TOWN: Mutex<Weak<Town>> = Mutex::new(Weak::new());

impl Town {
    /// Returns the town, which is built when nobody holds it.
    pub fn get() -> Arc<Self> {
        let mut held = TOWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        held.upgrade().unwrap_or_else(|| {
            let town = Arc::new(Self::build());
            *held = Arc::downgrade(&town);
            town
        })
    }

    /// Copies the data directory into an empty place.
    pub fn copy_to(&self, place: &Place) {
        copy_folder(&self.place.data_dir(), &place.data_dir());
    }

    fn build() -> Self {
        let place = Place::with_database_file()
            .with_file("courts.csv", COURTS)
            .with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n盗窃,རྐུ་ལས\n");
        place.run(["import", "glossary", "pairs.csv"]).done();
        place.run(["import", "courts", "courts.csv"]).done();

        let mut slips = Vec::new();
        for (court, letter) in [(COURT_A, "a"), (COURT_B, "b")] {
            for role in ROLES {
                let name = format!("{}-{letter}", role.replace('_', "-"));
                slips.push(slip(&place, &name, role, court));
            }
            // Whom the others do something to.
            slips.push(slip(&place, &format!("object-{letter}"), "reader", court));
        }
        // Who keeps what belongs to all courts.
        slips.push(slip(&place, "coordinator-top", "coordinator", COURT_TOP));
        slips.push(slip(&place, "below-a", "reader", COURT_BELOW_A));
        slips.push(slip(&place, "disabled-a", "reader", COURT_A));
        slips.push(slip(&place, "bystander-a", "reader", COURT_A));
        let tokens = tokens(&place);

        let serving = Serving::start(&place, &[]);
        let address = serving.url().trim_start_matches("http://").to_owned();
        let mut people = Vec::new();
        let mut used_codes = Vec::new();
        for (n, slip) in slips.iter().enumerate() {
            people.push(first_login(&address, slip, n));
            used_codes.push(text_of(slip, "code"));
        }
        serving.signal("TERM");
        assert!(serving.wait().success());
        place.run(["user", "disable", "disabled-a"]).done();
        expire_token(&place.data_dir(), &tokens);
        Self {
            place,
            people,
            tokens,
            used_codes,
        }
    }
}

/// Makes an account and returns its slip.
pub fn slip(place: &Place, name: &str, role: &str, court: &str) -> Value {
    let args = [
        "user",
        "add",
        name,
        "--role",
        role,
        "--court",
        court,
        "--name",
        "某法官 ཁྲིམས་ཁང",
        "--json",
    ];
    let ran = place.run(args);
    assert_eq!(ran.status, 0, "{ran:?}");
    ran.json()
}

/// Returns a member of a document of ours, which has to be a text.
#[track_caller]
pub fn text_of(document: &Value, name: &str) -> String {
    let text = document[name].as_str();
    text.unwrap_or_else(|| panic!("no `{name}` in {document}"))
        .to_owned()
}

fn tokens(place: &Place) -> Vec<Token> {
    let add = |name: &str, scopes: &[&str]| {
        let mut args = vec!["token", "add", name, "--json"];
        args.extend(scopes.iter().flat_map(|scope| ["--scope", scope]));
        let made = place.run(&args).json();
        Token {
            name: name.to_owned(),
            id: text_of(&made["token"], "id"),
            secret: text_of(&made, "secret"),
        }
    };
    let mut tokens: Vec<Token> = SCOPES.iter().map(|scope| add(scope, &[scope])).collect();
    tokens.extend(
        ["revoked", "expired", "object-own", "object-other"].map(|name| add(name, &["glossary:read"])),
    );
    let revoked = tokens.iter().find(|token| token.name == "revoked").unwrap();
    place.run(["token", "revoke", &revoked.id]).done();
    tokens
}

/// Sets the first password by a slip and signs in; `n` makes the password one of its own.
pub fn first_login(address: &str, slip: &Value, n: usize) -> Person {
    let login_name = text_of(slip, "login_name");
    let password = format!("ten thousand snow lions {n:03} 雪山");
    let code = text_of(slip, "code");
    let fields = [
        ("login_name", login_name.as_str()),
        ("code", &code),
        ("password", &password),
        ("password_again", &password),
    ];
    let send_form = |path: &str, fields: &[(&str, &str)]| {
        let request = Request::post(path)
            .form(fields)
            .header("Origin", &format!("http://{address}"))
            .header("Sec-Fetch-Site", "same-origin");
        send(address, &request.from(fresh_address())).expect(303)
    };
    send_form("/login/first", &fields);
    let answer = send_form(
        "/login",
        &[
            ("login_name", &login_name),
            ("password", &password),
            ("next", "/"),
        ],
    );
    let cookie = answer
        .all("set-cookie")
        .find(|cookie| is_session_cookie(cookie.split('=').next().unwrap()));
    let cookie = cookie.unwrap_or_else(|| panic!("{login_name} is not logged in: {answer}"));
    Person {
        login_name,
        id: text_of(slip, "account"),
        password,
        cookie: cookie.split(';').next().unwrap().to_owned(),
    }
}

fn expire_token(data_dir: &Path, tokens: &[Token]) {
    let expired = tokens.iter().find(|token| token.name == "expired").unwrap();
    let database = rusqlite::Connection::open(data_dir.join("shanjar.db")).unwrap();
    let changed = database
        .execute(
            "UPDATE token SET expires_at_ms = created_at_ms + 1 WHERE id = ?1",
            [&expired.id],
        )
        .unwrap();
    assert_eq!(changed, 1);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let permissions = std::fs::metadata(from).unwrap().permissions();
    std::fs::set_permissions(to, permissions).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            // With its permissions: a key file that others can read is refused.
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
