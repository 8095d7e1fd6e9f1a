//! Who may call what: every route for programs and every page about accounts, for each role and for tokens.

use access::{Role, Scope};
use axum::http::StatusCode;

use super::house::{Asker, House};
use crate::router::{Needs, Route, api_routes};

/// Askers in the order of the columns below.
const COLUMNS: [&str; 8] = [
    "nobody",
    "nothing",
    "reader",
    "coordinator",
    "system_admin",
    "security_admin",
    "auditor",
    "token",
];

/// What each is answered: the status, or `-` where it was let through to what is not there.
const TABLE: &str = "
GET /api/v1/me | 200 200 200 200 200 200 200 200
GET /api/v1/accounts | 401 403 403 200 403 200 403 403
GET /api/v1/accounts/{id} | 401 403 403 - 403 - 403 403
PUT /api/v1/accounts/{id}/person | 401 403 403 415 403 415 403 403
DELETE /api/v1/accounts/{id}/person | 401 403 403 - 403 - 403 403
GET /api/v1/role-changes | 401 403 403 403 403 200 403 403
GET /api/v1/tokens | 401 403 403 403 403 200 403 403
POST /api/v1/accounts | 401 403 403 201 403 201 403 403
POST /api/v1/accounts/{id}/reset | 401 403 403 - 403 - 403 403
POST /api/v1/accounts/{id}/disable | 401 403 403 - 403 - 403 403
POST /api/v1/accounts/{id}/enable | 401 403 403 - 403 - 403 403
POST /api/v1/accounts/{id}/roles | 401 403 403 403 403 - 403 403
POST /api/v1/role-changes/{id}/decision | 401 403 403 403 403 - 403 403
POST /api/v1/tokens | 401 403 403 403 403 201 403 403
DELETE /api/v1/tokens/{id} | 401 403 403 403 403 - 403 403
POST /api/v1/concepts | 401 403 403 403 403 403 403 415
PUT /api/v1/concepts/{id} | 401 403 403 403 403 403 403 428
DELETE /api/v1/concepts/{id} | 401 403 403 403 403 403 403 428
POST /api/v1/concepts/{id}/restore | 401 403 403 403 403 403 403 428
POST /api/v1/concepts/{id}/transitions | 401 403 403 403 403 403 403 428
POST /api/v1/concepts/{id}/merge | 401 403 403 403 403 403 403 428
GET /api/v1/batches | 401 403 403 403 403 403 403 200
POST /api/v1/batches | 401 403 403 403 403 403 403 403
GET /api/v1/batches/{id} | 401 403 403 403 403 403 403 -
PUT /api/v1/batches/{id} | 401 403 403 403 403 403 403 403
GET /api/v1/batches/{id}/concepts | 401 403 403 403 403 403 403 -
POST /api/v1/batches/{id}/concepts | 401 403 403 403 403 403 403 403
DELETE /api/v1/batches/{id}/concepts/{concept} | 401 403 403 403 403 403 403 403
POST /api/v1/batches/{id}/authorise | 401 403 403 403 403 403 403 403
GET /api/v1/proposals | 401 403 200 200 200 200 200 200
POST /api/v1/proposals | 401 403 415 415 415 415 415 415
GET /api/v1/proposals/{id} | 401 403 - - - - - -
DELETE /api/v1/proposals/{id} | 401 403 - - - - - -
POST /api/v1/proposals/{id}/decision | 401 403 403 403 403 403 403 403
GET /api/v1/saved-filters | 401 403 200 200 200 200 200 200
POST /api/v1/saved-filters | 401 403 415 415 415 415 415 415
DELETE /api/v1/saved-filters/{id} | 401 403 - - - - - -
PUT /api/v1/subject-fields/{code} | 401 403 403 403 403 403 403 415
DELETE /api/v1/subject-fields/{code} | 401 403 403 403 403 403 403 -
GET /api/v1/lookups/unanswered | 401 403 403 403 403 403 403 200
POST /api/v1/lookups/unanswered/{key}/proposal | 401 403 403 403 403 403 403 -
DELETE /api/v1/lookups/unanswered/{key} | 401 403 403 403 403 403 403 -
GET /api/v1/lookups/tibetan-requests | 401 403 403 403 403 403 403 200
POST /api/v1/change-sets/preview | 401 403 403 403 403 403 403 415
GET /api/v1/change-sets | 401 403 403 403 403 403 403 200
POST /api/v1/change-sets | 401 403 403 403 403 403 403 415
GET /api/v1/change-sets/{id} | 401 403 403 403 403 403 403 -
POST /api/v1/change-sets/{id}/undo | 401 403 403 403 403 403 403 -
POST /api/v1/editions | 401 403 403 403 403 403 403 403
GET /api/v1/batches/{id}/scan | 401 403 403 403 403 403 403 -
PUT /api/v1/batches/{id}/scan | 401 403 403 403 403 403 403 403
POST /api/v1/imports/glossary | 401 403 403 403 403 403 403 422
GET /api/v1/imports | 401 403 403 403 403 403 403 200
GET /api/v1/imports/{id} | 401 403 403 - 403 403 403 -
DELETE /api/v1/imports/{id} | 401 403 403 - 403 403 403 -
GET /api/v1/imports/{id}/rejected | 401 403 403 - 403 403 403 -
GET /api/v1/courts | 401 403 403 200 403 403 403 200
GET /api/v1/courts/{id} | 401 403 403 - 403 403 403 -
PUT /api/v1/courts/{id} | 401 403 403 428 403 403 403 428
GET /api/v1/retention | 401 403 403 200 403 403 403 403
GET /api/v1/people | 401 403 403 200 403 403 403 200
POST /api/v1/people | 401 403 403 415 403 403 403 415
GET /api/v1/people/{id} | 401 403 403 - 403 403 403 -
PUT /api/v1/people/{id} | 401 403 403 428 403 403 403 428
GET /api/v1/people/{id}/posts | 401 403 403 - 403 403 403 -
PUT /api/v1/people/{id}/posts | 401 403 403 428 403 403 403 428
GET /api/v1/people/{id}/language-skills | 401 403 403 - 403 403 403 -
PUT /api/v1/people/{id}/language-skills | 401 403 403 428 403 403 403 428
GET /api/v1/people/{id}/unavailability | 401 403 403 - 403 403 403 -
PUT /api/v1/people/{id}/unavailability | 401 403 403 428 403 403 403 428
GET /api/v1/people/{id}/trainings | 401 403 403 - 403 403 403 -
GET /api/v1/people/{id}/duplicates | 401 403 403 - 403 403 403 -
GET /api/v1/people/{id}/revisions | 401 403 403 - 403 403 403 -
GET /api/v1/people/{id}/seen-by | 401 403 403 - 403 403 403 -
POST /api/v1/people/{id}/duplicates | 401 403 403 415 403 403 403 415
POST /api/v1/people/{id}/merge | 401 403 403 428 403 403 403 428
POST /api/v1/people/{id}/secrets/{kind} | 401 403 403 415 403 403 403 415
POST /api/v1/people/{id}/erasure | 401 403 403 428 403 403 403 403
GET /api/v1/me/record | 401 403 403 403 403 403 403 403
GET /api/v1/certificates/verify/{code} | - - - - - - - -
POST /api/v1/people/{id}/corrections | 401 403 403 403 403 403 403 403
GET /api/v1/corrections | 401 403 403 200 403 403 403 200
POST /api/v1/corrections/{id}/decision | 401 403 403 415 403 403 403 415
POST /api/v1/corrections/{id}/text | 401 403 403 415 403 403 403 415
GET /api/v1/programmes | 401 403 403 200 403 403 403 200
POST /api/v1/programmes | 401 403 403 415 403 403 403 415
GET /api/v1/programmes/{id} | 401 403 403 - 403 403 403 -
PUT /api/v1/programmes/{id} | 401 403 403 428 403 403 403 428
GET /api/v1/trainings | 401 403 403 200 403 403 403 200
POST /api/v1/trainings | 401 403 403 415 403 403 403 415
GET /api/v1/trainings/{id} | 401 403 403 - 403 403 403 -
PUT /api/v1/trainings/{id} | 401 403 403 428 403 403 403 428
GET /api/v1/trainings/{id}/lessons | 401 403 403 - 403 403 403 -
PUT /api/v1/trainings/{id}/lessons | 401 403 403 428 403 403 403 428
GET /api/v1/trainings/{id}/quotas | 401 403 403 - 403 403 403 -
PUT /api/v1/trainings/{id}/quotas | 401 403 403 428 403 403 403 428
POST /api/v1/trainings/{id}/transitions | 401 403 403 428 403 403 403 428
GET /api/v1/trainings/{id}/enrolments | 401 403 403 - 403 403 403 -
POST /api/v1/trainings/{id}/enrolments | 401 403 403 415 403 403 403 415
POST /api/v1/trainings/{id}/enrolments/{enrolment}/transitions | 401 403 403 428 403 403 403 428
GET /api/v1/trainings/{id}/attendance | 401 403 403 - 403 403 403 -
PUT /api/v1/trainings/{id}/attendance | 401 403 403 415 403 403 403 415
GET /api/v1/trainings/{id}/results | 401 403 403 - 403 403 403 -
GET /api/v1/trainings/{id}/certificates | 401 403 403 - 403 403 403 -
PUT /api/v1/trainings/{id}/results | 401 403 403 415 403 403 403 415
POST /api/v1/imports/{id} | 401 403 403 - 403 403 403 -
POST /api/v1/imports/{id}/answers | 401 403 403 415 403 403 403 415
POST /api/v1/imports/{id}/apply | 401 403 403 428 403 403 403 428
POST /api/v1/imports/{id}/undo | 401 403 403 - 403 403 403 -
GET /api/v1/exports/{kind} | 401 403 403 - 403 403 403 -
POST /api/v1/exports/{kind} | 401 403 403 - 403 403 403 -
GET /api/v1/audit | 401 403 403 403 403 403 200 403
GET /api/v1/audit/verification | 401 403 403 403 403 403 200 403
GET /audit | 303 403 403 403 403 403 200 403
GET /audit/verification | 303 403 403 403 403 403 200 403
GET /account | 303 403 200 200 200 200 200 403
GET /accounts | 303 403 403 200 403 200 403 403
GET /accounts/new | 303 403 403 200 403 200 403 403
GET /accounts/{id} | 303 403 403 - 403 - 403 403
GET /role-changes | 303 403 403 403 403 200 403 403
GET /tokens | 303 403 403 403 403 200 403 403
POST /account/sessions/end | 303 403 303 303 303 303 303 403
POST /account/second-factor | 303 403 200 200 200 200 200 403
POST /accounts/{id}/reset | 303 403 403 - 403 - 403 403
POST /accounts/{id}/disable | 303 403 403 - 403 - 403 403
POST /accounts/{id}/enable | 303 403 403 - 403 - 403 403
POST /accounts/{id}/person | 303 403 403 - 403 - 403 403
GET /proposals | 303 403 200 200 200 200 200 200
GET /proposals/new | 303 403 200 200 200 200 200 200
POST /proposals/new | 401 403 422 422 422 422 422 422
GET /proposals/{id} | 303 403 - - - - - -
POST /proposals/{id}/decision | 401 403 403 403 403 403 403 403
POST /proposals/{id}/withdraw | 303 403 - - - - - -
POST /role-changes/{id} | 303 403 403 403 403 - 403 403
POST /tokens/{id}/revoke | 303 403 403 403 403 - 403 403
";

