//! What becomes of the names of a list in its new edition.

use super::super::new_edition::NewEdition;
use super::tests::{InMemory, rows_of};
use super::*;
use exchange::{Format, ReadOptions, glossary::read};
use glossary::list_change::LikelyRename;

const OLD: &str = "zh,collection,number,law,article\n盗窃罪,charges-2024,1,刑法,第264条\n抢劫罪,charges-2024,2,刑法,第263条\n\
                   投机倒把罪,charges-2024,3,刑法,第225条\n拐卖人口罪,charges-2024,4,刑法,第240条\n";

fn succeed(known: &mut InMemory, predecessor: &str, csv: &str) -> Plan {
    let edition = NewEdition {
        file: "t.csv".to_owned(),
        collection: Some("charges-2027".parse().unwrap()),
        predecessor: predecessor.parse().unwrap(),
        is_hidden: false,
    };
    let options = ReadOptions {
        collection: edition.collection.clone(),
        ..ReadOptions::default()
    };
    let reading = read("t.csv", csv.as_bytes(), Format::Csv, &options).unwrap();
    assert_eq!(reading.issues, [], "the file itself is right");
    let plan = plan(
        &rows_of(reading),
        known,
        Aim {
            purpose: Purpose::Succeed(&edition),
            ids: FileIds::Ours,
        },
    )
    .unwrap();
    if plan.refused.is_empty() && plan.faults.is_empty() {
        known.keep(&plan);
    }
    plan
}

/// A line a change: the kind, and the old and the new name with their ids.
fn told(plan: &Plan) -> Vec<String> {
    let Some(list) = &plan.list_changes else {
        return Vec::new();
    };
    let side = |entry: &Option<glossary::list_change::ListEntry>| match entry {
        Some(entry) => format!("{}={}", entry.name, entry.concept.number()),
        None => "-".to_owned(),
    };
    let line = |c: &glossary::list_change::ListChange| {
        let moved = if c.is_moved() { " moved" } else { "" };
        format!("{} {} {}{moved}", c.kind, side(&c.old), side(&c.new))
    };
    list.changes.iter().map(line).collect()
}

fn terms(known: &InMemory, id: usize) -> Vec<String> {
    let line = |t: &glossary::Term| {
        let by = t
            .replaced_by
            .as_ref()
            .map(|by| format!(">{by}"))
            .unwrap_or_default();
        format!("{} {}{by}", t.text, t.administrative_status)
    };
    known.0[id - 1].terms.iter().map(line).collect()
}

fn replaced_by(known: &InMemory, id: usize) -> Vec<u64> {
    let relations = known.0[id - 1].relations.iter();
    let replaced = relations.filter(|r| r.kind == glossary::RelationKind::ReplacedBy);
    replaced.map(|r| r.id.number()).collect()
}

/// Imports the edition into the glossary of the old list twice; the second time changes nothing and tells the same.
#[track_caller]
fn check(rows: &str, expected: &[&str]) -> InMemory {
    let mut known = InMemory::default();
    known.import(OLD);
    let file = format!("zh,number,article,law,replaces\n{rows}");
    let first = succeed(&mut known, "charges-2024", &file);
    assert_eq!(first.refused, [], "{:?}", first.faults);
    assert_eq!(told(&first), expected);
    assert!(!first.is_list_known);
    let before = known.0.clone();
    let second = succeed(&mut known, "charges-2024", &file);
    assert_eq!(told(&second), expected, "a second time");
    assert!(second.is_list_known);
    assert_eq!((second.counts().created, second.counts().updated), (0, 0));
    assert_eq!(known.0, before);
    known
}

const REST: &str = "拐卖人口罪,4,第240条,刑法,\n";

#[test]
fn names_stay_are_new_or_abolished() {
    let known = check(
        &format!(
            "盗窃罪,1,第264条,刑法,\n抢劫罪,9,第263条之一,刑法,\n高空抛物罪,10,第291条之二,刑法,\n{REST}"
        ),
        &[
            "unchanged 盗窃罪=1 盗窃罪=1",
            "unchanged 抢劫罪=2 抢劫罪=2 moved",
            "new - 高空抛物罪=5",
            "unchanged 拐卖人口罪=4 拐卖人口罪=4",
            "abolished 投机倒把罪=3 -",
        ],
    );
    assert_eq!(
        known.0[2].memberships.len(),
        1,
        "nothing is taken from what is abolished"
    );
    assert_eq!(known.0[0].memberships.len(), 2);
}

