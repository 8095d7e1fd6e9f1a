//! The registry's rules: courts, people and what they can do, programmes and trainings, and what came of them.
//!
//! Pure functions over plain values: this crate reads no file, no clock and no store, gives no numbers, and knows no term
//! of the glossary. What is secret of a person stands here only as a reference with its last four characters; the values
//! themselves pass through [`IdentityNumber`] and [`Phone`], which show nothing when they are printed.
//!
//! - [`Court`] the tree of courts, their established posts and what they are to have of each dialect;
//! - [`Person`] names, posts, skills, pools and absences, with the rules that hold among them;
//! - [`Programme`], [`Training`], [`Lesson`] what is taught, when and where, and how hours count;
//! - [`CertificateCode`] certificates, and what anybody is told of one;
//! - [`CorrectionText`] what somebody asks to have corrected in the own record;
//! - [`RetentionClass`] how long what is known of somebody is kept;
//! - [`Enrolment`] one person in one training, from the nomination to the result.
//!
//! Days are civil days without a time zone ([`Day`]). Every violated rule is a [`Fault`] with the member it is about, so
//! that a sheet can name the cell and a form the field.
#![warn(missing_docs)]

mod attendance;
mod certificate;
mod correction;
mod court;
mod day;
mod enrolment;
mod ethnic_group;
mod fault;
mod hours;
mod id;
mod identity_number;
mod language_skill;
mod lesson;
mod named_list;
mod person;
mod person_name;
mod phone;
mod post;
mod private_number;
mod programme;
mod result;
pub mod retention;
mod training;
mod transliteration;

pub use attendance::{Attendance, Presence};
pub use certificate::{
    CertificateCode, CertificateState, certificate_number, certificate_state, masked_name,
};
pub use correction::{CorrectionField, CorrectionState, CorrectionText, without_numbers};
pub use court::{Court, CourtLevel, EstablishedPosts, LanguageTarget};
pub use day::{Day, DayError, HalfDay, Period};
pub use enrolment::{Enrolment, EnrolmentState, Snapshot, StateError, Trainee};
pub use ethnic_group::EthnicGroup;
pub use fault::Fault;
pub use hours::{Credit, Hours, HoursRule};
pub use id::{EnrolmentId, IdError, PersonId, ProgrammeId, TrainingId};
pub use identity_number::{IdentityNumber, IdentityNumberError};
pub use language_skill::{Dialect, Evidence, LanguageSkill, Spoken, Written};
pub use lesson::Lesson;
pub use person::{
    Absence, Education, Entry, EntryChannel, LawQualification, Person, Pool, PoolMembership, Secret,
    SecretKind, Sex,
};
pub use person_name::{NameKey, NameKeyKind, PersonName, exact_key, normalize_name};
pub use phone::{Phone, PhoneError};
pub use post::{JudgeRank, Post, PostKind};
pub use programme::{Programme, ProgrammeKind};
pub use result::{Component, TestResult};
pub use retention::{RetentionClass, RetentionError, RetentionEvent};
pub use training::{Declared, Mode, Quota, Training, TrainingState, Venue};
pub use transliteration::{TransliterationError, Transliterations};
