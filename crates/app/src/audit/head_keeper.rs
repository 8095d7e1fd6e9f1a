//! Keeping the head: each node goes along what was sealed since, and signs only what it has found to be right.
//!
//! A head never goes back. If the chain has lost what the head has seen, the file stays as it is, because it is the only
//! witness, and the log says so until somebody has looked into it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use access::chain::{Bad, Head, Point, verify};
use store::{Session, Store, StoreId, audit};
use tracing::{error, info};

use super::links::{Links, is_at, start};
use super::{AuditFigures, AuditKeys, head_file};
use crate::Error;

/// How often the file is written at most.
const WRITE: Duration = Duration::from_secs(1);
/// How often the head is told to the log at most, and how often that it cannot move.
const TELL: Duration = Duration::from_secs(60);

/// What keeps the head of one installation.
pub(super) struct HeadKeeper {
    pub(super) path: PathBuf,
    pub(super) store_id: StoreId,
    pub(super) keys: Arc<dyn AuditKeys>,
    pub(super) figures: Arc<AuditFigures>,
    kept: Kept,
}

#[derive(Default)]
struct Kept {
    /// Up to where the chain was found to be right.
    known: Option<Point>,
    written: Option<(Point, Instant)>,
    told: Option<(u64, Instant)>,
    complained: Option<Instant>,
}

/// Where a chain stands that was followed from a place that is known.
#[derive(Debug, PartialEq, Eq)]
enum Followed {
    /// It is right up to here.
    To(Point),
    /// It is right up to the point, and wrong from the number on.
    Wrong(Point, Bad),
    /// The link that is known is not there any more.
    Lost(Point),
}

impl HeadKeeper {
    /// Makes one that has seen nothing yet.
    pub(super) fn new(
        path: PathBuf,
        store_id: StoreId,
        keys: Arc<dyn AuditKeys>,
        figures: Arc<AuditFigures>,
    ) -> Self {
        Self {
            path,
            store_id,
            keys,
            figures,
            kept: Kept::default(),
        }
    }

    /// Follows the chain and writes its head, at most once a second unless `is_hurried`.
    ///
    /// # Errors
    /// If the store fails. What is wrong with the chain or the file is told to the log.
    pub(super) fn turn(&mut self, store: &Store, now_ms: i64, is_hurried: bool) -> Result<(), Error> {
        if self.kept.known.is_none() {
            match head_file::read(&self.path, &*self.keys) {
                Ok(head) => self.kept.known = head.map(|head| head.point),
                Err(err) => {
                    self.complain(&format!("the file is no head of ours: {err}"), is_hurried);
                    return Ok(());
                }
            }
        }
        let known = self.kept.known;
        let keys = Arc::clone(&self.keys);
        match store.read(|session| follow(session, &*keys, known))? {
            Followed::To(point) => {
                if self.keep(point, now_ms, is_hurried) {
                    self.figures.note_head_at(now_ms);
                }
            }
            Followed::Wrong(point, bad) => {
                self.keep(point, now_ms, is_hurried);
                let what = format!(
                    "the chain is wrong from number {} on ({:?})",
                    bad.number, bad.fault
                );
                self.complain(&what, is_hurried);
            }
            Followed::Lost(point) => {
                let what = format!(
                    "the chain has lost the link {} that the head has seen, or has another one there",
                    point.number
                );
                self.complain(&what, is_hurried);
            }
        }
        Ok(())
    }

    /// Writes the head if it is time; tells whether the file is as it should be.
    fn keep(&mut self, point: Point, now_ms: i64, is_hurried: bool) -> bool {
        self.kept.known = Some(point);
        let is_new = |(written, _): (Point, Instant)| written != point;
        let is_due = |(_, at): (Point, Instant)| is_hurried || at.elapsed() >= WRITE;
        let written = self.kept.written;
        if point.number > 0 && written.is_none_or(|written| is_new(written) && is_due(written)) {
            let head = Head {
                point,
                at_ms: now_ms,
                store_id: self.store_id.to_string(),
            };
            if let Err(err) = head_file::write(&self.path, &head, &*self.keys) {
                self.complain(&format!("the file cannot be written: {err}"), is_hurried);
                return false;
            }
            self.kept.written = Some((point, Instant::now()));
        }
        self.figures
            .note_head(self.kept.written.map_or(0, |(point, _)| point.number), false);
        self.tell(&point);
        true
    }

    fn tell(&mut self, point: &Point) {
        let is_due = |(number, at): (u64, Instant)| number != point.number && at.elapsed() >= TELL;
        if point.number > 0 && self.kept.told.is_none_or(is_due) {
            info!(number = point.number, digest = point.digest_text(), "audit head");
            self.kept.told = Some((point.number, Instant::now()));
        }
    }

    fn complain(&mut self, what: &str, is_hurried: bool) {
        self.figures
            .note_head(self.kept.written.map_or(0, |(point, _)| point.number), true);
        let is_due = |at: Instant| is_hurried || at.elapsed() >= TELL;
        if self.kept.complained.is_none_or(is_due) {
            self.kept.complained = Some(Instant::now());
            error!(
                "the audit head in `{}` stays as it is: {what} (hint: `shanjar audit verify` tells more; once it is explained, \
                 move the file away and start again)",
                self.path.display()
            );
        }
    }
}

/// Goes from `known` to the end of the chain, or from its beginning.
fn follow(
    session: &mut dyn Session,
    keys: &dyn AuditKeys,
    known: Option<Point>,
) -> Result<Followed, store::Error> {
    let start = match start(session, keys)? {
        Ok(start) => start,
        Err(bad) => return Ok(Followed::Wrong(known.unwrap_or(Point::BEGINNING), bad)),
    };
    let from = match known {
        // Its time was over while nobody looked here.
        None => start,
        Some(known) if known.number < start.number => start,
        Some(known) if known == start => start,
        Some(known) => match audit::find_link(session, known.number)? {
            Some(link) if is_at(&link, &known) => known,
            _ => return Ok(Followed::Lost(known)),
        },
    };
    let links = Links::new(session, from.number.saturating_add(1), u64::MAX);
    let verified = verify(from, links, None, &|text, mac| keys.is_mac(text, mac))?;
    Ok(match verified.first_bad {
        None => Followed::To(verified.last),
        Some(bad) => Followed::Wrong(verified.last, bad),
    })
}
