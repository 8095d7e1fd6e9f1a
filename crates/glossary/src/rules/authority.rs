//! Rules of what a body can have approved.

use super::Violation;
use crate::{Concept, Lang, Register, Workflow};

/// An authorised entry has a Tibetan form of the written norm, for all regions or for one.
///
/// Nobody can have approved a rendering that is not there; a form of an old dictionary or a spoken explanation is none
/// that a committee lets stand in documents.
pub(super) fn authorised_without_tibetan(concept: &Concept, found: &mut Vec<Violation>) {
    let is_norm = |t: &crate::Term| t.lang == Lang::Bo && t.register == Register::Norm;
    if concept.workflow == Workflow::Authorised && !concept.terms.iter().any(is_norm) {
        let name = concept.preferred(Lang::Zh).unwrap_or_default();
        found.push(Violation::AuthorisedWithoutTibetan(name.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{broken, concept};
    use super::*;
    use crate::{AdministrativeStatus, Region};

    #[test]
    fn authorised_without_tibetan() {
        let mut zh_only = concept(&[(Lang::Zh, "离婚纠纷")]);
        for workflow in Workflow::ALL {
            zh_only.workflow = *workflow;
            let expected: &[&str] = match workflow {
                Workflow::Authorised => &["authorised_without_tibetan /workflow"],
                _ => &[],
            };
            assert_eq!(broken(&zh_only), expected, "{workflow}");
        }
    }

    #[test]
    fn authorised_without_tibetan_asks_for_a_norm_or_regional_form() {
        let mut theft = concept(&[(Lang::Zh, "盗窃"), (Lang::Bo, "རྐུ་བ")]);
        theft.workflow = Workflow::Authorised;
        theft.terms[1].administrative_status = AdministrativeStatus::Admitted;
        for (register, is_enough) in [
            (Register::Norm, true),
            (Register::Older, false),
            (Register::CourtroomOral, false),
        ] {
            theft.terms[1].register = register;
            for region in [None, Some(Region::try_from("amdo".to_owned()).unwrap())] {
                theft.terms[1].region = region;
                assert_eq!(broken(&theft).is_empty(), is_enough, "{register}");
            }
        }
    }
}
