//! Numbers that stand for texts where many are to be told apart and none has to be read again.

use std::hash::{DefaultHasher, Hasher};

/// What stands for a sequence of texts within one process: 128 bits.
///
/// Equal sequences have equal fingerprints. Different ones have different fingerprints too, for all that can happen: among a
/// billion sequences two share one with a chance of one in 10²⁰. A sequence is more than its texts put together: `ab`, `c`
/// is another than `a`, `bc`.
///
/// It is not to be kept: another version of this program may give others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint([u64; 2]);

/// Makes a fingerprint of texts that come one by one.
#[derive(Debug, Clone)]
pub struct Fingerprinting([DefaultHasher; 2]);

impl Fingerprint {
    /// Returns the fingerprint of `texts`, in their order.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let mut fingerprinting = Fingerprinting::default();
        texts.iter().for_each(|text| fingerprinting.add(text));
        fingerprinting.finish()
    }
}

impl Default for Fingerprinting {
    fn default() -> Self {
        let beginning_with = |byte| {
            let mut hasher = DefaultHasher::new();
            hasher.write_u8(byte);
            hasher
        };
        Self([beginning_with(0), beginning_with(1)])
    }
}

impl Fingerprinting {
    /// Adds a text.
    pub fn add(&mut self, text: &str) {
        for hasher in &mut self.0 {
            hasher.write(text.as_bytes());
            // No text holds this byte.
            hasher.write_u8(0xff);
        }
    }

    /// Returns what stands for the texts so far.
    #[must_use]
    pub fn finish(&self) -> Fingerprint {
        Fingerprint(self.0.each_ref().map(DefaultHasher::finish))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn different_sequences_have_different_fingerprints() {
        let sequences: [&[&str]; 8] = [
            &[],
            &[""],
            &["", ""],
            &["法院"],
            &["法", "院"],
            &["法院", ""],
            &["ཁྲིམས་ཁང"],
            &["ཁྲིམས་ཁང་"],
        ];
        let different: HashSet<Fingerprint> = sequences.iter().map(|texts| Fingerprint::of(texts)).collect();
        assert_eq!(different.len(), sequences.len());
        let halves = |texts| Fingerprint::of(texts).0;
        assert!(
            sequences.iter().all(|texts| halves(texts)[0] != halves(texts)[1]),
            "two halves that say the same are one"
        );
    }

    #[test]
    fn texts_one_by_one_are_the_sequence() {
        let mut fingerprinting = Fingerprinting::default();
        ["zh", "法院"].iter().for_each(|text| fingerprinting.add(text));
        assert_eq!(fingerprinting.finish(), Fingerprint::of(&["zh", "法院"]));
    }
}
