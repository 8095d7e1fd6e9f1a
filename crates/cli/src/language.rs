//! The language of messages, and how a locale names it.

use app::MessageLanguage;

/// A language messages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Chinese, simplified script.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Returns the language that settings call `code`.
    pub fn of_code(code: &str) -> Option<Self> {
        match code {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// Returns what settings call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// Returns the same for what is said about the rows of a file.
    pub fn of_messages(self) -> MessageLanguage {
        match self {
            Self::Zh => MessageLanguage::Zh,
            Self::En => MessageLanguage::En,
        }
    }

    /// Returns the language for a POSIX locale such as `zh_CN.UTF-8`; English for all that are not Chinese.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("zh") {
            Self::Zh
        } else {
            Self::En
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_its_language_before_the_country() {
        for (locale, expected) in [
            ("zh_CN.UTF-8", Language::Zh),
            ("zh", Language::Zh),
            ("zh-Hans-CN", Language::Zh),
            ("zh.GB18030", Language::Zh),
            ("zha_CN", Language::En),
            ("bo_CN.UTF-8", Language::En),
            ("C.UTF-8", Language::En),
            ("", Language::En),
        ] {
            assert_eq!(Language::of_locale(locale), expected, "{locale}");
        }
    }
}
