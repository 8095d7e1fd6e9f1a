//! Finding and reading people.

use access::ReadRegistry;
use registry::{Day, Dialect, NameKeyKind, Person, PersonName, Pool, PostKind, SecretKind, Spoken, Written};
use store::records::people::{self, PeopleOf, SoughtName};
use store::records::{self, StoredRecord};
use store::{Kind, RecordAct, Session};
use unicode_normalization::UnicodeNormalization;

use super::reach::Reach;
use super::{PersonColumn, PersonLine, transliterations};
use crate::audit::AuditEvent;
use crate::{App, Error, Permit};

/// How many people are looked at in one reading of a list.
const AT_ONCE: usize = 200;
/// No way from joined people to the one who stayed is longer.
const LONGEST_WAY: usize = 16;

/// What of a person is sealed, as everybody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretLine {
    /// What it is.
    pub kind: SecretKind,
    /// Its last four characters.
    pub last_four: String,
}

/// A person as somebody reads it, with nothing that is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonEntry {
    /// The id.
    pub id: String,
    /// The revision.
    pub revision: u64,
    /// What it says, without [`Person::secrets`].
    pub person: Person,
    /// What is sealed.
    pub secrets: Vec<SecretLine>,
    /// When this revision was written, in milliseconds since 1970.
    pub updated_at_ms: i64,
}

/// One revision of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRevision {
    /// Its number.
    pub revision: u64,
    /// What it said, without [`Person::secrets`]; `None` if this revision took the person away.
    pub person: Option<Person>,
    /// What it was written for.
    pub act: RecordAct,
    /// Why.
    pub reason: Option<String>,
    /// Who wrote it.
    pub author: String,
    /// When, in milliseconds since 1970.
    pub at_ms: i64,
    /// The change that made it.
    pub seq: u64,
}

/// Whom a list is to hold; everything that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleWanted {
    /// People with a post in this court or below it on the day.
    pub court: Option<String>,
    /// The day on which posts and skills are looked at; today if it is left out.
    pub on: Option<Day>,
    /// A name, or its beginning: in Chinese, in Tibetan, in pinyin, or the initials of that.
    pub name: Option<String>,
    /// People in this pool on the day.
    pub pool: Option<Pool>,
    /// People with a skill in this dialect.
    pub dialect: Option<Dialect>,
    /// The least level in speech, in the dialect or in any.
    pub spoken: Option<Spoken>,
    /// The least level in writing.
    pub written: Option<Written>,
    /// People with a post of this kind on the day.
    pub post: Option<PostKind>,
    /// What is to be shown of each besides; it narrows nothing.
    pub columns: Vec<PersonColumn>,
}

/// A part of a list of people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeoplePage {
    /// The people, by id.
    pub lines: Vec<PersonLine>,
    /// The id behind which the list goes on; `None` at its end.
    pub next: Option<String>,
}

