//! New keys while everybody works on: nothing is closed at any moment, and no key goes that something needs.

use std::sync::atomic::{AtomicBool, Ordering};

use app::access::Role;
use app::audit::{AuditPlan, HeadState};
use app::key_rotation::{KeyList, ResealPlace};
use app::personal_data::{KeyError, KeyId, KeyState};
use app::{App, Error, NightTime, Operate};
use testkit::Application;

use super::World;
use super::second_factor::{STEP_MS, code_of, enrolled, give, half};

fn world() -> World {
    World::of(Application::with_own_keys())
}

/// Adds a key and makes it the one that seals, also where several nodes might share the database.
fn add(world: &World) -> KeyId {
    let app = world.app();
    let (id, is_present) = app.add_key(&world.operator(), false).unwrap();
    if !is_present {
        app.use_key(&world.operator(), id).unwrap();
    }
    id
}

/// Seals everything anew; returns how many values that were.
fn reseal(world: &World) -> u64 {
    let mut place = Some(ResealPlace::default());
    let mut values = 0;
    while let Some(from) = place {
        let done = world.app().reseal_some(&world.operator(), &from).unwrap();
        assert_eq!(done.closed, []);
        values += done.values;
        place = done.next;
    }
    values
}

fn list(world: &World) -> KeyList {
    world.app().list_keys(&world.operator()).unwrap()
}

/// Returns state, values and codes of each key, the newest first.
fn stands(world: &World) -> Vec<(KeyState, u64, u64)> {
    let list = list(world);
    assert_eq!(list.values_of_no_key, 0);
    list.keys
        .iter()
        .map(|key| (key.state, key.values, key.codes))
        .collect()
}

fn retire(world: &World, id: KeyId, ends_codes: bool) -> Result<(), Error> {
    world
        .app()
        .retire_key(&world.operator::<Operate>(), id, ends_codes)
}

#[test]
fn a_key_is_retired_once_nothing_stands_under_it() {
    use KeyState::{Opens, Present, Retired};
    let world = world();
    let old = list(&world).keys[0].id;
    let person = world.person("zhuoma", &[Role::Reader], "");
    let (secret, recovery) = enrolled(&world, &person);
    assert_eq!(stands(&world), [(Present, 1, 10)]);
    let refused = retire(&world, old, true);
    assert!(
        matches!(refused, Err(Error::Keys(KeyError::IsPresent { .. }))),
        "{refused:?}"
    );

    let new = add(&world);
    assert_eq!(stands(&world), [(Present, 0, 0), (Opens, 1, 10)]);
    let refused = retire(&world, old, true);
    let values_are_told = matches!(
        refused,
        Err(Error::Keys(KeyError::InUse {
            values: 1,
            codes: 10,
            ..
        }))
    );
    assert!(values_are_told, "{refused:?}");
    assert_eq!((reseal(&world), reseal(&world)), (1, 0));
    assert_eq!(stands(&world), [(Present, 1, 0), (Opens, 0, 10)]);

    // A recovery code of before opens, and the phone goes on.
    give(&world, &half(&world), &recovery[0]).unwrap();
    world.wait_ms(2 * STEP_MS);
    give(&world, &half(&world), &code_of(&world, &secret, 0)).unwrap();
    let refused = retire(&world, old, false);
    assert!(
        matches!(refused, Err(Error::Keys(KeyError::InUse { codes: 9, .. }))),
        "{refused:?}"
    );
    retire(&world, old, true).unwrap();
    assert_eq!(stands(&world), [(Present, 1, 0), (Retired, 0, 0)]);
    let kept = list(&world);
    assert!(kept.keys[0].id == new && kept.keys[0].made_at_ms.is_some() && kept.keys[1].made_at_ms.is_none());
    world.wait_ms(2 * STEP_MS);
    let ended = give(&world, &half(&world), &recovery[1]);
    assert!(matches!(ended, Err(Error::WrongLogin)), "{ended:?}");
    let unknown = KeyId::parse("0011223344556677").unwrap();
    let refused = retire(&world, unknown, true);
    assert!(
        matches!(refused, Err(Error::Keys(KeyError::NoSuchKey { .. }))),
        "{refused:?}"
    );
}

