//! From the text of a cell or member to a term in canonical form.

use ::glossary::{Lang, Term, TermError};

use super::cell_check;
use crate::codes;
use crate::issue::Fault;

/// Reads `raw` as a term in `lang`.
pub(crate) fn read(lang: Lang, raw: &str) -> Result<Term, Fault> {
    let term = Term::new(lang, raw).map_err(fault_of);
    match (term, cell_check::check_term(lang, raw)) {
        // A cell of punctuation only has no letter of any script; that it is empty is what should be said.
        (Err(fault), _) if fault.code == codes::EMPTY_TERM => Err(fault),
        (_, Some(fault)) => Err(fault),
        (read, None) => read,
    }
}

fn fault_of(error: TermError) -> Fault {
    match error {
        TermError::Empty => Fault::new(
            codes::EMPTY_TERM,
            ("holds punctuation and no term", "只有标点，没有词"),
            ("fill in the term, or empty the cell", "请填写词，或清空该格"),
        ),
        TermError::TooLong(n_chars) => Fault::new(
            codes::BAD_VALUE,
            (error_text(&error), format!("有 {n_chars} 个字符，作为词太长")),
            ("put a definition in its own column", "释义请写在释义列"),
        ),
        TermError::Control(code) => Fault::new(
            codes::CONTROL_CHARACTER,
            (error_text(&error), format!("有控制字符 U+{code:04X}")),
            ("delete it", "请删去"),
        ),
    }
}

/// Returns the glossary's own sentence without its subject and its hint, which are said here.
fn error_text(error: &TermError) -> String {
    let sentence = error.to_string();
    let sentence = sentence.split(" (hint").next().unwrap_or_default();
    sentence.strip_prefix("the term ").unwrap_or(sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_canonical_or_says_why_not() {
        assert_eq!(read(Lang::Bo, "ཁྲིམས་ཁང་།").unwrap().text, "ཁྲིམས་ཁང");
        for (lang, raw, code, wrong) in [
            (Lang::Bo, "་།", codes::EMPTY_TERM, "holds punctuation and no term"),
            (
                Lang::Zh,
                "法\u{1}院",
                codes::CONTROL_CHARACTER,
                "holds the control character U+0001",
            ),
            (
                Lang::Zh,
                &"法".repeat(401),
                codes::BAD_VALUE,
                "has 401 characters, at most 400 are allowed",
            ),
            (
                Lang::Bo,
                "法院",
                codes::TIBETAN_CELL_WITH_CHINESE,
                "holds Chinese characters in a Tibetan cell",
            ),
        ] {
            let fault = read(lang, raw).unwrap_err();
            assert_eq!((fault.code, fault.wrong.en.as_str()), (code, wrong));
        }
    }
}
