//! Concepts as JSON Lines, in the shape of the API.

use exchange::codes;
use glossary::{Lang, Workflow};

use crate::fixture::{in_collection, read_jsonl, show_issues, show_rows};

#[test]
fn a_concept_of_the_api_reads_as_itself() {
    let line = r#"{"id":"c-000123","revision":4,"workflow":"draft","subject_fields":["criminal-procedure"],"collections":["charges-2024","terms"],"list_entries":[{"collection":"charges-2024","number":"67"}],"definitions":[{"lang":"zh","text":"释义","source":"法"}],"terms":[{"lang":"zh","text":"取保候审","administrative_status":"preferred","term_type":"full_form","part_of_speech":"noun","region":null,"register":"norm","reliability":3,"sources":[{"title":"刑事诉讼法","url":null,"locator":"第64条"}],"contexts":[{"text":"…","source":"…"}],"note":null},{"lang":"bo","text":"འགན་ལེན་ཡོད་པའི་སྒོ་ནས་ཁྲིམས་ཞིབ་སྒུག་པ།"},{"lang":"en","text":"bail"}],"legal_basis":[{"law":"刑事诉讼法","article":"第67条","edition":"2018","in_force_from":"2018-10-26","in_force_to":null}],"relations":[{"kind":"broader","id":"c-000007"}],"notes":[{"visibility":"editors","text":"…"}]}"#;
    let reading = read_jsonl(&format!("{{\"shanjar\":1,\"seq\":7}}\n\n{line}\n"));
    assert_eq!(show_issues(&reading), "");
    assert_eq!(
        (reading.rows[0].place.to_string().as_str(), reading.sheets[0].rows),
        ("terms.jsonl:3", 1)
    );
    let contribution = &reading.rows[0].contribution;
    assert_eq!(
        (contribution.id.unwrap().number(), contribution.concept.workflow),
        (123, Workflow::Draft)
    );
    let concept = &contribution.concept;
    assert_eq!(concept.preferred(Lang::Bo), Some("འགན་ལེན་ཡོད་པའི་སྒོ་ནས་ཁྲིམས་ཞིབ་སྒུག་པ"));
    let numbers: Vec<_> = concept
        .memberships
        .iter()
        .map(|m| (m.collection.as_str(), m.number.as_deref()))
        .collect();
    assert_eq!(numbers, [("charges-2024", Some("67")), ("terms", None)]);
    assert_eq!(
        (
            concept.relations.len(),
            concept.notes.len(),
            concept.definitions.len()
        ),
        (1, 1, 1)
    );
}