fn body_of(route: &str, nth: usize) -> (&'static str, String) {
    let json = "application/json";
    match route {
        "POST /api/v1/accounts" => {
            let court = if COLUMNS[nth] == "coordinator" {
                "\"qh-yushu\""
            } else {
                "null"
            };
            let body = format!(
                "{{\"accounts\":[{{\"login_name\":\"new{nth}\",\"display_name\":\"x\",\"court\":{court}}}]}}"
            );
            (json, body)
        }
        "POST /api/v1/accounts/{id}/roles" => (
            json,
            "{\"role\":\"reader\",\"op\":\"grant\",\"reason\":\"x\"}".to_owned(),
        ),
        "POST /api/v1/role-changes/{id}/decision" => (json, "{\"approve\":true}".to_owned()),
        "POST /api/v1/tokens" => (
            json,
            "{\"name\":\"x\",\"scopes\":[\"documents\"],\"expires_at\":\"2026-03-01T00:00:00Z\"}".to_owned(),
        ),
        "POST /role-changes/{id}" => ("application/x-www-form-urlencoded", "decision=approve".to_owned()),
        _ if ["POST /a", "POST /p", "POST /t"]
            .iter()
            .any(|start| route.starts_with(start)) =>
        {
            let is_page = !route.starts_with("POST /api");
            (
                if is_page {
                    "application/x-www-form-urlencoded"
                } else {
                    ""
                },
                String::new(),
            )
        }
        _ => ("", String::new()),
    }
}