#[test]
fn a_renamed_concept_stays_and_keeps_its_old_name() {
    let known = check(
        &format!("盗窃罪,1,,,\n抢劫罪,2,,,\n非法经营罪,3,第225条,刑法,投机倒把罪\n{REST}"),
        &[
            "unchanged 盗窃罪=1 盗窃罪=1 moved",
            "unchanged 抢劫罪=2 抢劫罪=2 moved",
            "renamed 投机倒把罪=3 非法经营罪=3",
            "unchanged 拐卖人口罪=4 拐卖人口罪=4",
        ],
    );
    assert_eq!(
        terms(&known, 3),
        ["投机倒把罪 superseded>非法经营罪", "非法经营罪 preferred"]
    );
    assert_eq!(known.0.len(), 4);
}

#[test]
fn names_merged_into_one_lead_to_it() {
    let known = check(
        &format!("侵财罪,1,,,盗窃罪|抢劫罪\n投机倒把罪,3,第225条,刑法,\n{REST}"),
        &[
            "renamed 盗窃罪=1 侵财罪=5",
            "renamed 抢劫罪=2 侵财罪=5",
            "unchanged 投机倒把罪=3 投机倒把罪=3",
            "unchanged 拐卖人口罪=4 拐卖人口罪=4",
        ],
    );
    assert_eq!(
        (replaced_by(&known, 1), replaced_by(&known, 2)),
        (vec![5], vec![5])
    );
    assert_eq!(
        terms(&known, 1),
        ["盗窃罪 preferred"],
        "the concept stays as it was"
    );
}

#[test]
fn a_name_that_takes_in_another_goes_on() {
    let known = check(
        &format!("盗窃罪,1,第264条,刑法,盗窃罪|抢劫罪\n投机倒把罪,3,第225条,刑法,\n{REST}"),
        &[
            "unchanged 盗窃罪=1 盗窃罪=1",
            "renamed 抢劫罪=2 盗窃罪=1",
            "unchanged 投机倒把罪=3 投机倒把罪=3",
            "unchanged 拐卖人口罪=4 拐卖人口罪=4",
        ],
    );
    assert_eq!(replaced_by(&known, 2), [1]);
}

#[test]
fn a_name_that_was_split_leads_to_both() {
    let known = check(
        "盗窃罪,1,第264条,刑法,\n抢劫罪,2,第263条,刑法,\n投机倒把罪,3,第225条,刑法,\n拐卖妇女罪,4,第240条,刑法,拐卖人口罪\n\
         拐卖儿童罪,5,第240条,刑法,拐卖人口罪\n",
        &[
            "unchanged 盗窃罪=1 盗窃罪=1",
            "unchanged 抢劫罪=2 抢劫罪=2",
            "unchanged 投机倒把罪=3 投机倒把罪=3",
            "renamed 拐卖人口罪=4 拐卖妇女罪=5",
            "renamed 拐卖人口罪=4 拐卖儿童罪=6",
        ],
    );
    assert_eq!(replaced_by(&known, 4), [5, 6]);
}

#[test]
fn a_new_name_that_another_concept_has_leaves_two_concepts() {
    let mut known = InMemory::default();
    known.import(OLD);
    known.import("zh,bo\n非法经营罪,ཉེས་མིང\n");
    let plan = succeed(
        &mut known,
        "charges-2024",
        "zh,number,replaces\n非法经营罪,3,投机倒把罪\n",
    );
    assert_eq!(told(&plan)[0], "renamed 投机倒把罪=3 非法经营罪=5");
    assert_eq!(replaced_by(&known, 3), [5]);
    assert_eq!(terms(&known, 3), ["投机倒把罪 preferred"]);
}

#[test]
fn a_rename_that_was_not_known_at_first_can_be_said_later() {
    let mut known = InMemory::default();
    known.import(OLD);
    let rest = "盗窃罪,1,\n抢劫罪,2,\n拐卖人口罪,4,\n";
    let first = succeed(
        &mut known,
        "charges-2024",
        &format!("zh,number,replaces\n{rest}非法经营罪,3,\n"),
    );
    assert_eq!(
        told(&first)[3..],
        ["new - 非法经营罪=5", "abolished 投机倒把罪=3 -"]
    );
    let later = succeed(
        &mut known,
        "charges-2024",
        &format!("zh,number,replaces\n{rest}非法经营罪,3,投机倒把罪\n"),
    );
    assert_eq!(told(&later)[3..], ["renamed 投机倒把罪=3 非法经营罪=5"]);
    assert!(!later.is_list_known);
    // What is known is not forgotten by a file that does not say it.
    let silent = succeed(
        &mut known,
        "charges-2024",
        &format!("zh,number\n{}非法经营罪,3\n", rest.replace(",\n", "\n")),
    );
    assert_eq!(told(&silent)[3..], ["renamed 投机倒把罪=3 非法经营罪=5"]);
}

