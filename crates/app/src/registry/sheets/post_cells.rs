//! What the cells of a row make of the posts of a person.

use std::collections::BTreeMap;

use exchange::roster::PostCells;
use registry::{Day, Fault, Period, Person, Post};

use super::desk::Desk;
use crate::registry::fault;

/// Returns the code of the court that a row names, one of the caller's.
pub(super) fn own_court(desk: &Desk, cells: &PostCells) -> Result<Option<String>, Fault> {
    let Some(words) = cells.court.as_deref() else {
        return Ok(None);
    };
    let code = desk.courts.meant(words, "/court")?;
    if desk.reach.has(code) {
        return Ok(Some(code.to_owned()));
    }
    let name = desk.courts.name(code).unwrap_or(code);
    Err(fault(
        "court_outside",
        "/court",
        format!("`{name}` is not one of your courts (hint: remove the row, or let that court enter it)"),
        format!("“{name}”不属于您所辖法院（提示：请删去本行，或由该法院录入）"),
    ))
}

/// Writes down what somebody is now. Another kind, rank or quota is another post, which begins on a day that has to be said.
pub(super) fn now_at(
    person: &mut Person,
    cells: &PostCells,
    court: &str,
    today: Day,
    fallback: Option<Day>,
) -> Result<(), Fault> {
    let is_lent = cells.is_secondment.unwrap_or(false);
    let of_kind = |post: &&mut Post| post.is_secondment == is_lent;
    let begun = cells.from;
    if let Some(post) = person
        .posts
        .iter_mut()
        .filter(of_kind)
        .find(|post| post.court == court && Some(post.period.from) == begun)
    {
        say(post, cells);
        return Ok(());
    }
    let mut posts = person.posts.iter_mut().filter(of_kind);
    let Some(present) = posts.find(|post| post.period.contains(today)) else {
        // The court of a post that has ended only tells who it is, as sheets that we write have it.
        if cells.kind.is_none() && begun.is_none() && person.posts.iter().any(|post| post.court == court) {
            return Ok(());
        }
        let from = begun.or(fallback).ok_or_else(from_missing)?;
        person.posts.push(post(cells, court, from)?);
        return Ok(());
    };
    let goes_on = present.court == court
        && cells.kind.is_none_or(|kind| kind == present.kind)
        && (cells.rank.is_none() || present.rank.is_none() || cells.rank == present.rank)
        && cells.in_quota.is_none_or(|is| is == present.in_quota);
    if goes_on && begun.is_none() {
        say(present, cells);
        return Ok(());
    }
    let from = begun.ok_or_else(from_missing)?;
    if from <= present.period.from {
        if goes_on {
            // The same post, begun earlier than was known.
            say(present, cells);
            present.period.from = from;
            return Ok(());
        }
        // Rules tell that the two overlap.
    } else {
        present.period.to = day_before(from);
    }
    person.posts.push(post(cells, court, from)?);
    Ok(())
}

/// Writes down a post of any time, one that begins on the same day in the same court being the same.
pub(super) fn at_some_time(
    person: &mut Person,
    cells: &PostCells,
    court: &str,
    from: Day,
) -> Result<(), Fault> {
    let is_lent = cells.is_secondment.unwrap_or(false);
    let same = person
        .posts
        .iter_mut()
        .find(|post| post.court == court && post.period.from == from && post.is_secondment == is_lent);
    match same {
        Some(post) => say(post, cells),
        None => person.posts.push(post(cells, court, from)?),
    }
    Ok(())
}

/// Returns the posts of somebody of whom only is known what rosters say: from each day on what the roster of that day says, in
/// the court that it names.
pub(super) fn of_rosters(seen: &BTreeMap<Day, (String, PostCells)>) -> Vec<Post> {
    let mut posts: Vec<Post> = Vec::new();
    for (day, (court, cells)) in seen {
        match posts.last_mut() {
            Some(last) if last.court == *court && is_said(last, cells) => fill(last, cells),
            last => {
                let Ok(told) = post(cells, court, *day) else {
                    continue;
                };
                if let Some(last) = last {
                    last.period.to = day_before(*day);
                }
                posts.push(told);
            }
        }
    }
    posts
}

/// Writes down what a roster says of somebody whose posts are known from rosters, `first_days` of their trainings: from its
/// first day on the person is that, so that it does not matter in how many files the rosters come, and in which order. A post
/// of which somebody else has written since when is left as it is.
pub(super) fn by_roster(person: &mut Person, cells: &PostCells, court: &str, day: Day, first_days: &[Day]) {
    let of_roster = |post: &Post| {
        post.court == court
            && !post.is_secondment
            && post.document.is_none()
            && first_days.contains(&post.period.from)
    };
    let Ok(told) = post(cells, court, day) else { return };
    let mut own: Vec<&mut Post> = person
        .posts
        .iter_mut()
        .filter(|post| !post.is_secondment)
        .collect();
    own.sort_by_key(|post| post.period.from);
    let begun = own.partition_point(|post| post.period.from <= day);
    let (before, after) = own.split_at_mut(begun);
    let next = after.first_mut().filter(|next| of_roster(next));
    let mut new = Vec::new();
    match before.last_mut() {
        Some(present) if present.period.contains(day) => {
            let end = present.period.to;
            let is_followed = next
                .as_ref()
                .is_some_and(|next| day_before(next.period.from) == end);
            if is_said(present, cells) {
                fill(present, cells);
                return;
            }
            if !of_roster(present) || present.period.from == day || !(end.is_none() || is_followed) {
                return;
            }
            // A later roster has said that the person was still what was known.
            let again = first_days
                .iter()
                .filter(|later| **later > day && present.period.contains(**later))
                .min();
            if let Some(again) = again {
                let period = Period {
                    from: *again,
                    to: end,
                };
                new.push(Post {
                    period,
                    ..present.clone()
                });
            }
            present.period.to = day_before(day);
            let until = again.map_or(end, |again| day_before(*again));
            put_before(told, until, next.filter(|_| again.is_none()), &mut new);
        }
        // Before everything that is known of the person; what has ended is not begun again.
        None if next.is_some() => {
            let until = next.as_ref().and_then(|next| day_before(next.period.from));
            put_before(told, until, next, &mut new);
        }
        _ => return,
    }
    person.posts.extend(new);
}