fn askers(house: &House) -> Vec<Asker> {
    let person = |name: &str, roles: &[Role]| house.person(name, roles, Some("qh-yushu")).1;
    vec![
        Asker::nobody(),
        person("nothing", &[]),
        person("reader", &[Role::Reader]),
        person("coordinator", &[Role::Coordinator]),
        person("system", &[Role::SystemAdmin]),
        person("security", &[Role::SecurityAdmin]),
        person("auditor", &[Role::Auditor]),
        Asker::system(&house.token("all", &Scope::ALL, &[]).1),
    ]
}

#[tokio::test]
async fn each_role_may_what_the_table_says() {
    let house = House::open();
    let askers = askers(&house);
    for line in TABLE.trim().lines() {
        let (route, expected) = line.split_once(" | ").unwrap();
        let (method, path) = route.split_once(' ').unwrap();
        let mut found = Vec::new();
        for (nth, who) in askers.iter().enumerate() {
            let (kind, body) = body_of(route, nth);
            let path = path.replace("{id}", "a-0");
            let answer = house.ask(&house.router, who, method, &path, kind, &body).await;
            found.push(match answer.status {
                StatusCode::NOT_FOUND => "-".to_owned(),
                status => status.as_str().to_owned(),
            });
        }
        assert_eq!(found.join(" "), expected, "{route}: {}", COLUMNS.join(" "));
    }
}

