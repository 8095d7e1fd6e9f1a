//! What is sealed of people, who sees it, and what new keys do to it.

use app::Error;
use app::access::{ErasePeople, Refusal, Role, SeePersonalData};
use app::key_rotation::ResealPlace;
use app::registry::rules::{Phone, SecretKind};
use app::registry::{PersonInput, Wanted};
use serde_json::json;
use testkit::Application;

use super::{World, account, codes, coordinator, input, is_hidden, number, post, with_number};

fn zhaxi() -> serde_json::Value {
    json!({"name": {"zh": "扎西"}, "posts": [post("qh-yushu-nq", "2010-07-01", None)]})
}

#[test]
fn a_number_is_sealed_masked_and_shown_for_a_purpose_that_is_written_down() {
    let world = World::new();
    let app = world.app();
    let full = number("63272519800501003");
    let wanted = PersonInput {
        phones: Some(vec![Phone::read("139 0971 0001").unwrap()]),
        ..with_number(zhaxi(), &full)
    };
    let id = app
        .create_person(&world.of_court("qh-yushu"), &wanted, None)
        .unwrap()
        .id;
    let entry = app.find_person(&world.of_court("qh-yushu"), &id).unwrap();
    let ends: Vec<_> = entry.secrets.iter().map(|line| line.last_four.as_str()).collect();
    assert_eq!(ends, [&full[14..], "0001"]);
    // The number says when somebody was born, and what sex somebody is.
    assert_eq!(entry.person.born_on.unwrap().to_string(), "1980-05-01");
    let see = world.of_court::<SeePersonalData>("qh-yushu");
    let kind = SecretKind::IdentityNumber;
    assert!(matches!(
        app.see_secret(&see, &id, kind, " "),
        Err(Error::ReasonMissing)
    ));
    let seen = app.see_secret(&see, &id, kind, "核对花名册").unwrap();
    assert_eq!(seen[0].as_str(), full);
    let phone = app.see_secret(&see, &id, SecretKind::Phone, "通知开班").unwrap();
    assert_eq!(phone[0].as_str(), "13909710001");
    assert!(is_hidden(app.see_secret(
        &world.of_court("qh-golog"),
        &id,
        kind,
        "看看"
    )));
    let lines = app.person_seen_by(&world.of_court("qh-yushu"), &id, 10).unwrap();
    let views: Vec<_> = lines
        .iter()
        .filter(|line| line.action == "see-personal-data")
        .collect();
    assert_eq!(views.len(), 2);
    let of_number = views
        .iter()
        .find(|line| line.fields == "identity_number")
        .unwrap();
    assert_eq!(
        (of_number.actor.as_str(), of_number.purpose.as_deref()),
        ("qh-yushu", Some("核对花名册"))
    );
    // The person sees the own number, and nobody who has not given the password again sees any.
    let own = account(&[Role::SelfService], None, Some(&id));
    assert_eq!(
        app.see_secret(&world.permit(&own), &id, kind, "本人查阅")
            .unwrap()[0]
            .as_str(),
        full
    );
    let app::Actor::Account(unproved) = coordinator("qh-yushu") else {
        panic!()
    };
    let unproved = app::access::AccountActor {
        has_proved_itself: false,
        ..(*unproved).clone()
    };
    let actor = app::Actor::Account(std::sync::Arc::new(unproved));
    let refused = app.policy().permit::<SeePersonalData>(&actor).map(drop);
    assert!(matches!(refused, Err(Refusal::ProofNeeded { .. })));
}

