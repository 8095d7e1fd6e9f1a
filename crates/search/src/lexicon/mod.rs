//! The room of headwords: immutable flat structures over the keys of every kind by which a term is found.
//!
//! Headwords are numbered so that the best one has the smallest number. A range of sorted keys or a list of headwords that
//! share a pair of characters is therefore answered by its smallest numbers, however long it is, and texts are looked at
//! only for what is shown. Everything is read where it lies, in a mapped file or in memory.

mod build;
mod documents;
mod file;
mod flat;
mod headwords;
mod key_table;
mod postings;
mod prepare;
mod signposts;
mod standing;
mod suffixes;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use glossary::Lang;
use tantivy::directory::{Directory, MmapDirectory, OwnedBytes};
use text::bo::similar::SimilarSyllables;

pub(crate) use self::build::Builder;
pub(crate) use self::documents::Documents;
pub(crate) use self::file::FORMAT;
use self::file::{Reader, checksums_of};
use self::flat::Numbers;
pub(crate) use self::flat::lower_bound;
pub(crate) use self::headwords::Headwords;
pub(crate) use self::key_table::KeyTable;
pub(crate) use self::postings::{Posting, Postings};
pub(crate) use self::prepare::{Prepared, PreparedTerm, order_key, wylie_letters};
pub use self::standing::{Criterion, Standing};
pub(crate) use self::suffixes::Suffixes;
use crate::fold::unit;
use crate::grams::Unit;

/// What a file with the payloads ends on.
const PAYLOADS: &str = "payloads";

/// The headwords of a set of concepts.
#[derive(Debug, Clone)]
pub(crate) struct Lexicon {
    pub(crate) documents: Documents,
    pub(crate) headwords: Headwords,
    zh: Side,
    bo: Side,
    /// Terms whose spelling is not the standard one, by that.
    pub(crate) standard: KeyTable,
    /// Chinese terms by their pinyin without spaces.
    pub(crate) pinyin: KeyTable,
    /// Chinese terms by the initials of their pinyin.
    pub(crate) initials: KeyTable,
    /// Chinese terms by pinyin that does not keep apart what is often confused, syllables apart.
    pub(crate) confused: KeyTable,
    /// Tibetan terms by sound, syllables apart.
    pub(crate) phonetic: KeyTable,
    /// Tibetan terms by the letters of their Wylie.
    pub(crate) wylie: KeyTable,
    /// Headwords in the order of dictionaries.
    order_zh: Numbers,
    order_bo: Numbers,
}

/// The headwords of one script by what is written.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) unit: Unit,
    /// Folded terms.
    pub(crate) keys: KeyTable,
    /// What folded terms go on with from their second unit on.
    pub(crate) suffixes: Suffixes,
    pub(crate) postings: Postings,
    /// The syllables made ready for comparing, once somebody misspells one.
    similar: Arc<OnceLock<SimilarSyllables>>,
}

impl Lexicon {
    /// Opens the lexicon `name` in `folder`; `check` compares all of it with its checksums.
    ///
    /// # Errors
    /// In words what is wrong with its files.
    pub(crate) fn open(folder: &Path, name: &str, check: bool) -> Result<Self, String> {
        let payloads_name = payloads_of(name);
        let directory = MmapDirectory::open(folder).map_err(|e| e.to_string())?;
        let payloads = directory
            .open_read(Path::new(&payloads_name))
            .map_err(|e| e.to_string())?
            .read_bytes()
            .map_err(|e| e.to_string())?;
        let mut reader = Reader::open(folder, name, check)?;
        let garbled = || format!("`{name}` cannot be read");
        let checksum = reader.numbers().ok_or_else(garbled)?;
        if check {
            let found = checksums_of(&folder.join(&payloads_name), 0, [payloads.len()].into_iter());
            if found.map_err(|e| e.to_string())? != [checksum.get(0)] {
                return Err(format!("`{payloads_name}` does not match its checksum"));
            }
        }
        Self::read(reader, payloads).ok_or_else(garbled)
    }

    /// Opens the same files once more: what was touched of the old maps stays memory of this process until the last who
    /// reads there is gone, the new ones hold nothing yet.
    ///
    /// # Errors
    /// As [`Lexicon::open`].
    pub(crate) fn mapped_anew(&self, folder: &Path, name: &str) -> Result<Self, String> {
        let mut anew = Self::open(folder, name, false)?;
        // Made from the same syllables.
        anew.zh.similar = Arc::clone(&self.zh.similar);
        anew.bo.similar = Arc::clone(&self.bo.similar);
        Ok(anew)
    }

