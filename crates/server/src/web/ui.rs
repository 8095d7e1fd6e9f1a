//! The languages the interface speaks.

/// A language of the interface; `zh` is the one that has every sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ui {
    /// Chinese.
    Zh,
    /// Tibetan: attested words only, the rest in Chinese.
    Bo,
    /// English.
    En,
}

impl Ui {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Zh, Self::Bo, Self::En];

    /// Returns the name used in URLs, cookies and file names.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::Bo => "bo",
            Self::En => "en",
        }
    }

    /// Returns the language named `code`.
    pub fn named(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ui| ui.code() == code)
    }

    /// Returns the value of `lang` on the page.
    pub fn html_lang(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans",
            Self::Bo => "bo",
            Self::En => "en",
        }
    }

    /// Returns what the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            // CLDR, locale bo.
            Self::Bo => "བོད་ཡིག",
            Self::En => "English",
        }
    }
}
