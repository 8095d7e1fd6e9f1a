//! The API's document says of the registry what the router does: every refusal that it names is brought about.

use std::collections::BTreeSet;

use access::Role;
use serde_json::{Value, json};

use super::Answer;
use super::house::{Asker, House};
use super::openapi::{UNPROVOKED, check_declared};
use super::openapi_accounts::OF_RIGHTS;
use crate::problem::Code;
use crate::router::{Route, api_routes};

/// No record has these ids.
const NOBODY: &str = "p-000000000000000000000000";

/// A house with a record of each kind, and somebody who keeps all courts.
struct Office {
    house: House,
    keeper: Asker,
    own: Asker,
    /// An account of somebody whom the registry does not know.
    unlinked: Asker,
    person: String,
    /// Was joined into `person`.
    merged: String,
    programme: String,
    training: String,
    enrolment: String,
    /// What `own`, who is linked with `person`, asks to have corrected.
    correction: String,
}

impl Office {
    async fn open() -> Self {
        let house = House::open();
        let (_, keeper) = house.person("keeper", &[Role::Coordinator], Some("qh"));
        let (account, own) = house.person("own", &[Role::SelfService], Some("qh"));
        let (_, unlinked) = house.person("unlinked", &[Role::SelfService], Some("qh"));
        let mut office = Self {
            house,
            keeper,
            own,
            unlinked,
            person: String::new(),
            merged: String::new(),
            programme: String::new(),
            training: String::new(),
            enrolment: String::new(),
            correction: String::new(),
        };
        let [person, merged, enrolled] = [
            office
                .made("/api/v1/people", &someone("扎西", "2015-01-01"))
                .await,
            office
                .made("/api/v1/people", &someone("扎西", "2010-01-01"))
                .await,
            office
                .made("/api/v1/people", &someone("卓玛", "2010-01-01"))
                .await,
        ];
        let ended = json!({"items": [post_of("2010-01-01", Some("2014-12-31"))]});
        let path = format!("/api/v1/people/{merged}/posts");
        office.done("PUT", &path, "1", &ended).await;
        let join = json!({"into": person, "into_revision": 1, "reason": "同一人"});
        let path = format!("/api/v1/people/{merged}/merge");
        office.done("POST", &path, "2", &join).await;
        office.programme = office
            .made(
                "/api/v1/programmes",
                &json!({"name_zh": "双语法官培训", "kind": "bilingual"}),
            )
            .await;
        office.training = office.made("/api/v1/trainings", &office.plan()).await;
        let path = format!("/api/v1/trainings/{}/enrolments", office.training);
        office.enrolment = office
            .made(&path, &json!({"trainee": {"person": enrolled}}))
            .await;
        (office.person, office.merged) = (person, merged);
        let link = office
            .house
            .app
            .link_account(&super::house::operator(), &account, Some(&office.person));
        link.unwrap();
        let path = format!("/api/v1/people/{}/corrections", office.person);
        let asked = Asked::of(wish().to_string());
        let asked = office.ask(&office.own, "POST", &path, &asked).await;
        office.correction = asked.json()["id"].as_str().unwrap().to_owned();
        office
    }

    fn plan(&self) -> Value {
        json!({"programme": self.programme, "title": "第十一期双语法官培训班", "from": "2026-10-14", "to": "2026-10-24", "mode": "classroom"})
    }

    async fn made(&self, path: &str, body: &Value) -> String {
        self.done("POST", path, "", body).await["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    async fn done(&self, method: &str, path: &str, revision: &str, body: &Value) -> Value {
        let asked = Asked {
            revision,
            ..Asked::of(body.to_string())
        };
        let answer = self.ask(&self.keeper, method, path, &asked).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text);
        answer.json()
    }

    async fn ask(&self, who: &Asker, method: &str, path: &str, asked: &Asked<'_>) -> Answer {
        let mut who = who.clone();
        if !asked.revision.is_empty() {
            who = who.with("if-match", &format!("\"{}\"", asked.revision));
        }
        if !asked.key.is_empty() {
            who = who.with("idempotency-key", asked.key);
        }
        if asked.is_packed {
            who = who.with("content-encoding", "br");
        }
        let kind = match method {
            "GET" => "",
            _ => asked.kind,
        };
        let body = if method == "GET" { "" } else { &asked.body };
        self.house
            .ask(&self.house.router, &who, method, path, kind, body)
            .await
    }