    /// A lexicon without a headword.
    pub(crate) fn empty() -> Option<Self> {
        Builder::in_memory().finish().ok()?.into_lexicon()
    }

    fn read(mut reader: Reader, payloads: OwnedBytes) -> Option<Self> {
        let reader = &mut reader;
        let lexicon = Self {
            documents: Documents::read(reader, payloads)?,
            zh: Side::read(reader, Lang::Zh)?,
            bo: Side::read(reader, Lang::Bo)?,
            headwords: Headwords::read(reader)?,
            standard: KeyTable::read(reader)?,
            pinyin: KeyTable::read(reader)?,
            initials: KeyTable::read(reader)?,
            confused: KeyTable::read(reader)?,
            phonetic: KeyTable::read(reader)?,
            wylie: KeyTable::read(reader)?,
            order_zh: reader.numbers()?,
            order_bo: reader.numbers()?,
        };
        reader.is_at_end().then_some(lexicon)
    }

    /// Returns how many concepts there are.
    pub(crate) fn len(&self) -> usize {
        self.documents.len()
    }

    /// Returns the headwords of the script of `lang`. English stands with Chinese.
    pub(crate) fn side(&self, lang: Lang) -> &Side {
        match lang {
            Lang::Bo => &self.bo,
            Lang::Zh | Lang::En => &self.zh,
        }
    }

    /// Returns a headword at the search level.
    pub(crate) fn fold(&self, headword: u32) -> &str {
        let lang = self.headwords.traits(headword).lang;
        self.side(lang).keys.key(self.headwords.place(headword))
    }

    /// Returns the first byte of a headword at the search level, 0 of an empty one.
    pub(crate) fn first_byte(&self, headword: u32) -> u8 {
        let lang = self.headwords.traits(headword).lang;
        let key = self.side(lang).keys.key_bytes(self.headwords.place(headword));
        key.first().copied().unwrap_or_default()
    }

    /// Returns a headword as authored.
    pub(crate) fn text(&self, headword: u32) -> &str {
        if self.headwords.traits(headword).plain {
            self.fold(headword)
        } else {
            self.headwords.text(headword)
        }
    }

    /// Returns the headwords of the language in the order of its dictionaries.
    pub(crate) fn in_order(&self, lang: Lang) -> &Numbers {
        match lang {
            Lang::Bo => &self.order_bo,
            Lang::Zh | Lang::En => &self.order_zh,
        }
    }

    /// Prepares a concept of this lexicon again, as it was when it was added.
    pub(crate) fn prepared(&self, document: u32) -> Prepared {
        let documents = &self.documents;
        let terms = documents.headwords(document).filter_map(|headword| {
            let traits = self.headwords.traits(headword);
            let region = self.headwords.region(traits);
            PreparedTerm::new(
                traits.lang,
                traits.status,
                traits.older,
                region,
                self.text(headword),
            )
        });
        Prepared {
            id: documents.id(document),
            revision: documents.revision(document),
            workflow: documents.workflow(document),
            older: documents.is_older(document),
            reliability: documents.reliability(document),
            collections: documents.collections(document).map(str::to_owned).collect(),
            subject_fields: documents.subject_fields(document).map(str::to_owned).collect(),
            terms: terms.collect(),
            payload: documents.payload(document).to_vec(),
        }
    }
}

impl Side {
    fn read(reader: &mut Reader, lang: Lang) -> Option<Self> {
        let keys = KeyTable::read(reader)?;
        Some(Self {
            unit: unit(lang),
            suffixes: Suffixes::read(reader, &keys)?,
            keys,
            postings: Postings::read(reader)?,
            similar: Arc::default(),
        })
    }

    /// Returns the syllables of all headwords, made ready for comparing; the first call takes as long as that takes.
    pub(crate) fn similar_syllables(&self) -> &SimilarSyllables {
        self.similar
            .get_or_init(|| SimilarSyllables::new(self.postings.vocabulary()))
    }
}

/// Returns the name of the file with the payloads of the lexicon `name`.
pub(crate) fn payloads_of(name: &str) -> String {
    format!("{name}.{PAYLOADS}")
}

#[cfg(test)]
mod tests;
