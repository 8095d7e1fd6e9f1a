//! What lists and members of the registry's records are made of, as the API document says it. The types themselves belong to
//! the crate `registry`, which knows of no documents; a test holds each shape against its type.
//!
//! Long because it is one list of shapes.
#![expect(dead_code, reason = "the members are what the document says of them")]

use registry::{
    Component, Dialect, EntryChannel, Evidence, HalfDay, JudgeRank, Mode, Pool as TalentPool, PostKind,
    Presence, ProgrammeKind, Sex, Spoken, Written,
};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use super::super::schemas;

/// Describes closed lists, as members that have to be there and as such that may be `null`.
macro_rules! words {
    ($($name:ident, $or_null:ident: $list:ident;)+) => { $(
        pub fn $name() -> Object {
            schemas::closed_list($list::ALL.iter().map(|word| word.as_str()), None)
        }

        pub fn $or_null() -> Object {
            or_null($list::ALL.iter().map(|word| word.as_str()))
        }
    )+ };
}

words! {
    post_kind, post_kind_or_null: PostKind;
    judge_rank, judge_rank_or_null: JudgeRank;
    dialect, dialect_or_null: Dialect;
    spoken, spoken_or_null: Spoken;
    written, written_or_null: Written;
    evidence, evidence_or_null: Evidence;
    pool, pool_or_null: TalentPool;
    sex, sex_or_null: Sex;
    channel, channel_or_null: EntryChannel;
    half_day, half_day_or_null: HalfDay;
    presence, presence_or_null: Presence;
    component, component_or_null: Component;
    mode, mode_or_null: Mode;
    programme_kind, programme_kind_or_null: ProgrammeKind;
}

fn or_null<'a>(words: impl Iterator<Item = &'a str>) -> Object {
    let words = words.map(Value::from).chain([Value::Null]);
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(words))
        .build()
}

/// Describes a day, such as `2019-10-14`, of the years 1900 to 2199.
pub fn day() -> Object {
    let day = ObjectBuilder::new().schema_type(Type::String);
    day.format(Some(date())).examples([json!("2019-10-14")]).build()
}

/// The same, or nothing.
pub fn day_or_null() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .format(Some(date()))
        .examples([json!("2019-10-14")])
        .build()
}

fn none_at_least() -> Object {
    number(0, u16::from(u8::MAX), 0)
}

fn once() -> Object {
    number(0, u16::MAX, 100)
}

fn first() -> Object {
    number(0, u16::from(u8::MAX), 1)
}

/// Describes a whole number that counts as `default` where it is left out.
fn number(least: u16, most: u16, default: u16) -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(least))
        .maximum(Some(most))
        .default(Some(json!(default)))
        .build()
}

fn texts() -> utoipa::openapi::schema::Array {
    let text = ObjectBuilder::new().schema_type(Type::String);
    utoipa::openapi::schema::ArrayBuilder::new().items(text).build()
}

fn date() -> utoipa::openapi::SchemaFormat {
    utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::Date)
}

/// The names of a person, one of the first two at least; there is no family name of its own.
#[derive(ToSchema)]
pub struct PersonName {
    /// In Chinese characters, with `·` between parts.
    zh: Option<String>,
    /// In Tibetan script.
    bo: Option<String>,
    /// Other spellings that documents have.
    #[schema(schema_with = texts, required = false)]
    others: Vec<String>,
}

/// Where and what somebody has studied.
#[derive(ToSchema)]
pub struct Education {
    school: Option<String>,
    subject: Option<String>,
    /// In the words of the certificate.
    degree: Option<String>,
    #[schema(schema_with = day_or_null, required = false)]
    finished_on: Option<String>,
}

/// The qualification for the legal professions.
#[derive(ToSchema)]
pub struct LawQualification {
    /// A, B or C.
    class: Option<String>,
    #[schema(schema_with = day_or_null, required = false)]
    given_on: Option<String>,
}

/// How and when somebody came into the courts.
#[derive(ToSchema)]
pub struct Entry {
    #[schema(schema_with = channel)]
    channel: String,
    #[schema(schema_with = day_or_null, required = false)]
    on: Option<String>,
}

/// A post. Each change of kind, rank or quota is a post of its own.
#[derive(ToSchema)]
pub struct Post {
    /// The code of the court.
    court: String,
    /// The division of the court.
    department: Option<String>,
    #[schema(schema_with = post_kind)]
    kind: String,
    /// Of a judge.
    #[schema(schema_with = judge_rank_or_null, required = false)]
    rank: Option<String>,
    /// Whether a judge holds one of the quota posts 员额.
    #[schema(schema_with = schemas::flag, required = false)]
    in_quota: bool,
    /// Whether the person is only lent to this court.
    #[schema(schema_with = schemas::flag, required = false)]
    is_secondment: bool,
    #[schema(schema_with = day)]
    from: String,
    /// The last day; without one it goes on.
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
    /// The document by which it was given.
    document: Option<String>,
}

/// What somebody can do in a dialect, as it was found on one day; at least one of the levels is there.
#[derive(ToSchema)]
pub struct LanguageSkill {
    #[schema(schema_with = dialect)]
    dialect: String,
    /// A dialect inside it, in free words.
    sub_dialect: Option<String>,
    #[schema(schema_with = spoken_or_null, required = false)]
    spoken: Option<String>,
    #[schema(schema_with = written_or_null, required = false)]
    written: Option<String>,
    #[schema(schema_with = evidence)]
    evidence: String,
    /// Who has found it, or the number of the certificate.
    assessor: Option<String>,
    #[schema(schema_with = day)]
    assessed_on: String,
    /// The last day on which it may be believed.
    #[schema(schema_with = day_or_null, required = false)]
    expires_on: Option<String>,
}

