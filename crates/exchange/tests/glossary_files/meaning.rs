//! What the columns of a row come to mean.

use exchange::{ColumnList, Mapping, ReadOptions, codes};
use glossary::{AdministrativeStatus, Lang, Membership, Register, Visibility};

use crate::fixture::{
    in_collection, read_csv, read_csv_with, read_jsonl, read_tbx, show_issues, show_rows, tbx_basic, tbx_pair,
};

#[test]
fn a_full_row_keeps_everything_it_says() {
    let header = "id,zh,bo,zh_variants,bo_variants,zh_status,bo_status,subject_field,definition_zh,definition_bo,law,article,chapter,law_edition,in_force_from,in_force_to,region,register,reliability,source,source_url,locator,collection,number,broader,note";
    let row = "c-000007,盗窃罪,རྐུ་ཁྲིམས་འགལ།,偷盗罪|窃盗罪,རྐུ་བའི་ཉེས་པ།,preferred,admitted,criminal-law | property,偷东西,རྐུ་བ་ནི།,刑法,第264条,第五章,2023,2024-03-01,2030-12-31,amdo,older,2,藏汉词典,https://example.org/a,第7行,charges-2024,264,5,见刑法";
    let reading = read_csv(&format!("{header}\n{row}\n"));
    assert_eq!(show_issues(&reading), "");
    let contribution = &reading.rows[0].contribution;
    assert_eq!(contribution.id.unwrap().number(), 7);
    insta::assert_snapshot!(serde_json::to_string_pretty(&*contribution.concept).unwrap());
    let parent = contribution.broader.clone().unwrap();
    assert_eq!(
        (parent.collection.as_str(), parent.number.as_str()),
        ("charges-2024", "5")
    );
}

#[test]
fn a_region_and_a_register_are_about_the_tibetan_form_only() {
    let reading = read_csv("zh,bo,方言,register,reliability,zh_variants\n盗窃,རྐུ་བ,安多,older,3,偷\n");
    let terms = &reading.rows[0].contribution.concept.terms;
    let shown = |lang| {
        let of_lang = terms.iter().filter(move |term| term.lang == lang);
        of_lang.map(|t| {
            (
                t.region.as_ref().map(|r| r.as_str().to_owned()),
                t.register,
                t.reliability.map(|r| r.level()),
            )
        })
    };
    assert!(shown(Lang::Zh).all(|term| term == (None, Register::Norm, Some(3))));
    assert!(shown(Lang::Bo).all(|term| term == (Some("amdo".to_owned()), Register::Older, Some(3))));
    assert_eq!(terms[1].administrative_status, AdministrativeStatus::Admitted);
}

