//! What is asked about: accounts, role changes, tokens, people and trainings of the own court, of another, and of none.

use serde_json::json;

use super::super::browser::Browser;
use super::super::http::Answer;
use super::super::town::{COURT_A, COURT_B};
use super::super::world::World;

/// Whose an object is, as a caller of court A sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    Own,
    Other,
    /// Nothing has this id.
    None,
}

/// In the order in which they are asked about.
pub const OBJECTS: [Object; 3] = [Object::Own, Object::Other, Object::None];

/// Who asks for role changes, so that somebody else decides them.
const ASKER: &str = "security-admin-b";

/// Finds and makes objects.
pub struct Objects<'w> {
    world: &'w World,
    /// Asks for role changes that others decide.
    asker: Browser<'w>,
    n_made: usize,
    /// People and trainings of the registry, of court A and of court B; made when they are first asked for.
    registered: Option<[String; 2]>,
    trainings: Option<[String; 2]>,
}

impl<'w> Objects<'w> {
    pub fn new(world: &'w World) -> Self {
        Self {
            world,
            asker: world.logged_in(ASKER),
            n_made: 0,
            registered: None,
            trainings: None,
        }
    }

    /// Returns the id of an account.
    pub fn account(&self, object: Object) -> String {
        match object {
            Object::Own => self.world.person("object-a").id.clone(),
            Object::Other => self.world.person("object-b").id.clone(),
            Object::None => unknown_id_like(&self.world.person("object-a").id),
        }
    }

    /// Returns the id of a token; the one after another is revoked at the end.
    pub fn token(&self, object: Object) -> String {
        match object {
            Object::Own => self.world.token("object-own").id.clone(),
            Object::Other => self.world.token("object-other").id.clone(),
            Object::None => unknown_id_like(&self.world.token("object-own").id),
        }
    }

    /// Returns the id of a role change that waits; the first call for an account asks for it.
    pub fn role_change(&mut self, object: Object) -> String {
        let login_name = match object {
            Object::Own => "object-a",
            Object::Other => "object-b",
            Object::None => return unknown_id_like("r-000000000000000000000000"),
        };
        if let Some(id) = self.waiting(login_name) {
            return id;
        }
        let account = self.account(object);
        let wish = json!({"role": "reviewer", "op": "grant", "reason": "matrix"});
        let path = format!("/api/v1/accounts/{account}/roles");
        let answer = self.proved(&path, &wish);
        assert!(answer.status < 300, "{answer}");
        self.waiting(login_name)
            .unwrap_or_else(|| panic!("nothing waits after {answer}"))
    }

    /// Returns the id of somebody of the registry.
    pub fn registered(&mut self, object: Object) -> String {
        let world = self.world;
        let make = || {
            [("coordinator-a", COURT_A), ("coordinator-b", COURT_B)].map(|(who, court)| {
                let form = [
                    ("name_zh", "扎西"),
                    ("court", court),
                    ("kind", "judge"),
                    ("from", "2015-01-01"),
                ];
                made(&world.logged_in(who).post("/people/new", &form), "/people/")
            })
        };
        one_of(self.registered.get_or_insert_with(make), object)
    }

    /// Returns the id of a training.
    pub fn training(&mut self, object: Object) -> String {
        let world = self.world;
        let make = || {
            let mut top = world.logged_in("coordinator-top");
            let rule = [
                ("programme_name", "双语法官培训"),
                ("programme_kind", "bilingual"),
                ("rule_from", "2010-01-01"),
                ("per_half_day", "4"),
            ];
            top.post("/programmes", &rule).expect(303);
            let page = top.get("/trainings/new").expect(200).text();
            let programme = page
                .split("<option value=\"g-")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            let programme = format!("g-{}", programme.unwrap());
            [("coordinator-a", COURT_A), ("coordinator-b", COURT_B)].map(|(who, court)| {
                let form = [
                    ("programme", &*programme),
                    ("title", "双语班"),
                    ("from", "2019-10-14"),
                    ("to", "2019-10-15"),
                    ("mode", "classroom"),
                    ("court", court),
                ];
                made(&world.logged_in(who).post("/trainings/new", &form), "/trainings/")
            })
        };
        one_of(self.trainings.get_or_insert_with(make), object)
    }

    /// Returns a name that no account or token has.
    pub fn fresh_name(&mut self) -> String {
        self.n_made += 1;
        format!("made-{}", self.n_made)
    }

    /// Returns when new tokens are to end.
    pub fn end_of_tokens(&self) -> String {
        self.world.in_days(300)
    }

    fn waiting(&mut self, login_name: &str) -> Option<String> {
        let list = self.asker.get("/api/v1/role-changes").expect(200).json();
        let items = list["items"].as_array().unwrap();
        let item = items
            .iter()
            .find(|item| item["login_name"] == login_name && item["asked_by"] == ASKER)?;
        Some(item["id"].as_str().unwrap().to_owned())
    }

    fn proved(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        let answer = self.asker.post_json(path, body);
        if answer.problem() != "proof-needed" {
            return answer;
        }
        let password = self.world.person(ASKER).password.clone();
        self.asker
            .post("/account/prove", &[("password", &password), ("next", "/account")])
            .expect(303);
        self.asker.post_json(path, body)
    }
}

/// Returns the id of what a form has made, out of where it leads.
fn made(answer: &Answer, below: &str) -> String {
    let to = answer
        .header("location")
        .unwrap_or_else(|| panic!("nothing was made: {answer}"));
    let id = to.strip_prefix(below).and_then(|rest| rest.split('?').next());
    id.unwrap_or_else(|| panic!("{to} is not below {below}"))
        .to_owned()
}

fn one_of([own, other]: &[String; 2], object: Object) -> String {
    match object {
        Object::Own => own.clone(),
        Object::Other => other.clone(),
        Object::None => unknown_id_like(own),
    }
}

/// Returns an id of the same form that was not given out.
pub fn unknown_id_like(id: &str) -> String {
    let turned = |c: char| {
        if c.is_ascii_digit() {
            char::from(b'9' - (c as u8 - b'0'))
        } else {
            c
        }
    };
    id.chars().map(turned).collect()
}
