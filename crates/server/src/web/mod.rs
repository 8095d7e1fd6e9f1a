//! What `web/` holds, compiled in: templates, translations, styles, scripts, fonts.

pub mod assets;
mod data_names;
pub mod i18n;
pub mod negotiate;
pub mod runs;
pub mod templates;
pub mod ui;

mod embedded {
    //! The tables that the build script writes.
    include!(concat!(env!("OUT_DIR"), "/web.rs"));
}

#[cfg(test)]
pub use embedded::TEMPLATES;

use std::sync::{Arc, OnceLock};

use app::NameBook;

use crate::Error;
use i18n::Translations;
use templates::Templates;

/// Everything a page is made of besides its data. Each part is read when it is first needed: an answer of the API needs
/// none of it, and a start does not wait for it.
#[derive(Debug, Default)]
pub struct Web {
    translations: OnceLock<Translations>,
    templates: OnceLock<Templates>,
    names: Arc<NameBook>,
}

impl Web {
    /// Returns the parts of pages on which collections and fields are called as `names` says.
    pub fn new(names: Arc<NameBook>) -> Self {
        Self {
            names,
            ..Self::default()
        }
    }

    /// Reads all that was compiled in.
    ///
    /// # Errors
    /// If a template or a translation is broken, naming the file.
    pub fn load() -> Result<Self, Error> {
        let translations = Translations::read(embedded::TRANSLATIONS)?;
        let names = Arc::default();
        let templates = Templates::compile(embedded::TEMPLATES, &translations, &names)?;
        Ok(Self {
            names,
            translations: translations.into(),
            templates: templates.into(),
        })
    }

    /// Returns the sentences of the interface.
    pub fn translations(&self) -> &Translations {
        self.translations
            .get_or_init(|| whole(Translations::read(embedded::TRANSLATIONS)))
    }

    /// Returns the templates, once a language.
    pub fn templates(&self) -> &Templates {
        let compile = || Templates::compile(embedded::TEMPLATES, self.translations(), &self.names);
        self.templates.get_or_init(|| whole(compile()))
    }
}

/// Returns what was read, and nothing in place of a broken file. What was compiled in is the same in every run, and the
/// tests read all of it by [`Web::load`], so no program that passed them has a broken file.
fn whole<T: Default>(read: Result<T, Error>) -> T {
    read.unwrap_or_else(|broken| {
        tracing::error!(error = %broken, "this program is broken");
        T::default()
    })
}

/// Tells whether the Tibetan web font was there when this binary was built.
pub fn has_tibetan_font() -> bool {
    embedded::ASSETS
        .iter()
        .any(|asset| asset.path.starts_with("fonts/"))
}
