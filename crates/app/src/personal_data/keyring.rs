//! Keys from a file, for all threads of a process; a key can be added while others work with those there are.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use zeroize::Zeroizing;

use super::check::KeyCheck;
use super::derived::WorkingKeys;
use super::error::{FieldError, KeyError};
use super::head::{HeadKey, HeadSignature};
use super::key::{KeyId, MasterKey};
use super::key_file::{KeyFile, KeyState, MOST_KEYS};
use super::on_disk::{self, Change};
use super::place::{FieldColumn, FieldPlace};
use super::provider::KeyProvider;
use super::sealing::{self, Sealed, SealedFault};
use super::suite::Suite;
use crate::Chance;

/// The suite of new keys.
const NEW_KEYS: Suite = Suite::Aes256GcmSivHmacSha256;

/// The keys of one file; share it as `Arc<Keyring>`.
///
/// The master keys stay in the file: what is held in memory are keys derived from them.
pub struct Keyring {
    path: PathBuf,
    keys: RwLock<Arc<KeySet>>,
    /// Held while the file is changed, so that two threads of this process add one key after the other.
    changing: Mutex<()>,
}

/// The key that seals, and the others; a set never changes, it is exchanged.
#[derive(Debug)]
struct KeySet {
    present: WorkingKeys,
    others: Vec<WorkingKeys>,
    states: Vec<(KeyId, Suite, KeyState)>,
}

impl Keyring {
    /// Reads the file of keys `path`; `None` if there is none. Ask [`super::expect_keys`] before working with it.
    ///
    /// # Errors
    /// If it cannot be read, is no plain file, is open to others than its owner, or is damaged.
    pub fn open(path: &Path) -> Result<Option<Self>, KeyError> {
        let Some(file) = on_disk::read(path)? else {
            return Ok(None);
        };
        Self::of_file(path, &file).map(Some)
    }

    /// Draws a first key and writes it to the file `path`, readable for its owner only.
    ///
    /// # Errors
    /// [`KeyError::Exists`] if there is such a file; or if it cannot be written.
    pub fn create(path: &Path, chance: &dyn Chance) -> Result<Self, KeyError> {
        let change = Change::begin(path)?;
        let file = KeyFile::of_one(MasterKey::draw(NEW_KEYS, chance)?);
        change.create(&file)?;
        Self::of_file(path, &file)
    }

    /// Draws a key and adds it to the file; returns its id when it is on the disk.
    ///
    /// [`KeyState::Present`] makes it the one that seals. Where several nodes share a database, add it as
    /// [`KeyState::Opens`], bring the file to every node, and then [`make it present`](Self::make_present): otherwise a
    /// node meets values that it cannot open yet.
    ///
    /// # Errors
    /// If the file cannot be written, holds 64 keys, or is being changed; the keys are then as they were.
    pub fn add_key(&self, state: KeyState, chance: &dyn Chance) -> Result<KeyId, KeyError> {
        self.change(|file| {
            if file.is_full() {
                return Err(KeyError::TooMany {
                    path: self.path.clone(),
                    most: MOST_KEYS,
                });
            }
            let key = MasterKey::draw(NEW_KEYS, chance)?;
            let id = key.id();
            file.add(key, state);
            Ok(id)
        })
    }

    /// Makes a key of the file the one that seals; the others still open.
    ///
    /// # Errors
    /// [`KeyError::NoSuchKey`]; or if the file cannot be written or is being changed.
    pub fn make_present(&self, id: KeyId) -> Result<(), KeyError> {
        self.change(|file| match file.make_present(id) {
            true => Ok(()),
            false => Err(KeyError::NoSuchKey {
                path: self.path.clone(),
                id,
            }),
        })
    }

    /// Notes in the file that nothing stands under a key any more; it goes on opening. Ask the store before.
    ///
    /// # Errors
    /// [`KeyError::NoSuchKey`]; [`KeyError::IsPresent`]; or if the file cannot be written or is being changed.
    pub fn retire(&self, id: KeyId) -> Result<(), KeyError> {
        self.change(|file| {
            let path = self.path.clone();
            let found = file.states().find(|(own, ..)| *own == id);
            match found {
                None => Err(KeyError::NoSuchKey { path, id }),
                Some((_, _, KeyState::Present)) => Err(KeyError::IsPresent { path, id }),
                Some(_) => {
                    file.retire(id);
                    Ok(())
                }
            }
        })
    }

    /// Returns what each key is for, in the order of the file: the newest first, unless somebody has sorted it otherwise.
    #[must_use]
    pub fn states(&self) -> Vec<(KeyId, Suite, KeyState)> {
        self.keys().states.clone()
    }

