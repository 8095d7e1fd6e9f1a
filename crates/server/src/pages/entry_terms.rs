//! The forms of a concept on its page: each with its standing and where it was seen.

use glossary::{Concept, Lang, Register, Source, Term};
use serde::Serialize;

/// The terms of one language, older forms last.
#[derive(Debug, Clone, Serialize)]
pub struct LanguageView {
    pub lang: &'static str,
    pub terms: Vec<EntryTermView>,
    /// What is said in court, where that was put beside the terms, by dialect.
    pub spoken: Vec<SpokenView>,
}

/// Plain explanations in one dialect, for the ear: no form of a document.
#[derive(Debug, Clone, Serialize)]
pub struct SpokenView {
    /// `None` for all dialects.
    pub region: Option<String>,
    pub terms: Vec<EntryTermView>,
}

/// A term with where it was seen.
#[derive(Debug, Clone, Serialize)]
pub struct EntryTermView {
    pub text: String,
    pub administrative_status: &'static str,
    /// What takes its place, for a form that is not to be used.
    pub replaced_by: Option<String>,
    pub register: &'static str,
    pub region: Option<String>,
    pub reliability: Option<u8>,
    pub sources: Vec<SourceView>,
    pub contexts: Vec<TextView>,
    pub note: Option<String>,
}

/// Where a term was seen.
#[derive(Debug, Clone, Serialize)]
pub struct SourceView {
    pub title: String,
    /// Only addresses that a link may lead to.
    pub url: Option<String>,
    pub locator: Option<String>,
}

/// A text and where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct TextView {
    pub lang: Option<&'static str>,
    pub text: String,
    pub source: Option<String>,
}

impl LanguageView {
    /// Takes the terms of `concept` in `lang`.
    pub fn of(concept: &Concept, lang: Lang) -> Self {
        let (norm, older): (Vec<_>, Vec<_>) = concept
            .terms_in(lang)
            .into_iter()
            .partition(|t| t.register != Register::Older);
        Self {
            lang: lang.as_str(),
            terms: norm.into_iter().chain(older).map(EntryTermView::of).collect(),
            spoken: Vec::new(),
        }
    }

    /// Puts what is said in court beside the terms, by dialect: first for all of them, then in the order of the terms.
    pub fn with_spoken_apart(self) -> Self {
        let is_spoken = |term: &EntryTermView| term.register == Register::CourtroomOral.as_str();
        let (said, terms): (Vec<_>, Vec<_>) = self.terms.into_iter().partition(is_spoken);
        let mut spoken: Vec<SpokenView> = Vec::new();
        for term in said {
            match spoken.iter_mut().find(|group| group.region == term.region) {
                Some(group) => group.terms.push(term),
                None => spoken.push(SpokenView {
                    region: term.region.clone(),
                    terms: vec![term],
                }),
            }
        }
        spoken.sort_by_key(|group| group.region.is_some());
        Self {
            lang: self.lang,
            terms,
            spoken,
        }
    }
}

impl EntryTermView {
    fn of(term: &Term) -> Self {
        let context = |c: &glossary::Context| TextView {
            lang: None,
            text: c.text.clone(),
            source: c.source.clone(),
        };
        Self {
            text: term.text.clone(),
            administrative_status: term.administrative_status.as_str(),
            replaced_by: term.replaced_by.clone().filter(|_| term.is_out_of_use()),
            register: term.register.as_str(),
            region: term.region.clone().map(String::from),
            reliability: term.reliability.map(glossary::Reliability::level),
            sources: term.sources.iter().map(SourceView::of).collect(),
            contexts: term.contexts.iter().map(context).collect(),
            note: term.note.clone(),
        }
    }
}

impl SourceView {
    fn of(source: &Source) -> Self {
        // Sources come from imported files: a `javascript:` address must not become a link.
        let is_web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        Self {
            title: source.title.clone(),
            url: source.url.as_ref().filter(is_web).cloned(),
            locator: source.locator.clone(),
        }
    }
}

impl TextView {
    /// Shows a definition.
    pub fn of_definition(definition: &glossary::Definition) -> Self {
        Self {
            lang: Some(definition.lang.as_str()),
            text: definition.text.clone(),
            source: definition.source.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(url: &str) -> Source {
        Source {
            title: "来源".into(),
            url: Some(url.into()),
            locator: None,
            collection: None,
        }
    }

    // attack 31
    #[test]
    fn only_web_addresses_become_links() {
        for (url, is_link) in [
            ("https://a.cn/b", true),
            ("http://a.cn", true),
            ("javascript:alert(1)", false),
            ("//a.cn", false),
        ] {
            assert_eq!(SourceView::of(&source(url)).url.is_some(), is_link, "{url}");
        }
    }

    #[test]
    fn a_form_that_is_not_to_be_used_names_the_one_that_is() {
        let mut concept = Concept::draft();
        let statuses = ["superseded", "deprecated", "admitted"];
        for (text, status) in ["ཁྲིམས་ར", "ཞལ་ལྕེ", "རྐུ་བ"].into_iter().zip(statuses)
        {
            concept.terms.push(Term {
                administrative_status: status.parse().unwrap(),
                replaced_by: Some("ཁྲིམས་ཁང".to_owned()),
                ..Term::new(Lang::Bo, text).unwrap()
            });
        }
        for term in LanguageView::of(&concept, Lang::Bo).terms {
            let is_named = term.replaced_by.as_deref() == Some("ཁྲིམས་ཁང");
            assert_eq!(is_named, term.administrative_status != "admitted");
        }
    }

    #[test]
    fn what_is_said_in_court_stands_apart_by_dialect() {
        let mut concept = Concept::draft();
        for (text, register, region) in [
            ("ཁྲིམས་ཁང", Register::Norm, None),
            ("ཁྲིམས་ར", Register::CourtroomOral, Some("amdo")),
            ("ཁྲིམས་ས", Register::CourtroomOral, None),
            ("ཁྲིམས་གནས", Register::CourtroomOral, Some("amdo")),
            ("ཁྲིམས་སྒོ", Register::Norm, Some("kham")),
        ] {
            concept.terms.push(Term {
                register,
                region: region.map(|region| glossary::Region::try_from(region.to_owned()).unwrap()),
                ..Term::new(Lang::Bo, text).unwrap()
            });
        }
        let view = LanguageView::of(&concept, Lang::Bo).with_spoken_apart();
        let texts = |terms: &[EntryTermView]| terms.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&view.terms), ["ཁྲིམས་ཁང", "ཁྲིམས་སྒོ"]);
        let spoken: Vec<_> = view
            .spoken
            .iter()
            .map(|group| (group.region.as_deref(), texts(&group.terms)))
            .collect();
        assert_eq!(
            spoken,
            [
                (None, vec!["ཁྲིམས་ས".to_owned()]),
                (Some("amdo"), vec!["ཁྲིམས་ར".into(), "ཁྲིམས་གནས".into()])
            ]
        );
    }

    #[test]
    fn older_forms_stand_below_whatever_the_order_of_entry() {
        let mut concept = Concept::draft();
        for (text, register) in [("རྐུ་བ", Register::Older), ("རྐུ་ལས", Register::Norm)]
        {
            concept.terms.push(Term {
                register,
                ..Term::new(Lang::Bo, text).unwrap()
            });
        }
        let view = LanguageView::of(&concept, Lang::Bo);
        let shown: Vec<_> = view.terms.iter().map(|t| (t.text.as_str(), t.register)).collect();
        assert_eq!(shown, [("རྐུ་ལས", "norm"), ("རྐུ་བ", "older")]);
    }
}
