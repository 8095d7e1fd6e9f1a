//! While the database is away nobody is taken for somebody else, least of all for nobody.

use serde_json::Value;
use testkit::TcpProxy;
use testkit::postgres::PostgresServer;

use super::super::browser::fresh_address;
use super::super::http::{Answer, Request, send};
use super::super::town::{first_login, slip, text_of};
use crate::cli::program::{Place, Serving};

/// A server whose database is behind a network that can break, with one caller of each kind.
struct House {
    address: String,
    proxy: TcpProxy,
    cookie: String,
    token: String,
    _serving: Serving,
    _place: Place,
}

impl House {
    fn start(is_public: bool) -> Self {
        let server = PostgresServer::shared();
        let proxy = TcpProxy::to(([127, 0, 0, 1], server.port()).into());
        let url = format!(
            "postgres://postgres@{}/{}",
            proxy.address(),
            server.fresh_database()
        );
        let place = Place::with_database_file()
            .sharing_keys()
            .on_database(&url)
            .with_file(
                "courts.csv",
                "court_code,name_zh,parent_code\n6301,测试甲中级法院,\n",
            )
            .with_file("pairs.csv", "zh,bo\n法院,ཁྲིམས་ཁང་\n");
        std::fs::create_dir_all(place.data_dir()).unwrap();
        std::fs::write(
            place.data_dir().join("shanjar.toml"),
            format!("[glossary]\npublic_read = {is_public}\n"),
        )
        .unwrap();
        place.run(["import", "glossary", "pairs.csv"]).done();
        place.run(["import", "courts", "courts.csv"]).done();
        let slip = slip(&place, "security-admin", "security_admin", "6301");
        let made = place
            .run(["token", "add", "e-case", "--scope", "glossary:read", "--json"])
            .json();
        let serving = Serving::start(&place, &[]);
        let address = serving.url().trim_start_matches("http://").to_owned();
        let house = Self {
            cookie: first_login(&address, &slip, 0).cookie,
            token: text_of(&made, "secret"),
            address,
            proxy,
            _serving: serving,
            _place: place,
        };
        while house.send(Request::get(SEARCH)).status == 503 {
            std::thread::yield_now();
        }
        house
    }

    fn send(&self, request: Request) -> Answer {
        send(&self.address, &request.from(fresh_address()))
    }

    /// The request as the browser that has signed in sends it.
    fn by_cookie(&self, request: Request) -> Request {
        request
            .header("Cookie", &self.cookie)
            .header("Origin", &format!("http://{}", self.address))
            .header("Sec-Fetch-Site", "same-origin")
    }

    /// Takes the database away, and waits until the server has noticed.
    fn cut(&self) {
        self.proxy.refuse(true);
        self.proxy.cut();
        while self.send(Request::get("/readyz")).status != 503 {
            std::thread::yield_now();
        }
    }
}

const SEARCH: &str = "/api/v1/search?q=%E6%B3%95%E9%99%A2";

/// What is not for everybody.
const PROTECTED: &[(&str, &str)] = &[
    ("GET", "/account"),
    ("GET", "/accounts"),
    ("GET", "/accounts/new"),
    ("GET", "/tokens"),
    ("GET", "/role-changes"),
    ("GET", "/audit"),
    ("GET", "/api/v1/accounts"),
    ("GET", "/api/v1/tokens"),
    ("GET", "/api/v1/role-changes"),
    ("GET", "/api/v1/audit"),
    ("GET", "/api/v1/me"),
];

/// 503 that says when to ask again, and neither a login page nor a refusal.
#[track_caller]
fn expect_away(answer: &Answer, what: &str) {
    assert_eq!(answer.status, 503, "{what}: {answer}");
    let seconds = answer
        .header("retry-after")
        .and_then(|value| value.parse::<u64>().ok());
    assert!(seconds.is_some_and(|seconds| seconds > 0), "{what}: {answer}");
    assert_eq!(
        answer.all("set-cookie").count(),
        0,
        "{what} loses the session: {answer}"
    );
}

#[test]
fn a_caller_whom_nobody_can_look_up_is_told_to_wait_and_the_public_search_goes_on() {
    let house = House::start(true);
    house.send(house.by_cookie(Request::get("/account"))).expect(200);
    house.cut();
    // Who was known a moment ago is remembered for a second.
    while house.send(house.by_cookie(Request::get("/api/v1/me"))).status == 200 {
        std::thread::yield_now();
    }
    for (method, path) in PROTECTED {
        let asked = Request::new(method, path);
        expect_away(&house.send(house.by_cookie(asked.clone())), path);
        if path.starts_with("/api/") {
            expect_away(
                &house.send(asked.bearer(&house.token)),
                &format!("{path} by token"),
            );
        }
    }
    let change = house.by_cookie(Request::post("/account/sessions/end").form(&[]));
    expect_away(&house.send(change), "a change");
    // What everybody may read is read, whoever asks, and it says that the database is away.
    let asked = [
        Request::get(SEARCH),
        house.by_cookie(Request::get(SEARCH)),
        Request::get(SEARCH).bearer(&house.token),
    ];
    for request in asked {
        let found = house.send(request).expect(200).json();
        assert_eq!(found["notices"][0]["code"], "store_unavailable", "{found}");
        assert!(
            found["hits"].as_array().is_some_and(|hits| !hits.is_empty()),
            "{found}"
        );
    }
    // Nobody without a session gets in, and is told as ever.
    assert_eq!(house.send(Request::get("/api/v1/accounts")).status, 401);

    house.proxy.refuse(false);
    while house.send(Request::get("/readyz")).status != 200 {
        std::thread::yield_now();
    }
    // Nobody has lost anything by it.
    house.send(house.by_cookie(Request::get("/account"))).expect(200);
    let me = house
        .send(Request::get("/api/v1/me").bearer(&house.token))
        .expect(200)
        .json();
    assert_eq!(me["kind"], Value::from("token"));
}

#[test]
fn a_glossary_that_is_not_public_stays_closed_while_nobody_can_be_looked_up() {
    let house = House::start(false);
    house.send(house.by_cookie(Request::get(SEARCH))).expect(200);
    house.send(Request::get(SEARCH)).expect(401);
    house.cut();
    // Who was known a moment ago is remembered for a second, and then is told to wait.
    let by_cookie = || house.send(house.by_cookie(Request::get(SEARCH)));
    while by_cookie().status == 200 {
        std::thread::yield_now();
    }
    expect_away(&by_cookie(), "a search with a session");
    expect_away(
        &house.send(Request::get(SEARCH).bearer(&house.token)),
        "a search with a token",
    );
    house.send(Request::get(SEARCH)).expect(401);
    // A session that is none is not let in either.
    let strange = house.cookie.split_once('=').unwrap().0.to_owned() + "=" + &"A".repeat(43);
    let answer = house.send(Request::get(SEARCH).header("Cookie", &strange));
    expect_away(&answer, "a session that may be one");
}