impl App {
    /// Lists people whom the caller may see, by id, at most `limit` behind the id `after`, and notes how many were listed, by
    /// what, and what was shown of them.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if the court is not one of the caller's.
    pub fn list_people(
        &self,
        permit: &Permit<ReadRegistry>,
        wanted: &PeopleWanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<PeoplePage, Error> {
        let page = self.people_for_request(permit, wanted, after, limit)?;
        let columns = wanted.columns.iter().map(|column| column.as_str());
        let noted: Vec<&'static str> = wanted.filters().into_iter().chain(columns).collect();
        self.note_people_listed(permit, &noted, page.lines.len())?;
        Ok(page)
    }

    /// Notes that `count` people were listed, narrowed by `filters`: their names, never what was looked for.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub fn note_people_listed(
        &self,
        permit: &Permit<ReadRegistry>,
        filters: &[&'static str],
        count: usize,
    ) -> Result<(), Error> {
        let event = AuditEvent::done("list-people")
            .fields(filters)
            .detail(count.to_string());
        self.record(permit.actor(), &event)
    }

    /// As [`list_people`](Self::list_people), for one of several lists of a request, which notes them together by
    /// [`note_people_listed`](Self::note_people_listed).
    ///
    /// # Errors
    /// As [`list_people`](Self::list_people).
    pub fn people_for_request(
        &self,
        permit: &Permit<ReadRegistry>,
        wanted: &PeopleWanted,
        after: Option<&str>,
        limit: usize,
    ) -> Result<PeoplePage, Error> {
        let today = self.registry_today();
        let names = wanted.name.as_deref().map(sought_names).unwrap_or_default();
        if wanted.name.is_some() && names.is_empty() {
            // Nothing that a name has was typed.
            return Ok(PeoplePage {
                lines: Vec::new(),
                next: None,
            });
        }
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            if let Some(court) = wanted.court.as_deref()
                && (!reach.has(court) || store::courts::find(session, court)?.is_none())
            {
                return Err(Error::NoSuchRecord("court"));
            }
            let on = wanted.on.unwrap_or(today);
            let of = PeopleOf {
                within: reach.court().map(|court| (court, today)),
                court: wanted.court.as_deref(),
                on,
                names: &names,
            };
            let mut after = after.unwrap_or_default().to_owned();
            let mut lines = Vec::new();
            loop {
                let page = people::list(session, &of, &after, AT_ONCE)?;
                for stored in &page {
                    if lines.len() == limit {
                        return Ok(PeoplePage {
                            lines,
                            next: Some(after),
                        });
                    }
                    if wanted.fits(&stored.body, on) {
                        let line = PersonLine::with_columns(session, stored, on, &wanted.columns)?;
                        lines.push(line);
                    }
                    after.clone_from(&stored.id);
                }
                if page.len() < AT_ONCE {
                    return Ok(PeoplePage { lines, next: None });
                }
            }
        })
    }

    /// Returns a person, and notes who has looked.
    ///
    /// # Errors
    /// [`Error::NoSuchRecord`] if there is none whom the caller may know of; [`Error::RecordMerged`] if the person was
    /// joined into one whom the caller may know of.
    pub fn find_person(&self, permit: &Permit<ReadRegistry>, id: &str) -> Result<PersonEntry, Error> {
        let entry = self.peek_person(permit, id)?;
        self.record(permit.actor(), &AuditEvent::done("read-person").on("person", id))?;
        Ok(entry)
    }

    /// Returns up to `limit` revisions of a person, the newest first; those below `before` when it is given.
    ///
    /// # Errors
    /// As [`find_person`](Self::find_person).
    pub fn person_revisions(
        &self,
        permit: &Permit<ReadRegistry>,
        id: &str,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<PersonRevision>, Error> {
        let event = AuditEvent::done("read-person-revisions").on("person", id);
        self.peek_person(permit, id)?;
        self.record(permit.actor(), &event)?;
        let found = self
            .store
            .read(|session| records::list_revisions::<Person>(session, id, before, limit))?;
        let revision = |one: records::RecordRevision<Person>| PersonRevision {
            revision: one.revision,
            person: one.body.map(without_secrets),
            act: one.act,
            reason: one.reason,
            author: one.author,
            at_ms: one.at_ms,
            seq: one.seq,
        };
        Ok(found.into_iter().map(revision).collect())
    }

    /// As [`find_person`](Self::find_person), for what is noted otherwise: a change is, and tells who has seen what was
    /// changed.
    ///
    /// # Errors
    /// As [`find_person`](Self::find_person).
    pub fn peek_person(&self, permit: &Permit<ReadRegistry>, id: &str) -> Result<PersonEntry, Error> {
        let today = self.registry_today();
        self.store.read(|session| {
            let reach = Reach::of(session, permit)?;
            Ok(PersonEntry::from(seen_person(session, &reach, id, today)?))
        })
    }
}

impl From<StoredRecord<Person>> for PersonEntry {
    fn from(stored: StoredRecord<Person>) -> Self {
        let line = |secret: &registry::Secret| SecretLine {
            kind: secret.kind,
            last_four: secret.last_four.clone(),
        };
        Self {
            secrets: stored.body.secrets.iter().map(line).collect(),
            id: stored.id,
            revision: stored.revision,
            person: without_secrets(stored.body),
            updated_at_ms: stored.updated_at_ms,
        }
    }
}