#[test]
fn a_key_that_waits_seals_when_it_is_used() {
    use KeyState::{Opens, Present};
    let world = world();
    let (id, is_present) = world.app().add_key(&world.operator(), true).unwrap();
    assert!(!is_present);
    let person = world.person("zhuoma", &[Role::Reader], "");
    enrolled(&world, &person);
    assert_eq!(stands(&world), [(Opens, 0, 0), (Present, 1, 10)]);
    world.app().use_key(&world.operator(), id).unwrap();
    assert_eq!(reseal(&world), 1);
    assert_eq!(stands(&world), [(Present, 1, 0), (Opens, 0, 10)]);
}

#[test]
fn a_store_opens_without_the_line_of_a_retired_key_and_not_without_that_of_another() {
    let world = World::of(Application::with_pairs_in_directory(&[]));
    let path = world.application.directory().join("keys/fields.keys");
    let old = list(&world).keys[0].id;
    add(&world);
    let without_old = |text: &str| -> String {
        let lines = text.lines().filter(|line| !line.contains(&old.to_string()));
        lines.map(|line| format!("{line}\n")).collect()
    };
    let closed = world.application.closed();
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, without_old(&text)).unwrap();
    let refused = closed.try_open().map(drop);
    assert!(
        matches!(refused, Err(Error::Keys(KeyError::MissingKey { .. }))),
        "{refused:?}"
    );
    std::fs::write(&path, text).unwrap();
    let world = World {
        application: Application::opened_in(closed),
    };
    retire(&world, old, false).unwrap();
    let closed = world.application.closed();
    let retired = std::fs::read_to_string(&path).unwrap();
    // As it stands the store does not begin to ask for it again.
    closed.try_open().unwrap().close();
    std::fs::write(&path, without_old(&retired)).unwrap();
    closed.try_open().unwrap().close();
}

#[test]
fn the_audit_stays_sound_whatever_becomes_of_its_keys() {
    let world = world();
    let old = list(&world).keys[0].id;
    let app = world.app();
    let keys = app.audit_keys();
    let head = world.application.directory().join("audit/head");
    let seal = |app: &App| {
        let plan = AuditPlan {
            head_path: head.clone(),
            keep_days: 0,
            cut_at: NightTime {
                minute_of_day: 0,
                utc_offset_minutes: 0,
            },
        };
        let chance = testkit::fresh_chance();
        drop(app.start_audit(plan, app.audit_keys(), chance, None).unwrap());
    };
    world.person("zhuoma", &[Role::Reader], "");
    seal(app);
    add(&world);
    world.person("tashi", &[Role::Reader], "");
    seal(app);
    retire(&world, old, true).unwrap();
    seal(app);
    let report = app.verify_audit(&world.operator(), &*keys, &head).unwrap();
    assert!(report.is_sound() && report.links > 4, "{report:?}");
    assert!(matches!(report.head, HeadState::Agrees), "{report:?}");
}

#[test]
fn while_keys_change_and_values_are_sealed_anew_everything_opens() {
    let world = world();
    let people: Vec<_> = ["zhuoma", "tashi", "dolma"]
        .map(|name| world.person(name, &[Role::Reader], ""))
        .into();
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writers: Vec<_> = people
            .iter()
            .map(|person| {
                let (world, is_over) = (&world, &is_over);
                scope.spawn(move || {
                    let mut rounds = 0;
                    while !is_over.load(Ordering::Relaxed) || rounds == 0 {
                        // Sealed, opened by its first code, and the codes on paper made under the key of that moment.
                        let (_, recovery) = enrolled(world, person);
                        assert_eq!(recovery.len(), 10);
                        let permit = world.permit(person).unwrap();
                        let own = world.app().own_account(&permit, &person.session).unwrap();
                        assert!(own.has_second_factor);
                        rounds += 1;
                    }
                    rounds
                })
            })
            .collect();
        for _ in 0..12 {
            add(&world);
            reseal(&world);
        }
        is_over.store(true, Ordering::Relaxed);
        let rounds: u32 = writers.into_iter().map(|writer| writer.join().unwrap()).sum();
        assert!(rounds >= 3, "{rounds}");
    });
    while reseal(&world) > 0 {}
    let list = list(&world);
    assert_eq!((list.keys.len(), list.values_of_no_key), (13, 0));
    let values: Vec<u64> = list.keys.iter().map(|key| key.values).collect();
    assert_eq!((values[0], values.iter().sum::<u64>()), (3, 3), "{list:?}");
    for key in &list.keys[1..] {
        retire(&world, key.id, true).unwrap();
    }
}
