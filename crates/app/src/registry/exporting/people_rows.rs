//! Rows about people: one each, or one a post or a skill, by court and name.

use exchange::roster::{PersonCells, PostCells, RosterKind, Statement};
use registry::{Day, Person, Phone, SecretKind};
use store::Session;
use store::records::StoredRecord;
use store::records::people::{self, PeopleOf};

use super::cells;
use super::gathering::{AT_ONCE, Gathering};
use crate::Error;
use crate::personal_data::KeyProvider;
use crate::registry::people::sought_names;
use crate::registry::secrets;

/// Somebody who stands in rows.
pub(super) struct Someone {
    pub(super) cells: PersonCells,
    /// What the person is today.
    pub(super) post: PostCells,
    /// The code of the court to which the person belongs.
    court: Option<String>,
}

/// Where somebody stands in a list: by court, name and id.
type Place = (Option<String>, String, String);

impl Gathering<'_> {
    pub(super) fn of_people(&mut self) -> Result<Vec<Statement>, Error> {
        let wanted = &self.wanted.people;
        let names = wanted.name.as_deref().map(sought_names).unwrap_or_default();
        if wanted.name.is_some() && names.is_empty() {
            // Nothing that a name has was typed.
            return Ok(Vec::new());
        }
        let on = wanted.on.unwrap_or(self.today);
        let within = self.reach.court().map(str::to_owned);
        let of = PeopleOf {
            within: within.as_deref().map(|court| (court, self.today)),
            court: wanted.court.as_deref(),
            on,
            names: &names,
        };
        let mut rows: Vec<(Place, Vec<Statement>)> = Vec::new();
        let mut after = String::new();
        loop {
            let page = people::list(self.session, &of, &after, AT_ONCE)?;
            let is_last = page.len() < AT_ONCE;
            if let Some(last) = page.last() {
                after.clone_from(&last.id);
            }
            for stored in page.into_iter().filter(|stored| wanted.fits(&stored.body, on)) {
                let someone = self.someone(&stored, on)?;
                let place = (
                    someone.court.clone(),
                    stored.body.name.shown().to_owned(),
                    stored.id.clone(),
                );
                rows.push((place, self.of_person(&stored, someone)));
            }
            if is_last {
                break;
            }
        }
        rows.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(rows.into_iter().flat_map(|(_, statements)| statements).collect())
    }

    /// Returns the rows of somebody: one, or one a post or a skill.
    fn of_person(&self, stored: &StoredRecord<Person>, someone: Someone) -> Vec<Statement> {
        let person = &stored.body;
        let row = Statement {
            person: match self.wanted.kind {
                RosterKind::People => someone.cells.clone(),
                _ if self.is_filled => someone.cells.clone(),
                // Enough to find the person again.
                _ => PersonCells {
                    identity_number: someone.cells.identity_number.clone(),
                    born: someone.cells.born,
                    ..cells::named(&stored.id, person)
                },
            },
            ..Statement::default()
        };
        match self.wanted.kind {
            RosterKind::Posts => {
                let of = |post: &registry::Post| Statement {
                    post: cells::post(post, self.called(&post.court)),
                    ..row.clone()
                };
                person.posts.iter().map(of).collect()
            }
            RosterKind::Skills => {
                let of = |skill: &registry::LanguageSkill| Statement {
                    post: cells::from_court(someone.court.as_ref().map(|court| self.called(court))),
                    skill: cells::skill(skill),
                    ..row.clone()
                };
                person.language_skills.iter().map(of).collect()
            }
            _ => vec![Statement {
                post: someone.post,
                ..row
            }],
        }
    }

    /// Says of somebody within reach all that may be said.
    pub(super) fn someone(&mut self, stored: &StoredRecord<Person>, on: Day) -> Result<Someone, Error> {
        let person = &stored.body;
        let belongs = people::courts_of(self.session, &stored.id, self.today)?;
        let mut said = cells::whole(&stored.id, person);
        if let Some((reach, keys)) = &self.opening
            && reach.has_person(&stored.id, &belongs)
            && !person.secrets.is_empty()
        {
            said.identity_number = secrets::identity_number(self.session, *keys, person)?;
            said.phones = phones(self.session, *keys, person)?;
            said.phone_last_four = None;
            self.opened.insert(stored.id.clone());
        }
        let (own, lent) = person.posts_on(on);
        let court = belongs.into_iter().next();
        let post = match own.or(lent) {
            Some(post) => cells::post(post, self.called(&post.court)),
            None => cells::from_court(court.as_ref().map(|court| self.called(court))),
        };
        Ok(Someone {
            cells: said,
            post,
            court,
        })
    }
}

/// Opens the telephone numbers of somebody.
fn phones(session: &mut dyn Session, keys: &dyn KeyProvider, person: &Person) -> Result<Vec<Phone>, Error> {
    let sealed = person
        .secrets
        .iter()
        .filter(|secret| secret.kind == SecretKind::Phone);
    let mut phones = Vec::new();
    for secret in sealed {
        let clear = secrets::open(session, keys, secret)?;
        let phone = Phone::read(&clear)
            .map_err(|err| Error::Internal(format!("the sealed value `{}` {err}", secret.row)))?;
        phones.push(phone);
    }
    Ok(phones)
}
