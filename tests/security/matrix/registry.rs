//! Who may do what with courts, people, programmes and trainings: one row a route, written from the rules of the house.
//!
//! A coordinator works within the own court and those below it. A person or a court outside looks like what is not there;
//! programmes and the plans of trainings are there for all who read the registry, and are written by whoever holds them.

use serde_json::{Value, json};

use super::super::browser::Browser;
use super::super::http::Request;
use super::super::town::{COURT_A, COURT_B};
use super::super::world::World;
use super::callers::{Caller, Kind};
use super::objects::{OBJECTS, Object, unknown_id_like};
use super::verdict::Verdict;
use super::{ask_proving, told};

/// Who may use a route.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Who {
    /// Coordinators, and tokens with `registry:read`.
    Readers,
    /// Coordinators, and tokens with `registry:write`.
    Writers,
    /// The same, and lecturers for trainings in which they teach, which these do not.
    Examiners,
    /// Coordinators, tokens with `registry:pii`, and people for themselves, which these are not.
    Entrusted,
    /// Coordinators alone.
    Erasers,
    /// People for themselves; no account here is linked with anybody.
    Linked,
}

/// What a route is about.
#[derive(Debug, Clone, Copy, PartialEq)]
enum About {
    /// A list, which is narrowed to what the caller may see.
    Lists,
    /// Something of a court: outside, it is not there.
    Courts,
    /// What belongs to all courts, such as a programme.
    All,
    /// The plan of a training, which all may read.
    Plan,
    /// A roster, of which everybody sees the own people.
    Roster,
    /// Something that belongs to whoever made it, and is there for nobody else.
    Nobodys,
    /// Something of which there is none here.
    Nowhere,
}

use About::{All, Courts, Lists, Nobodys, Nowhere, Plan, Roster};
use Who::{Entrusted, Erasers, Examiners, Linked, Readers, Writers};

