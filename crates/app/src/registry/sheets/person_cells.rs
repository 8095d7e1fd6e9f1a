//! What the cells of a row make of a person: who it is, and what is sealed. An empty cell takes nothing away.

use exchange::roster::PersonCells;
use registry::{
    Education, Entry, Fault, IdentityNumber, LawQualification, Person, Secret, SecretKind, exact_key,
};
use store::records::people::SealedSecret;

use super::desk::Desk;
use super::refusal::Refusal;
use crate::Error;
use crate::registry::fault;
use crate::registry::person_changes::no_such_court;
use crate::registry::secrets::{self, digest_column};
use crate::same_bytes::is_same;

/// Whether a cell is believed more than what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// The sheet is about people: what it says takes the place of what is kept.
    More,
    /// The sheet is about something else: it says what is not known yet.
    Less,
}

/// Returns what a row makes of the person `id`, with what has to be sealed for it.
pub(super) fn person_of(
    desk: &Desk,
    id: &str,
    cells: &PersonCells,
    weight: Weight,
) -> Result<(Person, Vec<SealedSecret>), Refusal> {
    let mut person = desk.people.get(id).cloned().unwrap_or_default();
    let say = Saying(weight);
    say.name(&mut person.name.zh, &cells.name.zh);
    say.name(&mut person.name.bo, &cells.name.bo);
    for other in &cells.name.others {
        if !person.name.others.contains(other) {
            person.name.others.push(other.clone());
        }
    }
    let number = cells.identity_number.as_ref();
    say.it(&mut person.sex, &cells.sex);
    say.it(&mut person.ethnic_group, &cells.ethnic_group);
    say.it(
        &mut person.born_on,
        &cells.born.and_then(exchange::roster::Birth::day),
    );
    say.it(&mut person.note, &cells.note);
    educate(&mut person, cells, weight);
    if cells.law_class.is_some() || cells.law_given_on.is_some() {
        let law = person.law_qualification.get_or_insert(LawQualification {
            class: None,
            given_on: None,
        });
        say.it(&mut law.class, &cells.law_class);
        say.it(&mut law.given_on, &cells.law_given_on);
    }
    if let Some(entry) = &mut person.entry {
        if weight == Weight::More {
            entry.channel = cells.entry_channel.unwrap_or(entry.channel);
        }
        say.it(&mut entry.on, &cells.entered_on);
    } else if let Some(channel) = cells.entry_channel {
        person.entry = Some(Entry {
            channel,
            on: cells.entered_on,
        });
    }
    let fresh = seal(desk, id, &mut person, cells, weight)?;
    if let Some(number) = number {
        person.born_on = person.born_on.or(Some(number.born_on()));
        person.sex = person.sex.or(Some(number.sex()));
    }
    Ok((person, fresh))
}

/// Returns every rule that a person breaks as the rows leave it.
pub(super) fn faults(
    desk: &Desk,
    id: &str,
    person: &Person,
    said: Option<&IdentityNumber>,
) -> Result<Vec<Fault>, Error> {
    let mut faults = person.faults(desk.today);
    let before = desk.people.before(id);
    let is_new = before.is_none_or(|before| (before.born_on, before.sex) != (person.born_on, person.sex));
    match said {
        Some(number) => faults.extend(person.contradictions(number)),
        None if is_new => {
            if let Some(number) = kept_number(desk, id, person)? {
                faults.extend(person.contradictions(&number));
            }
        }
        None => {}
    }
    for (n, post) in person.posts.iter().enumerate() {
        if !desk.courts.has(&post.court) {
            faults.push(no_such_court(format!("/posts/{n}/court"), &post.court));
        }
    }
    Ok(faults)
}

struct Saying(Weight);

impl Saying {
    fn it<T: Clone>(&self, kept: &mut Option<T>, said: &Option<T>) {
        if said.is_some() && (kept.is_none() || self.0 == Weight::More) {
            kept.clone_from(said);
        }
    }

    /// A dot more or less is the same name, in the form in which it is kept.
    fn name(&self, kept: &mut Option<String>, said: &Option<String>) {
        let is_alike = |(kept, said): (&String, &String)| kept == said || exact_key(kept) == exact_key(said);
        if !kept.as_ref().zip(said.as_ref()).is_some_and(is_alike) {
            self.it(kept, said);
        }
    }
}

