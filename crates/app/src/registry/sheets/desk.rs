//! Everything of the registry that a sheet may touch, read in one snapshot, and what the sheet makes of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use access::{ReadRegistry, WriteResults};
use exchange::roster::{RosterKind, RosterReading};
use registry::{Court, Day, Enrolment, NameKeyKind, Person, Programme, SecretKind, Training};
use store::records::people::SealedSecret;
use store::records::{self, Record, StoredRecord, many};
use store::{Session, changes};

use super::court_book::CourtBook;
use super::drafts::Drafts;
use super::spellings::Spellings;
use super::training_of::{self, TrainingOfRow};
use crate::personal_data::KeyProvider;
use crate::registry::courts::without_record;
use crate::registry::reach::Reach;
use crate::registry::secrets::digest_column;
use crate::{App, Chance, Error, Permit};

/// How many records are read at once.
const AT_ONCE: usize = 500;

/// The records, the rights, and by what they are found.
pub(super) struct Desk {
    pub kind: RosterKind,
    pub today: Day,
    /// The last change of the snapshot.
    pub seq: u64,
    pub reach: Reach,
    /// How far the caller may look; `None` of whoever may only write.
    pub sight: Option<Reach>,
    pub courts: CourtBook,
    pub programmes: Vec<StoredRecord<Programme>>,
    pub court_records: Drafts<Court>,
    pub trainings: Drafts<Training>,
    pub people: Drafts<Person>,
    pub enrolments: Drafts<Enrolment>,
    pub spellings: Spellings,
    /// The people of a name, and those of a name that is written otherwise.
    pub named: HashMap<String, Vec<String>>,
    pub spelt: HashMap<String, Vec<String>>,
    /// The courts to which people belong.
    pub belongs: HashMap<String, Vec<String>>,
    /// Whose identity number it is, and its digests.
    pub holders: HashMap<String, Vec<String>>,
    pub digests: HashMap<String, Vec<[u8; 32]>>,
    /// What is sealed, by row, and what is sealed newly, by person.
    pub secrets: HashMap<String, SealedSecret>,
    pub fresh: HashMap<String, Vec<SealedSecret>>,
    /// The enrolments of a person, and of a training.
    pub enrolled: HashMap<String, Vec<String>>,
    pub rosters: HashMap<String, Vec<String>>,
    pub keys: Arc<dyn KeyProvider>,
    pub chance: Arc<dyn Chance>,
}

/// What rows say by which records are found.
#[derive(Default)]
struct Sought {
    people: BTreeSet<String>,
    enrolments: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

impl App {
    /// Reads what the rows of `reading` may be about, and the training that each of them names.
    pub(super) fn sheet_desk(
        &self,
        session: &mut dyn Session,
        permit: &Permit<WriteResults>,
        reading: &RosterReading,
    ) -> Result<(Desk, Vec<TrainingOfRow>), Error> {
        let kind = reading.kind;
        let sight = self.policy().permit::<ReadRegistry>(permit.actor()).ok();
        let mut desk = Desk {
            kind,
            today: self.registry_today(),
            seq: changes::last_seq(session)?,
            reach: self.sheet_permit(permit, kind)?.reach(session)?,
            sight: sight.map(|permit| Reach::of(session, &permit)).transpose()?,
            courts: CourtBook::new(store::courts::list(session)?),
            programmes: Vec::new(),
            court_records: Drafts::new(),
            trainings: Drafts::new(),
            people: Drafts::new(),
            enrolments: Drafts::new(),
            spellings: Spellings::default(),
            named: HashMap::new(),
            spelt: HashMap::new(),
            belongs: HashMap::new(),
            holders: HashMap::new(),
            digests: HashMap::new(),
            secrets: HashMap::new(),
            fresh: HashMap::new(),
            enrolled: HashMap::new(),
            rosters: HashMap::new(),
            keys: Arc::clone(&self.identity.keys),
            chance: Arc::clone(&self.identity.chance),
        };
        if kind == RosterKind::Courts {
            for stored in all::<Court>(session)? {
                desk.court_records.load(stored);
            }
            // A court of a table is there, even if nothing more is known of it.
            for row in store::courts::list(session)? {
                desk.court_records.load(StoredRecord {
                    body: without_record(&row),
                    id: row.code,
                    revision: 0,
                    updated_at_ms: 0,
                    seq: 0,
                });
            }
        }
        let mut trainings = Vec::new();
        if kind.is_of_trainings() {
            desk.programmes = all(session)?;
            for stored in all::<Training>(session)? {
                desk.trainings.load(stored);
            }
            trainings = training_of::of_rows(&desk, reading);
        }
        if kind.is_of_people() {
            let sought = desk.sought(reading);
            desk.read_people(session, sought)?;
        }
        if kind.is_of_trainings() {
            desk.read_enrolments(session, &trainings)?;
        }
        Ok((desk, trainings))
    }
}

impl Desk {
    /// Tells whether attendance or results are taken in: nobody new comes of them.
    pub(super) fn is_of_marks(&self) -> bool {
        matches!(self.kind, RosterKind::Attendance | RosterKind::Results)
    }

