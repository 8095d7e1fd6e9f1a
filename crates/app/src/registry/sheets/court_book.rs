//! Courts by the words of sheets: by code, by name, and by the short forms of names that mean one court only.

use std::collections::HashMap;

use registry::Fault;
use store::courts::Court;

use crate::registry::fault;

/// The ways in which coordinators shorten names.
const SHORT: [(&str, &str); 6] = [
    ("中级人民法院", "中院"),
    ("高级人民法院", "高院"),
    ("基层人民法院", "法院"),
    ("人民法院", "法院"),
    ("蒙古族藏族自治州", "州"),
    ("藏族自治州", "州"),
];

/// The courts there are.
pub(super) struct CourtBook {
    names: HashMap<String, String>,
    parents: HashMap<String, Option<String>>,
    /// The code that a word means; `None` if it means several.
    words: HashMap<String, Option<String>>,
}

impl CourtBook {
    pub(super) fn new(courts: Vec<Court>) -> Self {
        let mut book = Self {
            names: HashMap::new(),
            parents: HashMap::new(),
            words: HashMap::new(),
        };
        for court in courts {
            book.add(&court.code, &court.name_zh, court.parent);
        }
        book
    }

    /// Adds a court, or what it is called now.
    pub(super) fn add(&mut self, code: &str, name: &str, parent: Option<String>) {
        let mut forms = vec![name.to_owned()];
        for (long, short) in SHORT {
            let shortened: Vec<String> = forms.iter().map(|form| form.replace(long, short)).collect();
            forms.extend(shortened.into_iter().filter(|form| !form.is_empty()));
            forms.sort();
            forms.dedup();
        }
        for form in forms {
            let meant = self.words.entry(form).or_insert_with(|| Some(code.to_owned()));
            if meant.as_deref() != Some(code) {
                *meant = None;
            }
        }
        self.names.insert(code.to_owned(), name.to_owned());
        self.parents.insert(code.to_owned(), parent);
    }

    pub(super) fn name(&self, code: &str) -> Option<&str> {
        self.names.get(code).map(String::as_str)
    }

    /// Returns every court: its code, its name and the code of the court above.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str, Option<&str>)> {
        let above = |code: &str| self.parent(code);
        self.names
            .iter()
            .map(move |(code, name)| (code.as_str(), name.as_str(), above(code)))
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.names.contains_key(code)
    }

    pub(super) fn parent(&self, code: &str) -> Option<&str> {
        self.parents.get(code)?.as_deref()
    }

    /// Returns the code of the court that is meant.
    pub(super) fn find(&self, words: &str) -> Option<&str> {
        let words = words.trim();
        if let Some((code, _)) = self.names.get_key_value(words) {
            return Some(code);
        }
        let plain: String = words.chars().filter(|c| !c.is_whitespace()).collect();
        self.words.get(&plain)?.as_deref()
    }

    /// Returns the code of the court that is meant, or what is wrong.
    pub(super) fn meant(&self, words: &str, pointer: &str) -> Result<&str, Fault> {
        self.find(words).ok_or_else(|| {
            let shown: String = words.chars().take(40).collect();
            let is_ambiguous = self.words.contains_key(words.trim());
            match is_ambiguous {
                true => fault(
                    "court_not_clear",
                    pointer,
                    format!("`{shown}` means several courts (hint: write the code, or the full name)"),
                    format!("“{shown}”可能是几个法院（提示：请写法院代码或全称）"),
                ),
                false => fault(
                    "no_such_court",
                    pointer,
                    format!(
                        "there is no court `{shown}` (hint: write the code or the name of the list of courts)"
                    ),
                    format!("没有法院“{shown}”（提示：请写法院列表中的代码或名称）"),
                ),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_court_is_found_by_code_name_and_short_name_unless_two_have_it() {
        let court = |code: &str, name: &str| Court {
            code: code.to_owned(),
            name_zh: name.to_owned(),
            parent: None,
        };
        let book = CourtBook::new(vec![
            court("qh", "青海省高级人民法院"),
            court("qh-yushu", "玉树藏族自治州中级人民法院"),
            court("qh-yushu-ys", "玉树市人民法院"),
            court("a", "城东区人民法院"),
            court("b", "城东区人民法院"),
        ]);
        for (words, code) in [
            ("qh", Some("qh")),
            ("青海省高级人民法院", Some("qh")),
            ("青海省高院", Some("qh")),
            (" 玉树州 中院 ", Some("qh-yushu")),
            ("玉树藏族自治州中院", Some("qh-yushu")),
            ("玉树市法院", Some("qh-yushu-ys")),
            ("城东区人民法院", None),
            ("北京市高级人民法院", None),
            ("", None),
        ] {
            assert_eq!(book.find(words), code, "{words}");
        }
        let code = |words| book.meant(words, "/court").unwrap_err().code;
        assert_eq!(code("城东区人民法院"), "court_not_clear");
        assert_eq!(code("北京"), "no_such_court");
    }
}
