//! What is wrong with a string that is to be replaced, or with the one that takes its place.

use glossary::search_replace::ReplacementError;

use super::{Issue, Told};

/// Returns what is wrong with a replacement.
pub fn replacement_issue(error: &ReplacementError) -> Issue {
    let (pointer, code, zh) = match error {
        ReplacementError::NoTerm(_) => (
            "/sought",
            "no_term",
            "要查找或替换的文字不能作术语（提示：请写出藏文音节，不要太长）".to_owned(),
        ),
        ReplacementError::NoSyllables(text) => (
            "/sought",
            "no_syllables",
            format!("“{text}”不是由完整的藏文音节组成（提示：请去掉两端的括号和符号）"),
        ),
        ReplacementError::Same(text) => (
            "/replaced_by",
            "same_text",
            format!("“{text}”会被替换成它自己（提示：请写两个不同的文字）"),
        ),
    };
    let en = error.to_string();
    Issue::told(pointer.to_owned(), Told { code, en, zh })
}

#[cfg(test)]
mod tests {
    use glossary::search_replace::Replacement;

    use super::*;

    #[test]
    fn what_cannot_be_replaced_is_told_in_both_languages() {
        for (sought, by, code, zh) in [
            (
                "",
                "ཁྲིམས",
                "no_term",
                "要查找或替换的文字不能作术语（提示：请写出藏文音节，不要太长）",
            ),
            (
                "(ཁྲིམས)",
                "ཁྲིམས",
                "no_syllables",
                "“(ཁྲིམས)”不是由完整的藏文音节组成（提示：请去掉两端的括号和符号）",
            ),
            (
                "ཁྲིམས་",
                "ཁྲིམས",
                "same_text",
                "“ཁྲིམས”会被替换成它自己（提示：请写两个不同的文字）",
            ),
        ] {
            let error = Replacement::new(sought, by).unwrap_err();
            let told = replacement_issue(&error).told.unwrap();
            assert_eq!((told.code, told.zh.as_str()), (code, zh));
            assert_eq!(told.en, error.to_string());
        }
    }
}
