//! What a search page asks, and the links that ask the same with one thing changed.

use app::{LangChoice, Scope};
use glossary::Workflow;
use serde::Serialize;

use crate::api::search::SearchParams;
use crate::web::templates::percent_encode;

/// A question as it stands in an address.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Question {
    /// What was typed.
    pub q: String,
    /// How far entries must have come.
    pub workflow: Option<String>,
    /// The only collection.
    pub collection: Option<String>,
    /// The only field of law.
    pub subject_field: Option<String>,
    /// Whether explanations are searched too.
    pub in_all: bool,
    /// Asked for by links of others, not by the form.
    pub region: Option<String>,
    /// The same, unless it is the one that counts anyway.
    pub lang: Option<&'static str>,
}

/// Something that narrows a search, with the link that takes it away.
#[derive(Debug, Clone, Serialize)]
pub struct ChosenView {
    /// Which choice: `subject_field`, `collection` or `workflow`.
    pub narrowing: &'static str,
    /// Its value.
    pub value: String,
    /// Where the search stands without it.
    pub without: String,
}

/// What a reader can narrow a search by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Narrowing {
    /// The field of law.
    SubjectField,
    /// The collection.
    Collection,
    /// How far entries have come.
    Workflow,
}

impl Narrowing {
    /// Everything, in the order of the page.
    pub const ALL: [Self; 3] = [Self::SubjectField, Self::Collection, Self::Workflow];

    /// Returns the name of the parameter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SubjectField => "subject_field",
            Self::Collection => "collection",
            Self::Workflow => "workflow",
        }
    }
}

impl Question {
    /// Reads what the address asks.
    pub fn of(params: &SearchParams) -> Self {
        Self {
            q: params.q.clone(),
            workflow: params.workflow.map(Workflow::as_str).map(str::to_owned),
            collection: params.collection.clone().map(String::from),
            subject_field: params.subject_field.clone().map(String::from),
            in_all: params.scope == Scope::All,
            region: params.region.clone().map(String::from),
            lang: match params.lang {
                LangChoice::Auto => None,
                LangChoice::Zh => Some("zh"),
                LangChoice::Bo => Some("bo"),
            },
        }
    }

    /// Returns what narrows the search, each with the link that takes only that away.
    pub fn chosen(&self) -> Vec<ChosenView> {
        let chosen = |narrowing: Narrowing| {
            Some(ChosenView {
                narrowing: narrowing.as_str(),
                value: self.value(narrowing)?.to_owned(),
                without: self.narrowed(narrowing, None).link(None),
            })
        };
        Narrowing::ALL.into_iter().filter_map(chosen).collect()
    }

    /// Returns the value that `narrowing` has.
    pub fn value(&self, narrowing: Narrowing) -> Option<&str> {
        match narrowing {
            Narrowing::SubjectField => self.subject_field.as_deref(),
            Narrowing::Collection => self.collection.as_deref(),
            Narrowing::Workflow => self.workflow.as_deref(),
        }
    }

    /// Returns the same question, narrowed so.
    pub fn narrowed(&self, narrowing: Narrowing, value: Option<&str>) -> Self {
        let mut question = self.clone();
        let place = match narrowing {
            Narrowing::SubjectField => &mut question.subject_field,
            Narrowing::Collection => &mut question.collection,
            Narrowing::Workflow => &mut question.workflow,
        };
        *place = value.map(str::to_owned);
        question
    }

    /// Returns the same question about another text.
    pub fn about(&self, text: &str) -> Self {
        Self {
            q: text.to_owned(),
            ..self.clone()
        }
    }

    /// Returns the question about the text alone.
    pub fn unfiltered(&self) -> Self {
        Self {
            q: self.q.clone(),
            ..Self::default()
        }
    }

    /// Returns the address of the answer, of the page that begins at `cursor` if one is given.
    pub fn link(&self, cursor: Option<&str>) -> String {
        let mut link = format!("/?q={}", percent_encode(&self.q));
        let kept = [
            ("workflow", self.workflow.as_deref()),
            ("collection", self.collection.as_deref()),
            ("subject_field", self.subject_field.as_deref()),
            ("in", self.in_all.then_some("all")),
            ("region", self.region.as_deref()),
            ("lang", self.lang),
            ("cursor", cursor),
        ];
        for (name, value) in kept {
            if let Some(value) = value {
                link.push_str(&format!("&{name}={}", percent_encode(value)));
            }
        }
        link
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;

    use super::*;
    use crate::input::FromQuery;

    fn question(address: &str) -> Question {
        let uri: Uri = address.parse().unwrap();
        let FromQuery(params) = FromQuery::<SearchParams>::of(&uri).unwrap();
        Question::of(&params)
    }

    #[test]
    fn an_address_asks_what_it_was_made_of() {
        for address in [
            "/?q=fa",
            "/?q=%E6%B3%95&workflow=draft&collection=charges-2024&subject_field=criminal&in=all&region=amdo&lang=bo",
        ] {
            assert_eq!(question(address).link(None), address);
            assert_eq!(question(address).link(Some("x")), format!("{address}&cursor=x"));
        }
    }

    #[test]
    fn one_choice_is_taken_away_and_the_others_stay() {
        let asked = question("/?q=fa&workflow=draft&subject_field=court&in=all");
        let chosen: Vec<_> = asked
            .chosen()
            .into_iter()
            .map(|c| format!("{} {}: {}", c.narrowing, c.value, c.without))
            .collect();
        assert_eq!(
            chosen,
            [
                "subject_field court: /?q=fa&workflow=draft&in=all",
                "workflow draft: /?q=fa&subject_field=court&in=all",
            ]
        );
        assert_eq!(asked.unfiltered().link(None), "/?q=fa");
        assert_eq!(
            asked.about("yuan").link(None),
            "/?q=yuan&workflow=draft&subject_field=court&in=all"
        );
    }
}
