//! `POST /trainings/{id}/groups`: who is in which group and at which venue, as the rows of a sheet, pasted or typed.

use access::EnrolPeople;
use app::registry::{EnrolmentEntry, Placing, roster_revision};
use axum::extract::{Path, State};
use axum::response::Response;

use super::nominating::parts;
use super::plan_rows::{Rows, each, unread};
use super::planning::{Plan, PlanSent};
use super::roster::{Roster, named};
use crate::handle::Handle;
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::problem::Problem;

/// Somebody who can be put into a group.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Seat {
    enrolment: String,
    person: Option<String>,
    /// As the roster has it, and in Tibetan.
    names: Vec<String>,
    last_four: Option<String>,
    group: Option<String>,
    venue: Option<String>,
}

/// Puts people into groups and venues; who is in no row stays where they are.
pub async fn put_groups(
    handle: State<Handle>,
    id: Path<String>,
    context: RequestContext,
    sent: PermittedForm<EnrolPeople, PlanSent>,
) -> Result<Response, Problem> {
    let plan = Plan {
        name: "groups",
        read: |rows, roster| unread(placings(rows, &seats(roster))),
        put: |app, permit, (id, base), lines| app.place_enrolments(permit, id, base, &lines).map(drop),
    };
    plan.answer(handle, id, context, sent).await
}

/// Writes who is where as rows: who, group and, where there are several, venue, parted by tabs.
pub fn group_rows(roster: &Roster) -> String {
    let seats = seats(roster);
    let has_venues = !roster.training.venues.is_empty();
    let row = |seat: &Seat| shown(seat, &seats, has_venues);
    seats.iter().map(row).collect::<Vec<_>>().join("\n")
}

/// Returns the number that the form sends so that nothing that somebody else has written on the roster is lost.
pub fn revision(roster: &Roster) -> u64 {
    roster_revision(
        roster
            .entries
            .iter()
            .map(|entry| (entry.id.as_str(), entry.revision)),
    )
}

fn seats(roster: &Roster) -> Vec<Seat> {
    let seat = |entry: &EnrolmentEntry| {
        let line = entry.person.as_ref();
        let name_bo = line.and_then(|line| line.name_bo.clone());
        Seat {
            enrolment: entry.id.clone(),
            person: line.map(|line| line.id.clone()),
            names: [named(entry).0].into_iter().chain(name_bo).collect(),
            last_four: line.and_then(|line| line.last_four.clone()),
            group: entry.enrolment.group.clone(),
            venue: entry.enrolment.venue.clone(),
        }
    };
    roster.seated().into_iter().map(seat).collect()
}

/// Writes a row; who it is in the shortest way by which it is read as the same.
fn shown(seat: &Seat, seats: &[Seat], has_venues: bool) -> String {
    let name = seat.names.first();
    let four = name.zip(seat.last_four.as_ref());
    let ways = [name.cloned(), four.map(|(name, four)| format!("{name} {four}"))];
    let is_read = |way: &String| meant(way, seats).is_ok_and(|found| found == seat);
    let who = ways.into_iter().flatten().find(is_read);
    let who = who.unwrap_or_else(|| seat.enrolment.clone());
    let (group, venue) = (seat.group.as_deref(), seat.venue.as_deref());
    let mut cells = vec![who.as_str(), group.unwrap_or_default()];
    cells.extend(has_venues.then(|| venue.unwrap_or_default()));
    cells.join("\t")
}

/// Reads rows such as `扎西 123X`, `一组`, `主会场`. Without the third cell the venue stays; an empty cell is no group, or no
/// venue. Where nothing was pasted from a sheet, a blank stands before the group.
fn placings(rows: &str, seats: &[Seat]) -> Rows<Placing> {
    let mut known = Vec::new();
    each(rows, |line| {
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        let (who, group, venue) = match cells.as_slice() {
            [one] => {
                let (who, group) = one.rsplit_once(char::is_whitespace).ok_or("no_group")?;
                match parts(one).1 {
                    Some(_) => return Err("no_group"),
                    None => (who, group, None),
                }
            }
            [who, group] => (*who, *group, None),
            [who, group, venue, rest @ ..] if rest.iter().all(|cell| cell.is_empty()) => {
                (*who, *group, Some(*venue))
            }
            _ => return Err("too_many_cells_of_group"),
        };
        let seat = meant(who, seats)?;
        if known.contains(&seat.enrolment) {
            return Err("placed_twice");
        }
        known.push(seat.enrolment.clone());
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Ok(Placing {
            enrolment: seat.enrolment.parse().map_err(|_| "nobody_on_roster")?,
            group: text(group),
            venue: venue.map_or_else(|| seat.venue.clone(), text),
        })
    })
}

