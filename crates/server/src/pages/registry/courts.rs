//! The courts of whoever asks, by code and by name, as forms propose and take them; and what every court is called.

use std::collections::BTreeMap;

use access::{Permit, ReadRegistry};
use app::{App, Error};

/// The courts that somebody reaches.
#[derive(Debug, Clone, Default)]
pub struct Courts {
    own: Vec<CourtName>,
    /// What the others are called: a training of another court is to be seen, and that there is the court is no secret.
    names: BTreeMap<String, String>,
}

/// A court.
#[derive(Debug, Clone)]
struct CourtName {
    code: String,
    name: String,
    parent: Option<String>,
}

impl Courts {
    /// Reads them.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn of(app: &App, permit: &Permit<ReadRegistry>) -> Result<Self, Error> {
        let entries = app.list_court_records(permit)?.into_iter();
        let name = |entry: app::registry::CourtEntry| CourtName {
            code: entry.code,
            name: entry.court.name_zh,
            parent: entry.court.parent,
        };
        Ok(Self {
            own: entries.map(name).collect(),
            names: app.court_names(permit)?,
        })
    }

    /// Returns no court of one's own, and what these are called.
    pub fn named(names: BTreeMap<String, String>) -> Self {
        Self {
            own: Vec::new(),
            names,
        }
    }

    /// Returns what a court is called; its code if nobody knows it.
    pub fn name(&self, code: &str) -> String {
        self.names.get(code).map_or(code, String::as_str).to_owned()
    }

    /// Tells whether there is a court of this code, whosever it is.
    pub fn is_known(&self, code: &str) -> bool {
        self.names.contains_key(code)
    }

    /// Returns the code of the court that somebody has typed by code or by name; what is none of these stays as it is.
    pub fn code(&self, typed: &str) -> String {
        let found = self
            .own
            .iter()
            .find(|court| court.code == typed || court.name == typed);
        found.map_or(typed, |court| &court.code).to_owned()
    }

    /// Returns what is to be typed for a court: its name, unless another court is meant by that, or none.
    pub fn to_type(&self, code: &str) -> String {
        let name = self.name(code);
        if self.code(&name) == code {
            name
        } else {
            code.to_owned()
        }
    }

    /// Tells whether a court is among these; without one, whether the highest is, which keeps what belongs to no court.
    pub fn hold(&self, code: Option<&str>) -> bool {
        match code {
            Some(code) => self.own.iter().any(|court| court.code == code),
            None => self.own.iter().any(|court| court.parent.is_none()),
        }
    }

    /// Returns codes and names to choose from.
    pub fn proposals(&self) -> Vec<(String, String)> {
        self.own
            .iter()
            .map(|court| (court.code.clone(), court.name.clone()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_court_is_named_by_code_or_name_and_what_is_none_stays_in_sight() {
        let court = |code: &str, name: &str, parent: Option<&str>| CourtName {
            code: code.to_owned(),
            name: name.to_owned(),
            parent: parent.map(str::to_owned),
        };
        let courts = Courts {
            own: vec![court("qh-yushu", "玉树州中级人民法院", Some("qh"))],
            names: [("qh".to_owned(), "青海省高级人民法院".to_owned())].into(),
        };
        assert_eq!(courts.code("玉树州中级人民法院"), "qh-yushu");
        assert_eq!(courts.code("果洛"), "果洛");
        assert_eq!(courts.name("qh"), "青海省高级人民法院");
        assert_eq!(courts.name("qh-golog"), "qh-golog");
        assert!(courts.hold(Some("qh-yushu")) && !courts.hold(Some("qh-golog")));
        assert!(
            !courts.hold(None),
            "who has no highest court keeps nothing of all courts"
        );
    }
}