#[test]
fn a_bad_line_names_line_member_value_and_way_out() {
    for (line, code, expected) in [
        (
            r#"{"terms":[{"lang":"zh","text":"法院"}"#,
            codes::BAD_JSON,
            r#"terms.jsonl:2: `{"terms":[{"lang":"zh","text":"法院"}` is not JSON at character 35: EOF while parsing a list (hint: write one object a line)"#,
        ),
        (
            r#"{"法院":x}"#,
            codes::BAD_JSON,
            r#"terms.jsonl:2: `{"法院":x}` is not JSON at character 7: expected value (hint: write one object a line)"#,
        ),
        (
            "[1,2]",
            codes::BAD_JSON,
            "terms.jsonl:2: `[1,2]` is not a JSON object (hint: write one object a line)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院"}],"collection":"a"}"#,
            codes::UNKNOWN_MEMBER,
            "terms.jsonl:2, member `/collection`: `collection` is not a member of a concept (hint: correct the name, or remove it; members are id, zh, bo, terms, subject_fields, collections, list_entries, definitions, legal_basis, relations, replaces, notes)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院","status":"preferred"}]}"#,
            codes::UNKNOWN_MEMBER,
            r#"terms.jsonl:2, member `/terms/0`: `{"lang":"zh","status":"preferred","text":"法院"}` does not fit: unknown field `status`, expected one of `lang`, `text`, `administrative_status`, `replaced_by`, `term_type`, `part_of_speech`, `region`, `register`, `reliability`, `sources`, `contexts`, `note` (hint: write it as the API answers it)"#,
        ),
        (
            r#"{"terms":[{"lang":"fr","text":"tribunal"}]}"#,
            codes::BAD_VALUE,
            r#"terms.jsonl:2, member `/terms/0`: `{"lang":"fr","text":"tribunal"}` does not fit: unknown variant `fr`, expected one of `zh`, `bo`, `en` (hint: write it as the API answers it)"#,
        ),
        (
            r#"{"terms":[{"lang":"bo","text":"法院"}]}"#,
            codes::TIBETAN_CELL_WITH_CHINESE,
            "terms.jsonl:2, member `/terms/0/text`: `法院` holds Chinese characters in a Tibetan cell (hint: check whether the columns are in the right order)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":" "}]}"#,
            codes::EMPTY_TERM,
            "terms.jsonl:2, member `/terms/0/text`: ` ` holds punctuation and no term (hint: fill in the term, or empty the cell)",
        ),
        (
            r#"{"terms":[]}"#,
            codes::EMPTY_TERM,
            "terms.jsonl:2, member `/terms`: the line has no term (hint: fill in `zh`, `bo` or `terms`, or remove the line)",
        ),
        (
            r#"{"terms":"法院"}"#,
            codes::BAD_VALUE,
            r#"terms.jsonl:2, member `/terms`: `法院` does not fit: invalid type: string "法院", expected a sequence (hint: write it as the API answers it)"#,
        ),
        (
            r#"{"id":"7","terms":[{"lang":"zh","text":"法院"}]}"#,
            codes::BAD_VALUE,
            "terms.jsonl:2, member `/id`: `7` does not fit: `7` is not a concept id (hint: ids look like `c-000123`)",
        ),
        (
            r#"{"workflow":"authorised","terms":[{"lang":"zh","text":"法院"}]}"#,
            codes::WORKFLOW_NEEDS_AUTHORITY,
            "terms.jsonl:2, member `/workflow`: `authorised` cannot be given by an import (hint: leave `workflow` out, or import what a body has published with --as-published)",
        ),
        (
            r#"{"collections":["罪名"],"terms":[{"lang":"zh","text":"法院"}]}"#,
            codes::BAD_VALUE,
            "terms.jsonl:2, member `/collections/0`: `罪名` does not fit: `罪名` is not a name for a collection (hint: use lower-case letters, digits and hyphens, such as `charges-2024`)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院","sources":[{"title":"a","url":"javascript:1"}]}]}"#,
            codes::BAD_VALUE,
            "terms.jsonl:2, member `/terms/0/sources/0/url`: `javascript:1` is not a web address (hint: begin it with `https://`)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院"}],"legal_basis":[{"law":"刑法","in_force_from":"2023-02-29"}]}"#,
            codes::BAD_VALUE,
            "terms.jsonl:2, member `/legal_basis/0/in_force_from`: `2023-02-29` is not a day (hint: write it as `2018-10-26`)",
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院"}],"notes":[{"visibility":"public","text":"\u0007"}]}"#,
            codes::CONTROL_CHARACTER,
            r#"terms.jsonl:2, member `/notes/0/text`: `\u{7}` holds the control character U+0007 (hint: delete it)"#,
        ),
        (
            r#"{"terms":[{"lang":"zh","text":"法院"}],"definitions":[{"lang":"bo","text":"法院"}]}"#,
            codes::TIBETAN_CELL_WITH_CHINESE,
            "terms.jsonl:2, member `/definitions/0/text`: `法院` holds Chinese characters in a Tibetan cell (hint: check whether the columns are in the right order)",
        ),
    ] {
        let text = format!("{{\"terms\":[{{\"lang\":\"zh\",\"text\":\"法官\"}}]}}\n{line}\n");
        let reading = read_jsonl(&text);
        assert_eq!(
            reading
                .issues
                .iter()
                .map(|issue| issue.message.as_str())
                .collect::<Vec<_>>(),
            [expected]
        );
        assert_eq!(reading.issues[0].code, code);
        assert_eq!((reading.rows.len(), reading.rejections.len()), (1, 1));
    }
}

#[test]
fn deep_nesting_ends_in_an_issue() {
    let reading = read_jsonl(&"[".repeat(200_000));
    assert_eq!(reading.issues[0].code, codes::BAD_JSON);
    let reading = read_jsonl(&format!("{{\"terms\":{}", "[".repeat(1 << 20)));
    assert_eq!(reading.issues[0].code, codes::LINE_TOO_LONG);
}

