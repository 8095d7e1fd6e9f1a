//! People as answers and requests write them: nothing that is sealed stands in an answer.

use app::registry::{PersonEntry, PersonInput, PersonLine, SecretLine, SeenLine, Wanted};
use registry::{
    Absence, Education, Entry, EthnicGroup, IdentityNumber, IdentityNumberError, LanguageSkill,
    LawQualification, Person, PersonName, Phone, PhoneError, PoolMembership, Post, SecretKind,
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::super::timestamp::rfc3339;
use super::{members, shapes};
use crate::input::{Fields, Members};
use crate::problem::{Issue, IssueCode, Told};

/// A person in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonLineBody {
    id: String,
    revision: u64,
    name: String,
    name_bo: Option<String>,
    /// The code of the court to which the person belongs today.
    court: Option<String>,
    court_name: Option<String>,
    /// The year of birth.
    born: Option<i16>,
    /// Of the identity number.
    last_four: Option<String>,
}

/// A person.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonBody {
    id: String,
    revision: u64,
    /// When this revision was written.
    updated_at: String,
    #[serde(flatten)]
    person: PersonText,
    /// What is sealed, by its end.
    secrets: Vec<SecretBody>,
}

/// What a person says besides what is sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct PersonText {
    #[schema(value_type = shapes::PersonName)]
    name: PersonName,
    sex: Option<&'static str>,
    /// By the list of GB/T 3304.
    #[schema(value_type = Option<String>)]
    ethnic_group: Option<EthnicGroup>,
    born_on: Option<String>,
    #[schema(value_type = Vec<shapes::Education>)]
    education: Vec<Education>,
    #[schema(value_type = Option<shapes::LawQualification>)]
    law_qualification: Option<LawQualification>,
    #[schema(value_type = Option<shapes::Entry>)]
    entry: Option<Entry>,
    #[schema(value_type = Vec<shapes::Post>)]
    posts: Vec<Post>,
    #[schema(value_type = Vec<shapes::LanguageSkill>)]
    language_skills: Vec<LanguageSkill>,
    #[schema(value_type = Vec<shapes::PoolMembership>)]
    pools: Vec<PoolMembership>,
    #[schema(value_type = Vec<shapes::Absence>)]
    unavailability: Vec<Absence>,
    /// People of whom somebody has found that they are others.
    distinct_from: Vec<String>,
    /// Whether what tells who it was is gone.
    is_erased: bool,
    note: Option<String>,
}

/// Something sealed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecretBody {
    /// `identity_number` or `phone`.
    kind: &'static str,
    last_four: String,
}

/// Who has looked at a person or written about the person.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenBody {
    at: String,
    actor: String,
    action: String,
    outcome: String,
    fields: String,
    purpose: Option<String>,
}

/// What a person is to say.
#[derive(Debug, ToSchema)]
#[schema(example = json!({"name": {"zh": "扎西"}, "posts": [{"court": "632700", "kind": "judge", "from": "2010-07-01"}]}))]
#[expect(dead_code, reason = "the members are what the document says of them")]
pub struct PersonParams {
    /// `zh`, `bo`, and `others`: one field each, without a family name of its own.
    #[schema(value_type = shapes::PersonName)]
    name: Value,
    #[schema(schema_with = shapes::sex_or_null, required = false)]
    sex: Option<String>,
    /// By the list of GB/T 3304: its number, or its name in Chinese.
    ethnic_group: Option<String>,
    #[schema(schema_with = shapes::day_or_null, required = false)]
    born_on: Option<String>,
    /// All 18 characters; left out it stays, and `null` takes it away.
    identity_number: Option<String>,
    /// In full; left out they stay.
    phones: Option<Vec<String>>,
    #[schema(value_type = Option<Vec<shapes::Education>>)]
    education: Option<Vec<Value>>,
    #[schema(value_type = Option<shapes::LawQualification>)]
    law_qualification: Option<Value>,
    #[schema(value_type = Option<shapes::Entry>)]
    entry: Option<Value>,
    #[schema(value_type = Option<Vec<shapes::Post>>)]
    posts: Option<Vec<Value>>,
    #[schema(value_type = Option<Vec<shapes::LanguageSkill>>)]
    language_skills: Option<Vec<Value>>,
    #[schema(value_type = Option<Vec<shapes::PoolMembership>>)]
    pools: Option<Vec<Value>>,
    #[schema(value_type = Option<Vec<shapes::Absence>>)]
    unavailability: Option<Vec<Value>>,
    note: Option<String>,
}

/// A person that was read.
#[derive(Debug, Default)]
pub struct PersonRead(pub PersonInput);

impl Members for PersonRead {
    const NAMES: &'static [&'static str] = &[
        "name",
        "sex",
        "ethnic_group",
        "born_on",
        "identity_number",
        "phones",
        "education",
        "law_qualification",
        "entry",
        "posts",
        "language_skills",
        "pools",
        "unavailability",
        "note",
    ];

    fn take(fields: &mut Fields) -> Self {
        let mut members = fields.rest();
        let number = members.remove("identity_number");
        let phones = members.remove("phones");
        let person = members::object::<Person>(fields, members).unwrap_or_default();
        Self(PersonInput {
            person,
            identity_number: number_of(fields, number),
            phones: phones_of(fields, phones),
        })
    }
}