    /// Tells whether somebody who is there may be known of.
    pub(super) fn sees(&self, person: &str) -> bool {
        let courts = self.belongs.get(person).map_or(&[][..], Vec::as_slice);
        self.reach.has_person(person, courts)
    }

    /// Tells whether a person is on the roster of a training, however far the caller reaches otherwise.
    pub(super) fn enrolment_of(&self, person: &str, training: &str) -> Option<&str> {
        let enrolled = self.enrolled.get(person)?.iter();
        let mut of_training = enrolled.filter(|id| {
            let enrolment = self.enrolments.get(id);
            enrolment.is_some_and(|enrolment| enrolment.training.as_str() == training)
        });
        of_training.next().map(String::as_str)
    }

    /// Notes an enrolment by whom and where it is.
    pub(super) fn enter(&mut self, id: &str, enrolment: &Enrolment) {
        if let Some(person) = enrolment.person() {
            let enrolled = self.enrolled.entry(person.as_str().to_owned()).or_default();
            enrolled.push(id.to_owned());
        }
        let roster = self
            .rosters
            .entry(enrolment.training.as_str().to_owned())
            .or_default();
        roster.push(id.to_owned());
    }

    /// Tells whether what somebody has written since, after the change `seq`, is about anything that was read or sought.
    pub(super) fn is_touched_by(&self, kind: store::Kind, id: &str) -> bool {
        match kind {
            store::Kind::Concept => false,
            store::Kind::Person => self.people.get(id).is_some(),
            store::Kind::Enrolment => self.enrolments.get(id).is_some(),
            // There are few of them, and much hangs on each.
            store::Kind::Court => true,
            store::Kind::Programme | store::Kind::Training => self.kind.is_of_trainings(),
        }
    }

    /// Tells whether somebody who has just come could be a person of the sheet.
    pub(super) fn could_mean(&self, person: &Person) -> bool {
        let names = person
            .name
            .zh
            .iter()
            .chain(&person.name.bo)
            .chain(&person.name.others);
        let mut keys = names.map(|name| registry::exact_key(name));
        keys.any(|key| self.spellings.has_key(&key))
    }

    fn sought(&mut self, reading: &RosterReading) -> Sought {
        let mut sought = Sought::default();
        for row in &reading.rows {
            let person = &row.statement.person;
            for name in person.name.zh.iter().chain(&person.name.bo) {
                self.spellings.learn(name);
            }
            sought
                .people
                .extend(person.id.as_ref().map(|id| id.as_str().to_owned()));
            let enrolment = row.statement.enrolment.id.as_ref();
            sought
                .enrolments
                .extend(enrolment.map(|id| id.as_str().to_owned()));
            if let Some(number) = &person.identity_number {
                sought.numbers.insert(number.in_full().to_owned());
            }
        }
        sought
    }

