//! Builds a lexicon: gathers the keys of all headwords, numbers the headwords by standing, and writes every table.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use glossary::Lang;
use tantivy::directory::OwnedBytes;

use super::documents::DocumentsBuilder;
use super::file::{Reader, Writer};
use super::headwords::{Headwords, NewHeadword, Regions, Traits};
use super::key_table::KeyTableBuilder;
use super::postings::PostingsBuilder;
use super::prepare::{Prepared, Sounds};
use super::suffixes::Suffixes;
use super::{Lexicon, payloads_of};
use crate::fold::unit;

/// A lexicon that is being built.
#[derive(Debug)]
pub(crate) struct Builder {
    documents: DocumentsBuilder,
    payloads: Payloads,
    writer: Writer,
    headwords: Vec<NewHeadword>,
    regions: Regions,
    /// Folded terms, and terms as authored where they differ, each with its place in `bytes`.
    folds: Vec<(u32, u32)>,
    texts: Vec<(u32, u32)>,
    bytes: String,
    zh: KeyTableBuilder,
    bo: KeyTableBuilder,
    standard: KeyTableBuilder,
    pinyin: KeyTableBuilder,
    initials: KeyTableBuilder,
    confused: KeyTableBuilder,
    phonetic: KeyTableBuilder,
    wylie: KeyTableBuilder,
    order_zh: KeyTableBuilder,
    order_bo: KeyTableBuilder,
}

/// A lexicon that was built and is not yet opened: in its files, which are durable, or in memory.
#[derive(Debug)]
pub(crate) struct Built {
    sections: Vec<Vec<u8>>,
    payloads: Vec<u8>,
}

/// Where the payloads go: a large lexicon must not keep them in memory.
#[derive(Debug)]
enum Payloads {
    Memory(Vec<u8>),
    File {
        file: BufWriter<File>,
        hash: crc32fast::Hasher,
    },
}

impl Builder {
    /// Builds a lexicon that is read where it was built.
    pub(crate) fn in_memory() -> Self {
        Self::new(Payloads::Memory(Vec::new()), Writer::in_memory())
    }

    /// Builds a lexicon whose files are `name` in `folder`; they are whole once it is finished.
    pub(crate) fn in_folder(folder: &Path, name: &str) -> io::Result<Self> {
        let file = File::create(folder.join(payloads_of(name)))?;
        let payloads = Payloads::File {
            file: BufWriter::with_capacity(1 << 18, file),
            hash: crc32fast::Hasher::new(),
        };
        Ok(Self::new(payloads, Writer::create(&folder.join(name))?))
    }

    /// Adds a concept. Each id once.
    pub(crate) fn add(&mut self, concept: &Prepared) -> io::Result<()> {
        let document = self.documents.add(concept);
        match &mut self.payloads {
            Payloads::Memory(bytes) => bytes.extend_from_slice(&concept.payload),
            Payloads::File { file, hash } => {
                hash.update(&concept.payload);
                file.write_all(&concept.payload)?;
            }
        }
        for term in &concept.terms {
            let headword = u32::try_from(self.headwords.len()).unwrap_or(u32::MAX);
            let plain = term.text == term.fold;
            let region = self.regions.number(&term.region);
            self.headwords.push(NewHeadword {
                document,
                standing: concept.standing(term),
                traits: Traits::new(term.lang, term.status, term.older, plain, region),
            });
            let fold = self.keep(&term.fold);
            self.folds.push(fold);
            let text = self.keep(if plain { "" } else { &term.text });
            self.texts.push(text);
            let (side, order) = match term.lang {
                Lang::Bo => (&mut self.bo, Some(&mut self.order_bo)),
                Lang::Zh => (&mut self.zh, Some(&mut self.order_zh)),
                Lang::En => (&mut self.zh, None),
            };
            side.add(term.fold.as_bytes(), headword);
            if let Some(order) = order {
                order.add(&term.order, headword);
            }
            if let Some(standard) = &term.standard {
                self.standard.add(standard.as_bytes(), headword);
            }
            self.add_sounds(&term.sounds, headword);
        }
        Ok(())
    }