/// Puts a post that lasts `until` a day before the one that follows it, which begins earlier if it is the same.
fn put_before(told: Post, until: Option<Day>, next: Option<&mut &mut Post>, new: &mut Vec<Post>) {
    let goes_on = |next: &Post| {
        next.kind == told.kind
            && next.in_quota == told.in_quota
            && (next.rank.is_none() || next.rank == told.rank)
    };
    match next {
        Some(next) if goes_on(next) => {
            next.period.from = told.period.from;
            next.rank = told.rank;
            next.department = told.department.or_else(|| next.department.take());
        }
        _ => {
            let period = Period {
                to: until,
                ..told.period
            };
            new.push(Post { period, ..told });
        }
    }
}

/// Adds to a post what a row says of it besides.
fn fill(post: &mut Post, cells: &PostCells) {
    if post.department.is_none() {
        post.department.clone_from(&cells.department);
    }
}

/// Refuses a roster that has somebody in another court on its first day than the posts do: the enrolment would be one of a court
/// of which the row does not speak.
pub(super) fn expect_court(desk: &Desk, person: &Person, court: &str, day: Day) -> Result<(), Fault> {
    let (own, lent) = person.posts_on(day);
    let Some(known) = own.or(lent) else { return Ok(()) };
    if [own, lent].into_iter().flatten().any(|post| post.court == court) {
        return Ok(());
    }
    let name = |code: &str| desk.courts.name(code).unwrap_or(code).to_owned();
    let (known, told) = (name(&known.court), name(court));
    Err(fault(
        "court_contradicts",
        "/court",
        format!(
            "on `{day}`, the first day, the person is in `{known}`, not in `{told}` (hint: correct the row, or enter the post in the new court first)"
        ),
        format!("开班日 `{day}` 此人在“{known}”，不在“{told}”（提示：请更正本行，或先登记调入的任职）"),
    ))
}

/// Tells whether a post is what a row says.
fn is_said(post: &Post, cells: &PostCells) -> bool {
    cells.kind.is_none_or(|kind| kind == post.kind)
        && (cells.rank.is_none() || cells.rank == post.rank)
        && cells.in_quota.is_none_or(|is| is == post.in_quota)
}

/// Returns the post that a row speaks of, begun on `from`.
pub(super) fn post(cells: &PostCells, court: &str, from: Day) -> Result<Post, Fault> {
    let kind = cells.kind.ok_or_else(|| {
        fault(
            "post_missing",
            "/posts/0/kind",
            "the row does not say what the person is in the court (hint: fill in 职务)".to_owned(),
            "本行没有写明职务（提示：请填写“职务”）".to_owned(),
        )
    })?;
    Ok(Post {
        court: court.to_owned(),
        department: cells.department.clone(),
        kind,
        rank: cells.rank,
        in_quota: cells.in_quota.unwrap_or(false),
        is_secondment: cells.is_secondment.unwrap_or(false),
        period: Period { from, to: cells.to },
        document: cells.document.clone(),
    })
}

/// Tells that somebody new has no court.
pub(super) fn court_missing() -> Fault {
    fault(
        "court_missing",
        "/court",
        "the row names no court, and somebody new needs one (hint: fill in 所在法院)".to_owned(),
        "本行没有写明法院，新人员须有法院（提示：请填写“所在法院”）".to_owned(),
    )
}

fn say(post: &mut Post, cells: &PostCells) {
    if cells.department.is_some() {
        post.department.clone_from(&cells.department);
    }
    if cells.document.is_some() {
        post.document.clone_from(&cells.document);
    }
    post.kind = cells.kind.unwrap_or(post.kind);
    post.rank = cells.rank.or(post.rank);
    post.in_quota = cells.in_quota.unwrap_or(post.in_quota);
    post.period.to = cells.to.or(post.period.to);
}

fn from_missing() -> Fault {
    fault(
        "post_from_missing",
        "/posts/0/from",
        "the row does not say since when the person is that (hint: fill in 任职日期)".to_owned(),
        "本行没有写明任职日期（提示：请填写“任职日期”）".to_owned(),
    )
}

/// Returns the day before, unless it is the first there is.
fn day_before(day: Day) -> Option<Day> {
    let (year, month) = (day.year(), day.month());
    let in_month = |year, month| {
        [31, 30, 29, 28]
            .into_iter()
            .find_map(|last| Day::new(year, month, last))
    };
    match (month, day.day()) {
        (1, 1) => Day::new(year - 1, 12, 31),
        (month, 1) => in_month(year, month - 1),
        (month, number) => Day::new(year, month, number - 1),
    }
}

#[cfg(test)]
mod tests;
