//! The named values of a request, taken one by one; what is wrong with them is collected.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde_json::Value;

use super::Members;
use crate::problem::{Issue, IssueCode, Problem};

/// Named values on their way to being parsed.
#[derive(Debug)]
pub struct Fields {
    pub(super) values: BTreeMap<String, Value>,
    pub(super) issues: Vec<Issue>,
    /// In a query every value is a text, also a number.
    pub(super) is_query: bool,
}

impl Fields {
    /// Takes the values of a body.
    pub fn of_body(values: impl IntoIterator<Item = (String, Value)>) -> Self {
        Self {
            values: values.into_iter().collect(),
            issues: Vec::new(),
            is_query: false,
        }
    }

    /// Takes the values of a form, in which a name can stand several times: a box for each member of a list.
    pub fn of_form(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut fields = Self::of_query([]);
        for (name, text) in pairs {
            let text = Value::String(text);
            match fields.values.entry(name) {
                Entry::Vacant(place) => {
                    place.insert(text);
                }
                Entry::Occupied(mut place) => match place.get_mut() {
                    Value::Array(items) => items.push(text),
                    first => *first = Value::Array(vec![first.take(), text]),
                },
            }
        }
        fields
    }

    /// Takes the values of a query.
    pub fn of_query(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let values = pairs
            .into_iter()
            .map(|(name, text)| (name, Value::String(text)))
            .collect();
        Self {
            values,
            issues: Vec::new(),
            is_query: true,
        }
    }

    /// Parses all members of `M`.
    ///
    /// # Errors
    /// One problem with every issue in it.
    pub fn read<M: Members>(mut self) -> Result<M, Problem> {
        let members = M::take(&mut self);
        if self.issues.is_empty() {
            Ok(members)
        } else {
            Err(Problem::invalid(self.issues))
        }
    }