    /// Numbers the headwords and makes the tables.
    pub(crate) fn finish(mut self) -> io::Result<Built> {
        if self.documents.is_too_large() || u32::try_from(self.bytes.len()).is_err() {
            return Err(io::Error::other(
                "the glossary holds more than 4 GiB of answers or terms",
            ));
        }
        let (order, number) = self.numbers();
        let (payloads, checksum) = self.payloads.finish()?;
        let mut writer = self.writer;
        writer.numbers([checksum].into_iter().collect());
        let mut groups: Vec<Vec<u32>> = vec![Vec::new(); self.documents.ids.len()];
        for (headword, number) in self.headwords.iter().zip(&number) {
            if let Some(group) = groups.get_mut(headword.document as usize) {
                group.push(*number);
            }
        }
        self.documents.write(&mut writer, &groups);
        drop(groups);
        let tables = [
            &mut self.zh,
            &mut self.bo,
            &mut self.standard,
            &mut self.pinyin,
            &mut self.initials,
            &mut self.confused,
            &mut self.phonetic,
            &mut self.wylie,
            &mut self.order_zh,
            &mut self.order_bo,
        ];
        for table in tables {
            table.renumber(&number);
        }
        let ordered = Ordered {
            order: &order,
            headwords: &self.headwords,
            folds: &self.folds,
            bytes: &self.bytes,
        };
        let mut places = vec![0_u32; order.len()];
        for (lang, keys) in [(Lang::Zh, self.zh), (Lang::Bo, self.bo)] {
            let by_place = keys.write(&mut writer);
            for (place, headword) in (0_u32..).zip(&by_place) {
                if let Some(slot) = places.get_mut(*headword as usize) {
                    *slot = place;
                }
            }
            ordered.write_side(&mut writer, lang, by_place);
        }
        let text = |old: &u32| slice(&self.bytes, self.texts.get(*old as usize));
        let headwords = order.iter().zip(&places).filter_map(|(old, place)| {
            let headword = self.headwords.get(*old as usize)?;
            Some((*headword, *place, text(old)))
        });
        Headwords::write(&mut writer, headwords, &self.regions);
        self.standard.write(&mut writer);
        self.pinyin.write(&mut writer);
        self.initials.write(&mut writer);
        self.confused.write(&mut writer);
        self.phonetic.write(&mut writer);
        self.wylie.write(&mut writer);
        writer.numbers(self.order_zh.sorted_headwords().collect());
        writer.numbers(self.order_bo.sorted_headwords().collect());
        let sections = writer.finish()?;
        Ok(Built { sections, payloads })
    }

    fn new(payloads: Payloads, writer: Writer) -> Self {
        Self {
            documents: DocumentsBuilder::default(),
            payloads,
            writer,
            headwords: Vec::new(),
            regions: Regions::default(),
            folds: Vec::new(),
            texts: Vec::new(),
            bytes: String::new(),
            zh: KeyTableBuilder::default(),
            bo: KeyTableBuilder::default(),
            standard: KeyTableBuilder::default(),
            pinyin: KeyTableBuilder::default(),
            initials: KeyTableBuilder::default(),
            confused: KeyTableBuilder::default(),
            phonetic: KeyTableBuilder::default(),
            wylie: KeyTableBuilder::default(),
            order_zh: KeyTableBuilder::default(),
            order_bo: KeyTableBuilder::default(),
        }
    }

    fn keep(&mut self, text: &str) -> (u32, u32) {
        let start = u32::try_from(self.bytes.len()).unwrap_or(u32::MAX);
        self.bytes.push_str(text);
        (start, u32::try_from(self.bytes.len()).unwrap_or(u32::MAX))
    }

