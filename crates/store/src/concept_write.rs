//! Writing concepts: each write is a revision, a change, and the rows derived from the body.

use glossary::{Concept, ConceptId};

use crate::changes::Change;
use crate::value::values;
use crate::{Act, Error, Kind, Op, Session, Stamp, Stored, Tx, body, concepts, derived};

/// What a revision is written for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// The act.
    pub act: Act,
    /// Why.
    pub reason: Option<String>,
    /// The batch that authorises it.
    pub batch: Option<String>,
    /// What everybody reads from here on.
    pub standing: Standing,
}

/// Which revision stands after a write: the one that everybody reads while its successor is drafted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The one before, if there is one.
    Kept,
    /// The one that is written.
    This,
    /// None: everybody reads the newest one.
    None,
}

impl Deed {
    /// Returns an act without reason or batch that leaves what stands as it is.
    #[must_use]
    pub fn of(act: Act) -> Self {
        Self {
            act,
            reason: None,
            batch: None,
            standing: Standing::Kept,
        }
    }
}

impl Tx<'_> {
    /// Writes a new concept and gives it the next number.
    ///
    /// # Errors
    /// [`Error::NulInText`] if a text of it holds NUL, and whatever the database says.
    pub fn create(&mut self, concept: Concept, stamp: &Stamp) -> Result<Stored, Error> {
        let json = body::encode(&concept)?;
        let id = self.next_concept();
        let seq = self.number(|seq| upsert(seq, id, 1, stamp))?;
        self.execute(
            "INSERT INTO concept (id, revision, workflow, body, updated_at_ms, seq) \
             VALUES (?1, 1, ?2, ?3, ?4, ?5)",
            &values![id, concept.workflow.as_str(), json.as_str(), stamp.at_ms, seq],
        )?;
        keep_revision(
            self,
            id,
            1,
            Some((&concept, &json)),
            &Deed::of(Act::Write),
            stamp,
            seq,
        )?;
        derived::insert(self, id, &concept)?;
        Ok(Stored {
            id,
            revision: 1,
            standing: None,
            body: concept,
            updated_at_ms: stamp.at_ms,
            seq,
        })
    }

    /// Writes the next revision of the concept `id`, which must be at `expected_revision`: a draft of somebody, which
    /// leaves what stands as it is.
    ///
    /// # Errors
    /// As [`Tx::perform`].
    pub fn update(
        &mut self,
        id: ConceptId,
        expected_revision: u64,
        concept: Concept,
        stamp: &Stamp,
    ) -> Result<Stored, Error> {
        self.perform(id, expected_revision, concept, &Deed::of(Act::Write), stamp)
    }

    /// Writes the next revision of the concept `id`, which must be at `expected_revision`, for what `deed` says.
    ///
    /// That the act is allowed is the caller's rule.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] if it is at another revision; [`Error::NulInText`] if a text of it
    /// holds NUL. Nothing is written then.
    pub fn perform(
        &mut self,
        id: ConceptId,
        expected_revision: u64,
        concept: Concept,
        deed: &Deed,
        stamp: &Stamp,
    ) -> Result<Stored, Error> {
        let json = body::encode(&concept)?;
        let stands = expect_revision(self, id, expected_revision)?;
        let revision = expected_revision + 1;
        let standing = match deed.standing {
            Standing::Kept => stands,
            Standing::This => Some(revision),
            Standing::None => None,
        };
        let seq = self.number(|seq| upsert(seq, id, revision, stamp))?;
        self.execute(
            "UPDATE concept SET revision = ?2, workflow = ?3, body = ?4, updated_at_ms = ?5, seq = ?6, standing = ?7 \
             WHERE id = ?1",
            &values![
                id,
                revision,
                concept.workflow.as_str(),
                json.as_str(),
                stamp.at_ms,
                seq,
                standing
            ],
        )?;
        keep_revision(self, id, revision, Some((&concept, &json)), deed, stamp, seq)?;
        derived::delete(self, id)?;
        derived::insert(self, id, &concept)?;
        Ok(Stored {
            id,
            revision,
            standing,
            body: concept,
            updated_at_ms: stamp.at_ms,
            seq,
        })
    }

    /// Takes the concept `id` away and returns the `seq` of that. Its revisions stay; its id is never given again.
    ///
    /// That only drafts may be deleted is the caller's rule.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Stale`] if it is at another revision. Nothing is written then.
    pub fn delete(&mut self, id: ConceptId, expected_revision: u64, stamp: &Stamp) -> Result<u64, Error> {
        self.take_away(id, expected_revision, None, stamp)
    }

    /// Takes the concept `id` away because `into` says the same, and returns the `seq` of that.
    ///
    /// What `into` gains by it is an [`Tx::update`] of its own, in the same transaction.
    ///
    /// # Errors
    /// [`Error::NotFound`] if either is missing; [`Error::Stale`] if `id` is at another revision. Nothing is
    /// written then.
    pub fn merge(
        &mut self,
        id: ConceptId,
        expected_revision: u64,
        into: ConceptId,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        if id == into || concepts::find(self, into)?.is_none() {
            return Err(Error::NotFound {
                what: "other concept",
                id: into.to_string(),
            });
        }
        self.take_away(id, expected_revision, Some(into), stamp)
    }

    fn take_away(
        &mut self,
        id: ConceptId,
        expected_revision: u64,
        into: Option<ConceptId>,
        stamp: &Stamp,
    ) -> Result<u64, Error> {
        expect_revision(self, id, expected_revision)?;
        let revision = expected_revision + 1;
        let op = if into.is_some() { Op::Merge } else { Op::Delete };
        let target = into.map(|other| other.to_string());
        let seq = self.number(|seq| Change {
            op,
            target,
            ..upsert(seq, id, revision, stamp)
        })?;
        let act = if op == Op::Merge { Act::Merge } else { Act::Delete };
        keep_revision(self, id, revision, None, &Deed::of(act), stamp, seq)?;
        derived::delete(self, id)?;
        self.execute("DELETE FROM concept WHERE id = ?1", &values![id])?;
        Ok(seq)
    }
}

