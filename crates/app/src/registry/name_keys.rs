//! The keys by which names are found, made anew when the store is opened by a program that makes them otherwise.

use registry::{NameKey, Person};
use sha2::{Digest, Sha256};
use store::Store;
use store::records::{self, people};
use tracing::info;

use super::tables::TRANSLITERATIONS;
use super::transliterations;
use crate::{Error, hex};

/// Counts the ways in which keys are made; a change of [`registry::PersonName::keys`] needs the next number.
const WAY: u32 = 2;

/// How many people are written at once.
const AT_ONCE: usize = 200;

/// Makes the keys of all names anew if the store has those of another program, or says nothing of them. What is broken off
/// begins anew at the next opening.
///
/// # Errors
/// If the store cannot be read or written.
pub(crate) fn renew(store: &Store) -> Result<(), Error> {
    let scheme = scheme();
    if store.read(people::name_key_scheme)?.as_deref() == Some(&*scheme) {
        return Ok(());
    }
    // A store without people stays as it is: one that is to be copied into has to be empty, whoever has opened it.
    if store
        .read(|session| records::page_after::<Person>(session, "", 1))?
        .is_empty()
    {
        return Ok(());
    }
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let from = after.clone();
        let ids: Vec<String> = store.write(move |tx| -> Result<Vec<String>, Error> {
            let page = records::page_after::<Person>(tx, &from, AT_ONCE)?;
            for one in &page {
                people::put_name_keys(tx, &one.id, &keys_of(&one.body))?;
            }
            Ok(page.into_iter().map(|one| one.id).collect())
        })?;
        count += ids.len();
        match ids.last().filter(|_| ids.len() == AT_ONCE) {
            Some(last) => after.clone_from(last),
            None => break,
        }
    }
    store.write(move |tx| people::put_name_key_scheme(tx, &scheme))?;
    info!(people = count, "the keys by which names are found were made anew");
    Ok(())
}

/// Returns the keys of a person; nobody looks for somebody who was erased.
fn keys_of(person: &Person) -> Vec<NameKey> {
    match person.is_erased {
        true => Vec::new(),
        false => person.name.keys(transliterations()),
    }
}

/// Returns what tells the keys of this program from those of others: also another table of spellings makes other keys.
fn scheme() -> String {
    let mut digest = Sha256::new();
    digest.update(WAY.to_be_bytes());
    digest.update(TRANSLITERATIONS);
    hex::encode(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use registry::NameKeyKind;
    use serde_json::json;
    use store::records::RecordDeed;
    use store::records::people::{PeopleOf, SoughtName};
    use store::{Options, RecordAct, Stamp, StoreId};

    use super::*;

    const CAIRANGCUO: &str = "p-00000000000000000000000a";
    const ERASED: &str = "p-00000000000000000000000b";

    /// Returns who is found by a key.
    fn found(store: &Store, key: &NameKey) -> Vec<String> {
        let names = [SoughtName {
            key: key.clone(),
            is_prefix: false,
        }];
        let of = PeopleOf {
            within: None,
            court: None,
            on: "2026-01-01".parse().unwrap(),
            names: &names,
        };
        let found = store.read(|session| people::list(session, &of, "", 9)).unwrap();
        found.into_iter().map(|one| one.id).collect()
    }

    #[test]
    fn keys_of_an_older_program_are_made_anew_once() {
        let directory = tempfile::tempdir().unwrap();
        let id = StoreId::from_random([1; 16]);
        let store = Store::open(directory.path(), &id, Options::default()).unwrap();
        let scheme = || store.read(people::name_key_scheme).unwrap();
        renew(&store).unwrap();
        assert_eq!(scheme(), None, "nobody is there whose name has keys");
        let old = NameKey {
            kind: NameKeyKind::Transliteration,
            key: "3".to_owned(),
        };
        let write_old = || {
            let keys = [old.clone()];
            let write =
                move |session: &mut dyn store::Session| people::put_name_keys(session, CAIRANGCUO, &keys);
            store.write_aside(write).unwrap();
        };
        for (id, person) in [
            (CAIRANGCUO, json!({"name": {"zh": "才让措", "bo": null}})),
            (
                ERASED,
                json!({"name": {"zh": "已删除·次仁措"}, "is_erased": true}),
            ),
        ] {
            let person: Person = serde_json::from_value(person).unwrap();
            let stamp = Stamp {
                author: "operator".to_owned(),
                at_ms: 0,
            };
            store
                .write(move |tx| {
                    tx.put_record(id, 0, person.clone(), &RecordDeed::of(RecordAct::Write), &stamp)
                })
                .unwrap();
        }
        write_old();
        let sought = NameKey {
            kind: NameKeyKind::Transliteration,
            key: transliterations().class_of("次仁措").unwrap(),
        };
        assert_eq!(
            (found(&store, &old), found(&store, &sought)),
            (vec![CAIRANGCUO.to_owned()], vec![])
        );
        renew(&store).unwrap();
        assert_eq!(
            (found(&store, &old), found(&store, &sought)),
            (vec![], vec![CAIRANGCUO.to_owned()])
        );
        assert_eq!(scheme(), Some(super::scheme()));
        // What is up to date is not looked at again.
        write_old();
        renew(&store).unwrap();
        assert_eq!(found(&store, &sought), [""; 0]);
    }
}
