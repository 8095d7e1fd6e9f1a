//! The few operators that people use: quotes, `-`, `*` and `domain:`. No nesting, and whatever is no operator is text.

use super::needle::{Needle, Shape};
use super::sides::sides;
use crate::definition::Limits;
use crate::fold::fold;

/// What a text excludes and limits besides what it looks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Operators {
    /// No term of a hit may hold one of these.
    pub(crate) excluded: Vec<Needle>,
    /// A hit belongs to a subject field whose name begins with each of these.
    pub(crate) domains: Vec<String>,
}

impl Operators {
    pub(crate) fn is_empty(&self) -> bool {
        self.excluded.is_empty() && self.domains.is_empty()
    }
}

/// Parts `text` into what is looked for, each with its shape, and the operators.
///
/// - `"…"` or `“…”`: as it stands, and nothing that is like it;
/// - `-word`: hits without the word, if something else is looked for;
/// - `word*` and `*word`: terms that begin or end so;
/// - `domain:name`: hits of that subject field.
pub(super) fn take(text: &str, limits: &Limits) -> (Vec<(String, Shape)>, Operators) {
    if !text.contains(['"', '“', '”', '*', '＊', '-', ':', '：']) {
        return (vec![(text.to_owned(), Shape::Any)], Operators::default());
    }
    let mut operators = Operators::default();
    let mut parts: Vec<(String, Shape)> = Vec::new();
    let mut plain = String::new();
    for token in tokens(text) {
        match token {
            Token::Quoted(quoted) => parts.push((quoted.to_owned(), Shape::Quoted)),
            Token::Word(word) => {
                if let Some(name) = domain(word) {
                    operators.domains.push(name);
                } else if let Some(excluded) = word.strip_prefix('-').filter(|w| !w.is_empty()) {
                    operators.excluded.extend(needles(excluded));
                } else {
                    plain.push(' ');
                    plain.push_str(word);
                }
            }
        }
    }
    operators.excluded.truncate(limits.query_words);
    operators.domains.truncate(limits.query_words);
    if let Some(part) = starred(plain.trim()) {
        parts.insert(0, part);
    }
    if parts.iter().all(|(part, _)| part.trim().is_empty()) {
        // Nothing is left to look for, so what looks like an operator is the text itself.
        return (vec![(text.to_owned(), Shape::Any)], Operators::default());
    }
    (parts, operators)
}

/// A piece of the text between spaces, or between quotes.
enum Token<'a> {
    Word(&'a str),
    Quoted(&'a str),
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let is_quote = |c: char| matches!(c, '"' | '“' | '”');
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(is_quote) {
        tokens.extend(before.split_whitespace().map(Token::Word));
        rest = after;
        // A quote that is never closed is no quote.
        if let Some((quoted, after)) = after.split_once(is_quote) {
            tokens.extend((!quoted.trim().is_empty()).then_some(Token::Quoted(quoted)));
            rest = after;
        }
    }
    tokens.extend(rest.split_whitespace().map(Token::Word));
    tokens
}

fn domain(word: &str) -> Option<String> {
    let (key, name) = word.split_once([':', '：'])?;
    let is_domain = key.eq_ignore_ascii_case("domain") && !name.is_empty();
    is_domain.then(|| name.to_lowercase())
}

/// Returns `plain` with its shape; stars inside are nothing. `None` if nothing is left.
fn starred(plain: &str) -> Option<(String, Shape)> {
    let is_star = |c: char| matches!(c, '*' | '＊');
    let (begins, ends) = (plain.ends_with(is_star), plain.starts_with(is_star));
    let shape = match (begins, ends) {
        (true, false) => Shape::Begins,
        (false, true) => Shape::Ends,
        _ => Shape::Any,
    };
    let text = plain.replace(is_star, " ");
    let text = text.trim();
    (!text.is_empty()).then(|| (text.to_owned(), shape))
}

fn needles(text: &str) -> impl Iterator<Item = Needle> {
    sides(text).into_iter().filter_map(|(lang, typed)| {
        let folded = fold(lang, &typed);
        (!folded.is_empty()).then(|| Needle::new(lang, typed, folded, Shape::Quoted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Definition;

    /// Shows the parts with their shape, what is excluded with `-`, and the domains with `@`.
    #[track_caller]
    fn check(text: &str, expect: &str) {
        let (parts, operators) = take(text, &Definition::load().unwrap().limits);
        let mut shown: Vec<String> = parts
            .iter()
            .map(|(part, shape)| match shape {
                Shape::Any => part.trim().to_owned(),
                Shape::Quoted => format!("\"{part}\""),
                Shape::Begins => format!("{part}*"),
                Shape::Ends => format!("*{part}"),
            })
            .collect();
        shown.extend(
            operators
                .excluded
                .iter()
                .map(|needle| format!("-{}", needle.fold)),
        );
        shown.extend(operators.domains.iter().map(|domain| format!("@{domain}")));
        assert_eq!(shown.join(" "), expect, "for `{text}`");
    }

    #[test]
    fn a_text_without_operators_stays_as_it_is() {
        check("法院 纠纷", "法院 纠纷");
        check("མི་དམངས", "མི་དམངས");
        check("mi-dmangs khrims", "mi-dmangs khrims");
        check("国（境）外：a", "国（境）外：a");
    }

    #[test]
    fn quotes_of_any_kind_keep_a_text_together() {
        check("\"人民 法院\"", "\"人民 法院\"");
        check("“ཁྲིམས་ཁང” 法院", "法院 \"ཁྲིམས་ཁང\"");
        check("法院\"", "法院");
        check("\"\" 法院", "法院");
    }

    #[test]
    fn a_minus_before_a_word_excludes_it() {
        check("纠纷 -离婚 -ཁྲིམས", "纠纷 -离婚 -ཁྲིམས");
        check("纠纷 -", "纠纷 -");
        check("-离婚", "-离婚");
    }

    #[test]
    fn a_star_at_an_end_says_which_end_is_meant() {
        check("盗窃*", "盗窃*");
        check("*纠纷", "*纠纷");
        check("＊纠纷", "*纠纷");
        check("*纠纷*", "纠纷");
        check("མི་*", "མི་*");
        check("*", "*");
        check(&"*".repeat(32), &"*".repeat(32));
    }

    #[test]
    fn a_domain_limits_the_subject_field() {
        check("罪 domain:criminal", "罪 @criminal");
        check("DOMAIN：Civil 纠纷", "纠纷 @civil");
        check("domain: 纠纷", "domain: 纠纷");
        check("domain:criminal", "domain:criminal");
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed_leaves_something_to_look_for(text in "[法མ \"“”*＊\\-:a]{1,20}") {
            let limits = Definition::load().unwrap().limits;
            let (parts, operators) = take(&text, &limits);
            proptest::prop_assert!(!parts.is_empty());
            proptest::prop_assert!(text.trim().is_empty() || parts.iter().any(|(part, _)| !part.trim().is_empty()));
            proptest::prop_assert!(operators.excluded.len() <= limits.query_words);
        }
    }
}
