//! `POST /trainings/{id}/nominate`: people named in a typed list, a name with the last four or an id a line.

use access::{EnrolPeople, Permit, ReadRegistry};
use app::registry::rules::{PersonId, Trainee, normalize_name};
use app::registry::{Enrolling, Nominee, PeopleWanted, PersonLine};
use app::{App, Error};
use axum::extract::{Path, State};
use axum::response::Response;

use super::told::{problem_of, sentence};
use super::training::{self, Back};
use super::typed::narrow;
use crate::caller::Caller;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::pages::permitted_form::PermittedForm;
use crate::pages::see_other;
use crate::problem::Problem;
use crate::web::ui::Ui;
use crate::write::Repeating;

/// How many lines are taken at once.
const MAX_LINES: usize = 500;
/// Among how many of one name the last four are looked for.
const NAMESAKES: usize = 200;

/// What the form sends.
#[derive(Debug)]
pub struct NominateSent {
    people: String,
    group: String,
    venue: String,
}

impl Members for NominateSent {
    const NAMES: &'static [&'static str] = &["people", "group", "venue"];
    const IS_KEPT: bool = true;

    fn take(fields: &mut Fields) -> Self {
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            people: text("people"),
            group: text("group"),
            venue: text("venue"),
        }
    }
}

impl NominateSent {
    /// Names people without saying a group or a venue, one a line.
    pub fn of_people(lines: &[String]) -> Self {
        Self {
            people: lines.join("\n"),
            group: String::new(),
            venue: String::new(),
        }
    }
}

/// What keeps a line from being taken.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    Nobody,
    /// Several, as lists show them.
    Several(Vec<String>),
    Said {
        en: String,
        zh: String,
    },
}

/// Names everybody of the list for whom nothing stands in the way; the other lines come back, each with its reason.
pub async fn nominate(
    State(handle): State<Handle>,
    Path(id): Path<String>,
    context: RequestContext,
    PermittedForm { caller, permit, form }: PermittedForm<EnrolPeople, NominateSent>,
) -> Result<Response, Problem> {
    let reader = handle.permit::<ReadRegistry>(&caller).await?;
    nominated((&handle, &context, &caller), (permit, reader), id, form).await
}

/// As [`nominate`], for whoever has the list already.
///
/// # Errors
/// What no page can say beside the list.
pub async fn nominated(
    (handle, context, caller): (&Handle, &RequestContext, &Caller),
    (permit, reader): (Permit<EnrolPeople>, Permit<ReadRegistry>),
    id: String,
    form: NominateSent,
) -> Result<Response, Problem> {
    let lines = form.people.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.map(str::to_owned).collect();
    let mut back = Back {
        group: form.group.clone(),
        venue: form.venue.clone(),
        ..Back::default()
    };
    match lines.len() {
        0 => back.told.say(handle.web(), context.ui, "people", "nobody_named"),
        1..=MAX_LINES => {}
        _ => back
            .told
            .say(handle.web(), context.ui, "people", "too_many_lines"),
    }
    if !back.told.is_empty() {
        back.people = form.people;
        return training::shown(handle, context, caller, (reader, id), back).await;
    }
    let n_lines = lines.len();
    let kept = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let (group, venue) = (kept(&form.group), kept(&form.venue));
    let (training, looking) = (id.clone(), reader.clone());
    let work = move |app: &App, permit: &Permit<EnrolPeople>| {
        app.find_training(&looking, &training)?;
        let (mut left, mut n_listed, mut named) = (Vec::new(), 0, Named::default());
        for line in &lines {
            let nominee = |person| Nominee {
                trainee: Trainee::Person(person),
                group: group.clone(),
                venue: venue.clone(),
                replaces: None,
                reason: None,
            };
            let outcome = match meant(app, &looking, line, &mut n_listed)? {
                Ok(person) => named.count(app.enrol(permit, &training, &nominee(person), None))?,
                Err(kept) => Some(kept),
            };
            left.extend(outcome.map(|kept| (line.clone(), kept)));
        }
        if n_listed > 0 {
            app.note_people_listed(&looking, &["name"], n_listed)?;
        }
        Ok((left, named))
    };
    let (left, named) = handle
        .act_unmapped(permit, Repeating::WritesAgain, work)
        .await?
        .map_err(problem_of)?;
    if left.is_empty() {
        let Named { seated, waiting } = named;
        let place = format!("/trainings/{id}?done=nominated&seated={seated}&waiting={waiting}");
        return Ok(see_other(&place));
    }
    back.done_in_part = n_lines - left.len();
    back.named = named;
    for (line, kept) in &left {
        back.told.add("people", said(handle, context.ui, line, kept));
    }
    back.people = left
        .into_iter()
        .map(|(line, _)| line)
        .collect::<Vec<_>>()
        .join("\n");
    training::shown(handle, context, caller, (reader, id), back).await
}

