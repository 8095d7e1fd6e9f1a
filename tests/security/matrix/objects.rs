//! What is asked about: accounts, role changes and tokens of the own court, of another, and of none.

use serde_json::json;

use super::super::browser::Browser;
use super::super::http::Answer;
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
}

impl<'w> Objects<'w> {
    pub fn new(world: &'w World) -> Self {
        Self {
            world,
            asker: world.logged_in(ASKER),
            n_made: 0,
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
