//! The concepts of a lexicon, numbered as they came: what filters look at and what an answer holds.

use std::ops::Range;

use glossary::{ConceptId, Workflow};
use tantivy::directory::OwnedBytes;

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, TextWriter, Texts, lower_bound};
use super::prepare::Prepared;
use crate::Payload;

/// The concepts. A number of a concept counts within one lexicon.
#[derive(Debug, Clone)]
pub(crate) struct Documents {
    /// What is asked of a concept one number behind the other, so that they come from memory together.
    records: Numbers,
    /// The numbers of the concepts in the order of their ids.
    by_id: Numbers,
    headwords: Numbers,
    labels: Texts,
    collections: Numbers,
    subject_fields: Numbers,
    pub(super) payloads: OwnedBytes,
}

/// The numbers of a record.
const RECORD: usize = 9;
/// Two numbers, the lower half first.
const ID: usize = 0;
/// Two numbers, the lower half first.
const REVISION: usize = 2;
/// Workflow, whether older, reliability: a byte each.
const TRAITS: usize = 4;
/// Where what belongs to the concept ends in the list of all.
const HEADWORDS: usize = 5;
const PAYLOAD: usize = 6;
const COLLECTIONS: usize = 7;
const SUBJECT_FIELDS: usize = 8;

type Record = [u32; RECORD];

/// Concepts as they are gathered.
#[derive(Debug, Default)]
pub(crate) struct DocumentsBuilder {
    pub(super) ids: Vec<u64>,
    records: Vec<Record>,
    labels: Vec<String>,
    collections: NumberWriter,
    subject_fields: NumberWriter,
    payload_bytes: u64,
}

impl Documents {
    /// Reads the concepts; their payloads lie elsewhere.
    pub(crate) fn read(reader: &mut Reader, payloads: OwnedBytes) -> Option<Self> {
        let documents = Self {
            records: reader.numbers()?,
            by_id: reader.numbers()?,
            headwords: reader.numbers()?,
            labels: reader.texts()?,
            collections: reader.numbers()?,
            subject_fields: reader.numbers()?,
            payloads,
        };
        let last = |column| {
            let last = documents.records.len().checked_sub(RECORD);
            last.map_or(0, |record| documents.records.place(record + column))
        };
        let whole = documents.records.len() == RECORD * documents.by_id.len()
            && last(HEADWORDS) == documents.headwords.len()
            && last(COLLECTIONS) == documents.collections.len()
            && last(SUBJECT_FIELDS) == documents.subject_fields.len()
            && last(PAYLOAD) == documents.payloads.len();
        whole.then_some(documents)
    }

    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(crate) fn id(&self, document: u32) -> ConceptId {
        ConceptId::new(self.wide(document, ID))
    }

    pub(crate) fn revision(&self, document: u32) -> u64 {
        self.wide(document, REVISION)
    }

    pub(crate) fn workflow(&self, document: u32) -> Workflow {
        let [place, ..] = self.traits(document);
        Workflow::ALL
            .get(usize::from(place))
            .copied()
            .unwrap_or(Workflow::Draft)
    }

    pub(crate) fn is_older(&self, document: u32) -> bool {
        let [_, older, ..] = self.traits(document);
        older == 1
    }

    pub(crate) fn reliability(&self, document: u32) -> u8 {
        let [_, _, reliability, _] = self.traits(document);
        reliability
    }

    /// Returns the headwords of a concept: its terms, within a language the best first.
    pub(crate) fn headwords(
        &self,
        document: u32,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.headwords.range(self.group(document, HEADWORDS))
    }

    /// Returns the concept of an id.
    pub(crate) fn find(&self, id: ConceptId) -> Option<u32> {
        let number = id.number();
        let at = lower_bound(self.len(), |at| self.wide(self.by_id.get(at), ID).cmp(&number));
        let document = self.by_id.get(at);
        (at < self.len() && self.wide(document, ID) == number).then_some(document)
    }

    pub(crate) fn collections(&self, document: u32) -> impl Iterator<Item = &str> {
        self.labelled(self.collections.range(self.group(document, COLLECTIONS)))
    }

    pub(crate) fn subject_fields(&self, document: u32) -> impl Iterator<Item = &str> {
        self.labelled(self.subject_fields.range(self.group(document, SUBJECT_FIELDS)))
    }