#[test]
fn the_table_has_every_route_for_programs_that_needs_a_login() {
    let needs_one = |route: &Route| match route.needs {
        Needs::Nothing => false,
        Needs::Caller => true,
        Needs::Right(rule) | Needs::EitherRight(rule, _) => rule.openness == access::Openness::Closed,
    };
    for route in api_routes().iter().filter(|route| needs_one(route)) {
        let line = format!("\n{} {} | ", route.method, route.path);
        assert!(TABLE.contains(&line), "the table lacks{line}");
    }
}

/// What lies in another one's court looks exactly like what is not there.
#[tokio::test]
async fn the_account_of_another_court_is_not_there() {
    let house = House::open();
    let (_, coordinator) = house.person("coordinator", &[Role::Coordinator], Some("qh-yushu"));
    let (own, _) = house.add("own", &[Role::Reader], Some("qh-yushu"));
    let (other, _) = house.add("other", &[Role::Reader], Some("qh-golog"));
    let (above, _) = house.add("above", &[Role::Reader], Some("qh"));
    let body = async |method: &str, path: &str| {
        let answer = house.json(&coordinator, method, path, "").await;
        let id = answer.header("x-request-id").to_owned();
        (answer.status, answer.text.replace(&id, "ID"))
    };
    let listed = house.get(&coordinator, "/api/v1/accounts").await.json();
    let names: Vec<_> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| a["login_name"].clone())
        .collect();
    assert_eq!(names, ["coordinator", "own"]);
    assert_eq!(
        body("GET", &format!("/api/v1/accounts/{own}")).await.0,
        StatusCode::OK
    );
    for (method, action) in [
        ("GET", ""),
        ("POST", "/reset"),
        ("POST", "/disable"),
        ("POST", "/enable"),
    ] {
        let missing = body(method, &format!("/api/v1/accounts/a-0{action}")).await;
        assert_eq!(missing.0, StatusCode::NOT_FOUND);
        for id in [&other, &above] {
            assert_eq!(
                body(method, &format!("/api/v1/accounts/{id}{action}")).await,
                missing
            );
        }
    }
    // One foreign court in a list: nothing of it is kept, and the court looks as if it were none.
    let foreign = |court: &str| {
        format!(
            "{{\"accounts\":[{{\"login_name\":\"a1\",\"display_name\":\"A\",\"court\":\"qh-yushu\"}},\
             {{\"login_name\":\"a2\",\"display_name\":\"A\",\"court\":\"{court}\"}}]}}"
        )
    };
    for court in ["qh-golog", "qh-none"] {
        let answer = house
            .json(&coordinator, "POST", "/api/v1/accounts", &foreign(court))
            .await;
        let problem = answer.problem(422, "invalid-input");
        assert_eq!(problem["issues"][0]["pointer"], "/accounts/1/court");
        assert_eq!(problem["issues"][0]["code"], "no_such_court");
    }
    assert_eq!(house.get(&coordinator, "/api/v1/accounts").await.json(), listed);
}

#[tokio::test]
async fn what_needs_a_fresh_password_is_asked_for_it_and_goes_on_from_there() {
    let house = House::open();
    let (_, admin) = house.person("admin", &[Role::SecurityAdmin], None);
    house.clock.advance_ms(app::accounts::PROOF_MS);
    house
        .get(&admin, "/api/v1/tokens")
        .await
        .problem(403, "proof-needed");
    let page = house.get(&admin, "/tokens").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("action=\"/account/prove\"") && page.text.contains("value=\"/tokens\""));
    let wrong = house
        .post(
            &admin,
            "/account/prove",
            &[("password", "wrong"), ("next", "/tokens")],
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("value=\"/tokens\"") && wrong.text.contains("密码不对"));
    let form = [("password", super::house::PASSWORD), ("next", "/tokens")];
    let right = house.post(&admin, "/account/prove", &form).await;
    assert_eq!(right.header("location"), "/tokens");
    assert_eq!(house.get(&admin, "/tokens").await.status, StatusCode::OK);
}
