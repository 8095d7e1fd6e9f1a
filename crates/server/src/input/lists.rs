//! Lists among the named values of a request: texts, words that are read, objects with members of their own.

use serde_json::{Map, Value};

use super::{Fields, Members};
use crate::problem::{Issue, IssueCode};

impl Fields {
    /// Takes a list of at most `max` texts, none of them empty.
    pub fn texts(&mut self, name: &str, max: usize) -> Vec<String> {
        let items = match self.values.remove(name) {
            Some(Value::Array(items)) => items,
            None | Some(Value::Null) => {
                self.issues.push(Issue::of(name, IssueCode::Missing));
                return Vec::new();
            }
            Some(_) => {
                self.wrong_type(name, "list");
                return Vec::new();
            }
        };
        if self.is_too_many(name, items.len(), max) {
            return Vec::new();
        }
        let mut texts = Vec::with_capacity(items.len());
        for (i, item) in items.into_iter().enumerate() {
            let pointer = format!("/{name}/{i}");
            let code = match item {
                Value::String(text) if !text.trim().is_empty() => {
                    texts.push(text);
                    continue;
                }
                Value::String(_) => IssueCode::Empty,
                _ => IssueCode::WrongType,
            };
            let issue = Issue {
                pointer,
                code,
                args: vec![("name", format!("{name}/{i}")), ("wanted", "text".into())],
                told: None,
            };
            self.issues.push(issue);
        }
        texts
    }

    /// Takes a list of at most `max` members, each read by `parse`, which answers with the issue of one that cannot be
    /// used; no list is an empty one, and of a form a single value is a list of one.
    pub fn list<T>(&mut self, name: &str, max: usize, parse: impl Fn(&str) -> Result<T, Issue>) -> Vec<T> {
        let items = match self.values.remove(name) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(items)) => items,
            Some(text @ Value::String(_)) if self.is_query => vec![text],
            Some(_) => {
                self.wrong_type(name, "list");
                return Vec::new();
            }
        };
        if self.is_too_many(name, items.len(), max) {
            return Vec::new();
        }
        let mut members = Vec::with_capacity(items.len());
        for (nth, item) in items.iter().enumerate() {
            let parsed = match item {
                Value::String(text) => parse(text),
                _ => Err(Issue::of(name, IssueCode::WrongType).with("wanted", "text")),
            };
            match parsed {
                Ok(member) => members.push(member),
                Err(mut issue) => {
                    issue.pointer = format!("/{name}/{nth}");
                    self.issues.push(issue);
                }
            }
        }
        members
    }

    /// Takes a list of 1 to `max` objects; a member that `M` does not know is an issue.
    pub fn objects<M: Members>(&mut self, name: &str, max: usize) -> Vec<M> {
        let items = match self.values.remove(name) {
            Some(Value::Array(items)) if !items.is_empty() => items,
            Some(Value::Array(_)) => {
                self.issues.push(Issue::of(name, IssueCode::Empty));
                return Vec::new();
            }
            None | Some(Value::Null) => {
                self.issues.push(Issue::of(name, IssueCode::Missing));
                return Vec::new();
            }
            Some(_) => {
                self.wrong_type(name, "list");
                return Vec::new();
            }
        };
        if self.is_too_many(name, items.len(), max) {
            return Vec::new();
        }
        let mut objects = Vec::with_capacity(items.len());
        for (nth, item) in items.into_iter().enumerate() {
            let Value::Object(members) = item else {
                let issue = Issue::of(name, IssueCode::WrongType).with("wanted", "object");
                let pointer = format!("/{name}/{nth}");
                self.issues.push(Issue { pointer, ..issue });
                continue;
            };
            let (object, issues) = read_object(members);
            objects.push(object);
            self.issues
                .extend(issues.into_iter().map(|issue| issue.below(name, nth)));
        }
        objects
    }

    /// Takes an object; a member that `M` does not know is an issue, as it is that there is none.
    pub fn object<M: Members>(&mut self, name: &str) -> M {
        let members = match self.values.remove(name) {
            Some(Value::Object(members)) => members,
            None | Some(Value::Null) => {
                self.issues.push(Issue::of(name, IssueCode::Missing));
                return read_object(Map::new()).0;
            }
            Some(_) => {
                self.wrong_type(name, "object");
                return read_object(Map::new()).0;
            }
        };
        let (object, issues) = read_object(members);
        self.issues
            .extend(issues.into_iter().map(|issue| issue.inside(name)));
        object
    }

    fn is_too_many(&mut self, name: &str, count: usize, max: usize) -> bool {
        if count > max {
            let issue = Issue::of(name, IssueCode::TooMany).with("max", max);
            self.issues.push(issue.with("count", count));
        }
        count > max
    }
}

