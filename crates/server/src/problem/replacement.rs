//! What is wrong with a string that is to be replaced, or with the one that takes its place.

use glossary::search_replace::{Replacement, ReplacementError};

use super::{Issue, Told};

/// Returns what is wrong with replacing `sought`, as an issue of whichever of the two texts cannot be used.
pub fn replacement_issue(sought: &str, error: &ReplacementError) -> Issue {
    // With one of two texts that are good, it is `sought` itself that is wrong, or else the other one.
    let is_sought = ["ཀ", "ཁ"]
        .iter()
        .all(|good| Replacement::new(sought, good).is_err());
    let place = if is_sought { "/sought" } else { "/replaced_by" };
    let (pointer, code, zh) = match error {
        ReplacementError::NoTerm(_) => (
            place,
            "no_term",
            "要查找或替换的文字不能作术语（提示：请写出藏文音节，不要太长）".to_owned(),
        ),
        ReplacementError::NoSyllables(text) => (
            place,
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
    use super::*;

    #[test]
    fn what_cannot_be_replaced_is_told_in_both_languages() {
        for (sought, by, pointer, code, zh) in [
            (
                "",
                "ཁྲིམས",
                "/sought",
                "no_term",
                "要查找或替换的文字不能作术语（提示：请写出藏文音节，不要太长）",
            ),
            (
                "(ཁྲིམས)",
                "ཁྲིམས",
                "/sought",
                "no_syllables",
                "“(ཁྲིམས)”不是由完整的藏文音节组成（提示：请去掉两端的括号和符号）",
            ),
            (
                "ཀ",
                "(ཁ)",
                "/replaced_by",
                "no_syllables",
                "“(ཁ)”不是由完整的藏文音节组成（提示：请去掉两端的括号和符号）",
            ),
            (
                "ཁྲིམས་",
                "ཁྲིམས",
                "/replaced_by",
                "same_text",
                "“ཁྲིམས”会被替换成它自己（提示：请写两个不同的文字）",
            ),
        ] {
            let error = Replacement::new(sought, by).unwrap_err();
            let issue = replacement_issue(sought, &error);
            let told = issue.told.unwrap();
            assert_eq!(
                (issue.pointer.as_str(), told.code, told.zh.as_str()),
                (pointer, code, zh)
            );
            assert_eq!(told.en, error.to_string());
        }
    }
}
