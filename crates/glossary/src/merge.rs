//! Joining what a new source says about a concept with what is known of it.
//!
//! A merge only adds: several Tibetan forms of one Chinese term end in one concept, a pair that two
//! sources give keeps both, and merging the same source again changes nothing.

use crate::{AdministrativeStatus, Concept, Definition, Membership, Register, Term, Workflow, term_key};

/// Returns `known` with everything that `incoming` adds to it.
///
/// The workflow stays that of `known`: a list that comes in neither approves nor withdraws.
/// A form that is known already keeps its status and gains sources; the higher reliability holds, and the norm
/// holds over an older register. A new form is `admitted` where a preferred one stands already. A form that is replaced
/// by one which `known` has replaced in turn names the one that is used.
#[must_use]
pub fn merge(known: &Concept, incoming: &Concept) -> Concept {
    let mut merged = known.clone();
    add_missing(&mut merged.subject_fields, &incoming.subject_fields);
    incoming
        .memberships
        .iter()
        .for_each(|m| add_membership(&mut merged.memberships, m));
    incoming
        .definitions
        .iter()
        .for_each(|d| add_definition(&mut merged.definitions, d));
    incoming.terms.iter().for_each(|t| add_term(&mut merged.terms, t));
    lead_to_what_is_used(&mut merged.terms);
    add_missing(&mut merged.legal_basis, &incoming.legal_basis);
    add_missing(&mut merged.relations, &incoming.relations);
    add_missing(&mut merged.notes, &incoming.notes);
    merged
}

/// Tells whether `concept`, a draft, merged into nothing is itself; may say no where the answer is yes.
///
/// Most entries of a file are new and plain, and need not be put together from their parts to be known as they are.
#[must_use]
pub fn stands_alone(concept: &Concept) -> bool {
    let Concept {
        workflow,
        subject_fields,
        memberships,
        definitions,
        terms,
        legal_basis,
        relations,
        notes,
    } = concept;
    let are_apart = |n: usize, term: &Term| {
        let mut before = terms.iter().take(n);
        before.all(|t| t.lang != term.lang || t.region != term.region)
    };
    *workflow == Workflow::Draft
        && subject_fields.len() <= 1
        && memberships.len() <= 1
        && definitions.len() <= 1
        && legal_basis.len() <= 1
        && relations.len() <= 1
        && notes.len() <= 1
        && terms
            .iter()
            .enumerate()
            .all(|(n, term)| term.replaced_by.is_none() && are_apart(n, term))
}

fn add_missing<T: PartialEq + Clone>(known: &mut Vec<T>, incoming: &[T]) {
    for item in incoming {
        if !known.contains(item) {
            known.push(item.clone());
        }
    }
}

/// Adds a definition. One without a source says nothing new where the same text stands with its source, as in a sheet, which
/// has no column for it.
fn add_definition(known: &mut Vec<Definition>, incoming: &Definition) {
    let says = |d: &Definition| d.lang == incoming.lang && d.text == incoming.text;
    let is_known = known
        .iter()
        .any(|d| says(d) && (incoming.source.is_none() || d.source == incoming.source));
    if !is_known {
        known.push(incoming.clone());
    }
}

/// Adds a place in a collection; a place with a number replaces the same collection's place without one.
fn add_membership(known: &mut Vec<Membership>, incoming: &Membership) {
    let same_collection = |m: &&mut Membership| m.collection == incoming.collection;
    if known.contains(incoming) {
        return;
    }
    match known.iter_mut().find(same_collection) {
        Some(place) if place.number.is_none() => place.number.clone_from(&incoming.number),
        Some(_) if incoming.number.is_none() => {}
        _ => known.push(incoming.clone()),
    }
}

fn add_term(known: &mut Vec<Term>, incoming: &Term) {
    let key = incoming.key();
    let same_form = |t: &&mut Term| t.lang == incoming.lang && t.region == incoming.region && t.key() == key;
    let mut term = match known.iter_mut().find(same_form) {
        Some(form) => return strengthen(form, incoming),
        None => incoming.clone(),
    };
    let is_taken = known.iter().any(|t| competes(t, &term));
    if is_taken && competes(&term, &term) {
        term.administrative_status = AdministrativeStatus::Admitted;
    }
    known.push(term);
}

/// Lets forms that name a replacement which is itself out of use name that one's replacement.
///
/// One step is enough: an entry that keeps the rules names only forms in use, and two entries make two steps.
fn lead_to_what_is_used(terms: &mut [Term]) {
    let ending_at = |term: &Term| {
        let key = term_key(term.lang, term.replaced_by.as_deref()?);
        let mut named = terms
            .iter()
            .filter(|t| t.lang == term.lang && t.key() == key)
            .peekable();
        named.peek()?;
        let next = named.clone().find_map(|t| t.replaced_by.clone());
        named.all(Term::is_out_of_use).then_some(next)?
    };
    let ends: Vec<Option<String>> = terms.iter().map(ending_at).collect();
    for (term, end) in terms.iter_mut().zip(ends) {
        if end.is_some() {
            term.replaced_by = end;
        }
    }
}