fn upsert(seq: u64, id: ConceptId, revision: u64, stamp: &Stamp) -> Change {
    Change {
        seq,
        kind: Kind::Concept,
        id: id.to_string(),
        revision,
        op: Op::Upsert,
        target: None,
        at_ms: stamp.at_ms,
    }
}

fn keep_revision(
    tx: &mut Tx<'_>,
    id: ConceptId,
    revision: u64,
    body: Option<(&Concept, &str)>,
    deed: &Deed,
    stamp: &Stamp,
    seq: u64,
) -> Result<(), Error> {
    let json = body.map(|(_, json)| json);
    let workflow = body.map(|(concept, _)| concept.workflow.as_str());
    let digest = body::digest(id, revision, json);
    tx.execute(
        "INSERT INTO concept_revision (concept, revision, workflow, body, digest, author, at_ms, seq, act, reason, batch) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        &values![
            id,
            revision,
            workflow,
            json,
            &digest[..],
            stamp.author.as_str(),
            stamp.at_ms,
            seq,
            deed.act.as_str(),
            deed.reason.as_deref(),
            deed.batch.as_deref()
        ],
    )?;
    Ok(())
}

/// Returns the standing revision of the concept `id`, which must be at the revision `expected`.
fn expect_revision(tx: &mut Tx<'_>, id: ConceptId, expected: u64) -> Result<Option<u64>, Error> {
    let rows = tx.query(
        "SELECT revision, standing FROM concept WHERE id = ?1",
        &values![id],
    )?;
    let Some(row) = rows.first() else {
        return Err(Error::NotFound {
            what: "concept",
            id: id.to_string(),
        });
    };
    let current = row.count(0)?;
    if current != expected {
        return Err(Error::Stale {
            id,
            expected,
            current,
        });
    }
    row.optional_count(1)
}
