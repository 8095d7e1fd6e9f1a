//! Writing at most once: a request that is repeated with its idempotency key gives the answer of the first time.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{KeyedRequest, Tx, idempotency};

use crate::{App, Error};

/// How long a key is kept at least, in milliseconds: thirty days, which no client tries again for.
const KEPT_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
/// How long a key may be; a random UUID has 36 characters.
const MAX_CHARACTERS: usize = 255;

/// The name that a client gives a request, so that repeating it changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Returns the key as it was given.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for IdempotencyKey {
    type Err = Error;

    /// Takes 1 to 255 visible characters of ASCII, which is what a header can carry.
    fn from_str(raw: &str) -> Result<Self, Error> {
        let is_usable =
            (1..=MAX_CHARACTERS).contains(&raw.len()) && raw.bytes().all(|b| b.is_ascii_graphic());
        if is_usable {
            return Ok(Self(raw.to_owned()));
        }
        Err(Error::BadIdempotencyKey(raw.chars().take(40).collect()))
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns what `author` asks under `key`: the use-case by its name, and its input.
pub(crate) fn keyed(
    author: &str,
    key: &IdempotencyKey,
    use_case: &str,
    input: &impl Serialize,
) -> Result<KeyedRequest, Error> {
    let input = serde_json::to_string(input).map_err(unwritable)?;
    Ok(KeyedRequest::new(
        author,
        key.as_str(),
        &format!("{use_case} {input}"),
    ))
}

impl App {
    /// Does `work` in one numbered transaction and wakes the indexer; with a request that was done before, returns what
    /// was answered then.
    ///
    /// An answer that is found is acknowledged as a new one is: this transaction has written the counter row, so its
    /// commit waits until a standby has everything before it too.
    pub(crate) fn write_once<T>(
        &self,
        request: Option<KeyedRequest>,
        mut work: impl FnMut(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
    {
        let now_ms = self.clock.now_ms();
        let answer = self.store.write(move |tx| {
            let Some(request) = &request else {
                return work(tx);
            };
            if let Some(answer) = idempotency::find(tx, request)? {
                return serde_json::from_str(&answer)
                    .map_err(|err| Error::Internal(format!("a kept answer cannot be read: {err}")));
            }
            let answer = work(tx)?;
            let json = serde_json::to_string(&answer).map_err(unwritable)?;
            idempotency::keep(tx, request, &json, now_ms)?;
            idempotency::forget_before(tx, now_ms.saturating_sub(KEPT_MS))?;
            Ok(answer)
        })?;
        self.indexer.wake();
        self.audit_bell.ring();
        Ok(answer)
    }
}

fn unwritable(err: serde_json::Error) -> Error {
    Error::Internal(format!(
        "a request or its answer cannot be written as JSON: {err}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_a_header_can_carry() {
        for good in ["k", "0190f5c2-6d3a-7b11-8e1c-1d2f3a4b5c6d", &"x".repeat(255)] {
            assert_eq!(good.parse::<IdempotencyKey>().unwrap().as_str(), good);
        }
        for bad in ["", " ", "a b", "ཀ", "法", "a\n", &"x".repeat(256)] {
            let refused = bad.parse::<IdempotencyKey>();
            assert!(matches!(refused, Err(Error::BadIdempotencyKey(_))), "{bad}");
        }
    }
}
