//! Making, finding and changing people.

use app::Error;
use app::access::{ManageAccounts, ReadOwnRecord, ReadRegistry, Role, WriteRegistry};
use app::registry::rules::{Dialect, Spoken};
use app::registry::{PeopleWanted, PersonInput, PersonPart, Wanted};
use serde_json::json;

use super::{TODAY, World, account, codes, input, is_hidden, names, nobody_of, number, post, with_number};

#[test]
fn a_person_is_made_read_and_written_on_the_revision_that_was_read() {
    let world = World::new();
    let app = world.app();
    let write = world.of_court::<WriteRegistry>("qh-yushu");
    let read = world.of_court::<ReadRegistry>("qh-yushu");
    let person = json!({
        "name": {"zh": "扎西•东珠", "bo": "བཀྲ་ཤིས་དོན་གྲུབ་"}, "sex": "male", "born_on": "1980-05-01",
        "posts": [post("qh-yushu-nq", "2010-07-01", None)],
    });
    let key = "k-1".parse().unwrap();
    let created = app
        .create_person(&write, &input(person.clone()), Some(&key))
        .unwrap();
    assert_eq!(
        app.create_person(&write, &input(person.clone()), Some(&key))
            .unwrap(),
        created
    );
    let entry = app.find_person(&read, &created.id).unwrap();
    assert_eq!(entry.person.name.zh.as_deref(), Some("扎西·东珠"));
    assert_eq!(entry.person.name.bo.as_deref(), Some("བཀྲ་ཤིས་དོན་གྲུབ"));
    assert!(nobody_of(&entry.person) && entry.revision == 1);

    let skill =
        json!([{"dialect": "kham", "spoken": "S2", "evidence": "examination", "assessed_on": "2019-10-24"}]);
    let part = PersonPart::LanguageSkills(serde_json::from_value(skill).unwrap());
    let written = app.put_person_part(&write, &created.id, 1, part.clone()).unwrap();
    assert_eq!(written.revision, 2);
    // The same again writes nothing; what was read before is not written on.
    assert_eq!(
        app.put_person_part(&write, &created.id, 2, part.clone()).unwrap(),
        written
    );
    let stale = app.put_person_part(&write, &created.id, 1, part);
    assert!(matches!(
        stale,
        Err(Error::StaleRecord {
            expected: 1,
            current: 2,
            ..
        })
    ));
    let whole = app.put_person(&write, &created.id, 2, &input(person)).unwrap();
    assert_eq!(whole.revision, 3);
    let revisions = app.person_revisions(&read, &created.id, None, 10).unwrap();
    assert_eq!(
        revisions.iter().map(|one| one.revision).collect::<Vec<_>>(),
        [3, 2, 1]
    );
    let seen: Vec<String> = app
        .person_seen_by(&read, &created.id, 10)
        .unwrap()
        .into_iter()
        .map(|line| line.action)
        .collect();
    assert!(
        seen.contains(&"read-person".to_owned()) && seen.contains(&"create-person".to_owned()),
        "{seen:?}"
    );
    assert!(app.verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn every_broken_rule_is_told_with_its_member() {
    let world = World::new();
    let wrong = json!({
        "name": {}, "born_on": "2030-01-01",
        "posts": [post("qh-yushu-nq", "2010-07-01", Some("2009-01-01")), post("nowhere", "2019-01-01", None)],
    });
    let refused = world.create(&world.operator(), wrong);
    let Err(Error::Registry(faults)) = refused else {
        panic!()
    };
    let told: Vec<_> = faults
        .iter()
        .map(|fault| (fault.code, fault.pointer.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("name_missing", "/name/zh"),
            ("day_in_future", "/born_on"),
            ("period_reversed", "/posts/0/to"),
            ("no_such_court", "/posts/1/court")
        ]
    );
    let outside = json!({"name": {"zh": "卓玛"}, "posts": [post("qh-golog", "2019-01-01", None)]});
    assert_eq!(
        codes(world.create(&world.of_court("qh-yushu"), outside.clone())),
        ["post_outside"]
    );
    world.create(&world.of_court("qh-golog"), outside).unwrap();
}

#[test]
fn whoever_moves_is_seen_by_the_new_court_from_that_day_on() {
    let world = World::new();
    let app = world.app();
    let person = json!({
        "name": {"zh": "才让"},
        "posts": [post("qh-yushu-nq", "2010-07-01", Some("2026-01-31")), post("qh-golog", "2026-02-01", None)],
    });
    let id = world.create(&world.of_court("qh-yushu"), person).unwrap().id;
    let (old, new) = (
        world.of_court::<ReadRegistry>("qh-yushu"),
        world.of_court("qh-golog"),
    );
    let everybody = PeopleWanted::default();
    assert_eq!(names(app, &old, &everybody), ["才让"]);
    assert!(names(app, &new, &everybody).is_empty() && is_hidden(app.find_person(&new, &id)));
    world.application.clock.advance_ms(31 * 86_400_000);
    assert_eq!(names(app, &new, &everybody), ["才让"]);
    assert!(names(app, &old, &everybody).is_empty() && is_hidden(app.find_person(&old, &id)));
    let write = world.of_court::<WriteRegistry>("qh-yushu");
    assert!(is_hidden(app.put_person_part(
        &write,
        &id,
        1,
        PersonPart::Posts(Vec::new())
    )));
    // Whoever sees everything sees where somebody was on a day.
    let then = PeopleWanted {
        court: Some("qh-yushu".to_owned()),
        on: Some(TODAY.parse().unwrap()),
        ..PeopleWanted::default()
    };
    assert_eq!(names(app, &world.operator(), &then), ["才让"]);
    assert!(is_hidden(app.list_people(&new, &then, None, 10)));
}

#[test]
fn people_are_found_by_name_pool_skill_and_post() {
    let world = World::new();
    let app = world.app();
    let write = world.operator();
    let people = [
        json!({"name": {"zh": "扎西", "bo": "བཀྲ་ཤིས"}, "posts": [post("qh-yushu", "2010-07-01", None)],
            "pools": [{"pool": "expert", "decision": "青高法〔2016〕1号", "from": "2016-04-01"}],
            "language_skills": [{"dialect": "kham", "spoken": "S3", "evidence": "examination", "assessed_on": "2019-10-24"}]}),
        json!({"name": {"zh": "扎西才让"}, "posts": [{"court": "qh-yushu-nq", "kind": "clerk", "from": "2015-01-01"}],
            "language_skills": [{"dialect": "amdo", "spoken": "S1", "evidence": "self_report", "assessed_on": "2019-10-24"}]}),
        json!({"name": {"zh": "卓玛", "bo": "སྒྲོལ་མ"}, "posts": [post("qh-golog", "2015-01-01", None)]}),
    ];
    for person in people {
        world.create(&write, person).unwrap();
    }
    let all = world.operator::<ReadRegistry>();
    let by = |wanted: PeopleWanted| names(app, &all, &wanted);
    for (typed, found) in [
        ("扎西", &["扎西", "扎西才让"][..]),
        ("zhaxi", &["扎西", "扎西才让"]),
        ("zx", &["扎西", "扎西才让"]),
        ("卓", &["卓玛"]),
        ("སྒྲོལ་མ་", &["卓玛"]),
        ("བཀྲ་ཤིས", &["扎西"]),
        ("才让", &[]),
        ("!!", &[]),
        ("", &[]),
    ] {
        let wanted = PeopleWanted {
            name: Some(typed.to_owned()),
            ..PeopleWanted::default()
        };
        assert_eq!(by(wanted), found, "{typed}");
    }
    let wanted = PeopleWanted::default;
    assert_eq!(
        by(PeopleWanted {
            pool: "expert".parse().ok(),
            ..wanted()
        }),
        ["扎西"]
    );
    assert_eq!(
        by(PeopleWanted {
            post: "clerk".parse().ok(),
            ..wanted()
        }),
        ["扎西才让"]
    );
    assert_eq!(
        by(PeopleWanted {
            spoken: Some(Spoken::Everyday),
            ..wanted()
        }),
        ["扎西", "扎西才让"]
    );
    let kham = PeopleWanted {
        dialect: Some(Dialect::Kham),
        spoken: Some(Spoken::Hearing),
        ..wanted()
    };
    assert_eq!(by(kham), ["扎西"]);
    let mut walked = Vec::new();
    let mut after = None;
    loop {
        let page = app.list_people(&all, &wanted(), after.as_deref(), 1).unwrap();
        walked.extend(page.lines);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(walked.len(), 3);
    let line = walked.iter().find(|line| line.name == "卓玛").unwrap();
    assert_eq!(line.court_name.as_deref(), Some("果洛州中级人民法院"));
}

#[test]
fn somebody_sees_the_own_record_by_the_linked_account_and_no_other() {
    let world = World::new();
    let app = world.app();
    let id = world.person("扎西", "qh-yushu-nq", "2010-07-01");
    let new = app::accounts::NewAccount {
        login_name: app::accounts::LoginName::new("zhaxi").unwrap(),
        display_name: "扎西".to_owned(),
        court: "qh-yushu-nq".parse().ok(),
        roles: [Role::SelfService].into(),
    };
    let slips = app.create_accounts(&world.operator(), &[new]).unwrap();
    let account_id = &slips[0].account;
    let outside = world.of_court::<ManageAccounts>("qh-golog");
    assert!(matches!(
        app.link_account(&outside, account_id, Some(&id)),
        Err(Error::NoSuchAccount)
    ));
    let inside = world.of_court::<ManageAccounts>("qh-yushu");
    let golog = world.person("卓玛", "qh-golog", "2010-07-01");
    assert!(is_hidden(app.link_account(&inside, account_id, Some(&golog))));
    app.link_account(&inside, account_id, Some(&id)).unwrap();

    let own = world.permit::<ReadOwnRecord>(&account(&[Role::SelfService], None, Some(&id)));
    let record = app.own_record(&own).unwrap();
    assert_eq!(record.person.id, id);
    assert!(record.seen_by.iter().any(|line| line.action == "create-person"));
    let other =
        json!({"name": {"zh": "扎西"}, "posts": [post("qh-golog", "2005-01-01", Some("2010-06-30"))]});
    let kept = world.create(&world.operator(), other).unwrap().id;
    let joining = app::registry::JoiningPeople {
        gone: id.clone(),
        gone_revision: 1,
        kept: kept.clone(),
        kept_revision: 1,
        reason: "同一人".to_owned(),
    };
    app.merge_people(&world.operator(), &joining).unwrap();
    assert_eq!(app.own_record(&own).unwrap().person.id, kept);
    let unlinked = world.permit::<ReadOwnRecord>(&account(&[Role::SelfService], None, None));
    assert!(is_hidden(app.own_record(&unlinked)));
}

#[test]
fn what_the_number_says_was_lost_by_writing_the_rest_anew() {
    let world = World::new();
    let app = world.app();
    let write = world.operator::<WriteRegistry>();
    let zhaxi = |name: &str| json!({"name": {"zh": name}, "posts": [post("qh-yushu", "2010-07-01", None)]});
    let numbered = with_number(zhaxi("扎西"), &number("63272519800501003"));
    let id = app.create_person(&write, &numbered, None).unwrap().id;
    let known = || {
        let person = app.find_person(&world.operator(), &id).unwrap().person;
        (
            person.name.zh.unwrap(),
            person.born_on.map(|day| day.to_string()),
            person.sex,
        )
    };
    let (_, born, sex) = known();
    assert_eq!(born.as_deref(), Some("1980-05-01"));
    assert!(sex.is_some());
    app.put_person(&write, &id, 1, &input(zhaxi("札西"))).unwrap();
    assert_eq!(known(), ("札西".to_owned(), born, sex));
    // With the number goes what only it said.
    let without = PersonInput {
        identity_number: Wanted::Gone,
        ..input(zhaxi("札西"))
    };
    app.put_person(&write, &id, 2, &without).unwrap();
    assert_eq!(known(), ("札西".to_owned(), None, None));
}

#[test]
fn names_with_a_part_beside_the_table_were_not_found_by_their_other_spellings() {
    let world = World::new();
    for name in ["才让措", "泽仁拉姆", "札西桑珠", "桑珠"] {
        world.person(name, "qh-yushu", "2010-07-01");
    }
    let read = world.operator::<ReadRegistry>();
    for (typed, found) in [
        ("次仁措", &["才让措"][..]),
        ("泽仁·措", &["才让措"]),
        ("才仁拉姆", &["泽仁拉姆"]),
        ("扎西桑珠", &["札西桑珠"]),
        ("桑珠", &["桑珠"]),
        ("次仁吉", &[]),
        ("措次仁", &[]),
    ] {
        let wanted = PeopleWanted {
            name: Some(typed.to_owned()),
            ..PeopleWanted::default()
        };
        assert_eq!(names(world.app(), &read, &wanted), found, "{typed}");
    }
}
