//! The names under which commands, pages and the API know what can be wrong with an audit.

use access::chain::Fault;
use store::audit::Stray;

use super::HeadState;

/// Every name of [`fault_code`].
pub const FAULTS: [&str; 7] = [
    "edited",
    "missing",
    "gap",
    "renumbered",
    "foreign",
    "truncated",
    "forked",
];

/// Every name of [`stray_code`].
pub const STRAYS: [&str; 4] = ["without_link", "gone", "waits_though_linked", "without_number"];

/// Every name of [`head_code`].
pub const HEAD_STATES: [&str; 7] = [
    "agrees",
    "behind",
    "ahead",
    "differs",
    "missing",
    "bad_signature",
    "unreadable",
];

/// Returns the name of what is wrong with a number of the chain.
#[must_use]
pub fn fault_code(fault: Fault) -> &'static str {
    match fault {
        Fault::Edited => "edited",
        Fault::Missing => "missing",
        Fault::Gap => "gap",
        Fault::Renumbered => "renumbered",
        Fault::Foreign => "foreign",
        Fault::Truncated => "truncated",
        Fault::Forked => "forked",
    }
}

/// Returns the name of what lies beside the chain, and the id of the entry that it is about.
#[must_use]
pub fn stray_code(stray: &Stray) -> (&'static str, &str) {
    match stray {
        Stray::Entry(entry) => ("without_link", entry),
        Stray::Gone(entry) => ("gone", entry),
        Stray::LinkedTwice(entry) => ("waits_though_linked", entry),
        Stray::Unnumbered(entry) => ("without_number", entry),
    }
}

/// Returns the name of how the head stands to the chain, and the number that it names.
#[must_use]
pub fn head_code(head: &HeadState) -> (&'static str, Option<u64>) {
    match head {
        HeadState::Agrees => ("agrees", None),
        HeadState::Behind { number } => ("behind", Some(*number)),
        HeadState::Ahead { number } => ("ahead", Some(*number)),
        HeadState::Differs { number } => ("differs", Some(*number)),
        HeadState::Missing => ("missing", None),
        HeadState::BadSignature => ("bad_signature", None),
        HeadState::Unreadable(_) => ("unreadable", None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_in_its_list() {
        let faults = [
            Fault::Edited,
            Fault::Missing,
            Fault::Gap,
            Fault::Renumbered,
            Fault::Foreign,
            Fault::Truncated,
            Fault::Forked,
        ];
        assert_eq!(faults.map(fault_code), FAULTS);
        let strays = [Stray::Entry, Stray::Gone, Stray::LinkedTwice, Stray::Unnumbered];
        assert_eq!(strays.map(|stray| stray_code(&stray("e".into())).0), STRAYS);
        let number = 7;
        let heads = [
            HeadState::Agrees,
            HeadState::Behind { number },
            HeadState::Ahead { number },
            HeadState::Differs { number },
            HeadState::Missing,
            HeadState::BadSignature,
            HeadState::Unreadable("x".into()),
        ];
        assert_eq!(heads.each_ref().map(|head| head_code(head).0), HEAD_STATES);
        assert_eq!(head_code(&heads[1]).1, Some(7));
    }
}