#[test]
fn a_number_stays_goes_and_changes_as_it_is_said() {
    let world = World::new();
    let app = world.app();
    let write = world.of_court("qh-yushu");
    let (first, second) = (number("63272519800501003"), number("63272519800501011"));
    let id = app
        .create_person(&write, &with_number(zhaxi(), &first), None)
        .unwrap()
        .id;
    let entry = || app.find_person(&world.operator(), &id).unwrap();
    let kept = input(serde_json::to_value(entry().person).unwrap());
    // Not said is kept; said again is the same, so that nothing is written.
    assert_eq!(app.put_person(&write, &id, 1, &kept).unwrap().revision, 1);
    let again = PersonInput {
        identity_number: with_number(zhaxi(), &first).identity_number,
        ..kept.clone()
    };
    assert_eq!(app.put_person(&write, &id, 1, &again).unwrap().revision, 1);
    let changed = PersonInput {
        identity_number: with_number(zhaxi(), &second).identity_number,
        ..kept.clone()
    };
    assert_eq!(app.put_person(&write, &id, 1, &changed).unwrap().revision, 2);
    assert_eq!(entry().secrets[0].last_four, second[14..]);
    let contradicting = PersonInput {
        person: app::registry::rules::Person {
            born_on: Some("1981-05-01".parse().unwrap()),
            ..kept.person.clone()
        },
        ..kept.clone()
    };
    let refused = app.put_person(&write, &id, 2, &contradicting);
    assert_eq!(codes(refused), ["birth_contradicts_identity_number"]);
    let gone = PersonInput {
        identity_number: Wanted::Gone,
        ..kept
    };
    assert_eq!(app.put_person(&write, &id, 2, &gone).unwrap().revision, 3);
    assert!(entry().secrets.is_empty() && app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn one_number_is_of_one_person_among_those_whom_somebody_may_see() {
    let world = World::new();
    let app = world.app();
    let full = number("63272519800501003");
    let write = world.of_court("qh-yushu");
    app.create_person(&write, &with_number(zhaxi(), &full), None)
        .unwrap();
    assert_eq!(
        codes(app.create_person(&write, &with_number(zhaxi(), &full), None)),
        ["identity_number_taken"]
    );
    // Elsewhere nothing is said of somebody whom nobody there may know of.
    let golog = json!({"name": {"zh": "扎西"}, "posts": [post("qh-golog", "2010-07-01", None)]});
    app.create_person(&world.of_court("qh-golog"), &with_number(golog, &full), None)
        .unwrap();
}

#[test]
fn new_keys_leave_numbers_to_be_found_and_seen() {
    let world = World::of(Application::with_own_keys());
    let app = world.app();
    let full = number("63272519800501003");
    let write = world.operator();
    let id = app
        .create_person(&write, &with_number(zhaxi(), &full), None)
        .unwrap()
        .id;
    let old = app.list_keys(&world.operator()).unwrap().keys[0].id;
    let (new, is_present) = app.add_key(&world.operator(), false).unwrap();
    if !is_present {
        app.use_key(&world.operator(), new).unwrap();
    }
    let taken = |app: &app::App| codes(app.create_person(&write, &with_number(zhaxi(), &full), None));
    assert_eq!(
        taken(app),
        ["identity_number_taken"],
        "before anything is sealed anew"
    );
    let mut place = Some(ResealPlace::default());
    let mut values = 0;
    while let Some(from) = place {
        let done = app.reseal_some(&world.operator(), &from).unwrap();
        values += done.values;
        place = done.next;
    }
    assert_eq!(values, 1);
    app.retire_key(&world.operator(), old, true).unwrap();
    assert_eq!(taken(app), ["identity_number_taken"]);
    let see = world.of_court("qh");
    let seen = app
        .see_secret(&see, &id, SecretKind::IdentityNumber, "核对")
        .unwrap();
    assert_eq!(seen[0].as_str(), full);
}

#[test]
fn whoever_is_erased_leaves_a_pseudonym_and_no_number() {
    let world = World::new();
    let app = world.app();
    let write = world.of_court("qh-yushu");
    let full = number("63272519800501003");
    let id = app
        .create_person(&write, &with_number(zhaxi(), &full), None)
        .unwrap()
        .id;
    app.put_person(
        &write,
        &id,
        1,
        &input(
            json!({"name": {"zh": "扎西"}, "note": "病休", "born_on": "1980-05-01", "sex": "female",
        "posts": [post("qh-yushu-nq", "2010-07-01", None)]}),
        ),
    )
    .map(drop)
    .unwrap_or_default();
    let erase = world.of_court::<ErasePeople>("qh-yushu");
    let revision = app.find_person(&world.operator(), &id).unwrap().revision;
    assert!(is_hidden(app.erase_person(
        &world.of_court("qh-golog"),
        &id,
        revision,
        "本人要求"
    )));
    app.erase_person(&erase, &id, revision, "本人要求").unwrap();
    let read = world.operator();
    let left = app.find_person(&read, &id).unwrap();
    let name = left.person.name.zh.unwrap();
    assert!(name.starts_with("已删除·") && left.secrets.is_empty() && left.person.born_on.is_none());
    let history = app.person_revisions(&read, &id, None, 10).unwrap();
    for revision in history {
        let text = serde_json::to_string(&revision.person).unwrap();
        assert!(
            !text.contains("扎西") && !text.contains("1980") && !text.contains("病休"),
            "{text}"
        );
    }
    assert!(super::names(app, &read, &app::registry::PeopleWanted::default()).is_empty());
    let refused = app.put_person(&write, &id, left.revision, &input(zhaxi()));
    assert_eq!(codes(refused), ["erased"]);
    // The number is free again.
    app.create_person(&write, &with_number(zhaxi(), &full), None)
        .unwrap();
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}