/// Returns who is meant: by the id, by the name, or by the name with the last four.
fn meant<'a>(who: &str, seats: &'a [Seat]) -> Result<&'a Seat, &'static str> {
    let is_id = |seat: &&Seat| seat.enrolment == who || seat.person.as_deref() == Some(who);
    if let Some(seat) = seats.iter().find(is_id) {
        return Ok(seat);
    }
    let (name, four) = parts(who);
    let fits = |seat: &&Seat| {
        let is_named = seat.names.iter().any(|known| parts(known).0 == name);
        is_named && (four.is_none() || seat.last_four == four)
    };
    let mut found = seats.iter().filter(fits);
    match (found.next(), found.next()) {
        (None, _) => Err("nobody_on_roster"),
        (Some(seat), None) => Ok(seat),
        (Some(_), Some(_)) => Err("several_on_roster"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(n: u8, name: &str, last_four: Option<&str>, group: &str) -> Seat {
        Seat {
            enrolment: format!("e-{n:024}"),
            person: last_four.map(|_| format!("p-{n:024}")),
            names: vec![name.to_owned()],
            last_four: last_four.map(str::to_owned),
            group: Some(group.to_owned()).filter(|group| !group.is_empty()),
            venue: Some("主会场".to_owned()),
        }
    }

    fn seats() -> Vec<Seat> {
        let mut seats = vec![
            seat(1, "扎西", Some("123X"), "一组"),
            seat(2, "扎西", Some("0018"), ""),
            seat(3, "卓玛", None, "二组"),
            seat(4, "索朗", None, ""),
            seat(5, "索朗", None, ""),
        ];
        seats[2].names.push("སྒྲོལ་མ".to_owned());
        seats
    }

    #[test]
    fn rows_are_shown_so_that_they_are_read_as_the_same() {
        let seats = seats();
        let rows: Vec<String> = seats.iter().map(|seat| shown(seat, &seats, true)).collect();
        let rows = rows.join("\n");
        insta::assert_snapshot!(rows.replace('\t', "|"), @r"
        扎西 123X|一组|主会场
        扎西 0018||主会场
        卓玛|二组|主会场
        e-000000000000000000000004||主会场
        e-000000000000000000000005||主会场
        ");
        let read = placings(&rows, &seats).unwrap();
        for ((_, line), seat) in read.iter().zip(&seats) {
            assert_eq!(line.enrolment.as_str(), seat.enrolment);
            assert_eq!((&line.group, &line.venue), (&seat.group, &seat.venue));
        }
        assert_eq!(read.len(), seats.len());
        assert_eq!(shown(&seats[2], &seats, false), "卓玛\t二组");
    }

    #[test]
    fn rows_are_read_as_they_are_pasted_or_typed() {
        let seats = seats();
        for (row, expected) in [
            ("卓玛\t三组", Ok("3 三组 主会场")),
            ("སྒྲོལ་མ་\t三组\t分会场\t\t", Ok("3 三组 分会场")),
            ("卓玛 三组", Ok("3 三组 主会场")),
            ("扎西 123x 三组", Ok("1 三组 主会场")),
            ("扎西\u{3000}0018\t\t", Ok("2 - -")),
            ("p-000000000000000000000001\t三组", Ok("1 三组 主会场")),
            ("e-000000000000000000000005\t三组", Ok("5 三组 主会场")),
            ("扎西\t三组", Err("several_on_roster")),
            ("扎西 9999\t三组", Err("nobody_on_roster")),
            ("拉毛\t三组", Err("nobody_on_roster")),
            ("\t三组", Err("nobody_on_roster")),
            ("卓玛", Err("no_group")),
            ("扎西 123X", Err("no_group")),
            ("卓玛\t三组\t主会场\t多", Err("too_many_cells_of_group")),
        ] {
            let read = placings(row, &seats).map(|read| {
                let (_, line) = &read[0];
                let number = line.enrolment.as_str().trim_start_matches(['e', '-', '0']);
                let text = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
                format!("{number} {} {}", text(&line.group), text(&line.venue))
            });
            let expected = expected.map(str::to_owned).map_err(|key| vec![(1, key)]);
            assert_eq!(read, expected, "{row:?}");
        }
        let twice = placings("卓玛\t一组\n\nསྒྲོལ་མ\t二组", &seats);
        assert_eq!(twice, Err(vec![(3, "placed_twice")]));
    }
}
