//! What people ask to have corrected in their own records: who may ask, who decides, and what nobody reads in passing.

use app::Error;
use app::access::{
    Actor, AskCorrection, ManageAccounts, ReadOwnRecord, ReadRegistry, Role, SeePersonalData, WriteRegistry,
};
use app::registry::rules::{CorrectionField, CorrectionState, CorrectionText, SecretKind};
use app::registry::{CorrectionVerdict, CorrectionWish, CorrectionsPage, JoiningPeople, PersonPart};
use serde_json::json;

use super::{World, account, codes, is_hidden, number, post, with_number};

fn wish(wanted: &str) -> CorrectionWish {
    CorrectionWish {
        field: CorrectionField::Phone,
        text: CorrectionText {
            wanted: wanted.to_owned(),
            reason: "户口簿 ཐོ་ཡིག".to_owned(),
        },
    }
}

/// Somebody with an account that is linked with `person`.
fn owner(person: &str) -> Actor {
    account(&[Role::SelfService], None, Some(person))
}

fn listed(world: &World, court: &str, state: CorrectionState) -> CorrectionsPage {
    let permit = world.of_court::<ReadRegistry>(court);
    world.app().list_corrections(&permit, state, None, 9).unwrap()
}

/// Joins a former record of somebody, with no post today, and returns its id with the one that stays.
fn joined(world: &World, gone: &str) -> String {
    let kept = json!({"name": {"zh": "扎西"}, "posts": [post("qh-golog", "2005-01-01", Some("2010-06-30"))]});
    let kept = world.create(&world.operator(), kept).unwrap().id;
    let joining = JoiningPeople {
        gone: gone.to_owned(),
        gone_revision: 1,
        kept: kept.clone(),
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    world.app().merge_people(&world.operator(), &joining).unwrap();
    kept
}

#[test]
fn a_correction_is_asked_for_by_whose_record_it_is_and_decided_in_the_own_court() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let other = world.person("卓玛", "qh-yushu-nq", "2010-07-01");
    let ask = world.permit::<AskCorrection>(&owner(&id));
    assert!(is_hidden(app.ask_correction(
        &ask,
        &other,
        &wish("13909710001"),
        None
    )));
    assert_eq!(
        codes(app.ask_correction(&ask, &id, &wish(" "), None)),
        ["text_missing"]
    );
    let asked = app
        .ask_correction(&ask, &id, &wish("应为 13909710001"), None)
        .unwrap();

    assert_eq!(listed(&world, "qh-golog", CorrectionState::Open).entries.len(), 0);
    let open = listed(&world, "qh-yushu", CorrectionState::Open);
    let line = &open.entries[0].line;
    assert_eq!(
        (line.id.as_str(), line.text.wanted.as_str(), line.revision),
        (&*asked.id, "应为 …0001", 1)
    );
    assert_eq!(open.entries[0].person.id, id);
    let count = |court| app.count_open_corrections(&world.of_court(court)).unwrap();
    assert_eq!((count("qh"), count("qh-golog")), (1, 0));

    let see = |court| app.see_correction(&world.of_court::<SeePersonalData>(court), &asked.id, "核对");
    assert!(is_hidden(see("qh-golog").map(|_| ())));
    assert_eq!(see("qh-yushu").ok().unwrap().wanted, "应为 13909710001");

    let accept = CorrectionVerdict::Accept {
        answer: String::new(),
    };
    let refuse = |answer: &str| CorrectionVerdict::Refuse {
        answer: answer.to_owned(),
    };
    let decide = |court: &str, verdict: &CorrectionVerdict| {
        app.decide_correction(&world.of_court::<WriteRegistry>(court), &asked.id, verdict)
    };
    assert!(is_hidden(decide("qh-golog", &accept)));
    assert!(matches!(
        decide("qh-yushu", &refuse(" ")),
        Err(Error::ReasonMissing)
    ));
    decide("qh-yushu", &accept).unwrap();
    assert_eq!(codes(decide("qh-yushu", &refuse("晚了"))), ["already_decided"]);

    let own = world.permit::<ReadOwnRecord>(&owner(&id));
    let state = || app.own_record(&own).ok().unwrap().corrections[0].clone();
    assert_eq!(
        (state().state, state().written_as),
        (CorrectionState::Accepted, None)
    );
    let posts = serde_json::from_value(json!([post("qh-yushu-nq", "2010-08-01", None)])).unwrap();
    app.put_person_part(&world.operator(), &id, 1, PersonPart::Posts(posts))
        .unwrap();
    assert_eq!(state().written_as, Some(2), "the record was written after it");
    let seen: Vec<String> = app
        .own_record(&own)
        .ok()
        .unwrap()
        .seen_by
        .into_iter()
        .map(|line| line.action)
        .collect();
    for action in ["ask-correction", "see-personal-data"] {
        assert!(
            seen.iter().any(|seen| seen == action),
            "{action} is not among {seen:?}"
        );
    }
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn an_answer_is_read_by_the_asker_and_wishes_without_end_are_not_taken() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-yushu", "2010-07-01");
    let ask = world.permit::<AskCorrection>(&owner(&id));
    let key = "wish-1".parse().unwrap();
    let first = app.ask_correction(&ask, &id, &wish("甲"), Some(&key)).unwrap();
    let again = app.ask_correction(&ask, &id, &wish("甲"), Some(&key)).unwrap();
    assert_eq!(first, again);
    for _ in 1..20 {
        app.ask_own_correction(&ask, &wish("乙"), None).unwrap();
    }
    assert_eq!(
        codes(app.ask_own_correction(&ask, &wish("丙"), None)),
        ["too_many_open"]
    );
    let refuse = CorrectionVerdict::Refuse {
        answer: "档案如此，见 63000019880708001X".to_owned(),
    };
    app.decide_correction(&world.of_court::<WriteRegistry>("qh-yushu"), &first.id, &refuse)
        .unwrap();
    let own = app
        .own_record(&world.permit::<ReadOwnRecord>(&owner(&id)))
        .ok()
        .unwrap();
    let line = own.corrections.iter().find(|line| line.id == first.id).unwrap();
    assert_eq!(line.answer.as_deref(), Some("档案如此，见 …001X"));
    let permit = world.of_court::<ReadRegistry>("qh-yushu");
    let page = app
        .list_corrections(&permit, CorrectionState::Open, None, 15)
        .ok()
        .unwrap();
    assert_eq!(page.entries.len(), 15);
    let rest = app
        .list_corrections(&permit, CorrectionState::Open, page.next, 15)
        .ok()
        .unwrap();
    assert_eq!((rest.entries.len(), rest.next), (4, None));
}

