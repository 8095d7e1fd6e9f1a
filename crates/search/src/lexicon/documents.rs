//! The concepts of a lexicon, numbered as they came: what filters look at and what an answer holds.

use std::ops::Range;

use glossary::{ConceptId, Workflow};
use tantivy::directory::OwnedBytes;

use super::file::{Reader, Writer};
use super::flat::{NumberWriter, Numbers, TextWriter, Texts, lower_bound};
use super::prepare::Prepared;

/// The concepts. A number of a concept counts within one lexicon.
#[derive(Debug, Clone)]
pub(crate) struct Documents {
    ids: Numbers,
    /// The numbers of the concepts in the order of their ids.
    by_id: Numbers,
    revisions: Numbers,
    /// Workflow, whether older, reliability: a byte each.
    traits: Numbers,
    /// Where the headwords of each concept end.
    headword_ends: Numbers,
    headwords: Numbers,
    labels: Texts,
    collection_ends: Numbers,
    collections: Numbers,
    subject_field_ends: Numbers,
    subject_fields: Numbers,
    payload_ends: Numbers,
    pub(super) payloads: OwnedBytes,
}

/// Concepts as they are gathered.
#[derive(Debug, Default)]
pub(crate) struct DocumentsBuilder {
    pub(super) ids: Vec<u64>,
    revisions: NumberWriter,
    traits: NumberWriter,
    labels: Vec<String>,
    collection_ends: NumberWriter,
    collections: NumberWriter,
    subject_field_ends: NumberWriter,
    subject_fields: NumberWriter,
    payload_ends: NumberWriter,
    payload_bytes: u64,
}

impl Documents {
    /// Reads the concepts; their payloads lie elsewhere.
    pub(crate) fn read(reader: &mut Reader, payloads: OwnedBytes) -> Option<Self> {
        let documents = Self {
            ids: reader.numbers()?,
            by_id: reader.numbers()?,
            revisions: reader.numbers()?,
            traits: reader.numbers()?,
            headword_ends: reader.numbers()?,
            headwords: reader.numbers()?,
            labels: reader.texts()?,
            collection_ends: reader.numbers()?,
            collections: reader.numbers()?,
            subject_field_ends: reader.numbers()?,
            subject_fields: reader.numbers()?,
            payload_ends: reader.numbers()?,
            payloads,
        };
        let count = documents.len();
        let last = |ends: &Numbers| ends.len().checked_sub(1).map_or(0, |at| ends.place(at));
        let whole = documents.ids.len() == 2 * count
            && documents.by_id.len() == count
            && [
                &documents.headword_ends,
                &documents.collection_ends,
                &documents.subject_field_ends,
                &documents.payload_ends,
            ]
            .iter()
            .all(|ends| ends.len() == count)
            && last(&documents.payload_ends) == documents.payloads.len();
        whole.then_some(documents)
    }

    pub(crate) fn len(&self) -> usize {
        self.traits.len()
    }

    pub(crate) fn id(&self, document: u32) -> ConceptId {
        ConceptId::new(wide(&self.ids, document))
    }

    pub(crate) fn revision(&self, document: u32) -> u64 {
        wide(&self.revisions, document)
    }

    pub(crate) fn workflow(&self, document: u32) -> Workflow {
        let place = self.traits.place(document as usize) & 0xff;
        Workflow::ALL.get(place).copied().unwrap_or(Workflow::Draft)
    }

    pub(crate) fn is_older(&self, document: u32) -> bool {
        self.traits.get(document as usize) >> 8 & 1 == 1
    }

    pub(crate) fn reliability(&self, document: u32) -> u8 {
        self.traits.get(document as usize).to_le_bytes()[2]
    }