/// Method, path, who may, what about, and what is sent. `OBJECT` stands for the id in the path, `OWN` for a person of the
/// caller's court.
type Row = (&'static str, &'static str, Who, About, &'static str);

const ITEMS: &str = r#"{"items":[]}"#;
const PERSON: &str =
    r#"{"name":{"zh":"某人"},"posts":[{"court":"6301","kind":"clerk","from":"2010-01-01"}]}"#;
const PROGRAMME: &str = r#"{"name_zh":"双语","kind":"bilingual"}"#;
const TRAINING: &str = r#"{"programme":"g-0123456789abcdef01234567","title":"t","from":"2026-10-14","to":"2026-10-24","mode":"classroom","court":"6301"}"#;

#[rustfmt::skip]
const ROWS: &[Row] = &[
    ("GET", "/api/v1/courts", Readers, Lists, ""),
    ("GET", "/api/v1/courts/{id}", Readers, Courts, ""),
    ("PUT", "/api/v1/courts/{id}", Writers, Courts, r#"{"name_zh":"测试甲中级法院","parent":"6300"}"#),
    ("GET", "/api/v1/people", Readers, Lists, ""),
    ("POST", "/api/v1/people", Writers, Lists, PERSON),
    ("GET", "/api/v1/people/{id}", Readers, Courts, ""),
    ("PUT", "/api/v1/people/{id}", Writers, Courts, PERSON),
    ("GET", "/api/v1/people/{id}/posts", Readers, Courts, ""),
    ("PUT", "/api/v1/people/{id}/posts", Writers, Courts, ITEMS),
    ("GET", "/api/v1/people/{id}/language-skills", Readers, Courts, ""),
    ("PUT", "/api/v1/people/{id}/language-skills", Writers, Courts, ITEMS),
    ("GET", "/api/v1/people/{id}/unavailability", Readers, Courts, ""),
    ("PUT", "/api/v1/people/{id}/unavailability", Writers, Courts, ITEMS),
    ("GET", "/api/v1/people/{id}/trainings", Readers, Courts, ""),
    ("GET", "/api/v1/people/{id}/duplicates", Readers, Courts, ""),
    ("POST", "/api/v1/people/{id}/duplicates", Writers, Courts, r#"{"other":"OBJECT","reason":"r"}"#),
    ("GET", "/api/v1/people/{id}/revisions", Readers, Courts, ""),
    ("GET", "/api/v1/people/{id}/seen-by", Readers, Courts, ""),
    ("POST", "/api/v1/people/{id}/merge", Writers, Courts, r#"{"into":"OBJECT","into_revision":9,"reason":"r"}"#),
    ("POST", "/api/v1/people/{id}/secrets/{kind}", Entrusted, Courts, r#"{"purpose":"r"}"#),
    ("POST", "/api/v1/people/{id}/erasure", Erasers, Courts, r#"{"reason":"r"}"#),
    ("GET", "/api/v1/retention", Erasers, Lists, ""),
    ("GET", "/api/v1/me/record", Linked, Lists, ""),
    ("POST", "/api/v1/people/{id}/corrections", Linked, Courts, r#"{"field":"name","wanted":"w","reason":"r"}"#),
    ("GET", "/api/v1/corrections", Readers, Lists, ""),
    ("POST", "/api/v1/corrections/{id}/decision", Writers, Nowhere, r#"{"decision":"accept"}"#),
    ("POST", "/api/v1/corrections/{id}/text", Entrusted, Nowhere, r#"{"purpose":"r"}"#),
    ("GET", "/api/v1/programmes", Readers, Lists, ""),
    ("POST", "/api/v1/programmes", Writers, All, PROGRAMME),
    ("GET", "/api/v1/programmes/{id}", Readers, Plan, ""),
    ("PUT", "/api/v1/programmes/{id}", Writers, All, PROGRAMME),
    ("GET", "/api/v1/trainings", Readers, Lists, ""),
    ("POST", "/api/v1/trainings", Writers, Lists, TRAINING),
    ("GET", "/api/v1/trainings/{id}", Readers, Plan, ""),
    ("PUT", "/api/v1/trainings/{id}", Writers, Plan, TRAINING),
    ("GET", "/api/v1/trainings/{id}/lessons", Readers, Plan, ""),
    ("PUT", "/api/v1/trainings/{id}/lessons", Writers, Plan, ITEMS),
    ("GET", "/api/v1/trainings/{id}/quotas", Readers, Plan, ""),
    ("PUT", "/api/v1/trainings/{id}/quotas", Writers, Plan, ITEMS),
    ("POST", "/api/v1/trainings/{id}/transitions", Writers, Plan, r#"{"to":"open"}"#),
    ("GET", "/api/v1/trainings/{id}/enrolments", Readers, Roster, ""),
    ("POST", "/api/v1/trainings/{id}/enrolments", Writers, Roster, r#"{"trainee":{"person":"OWN"}}"#),
    ("POST", "/api/v1/trainings/{id}/enrolments/{enrolment}/transitions", Writers, Courts, r#"{"to":"confirmed"}"#),
    ("GET", "/api/v1/trainings/{id}/attendance", Readers, Roster, ""),
    ("PUT", "/api/v1/trainings/{id}/attendance", Examiners, Courts, ITEMS),
    ("GET", "/api/v1/trainings/{id}/results", Readers, Roster, ""),
    ("GET", "/api/v1/trainings/{id}/certificates", Readers, Roster, ""),
    ("PUT", "/api/v1/trainings/{id}/results", Examiners, Courts, ITEMS),
    ("POST", "/api/v1/imports/{id}", Examiners, Nobodys, ""),
    ("POST", "/api/v1/imports/{id}/answers", Examiners, Nobodys, r#"{"answers":[]}"#),
    ("POST", "/api/v1/imports/{id}/apply", Examiners, Nobodys, "{}"),
    ("POST", "/api/v1/imports/{id}/undo", Examiners, Nobodys, ""),
    ("GET", "/api/v1/exports/{kind}", Readers, Lists, ""),
    ("POST", "/api/v1/exports/{kind}", Readers, Lists, ""),
];

/// Returns what the rows are about, such as `GET /api/v1/courts`.
pub fn labels() -> impl Iterator<Item = String> {
    ROWS.iter().map(|(method, path, ..)| format!("{method} {path}"))
}

/// Returns what has to come of it.
fn verdict((method, path, who, about, _): &Row, caller: Kind, object: Object) -> Verdict {
    let scope = match who {
        Readers => "registry:read",
        Writers | Examiners => "registry:write",
        Entrusted => "registry:pii",
        Erasers | Linked => "none",
    };
    let is_missing = (object == Object::None && path.contains("{id}")) || matches!(about, Nobodys | Nowhere);
    match caller {
        Kind::Anonymous | Kind::DeadCookie => Verdict::SignIn,
        Kind::DeadToken => Verdict::BadToken,
        Kind::Both => Verdict::Ambiguous,
        Kind::Scope(own) if own == scope && is_missing => Verdict::Missing,
        Kind::Scope(own) if own == scope => Verdict::Through,
        Kind::Scope(_) => Verdict::Forbidden,
        Kind::Role("self") if matches!(who, Entrusted | Linked) => Verdict::Missing,
        Kind::Role("lecturer") if *who == Examiners => Verdict::Missing,
        Kind::Role("coordinator") if *who == Linked => Verdict::Forbidden,
        Kind::Role("coordinator") if is_missing => Verdict::Missing,
        Kind::Role("coordinator") => match (about, object) {
            (All, _) => Verdict::Forbidden,
            (Courts, Object::Other) => Verdict::Missing,
            (Plan, Object::Other) if *method != "GET" => Verdict::Forbidden,
            _ => Verdict::Through,
        },
        Kind::Role(_) => Verdict::Forbidden,
    }
}

/// The records of the two courts.
struct Records {
    people: [String; 2],
    programme: String,
    trainings: [String; 2],
    enrolments: [String; 2],
}

impl Records {
    fn make(world: &World) -> Self {
        let token = &world.token("registry:write").secret;
        let programme: Value = serde_json::from_str(PROGRAMME).unwrap();
        let made = world.send(&Request::post("/api/v1/programmes").json(&programme).bearer(token));
        let programme = id_of(&made.expect(201).json());
        let both = [("coordinator-a", COURT_A, 1), ("coordinator-b", COURT_B, 2)];
        let made = both.map(|(login_name, court, n)| {
            let mut browser = world.logged_in(login_name);
            let phone = format!("1390971000{n}");
            world.keep_secret("a telephone number", &phone);
            let posts = json!([{"court": court, "kind": "clerk", "from": "2010-01-01"}]);
            let person = json!({"name": {"zh": "某人"}, "phones": [phone], "posts": posts});
            let person = make(&mut browser, "/api/v1/people", &person);
            let training = json!({"programme": programme, "title": "某班", "court": court, "from": "2026-10-14", "to": "2026-10-24", "mode": "classroom"});
            let training = make(&mut browser, "/api/v1/trainings", &training);
            let nominee = json!({"trainee": {"person": person}});
            let enrolment = make(&mut browser, &format!("/api/v1/trainings/{training}/enrolments"), &nominee);
            (person, training, enrolment)
        });
        let [
            (person_a, training_a, enrolment_a),
            (person_b, training_b, enrolment_b),
        ] = made;
        Self {
            people: [person_a, person_b],
            programme,
            trainings: [training_a, training_b],
            enrolments: [enrolment_a, enrolment_b],
        }
    }

    fn request(&self, (method, path, _, _, body): &Row, object: Object) -> Request {
        let n = usize::from(object == Object::Other);
        let known = match path.split('/').nth(3) {
            Some("courts") => [COURT_A, COURT_B][n],
            Some("people") => &self.people[n],
            Some("programmes") => &self.programme,
            _ => &self.trainings[n],
        };
        let id = match object {
            Object::None if path.contains("/courts") => "no-such-court".to_owned(),
            Object::None => unknown_id_like(known),
            _ => known.to_owned(),
        };
        let place = path
            .replace("{id}", &id)
            .replace("{enrolment}", &self.enrolments[n])
            .replace("exports/{kind}", "exports/people")
            .replace("{kind}", "phone");
        let request = Request::new(method, &place);
        if body.is_empty() {
            return request;
        }
        let body = body.replace("OBJECT", &id).replace("OWN", &self.people[0]);
        // No record has so many revisions: whoever may is told that it is stale.
        request.body("application/json", body).header("If-Match", "\"9\"")
    }
}

fn make(browser: &mut Browser<'_>, path: &str, body: &Value) -> String {
    id_of(&browser.post_json(path, body).expect(201).json())
}

fn id_of(body: &Value) -> String {
    body["id"].as_str().unwrap().to_owned()
}

#[test]
fn the_registry_gives_each_caller_what_the_table_says() {
    let world = World::start();
    let callers = Caller::all(&world);
    let records = Records::make(&world);
    let (mut n_checks, mut surprises) = (0, Vec::new());
    for row in ROWS {
        let kinds: &[Object] = if row.1.contains("{id}") {
            &OBJECTS
        } else {
            &OBJECTS[..1]
        };
        for object in kinds {
            let request = records.request(row, *object);
            for caller in &callers {
                let expected = verdict(row, caller.kind, *object);
                let answer = ask_proving(&world, caller, &request);
                n_checks += 1;
                if !expected.holds(&answer, false) || (expected == Verdict::Through && answer.status == 404) {
                    let label = format!("{} {}", row.0, row.1);
                    surprises.push(told(&label, caller, *object, expected, &answer));
                }
            }
        }
    }
    println!(
        "matrix of the registry: {} routes × {} callers × {} objects = {n_checks} checks, {} surprises",
        ROWS.len(),
        callers.len(),
        OBJECTS.len(),
        surprises.len()
    );
    assert!(surprises.is_empty(), "{}", surprises.join("\n"));
}
