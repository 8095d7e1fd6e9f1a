//! Records as rows say them: each member of a record in the cells from which reading takes it again.

use exchange::roster::{
    AttendanceCells, Birth, CourtCells, EnrolmentCells, PersonCells, PostCells, ResultCells, SheetDay,
    SkillCells, TrainingCells,
};
use registry::{
    Attendance, Court, Enrolment, LanguageSkill, Person, PersonName, Post, PostKind, Secret, SecretKind,
    Snapshot, TestResult, Trainee, Training,
};

/// Says a court.
pub(super) fn court(code: &str, court: Court) -> CourtCells {
    CourtCells {
        code: Some(code.to_owned()),
        name_zh: Some(court.name_zh),
        name_bo: court.name_bo,
        name_bo_source: court.name_bo_source,
        level: court.level,
        parent: court.parent,
        division: court.division,
        dialects: court.dialects,
    }
}

/// Says a training; `programme` is what its programme is called.
pub(super) fn training(id: &str, training: &Training, programme: String) -> TrainingCells {
    let declared = training.declared.as_ref();
    let venues: Vec<&str> = training.venues.iter().map(|venue| venue.name.as_str()).collect();
    TrainingCells {
        heading: None,
        id: id.parse().ok(),
        programme: Some(programme),
        title: Some(training.title.clone()),
        number: training.number,
        number_in_year: training.number_in_year,
        from: Some(training.from),
        to: Some(training.to),
        mode: Some(training.mode),
        place: (!venues.is_empty()).then(|| venues.join("、")),
        organiser: training.organiser.clone(),
        base: training.base.clone(),
        trainee_class: training.trainee_class.clone(),
        planned_hours: None,
        declared_person_times: declared.map(|declared| declared.person_times),
        declared_persons: declared.and_then(|declared| declared.persons),
        declared_hours: declared.and_then(|declared| declared.hours),
        declared_source: declared.map(|declared| declared.source.clone()),
        documents: training.documents.clone(),
        note: training.note.clone(),
    }
}

/// Says which training, and no more, in sheets that have a row for each of its people.
pub(super) fn which_training(id: &str, of: &Training, programme: String) -> TrainingCells {
    let whole = training(id, of, programme);
    TrainingCells {
        id: whole.id,
        programme: whole.programme,
        title: whole.title,
        number: whole.number,
        number_in_year: whole.number_in_year,
        from: whole.from,
        to: whole.to,
        ..TrainingCells::default()
    }
}

/// Says of somebody what lists show: the names, and the end of the identity number.
pub(super) fn named(id: &str, person: &Person) -> PersonCells {
    PersonCells {
        id: id.parse().ok(),
        name: PersonName {
            others: Vec::new(),
            ..person.name.clone()
        },
        identity_last_four: last_four(person, SecretKind::IdentityNumber),
        ..PersonCells::default()
    }
}

/// Says everything of somebody that has a column, with numbers masked.
pub(super) fn whole(id: &str, person: &Person) -> PersonCells {
    let education = person.education.iter().max_by_key(|one| one.finished_on);
    let law = person.law_qualification.as_ref();
    PersonCells {
        name: person.name.clone(),
        sex: person.sex,
        ethnic_group: person.ethnic_group,
        born: person.born_on.map(Birth::On),
        phone_last_four: last_four(person, SecretKind::Phone),
        degree: education.and_then(|one| one.degree.clone()),
        subject: education.and_then(|one| one.subject.clone()),
        school: education.and_then(|one| one.school.clone()),
        finished_on: education.and_then(|one| one.finished_on),
        law_class: law.and_then(|law| law.class.clone()),
        law_given_on: law.and_then(|law| law.given_on),
        entry_channel: person.entry.as_ref().map(|entry| entry.channel),
        entered_on: person.entry.as_ref().and_then(|entry| entry.on),
        note: person.note.clone(),
        ..named(id, person)
    }
}

/// Says a guest, of whom an enrolment says all there is.
pub(super) fn guest(name: &str) -> PersonCells {
    let is_tibetan = name.chars().any(|c| ('\u{f00}'..='\u{fff}').contains(&c));
    let text = Some(name.to_owned());
    PersonCells {
        name: PersonName {
            zh: text.clone().filter(|_| !is_tibetan),
            bo: text.filter(|_| is_tibetan),
            others: Vec::new(),
        },
        ..PersonCells::default()
    }
}

/// Says a post in the court that is called `court`.
pub(super) fn post(post: &Post, court: String) -> PostCells {
    PostCells {
        court: Some(court),
        department: post.department.clone(),
        kind: Some(post.kind),
        title: None,
        rank: post.rank,
        // Nobody else can hold one, and a sheet need not say so of a clerk.
        in_quota: (post.kind == PostKind::Judge).then_some(post.in_quota),
        is_secondment: post.is_secondment.then_some(true),
        from: Some(post.period.from),
        to: post.period.to,
        document: post.document.clone(),
    }
}

/// Says what somebody was on the first day of a training.
pub(super) fn snapshot(snapshot: &Snapshot, court: String) -> PostCells {
    PostCells {
        court: Some(court),
        department: snapshot.department.clone(),
        kind: Some(snapshot.kind),
        rank: snapshot.rank,
        ..PostCells::default()
    }
}

/// Says where somebody comes from, and nothing of the post.
pub(super) fn from_court(court: Option<String>) -> PostCells {
    PostCells {
        court,
        ..PostCells::default()
    }
}

/// Says a skill.
pub(super) fn skill(skill: &LanguageSkill) -> SkillCells {
    SkillCells {
        dialect: Some(skill.dialect),
        sub_dialect: skill.sub_dialect.clone(),
        spoken: skill.spoken,
        written: skill.written,
        evidence: Some(skill.evidence),
        assessor: skill.assessor.clone(),
        assessed_on: Some(skill.assessed_on),
        expires_on: skill.expires_on,
    }
}

/// Says an enrolment; `nominated_by` is what the court that named the person is called.
pub(super) fn enrolment(id: &str, enrolment: &Enrolment, nominated_by: Option<String>) -> EnrolmentCells {
    EnrolmentCells {
        id: id.parse().ok(),
        state: Some(enrolment.state),
        nominated_by,
        is_guest: matches!(enrolment.trainee, Trainee::Guest { .. }).then_some(true),
        group: enrolment.group.clone(),
        venue: enrolment.venue.clone(),
        waiting_place: enrolment.waiting_place,
        reason: enrolment.reason.clone(),
        hours: enrolment.credited,
    }
}

/// Says who was there when.
pub(super) fn attendance(attendance: &Attendance) -> AttendanceCells {
    AttendanceCells {
        day: SheetDay::from(attendance.day),
        half: Some(attendance.half),
        presence: attendance.presence,
        venue: attendance.venue.clone(),
    }
}

/// Says what came of a test.
pub(super) fn result(result: &TestResult) -> ResultCells {
    ResultCells {
        component: result.component,
        attempt: result.attempt,
        score_tenths: result.score_tenths,
        of_tenths: result.of_tenths,
        passed: Some(result.passed),
        on: result.on,
        assessor: result.assessor.clone(),
    }
}

fn last_four(person: &Person, kind: SecretKind) -> Option<String> {
    let mut secrets = person.secrets.iter();
    let found = secrets.find(|secret: &&Secret| secret.kind == kind);
    found.map(|secret| secret.last_four.clone())
}
