//! Takes the affixed particles off a folded syllable.

use std::sync::LazyLock;

use crate::table::rows;

/// What is left of a syllable without its particles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stem<'a> {
    /// A prefix of the syllable, never empty unless the syllable is.
    pub(super) kept: &'a str,
    /// Whether the spelling wants a final འ after `kept`; the particle's own འ then takes that place.
    pub(super) restores_final_a: bool,
}

/// Returns the stem of `syllable`, which is at the search level already.
///
/// Particles come off one after the other (པའིའོ → པ). What remains of a prefix and a bare root gets its final
/// འ back (བཀའི → བཀའ); a final འ that no rule wants falls (པའ → པ). A final ར or ས stays: without a
/// word list the particle cannot be told from the suffix.
pub(super) fn stem(syllable: &str) -> Stem<'_> {
    let mut kept = syllable;
    loop {
        if let Some(shorter) = without_particle(kept) {
            if needs_final_a(shorter) {
                return Stem {
                    kept: shorter,
                    restores_final_a: true,
                };
            }
            kept = shorter;
        } else if let Some(open) = kept
            .strip_suffix('འ')
            .filter(|open| !open.is_empty() && !needs_final_a(open))
        {
            kept = open;
        } else {
            return Stem {
                kept,
                restores_final_a: false,
            };
        }
    }
}

/// Removes one particle; `None` when there is none or nothing would be left.
fn without_particle(syllable: &str) -> Option<&str> {
    static PARTICLES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
        let read = |row: Vec<&'static str>| Some((*row.first()?, *row.get(1)?));
        rows(include_str!("../../data/bo_affixed_particles.tsv"))
            .filter_map(read)
            .collect()
    });
    PARTICLES.iter().find_map(|&(ending, rest)| {
        let before = syllable
            .strip_suffix(ending)
            .filter(|before| !before.is_empty())?;
        let rest_bytes = if rest == "-" { 0 } else { rest.len() };
        syllable.get(..before.len() + rest_bytes)
    })
}

/// Tells whether `letters` is one of the 48 pairs of prefix and bare root.
fn needs_final_a(letters: &str) -> bool {
    static PAIRS: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut pairs: Vec<_> = rows(include_str!("../../data/bo_prefix_root_pairs.tsv"))
            .filter_map(|row| row.first().copied())
            .collect();
        pairs.sort_unstable();
        pairs
    });
    PAIRS.binary_search(&letters).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(syllable: &str, expect: &str) {
        let stem = stem(syllable);
        let found = format!("{}{}", stem.kept, if stem.restores_final_a { "འ" } else { "" });
        assert_eq!(found, expect, "{syllable}");
    }

    #[test]
    fn particles_come_off_open_syllables() {
        for syllable in [
            "པ",
            "པའི",
            "པའིས",
            "པའོ",
            "པའམ",
            "པའང",
            "པའིའོ",
            "པའིའམ",
            "པའིའང",
            "པའོའམ",
            "པའིའོའམ",
            "པའ",
        ] {
            check(syllable, "པ");
        }
        check("བེའུའིའོ", "བེའུ");
        check("རྟེའུར", "རྟེའུ");
        check("བྱེའུས", "བྱེའུ");
    }

    #[test]
    fn prefix_and_bare_root_keep_their_final_a() {
        for syllable in ["བཀའ", "བཀའི", "བཀའིས", "བཀའང", "བཀའིའོ"]
        {
            check(syllable, "བཀའ");
        }
        check("དགའོ", "དགའ");
        check("འདའམ", "འདའ");
        check("མདོའི", "མདོ");
        check("བྱའི", "བྱ");
    }

    #[test]
    fn a_syllable_that_is_a_particle_stays() {
        for syllable in ["འི", "འང", "འམ", "འ", "འོད", "འདི", "འུར", "བར", "པས", "མེའུ", "ང", ""]
        {
            check(syllable, syllable);
        }
    }

    #[test]
    fn the_pairs_are_the_48_of_the_grammar() {
        let pairs: Vec<_> = rows(include_str!("../../data/bo_prefix_root_pairs.tsv")).collect();
        assert_eq!(pairs.len(), 48);
        for row in pairs {
            assert!(row.len() == 2 && row[0].chars().count() == 2, "{row:?}");
            assert!(needs_final_a(row[0]), "{row:?}");
            check(&format!("{}འི", row[0]), &format!("{}འ", row[0]));
        }
        assert!(!needs_final_a("པ") && !needs_final_a("ཀཀ") && !needs_final_a(""));
    }

    #[test]
    fn a_chain_of_any_length_comes_off() {
        let chain = format!("པ{}", "འི".repeat(100_000));
        assert!(stem(&chain).kept == "པ");
    }
}
