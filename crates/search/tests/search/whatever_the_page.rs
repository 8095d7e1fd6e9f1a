//! What does not depend on the page and on how many others there are: totals, filters, and what is marked.

use glossary::Concept;
use search::{Request, Scope, SearchIndex};

use crate::harness::{concept, court, index_of, lines, meaning, member};

fn total(index: &SearchIndex, request: &Request<'_>) -> usize {
    index.search(request).unwrap().total
}

/// Without the true number nobody is led to a second page.
#[test]
fn hits_that_are_not_written_so_are_counted_beyond_the_page() {
    let letters = ('ཀ'..='ཨ').filter(|c| c.is_alphabetic());
    let concepts: Vec<Concept> = letters
        .take(30)
        .map(|c| concept("法", &format!("ཁྲིམས་{c}")))
        .collect();
    let index = index_of(&concepts);
    let of_page = |text, limit| {
        total(
            &index,
            &Request {
                limit,
                ..Request::new(text)
            },
        )
    };
    assert_eq!([of_page("ཁྲིམས", 10), of_page("ཁྲིམས", 100)], [30, 30], "written so");
    assert_eq!([of_page("khrims", 10), of_page("khrims", 100)], [30, 30]);
    assert_eq!([of_page("ཁྲིམས་ལས", 10), of_page("ཁྲིམས་ལས", 100)], [30, 30]);
}

#[test]
fn an_explanation_that_a_filter_admits_is_found_among_many_others() {
    let mut concepts = vec![meaning(concept("逮捕", "འཛིན་བཟུང"), "强制措施"); 150];
    concepts.push(member(meaning(concept("拘留", "བཀག་ཉར"), "强制措施"), "laws"));
    let index = index_of(&concepts);
    let request = Request {
        scope: Scope::All,
        collection: "laws".parse().ok(),
        ..Request::new("措施")
    };
    assert_eq!(total(&index, &request), 1);
}

#[test]
fn a_homophone_that_a_filter_admits_is_found_among_many_others() {
    let mut concepts = vec![concept("法院", "ཁྲིམས་ཁང"); 150];
    concepts.push(member(concept("法院", "ཁྲིམས་ཁང"), "laws"));
    let request = Request {
        collection: "laws".parse().ok(),
        ..Request::new("发院")
    };
    assert_eq!(total(&index_of(&concepts), &request), 1);
}

#[test]
fn what_is_marked_is_the_form_of_the_text_that_the_term_has() {
    let court = index_of(&court());
    let marked =
        |index: &SearchIndex, text| lines(&index.search(&Request::new(text)).unwrap()).swap_remove(1);
    assert_eq!(marked(&court, "请问法院的藏文"), "ending 人民[法院]");
    assert_eq!(marked(&court, "ཁྲིམས་ཁང་གིས"), "ending མི་དམངས་[ཁྲིམས་ཁང]");
    let accounts = index_of(&[concept("账簿", ""), concept("会计账簿", "")]);
    assert_eq!(marked(&accounts, "帐簿"), "ending 会计[账簿]");
}
