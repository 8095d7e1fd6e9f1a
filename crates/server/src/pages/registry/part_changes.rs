//! `POST /people/{id}/entries`: an entry of a list of a person gets its last day, or is taken out because it was wrong.

use access::{Permit, ReadRegistry, WriteRegistry};
use app::App;
use app::registry::PersonPart;
use app::registry::rules::{Day, Person};
use axum::extract::{Path, State};
use axum::response::Response;

use super::person::{self, Back, expect_person_id};
use super::person_parts::Part;
use super::told::{Told, read, told};
use super::typed::{Reading, Typed};
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::pools::Pool;
use crate::problem::{Code, Problem};
use crate::write::Repeating;

/// What the form sends.
#[derive(Debug)]
pub struct ChangeSent {
    base: u64,
    place: usize,
    typed: Typed,
}

impl Members for ChangeSent {
    /// The revision, the list, the place in it from 0, `end` or `remove`, the last day, and why a pool was left.
    const NAMES: &'static [&'static str] = &["base", "part", "place", "what", "to", "left_because"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        let place = fields
            .number("place", 0..=u64::from(u16::MAX))
            .unwrap_or(u64::MAX);
        Self {
            base: fields.number("base", 0..=u64::MAX).unwrap_or_default(),
            place: usize::try_from(place).unwrap_or(usize::MAX),
            typed: Typed::take(fields, &["part", "what", "to", "left_because"]),
        }
    }
}

/// What becomes of the entry.
enum Change {
    Ends(Day),
    Goes,
}

/// Changes the entry.
pub async fn change_entry(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<WriteRegistry, ChangeSent>,
) -> Result<Response, Problem> {
    expect_person_id(&id)?;
    let ChangeSent { base, place, typed } = form;
    let part = Part::ALL
        .into_iter()
        .find(|part| part.name() == typed.value("part"));
    let part = part.ok_or_else(|| Problem::new(Code::NotFound))?;
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    let person = id.clone();
    let known = read(&handle, Pool::Writes, reader.clone(), move |app, permit| {
        Ok(app.find_person(permit, &person)?.person)
    });
    let known = known.await?;
    let mut reading = Reading::of(&typed, handle.web(), context.ui);
    let change = match typed.value("what") {
        "remove" => Some(Change::Goes),
        _ => {
            let to = reading.day("to");
            reading.wanted("to", to).map(Change::Ends)
        }
    };
    let said: Told = match change {
        None => reading.told,
        Some(change) => {
            let list = changed(part, &known, place, &change, typed.text("left_because"));
            let list = list.ok_or_else(|| Problem::new(Code::NotFound))?;
            let person = id.clone();
            let work = move |app: &App, permit: &Permit<WriteRegistry>| {
                app.put_person_part(permit, &person, base, list.clone())
            };
            match handle.act_unmapped(permit, Repeating::IsSafe, work).await? {
                Ok(_) => return Ok(see_other(&format!("/people/{id}?done=changed"))),
                Err(error) => told(error, (handle.web(), context.ui), |_| "entry".to_owned())?,
            }
        }
    };
    let back = Back {
        part: None,
        typed,
        told: said,
        foreseen: None,
    };
    person::shown(&handle, &context, &caller, (reader, id), None, Some(back)).await
}

/// Returns the list with its entry at `place` changed; `None` if there is none.
fn changed(
    part: Part,
    person: &Person,
    place: usize,
    change: &Change,
    left_because: Option<String>,
) -> Option<PersonPart> {
    Some(match part {
        Part::Posts => PersonPart::Posts(at(&person.posts, place, change, |post, last| {
            post.period.to = Some(last);
        })?),
        Part::Skills => {
            let expire =
                |skill: &mut app::registry::rules::LanguageSkill, last| skill.expires_on = Some(last);
            PersonPart::LanguageSkills(at(&person.language_skills, place, change, expire)?)
        }
        Part::Pools => PersonPart::Pools(at(&person.pools, place, change, |pool, last| {
            pool.period.to = Some(last);
            pool.left_because = left_because.clone().or_else(|| pool.left_because.clone());
        })?),
        Part::Absences => {
            PersonPart::Unavailability(at(&person.unavailability, place, change, |one, last| {
                one.period.to = Some(last);
            })?)
        }
    })
}

fn at<T: Clone>(list: &[T], place: usize, change: &Change, end: impl Fn(&mut T, Day)) -> Option<Vec<T>> {
    let mut list = list.to_vec();
    match change {
        Change::Ends(last) => end(list.get_mut(place)?, *last),
        Change::Goes if place < list.len() => drop(list.remove(place)),
        Change::Goes => return None,
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_changes_and_the_others_stay() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let list = vec![day("2019-01-01"), day("2019-02-01")];
        let end = |entry: &mut Day, last| *entry = last;
        let last = day("2020-05-01");
        for (place, change, expected) in [
            (1, Change::Ends(last), Some(vec![list[0], last])),
            (0, Change::Goes, Some(vec![list[1]])),
            (2, Change::Ends(last), None),
            (2, Change::Goes, None),
        ] {
            assert_eq!(at(&list, place, &change, end), expected, "{place}");
        }
    }
}