impl PeopleWanted {
    /// Returns the names of what narrows the list.
    fn filters(&self) -> Vec<&'static str> {
        let given = [
            ("name", self.name.is_some()),
            ("court", self.court.is_some()),
            ("on", self.on.is_some()),
            ("pool", self.pool.is_some()),
            ("dialect", self.dialect.is_some()),
            ("spoken", self.spoken.is_some()),
            ("written", self.written.is_some()),
            ("post", self.post.is_some()),
        ];
        given
            .into_iter()
            .filter_map(|(name, is_given)| is_given.then_some(name))
            .collect()
    }

    /// Tells what the store has not looked at.
    pub(super) fn fits(&self, person: &Person, on: Day) -> bool {
        let is_pooled = |pool: Pool| {
            let mut pools = person.pools.iter();
            pools.any(|membership| membership.pool == pool && membership.period.contains(on))
        };
        let (own, lent) = person.posts_on(on);
        let has_post = |kind: PostKind| [own, lent].into_iter().flatten().any(|post| post.kind == kind);
        let can = |dialect: Dialect| {
            person.skill_on(dialect, on).is_some_and(|skill| {
                self.spoken.is_none_or(|least| skill.spoken >= Some(least))
                    && self.written.is_none_or(|least| skill.written >= Some(least))
            })
        };
        let asks_for_skill = self.dialect.is_some() || self.spoken.is_some() || self.written.is_some();
        let mut dialects = Dialect::ALL
            .iter()
            .filter(|dialect| self.dialect.is_none_or(|wanted| wanted == **dialect));
        !person.is_erased
            && self.pool.is_none_or(is_pooled)
            && self.post.is_none_or(has_post)
            && (!asks_for_skill || dialects.any(|dialect| can(*dialect)))
    }
}

/// Returns a person within `reach`.
///
/// # Errors
/// As [`App::find_person`].
pub(super) fn seen_person(
    session: &mut dyn Session,
    reach: &Reach,
    id: &str,
    today: Day,
) -> Result<StoredRecord<Person>, Error> {
    let is_seen = |session: &mut dyn Session, id: &str| -> Result<bool, Error> {
        let courts = people::courts_of(session, id, today)?;
        Ok(reach.has_person(id, &courts))
    };
    if let Some(stored) = records::find::<Person>(session, id)? {
        return match is_seen(session, id)? {
            true => Ok(stored),
            false => Err(Error::NoSuchRecord("person")),
        };
    }
    match stayed(session, id)? {
        Some(into) if is_seen(session, &into)? => Err(Error::RecordMerged {
            id: id.to_owned(),
            into,
        }),
        _ => Err(Error::NoSuchRecord("person")),
    }
}

/// Returns who stayed when `id` was joined into somebody, who may have been joined since.
pub(super) fn stayed(session: &mut dyn Session, id: &str) -> Result<Option<String>, Error> {
    let mut at = None;
    for _ in 0..LONGEST_WAY {
        let from = at.as_deref().unwrap_or(id);
        match records::merged_into(session, Kind::Person, from)? {
            Some(into) => at = Some(into),
            None => break,
        }
    }
    Ok(at)
}

/// Returns somebody as the person is now: who was joined into somebody is that one.
pub(super) fn person_now(session: &mut dyn Session, id: &str) -> Result<Option<StoredRecord<Person>>, Error> {
    let now = stayed(session, id)?;
    Ok(records::find::<Person>(session, now.as_deref().unwrap_or(id))?)
}

/// Takes off where the sealed values are.
fn without_secrets(person: Person) -> Person {
    Person {
        secrets: Vec::new(),
        ..person
    }
}

/// Returns the keys by which a name that somebody typed is looked for.
pub(super) fn sought_names(typed: &str) -> Vec<SoughtName> {
    // Letters of full width are what an input method leaves behind.
    let typed = &*typed.nfkc().collect::<String>();
    let name = PersonName {
        zh: Some(typed.to_owned()),
        ..PersonName::default()
    };
    let mut keys = name.normalized().keys(transliterations());
    let letters: String = typed
        .chars()
        .filter(char::is_ascii_alphabetic)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let is_latin = typed.is_ascii() && !letters.is_empty();
    // By sound alone, a name in characters would find everybody who sounds alike.
    keys.retain(|key| !matches!(key.kind, NameKeyKind::Pinyin | NameKeyKind::Initials));
    if is_latin {
        keys.extend(
            [NameKeyKind::Pinyin, NameKeyKind::Initials].map(|kind| registry::NameKey {
                kind,
                key: letters.clone(),
            }),
        );
    }
    let sought = |key: registry::NameKey| SoughtName {
        is_prefix: key.kind != NameKeyKind::Transliteration,
        key,
    };
    keys.into_iter().map(sought).collect()
}
