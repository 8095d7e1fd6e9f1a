//! Fields in which two states of a concept differ, as people read them: where the field is, and what became of it.

use glossary::diff::{FieldChange, Piece};
use glossary::{Concept, Lang};
use serde::Serialize;

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DifferenceView {
    pub place: PlaceView,
    pub old: Option<ValueView>,
    pub new: Option<ValueView>,
    /// For a text that was there before and after; else empty.
    pub pieces: Vec<PieceView>,
}

/// Where a field is. Keys are those of translations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlaceView {
    /// The list, such as `edit.terms.title`; `None` for a field of the concept itself.
    pub list: Option<String>,
    /// The language of the list.
    pub lang: Option<&'static str>,
    pub item: Option<ItemView>,
    /// The list within the item.
    pub inner: Option<(String, Option<ItemView>)>,
    /// The field, such as `edit.terms.note`.
    pub member: String,
}

/// Which item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemView {
    /// What it is called, if it has a name.
    pub name: Option<String>,
    /// Its place, from 1.
    pub number: usize,
    pub is_new: bool,
}

/// A value; one of a closed list is shown by the translation `<group>.<text>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ValueView {
    pub group: Option<&'static str>,
    pub text: String,
}

/// A part of a text: `same`, `gone` or `come`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PieceView {
    pub kind: &'static str,
    pub text: String,
}

/// Members whose values are words of a list, with the group of their translations.
const GROUPS: [(&str, &str); 11] = [
    ("workflow", "workflow"),
    ("administrative_status", "status"),
    ("register", "register"),
    ("term_type", "term_type"),
    ("part_of_speech", "part_of_speech"),
    ("reliability", "reliability"),
    ("region", "region"),
    ("kind", "relation"),
    ("visibility", "visibility"),
    ("collection", "collection"),
    ("name", "subject"),
];

impl DifferenceView {
    /// Shows a change of the state `old`.
    pub fn of(change: &FieldChange, old: &Concept) -> Self {
        let member = change.field.rsplit('.').next().unwrap_or_default();
        let value = |text: &String| ValueView::of(member, text);
        Self {
            place: PlaceView::of(&change.field, old),
            old: change.old.as_ref().map(value),
            new: change.new.as_ref().map(value),
            pieces: change.pieces.iter().flatten().map(PieceView::of).collect(),
        }
    }

    /// Shows all changes of the state `old`.
    pub fn all(changes: &[FieldChange], old: &Concept) -> Vec<Self> {
        changes.iter().map(|change| Self::of(change, old)).collect()
    }
}

impl PieceView {
    /// Shows a part of a text.
    pub fn of(piece: &Piece) -> Self {
        let (kind, text) = match piece {
            Piece::Same(text) => ("same", text),
            Piece::Gone(text) => ("gone", text),
            Piece::Come(text) => ("come", text),
        };
        Self {
            kind,
            text: text.clone(),
        }
    }
}

impl ValueView {
    /// Shows a value of the member `member`.
    pub fn of(member: &str, text: &str) -> Self {
        let group = GROUPS.iter().find(|(name, _)| *name == member);
        Self {
            group: group.map(|(_, group)| *group),
            text: text.to_owned(),
        }
    }
}

impl PlaceView {
    /// Reads a path of [`glossary::diff`], in which items are counted as they stood in `old`.
    pub fn of(path: &str, old: &Concept) -> Self {
        let Some((list, rest)) = path.split_once('.') else {
            return Self {
                list: None,
                lang: None,
                item: None,
                inner: None,
                member: format!("edit.{path}"),
            };
        };
        let (name, lang) = list.split_once('[').unwrap_or((list, ""));
        let lang: Option<Lang> = lang.trim_end_matches(']').parse().ok();
        let shape = if name == "memberships" {
            "list_entries"
        } else {
            name
        };
        let place = |item: Option<&str>, inner, member: String| Self {
            list: Some(format!("edit.{shape}.title")),
            lang: lang.map(Lang::as_str),
            item: item.map(|item| ItemView::of(item, lang.filter(|_| name == "terms"), old)),
            inner,
            member,
        };
        for inner in ["sources", "contexts"] {
            if let Some((item, within)) = rest.rsplit_once(&format!(".{inner}.")) {
                let title = format!("edit.{inner}.title");
                return match within.split_once('.') {
                    Some((nth, member)) => {
                        let nth = ItemView::of(nth, None, old);
                        place(
                            Some(item),
                            Some((title, Some(nth))),
                            format!("edit.{inner}.{member}"),
                        )
                    }
                    None => place(Some(item), Some((title, None)), "edit.order".to_owned()),
                };
            }
        }
        match rest.rsplit_once('.') {
            Some((item, member)) => place(Some(item), None, format!("edit.{shape}.{member}")),
            None => place(None, None, "edit.order".to_owned()),
        }
    }
}

