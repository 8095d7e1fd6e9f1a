//! Going along a chain and naming the first number at which it is not what was sealed.

use super::{Digest, Point, link_text};

/// A link as it was found, with the bytes of its entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The number it stands under.
    pub number: u64,
    /// Its digest as it was found, of whatever length.
    pub digest: Vec<u8>,
    /// The canonical bytes of its entry; `None` if the entry is not there.
    pub entry: Option<Vec<u8>>,
}

/// What came of going along a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// How many links were found to be right, up to the first that is not.
    pub links: u64,
    /// The last of them, or where the walk began.
    pub last: Point,
    /// The first that is not right.
    pub first_bad: Option<Bad>,
}

/// A place at which a chain is not what was sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bad {
    /// The number.
    pub number: u64,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What can be wrong with a number of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Under this number stands something else than was sealed under it: an entry, a digest or a number was changed.
    Edited,
    /// The link is there and its entry is not.
    Missing,
    /// There is no link under this number, and there are later ones.
    Gap,
    /// This link and the next one have changed places.
    Renumbered,
    /// This link was never sealed: the next one belongs here; or it stands where links were removed long ago.
    Foreign,
    /// From this number on the chain is gone: the head has seen more of it.
    Truncated,
    /// Everything up to here is sealed, but not as the head has seen it: the end was cut off, and the chain went on from
    /// an earlier link.
    Forked,
}

/// Goes along the links from `start` on, in the order of their numbers, and compares them with a head if there is one.
///
/// `is_mac` tells whether one of our keys made a digest (its second argument) of a text. Costs one digest a link, a few
/// more at the first that is wrong, where the walk ends.
///
/// # Errors
/// Those of `rows`.
pub fn verify<E>(
    start: Point,
    rows: impl IntoIterator<Item = Result<Row, E>>,
    head: Option<&Point>,
    is_mac: &dyn Fn(&[u8], &[u8]) -> bool,
) -> Result<Verified, E> {
    let mut verified = Verified {
        links: 0,
        last: start,
        first_bad: fork(&start, head),
    };
    let mut rows = rows.into_iter();
    while verified.first_bad.is_none() {
        let Some(row) = rows.next().transpose()? else {
            verified.first_bad = cut(&verified.last, head);
            break;
        };
        match step(&verified.last, &row, is_mac) {
            Ok(point) => {
                verified.links += 1;
                verified.last = point;
                verified.first_bad = fork(&point, head);
            }
            Err(bad) if bad.fault == Fault::Edited => {
                let fault = match rows.next().transpose()? {
                    Some(following) => with_following(&verified.last, &row, &following, is_mac),
                    None => Fault::Edited,
                };
                verified.first_bad = Some(Bad { fault, ..bad });
            }
            Err(bad) => verified.first_bad = Some(bad),
        }
    }
    Ok(verified)
}

/// Returns the place of `row` if it is the link that follows `last`.
fn step(last: &Point, row: &Row, is_mac: &dyn Fn(&[u8], &[u8]) -> bool) -> Result<Point, Bad> {
    let number = last.number.saturating_add(1);
    let bad = |number, fault| Err(Bad { number, fault });
    if row.number > number {
        return bad(number, Fault::Gap);
    }
    if row.number < number {
        return bad(row.number, Fault::Foreign);
    }
    let Some(entry) = &row.entry else {
        return bad(number, Fault::Missing);
    };
    match Digest::try_from(row.digest.as_slice()) {
        Ok(digest) if is_mac(&link_text(&last.digest, number, entry), &digest) => {
            Ok(Point { number, digest })
        }
        _ => bad(number, Fault::Edited),
    }
}

/// Says more of a link that does not follow `last`, by the one after it.
fn with_following(last: &Point, row: &Row, following: &Row, is_mac: &dyn Fn(&[u8], &[u8]) -> bool) -> Fault {
    let in_place = |point: &Point, row: &Row| {
        let number = point.number.saturating_add(1);
        let moved = Row {
            number,
            ..row.clone()
        };
        step(point, &moved, is_mac)
    };
    match in_place(last, following) {
        Err(_) => Fault::Edited,
        Ok(point) if in_place(&point, row).is_ok() => Fault::Renumbered,
        Ok(_) => Fault::Foreign,
    }
}

fn fork(point: &Point, head: Option<&Point>) -> Option<Bad> {
    let head = head.filter(|head| head.number == point.number && head.digest != point.digest)?;
    Some(Bad {
        number: head.number,
        fault: Fault::Forked,
    })
}

fn cut(last: &Point, head: Option<&Point>) -> Option<Bad> {
    head.filter(|head| head.number > last.number).map(|_| Bad {
        number: last.number.saturating_add(1),
        fault: Fault::Truncated,
    })
}