/// Shows the terms of the only row: text, status, and what takes its place.
fn statuses(csv: &str) -> String {
    let reading = read_csv(csv);
    assert_eq!(show_issues(&reading), "");
    let shown = |t: &glossary::Term| {
        let replaced = t.replaced_by.as_ref().map(|by| format!(">{by}"));
        let status = t.administrative_status;
        format!("{} {status}{}", t.text, replaced.unwrap_or_default())
    };
    let terms = &reading.rows[0].contribution.concept.terms;
    terms.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_form_that_is_not_to_be_used_names_the_one_of_its_row_that_is() {
    let header = "zh,bo,zh_variants,bo_variants,zh_status,bo_status";
    for (row, expected) in [
        (
            "法院,ཁྲིམས་ར,,ཁྲིམས་ཁང|ཞལ་ལྕེ,,deprecated",
            "法院 preferred, ཁྲིམས་ར deprecated>ཁྲིམས་ཁང, ཁྲིམས་ཁང admitted, ཞལ་ལྕེ admitted",
        ),
        (
            "推事,ཁྲིམས་དཔོན,法官,,被取代,",
            "推事 superseded>法官, 法官 admitted, ཁྲིམས་དཔོན preferred",
        ),
        // Which form is used is not in the row: the rules say so when it is put to the entry.
        ("法院,ཁྲིམས་ར,,,,deprecated", "法院 preferred, ཁྲིམས་ར deprecated"),
    ] {
        assert_eq!(statuses(&format!("{header}\n{row}\n")), expected);
    }
}

#[test]
fn a_spoken_explanation_is_admitted_unless_the_row_says_otherwise() {
    let header = "zh,bo,register,bo_status";
    for (row, expected) in [
        ("法院,ཁྲིམས་ཁང,courtroom_oral,", "法院 preferred, ཁྲིམས་ཁང admitted"),
        (
            "法院,ཁྲིམས་ཁང,courtroom_oral,deprecated",
            "法院 preferred, ཁྲིམས་ཁང deprecated",
        ),
        (
            "法院,ཁྲིམས་ཁང,courtroom_oral,preferred",
            "法院 preferred, ཁྲིམས་ཁང preferred",
        ),
        ("法院,ཁྲིམས་ཁང,older,", "法院 preferred, ཁྲིམས་ཁང preferred"),
    ] {
        assert_eq!(statuses(&format!("{header}\n{row}\n")), expected);
    }
}

#[test]
fn the_collection_of_the_call_holds_for_rows_that_name_none() {
    let reading = read_csv_with(
        "zh,collection,number\n离婚纠纷,,8(1)\n法院,general,\n",
        &in_collection("causes"),
    );
    let memberships: Vec<Membership> = reading
        .rows
        .iter()
        .flat_map(|row| row.contribution.concept.memberships.clone())
        .collect();
    let membership = |name: &str, number: Option<&str>| Membership {
        collection: name.parse().unwrap(),
        number: number.map(str::to_owned),
    };
    assert_eq!(
        memberships,
        [membership("causes", Some("8(1)")), membership("general", None)]
    );
}

#[test]
fn a_source_is_known_by_what_there_is_of_it() {
    let reading = read_csv_with(
        "zh,source,source_url,locator,note\n法院,,,,\n法官,词典,,第3页,\n书记员,,https://example.org/,,\n陪审员,,,第9行,旧称\n",
        &in_collection("general"),
    );
    let titles: Vec<Vec<&str>> = (reading.rows.iter())
        .map(|row| {
            row.contribution.concept.terms[0]
                .sources
                .iter()
                .map(|s| s.title.as_str())
                .collect()
        })
        .collect();
    assert_eq!(
        titles,
        [
            vec![],
            vec!["词典"],
            vec!["https://example.org/"],
            vec!["general"]
        ]
    );
    let source = &reading.rows[1].contribution.concept.terms[0].sources[0];
    assert_eq!(source.collection.as_ref().map(|c| c.as_str()), Some("general"));
    assert_eq!(
        reading.rows[3].contribution.concept.notes[0].visibility,
        Visibility::Public
    );
}

#[test]
fn headings_are_known_in_three_languages_or_said_by_hand() {
    for text in [
        "汉文,藏文\n法院,ཁྲིམས་ཁང\n",
        "རྒྱ་ཡིག,བོད་ཡིག\n法院,ཁྲིམས་ཁང\n",
        "\u{feff}# 说明\n# zh,bo,x\n\nZH;BO\n法院;ཁྲིམས་ཁང\n",
        "藏汉对照表,\n汉语,藏语\n法院,ཁྲིམས་ཁང\n",
        "zh\tbo\n法院\tཁྲིམས་ཁང\n",
        "zh,bo\nzh,bo\n法院,ཁྲིམས་ཁང\nzh,bo\n",
    ] {
        let reading = read_csv(text);
        assert!(
            show_rows(&reading).ends_with(" zh=法院 bo=ཁྲིམས་ཁང"),
            "{text}\n{}",
            show_issues(&reading)
        );
        assert_eq!((reading.rows.len(), reading.sheets[0].rows), (1, 1), "{text}");
    }
    let mapping = Mapping::parse("原文 = zh\n译文 = bo\n审校 = ignore").unwrap();
    let reading = read_csv_with(
        "原文,译文,审校\n法院,ཁྲིམས་ཁང,x\n",
        &ReadOptions {
            mapping,
            ..ReadOptions::default()
        },
    );
    assert_eq!(show_rows(&reading), "terms.csv:2 zh=法院 bo=ཁྲིམས་ཁང");
    let columns = Some(ColumnList::parse("bo,ignore,zh").unwrap());
    let reading = read_csv_with(
        "ཁྲིམས་ཁང,x,法院\n",
        &ReadOptions {
            columns,
            ..ReadOptions::default()
        },
    );
    assert_eq!(show_rows(&reading), "terms.csv:1 zh=法院 bo=ཁྲིམས་ཁང");
    let ignoring = ReadOptions {
        ignore_extra: true,
        ..ReadOptions::default()
    };
    let reading = read_csv_with("zh,审校,\n法院,x,y,z\n", &ignoring);
    assert_eq!(show_rows(&reading), "terms.csv:2 zh=法院");
}

#[test]
fn a_cell_that_begins_like_a_formula_is_text_in_a_text_file() {
    let reading = read_csv("zh,note\n法院,=1+1\n法官,'=1+1\n");
    let notes = reading
        .rows
        .iter()
        .map(|row| row.contribution.concept.notes[0].text.as_str());
    assert_eq!(notes.collect::<Vec<_>>(), ["=1+1", "=1+1"]);
}

#[test]
fn tsv_is_divided_by_tabs_whatever_its_header_holds() {
    let text = "zh\tbo\tnote\n法院\tཁྲིམས་ཁང\ta, b; c\n";
    let reading = exchange::glossary::read(
        "t.tsv",
        text.as_bytes(),
        exchange::Format::Tsv,
        &ReadOptions::default(),
    )
    .unwrap();
    assert_eq!(reading.rows[0].contribution.concept.notes[0].text, "a, b; c");
    assert_eq!(reading.rows[0].raw, ["法院", "ཁྲིམས་ཁང", "a, b; c"]);
}

#[test]
fn a_replacement_was_guessed_without_a_word() {
    let csv = "zh,bo,bo_variants,bo_status,bo_replaced_by\n法院,ཁྲིམས་ཁང,ཁྲིམས་ར,deprecated,\n法官,ཁྲིམས་དཔོན,དཔོན,deprecated,དཔོན\n";
    let jsonl = r#"{"terms":[{"lang":"zh","text":"法院"},{"lang":"bo","text":"ཁྲིམས་ཁང","administrative_status":"superseded"},{"lang":"bo","text":"ཁྲིམས་ར"}]}"#;
    let tbx = tbx_basic(
        &tbx_pair(
            "",
            "<termNote type=\"administrativeStatus\">deprecatedTerm-admn-sts</termNote>",
        )
        .replace(
            "</termSec></langSec></conceptEntry>",
            "</termSec><termSec><term>ཁྲིམས་ར་</term></termSec></langSec></conceptEntry>",
        ),
    );
    for (reading, place) in [
        (read_csv(csv), "terms.csv:2: "),
        (read_jsonl(jsonl), "terms.jsonl:1: "),
        (read_tbx(&tbx), "terms.tbx:2:1, element `<term>`: "),
    ] {
        assert_eq!(show_issues(&reading), "");
        let concept = &reading.rows[0].contribution.concept;
        let guessed = concept.terms.iter().find_map(|term| term.replaced_by.as_deref());
        assert_eq!(guessed, Some("ཁྲིམས་ར"));
        let told: Vec<_> = reading
            .warnings
            .iter()
            .filter(|w| w.code == codes::REPLACEMENT_GUESSED)
            .collect();
        assert_eq!(told.len(), 1, "{:?}", reading.warnings);
        assert!(told[0].message.starts_with(place), "{}", told[0].message);
        assert!(told[0].message.contains("ཁྲིམས་ཁང") && told[0].message.contains("ཁྲིམས་ར"));
    }
}
