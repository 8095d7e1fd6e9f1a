//! What a form of rows keeps, leaves out and tells.

use glossary::Concept;

use super::*;

/// A concept with every member filled in.
const WHOLE: &str = r#"{"workflow":"draft","subject_fields":["criminal","court"],
    "memberships":[{"collection":"laws","number":"3"},{"collection":"udhr","number":null}],
    "definitions":[{"lang":"zh","text":"国家\n审判机关","source":"法"},{"lang":"bo","text":"ཁྲིམས་ཁང་ནི།","source":null}],
    "terms":[{"lang":"zh","text":"法院","administrative_status":"preferred","term_type":"full_form","part_of_speech":"noun",
        "region":null,"register":"norm","reliability":3,
        "sources":[{"title":"来源","url":"https://example.cn/a","locator":"第1条","collection":"laws"}],
        "contexts":[{"text":"例句","source":"书"}],"note":"说明"},
      {"lang":"bo","text":"ཁྲིམས་ཁང","administrative_status":"superseded","replaced_by":"ཁྲིམས་ར","term_type":null,
        "part_of_speech":null,"region":"amdo","register":"older","reliability":null,"sources":[],"contexts":[],"note":null},
      {"lang":"bo","text":"ཁྲིམས་ར","administrative_status":"preferred","term_type":null,
        "part_of_speech":null,"region":null,"register":"norm","reliability":null,"sources":[],"contexts":[],"note":null}],
    "legal_basis":[{"law":"刑法","article":"第1条","chapter":"第一章","edition":"2023","in_force_from":"2024-03-01","in_force_to":"2030-01-01"}],
    "relations":[{"kind":"confusable","id":"c-000007"}],
    "notes":[{"visibility":"editors","text":"内部"}]}"#;

/// Writes rows as a browser would send them.
fn sent(prefix: &str, shapes: &[Shape], lists: &BTreeMap<&'static str, Vec<Row>>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for shape in shapes {
        for (nth, row) in lists[shape.name].iter().enumerate() {
            let row_name = format!("{prefix}{}.{nth}", shape.name);
            let value =
                |(name, text): (&&str, &String)| (format!("{row_name}.{name}"), text.replace('\n', "\r\n"));
            pairs.extend(row.values.iter().map(value));
            pairs.extend(sent(&format!("{row_name}."), shape.lists, &row.lists));
        }
    }
    pairs
}

#[test]
fn nothing_of_a_concept_is_lost_on_the_way_through_the_form() {
    let concept: Concept = serde_json::from_str(WHOLE).unwrap();
    let rows = Rows::of_json(&serde_json::to_value(&concept).unwrap());
    let pairs = sent("", LISTS, &rows.lists);
    let mut back = Rows::of_form(pairs.iter().map(|(n, v)| (n.as_str(), v.as_str())));
    back.subject_fields.clone_from(&rows.subject_fields);
    back.tidy();
    assert_eq!(back, rows);
    assert_eq!(app::read_concept(back.to_json()).unwrap(), concept);
}

#[test]
fn rows_in_which_nobody_has_filled_anything_in_are_left_out() {
    let pairs = [
        ("terms.0.lang", "zh"),
        ("terms.0.text", " "),
        ("terms.0.administrative_status", "preferred"),
        ("terms.7.lang", "bo"),
        ("terms.7.text", "ཁྲིམས་ཁང"),
        ("terms.7.sources.0.title", ""),
        ("terms.7.sources.2.locator", "第2条"),
        ("terms.3.lang", "zh"),
        ("terms.3.note", "只有备注"),
        ("terms.9.lang", "zh"),
        ("terms.9.text", "法院"),
        ("terms.9999.text", "x"),
        ("terms.0.nothing", "x"),
        ("else.0.text", "x"),
    ];
    let mut rows = Rows::of_form(pairs);
    rows.tidy();
    let texts: Vec<_> = rows.lists["terms"].iter().map(|row| row.value("text")).collect();
    assert_eq!(texts, ["", "法院", "ཁྲིམས་ཁང"]);
    assert_eq!(rows.missing(), ["terms.0.text", "terms.2.sources.0.title"]);
}

#[test]
fn a_name_of_the_wrong_kind_is_told_with_its_field() {
    let pairs = [
        ("terms.0.text", "a"),
        ("terms.0.region", " lhasa "),
        ("terms.0.sources.0.collection", "<b>"),
        ("terms.1.region", "632700"),
        ("relations.0.id", "c-1x"),
        ("relations.1.id", "c-000001"),
        ("list_entries.0.collection", "罪名"),
    ];
    let rows = Rows::of_form(pairs);
    let told = rows.misnamed();
    let told: Vec<_> = told
        .iter()
        .map(|(field, kind, text)| format!("{field} {kind} {text}"))
        .collect();
    assert_eq!(
        told,
        [
            "terms.0.region region lhasa",
            "terms.0.sources.0.collection collection <b>",
            "list_entries.0.collection collection 罪名",
            "relations.0.id id c-1x",
        ]
    );
}

#[test]
fn a_name_leads_to_a_member_of_a_row_or_nowhere() {
    for (name, is_member) in [
        ("terms.0.text", true),
        ("terms.499.sources.12.url", true),
        ("terms.500.text", false),
        ("terms.0", false),
        ("terms.-1.text", false),
        ("terms.+1.text", false),
        ("terms..text", false),
        ("terms.0.sources.title", false),
        ("sources.0.title", false),
        ("terms.0.text.0", false),
        ("", false),
    ] {
        let member = Place::read(name).and_then(|place| place.member());
        assert_eq!(member.is_some(), is_member, "{name}");
    }
}

#[test]
fn a_row_is_added_and_taken_away_where_the_button_says() {
    let mut rows = Rows::of_form([("terms.0.text", "a"), ("terms.0.sources.0.title", "b")]);
    rows.list_mut("terms.0.sources").unwrap().push(Row::default());
    assert_eq!(rows.lists["terms"][0].lists["sources"].len(), 2);
    rows.drop_row("terms.0.sources.0");
    rows.drop_row("terms.0.sources.9");
    rows.drop_row("terms.9");
    rows.drop_row("terms");
    assert_eq!(rows.lists["terms"][0].lists["sources"], [Row::default()]);
    assert!(rows.list_mut("terms.4.sources").is_none() && rows.list_mut("nothing").is_none());
    rows.drop_row("terms.0");
    assert!(rows.lists["terms"].is_empty());
}