    /// Takes a text; an empty one is as good as none.
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.values.remove(name)? {
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(text),
            Value::Null => None,
            _ => {
                self.wrong_type(name, "text");
                None
            }
        }
    }

    /// Takes a whole number within `range`.
    pub fn number(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let number = match self.values.remove(name)? {
            Value::Null => return None,
            Value::String(text) if self.is_query && text.is_empty() => return None,
            Value::String(text) if self.is_query => text.parse().ok(),
            Value::Number(number) => whole(&number),
            _ => {
                self.wrong_type(name, "number");
                return None;
            }
        };
        match number.filter(|n| range.contains(n)) {
            Some(number) => Some(number),
            None => {
                let issue = Issue::of(name, IssueCode::OutOfRange).with("min", range.start());
                let max = if *range.end() == u64::MAX {
                    "2^64-1".to_owned()
                } else {
                    range.end().to_string()
                };
                self.issues.push(issue.with("max", max));
                None
            }
        }
    }

    /// Takes a yes or no: `true` or `false`, a word in a query and no text in a body.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        if self.is_query {
            return self.word_of(name, &[("true", true), ("false", false)]);
        }
        match self.values.remove(name)? {
            Value::Bool(flag) => Some(flag),
            Value::Null => None,
            _ => {
                self.wrong_type(name, "boolean");
                None
            }
        }
    }

    /// Takes a member of a closed list.
    pub fn one_of<T: FromStr<Err = &'static [&'static str]>>(&mut self, name: &str) -> Option<T> {
        self.chosen(name, |text| text.parse().map_err(<[&str]>::to_vec))
    }

    /// Takes a word of `words` and returns what it stands for.
    pub fn word_of<T: Copy>(&mut self, name: &str, words: &[(&'static str, T)]) -> Option<T> {
        let find = |text: &str| {
            let found = words.iter().find(|(word, _)| *word == text);
            found.map_or_else(
                || Err(words.iter().map(|(word, _)| *word).collect()),
                |(_, value)| Ok(*value),
            )
        };
        self.chosen(name, find)
    }

    /// Takes a word and has `parse` read it, which answers with the known words if it does not know this one.
    pub fn chosen<T>(
        &mut self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Vec<&'static str>>,
    ) -> Option<T> {
        let text = self.text(name)?;
        match parse(&text) {
            Ok(value) => Some(value),
            Err(known) => {
                let issue = Issue::of(name, IssueCode::NotOneOf).with("value", shortened(&text));
                self.issues.push(issue.with("known", known.join(", ")));
                None
            }
        }
    }

    /// Takes a name such as that of a collection or a region.
    pub fn name<T: TryFrom<String>>(&mut self, name: &str) -> Option<T> {
        let text = self.text(name)?;
        let shown = shortened(&text);
        let parsed = T::try_from(text).ok();
        if parsed.is_none() {
            self.issues
                .push(Issue::of(name, IssueCode::BadName).with("value", shown));
        }
        parsed
    }

    /// Takes a text and has `parse` read it, which answers with the issue of one that cannot be used.
    pub fn parsed<T>(&mut self, name: &str, parse: impl FnOnce(&str) -> Result<T, Issue>) -> Option<T> {
        match parse(&self.text(name)?) {
            Ok(value) => Some(value),
            Err(issue) => {
                self.issues.push(issue);
                None
            }
        }
    }

    /// Returns what was taken for `name`; that there is nothing is an issue.
    pub fn wanted<T>(&mut self, name: &str, taken: Option<T>) -> Option<T> {
        let is_told = |issue: &Issue| issue.pointer == Issue::of(name, IssueCode::Missing).pointer;
        if taken.is_none() && !self.issues.iter().any(is_told) {
            self.issues.push(Issue::of(name, IssueCode::Missing));
        }
        taken
    }

    /// Takes all that is left, as it was sent.
    pub fn rest(&mut self) -> serde_json::Map<String, Value> {
        std::mem::take(&mut self.values).into_iter().collect()
    }

    /// Notes what is wrong with values that were taken.
    pub fn refuse(&mut self, issue: Issue) {
        self.issues.push(issue);
    }

    pub(super) fn wrong_type(&mut self, name: &str, wanted: &str) {
        self.issues
            .push(Issue::of(name, IssueCode::WrongType).with("wanted", wanted));
    }
}

/// A value named in an explanation need not be repeated in full length.
pub fn shortened(text: &str) -> String {
    const MAX_CHARS: usize = 64;
    match text.char_indices().nth(MAX_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Reads a number as a whole one, however it is written: to JSON Schema `1.0` is an integer.
fn whole(number: &serde_json::Number) -> Option<u64> {
    /// Up to here a floating number is the one that was written.
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    let written = |n: &f64| n.fract() == 0.0 && (0.0..=EXACT_MAX).contains(n);
    number
        .as_u64()
        .or_else(|| number.as_f64().filter(written).map(|n| n as u64))
}

#[cfg(test)]
mod tests {
    use glossary::{CollectionName, Workflow};
    use serde_json::json;

    use super::*;

    fn body(value: Value) -> Fields {
        let Value::Object(members) = value else {
            panic!("not an object")
        };
        Fields::of_body(members)
    }

    fn codes(fields: &Fields) -> Vec<String> {
        fields
            .issues
            .iter()
            .map(|i| format!("{} {}", i.pointer, i.code.as_str()))
            .collect()
    }

    #[test]
    fn a_number_is_a_text_in_a_query_and_a_number_in_a_body() {
        let mut query = Fields::of_query([("limit".to_owned(), "7".to_owned())]);
        assert_eq!(query.number("limit", 1..=100), Some(7));
        let mut fields = body(json!({"limit": 7, "as_text": "7"}));
        assert_eq!(fields.number("limit", 1..=100), Some(7));
        assert_eq!(fields.number("as_text", 1..=100), None);
        assert_eq!(codes(&fields), ["/as_text wrong_type"]);
    }

    #[test]
    fn a_whole_number_was_refused_when_it_was_written_with_a_point() {
        let mut fields = body(json!({"a": 7.0, "b": 7e0, "c": 7.5, "d": -7.0, "e": 1e300}));
        let numbers = ["a", "b", "c", "d", "e"].map(|name| fields.number(name, 0..=u64::MAX));
        assert_eq!(numbers, [Some(7), Some(7), None, None, None]);
        assert_eq!(
            codes(&fields),
            ["/c out_of_range", "/d out_of_range", "/e out_of_range"]
        );
    }

    #[test]
    fn a_flag_is_a_word_in_a_query_and_a_boolean_in_a_body() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let mut query = Fields::of_query([
            pair("a", "true"),
            pair("b", "false"),
            pair("c", ""),
            pair("d", "1"),
        ]);
        let flags = ["a", "b", "c", "d", "e"].map(|name| query.flag(name));
        assert_eq!(flags, [Some(true), Some(false), None, None, None]);
        assert_eq!(codes(&query), ["/d not_one_of"]);
        let mut fields = body(json!({"a": true, "b": false, "c": null, "d": "true"}));
        let flags = ["a", "b", "c", "d", "e"].map(|name| fields.flag(name));
        assert_eq!(flags, [Some(true), Some(false), None, None, None]);
        assert_eq!(codes(&fields), ["/d wrong_type"]);
    }

    #[test]
    fn every_wrong_value_is_named_with_its_place() {
        let mut fields = body(json!({
            "limit": 101, "min": -1, "workflow": "best", "collection": "Charges",
            "q": ["法院"], "queries": ["法院", "", 3], "many": [1, 2, 3]
        }));
        assert_eq!(fields.number("limit", 1..=100), None);
        assert_eq!(fields.number("min", 0..=u64::MAX), None);
        assert_eq!(fields.one_of::<Workflow>("workflow"), None);
        assert_eq!(fields.name::<CollectionName>("collection"), None);
        assert_eq!(fields.text("q"), None);
        assert_eq!(fields.texts("queries", 500), ["法院"]);
        assert!(fields.texts("many", 2).is_empty());
        assert!(fields.texts("none", 2).is_empty());
        let expected = [
            "/limit out_of_range",
            "/min out_of_range",
            "/workflow not_one_of",
            "/collection bad_name",
            "/q wrong_type",
            "/queries/1 empty",
            "/queries/2 wrong_type",
            "/many too_many",
            "/none missing",
        ];
        assert_eq!(codes(&fields), expected);
    }

    #[test]
    fn an_empty_value_is_as_good_as_none() {
        let mut query = Fields::of_query([
            ("limit".to_owned(), String::new()),
            ("lang".to_owned(), String::new()),
        ]);
        assert_eq!(query.number("limit", 1..=100), None);
        assert_eq!(query.text("lang"), None);
        assert!(query.issues.is_empty());
    }

    #[test]
    fn a_long_value_is_not_repeated_in_full() {
        assert_eq!(shortened(&"ཀ".repeat(65)), format!("{}…", "ཀ".repeat(64)));
        assert_eq!(shortened("法院"), "法院");
    }
}
