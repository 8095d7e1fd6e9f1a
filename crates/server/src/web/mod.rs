//! What `web/` holds, compiled in: templates, translations, styles, scripts, fonts.

pub mod assets;
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

use crate::Error;
use i18n::Translations;
use templates::Templates;

/// Everything a page is made of besides its data.
#[derive(Debug)]
pub struct Web {
    /// The sentences of the interface.
    pub translations: Translations,
    /// The templates, once a language.
    pub templates: Templates,
}

impl Web {
    /// Reads what was compiled in.
    ///
    /// # Errors
    /// If a template or a translation is broken, naming the file.
    pub fn load() -> Result<Self, Error> {
        let translations = Translations::read(embedded::TRANSLATIONS)?;
        let templates = Templates::compile(embedded::TEMPLATES, &translations)?;
        Ok(Self {
            translations,
            templates,
        })
    }
}

/// Tells whether the Tibetan web font was there when this binary was built.
pub fn has_tibetan_font() -> bool {
    embedded::ASSETS
        .iter()
        .any(|asset| asset.path.starts_with("fonts/"))
}