/// How many were named at once: with a seat, and without one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Named {
    pub seated: u64,
    pub waiting: u64,
}

impl Named {
    /// Counts somebody who was enrolled; returns what keeps somebody from it, if it is something that can be said of a line.
    fn count(&mut self, outcome: Result<Enrolling, Error>) -> Result<Option<Kept>, Error> {
        match outcome {
            Ok(enrolled) if enrolled.state.takes_a_seat() => self.seated += 1,
            Ok(_) => self.waiting += 1,
            Err(Error::NoSuchRecord("person") | Error::RecordMerged { .. }) => return Ok(Some(Kept::Nobody)),
            Err(Error::Registry(faults)) => {
                let both = |ui| {
                    let said: Vec<_> = faults.iter().map(|fault| sentence(fault, ui)).collect();
                    said.join(" ")
                };
                return Ok(Some(Kept::Said {
                    en: both(Ui::En),
                    zh: both(Ui::Zh),
                }));
            }
            Err(other) => return Err(other),
        }
        Ok(None)
    }
}

/// Returns who is meant by a line: the id, also behind a name, or the one person of that name with those last four. Adds how many were looked at
/// to `n_listed`.
fn meant(
    app: &App,
    permit: &Permit<ReadRegistry>,
    line: &str,
    n_listed: &mut usize,
) -> Result<Result<PersonId, Kept>, Error> {
    if let Some(Ok(id)) = line.split_whitespace().last().map(str::parse::<PersonId>) {
        return Ok(Ok(id));
    }
    let (name, last_four) = parts(line);
    let wanted = PeopleWanted {
        name: Some(name.clone()),
        ..PeopleWanted::default()
    };
    let page = app.people_for_request(permit, &wanted, None, NAMESAKES)?;
    *n_listed += page.lines.len();
    let is_meant = |line: &&PersonLine| {
        let is_named = line.name == name || line.name_bo.as_deref() == Some(&*name);
        let fits = last_four
            .as_ref()
            .is_none_or(|four| line.last_four.as_ref() == Some(four));
        is_named && fits
    };
    let found: Vec<&PersonLine> = page.lines.iter().filter(is_meant).collect();
    Ok(match found.as_slice() {
        [] => Err(Kept::Nobody),
        [one] => one.id.parse().map_err(|_| Kept::Nobody),
        several => Err(Kept::Several(
            several.iter().map(|line| told_apart(line)).collect(),
        )),
    })
}

/// Cuts a line into a name and the last four, if it ends in some.
pub fn parts(line: &str) -> (String, Option<String>) {
    let line = &narrow(line);
    let cut = line.rsplit_once([' ', '\t', '\u{3000}', ',', '，']);
    let is_four =
        |text: &str| text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit() || b == b'X' || b == b'x');
    match cut {
        Some((name, four)) if is_four(four.trim()) => {
            (normalize_name(name), Some(four.trim().to_uppercase()))
        }
        _ => (normalize_name(line), None),
    }
}

fn told_apart(line: &PersonLine) -> String {
    let born = line.born.map(|year| year.to_string()).unwrap_or_default();
    let court = line.court_name.clone().unwrap_or_default();
    let four = line.last_four.clone().unwrap_or_default();
    format!("{} · {court} · {born} · …{four} ({})", line.name, line.id)
}

fn said(handle: &Handle, ui: Ui, line: &str, kept: &Kept) -> String {
    let fill = |key: &str, args: &[(&str, String)]| handle.web().translations().fill(ui, key, args);
    let line = line.to_owned();
    match kept {
        Kept::Nobody => fill("training.nobody_of_name", &[("line", line)]),
        Kept::Several(people) => fill(
            "training.several_of_name",
            &[("line", line), ("people", people.join("；"))],
        ),
        Kept::Said { en, zh } => {
            let said = if ui == Ui::En { en } else { zh };
            format!("{line}: {said}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_name_with_or_without_the_last_four() {
        for (line, name, four) in [
            ("扎西 123x", "扎西", Some("123X")),
            ("扎西\t1234", "扎西", Some("1234")),
            ("扎西，1234", "扎西", Some("1234")),
            ("扎西　１２３ｘ", "扎西", Some("123X")),
            ("扎西顿珠", "扎西顿珠", None),
            ("བཀྲ་ཤིས། 1234", "བཀྲ་ཤིས", Some("1234")),
            ("扎西 12345", "扎西12345", None),
        ] {
            assert_eq!(parts(line), (name.to_owned(), four.map(str::to_owned)), "{line}");
        }
    }
}
