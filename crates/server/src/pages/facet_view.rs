//! How many hits each subject field, collection and workflow has, as links that narrow the search.

use app::Facets;
use serde::Serialize;

use super::question::{Narrowing, Question};

/// Values of one facet that are shown; the rest have a hit or two.
const MOST_VALUES: usize = 12;
/// Hits that are read faster than narrowed.
const FEW_HITS: usize = 6;

/// What the hits can be narrowed by.
#[derive(Debug, Clone, Serialize)]
pub struct FacetView {
    /// `subject_field`, `collection` or `workflow`.
    pub narrowing: &'static str,
    /// The values, the most frequent first.
    pub values: Vec<FacetValueView>,
}

/// A value with its hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValueView {
    pub value: String,
    pub count: usize,
    /// The search narrowed to it.
    pub link: String,
}

/// Returns what the answer to `question` can be narrowed by: nothing that is chosen already, or that
/// every hit shares, and nothing at all where there are few.
pub fn facets(question: &Question, facets: &Facets, total: usize) -> Vec<FacetView> {
    let view = |narrowing: Narrowing| {
        if total <= FEW_HITS || question.value(narrowing).is_some() {
            return None;
        }
        let link = |value: &str| question.narrowed(narrowing, Some(value)).link(None);
        let values: Vec<_> = counts(facets, narrowing)
            .into_iter()
            .filter(|(_, count)| *count < total)
            .take(MOST_VALUES)
            .map(|(value, count)| FacetValueView {
                link: link(value),
                value: value.to_owned(),
                count,
            })
            .collect();
        (!values.is_empty()).then(|| FacetView {
            narrowing: narrowing.as_str(),
            values,
        })
    };
    Narrowing::ALL.into_iter().filter_map(view).collect()
}

fn counts(facets: &Facets, narrowing: Narrowing) -> Vec<(&str, usize)> {
    let named = match narrowing {
        Narrowing::SubjectField => &facets.subject_fields,
        Narrowing::Collection => &facets.collections,
        Narrowing::Workflow => return facets.workflows.iter().map(|(w, n)| (w.as_str(), *n)).collect(),
    };
    named
        .iter()
        .map(|(name, count)| (name.as_str(), *count))
        .collect()
}

#[cfg(test)]
mod tests {
    use glossary::Workflow;

    use super::*;

    fn shown(question: &Question) -> Vec<String> {
        shown_of(question, 18)
    }

    fn shown_of(question: &Question, total: usize) -> Vec<String> {
        let counted = Facets {
            subject_fields: vec![("court".into(), 12), ("civil".into(), 6)],
            collections: vec![("laws".into(), 18)],
            workflows: vec![(Workflow::Draft, 17), (Workflow::Reviewed, 1)],
            is_complete: true,
        };
        facets(question, &counted, total)
            .into_iter()
            .flat_map(|facet| facet.values)
            .map(|v| format!("{} {} {}", v.value, v.count, v.link))
            .collect()
    }

    #[test]
    fn each_value_that_some_hits_lack_is_a_link_to_those_that_have_it() {
        let question = Question {
            q: "a".into(),
            ..Question::default()
        };
        assert_eq!(
            shown(&question),
            [
                "court 12 /?q=a&subject_field=court",
                "civil 6 /?q=a&subject_field=civil",
                "draft 17 /?q=a&workflow=draft",
                "reviewed 1 /?q=a&workflow=reviewed",
            ]
        );
    }

    #[test]
    fn few_hits_are_not_narrowed() {
        assert!(shown_of(&Question::default(), FEW_HITS).is_empty());
        assert!(!shown_of(&Question::default(), FEW_HITS + 1).is_empty());
    }

    #[test]
    fn what_is_chosen_is_not_offered_again() {
        let question = Question {
            q: "a".into(),
            subject_field: Some("court".into()),
            ..Question::default()
        };
        assert_eq!(
            shown(&question),
            [
                "draft 17 /?q=a&workflow=draft&subject_field=court",
                "reviewed 1 /?q=a&workflow=reviewed&subject_field=court",
            ]
        );
    }
}
