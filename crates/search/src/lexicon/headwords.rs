//! The terms of all concepts, numbered so that the one that stands best has the smallest number.

use glossary::{AdministrativeStatus, Lang};

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, TextWriter, Texts};
use super::standing::Standing;

/// The headwords of a lexicon, ordered by standing and then by the id of their concept.
#[derive(Debug, Clone)]
pub(crate) struct Headwords {
    /// What is asked of a headword one number behind the other, so that they come from memory together.
    records: Numbers,
    regions: Texts,
    /// The term as authored, empty where that is the same as the folded one.
    texts: Texts,
}

/// The numbers of a record.
const RECORD: usize = 4;
const DOCUMENT: usize = 0;
const STANDING: usize = 1;
/// The place of the folded term among the keys of its side.
const PLACE: usize = 2;
const TRAITS: usize = 3;

/// What stands with a headword that does not need its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Traits {
    pub(crate) lang: Lang,
    pub(crate) status: AdministrativeStatus,
    pub(crate) older: bool,
    /// Whether the term as authored is the folded one, letter by letter.
    pub(crate) plain: bool,
    region: u16,
}

/// A headword as it is gathered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewHeadword {
    pub(crate) document: u32,
    pub(crate) standing: Standing,
    pub(crate) traits: Traits,
}

/// The distinct regions of the terms, by number; 0 is the written norm of all.
#[derive(Debug)]
pub(crate) struct Regions {
    names: Vec<String>,
}

impl Headwords {
    pub(crate) fn read(reader: &mut Reader) -> Option<Self> {
        let headwords = Self {
            records: reader.numbers()?,
            regions: reader.texts()?,
            texts: reader.texts()?,
        };
        (headwords.records.len() == RECORD * headwords.len()).then_some(headwords)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(crate) fn document(&self, headword: u32) -> u32 {
        self.number(headword, DOCUMENT)
    }

    pub(crate) fn standing(&self, headword: u32) -> Standing {
        Standing(self.number(headword, STANDING))
    }

    pub(crate) fn place(&self, headword: u32) -> usize {
        self.number(headword, PLACE) as usize
    }

    pub(crate) fn traits(&self, headword: u32) -> Traits {
        Traits::unpack(self.number(headword, TRAITS))
    }

    /// Returns the region of a term, empty for the written norm of all.
    pub(crate) fn region(&self, traits: Traits) -> &str {
        self.regions.get(traits.region.into())
    }

    /// Returns the term as authored, or nothing where that is the folded one.
    pub(crate) fn text(&self, headword: u32) -> &str {
        self.texts.get(headword as usize)
    }

    /// Writes the headwords in their final order.
    pub(crate) fn write<'t>(
        writer: &mut Writer,
        headwords: impl Iterator<Item = (NewHeadword, u32, &'t str)>,
        regions: &Regions,
    ) {
        let mut records = NumberWriter::default();
        let mut texts = TextWriter::default();
        for (headword, place, text) in headwords {
            let mut record = [0; RECORD];
            record[DOCUMENT] = headword.document;
            record[STANDING] = headword.standing.0;
            record[PLACE] = place;
            record[TRAITS] = headword.traits.pack();
            record.into_iter().for_each(|number| records.push(number));
            texts.push(text.as_bytes());
        }
        let mut names = TextWriter::default();
        regions.names.iter().for_each(|name| names.push(name.as_bytes()));
        writer.numbers(records);
        writer.texts(names);
        writer.texts(texts);
    }

    fn number(&self, headword: u32, column: usize) -> u32 {
        self.records.get(RECORD * headword as usize + column)
    }
}

impl Traits {
    pub(crate) fn new(
        lang: Lang,
        status: AdministrativeStatus,
        older: bool,
        plain: bool,
        region: u16,
    ) -> Self {
        Self {
            lang,
            status,
            older,
            plain,
            region,
        }
    }

    fn pack(self) -> u32 {
        let place = |at: Option<usize>| at.and_then(|at| u8::try_from(at).ok()).unwrap_or_default();
        let lang = place(Lang::ALL.iter().position(|l| *l == self.lang));
        let status = place(AdministrativeStatus::ALL.iter().position(|s| *s == self.status));
        let flags = u8::from(self.older) | u8::from(self.plain) << 1;
        let [low, high] = self.region.to_le_bytes();
        u32::from_le_bytes([lang | status << 4, flags, low, high])
    }

    fn unpack(packed: u32) -> Self {
        let [first, flags, low, high] = packed.to_le_bytes();
        Self {
            lang: Lang::ALL
                .get(usize::from(first & 15))
                .copied()
                .unwrap_or(Lang::Zh),
            status: AdministrativeStatus::ALL
                .get(usize::from(first >> 4))
                .copied()
                .unwrap_or(AdministrativeStatus::Superseded),
            older: flags & 1 == 1,
            plain: flags & 2 == 2,
            region: u16::from_le_bytes([low, high]),
        }
    }
}

impl Regions {
    /// Returns the number of a region; there are a few hundred at most.
    pub(crate) fn number(&mut self, name: &str) -> u16 {
        let at = self.names.iter().position(|n| n == name).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        u16::try_from(at).unwrap_or_default()
    }
}

impl Default for Regions {
    fn default() -> Self {
        Self {
            names: vec![String::new()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traits_come_back_as_they_were() {
        for lang in Lang::ALL {
            for status in AdministrativeStatus::ALL {
                for (older, plain, region) in [(false, false, 0), (true, false, 7), (false, true, u16::MAX)] {
                    let traits = Traits::new(*lang, *status, older, plain, region);
                    assert_eq!(Traits::unpack(traits.pack()), traits);
                }
            }
        }
    }
}
