//! How far official lists have come into the glossary: authorised, reviewed, drafted, and without Tibetan.

use std::collections::BTreeMap;

use access::{Permit, ReadGlossary};
use glossary::{CollectionKind, CollectionName, Concept, Lang, Workflow};
use store::{collections, coverage, shown};

use crate::{App, Error};

/// How many concepts are read at a time.
const CHUNK: usize = 500;

/// How far the concepts of a collection, or of a part of one, have come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CoverageFigures {
    /// All of them.
    pub concepts: u64,
    /// Authorised, also while a successor is drafted.
    pub authorised: u64,
    /// Reviewed and not authorised.
    pub reviewed: u64,
    /// Drafts.
    pub draft: u64,
    /// Withdrawn.
    pub withdrawn: u64,
    /// Without a Tibetan form, whatever their state.
    pub without_bo: u64,
}

/// How far a collection has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionCoverage {
    /// Its name.
    pub collection: CollectionName,
    /// Its Chinese title, if it is described.
    pub title_zh: Option<String>,
    /// Its English title, if it is described.
    pub title_en: Option<String>,
    /// Its Tibetan title, if it is described with one.
    pub title_bo: Option<String>,
    /// What it is, if anybody said.
    pub kind: Option<CollectionKind>,
    /// Who published it and where, if anybody said.
    pub source: Option<String>,
    /// A remark on it.
    pub note: Option<String>,
    /// The figures.
    pub figures: CoverageFigures,
}

/// How far a chapter of a collection has come: the chapter of the law that its entries rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterCoverage {
    /// The chapter as its entries name it; `None` for those that name none.
    pub chapter: Option<String>,
    /// The figures.
    pub figures: CoverageFigures,
}

impl CoverageFigures {
    fn add(&mut self, workflow: Workflow, has_bo: bool, concepts: u64) {
        self.concepts += concepts;
        *match workflow {
            Workflow::Authorised => &mut self.authorised,
            Workflow::Reviewed => &mut self.reviewed,
            Workflow::Draft => &mut self.draft,
            Workflow::Withdrawn => &mut self.withdrawn,
        } += concepts;
        self.without_bo += if has_bo { 0 } else { concepts };
    }
}

impl App {
    /// Returns how far each collection has come, by name. Hidden collections are left out.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn coverage(&self, _: &Permit<ReadGlossary>) -> Result<Vec<CollectionCoverage>, Error> {
        self.store.read(|session| {
            let described: BTreeMap<_, _> = collections::list(session)?
                .into_iter()
                .map(|described| (described.name.clone(), described))
                .collect();
            let mut by_name: BTreeMap<CollectionName, CoverageFigures> = BTreeMap::new();
            for count in coverage::count(session)? {
                if !self.hidden.contains(&count.collection) {
                    let figures = by_name.entry(count.collection).or_default();
                    figures.add(count.workflow, count.has_bo, count.concepts);
                }
            }
            let line = |(collection, figures)| {
                let description = described.get(&collection);
                CollectionCoverage {
                    title_zh: description.and_then(|d| d.title_zh.clone()),
                    title_en: description.and_then(|d| d.title_en.clone()),
                    title_bo: description.and_then(|d| d.title_bo.clone()),
                    kind: description.and_then(|d| d.kind),
                    source: description.and_then(|d| d.source.clone()),
                    note: description.and_then(|d| d.note.clone()),
                    collection,
                    figures,
                }
            };
            Ok(by_name.into_iter().map(line).collect())
        })
    }

    /// Returns how far each chapter of a collection has come, in the order in which chapters first occur. Reads the whole
    /// glossary.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub fn chapter_coverage(
        &self,
        _: &Permit<ReadGlossary>,
        collection: &CollectionName,
    ) -> Result<Vec<ChapterCoverage>, Error> {
        let mut chapters: Vec<ChapterCoverage> = Vec::new();
        if self.hidden.contains(collection) {
            return Ok(chapters);
        }
        self.store
            .read(|session| {
                let mut after = None;
                loop {
                    let page = shown::page_after(session, after, CHUNK)?;
                    let Some(last) = page.last() else { return Ok(()) };
                    after = Some(last.id);
                    for found in page {
                        let is_in = |concept: &Concept| {
                            concept.memberships.iter().any(|m| m.collection == *collection)
                        };
                        if let Some(seen) = self.public_view(&found.body).filter(is_in) {
                            count_in(&mut chapters, &seen);
                        }
                    }
                }
            })
            .map(|()| chapters)
    }
}

fn count_in(chapters: &mut Vec<ChapterCoverage>, concept: &Concept) {
    let chapter = concept.legal_basis.iter().find_map(|basis| basis.chapter.clone());
    let has_bo = concept.preferred(Lang::Bo).is_some();
    if !chapters.iter().any(|known| known.chapter == chapter) {
        chapters.push(ChapterCoverage {
            chapter: chapter.clone(),
            figures: CoverageFigures::default(),
        });
    }
    for known in chapters.iter_mut().filter(|known| known.chapter == chapter) {
        known.figures.add(concept.workflow, has_bo, 1);
    }
}