/// That somebody belongs to a pool of the talent database.
#[derive(ToSchema)]
pub struct PoolMembership {
    #[schema(schema_with = pool)]
    pool: String,
    #[schema(schema_with = day)]
    from: String,
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
    /// The decision that took the person in.
    decision: String,
    left_because: Option<String>,
}

/// Days on which somebody cannot be called.
#[derive(ToSchema)]
pub struct Absence {
    #[schema(schema_with = day)]
    from: String,
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
    /// As far as others may know.
    reason: Option<String>,
}

/// How many posts of a kind a court has been given, and since when.
#[derive(ToSchema)]
pub struct EstablishedPosts {
    #[schema(schema_with = post_kind)]
    kind: String,
    number: u16,
    #[schema(schema_with = day)]
    from: String,
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
}

/// How many people a court is to have who can do so much, and more, in a dialect.
#[derive(ToSchema)]
pub struct LanguageTarget {
    #[schema(schema_with = dialect)]
    dialect: String,
    #[schema(schema_with = spoken_or_null, required = false)]
    spoken: Option<String>,
    #[schema(schema_with = written_or_null, required = false)]
    written: Option<String>,
    number: u16,
    #[schema(schema_with = day)]
    from: String,
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
}

/// How a programme counts hours, for trainings that begin in a period.
#[derive(ToSchema)]
pub struct HoursRule {
    #[schema(schema_with = day)]
    from: String,
    #[schema(schema_with = day_or_null, required = false)]
    to: Option<String>,
    /// What one half-day counts, in tenths of an hour.
    #[schema(value_type = u32)]
    per_half_day: u32,
    /// The least share of the planned half-days that has to be attended for anything to count.
    #[schema(schema_with = none_at_least, required = false)]
    least_attendance_percent: u8,
    /// Whether only those who pass are credited.
    #[schema(schema_with = schemas::flag, required = false)]
    only_if_passed: bool,
    /// What an hour of teaching counts for a lecturer, in percent of an hour of study.
    #[schema(schema_with = once, required = false)]
    lecturer_percent: u16,
}

/// Where a training is held.
#[derive(ToSchema)]
pub struct Venue {
    /// Its name in this training.
    name: String,
    place: Option<String>,
    /// How many it holds.
    seats: Option<u16>,
}

/// How many people a court may send.
#[derive(ToSchema)]
pub struct Quota {
    /// The code of the court.
    court: String,
    seats: u16,
}

/// A lesson of one half-day.
#[derive(ToSchema)]
pub struct Lesson {
    #[schema(schema_with = day)]
    day: String,
    #[schema(schema_with = half_day)]
    half: String,
    topic: String,
    /// Who teaches, by id.
    lecturer: Option<String>,
    /// Who teaches, in the words of the plan.
    lecturer_name: Option<String>,
    /// The name of a venue of the training; every one if it is left out.
    venue: Option<String>,
    /// A group of the training; all if it is left out.
    group: Option<String>,
    room: Option<String>,
}

/// The totals of a training whose roster is lost.
#[derive(ToSchema)]
pub struct DeclaredTotals {
    /// 人次.
    person_times: u32,
    /// 人数.
    persons: Option<u32>,
    /// 学时 of all together, in tenths of an hour.
    #[schema(value_type = Option<u32>)]
    hours: Option<u32>,
    /// The document.
    source: String,
}

/// What the sheet of one half-day says of somebody.
#[derive(ToSchema)]
pub struct Attendance {
    #[schema(schema_with = day)]
    day: String,
    #[schema(schema_with = half_day)]
    half: String,
    #[schema(schema_with = presence)]
    presence: String,
    /// At which venue the sheet was signed.
    venue: Option<String>,
}

/// What came of one attempt at a test.
#[derive(ToSchema)]
pub struct TestResult {
    #[schema(schema_with = component)]
    component: String,
    /// From 1.
    #[schema(schema_with = first, required = false)]
    attempt: u8,
    /// In tenths of a point.
    score_tenths: Option<u16>,
    /// The highest score there was, in tenths of a point.
    of_tenths: Option<u16>,
    passed: bool,
    #[schema(schema_with = day_or_null, required = false)]
    on: Option<String>,
    assessor: Option<String>,
}

/// What somebody was on the first day of the training.
#[derive(ToSchema)]
pub struct Snapshot {
    /// The code of the court.
    court: String,
    department: Option<String>,
    #[schema(schema_with = post_kind)]
    kind: String,
    #[schema(schema_with = judge_rank_or_null, required = false)]
    rank: Option<String>,
}

/// Who is trained: somebody of the registry, or a guest of whom nothing else is kept.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
pub enum Trainee {
    /// By id.
    Person(String),
    /// From another province.
    Guest {
        /// The name.
        name: String,
        /// From where.
        unit: String,
    },
}

/// An [`Attendance`] and whose it is.
#[derive(ToSchema)]
pub struct AttendanceLine {
    /// By id.
    enrolment: String,
    #[schema(schema_with = day)]
    day: String,
    #[schema(schema_with = half_day)]
    half: String,
    #[schema(schema_with = presence)]
    presence: String,
    /// At which venue the sheet was signed.
    venue: Option<String>,
}

/// A [`TestResult`] and whose it is.
#[derive(ToSchema)]
pub struct ResultLine {
    /// By id.
    enrolment: String,
    #[schema(schema_with = component)]
    component: String,
    /// From 1.
    #[schema(schema_with = first, required = false)]
    attempt: u8,
    /// In tenths of a point.
    score_tenths: Option<u16>,
    /// The highest score there was, in tenths of a point.
    of_tenths: Option<u16>,
    passed: bool,
    #[schema(schema_with = day_or_null, required = false)]
    on: Option<String>,
    assessor: Option<String>,
}
