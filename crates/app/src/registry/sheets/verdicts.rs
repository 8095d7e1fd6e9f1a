//! What was answered about people of sheets: kept under keyed digests, for the import and, once it was applied, for the next
//! ones.

use store::Session;
use store::roster_imports::{self, RosterAnswer};

use super::SheetVerdict;
use super::desk::Desk;
use super::matching::{Fate, Group, Question};
use super::who::Who;
use crate::personal_data::FieldColumn;
use crate::{Error, hex};

/// Under this the answers stand that hold for all imports.
pub(super) const FOR_ALL: &str = "";

const KEY: FieldColumn<'static> = FieldColumn {
    table: "roster_answer",
    column: "key",
};

/// Returns the keys under which the answer about somebody may stand, the one to write first.
pub(super) fn keys_of(desk: &Desk, who: &Who) -> Vec<String> {
    let digests = desk.keys.digests(&KEY, who.key().as_bytes());
    digests.iter().map(|digest| hex::encode(digest)).collect()
}

/// Reads what was answered, and settles what is asked by it.
pub(super) fn settle(session: &mut dyn Session, import: &str, groups: &mut [Group]) -> Result<(), Error> {
    let asked = groups.iter().filter_map(|group| group.question.as_ref());
    let keys: Vec<String> = asked.flat_map(|question| &question.keys).cloned().collect();
    let own = roster_imports::answers(session, import, &keys)?;
    let for_all = roster_imports::answers(session, FOR_ALL, &keys)?;
    for group in groups {
        let Some(question) = &mut group.question else {
            continue;
        };
        let of = |answers: &[RosterAnswer], question: &Question| {
            let mut fitting = answers
                .iter()
                .filter(|answer| question.keys.contains(&answer.key));
            fitting
                .find_map(verdict_of)
                .filter(|verdict| is_of(question, verdict))
        };
        question.answer = of(&own, question).or_else(|| of(&for_all, question));
        group.fate = match &question.answer {
            None => Fate::Open,
            Some(SheetVerdict::Same(person)) => Fate::Known(person.clone()),
            Some(SheetVerdict::New | SheetVerdict::NewApart) => Fate::New(String::new()),
            Some(SheetVerdict::LeaveOut) => Fate::LeftOut,
        };
    }
    Ok(())
}

/// Tells whether a verdict is one about the candidates of a question.
pub(super) fn is_of(question: &Question, verdict: &SheetVerdict) -> bool {
    match verdict {
        SheetVerdict::Same(person) => question.candidates.iter().any(|(id, _)| id == person),
        SheetVerdict::New | SheetVerdict::NewApart | SheetVerdict::LeaveOut => true,
    }
}

/// Returns an answer as it is kept.
pub(super) fn kept(key: &str, verdict: &SheetVerdict) -> RosterAnswer {
    let (name, person) = match verdict {
        SheetVerdict::Same(person) => ("same", Some(person.clone())),
        SheetVerdict::New => ("new", None),
        SheetVerdict::NewApart => ("new_apart", None),
        SheetVerdict::LeaveOut => ("leave_out", None),
    };
    RosterAnswer {
        key: key.to_owned(),
        verdict: name.to_owned(),
        person,
    }
}

/// Returns what is to be known in later imports: who somebody turned out to be.
pub(super) fn to_remember(desk: &Desk, groups: &[Group]) -> Vec<RosterAnswer> {
    let settled = groups.iter().filter_map(|group| {
        let (Fate::Known(person) | Fate::New(person)) = &group.fate else {
            return None;
        };
        // Somebody new of whom no row could be used is not there.
        desk.people.get(person)?;
        let key = group.question.as_ref()?.keys.first()?;
        Some(kept(key, &SheetVerdict::Same(person.clone())))
    });
    settled.collect()
}

fn verdict_of(answer: &RosterAnswer) -> Option<SheetVerdict> {
    match (answer.verdict.as_str(), &answer.person) {
        ("same", Some(person)) => Some(SheetVerdict::Same(person.clone())),
        ("new", _) => Some(SheetVerdict::New),
        ("new_apart", _) => Some(SheetVerdict::NewApart),
        ("leave_out", _) => Some(SheetVerdict::LeaveOut),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use exchange::roster::RosterKind;
    use serde_json::json;

    use super::super::SheetLikeness;
    use super::super::trial::{DROLMA, ZHAXI, desk, stored, zhaxi};
    use super::*;

    fn question() -> Question {
        Question {
            keys: vec!["00".to_owned(), "11".to_owned()],
            candidates: vec![(ZHAXI.to_owned(), vec![SheetLikeness::Name])],
            answer: None,
        }
    }

    #[test]
    fn every_answer_is_read_as_it_is_kept() {
        for verdict in [
            SheetVerdict::Same(ZHAXI.to_owned()),
            SheetVerdict::New,
            SheetVerdict::NewApart,
            SheetVerdict::LeaveOut,
        ] {
            let answer = kept("00", &verdict);
            assert_eq!(answer.key, "00");
            assert_eq!(verdict_of(&answer), Some(verdict));
        }
        for (name, person) in [
            ("same", None),
            ("", None),
            ("Same", Some(ZHAXI)),
            ("新人员", None),
        ] {
            let answer = RosterAnswer {
                key: "00".to_owned(),
                verdict: name.to_owned(),
                person: person.map(str::to_owned),
            };
            assert_eq!(verdict_of(&answer), None, "{name}");
        }
    }

    #[test]
    fn nobody_is_the_same_as_somebody_who_was_not_asked_about() {
        assert!(is_of(&question(), &SheetVerdict::Same(ZHAXI.to_owned())));
        assert!(!is_of(&question(), &SheetVerdict::Same(DROLMA.to_owned())));
        assert!(is_of(&question(), &SheetVerdict::LeaveOut));
    }

    #[test]
    fn an_answer_stands_under_no_name() {
        let desk = desk(RosterKind::People, None);
        let who = |zh: &str| Who {
            zh: Some(zh.to_owned()),
            bo: Some("བཀྲ་ཤིས".to_owned()),
            ..Who::default()
        };
        let keys = keys_of(&desk, &who("扎西"));
        assert_eq!(keys.len(), 1, "there is one key of this time");
        assert!(
            keys[0].len() == 64 && keys[0].bytes().all(|b| b.is_ascii_hexdigit()),
            "{keys:?}"
        );
        assert_eq!(keys, keys_of(&desk, &who("扎西")));
        assert_ne!(keys, keys_of(&desk, &who("札西")));
        // Who has other keys cannot tell that it is the same question.
        let other = super::super::trial::desk(RosterKind::People, None);
        assert_ne!(keys, keys_of(&other, &who("扎西")));
    }

    #[test]
    fn only_who_somebody_turned_out_to_be_is_remembered() {
        let mut desk = desk(RosterKind::People, None);
        desk.people.load(stored(ZHAXI, json!(zhaxi())));
        let group = |fate: Fate, question: Option<Question>| Group {
            who: Who::default(),
            rows: vec![0],
            fate,
            question,
        };
        let groups = [
            group(Fate::Known(ZHAXI.to_owned()), Some(question())),
            // Never asked, left out, still open, and somebody of whom no row was of use.
            group(Fate::Known(ZHAXI.to_owned()), None),
            group(Fate::LeftOut, Some(question())),
            group(Fate::Open, Some(question())),
            group(Fate::New(DROLMA.to_owned()), Some(question())),
        ];
        let same = SheetVerdict::Same(ZHAXI.to_owned());
        assert_eq!(to_remember(&desk, &groups), [kept("00", &same)]);
    }
}