fn number_of(fields: &mut Fields, number: Option<Value>) -> Wanted<IdentityNumber> {
    match number {
        None => Wanted::Kept,
        Some(Value::Null) => Wanted::Gone,
        Some(Value::String(typed)) => match IdentityNumber::read(&typed) {
            Ok(number) => Wanted::Is(number),
            Err(err) => {
                let zh = format!("身份证号{}", number_in_chinese(&err));
                refuse(
                    fields,
                    "/identity_number".to_owned(),
                    "bad_identity_number",
                    err.to_string(),
                    zh,
                );
                Wanted::Kept
            }
        },
        Some(_) => {
            fields.refuse(Issue::of("identity_number", IssueCode::WrongType).with("wanted", "text"));
            Wanted::Kept
        }
    }
}

fn phones_of(fields: &mut Fields, phones: Option<Value>) -> Option<Vec<Phone>> {
    let items = match phones? {
        Value::Null => return None,
        Value::Array(items) => items,
        _ => {
            fields.refuse(Issue::of("phones", IssueCode::WrongType).with("wanted", "list"));
            return None;
        }
    };
    let mut read = Vec::new();
    for (nth, item) in items.iter().enumerate().take(20) {
        let pointer = format!("/phones/{nth}");
        match item.as_str().map(Phone::read) {
            Some(Ok(phone)) => read.push(phone),
            Some(Err(err)) => {
                let zh = format!("电话号码{}", phone_in_chinese(err));
                refuse(fields, pointer, "bad_phone", err.to_string(), zh);
            }
            None => {
                let issue = Issue::of("phones", IssueCode::WrongType).with("wanted", "text");
                fields.refuse(Issue { pointer, ..issue });
            }
        }
    }
    Some(read)
}

fn refuse(fields: &mut Fields, pointer: String, code: &'static str, en: String, zh: String) {
    let en = format!("the number {en}");
    fields.refuse(Issue::told(pointer, Told { code, en, zh }));
}

fn number_in_chinese(err: &IdentityNumberError) -> String {
    match err {
        IdentityNumberError::Number => {
            "被存为数字，末几位已丢失（提示：请将单元格设为文本后重新录入）".to_owned()
        }
        IdentityNumberError::Length(n) => format!("有 {n} 位，应为 18 位（提示：请与证件核对）"),
        IdentityNumberError::Character(place) => format!("第 {place} 位不是数字（提示：请与证件核对）"),
        IdentityNumberError::Birth => "第 7 至 14 位不是日期（提示：请与证件核对）".to_owned(),
        IdentityNumberError::CheckCharacter => {
            "末位校验不符，其中有一位有误（提示：请与证件核对）".to_owned()
        }
    }
}

fn phone_in_chinese(err: PhoneError) -> String {
    match err {
        PhoneError::Number => "被存为数字（提示：请将单元格设为文本后重新录入）".to_owned(),
        PhoneError::Digits(n) => {
            format!("有 {n} 位数字（提示：手机号 11 位；固定电话请加区号，如 0971-6123456）")
        }
        PhoneError::Character(place) => format!("第 {place} 位不是数字（提示：一栏只写一个号码）"),
    }
}

impl From<PersonLine> for PersonLineBody {
    fn from(line: PersonLine) -> Self {
        Self {
            id: line.id,
            revision: line.revision,
            name: line.name,
            name_bo: line.name_bo,
            court: line.court,
            court_name: line.court_name,
            born: line.born,
            last_four: line.last_four,
        }
    }
}

impl From<Person> for PersonText {
    fn from(person: Person) -> Self {
        Self {
            name: person.name,
            sex: person.sex.map(|sex| sex.as_str()),
            ethnic_group: person.ethnic_group,
            born_on: person.born_on.map(|day| day.to_string()),
            education: person.education,
            law_qualification: person.law_qualification,
            entry: person.entry,
            posts: person.posts,
            language_skills: person.language_skills,
            pools: person.pools,
            unavailability: person.unavailability,
            distinct_from: person.distinct_from.iter().map(ToString::to_string).collect(),
            is_erased: person.is_erased,
            note: person.note,
        }
    }
}

impl From<PersonEntry> for PersonBody {
    fn from(entry: PersonEntry) -> Self {
        let secret = |line: SecretLine| SecretBody {
            kind: SecretKind::as_str(line.kind),
            last_four: line.last_four,
        };
        Self {
            id: entry.id,
            revision: entry.revision,
            updated_at: rfc3339(entry.updated_at_ms),
            person: PersonText::from(entry.person),
            secrets: entry.secrets.into_iter().map(secret).collect(),
        }
    }
}

impl From<SeenLine> for SeenBody {
    fn from(line: SeenLine) -> Self {
        Self {
            at: rfc3339(line.at_ms),
            actor: line.actor,
            action: line.action,
            outcome: line.outcome,
            fields: line.fields,
            purpose: line.purpose,
        }
    }
}