    /// Reads the file again, because somebody has added a key to it.
    ///
    /// # Errors
    /// Those of [`Self::open`]; also if the file is gone or has lost a key that is held. The keys are then as they were.
    pub fn reload(&self) -> Result<(), KeyError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.read()?;
        self.take(&file)
    }

    /// Returns the file of the keys.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn of_file(path: &Path, file: &KeyFile) -> Result<Self, KeyError> {
        Ok(Self {
            path: path.to_owned(),
            keys: RwLock::new(Arc::new(KeySet::derive(path, file)?)),
            changing: Mutex::new(()),
        })
    }

    /// Changes the file as it stands on the disk, since another process may have added a key, then takes what is in it.
    fn change<T>(&self, edit: impl FnOnce(&mut KeyFile) -> Result<T, KeyError>) -> Result<T, KeyError> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let change = Change::begin(&self.path)?;
        let mut file = self.read()?;
        self.expect_held(&KeySet::derive(&self.path, &file)?)?;
        let done = edit(&mut file)?;
        change.replace(&file)?;
        self.take(&file)?;
        Ok(done)
    }

    fn read(&self) -> Result<KeyFile, KeyError> {
        on_disk::read(&self.path)?.ok_or_else(|| KeyError::MissingFile {
            path: self.path.clone(),
            id: self.present_key().to_string(),
        })
    }

    fn take(&self, file: &KeyFile) -> Result<(), KeyError> {
        let set = KeySet::derive(&self.path, file)?;
        self.expect_held(&set)?;
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(set);
        Ok(())
    }

    /// A key that sealed something a moment ago must not vanish from a running process; a retired one may.
    fn expect_held(&self, set: &KeySet) -> Result<(), KeyError> {
        let states = self.states();
        let in_use = states.iter().filter(|(.., state)| *state != KeyState::Retired);
        let lost = in_use.map(|(id, ..)| *id).find(|id| set.find(*id).is_none());
        match lost {
            None => Ok(()),
            Some(id) => Err(KeyError::MissingKey {
                path: self.path.clone(),
                id: id.to_string(),
                present: set.present.id(),
            }),
        }
    }

    /// Returns the keys of this moment; who has them works on with them whatever is added meanwhile.
    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl KeySet {
    fn derive(path: &Path, file: &KeyFile) -> Result<Self, KeyError> {
        let states = file.states().collect();
        let mut keys = file.by_use().map(WorkingKeys::derive);
        match keys.next() {
            Some(present) => Ok(Self {
                present,
                others: keys.collect(),
                states,
            }),
            None => Err(KeyError::Malformed {
                path: path.to_owned(),
                line: 1,
                reason: "the file holds no key",
            }),
        }
    }

    fn all(&self) -> impl Iterator<Item = &WorkingKeys> {
        std::iter::once(&self.present).chain(&self.others)
    }

    fn find(&self, id: KeyId) -> Option<&WorkingKeys> {
        self.all().find(|keys| keys.id() == id)
    }
}

impl KeyProvider for Keyring {
    fn present_key(&self) -> KeyId {
        self.keys().present.id()
    }

    fn present_suite(&self) -> Suite {
        self.keys().present.suite()
    }

    fn key_ids(&self) -> Vec<KeyId> {
        self.keys().all().map(WorkingKeys::id).collect()
    }

    fn seal(&self, place: &FieldPlace<'_>, clear: &[u8], chance: &dyn Chance) -> Result<Vec<u8>, FieldError> {
        sealing::seal(place, clear, &self.keys().present, chance)
    }

    fn open_field(&self, place: &FieldPlace<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, FieldError> {
        let value = Sealed::parse(sealed).map_err(|fault| match fault {
            SealedFault::Length => FieldError::NotSealed {
                place: place.to_string(),
            },
            SealedFault::Suite(number) => FieldError::UnknownSuite {
                place: place.to_string(),
                number,
            },
        })?;
        let keys = self.keys();
        match keys.find(value.key) {
            Some(key) => value.open(place, key),
            None => Err(FieldError::UnknownKey {
                place: place.to_string(),
                id: value.key,
            }),
        }
    }

    fn digests_by_key(&self, column: &FieldColumn<'_>, canonical: &[u8]) -> Vec<(KeyId, [u8; 32])> {
        let text = Zeroizing::new(column.digested(canonical));
        let keys = self.keys();
        keys.all().map(|keys| (keys.id(), keys.digest(&text))).collect()
    }

    fn checks(&self) -> Vec<KeyCheck> {
        self.keys().all().map(WorkingKeys::check).collect()
    }

    fn audit_mac(&self, link: &[u8]) -> [u8; 32] {
        self.keys().present.audit_mac(link)
    }

    fn audit_macs(&self, link: &[u8]) -> Vec<[u8; 32]> {
        self.keys().all().map(|keys| keys.audit_mac(link)).collect()
    }

    fn sign_head(&self, head: &[u8]) -> HeadSignature {
        self.keys().present.sign_head(head)
    }

    fn head_keys(&self) -> Vec<HeadKey> {
        self.keys().all().map(WorkingKeys::head_key).collect()
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keyring({}: {:?})", self.path.display(), self.key_ids())
    }
}
