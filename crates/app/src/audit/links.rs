//! The links of a store as the chain knows them: one after the other, with the bytes of their entries.

use access::chain::{Bad, Entry, Fault, Point, Row};
use store::audit::{self, AuditAnchor, AuditEntry, AuditLink};
use store::{Error, Session};

use super::AuditKeys;

/// How many links are held in memory at once.
const PAGE: usize = 500;

/// Returns the bytes of an entry that are sealed.
pub(super) fn canonical(entry: &AuditEntry) -> Vec<u8> {
    Entry {
        id: &entry.id,
        at_ms: entry.at_ms,
        actor_kind: &entry.actor_kind,
        actor_id: entry.actor_id.as_deref(),
        actor_name: &entry.actor_name,
        address: entry.address.as_deref(),
        action: &entry.action,
        outcome: &entry.outcome,
        object_kind: entry.object_kind.as_deref(),
        object_id: entry.object_id.as_deref(),
        fields: &entry.fields,
        reason: entry.reason.as_deref(),
        request_id: entry.request_id.as_deref(),
        detail: entry.detail.as_deref(),
    }
    .canonical()
}

/// Returns where the chain begins, or what is wrong with the anchor that says so.
pub(super) fn start(session: &mut dyn Session, keys: &dyn AuditKeys) -> Result<Result<Point, Bad>, Error> {
    let Some(anchor) = audit::anchor(session)? else {
        return Ok(Ok(Point::BEGINNING));
    };
    let point = point_of(anchor.number, &anchor.digest);
    Ok(match is_ours(&anchor, &point, keys) {
        true => Ok(point),
        false => Err(Bad {
            number: anchor.number,
            fault: Fault::Foreign,
        }),
    })
}

/// Returns where the chain ends now. It may be wrong from somewhere on: it goes on nevertheless, and that stays to be seen.
pub(super) fn end(session: &mut dyn Session) -> Result<Point, Error> {
    if let Some(link) = audit::last_link(session)? {
        return Ok(point_of(link.number, &link.digest));
    }
    let anchor = audit::anchor(session)?;
    Ok(anchor.map_or(Point::BEGINNING, |anchor| point_of(anchor.number, &anchor.digest)))
}

/// Tells whether the link is the one at `point`.
pub(super) fn is_at(link: &AuditLink, point: &Point) -> bool {
    link.number == point.number && link.digest == point.digest
}

/// Going along the links of a store, page by page.
pub(super) struct Links<'s> {
    session: &'s mut dyn Session,
    next: u64,
    until: u64,
    page: std::vec::IntoIter<Row>,
    is_over: bool,
}

impl<'s> Links<'s> {
    /// Begins with the number `from`; the last one is `until` at most.
    pub(super) fn new(session: &'s mut dyn Session, from: u64, until: u64) -> Self {
        Self {
            session,
            next: from,
            until,
            page: Vec::new().into_iter(),
            is_over: false,
        }
    }

    fn read(&mut self, limit: usize) -> Result<Vec<Row>, Error> {
        let links = audit::walk(self.session, self.next, limit)?;
        let row = |(link, entry): (AuditLink, Option<AuditEntry>)| Row {
            number: link.number,
            digest: link.digest,
            entry: entry.as_ref().map(canonical),
        };
        Ok(links.into_iter().map(row).collect())
    }

    /// Reads the next page. A row with bytes that are no text at all is told from those around it by reading one by one.
    fn turn(&mut self) -> Result<(), Error> {
        let rows = match self.read(PAGE) {
            Err(Error::Damaged { .. }) => match self.read(1) {
                Err(Error::Damaged { .. }) => {
                    self.is_over = true;
                    let unreadable = Row {
                        number: self.next,
                        digest: Vec::new(),
                        entry: Some(Vec::new()),
                    };
                    vec![unreadable]
                }
                rows => rows?,
            },
            rows => rows?,
        };
        match rows.last() {
            Some(last) => self.next = last.number.saturating_add(1),
            None => self.is_over = true,
        }
        self.page = rows.into_iter();
        Ok(())
    }
}

impl Iterator for Links<'_> {
    type Item = Result<Row, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.page.len() == 0
            && !self.is_over
            && let Err(err) = self.turn()
        {
            self.is_over = true;
            return Some(Err(err));
        }
        self.page.next().filter(|row| row.number <= self.until).map(Ok)
    }
}

fn is_ours(anchor: &AuditAnchor, point: &Point, keys: &dyn AuditKeys) -> bool {
    anchor.digest == point.digest && keys.is_mac(&point.anchor_text(anchor.at_ms), &anchor.mac)
}

/// A digest of another length than ours was written by somebody else, and what follows it breaks in any case.
fn point_of(number: u64, digest: &[u8]) -> Point {
    Point {
        number,
        digest: digest.try_into().unwrap_or_default(),
    }
}