    fn read_people(&mut self, session: &mut dyn Session, sought: Sought) -> Result<(), Error> {
        let mut ids = sought.people;
        let (keys, classes) = self.spellings.sought();
        for (found, kind, keys) in [
            (&mut self.named, NameKeyKind::Exact, keys),
            (&mut self.spelt, NameKeyKind::Transliteration, classes),
        ] {
            for (key, person) in many::named(session, kind, &keys)? {
                ids.insert(person.clone());
                found.entry(key).or_default().push(person);
            }
        }
        let number = digest_column(SecretKind::IdentityNumber);
        for text in &sought.numbers {
            let digests = self.keys.digests(&number, text.as_bytes());
            self.digests.insert(text.clone(), digests);
        }
        let digests: Vec<Vec<u8>> = self.digests.values().flatten().map(|d| d.to_vec()).collect();
        let sealed = many::sealed_with(session, SecretKind::IdentityNumber, &digests)?;
        ids.extend(sealed.iter().map(|secret| secret.person.clone()));
        for stored in many::find_all::<Enrolment>(session, &Vec::from_iter(sought.enrolments))? {
            ids.extend(stored.body.person().map(|person| person.as_str().to_owned()));
            self.load_enrolment(stored);
        }
        let ids: Vec<String> = ids.into_iter().collect();
        for stored in many::find_all::<Person>(session, &ids)? {
            self.people.load(stored);
        }
        for (person, court) in many::courts_of_all(session, &ids, self.today)? {
            self.belongs.entry(person).or_default().push(court);
        }
        for secret in many::sealed_of(session, &ids)? {
            self.secrets.insert(secret.id.clone(), secret);
        }
        self.find_holders(&sealed);
        Ok(())
    }

    /// A former number finds a person too, but is nobody's any more.
    fn find_holders(&mut self, sealed: &[SealedSecret]) {
        let of_digest: HashMap<&[u8], &String> = self
            .digests
            .iter()
            .flat_map(|(number, digests)| digests.iter().map(move |digest| (&digest[..], number)))
            .collect();
        let mut holders: HashMap<String, Vec<String>> = HashMap::new();
        for secret in sealed {
            let person = self.people.get(&secret.person);
            let is_present =
                person.is_some_and(|person| person.secrets.iter().any(|known| known.row == secret.id));
            if let Some(number) = of_digest.get(&secret.digest[..]).filter(|_| is_present) {
                let of_number = holders.entry((*number).clone()).or_default();
                if !of_number.contains(&secret.person) {
                    of_number.push(secret.person.clone());
                }
            }
        }
        self.holders = holders;
    }

    fn read_enrolments(
        &mut self,
        session: &mut dyn Session,
        trainings: &[TrainingOfRow],
    ) -> Result<(), Error> {
        let named: HashSet<&String> = trainings
            .iter()
            .filter_map(|training| training.as_ref().ok()?.as_ref())
            .collect();
        let named: Vec<String> = named.into_iter().cloned().collect();
        for stored in many::enrolments_in_all(session, &named)? {
            self.load_enrolment(stored);
        }
        // A plan that moves a training must not put anybody of its roster into two at once.
        let of_rosters = self
            .enrolled
            .keys()
            .filter(|_| self.kind == RosterKind::Trainings);
        let people: Vec<String> = self.people.ids().chain(of_rosters).cloned().collect();
        for stored in many::enrolments_of_all(session, &people)? {
            self.load_enrolment(stored);
        }
        Ok(())
    }