#[test]
fn an_account_was_left_with_the_record_that_was_joined_into_another() {
    let world = World::new();
    let app = world.app();
    let full = number("63272519800501003");
    let person = json!({"name": {"zh": "扎西"}, "posts": [post("qh-yushu-nq", "2010-07-01", None)]});
    let gone = app
        .create_person(&world.operator(), &with_number(person, &full), None)
        .unwrap()
        .id;
    let new = app::accounts::NewAccount {
        login_name: app::accounts::LoginName::new("zhaxi").unwrap(),
        display_name: "扎西".to_owned(),
        court: "qh-yushu-nq".parse().ok(),
        roles: [Role::SelfService].into(),
    };
    let slips = app.create_accounts(&world.operator(), &[new]).unwrap();
    let manage = world.operator::<ManageAccounts>();
    app.link_account(&manage, &slips[0].account, Some(&gone)).unwrap();
    app.ask_own_correction(&world.permit(&owner(&gone)), &wish("甲"), None)
        .unwrap();
    let kept = joined(&world, &gone);
    let linked = || {
        app.find_account(&world.operator(), &slips[0].account)
            .unwrap()
            .person
    };
    assert_eq!(linked().as_deref(), Some(&*kept), "the link leads to who stayed");
    // Also where the caller was known with the former link.
    for actor in [owner(&gone), owner(&kept)] {
        let see = world.permit::<SeePersonalData>(&actor);
        let seen = app
            .see_secret(&see, &kept, SecretKind::IdentityNumber, "本人")
            .unwrap();
        assert_eq!(seen[0].as_str(), full);
        let own = app
            .own_record(&world.permit::<ReadOwnRecord>(&actor))
            .ok()
            .unwrap();
        assert_eq!((own.person.id.as_str(), own.corrections.len()), (&*kept, 1));
        let to_gone = app.ask_correction(&world.permit(&actor), &gone, &wish("乙"), None);
        assert!(matches!(to_gone, Err(Error::RecordMerged { into, .. }) if into == kept));
    }
    app.link_account(&manage, &slips[0].account, None).unwrap();
    assert_eq!(linked(), None);
    app.link_account(&manage, &slips[0].account, Some(&gone)).unwrap();
    assert_eq!(linked().as_deref(), Some(&*kept), "a former id leads there too");
    // Who is erased is found by no account and no wish.
    app.erase_person(&world.operator(), &kept, 2, "本人要求").unwrap();
    assert_eq!(linked(), None);
    assert_eq!(app.count_open_corrections(&world.operator()).unwrap(), 0);
    let erased = app.link_account(&manage, &slips[0].account, Some(&kept));
    assert_eq!(codes(erased), ["erased"]);
}