fn educate(person: &mut Person, cells: &PersonCells, weight: Weight) {
    let said = Education {
        school: cells.school.clone(),
        subject: cells.subject.clone(),
        degree: cells.degree.clone(),
        finished_on: cells.finished_on,
    };
    if said == Education::default() {
        return;
    }
    let (is_single, is_none) = (person.education.len() == 1, person.education.is_empty());
    let same = person.education.iter_mut().find(|known| match &said.degree {
        Some(degree) => known.degree.as_ref() == Some(degree) || (is_single && known.degree.is_none()),
        None => is_single,
    });
    match same {
        Some(known) => {
            let say = Saying(weight);
            say.it(&mut known.school, &said.school);
            say.it(&mut known.subject, &said.subject);
            say.it(&mut known.degree, &said.degree);
            say.it(&mut known.finished_on, &said.finished_on);
        }
        None if weight == Weight::More || is_none => person.education.push(said),
        None => {}
    }
}

/// Seals the numbers that are not kept of the person yet, and notes them in the person.
fn seal(
    desk: &Desk,
    id: &str,
    person: &mut Person,
    cells: &PersonCells,
    weight: Weight,
) -> Result<Vec<SealedSecret>, Refusal> {
    let mut fresh = Vec::new();
    let number = cells.identity_number.iter();
    let number = number.map(|number| (SecretKind::IdentityNumber, number.in_full(), number.last_four()));
    let phones = cells.phones.iter();
    let phones = phones.map(|phone| (SecretKind::Phone, phone.in_full(), phone.last_four()));
    for (kind, canonical, last_four) in number.chain(phones) {
        let digests = match desk.digests.get(canonical) {
            Some(digests) if kind == SecretKind::IdentityNumber => digests.clone(),
            _ => desk.keys.digests(&digest_column(kind), canonical.as_bytes()),
        };
        if has(desk, id, person, kind, &fresh, &digests) {
            continue;
        }
        let is_number = kind == SecretKind::IdentityNumber;
        let has_number = person.secrets.iter().any(|secret| secret.kind == kind);
        if is_number && has_number && weight == Weight::Less {
            continue;
        }
        if is_number {
            expect_nobody_else(desk, id, person, canonical)?;
        }
        let sealed = secrets::seal(&*desk.keys, &*desk.chance, id, kind, (canonical, last_four))?;
        if is_number {
            person.secrets.retain(|secret| secret.kind != kind);
            person.secrets.insert(0, sealed.secret.clone());
        } else {
            person.secrets.push(sealed.secret.clone());
        }
        fresh.push(sealed.into_row());
    }
    Ok(fresh)
}

fn has(
    desk: &Desk,
    id: &str,
    person: &Person,
    kind: SecretKind,
    fresh: &[SealedSecret],
    digests: &[[u8; 32]],
) -> bool {
    let row = |secret: &Secret| {
        let new = fresh.iter().chain(desk.fresh.get(id).into_iter().flatten());
        desk.secrets
            .get(&secret.row)
            .or_else(|| new.into_iter().find(|row| row.id == secret.row))
    };
    let mut rows = person
        .secrets
        .iter()
        .filter(|secret| secret.kind == kind)
        .filter_map(row);
    rows.any(|row| digests.iter().any(|digest| is_same(&row.digest, digest)))
}

/// Refuses the identity number of somebody else whom the caller may see; of whom the caller may not, nothing is said.
fn expect_nobody_else(desk: &Desk, id: &str, person: &Person, number: &str) -> Result<(), Fault> {
    let holders = desk.holders.get(number).into_iter().flatten();
    for holder in holders {
        let is_known = holder == id || person.distinct_from.iter().any(|other| other.as_str() == holder);
        if !is_known && desk.sees(holder) {
            return Err(fault(
                "identity_number_taken",
                "/identity_number",
                format!(
                    "`{holder}` has this identity number already (hint: correct the number, or join the two people)"
                ),
                format!("`{holder}` 已使用该身份证号（提示：请更正号码，或合并两条记录）"),
            ));
        }
    }
    Ok(())
}

fn kept_number(desk: &Desk, id: &str, person: &Person) -> Result<Option<IdentityNumber>, Error> {
    let mut secrets = person.secrets.iter();
    let Some(secret) = secrets.find(|secret| secret.kind == SecretKind::IdentityNumber) else {
        return Ok(None);
    };
    let mut fresh = desk.fresh.get(id).into_iter().flatten();
    let row = desk
        .secrets
        .get(&secret.row)
        .or_else(|| fresh.find(|row| row.id == secret.row));
    let Some(row) = row else { return Ok(None) };
    let clear = secrets::open_row(&*desk.keys, row)?;
    let number = IdentityNumber::read(&clear)
        .map_err(|err| Error::Internal(format!("the sealed value `{}` {err}", row.id)))?;
    Ok(Some(number))
}

#[cfg(test)]
mod tests;
