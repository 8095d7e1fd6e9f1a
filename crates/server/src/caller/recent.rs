//! What was found a moment ago, so that not every request reads the store: bounded in number and in time.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// For how long something is remembered. A right that was taken away at another node is gone when this is over.
pub const LIFETIME: Duration = Duration::from_secs(1);
/// How many things are remembered at most.
const MOST: usize = 4_096;

/// A memory that forgets: each thing after a second, all of them when something has changed.
#[derive(Debug)]
pub struct Recent<K, V>(Mutex<Kept<K, V>>);

#[derive(Debug)]
struct Kept<K, V> {
    /// Counts how often everything was forgotten, so that what was read before is not kept after.
    generation: u64,
    found: HashMap<K, (Instant, V)>,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Self {
        Self(Mutex::new(Kept {
            generation: 0,
            found: HashMap::new(),
        }))
    }
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Returns what was found for `key`, if that is not too long ago at `now`.
    pub fn find(&self, key: &K, now: Instant) -> Option<V> {
        let kept = self.lock();
        let (since, value) = kept.found.get(key)?;
        is_fresh(*since, now).then(|| value.clone())
    }

    /// Returns the number to give to [`keep`](Self::keep) with what is read from now on.
    pub fn generation(&self) -> u64 {
        self.lock().generation
    }

    /// Remembers what was found for `key` by a reading that began at `since`, unless everything was forgotten meanwhile.
    pub fn keep(&self, generation: u64, key: K, value: V, since: Instant) {
        let mut kept = self.lock();
        if kept.generation != generation {
            return;
        }
        if kept.found.len() >= MOST {
            kept.found.retain(|_, (found, _)| is_fresh(*found, since));
        }
        if kept.found.len() < MOST {
            kept.found.insert(key, (since, value));
        }
    }

    /// Forgets everything, because something has changed here.
    pub fn forget(&self) {
        let mut kept = self.lock();
        kept.generation = kept.generation.wrapping_add(1);
        kept.found.clear();
    }

    fn lock(&self) -> MutexGuard<'_, Kept<K, V>> {
        // Nothing that is done under the lock can panic half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_fresh(since: Instant, now: Instant) -> bool {
    now.saturating_duration_since(since) < LIFETIME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_is_gone_after_a_second() {
        let (recent, start) = (Recent::default(), Instant::now());
        recent.keep(recent.generation(), "a", 1, start);
        for (ms, expected) in [(0, Some(1)), (999, Some(1)), (1_000, None), (5_000, None)] {
            assert_eq!(
                recent.find(&"a", start + Duration::from_millis(ms)),
                expected,
                "{ms}"
            );
        }
        assert_eq!(recent.find(&"b", start), None);
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let (recent, start) = (Recent::default(), Instant::now());
        recent.keep(recent.generation(), "a", 1, start);
        let before = recent.generation();
        recent.forget();
        recent.keep(before, "b", 2, start);
        assert_eq!((recent.find(&"a", start), recent.find(&"b", start)), (None, None));
        recent.keep(recent.generation(), "b", 3, start);
        assert_eq!(recent.find(&"b", start), Some(3));
    }

    #[test]
    fn it_never_grows_beyond_its_bound_and_makes_room_for_what_is_new() {
        let (recent, start) = (Recent::default(), Instant::now());
        let late = start + LIFETIME;
        for key in 0..MOST + 10 {
            recent.keep(0, key, key, start);
        }
        assert_eq!(recent.lock().found.len(), MOST);
        assert_eq!(
            (recent.find(&0, start), recent.find(&MOST, start)),
            (Some(0), None)
        );
        recent.keep(0, MOST, 7, late);
        assert_eq!(recent.lock().found.len(), 1);
        assert_eq!(recent.find(&MOST, late), Some(7));
    }
}