impl ItemView {
    /// Reads a place in a list; one of a term of `lang` is named by its text in `old`.
    fn of(place: &str, lang: Option<Lang>, old: &Concept) -> Self {
        let (place, is_new) = match place.strip_prefix('+') {
            Some(name) => (name, true),
            None => (place, false),
        };
        let number: Option<usize> = place.parse().ok();
        let term = lang.zip(number).filter(|_| !is_new).and_then(|(lang, number)| {
            let mut terms = old.terms.iter().filter(|term| term.lang == lang);
            terms.nth(number).map(|term| term.text.clone())
        });
        Self {
            name: term.or_else(|| Some(place.to_owned()).filter(|_| number.is_none())),
            number: number.map_or(0, |number| number.saturating_add(1)),
            is_new,
        }
    }
}

#[cfg(test)]
mod tests {
    use glossary::Term;

    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let mut old = Concept::draft();
        old.terms = vec![
            Term::new(Lang::Zh, "法院").unwrap(),
            Term::new(Lang::Bo, "ཁྲིམས་ཁང").unwrap(),
        ];
        let place = PlaceView::of(path, &old);
        let item = |item: &ItemView| {
            let new = if item.is_new { "+" } else { "" };
            format!(
                "{new}{}",
                item.name.clone().unwrap_or_else(|| item.number.to_string())
            )
        };
        let inner = place.inner.as_ref().map(|(title, nth)| {
            let nth = nth.as_ref().map(item).unwrap_or_default();
            format!("{title} {nth}")
        });
        let parts = [
            place.list.clone(),
            place.lang.map(str::to_owned),
            place.item.as_ref().map(item),
            inner,
            Some(place.member.clone()),
        ];
        let shown: Vec<String> = parts.into_iter().flatten().collect();
        assert_eq!(shown.join(" / "), expected);
    }

    #[test]
    fn a_path_is_told_as_people_read_it() {
        for (path, expected) in [
            ("workflow", "edit.workflow"),
            (
                "terms[bo].0.text",
                "edit.terms.title / bo / ཁྲིམས་ཁང / edit.terms.text",
            ),
            (
                "terms[bo].+ཞལ་ལྕེ amdo.register",
                "edit.terms.title / bo / +ཞལ་ལྕེ amdo / edit.terms.register",
            ),
            (
                "terms[en].+U.S. court.text",
                "edit.terms.title / en / +U.S. court / edit.terms.text",
            ),
            (
                "terms[zh].0.sources.+1.title",
                "edit.terms.title / zh / 法院 / edit.sources.title +2 / edit.sources.title",
            ),
            (
                "terms[zh].0.sources.order",
                "edit.terms.title / zh / 法院 / edit.sources.title  / edit.order",
            ),
            ("terms[bo].order", "edit.terms.title / bo / edit.order"),
            (
                "memberships.+laws 3.number",
                "edit.list_entries.title / +laws 3 / edit.list_entries.number",
            ),
            (
                "definitions[zh].2.source",
                "edit.definitions.title / zh / 3 / edit.definitions.source",
            ),
            ("terms[bo].9.text", "edit.terms.title / bo / 10 / edit.terms.text"),
        ] {
            check(path, expected);
        }
    }

    #[test]
    fn a_word_of_a_list_is_shown_in_the_language_of_the_reader() {
        let change = FieldChange {
            field: "terms[bo].0.administrative_status".to_owned(),
            old: Some("preferred".to_owned()),
            new: None,
            pieces: None,
        };
        let view = DifferenceView::of(&change, &Concept::draft());
        assert_eq!(
            view.old,
            Some(ValueView {
                group: Some("status"),
                text: "preferred".to_owned()
            })
        );
        assert_eq!((view.new, view.pieces), (None, vec![]));
    }
}
