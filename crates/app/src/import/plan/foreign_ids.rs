//! What becomes of ids that are another glossary's.

use exchange::{Format, ReadOptions, glossary::read};
use glossary::Lang;

use super::tests::{DRAFTS, InMemory, outcomes, rows_of};
use super::*;

#[test]
fn an_id_of_another_glossary_joins_nothing_that_only_has_the_same_number() {
    let ours = "zh,bo\n法院,ཁྲིམས་ཁང\n证据,དཔང་རྟགས\n";
    let theirs = "id,zh,bo\nc-000001,法官,ཁྲིམས་དཔོན\nc-000002,证据,དཔང་རྟགས\n";
    assert_eq!(outcomes(&[ours, theirs])[1], ["other_concept", "unchanged"]);
    // A form is added by a row that has the known name as well, or no Chinese, and by one that follows such a row.
    let forms =
        "id,zh,zh_variants,bo\nc-000001,审判机关,法院,ཁྲིམས་ཁང\nc-000001,人民法院,,ཁྲིམས་ཁང\nc-000002,,,དཔང་པོ\n";
    assert!(!outcomes(&[ours, forms])[1].contains(&"other_concept".to_owned()));
}

#[test]
fn the_file_of_another_glossary_is_placed_by_its_names() {
    let mut known = InMemory::default();
    known.import("zh,bo\n证据,དཔང་རྟགས\n法院,ཁྲིམས་ཁང\n");
    // 法院 has the id here that 证据 has there; 法官 relates to it, and to something that was not exported.
    let theirs = concat!(
        r#"{"shanjar":"glossary","version":1}"#,
        "\n",
        r#"{"id":"c-000001","zh":"法院","bo":"ཁྲིམས་ཁང"}"#,
        "\n",
        r#"{"id":"c-000002","zh":"法官","bo":"ཁྲིམས་དཔོན","relations":[{"kind":"related","id":"c-000001"},{"kind":"related","id":"c-000099"}]}"#,
        "\n",
        r#"{"id":"c-000002","bo":"ཁྲིམས་པ"}"#,
        "\n",
    );
    let reading = read(
        "t.jsonl",
        theirs.as_bytes(),
        Format::Jsonl,
        &ReadOptions::default(),
    );
    let rows = rows_of(reading.unwrap());
    let foreign = Aim {
        ids: FileIds::Foreign,
        ..DRAFTS
    };
    let planned = plan(&rows, &mut known, foreign).unwrap();
    let (unchanged, created, updated) = (Outcome::Unchanged, Outcome::Created, Outcome::Updated);
    assert_eq!(planned.outcomes, [unchanged, created, updated].map(Some));
    assert_eq!(
        planned.taken_for.iter().map(|id| id.number()).collect::<Vec<_>>(),
        [2, 3]
    );
    let judge = planned.concepts[&ConceptId::new(3)].concept.unpack();
    assert_eq!(
        judge.relations.iter().map(|r| r.id.number()).collect::<Vec<_>>(),
        [2]
    );
    assert_eq!(judge.terms_in(Lang::Bo).len(), 2);
    assert_eq!(planned.unrelated, [(1, ConceptId::new(99))]);

    known.0.push(judge);
    let again = plan(&rows, &mut known, foreign).unwrap();
    assert_eq!(again.outcomes, [Some(Outcome::Unchanged); 3]);
}
