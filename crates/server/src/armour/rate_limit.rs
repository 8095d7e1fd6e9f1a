//! How much one may ask: so much at once, and so much more a minute (GCRA, by governor).
//!
//! What is known of keys is bounded: two generations, of which the older goes when the younger is full. Whoever cycles
//! through that many keys could have as many limits anyway.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue, header};
use governor::Quota;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::nanos::Nanos;
use governor::state::StateStore;

use super::counted;
use access::AddressRange;

use crate::config::RateLimit;
use crate::problem::{Code, Problem};

/// How many keys are known at most; about ten megabytes of addresses.
const MAX_KEYS: usize = 1 << 17;

/// Whether a request is within the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is, and so many more would be at once.
    Within {
        /// How many.
        remaining: u32,
    },
    /// It is not, and the next one will be after a while.
    Exceeded {
        /// How long.
        wait: Duration,
    },
}

/// Counts what is asked by key. Time passes by a monotonic clock, which is a parameter of tests.
pub struct RateLimiter<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    limiter: governor::RateLimiter<K, Recent<K>, C, StateInformationMiddleware>,
    per_minute: NonZeroU32,
}

impl<K: Hash + Eq + Clone> RateLimiter<K> {
    /// Allows each key `burst` requests at once and `per_minute` more a minute.
    pub fn new(per_minute: NonZeroU32, burst: NonZeroU32) -> Self {
        Self::with_clock(per_minute, burst, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock> RateLimiter<K, C> {
    fn with_clock(per_minute: NonZeroU32, burst: NonZeroU32, clock: C) -> Self {
        let quota = Quota::per_minute(per_minute).allow_burst(burst);
        Self {
            limiter: governor::RateLimiter::new(quota, Recent::default(), clock),
            per_minute,
        }
    }

    /// Counts a request of `key` and tells whether it is within the limit.
    pub fn check(&self, key: &K) -> Decision {
        match self.limiter.check_key(key) {
            Ok(state) => Decision::Within {
                remaining: state.remaining_burst_capacity(),
            },
            Err(not_until) => Decision::Exceeded {
                wait: not_until.wait_time_from(self.limiter.clock().now()),
            },
        }
    }

    /// Counts a request of `key`.
    ///
    /// # Errors
    /// If it is not within the limit: a problem that says when the next one will be.
    pub fn admit(&self, key: &K) -> Result<(), Problem> {
        match self.check(key) {
            Decision::Within { .. } => Ok(()),
            Decision::Exceeded { wait } => Err(exceeded(self.per_minute, wait)),
        }
    }
}

/// Counts what is asked by address.
pub struct AddressLimiter {
    limiter: RateLimiter<IpAddr>,
    exempt: Vec<AddressRange>,
}

impl AddressLimiter {
    /// Allows each address what `limit` says.
    pub fn new(limit: &RateLimit) -> Self {
        Self {
            limiter: RateLimiter::new(limit.per_minute, limit.burst),
            exempt: limit.exempt.clone(),
        }
    }

    /// Counts a request from `address`.
    ///
    /// # Errors
    /// If it is not within the limit.
    pub fn check(&self, address: IpAddr) -> Result<(), Problem> {
        if self.exempt.iter().any(|network| network.contains(address)) {
            return Ok(());
        }
        self.limiter.admit(&counted(address))
    }
}

/// Makes the answer to a request too many. The three headers are those of the IETF's draft before it became a list;
/// clients know no others.
fn exceeded(per_minute: NonZeroU32, wait: Duration) -> Problem {
    // Rounded up: who comes a moment too early is refused again.
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let header = |name| HeaderName::from_static(name);
    Problem::new(Code::TooManyRequests)
        .with("seconds", seconds)
        .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
        .with_header(header("ratelimit-limit"), HeaderValue::from(per_minute.get()))
        .with_header(header("ratelimit-remaining"), HeaderValue::from(0))
        .with_header(header("ratelimit-reset"), HeaderValue::from(seconds))
}

/// What is known of each key that asked lately.
#[derive(Debug)]
struct Recent<K>(Mutex<Generations<K>>);

#[derive(Debug)]
struct Generations<K> {
    young: HashMap<K, Nanos>,
    old: HashMap<K, Nanos>,
}

impl<K> Default for Recent<K> {
    fn default() -> Self {
        let (young, old) = (HashMap::new(), HashMap::new());
        Self(Mutex::new(Generations { young, old }))
    }
}

impl<K> Recent<K> {
    fn generations(&self) -> MutexGuard<'_, Generations<K>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq + Clone> Generations<K> {
    fn keep(&mut self, key: &K, state: Nanos) {
        if let Some(known) = self.young.get_mut(key) {
            *known = state;
            return;
        }
        if self.young.len() >= MAX_KEYS / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key.clone(), state);
    }
}

impl<K: Hash + Eq + Clone> StateStore for Recent<K> {
    type Key = K;

    fn measure_and_replace<T, F, E>(&self, key: &K, measure: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        let mut generations = self.generations();
        // Whoever is refused again and again stays known too.
        if let Some(state) = generations.old.remove(key) {
            generations.keep(key, state);
        }
        let (outcome, state) = measure(generations.young.get(key).copied())?;
        generations.keep(key, state);
        Ok(outcome)
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn limiter<K: Hash + Eq + Clone>(per_minute: u32, burst: u32) -> RateLimiter<K, FakeRelativeClock> {
        let limit = |n| NonZeroU32::new(n).unwrap();
        RateLimiter::with_clock(limit(per_minute), limit(burst), FakeRelativeClock::default())
    }

    #[test]
    fn a_key_has_its_burst_at_once_and_the_rest_as_time_passes() {
        let limiter = limiter(60, 3);
        for remaining in [2, 1, 0] {
            assert_eq!(limiter.check(&"a"), Decision::Within { remaining });
        }
        let wait = Duration::from_secs(1);
        assert_eq!(limiter.check(&"a"), Decision::Exceeded { wait });
        assert_eq!(
            limiter.check(&"b"),
            Decision::Within { remaining: 2 },
            "keys are apart"
        );
        limiter.limiter.clock().advance(wait);
        assert_eq!(limiter.check(&"a"), Decision::Within { remaining: 0 });
        limiter.limiter.clock().advance(Duration::from_secs(3600));
        assert_eq!(
            limiter.check(&"a"),
            Decision::Within { remaining: 2 },
            "no more than the burst"
        );
    }

    #[test]
    fn who_is_refused_is_told_for_how_long_in_whole_seconds() {
        for (per_minute, seconds) in [(60, "1"), (1_200, "1"), (1, "60"), (7, "9")] {
            let limiter = limiter(per_minute, 1);
            limiter.admit(&0).unwrap();
            let problem = limiter.admit(&0).unwrap_err();
            let said = |name: &str| {
                let (_, value) = problem.headers.iter().find(|(n, _)| n == name).unwrap();
                value.to_str().unwrap().to_owned()
            };
            assert_eq!(problem.code, Code::TooManyRequests);
            assert_eq!(
                (said("retry-after").as_str(), said("ratelimit-reset").as_str()),
                (seconds, seconds)
            );
            assert_eq!(said("ratelimit-limit"), per_minute.to_string());
            assert_eq!(said("ratelimit-remaining"), "0");
        }
    }

    #[test]
    fn a_million_addresses_take_no_more_room_than_the_most_that_are_known() {
        let limiter = limiter(1, 1);
        for n in 0..1_000_000_u32 {
            assert_ne!(limiter.check(&n), Decision::Exceeded { wait: Duration::ZERO });
        }
        let held = limiter.limiter.into_state_store();
        let generations = held.generations();
        let n_keys = generations.young.len() + generations.old.len();
        assert!((MAX_KEYS / 2..=MAX_KEYS).contains(&n_keys), "{n_keys}");
    }

    #[test]
    fn who_keeps_asking_stays_known_however_many_others_ask() {
        let limiter = limiter(1, 1);
        limiter.admit(&u32::MAX).unwrap();
        for n in 0..MAX_KEYS as u32 * 3 {
            limiter.admit(&n).unwrap();
            if n % 1_000 == 0 {
                assert!(limiter.admit(&u32::MAX).is_err(), "forgotten after {n}");
            }
        }
    }

    #[test]
    fn addresses_count_by_household() {
        let limiter = AddressLimiter::new(&RateLimit {
            per_minute: NonZeroU32::MIN,
            burst: NonZeroU32::MIN,
            exempt: vec!["10.0.0.0/8".parse().unwrap()],
        });
        for (address, is_within) in [
            ("192.0.2.1", true),
            ("192.0.2.1", false),
            ("::ffff:192.0.2.1", false),
            ("192.0.2.2", true),
            ("2001:db8::1", true),
            ("2001:db8::2", false),
            ("2001:db8:0:1::1", true),
            ("10.0.0.1", true),
            ("10.0.0.1", true),
        ] {
            let checked = limiter.check(address.parse().unwrap());
            assert_eq!(checked.is_ok(), is_within, "{address}");
        }
    }
}
