//! Particles that are written on the end of an open syllable: taken off it, and put on another one that takes them so.

use text::bo::{Structure, Verdict, parse, syllables};

/// What is written at the end of a syllable that its particle can take the place of.
const FINAL_A: char = 'འ';

/// Returns the particles with which `spelling` is `syllable`, none if both are the same; `None` if it is another one.
///
/// A final ར or ས stays: without a word list the particle cannot be told from the suffix.
pub(super) fn particles_on(syllable: &str, spelling: &str) -> Option<String> {
    if syllable == spelling {
        return Some(String::new());
    }
    // Most syllables are told apart without being taken apart.
    if !spelling.starts_with(syllable.strip_suffix(FINAL_A).unwrap_or(syllable)) {
        return None;
    }
    let (open, particles) = taken_apart(spelling)?;
    (open == syllable).then_some(particles)
}

/// Returns the canonical `text` with `particles` on its last syllable, if they are written on it; closed syllables have
/// particles of their own, in syllables of their own.
pub(super) fn attach(text: &str, particles: &str) -> Option<String> {
    if particles.is_empty() {
        return Some(text.to_owned());
    }
    let last = syllables(text).last()?;
    let before = text.get(..last.start)?;
    // Of a final འ, the one of most particles takes the place.
    let stems = [Some(last.text), last.text.strip_suffix(FINAL_A)];
    let joined = stems.into_iter().flatten().find_map(|stem| {
        let joined = format!("{stem}{particles}");
        let (open, read) = taken_apart(&joined)?;
        (open == last.text && read == particles).then_some(joined)
    })?;
    Some(format!("{before}{joined}"))
}

/// Returns an open syllable and the particles that are written on it.
fn taken_apart(spelling: &str) -> Option<(String, String)> {
    let whole = native(spelling)?;
    let particles: String = whole.particles.iter().map(|particle| particle.text()).collect();
    let stem = spelling
        .strip_suffix(&particles)
        .filter(|_| !particles.is_empty())?;
    let is_open = |open: &String| {
        native(open).is_some_and(|open| {
            let letters = |s: &Structure| (s.prefix, s.superscript, s.root, s.subscripts, s.vowel);
            let is_closed = open.suffix.is_some_and(|suffix| suffix != FINAL_A);
            letters(&open) == letters(&whole) && !is_closed && open.particles.is_empty()
        })
    };
    let open = [stem.to_owned(), format!("{stem}{FINAL_A}")]
        .into_iter()
        .find(is_open)?;
    Some((open, particles))
}

fn native(syllable: &str) -> Option<Structure> {
    match parse(syllable) {
        Verdict::Native(structure) => Some(structure),
        Verdict::Loan | Verdict::Malformed(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_come_off_open_syllables_and_go_on_others() {
        for (open, particles, spelling) in [
            ("ར", "འི", "རའི"),
            ("པ", "འོ", "པའོ"),
            ("མདོ", "འམ", "མདོའམ"),
            ("བཀའ", "འི", "བཀའི"),
            ("དགའ", "འང", "དགའང"),
        ] {
            assert_eq!(
                particles_on(open, spelling).as_deref(),
                Some(particles),
                "{spelling}"
            );
            assert_eq!(attach(open, particles).as_deref(), Some(spelling));
            assert_eq!(
                attach(&format!("ཁྲིམས་{open}"), particles),
                Some(format!("ཁྲིམས་{spelling}"))
            );
        }
    }

    #[test]
    fn a_closed_syllable_takes_none_and_another_syllable_is_another() {
        for closed in ["ཁང", "ཁྲིམས", "གཅད"] {
            assert_eq!(attach(closed, "འི"), None, "{closed}");
        }
        for (syllable, spelling) in [
            ("ར", "རས"),
            ("པ", "པར"),
            ("པ", "པོ"),
            ("ཁྲིམ", "ཁྲིམས"),
            ("དག", "དགའི"),
            ("ཁང", "ཁ"),
        ] {
            assert_eq!(particles_on(syllable, spelling), None, "{syllable} {spelling}");
        }
    }
}