#[test]
fn the_same_concept_twice_is_a_duplicate() {
    let line = r#"{"terms":[{"lang":"zh","text":"法院"},{"lang":"bo","text":"ཁྲིམས་ཁང"}]}"#;
    let reading = read_jsonl(&format!("{line}\n{line}\n"));
    assert_eq!(show_rows(&reading), "terms.jsonl:1 zh=法院 bo=ཁྲིམས་ཁང");
    assert_eq!(reading.issues[0].code, codes::DUPLICATE_ROW);
}

#[test]
fn the_collection_of_the_call_holds_for_concepts_that_name_none() {
    let own = r#"{"collections":["general"],"terms":[{"lang":"zh","text":"法院"}]}"#;
    let listed = r#"{"list_entries":[{"collection":"charges-2024","number":"1"}],"terms":[{"lang":"zh","text":"盗窃罪"}]}"#;
    let bare = r#"{"terms":[{"lang":"zh","text":"法官"}]}"#;
    let text = [own, listed, bare].join("\n");
    let options = in_collection("imported");
    let reading =
        exchange::glossary::read("t.jsonl", text.as_bytes(), exchange::Format::Jsonl, &options).unwrap();
    let collections: Vec<String> = (reading.rows.iter())
        .flat_map(|row| &row.contribution.concept.memberships)
        .map(|membership| membership.collection.to_string())
        .collect();
    assert_eq!(
        collections,
        ["general", "charges-2024", "imported"],
        "{}",
        show_issues(&reading)
    );
}

#[test]
fn places_of_members_stay_those_of_the_file_when_one_does_not_fit() {
    let reading = read_jsonl(
        r#"{"terms":[{"lang":"xx","text":"a"},{"lang":"bo","text":"法院"},{"lang":"yy","text":"b"}]}"#,
    );
    let members: Vec<_> = reading
        .issues
        .iter()
        .filter_map(|issue| issue.column.as_deref())
        .collect();
    assert_eq!(members, ["/terms/0", "/terms/2"]);
}

