//! What the API document says of the items of lists holds for what is read and written: each shape against its type.

use std::collections::BTreeSet;

use registry::{
    Absence, Attendance, Declared, Education, Entry, EstablishedPosts, HoursRule, LanguageSkill,
    LanguageTarget, LawQualification, Lesson, PersonName, PoolMembership, Post, Quota, Snapshot, TestResult,
    Trainee, Venue,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::TestServer;
use crate::api::registry::members::read;

/// What was found wrong with one shape.
type Wrong = Vec<String>;

/// Holds the shape `name` against the type `T`, of which `full` has every member.
fn held<T: DeserializeOwned + Serialize>(document: &Value, name: &str, full: &Value) -> Wrong {
    let shape = &document["components"]["schemas"][name];
    let Some(properties) = shape["properties"].as_object() else {
        return vec![format!("{name}: there is no such shape")];
    };
    let reads = |value: &Value| read::<T>(value.as_object().unwrap().clone()).is_ok();
    let written = serde_json::from_value::<T>(full.clone()).map(|read| serde_json::to_value(read).unwrap());
    let mut wrong = Vec::new();
    let mut expect = |is_so: bool, what: String| wrong.extend((!is_so).then(|| format!("{name}{what}")));
    match &written {
        Ok(written) => expect(written == full, format!(" is written as {written}")),
        Err(err) => expect(false, format!(" is not read: {err}")),
    }
    let members: Vec<&String> = full.as_object().unwrap().keys().collect();
    expect(
        properties.keys().eq(members.iter().copied()),
        format!(": {members:?}"),
    );
    let required = shape["required"].as_array().cloned().unwrap_or_default();
    for (member, said) in properties {
        let mut without = full.clone();
        without.as_object_mut().unwrap().remove(member);
        let is_required = required.iter().any(|one| one == member);
        expect(
            reads(&without) != is_required,
            format!(".{member} is required: {is_required}"),
        );
        let with = |value: Value| {
            let mut changed = full.clone();
            changed[member] = value;
            reads(&changed)
        };
        let may_be_null = said["type"]
            .as_array()
            .is_some_and(|types| types.contains(&json!("null")));
        expect(
            with(Value::Null) || !may_be_null,
            format!(".{member} is not null"),
        );
        expect(
            !with(json!({"x": 1})),
            format!(".{member} takes what is not said"),
        );
        if let Some(words) = said["enum"].as_array() {
            expect(
                words.iter().all(|word| with(word.clone())),
                format!(".{member} takes not all its words"),
            );
            expect(!with(json!("x-none")), format!(".{member} takes other words"));
        }
    }
    wrong
}

#[tokio::test]
async fn items_of_lists_of_the_registry_were_objects_of_which_nothing_was_said() {
    let document = TestServer::start().get("/api/v1/openapi.json").await.json();
    let (from, to) = ("2010-07-01", "2012-07-01");
    macro_rules! held {
        ($($type:ident as $name:literal = $full:tt;)+) => {
            [$(held::<$type>(&document, $name, &json!($full))),+].concat()
        };
    }
    let wrong = held! {
        PersonName as "PersonName" = {"zh": "扎西", "bo": "བཀྲ་ཤིས", "others": ["札西"]};
        Education as "Education" = {"school": "s", "subject": "s", "degree": "d", "finished_on": from};
        LawQualification as "LawQualification" = {"class": "A", "given_on": from};
        Entry as "Entry" = {"channel": "recruited", "on": from};
        Post as "Post" = {"court": "qh", "department": "d", "kind": "judge", "rank": "judge-3", "in_quota": true,
            "is_secondment": true, "from": from, "to": to, "document": "d"};
        LanguageSkill as "LanguageSkill" = {"dialect": "kham", "sub_dialect": "s", "spoken": "S1", "written": "W1",
            "evidence": "examination", "assessor": "a", "assessed_on": from, "expires_on": to};
        PoolMembership as "PoolMembership" = {"pool": "expert", "from": from, "to": to, "decision": "d", "left_because": "l"};
        Absence as "Absence" = {"from": from, "to": to, "reason": "r"};
        EstablishedPosts as "EstablishedPosts" = {"kind": "judge", "number": 3, "from": from, "to": to};
        LanguageTarget as "LanguageTarget" = {"dialect": "amdo", "spoken": "S2", "written": "W2", "number": 3, "from": from, "to": to};
        HoursRule as "HoursRule" = {"from": from, "to": to, "per_half_day": 40, "least_attendance_percent": 50,
            "only_if_passed": true, "lecturer_percent": 200};
        Venue as "Venue" = {"name": "n", "place": "p", "seats": 30};
        Quota as "Quota" = {"court": "qh", "seats": 3};
        Lesson as "Lesson" = {"day": from, "half": "morning", "topic": "t", "lecturer": "p-0123456789abcdef01234567",
            "lecturer_name": "l", "venue": "v", "group": "g", "room": "r"};
        Declared as "DeclaredTotals" = {"person_times": 40, "persons": 30, "hours": 400, "source": "s"};
        Attendance as "Attendance" = {"day": from, "half": "afternoon", "presence": "late", "venue": "v"};
        TestResult as "TestResult" = {"component": "written", "attempt": 2, "score_tenths": 850, "of_tenths": 1000,
            "passed": true, "on": from, "assessor": "a"};
        Snapshot as "Snapshot" = {"court": "qh", "department": "d", "kind": "judge", "rank": "judge-3"};
    };
    assert!(wrong.is_empty(), "{wrong:#?}");

    // Lines of attendance and results name the enrolment besides.
    for (line, item) in [("AttendanceLine", "Attendance"), ("ResultLine", "TestResult")] {
        let of = |name: &str| {
            let members = document["components"]["schemas"][name]["properties"].as_object();
            members.unwrap().keys().cloned().collect::<BTreeSet<_>>()
        };
        let named = BTreeSet::from(["enrolment".to_owned()]);
        assert_eq!(of(line), &of(item) | &named);
    }
    for trainee in [
        json!({"person": "p-0123456789abcdef01234567"}),
        json!({"guest": {"name": "n", "unit": "u"}}),
    ] {
        let read: Trainee = serde_json::from_value(trainee.clone()).unwrap();
        assert_eq!(serde_json::to_value(read).unwrap(), trainee);
        let member = trainee.as_object().unwrap().keys().next().unwrap();
        let ways = document["components"]["schemas"]["Trainee"]["oneOf"]
            .as_array()
            .unwrap();
        let is_said = |way: &Value| way["required"] == json!([member]);
        assert!(ways.iter().any(is_said), "{member}: {ways:?}");
    }
}
