//! The facilities of syslog that messages of ours may have (RFC 5424, table 1).

use std::str::FromStr;

/// What kind of messages they are to the collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facility(u8);

/// Names as system administrators write them, with the numbers of the table.
const NAMES: [(&str, u8); 11] = [
    ("auth", 4),
    ("authpriv", 10),
    ("audit", 13),
    ("local0", 16),
    ("local1", 17),
    ("local2", 18),
    ("local3", 19),
    ("local4", 20),
    ("local5", 21),
    ("local6", 22),
    ("local7", 23),
];

impl Facility {
    /// Returns every name, in the order of the numbers.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name)
    }

    /// Returns the value at the head of a message that has this facility and a severity from 0 to 7.
    pub(super) fn priority(self, severity: u8) -> u16 {
        u16::from(self.0) * 8 + u16::from(severity)
    }
}

impl FromStr for Facility {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        let known = NAMES.iter().find(|(known, _)| *known == name);
        known.map(|(_, number)| Self(*number)).ok_or(())
    }
}