#[test]
fn the_old_list_can_be_imported_again_after_a_rename() {
    let mut known = InMemory::default();
    known.import(
        &OLD.replace("zh,", "zh,source,")
            .replace("罪,charges", "罪,罪名表,charges"),
    );
    succeed(
        &mut known,
        "charges-2024",
        "zh,number,replaces\n非法经营罪,3,投机倒把罪\n",
    );
    let again = known.import(OLD);
    assert_eq!(again.refused, []);
    assert_eq!((again.counts().created, again.counts().unchanged), (0, 4));
}

#[test]
fn a_name_of_two_levels_goes_on_at_its_own() {
    let mut known = InMemory::default();
    known.import("zh,collection,number\n不当得利纠纷,charges-2024,十一\n不当得利纠纷,charges-2024,148\n");
    let plan = succeed(
        &mut known,
        "charges-2024",
        "zh,number\n不当得利纠纷,150\n不当得利纠纷,十二\n",
    );
    assert_eq!(
        told(&plan),
        [
            "unchanged 不当得利纠纷=2 不当得利纠纷=2 moved",
            "unchanged 不当得利纠纷=1 不当得利纠纷=1 moved"
        ]
    );
}

#[test]
fn a_likely_rename_is_told_and_not_applied() {
    let mut known = InMemory::default();
    known.import(OLD);
    let plan = succeed(
        &mut known,
        "charges-2024",
        "zh,number,law,article\n拐卖妇女、儿童罪,4,刑法,第240条\n盗窃罪,1,刑法,第264条\n",
    );
    let likely: Vec<_> = plan.list_changes.unwrap().likely_renames();
    let names = |likely: &LikelyRename| (likely.old.name.clone(), likely.new.name.clone());
    assert_eq!(
        likely.iter().map(names).collect::<Vec<_>>(),
        [("拐卖人口罪".to_owned(), "拐卖妇女、儿童罪".to_owned())]
    );
    assert!(replaced_by(&known, 4).is_empty());
}

/// Refuses the edition; the codes of its rows and of the file.
#[track_caller]
fn refused(predecessor: &str, csv: &str, expected: &[&str]) {
    let mut known = InMemory::default();
    known.import(OLD);
    let before = known.0.clone();
    let plan = succeed(&mut known, predecessor, csv);
    let rows = plan.refused.iter().map(|(_, issue)| issue.code);
    let codes: Vec<_> = plan.faults.iter().map(|issue| issue.code).chain(rows).collect();
    assert_eq!(codes, expected, "{csv}");
    assert_eq!(known.0, before);
}

#[test]
fn what_cannot_be_a_new_edition_is_refused() {
    let two_levels = "zh,number,replaces\n新罪,1,";
    refused(
        "charges-2024",
        &format!("{two_levels}没有的罪\n"),
        &["not_in_old_list"],
    );
    refused(
        "charges-2024",
        &format!("{two_levels}盗窃罪\n盗窃罪,2,\n"),
        &["still_listed"],
    );
    refused(
        "charges-2024",
        &format!("{two_levels}c-000099\n"),
        &["not_in_old_list"],
    );
    refused("charges-2021", "zh,number\n盗窃罪,1\n", &["unknown_list"]);
    refused("charges-2027", "zh,number\n盗窃罪,1\n", &["list_succeeds_itself"]);
    refused("charges-2024", "zh,number\n", &["new_list_nameless"]);
    refused(
        "charges-2024",
        "zh,number,collection\n盗窃罪,1,laws\n",
        &["other_list"],
    );
    let mut known = InMemory::default();
    let alone = known.import("zh,collection,number,replaces\n新罪,charges-2024,1,旧罪\n");
    assert_eq!(alone.refused[0].1.code, "replaces_alone");
}

#[test]
fn a_list_does_not_succeed_one_that_succeeds_it() {
    let mut known = InMemory::default();
    known.import(OLD);
    let mut list = succeed(&mut known, "charges-2024", "zh,number\n盗窃罪,1\n")
        .list_changes
        .unwrap();
    (list.collection, list.predecessor) = (list.predecessor, list.collection);
    known.1 = vec![list];
    let plan = succeed(&mut known, "charges-2024", "zh,number\n盗窃罪,1\n");
    assert_eq!(plan.faults[0].code, "list_succeeds_itself");
}

#[test]
fn a_name_that_the_old_list_does_not_have_is_told_with_column_value_and_way_out() {
    let mut known = InMemory::default();
    known.import(OLD);
    let plan = succeed(&mut known, "charges-2024", "罪名,编号,原名\n新罪,1,旧罪\n");
    insta::assert_snapshot!(plan.refused[0].1.message, @"t.csv:2, column `replaces`: `旧罪` does not stand in `charges-2024` (hint: write the name as that list has it, the id of its entry, or nothing if the row is new)");
    let by_id = succeed(&mut known, "charges-2024", "罪名,编号,原名\n新罪,1,c-000001\n");
    assert_eq!(told(&by_id)[0], "renamed 盗窃罪=1 新罪=1");
}