    fn add_sounds(&mut self, sounds: &Sounds, headword: u32) {
        match sounds {
            Sounds::Zh {
                pinyin,
                initials,
                confused,
            } => {
                pinyin
                    .iter()
                    .for_each(|key| self.pinyin.add(key.as_bytes(), headword));
                initials
                    .iter()
                    .for_each(|key| self.initials.add(key.as_bytes(), headword));
                confused
                    .iter()
                    .for_each(|key| self.confused.add(key.as_bytes(), headword));
            }
            Sounds::Bo { phonetic, wylie } => {
                phonetic
                    .iter()
                    .for_each(|key| self.phonetic.add(key.as_bytes(), headword));
                self.wylie.add(wylie.as_bytes(), headword);
            }
            Sounds::None => {}
        }
    }

    /// Returns the headwords in the order of standing and id, and for each as it was added its number in that order.
    fn numbers(&self) -> (Vec<u32>, Vec<u32>) {
        let mut order: Vec<u32> = (0..u32::try_from(self.headwords.len()).unwrap_or(u32::MAX)).collect();
        let id = |document: u32| self.documents.ids.get(document as usize);
        order.sort_unstable_by_key(|at| {
            let headword = self.headwords.get(*at as usize);
            (headword.map(|h| (h.standing, id(h.document))), *at)
        });
        let mut number = vec![0; order.len()];
        for (new, old) in (0..).zip(&order) {
            if let Some(slot) = number.get_mut(*old as usize) {
                *slot = new;
            }
        }
        (order, number)
    }
}

impl Built {
    /// Reads a lexicon that was built in memory.
    pub(crate) fn into_lexicon(self) -> Option<Lexicon> {
        let mut reader = Reader::of(self.sections);
        reader.numbers()?;
        Lexicon::read(reader, OwnedBytes::new(self.payloads))
    }
}

impl Payloads {
    /// Returns what is kept in memory, and the checksum.
    fn finish(&mut self) -> io::Result<(Vec<u8>, u32)> {
        match self {
            Self::Memory(bytes) => {
                let checksum = crc32fast::hash(bytes);
                Ok((std::mem::take(bytes), checksum))
            }
            Self::File { file, hash } => {
                file.flush()?;
                file.get_ref().sync_all()?;
                Ok((Vec::new(), hash.clone().finalize()))
            }
        }
    }
}

/// The headwords in their final order.
struct Ordered<'a> {
    order: &'a [u32],
    headwords: &'a [NewHeadword],
    folds: &'a [(u32, u32)],
    bytes: &'a str,
}

impl<'a> Ordered<'a> {
    fn fold(&self, headword: u32) -> &'a str {
        let old = self.order.get(headword as usize).copied().unwrap_or_default();
        slice(self.bytes, self.folds.get(old as usize))
    }

    fn headword(&self, headword: u32) -> Option<&NewHeadword> {
        self.headwords.get(*self.order.get(headword as usize)? as usize)
    }

    /// Writes what follows the keys of a side: the suffixes and the postings.
    fn write_side(&self, writer: &mut Writer, lang: Lang, by_place: Vec<u32>) {
        let mut ascending = by_place.clone();
        ascending.sort_unstable();
        let keys = by_place
            .into_iter()
            .map(|headword| (self.fold(headword), headword));
        Suffixes::write(writer, unit(lang), keys);
        let folds = ascending.iter().map(|headword| self.fold(*headword));
        let mut postings = PostingsBuilder::new(unit(lang), folds);
        for headword in &ascending {
            postings.add(*headword, self.fold(*headword));
        }
        let all = 0..u32::try_from(self.order.len()).unwrap_or(u32::MAX);
        let document_of: Vec<u32> = all
            .map(|headword| self.headword(headword).map_or(0, |h| h.document))
            .collect();
        postings.write(writer, &document_of);
    }
}

fn slice<'a>(bytes: &'a str, place: Option<&(u32, u32)>) -> &'a str {
    place
        .and_then(|(start, end)| bytes.get(*start as usize..*end as usize))
        .unwrap_or_default()
}
