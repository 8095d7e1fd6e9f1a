//! Reads the particles on the end of a syllable.

use crate::bo::stack::Stack;

/// A particle written on the end of an open syllable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Particle {
    /// འི, genitive.
    I,
    /// འིས, agentive of old spelling.
    Is,
    /// འོ, end of a sentence.
    O,
    /// འམ, question or alternative.
    Am,
    /// འང, also.
    Ang,
    /// འུ, diminutive; further particles may follow it.
    U,
    /// ར after འུ or a written འ, locative.
    R,
    /// ས after འུ or a written འ, agentive.
    S,
}

impl Particle {
    /// Returns the particle as it is written.
    ///
    /// ```
    /// assert_eq!(text::bo::Particle::Am.text(), "འམ");
    /// ```
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::I => "འི",
            Self::Is => "འིས",
            Self::O => "འོ",
            Self::Am => "འམ",
            Self::Ang => "འང",
            Self::U => "འུ",
            Self::R => "ར",
            Self::S => "ས",
        }
    }

    /// Tells whether the particle may follow `before`; genitive and final particle take others behind them.
    fn may_follow(self, before: Option<Self>) -> bool {
        match before {
            // ར and ས alone are read as suffixes; here they stand after a written འ.
            None | Some(Self::U) => true,
            Some(Self::I) => matches!(self, Self::O | Self::Am | Self::Ang),
            Some(Self::O) => matches!(self, Self::Am | Self::Ang),
            Some(Self::Is | Self::Am | Self::Ang | Self::R | Self::S) => false,
        }
    }
}

/// Returns the particles that `stacks`, the first of which is འ, consist of; `None` when they do not.
pub(in crate::bo) fn particles(stacks: &[Stack<'_>]) -> Option<Vec<Particle>> {
    let mut found: Vec<Particle> = Vec::new();
    let mut rest = stacks;
    while let [first, behind @ ..] = rest {
        let bare = behind
            .first()
            .filter(|next| next.signs.is_empty())
            .map(|next| next.letters);
        let last = behind.len() == 1;
        let (particle, after) = match (first.letters, first.signs, bare) {
            ("འ", "ི", Some("ས")) if last => (Particle::Is, behind.get(1..)?),
            ("འ", "ི", _) => (Particle::I, behind),
            ("འ", "ོ", _) => (Particle::O, behind),
            ("འ", "ུ", _) => (Particle::U, behind),
            ("འ", "", Some("མ")) => (Particle::Am, behind.get(1..)?),
            ("འ", "", Some("ང")) => (Particle::Ang, behind.get(1..)?),
            ("འ", "", Some("ར")) if last && found.is_empty() => (Particle::R, behind.get(1..)?),
            ("འ", "", Some("ས")) if last && found.is_empty() => (Particle::S, behind.get(1..)?),
            ("ར", "", None) if found.last() == Some(&Particle::U) => (Particle::R, behind),
            ("ས", "", None) if found.last() == Some(&Particle::U) => (Particle::S, behind),
            _ => return None,
        };
        if !particle.may_follow(found.last().copied()) {
            return None;
        }
        found.push(particle);
        rest = after;
    }
    Some(found)
}
