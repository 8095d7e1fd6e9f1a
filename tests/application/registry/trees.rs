//! Over random trees of courts, a coordinator sees nothing of another subtree, whichever way is taken.

use std::collections::{BTreeMap, BTreeSet};

use app::App;
use app::access::ReadRegistry;
use app::registry::rules::{Day, Enrolment, Person};
use app::registry::{PeopleWanted, PersonInput, RegistryItem};
use serde_json::{Value, json};
use testkit::{Application, Chance};

use super::{TODAY, account, coordinator, court, programme, training};

/// How many trees are tried, and how many share a store.
const TREES: usize = 2_000;
const IN_A_STORE: usize = 40;

/// A tree, its people and who is enrolled by whom, as somebody knows them who has never seen the program.
struct Tree {
    parents: BTreeMap<String, Option<String>>,
    people: BTreeMap<String, Vec<(String, Day, Option<Day>)>>,
    /// The training, the court that holds it, and the enrolments: id, person, court that named the person.
    training: String,
    held_by: Option<String>,
    enrolled: Vec<(String, String, String)>,
}

impl Tree {
    fn grow(number: usize, chance: &mut Chance) -> (Self, Vec<RegistryItem>) {
        let mut items = Vec::new();
        let mut parents: BTreeMap<String, Option<String>> = BTreeMap::new();
        for n in 0..2 + chance.below(8) {
            let codes: Vec<String> = parents.keys().cloned().collect();
            // Now and then a tree is a wood.
            let above = (n > 0 && chance.below(10) > 0).then(|| pick(&codes, chance).clone());
            let above = above.filter(|above| depth(&parents, above) < 7);
            let code = format!("n{number}-{n}");
            items.push(RegistryItem::Court(
                code.clone(),
                court("某人民法院", above.as_deref()),
            ));
            parents.insert(code, above);
        }
        let codes: Vec<String> = parents.keys().cloned().collect();
        let mut people = BTreeMap::new();
        for n in 0..1 + chance.below(5) {
            let id = format!("p-{:024x}", number * 100 + n);
            let mut posts = Vec::new();
            let mut from = 2000 + chance.below(30);
            for _ in 0..chance.below(4) {
                let years = chance.below(12);
                let is_last = chance.below(3) == 0;
                let to = (!is_last).then(|| format!("{}-12-31", from + years));
                posts.push((pick(&codes, chance).clone(), format!("{from}-01-01"), to));
                if is_last {
                    break;
                }
                from += years + 1 + chance.below(3);
            }
            items.push(RegistryItem::Person(id.clone(), Box::new(person(&posts))));
            let days = |(court, from, to): &(String, String, Option<String>)| {
                (
                    court.clone(),
                    from.parse().unwrap(),
                    to.as_ref().map(|to| to.parse().unwrap()),
                )
            };
            people.insert(id, posts.iter().map(days).collect());
        }
        let (programme_id, training_id) = (format!("g-{number:024x}"), format!("t-{number:024x}"));
        let held_by = (chance.below(3) > 0).then(|| pick(&codes, chance).clone());
        items.push(RegistryItem::Programme(programme_id.clone(), programme()));
        let mut plan = training(&programme_id, held_by.as_deref());
        plan.quotas.clear();
        items.push(RegistryItem::Training(training_id.clone(), Box::new(plan)));
        let mut enrolled = Vec::new();
        for (n, person) in people.keys().enumerate() {
            let (id, by) = (
                format!("e-{:024x}", number * 100 + n),
                pick(&codes, chance).clone(),
            );
            let body = json!({"training": training_id, "trainee": {"person": person}, "state": "nominated", "nominated_by": by});
            let body: Enrolment = serde_json::from_value(body).unwrap();
            items.push(RegistryItem::Enrolment(id.clone(), Box::new(body)));
            enrolled.push((id, person.clone(), by));
        }
        let training = training_id;
        let tree = Self {
            parents,
            people,
            training,
            held_by,
            enrolled,
        };
        (tree, items)
    }

    /// Tells whether `court` is `top` or below it.
    fn is_below(&self, court: &str, top: &str) -> bool {
        let mut at = Some(court);
        while let Some(code) = at {
            if code == top {
                return true;
            }
            at = self.parents[code].as_deref();
        }
        false
    }

    /// Tells whether somebody belongs to `top` or a court below it today.
    fn belongs(&self, person: &str, top: &str) -> bool {
        let today: Day = TODAY.parse().unwrap();
        let posts = &self.people[person];
        let holds =
            |post: &&(String, Day, Option<Day>)| post.1 <= today && post.2.is_none_or(|to| to >= today);
        let now = posts.iter().find(holds);
        let last = posts
            .iter()
            .filter(|post| post.1 <= today)
            .max_by_key(|post| post.1);
        let first = posts.iter().min_by_key(|post| post.1);
        let post = now.or(last).or(first);
        post.is_some_and(|post| self.is_below(&post.0, top))
    }

