//! The Chinese dictionary: loaded once in the background, waited for by nobody who answers a query.

use std::fmt;
use std::sync::{Arc, OnceLock};

use text::zh::Segmenter;

use crate::definition::legal_words;

/// Words of Chinese law and of everyday language.
///
/// Loading takes a few hundred milliseconds and about 30 MB, which is most of a cold start. Until it is done, queries
/// are answered by pairs of characters alone and names have no parts; indexing waits.
pub struct Words {
    segmenter: OnceLock<Segmenter>,
}

impl Words {
    /// Loads the dictionary only when something waits for it: for programs that ask and do not index.
    #[must_use]
    pub fn on_demand() -> Arc<Self> {
        let segmenter = OnceLock::new();
        Arc::new(Self { segmenter })
    }

    /// Starts loading the dictionary on a thread of its own and returns at once.
    #[must_use]
    pub fn load_in_background() -> Arc<Self> {
        let words = Self::on_demand();
        words.load();
        words
    }

    /// Starts loading the dictionary on a thread of its own, unless it is there, and returns at once.
    pub(crate) fn load(self: &Arc<Self>) {
        if self.is_loaded() {
            return;
        }
        let loading = Arc::clone(self);
        // Where no thread can be made, whoever first needs the dictionary loads it.
        drop(
            std::thread::Builder::new()
                .name("words".to_owned())
                .spawn(move || drop(loading.wait().clone())),
        );
    }

    /// Waits until the dictionary is there and returns it.
    pub fn wait(&self) -> &Segmenter {
        self.segmenter.get_or_init(|| Segmenter::new(legal_words()))
    }

    /// Returns the dictionary if it is there, without waiting.
    pub(crate) fn ready(&self) -> Option<&Segmenter> {
        self.segmenter.get()
    }

    /// Tells whether the dictionary is there.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.ready().is_some()
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words")
            .field("is_loaded", &self.is_loaded())
            .finish()
    }
}