/// Tells whether `term` holds the one preferred place that `other` would want.
fn competes(term: &Term, other: &Term) -> bool {
    term.lang == other.lang
        && term.region == other.region
        && term.register == Register::Norm
        && other.register == Register::Norm
        && term.administrative_status == AdministrativeStatus::Preferred
}

fn strengthen(form: &mut Term, incoming: &Term) {
    add_missing(&mut form.sources, &incoming.sources);
    add_missing(&mut form.contexts, &incoming.contexts);
    form.reliability = form.reliability.max(incoming.reliability);
    form.term_type = form.term_type.or(incoming.term_type);
    form.part_of_speech = form.part_of_speech.or(incoming.part_of_speech);
    if form.note.is_none() {
        form.note.clone_from(&incoming.note);
    }
    // A form that stays in use here has no replacement, whatever another list thinks of it.
    if form.replaced_by.is_none() && form.is_out_of_use() {
        form.replaced_by.clone_from(&incoming.replaced_by);
    }
    if incoming.register < form.register {
        // An older form that a source of today also gives becomes an ordinary one, but not by itself the first choice.
        form.register = incoming.register;
        form.administrative_status = form.administrative_status.max(AdministrativeStatus::Admitted);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Lang, Reliability, Source, rules};

    fn pair(zh: &str, bo: &str, source: &str) -> Concept {
        let mut concept = Concept::draft();
        concept.memberships.push(Membership {
            collection: source.parse().unwrap(),
            number: None,
        });
        for (lang, text) in [(Lang::Zh, zh), (Lang::Bo, bo)] {
            if !text.is_empty() {
                let source = Source {
                    title: source.into(),
                    url: None,
                    locator: None,
                    collection: Some(source.parse().unwrap()),
                };
                concept.terms.push(Term {
                    sources: vec![source],
                    ..Term::new(lang, text).unwrap()
                });
            }
        }
        concept
    }

    fn forms(concept: &Concept) -> Vec<String> {
        concept
            .terms
            .iter()
            .map(|t| {
                format!(
                    "{} {} {} {}",
                    t.lang,
                    t.text,
                    t.administrative_status,
                    t.sources.len()
                )
            })
            .collect()
    }

    #[test]
    fn several_tibetan_forms_of_one_chinese_term_end_in_one_concept() {
        let merged = merge(&pair("代表", "འཐུས་མི", "udhr"), &pair("代表", "སྐུ་ཚབ", "general"));
        assert_eq!(
            forms(&merged),
            [
                "zh 代表 preferred 2",
                "bo འཐུས་མི preferred 1",
                "bo སྐུ་ཚབ admitted 1"
            ]
        );
        assert_eq!(rules::check(&merged), []);
    }

    #[test]
    fn a_pair_that_two_sources_give_keeps_both() {
        let merged = merge(
            &pair("法院", "ཁྲིམས་ཁང", "udhr"),
            &pair("法院", "ཁྲིམས་ཁང་", "general"),
        );
        assert_eq!(forms(&merged), ["zh 法院 preferred 2", "bo ཁྲིམས་ཁང preferred 2"]);
        assert_eq!(merged.memberships.len(), 2);
    }

    #[test]
    fn the_higher_reliability_and_the_newer_register_hold() {
        let mut older = pair("盗窃", "རྐུ་བ", "older");
        older.terms[1].register = Register::Older;
        older.terms[1].reliability = Some(Reliability::try_from(2).unwrap());
        let mut newer = pair("盗窃", "རྐུ་བ", "general");
        newer.terms[1].reliability = Some(Reliability::try_from(1).unwrap());
        let merged = merge(&older, &newer);
        assert_eq!(merged.terms[1].register, Register::Norm);
        assert_eq!(merged.terms[1].reliability.map(Reliability::level), Some(2));
        assert_eq!(merge(&newer, &older).terms[1].register, Register::Norm);
    }

    #[test]
    fn a_list_that_comes_in_does_not_change_the_workflow() {
        let mut known = pair("法院", "ཁྲིམས་ཁང", "udhr");
        known.workflow = crate::Workflow::Authorised;
        assert_eq!(
            merge(&known, &pair("法院", "ཁྲིམས་ར", "older")).workflow,
            crate::Workflow::Authorised
        );
    }

    #[test]
    fn a_definition_without_its_source_adds_nothing_to_the_same_one_with_it() {
        let definition = |text: &str, source: Option<&str>| Definition {
            lang: Lang::Bo,
            text: text.to_owned(),
            source: source.map(str::to_owned),
        };
        let (bare, law) = (definition("ཁྲིམས་ཁང", None), definition("ཁྲིམས་ཁང", Some("宪法")));
        for (known, incoming, expected) in [
            (&law, &bare, vec![law.clone()]),
            (&bare, &law, vec![bare.clone(), law.clone()]),
            (&law, &law, vec![law.clone()]),
            (
                &bare,
                &definition("ཁྲིམས་ར", None),
                vec![bare.clone(), definition("ཁྲིམས་ར", None)],
            ),
        ] {
            let mut definitions = vec![known.clone()];
            add_definition(&mut definitions, incoming);
            assert_eq!(definitions, expected);
        }
    }

    #[test]
    fn a_number_is_added_to_a_place_without_one_and_never_lost() {
        let place = |number: Option<&str>| Membership {
            collection: "laws".parse().unwrap(),
            number: number.map(str::to_owned),
        };
        for (known, incoming, expected) in [
            (vec![place(None)], place(Some("3")), vec![place(Some("3"))]),
            (vec![place(Some("3"))], place(None), vec![place(Some("3"))]),
            (
                vec![place(Some("3"))],
                place(Some("4")),
                vec![place(Some("3")), place(Some("4"))],
            ),
        ] {
            let mut places = known;
            add_membership(&mut places, &incoming);
            assert_eq!(places, expected);
        }
    }

    /// Adds a form that `concept` gives as replaced by its Tibetan one.
    fn replaced(mut concept: Concept, bo: &str) -> Concept {
        let Some(used) = concept.preferred(Lang::Bo).map(str::to_owned) else {
            return concept;
        };
        let form = Term::new(Lang::Bo, bo).unwrap();
        if term_key(Lang::Bo, &used) != form.key() {
            concept.terms.push(Term {
                administrative_status: AdministrativeStatus::Superseded,
                replaced_by: Some(used),
                ..form
            });
        }
        concept
    }

    #[track_caller]
    fn check_replacements(known: &Concept, incoming: &Concept, expected: &[(&str, Option<&str>)]) {
        let merged = merge(known, incoming);
        let found: Vec<_> = merged
            .terms_in(Lang::Bo)
            .iter()
            .map(|t| (t.text.clone(), t.replaced_by.clone()))
            .collect();
        let owned = |(text, by): &(&str, Option<&str>)| ((*text).to_owned(), by.map(str::to_owned));
        assert_eq!(found, expected.iter().map(owned).collect::<Vec<_>>());
        assert_eq!(rules::check(&merged), []);
    }

    #[test]
    fn a_form_that_is_out_of_use_learns_its_replacement_and_one_in_use_has_none() {
        let known = replaced(pair("法院", "ཁྲིམས་ཁང", "udhr"), "ཁྲིམས་ར");
        let mut silent = known.clone();
        silent.terms[2].replaced_by = None;
        let both = [("ཁྲིམས་ཁང", None), ("ཁྲིམས་ར", Some("ཁྲིམས་ཁང"))];
        check_replacements(&silent, &known, &both);
        let reversed = replaced(pair("法院", "ཁྲིམས་ར", "general"), "ཁྲིམས་ཁང");
        check_replacements(&known, &reversed, &both);
    }

    #[test]
    fn a_replacement_that_was_replaced_leads_on() {
        let known = replaced(pair("法院", "ཁྲིམས་ཁང", "udhr"), "ཁྲིམས་ར");
        let incoming = replaced(pair("法院", "ཁྲིམས་ར", "general"), "རྐུ་བ");
        let forms = [
            ("ཁྲིམས་ཁང", None),
            ("ཁྲིམས་ར", Some("ཁྲིམས་ཁང")),
            ("རྐུ་བ", Some("ཁྲིམས་ཁང")),
        ];
        check_replacements(&known, &incoming, &forms);
    }

    fn any_pair() -> impl Strategy<Value = Concept> {
        let bo = prop::sample::select(vec!["", "ཁྲིམས་ཁང", "ཁྲིམས་ཁང་", "ཁྲིམས་ར", "རྐུ་བ"]);
        let out_of_use = prop::sample::select(vec!["ཁྲིམས་ཁང", "ཁྲིམས་ར", "རྐུ་བ"]);
        let source = prop::sample::select(vec!["udhr", "general", "older"]);
        let replaces = prop::option::of(out_of_use);
        (bo, source, 1..=4u8, any::<bool>(), replaces).prop_map(|(bo, source, level, older, replaces)| {
            let mut concept = pair("法院", bo, source);
            if let Some(form) = replaces {
                concept = replaced(concept, form);
            }
            for term in &mut concept.terms {
                term.reliability = Some(Reliability::try_from(level).unwrap());
                if older && term.lang == Lang::Bo {
                    term.register = Register::Older;
                }
            }
            concept
        })
    }

    proptest! {
        #[test]
        fn what_stands_alone_is_what_it_is_merged_into_nothing(concept in any_pair()) {
            if stands_alone(&concept) {
                prop_assert_eq!(merge(&Concept::draft(), &concept), concept);
            } else {
                prop_assert!(concept.terms.len() > 2);
            }
        }

        #[test]
        fn merging_again_changes_nothing_and_keeps_the_rules(
            sources in prop::collection::vec(any_pair(), 1..6),
            again in 0usize..6,
        ) {
            let all = sources.iter().fold(Concept::draft(), |known, s| merge(&known, s));
            prop_assert_eq!(&merge(&all, &sources[again % sources.len()]), &all);
            prop_assert_eq!(rules::check(&all), vec![]);
        }
    }
}