    /// Returns a body that a route takes.
    fn body(&self, route: &Route) -> Value {
        match route.path {
            "/api/v1/courts/{id}" => json!({"name_zh": "玉树州中级人民法院", "parent": "qh"}),
            "/api/v1/people" | "/api/v1/people/{id}" => someone("多杰", "2012-01-01"),
            "/api/v1/people/{id}/duplicates" => json!({"other": self.person, "reason": "两人"}),
            "/api/v1/people/{id}/merge" => {
                json!({"into": self.person, "into_revision": 9, "reason": "同一人"})
            }
            "/api/v1/people/{id}/secrets/{kind}" => json!({"purpose": "核对"}),
            "/api/v1/people/{id}/erasure" => json!({"reason": "本人要求"}),
            "/api/v1/people/{id}/corrections" => wish(),
            "/api/v1/corrections/{id}/decision" => json!({"decision": "accept"}),
            "/api/v1/corrections/{id}/text" => json!({"purpose": "核对"}),
            "/api/v1/programmes" | "/api/v1/programmes/{id}" => {
                json!({"name_zh": "双语", "kind": "bilingual"})
            }
            "/api/v1/trainings" | "/api/v1/trainings/{id}" => self.plan(),
            "/api/v1/trainings/{id}/transitions" => json!({"to": "open"}),
            "/api/v1/trainings/{id}/enrolments" => json!({"trainee": {"person": self.person}}),
            "/api/v1/trainings/{id}/enrolments/{enrolment}/transitions" => json!({"to": "confirmed"}),
            _ => json!({"items": []}),
        }
    }

    /// Returns the address of what a route is about, or of what is not there.
    fn address(&self, route: &Route, is_there: bool) -> String {
        let id = match route.path.split('/').nth(3) {
            _ if !is_there => NOBODY,
            Some("courts") => "qh-yushu",
            Some("people") => &self.person,
            Some("programmes") => &self.programme,
            Some("corrections") => &self.correction,
            _ => &self.training,
        };
        route
            .path
            .replace("{id}", id)
            .replace("{enrolment}", &self.enrolment)
            .replace("{kind}", "phone")
    }

    /// Asks `route` so that `code` is what it answers.
    async fn provoke(&self, route: &Route, code: Code) -> Answer {
        let body = self.body(route);
        let there = self.address(route, true);
        let right = Asked {
            revision: "9",
            ..Asked::of(body.to_string())
        };
        let with_body = |body: &str| Asked {
            body: body.to_owned(),
            ..right.clone()
        };
        let (path, asked) = match code {
            Code::DuplicateParameter => (format!("{there}?a=1&a=1"), right),
            Code::UnknownParameter => (format!("{there}?a=1"), right),
            Code::BadCursor => (format!("{there}?cursor=%21"), right),
            Code::MalformedJson => (there, with_body("{")),
            Code::PayloadTooLarge => (there, with_body(&" ".repeat(3 << 20))),
            Code::UnsupportedMediaType => (
                there,
                Asked {
                    kind: "text/plain",
                    ..right
                },
            ),
            Code::UnsupportedEncoding => (
                there,
                Asked {
                    is_packed: true,
                    ..right
                },
            ),
            Code::InvalidInput if route.method == "GET" => {
                let query = match route.path {
                    path if path.ends_with("/revisions") => "before=0",
                    path if path.ends_with("/enrolments") => "state=x",
                    _ => "limit=0",
                };
                (format!("{there}?{query}"), right)
            }
            Code::InvalidInput => (there, with_body("{\"what\":1}")),
            Code::NotFound if route.path == "/api/v1/trainings" => {
                (format!("{there}?programme=g-000000000000000000000000"), right)
            }
            Code::NotFound if route.path == "/api/v1/people" => (format!("{there}?court=nowhere"), right),
            Code::NotFound => (self.address(route, false), right),
            Code::RecordMerged if route.path.ends_with("/enrolments") => {
                let merged = json!({"trainee": {"person": self.merged}});
                (there, with_body(&merged.to_string()))
            }
            Code::RecordMerged => (there.replace(&self.person, &self.merged), right),
            Code::RevisionNeeded => (
                there,
                Asked {
                    revision: "",
                    ..right
                },
            ),
            Code::StaleRevision => (there, right),
            Code::BadIdempotencyKey => (there, Asked { key: "ཀ", ..right }),
            Code::IdempotencyKeyUsed => {
                let used = Asked {
                    key: route.path,
                    ..with_body(&self.other_body(route).to_string())
                };
                let first = self.ask(self.asker(route), "POST", &there, &used).await;
                assert!(first.status.is_success(), "{}: {}", route.path, first.text);
                (
                    there,
                    Asked {
                        key: route.path,
                        ..right
                    },
                )
            }
            other => panic!("nothing here provokes {}", other.as_str()),
        };
        self.ask(self.asker(route), route.method.as_str(), &path, &asked)
            .await
    }

