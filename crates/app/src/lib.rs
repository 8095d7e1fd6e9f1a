//! The use-cases of Shanjar: the only place where a write meets the index.
//!
//! Open a data directory, get an [`App`], call it. Handlers, commands and tests use the same methods. Everything here
//! is plain synchronous code; it must not know a request, a page or a table. Each use-case takes the proof that its
//! caller may ([`Permit`]); the time comes from a [`Clock`], and what is random is handed over or comes from a [`Chance`].
#![warn(missing_docs)]

pub mod accounts;
mod application;
pub mod audit;
pub mod backup;
mod batches;
mod browse;
mod calendar;
mod chance;
mod change_sets;
mod changes;
mod clock;
mod collections;
mod concepts;
mod courts;
mod coverage;
pub mod credentials;
mod data_directory;
mod database;
pub mod demo;
mod editing;
mod editions;
mod error;
mod export;
mod hex;
mod import;
mod import_jobs;
mod indexer;
mod indexing;
pub mod key_rotation;
mod keyed;
mod list_changes;
mod listener;
mod look_up;
mod lookups;
mod migrate;
mod names;
mod night_time;
pub mod personal_data;
mod private_files;
mod proposals;
mod read_only;
mod readiness;
pub mod registry;
mod same_bytes;
mod saved_filters;
mod search_answer;
mod search_request;
mod subject_fields;
pub mod syslog;
#[cfg(test)]
mod trial;
pub mod view;

pub use application::{App, Config, HiddenInVain, Reindexed};
pub use batches::{
    BatchAuthorised, BatchFault, BatchLine, BatchObstacle, BatchText, MAX_PUT, MAX_SCAN_BYTES, ScanFault,
};
pub use browse::BrowsedTerm;
pub use chance::Chance;
pub use change_sets::{
    ChangeSetEntry, ChangeSetHit, ChangeSetHits, ChangeSetSettled, ChangeSetUndone, ChangedLine, Fate,
    MAX_CHANGED, Ticked,
};
pub use changes::{Change, ChangePage};
pub use clock::Clock;
pub use concepts::{
    Authority, Comparison, ConceptEntry, ConceptFilter, ConceptPage, FetchedConcepts, MAX_FETCHED,
    RevisionLine, Version,
};
pub use courts::{CourtFault, CourtRow, CourtTable, CourtsWritten};
pub use coverage::{ChapterCoverage, CollectionCoverage, CoverageFigures};
pub use data_directory::{expect_data, holds_data};
pub use database::Database;
pub use editing::{
    Collision, Joining, Mandate, NextSteps, Transition, WaitingLine, WaitsFor, Written, read_concept,
    read_concept_telling,
};
pub use editions::EditionChange;
pub use error::Error;
pub use export::{ExportRequest, ExportScope, ExportSink, filter_in_chinese};
pub use import::{
    FileIds, ImportFile, ImportOptions, ImportReport, OnError, Publication, PublishedBatch,
    codes as import_codes, preview_first_import,
};
pub use import_jobs::{
    ImportIssue, ImportJob, ImportMode, ImportRequest, ImportState, ImportTold, Importer, ListChangesTold,
    MAX_IMPORT_BYTES,
};
pub use keyed::IdempotencyKey;
pub use list_changes::ListSuccession;
pub use look_up::LookUp;
pub use lookups::{LookupCounting, WantedTibetan};
pub use migrate::migrate;
pub use names::{GivenNames, NameBook, Names};
pub use night_time::NightTime;
pub use proposals::{NewProposal, ProposalDecision, ProposalsWanted};
pub use read_only::{IndexState, ReadOnlyApp};
pub use readiness::Readiness;
pub use saved_filters::{MAX_FILTER_NAME_CHARS, MAX_SAVED_FILTERS};
pub use search_answer::{Hit, Match, Part, ReadyHit, SearchAnswer, Successor, Suggestion};
pub use search_request::SearchRequest;
pub use subject_fields::{FieldFault, FieldTable, field_fault_in_chinese, read_subject_fields};

pub use ::access;
pub use access::{Action, Actor, Operate, Permit, Policy, ReadDrafts, ReadGlossary, Refusal, WriteGlossary};
pub use exchange::omegat::Direction as OmegatDirection;
pub use exchange::stardict::Tar;
pub use exchange::{
    ColumnList, ExportFormat, ExportHeader, ExportReport, Extent, FileError, FileSink, Format, Issue,
    Language as MessageLanguage, Mapping, NotCarried, Place, ReadOptions, codes as reading_codes,
};
pub use glossary::filter::{Filter, FilterFault};
pub use glossary::{BatchKind, CollectionName, SubjectField};
pub use glossary::{CollectionKind, IdError as NameError, Register, list_change};
pub use search::{
    DictionaryPlace, Direction, Extent as MatchExtent, Facets, LangChoice, MatchKind, Notice, Placement,
    Reading, ReadingKind, Scope,
};
pub use store::Collection;
pub use store::batches::{Batch, Scan};
pub use store::change_sets::{ChangeSet, ChangedConcept};
pub use store::editions::Edition;
pub use store::proposals::{Decision, Proposal};
pub use store::saved_filters::SavedFilter;
pub use store::subject_fields::FieldOfLaw;
pub use store::transfer::{
    ComparedTable, Progress as MigrationProgress, Report as MigrationReport, Stage as MigrationStage,
};
pub use store::unanswered_lookups::UnansweredLookup;
pub use store::{
    Act, BatchState, Error as StoreError, ItemClass, Manner, Op, Place as StorePlace, ProposalState, StoreId,
    VerifyReport,
};
