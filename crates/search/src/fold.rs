//! Which folding and which unit belong to a language: the one place where search chooses between the scripts.

use glossary::Lang;
use text::Folded;

use crate::grams::Unit;

/// Folds `text` as terms of `lang` are indexed. English goes the way of Chinese: width and case are what differs.
pub(crate) fn fold(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Bo => text::bo::fold(text),
        Lang::Zh | Lang::En => text::zh::fold(text),
    }
}

/// Folds `text` and keeps the way back to its characters.
pub(crate) fn fold_with_map(lang: Lang, text: &str) -> Folded {
    match lang {
        Lang::Bo => text::bo::fold_with_map(text),
        Lang::Zh | Lang::En => text::zh::fold_with_map(text),
    }
}

/// Returns what terms of `lang` are cut into.
pub(crate) fn unit(lang: Lang) -> Unit {
    match lang {
        Lang::Bo => Unit::Syllable,
        Lang::Zh | Lang::En => Unit::Char,
    }
}
