//! What is asked of an export, and how the file and the audit tell of it.

use exchange::ExportFormat;
use exchange::omegat::Direction;
use glossary::filter::{Condition, Filter};
use glossary::{CollectionName, Concept, SubjectField, Workflow};

use crate::subject_fields::FieldTree;

/// What is to be exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportRequest {
    /// The form of the file.
    pub format: ExportFormat,
    /// From which language an OmegaT glossary is read; of no concern to other formats.
    pub direction: Direction,
    /// How far an entry must have come.
    pub scope: ExportScope,
    /// The edition whose state is exported; the present one otherwise.
    pub edition: Option<u64>,
    /// Only what stands in this collection.
    pub collection: Option<CollectionName>,
    /// Only what belongs to this field of law.
    pub subject_field: Option<SubjectField>,
    /// Only what passes.
    pub filter: Filter,
}

/// How far the exported revision of an entry must have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ExportScope {
    /// Wherever it stands.
    #[default]
    All,
    /// Found right by a reviewer, or authorised.
    Reviewed,
    /// Authorised by a committee.
    Authorised,
}

impl ExportScope {
    /// Every scope by its name.
    pub const NAMES: [(&str, Self); 3] = [
        ("all", Self::All),
        ("reviewed", Self::Reviewed),
        ("authorised", Self::Authorised),
    ];

    /// Returns the name in commands and addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Reviewed => "reviewed",
            Self::Authorised => "authorised",
        }
    }

    fn covers(self, workflow: Workflow) -> bool {
        match self {
            Self::All => true,
            Self::Reviewed => matches!(workflow, Workflow::Reviewed | Workflow::Authorised),
            Self::Authorised => workflow == Workflow::Authorised,
        }
    }
}

impl ExportRequest {
    /// Asks for everything that everybody reads, in `format`.
    #[must_use]
    pub fn new(format: ExportFormat) -> Self {
        Self {
            format,
            direction: Direction::default(),
            scope: ExportScope::default(),
            edition: None,
            collection: None,
            subject_field: None,
            filter: Filter::default(),
        }
    }

    /// Returns what the audit keeps of it. The names of authors stay out: they are people.
    #[must_use]
    pub fn told(&self, with_drafts: bool) -> String {
        let edition = self.edition.map(|number| format!("edition={number}"));
        let token = |token: &glossary::filter::Token| match token.condition {
            Condition::Author(_) => "author:…".to_owned(),
            _ => token.to_string(),
        };
        let filter: Vec<String> = self.filter.tokens.iter().map(token).collect();
        let parts = edition.into_iter().chain(self.parts(with_drafts)).chain(filter);
        parts.collect::<Vec<_>>().join(" ")
    }

    /// Returns what the file says that it was made of; empty if that is everything that everybody reads.
    pub(super) fn described(&self, with_drafts: bool) -> String {
        let filter = (!self.filter.is_empty()).then(|| self.filter.to_string());
        self.parts(with_drafts)
            .chain(filter)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Tells whether a concept, as whoever asks sees it, is meant by all but the filter.
    pub(super) fn covers(&self, concept: &Concept, fields: &FieldTree) -> bool {
        let has_collection =
            |name: &CollectionName| concept.memberships.iter().any(|m| m.collection == *name);
        let has_field = |asked: &SubjectField| {
            concept
                .subject_fields
                .iter()
                .any(|field| fields.is_within(field, asked))
        };
        self.scope.covers(concept.workflow)
            && self.collection.as_ref().is_none_or(has_collection)
            && self.subject_field.as_ref().is_none_or(has_field)
    }

    fn parts(&self, with_drafts: bool) -> impl Iterator<Item = String> {
        let scope = (self.scope != ExportScope::All).then(|| format!("workflow={}", self.scope.as_str()));
        let collection = self.collection.as_ref().map(|name| format!("collection={name}"));
        let field = self
            .subject_field
            .as_ref()
            .map(|name| format!("subject_field={name}"));
        let drafts = with_drafts.then(|| "drafts=true".to_owned());
        [scope, collection, field, drafts].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_told_without_the_names_of_people() {
        let mut request = ExportRequest::new(ExportFormat::Csv);
        assert_eq!(
            (request.described(false), request.told(false)),
            (String::new(), String::new())
        );
        request.scope = ExportScope::Reviewed;
        request.edition = Some(3);
        request.collection = Some("charges-2024".parse().unwrap());
        request.filter = "author:\"索朗 次仁\" -has:bo".parse().unwrap();
        assert_eq!(
            request.described(true),
            "workflow=reviewed collection=charges-2024 drafts=true author:\"索朗 次仁\" -has:bo"
        );
        assert_eq!(
            request.told(false),
            "edition=3 workflow=reviewed collection=charges-2024 author:… -has:bo"
        );
    }

    #[test]
    fn a_scope_covers_what_has_come_so_far() {
        use Workflow::{Authorised, Draft, Reviewed, Withdrawn};
        for (name, scope) in ExportScope::NAMES {
            assert_eq!(scope.as_str(), name);
            let covered: Vec<Workflow> = [Draft, Reviewed, Authorised, Withdrawn]
                .into_iter()
                .filter(|workflow| scope.covers(*workflow))
                .collect();
            let expected: &[Workflow] = match scope {
                ExportScope::All => &[Draft, Reviewed, Authorised, Withdrawn],
                ExportScope::Reviewed => &[Reviewed, Authorised],
                ExportScope::Authorised => &[Authorised],
            };
            assert_eq!(covered, expected, "{name}");
        }
    }
}