    /// Returns what the encoder made of a concept, of which nothing is read yet.
    pub(crate) fn payload(&self, document: u32) -> Payload {
        let place = self.group(document, PAYLOAD);
        let is_there = place.end <= self.payloads.len();
        Payload::new(self.payloads.slice(if is_there { place } else { 0..0 }))
    }

    fn number(&self, document: u32, column: usize) -> u32 {
        self.records.get(RECORD * document as usize + column)
    }

    fn wide(&self, document: u32, column: usize) -> u64 {
        u64::from(self.number(document, column)) | u64::from(self.number(document, column + 1)) << 32
    }

    fn traits(&self, document: u32) -> [u8; 4] {
        self.number(document, TRAITS).to_le_bytes()
    }

    /// Returns where what belongs to a concept stands in the list of all.
    fn group(&self, document: u32, column: usize) -> Range<usize> {
        let start = document
            .checked_sub(1)
            .map_or(0, |before| self.number(before, column) as usize);
        start..(self.number(document, column) as usize).max(start)
    }

    fn labelled(&self, labels: impl Iterator<Item = u32>) -> impl Iterator<Item = &str> {
        labels.map(|label| self.labels.get(label as usize))
    }
}

impl DocumentsBuilder {
    /// Adds a concept and returns its number.
    pub(crate) fn add(&mut self, concept: &Prepared) -> u32 {
        let number = u32::try_from(self.records.len()).unwrap_or(u32::MAX);
        self.ids.push(concept.id.number());
        let workflow = Workflow::ALL.iter().position(|w| *w == concept.workflow);
        let workflow = u8::try_from(workflow.unwrap_or_default()).unwrap_or_default();
        for collection in &concept.collections {
            let label = self.label(collection);
            self.collections.push(label);
        }
        for subject_field in &concept.subject_fields {
            let label = self.label(subject_field);
            self.subject_fields.push(label);
        }
        self.payload_bytes += concept.payload.len() as u64;
        let mut record = [0; RECORD];
        [record[ID], record[ID + 1]] = halves(concept.id.number());
        [record[REVISION], record[REVISION + 1]] = halves(concept.revision);
        record[TRAITS] = u32::from_le_bytes([workflow, concept.older.into(), concept.reliability, 0]);
        // A file of more than 4 GiB is refused when it is written.
        record[PAYLOAD] = u32::try_from(self.payload_bytes).unwrap_or(u32::MAX);
        record[COLLECTIONS] = self.collections.count();
        record[SUBJECT_FIELDS] = self.subject_fields.count();
        self.records.push(record);
        number
    }

    /// Tells whether the payloads are more than places of 32 bits can tell apart.
    pub(crate) fn is_too_large(&self) -> bool {
        u32::try_from(self.payload_bytes).is_err()
    }

    /// Writes the concepts, with the headwords of each.
    pub(crate) fn write(self, writer: &mut Writer, headwords: &[Vec<u32>]) {
        let mut all = NumberWriter::default();
        let mut records = NumberWriter::with_capacity(RECORD * self.records.len());
        for (mut record, group) in self.records.into_iter().zip(headwords) {
            group.iter().for_each(|headword| all.push(*headword));
            record[HEADWORDS] = all.count();
            record.into_iter().for_each(|number| records.push(number));
        }
        let mut labels = TextWriter::default();
        self.labels.iter().for_each(|label| labels.push(label.as_bytes()));
        let mut by_id: Vec<u32> = (0..u32::try_from(self.ids.len()).unwrap_or(u32::MAX)).collect();
        by_id.sort_by_key(|document| self.ids.get(*document as usize));
        writer.numbers(records);
        writer.numbers(by_id.into_iter().collect());
        writer.numbers(all);
        writer.texts(labels);
        writer.numbers(self.collections);
        writer.numbers(self.subject_fields);
    }

    /// Returns the number of a collection's or subject field's name; there are few.
    fn label(&mut self, name: &str) -> u32 {
        let at = self.labels.iter().position(|l| l == name).unwrap_or_else(|| {
            self.labels.push(name.to_owned());
            self.labels.len() - 1
        });
        u32::try_from(at).unwrap_or(u32::MAX)
    }
}

/// Returns the halves of a number, the lower first.
fn halves(number: u64) -> [u32; 2] {
    let [a, b, c, d, e, f, g, h] = number.to_le_bytes();
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h])]
}