    /// A body of the same route that says something else.
    fn other_body(&self, route: &Route) -> Value {
        let mut body = self.body(route);
        match route.path {
            path if path.ends_with("/enrolments") => {
                body = json!({"trainee": {"guest": {"name": "桑吉", "unit": "甘肃省玛曲县人民法院"}}});
            }
            path if path.ends_with("/corrections") => body["wanted"] = json!("另一份"),
            _ => body["note"] = json!("另一份"),
        }
        body
    }

    fn asker(&self, route: &Route) -> &Asker {
        match route.path {
            "/api/v1/people/{id}/corrections" => &self.own,
            "/api/v1/me/record" => &self.unlinked,
            _ => &self.keeper,
        }
    }
}

/// What is sent.
#[derive(Clone)]
struct Asked<'a> {
    revision: &'a str,
    key: &'a str,
    kind: &'a str,
    is_packed: bool,
    body: String,
}

impl Asked<'_> {
    fn of(body: String) -> Self {
        Self {
            revision: "",
            key: "",
            kind: "application/json",
            is_packed: false,
            body,
        }
    }
}

fn post_of(from: &str, to: Option<&str>) -> Value {
    json!({"court": "qh-yushu", "kind": "judge", "from": from, "to": to})
}

fn someone(name: &str, from: &str) -> Value {
    json!({"name": {"zh": name}, "posts": [post_of(from, None)]})
}

fn wish() -> Value {
    json!({"field": "born_on", "wanted": "1988-07-08", "reason": "户口簿 ཐོ་ཡིག"})
}

fn is_asked_here(route: &Route) -> bool {
    // Whether a certificate holds is told to anybody, and asked for in `registry_corrections`.
    let kinds = [
        "courts",
        "people",
        "corrections",
        "programmes",
        "trainings",
        "retention",
    ];
    let first = route.path.split('/').nth(3);
    first.is_some_and(|first| kinds.contains(&first)) || route.path == "/api/v1/me/record"
}

#[tokio::test]
async fn everything_that_a_keeper_of_the_registry_can_be_answered_is_declared_and_provoked() {
    let office = Office::open().await;
    let document = office
        .house
        .get(&office.keeper, "/api/v1/openapi.json")
        .await
        .json();
    let record = office.house.get(&office.own, "/api/v1/me/record").await;
    assert_eq!(record.status, 200, "{}", record.text);
    check_declared(&document, "GET /api/v1/me/record", &record);
    let mut provoked = BTreeSet::new();
    let routes = api_routes();
    for route in routes.iter().filter(|route| is_asked_here(route)) {
        let label = format!("{} {}", route.method, route.path);
        if route.method == "GET" && route.path != "/api/v1/me/record" {
            let path = office.address(route, true);
            let answer = office.house.get(&office.keeper, &path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.text);
            check_declared(&document, &label, &answer);
        }
        let codes = route.problems.iter().copied();
        for code in codes.filter(|code| !UNPROVOKED.contains(code) && !OF_RIGHTS.contains(code)) {
            let answer = office.provoke(route, code).await;
            assert_eq!(
                answer.json()["type"],
                format!("/problems/{}", code.as_str()),
                "{label}: {}",
                answer.text
            );
            check_declared(&document, &label, &answer);
            provoked.insert(format!("{label} {}", code.as_str()));
        }
    }
    assert!(
        provoked.len() > 250,
        "only {} refusals were provoked",
        provoked.len()
    );
}