#[test]
fn a_term_is_brought_to_canonical_form_like_that_of_a_sheet() {
    let reading =
        read_jsonl(r#"{"terms":[{"lang":"bo","text":" ཁྲིམས་ཁང་། "},{"lang":"zh","text":" 法院 "}]}"#);
    assert_eq!(show_rows(&reading), "terms.jsonl:1 bo=ཁྲིམས་ཁང zh=法院");
}

#[test]
fn a_line_may_give_its_terms_as_mere_texts() {
    let reading = read_jsonl(
        "{\"zh\":\"法院\",\"bo\":\"ཁྲིམས་ཁང་།\"}\n{\"zh\":[\"法官\",\"审判员\"],\"bo\":[\"ཁྲིམས་དཔོན\"]}\n{\"zh\":\"律师\",\"bo\":\"\"}\n",
    );
    assert_eq!(show_issues(&reading), "");
    assert_eq!(
        show_rows(&reading),
        "terms.jsonl:1 zh=法院 bo=ཁྲིམས་ཁང\nterms.jsonl:2 zh=法官 zh=审判员 bo=ཁྲིམས་དཔོན\nterms.jsonl:3 zh=律师"
    );
    let judge = &reading.rows[1].contribution.concept;
    assert_eq!(judge.terms[0].administrative_status.as_str(), "preferred");
    assert_eq!(judge.terms[1].administrative_status.as_str(), "admitted");
}

#[test]
fn a_text_that_cannot_be_a_term_is_told_at_its_place_and_no_data_is_called_a_member() {
    let reading = read_jsonl(
        "{\"zh\":\"法院\",\"bo\":\"法院\"}\n{\"zh\":[\"法官\",7]}\n{\"bo\":null}\n{\"zh\":\"律师\",\"colour\":\"red\"}\n",
    );
    let told: Vec<_> = reading
        .issues
        .iter()
        .map(|issue| (issue.code, issue.column.as_deref().unwrap(), issue.value.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (codes::TIBETAN_CELL_WITH_CHINESE, "/bo", "法院"),
            (codes::BAD_VALUE, "/zh/1", "7"),
            (codes::EMPTY_TERM, "/terms", ""),
            (codes::UNKNOWN_MEMBER, "/colour", "colour"),
        ]
    );
    assert!(
        reading.issues[3]
            .message
            .contains("`colour` is not a member of a concept (hint: correct the name")
    );
}

/// Returns what takes the place of each Tibetan term of the only line.
fn replacements(line: &str) -> Vec<Option<String>> {
    let reading = read_jsonl(line);
    assert_eq!(show_issues(&reading), "");
    let terms = &reading.rows[0].contribution.concept.terms;
    let tibetan = terms.iter().filter(|t| t.lang == Lang::Bo);
    tibetan.map(|t| t.replaced_by.clone()).collect()
}

#[test]
fn a_line_says_what_takes_the_place_of_a_form_or_shows_it() {
    let used = |text: &str, status: &str, region: &str| {
        format!(r#"{{"lang":"bo","text":"{text}","administrative_status":"{status}","region":{region}}}"#)
    };
    let replaced = |more: &str| {
        format!(
            r#"{{"lang":"bo","text":"ཁྲིམས་ར","administrative_status":"superseded","region":"amdo"{more}}}"#
        )
    };
    let (court, hall) = (
        used("ཁྲིམས་ཁང", "preferred", "null"),
        used("ཞལ་ལྕེ", "admitted", r#""amdo""#),
    );
    let named = replaced(r#","replaced_by":"ཁྲིམས་ཁང་།""#);
    let silent = replaced("");
    for (terms, expected) in [
        ([&named, &court, &hall], Some("ཁྲིམས་ཁང")),
        ([&silent, &court, &hall], Some("ཞལ་ལྕེ")),
        ([&silent, &court, &court], Some("ཁྲིམས་ཁང")),
        ([&silent, &silent, &silent], None),
    ] {
        let line = format!(r#"{{"terms":[{},{},{}]}}"#, terms[0], terms[1], terms[2]);
        assert_eq!(replacements(&line)[0].as_deref(), expected, "{line}");
    }
    let explained =
        format!(r#"{{"terms":[{silent},{court}],"relations":[{{"kind":"replaced_by","id":"c-000007"}}]}}"#);
    assert_eq!(replacements(&explained), [None, None]);
}

#[test]
fn a_replacement_that_cannot_be_a_term_is_told_at_its_place() {
    let reading = read_jsonl(
        r#"{"terms":[{"lang":"bo","text":"ཁྲིམས་ར","administrative_status":"deprecated","replaced_by":"法院"}]}"#,
    );
    let issue = &reading.issues[0];
    assert_eq!(
        (issue.code, issue.column.as_deref()),
        (codes::TIBETAN_CELL_WITH_CHINESE, Some("/terms/0/replaced_by"))
    );
}

#[test]
fn a_spoken_explanation_of_a_line_is_admitted_unless_it_says_otherwise() {
    let reading = read_jsonl(
        r#"{"terms":[{"lang":"bo","text":"ཁྲིམས་ར","register":"courtroom_oral"},{"lang":"bo","text":"ཞལ་ལྕེ","register":"courtroom_oral","administrative_status":"preferred"}]}"#,
    );
    let terms = &reading.rows[0].contribution.concept.terms;
    let statuses: Vec<&str> = terms.iter().map(|t| t.administrative_status.as_str()).collect();
    assert_eq!(statuses, ["admitted", "preferred"]);
}

#[test]
fn a_member_that_stood_twice_was_taken_with_its_last_value() {
    for (line, expected) in [
        (
            r#"{"zh":"法院","bo":"ཁྲིམས་ཁང","zh":"法庭"}"#,
            r#"has the member `zh` twice, again at character 31 (hint: keep the one that is meant)"#,
        ),
        (
            r#"{"terms":[{"lang":"bo","text":"ཁྲིམས་ཁང","text":"ཁྲིམས་ར"}]}"#,
            r#"has the member `text` twice, again at character 47 (hint: keep the one that is meant)"#,
        ),
    ] {
        let reading = read_jsonl(&format!("{line}\n{{\"zh\":\"法官\"}}\n"));
        let issues = &reading.issues;
        assert_eq!((issues.len(), reading.rows.len()), (1, 1), "{issues:?}");
        assert_eq!(issues[0].code, codes::DUPLICATE_MEMBER);
        assert!(issues[0].message.ends_with(expected), "{}", issues[0].message);
        assert!(issues[0].message_zh.contains("写了两次，第二次在第"));
    }
}
