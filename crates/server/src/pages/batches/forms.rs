//! The forms of a batch besides what it says of itself: concepts in and out, and authorising.

use app::MAX_PUT;
use glossary::ConceptId;

use crate::input::{Fields, Members, shortened};
use crate::problem::{Issue, IssueCode};

/// What the form sends that puts concepts in.
pub struct PutForm {
    /// The concepts, ticked or typed.
    pub concepts: Vec<ConceptId>,
}

impl Members for PutForm {
    const NAMES: &'static [&'static str] = &["concepts", "numbers"];

    fn take(fields: &mut Fields) -> Self {
        let read = |text: &str| {
            text.parse()
                .map_err(|_| Issue::of("numbers", IssueCode::BadName).with("value", shortened(text)))
        };
        let mut concepts = fields.list("concepts", MAX_PUT, read);
        let numbers = fields.text("numbers").unwrap_or_default();
        for word in numbers
            .split([' ', ',', '，', '、', '\n', '\r', '\t'])
            .filter(|word| !word.is_empty())
            .take(MAX_PUT)
        {
            match read(word) {
                Ok(id) => concepts.push(id),
                Err(issue) => fields.refuse(issue),
            }
        }
        Self { concepts }
    }
}

/// What the form sends that takes one out.
pub struct TakeForm {
    /// The concept; always there in a form that was taken.
    pub concept: Option<ConceptId>,
}

impl Members for TakeForm {
    const NAMES: &'static [&'static str] = &["concept"];

    fn take(fields: &mut Fields) -> Self {
        let concept = fields.name("concept");
        Self {
            concept: fields.wanted("concept", concept),
        }
    }
}

/// What the form sends that authorises.
pub struct AuthoriseForm {
    /// The revision of the batch that was seen; always there in a form that was taken.
    pub base: Option<u64>,
}

impl Members for AuthoriseForm {
    const NAMES: &'static [&'static str] = &["base"];

    fn take(fields: &mut Fields) -> Self {
        let base = fields.number("base", 1..=i64::MAX.unsigned_abs());
        Self {
            base: fields.wanted("base", base),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concepts_are_ticked_or_typed_with_anything_between() {
        let pairs = [
            ("concepts", "c-000001"),
            ("concepts", "c-000002"),
            ("numbers", " c-3，c-000004、\r\nc-5 "),
        ];
        let pairs = pairs.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let form: PutForm = Fields::of_form(pairs).read().unwrap();
        assert_eq!(form.concepts, [1, 2, 3, 4, 5].map(ConceptId::new));
        let wrong = [("numbers".to_owned(), "c-1 法院".to_owned())];
        let problem = Fields::of_form(wrong).read::<PutForm>().err().unwrap();
        assert_eq!(
            (problem.issues.len(), problem.issues[0].pointer.as_str()),
            (1, "/numbers")
        );
    }
}
