//! What a dictionary was published as: the batch that it becomes, and the one that it became when it came in before.

use store::batches::{self, Authorised, Batch, Scan};
use store::staging::{self, Applied, Base};
use store::{BatchState, Session, Stamp, Tx};

use super::plan::Plan;
use crate::accounts::new_id;
use crate::batches::scan_of;
use crate::{App, BatchText, Error};

/// What a dictionary was published as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// Its batch: of the kind `published_before`, with title, publisher, day and number of the decision.
    pub text: BatchText,
    /// The name of the file of the page on which the decision stands.
    pub scan_name: String,
    /// What is in that file: a PDF or a picture.
    pub scan: Vec<u8>,
}

/// The batch of a publication, as the report of its import tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedBatch {
    /// Its id; `None` as long as it is not made.
    pub id: Option<String>,
    /// Its number.
    pub number: String,
    /// Concepts that the import authorised, or would.
    pub authorised: u64,
    /// Concepts of which the import could not tell what was published and what was not, or that were withdrawn.
    pub held_back: u64,
}

/// The batch of this number that is there already, and where it says something else than the publication.
pub(super) struct KnownPublication {
    id: String,
    differs: Vec<&'static str>,
}

/// A batch that is made in the transaction that authorises what stands in it.
#[derive(Debug, Clone)]
pub(super) struct NewBatch {
    batch: Batch,
    scan: Scan,
}

impl Publication {
    /// Refuses a publication that is not described as such.
    ///
    /// # Errors
    /// [`Error::Batch`] with everything that is wrong with its text, [`Error::Scan`].
    pub fn check(&self) -> Result<(), Error> {
        let faults = self.text.faults();
        if !faults.is_empty() {
            return Err(Error::Batch(faults));
        }
        scan_of(&self.scan_name, &self.scan).map(drop)
    }

    /// Finds the batch that has its number.
    pub(super) fn find_known(&self, session: &mut dyn Session) -> Result<Option<KnownPublication>, Error> {
        let number = self.text.number.trim();
        let Some(batch) = batches::find_by_number(session, number)? else {
            return Ok(None);
        };
        let given = self.text.clone().into_batch(batch.id.clone(), String::new(), 0);
        let scan = scan_of(&self.scan_name, &self.scan)?;
        let known = batches::find_scan(session, &batch.id)?;
        let compared = [
            ("kind", given.kind == batch.kind),
            ("state", batch.state == BatchState::Authorised),
            ("committee", given.committee == batch.committee),
            ("title", given.title == batch.title),
            ("publisher", given.publisher == batch.publisher),
            ("decided_on", given.decided_on == batch.decided_on),
            ("decision", given.decision == batch.decision),
            ("note", given.note == batch.note),
            ("scan", known.is_some_and(|known| known.bytes == scan.bytes)),
        ];
        let differs = compared.into_iter().filter(|(_, is_equal)| !is_equal);
        Ok(Some(KnownPublication {
            id: batch.id,
            differs: differs.map(|(name, _)| name).collect(),
        }))
    }

    /// Returns the batch that it is to become.
    pub(super) fn new_batch(&self, app: &App, stamp: &Stamp) -> Result<NewBatch, Error> {
        let id = new_id("b", &*app.identity.chance)?;
        Ok(NewBatch {
            batch: self
                .text
                .clone()
                .into_batch(id, stamp.author.clone(), stamp.at_ms),
            scan: scan_of(&self.scan_name, &self.scan)?,
        })
    }
}

impl NewBatch {
    pub fn id(&self) -> &str {
        &self.batch.id
    }

    /// Makes the batch, moves what `job` has staged into the glossary and under it, and closes it.
    pub fn authorise(
        &self,
        tx: &mut Tx<'_>,
        job: &str,
        base: &Base,
        stamp: &Stamp,
    ) -> Result<Applied, Error> {
        let Batch { id, number, .. } = &self.batch;
        batches::create(tx, &self.batch).map_err(|err| match err {
            // Somebody has taken the number since it was looked for: that is a change of what the import builds on.
            store::Error::Taken { .. } => store::Error::Changed {
                based_on: base.last_seq,
                current: base.last_seq,
            },
            other => other,
        })?;
        batches::put_scan(tx, id, &self.scan)?;
        let applied = staging::apply_authorised(tx, job, base, stamp, id)?;
        if applied.authorised == 0 {
            return Err(Error::BatchEmpty(number.clone()));
        }
        let authorised = Authorised {
            by: stamp.author.clone(),
            at_ms: stamp.at_ms,
            seq: applied.last_seq,
        };
        batches::close(tx, id, 1, &authorised)?;
        Ok(applied)
    }
}

/// Returns what the report says of the batch of `publication`.
///
/// # Errors
/// [`Error::PublishedOtherwise`] if the batch is there already and says something else, or the file does.
pub(super) fn told(
    publication: Option<&Publication>,
    known: Option<&KnownPublication>,
    plan: &Plan,
) -> Result<Option<PublishedBatch>, Error> {
    let Some(publication) = publication else {
        return Ok(None);
    };
    let number = publication.text.number.trim().to_owned();
    if let Some(known) = known {
        let mut differs = known.differs.clone();
        if plan.concepts.values().any(super::plan::Planned::is_changed) {
            differs.push("entries");
        }
        if !differs.is_empty() {
            return Err(Error::PublishedOtherwise { number, differs });
        }
    }
    Ok(Some(PublishedBatch {
        id: known.map(|known| known.id.clone()),
        number,
        authorised: plan
            .concepts
            .values()
            .filter(|planned| planned.becomes_authorised())
            .count() as u64,
        held_back: plan.held_back.len() as u64,
    }))
}
