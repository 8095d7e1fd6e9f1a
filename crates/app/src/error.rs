//! What can go wrong in a use-case, named after what the caller can do about it.
//!
//! Long because every refusal of every use-case stands here once, so that each door can be seen to answer all of them.

use std::path::PathBuf;

use glossary::{ConceptId, rules::Violation};

use crate::CourtFault;
use crate::accounts::{AccountFault, TokenFault};
use crate::batches::{BatchFault, BatchObstacle, ScanFault};
use crate::credentials::NoChance;
use crate::credentials::password::{PasswordError, PasswordFault};
use crate::personal_data::{FieldError, KeyError};

/// Why a use-case did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor may not.
    #[error(transparent)]
    Refused(#[from] access::Refusal),
    /// Name, password or code is wrong; which of them is not said.
    #[error("the login name, the password or the code is wrong")]
    WrongLogin,
    /// There were too many tries.
    #[error("there were too many tries (hint: try again in {wait_seconds} s)")]
    TooManyAttempts {
        /// How long to wait, in seconds.
        wait_seconds: u64,
    },
    /// The password cannot be used.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    UnusablePassword(Vec<PasswordFault>),
    /// No such account, or none that the caller may know of.
    #[error("there is no such account")]
    NoSuchAccount,
    /// Accounts that were to be made cannot be: the place in the list, from 0, and the fault.
    #[error("{}", .0.iter().map(|(_, fault)| fault.to_string()).collect::<Vec<_>>().join("; "))]
    Accounts(Vec<(usize, AccountFault)>),
    /// More accounts at once than are made at once.
    #[error("at most {most} accounts are made at once (hint: make several lists)")]
    TooManyAccounts {
        /// How many are.
        most: usize,
    },
    /// Nobody could give rights any more.
    #[error("this is the last security administrator (hint: give the role to another account first)")]
    LastAdministrator,
    /// Two roles are never in one hand.
    #[error(transparent)]
    RoleConflict(access::RoleConflict),
    /// There is no such change of roles that waits.
    #[error("there is no such change of roles that waits for a decision")]
    NoSuchRoleChange,
    /// Another one has to decide.
    #[error("another security administrator decides on this: not who asked for it, nor whom it is about")]
    SecondPersonNeeded,
    /// A reason has to be given.
    #[error("a reason has to be given")]
    ReasonMissing,
    /// A token that was to be made cannot be.
    #[error(transparent)]
    BadToken(TokenFault),
    /// There is no such token that is good.
    #[error("there is no such token, or it was revoked already")]
    NoSuchToken,
    /// Lines of a table of courts that cannot be used.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Courts(Vec<CourtFault>),
    /// Too many sign in at this moment.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// There are no random bytes.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// The keys of personal data are not at hand, or are others.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// A sealed value cannot be opened.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// No such concept, or none that the caller may know of.
    #[error("there is no concept `{0}`")]
    NoSuchConcept(ConceptId),
    /// The concept has no such revision.
    #[error("concept `{id}` has no revision `{revision}`")]
    NoSuchRevision {
        /// The concept.
        id: ConceptId,
        /// The revision asked for.
        revision: u64,
    },
    /// The concept was joined into another one.
    #[error("concept `{id}` was joined into `{into}` (hint: go on with `{into}`)")]
    Merged {
        /// The concept asked for.
        id: ConceptId,
        /// The one that says the same.
        into: ConceptId,
    },
    /// Somebody else has written the concept meanwhile.
    #[error(
        "concept `{id}` is at revision {current} by now, not at {expected} (hint: read it again and write on that)"
    )]
    StaleConcept {
        /// The concept.
        id: ConceptId,
        /// The revision that the writer knew.
        expected: u64,
        /// The newest one.
        current: u64,
    },
    /// Only drafts are taken away.
    #[error("concept `{id}` is {workflow}, and only drafts are deleted (hint: withdraw it)")]
    NotADraft {
        /// The concept.
        id: ConceptId,
        /// How far it has come.
        workflow: glossary::Workflow,
    },
    /// The step is not allowed.
    #[error(transparent)]
    Workflow(glossary::workflow::WorkflowFault),
    /// No such batch.
    #[error("there is no batch `{0}`")]
    NoSuchBatch(String),
    /// What a batch says of itself cannot be.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Batch(Vec<BatchFault>),
    /// Two batches have never one number.
    #[error("the number `{0}` is that of another batch")]
    BatchNumberTaken(String),
    /// A batch in which something was authorised stays as it is.
    #[error("something was authorised in batch `{0}`, so it stays as it is (hint: open another batch)")]
    BatchClosed(String),
    /// Nothing is authorised before it was decided.
    #[error("batch `{0}` has no day or no number of a decision yet (hint: give `decided_on` and `decision`)")]
    BatchUndecided(String),
    /// There is nothing in it.
    #[error("there is nothing in batch `{0}`")]
    BatchEmpty(String),
    /// More than one act authorises.
    #[error("a batch has at most {most} concepts (hint: open another batch)")]
    BatchFull {
        /// How many.
        most: usize,
    },
    /// Concepts keep their batch from being authorised.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    BatchObstacles(Vec<BatchObstacle>),
    /// The page on which a decision stands cannot be kept.
    #[error(transparent)]
    Scan(#[from] ScanFault),
    /// No page was kept of the decision.
    #[error("batch `{0}` has no scan of its decision")]
    NoSuchScan(String),
    /// A publication that came in before was another one.
    #[error(
        "batch `{number}` is there already, and differs in: {} (hint: give what says something else a number of its own)",
        .differs.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    )]
    PublishedOtherwise {
        /// The number of the batch.
        number: String,
        /// Where it differs: names of its members, or `entries`.
        differs: Vec<&'static str>,
    },
    /// There is no such import, or it is long over.
    #[error("there is no import `{0}` (hint: what came of one is kept for thirty days)")]
    NoSuchImport(String),
    /// What has ended cannot be cancelled.
    #[error("import `{0}` has come to its end and cannot be cancelled (hint: read what came of it)")]
    ImportEnded(String),
    /// No rows are kept that were refused.
    #[error("import `{0}` has given no rows back (hint: ask for `on_error=skip` to get them)")]
    NoRejectedRows(String),
    /// Too many files wait to be imported.
    #[error("too many imports wait already (hint: try again when one of them has ended)")]
    ImportsFull,
    /// Somebody does not want the import any more.
    #[error("the import was cancelled")]
    ImportCancelled,
    /// The process ends, and the import goes on at the next start.
    #[error("the import was interrupted and goes on at the next start")]
    ImportInterrupted,
    /// Every process that worked on the import has ended by it.
    #[error(
        "the program was interrupted several times while it imported this file, so it is given up and nothing was written \
         (hint: split the file, and tell whoever runs this server)"
    )]
    ImportGivenUp,
    /// No such record of the registry, or none that the caller may know of: its kind.
    #[error("there is no such {0}")]
    NoSuchRecord(&'static str),
    /// The person was joined into another one whom the caller may know of.
    #[error("`{id}` was joined into `{into}` (hint: go on with `{into}`)")]
    RecordMerged {
        /// The one asked for.
        id: String,
        /// The one who stayed.
        into: String,
    },
    /// Somebody else has written the record meanwhile.
    #[error(
        "`{id}` is at revision {current} by now, not at {expected} (hint: read it again and write on that)"
    )]
    StaleRecord {
        /// The record.
        id: String,
        /// The revision that the writer knew.
        expected: u64,
        /// The newest one.
        current: u64,
    },
    /// Rules of the registry are broken.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Registry(Vec<registry::Fault>),
    /// The office's own workbook cannot be filled.
    #[error(transparent)]
    Template(#[from] exchange::roster::template::TemplateError),
    /// There are real people in the registry, and invented ones do not go among them.
    #[error(
        "the registry has {people} people who are not of the demonstration, so nothing was loaded \
         (hint: load it into an empty data directory, with `--data-dir`)"
    )]
    RegistryInUse {
        /// How many.
        people: u64,
    },
    /// Somebody else has written the batch meanwhile.
    #[error("the batch is at revision {current} by now, not at {expected} (hint: read it again)")]
    StaleBatch {
        /// The batch.
        id: String,
        /// The revision that the writer knew.
        expected: u64,
        /// The present one.
        current: u64,
    },
    /// No such proposal, or none that the caller may know of.
    #[error("there is no such proposal")]
    NoSuchProposal,
    /// A proposal is decided once.
    #[error("the proposal is {state} already")]
    ProposalDecided {
        /// What became of it.
        state: store::ProposalState,
    },
    /// A proposal that says what stands there already.
    #[error("the proposal says nothing that the concept does not say already")]
    NothingProposed,
    /// Somebody has more open proposals than anybody reads.
    #[error("you have {most} open proposals (hint: wait until they are decided, or take some back)")]
    TooManyProposals {
        /// How many are open at most.
        most: u64,
    },
    /// No such lookup without an answer, or something was made of it already.
    #[error("there is no such lookup that waits for an answer")]
    NoSuchLookup,
    /// Its Tibetan is there already.
    #[error("concept `{0}` has a Tibetan form")]
    HasTibetan(ConceptId),
    /// Fields of law that cannot be as they are said.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Fields(Vec<crate::FieldFault>),
    /// No such field of law.
    #[error("there is no field of law `{0}`")]
    NoSuchField(glossary::SubjectField),
    /// What is sought does not stand in the concept, or no concept was named.
    #[error("{}", nothing_replaced(.0.as_ref()))]
    NothingReplaced(Option<ConceptId>),
    /// A term would become longer than a term is.
    #[error("a term of concept `{0}` would become too long (hint: leave that concept out)")]
    TooLongReplaced(ConceptId),
    /// No such change set.
    #[error("there is no such change set")]
    NoSuchChangeSet,
    /// A change set is undone once.
    #[error("the change set was undone already")]
    ChangeSetUndone,
    /// A filter that is kept needs a name.
    #[error("a filter is kept under a name of 1 to 60 characters, none of them a control character")]
    BadFilterName,
    /// A filter that everything passes needs no name.
    #[error("a filter that everything passes is not kept (hint: name a condition, such as `without:bo`)")]
    EmptyFilter,
    /// One account or token keeps as many filters as it may.
    #[error("there are {most} filters already (hint: delete one that is not needed)")]
    TooManyFilters {
        /// So many.
        most: u64,
    },
    /// No such filter, or it is somebody else's.
    #[error("there is no such filter")]
    NoSuchFilter,
    /// A concept cannot be joined into itself.
    #[error("concept `{0}` cannot be joined into itself")]
    IntoItself(ConceptId),
    /// An edition needs a title.
    #[error("an edition needs a title")]
    TitleMissing,
    /// An edition of nothing.
    #[error("nothing is authorised, so there is nothing to freeze (hint: authorise a batch first)")]
    NothingAuthorised,
    /// No such edition.
    #[error("there is no edition `{0}`")]
    NoSuchEdition(u64),
    /// The edition has no such concept.
    #[error("edition {edition} has no concept `{id}`")]
    NotInEdition {
        /// The concept asked for.
        id: ConceptId,
        /// The edition.
        edition: u64,
    },
    /// The entry breaks rules.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Invalid(Vec<Violation>),
    /// The query is empty.
    #[error("the query is empty (hint: type a Chinese or Tibetan term)")]
    EmptyQuery,
    /// The cursor was not made by this server, or not for this query.
    #[error(
        "`{0}` is not a cursor of this list (hint: take `next_cursor` as it was given, with the same query)"
    )]
    BadCursor(String),
    /// The idempotency key cannot be one.
    #[error(
        "`{0}` is no idempotency key (hint: send 1 to 255 visible ASCII characters, such as a random UUID)"
    )]
    BadIdempotencyKey(String),
    /// The list that the cursor pointed into has changed since.
    #[error("the index has changed since this cursor was given (hint: search again)")]
    CursorGone,
    /// The caller has seen a change that this store never made: it was put back from a backup, or is another one.
    #[error(
        "there is no change {since}: the last one is {last_seq} (hint: take a new export and follow from its `seq`)"
    )]
    ChangesGone {
        /// The change that the caller follows from.
        since: u64,
        /// The last change there is.
        last_seq: u64,
    },
    /// The index has not come as far as the caller wants to read.
    #[error("the index stands at {position}, not yet at {wanted} (hint: ask again shortly)")]
    NotYetIndexed {
        /// Where the index stands.
        position: u64,
        /// What was asked for.
        wanted: u64,
    },
    /// There is no index yet: it is being made from the store.
    #[error("the index is being made (hint: ask again shortly)")]
    IndexNotBuilt,
    /// The other writers kept changing what an import builds on.
    #[error("others kept writing what the import builds on; nothing was written (hint: import again)")]
    Busy,
    /// The file cannot be read at all.
    #[error(transparent)]
    File(#[from] exchange::FileError),
    /// There is nothing to read: perhaps the directory is another one.
    #[error("there is no data in `{}` (hint: name the data directory with `--data-dir`)", directory.display())]
    NoData {
        /// The data directory.
        directory: PathBuf,
    },
    /// There is nothing to read in a database on a server: perhaps it is another one.
    #[error(
        "there is no data in the database `{database}` (hint: check the name in `--database`; the first `import` or `serve` \
         makes the tables)"
    )]
    NoStore {
        /// Where the database is, without a password.
        database: String,
    },
    /// There is an index and no database that it could have been made from.
    #[error(
        "`{}` has lost its database: `shanjar.db` is missing or empty, and a search index stands beside it (hint: put \
         `shanjar.db` back from a backup, or remove `{}` to begin with an empty glossary)",
        directory.display(),
        index.display()
    )]
    DatabaseLost {
        /// The data directory.
        directory: PathBuf,
        /// The folder of the index.
        index: PathBuf,
    },
    /// An export could not be written to where it should go.
    #[error(
        "the export cannot be written: {0} (hint: look after the disk or the connection, and export again)"
    )]
    Output(std::io::Error),
    /// The store refused or failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The index failed.
    #[error(transparent)]
    Search(#[from] search::Error),
    /// Something that cannot happen did: a damaged index, a thread that would not start.
    #[error("{0}")]
    Internal(String),
}

fn nothing_replaced(concept: Option<&ConceptId>) -> String {
    concept.map_or_else(
        || "no concept was named in which something is to be replaced".to_owned(),
        |id| format!("there is nothing to replace in concept `{id}` (hint: look for it again)"),
    )
}
