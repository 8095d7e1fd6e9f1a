//! The registry through its use-cases: who sees whom, what is sealed, and how a training goes from the plan to its hours.

mod certificates;
mod corrections;
mod courts;
mod exporting;
mod grouping;
mod joining;
mod listing;
mod people;
mod plans;
mod pooling;
mod refusals;
mod retention;
mod round_trip;
mod seats;
mod secrets;
mod sheets;
mod trainings;
mod trees;

use std::sync::Arc;

use app::access::{AccountActor, Actor, Origin, Role};
use app::registry::rules::{Court, Person, Programme, Training};
use app::registry::{PersonInput, RecordWritten, RegistryItem, Wanted};
use app::{Action, App, Error, Permit};
use serde_json::{Value, json};
use testkit::Application;

/// A day is eight hours older in the courts than by the clock of the tests, 2026-01-01T00:00:00Z.
const TODAY: &str = "2026-01-01";

/// An application with the courts `qh` over `qh-yushu` over `qh-yushu-nq`, and `qh-golog` beside them.
struct World {
    application: Application,
}

impl World {
    fn new() -> Self {
        Self::of(Application::empty())
    }

    fn of(application: Application) -> Self {
        let world = Self { application };
        let courts = [
            ("qh", "青海省高级人民法院", None),
            ("qh-yushu", "玉树州中级人民法院", Some("qh")),
            ("qh-yushu-nq", "囊谦县人民法院", Some("qh-yushu")),
            ("qh-golog", "果洛州中级人民法院", Some("qh")),
        ];
        let items =
            courts.map(|(code, name, parent)| RegistryItem::Court(code.to_owned(), court(name, parent)));
        world
            .app()
            .load_registry(&world.operator(), items.to_vec())
            .unwrap();
        world
    }

    fn app(&self) -> &App {
        &self.application.app
    }

    /// Moves the clock to a day on which the trainings of the tests, of 2026-03-02 and the day after, are over.
    fn training_is_over(&self) {
        self.application.clock.advance_ms(90 * 86_400_000);
    }

    fn operator<A: Action>(&self) -> Permit<A> {
        self.permit(&Actor::Operator)
    }

    /// What a coordinator of `court` may.
    fn of_court<A: Action>(&self, court: &str) -> Permit<A> {
        self.permit(&coordinator(court))
    }

    fn permit<A: Action>(&self, actor: &Actor) -> Permit<A> {
        self.app().policy().permit(actor).unwrap()
    }

    fn create(
        &self,
        permit: &Permit<app::access::WriteRegistry>,
        person: Value,
    ) -> Result<RecordWritten, Error> {
        self.app().create_person(permit, &input(person), None)
    }

    /// Makes a person with a post in `court` from a day on.
    fn person(&self, name: &str, court: &str, from: &str) -> String {
        let person = json!({"name": {"zh": name}, "posts": [post(court, from, None)]});
        self.create(&self.operator(), person).unwrap().id
    }
}

#[test]
fn invented_people_do_not_go_among_real_ones() {
    let world = World::new();
    world.person("扎西", "qh-yushu", "2020-01-01");
    let refused = world.app().load_demonstration(&world.operator(), |_| {});
    assert!(
        matches!(refused, Err(Error::RegistryInUse { people: 1 })),
        "{refused:?}"
    );
}

fn coordinator(court: &str) -> Actor {
    account(&[Role::Coordinator], Some(court), None)
}

/// Somebody who has signed in and given the password again.
fn account(roles: &[Role], court: Option<&str>, person: Option<&str>) -> Actor {
    Actor::Account(Arc::new(AccountActor {
        id: format!("a-{}", court.or(person).unwrap_or("nobody")),
        login_name: court.or(person).unwrap_or("nobody").to_owned(),
        roles: roles.iter().copied().collect(),
        court: court.and_then(|court| court.parse().ok()),
        person: person.map(str::to_owned),
        has_proved_itself: true,
        origin: Origin::default(),
    }))
}

fn court(name: &str, parent: Option<&str>) -> Court {
    serde_json::from_value(json!({"name_zh": name, "parent": parent})).unwrap()
}

fn post(court: &str, from: &str, to: Option<&str>) -> Value {
    json!({"court": court, "kind": "judge", "rank": "judge-3", "from": from, "to": to})
}

fn input(person: Value) -> PersonInput {
    PersonInput {
        person: serde_json::from_value(person).unwrap(),
        ..PersonInput::default()
    }
}

/// A person with this identity number.
fn with_number(person: Value, number: &str) -> PersonInput {
    PersonInput {
        identity_number: Wanted::Is(number.parse_number()),
        ..input(person)
    }
}

trait ParseNumber {
    fn parse_number(&self) -> app::registry::rules::IdentityNumber;
}

impl ParseNumber for str {
    fn parse_number(&self) -> app::registry::rules::IdentityNumber {
        app::registry::rules::IdentityNumber::read(self).unwrap()
    }
}

/// Returns an identity number that nobody has, from its first 17 digits.
fn number(digits: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = digits
        .chars()
        .zip(weights)
        .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
        .sum();
    let end = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum as usize % 11];
    format!("{digits}{end}")
}

fn programme() -> Programme {
    serde_json::from_value(json!({
        "name_zh": "双语法官培训", "kind": "bilingual",
        "hours_rules": [{"from": "2010-01-01", "per_half_day": 40, "least_attendance_percent": 50, "only_if_passed": true}],
    }))
    .unwrap()
}

fn training(programme: &str, court: Option<&str>) -> Training {
    serde_json::from_value(json!({
        "programme": programme, "title": "第十一期双语法官培训班", "court": court, "from": "2026-03-02", "to": "2026-03-03",
        "mode": "classroom", "state": "open", "quotas": [{"court": "qh-yushu-nq", "seats": 1}, {"court": "qh-golog", "seats": 5}],
    }))
    .unwrap()
}

/// Returns the codes of the rules that a refusal names.
fn codes<T: std::fmt::Debug>(refused: Result<T, Error>) -> Vec<&'static str> {
    match refused {
        Err(Error::Registry(faults)) => faults.iter().map(|fault| fault.code).collect(),
        other => panic!("{other:?}"),
    }
}

/// Tells whether something looks as if it were not there.
fn is_hidden<T>(found: Result<T, Error>) -> bool {
    matches!(found, Err(Error::NoSuchRecord(_)))
}

/// Returns whom a list shows, by name.
fn names(
    app: &App,
    permit: &Permit<app::access::ReadRegistry>,
    wanted: &app::registry::PeopleWanted,
) -> Vec<String> {
    let page = app.list_people(permit, wanted, None, 100).unwrap();
    let mut names: Vec<String> = page.lines.into_iter().map(|line| line.name).collect();
    names.sort();
    names
}

fn nobody_of(person: &Person) -> bool {
    person.secrets.is_empty()
}
