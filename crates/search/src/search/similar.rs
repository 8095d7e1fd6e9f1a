//! Terms that are like what was typed: of the same sound, or spelt nearly so. Never above those that are written so.

use glossary::Lang;
use text::script::{Script, contains};

use super::gather::Gathering;
use crate::read::Needle;

impl Gathering<'_> {
    /// Gathers the terms that are like the needle in its script.
    pub(crate) fn similar(&mut self, needle: &Needle) {
        match needle.lang {
            Lang::Bo => self.similar_bo(&needle.fold),
            // Words that were set apart are no misspelt name.
            Lang::Zh | Lang::En if needle.pieces.len() > 1 && needle.latin.is_none() => {}
            Lang::Zh | Lang::En => {
                if contains(&needle.typed, Script::Han) {
                    self.homophones(&needle.fold);
                }
                self.similar_zh(&needle.fold);
                if let Some(latin) = &needle.latin
                    && !latin.ewts.is_empty()
                {
                    self.similar_bo(&latin.ewts);
                }
            }
        }
    }
}