    fn may_see_enrolment(&self, (_, person, by): &(String, String, String), top: &str) -> bool {
        let holds = match &self.held_by {
            Some(court) => self.is_below(court, top),
            None => self.parents[top].is_none(),
        };
        holds || self.is_below(by, top) || self.belongs(person, top)
    }
}

#[test]
fn a_coordinator_sees_no_row_of_another_subtree() {
    let mut chance = Chance::new(20_260_101);
    let (mut trees, mut rows, mut asked) = (0, 0, 0);
    for store in 0..TREES / IN_A_STORE {
        let application = Application::with_pairs_in_directory(&[]);
        let app = &application.app;
        let permit = app.policy().permit(&app::Actor::Operator).unwrap();
        let mut grown = Vec::new();
        let mut items = Vec::new();
        for n in 0..IN_A_STORE {
            let (tree, of_tree) = Tree::grow(store * IN_A_STORE + n, &mut chance);
            items.extend(of_tree);
            grown.push(tree);
        }
        app.load_registry(&permit, items).unwrap();
        for tree in &grown {
            let codes: Vec<String> = tree.parents.keys().cloned().collect();
            let top = pick(&codes, &mut chance);
            rows += foreign_rows(app, tree, top);
            asked += 1;
            trees += 1;
        }
        // An account without a court reaches nobody.
        let nowhere = account(&[app::access::Role::Coordinator], None, None);
        assert!(app.policy().permit::<ReadRegistry>(&nowhere).is_err());
    }
    println!("{trees} trees, {asked} coordinators, {rows} rows of another subtree");
    assert_eq!((trees, rows), (TREES, 0));
}

/// Returns how many rows a coordinator of `top` gets who should not, and fails if one is kept back who should come.
fn foreign_rows(app: &App, tree: &Tree, top: &str) -> usize {
    let permit = app.policy().permit::<ReadRegistry>(&coordinator(top)).unwrap();
    let mut foreign = 0;
    let page = app
        .people_for_request(&permit, &PeopleWanted::default(), None, 100)
        .unwrap();
    let listed: BTreeSet<String> = page.lines.into_iter().map(|line| line.id).collect();
    let own: BTreeSet<String> = tree
        .people
        .keys()
        .filter(|id| tree.belongs(id, top))
        .cloned()
        .collect();
    foreign += listed.difference(&own).count();
    assert_eq!(own.difference(&listed).count(), 0, "{top}: {own:?} {listed:?}");
    for person in tree.people.keys() {
        // Each look at somebody is written down, so that one of the own people is enough.
        let is_own = own.contains(person);
        if is_own && own.first() != Some(person) {
            continue;
        }
        let found = app.find_person(&permit, person).is_ok();
        foreign += usize::from(found && !is_own);
        assert!(found || !is_own, "{person}");
        let mut trainings = app.person_trainings(&permit, person).unwrap_or_default();
        trainings.retain(|entry| {
            let of = tree.enrolled.iter().find(|(id, ..)| *id == entry.id).unwrap();
            !tree.may_see_enrolment(of, top)
        });
        foreign += trainings.len();
    }
    let courts = app.list_court_records(&permit).unwrap();
    let is_foreign = |code: &str| !tree.parents.contains_key(code) || !tree.is_below(code, top);
    foreign += courts.iter().filter(|entry| is_foreign(&entry.code)).count();
    let roster = app.list_enrolments(&permit, &tree.training, None).unwrap();
    let seen: BTreeSet<&str> = roster.iter().map(|entry| entry.id.as_str()).collect();
    for enrolled in &tree.enrolled {
        let may = tree.may_see_enrolment(enrolled, top);
        foreign += usize::from(seen.contains(&*enrolled.0) && !may);
        assert!(seen.contains(&*enrolled.0) || !may, "{enrolled:?}");
    }
    foreign
}

fn depth(parents: &BTreeMap<String, Option<String>>, code: &str) -> usize {
    let above = std::iter::successors(Some(code), |code| parents[*code].as_deref());
    above.count()
}

fn pick<'a>(from: &'a [String], chance: &mut Chance) -> &'a String {
    &from[chance.below(from.len())]
}

fn person(posts: &[(String, String, Option<String>)]) -> PersonInput {
    let posts: Vec<Value> = posts
        .iter()
        .map(|(court, from, to)| json!({"court": court, "kind": "clerk", "from": from, "to": to}))
        .collect();
    let person: Person = serde_json::from_value(json!({"name": {"zh": "某人"}, "posts": posts})).unwrap();
    PersonInput {
        person,
        ..PersonInput::default()
    }
}