    fn load_enrolment(&mut self, stored: StoredRecord<Enrolment>) {
        if self.enrolments.get(&stored.id).is_none() {
            self.enter(&stored.id, &stored.body);
            self.enrolments.load(stored);
        }
    }
}

fn all<R: Record>(session: &mut dyn Session) -> Result<Vec<StoredRecord<R>>, Error> {
    let mut found: Vec<StoredRecord<R>> = Vec::new();
    loop {
        let after = found.last().map_or("", |last| last.id.as_str()).to_owned();
        let page = records::page_after::<R>(session, &after, AT_ONCE)?;
        let is_last = page.len() < AT_ONCE;
        found.extend(page);
        if is_last {
            return Ok(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use store::Kind;

    use super::super::trial::{DROLMA, ENROLMENT, TRAINING, ZHAXI, desk, enrolment, stored, zhaxi};
    use super::*;

    #[test]
    fn a_change_overtakes_a_sheet_if_it_is_about_what_was_read() {
        let of_kind = |kind| {
            let mut desk = desk(kind, None);
            desk.people.load(stored(ZHAXI, json!(zhaxi())));
            desk.enrolments
                .load(stored(ENROLMENT, json!(enrolment(json!({})))));
            desk
        };
        let (people, roster) = (of_kind(RosterKind::People), of_kind(RosterKind::Enrolments));
        for (kind, id, of_people, of_roster) in [
            (Kind::Person, ZHAXI, true, true),
            (Kind::Person, DROLMA, false, false),
            (Kind::Enrolment, ENROLMENT, true, true),
            (Kind::Enrolment, "e-0000000000000000000000ff", false, false),
            (Kind::Court, "qh-golog", true, true),
            (Kind::Training, TRAINING, false, true),
            (Kind::Concept, "c-1", false, false),
        ] {
            assert_eq!(people.is_touched_by(kind, id), of_people, "{kind:?} {id}");
            assert_eq!(roster.is_touched_by(kind, id), of_roster, "{kind:?} {id}");
        }
    }

    #[test]
    fn whoever_has_just_come_is_looked_at_if_any_name_is_one_of_the_sheet() {
        let mut desk = desk(RosterKind::People, None);
        for name in ["多杰·才让", "བཀྲ་ཤིས"] {
            desk.spellings.learn(name);
        }
        for (name, expected) in [
            (json!({"zh": "多杰才让"}), true),
            (json!({"zh": "旺堆", "bo": "བཀྲ་ཤིས"}), true),
            (json!({"zh": "旺堆", "others": ["多杰·才让"]}), true),
            (json!({"zh": "多杰"}), false),
            (json!({"bo": "རྡོ་རྗེ"}), false),
        ] {
            let person = super::super::trial::from_json(json!({"name": name}));
            assert_eq!(desk.could_mean(&person), expected, "{name}");
        }
    }

    #[test]
    fn somebody_is_seen_by_the_courts_to_which_one_belongs() {
        let mut desk = desk(RosterKind::People, Some(&["qh-yushu"]));
        for (courts, expected) in [
            (vec![], false),
            (vec!["qh-golog"], false),
            (vec!["qh-golog", "qh-yushu"], true),
        ] {
            let courts: Vec<String> = courts.into_iter().map(str::to_owned).collect();
            desk.belongs.insert(ZHAXI.to_owned(), courts.clone());
            assert_eq!(desk.sees(ZHAXI), expected, "{courts:?}");
        }
        assert!(!desk.sees(DROLMA), "of whom nothing was read");
    }

    #[test]
    fn a_person_is_on_the_roster_that_one_is_on() {
        let mut desk = desk(RosterKind::Results, None);
        let enrolled = enrolment(json!({}));
        desk.enter(ENROLMENT, &enrolled);
        desk.enrolments.put(ENROLMENT, enrolled);
        assert_eq!(desk.enrolment_of(ZHAXI, TRAINING), Some(ENROLMENT));
        assert_eq!(desk.enrolment_of(ZHAXI, "t-0000000000000000000000ff"), None);
        assert_eq!(desk.enrolment_of(DROLMA, TRAINING), None);
        assert_eq!(desk.rosters[TRAINING], [ENROLMENT]);
    }
}