/// Reads an object, with what is wrong inside it.
fn read_object<M: Members>(members: Map<String, Value>) -> (M, Vec<Issue>) {
    let mut inner = Fields::of_body(members);
    let known = |name: &&String| !M::NAMES.contains(&name.as_str());
    for unknown in inner.values.keys().filter(known) {
        let issue = Issue::of(unknown, IssueCode::UnknownMember).with("known", M::NAMES.join(", "));
        inner.issues.push(issue);
    }
    (M::take(&mut inner), inner.issues)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq)]
    struct Pair(Option<String>, Vec<u8>);

    impl Members for Pair {
        const NAMES: &'static [&'static str] = &["name", "digits"];

        fn take(fields: &mut Fields) -> Self {
            let name = fields.text("name");
            Self(fields.wanted("name", name), fields.list("digits", 3, digit))
        }
    }

    fn digit(text: &str) -> Result<u8, Issue> {
        text.parse()
            .map_err(|_| Issue::of("digits", IssueCode::NotOneOf).with("value", text))
    }

    fn read(body: &str) -> (Vec<Pair>, Vec<String>) {
        let Value::Object(members) = serde_json::from_str(body).unwrap() else {
            panic!("not an object")
        };
        let mut fields = Fields::of_body(members);
        let pairs = fields.objects("pairs", 2);
        let issues = fields.issues.iter();
        (
            pairs,
            issues
                .map(|i| format!("{} {}", i.pointer, i.code.as_str()))
                .collect(),
        )
    }

    #[test]
    fn what_is_wrong_with_an_object_of_a_list_is_named_with_its_place() {
        let one = |name: &str, digits: &[u8]| Pair(Some(name.to_owned()), digits.to_vec());
        let (pairs, issues) = read(r#"{"pairs": [{"name": "法", "digits": ["1"]}, {"name": "ཀ"}]}"#);
        assert_eq!((pairs, issues), (vec![one("法", &[1]), one("ཀ", &[])], vec![]));
        for (body, expected) in [
            ("{}", &["/pairs missing"][..]),
            ("{\"pairs\": []}", &["/pairs empty"]),
            ("{\"pairs\": {}}", &["/pairs wrong_type"]),
            ("{\"pairs\": [1]}", &["/pairs/0 wrong_type"]),
            ("{\"pairs\": [{}, {}, {}]}", &["/pairs too_many"]),
            (
                "{\"pairs\": [{\"name\": \"a\", \"role\": 1}, {\"digits\": [\"x\"]}]}",
                &[
                    "/pairs/0/role unknown_member",
                    "/pairs/1/name missing",
                    "/pairs/1/digits/0 not_one_of",
                ],
            ),
            (
                "{\"pairs\": [{\"name\": 1, \"digits\": \"1\"}]}",
                &["/pairs/0/name wrong_type", "/pairs/0/digits wrong_type"],
            ),
        ] {
            assert_eq!(read(body).1, expected, "{body}");
        }
    }

    #[test]
    fn an_object_is_read_with_the_place_of_what_is_wrong_in_it() {
        for (body, expected) in [
            (r#"{"pair": {"name": "法", "digits": ["1"]}}"#, &[][..]),
            ("{}", &["/pair missing"]),
            (r#"{"pair": null}"#, &["/pair missing"]),
            (r#"{"pair": "ཀ"}"#, &["/pair wrong_type"]),
            (
                r#"{"pair": {"digits": ["x"], "colour": 1}}"#,
                &[
                    "/pair/colour unknown_member",
                    "/pair/name missing",
                    "/pair/digits/0 not_one_of",
                ],
            ),
        ] {
            let Ok(Value::Object(members)) = serde_json::from_str(body) else {
                panic!("not an object")
            };
            let mut fields = Fields::of_body(members);
            let _: Pair = fields.object("pair");
            let mut told: Vec<_> = fields
                .issues
                .iter()
                .map(|issue| format!("{} {}", issue.pointer, issue.code.as_str()))
                .collect();
            told.sort();
            let mut expected = expected.to_vec();
            expected.sort_unstable();
            assert_eq!(told, expected, "{body}");
        }
    }

    #[test]
    fn a_box_of_a_form_that_is_ticked_alone_or_with_others_is_a_list() {
        let form = |names: &[&str]| {
            let pairs = names.iter().map(|n| ("digits".to_owned(), (*n).to_owned()));
            let mut fields = Fields::of_form(pairs);
            (fields.list("digits", 3, digit), fields.issues.len())
        };
        assert_eq!(form(&[]), (vec![], 0));
        assert_eq!(form(&["1"]), (vec![1], 0));
        assert_eq!(form(&["1", "2", "3"]), (vec![1, 2, 3], 0));
        assert_eq!(form(&["1", "x"]), (vec![1], 1));
        assert_eq!(form(&["1", "2", "3", "4"]), (vec![], 1));
        // One of a single value is no text that could be read two ways.
        let mut twice = Fields::of_form([("q", "a"), ("q", "b")].map(|(n, v)| (n.to_owned(), v.to_owned())));
        assert_eq!((twice.text("q"), twice.issues.len()), (None, 1));
        let mut body = Fields::of_body([("digits".to_owned(), json!("1"))]);
        assert_eq!((body.list("digits", 3, digit), body.issues.len()), (vec![], 1));
    }
}
