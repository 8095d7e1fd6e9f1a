//! How the tests of this folder export, and what they export.

use std::convert::Infallible;
use std::io;

use exchange::{BatchMark, ExportHeader, Exported, RevisionMark};
use glossary::{
    AdministrativeStatus, BatchKind, Concept, ConceptId, Definition, Lang, LegalBasis, Membership, Note,
    Region, Register, Reliability, Source, Term, Visibility, Workflow,
};
use proptest::prelude::*;

use crate::tbx_round_trip;

/// What the files of these tests say of themselves.
pub fn header() -> ExportHeader {
    ExportHeader {
        seq: 1042,
        edition: Some(2),
        made_at: "2026-11-26T08:00:00Z".to_owned(),
        filter: "collection:charges-2024".to_owned(),
        batches: vec![BatchMark {
            number: "〔2026〕1号".to_owned(),
            kind: BatchKind::Meeting,
            committee: "审定委员会".to_owned(),
            decided_on: Some("2026-11-20".to_owned()),
            decision: Some("青高法〔2026〕1号".to_owned()),
            title: None,
            publisher: None,
        }],
    }
}

/// Returns `concepts` as what a writer takes, numbered from 1, in their third revision.
pub fn exported(concepts: &[Concept]) -> impl Iterator<Item = Result<Exported, Infallible>> + '_ {
    concepts.iter().zip(1..).map(|(concept, number)| {
        Ok(Exported {
            id: ConceptId::new(number),
            revision: 3,
            concept: concept.clone(),
            history: history(concept.workflow),
        })
    })
}

fn history(workflow: Workflow) -> Vec<RevisionMark> {
    let mark = |revision, workflow, act: &str, batch: Option<&str>| RevisionMark {
        revision,
        workflow: Some(workflow),
        act: act.to_owned(),
        at: "2026-11-25T08:00:00Z".to_owned(),
        author: Some("扎西".to_owned()),
        reason: None,
        batch: batch.map(str::to_owned),
        body: None,
    };
    let former = RevisionMark {
        body: Some(Concept {
            terms: vec![
                Term::new(Lang::Zh, "法庭").unwrap(),
                Term::new(Lang::Bo, "ཁྲིམས་ར").unwrap(),
            ],
            ..Concept::draft()
        }),
        ..mark(1, Workflow::Draft, "create", None)
    };
    vec![former, mark(3, workflow, "authorise", Some("〔2026〕1号"))]
}

/// 法院 with forms of every kind.
pub fn court() -> Concept {
    let mut concept = Concept::draft();
    let source = |title: &str| Source {
        title: title.to_owned(),
        url: Some("https://example.org/a".to_owned()),
        locator: Some("第3页".to_owned()),
        collection: Some("charges-2024".parse().unwrap()),
    };
    let form = |lang, text: &str, status| Term {
        administrative_status: status,
        reliability: Some(Reliability::try_from(3).unwrap()),
        sources: vec![source("词典")],
        ..Term::new(lang, text).unwrap()
    };
    let preferred = AdministrativeStatus::Preferred;
    let admitted = AdministrativeStatus::Admitted;
    let mut amdo = form(Lang::Bo, "ཁྲིམས་ར", preferred);
    amdo.region = Some(Region::try_from("amdo".to_owned()).unwrap());
    let mut spoken = form(Lang::Bo, "ཁྲིམས་གཏོང་ས", admitted);
    spoken.register = Register::CourtroomOral;
    let mut old = form(Lang::Bo, "ཞལ་ཆེ་གཏོང་ས", AdministrativeStatus::Deprecated);
    old.replaced_by = Some("ཁྲིམས་ཁང".to_owned());
    concept.terms = vec![
        form(Lang::Zh, "法院", preferred),
        form(Lang::Zh, "人民法院", admitted),
        form(Lang::Bo, "ཁྲིམས་ཁང", preferred),
        form(Lang::Bo, "མི་དམངས་ཁྲིམས་ཁང", admitted),
        amdo,
        spoken,
        old,
        Term::new(Lang::En, "court").unwrap(),
    ];
    concept.memberships = vec![Membership {
        collection: "charges-2024".parse().unwrap(),
        number: Some("8(1)".to_owned()),
    }];
    concept.definitions = vec![Definition {
        lang: Lang::Zh,
        text: "=审判机关".to_owned(),
        source: None,
    }];
    concept.legal_basis = vec![LegalBasis {
        law: "宪法".to_owned(),
        article: Some("第128条".to_owned()),
        chapter: None,
        edition: Some("2018".to_owned()),
        in_force_from: Some("2018-03-11".to_owned()),
        in_force_to: None,
    }];
    concept.notes = vec![Note {
        visibility: Visibility::Public,
        text: "注".to_owned(),
    }];
    concept
}

/// Any concept whose forms each have what the rules of the glossary want of a form that is out of use.
pub fn lawful_concept() -> impl Strategy<Value = Concept> {
    tbx_round_trip::concept().prop_map(|mut concept| {
        for term in &mut concept.terms {
            // The generated replacements are Tibetan.
            term.replaced_by = term.replaced_by.take().filter(|_| term.lang == Lang::Bo);
            if term.is_out_of_use() && term.replaced_by.is_none() {
                term.administrative_status = AdministrativeStatus::Admitted;
            }
        }
        let mut seen: Vec<(Lang, Option<Region>, String)> = Vec::new();
        concept.terms.retain(|term| {
            let form = (term.lang, term.region.clone(), term.key());
            let is_new = !seen.contains(&form);
            seen.push(form);
            is_new
        });
        concept
    })
}

/// Takes so many bytes and no more.
pub struct Full(pub usize);

impl io::Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 = self
            .0
            .checked_sub(bytes.len())
            .ok_or(io::ErrorKind::StorageFull)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
