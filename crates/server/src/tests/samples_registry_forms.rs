//! Views of the forms that make a record of the registry and put one right.

use super::samples_accounts::NAME;
use super::samples_people::row;
use super::samples_registry::{courts, shown};
use crate::pages::registry::erasure::{self, ErasureView};
use crate::pages::registry::person_details::{self, DetailsView};
use crate::pages::registry::person_new::{self as new_person, NewPersonView};
use crate::pages::registry::training_new::{self, NewTrainingView};
use crate::pages::registry::training_plan::{self, TrainingPlanView};
use crate::pages::registry::typed_rows;

pub fn person_details() -> Vec<DetailsView> {
    [false, true]
        .map(|is_wrong| DetailsView {
            id: "p-0123456789abcdef01234567".into(),
            revision: 3,
            name: NAME.into(),
            fields: shown(&person_details::FIELDS, is_wrong),
            secrets: vec![("identity_number", "123X".into()), ("phone", "1234".into())],
            education: typed_rows::shown("education", &person_details::EDUCATION, &[], &[]),
            faults: if is_wrong { vec![NAME.into()] } else { vec![] },
            has_faults: is_wrong,
            is_stale: is_wrong,
        })
        .into()
}

pub fn erasures() -> Vec<ErasureView> {
    [false, true]
        .map(|is_wrong| ErasureView {
            person: row(!is_wrong),
            revision: 3,
            pseudonym: "已删除·234567".into(),
            fields: shown(&erasure::FIELDS, is_wrong),
            faults: if is_wrong { vec![NAME.into()] } else { vec![] },
        })
        .into()
}

pub fn training_plans() -> Vec<TrainingPlanView> {
    [false, true]
        .map(|is_wrong| TrainingPlanView {
            id: "t-0123456789abcdef01234567".into(),
            revision: 4,
            title: NAME.into(),
            fields: shown(&training_plan::FIELDS, is_wrong),
            venues: typed_rows::shown("venue", &training_plan::VENUES, &[], &[]),
            programmes: vec![("g-1".into(), "双语法官培训 <b>".into())],
            programme: "g-1".into(),
            programme_fault: is_wrong.then(|| NAME.into()),
            courts: courts(),
            faults: if is_wrong { vec![NAME.into()] } else { vec![] },
            has_faults: is_wrong,
            is_stale: is_wrong,
        })
        .into()
}

pub fn new_people() -> Vec<NewPersonView> {
    [false, true]
        .map(|is_wrong| NewPersonView {
            once: "f-1".into(),
            fields: shown(&new_person::FIELDS, is_wrong),
            courts: courts(),
            faults: if is_wrong { vec![NAME.into()] } else { vec![] },
            has_faults: is_wrong,
        })
        .into()
}

pub fn new_trainings() -> Vec<NewTrainingView> {
    [false, true]
        .map(|is_wrong| NewTrainingView {
            once: "f-1".into(),
            fields: shown(&training_new::FIELDS, is_wrong),
            programmes: vec![("g-1".into(), "双语法官培训 <b>".into())],
            programme: "g-1".into(),
            programme_fault: is_wrong.then(|| NAME.into()),
            courts: courts(),
            faults: if is_wrong { vec![NAME.into()] } else { vec![] },
            has_faults: is_wrong,
        })
        .into()
}
