//! Tokens of other systems.

use app::Error;
use app::access::{Actor, ReadGlossary, Scope, WriteGlossary};
use app::accounts::{NewToken, TokenDigest, TokenFault, TokenState};

use super::{World, origin};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn new(world: &World, days: i64) -> NewToken {
    NewToken {
        name: "电子卷宗".to_owned(),
        scopes: [Scope::GlossaryRead, Scope::Documents].into(),
        court: None,
        addresses: Vec::new(),
        expires_at_ms: app::Clock::now_ms(&world.application.clock) + days * DAY_MS,
    }
}

fn made(world: &World, new: &NewToken) -> (String, TokenDigest) {
    let (line, secret) = world.app().create_token(&world.operator(), new).unwrap();
    assert!(secret.text().starts_with("sjt_"));
    (line.id, TokenDigest::read(secret.text()).unwrap())
}

fn actor(world: &World, digest: &TokenDigest, address: &str) -> Option<Actor> {
    world.app().token_actor(digest, &origin(address)).unwrap()
}

fn state(world: &World) -> Vec<TokenState> {
    let tokens = world.app().list_tokens(&world.operator()).unwrap();
    tokens.iter().map(|line| line.state).collect()
}

#[test]
fn a_token_does_what_its_scopes_say_until_its_end() {
    let world = World::new();
    let (_, digest) = made(&world, &new(&world, 60));
    let token = actor(&world, &digest, "192.0.2.1").unwrap();
    let closed = app::Policy { public_read: false };
    assert!(closed.permit::<ReadGlossary>(&token).is_ok());
    assert!(closed.permit::<WriteGlossary>(&token).is_err());
    assert_eq!(state(&world), [TokenState::Good]);
    world.wait_ms(31 * DAY_MS);
    assert_eq!(state(&world), [TokenState::EndsSoon]);
    assert!(actor(&world, &digest, "192.0.2.1").is_some());
    world.wait_ms(29 * DAY_MS);
    assert_eq!(state(&world), [TokenState::Ended]);
    assert!(actor(&world, &digest, "192.0.2.1").is_none());
}

#[test]
fn a_revoked_token_is_refused_at_once_and_revoked_only_once() {
    let world = World::new();
    let (id, digest) = made(&world, &new(&world, 60));
    world.app().revoke_token(&world.operator(), &id).unwrap();
    assert!(actor(&world, &digest, "192.0.2.1").is_none());
    assert!(matches!(
        world.app().revoke_token(&world.operator(), &id),
        Err(Error::NoSuchToken)
    ));
    assert_eq!(state(&world), [TokenState::Revoked]);
}

#[test]
fn a_token_may_be_bound_to_addresses() {
    let world = World::new();
    let bound = NewToken {
        addresses: vec!["192.0.2.0/24".parse().unwrap(), "2001:db8::/32".parse().unwrap()],
        ..new(&world, 60)
    };
    let (_, digest) = made(&world, &bound);
    for (address, is_in) in [
        ("192.0.2.9", true),
        ("::ffff:192.0.2.9", true),
        ("2001:db8::1", true),
        ("198.51.100.1", false),
    ] {
        assert_eq!(actor(&world, &digest, address).is_some(), is_in, "{address}");
    }
}

#[test]
fn two_of_a_name_may_be_good_at_once_and_no_third() {
    let world = World::new();
    let (old, _) = made(&world, &new(&world, 60));
    made(&world, &new(&world, 300));
    let third = world.app().create_token(&world.operator(), &new(&world, 300));
    assert!(matches!(
        third,
        Err(Error::BadToken(TokenFault::TooManyOfName(_)))
    ));
    world.app().revoke_token(&world.operator(), &old).unwrap();
    made(&world, &new(&world, 300));
}

#[test]
fn what_is_wrong_with_a_token_is_named() {
    let world = World::new();
    let good = new(&world, 60);
    for (bad, fault) in [
        (
            NewToken {
                name: " ".into(),
                ..good.clone()
            },
            TokenFault::BadName,
        ),
        (
            NewToken {
                name: "法".repeat(61),
                ..good.clone()
            },
            TokenFault::BadName,
        ),
        (
            NewToken {
                scopes: [].into(),
                ..good.clone()
            },
            TokenFault::NoScope,
        ),
        (new(&world, 0), TokenFault::BadEnd),
        (new(&world, 367), TokenFault::BadEnd),
        (
            NewToken {
                court: "nowhere".parse().ok(),
                ..good.clone()
            },
            TokenFault::NoSuchCourt("nowhere".into()),
        ),
    ] {
        match world.app().create_token(&world.operator(), &bad) {
            Err(Error::BadToken(found)) => assert_eq!(found, fault),
            other => panic!("{:?}", other.map(|(line, _)| line)),
        }
    }
}

#[test]
fn the_last_use_is_shown_with_its_address() {
    let world = World::new();
    let (_, digest) = made(&world, &new(&world, 60));
    actor(&world, &digest, "192.0.2.1").unwrap();
    let used = &world.app().list_tokens(&world.operator()).unwrap()[0];
    assert_eq!(used.last_used_from.as_deref(), Some("192.0.2.1"));
    assert_eq!(
        used.last_used_at_ms,
        Some(app::Clock::now_ms(&world.application.clock))
    );
}