    /// Returns the headwords of a concept: its terms, within a language the best first.
    pub(crate) fn headwords(
        &self,
        document: u32,
    ) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.headwords.range(self.headword_ends.group(document as usize))
    }

    /// Returns the concept of an id.
    pub(crate) fn find(&self, id: ConceptId) -> Option<u32> {
        let number = id.number();
        let at = lower_bound(self.len(), |at| wide(&self.ids, self.by_id.get(at)).cmp(&number));
        let document = self.by_id.get(at);
        (at < self.len() && wide(&self.ids, document) == number).then_some(document)
    }

    pub(crate) fn collections(&self, document: u32) -> impl Iterator<Item = &str> {
        self.labelled(
            self.collections
                .range(self.collection_ends.group(document as usize)),
        )
    }

    pub(crate) fn subject_fields(&self, document: u32) -> impl Iterator<Item = &str> {
        let fields = self.subject_field_ends.group(document as usize);
        self.labelled(self.subject_fields.range(fields))
    }

    pub(crate) fn payload(&self, document: u32) -> &[u8] {
        let range: Range<usize> = self.payload_ends.group(document as usize);
        self.payloads.get(range).unwrap_or_default()
    }

    fn labelled(&self, labels: impl Iterator<Item = u32>) -> impl Iterator<Item = &str> {
        labels.map(|label| self.labels.get(label as usize))
    }
}

impl DocumentsBuilder {
    /// Adds a concept and returns its number.
    pub(crate) fn add(&mut self, concept: &Prepared) -> u32 {
        let number = self.traits.count();
        self.ids.push(concept.id.number());
        push_wide(&mut self.revisions, concept.revision);
        let workflow = Workflow::ALL.iter().position(|w| *w == concept.workflow);
        let workflow = u8::try_from(workflow.unwrap_or_default()).unwrap_or_default();
        let traits = [workflow, concept.older.into(), concept.reliability, 0];
        self.traits.push(u32::from_le_bytes(traits));
        for collection in &concept.collections {
            let label = self.label(collection);
            self.collections.push(label);
        }
        self.collection_ends.push(self.collections.count());
        for subject_field in &concept.subject_fields {
            let label = self.label(subject_field);
            self.subject_fields.push(label);
        }
        self.subject_field_ends.push(self.subject_fields.count());
        self.payload_bytes += concept.payload.len() as u64;
        // A file of more than 4 GiB is refused when it is written.
        self.payload_ends
            .push(u32::try_from(self.payload_bytes).unwrap_or(u32::MAX));
        number
    }

    /// Tells whether the payloads are more than places of 32 bits can tell apart.
    pub(crate) fn is_too_large(&self) -> bool {
        u32::try_from(self.payload_bytes).is_err()
    }

    /// Writes the concepts, with the headwords of each.
    pub(crate) fn write(self, writer: &mut Writer, headwords: &[Vec<u32>]) {
        let mut ends = NumberWriter::default();
        let mut all = NumberWriter::default();
        for group in headwords {
            group.iter().for_each(|headword| all.push(*headword));
            ends.push(all.count());
        }
        let mut labels = TextWriter::default();
        self.labels.iter().for_each(|label| labels.push(label.as_bytes()));
        let mut by_id: Vec<u32> = (0..self.traits.count()).collect();
        by_id.sort_by_key(|document| self.ids.get(*document as usize));
        let mut ids = NumberWriter::with_capacity(2 * self.ids.len());
        self.ids.iter().for_each(|id| push_wide(&mut ids, *id));
        writer.numbers(ids);
        writer.numbers(by_id.into_iter().collect());
        writer.numbers(self.revisions);
        writer.numbers(self.traits);
        writer.numbers(ends);
        writer.numbers(all);
        writer.texts(labels);
        writer.numbers(self.collection_ends);
        writer.numbers(self.collections);
        writer.numbers(self.subject_field_ends);
        writer.numbers(self.subject_fields);
        writer.numbers(self.payload_ends);
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

/// Reads the number of 64 bits at a place: two of 32, the lower first.
fn wide(numbers: &Numbers, at: u32) -> u64 {
    let at = 2 * at as usize;
    u64::from(numbers.get(at)) | u64::from(numbers.get(at + 1)) << 32
}

fn push_wide(numbers: &mut NumberWriter, number: u64) {
    let bytes = number.to_le_bytes();
    let (halves, _) = bytes.as_chunks::<4>();
    halves
        .iter()
        .for_each(|half| numbers.push(u32::from_le_bytes(*half)));
}
