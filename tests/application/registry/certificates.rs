//! Certificates: given when a training is closed, ended by what is changed since, verified by anybody with the code.

use app::access::{EnrolPeople, WriteRegistry, WriteResults};
use app::registry::rules::{CertificateState, EnrolmentState, Training, TrainingState};
use app::registry::{CertificateEntry, JoiningPeople, PersonInput, RegistryItem};
use serde_json::json;

use super::trainings::{opened, passed, person, there, to};
use super::{World, is_hidden, post, programme};

/// Closes the training `id` with one person of each name who has completed it.
fn closed(world: &World, id: &str, names: &[&str]) -> Vec<String> {
    let app = world.app();
    let enrol = world.operator::<EnrolPeople>();
    let mut people = Vec::new();
    for name in names {
        let someone = world.person(name, "qh-golog", "2010-07-01");
        let one = app.enrol(&enrol, id, &person(&someone), None).unwrap().written.id;
        app.step_enrolment(&enrol, id, &one, 1, &to(EnrolmentState::Confirmed, None))
            .unwrap();
        let results = world.operator::<WriteResults>();
        app.enter_attendance(&results, id, &[there(&one, "2026-03-02", "morning", "present")])
            .unwrap();
        app.enter_results(&results, id, &[passed(&one, true)]).unwrap();
        let roster = app.list_enrolments(&world.operator(), id, None).unwrap();
        let revision = roster.iter().find(|entry| entry.id == one).unwrap().revision;
        app.step_enrolment(&enrol, id, &one, revision, &to(EnrolmentState::Completed, None))
            .unwrap();
        people.push(someone);
    }
    world.training_is_over();
    step(world, id, TrainingState::Closed);
    people
}

fn step(world: &World, id: &str, to: TrainingState) {
    let revision = world.app().find_training(&world.operator(), id).unwrap().revision;
    let write = world.operator::<WriteRegistry>();
    world
        .app()
        .step_training(&write, id, revision, to, Some("更正"))
        .unwrap();
}

fn listed(world: &World, id: &str) -> Vec<CertificateEntry> {
    world.app().training_certificates(&world.operator(), id).unwrap()
}

#[test]
fn a_certificate_is_given_at_the_end_and_ended_by_what_is_changed_since() {
    let (world, id) = opened();
    let app = world.app();
    assert_eq!(listed(&world, &id), []);
    let people = closed(&world, &id, &["扎西", "卓玛"]);
    let given = listed(&world, &id);
    assert_eq!(given.len(), 2);
    assert!(given[0].number.ends_with("-0001") && given[1].number.ends_with("-0002"));
    assert_ne!(given[0].code, given[1].code);
    let proof = app.verify_certificate(&given[0].code.to_lowercase()).unwrap();
    assert_eq!((proof.year, proof.state), (2026, CertificateState::Valid));
    assert!(["扎*", "卓*"].contains(&&*proof.name), "{proof:?}");
    for unknown in ["", "2222-2222-2222-2222", "法院 ཁྲིམས", &"7".repeat(5_000)] {
        assert!(is_hidden(app.verify_certificate(unknown)), "{unknown}");
    }
    // Who sees nobody of the roster sees no certificate.
    let nq = world.of_court("qh-yushu-nq");
    assert_eq!(app.training_certificates(&nq, &id).unwrap(), []);
    // Joined records are one person, and the certificate holds.
    let kept = json!({"name": {"zh": "扎西"}, "posts": [post("qh-golog", "2005-01-01", Some("2010-06-30"))]});
    let kept = world.create(&world.operator(), kept).unwrap().id;
    let joining = JoiningPeople {
        gone: people[0].clone(),
        gone_revision: 1,
        kept: kept.clone(),
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    app.merge_people(&world.operator(), &joining).unwrap();
    assert_eq!(listed(&world, &id), given, "nothing that they say has changed");
    // Opened again, none holds; closed again, each has the same code.
    step(&world, &id, TrainingState::Open);
    assert!(
        listed(&world, &id)
            .iter()
            .all(|one| one.state == CertificateState::Revoked)
    );
    let proof = app.verify_certificate(&given[0].code).unwrap();
    assert_eq!(proof.state, CertificateState::Revoked);
    step(&world, &id, TrainingState::Closed);
    assert_eq!(listed(&world, &id), given);
    // Who is erased is named by no certificate.
    app.erase_person(&world.operator(), &kept, 2, "本人要求").unwrap();
    let states: Vec<_> = listed(&world, &id).into_iter().map(|one| one.state).collect();
    assert_eq!(
        states
            .iter()
            .filter(|state| **state == CertificateState::Revoked)
            .count(),
        1
    );
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn a_closed_training_that_is_loaded_gives_certificates_and_declared_totals_give_none() {
    let (from, id) = opened();
    let people = closed(&from, &id, &["扎西", "卓玛", "才让"]);
    let training = from.app().find_training(&from.operator(), &id).unwrap().training;
    let roster = from.app().list_enrolments(&from.operator(), &id, None).unwrap();
    let world = World::new();
    let load = |items: Vec<RegistryItem>| world.app().load_registry(&world.operator(), items).unwrap();
    let mut items = vec![RegistryItem::Programme(
        training.programme.to_string(),
        programme(),
    )];
    items.extend(people.iter().map(|id| {
        let person = from.app().find_person(&from.operator(), id).unwrap().person;
        let input = PersonInput {
            person,
            ..PersonInput::default()
        };
        RegistryItem::Person(id.clone(), Box::new(input))
    }));
    let declared = json!({"person_times": 60, "source": "青高法〔2010〕7号"});
    let old = Training {
        declared: serde_json::from_value(declared).unwrap(),
        ..training.clone()
    };
    let old_id = "t-0123456789abcdef01234567".to_owned();
    items.push(RegistryItem::Training(old_id.clone(), Box::new(old)));
    items.push(RegistryItem::Training(id.clone(), Box::new(training)));
    load(items);
    let mut enrolments = roster.into_iter().map(|entry| (entry.id, entry.enrolment));
    let mut next = |state: EnrolmentState| {
        let (id, mut enrolment) = enrolments.next().unwrap();
        enrolment.state = state;
        RegistryItem::Enrolment(id, Box::new(enrolment))
    };
    load(vec![
        next(EnrolmentState::Completed),
        next(EnrolmentState::Failed),
    ]);
    let first = listed(&world, &id);
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].state, CertificateState::Valid);
    load(vec![next(EnrolmentState::Completed)]);
    let both = listed(&world, &id);
    assert_eq!(
        (both.len(), &both[0]),
        (2, &first[0]),
        "the first stays as it was given"
    );
    assert_eq!(listed(&world, &old_id), []);
}
